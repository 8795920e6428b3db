"""Tables of a Word document: rows that stay whole, headings that repeat, columns as wide as their words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..tables import Table
from .letters import lines_of
from .word_styles import NOTE, TABLE_SIZE, TABLE_TEXT, Room
from .word_xml import element

if TYPE_CHECKING:
    from docx.document import Document as Word

_LETTER, _PADDING = 5.0, 7.0
"""Of a table's text: the width of a letter and what lies between two columns, in points."""
_WIDEST, _FULL_FROM = 30, 0.8
"""The most letters in a line of a column; the fraction of the text's width to which a small table is widened."""
_SMALLEST, _CRAMPED = 7, 8
"""The smallest size of letters, in points; the size below which a table is better in landscape."""
_TOGETHER = 16
"""The most rows of a table that is kept on one page."""
_AFTER_NUMBERS = 6
"""The space between a column of numbers and words to the right of it, in points."""
_RULE = 0.5
"""The height of the line under a row."""
_ORDER = ("tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblCaption")
"""The order of a table's properties in Word's schema (CT_TblPr of ISO/IEC 29500-1)."""
_MARGIN = 55
"""The margin at either side of a cell, in twentieths of a point."""


@dataclass(frozen=True)
class Columns:
    """The widths of a table's columns, in points, and the size of its letters. If it `is_cramped`, these are much
    smaller than in other tables."""

    widths: tuple[float, ...]
    size: float
    is_cramped: bool


def columns_of(table: Table, width: float) -> Columns:
    """Columns as wide as their longest word or number asks for, together as wide as the text; `width`, in points."""
    room = width - _PADDING * len(table.columns)
    for breaks in ((), ("headings",), ("headings", "words")):
        wanted = _letters(table, breaks)
        if sum(wanted) * _LETTER * (_CRAMPED / TABLE_SIZE if breaks else 1) <= room:
            break
    size = min(1.0, room / (sum(wanted) * _LETTER))
    spread = max(1.0, min(1.6, _FULL_FROM * room / (sum(wanted) * _LETTER)))
    widths = tuple(_PADDING + letters * _LETTER * size * spread for letters in wanted)
    points = TABLE_SIZE if size == 1 else max(_SMALLEST, round(2 * TABLE_SIZE * size) / 2)
    return Columns(widths, points, points < _CRAMPED)


def row_height(texts: Sequence[str], columns: Columns, room: Room) -> float:
    """The height of a row, in points."""
    inside = (width - _PADDING + 2 for width in columns.widths)
    lines = max((lines_of(text, width, columns.size) for text, width in zip(texts, inside)), default=1)
    return lines * room.line + room.around + _RULE


def add_table(word: Word, table: Table, caption: str, columns: Columns, new_pages: Collection[int] = ()) -> None:
    """The table with what is said before it and the notes below; the caption is also for screen readers, and
    `new_pages` are the notes that begin one."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
    from docx.shared import Pt

    for sentence in table.lead:
        word.add_paragraph(sentence)
    rows = len(table.rows) + 1
    added = word.add_table(rows=rows, cols=len(table.columns), style="Table Grid")
    added.alignment = WD_TABLE_ALIGNMENT.LEFT
    _describe_table(added, caption)
    style = word.styles[TABLE_TEXT]
    cells = [list(row._tr.tc_lst) for row in added.rows]  # python-docx looks each cell up in all of the table
    for cell, column in zip(cells[0], table.columns):
        _fill(cell, column.heading or " ", style, is_number=column.is_number, is_heading=True)
        cell.get_or_add_tcPr().vAlign_val = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
    for own, row in zip(table.rows, cells[1:]):
        for cell, column, one in zip(row, table.columns, own):
            _fill(cell, one.text, style, is_number=column.is_number and one.is_number)
    for row in cells:
        for (before, column), cell in zip(pairwise(table.columns), row[1:]):
            if before.is_number and not column.is_number:
                cell.p_lst[0].get_or_add_pPr().ind_left = Pt(_AFTER_NUMBERS)
    for place, row in enumerate(added.rows):
        _mark_row(row, is_heading=place == 0)
    if len(table.rows) <= _TOGETHER:
        for row in cells[:-1]:
            for cell in row:
                cell.p_lst[0].get_or_add_pPr().keepNext_val = True
    _lines(added)
    _set_columns(added, columns)
    _sort_properties(added)
    for place, note in enumerate(table.notes):
        paragraph = word.add_paragraph(note, style=NOTE)
        paragraph.paragraph_format.page_break_before = place in new_pages or None
    word.add_paragraph("", style=NOTE)


def _fill(cell: Any, text: str, style: Any, *, is_number: bool, is_heading: bool = False) -> None:
    """Write a text into a cell's own paragraph."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.text.paragraph import Paragraph as Written

    paragraph: Any = Written(cell.p_lst[0], None)  # type: ignore[arg-type]  # it asks its parent for nothing here
    paragraph._p.style = style.style_id
    paragraph.add_run(text).bold = is_heading or None
    if is_number:
        paragraph._p.get_or_add_pPr().jc_val = WD_ALIGN_PARAGRAPH.RIGHT


def _mark_row(row: Any, *, is_heading: bool = False) -> None:
    """A row that stays on one page; of headings one that repeats on every page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if is_heading:
        properties.append(element("w:tblHeader"))


def _lines(table: Any) -> None:
    """Draw rules only between rows, as papers have them."""
    properties = table._tbl.tblPr
    borders = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):  # in the order of the schema
        is_ruled = side in ("top", "bottom", "insideH")
        line = {"val": "single", "sz": "4", "space": "0", "color": "BFBFBF"} if is_ruled else {"val": "nil"}
        borders.append(element(f"w:{side}", **line))
    properties.append(borders)
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=str(_MARGIN), type="dxa"))
    properties.append(margins)


def _sort_properties(table: Any) -> None:
    """Sort the properties in the order of the schema; Word may reject any other."""
    properties = table._tbl.tblPr
    properties[:] = sorted(properties, key=lambda one: _ORDER.index(one.tag.rpartition("}")[2]))


def _set_columns(table: Any, columns: Columns) -> None:
    """Set the widths of columns, and smaller letters where words would not fit."""
    from docx.shared import Pt

    table.autofit = False
    for column, width in zip(table.columns, columns.widths):
        column.width = Pt(width)
    for row in table.rows:
        for cell, width in zip(row._tr.tc_lst, columns.widths):
            cell.width = Pt(width)
            if columns.size < TABLE_SIZE:
                for run in cell.p_lst[0].r_lst:
                    run.get_or_add_rPr().sz_val = Pt(columns.size)


def _letters(table: Table, breaks: Collection[str]) -> list[int]:
    """How many letters a line of each column has room for. What takes several lines, as `breaks` says, are "headings"
    of numbers and "words" that are no row's name."""
    wanted = []
    for place, column in enumerate(table.columns):
        cells = [row[place].text for row in table.rows]
        may_break = ("headings" if column.is_number else "words") in breaks and place
        whole = [] if may_break and not column.is_number else cells if may_break else [column.heading, *cells]
        longest = max(map(len, whole), default=1)
        words = max((len(word) for text in (column.heading, *cells) for word in text.split()), default=1)
        is_indented = place > 0 and table.columns[place - 1].is_number and not column.is_number
        wanted.append(max(words, min(longest, _WIDEST)) + (2 if is_indented else 1))
    return wanted


def _describe_table(table: Any, text: str) -> None:
    properties = table._tbl.tblPr
    properties.append(element("w:tblCaption", val=text))
