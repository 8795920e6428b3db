"""Write a workbook in memory: libraries that write workbooks use temporary files, in which children's identifiers would
stay if the process was killed.

Cells are None (empty), texts, numbers, dates, or any of these with a CellStyle. Texts are stored as texts, so nothing is computed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ...errors import InputError
from .package import MAIN, other_parts
from .package import CellStyle as CellStyle

MOST_ROWS, MOST_COLUMNS, LONGEST_TEXT = 1_048_576, 16_384, 32_767
"""What a sheet can hold, and a cell (counted as UTF-16 does)."""
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIRST_DAY = date(1899, 12, 30)
_DAY = CellStyle(number_format="yyyy-mm-dd")
_BYTES_OF_A_CELL = 100

_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""A text that Excel would read as an escaped character."""


class Styled(NamedTuple):
    """A value with its style."""

    value: str | int | float | date | None
    style: CellStyle


@dataclass(frozen=True)
class Sheet:
    """A worksheet to be written.

    Attributes:
        title: its title.
        rows: its rows, including the headings.
        count: the number of rows.
        width: the number of columns.
        widths: the widths of the columns, in characters.
        frozen: whether the first row and column stay visible.
    """

    title: str
    rows: Iterable[Sequence[object]]
    count: int
    width: int
    widths: Sequence[int] = ()
    frozen: bool = False


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """The workbook as bytes. Raises InputError for what an Excel sheet can't hold."""
    for sheet in sheets:
        check_size(sheet.count, sheet.width)
    styles = {CellStyle(): 0, _DAY: 1}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, sheet in enumerate(sheets, start=1):
            is_large = sheet.count * sheet.width * _BYTES_OF_A_CELL > zipfile.ZIP64_LIMIT  # Excel minds ZIP64 in others
            with archive.open(_part(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=is_large) as part:
                for piece in _sheet_xml(sheet, styles):
                    part.write(piece.encode())
        for name, text in other_parts([sheet.title for sheet in sheets], list(styles)).items():
            with archive.open(_part(name), "w") as part:
                part.write((_HEAD + text).encode())
    return out.getvalue()


def check_size(rows: int, columns: int) -> None:
    """Raise InputError for more rows (including the headings) or columns than an Excel sheet holds."""
    for number, most, what in ((rows, MOST_ROWS, "rows"), (columns, MOST_COLUMNS, "columns")):
        if number > most:
            raise InputError(
                f"an Excel sheet holds {most:,} {what}, and this has {number:,}: write CSV instead (-f csv)"
            )


def column_letters(number: int) -> str:
    """The letters of a column, counted from 1: A, Z, AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _part(name: str) -> zipfile.ZipInfo:
    """A part with a fixed date, so that the same cells are the same bytes."""
    part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    part.compress_type = zipfile.ZIP_DEFLATED
    return part


def _sheet_xml(sheet: Sheet, styles: dict[CellStyle, int]) -> Iterable[str]:
    """The XML of a sheet, some rows at a time; new styles get a number in `styles`."""
    panes = (
        '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>' if sheet.frozen else ""
    )
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(sheet.widths, start=1)
    )
    yield (
        f'{_HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">{panes}</sheetView></sheetViews>'
        + (f"<cols>{widths}</cols>" if widths else "")
        + "<sheetData>"
    )
    letters = [column_letters(number) for number in range(1, sheet.width + 1)]
    lines: list[str] = []
    for number, row in enumerate(sheet.rows, start=1):
        cells = "".join(_cell(f"{letter}{number}", value, styles) for letter, value in zip(letters, row))
        lines.append(f'<row r="{number}">{cells}</row>')
        if len(lines) == 1000:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines) + "</sheetData></worksheet>"


def _cell(place: str, value: object, styles: dict[CellStyle, int]) -> str:
    if type(value) is str and value:  # nearly all cells of an extract
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{_text(place, value)}</t></is></c>'
    style = 0
    if isinstance(value, Styled):
        style = styles.setdefault(value.style, len(styles))
        value = value.value
    if value is None or value == "":
        return f'<c r="{place}" s="{style}"/>' if style else ""
    if isinstance(value, date):
        if value.year < 1901:  # before Excel's calendar, with its 29 February 1900
            value = value.isoformat()
        else:
            style, value = style or styles[_DAY], (value - _FIRST_DAY).days
    styled = f' s="{style}"' if style else ""
    if isinstance(value, str):
        return f'<c r="{place}"{styled} t="inlineStr"><is><t xml:space="preserve">{_text(place, value)}</t></is></c>'
    return f'<c r="{place}"{styled}><v>{value!r}</v></c>'


def _text(place: str, text: str) -> str:
    if len(text) * 2 > LONGEST_TEXT and len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise InputError(
            f"cell {place} would hold {len(text):,} characters, and a cell of Excel holds {LONGEST_TEXT:,}: "
            "write CSV instead (-f csv)"
        )
    if "_x" in text:
        text = _ESCAPED.sub("_x005F_", text)
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text
