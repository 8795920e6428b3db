"""An Excel workbook (.xlsx) -> TextTable: the sheet, and the row in it, with the most headings that are known.

Excel's own dates become ISO text, whole numbers lose their ".0" (an identifier 12345.0 is "12345"), and a
bare day number under a date's heading is the date that Excel would show.
"""

from __future__ import annotations

import io
import warnings
from datetime import date, datetime, timedelta

import numpy as np

from ..errors import InputError
from ..schema import BY_NAME, recognise
from .text_table import TextTable

ROWS_ABOVE_HEADINGS = 20
"""How far down the headings may stand, under titles and notes."""

_DAY_NUMBERS = range(32874, 73051)
"""1 January 1990 to 31 December 2099 as Excel counts days."""


def read_workbook(data: bytes, name: str, mapping: dict[str, str]) -> TextTable:
    """The extract's sheet of a workbook, as text."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl on styles and extensions it leaves out
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    except Exception:  # a damaged file fails anywhere in zipfile, xml or openpyxl, each with its own error
        raise InputError(
            f"{name} is no Excel workbook that can be opened; save it again as .xlsx or as CSV (UTF-8)"
        ) from None
    tops = {title: _headings_row(rows, mapping) for title, rows in sheets.items()}
    read = max(sheets, key=lambda title: _known(sheets[title], tops[title], mapping), default="")
    rows, top = sheets.get(read, []), tops.get(read, 0)
    if not any(cell is not None for row in rows for cell in row):
        raise InputError(f"{name} is empty: it needs a row of headings and a row for each child's record")
    headings = [_text(cell) for cell in rows[top]]
    while headings and not headings[-1]:
        headings.pop()
    others = [title for title, other in sheets.items() if title != read and _known(other, tops[title], mapping) > 1]
    remark = (
        f'{name}: read the sheet "{read}" and not {", ".join(others)}; save each sheet as a file of its own to read both'
        if others
        else ""
    )
    return TextTable(name, headings, _columns(rows[top + 1 :], headings, mapping), first_row=top + 2, remark=remark)


def _headings_row(rows: list[tuple], mapping: dict[str, str]) -> int:
    tops = range(min(len(rows), ROWS_ABOVE_HEADINGS))
    return max(tops, key=lambda top: _known(rows, top, mapping), default=0)


def _known(rows: list[tuple], top: int, mapping: dict[str, str]) -> int:
    return sum(recognise(_text(cell), mapping) is not None for cell in rows[top]) if rows else 0


def _columns(rows: list[tuple], headings: list[str], mapping: dict[str, str]) -> list[np.ndarray]:
    columns = []
    for position, heading in enumerate(headings):
        column = BY_NAME.get(recognise(heading, mapping) or "")
        write = _date_text if column and column.kind in ("date", "birth") else _text
        cells = np.empty(len(rows), object)
        cells[:] = [write(row[position]) if position < len(row) else "" for row in rows]
        columns.append(cells)
    return columns


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()[:10]
    return str(cell).strip()


def _date_text(cell: object) -> str:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and int(cell) in _DAY_NUMBERS:
        return (date(1899, 12, 30) + timedelta(days=int(cell))).isoformat()
    return _text(cell)
