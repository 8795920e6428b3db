"""Reading: headings, dates, encodings, layouts; nothing is lost and every refusal says where and what to do."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from support import extract_of, left_out_of

from cpind.errors import InputError, UsageError
from cpind.inputs.reading import read

PLAN = "child_id,plan_start,plan_end\n"


def starts(extract) -> list[str]:
    return [str(day)[:10] for day in extract.plans["plan_start"]]


@pytest.mark.parametrize(
    "cell, day",
    [
        ("2020-03-31", "2020-03-31"),
        ("31/03/2020", "2020-03-31"),
        ("1/4/2020", "2020-04-01"),
        ("31-Mar-2020", "2020-03-31"),
        ("31 March 2020", "2020-03-31"),
        ("31.03.2020", "2020-03-31"),
        ("2020-03-31T00:00:00", "2020-03-31"),
        ("2020-03-31 23:59:59.000", "2020-03-31"),
        ("31/03/2020 00:00", "2020-03-31"),
        ("2020-03-31T00:00:00Z", "2020-03-31"),
        (" 31/03/2020\u00a0", "2020-03-31"),
    ],
)
def test_dates_are_read_in_the_usual_forms(cell, day):
    assert starts(extract_of(PLAN + f"1,{cell},\n")) == [day]


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/2020",
        "03/31/2020",
        "31/03/20",
        "1899-12-31",
        "2100-01-01",
        "43921",
        "today",
        "2020",
        "2020-03",
        "+020-01-01",
        "31/Mar-2020",
    ],
)
def test_a_cell_that_is_not_a_date_is_refused(cell):
    with pytest.raises(
        InputError, match=r"test\.csv, row 3, plan_start: .*write dates from 1990 to 2099 as 2020-03-31 or 31/03/2020"
    ):
        extract_of(PLAN + f"1,2020-01-01,\n2,{cell},\n")


def test_births_may_lie_before_1990():
    extract = extract_of("child_id,date_of_birth,plan_start\n1,1985-02-01,2000-01-01\n")
    assert str(extract.plans["date_of_birth"][0])[:10] == "1985-02-01"


def test_the_first_twenty_bad_cells_are_shown_and_all_are_counted():
    text = PLAN + "".join(f"{n},31/02/2020,\n" for n in range(25))
    with pytest.raises(InputError) as caught:
        extract_of(text)
    lines = str(caught.value).splitlines()
    assert lines[0] == "25 cells can't be read:"
    assert (
        lines[1]
        == '  test.csv, row 2, plan_start: "31/02/2020" can\'t be read: there is no such day; write dates from 1990 to 2099 as 2020-03-31 or 31/03/2020'
    )
    assert len(lines) == 1 + 20 + 2
    assert lines[-2] == "  ... and 5 more"
    assert lines[-1] == "Put them right, or go on without them, as blank, by --bad-dates blank."


def test_a_bad_cell_is_named_by_the_heading_as_written():
    with pytest.raises(InputError) as caught:
        extract_of("Child ID,CP Plan Start Date,Number of Previous CP Plans\n1,2020-01-01,x\n2,30/02/2020,0\n")
    assert "row 2, Number of Previous CP Plans: a text of 1 characters can't be read" in str(caught.value)
    assert 'row 3, CP Plan Start Date: "30/02/2020" can\'t be read: there is no such day' in str(caught.value)


def test_a_bad_cell_that_could_name_somebody_is_not_shown():
    with pytest.raises(InputError) as caught:
        extract_of(PLAN + "W000123,Jane Smith,\n")
    assert "Jane" not in str(caught.value)
    assert "W000123" not in str(caught.value)
    assert "a text of 10 characters can't be read" in str(caught.value)


def test_a_blank_child_id_is_an_error_even_when_bad_cells_are_blanked(here):
    (here / "e.csv").write_text(PLAN + ",2020-01-01,\n")
    with pytest.raises(InputError, match="e.csv, row 2, child_id: blank; every row needs the child's identifier"):
        read("e.csv", bad_dates="blank")


def test_bad_cells_as_blank_are_counted(here):
    (here / "e.csv").write_text(PLAN + "1,2020-01-01,never\n2,2020-01-01,\n")
    extract = read("e.csv", bad_dates="blank")
    assert len(extract.plans) == 2
    assert left_out_of(extract) == ["1 cell that can't be read taken as blank (check unreadable)"]


@pytest.mark.parametrize(
    "headings",
    [
        "child_id,plan_start,plan_end",
        "Child ID,Plan Start,PLAN-END",
        "LAchildID,CPPstartDate,CPPendDate",
        "Child Unique ID,Child Protection Plan Start Date,Child Protection Plan End Date",
        "cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date",
    ],
)
def test_headings_of_the_census_annex_a_and_ssd_are_recognised(headings):
    extract = extract_of(headings + "\n007,2020-01-01,2020-02-01\n")
    assert starts(extract) == ["2020-01-01"]
    assert list(extract.plans["child_id"]) == ["007"]


def test_own_headings_are_mapped_and_own_columns_kept():
    extract = extract_of("ref,begun,Ward\n1,2020-01-01,North\n", ref="child_id", begun="plan_start")
    assert starts(extract) == ["2020-01-01"]
    assert extract.own_columns == ("Ward",)
    assert list(extract.plans["Ward"]) == ["North"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter_is_recognised(delimiter):
    text = "child_id,plan_start,plan_end\n1,2020-01-01,\n".replace(",", delimiter)
    assert starts(extract_of(text)) == ["2020-01-01"]


def test_byte_order_marks_line_ends_and_blank_rows_are_handled():
    assert starts(
        extract_of("\ufeff" + PLAN.replace("\n", "\r\n") + "1,2020-01-01,\r\n\r\n,,\r\n2,2020-02-01,\r\n")
    ) == ["2020-01-01", "2020-02-01"]


def test_rows_too_short_end_in_blanks_and_trailing_separators_are_ignored():
    assert starts(extract_of(PLAN + "1,2020-01-01\n2,2020-02-01,,,\n")) == ["2020-01-01", "2020-02-01"]


def test_a_row_that_is_too_long_is_an_error_with_its_number():
    with pytest.raises(InputError, match="test.csv, row 3: 4 cells under 3 headings"):
        extract_of(PLAN + "1,2020-01-01,\n2,2020-01-01,,surplus\n")


def test_an_open_quotation_mark_is_an_error():
    with pytest.raises(InputError, match="test.csv, from row 2 on: a quotation mark is not closed"):
        extract_of(PLAN + '"1,2020-01-01,\n2,2020-01-01,\n')


def test_rows_are_numbered_as_a_spreadsheet_does_across_line_breaks_in_cells():
    with pytest.raises(InputError, match="row 4, plan_start"):
        extract_of('child_id,plan_start,remark\n1,2020-01-01,"two\nlines"\n\n3,bad,\n')


def test_two_headings_for_one_column_are_refused():
    with pytest.raises(
        InputError, match='two columns are both read as plan_start: "CP start date" and "CPP start date"'
    ):
        extract_of("child_id,CP start date,CPP start date\n1,2020-01-01,2020-01-02\n")
    # The column's own name goes before other names, a mapping before both.
    assert starts(extract_of("child_id,Plan start,CPP start date\n1,2020-01-01,2020-01-02\n")) == ["2020-01-01"]
    mapped = extract_of("child_id,Plan start,CPP start date\n1,2020-01-01,2020-01-02\n", cppstartdate="plan_start")
    assert starts(mapped) == ["2020-01-02"]
    assert mapped.own_columns == ("Plan start",)


def test_birth_and_expected_birth_fill_each_other():
    extract = extract_of(
        "child_id,PersonBirthDate,ExpectedPersonBirthDate,plan_start\n1,2010-01-01,,2020-01-01\n2,,2020-05-01,2020-01-01\n"
    )
    assert [str(day)[:10] for day in extract.plans["date_of_birth"]] == ["2010-01-01", "2020-05-01"]


def test_na_is_a_text_and_not_a_blank():
    extract = extract_of("child_id,plan_start,district\nNA,2020-01-01,NA\n")
    assert list(extract.plans["child_id"]) == ["NA"]
    assert list(extract.plans["district"]) == ["NA"]


def test_flags_and_numbers_are_read():
    text = "child_id,icpc_date,transfer_in,previous_plans\n" + "".join(
        f"{n},2020-01-01,{flag},{n}\n" for n, flag in enumerate(["1", "0", "TRUE", "f", "Y", "no", ""])
    )
    assert list(extract_of(text).conferences["transfer_in"]) == [1, 0, 1, 0, 1, 0, -1]
    with pytest.raises(InputError, match="previous_plans: .*write a whole number, 0 or more"):
        extract_of("child_id,plan_start,previous_plans\n1,2020-01-01,-1\n")
    with pytest.raises(InputError, match='transfer_in: "2" can.t be read; write 1 or 0'):
        extract_of("child_id,icpc_date,transfer_in\n1,2020-01-01,2\n")


@pytest.mark.parametrize(
    "text, year", [("2020", 2020), ("2019/20", 2020), ("201920", 2020), ("2019-20", 2020), ("2020.0", 2020)]
)
def test_return_years_are_read(text, year):
    assert extract_of(f"child_id,plan_start,return_year\n1,2019-05-01,{text}\n").return_years == (year,)


def test_several_review_dates_in_one_cell_are_read():
    extract = extract_of(
        "child_id,plan_start,review_dates\n1,2020-01-01,2020-03-01; 01/08/2020\n2,2020-01-02,\n3,2020-01-03,2020-03-01\n"
    )
    found = [(child, str(day)[:10]) for child, day in zip(extract.reviews["child_id"], extract.reviews["review_date"])]
    assert found == [("1", "2020-03-01"), ("1", "2020-08-01"), ("3", "2020-03-01")]


def test_rows_without_any_event_are_counted():
    assert left_out_of(extract_of(PLAN + "1,2020-01-01,\n2,,\n")) == [
        "1 row holds no section 47, conference or plan date (check no-event)"
    ]


def test_several_files_with_different_columns_are_read(here):
    (here / "a.csv").write_text("child_id,plan_start,return_year\n1,2019-05-01,2020\n")
    (here / "b.csv").write_text(
        "child_id,s47_start,plan_start,district\n1,2020-05-01,2020-05-20,Rugby\n2,2020-06-01,,\n"
    )
    extract = read(["a.csv", "b.csv"])
    assert extract.sources == ("a.csv", "b.csv")
    assert (len(extract.plans), len(extract.enquiries)) == (2, 2)
    assert (extract.return_years, extract.is_live) == ((2020,), True)
    assert list(extract.plans["child_id"].cat.codes) == [0, 0]
    assert list(extract.plans["file"]) == ["a.csv", "b.csv"]


def workbook(rows: list[list], above: list[list] = (), second_sheet: bool = False) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    if second_sheet:
        sheet.append(["Notes about this export"])
        sheet = book.create_sheet("Plans")
    for row in [*above, *rows]:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("second_sheet", [False, True])
def test_excel_finds_the_headings_and_reads_its_own_dates(here, second_sheet):
    rows = [
        ["Child ID", "CPP start date", "CPP end date", "Previous CPP", "District"],
        [12345.0, datetime(2020, 3, 31, 9, 30), None, 1, "Rugby"],
        ["007", "31/03/2020", date(2020, 6, 30), 0.0, None],
        ["x", 43921, None, None, None],
    ]
    (here / "e.xlsx").write_bytes(workbook(rows, above=[["CP plans, July 2020"], []], second_sheet=second_sheet))
    extract = read("e.xlsx")
    assert list(extract.plans["child_id"]) == ["12345", "007", "x"]
    assert starts(extract) == ["2020-03-31"] * 3
    assert list(extract.plans["previous_plans"]) == [1, 0, -1]
    assert list(extract.plans["row"]) == [4, 5, 6]


def test_a_named_encoding_is_used_and_an_unknown_one_refused(here):
    (here / "e.csv").write_bytes("child_id,plan_start,team\n1,2020-01-01,Zo\u00eb\n".encode("cp437"))
    with pytest.raises(InputError, match=r"e\.csv, row 2: not UTF-8 text; say which encoding it has, as -e cp1252"):
        read("e.csv")
    assert list(read("e.csv", encoding="cp437").plans["team"]) == ["Zo\u00eb"]
    with pytest.raises(UsageError, match="-e klingon: no such encoding"):
        read("e.csv", encoding="klingon")


@pytest.mark.parametrize(
    "content, message",
    [
        (b"", "is empty: it needs a row of headings"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"child_id,plan_start\n", "has headings and no rows"),
        (b"child_id,plan_start\n,\n\n", "has headings and no rows"),
        (b"name,age\nJane,4\n", "is not an extract: none of its headings is a date of an event"),
        (b"plan_start,plan_end\n2020-01-01,\n", "has no column child_id; it would be known as child_id, LAchildID"),
        (b"child_id,plan_start\n1,2020-01-01\0\n", "row 2: a NUL character"),
        (b"PK\x03\x04 nonsense", "is not an Excel workbook that can be opened, nor a zip that can be unpacked"),
        (b"\xd0\xcf\x11\xe0 nonsense", "is not an Excel workbook that can be opened"),
        (b"%PDF-1.4", "is not an extract: cpind reads CSV"),
        (b"<html><table></table></html>", "is not an extract: cpind reads CSV"),
    ],
)
def test_a_file_that_is_not_an_extract_is_refused(here, content, message):
    (here / "e.csv").write_bytes(content)
    with pytest.raises(InputError) as caught:
        read("e.csv")
    assert f"e.csv {message}" in str(caught.value) or f"e.csv, {message}" in str(caught.value)


def test_a_missing_file_is_refused(here):
    with pytest.raises(InputError, match="nowhere.csv: no such file"):
        read("nowhere.csv")
    with pytest.raises(InputError, match="is a folder without"):
        read(str(here))


def test_a_very_long_cell_is_read(here):
    (here / "e.csv").write_text("child_id,plan_start,remark\n1,2020-01-01," + "x" * 300_000 + "\n")
    assert len(read("e.csv").plans) == 1


@pytest.mark.parametrize(("top", "row"), [("", 2), ("A report\n", 3), ("sep=,\n", 3)])
def test_a_heading_may_run_over_several_lines(top, row):
    text = top + 'child_id,"Dis\ntrict","Date of\nplan",plan_start,plan_end\nA1,North,x,2019-01-20,\n'
    extract = extract_of(text)
    assert (list(extract.plans["district"]), list(extract.plans["row"])) == (["North"], [row])


def test_a_title_may_have_a_quotation_mark_that_is_never_closed():
    extract = extract_of('Plans of 17" and more\nchild_id,plan_start,plan_end\nA1,2019-01-20,\n')
    assert list(extract.plans["row"]) == [3]
