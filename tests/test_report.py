"""The committee report of September 2020 comes out of the example, cell by cell.

The expected figures are the report's, typed in; none is computed here.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from decimal import ROUND_HALF_UP, Decimal

import pytest
from openpyxl import load_workbook
from support import EXAMPLES, run

YEARS = ["2015/16", "2016/17", "2017/18", "2018/19", "2019/20"]

TABLES_1_TO_4 = {
    "rates": {
        "Warwickshire": ["42.0", "38.8", "49.0", "29.8", "25.1"],
        "Statistical neighbours": ["39.4", "35.7", "34.4", "34.7", "TBC"],
        "England": ["43.1", "43.3", "45.3", "43.7", "TBC"],
    },
    "two-year": {
        "Warwickshire": ["4.9", "4.9", "5.9", "3.0", "2.3"],
        "Statistical neighbours": ["2.6", "3.3", "3.8", "3.7", "TBC"],
        "England": ["3.8", "3.4", "3.4", "3.3", "TBC"],
    },
    "icpc": {
        "Warwickshire": ["100.0", "76.8", "72.6", "83.1", "67.8"],
        "Statistical neighbours": ["79.1", "80.4", "84.9", "84.7", "TBC"],
        "England": ["76.7", "77.2", "76.9", "78.7", "TBC"],
    },
    "repeats": {
        "Warwickshire": ["18.1", "20.8", "18.7", "18.6", "23.8"],
        "Statistical neighbours": ["19.0", "18.9", "21.6", "22.0", "TBC"],
        "England": ["17.9", "18.7", "20.2", "20.8", "TBC"],
    },
}
TABLE_5 = [
    ["Q4 17/18", "17", "10.1", "26", "15.4", "169", "30"],
    ["Q1 18/19", "13", "8.3", "19", "12.1", "157", "24"],
    ["Q2 18/19", "4", "2.9", "30", "21.6", "139", "54"],
    ["Q3 18/19", "8", "8.2", "15", "15.5", "97", "55"],
    ["Q4 18/19", "18", "14.6", "32", "26.0", "123", "23"],
    ["Q1 19/20", "11", "8.5", "22", "17.1", "129", "34"],
    ["Q2 19/20", "22", "20.8", "33", "31.1", "106", "23"],
    ["Q3 19/20", "11", "12.6", "23", "26.4", "87", "45"],
    ["Q4 19/20", "12", "11.4", "25", "23.8", "105", "42"],
    ["Q1 20/21", "12", "10.0", "38", "31.7", "120", "42"],
]
TABLE_6 = {
    "Section 47 enquiries started": ["1084", "1290", "1426", "1205", "1306"],
    "Initial child protection conferences": ["618", "544", "727", "623", "482"],
    "Child protection plans started": ["579", "496", "674", "516", "425"],
    "Child protection plans ended": ["639", "532", "544", "734", "473"],
    # 2017/18: the report prints 563 here and 49.0 per 10,000 in its tables 1 and 7, which is 561, DfE's number.
    "Children subject to a plan at 31 March": ["473", "439", "561", "345", "295"],
}
DATES = ["2015-03-31", "2016-03-31", "2017-03-31", "2018-03-31", "2019-03-31", "2020-03-31", "2020-07-31"]
TABLE_7 = {
    "North Warwickshire": [51, 35, 39, 47, 22, 17, 22],
    "Nuneaton & Bedworth": [77, 60, 54, 67, 36, 36, 32],
    "Rugby": [42, 39, 37, 36, 23, 24, 33],
    "Stratford": [22, 23, 24, 43, 26, 19, 24],
    "Warwick": [45, 45, 39, 51, 23, 20, 16],
}
TABLE_7_COUNTY = ["47.7", "42.0", "38.8", "49.0", "29.8", "25.1", "28.0"]
CHART = {"Mar-20": "54.3", "Apr-20": "86.0", "May-20": "94.3", "Jun-20": "92.3", "Jul-20": "81.1"}

pytestmark = pytest.mark.usefixtures("example")


def rows(*arguments: str) -> list[list[str]]:
    result = run(*arguments, "-f", "csv")
    assert result.exit_code == 0, result.output
    return list(csv.reader(io.StringIO(result.stdout)))


@pytest.mark.parametrize("command", TABLES_1_TO_4)
def test_tables_1_to_4(command):
    headings, *body = rows(command)
    assert headings == ["area", *YEARS]
    assert {row[0]: row[1:] for row in body} == TABLES_1_TO_4[command]


def test_table_5_in_its_own_columns():
    headings, *body = rows("repeats", "--quarter", "Q4-17/18..Q1-20/21")
    assert headings == [
        "period",
        "Within 2 years",
        "Within 2 years %",
        "Repeat plans",
        "Repeat plans %",
        "Plans started",
        "Mean months between plans",
    ]
    assert body == TABLE_5


def test_one_quarter_of_table_5():
    assert rows("repeats", "--quarter", "Q1-20/21")[1:] == TABLE_5[-1:]


def test_table_6():
    headings, *body = rows("activity")
    assert headings == ["measure", *YEARS]
    assert {row[0]: row[1:] for row in body} == TABLE_6


def test_districts_of_table_7_in_whole_numbers():
    dates = [part for day in DATES for part in ("--at", day)]
    result = run("rates", "--by", "district", "--population-rule", "published", *dates, "-f", "json")
    figures = json.loads(result.stdout)
    for district, expected in TABLE_7.items():
        values = {f["end"]: f["value"] for f in figures if f["group"] == district}
        whole = [int(Decimal(values[day]).quantize(Decimal(1), ROUND_HALF_UP)) for day in DATES]
        assert whole == expected, district


def test_county_row_of_table_7():
    dates = [part for day in DATES for part in ("--at", day)]
    headings, *body = rows("rates", *dates)
    assert headings[-1] == "31 July 2020"
    assert body == [["Warwickshire", *TABLE_7_COUNTY]]


@pytest.mark.parametrize("day, children, rate", [("2018-02-28", 592, "52.3"), ("2020-07-31", 330, "28.0")])
def test_figures_in_the_text(day, children, rate):
    assert rows("rates", "--at", day)[1] == ["Warwickshire", rate]
    assert json.loads(run("rates", "--at", day, "-f", "json").stdout)[0]["numerator"] == children


def test_chart_of_conferences():
    headings, body = rows("icpc", "--month", "Mar-20..Jul-20")
    assert dict(zip(headings[1:], body[1:])) == CHART


def test_live_quarters_and_the_return_differ_and_each_says_its_basis():
    """103 of 427 plans of 2019/20 in the live extract, 101 of 425 in the return: both are right."""
    figures = json.loads(run("repeats", "--quarter", "Q1-19/20..Q4-19/20", "-f", "json").stdout)
    quarters = [f for f in figures if f["indicator"] == "repeats"]
    assert (sum(f["numerator"] for f in quarters), sum(f["denominator"] for f in quarters)) == (103, 427)
    assert {f["basis"] for f in quarters} == {"live extract to 31 July 2020"}
    year = json.loads(run("repeats", "--year", "2019/20", "-f", "json").stdout)[0]
    assert (year["numerator"], year["denominator"], year["basis"]) == (101, 425, "return 2019/20")


def test_three_of_the_38_repeat_plans_have_no_dates():
    printed = run("repeats", "--quarter", "Q1-20/21").stdout
    assert "3 of the 38 repeat plans have no usable dates for the previous plan" in printed
    assert "Latest year published of repeats: statistical neighbours 22.0, England 20.8 (2018/19)." in printed


def test_the_packaged_example_is_used_without_extract_and_settings(here):
    for arguments, cell in [(["rates"], "25.1"), (["repeats", "--quarter", "Q1-20/21"], "31.7")]:
        result = run(*arguments)
        assert cell in result.stdout
        assert result.stderr == "cpind: no extract given: this is the packaged example, an invented Warwickshire\n"


def test_the_layouts_are_what_their_script_writes(example):
    examples = example.parent
    shutil.rmtree(examples / "layouts" / "ssd")
    (examples / "layouts" / "cin-2020.xml").unlink()
    subprocess.run([sys.executable, "-B", str(examples / "make_layouts.py")], check=True)
    written = sorted(path for path in (EXAMPLES / "layouts").rglob("*") if path.suffix in (".xml", ".csv"))
    assert len(written) == 7
    for path in written:
        assert (examples / path.relative_to(EXAMPLES)).read_bytes() == path.read_bytes(), path.name
    book, again = (
        [list(sheet.values) for sheet in load_workbook(folder / "layouts" / "annex-a.xlsx")]
        for folder in (EXAMPLES, examples)
    )
    assert book == again


def test_the_example_is_what_its_script_writes(tmp_path):
    script = EXAMPLES / "make_warwickshire.py"
    subprocess.run([sys.executable, "-B", str(script), str(tmp_path / "again")], check=True, capture_output=True)
    for name in ("returns.csv", "extract.csv", "population.csv", "benchmarks.csv"):
        assert (tmp_path / "again" / name).read_bytes() == (EXAMPLES / "warwickshire" / name).read_bytes(), name
