"""Category of abuse."""

from __future__ import annotations

from ...model.extract import Extract
from ...model.schema import CATEGORIES
from ...model.vocabulary import category_name
from .columns import recognised
from .registry import Grouping, grouping

_COLUMNS = ("initial_category", "latest_category")


@grouping("category", columns=_COLUMNS)
def by_category(extract: Extract) -> Grouping:
    """Category of abuse: the initial one for what starts, the latest for stock and ends; the other if it is blank."""
    return recognised("category", _COLUMNS, category_name, extract, tuple(CATEGORIES.values()))
