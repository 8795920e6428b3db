"""A table as an HTML page, or as part of one: readable on a phone, by a screen reader, and in print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import writer

if TYPE_CHECKING:
    from ..tables import Table


@writer("html", suffixes=(".html",), for_people=True)
def html(table: Table) -> str:
    """The page. Raises UsageError without jinja2."""
    from ..document import of_table
    from ..documents import write_document

    return str(write_document(of_table(table), ".html"))
