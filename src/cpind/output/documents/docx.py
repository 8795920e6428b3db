"""A document for Word: real styles, captions, contents, alternative texts, page numbers."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..charts.drawing import png
from ..document import Block, Bullets, ChartBlock, Document, Paragraph, TableBlock
from . import document_writer, needs
from .archive import MADE, with_fixed_times
from .numbering import blocks_of, numbered
from .template import Template
from .word_contents import add_contents, add_page_numbers, bookmark
from .word_pages import Page, PagePlan, Paper, plan_pages
from .word_styles import (
    CONTENTS,
    ENTRY,
    NOTE,
    TABLE_TEXT,
    add_styles,
    referred,
    room_of,
    set_up,
    text_height,
    text_width,
)
from .word_tables import add_table
from .word_xml import centimetres, element, qualified

if TYPE_CHECKING:
    from docx.document import Document as Word

_CHART = 15.0
"""The width of a chart, in centimetres: two of them, or one and a table, stand on a page."""
_HIGHEST = 20.0
"""The most that a chart may be high, in centimetres: it shares a page with its caption."""
_LOGO = 1.6
"""The height of a logo, in centimetres."""
_POINTS = 72 / 2.54
"""The points in a centimetre."""
_PLANNED = ("Normal", "Title", "Subtitle", "Heading 1", "Caption", "List Bullet", CONTENTS, ENTRY, NOTE, TABLE_TEXT)
"""The styles of what stands on the pages."""

_LONGEST = 255
"""The most letters in a property of a document."""


@dataclass(frozen=True)
class Picture:
    """A chart as PNG, and its size in centimetres."""

    data: bytes
    width: float
    height: float


@document_writer(".docx")
def docx_document(document: Document, template: Template) -> bytes:
    """The document on A4. Raises UsageError without python-docx, and without matplotlib where there are charts."""
    try:
        import docx
    except ImportError:
        raise needs("a Word document", "python-docx") from None
    word = docx.Document() if template.reference is None else referred(template.reference)
    if template.reference is None:
        set_up(word, template)
    add_styles(word)
    _properties(word, document)
    captions = numbered(document)
    untitled = [place for place, caption in captions.items() if caption == document.title]
    pictures = {id(one): _picture(one, template) for one in blocks_of(document) if isinstance(one, ChartBlock)}
    heights = {place: picture.height * _POINTS for place, picture in pictures.items()}
    plan = plan_pages(document, _paper(word, template), heights, untitled)
    pages = _Pages(word, is_wide=_begins_wide(document, plan))
    _front(word, document, template, plan)
    for number, section in enumerate(document.sections):
        blocks = section.blocks
        if section.title:
            pages.turn(bool(blocks) and id(blocks[0]) in plan.wide)
            heading = word.add_heading(section.title, 1)
            heading.paragraph_format.page_break_before = section.anchor in plan.starts or None
            bookmark(heading, number)
        for block in blocks:
            pages.turn(id(block) in plan.wide)
            _add(word, block, captions, pictures, plan, has_caption=id(block) not in untitled)
    if word.sections[0].footer.is_linked_to_previous:  # else it is the reference document's own
        add_page_numbers(word, plan.last)
    out = io.BytesIO()
    word.save(out)
    return with_fixed_times(out.getvalue())


def _front(word: Word, document: Document, template: Template, plan: PagePlan) -> None:
    """Write everything before the first section."""
    if template.logo:
        word.add_picture(io.BytesIO(template.logo), height=centimetres(_LOGO))
        _describe(word, f"Logo of {document.author}")
    word.add_paragraph(document.title, style="Title")
    if document.subtitle:
        word.add_paragraph(document.subtitle, style="Subtitle")
    for sentence in document.about:
        word.add_paragraph(sentence)
    if len(document.sections) > 1:
        add_contents(word, document.sections, plan.pages)


def _add(
    word: Word,
    block: Block,
    captions: Mapping[int, str],
    pictures: Mapping[int, Picture],
    plan: PagePlan,
    *,
    has_caption: bool,
) -> None:
    starts = id(block) in plan.starts or None
    if isinstance(block, Paragraph):
        word.add_paragraph(block.text).paragraph_format.page_break_before = starts
    elif isinstance(block, Bullets):
        for place, item in enumerate(block.items):
            bullet = word.add_paragraph(item, style="List Bullet")
            bullet.paragraph_format.page_break_before = (id(block), place) in plan.starts or None
    elif isinstance(block, TableBlock):
        if has_caption:
            _caption(word, captions[id(block)], starts)
        table = block.table
        if id(block) in plan.run_on:
            table = replace(table, notes=(" ".join(table.notes),))
        new_pages = [place - 1 for place in range(1, len(table.notes) + 1) if (id(block), place) in plan.starts]
        add_table(word, table, captions[id(block)], plan.columns[id(block)], new_pages)
    elif isinstance(block, ChartBlock):
        _caption(word, captions[id(block)], starts)
        picture = pictures[id(block)]
        word.add_picture(io.BytesIO(picture.data), centimetres(picture.width), centimetres(picture.height))
        _describe(word, block.chart.alt)


def _caption(word: Word, text: str, starts: bool | None) -> None:
    caption = word.add_paragraph(text, style="Caption").paragraph_format
    caption.page_break_before, caption.keep_with_next = starts, True


# --- pages ----------------------------------------------------------------------------------------------


class _Pages:
    """The pages, portrait or landscape: each change of orientation begins another section of Word."""

    def __init__(self, word: Word, *, is_wide: bool) -> None:
        self._word, self._is_wide = word, False
        if is_wide:
            self._set(word.sections[0], is_wide=True)

    def turn(self, is_wide: bool) -> None:
        """Continue on a page of this orientation."""
        if is_wide != self._is_wide:
            added = self._word.add_section()
            end = self._word.element.body.xpath("w:p[w:pPr/w:sectPr]")[-1]
            last = end.getprevious()
            # The section ends with it, not with a blank one; but LibreOffice loses the footer where a field ends there.
            if last is not None and last.tag == qualified("w:p") and not last.xpath(".//w:fldChar"):
                last.get_or_add_pPr().append(end.pPr.sectPr)
                end.getparent().remove(end)
            self._set(added, is_wide=is_wide)

    def _set(self, section: Any, *, is_wide: bool) -> None:
        from docx.enum.section import WD_ORIENTATION

        short, long = sorted((section.page_width, section.page_height))
        section.orientation = WD_ORIENTATION.LANDSCAPE if is_wide else WD_ORIENTATION.PORTRAIT
        section.page_width, section.page_height = (long, short) if is_wide else (short, long)
        self._is_wide = is_wide


def _begins_wide(document: Document, plan: PagePlan) -> bool:
    """Whether a document without contents begins with a wide table, and so on its side."""
    blocks = blocks_of(document)
    return len(document.sections) == 1 and bool(blocks) and id(blocks[0]) in plan.wide


def _paper(word: Word, template: Template) -> Paper:
    upright, wide = (Page(text_width(word, is_wide=one), text_height(word, is_wide=one)) for one in (False, True))
    logo = _LOGO * _POINTS + 20 if template.logo else 0.0
    return Paper(upright, wide, {name: room_of(word, name) for name in _PLANNED}, logo)


def _picture(block: ChartBlock, template: Template) -> Picture:
    """The chart as a picture, smaller where it has many groups."""
    data = png(block.chart, template.style)
    across, down = struct.unpack(">II", data[16:24])  # of a PNG's header
    width = min(_CHART, _HIGHEST * across / down)
    return Picture(data, width, width * down / across)


# --- properties -----------------------------------------------------------------------------------------


def _properties(word: Word, document: Document) -> None:
    properties = word.core_properties
    properties.title, properties.author, properties.subject = (
        text[:_LONGEST] for text in (document.title, document.author, document.subtitle)
    )
    properties.language, properties.comments, properties.last_modified_by = document.language, "", properties.author
    properties.created = properties.modified = MADE
    properties.revision = 1
    styles: Any = word.styles.element
    for language in styles.iter(qualified("w:lang")):
        language.set(qualified("w:val"), document.language)
    for style in [styles.find(qualified("w:docDefaults"))]:
        run = style.find(f"{qualified('w:rPrDefault')}/{qualified('w:rPr')}") if style is not None else None
        if run is not None and run.find(qualified("w:lang")) is None:
            run.append(element("w:lang", val=document.language))


def _describe(word: Word, text: str) -> None:
    """Set the alternative text of the last picture."""
    paragraph = word.paragraphs[-1]
    for properties in paragraph._p.iter(qualified("wp:docPr")):
        properties.set("descr", text)
        properties.set("title", "")
