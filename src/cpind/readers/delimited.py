"""CSV, TSV and semicolon-separated text -> TextTable.

Every cell is text: nothing is taken for a number or for missing. A row that is too long, a quotation mark
that never closes, a byte of another encoding: an error that names the row. Rows that are too short end in
blanks, as spreadsheets write them.
"""

from __future__ import annotations

import csv
import re

from ..columns import Coded, coded
from ..csv_text import csv_rows
from ..errors import InputError, UsageError
from ..schema import recognise
from .text_table import TextTable, numbered

DELIMITERS = (",", ";", "\t", "|")

LINES_ABOVE_HEADINGS = 20
"""How far down the headings may stand, under titles and notes."""

SWALLOWED_CELLS = 5
"""A line inside one cell with so many separators is a row that an open quotation mark has swallowed."""

LARGE_BYTES = 2_000_000
"""From here on pyarrow's parser saves more than its import takes."""

_LONGEST_TOP = 1_000_000
_BLOCK_BYTES = 16_000_000


def read_delimited(data: bytes, name: str, encoding: str | None, mapping: dict[str, str]) -> TextTable:
    """The bytes of a delimited file as text; `encoding` None is UTF-8 with or without a byte order mark.

    The headings are the first line, or under a few lines of title the one with the most headings that are known.
    """
    data = _as_utf8(data, name, encoding)
    if not data.strip():
        raise InputError(f"{name} is empty: it needs a row of headings and a row for each child's record")
    top = data[:_LONGEST_TOP].decode("utf-8", "replace")
    above, delimiter = _find_headings(top, mapping)
    first_row = top.count("\n", 0, above) + 2
    data = data[len(top[:above].encode()) :] if above else data
    first_line = data.partition(b"\n")[0].decode()
    quoted = b'"' in data
    try:
        # The whole text only where a heading in quotation marks may run over its line: a copy of it is dear.
        headings = next(csv_rows(data.decode() if '"' in first_line else first_line, delimiter))
    except csv.Error:
        raise InputError(f"{name}, row {first_row - 1}: a quotation mark in the headings is not closed") from None
    # A fast parser takes a quotation mark inside a cell as it comes; only row by row it is seen which rows one swallows.
    columns = None if quoted or len(data) < LARGE_BYTES else _columns_at_once(data, delimiter, len(headings))
    if columns is None:
        columns = _columns_row_by_row(data.decode(), delimiter, name, len(headings), first_row)
    rows = numbered(first_row, len(columns[0]) if columns else 0)
    return TextTable(name, [heading.strip() for heading in headings], columns, rows, title=name)


def _as_utf8(data: bytes, name: str, encoding: str | None) -> bytes:
    """The same text in UTF-8, without a byte order mark, its lines ended by line feeds only."""
    if data[:3] == b"\xef\xbb\xbf":  # the mark says UTF-8, whatever else was said
        data, encoding = data[3:], None
    elif encoding is None and data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError(f"{name} is UTF-16 text: say so with -e utf-16")
    if encoding is None and data.isascii():
        text = None
    else:
        text = _decoded(data, name, encoding)
        data = text.encode("utf-8", "surrogatepass")
    if b"\0" in data:
        row = data[: data.index(b"\0")].count(b"\n") + 1
        raise InputError(
            f"{name}, row {row}: a NUL character, so no text file that cpind can read; export it again as CSV (UTF-8)"
        )
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _decoded(data: bytes, name: str, encoding: str | None) -> str:
    try:
        return data.decode(encoding or "utf-8").removeprefix("\ufeff")
    except LookupError:
        raise UsageError(f"-e {encoding}: no such encoding; common ones are utf-8, cp1252 and utf-16") from None
    except UnicodeError as error:
        row = data[: getattr(error, "start", 0)].count(b"\n") + 1
        hint = "say which encoding it has, as -e cp1252 (the usual one of Windows and Excel)"
        if encoding:
            hint = "say the right one with -e, as utf-8 or cp1252"
        raise InputError(f"{name}, row {row}: not {encoding or 'UTF-8'} text; {hint}") from None


