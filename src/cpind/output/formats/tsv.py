"""TSV, to paste into a spreadsheet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..delimited import delimited_columns, delimited_table
from . import writer

if TYPE_CHECKING:
    from ..tables import Table


@writer("tsv", suffixes=(".tsv",), write_columns=partial(delimited_columns, delimiter="\t"))
def tab_separated(table: Table) -> str:
    """Headings and numbers with tabs between."""
    return delimited_table(table, "\t")
