"""A table on a terminal: title, lead sentences, aligned columns, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..grid import grid
from . import writer

if TYPE_CHECKING:
    from ..tables import Table


@writer("table", suffixes=(".txt",), for_people=True)
def aligned(table: Table) -> str:
    """Columns as wide as their text, at most as wide as `Column.width`."""
    rows = grid(table, "simple", width=lambda column: column.width)
    parts = [table.title, "\n".join(table.lead), rows, "\n".join(table.notes)]
    return "\n\n".join(filter(None, parts)) + "\n"
