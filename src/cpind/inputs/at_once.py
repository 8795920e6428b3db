"""Parse the cells of a large text file with pyarrow, all at once and on every core.

No Python string is created for a cell: dates are read as dates, other columns are coded, and a distinct text becomes a
string when it is needed. If the parser fails, the caller reads row by row and names the row.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, partial

import numpy as np
import pyarrow as pa
from pyarrow import csv

from ..model.cells import first_year
from ..model.columns import Categorical, Column
from ..model.periods import LAST_YEAR
from ..model.threads import side_by_side
from .text_table import DateLists

_PIECE_BYTES, _BLOCK_BYTES = 16_000_000, 4_000_000
_NULLS = tuple(map("".join, itertools.product("nN", "uU", "lL", "lL")))
"""NULL from a database, in any case; tidied cells take it for blank too."""


class ArrowTexts(Sequence[str]):
    """Distinct texts that stay in pyarrow's memory."""

    def __init__(self, texts: pa.StringArray) -> None:
        self._texts = texts

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, place: int) -> str:  # type: ignore[override]  # never sliced
        return str(self._texts[int(place)].as_py())

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts.to_pylist())

    def is_one_of(self, wanted: Iterable[str]) -> bool:
        """Whether any text, in lower case, is one of those wanted."""
        import pyarrow.compute as pc

        if not (possible := self._possible(wanted)):
            return False
        pattern = f"^(?:{'|'.join(map(re.escape, possible))})$"  # an array of wanted texts would import pandas
        return bool(pc.any(pc.match_substring_regex(self._texts, pattern, ignore_case=True)).as_py())

    def matching(self, pattern: str) -> list[str]:
        """The texts that a regular expression matches fully."""
        import pyarrow.compute as pc

        matches = pc.match_substring_regex(self._texts, f"^(?:{pattern})$")
        return list(self._texts.filter(matches).to_pylist())

    def may_hold(self, signs: Iterable[str]) -> bool:
        """Whether any text, in lower case, may contain one of the signs."""
        possible = self._possible(signs)
        texts = self._raw.tobytes().lower() if possible else b""
        return any(sign.encode() in texts for sign in possible)

    def _possible(self, signs: Iterable[str]) -> list[str]:
        """The signs whose bytes all occur in the texts. Few columns have any such sign, so most searches are skipped.
        If there are letters beyond ASCII, whose lower case may be ASCII, all signs are possible."""
        beyond_ascii = any(byte > 127 for byte in self._bytes)
        return [sign for sign in signs if beyond_ascii or self._bytes.issuperset(sign.encode())]

    @cached_property
    def _bytes(self) -> frozenset[int]:
        """The bytes of the texts, in lower case."""
        has_byte = np.zeros(256, bool)
        has_byte[self._raw] = True
        return frozenset(bytes(np.flatnonzero(has_byte).tolist()).lower())

    @property
    def _raw(self) -> np.ndarray:
        """The bytes of all texts, one after another."""
        buffer = self._texts.buffers()[2]
        return np.frombuffer(buffer or b"", np.uint8)


def is_plainly_quoted(data: bytes, delimiter: str) -> bool:
    """Whether every quotation mark opens or closes a whole cell, with neither a quotation mark nor a line break inside:
    all parsers read such cells alike, and no mark can swallow a row."""
    for begin, end in _pieces(data, _BLOCK_BYTES):
        text = np.frombuffer(data, np.uint8, end - begin, begin)
        marks = np.flatnonzero(text == ord('"'))
        if len(marks) % 2:
            return False
        opening, closing = marks[::2], marks[1::2]
        # Treat the position before the first cell (-1), and the end of a text without a final line break, as line
        # breaks.
        around = np.append(text, ord("\n"))
        beyond = (ord("\n"), ord(delimiter))
        if not (np.isin(around[opening - 1], beyond).all() and np.isin(around[closing + 1], beyond).all()):
            return False
        ends = np.flatnonzero(text == ord("\n"))
        if (np.searchsorted(ends, opening) != np.searchsorted(ends, closing)).any():
            return False
    return True


def columns_at_once(data: bytes, delimiter: str, kinds: Sequence[str | None]) -> list[Column | DateLists | None] | None:
    """The columns under the headings in the first line; None if the parser fails.

    Each column has a kind: "date", "birth" or "dates" if its cells should be read as such (they are if all of them are
    ISO dates; else they are coded like any other column), "" for other columns, None for a column that is left unread.
    """
    try:
        return _read(data, delimiter, kinds)
    except _NoDates:
        return _read(data, delimiter, ["" if kind else kind for kind in kinds])


