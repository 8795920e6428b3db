"""CSV, TSV and semicolon-separated text -> TextTable.

Every cell is text: nothing is taken for a number or for missing. A row that is too long, a quotation mark
that never closes, a byte of another encoding: an error that names the row. Rows that are too short end in blanks, as
spreadsheets write them.
"""

from __future__ import annotations

import csv
import io
import warnings

from ..errors import InputError, UsageError
from ..schema import recognise
from .text_table import FIRST_DATA_ROW, TextTable

DELIMITERS = (",", ";", "\t", "|")


def read_delimited(data: bytes, name: str, encoding: str | None, mapping: dict[str, str]) -> TextTable:
    """The bytes of a delimited file as text; `encoding` None is UTF-8 with or without a byte order mark."""
    text = _decode(data, name, encoding)
    if not text.strip():
        raise InputError(f"{name} is empty: it needs a row of headings and a row for each child's record")
    csv.field_size_limit(2**31 - 1)
    delimiter = _delimiter(text, mapping)
    try:
        headings = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        columns = _columns_fast(text, delimiter, len(headings))
        if columns is None:
            columns = _columns_careful(text, delimiter, name, len(headings))
    except csv.Error as error:
        raise InputError(f"{name} can't be split into cells: {error}") from None
    return TextTable(name, [heading.strip() for heading in headings], columns)


def _decode(data: bytes, name: str, encoding: str | None) -> str:
    if encoding is None and data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError(f"{name} is UTF-16 text: say so with -e utf-16")
    try:
        text = data.decode(encoding or "utf-8-sig")
    except LookupError:
        raise UsageError(f"-e {encoding}: no such encoding; common ones are utf-8, cp1252 and utf-16") from None
    except UnicodeError as error:
        row = data[: getattr(error, "start", 0)].count(b"\n") + 1
        hint = "say which encoding it has, as -e cp1252 (the usual one of Windows and Excel)"
        if encoding:
            hint = "say the right one with -e, as utf-8 or cp1252"
        raise InputError(f"{name}, row {row}: not {encoding or 'UTF-8'} text; {hint}") from None
    if "\0" in text:
        row = text[: text.index("\0")].count("\n") + 1
        raise InputError(
            f"{name}, row {row}: a NUL character, so no text file that cpind can read; export it again as CSV (UTF-8)"
        )
    return text.removeprefix("\ufeff")


def _delimiter(text: str, mapping: dict[str, str]) -> str:
    """The one whose reading of the first line gives the most headings that are known, then the most headings."""
    first_line = text[: text.find("\n")] if "\n" in text else text

    def score(delimiter: str) -> tuple[int, int]:
        headings = next(csv.reader([first_line], delimiter=delimiter), [])
        return sum(recognise(heading, mapping) is not None for heading in headings), len(headings)

    return max(DELIMITERS, key=score)


def _columns_fast(text: str, delimiter: str, width: int) -> list | None:
    """By pandas' C parser; None where it complains, for the careful way to say what is wrong and where."""
    import pandas as pd

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(
                io.StringIO(text),
                sep=delimiter,
                header=0,
                names=range(width),
                index_col=False,
                dtype=object,
                keep_default_na=False,
                na_filter=False,
                skip_blank_lines=False,
            )
    except (pd.errors.ParserError, pd.errors.ParserWarning):
        return None
    except pd.errors.EmptyDataError:
        return _columns_careful(text, delimiter, "", width)
    return [frame[position].to_numpy(object) for position in range(width)]


def _columns_careful(text: str, delimiter: str, name: str, width: int) -> list:
    """Row by row; accepts surplus cells that are blank, and names the row of one that is not."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    next(rows)
    cells: list[list[str]] = []
    try:
        for number, row in enumerate(rows, start=FIRST_DATA_ROW):
            if any(cell.strip() for cell in row[width:]):
                raise InputError(
                    f"{name}, row {number}: {len(row)} cells under {width} headings; put cells that contain the separator in quotation marks"
                )
            cells.append(row[:width] + [""] * (width - len(row)))
    except csv.Error:
        raise InputError(
            f"{name}, from row {len(cells) + FIRST_DATA_ROW} on: a quotation mark is not closed, or stands inside a cell; double it or take it out"
        ) from None
    import numpy as np

    columns = [np.empty(len(cells), object) for _ in range(width)]
    for position, column in enumerate(columns):
        column[:] = [row[position] for row in cells]
    return columns
