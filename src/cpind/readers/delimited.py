"""CSV, TSV and semicolon-separated text -> TextTable.

Every cell is text: nothing is taken for a number or for missing. A row that is too long, a quotation mark
that never closes, a byte of another encoding: an error that names the row. Rows that are too short end in
blanks, as spreadsheets write them.
"""

from __future__ import annotations

import csv
import io
import re
import warnings

from ..csv_text import csv_rows, unix_lines
from ..errors import InputError, UsageError
from ..schema import recognise
from .text_table import Coded, TextTable, coded, numbered

DELIMITERS = (",", ";", "\t", "|")

LINES_ABOVE_HEADINGS = 20
"""How far down the headings may stand, under titles and notes."""

_LONGEST_TOP = 1_000_000

SWALLOWED_CELLS = 5
"""A line inside one cell with so many separators is a row that an open quotation mark has swallowed."""


def read_delimited(data: bytes, name: str, encoding: str | None, mapping: dict[str, str]) -> TextTable:
    """The bytes of a delimited file as text; `encoding` None is UTF-8 with or without a byte order mark.

    The headings are the first line, or under a few lines of title the one with the most headings that are known.
    """
    text = unix_lines(_decode(data, name, encoding))
    if not text.strip():
        raise InputError(f"{name} is empty: it needs a row of headings and a row for each child's record")
    above, delimiter = _find_headings(text, mapping)
    first_row = text.count("\n", 0, above) + 2
    text = text[above:]
    first_line = text.partition("\n")[0]
    try:
        # The whole text only where a heading in quotation marks may run over its line: a copy of it is dear.
        headings = [heading.strip() for heading in next(csv_rows(text if '"' in first_line else first_line, delimiter))]
    except csv.Error:
        raise InputError(f"{name}, row {first_row - 1}: a quotation mark in the headings is not closed") from None
    # pandas takes a quotation mark inside a cell as it comes; only the careful way sees rows that it swallows.
    columns = None if '"' in text else _columns_fast(text, delimiter, len(headings))
    if columns is None:
        columns = _columns_careful(text, delimiter, name, len(headings), first_row)
    rows = numbered(first_row, len(columns[0].codes) if columns else 0)
    return TextTable(name, headings, columns, rows, title=name)


def _decode(data: bytes, name: str, encoding: str | None) -> str:
    if data[:3] == b"\xef\xbb\xbf":  # the mark says UTF-8, whatever else was said
        encoding = None
    elif encoding is None and data[:2] in (b"\xff\xfe", b"\xfe\xff"):
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


def _find_headings(text: str, mapping: dict[str, str]) -> tuple[int, str]:
    """Where the line of headings begins, and the delimiter: the line and the reading of it that give the most headings
    that are known, the first line where none is; of several delimiters the one with the most headings."""
    # Blank lines, and Excel's own note of its separator.
    start = re.match(r"(\s*\n)?(sep=.\n)?", text).end()
    best = (-1, 0, 0), start, ","
    for number, line in enumerate(text[start : start + _LONGEST_TOP].split("\n")[:LINES_ABOVE_HEADINGS]):
        for delimiter in DELIMITERS:
            headings = [heading.strip('" ') for heading in line.split(delimiter)]
            known = sum(recognise(heading, mapping) is not None for heading in headings)
            best = max(best, ((known, -number, len(headings)), start, delimiter), key=lambda found: found[0])
        start += len(line) + 1
    return best[1:]


def _columns_fast(text: str, delimiter: str, width: int) -> list[Coded] | None:
    """By pandas' C parser; None where it complains, for the careful way to say what is wrong and where."""
    import pandas as pd

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(
                io.BytesIO(text.encode("utf-8", "surrogatepass")),  # far quicker than StringIO
                sep=delimiter,
                header=0,
                names=range(width),
                index_col=False,
                dtype=object,
                keep_default_na=False,
                na_filter=False,
                skip_blank_lines=False,
            )
    except (pd.errors.ParserError, pd.errors.ParserWarning, pd.errors.EmptyDataError):
        return None
    return [Coded(*_factorized(frame[position].to_numpy(object))) for position in range(width)]


def _factorized(cells) -> tuple:
    import pandas as pd

    codes, texts = pd.factorize(cells)
    return codes.astype("int32"), texts.tolist()


def _columns_careful(text: str, delimiter: str, name: str, width: int, first_row: int) -> list[Coded]:
    """Row by row, naming the row that does not fit.

    Surplus cells that are blank are no fault where most rows have them (a separator at each row's end); in a
    single row they tell of a separator inside a cell.
    """
    rows = csv_rows(text, delimiter)
    next(rows)
    cells: list[list[str]] = []
    longer: list[int] = []
    try:
        for number, row in enumerate(rows, start=first_row):
            if any(cell.strip() for cell in row[width:]):
                raise _too_long(name, number, len(row), width)
            if len(row) > width:
                longer.append(number)
            if width > SWALLOWED_CELLS and any("\n" in cell and _swallows(cell, delimiter, width) for cell in row):
                raise InputError(
                    f"{name}, row {number}: a cell holds whole rows, so a quotation mark is probably not closed; "
                    "double it or take it out"
                )
            cells.append(row[:width] + [""] * (width - len(row)))
    except csv.Error:
        raise InputError(
            f"{name}, from row {len(cells) + first_row} on: a quotation mark is not closed, or stands inside a cell; "
            "double it or take it out"
        ) from None
    if longer and len(longer) * 2 < len(cells):
        raise _too_long(name, longer[0], width + 1, width)
    return [coded(row[position] for row in cells) for position in range(width)]


def _too_long(name: str, row: int, cells: int, width: int) -> InputError:
    return InputError(
        f"{name}, row {row}: {cells} cells under {width} headings; "
        "put cells that contain the separator in quotation marks"
    )


def _swallows(cell: str, delimiter: str, width: int) -> bool:
    return any(line.count(delimiter) >= width - 1 for line in cell.split("\n"))
