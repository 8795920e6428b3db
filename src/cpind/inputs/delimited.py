"""CSV, TSV and semicolon-separated text -> TextTable.

Every cell is text: nothing is taken for a number or for missing. A row that is too long, a quotation mark
that never closes, a byte of another encoding: an error that names the row. Rows that are too short end in
blanks, as spreadsheets write them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from ..errors import InputError
from ..model.columns import Categorical, Coding, Column
from ..model.extract import ONLY_CONTEXT
from ..model.headings import LONGEST_HEADING, MOST_COLUMNS
from ..model.schema import BY_NAME, recognise
from .csv_text import csv_rows
from .encodings import as_utf8
from .layouts import known_table
from .own_kinds import may_say_kinds
from .text_table import DateLists, TextTable, numbered, tidied
from .trimming import needs_all_cells, trimmed

DELIMITERS = (",", ";", "\t", "|")

LINES_ABOVE_HEADINGS = 20
"""How far down the headings may stand, under titles and notes."""

SWALLOWED_CELLS = 5
"""A line inside one cell with so many separators is a row that an open quotation mark has swallowed."""

_SURELY = 3
"""So many known headings, if they are half of the line's, are the headings."""

LARGE_BYTES = 2_000_000
"""From here on pyarrow's parser saves more than its import takes."""

_LONGEST_TOP = 1_000_000
_BATCH_ROWS = 10_000


def read_delimited(
    data: bytes,
    name: str,
    encoding: str | None,
    mapping: dict[str, str],
    *,
    context: bool = True,
    iso_dates: bool = True,
) -> TextTable:
    """The bytes of a delimited file as text; `encoding` None is what its byte order mark says, else UTF-8, else cp1252
    where it can be that. Without `context` columns that figures are only split by may be left unread. `iso_dates` False: dates may have other forms alone,
    so that none is read here.

    The headings are the first line, or under a few lines of title the one with the most headings that are known.
    """
    data, remark = as_utf8(data, name, encoding)
    if not data[:_LONGEST_TOP].strip() and not data.strip():
        raise InputError(f"{name} is empty: it needs a row of headings and a row for each child's record")
    top = data[:_LONGEST_TOP].decode("utf-8", "replace")
    above, delimiter = _find_headings(top, mapping)
    first_row = top.count("\n", 0, above) + 2
    data = data[len(top[:above].encode()) :] if above else data
    headings = _fitting([heading.strip() for heading in _headings(data, delimiter, name, first_row - 1)], name)
    at_once = len(data) >= LARGE_BYTES
    columns = _columns_at_once(data, delimiter, headings, mapping, context, iso_dates) if at_once else None
    if columns is None:
        columns = _columns_row_by_row(data, delimiter, name, len(headings), first_row)
    count = next((len(column) for column in columns if isinstance(column, Categorical)), 0)
    remarks = (remark,) if remark else ()
    return trimmed(TextTable(name, headings, columns, numbered(first_row, count), title=name, remarks=remarks), mapping)


def _find_headings(text: str, mapping: dict[str, str]) -> tuple[int, str]:
    """Where the line of headings begins, and the delimiter: the line and the reading of it that give the most headings
    that are known, the first line where none is; of several delimiters the one with the most headings."""
    # Blank lines, and Excel's own note of its separator.
    start = re.match(r"(\s*\n)?(sep=.\n)?", text).end()
    best = (-1, 0, 0), start, ","
    for number, line in enumerate(_whole_lines(text[start:])):
        for delimiter in DELIMITERS:
            headings = [heading.strip('" ') for heading in line.split(delimiter, MOST_COLUMNS)]
            known = sum(recognise(heading, mapping) is not None for heading in headings)
            best = max(best, ((known, -number, len(headings)), start, delimiter), key=lambda found: found[0])
        start += len(line) + 1
        if _SURELY <= best[0][0] and best[0][2] <= 2 * best[0][0]:
            break  # no line of data is taken for headings like that
    return best[1:]


