"""Gzip and zip files: every file in them is read as if it were not packed."""

from __future__ import annotations

from ..text_table import TextTable
from . import ReadOptions, Source, read_tables, reader

_GZIP, _ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")
"""Their first bytes; the last is an empty zip file."""


def _is_packed(source: Source) -> bool:
    if source.head[:2] == _GZIP:
        return True
    if source.head[:4] not in _ZIP:
        return False
    from ..spreadsheets import workbook_kind

    return workbook_kind(source.content()) is None


@reader("gzip and zip files of these", suffixes=(".zip",), order=90, recognises=_is_packed)
def read_packed(source: Source, options: ReadOptions) -> list[TextTable]:
    """The tables of all files inside; a packed file within a packed file is refused."""
    from ..unpacking import unpack

    return [
        table
        for file, name in unpack(source.content(), source.name)
        for table in read_tables(Source(file, name), options)
    ]
