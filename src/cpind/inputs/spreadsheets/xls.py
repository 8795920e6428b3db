"""The facts of an old Excel workbook (.xls): the records of the stream "Workbook" in a compound file. [MS-XLS, MS-CFB]"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from .facts import ERRORS, FIRST_DAY, FIRST_DAY_1904, BookFacts, Facts, Locked, check_area, padded, zeros_of
from .xlsb import rk

_ENTRY = 128
_END_OF_CHAIN = 0xFFFFFFFA
"""Sector numbers from here on have special meanings."""

_PASSWORD = 0x2F
_BEGIN, _END, _CALENDAR, _SHEET, _FORMAT, _STYLE, _MERGED = 0x809, 0x0A, 0x22, 0x85, 0x41E, 0xE0, 0xE5
_NUMBER, _RK, _MANY_RK, _ERROR, _FORMULA, _TEXT_VALUE = 0x203, 0x27E, 0xBD, 0x205, 0x06, 0x207
_BETWEEN = (0x4BC, 0x221, 0x236)
"""Records that may come between a formula and the record of its value, if that is text."""

_OTHER_CELLS = (0xFD, 0x204, 0xD6)
"""Records of text cells."""


def facts(data: bytes) -> BookFacts:
    """The facts of each worksheet. Raises Unsound, Locked, and any error that a damaged file causes."""
    book = _stream(data)
    formats: dict[int, int] = {}
    digits: dict[int, int] = {}
    sheets: list[tuple[int, str]] = []
    first_day, styles = FIRST_DAY, 0
    for kind, record in _records(book, 0):
        if kind == _PASSWORD:
            raise Locked
        if kind == _CALENDAR and record[0] == 1:
            first_day = FIRST_DAY_1904
        elif kind == _FORMAT:
            number, count, wide = struct.unpack_from("<HHB", record)
            formats[number] = zeros_of(_letters(record[5:], count, wide))
        elif kind == _STYLE:
            if width := formats.get(struct.unpack_from("<H", record, 2)[0]):
                digits[styles] = width
            styles += 1
        elif kind == _SHEET and record[5] == 0:
            (place,) = struct.unpack_from("<I", record)
            sheets.append((place, _letters(record[8:], record[6], record[7])))
    return BookFacts({title: _facts_of(book, place, title, digits) for place, title in sheets}, first_day)


def _letters(data: bytes, count: int, wide: int) -> str:
    return data[: count * 2].decode("utf-16-le", "replace") if wide & 1 else data[:count].decode("latin-1")


def _records(book: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place to the end of the substream that begins there, without embedded ones (charts)."""
    depth = 0
    while place + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, place)
        depth += (kind == _BEGIN) - (kind == _END)
        if depth < 1:
            return
        if depth == 1:
            yield kind, book[place + 4 : place + 4 + size]
        place += 4 + size


def _facts_of(book: bytes, place: int, title: str, digits: dict[int, int]) -> Facts:
    sheet_facts = Facts()
    rows = columns = cells = 0
    awaits_text = False
    for kind, record in _records(book, place):
        sheet_facts.uncomputed |= awaits_text and kind not in (_TEXT_VALUE, *_BETWEEN)
        awaits_text &= kind in _BETWEEN
        if kind == _MERGED:
            (count,) = struct.unpack_from("<H", record)
            for first, last, left, right in struct.iter_unpack("<4H", record[2 : 2 + 8 * count]):
                sheet_facts.merged.append((first, left, last, right))
        if kind not in (_NUMBER, _RK, _MANY_RK, _ERROR, _FORMULA, *_OTHER_CELLS):
            continue
        row, column, style = struct.unpack_from("<HHH", record)
        rows, columns, cells = max(rows, row + 1), max(columns, column + 1), cells + 1
        if kind == _MANY_RK:
            for number, (one, value) in enumerate(struct.iter_unpack("<H4s", record[4:-2])):
                columns, cells = max(columns, column + number + 1), cells + 1
                _add_padded(sheet_facts, (row, column + number), rk(value), digits.get(one, 0))
        elif kind == _RK:
            _add_padded(sheet_facts, (row, column), rk(record[6:10]), digits.get(style, 0))
        elif kind == _ERROR and record[7]:
            sheet_facts.texts[row, column] = ERRORS.get(record[6], "#N/A")
        elif kind == _FORMULA and record[12:14] == b"\xff\xff":
            awaits_text = record[6] == 0  # 3 is an empty text, which some writers give for what they have not computed
            if record[6] == 2:
                sheet_facts.texts[row, column] = ERRORS.get(record[8], "#N/A")
        elif kind in (_NUMBER, _FORMULA):
            _add_padded(sheet_facts, (row, column), struct.unpack_from("<d", record, 6)[0], digits.get(style, 0))
    check_area(rows, columns, cells, title)
    return sheet_facts


def _add_padded(sheet_facts: Facts, place: tuple[int, int], value: float, width: int) -> None:
    if width and (text := padded(value, width)):
        sheet_facts.texts[place] = text


def _stream(data: bytes) -> bytes:
    """The stream "Workbook" (or "Book") of a compound file, put together from its sectors."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    small = 1 << struct.unpack_from("<H", data, 32)[0]
    first_entry, cutoff, first_small, _, more, _ = struct.unpack_from("<I4xIIIII", data, 48)

    def sector(number: int) -> bytes:
        return data[(number + 1) * size : (number + 2) * size]

    tables = list(struct.unpack_from("<109I", data, 76))
    seen = 0
    while more < _END_OF_CHAIN and seen * size < len(data):
        *listed, more = struct.unpack(f"<{size // 4}I", sector(more))
        tables += listed
        seen += 1
    chain: list[int] = []
    for number in tables:
        if number < _END_OF_CHAIN:
            chain += struct.unpack(f"<{size // 4}I", sector(number))

    def joined(first: int, following: list[int], piece: Callable[[int], bytes]) -> bytes:
        pieces: list[bytes] = []
        number = first
        while number < _END_OF_CHAIN and len(pieces) <= len(following):
            pieces.append(piece(number))
            number = following[number]
        return b"".join(pieces)

    folder = joined(first_entry, chain, sector)
    entries: dict[str, tuple[int, int]] = {}
    for place in range(0, len(folder) - _ENTRY + 1, _ENTRY):
        entry = folder[place : place + _ENTRY]
        (letters,) = struct.unpack_from("<H", entry, 64)
        name = entry[: max(letters - 2, 0)].decode("utf-16-le", "replace").lower()
        entries.setdefault(name, struct.unpack_from("<II", entry, 116))
    if "encryptedpackage" in entries:  # a .xlsx with a password
        raise Locked
    first, length = entries.get("workbook") or entries["book"]
    if length >= cutoff:
        return joined(first, chain, sector)[:length]
    within = joined(entries["root entry"][0], chain, sector)
    table = joined(first_small, chain, sector)
    small_chain = list(struct.unpack(f"<{len(table) // 4}I", table))
    return joined(first, small_chain, lambda number: within[number * small : (number + 1) * small])[:length]
