"""Every command as a table, and every format on two tables, against files kept beside this one.

`pytest tests/test_golden.py --update-golden` writes them anew: read the difference before you commit it. That the figures
are right is proved elsewhere; this is for what they look like.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document
from docx.text.paragraph import Paragraph
from pyarrow import parquet
from support import GOLDEN, run

from cpind.cli import main
from cpind.output.formats import FORMATS, Format

TABLES = {
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
    "rates-ci": ["rates", "--ci", "--year", "2018/19..2019/20"],
    "repeats-ci": ["show", "repeats", "icpc", "--ci", "99.8", "--year", "2018/19", "--quarter", "Q1-20/21"],
    "gaps": ["gaps", "--rolling", "12"],
    "gaps-before": ["gaps", "--year", "2013/14..2014/15"],
    "reviews": ["reviews"],
    "reviews-by-sex": ["reviews", "--by", "sex", "--at", "2020-03-31", "--full-history"],
    "activity": ["activity"],
    "activity-months": ["activity", "--ytd", "--every", "month"],
    "activity-by-sex": ["activity", "--by", "sex", "--year", "2019/20"],
    "figures": ["figures", "--quarter", "Q1-20/21"],
    "show": ["show", "two-year", "icpc", "icpc-percentiles", "plans-open", "--year", "2018/19..2020/21"],
    "show-by-category": ["show", "plans-open", "two-year-open", "--by", "category", "--month", "Jul-20"],
    "children": ["children", "icpc", "--quarter", "Q1-20/21", "--in", "rest"],
    "children-by": ["children", "rates", "--at", "2020-07-31", "--by", "age", "--where", "district=Rugby"],
    "show-by-two": ["show", "plans-started", "--by", "district", "--by", "sex", "--year", "2019/20"],
    "icpc-where": ["icpc", "--where", "district=Rugby", "--counts", "--change", "--quarter", "Q4-19/20..Q1-20/21"],
    "sample": ["sample", "icpc", "--in", "rest", "--size", "4", "--by", "district", "--quarter", "Q1-20/21"],
    "explain": ["explain", "repeats", "--year", "2019/20", "--base", "2018/19"],
    "explain-stock": ["explain", "rates", "--at", "2020-07-31"],
    "explain-by-category": ["explain", "repeats", "--quarter", "Q1-20/21", "--by", "category"],
    "scorecard": ["scorecard", "--config", "../scorecard/cpind.toml"],
    "report": ["report", "--config", "../scorecard/cpind.toml", "--sections", "rates,timeliness,due,changed,place"],
    "scorecard-month": ["scorecard", "--every", "month"],
    "check": ["check"],
    "check-rows": ["check", "--rows", "--only", "vanished"],
    "check-list": ["check", "--list"],
    "inspect": ["inspect"],
    "due": ["due", "--by-date", "2020-10-31"],
    "due-rows": ["due", "--rows", "--within", "1w", "--where", "district=Rugby"],
    "reconcile": ["reconcile", "--year", "2018/19..2019/20"],
    "benchmarks": ["benchmarks"],
    "benchmarks-show": ["benchmarks", "show", "icpc", "--rank"],
}
"""A table each, and every command that writes tables."""

IN_EVERY_FORMAT = ("rates-by-district", "figures")
"""A wide table with groups, blank cells and notes; a tidy one with every kind of figure."""

AS_RECORDS = {
    "figures-years": ["figures", "--year", "2013/14..2020/21"],
    "figures-by-ethnic-group": ["figures", "--year", "2019/20", "--by", "ethnic-group", "--compare", "England"],
    "children-repeats": ["children", "repeats", "--month", "Apr-20"],
    **{
        case: TABLES[case]
        for case in (
            "gaps",
            "repeats-quarters",
            "repeats-by-category",
            "reviews-by-sex",
            "scorecard",
            "explain",
            "explain-by-category",
            "repeats-ci",
        )
    },
}
"""JSON of what tables round or leave out: numerators, denominators and unrounded values."""

WITHOUT_TABLE = {"convert", "indicators", "init"}
"""Commands that write no table."""


def workbook_as_text(data: bytes) -> str:
    """A line a cell that is not empty: sheet, place, value, and how it is shown."""
    from openpyxl import load_workbook

    lines = []
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value not in (None, ""):
                    bold = ", bold" if cell.font.bold else ""
                    lines.append(f"{sheet.title}!{cell.coordinate} {cell.value!r} ({cell.number_format}{bold})\n")
    return "".join(lines)


def document_as_text(written: bytes) -> str:
    """The paragraphs and tables of a Word document, in order, with the style of each."""
    lines = []
    for part in Document(io.BytesIO(written)).iter_inner_content():
        if isinstance(part, Paragraph):
            lines.append(f"{part.style.name}: {part.text}\n")
        else:
            lines += [f"| {' | '.join(cell.text for cell in row.cells)} |\n" for row in part.rows]
    return "".join(lines)


def parquet_as_text(written: bytes) -> str:
    """A line of names with their types, and one for each row."""
    table = parquet.read_table(io.BytesIO(written))
    heads = ", ".join(f"{field.name}: {field.type}" for field in table.schema)
    return "\n".join([heads, *(", ".join(map(repr, row.values())) for row in table.to_pylist()), ""])


AS_TEXT: dict[str, Callable[[bytes], str]] = {
    "xlsx": workbook_as_text,
    "docx": document_as_text,
    "parquet": parquet_as_text,
}
"""For each format that is not text, a function that makes readable text of a file."""


WRITTEN = {name: format for name, format in FORMATS.items() if not format.is_picture}
"""A picture is tested elsewhere: its bytes are another library's."""


