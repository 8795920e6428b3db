"""A table as a Word document, to be pasted into a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import writer

if TYPE_CHECKING:
    from ..tables import Table


@writer("docx", suffixes=(".docx",), for_people=True)
def docx(table: Table) -> bytes:
    """The document. Raises UsageError without python-docx."""
    from ..document import of_table
    from ..documents import write_document

    written = write_document(of_table(table), ".docx")
    assert isinstance(written, bytes)
    return written
