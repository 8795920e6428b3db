"""As-at, booked events, what an extract holds, returns at another day, zeros by default, one plan in two rows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from openpyxl import Workbook
from support import extract_of

import cpind
from cpind.checks import Subject, examine
from cpind.errors import UnavailableError
from cpind.figures.bases import bases
from cpind.figures.engine import Request, compute
from cpind.figures.indicators import INDICATORS
from cpind.inputs.reading import read
from cpind.model.periods import year
from cpind.output.words import note_of, sentence

YEARS = [year(y) for y in (2017, 2018, 2019, 2020)]


def figure(standing, extract, code, period, **about):
    (found,) = compute(extract, [code], [period], Request(**about), standing=standing).figures
    return found


def notes(standing, extract, code, period):
    return [sentence(note.fact) for note in compute(extract, [code], [period], standing=standing).notes]


# --- as-at --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row, as_at",
    [
        ("2020-03-10,2020-05-04,,,", date(2020, 3, 10)),  # a conference is booked
        ("2020-03-10,,2020-03-11,,2020-09-01", date(2020, 3, 11)),  # a review is
        (",2020-05-04,,,", date(2020, 5, 4)),  # nothing else is there
        ("2020-03-10,2020-05-04,2020-02-03,2020-04-25,", date(2020, 4, 30)),  # within a week of the month's end
        ("2020-03-10,2020-05-04,2020-02-03,2020-04-23,", date(2020, 4, 30)),
        ("2020-03-10,2020-05-04,2020-02-03,2020-04-22,", date(2020, 4, 22)),
    ],
)
def test_the_latest_dated_event_dates_the_extract(row, as_at):
    text = f"child_id,s47_start,icpc_date,plan_start,plan_end,review_dates\na,{row}\n"
    assert bases(extract_of(text)).as_at == as_at


def test_the_latest_visit_dates_the_extract():
    text = "child_id,plan_start,plan_end,Last visit date\na,2020-01-06,,2020-06-09\nb,2020-02-03,2020-02-20,\n"
    assert bases(extract_of(text)).as_at == date(2020, 6, 9)


BOOKED = (
    "child_id,s47_start,icpc_date,plan_start,plan_end,previous_plans,review_dates\n"
    "k,2021-05-06,2021-05-21,2021-05-21,,0,2021-08-19;2022-02-10\n"
    "l,2021-11-08,2021-11-26,2021-11-26,2022-01-11,1,2022-02-22\n"
    "m,2022-01-10,2022-02-01,,,,\n"
)


def test_booked_events_are_named_and_counted_nowhere():
    extract = extract_of(BOOKED)
    standing = bases(extract)
    assert standing.as_at == date(2022, 1, 11)
    assert standing.warnings == (
        "1 conference after 11 January 2022 is taken as booked; if it was held, give --as-at (check booked)",
        "2 reviews after 11 January 2022 are taken as booked; if they were held, give --as-at (check booked)",
    )
    held = figure(standing, extract, "conferences", year(2022))
    assert (held.numerator, "the extract ends on 11 January 2022" in note_of(held)) == (2, True)
    rows = examine(Subject(extract, standing), only=["booked"]).rows
    assert sorted(zip(rows["row"], rows["values"])) == [
        (2, "review_date 2022-02-10"),
        (3, "review_date 2022-02-22"),
        (4, "icpc_date 2022-02-01"),
    ]
    given = bases(extract, as_at=date(2022, 3, 31))
    assert given.warnings == () and figure(given, extract, "conferences", year(2022)).numerator == 3


def test_a_file_drawn_earlier_marks_its_own_figures(tmp_path):
    (tmp_path / "enquiries.csv").write_text("child_id,s47_start\na,2024-03-04\nb,2024-03-27\n")
    (tmp_path / "plans.csv").write_text("child_id,plan_start,plan_end\na,2024-03-20,\nc,2024-05-07,2024-05-30\n")
    extract = cpind.read([tmp_path / "enquiries.csv", tmp_path / "plans.csv"])
    found = compute(extract, ["s47", "plans-started"], ["Mar-24", "May-24"])
    assert [f.status for f in found.of("s47")] == ["complete", "part"]
    assert [f.status for f in found.of("plans-started")] == ["before", "complete"]
    assert note_of(found.of("s47")[1]) == "enquiries.csv goes to 31 March 2024"


def test_the_sheets_of_a_workbook_have_one_date(tmp_path):
    # No conference in the last nine months, which in a small authority is not a sign of an older export.
    sheets = {"S47": [("child_id", "s47_start"), ("a", "2023-05-02"), ("b", "2024-03-25")]}
    sheets["ICPC"] = [("child_id", "icpc_date"), ("a", "2023-05-16")]
    book = Workbook()
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    book.save(tmp_path / "e.xlsx")
    for title, rows in sheets.items():
        (tmp_path / f"{title}.csv").write_text("\n".join(map(",".join, rows)))
    together = bases(read(tmp_path / "e.xlsx"), covered_from=date(2023, 4, 1)).live
    apart = bases(read([tmp_path / "S47.csv", tmp_path / "ICPC.csv"]), covered_from=date(2023, 4, 1)).live
    assert together.coverage.behind == {}
    assert list(apart.coverage.behind) == ["conferences"]


def test_enquiries_after_the_last_conference_of_an_older_export_are_not_known_yet(tmp_path):
    enquiries = ["a,2024-01-03", "b,2024-01-31", "c,2024-03-04", "d,2024-03-27"]
    (tmp_path / "enquiries.csv").write_text("\n".join(["child_id,s47_start", *enquiries, ""]))
    conferences = ["a,2024-01-17", "z,2024-01-31"]
    (tmp_path / "conferences.csv").write_text("\n".join(["child_id,icpc_date", *conferences, ""]))
    extract = cpind.read([tmp_path / "enquiries.csv", tmp_path / "conferences.csv"])
    found = compute(extract, "s47-to-conference", ["Jan-24", "Mar-24"])
    january, march = found.figures
    # b's enquiry has no conference by 31 January, when the conferences were drawn; those of March can't have one.
    assert (january.numerator, january.denominator, january.status) == (1, 1, "complete")
    assert (march.numerator, march.denominator, march.value, march.status) == (0, 0, None, "part")


def test_conferences_after_the_last_plan_of_an_older_export_are_not_known_yet(tmp_path):
    conferences = ["a,2024-01-03", "b,2024-01-31", "c,2024-03-04", "d,2024-03-27"]
    (tmp_path / "conferences.csv").write_text("\n".join(["child_id,icpc_date", *conferences, ""]))
    plans = ["a,2024-01-10,", "z,2023-05-01,2024-01-31"]
    (tmp_path / "plans.csv").write_text("\n".join(["child_id,plan_start,plan_end", *plans, ""]))
    (tmp_path / "enquiries.csv").write_text("child_id,s47_start\na,2024-01-02\nd,2024-03-27\n")
    extract = cpind.read([tmp_path / "conferences.csv", tmp_path / "plans.csv", tmp_path / "enquiries.csv"])
    found = compute(extract, "conference-to-plan", ["Jan-24", "Mar-24"])
    january, march = found.figures
    assert (january.numerator, january.denominator) == (1, 1)
    assert (march.numerator, march.denominator, march.value, march.status) == (0, 0, None, "part")


# --- what an extract holds -------------------------------------------------------------------------------


def history() -> list[tuple[date, date | None]]:
    """A plan begins every fifth day from 1 April 2012; it lasts 20 to 420 days, one in twenty 900."""
    plans = []
    for n in range(600):
        start = date(2012, 4, 1) + timedelta(days=5 * n)
        end = start + timedelta(days=900 if n % 20 == 7 else 20 + 40 * (n * 7 % 11))
        if start <= date(2020, 3, 31):
            plans.append((start, end if end <= date(2020, 3, 31) else None))
    return plans


def written(plans) -> str:
    rows = (f"c{n},{start},{end or ''}" for n, (start, end) in enumerate(plans))
    return "\n".join(["child_id,plan_start,plan_end", *rows, ""])


def statuses(text: str, code: str, **about) -> list[str]:
    extract = extract_of(text)
    return [figure(bases(extract, **about), extract, code, period).status for period in YEARS]


def active(since):
    return [plan for plan in history() if plan[1] is None or plan[1] >= since]


def test_an_extract_of_plans_active_since_a_day_is_recognised():
    text = written(active(date(2016, 4, 1)))
    for code in ("plans-open", "plans-ended", "two-year", "plans-started", "two-year-open"):
        assert statuses(text, code) == ["complete"] * 4, code


def test_an_extract_of_plans_started_since_a_day_is_recognised():
    text = written([plan for plan in history() if plan[0] >= date(2016, 4, 1)])
    assert bases(extract_of(text)).live.coverage.holding.kind == "started"
    # The stock of 31 March 2018 lies before X + 2 years, that of 2019 after it.
    assert statuses(text, "plans-started") == ["complete"] * 4
    assert statuses(text, "plans-open") == ["before", "before", "complete", "complete"]
    assert statuses(text, "plans-ended")[:2] == ["before", "before"]
    assert statuses(text, "two-year") == ["before"] * 4
    assert statuses(text, "two-year-open") == ["before", "before", "before", "before"]
    assert statuses(text, "repeats") == ["before"] * 4
    assert statuses(text, "gaps") == ["before"] * 4
    assert statuses(text, "plans-open", holds="active")[2:] == ["complete"] * 2


def test_an_extract_of_ended_plans_only_is_recognised():
    text = written([plan for plan in history() if plan[1] and plan[1] >= date(2016, 4, 1)])
    for code in ("plans-open", "two-year-open", "plans-started", "repeats", "gaps"):
        assert statuses(text, code) == ["before"] * 4, code
    assert statuses(text, "plans-ended") == ["complete"] * 4
    assert statuses(text, "two-year") == ["complete"] * 4


def test_an_extract_of_open_plans_only_is_recognised():
    text = written([plan for plan in history() if plan[1] is None])
    extract = extract_of(text)
    standing = bases(extract, as_at=date(2020, 3, 31))
    assert standing.live.coverage.holding.kind == "open"
    for code in ("plans-open", "two-year-open"):
        assert figure(standing, extract, code, year(2020)).status == "complete"
        assert figure(standing, extract, code, year(2019)).status == "before"
    for code in ("plans-started", "plans-ended", "two-year", "repeats", "gaps"):
        assert figure(standing, extract, code, year(2020)).status == "before", code


def test_the_reason_is_in_the_note_and_under_the_table():
    extract = extract_of(written([plan for plan in history() if plan[1]]))
    note = note_of(figure(bases(extract), extract, "plans-open", year(2020)))
    assert "the extract seems to hold only plans that have ended: those still open are missing" in note


def test_nineteen_plans_are_too_few_to_recognise_a_cut():
    extract = extract_of(written([plan for plan in history() if plan[1]][-19:]))
    assert bases(extract).live.coverage.holding is None


def test_conferences_alone_are_not_taken_for_a_cut_of_plans():
    extract = extract_of("child_id,s47_start,icpc_date\n" + "".join(f"{n},2019-05-01,2019-05-20\n" for n in range(30)))
    assert bases(extract).live.coverage.holding is None


# --- returns ------------------------------------------------------------------------------------------------


def census(reference: str, given: str, plans: str) -> str:
    return (
        f"<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>{given}</Year>"
        f"<ReferenceDate>{reference}</ReferenceDate></CollectionDetails><Source><LEA>999</LEA></Source></Header><Children>"
        f"<Child><ChildIdentifiers><LAchildID>z1</LAchildID></ChildIdentifiers><CINdetails>{plans}</CINdetails></Child>"
        "</Children></Message>"
    )


def plan(start: str, end: str = "") -> str:
    ended = f"<CPPendDate>{end}</CPPendDate>" if end else ""
    return f"<ChildProtectionPlans><CPPstartDate>{start}</CPPstartDate>{ended}</ChildProtectionPlans>"


def test_a_return_with_another_reference_date_has_figures_up_to_that_date(tmp_path):
    path = tmp_path / "return.xml"
    path.write_text(census("2023-12-31", "2024", plan("2022-02-07", "2024-01-15")))
    extract = cpind.read(path)
    standing = bases(extract)
    assert standing.as_at == date(2023, 12, 31)
    # Of 692 days on the return's day; its end came later.
    for code, numerator, denominator in (("two-year-open", 0, 1), ("plans-ended", 0, None), ("plans-open", 1, None)):
        found = figure(standing, extract, code, year(2024))
        assert (found.numerator, found.denominator, found.status) == (numerator, denominator, "part")
    later = compute(extract, ["plans-ended"], ["Dec-23", "Jan-24"], standing=standing).figures
    assert [f.status for f in later] == ["complete", "unavailable"]
    assert any("of 31 December 2023, not of 31 March" in remark for remark in extract.remarks)


def test_between_a_return_cut_short_and_the_next_nothing_is_known(tmp_path):
    paths = [tmp_path / "a.xml", tmp_path / "b.xml"]
    paths[0].write_text(census("2022-09-30", "2023", plan("2022-05-03")))
    paths[1].write_text(census("2024-03-31", "2024", plan("2023-06-05")))
    found = compute(cpind.read(paths), ["plans-started"], ["Aug-22", "Nov-22", "Jun-23"]).figures
    assert [(f.status, f.value) for f in found] == [("complete", 0), ("unavailable", None), ("complete", 1)]


def test_a_year_and_a_reference_date_that_disagree_are_noted(tmp_path):
    path = tmp_path / "return.xml"
    path.write_text(census("2022-03-31", "2023", plan("2021-05-03")))
    assert (
        "return.xml: the header's Year and its ReferenceDate are of different reporting years: taken for 2021/22"
        in (cpind.read(path).remarks)
    )


def test_columns_that_are_blank_in_a_year_are_zeros():
    extract = extract_of(
        "return_year,child_id,s47_start,icpc_date,plan_start,plan_end,previous_plans\n2022/23,u,2022-07-04,,,,\n"
    )
    for code in ("plans-started", "conferences", "plans-open", "plans-ended"):
        assert figure(bases(extract), extract, code, year(2023)).value == 0
    assert figure(bases(extract), extract, "repeats", year(2023)).denominator == 0


def test_an_absent_column_is_not_zero(tmp_path):
    (tmp_path / "return.csv").write_text("return_year,child_id,s47_start\n2022/23,u,2022-07-04\n")
    (tmp_path / "other.csv").write_text("return_year,child_id,plan_start\n2023/24,v,2023-07-04\n")
    extract = cpind.read([tmp_path / "return.csv", tmp_path / "other.csv"])
    with pytest.raises(UnavailableError, match="2022/23 has no plan_start"):
        compute(extract, ["plans-started"], ["2022/23"])


# --- numbers of previous plans -------------------------------------------------------------------------------

ZEROS = "child_id,plan_start,plan_end,previous_plans\nf,2018-06-04,2018-12-03,0\nf,2019-07-01,,0\ng,2019-08-05,,0\nh,2019-09-02,,0\n"


def test_zeros_throughout_that_the_history_contradicts_are_not_trusted():
    extract = extract_of(ZEROS)
    found = figure(bases(extract), extract, "repeats", year(2020))
    assert (found.numerator, found.denominator) == (1, 3)
    assert any(
        text.startswith("Every recorded number of previous plans is 0")
        for text in notes(bases(extract), extract, "repeats", year(2020))
    )
    assert list(examine(Subject(extract, bases(extract)), only=["previous-all-zero"]).rows["row"]) == [3]


@pytest.mark.parametrize("end", ["2019-06-30", "2019-07-01", "2019-09-09", ""])
def test_zeros_that_nothing_contradicts_are_trusted(end):
    extract = extract_of(ZEROS.replace("2018-12-03", end))
    found = figure(bases(extract, as_at=date(2020, 3, 31)), extract, "repeats", year(2020))
    assert (found.numerator, found.denominator) == (0, 3)


def test_zeros_of_which_only_some_are_contradicted_are_used_with_a_note():
    extract = extract_of(ZEROS + "i,2019-10-07,,2\n")
    assert figure(bases(extract), extract, "repeats", year(2020)).numerator == 1
    assert any(
        text.startswith("1 of the 4 plans started has 0 as the number of previous plans")
        for text in notes(bases(extract), extract, "repeats", year(2020))
    )


def test_a_return_of_zeros_cannot_answer_repeats():
    rows = ZEROS.splitlines()
    text = "\n".join([f"return_year,{rows[0]}", *(f"2020,{row}" for row in rows[1:]), ""])
    extract = extract_of(text)
    with pytest.raises(UnavailableError, match="other than 0"):
        compute(extract, ["repeats"], ["2019/20"])
    assert figure(bases(extract), extract, "plans-started", year(2020)).value == 3


# --- one plan in two rows ------------------------------------------------------------------------------------

CUT = (
    "child_id,plan_start,plan_end,previous_plans,initial_category,latest_category,review_dates\n"
    "r,2020-04-06,2021-06-14,0,NEG,NEG,2020-06-29;2020-12-14\n"
    "r,2021-06-15,2021-08-02,1,EMO,EMO,\n"
    "r,2021-08-02,2022-05-09,1,EMO,PHY,\n"
    "s,2021-04-12,2021-05-10,0,NEG,NEG,\n"
    "s,2021-05-12,2022-05-10,1,NEG,SAB,\n"
)


@pytest.mark.parametrize(
    "bridge, started, repeats, ended, long",
    [(None, 4, 3, 2, 0), (0, 3, 2, 2, 0), (1, 2, 1, 2, 1), (2, 1, 0, 2, 1)],
)
def test_plans_split_by_short_gaps_are_bridged_as_asked(bridge, started, repeats, ended, long):
    extract = extract_of(CUT)
    standing = bases(extract, as_at=date(2023, 3, 31), covered_from=date(2020, 4, 1), bridge=bridge)
    assert figure(standing, extract, "plans-started", year(2022)).numerator == started
    assert figure(standing, extract, "repeats", year(2022)).numerator == repeats
    found = figure(standing, extract, "two-year", year(2023))
    assert (found.numerator, found.denominator) == (long, ended)


def test_a_bridged_plan_has_the_first_category_of_the_first_row_and_the_latest_of_the_last():
    extract = extract_of(CUT)
    plans = bases(extract, as_at=date(2023, 3, 31), bridge=1).live.events("plans")
    assert plans.column("initial_category").listed() == ["NEG", "NEG", "NEG"]
    assert plans.column("latest_category").listed() == ["PHY", "NEG", "SAB"]
    assert plans.frame["recorded"].tolist() == [0, 0, 1]


def test_repeats_that_begin_where_another_plan_ends_are_noted():
    extract = extract_of(CUT)
    standing = bases(extract, as_at=date(2023, 3, 31))
    assert any(
        text.startswith("2 of the 3 repeat plans start on the day")
        for text in notes(standing, extract, "repeats", year(2022))
    )
    assert list(examine(Subject(extract, standing), only=["one-plan-in-two"]).rows["row"]) == [3, 4]
    assert any("(--bridge 1)" in text for text in notes(bases(extract, bridge=1), extract, "repeats", year(2022)))


@pytest.mark.parametrize(
    ("code", "note"),
    [
        ("plans-started", "2 of the 4 plans started begin on the day"),
        ("plans-ended", "1 of the 3 plans that ended starts on the day"),
    ],
)
def test_several_rows_of_a_plan_are_noted_where_plans_are_counted(code, note):
    extract = extract_of(CUT)
    standing = bases(extract, as_at=date(2023, 3, 31))
    assert any(note in text for text in notes(standing, extract, code, year(2022)))


# --- nothing recorded so early -------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [None, "district"])
@pytest.mark.parametrize("periods", [["--year", "2009/10"], ["--year", "2009/10..2015/16"]])
def test_rates_before_anything_is_recorded_are_blank(by, periods):
    from click.testing import CliRunner

    from cpind.cli import main

    found = CliRunner().invoke(main, ["rates", *periods, *(["--by", by] if by else [])])
    assert found.exit_code == 0 and "2009/10" in found.stdout and "(before)" in found.stdout
    assert INDICATORS["rates"].is_snapshot


@pytest.mark.parametrize(("wrong", "is_said"), [(19, False), (20, True), (0, False)])
def test_many_ends_before_starts_hint_at_exchanged_days_and_months(wrong, is_said):
    rows = [f"c{n},2019-05-02,{'2018-11-01' if n < wrong else '2020-02-03'}" for n in range(400)]
    extract = extract_of("\n".join(["child_id,plan_start,plan_end", *rows]))
    said = [
        text
        for text in notes(bases(extract), extract, "plans-started", year(2020))
        if "day and month may be exchanged" in text
    ]
    assert bool(said) is is_said
