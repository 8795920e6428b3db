"""What a program other than ours shows of the documents: LibreOffice opens them, once for all tests of this file."""

from __future__ import annotations

import contextlib
import csv
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from support import EXAMPLES, run
from support.profiles import PROFILE
from test_documents import cells_of_markdown, written
from test_pack_sentences import PACKS

OFFICE = next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)
TEXT = shutil.which("pdftotext")

AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
"""Each sheet as a CSV of what its cells show."""

PAPERS = ("the store", "two quarters", "returns alone") if PROFILE == "nightly" else ("the store",)

pytestmark = [pytest.mark.slow, pytest.mark.skipif(OFFICE is None, reason="no LibreOffice is installed")]


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> Path:
    """A folder of some packs and a document of every kind of chart as PDF, and of the example's pack as CSV and Markdown."""
    folder = tmp_path_factory.mktemp("opened")
    for pack in PAPERS:
        shutil.copytree(EXAMPLES / "warwickshire", folder / "in" / pack)
        with contextlib.chdir(folder / "in" / pack):
            made = PACKS[pack](folder / "in" / pack)
            assert run("report", "-q", *made, "-o", str(folder / f"{pack}.docx")).exit_code == 0
    for suffix in (".xlsx", ".md"):
        assert run("report", "--example", "-q", "-o", str(folder / f"pack{suffix}")).exit_code == 0
    for suffix in (".docx", ".xlsx"):
        (folder / f"document{suffix}").write_bytes(written(suffix))
    for target, suffix in (("pdf", ".docx"), (AS_SHOWN, ".xlsx")):
        subprocess.run(
            [
                *(OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
                *("--convert-to", target, "--outdir", folder, *sorted(folder.glob(f"*{suffix}"))),
            ],
            capture_output=True,
            timeout=180,
            check=True,
        )
    return folder


def test_documents_of_every_kind_of_chart_are_opened(opened):
    assert (opened / "document.pdf").read_bytes().startswith(b"%PDF")
    assert len(list(opened.glob("document-*.csv"))) > 1


@pytest.mark.skipif(TEXT is None, reason="no pdftotext is installed")
@pytest.mark.parametrize("pack", PAPERS)
def test_the_contents_name_the_pages_on_which_sections_are(opened, pack):
    pdf = opened / f"{pack}.pdf"
    text = subprocess.run([TEXT, "-layout", pdf, "-"], capture_output=True, text=True, check=True)
    pages = text.stdout.split("\f")[:-1]
    entries = re.findall(r"^\s*(\S.*?) ?\.{3,} *(\d+)$", pages[0], re.M)
    assert len(entries) > 6
    for title, page in entries:
        assert re.search(rf"^\s*{re.escape(title)}\s*$", pages[int(page) - 1], re.M), (title, page)
    for number, page in enumerate(pages, start=1):
        assert re.search(rf"Page {number} of {len(pages)}$", page.rstrip()), number


def test_every_cell_of_a_workbook_is_shown_as_it_is_printed(opened):
    compared = 0
    for number, (_, *rows) in enumerate(cells_of_markdown((opened / "pack.md").read_bytes()), start=1):
        with open(opened / f"pack-Table {number}.csv", encoding="utf-8", newline="") as file:
            sheet = list(csv.reader(file))[3:]
        for cells, own in zip(sheet, rows, strict=True):
            assert [cell.replace(",", "") for cell in cells] == [text.replace(",", "") for text in own]
            compared += len(own)
    assert compared > 400