def _read(data: bytes, delimiter: str, kinds: Sequence[str | None]) -> list[Column | DateLists | None] | None:
    table = _parsed(data, delimiter, kinds)
    if table is None:
        return None
    columns = [None if kind is None else table[str(place)] for place, kind in enumerate(kinds)]
    count = table.num_rows
    del table
    converted = side_by_side((partial(_converted, columns, place, kind) for place, kind in enumerate(kinds)), count)
    pa.default_memory_pool().release_unused()  # the parser uses far more memory than its result
    return converted


class _NoDates(Exception):
    """A cell in a column of dates may not be a date, or is outside the years allowed."""


def _parsed(data: bytes, delimiter: str, kinds: Sequence[str | None]) -> pa.Table | None:
    names = [str(place) for place in range(len(kinds))]
    types = {name: pa.date32() if kind in ("date", "birth") else pa.string() for name, kind in zip(names, kinds)}
    how = {
        "parse_options": csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False),
        "convert_options": csv.ConvertOptions(
            column_types=types,
            include_columns=[name for name, kind in zip(names, kinds) if kind is not None],
            strings_can_be_null=True,
            null_values=["", *_NULLS],
        ),
    }
    # The parser needs three times the memory of its result, so it parses one piece at a time.
    whole, tables = pa.py_buffer(data), []
    try:
        for begin, end in _pieces(data, _PIECE_BYTES):
            read = csv.ReadOptions(column_names=names, skip_rows=0 if begin else 1, block_size=_BLOCK_BYTES)
            tables.append(csv.read_csv(pa.BufferReader(whole.slice(begin, end - begin)), read_options=read, **how))
    except pa.ArrowInvalid:
        if any(kinds):
            raise _NoDates from None
        return None
    return pa.concat_tables(tables)


def _pieces(data: bytes, most: int) -> Iterator[tuple[int, int]]:
    """Split the text into pieces of whole lines: where each begins and ends."""
    begin = 0
    while begin < len(data):
        end = data.rfind(b"\n", begin, begin + most) + 1 or len(data)
        yield begin, end
        begin = end


def _converted(columns: list[pa.ChunkedArray | None], place: int, kind: str | None) -> Column | DateLists | None:
    """A column in cpind's form. pyarrow's column is freed, as all of them together are as large as the file."""
    column, columns[place] = columns[place], None
    if column is None:
        return None
    if kind == "dates":
        return _lists(column)
    if kind:
        return _dates(column.chunks, kind)
    encoded = column.dictionary_encode()
    texts = encoded.chunk(0).dictionary if encoded.num_chunks else pa.array([], pa.string())
    return Categorical(_numbers([chunk.indices for chunk in encoded.chunks], np.int32, -1), ArrowTexts(texts))


def _numbers(chunks: Sequence[pa.Array], dtype: type, nothing: int) -> np.ndarray:
    """Join pyarrow arrays of 32-bit numbers (or days) into one array, with `nothing` for missing values."""
    numbers: np.ndarray = np.empty(sum(map(len, chunks)), dtype)
    begin = 0
    for chunk in chunks:
        validity, values = chunk.buffers()
        piece = numbers[begin : begin + len(chunk)]
        piece[:] = np.frombuffer(values, np.int32, len(chunk), chunk.offset * 4)
        if chunk.null_count:
            bits = np.unpackbits(np.frombuffer(validity, np.uint8), bitorder="little")
            piece[bits[chunk.offset : chunk.offset + len(chunk)] == 0] = nothing
        begin += len(chunk)
    return numbers


def _dates(chunks: Sequence[pa.Array], kind: str) -> np.ndarray:
    """The dates, if all are in the years allowed for this kind."""
    dates = _numbers(chunks, np.int64, np.iinfo(np.int64).min).view("datetime64[D]")
    first, last = np.datetime64(f"{first_year(kind)}-01-01"), np.datetime64(f"{LAST_YEAR}-12-31")
    if ((dates < first) | (dates > last)).any():
        raise _NoDates
    return dates


def _lists(column: pa.ChunkedArray) -> DateLists:
    """Cells of several dates, separated by semicolons."""
    import pyarrow.compute as pc

    cells = pc.split_pattern(column.combine_chunks(), ";")
    try:
        dates = cells.flatten().cast(pa.date32())
    except pa.ArrowInvalid:
        raise _NoDates from None
    rows = pc.list_parent_indices(cells)
    rows = np.frombuffer(rows.buffers()[1], np.int64, len(rows), rows.offset * 8)  # to_numpy would import pandas
    return DateLists(rows, _dates([dates], "dates"), len(cells))