def _fitting(headings: list[str], name: str) -> list[str]:
    """The headings of a table; raises InputError for more of them, or longer ones, than any table has."""
    if len(headings) > MOST_COLUMNS:
        raise InputError(
            f"{name} has {len(headings):,} columns: not an extract; a workbook has {MOST_COLUMNS:,} at most"
        )
    if (longest := max(map(len, headings), default=0)) > LONGEST_HEADING:
        raise InputError(
            f"{name}, row 1: a heading of {longest:,} characters, so it has no row of headings that cpind can read"
        )
    return headings


def _whole_lines(text: str) -> Iterator[str]:
    """The first lines; one in which a quotation mark is open goes on to where it is closed, if it is."""
    lines = text.split("\n", LINES_ABOVE_HEADINGS)[:LINES_ABOVE_HEADINGS]
    while lines:
        longer = ("\n".join(lines[:count]) for count in range(1, len(lines) + 1))
        line = next((line for line in longer if line.count('"') % 2 == 0), lines[0])
        yield line
        del lines[: line.count("\n") + 1]


def _headings(data: bytes, delimiter: str, name: str, row: int) -> list[str]:
    """The cells of the first row, which is the first line, unless a quotation mark runs over its end."""
    first_line = data[: data.find(b"\n") + 1 or len(data)]
    try:
        return next(csv_rows(first_line.decode(), delimiter))
    except csv.Error:
        pass
    try:
        return next(csv_rows(data, delimiter))
    except csv.Error:
        raise InputError(f"{name}, row {row}: a quotation mark in the headings is not closed") from None


def _columns_at_once(
    data: bytes, delimiter: str, headings: list[str], mapping: dict[str, str], context: bool, iso_dates: bool
) -> list[Column | DateLists | None] | None:
    """By a fast parser: dates as such, other cells as text, and nothing of a column that is not asked for; None where it
    complains, for the careful way to say what is wrong and where."""
    from .at_once import columns_at_once, is_plainly_quoted

    if b'"' in data and not is_plainly_quoted(data, delimiter):
        return None
    names = [recognise(heading, mapping) for heading in headings]
    if known_table(headings) or "child_id" not in names:  # layouts that have readers of their own
        return columns_at_once(data, delimiter, [""] * len(headings))
    kinds = [_kind_at_once(name, names) if iso_dates else "" for name in names]
    if not context:
        wanted = [
            kind if (name and name not in ONLY_CONTEXT) or (not name and may_say_kinds(heading)) else None
            for kind, name, heading in zip(kinds, names, headings)
        ]
        columns = columns_at_once(data, delimiter, wanted)
        # A row without its child is told from one that is blank, and a note from a child, by all of its cells.
        if columns is None or not needs_all_cells(tidied(columns[names.index("child_id")])):
            return columns
    return columns_at_once(data, delimiter, kinds)


def _kind_at_once(name: str | None, names: list[str | None]) -> str:
    """As what dates a column may be read at once; "" where it is none, or may turn out to be a column of the file's own,
    which is text: of two headings of one column only one is taken, and a conference's date is of a kind."""
    kind = BY_NAME[name].kind if name else ""
    if kind not in ("date", "dates", "birth"):
        return ""
    is_sure = kind == "birth" or names.count(name) == 1
    if name == "conference_date":
        is_sure &= "conference_type" in names
    return kind if is_sure else ""


def _columns_row_by_row(data: bytes, delimiter: str, name: str, width: int, first_row: int) -> list[Categorical]:
    """By Python's own parser, naming the row that does not fit.

    Surplus cells that are blank are no fault where most rows have them (a separator at each row's end); in a
    single row they tell of a separator inside a cell.
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
        f"{name}, row {row}: {cells} cells under {width} headings; "
        "put cells that contain the separator in quotation marks"
    )


def _swallows(cell: str, delimiter: str, width: int) -> bool:
    return "\n" in cell and any(line.count(delimiter) >= width - 1 for line in cell.split("\n"))
