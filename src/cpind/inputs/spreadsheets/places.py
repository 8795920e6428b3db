"""Check the row numbers and cell references in a sheet of an Open XML workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from ...model.runs import distinct_values
from .facts import Unsound, check_area

_NUMBER = re.compile(rb"""\br\s*=\s*["'](\d+)["']""")
_PLACES = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\sr\s*=\s*["']([A-Za-z]+)(\d+)["']""")
_FILLED = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\sr\s*=\s*["']([A-Za-z]+)(\d+)["'][^>]*(?<!/)>""")
_PREFIXED = re.compile(rb":(?:row|c)\b")
"""Rows and cells with a namespace prefix, which few programs write."""

_LONGEST_LETTERS, _LONGEST_NUMBER = 3, 7
_FAR = 2**31 - 1
"""Replaces any greater row or column number: two numbers of this size fit into one integer."""

Places = tuple[np.ndarray, np.ndarray]
"""The row and the column of each cell, from 1."""


def check_places(data: bytes, title: str) -> None:
    """Check that rows are in order without repeats, and that each cell is in its own row and occurs once; otherwise
    calamine would overwrite cells, or create rows by the million. Raises Unsound."""
    is_prefixed = _PREFIXED.search(data) is not None
    numbers = _row_numbers(data, title, rb"(?:\w+:)?" if is_prefixed else b"")
    usual = None if is_prefixed else _as_excel_writes(data)
    rows, columns = usual or _of_matches(_PLACES.findall(data))
    if len(distinct_values((rows << 32) + columns)) < len(rows):
        raise Unsound(f'a cell of the sheet "{title}" is there twice')
    if not np.isin(rows, numbers).all():
        raise Unsound(f'a cell of the sheet "{title}" stands in a row of another number')
    try:
        _check_area(rows, columns, title)
    except Unsound:  # a far row may have only a border
        _check_area(*_of_matches(_FILLED.findall(data)), title)


def column_number(letters: bytes) -> int:
    """A column's letters as its number, from 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _row_numbers(data: bytes, title: str, prefix: bytes) -> list[int]:
    """The row numbers. `prefix` is the pattern of a namespace prefix; looking for it at every tag takes most of the
    time."""
    numbers, last = [], 0
    for attributes in re.findall(rb"<" + prefix + rb"row\b([^>]*)", data):
        number = _NUMBER.search(attributes)
        row = int(number[1]) if number else last + 1
        if row <= last:
            raise Unsound(f'the rows of the sheet "{title}" are not in order, or one is there twice (row {row:,})')
        numbers.append(row)
        last = row
    return numbers


def _check_area(rows: np.ndarray, columns: np.ndarray, title: str) -> None:
    """Check the area of the sheet; cells without a reference follow the previous cell, so they can't be far away."""
    check_area(int(rows.max(initial=0)), int(columns.max(initial=0)), len(rows), title)


def _of_matches(places: Iterable[tuple[bytes, bytes]]) -> Places:
    """Cell references (letters and digits) as numbers, in whatever form they are written."""
    pairs = [(min(int(row), _FAR), min(column_number(letters), _FAR)) for letters, row in places]
    rows, columns = np.array(pairs, np.int64).reshape(-1, 2).T
    return rows, columns


def _as_excel_writes(data: bytes) -> Places | None:
    """The places of all cells at once, if each cell begins `<c r="AB12"`, as Excel and most programs write it; else
    None. A regular expression for each cell takes three times as long."""
    text = np.frombuffer(data + b" " * 16, np.uint8)
    at = np.flatnonzero(text == ord("<"))
    at = at[text[at + 1] == ord("c")] + 2
    at = at[np.isin(text[at], np.frombuffer(b" \t\r\n/>", np.uint8))]  # not <col> and the like
    if any((text[at + place] != sign).any() for place, sign in enumerate(b' r="')):
        return None
    at = at + len(' r="')
    columns = rows = np.zeros(len(at), np.int64)
    for _ in range(_LONGEST_LETTERS):
        is_letter = (text[at] >= ord("A")) & (text[at] <= ord("Z"))
        columns = np.where(is_letter, columns * 26 + text[at] - ord("@"), columns)
        at = at + is_letter
    for _ in range(_LONGEST_NUMBER):
        is_digit = (text[at] >= ord("0")) & (text[at] <= ord("9"))
        rows = np.where(is_digit, rows * 10 + text[at] - ord("0"), rows)
        at = at + is_digit
    is_usual = (text[at] == ord('"')) & (rows > 0) & (columns > 0)
    return (rows, columns) if is_usual.all() else None
