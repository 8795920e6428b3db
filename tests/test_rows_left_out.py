"""Totals, notes and lines of dashes are not records: they are left out and named; a child's row never is."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import Workbook
from support import extract_of, run

from cpind.errors import InputError
from cpind.inputs import delimited
from cpind.inputs.reading import read

HEADINGS = "child_id,plan_start,plan_end,previous_plans,team\n"
ROWS = "A1,2019-05-01,2019-12-30,0,North\nA2,2019-06-01,,1,South\nA3,2019-07-01,,0,North\n"


def left_out(extract) -> list[str]:
    return [remark for remark in extract.remarks if "not a record of a child" in remark]


def children(extract) -> list[str]:
    return list(extract.plans["child_id"])


@pytest.mark.parametrize("blank", ["", ",,,,\n", "\n"])
@pytest.mark.parametrize(
    "row",
    [
        "Total,3,1,1,",
        "Totals,3,1,1,",
        "TOTAL,3,1,1,",
        "Total:,3,1,1,",
        "Grand Total,3,1,,",
        "Grand total,,,,3",
        "Sub-total,3,1,1,2",
        "Subtotal,3,,,",
        "Overall total,3,1,1,",
        "Count,3,1,2,",
        "Count of records,3,,,",
        "Number of plans,3,,,",
        "Total plans,3,1,0.33,",
        'Total,"1,234",33.3%,1,',
        ",3,1,1,",
        ",,,1,",
        ",Total,,1,",
        ",,,1,Total",
        "Sum,3,1,1,",
        "Total,3,1900-01-01,1,",
    ],
)
def test_a_row_of_totals_is_left_out(blank, row):
    extract = extract_of(HEADINGS + ROWS + blank + row + "\n")
    assert children(extract) == ["A1", "A2", "A3"]
    assert left_out(extract) == [f"test.csv: row {6 if blank else 5} (totals) left out: not a record of a child"]


def test_totals_between_the_records_are_left_out():
    text = HEADINGS + "Total North,1,1,0,\n".join(ROWS.splitlines(keepends=True)) + "Total,3,2,1,\n"
    extract = extract_of(text)
    assert children(extract) == ["A1", "A2", "A3"]
    assert left_out(extract) == [
        "test.csv: rows 3 (totals), 5 (totals), 7 (totals) left out: not a record of a child",
    ]


@pytest.mark.parametrize(
    "identifier",
    ["Total1", "Totals-7", "Counter", "Count Basie", "Overall9", "Summer", "Number 5", "Total", "Grand Total"],
)
@pytest.mark.parametrize("rest", ["2019-08-01,,0,North", "01/08/2019,,,", "2019-08-01,2019-09-01,,"])
def test_a_row_with_a_date_is_a_childs_whatever_it_is_called(identifier, rest):
    extract = extract_of(HEADINGS + ROWS + f"{identifier},{rest}\n")
    assert children(extract) == ["A1", "A2", "A3", identifier]
    assert left_out(extract) == []


@pytest.mark.parametrize(
    "row, message",
    [
        ("Total,three,1,1,", "row 5, plan_start"),
        ("Total,2019-13-01,,1,", "row 5, plan_start"),
        (",2019-08-01,,0,", "row 5, child_id"),
        (",43647,,,", "row 5, child_id"),
        (",20190801,,0,", "row 5, child_id"),
        (",,,0,North", "row 5, child_id"),
        (",,,0,Total\nA4,2019-08-01,,0,", "row 5, child_id"),
    ],
)
def test_a_row_that_may_be_a_childs_is_reported(row, message):
    with pytest.raises(InputError, match=message):
        extract_of(HEADINGS + ROWS + row + "\n")


def test_a_childs_row_of_numbers_alone_is_not_taken_for_totals():
    # A team that is called like a total, and an identifier beside it.
    text = "team,child_id,plan_start\nNorth,5,2019-05-01\nTotal Support,12,010819\n"
    with pytest.raises(InputError, match="row 3, plan_start"):
        extract_of(text)
    # 1 August 2019 as a bare number: refused with its row, never taken for a total.
    with pytest.raises(InputError, match="row 3, plan_start"):
        extract_of("team,child_id,plan_start\nNorth,5,2019-05-01\nOverall,12,43678\n")


@pytest.mark.parametrize(
    "notes",
    [
        ["(3 rows affected)"],
        ["3 rows selected."],
        ["Report run on 01/02/2024"],
        ['"Report run on 01/02/2024 at 09:30, by the system"'],
        ["Total: 3"],
        ["Count=3"],
        ["End of report", "OFFICIAL-SENSITIVE"],
        ["-----", "Printed by somebody"],
        ["Total,3,1,1,", "Report run on 01/02/2024", "(3 rows affected)"],
        ["(3 rows affected)", "", "Completion time: 2024-02-01T09:30:00.1234567+00:00"],
    ],
)
@pytest.mark.parametrize("padded", [False, True])
def test_notes_under_the_records_are_left_out(notes, padded):
    notes = [note + "," * (4 - note.count(",")) if padded and "," not in note else note for note in notes]
    extract = extract_of(HEADINGS + ROWS + "\n".join(["", *notes, ""]))
    assert children(extract) == ["A1", "A2", "A3"]
    (remark,) = left_out(extract)
    for number, note in enumerate(notes, 6):
        assert (f"{number} (" in remark) == bool(note.strip(",")), remark
    assert not any(word in remark for word in ("somebody", "2024", "affected"))


@pytest.mark.parametrize("last", ["A4,,,,", "12345,,,,", "X-99,,,,", "1/2019,,,,"])
def test_a_last_child_without_an_event_is_listed_and_not_a_note(last):
    extract = extract_of(HEADINGS + ROWS + last + "\n")
    assert left_out(extract) == []
    assert list(extract.noticed["check"].listed()) == ["no-event"]


def test_a_note_above_a_record_is_reported_as_a_child_without_an_event():
    extract = extract_of(HEADINGS + "Notes: none\n" + ROWS)
    assert left_out(extract) == []
    assert list(extract.noticed["check"].listed()) == ["no-event"]


@pytest.mark.parametrize(
    "line",
    [
        "--------,----------,----------,--------------,-----",
        "--------,----------,----------,-,-----",
        "========,==========,==========,==============,=====",
        " ------ , ---------- , -------- , ------- , ---- ",
        "---------",
        "----+----+----",
    ],
)
def test_a_line_of_dashes_under_the_headings_is_left_out(line):
    extract = extract_of(HEADINGS + line + "\n" + ROWS + "\n(3 rows affected)\n")
    assert children(extract) == ["A1", "A2", "A3"]
    assert left_out(extract) == [
        "test.csv: rows 2 (a line of dashes), 7 (a note) left out: not a record of a child",
    ]


@pytest.mark.parametrize("blank", [70, 5000])
def test_blank_rows_by_the_thousand_hide_no_total(blank):
    extract = extract_of(HEADINGS + ROWS + ",3,1,1,\n" + ",,,,\n" * blank)
    assert left_out(extract) == ["test.csv: row 5 (totals) left out: not a record of a child"]


def test_a_row_of_single_dashes_is_blank():
    dashed, plain = extract_of(HEADINGS + "-,-,-,-,-\n" + ROWS), extract_of(HEADINGS + ROWS)
    assert list(dashed.plans["child_id"]) == list(plain.plans["child_id"])


def test_a_file_of_nothing_but_totals_is_refused():
    with pytest.raises(InputError, match="has headings and no rows"):
        extract_of(HEADINGS + "Total,0,0,0,\n")


def test_many_rows_left_out_are_named_by_their_number():
    text = HEADINGS + "".join(f"A{n},2019-05-01,,0,\nTotal,1,0,0,\n" for n in range(14))
    (remark,) = left_out(extract_of(text))
    assert remark.startswith("test.csv: rows 3 (totals), 5 (totals), ")
    assert remark.endswith("21 (totals) and 4 more left out: not a record of a child")


def test_rows_left_out_are_noted_under_the_table(here):
    (here / "e.csv").write_text(HEADINGS + ROWS + "Total,3,1,1,\n")
    message = "e.csv: row 5 (totals) left out: not a record of a child"
    result = run("repeats", "e.csv", "--year", "2019/20")
    assert f"{message}." in result.stdout and message not in result.stderr


def many_rows(count: int) -> str:
    return "".join(
        f"C{n:06},2019-05-{n % 28 + 1:02},2019-12-{n % 28 + 1:02},{n % 2},Team {n % 9} of the North\n"
        for n in range(count)
    )


TAILS = ["Total,45000,1,1,\n", "(45000 rows affected)\n", ",9000,1,,\n", "Total: 45000\n"]


@pytest.mark.parametrize(
    "tail, dashed, count, large",
    [
        (TAILS[0], True, 45_000, delimited.LARGE_BYTES),
        *((tail, dashed, 900, 30_000) for tail in TAILS for dashed in (False, True)),
    ],
)
def test_large_files_leave_out_the_same_rows(here, monkeypatch, tail, dashed, count, large):
    """One file is large; the others are read as if they were."""
    monkeypatch.setattr(delimited, "LARGE_BYTES", large)
    text = HEADINGS + ("----,----,----,----,----\n" if dashed else "") + many_rows(count) + tail
    assert len(text) > large
    (here / "e.csv").write_text(text)
    for context in (True, False):
        extract = read("e.csv", context=context)
        assert len(extract.plans) == count
        first = f"rows 2 (a line of dashes), {count + 3} (" if dashed else f"row {count + 2} ("
        assert left_out(extract)[0].startswith(f"e.csv: {first}")


def test_dates_in_lists_keep_their_rows(here):
    rows = "".join(
        f"C{n:06},2019-05-{n % 28 + 1:02},2019-07-01;2019-12-{n % 28 + 1:02},Team {n % 9} x\n" for n in range(45_000)
    )
    (here / "e.csv").write_text("child_id,plan_start,review_dates,team\n" + rows + "(45000 rows affected)\n")
    extract = read("e.csv")
    assert (len(extract.plans), len(extract.reviews)) == (45_000, 90_000)
    assert list(extract.reviews["child_id"][-2:]) == ["C044999"] * 2


def test_rows_of_a_workbook_are_left_out_too(here):
    workbook = Workbook()
    for line in [
        ["Plans", None, None, None],
        ["child_id", "plan_start", "plan_end", "previous_plans"],
        ["--------", "----------", "----------", "-"],
        ["A1", date(2019, 5, 1), None, 0],
        ["Totally", date(2019, 6, 1), None, 1],
        [],
        ["Total", 2, 0, 1],
        ["Report run on 01/02/2024"],
    ]:
        workbook.active.append(line)
    workbook.active.append([None, 2, 0, 1])
    out = io.BytesIO()
    workbook.save(out)
    (here / "e.xlsx").write_bytes(out.getvalue())
    extract = read("e.xlsx")
    assert children(extract) == ["A1", "Totally"]
    assert left_out(extract) == [
        "e.xlsx: rows 3 (a line of dashes), 7 (totals), 8 (a note), 9 (totals) left out: not a record of a child"
    ]
