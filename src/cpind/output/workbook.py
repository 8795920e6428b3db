"""Excel workbooks of tables, and of columns of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ..inputs.spreadsheets.writing import LONGEST_TEXT, CellStyle, Sheet, Styled, workbook_bytes
from ..model.harmless import escape_formula
from .delimited import spreadsheet_text
from .tables import Cell, Table

if TYPE_CHECKING:
    from ..model.columns import Categorical

_ISO = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TO_THE_RIGHT = CellStyle(horizontal="right")
_WRAPPED = CellStyle(wrapped=True)
WIDEST_COLUMN, WIDTH_OF_NOTES = 60, 110
"""In characters."""


def of_table(table: Table) -> bytes:
    """Numbers as numbers, with the decimals that the table shows; headings frozen; columns as wide as their text.

    Raises InputError for more than a sheet of Excel holds.
    """
    widths = [
        min(max([len(column.name), *(len(row[place].text) for row in table.rows)], default=0), WIDEST_COLUMN) + 2
        for place, column in enumerate(table.columns)
    ]
    notes = list(_notes(table))
    return workbook_bytes(
        [
            Sheet("Figures", _rows(table), len(table.rows) + 1, len(table.columns), widths, frozen=True),
            Sheet("Notes", notes, len(notes), 1, [WIDTH_OF_NOTES]),
        ]
    )


def of_columns(columns: Mapping[str, Categorical]) -> bytes:
    """Columns of texts by heading, on one sheet. Raises InputError for more than a sheet of Excel holds."""
    count = len(next(iter(columns.values())))
    return workbook_bytes([Sheet("Extract", _lines(columns), count + 1, len(columns))])


def _rows(table: Table) -> Iterable[list[object]]:
    yield [
        Styled(escape_formula(column.name), CellStyle(bold=True, horizontal="right" if column.is_number else "left"))
        for column in table.columns
    ]
    for row in table.rows:
        yield [_value(cell) for cell in row]


def _notes(table: Table) -> Iterable[list[Styled]]:
    yield [Styled(table.title, CellStyle(bold=True, wrapped=True))]
    yield [Styled("", _WRAPPED)]
    for text in (*table.lead, *table.notes):  # one that names thousands of groups goes on in the next cell
        for begin in range(0, len(text), LONGEST_TEXT // 2):
            yield [Styled(text[begin : begin + LONGEST_TEXT // 2], _WRAPPED)]


def _lines(columns: Mapping[str, Categorical]) -> Iterable[Sequence[str]]:
    yield list(columns)
    yield from zip(*(column.listed() for column in columns.values()))


def _value(cell: Cell) -> object:
    if not cell.text:
        return None  # an empty cell, not an empty text
    if cell.decimals is None:
        if not cell.foreign and _ISO.fullmatch(cell.text):
            return date.fromisoformat(cell.text)
        return Styled(cell.text, _TO_THE_RIGHT) if cell.text == "TBC" else spreadsheet_text(cell)
    number_format = "0." + "0" * min(cell.decimals, 6) if cell.decimals else "0"
    return Styled(float(cell.text) if cell.decimals else int(cell.text), CellStyle(number_format=number_format))
