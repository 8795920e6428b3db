"""The facts of a binary workbook (.xlsb): each record has a number, a length and that many bytes. [MS-XLSB]"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator

from .facts import ERRORS, FIRST_DAY, FIRST_DAY_1904, BookFacts, Facts, Unsound, check_area, padded, zeros_of
from .xlsx import named, targets_of

_ROW, _FIRST_CELL, _LAST_CELL, _REAL, _RK = 0, 2, 11, 5, 2
_ERROR_CELLS = (3, 11)
_FORMULA_NUMBER = 9
_FORMAT, _STYLE, _BEGIN_STYLES, _END_STYLES = 44, 47, 617, 618
_BOOK, _SHEET, _MERGED = 153, 156, 176


def facts(parts: zipfile.ZipFile) -> BookFacts:
    """The facts of each worksheet. Raises Unsound, and any error that a damaged part causes."""
    targets = targets_of(parts, "xl/_rels/workbook.bin.rels")
    digits = _digits_by_style(parts)
    sheets, first_day = {}, FIRST_DAY
    for kind, data in _records(parts.read(named(parts, "xl/workbook.bin"))):
        if kind == _BOOK and data and data[0] & 1:
            first_day = FIRST_DAY_1904
        elif kind == _SHEET:
            link, end = _text(data, 8)
            title, _ = _text(data, end)
            type_, path = targets.get(link, ("", ""))
            if type_ == "worksheet":
                sheets[title] = _facts_of(parts.read(named(parts, path)), title, digits)
    return BookFacts(sheets, first_day)


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    place, end = 0, len(data)
    while place < end:
        kind = data[place]
        place += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[place] & 0x7F) << 7
            place += 1
        size = shift = 0
        while True:
            byte = data[place]
            place += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:
                break
        yield kind, data[place : place + size]
        place += size


def _text(data: bytes, place: int) -> tuple[str, int]:
    """A text at a place, and where it ends."""
    (count,) = struct.unpack_from("<I", data, place)
    end = place + 4 + count * 2
    return data[place + 4 : end].decode("utf-16-le", "replace"), end


def _digits_by_style(parts: zipfile.ZipFile) -> dict[int, int]:
    try:
        data = parts.read(named(parts, "xl/styles.bin"))
    except KeyError:
        return {}
    formats: dict[int, int] = {}
    digits: dict[int, int] = {}
    of_cells, number = False, 0
    for kind, record in _records(data):
        if kind == _FORMAT:
            formats[struct.unpack_from("<H", record)[0]] = zeros_of(_text(record, 2)[0])
        elif kind in (_BEGIN_STYLES, _END_STYLES):
            of_cells = kind == _BEGIN_STYLES
        elif kind == _STYLE and of_cells:
            if width := formats.get(struct.unpack_from("<H", record, 2)[0]):
                digits[number] = width
            number += 1
    return digits


def _facts_of(data: bytes, title: str, digits: dict[int, int]) -> Facts:
    sheet_facts = Facts()
    row = last = -1
    rows = columns = cells = 0
    for kind, record in _records(data):
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", record)
            if row <= last:
                raise Unsound(f'the rows of the sheet "{title}" are not in order, or one is there twice ({row + 1:,})')
            last = row
        elif _FIRST_CELL <= kind <= _LAST_CELL:
            (column,) = struct.unpack_from("<I", record)
            rows = row + 1
            columns, cells = max(columns, column + 1), cells + 1
            style = int.from_bytes(record[4:7], "little")
            if kind in _ERROR_CELLS:
                sheet_facts.texts[row, column] = ERRORS.get(record[8], "#N/A")
            elif style in digits and kind in (_RK, _REAL, _FORMULA_NUMBER):
                value = rk(record[8:12]) if kind == _RK else struct.unpack_from("<d", record, 8)[0]
                if text := padded(value, digits[style]):
                    sheet_facts.texts[row, column] = text
        elif kind == _MERGED:
            first_row, last_row, first_column, last_column = struct.unpack_from("<4I", record)
            sheet_facts.merged.append((first_row, first_column, last_row, last_column))
    check_area(rows, columns, cells, title)
    return sheet_facts


def rk(data: bytes) -> float:
    """A number stored in four bytes, as binary workbooks do: two flags, then an integer or the upper half of a
    float."""
    (bits,) = struct.unpack("<I", data)
    if bits & 2:
        value = float(struct.unpack("<i", data)[0] >> 2)
    else:
        (value,) = struct.unpack("<d", b"\0\0\0\0" + struct.pack("<I", bits & ~3))
    return value / 100 if bits & 1 else value
