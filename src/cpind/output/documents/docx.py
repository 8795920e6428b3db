"""A document for Word: real styles, captions, a table of contents, alternative texts, page numbers."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import InputError
from ..charts.drawing import png
from ..document import Block, Bullets, ChartBlock, Document, Paragraph, TableBlock
from . import document_writer, needs
from .archive import MADE, with_fixed_times
from .numbering import numbered
from .template import Template
from .word_tables import add_styles, add_table
from .word_xml import centimetres, element, qualified

if TYPE_CHECKING:
    from docx.document import Document as Word

_CHART = 15.0
"""The width of a chart, in centimetres: two of them, or one and a table, stand on a page."""
_HIGHEST = 22.0
"""Of a chart, in centimetres: it stands on one page with its caption."""

_LONGEST = 255
"""Of a property of a document, in letters."""

_STYLES = ("Title", "Subtitle", "Heading 1", "Caption", "List Bullet", "Table Grid")
"""What a reference document must have."""


@document_writer(".docx")
def docx_document(document: Document, template: Template) -> bytes:
    """The document on A4. Raises UsageError without python-docx, and without matplotlib where there are charts."""
    try:
        import docx
    except ImportError:
        raise needs("a Word document", "python-docx") from None
    word = docx.Document() if template.reference is None else _referred(template.reference)
    if template.reference is None:
        _set_up(word, template)
    add_styles(word)
    _properties(word, document)
    if template.logo:
        word.add_picture(io.BytesIO(template.logo), height=centimetres(1.6))
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
    if word.sections[0].footer.is_linked_to_previous:  # else it is the reference document's own
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
        if captions[id(block)][:_LONGEST] != word.core_properties.title:
            _caption(word, captions[id(block)])
        add_table(word, block.table, captions[id(block)])
    elif isinstance(block, ChartBlock):
        _caption(word, captions[id(block)])
        picture = word.add_picture(io.BytesIO(png(block.chart, template.style)), width=centimetres(_CHART))
        if picture.height > centimetres(_HIGHEST):  # of many groups
            picture.width, picture.height = (
                int(picture.width * centimetres(_HIGHEST) / picture.height),
                centimetres(_HIGHEST),
            )
        _describe(word, block.chart.alt)


# --- styles, properties and page ----------------------------------------------------------------------


def _referred(path: Path) -> Word:
    """The authority's own document, emptied: its styles, page, header and footer. Raises InputError for what is not one."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        word = docx.Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError, OSError, zipfile.BadZipFile):
        raise InputError(f"{path.name} is not a Word document: save it as .docx") from None
    names = {style.name for style in word.styles}
    if missing := [name for name in _STYLES if name not in names]:
        raise InputError(f"{path.name} has no style {', '.join(missing)}: use each once, and save it again")
    body = word.element.body
    for part in list(body):
        if part.tag != qualified("w:sectPr"):
            body.remove(part)
    return word


def _set_up(word: Word, template: Template) -> None:
    """A4 with margins of 2 cm, the template's font and colour; a heading stays with what follows it."""
    from docx.shared import Pt, RGBColor

    section = word.sections[0]
    section.page_width, section.page_height = centimetres(21.0), centimetres(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = centimetres(2.0)
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
            fonts.attrib.pop(qualified(f"w:{attribute}"), None)
        for attribute in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qualified(f"w:{attribute}"), template.font)
        if name not in ("Normal", "List Bullet"):
            style.font.color.rgb, style.font.bold, style.font.italic = colour, True, False
    normal: Any = word.styles["Normal"]
    normal.paragraph_format.space_after = Pt(8)
    heading: Any = word.styles["Heading 1"]
    heading.paragraph_format.space_before = Pt(20)
    caption: Any = word.styles["Caption"]
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(8)


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


def _caption(word: Word, text: str) -> None:
    """A caption on the page of what it names, whatever the reference document's style says."""
    word.add_paragraph(text, style="Caption").paragraph_format.keep_with_next = True


def _page_numbers(word: Word) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("Page ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    field = element("w:fldSimple", instr=code)
    run = element("w:r")
    text = element("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _describe(word: Word, text: str) -> None:
    """The alternative text of the last picture."""
    paragraph = word.paragraphs[-1]
    for properties in paragraph._p.iter(qualified("wp:docPr")):
        properties.set("descr", text)
        properties.set("title", "")


def _bookmark(paragraph: Any, anchor: str, number: int) -> None:
    start = element("w:bookmarkStart", id=str(number), name=anchor)
    end = element("w:bookmarkEnd", id=str(number))
    paragraph._p.insert(1, start)
    paragraph._p.append(end)


def _link(paragraph: Any, text: str, anchor: str) -> None:
    """A link to a bookmark of the document."""
    link = element("w:hyperlink", anchor=anchor, history="1")
    run = paragraph.add_run(text)
    link.append(run._r)
    paragraph._p.append(link)
