"""What a program other than ours shows of the documents: LibreOffice opens them, once for all tests of this file. By day
test_word_pages.py looks at the contents of such documents."""

from __future__ import annotations

import contextlib
import csv
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from support import EXAMPLES, run
from support.profiles import at_night
from test_documents import cells_of_markdown, written
from test_pack_sentences import PACKS

OFFICE = next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)
TEXT = shutil.which("pdftotext")

AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
"""Each sheet as a CSV of what its cells show."""

PAPERS = ("the store", "two quarters", "returns alone")

pytestmark = [at_night, pytest.mark.slow, pytest.mark.skipif(OFFICE is None, reason="no LibreOffice is installed")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("opened")


def convert(files: list[Path], target: str) -> None:
    """Write each file in another format beside it: by one process of LibreOffice, which takes a second to start."""
    folder = files[0].parent
    subprocess.run(
        [
            *(OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
            *("--convert-to", target, "--outdir", folder, *files),
        ],
        capture_output=True,
        timeout=180,
        check=True,
    )


@pytest.fixture(scope="module")
def packs_as_pdf(folder) -> None:
    for name in PAPERS:
        shutil.copytree(EXAMPLES / "warwickshire", folder / "in" / name)
        with contextlib.chdir(folder / "in" / name):
            arguments = PACKS[name](folder / "in" / name)
            assert run("report", "-q", *arguments, "-o", str(folder / f"{name}.docx")).exit_code == 0
    convert([folder / f"{name}.docx" for name in PAPERS], "pdf")


def test_documents_of_every_kind_of_chart_are_opened(folder):
    for suffix, target in ((".docx", "pdf"), (".xlsx", AS_SHOWN)):
        (folder / f"document{suffix}").write_bytes(written(suffix))
        convert([folder / f"document{suffix}"], target)
    assert (folder / "document.pdf").read_bytes().startswith(b"%PDF")
    assert len(list(folder.glob("document-*.csv"))) > 1


@pytest.mark.usefixtures("packs_as_pdf")
@pytest.mark.skipif(TEXT is None, reason="no pdftotext is installed")
@pytest.mark.parametrize("pack", PAPERS)
def test_the_contents_name_the_pages_on_which_sections_are(folder, pack):
    text = subprocess.run([TEXT, "-layout", folder / f"{pack}.pdf", "-"], capture_output=True, text=True, check=True)
    pages = text.stdout.split("\f")[:-1]
    entries = re.findall(r"^\s*(\S.*?) ?\.{3,} *(\d+)$", pages[0], re.M)
    assert len(entries) > 6
    for title, page in entries:
        assert re.search(rf"^\s*{re.escape(title)}\s*$", pages[int(page) - 1], re.M), (title, page)
    for number, page in enumerate(pages, start=1):
        assert re.search(rf"Page {number} of {len(pages)}$", page.rstrip()), number


@at_night
def test_every_cell_of_a_workbook_is_shown_as_it_is_printed(folder):
    for suffix in (".xlsx", ".md"):
        assert run("report", "--example", "-q", "-o", str(folder / f"pack{suffix}")).exit_code == 0
    convert([folder / "pack.xlsx"], AS_SHOWN)
    compared = 0
    for number, (_, *rows) in enumerate(cells_of_markdown((folder / "pack.md").read_bytes()), start=1):
        with open(folder / f"pack-Table {number}.csv", encoding="utf-8", newline="") as file:
            sheet = list(csv.reader(file))[3:]
        for cells, own in zip(sheet, rows, strict=True):
            assert [cell.replace(",", "") for cell in cells] == [text.replace(",", "") for text in own]
            compared += len(own)
    assert compared > 400
