"""The pack as a workbook: cells hold the engine's numbers, and show what the paper prints."""

from __future__ import annotations

import csv
import json
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support import run
from test_documents import OFFICE, cells_of_markdown

from cpind.output.documents.sheet_cells import shown, stored


@pytest.fixture
def pack(example):
    """The example's pack as a workbook, and its tables as Markdown prints them."""
    for suffix in (".xlsx", ".md"):
        assert run("report", "-q", "-o", f"pack{suffix}").exit_code == 0
    return load_workbook("pack.xlsx"), cells_of_markdown(Path("pack.md").read_bytes())


def test_a_cell_holds_the_engines_number_unrounded(pack):
    book, tables = pack
    own = [row for row in json.loads(run("rates", "-f", "json", "-q").stdout) if row["area"] == "Warwickshire"]
    assert tables[1][1][0] == "Warwickshire" and tables[1][1][-1] == "25.1"
    cells = [cell for cell in book["Table 2"][4]][1:]
    assert [cell.value for cell in cells] == pytest.approx([row["value"] for row in own], rel=1e-14)
    assert {cell.number_format for cell in cells} == {"#,##0.0"}
    assert cells[-1].value == pytest.approx(295 / 117720 * 10_000, rel=1e-14)


def test_what_is_hidden_stays_so(pack):
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


def test_a_tie_is_shown_as_it_is_printed():
    assert shown(0.05, 1) == "0.1" and shown(2.675, 2) == "2.68" and shown(-0.5, 0) == "-1"


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice is installed")
def test_every_cell_is_shown_as_it_is_printed(pack, tmp_path):
    """By another program than ours: LibreOffice writes what each sheet shows."""
    _, tables = pack
    as_shown = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [OFFICE, profile, "--headless", "--convert-to", as_shown, "--outdir", tmp_path, "pack.xlsx"],
        capture_output=True,
        timeout=180,
        check=True,
    )
    compared = 0
    for number, (_, *rows) in enumerate(tables, start=1):
        with open(tmp_path / f"pack-Table {number}.csv", encoding="utf-8", newline="") as file:
            sheet = list(csv.reader(file))[3:]
        for cells, own in zip(sheet, rows, strict=True):
            assert [cell.replace(",", "") for cell in cells] == [text.replace(",", "") for text in own]
            compared += len(own)
    assert compared > 400
