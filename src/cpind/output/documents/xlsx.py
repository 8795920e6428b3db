"""A document as a workbook, by the Analysis Function's rules for accessible spreadsheets.

A cover, a list of contents, notes, then one table a sheet that begins at A1 and is marked as a table, numbers whole and
formatted; and a sheet for each chart, drawn by Excel itself.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from ...model.harmless import escape_formula
from ...model.wording import capital
from ..document import Bullets, ChartBlock, Document, Paragraph, TableBlock
from ..tables import Table
from . import document_writer, needs
from .archive import MADE, with_fixed_times
from .native_charts import write_chart
from .numbering import blocks_of, numbered
from .sheet_cells import NumberFormats, write_cell
from .sheet_parts import LINE, distinct_headings, mark_table, print_on_a4, print_with_title, write_words
from .template import Template

_TITLE, _WORDS = {"bold": True, "font_size": 14}, {"text_wrap": True, "valign": "top"}
_HEADING, _PLAIN = {**_WORDS, "bold": True, "font_size": 12, "valign": "bottom"}, {"valign": "top"}
_COVER = 82
"""The letters in a line of A4 portrait."""
_WIDEST = 60
"""The most letters in a line of a column."""


@document_writer(".xlsx")
def xlsx_document(document: Document, template: Template) -> bytes:
    """The workbook. Raises UsageError without XlsxWriter."""
    try:
        import xlsxwriter
    except ImportError:
        raise needs("such a workbook", "xlsxwriter") from None
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, {**options, "default_format_properties": {"font_name": template.font}})
    book.set_properties(
        {
            "title": document.title,
            "subject": document.subtitle,
            "author": document.author,
            "created": MADE,
        }
    )
    formats = {
        name: book.add_format({"font_name": template.font, **own})
        for name, own in (
            ("title", _TITLE),
            ("words", _WORDS),
            ("heading", _HEADING),
            ("plain", _PLAIN),
            ("indented", {**_WORDS, "align": "left", "indent": 1}),
            ("right", {**_PLAIN, "align": "right"}),
        )
    }
    captions, sheets = numbered(document), _sheet_names(document)
    notes = _Notes()
    cover, contents, listed = (book.add_worksheet(name) for name in ("Cover", "Contents", "Notes"))
    said = [(text, "words") for text in (document.subtitle, *document.about)]
    _write_lines(cover, [(document.title, "title"), *said, *_words(document)], formats)
    rows = [(sheets[id(block)], captions[id(block)]) for block in blocks_of(document) if id(block) in sheets]
    _write_contents(contents, [("Notes", "Notes to the tables"), *rows], formats)
    for block in blocks_of(document):
        if isinstance(block, TableBlock):
            sheet = book.add_worksheet(sheets[id(block)])
            _write_table(book, sheet, block.table, captions[id(block)], notes, formats, template)
        elif isinstance(block, ChartBlock):
            sheet = book.add_worksheet(sheets[id(block)])
            write_chart(book, sheet, block.chart, captions[id(block)], formats, template)
    _write_notes(listed, notes.texts, formats)
    book.close()

    return with_fixed_times(out.getvalue(), edit=partial(_with_language, document.language))


def _with_language(language: str, name: str, part: bytes) -> bytes:
    """A part of the workbook; the core properties with the language, which XlsxWriter does not set."""
    end = b"</cp:coreProperties>"
    is_core = name == "docProps/core.xml"
    return part.replace(end, f"<dc:language>{language}</dc:language>".encode() + end) if is_core else part


class _Notes:
    """The notes of all tables, each once, numbered."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def number(self, text: str) -> int:
        """The number of a note, a new one for a new text."""
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text) + 1


def _sheet_names(document: Document) -> dict[int, str]:
    """ "Table 1", "Chart 1": the sheet of each table and chart."""
    return {place: caption.partition(":")[0] for place, caption in numbered(document).items()}


