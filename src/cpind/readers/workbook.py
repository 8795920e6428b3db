"""An Excel workbook (.xlsx) -> TextTables: the sheet, and the row in it, with the most headings that are known; or
the lists of an Annex A workbook.

Excel's own dates become ISO text, whole numbers lose their ".0" (an identifier 12345.0 is "12345"), and a
bare day number under a date's heading is the date that Excel would show.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta

from ..columns import Coded, coded
from ..errors import InputError
from ..schema import BY_NAME, recognise
from .annex_a import list_of
from .text_table import TextTable, numbered

ROWS_ABOVE_HEADINGS = 20
"""How far down the headings may stand, under titles and notes."""

LARGEST_UNFOLDED, LARGEST_RATIO = 100_000_000, 100
"""A workbook is refused that unfolds into more bytes than the first and more than so many times its size: a sheet of
text shrinks to a tenth or so."""

_FIRST_DAY_NUMBER, _LAST_DAY_NUMBER = 16_000, 74_000
"""Somewhat more than 1950 to 2099, as either of Excel's calendars counts days; the column's own limits come later."""

_NO_VALUE = re.compile(rb"<c\b([^>]*)>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_COMPUTED_TEXT = re.compile(rb"""\bt=["']str["']""")
"""A cell with a formula and no value; a formula whose value is the empty text says that it is a text."""


def read_workbook(data: bytes, name: str, mapping: dict[str, str]) -> list[TextTable]:
    """The extract's sheet of a workbook as text; or, of an Annex A workbook, each of its lists that cpind knows."""
    import openpyxl
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    _refuse_bomb(data, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl on styles and extensions it leaves out
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = [_Sheet(sheet, mapping) for sheet in book.worksheets]
            lists = [sheet for sheet in sheets if list_of(sheet.headings, sheet.title)]
            _refuse_two_of_a_list(lists, name)
            best = max(sheets, key=lambda sheet: sheet.known, default=None)
            chosen = lists or ([best] if best and best.headings else [])
            below = [sheet.rows_below() for sheet in chosen]
            uncomputed = any(_has_uncomputed_formulas(data, sheet.part) for sheet in chosen)
    except InputError:
        raise
    except Exception:  # a damaged file fails anywhere in zipfile, xml or openpyxl, each with its own error
        raise InputError(
            f"{name} is no Excel workbook that can be opened; save it again as .xlsx or as CSV (UTF-8)"
        ) from None
    if uncomputed:
        raise InputError(f"{name} has formulas that were never computed: open it in Excel, save it, and try again")
    if not chosen:
        raise InputError(f"{name} is empty: it needs a row of headings and a row for each child's record")
    first_day = date(1904, 1, 1) if book.epoch == CALENDAR_MAC_1904 else date(1899, 12, 30)
    tables = []
    for sheet, rows in zip(chosen, below):
        shown_as = f"{name} [{sheet.title}]" if lists else name
        columns = _columns(rows, sheet.headings, mapping, first_day)
        tables.append(
            TextTable(
                shown_as, sheet.headings, columns, numbered(sheet.top + 2, len(rows)), title=sheet.title, own_dates=True
            )
        )
    others = [] if lists else [sheet.title for sheet in sheets if sheet is not best and sheet.known > 1]
    if others:
        remark = (
            f'{name}: read the sheet "{best.title}" and not {", ".join(others)}; '
            "save each sheet as a file of its own to read both"
        )
        tables[0] = replace(tables[0], remarks=(remark,))
    return tables


class _Sheet:
    """A sheet of which only the top is read until somebody wants it. `top`: the row of the headings, from 0;
    `known`: how many of them are known; `part`: the sheet's file inside the workbook."""

    def __init__(self, sheet, mapping: dict[str, str]) -> None:
        # Exporters other than Excel write a wrong size into the sheet, and rows beyond it would be lost.
        sheet.reset_dimensions()
        self._sheet, self.title, self.part = sheet, sheet.title, sheet._worksheet_path
        rows = [[_text(cell) for cell in row] for row in sheet.iter_rows(max_row=ROWS_ABOVE_HEADINGS, values_only=True)]
        known = [sum(recognise(text, mapping) is not None for text in row) for row in rows]
        self.known = max(known, default=0)
        self.top = known.index(self.known) if rows else 0
        self.headings = rows[self.top] if rows else []
        while self.headings and not self.headings[-1]:
            self.headings.pop()

    def rows_below(self) -> list[tuple]:
        """The rows under the headings, as values."""
        return list(self._sheet.iter_rows(min_row=self.top + 2, values_only=True))


def _refuse_two_of_a_list(sheets: list[_Sheet], name: str) -> None:
    """Two sheets of one list of Annex A, as last year's beside this year's, would be added up."""
    found: dict[int | None, _Sheet] = {}
    for sheet in sheets:
        number = list_of(sheet.headings, sheet.title)
        other = found.setdefault(number, sheet)
        if other is not sheet:
            raise InputError(
                f'{name}: the sheets "{other.title}" and "{sheet.title}" are both List {number} of Annex A: keep one'
            )


def _refuse_bomb(data: bytes, name: str) -> None:
    """A few kilobytes that unfold into gigabytes are no workbook that anybody saved."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            unfolded = sum(part.file_size for part in parts.infolist())
    except Exception:  # told as what can't be opened
        return
    if unfolded > LARGEST_UNFOLDED and unfolded > len(data) * LARGEST_RATIO:
        raise InputError(
            f"{name} would unfold into {unfolded // 1_000_000:,} MB: no workbook that cpind opens; save it as CSV (UTF-8)"
        )


def _has_uncomputed_formulas(data: bytes, part: str) -> bool:
    """Whether any cell of a sheet has a formula and no value: it would read as blank."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        found = _NO_VALUE.finditer(parts.read(part.removeprefix("/")))
        return any(not _COMPUTED_TEXT.search(cell[1]) for cell in found)


def _columns(rows: list[tuple], headings: list[str], mapping: dict[str, str], first_day: date) -> list[Coded]:
    columns = []
    for position, heading in enumerate(headings):
        column = BY_NAME.get(recognise(heading, mapping) or "")
        day = first_day if column is not None and column.kind in ("date", "dates", "birth") else None
        columns.append(coded(_text(row[position], day) if position < len(row) else "" for row in rows))
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
