"""The pack as a workbook: cells hold the engine's numbers, and show what the paper prints."""

from __future__ import annotations

import io
import json

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from support import run
from test_documents import cells_of_markdown, pack_of_the_example

from cpind.output.documents.sheet_cells import shown, stored


@pytest.fixture
def pack(example):
    """The example's pack as a workbook, and its tables as Markdown prints them."""
    return load_workbook(io.BytesIO(pack_of_the_example(".xlsx"))), cells_of_markdown(pack_of_the_example(".md"))


def test_a_cell_holds_the_engines_number_unrounded(pack):
    book, tables = pack
    own = [row for row in json.loads(run("rates", "-f", "json", "-q").stdout) if row["area"] == "Warwickshire"]
    assert tables[1][1][0] == "Warwickshire" and tables[1][1][-1] == "25.1"
    cells = [cell for cell in book["Table 2"][4]][1:]
    assert [cell.value for cell in cells] == pytest.approx([row["value"] for row in own], rel=1e-14)
    assert {cell.number_format for cell in cells} == {"#,##0.0"}
    assert cells[-1].value == pytest.approx(295 / 117720 * 10_000, rel=1e-14)


def test_a_hidden_number_is_not_in_the_workbook(pack):
    book, tables = pack
    hidden = [text for table in tables for row in table for text in row if text == "c"]
    cells = [cell for name in book.sheetnames if name.startswith("Table") for row in book[name] for cell in row]
    assert len(hidden) == sum(cell.value == "c" for cell in cells) > 5


def test_a_change_has_its_sign(pack):
    book, tables = pack
    place = next(number for number, table in enumerate(tables, start=1) if "Change" in table[0])
    column = tables[place - 1][0].index("Change")
    cells = {row[0].value[:20]: row[column] for row in book[f"Table {place}"].iter_rows(min_row=4)}
    change = cells["Child protection pla"]
    rising = [cell for cell in cells.values() if cell.value > 0]
    assert change.value != round(change.value, 1)
    assert {cell.number_format for cell in rising} <= {"+#,##0.0;-#,##0.0;#,##0.0"}


@pytest.mark.parametrize(
    ("text", "value", "decimals", "number"),
    [
        ("6.3", 6.25, 1, 6.25),  # half up, as DfE
        ("25.1", 295 / 117720 * 10_000, 1, 295 / 117720 * 10_000),
        ("+5.2", 5.1596, 1, 5.1596),
        ("0.0", -0.003, 1, 0.0),  # Excel would show -0.0
        ("50.0", 49.94, 1, 50.0),  # of numbers rounded for publication
        ("1306", None, 0, 1306.0),
    ],
)
def test_a_number_that_excel_would_show_otherwise_is_stored_as_printed(text, value, decimals, number):
    assert stored(text, value, decimals) == number


def test_a_tie_in_rounding_is_shown_as_it_is_printed():
    assert shown(0.05, 1) == "0.1" and shown(2.675, 2) == "2.68" and shown(-0.5, 0) == "-1"


def test_each_heading_of_a_workbook_says_of_what_it_is_the_percentage(pack):
    book, tables = pack
    headings = [[cell.value for cell in book[f"Table {number}"][3]] for number in range(1, len(tables) + 1)]
    years = [f"20{year}/{year + 1}" for year in range(15, 20)]
    assert ["Measure", *(name for year in years for name in (year, f"{year} %"))] in headings
    assert ["Period", "Within 2 years", "Within 2 years %", "Repeat plans", "Repeat plans %"] in [
        row[:5] for row in headings
    ]


def test_a_title_that_is_longer_than_its_table_is_printed_whole(pack):
    book, _ = pack
    narrow, wide = book["Table 3"], book["Table 1"]
    assert narrow["A1"].value == "Table 3: Children subject to a plan at the end of the quarter [note 7]"
    first, last = range_boundaries(narrow.print_area.partition("!")[2])[::2]
    letters = sum(narrow.column_dimensions[letter].width for letter in "AB") + 8 * (last - 2)
    assert first == 1 and 70 <= letters <= 90  # the title has 69
    assert wide.print_area == "'Table 1'!$A$1:$K$13"


def test_words_beside_numbers_stand_apart_from_them(pack):
    trend = pack[0]["Table 1"]["I4"]
    assert (trend.value, trend.alignment.horizontal, trend.alignment.indent) == ("down", "left", 1)