def kept_name(case: str, format: Format) -> str:
    """The golden file of a case in a format, by the format's first suffix."""
    return f"{case}{format.suffixes[0]}{'.txt' if format.name in AS_TEXT else ''}"


def printed(arguments: list[str], format: str) -> str:
    has_format = arguments != ["benchmarks"] and arguments[0] != "report"
    result = run(*arguments, "-f", format) if has_format else run(*arguments)
    assert result.exit_code == 0, result.stderr
    return AS_TEXT[format](result.stdout_bytes) if format in AS_TEXT else result.stdout


@pytest.mark.parametrize("case", TABLES)
def test_each_table_equals_its_golden_file(example, golden, case):
    golden(kept_name(case, FORMATS["table"]), printed(TABLES[case], "table"))


@pytest.mark.parametrize("format", [name for name in WRITTEN if name != "table"])
@pytest.mark.parametrize("case", IN_EVERY_FORMAT)
def test_every_format_equals_its_golden_file(example, golden, case, format):
    golden(kept_name(case, FORMATS[format]), printed(TABLES[case], format))


@pytest.mark.parametrize("case", AS_RECORDS)
def test_records_equal_their_golden_file(example, golden, case):
    golden(kept_name(case, FORMATS["json"]), printed(AS_RECORDS[case], "json"))


def test_every_command_has_a_golden_file():
    shown = {arguments[0] for arguments in TABLES.values()}
    assert shown | WITHOUT_TABLE == set(main.commands)


def test_every_format_is_in_the_docs():
    page = Path(__file__).parents[1] / "docs" / "output.md"
    assert f"`-f {'|'.join(FORMATS)}`" in page.read_text(encoding="utf-8")


def test_every_golden_file_is_read_by_a_test():
    used = {kept_name(case, FORMATS["table"]) for case in TABLES}
    used |= {kept_name(case, format) for case in IN_EVERY_FORMAT for format in WRITTEN.values()}
    used |= {kept_name(case, FORMATS["json"]) for case in AS_RECORDS}
    assert {path.name for path in GOLDEN.iterdir()} == used


@pytest.mark.parametrize("case", IN_EVERY_FORMAT)
def test_a_workbook_holds_the_same_cells_as_csv_as_numbers(example, case):
    from openpyxl import load_workbook

    assert run(*TABLES[case], "-o", "out.xlsx").exit_code == 0
    sheet, notes = load_workbook("out.xlsx").worksheets
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    text = Path(GOLDEN / f"{case}.csv").read_text(encoding="utf-8")
    for row, kept in zip(rows, csv.reader(io.StringIO(text)), strict=True):
        for cell, expected in zip(row, kept, strict=True):
            if isinstance(cell, (int, float)):
                assert cell == pytest.approx(float(expected), rel=1e-14)  # a workbook keeps 16 digits
            else:
                assert (f"{cell:%Y-%m-%d}" if isinstance(cell, datetime) else cell or "") == expected
    assert any(isinstance(cell, (int, float)) for row in rows for cell in row)
    assert notes["A1"].font.bold


@pytest.mark.parametrize("case", IN_EVERY_FORMAT)
def test_a_csv_file_has_a_byte_order_mark_and_standard_output_none(example, case):
    run(*TABLES[case], "-o", "out.csv")
    assert (example / "out.csv").read_bytes() == b"\xef\xbb\xbf" + (GOLDEN / f"{case}.csv").read_bytes()


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
