"""The styles and the page of a Word document: ours, or those of the authority's reference document; and how much room they take."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import InputError
from .letters import lines_of
from .template import Template
from .word_xml import centimetres, qualified

if TYPE_CHECKING:
    from docx.document import Document as Word

MARGIN = 2.5
"""The page's margin on every side, in centimetres."""

CONTENTS, ENTRY = "TOC Heading", "toc 1"
"""The styles of the contents: its heading, which is not an entry itself, and its entries."""

NOTE, TABLE_TEXT = "Table Note", "Table Text"
TABLE_SIZE = 9
"""The size of a table's text, in points."""

_NEEDED = ("Title", "Subtitle", "Heading 1", "Caption", "List Bullet", "Table Grid")
"""The styles that a reference document must have."""

_SIZES = {
    "Normal": 11,
    "Title": 24,
    "Subtitle": 13,
    "Heading 1": 16,
    "Heading 2": 13,
    "Caption": 10,
    "List Bullet": 11,
    CONTENTS: 16,
}

_HEIGHT_OF_ARIAL = 1.15
"""The height of a line of Arial, as a multiple of the size of its letters."""


@dataclass(frozen=True)
class Room:
    """What a paragraph of a style takes, in points: its letters' size, the height of a line, the space around it."""

    size: float
    line: float
    around: float

    def of(self, text: str, width: float) -> float:
        """The height of a paragraph in a column of this width, in points."""
        return lines_of(text, width, self.size) * self.line + self.around


def room_of(word: Word, name: str) -> Room:
    """What a paragraph of a style takes, by the style, those that it is based on, and the document's defaults."""
    style: Any = word.styles[name]
    size = before = after = line = None
    while style is not None:
        own = style.paragraph_format
        size = size or (style.font.size.pt if style.font.size else None)
        before = own.space_before.pt if before is None and own.space_before is not None else before
        after = own.space_after.pt if after is None and own.space_after is not None else after
        line = own.line_spacing if line is None and own.line_spacing is not None else line
        style = style.base_style
    size, after, line = size or 11.0, 10.0 if after is None else after, 1.15 if line is None else line
    height = line.pt if hasattr(line, "pt") else size * _HEIGHT_OF_ARIAL * line
    return Room(size, height, (before or 0.0) + after)


def referred(path: Path) -> Word:
    """The authority's own document, emptied: its styles, page, header and footer. Raises InputError if it is not a Word document."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        word = docx.Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError, OSError, zipfile.BadZipFile):
        raise InputError(f"{path.name} is not a Word document: save it as .docx") from None
    names = {style.name for style in word.styles}
    if missing := [name for name in _NEEDED if name not in names]:
        raise InputError(f"{path.name} has no style {', '.join(missing)}: use each once, and save it again")
    body = word.element.body
    for part in list(body):
        if part.tag != qualified("w:sectPr"):
            body.remove(part)
    return word


def set_up(word: Word, template: Template) -> None:
    """A4, the template's font and colour; a heading stays with what follows it."""
    from docx.shared import Pt, RGBColor

    section = word.sections[0]
    section.page_width, section.page_height = centimetres(21.0), centimetres(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = centimetres(MARGIN)
    colour = RGBColor.from_string(template.accent.lstrip("#"))
    for name, size in _SIZES.items():
        style: Any = word.styles[name]
        style.font.name, style.font.size = template.font, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qualified(f"w:{attribute}"), None)
        for attribute in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qualified(f"w:{attribute}"), template.font)
        if name not in ("Normal", "List Bullet"):
            style.font.color.rgb, style.font.bold, style.font.italic = colour, True, False
    for name, before, after in (
        ("Normal", 0, 8),
        ("Heading 1", 20, 4),
        (CONTENTS, 16, 4),
        ("Caption", 8, 6),
        ("List Bullet", 0, 4),
    ):
        spaced: Any = word.styles[name]
        spaced.paragraph_format.space_before, spaced.paragraph_format.space_after = Pt(before), Pt(after)
    caption: Any = word.styles["Caption"]
    caption.paragraph_format.keep_with_next = True


def add_styles(word: Word) -> None:
    """The styles of the contents, of cells and of notes, as far as a reference document has none of these names."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Pt

    names = [style.name for style in word.styles]
    for name, base, size, before, after in (
        (TABLE_TEXT, "Normal", TABLE_SIZE, 1, 1),
        (NOTE, "Normal", 9, 2, 0),
        (ENTRY, "Normal", None, 0, 4),
        (CONTENTS, "Heading 1", None, 16, 4),
    ):
        if name not in names:
            style: Any = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name in (ENTRY, CONTENTS))
            style.base_style = word.styles[base]
            style.font.size = Pt(size) if size else None
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
            style.paragraph_format.line_spacing = 1.0 if name in (TABLE_TEXT, NOTE) else None
    entry: Any = word.styles[ENTRY]
    if not entry.paragraph_format.tab_stops:
        width = text_width(word)
        entry.paragraph_format.tab_stops.add_tab_stop(Pt(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def text_width(word: Word, *, is_wide: bool = False) -> float:
    """The width of the text on a page upright, or on its side, in points."""
    section: Any = word.sections[0]
    short, long = sorted((section.page_width.pt, section.page_height.pt))
    return float((long if is_wide else short) - section.left_margin.pt - section.right_margin.pt)


def text_height(word: Word, *, is_wide: bool = False) -> float:
    """The height of the text on a page upright, or on its side, in points."""
    section: Any = word.sections[0]
    short, long = sorted((section.page_width.pt, section.page_height.pt))
    return float((short if is_wide else long) - section.top_margin.pt - section.bottom_margin.pt)
