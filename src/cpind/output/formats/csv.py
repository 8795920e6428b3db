"""CSV."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..delimited import delimited_columns, delimited_table
from . import writer

if TYPE_CHECKING:
    from ..tables import Table


@writer(
    "csv",
    suffixes=(".csv",),
    encoding="utf-8-sig",  # Excel takes a file without a byte order mark for cp1252
    write_columns=partial(delimited_columns, delimiter=","),
)
def comma_separated(table: Table) -> str:
    """Headings and numbers with commas between."""
    return delimited_table(table, ",")
