"""Parse the cells of a delimited text with Python's csv module, row by row, so that an error names the row."""

from __future__ import annotations

import csv

from ..errors import InputError
from ..model.columns import Categorical, Coding
from .csv_text import csv_batches

SWALLOWED_CELLS = 5
"""A line inside a cell with this many separators is a row that an unclosed quotation mark has swallowed."""


def columns_row_by_row(data: bytes, delimiter: str, name: str, width: int, first_row: int) -> list[Categorical]:
    """The columns under the headings. Raises InputError, naming the row, for a row that does not fit.

    Surplus blank cells are allowed if most rows have them (from a separator at the end of each row); in a single row
    they come from a separator inside a cell.
    """
    columns = [Coding() for _ in range(width)]
    longer: list[int] = []
    number = first_row - 1
    try:
        for place, (rows, is_by_line) in enumerate(csv_batches(data, delimiter)):
            if place == 0:
                del rows[0]  # the headings
            if not is_by_line and width > SWALLOWED_CELLS:
                _check_swallowed(rows, number + 1, width, delimiter, name)
            if any(len(row) != width for row in rows):
                longer += _made_to_fit(rows, number + 1, width, name)
            for column, cells in zip(columns, zip(*rows)):
                column.add(cells)
            number += len(rows)
    except csv.Error:
        raise InputError(
            f"{name}, from row {number + 1} on: a quotation mark is not closed, or stands inside a cell; "
            "double it or take it out"
        ) from None
    if longer and len(longer) * 2 < number - first_row + 1:
        raise _too_long(name, longer[0], width + 1, width)
    return [column.finished() for column in columns]


def _made_to_fit(rows: list[list[str]], first_row: int, width: int, name: str) -> list[int]:
    """Bring each row to the width, in place: short ones end in blanks. The numbers of those with surplus blank cells."""
    longer = []
    for place, row in enumerate(rows):
        if len(row) != width:
            if any(cell.strip() for cell in row[width:]):
                raise _too_long(name, first_row + place, len(row), width)
            if len(row) > width:
                longer.append(first_row + place)
            rows[place] = row[:width] + [""] * (width - len(row))
    return longer


def _check_swallowed(rows: list[list[str]], first_row: int, width: int, delimiter: str, name: str) -> None:
    """Raise InputError for a cell that holds a whole row."""
    for number, row in enumerate(rows, start=first_row):
        lines = (line for cell in row if "\n" in cell for line in cell.split("\n"))
        if any(line.count(delimiter) >= width - 1 for line in lines):
            raise InputError(
                f"{name}, row {number}: a cell holds whole rows, so a quotation mark is probably not closed; "
                "double it or take it out"
            )


def _too_long(name: str, row: int, cells: int, width: int) -> InputError:
    return InputError(
        f"{name}, row {row}: {cells} cells under {width} heading{'' if width == 1 else 's'}; "
        "put cells that contain the separator in quotation marks"
    )
