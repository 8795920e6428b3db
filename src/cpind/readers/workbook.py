"""An Excel workbook (.xlsx) -> TextTable: the sheet, and the row in it, with the most headings that are known.

Excel's own dates become ISO text, whole numbers lose their ".0" (an identifier 12345.0 is "12345"), and a
bare day number under a date's heading is the date that Excel would show.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import date, datetime, timedelta

import numpy as np

from ..errors import InputError
from ..schema import BY_NAME, recognise
from .text_table import TextTable

ROWS_ABOVE_HEADINGS = 20
"""How far down the headings may stand, under titles and notes."""

_FIRST_DAY_NUMBER, _LAST_DAY_NUMBER = 16_000, 74_000
"""Somewhat more than 1950 to 2099, as either of Excel's calendars counts days; the column's own limits come later."""

_NO_VALUE = re.compile(rb"</f>\s*(<v\s*/>|<v></v>)?\s*</c>")


def read_workbook(data: bytes, name: str, mapping: dict[str, str]) -> TextTable:
    """The extract's sheet of a workbook, as text."""
    import openpyxl
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl on styles and extensions it leaves out
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = {sheet.title: _rows(sheet) for sheet in book.worksheets}
            uncomputed = _has_uncomputed_formulas(data)
    except Exception:  # a damaged file fails anywhere in zipfile, xml or openpyxl, each with its own error
        raise InputError(
            f"{name} is no Excel workbook that can be opened; save it again as .xlsx or as CSV (UTF-8)"
        ) from None
    if uncomputed:
        raise InputError(f"{name} has formulas that were never computed: open it in Excel, save it, and try again")
    tops = {title: _headings_row(rows, mapping) for title, rows in sheets.items()}
    read = max(sheets, key=lambda title: _known(sheets[title], tops[title], mapping), default="")
    rows, top = sheets.get(read, []), tops.get(read, 0)
    if not any(cell is not None for row in rows for cell in row):
        raise InputError(f"{name} is empty: it needs a row of headings and a row for each child's record")
    first_day = date(1904, 1, 1) if book.epoch == CALENDAR_MAC_1904 else date(1899, 12, 30)
    headings = [_text(cell) for cell in rows[top]]
    while headings and not headings[-1]:
        headings.pop()
    others = [title for title, other in sheets.items() if title != read and _known(other, tops[title], mapping) > 1]
    remark = (
        f'{name}: read the sheet "{read}" and not {", ".join(others)}; '
        "save each sheet as a file of its own to read both"
        if others
        else ""
    )
    return TextTable(
        name, headings, _columns(rows[top + 1 :], headings, mapping, first_day), first_row=top + 2, remark=remark
    )


def _headings_row(rows: list[tuple], mapping: dict[str, str]) -> int:
    tops = range(min(len(rows), ROWS_ABOVE_HEADINGS))
    return max(tops, key=lambda top: _known(rows, top, mapping), default=0)


def _known(rows: list[tuple], top: int, mapping: dict[str, str]) -> int:
    return sum(recognise(_text(cell), mapping) is not None for cell in rows[top]) if rows else 0


def _rows(sheet) -> list[tuple]:
    # Exporters other than Excel write a wrong size into the sheet, and rows beyond it would be lost.
    sheet.reset_dimensions()
    return list(sheet.iter_rows(values_only=True))


def _has_uncomputed_formulas(data: bytes) -> bool:
    """Whether any cell has a formula and no value: it would read as blank."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [part for part in parts.namelist() if part.startswith("xl/worksheets/") and part.endswith(".xml")]
        return any(_NO_VALUE.search(parts.read(part)) for part in sheets)


def _columns(rows: list[tuple], headings: list[str], mapping: dict[str, str], first_day: date) -> list[np.ndarray]:
    columns = []
    for position, heading in enumerate(headings):
        column = BY_NAME.get(recognise(heading, mapping) or "")
        is_date = column is not None and column.kind in ("date", "dates", "birth")
        cells = np.empty(len(rows), object)
        cells[:] = [_text(row[position], first_day if is_date else None) if position < len(row) else "" for row in rows]
        columns.append(cells)
    return columns


def _text(cell: object, first_day: date | None = None) -> str:
    """A cell as text; `first_day`: the day 0 of a column of dates, where a bare number counts days."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, (int, float)) and first_day and _FIRST_DAY_NUMBER <= cell <= _LAST_DAY_NUMBER:
        return (first_day + timedelta(days=int(cell))).isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()[:10]
    return str(cell).strip()
