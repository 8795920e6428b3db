"""Contents with page numbers, and the page numbers of a footer: fields of Word, with what they show before Word works them out.

A field of contents can't know its pages before the document is laid out. Word asks its reader a question, whether to update fields
that "may refer to other files", of every document that marks a field as out of date (w:dirty) or wants all updated on opening
(w:updateFields), and a paper that is tabled must open without one. So nothing is marked: the entries are written with the pages on
which `word_pages` has put their headings. Word works the field out anew when it is asked to, as after an edit (F9).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..document import Section
from .word_styles import CONTENTS, ENTRY, NOTE
from .word_xml import element

if TYPE_CHECKING:
    from docx.document import Document as Word

_CODE = ' TOC \\o "1-1" \\h \\z \\u '
_FIRST_MARK = 500_000_000
"""Word's own bookmarks of headings are _Toc and nine digits."""


def add_contents(word: Word, sections: Sequence[Section], pages: Mapping[str, int]) -> None:
    """A heading, and a field with an entry for each section: its title and its page, a link to its bookmark."""
    word.add_paragraph("Contents", style=CONTENTS)
    for number, section in enumerate(sections):
        paragraph: Any = word.add_paragraph(style=ENTRY)._p
        if number == 0:
            paragraph.extend([_mark("begin"), _code(_CODE), _mark("separate")])
        link = element("w:hyperlink", anchor=mark_of(number), history="1")
        link.append(_text(section.title))
        link.append(_run(element("w:tab")))
        link.extend([_mark("begin"), _code(f" PAGEREF {mark_of(number)} \\h "), _mark("separate")])
        link.extend([_text(str(pages[section.anchor])), _mark("end")])
        paragraph.append(link)
    end: Any = word.add_paragraph(
        style=NOTE
    )._p  # in a separate paragraph, as in Word's own files: a section break may follow
    end.append(_mark("end"))


def mark_of(number: int) -> str:
    """The bookmark's name for a section, by the section's number."""
    return f"_Toc{_FIRST_MARK + number}"


def bookmark(paragraph: Any, number: int) -> None:
    """Mark the heading of a section."""
    start = element("w:bookmarkStart", id=str(number), name=mark_of(number))
    end = element("w:bookmarkEnd", id=str(number))
    place = 1 if paragraph._p.pPr is not None else 0
    paragraph._p.insert(place, start)
    paragraph._p.append(end)


def add_page_numbers(word: Word, pages: int) -> None:
    """ "Page 1 of 12" in the middle of the footer."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("Page ")
    _field(paragraph, "PAGE", "1")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES", str(pages))


def _field(paragraph: Any, code: str, shown: str) -> None:
    paragraph._p.extend([_mark("begin"), _code(f" {code} "), _mark("separate"), _text(shown), _mark("end")])


def _mark(kind: str) -> Any:
    return _run(element("w:fldChar", fldCharType=kind))


def _code(code: str) -> Any:
    return _run(_spaced("w:instrText", code))


def _text(text: str) -> Any:
    return _run(_spaced("w:t", text))


def _spaced(tag: str, text: str) -> Any:
    spaced = element(tag)
    spaced.text = text
    spaced.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return spaced


def _run(content: Any) -> Any:
    run = element("w:r")
    run.append(content)
    return run
