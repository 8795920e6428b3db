"""What a sheet's own XML or records say but python-calamine does not: errors, leading zeros, formulas without a value,
size.

calamine returns a cell with an error as blank, and an identifier shown as 0000123 as 123. It stores every sheet as a
full rectangle, so one cell in a far corner takes gigabytes. Therefore each sheet is examined before calamine reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Excel's limits."""

LARGEST_AREA, EMPTIEST = 5_000_000, 50
"""A sheet is refused if its rectangle has more cells than the first, and more than the second for each filled cell."""

FIRST_DAY, FIRST_DAY_1904 = date(1899, 12, 30), date(1904, 1, 1)
"""The day 0 of Excel's two calendars."""

ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
    43: "#GETTING_DATA",
}
"""The error values by their byte in binary workbooks."""

_ZEROS = re.compile("0{2,}")

Place = tuple[int, int]
"""Row and column, from 0."""


class Unsound(Exception):
    """A sheet that would not fit into memory, or has impossible row numbers; the message says why."""


class Locked(Exception):
    """A workbook with a password."""


@dataclass
class Facts:
    """Facts of one sheet.

    Attributes:
        texts: cells whose text differs from what calamine returns: errors, and numbers shown with leading zeros.
        merged: first and last row and column of each merged range, from 0, as (row, column, row, column).
        uncomputed: whether a formula has no value.
    """

    texts: dict[Place, str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    uncomputed: bool = False


@dataclass
class BookFacts:
    """Facts of a workbook: those of its sheets by title, and day 0 of its calendar."""

    sheets: dict[str, Facts]
    first_day: date = FIRST_DAY


def zeros_of(number_format: str) -> int:
    """How many digits a number format of only zeros shows ("0000000": 7); 0 for any other format."""
    digits = number_format.partition(";")[0].strip()
    return len(digits) if _ZEROS.fullmatch(digits) else 0


def padded(value: float, digits: int) -> str | None:
    """A whole number as such a format shows it, if that adds zeros; otherwise None."""
    if value < 0 or value != int(value):
        return None
    text = str(int(value))
    return text.zfill(digits) if len(text) < digits else None


def check_area(rows: int, columns: int, cells: int, sheet: str) -> None:
    """Raise Unsound for a sheet with too many rows and columns for its number of cells."""
    if rows > LAST_ROW or columns > LAST_COLUMN:
        what = f"row {rows:,}" if rows > LAST_ROW else f"column {columns:,}"
        raise Unsound(f'the sheet "{sheet}" has a cell in {what}, beyond the last that a sheet can have')
    if rows * columns > LARGEST_AREA and rows * columns > EMPTIEST * cells:
        raise Unsound(
            f'the sheet "{sheet}" reaches to row {rows:,} and column {columns:,} with {cells:,} cells in it: '
            "delete what stands far from the records"
        )
