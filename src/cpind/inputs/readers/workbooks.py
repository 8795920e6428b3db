"""Workbooks: those of Excel, new and old, and of OpenDocument."""

from __future__ import annotations

from ..text_table import TextTable
from . import ReadOptions, Source, reader

_SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""The first bytes of a zip file and of an old Office file."""


def _is_workbook(source: Source) -> bool:
    if source.head[:4] not in _SIGNATURES:
        return False
    from ..spreadsheets import workbook_kind

    return workbook_kind(source.content()) is not None


@reader(
    "workbooks (.xlsx, .xls, .xlsb, .ods)",
    suffixes=(".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
    order=20,
    recognises=_is_workbook,
)
def read_sheets(source: Source, options: ReadOptions) -> list[TextTable]:
    """Each sheet that is an extract, by `workbook.read_workbook`."""
    from ..workbook import read_workbook

    return read_workbook(source.content(), source.name, options.mapping, options.sheets)
