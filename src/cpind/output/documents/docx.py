"""A document for Word: real styles, captions, a table of contents, header rows that repeat, alternative texts, page numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from ..charts.drawing import png
from ..document import Block, Bullets, ChartBlock, Document, Paragraph, TableBlock
from ..tables import Cell, Table, harmless_table
from . import document_writer, needs
from .archive import MADE, with_fixed_times
from .numbering import numbered
from .template import Template

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
_CHART = 15.0
"""The width of a chart, in centimetres: two of them, or one and a table, stand on a page."""
_MARGIN = 55
"""At either side of a cell, in twentieths of a point."""


@document_writer(".docx")
def docx_document(document: Document, template: Template) -> bytes:
    """The document on A4. Raises UsageError without python-docx, and without matplotlib where there are charts."""
    try:
        import docx
    except ImportError:
        raise needs("a Word document", "python-docx") from None
    word = docx.Document(str(template.reference) if template.reference else None)
    if template.reference is None:
        _set_up(word, template)
    _add_styles(word)
    _properties(word, document)
    if template.logo:
        word.add_picture(io.BytesIO(template.logo), height=_cm(1.6))
        _describe(word, f"Logo of {document.author}")
    word.add_paragraph(document.title, style="Title")
    if document.subtitle:
        word.add_paragraph(document.subtitle, style="Subtitle")
    for sentence in document.about:
        word.add_paragraph(sentence)
    if len(document.sections) > 1:
        word.add_heading("Contents", 1)
        for section in document.sections:
            _link(word.add_paragraph(style="List Bullet"), section.title, section.anchor)
    captions = numbered(document)
    for number, section in enumerate(document.sections, start=1):
        if section.title:
            _bookmark(word.add_heading(section.title, 1), section.anchor, number)
        for block in section.blocks:
            _add(word, block, captions, template)
    _page_numbers(word)
    out = io.BytesIO()
    word.save(out)
    return with_fixed_times(out.getvalue())


def _add(word: Word, block: Block, captions: dict[int, str], template: Template) -> None:
    if isinstance(block, Paragraph):
        word.add_paragraph(block.text)
    elif isinstance(block, Bullets):
        for item in block.items:
            word.add_paragraph(item, style="List Bullet")
    elif isinstance(block, TableBlock):
        if captions[id(block)] != word.core_properties.title:
            _caption(word, captions[id(block)])
        _add_table(word, harmless_table(block.table), captions[id(block)])
    elif isinstance(block, ChartBlock):
        _caption(word, captions[id(block)])
        word.add_picture(io.BytesIO(png(block.chart, template.style)), width=_cm(_CHART))
        _describe(word, block.chart.alt)


# --- tables -------------------------------------------------------------------------------------------


def _add_table(word: Word, table: Table, caption: str) -> None:
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
    properties.append(_element("w:cantSplit"))
    if is_heading:
        properties.append(_element("w:tblHeader"))


def _lines(table: Any) -> None:
    """Rules between rows alone, as papers have them."""
    properties = table._tbl.tblPr
    borders = _element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="BFBFBF"))
    for side in ("left", "right", "insideV"):
        borders.append(_element(f"w:{side}", val="nil"))
    properties.append(borders)
    margins = _element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w=str(_MARGIN), type="dxa"))
    properties.append(margins)


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
    widths = [_cm(_PADDING + width * _LETTER * size * spread) for width in wanted]
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
    properties.append(_element("w:tblCaption", val=text))


# --- styles, properties and page ----------------------------------------------------------------------


def _set_up(word: Word, template: Template) -> None:
    """A4 with margins of 2 cm, the template's font and colour; a heading stays with what follows it."""
    from docx.shared import Pt, RGBColor

    section = word.sections[0]
    section.page_width, section.page_height = _cm(21.0), _cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _cm(2.0)
    colour = RGBColor.from_string(template.accent.lstrip("#"))
    sizes = {
        "Normal": 11,
        "Title": 24,
        "Subtitle": 13,
        "Heading 1": 16,
        "Heading 2": 13,
        "Caption": 10,
        "List Bullet": 11,
    }
    for name, size in sizes.items():
        style: Any = word.styles[name]
        style.font.name, style.font.size = template.font, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(_name(f"w:{attribute}"), None)
        for attribute in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(_name(f"w:{attribute}"), template.font)
        if name not in ("Normal", "List Bullet"):
            style.font.color.rgb, style.font.bold, style.font.italic = colour, True, False
    normal: Any = word.styles["Normal"]
    normal.paragraph_format.space_after = Pt(8)
    heading: Any = word.styles["Heading 1"]
    heading.paragraph_format.space_before = Pt(20)
    caption: Any = word.styles["Caption"]
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(8)


def _add_styles(word: Word) -> None:
    """The styles of cells and of notes, as far as a reference document has none of these names."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    for name, size, before, after in ((_TABLE_TEXT, _TABLE_SIZE, 1, 1), (_NOTE, 9, 2, 0)):
        if name not in [style.name for style in word.styles]:
            style: Any = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = word.styles["Normal"]
            style.font.size = Pt(size)
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _properties(word: Word, document: Document) -> None:
    properties = word.core_properties
    properties.title, properties.author, properties.subject = document.title, document.author, document.subtitle
    properties.language, properties.comments, properties.last_modified_by = document.language, "", document.author
    properties.created = properties.modified = MADE
    properties.revision = 1
    styles: Any = word.styles.element
    for language in styles.iter(_name("w:lang")):
        language.set(_name("w:val"), document.language)
    for style in [styles.find(_name("w:docDefaults"))]:
        run = style.find(f"{_name('w:rPrDefault')}/{_name('w:rPr')}") if style is not None else None
        if run is not None and run.find(_name("w:lang")) is None:
            run.append(_element("w:lang", val=document.language))


def _caption(word: Word, text: str) -> None:
    word.add_paragraph(text, style="Caption")


def _page_numbers(word: Word) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("Page ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    field = _element("w:fldSimple", instr=code)
    run = _element("w:r")
    text = _element("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _describe(word: Word, text: str) -> None:
    """The alternative text of the last picture."""
    paragraph = word.paragraphs[-1]
    for properties in paragraph._p.iter(_name("wp:docPr")):
        properties.set("descr", text)
        properties.set("title", "")


def _bookmark(paragraph: Any, anchor: str, number: int) -> None:
    start = _element("w:bookmarkStart", id=str(number), name=anchor)
    end = _element("w:bookmarkEnd", id=str(number))
    paragraph._p.insert(1, start)
    paragraph._p.append(end)


def _link(paragraph: Any, text: str, anchor: str) -> None:
    """A link to a bookmark of the document."""
    link = _element("w:hyperlink", anchor=anchor, history="1")
    run = paragraph.add_run(text)
    link.append(run._r)
    paragraph._p.append(link)


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    element: Any = OxmlElement(tag)
    for attribute, value in attributes.items():
        element.set(_name(f"w:{attribute}"), value)
    return element


def _name(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))


def _cm(length: float) -> Any:
    from docx.shared import Cm

    return Cm(length)
