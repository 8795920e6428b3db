"""Find the headings of a delimited text, and what separates its cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from ..errors import InputError
from ..model.headings import LONGEST_HEADING, MOST_COLUMNS
from ..model.schema import recognise
from .csv_text import csv_rows

DELIMITERS = (",", ";", "\t", "|")

LINES_ABOVE_HEADINGS = 20
"""How far down the headings may stand, under titles and notes."""

_SURELY = 3
"""A line with this many known headings, if they are half of its cells, is the line of headings."""


def find_headings_line(text: str, mapping: dict[str, str]) -> tuple[int, str]:
    """Where the line of headings begins, and the delimiter: the line and delimiter with the most known headings, else
    the first line; if delimiters tie, the one with the most headings."""
    # Skip blank lines, and Excel's line that names the separator.
    above = re.match(r"(\s*\n)?(sep=.\n)?", text)
    start = above.end() if above else 0
    best = (-1, 0, 0), start, ","
    for number, line in enumerate(_whole_lines(text[start:])):
        for delimiter in DELIMITERS:
            headings = [heading.strip('" ') for heading in line.split(delimiter, MOST_COLUMNS)]
            known = sum(recognise(heading, mapping) is not None for heading in headings)
            best = max(best, ((known, -number, len(headings)), start, delimiter), key=lambda candidate: candidate[0])
        start += len(line) + 1
        if best[0][0] >= max(_SURELY, best[0][2] / 2):
            break  # a line of data can't be taken for these headings
    return best[1:]


def _whole_lines(text: str) -> Iterator[str]:
    """The first lines; a line with an open quotation mark continues until it is closed, if it is."""
    lines = text.split("\n", LINES_ABOVE_HEADINGS)[:LINES_ABOVE_HEADINGS]
    while lines:
        longer = ("\n".join(lines[:count]) for count in range(1, len(lines) + 1))
        line = next((line for line in longer if line.count('"') % 2 == 0), lines[0])
        yield line
        del lines[: line.count("\n") + 1]


def _first_row(data: bytes, delimiter: str, name: str, row: int) -> list[str]:
    """The cells of the first row, which is the first line unless a quoted cell continues on the next."""
    first_line = data[: data.find(b"\n") + 1 or len(data)]
    try:
        return next(csv_rows(first_line.decode(), delimiter))
    except csv.Error:
        pass
    try:
        return next(csv_rows(data, delimiter))
    except csv.Error:
        raise InputError(f"{name}, row {row}: a quotation mark in the headings is not closed") from None


def headings_of(data: bytes, delimiter: str, name: str, row: int) -> list[str]:
    """The headings in the first row of a text, which is row `row` of its file. Raises InputError if they are more, or
    longer, than in any table."""
    headings = [heading.strip() for heading in _first_row(data, delimiter, name, row)]
    if len(headings) > MOST_COLUMNS:
        raise InputError(
            f"{name} has {len(headings):,} columns: not an extract; a workbook has {MOST_COLUMNS:,} at most"
        )
    if (longest := max(map(len, headings), default=0)) > LONGEST_HEADING:
        raise InputError(
            f"{name}, row 1: a heading of {longest:,} characters, so it has no row of headings that cpind can read"
        )
    return headings
