"""Ethnic group, in DfE's main groups."""

from __future__ import annotations

from ...model.extract import Extract
from ...model.schema import ETHNIC_GROUPS
from ...model.vocabulary import ethnic_group
from .columns import recognised
from .registry import Grouping, grouping


@grouping("ethnic-group", columns=("ethnicity",))
def by_ethnic_group(extract: Extract) -> Grouping:
    """DfE's main groups, for census codes and any other spelling."""
    return recognised("ethnic-group", ("ethnicity",), ethnic_group, extract, tuple(ETHNIC_GROUPS))
