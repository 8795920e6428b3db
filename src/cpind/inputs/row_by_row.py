"""Parse the cells of a delimited text with Python's csv module, row by row, so that an error names the row."""

from __future__ import annotations

import csv

from ..errors import InputError
from ..model.columns import Categorical, Coding
from .csv_text import csv_rows

SWALLOWED_CELLS = 5
"""A line inside a cell with this many separators is a row that an unclosed quotation mark has swallowed."""
_BATCH_ROWS = 10_000


def columns_row_by_row(data: bytes, delimiter: str, name: str, width: int, first_row: int) -> list[Categorical]:
    """The columns under the headings. Raises InputError, naming the row, for a row that does not fit.

    Surplus blank cells are allowed if most rows have them (from a separator at the end of each row); in a single row
    they come from a separator inside a cell.
    """
    rows = csv_rows(data, delimiter)
    next(rows)
    columns = [Coding() for _ in range(width)]
    batch: list[list[str]] = []
    longer: list[int] = []
    number, line = first_row - 1, rows.line_num
    try:
        for number, row in enumerate(rows, start=first_row):
            if len(row) != width:
                if any(cell.strip() for cell in row[width:]):
                    raise _too_long(name, number, len(row), width)
                if len(row) > width:
                    longer.append(number)
                row = row[:width] + [""] * (width - len(row))
            if (
                rows.line_num > line + 1
                and width > SWALLOWED_CELLS
                and any(_swallows(cell, delimiter, width) for cell in row)
            ):
                raise InputError(
                    f"{name}, row {number}: a cell holds whole rows, so a quotation mark is probably not closed; "
                    "double it or take it out"
                )
            line = rows.line_num
            batch.append(row)
            if len(batch) == _BATCH_ROWS:
                _add(batch, columns)
    except csv.Error:
        raise InputError(
            f"{name}, from row {number + 1} on: a quotation mark is not closed, or stands inside a cell; "
            "double it or take it out"
        ) from None
    if longer and len(longer) * 2 < number - first_row + 1:
        raise _too_long(name, longer[0], width + 1, width)
    _add(batch, columns)
    return [column.finished() for column in columns]


def _add(batch: list[list[str]], columns: list[Coding]) -> None:
    for column, cells in zip(columns, zip(*batch)):
        column.add(cells)
    batch.clear()


def _too_long(name: str, row: int, cells: int, width: int) -> InputError:
    return InputError(
        f"{name}, row {row}: {cells} cells under {width} heading{'' if width == 1 else 's'}; "
        "put cells that contain the separator in quotation marks"
    )


def _swallows(cell: str, delimiter: str, width: int) -> bool:
    """Whether a cell holds a whole row."""
    return "\n" in cell and any(line.count(delimiter) >= width - 1 for line in cell.split("\n"))
