"""Every command in every format, against files kept beside this one.

`python tests/test_golden.py` writes them anew: read the difference before you commit it. That the figures are
right is proved elsewhere; this is for what they look like.
"""

from __future__ import annotations

import csv
import io
import os
from datetime import datetime
from pathlib import Path

import pytest
from support import EXAMPLES, run

GOLDEN = Path(__file__).parent / "golden"
SUFFIXES = {"table": "txt", "csv": "csv", "tsv": "tsv", "json": "json", "markdown": "md"}
COMMANDS = {
    "rates": ["rates"],
    "rates-by-district": ["rates", "--by", "district", "--at", "2019-03-31", "--at", "2020-07-31"],
    "rates-by-age": ["rates", "--by", "age", "--at", "2020-07-31"],
    "rates-part": ["rates", "--year", "2019/20..2020/21"],
    "two-year": ["two-year", "--bands"],
    "two-year-open": ["two-year", "--open"],
    "icpc": ["icpc", "--bands", "--year", "2018/19..2019/20"],
    "repeats": ["repeats"],
    "repeats-quarters": ["repeats", "--quarter", "Q3-19/20..Q1-20/21"],
    "repeats-by-category": ["repeats", "--quarter", "Q1-20/21", "--by", "category"],
    "gaps": ["gaps", "--rolling", "12"],
    "gaps-before": ["gaps", "--year", "2013/14..2014/15"],
    "reviews": ["reviews"],
    "reviews-by-sex": ["reviews", "--by", "sex", "--at", "2020-03-31", "--full-history"],
    "check": ["check"],
    "check-rows": ["check", "--rows", "--only", "vanished"],
    "activity": ["activity"],
    "activity-months": ["activity", "--ytd", "--every", "month"],
    "activity-by-sex": ["activity", "--by", "sex", "--year", "2019/20"],
    "figures": ["figures", "--quarter", "Q1-20/21"],
    "figures-by-ethnic-group": ["figures", "--year", "2019/20", "--by", "ethnic-group", "--compare", "England"],
}


@pytest.mark.parametrize("format", SUFFIXES)
@pytest.mark.parametrize("name", COMMANDS)
def test_output_is_as_kept(example, name, format):
    kept = GOLDEN / f"{name}.{SUFFIXES[format]}"
    result = run(*COMMANDS[name], "-f", format)
    assert result.exit_code == 0
    assert result.stdout == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_workbook_holds_the_same_cells_as_numbers(example, name):
    from openpyxl import load_workbook

    assert run(*COMMANDS[name], "-o", "out.xlsx").exit_code == 0
    sheet, notes = load_workbook("out.xlsx").worksheets
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    text = (GOLDEN / f"{name}.csv").read_text(encoding="utf-8")
    for got, kept in zip(rows, csv.reader(io.StringIO(text)), strict=True):
        for cell, expected in zip(got, kept, strict=True):
            if isinstance(cell, (int, float)):
                assert cell == pytest.approx(float(expected), rel=1e-14)  # a workbook keeps 16 digits
            else:
                assert (f"{cell:%Y-%m-%d}" if isinstance(cell, datetime) else cell or "") == expected
    assert any(isinstance(cell, (int, float)) for row in rows for cell in row)
    assert notes["A1"].font.bold


@pytest.mark.parametrize("name", ["rates", "activity", "repeats-quarters"])
def test_a_csv_file_has_a_byte_order_mark_and_standard_output_none(example, name):
    run(*COMMANDS[name], "-o", "out.csv")
    assert (example / "out.csv").read_bytes() == b"\xef\xbb\xbf" + (GOLDEN / f"{name}.csv").read_bytes()


def test_long_is_the_tidy_result_in_every_format(example):
    long = run("rates", "--long", "-f", "csv").stdout.splitlines()
    assert long[0] == "indicator,area,by,group,period,start,end,numerator,denominator,value,unit,status,basis,note"
    assert long[1].startswith("rates,Warwickshire,,,2015/16,2015-04-01,2016-03-31,473,112720,41.96238")
    assert run("rates", "--long").stdout.startswith("indicator")


def test_texts_that_a_spreadsheet_takes_for_formulas_are_quoted(here):
    rows = "1,2019-05-01,2019-12-30,=HYPERLINK()\n2,2019-05-01,2019-12-30,@x\n3,2019-05-01,2019-12-30,-1\n"
    (here / "e.csv").write_text("child_id,plan_start,plan_end,district\n" + rows)
    written = run("activity", "e.csv", "--by", "district", "-f", "csv").stdout
    assert ",'=HYPERLINK()," in written and ",'@x," in written and ",'-1," in written
    from openpyxl import load_workbook

    run("activity", "e.csv", "--by", "district", "-o", "out.xlsx")
    cells = {cell.value: cell.data_type for row in load_workbook("out.xlsx").worksheets[0].iter_rows() for cell in row}
    assert cells["'=HYPERLINK()"] == "s"


def test_labels_are_never_taken_for_numbers(here):
    rows = "".join(
        f"{n},2019-05-01,2019-12-30,{team}\n" for n, team in enumerate(["007", "12.30", "Team 10", "Team 2", "a|b"])
    )
    (here / "e.csv").write_text("child_id,plan_start,plan_end,team\n" + rows)
    printed = run("repeats", "e.csv", "--by", "team").stdout
    assert [line.split("  ")[0] for line in printed.splitlines()[4:9]] == ["007", "12.30", "a|b", "Team 2", "Team 10"]
    assert "a\\|b" in run("repeats", "e.csv", "--by", "team", "-f", "markdown").stdout


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    os.chdir(EXAMPLES / "warwickshire")
    for name, arguments in COMMANDS.items():
        for format, suffix in SUFFIXES.items():
            (GOLDEN / f"{name}.{suffix}").write_text(
                run(*arguments, "-f", format).stdout, encoding="utf-8", newline="\n"
            )
