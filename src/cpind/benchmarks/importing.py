"""Downloads -> Records: each table goes to the reader that knows its columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..errors import InputError
from .downloads import LONGEST_HEADING, MOST_COLUMNS, Download, downloads
from .readers import KNOWN_HEADINGS, READERS, Imported, described
from .readers.cells import plain_heading

MOST_SHOWN = 6
"""The most headings of a table that a message shows."""


def import_files(paths: Sequence[Path]) -> list[Imported]:
    """Every table of every file: its records, or why it has none.

    Raises InputError for a file that can't be read, and where no table of any file has a record.
    """
    tables = [import_table(download) for path in paths for download in downloads(path)]
    if not any(table.records for table in tables):
        reasons = " ".join(f"{described(table)}." for table in tables)
        raise InputError(
            f"nothing to import in {', '.join(path.name for path in paths)}. {reasons} cpind knows DfE's children in need "
            "files, LAIT's long table, the ONS population file and the statistical neighbour files by their columns"
        )
    return tables


def import_table(download: Download) -> Imported:
    """The records of one table, from the reader that knows its columns."""
    for read in READERS:
        imported = read(download)
        if imported is not None:
            return imported
    return Imported(download.name, unused=(f"no table that cpind knows: {_headings_of(download)}",))


def _headings_of(download: Download) -> str:
    """For a message about a table that no reader knows: its number of columns, and the headings that some reader knows.

    Other headings are not shown: the first row of a file that is not a download may be about a child.
    """
    first = next((row for row in download.rows if any(row)), [])
    if not first:
        return "empty"
    known = [cell.strip() for cell in first[:MOST_COLUMNS] if plain_heading(cell[:LONGEST_HEADING]) in KNOWN_HEADINGS]
    shown = f" (known of them: {', '.join(known[:MOST_SHOWN])})" if known else ""
    return f"{len(first)} columns in its first row{shown}"