def _words(document: Document) -> Iterable[tuple[str, str]]:
    """The sentences of the paper under their headings, each with the name of its format."""
    for section in document.sections:
        texts: list[str] = []
        for block in section.blocks:
            if isinstance(block, Paragraph):
                texts.append(block.text)
            elif isinstance(block, Bullets):
                texts += block.items
        if texts:
            yield section.title, "heading"
            yield from ((text, "words") for text in texts)


def _write_lines(sheet: Any, lines: Sequence[tuple[str, str]], formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, _COVER)
    sheet.hide_gridlines(2)
    print_on_a4(sheet)
    for row, (line, name) in enumerate(lines):
        write_words(sheet, row, 0, line, formats[name], width=_COVER)
        if name != "words":
            sheet.set_row(row, 20 if row == 0 else 26)


def _write_contents(sheet: Any, rows: Sequence[tuple[str, str]], formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, "Contents", formats["title"])
    sheet.write_string(
        1, 0, "This worksheet contains one table. Each name in its first column is a link to a worksheet."
    )
    mark_table(sheet, ["Worksheet", "What it contains"], len(rows), "contents")
    for row, (name, caption) in enumerate(rows, start=3):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", string=name)
        sheet.write_string(row, 1, escape_formula(caption.partition(": ")[2] or caption), formats["words"])


def _write_notes(sheet: Any, notes: Sequence[str], formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 110)
    sheet.write_string(0, 0, "Notes to the tables", formats["title"])
    sheet.write_string(
        1, 0, "This worksheet contains one table. Other worksheets refer to these notes by their numbers."
    )
    mark_table(sheet, ["Note", "Text"], len(notes), "notes")
    for row, note in enumerate(notes, start=3):
        sheet.write_string(row, 0, f"[note {row - 2}]", formats["plain"])
        write_words(sheet, row, 1, note, formats["words"], width=110)


def _write_table(
    book: Any, sheet: Any, table: Table, caption: str, notes: _Notes, formats: dict[str, Any], template: Template
) -> None:
    numbers = [f"[note {notes.number(note)}]" for note in table.notes]
    title = " ".join([caption, *numbers])
    sheet.write_string(0, 0, escape_formula(title), formats["title"])
    about = "This worksheet contains one table."
    if any(cell.text == "c" for row in table.rows for cell in row):
        about += " c: suppressed."
    sheet.write_string(1, 0, " ".join([about, *table.lead]))
    headings = _headings(table)
    mark_table(sheet, headings, len(table.rows), caption.partition(":")[0])
    numbers_as = NumberFormats(book, {**_PLAIN, "font_name": template.font})
    for row, cells in enumerate(table.rows, start=3):
        for place, (cell, column) in enumerate(zip(cells, table.columns)):
            words = formats["right"] if column.is_number else formats["words" if place == 0 else "indented"]
            write_cell(sheet, row, place, cell, numbers_as, words)
        lines = max((len(textwrap.wrap(cell.text, _WIDEST)) for cell in cells), default=1)
        if lines > 1:
            sheet.set_row(row, LINE * lines)
    widths = []
    for place, (heading, column) in enumerate(zip(headings, table.columns)):
        longest = max([len(heading) + 2, *(len(row[place].text) for row in table.rows)])
        widths.append(min(longest, _WIDEST) + 3)
        sheet.set_column(place, place, widths[-1])
        if place:
            sheet.write_string(2, place, heading, formats["right" if column.is_number else "indented"])
    print_with_title(sheet, title, widths, rows=len(table.rows) + 3)


def _headings(table: Table) -> list[str]:
    """The headings of a table, of which Excel wants one for each column; where one is repeated, as "%" after each period, the
    names in full: "2019/20 %"."""
    headings = [column.heading or capital(column.name) for column in table.columns]
    full = [column.name if headings.count(heading) > 1 else heading for heading, column in zip(headings, table.columns)]
    return distinct_headings(full)
