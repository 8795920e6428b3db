"""The pages of a Word document: the contents say where its sections are, and wide tables lie on their side."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document as read_docx
from docx.enum.section import WD_ORIENTATION
from support import run
from test_documents import DOCUMENT, written

from cpind.output.document import Document, Paragraph, Section, TableBlock
from cpind.output.documents import write_document
from cpind.output.documents.letters import lines_of, width_of
from cpind.output.documents.word_tables import columns_of
from cpind.output.tables import Cell, Column, Table


def parts_of(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}


def wide_table(columns: int = 14) -> Table:
    headings = [Column("", "what", False), *(Column(f"12 months {n}", f"{n}") for n in range(columns))]
    rows = tuple(
        (Cell("A measure of many words, more than thirty letters"), *[Cell("1234", 0)] * columns) for _ in "ab"
    )
    return Table("All at once", tuple(headings), rows)


# --- contents -------------------------------------------------------------------------------------------


def test_the_contents_are_a_field_with_an_entry_and_a_page_for_each_section():
    word = read_docx(io.BytesIO(written(".docx")))
    entries = [paragraph for paragraph in word.paragraphs if paragraph.style.name == "toc 1"]
    texts = [re.sub(r"\s+", " ", "".join(entry._p.itertext("{*}t", "{*}tab"))) for entry in entries]
    assert [re.sub(r"\d+$", "", text) for text in texts] == [section.title for section in DOCUMENT.sections]
    body = parts_of(written(".docx"))["word/document.xml"]
    assert ' TOC \\o "1-1" \\h \\z \\u ' in body
    assert body.count('fldCharType="begin"') == body.count('fldCharType="end"') == 1 + len(DOCUMENT.sections)
    marks = re.findall(r'<w:bookmarkStart w:id="\d+" w:name="([^"]+)"', body)
    assert marks == re.findall(r'<w:hyperlink w:anchor="([^"]+)"', body) == re.findall(r"PAGEREF (\S+)", body)
    assert all(re.fullmatch(r"_Toc\d{9}", mark) for mark in marks)


def test_word_opens_the_document_without_asking_to_update_fields():
    """Fields that are marked as out of date, or to be updated on opening, make Word ask its reader."""
    for name, part in parts_of(written(".docx")).items():
        assert "w:dirty" not in part and "updateFields" not in part, name


def test_a_document_of_one_section_has_no_contents():
    document = Document("T", "", "", (Section("One", "one", (Paragraph("Words."),)),))
    assert " TOC " not in parts_of(write_document(document, ".docx"))["word/document.xml"]


# --- pages ----------------------------------------------------------------------------------------------


def test_a_page_has_margins_of_two_and_a_half_centimetres():
    section = read_docx(io.BytesIO(written(".docx"))).sections[0]
    margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert [round(margin.cm, 1) for margin in margins] == [2.5] * 4


def sides_of(data: bytes) -> list[bool]:
    """Whether the pages of each section of Word lie on their side."""
    sections = read_docx(io.BytesIO(data)).sections
    for section in sections:
        is_wide = section.orientation == WD_ORIENTATION.LANDSCAPE
        assert (section.page_width > section.page_height) == is_wide
    return [section.orientation == WD_ORIENTATION.LANDSCAPE for section in sections]


def test_a_wide_table_is_on_a_landscape_page_with_the_words_before_it():
    blocks = (Paragraph("Before."), TableBlock(wide_table()), Paragraph("After."))
    sections = (Section("First", "first", (Paragraph("Words."),)), Section("Second", "second", blocks))
    data = write_document(Document("T", "", "", sections), ".docx")
    assert sides_of(data) == [False, True, False]
    sides: list[list[str]] = [[]]
    for child in read_docx(io.BytesIO(data)).element.body:
        sides[-1].append("".join(text.text or "" for text in child.iter("{*}t")))
        if child.xpath("w:pPr/w:sectPr"):
            sides.append([])
    first, second, third = sides
    assert first[-1] == "Words."  # and no blank paragraph after it
    assert second[:2] == ["Second", "Before."] and third[0] == "After."
    assert sides_of(written(".docx")) == [False]


def test_a_document_of_one_wide_table_is_landscape_from_its_title():
    document = Document("All at once", "", "", (Section("", "table", (TableBlock(wide_table()),)),))
    assert sides_of(write_document(document, ".docx")) == [True]


def test_the_scorecard_is_on_a_landscape_page(example):
    assert run("report", "-q", "--sections", "rates,scorecard", "-o", "pack.docx").exit_code == 0
    assert sides_of(Path("pack.docx").read_bytes()) == [False, True]


def test_words_are_as_wide_as_in_arial():
    """By the metrics of Helvetica that Adobe publishes: 4 x 556 + 278 of 1000 for "2019/"."""
    assert width_of("2019/", 1000) == pytest.approx((4 * 556 + 278) * 1.04)
    assert lines_of("one two three", width_of("one two", 10) + 0.1, 10) == 2
    assert lines_of("", 100, 10) == 1 and lines_of("x" * 100, width_of("x" * 10, 10), 10) == 10


@pytest.mark.parametrize(("notes", "paragraphs"), [(3, 3), (28, 1), (400, 400)])
def test_notes_of_a_wide_table_run_on_where_that_keeps_them_on_its_page(notes, paragraphs):
    """Some room, none for all in paragraphs of their own, and none in any case."""
    table = replace(wide_table(), notes=tuple(f"This is the note {n}." for n in range(notes)))
    data = write_document(Document("T", "", "", (Section("One", "one", (TableBlock(table),)),)), ".docx")
    written_notes = [one.text for one in read_docx(io.BytesIO(data)).paragraphs if "the note" in one.text]
    assert " ".join(written_notes) == " ".join(table.notes)
    assert len(written_notes) == paragraphs


def test_the_heading_of_words_after_numbers_has_room_beside_their_indent():
    table = wide_table(8)
    words = replace(table, columns=(*table.columns, Column("Rank", "rank", False)))
    words = replace(words, rows=tuple((*row, Cell("9 of 9")) for row in table.rows))
    for width in (450, 550, 700):
        inside = columns_of(words, width).widths[-1] - 2 * 2.75 - 6  # the margins of a cell, and the indent
        assert inside >= width_of("Rank", columns_of(words, width).size)
