"""CSV, TSV and semicolon-separated text -> TextTable.

Every cell is text: nothing is taken for a number or for missing. A row that is too long, a quotation mark
that never closes, a byte of another encoding: an error that names the row. Rows that are too short end in
blanks, as spreadsheets write them.

A large file is read at once, by pyarrow; any other, and a large one that pyarrow complains of, row by row.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import InputError
from ..model.columns import Categorical, Column
from ..model.extract import ONLY_CONTEXT
from ..model.schema import BY_NAME, recognise
from .encodings import as_utf8
from .layouts import known_table
from .own_kinds import may_say_kinds
from .row_by_row import columns_row_by_row
from .text_headings import find_headings_line, headings_of
from .text_table import DateLists, TextTable, numbered
from .trimming import needs_all_cells, trimmed

LARGE_BYTES = 2_000_000
"""From here on pyarrow's parser saves more than its import takes."""
_LONGEST_TOP = 1_000_000


def read_delimited(
    data: bytes,
    name: str,
    encoding: str | None,
    mapping: dict[str, str],
    *,
    context: bool | frozenset[str] = True,
    iso_dates: bool = True,
) -> TextTable:
    """The bytes of a delimited file as text; `encoding` None is what its byte order mark says, else UTF-8, else cp1252
    where it can be that. Columns that figures are only split by may be left unread where
    `context` is False, or does not name them. `iso_dates` False: dates may have other forms alone, so that none is read here.

    The headings are the first line, or under a few lines of title the one with the most headings that are known.
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
    """By a fast parser: dates as such, other cells as text, and nothing of a column that is not needed; None where it
    complains, for the row-by-row parser to say what is wrong and where."""
    from .at_once import columns_at_once, is_plainly_quoted

    if b'"' in data and not is_plainly_quoted(data, delimiter):
        return None
    names = [recognise(heading, mapping) for heading in headings]
    if known_table(headings, name) or "child_id" not in names:  # layouts that have readers of their own
        return columns_at_once(data, delimiter, [""] * len(headings))
    kinds = [_kind_at_once(column, names) if iso_dates else "" for column in names]
    if context is not True:
        unread = ONLY_CONTEXT - (context or frozenset())
        wanted = [
            kind if (column and column not in unread) or (not column and may_say_kinds(heading)) else None
            for kind, column, heading in zip(kinds, names, headings)
        ]
        columns = columns_at_once(data, delimiter, wanted)
        # All cells of a row are needed to tell a row without its child from a blank one, and a note from a child.
        if columns is None or not needs_all_cells(columns[names.index("child_id")]):
            return columns
    return columns_at_once(data, delimiter, kinds)


def _kind_at_once(name: str | None, names: list[str | None]) -> str:
    """The kind of dates as which a column may be read at once, or "": for other columns, and for one that may turn out to be
    the file's own, which is text (of two headings of one column only one is used; a conference date needs a kind)."""
    kind = BY_NAME[name].kind if name else ""
    if kind not in ("date", "dates", "birth"):
        return ""
    is_sure = kind == "birth" or names.count(name) == 1
    if name == "conference_date":
        is_sure &= "conference_type" in names
    return kind if is_sure else ""
