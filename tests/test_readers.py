"""Every kind of file that is registered has a case here, and gives the same plans."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
from datetime import date

import pytest
from openpyxl import Workbook
from support import run, workbooks

from cpind.errors import NoExtractError
from cpind.inputs.folders import SUFFIXES
from cpind.inputs.layouts import known_table, registered_layouts
from cpind.inputs.readers import registered_readers
from cpind.inputs.reading import read

HEADINGS = ("child_id", "plan_start", "plan_end")
PLANS = [("A1", "2019-05-01", "2019-12-31"), ("A2", "2019-06-03", "")]
TEXT = "\n".join(",".join(cells) for cells in (HEADINGS, *PLANS)) + "\n"

CENSUS = """<Message><Header><CollectionDetails><Year>2020</Year><ReferenceDate>2020-03-31</ReferenceDate>
</CollectionDetails></Header><Children>
<Child><ChildIdentifiers><LAchildID>A1</LAchildID></ChildIdentifiers><CINdetails><ChildProtectionPlans>
<CPPstartDate>2019-05-01</CPPstartDate><CPPendDate>2019-12-31</CPPendDate></ChildProtectionPlans></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>A2</LAchildID></ChildIdentifiers><CINdetails><ChildProtectionPlans>
<CPPstartDate>2019-06-03</CPPstartDate></ChildProtectionPlans></CINdetails></Child></Children></Message>"""


def a_workbook() -> bytes:
    book, out = Workbook(), io.BytesIO()
    for cells in (HEADINGS, *PLANS):
        book.active.append(cells)
    book.save(out)
    return out.getvalue()


def a_parquet_file() -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(pa.table(dict(zip(HEADINGS, map(list, zip(*PLANS))))), out)
    return out.getvalue()


CASES = {  # the function that reads it: a file of the two plans
    "read_text": TEXT.encode(),
    "read_sheets": a_workbook(),
    "read_parquet": a_parquet_file(),
    "read_return": CENSUS.encode(),
    "read_packed": workbooks.zipped({"plans.csv": TEXT.encode()}),
}
READERS = {one.read.__name__: one for one in registered_readers()}


def test_every_reader_has_a_case():
    assert set(CASES) == set(READERS)


@pytest.mark.parametrize("name", READERS)
def test_every_kind_of_file_gives_the_same_plans(here, name):
    for suffix in (*READERS[name].suffixes, ".unknown"):  # the content decides, not the name
        (here / f"plans{suffix}").write_bytes(CASES[name])
        plans = read(f"plans{suffix}").plans
        found = zip(plans["child_id"], plans["plan_start"].dt.date, plans["plan_end"].dt.date)
        expected = [("A1", date(2019, 5, 1), date(2019, 12, 31)), ("A2", date(2019, 6, 3))]
        assert [row[:2] if row[0] == "A2" else row for row in found] == expected
        assert plans["plan_end"].isna().tolist() == [False, True]


@pytest.mark.parametrize("name", READERS)
def test_every_kind_of_file_is_read_of_a_folder(here, name):
    (here / "folder").mkdir()
    for suffix in READERS[name].suffixes:
        assert suffix in SUFFIXES
        (here / "folder" / f"plans{suffix}").write_bytes(CASES[name])
        assert len(read("folder").plans) == 2
        (here / "folder" / f"plans{suffix}").unlink()
        if READERS[name].is_gzipped:
            (here / "folder" / f"plans{suffix}.gz").write_bytes(gzip.compress(CASES[name]))
            assert len(read("folder").plans) == 2
            (here / "folder" / f"plans{suffix}.gz").unlink()


@pytest.mark.parametrize("name", READERS)
def test_one_reader_alone_recognises_its_files(here, name):
    from cpind.inputs.opening import Source

    (here / "file").write_bytes(CASES[name])
    others = [one for one in registered_readers() if one.read.__name__ not in (name, "read_text")]
    assert not any(one.recognises(Source("file", "file")) for one in others)


def test_an_unknown_kind_of_file_is_refused_with_the_kinds_that_are_read(here):
    (here / "plans.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(NoExtractError) as raised:
        read("plans.pdf")
    for one in registered_readers():
        assert one.kind in str(raised.value)
    assert len({one.order for one in registered_readers()}) == len(registered_readers())


def test_a_small_csv_needs_no_other_library(here):
    (here / "plans.csv").write_text(TEXT)
    program = (
        "import sys; from cpind.cli import main\ntry: main(['activity', 'plans.csv', '--year', '2019/20', '-q'])\n"
        "except SystemExit: pass\n"
        "found = {'lxml', 'python_calamine', 'pyarrow', 'pandas'} & set(sys.modules)\nassert not found, found"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


# --- layouts of tables ------------------------------------------------------------------------------


LAYOUTS = {  # headings of a table of the layout, and what the table is called there
    "annex-a": (["Child Unique ID", "Was the Child Seen Alone?", "Date of latest review conference"], "List 7"),
    "ssd": (["cppr_cp_plan_id", "cppr_cp_review_date"], "ssd_cp_reviews"),
}


def test_every_layout_that_names_its_tables_has_a_case():
    assert set(LAYOUTS) == {one.name for one in registered_layouts() if one.find_table}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_recognised_by_its_headings(here, name):
    headings, table = LAYOUTS[name]
    assert known_table(headings) == (name, table)
    (here / "table.csv").write_text(",".join(headings) + "\n" + ",".join("1" for _ in headings) + "\n")
    assert table in run("inspect", "table.csv").stdout
    assert known_table(HEADINGS) is None
