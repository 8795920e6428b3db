"""Read CSV, TSV and semicolon-separated text into a TextTable.

Every cell is text: no cell is interpreted as a number or as missing. A row that is too long, a quotation mark that is
never closed, and a byte of another encoding are errors that name the row. A row that is too short ends in blanks, as
spreadsheets write it.

pyarrow reads a large file all at once. Other files, and large ones that pyarrow can't read, are read row by row.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence

from ..errors import InputError
from ..model.columns import Categorical, Column
from ..model.extract import ONLY_CONTEXT
from ..model.schema import BY_NAME, recognise
from .encodings import as_utf8
from .layouts import known_table
from .own_headings import may_say_kinds
from .row_by_row import columns_row_by_row
from .text_headings import find_headings_line, headings_of
from .text_table import DateLists, TextTable, numbered
from .trimming import needs_all_cells, trimmed

LARGE_BYTES = 2_000_000
"""From this size on pyarrow's parser saves more time than its import takes."""
_LONGEST_TOP = 1_000_000
_SAMPLE_BYTES = 8_192


def read_delimited(
    data: bytes,
    name: str,
    encoding: str | None,
    mapping: dict[str, str],
    *,
    context: bool | frozenset[str] = True,
    iso_dates: bool = True,
) -> TextTable:
    """Read the bytes of a delimited file. `encoding` None: by its byte order mark, else UTF-8, else cp1252 if it can be
    that. Columns that figures are only split by may be left unread if `context` is False or does not name them.
    `iso_dates` False: dates have only other forms, so none is parsed here.

    The headings are the first line or, under a few lines of title, the line with the most known headings.
    """
    data, remark = as_utf8(data, name, encoding)
    if not data[:_LONGEST_TOP].strip() and not data.strip():
        raise InputError(f"{name} is empty: it needs a row of headings and a row for each child's record")
    top = data[:_LONGEST_TOP].decode("utf-8", "replace")
    above, delimiter = find_headings_line(top, mapping)
    first_row = top.count("\n", 0, above) + 2
    data = data[len(top[:above].encode()) :] if above else data
    headings = headings_of(data, delimiter, name, first_row - 1)
    columns: Sequence[Column | DateLists | None] | None = None
    if len(data) >= LARGE_BYTES:
        columns = _columns_at_once(data, delimiter, headings, name, mapping, context, iso_dates)
    if columns is None:
        columns = columns_row_by_row(data, delimiter, name, len(headings), first_row)
    count = next((len(column) for column in columns if isinstance(column, Categorical)), 0)
    remarks = (remark,) if remark else ()
    return trimmed(TextTable(name, headings, columns, numbered(first_row, count), title=name, remarks=remarks), mapping)


def _columns_at_once(
    data: bytes,
    delimiter: str,
    headings: list[str],
    name: str,
    mapping: dict[str, str],
    context: bool | frozenset[str],
    iso_dates: bool,
) -> list[Column | DateLists | None] | None:
    """Parse with pyarrow: dates as dates, other cells as text, unneeded columns not at all. None if it fails; the
    row-by-row parser then says what is wrong and where."""
    from .at_once import columns_at_once, is_plainly_quoted

    if b'"' in data and not is_plainly_quoted(data, delimiter):
        return None
    names = [recognise(heading, mapping) for heading in headings]
    if known_table(headings, name) or "child_id" not in names:  # layouts with their own readers
        return columns_at_once(data, delimiter, [""] * len(headings))
    kinds = [_kind_at_once(column, names) if iso_dates else "" for column in names]
    if context is not True:
        unread = ONLY_CONTEXT - (context or frozenset()) - _seem_alike(data, delimiter, names)
        wanted = [
            kind
            if (column and column not in unread) or (column in (None, "latest_category") and may_say_kinds(heading))
            else None
            for kind, column, heading in zip(kinds, names, headings)
        ]
        columns = columns_at_once(data, delimiter, wanted)
        # All cells are needed to tell a row without a child from a blank row, and a note from a child.
        if columns is None or not needs_all_cells(columns[names.index("child_id")]):
            return columns
    return columns_at_once(data, delimiter, kinds)


def _seem_alike(data: bytes, delimiter: str, names: Sequence[str | None]) -> frozenset[str | None]:
    """The columns with one value in the first and the last rows: they may be those by which the report was filtered."""
    samples = data[:_SAMPLE_BYTES], data[-_SAMPLE_BYTES:]
    # Neither the headings nor a line that the sample cuts.
    lines = [line for some in samples for line in some.decode("utf-8", "replace").replace("\r", "").split("\n")[1:-1]]
    rows = [row for row in csv.reader(lines, delimiter=delimiter) if len(row) == len(names)]
    return frozenset(name for name, *cells in zip(names, *rows) if len(set(cells)) == 1 and cells[0])


def _kind_at_once(name: str | None, names: list[str | None]) -> str:
    """The kind of dates that a column may be parsed as at once. "" for other columns, and for one that may turn out to
    be the file's own, which is text (only one of two headings for a column is used; a conference date needs its
    kind)."""
    kind = BY_NAME[name].kind if name else ""
    if kind not in ("date", "dates", "birth"):
        return ""
    is_sure = kind == "birth" or names.count(name) == 1
    if name == "conference_date":
        is_sure &= "conference_type" in names
    return kind if is_sure else ""