def _find_headings(text: str, mapping: dict[str, str]) -> tuple[int, str]:
    """Where the line of headings begins, and the delimiter: the line and the reading of it that give the most headings
    that are known, the first line where none is; of several delimiters the one with the most headings."""
    # Blank lines, and Excel's own note of its separator.
    start = re.match(r"(\s*\n)?(sep=.\n)?", text).end()
    best = (-1, 0, 0), start, ","
    for number, line in enumerate(text[start:].split("\n", LINES_ABOVE_HEADINGS)[:LINES_ABOVE_HEADINGS]):
        for delimiter in DELIMITERS:
            headings = [heading.strip('" ') for heading in line.split(delimiter)]
            known = sum(recognise(heading, mapping) is not None for heading in headings)
            best = max(best, ((known, -number, len(headings)), start, delimiter), key=lambda found: found[0])
        start += len(line) + 1
    return best[1:]


def _columns_at_once(data: bytes, delimiter: str, width: int) -> list[Coded] | None:
    """By pyarrow, each column coded before anything of it is a text of Python's: only the distinct ones become that.
    None where the parser complains, for the other way to say what is wrong and where."""
    from concurrent.futures import ThreadPoolExecutor

    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names = [str(position) for position in range(width)]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(data),
            read_options=arrow_csv.ReadOptions(column_names=names, skip_rows=1, block_size=_BLOCK_BYTES),
            parse_options=arrow_csv.ParseOptions(delimiter=delimiter, quote_char=False, ignore_empty_lines=False),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
            ),
        )
    except pa.ArrowInvalid:
        return None
    columns = table.columns
    del table
    with ThreadPoolExecutor() as several:
        # Each column goes as soon as it is coded: together they are as large as the file.
        encoded = several.map(lambda place: _encoded(columns, place), range(width))
        coded_columns = [
            Coded(column.indices.fill_null(-1).to_numpy(), column.dictionary.to_pylist()) for column in encoded
        ]
    pa.default_memory_pool().release_unused()
    return coded_columns


def _encoded(columns: list, place: int):
    column, columns[place] = columns[place], None
    return column.dictionary_encode().combine_chunks()


def _columns_row_by_row(text: str, delimiter: str, name: str, width: int, first_row: int) -> list[Coded]:
    """By Python's own parser, naming the row that does not fit.

    Surplus cells that are blank are no fault where most rows have them (a separator at each row's end); in a
    single row they tell of a separator inside a cell.
    """
    rows = csv_rows(text, delimiter)
    next(rows)
    cells: list[list[str]] = []
    longer: list[int] = []
    may_swallow = width > SWALLOWED_CELLS and '"' in text
    try:
        for number, row in enumerate(rows, start=first_row):
            if len(row) != width:
                if any(cell.strip() for cell in row[width:]):
                    raise _too_long(name, number, len(row), width)
                if len(row) > width:
                    longer.append(number)
                row = row[:width] + [""] * (width - len(row))
            if may_swallow and any("\n" in cell and _swallows(cell, delimiter, width) for cell in row):
                raise InputError(
                    f"{name}, row {number}: a cell holds whole rows, so a quotation mark is probably not closed; "
                    "double it or take it out"
                )
            cells.append(row)
    except csv.Error:
        raise InputError(
            f"{name}, from row {len(cells) + first_row} on: a quotation mark is not closed, or stands inside a cell; "
            "double it or take it out"
        ) from None
    if longer and len(longer) * 2 < len(cells):
        raise _too_long(name, longer[0], width + 1, width)
    return [coded(column) for column in zip(*cells)] if cells else [coded(()) for _ in range(width)]


def _too_long(name: str, row: int, cells: int, width: int) -> InputError:
    return InputError(
        f"{name}, row {row}: {cells} cells under {width} headings; "
        "put cells that contain the separator in quotation marks"
    )


def _swallows(cell: str, delimiter: str, width: int) -> bool:
    return any(line.count(delimiter) >= width - 1 for line in cell.split("\n"))
