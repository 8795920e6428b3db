"""Tables of a Word document: rows that stay whole, headings that repeat, columns as wide as their words."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from ..tables import Cell, Table
from .word_xml import centimetres, element

if TYPE_CHECKING:
    from docx.document import Document as Word

_NOTE, _TABLE_TEXT = "Table Note", "Table Text"
_WIDTH = 17.0
"""Of the text, in centimetres."""
_LETTER, _PADDING = 0.175, 0.25
"""Of a table's text: the width of a letter and what lies between two columns, in centimetres."""
_WIDEST, _FULL_FROM = 30, 0.8
"""So many letters stand in one line of a column at most; a small table is drawn out to this part of the text's width."""
_TABLE_SIZE, _SMALLEST = 9, 7
"""In points."""
_TOGETHER = 16
"""A table of so many rows at most stays on one page."""
_ORDER = ("tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblCaption")
"""Of a table's properties, in Word's schema (CT_TblPr of ISO/IEC 29500-1)."""
_MARGIN = 55
"""At either side of a cell, in twentieths of a point."""


def add_table(word: Word, table: Table, caption: str) -> None:
    """The table with what is said before it and the notes below; `caption` also for screen readers."""
    from docx.enum.table import WD_TABLE_ALIGNMENT

    for sentence in table.lead:
        word.add_paragraph(sentence)
    rows = len(table.rows) + 1
    added = word.add_table(rows=rows, cols=len(table.columns), style="Table Grid")
    added.alignment = WD_TABLE_ALIGNMENT.LEFT
    _describe_table(added, caption)
    style = word.styles[_TABLE_TEXT]
    cells = [list(row._tr.tc_lst) for row in added.rows]  # python-docx looks each cell up in all of the table
    for cell, column in zip(cells[0], table.columns):
        _fill(cell, column.heading or " ", style, is_number=column.is_number, is_heading=True)
    for own, row in zip(table.rows, cells[1:]):
        for cell, column, one in zip(row, table.columns, own):
            _fill(cell, one.text, style, is_number=column.is_number and _is_a_number(one))
    for place, row in enumerate(added.rows):
        _mark_row(row, is_heading=place == 0)
    if len(table.rows) <= _TOGETHER:
        for row in cells[:-1]:
            for cell in row:
                cell.p_lst[0].get_or_add_pPr().keepNext_val = True
    _lines(added)
    _widths(added, table)
    _sort_properties(added)
    for note in table.notes:
        word.add_paragraph(note, style=_NOTE)
    word.add_paragraph("", style=_NOTE)


def _is_a_number(cell: Cell) -> bool:
    """A number, or a symbol in its place."""
    return cell.decimals is not None or len(cell.text) < 4 or re.fullmatch(r"[-+]?[0-9.,]+", cell.text) is not None


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
    """Rules between rows alone, as papers have them."""
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
    """The properties in the order of the schema, from which Word may refuse to deviate."""
    properties = table._tbl.tblPr
    properties[:] = sorted(properties, key=lambda one: _ORDER.index(one.tag.rpartition("}")[2]))


def _widths(table: Any, own: Table) -> None:
    """Columns as wide as their longest word or number asks for, together as wide as the text."""
    table.autofit = False
    room = _WIDTH - _PADDING * len(own.columns)
    for breaks in ((), ("headings",), ("headings", "words")):
        wanted = _letters(own, breaks)
        if sum(wanted) * _LETTER <= room:
            break
    size = min(1.0, room / (sum(wanted) * _LETTER))
    spread = max(1.0, min(1.6, _FULL_FROM * room / (sum(wanted) * _LETTER)))
    widths = [centimetres(_PADDING + width * _LETTER * size * spread) for width in wanted]
    for column, width in zip(table.columns, widths):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row._tr.tc_lst, widths):
            cell.width = width
    if size < 1:
        _shrink(table, max(_SMALLEST, _TABLE_SIZE * size))


def _letters(table: Table, breaks: Collection[str]) -> list[int]:
    """How many letters a line of each column has room for. `breaks`: what takes several lines, "headings" of numbers and "words"
    that are no row's name."""
    wanted = []
    for place, column in enumerate(table.columns):
        cells = [row[place].text for row in table.rows]
        may_break = ("headings" if column.is_number else "words") in breaks and place
        whole = [] if may_break and not column.is_number else cells if may_break else [column.heading, *cells]
        longest = max(map(len, whole), default=1)
        words = max((len(word) for text in (column.heading, *cells) for word in text.split()), default=1)
        wanted.append(max(words, min(longest, _WIDEST)) + 1)
    return wanted


def _shrink(table: Any, size: float) -> None:
    """Smaller letters, where words would not fit into their columns."""
    from docx.shared import Pt

    for row in table.rows:
        for cell in row._tr.tc_lst:
            for run in cell.p_lst[0].r_lst:
                run.get_or_add_rPr().sz_val = Pt(round(2 * size) / 2)


def _describe_table(table: Any, text: str) -> None:
    properties = table._tbl.tblPr
    properties.append(element("w:tblCaption", val=text))


def add_styles(word: Word) -> None:
    """The styles of cells and of notes, as far as a reference document has none of these names."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    for name, size, before, after in ((_TABLE_TEXT, _TABLE_SIZE, 1, 1), (_NOTE, 9, 2, 0)):
        if name not in [style.name for style in word.styles]:
            style: Any = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = word.styles["Normal"]
            style.font.size = Pt(size)
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
