"""What case systems really export is read right, or marked, or refused: never a plausible wrong number. Every figure here
is worked out by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from support import run

from cpind.figures import as_at as standing_days
from cpind.figures.bases import bases
from cpind.inputs.reading import read

WHOLE = ("--from", "2022-04-01", "--as-at", "2023-03-31", "--year", "2022/23")


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(here: Path, name: str, *lines: str) -> str:
    (here / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return name


def value(command: str, *files: str, rest: tuple[str, ...] = WHOLE) -> tuple[str, str]:
    """The last line of the CSV that a command prints, without its first cell; and what it says on stderr."""
    result = run(command, *files, *rest, "-f", "csv")
    assert result.exit_code == 0, result.stderr
    return result.stdout.strip().splitlines()[-1].partition(",")[2], result.stderr


def refused(command: str, *files: str, rest: tuple[str, ...] = WHOLE) -> str:
    result = run(command, *files, *rest, "-f", "csv")
    assert result.exit_code != 0 and not result.stdout
    return result.stderr


# --- a conference needs a clock -------------------------------------------------------------------------

NO_CLOCK = "no section 47 start is recorded for any conference"


@pytest.mark.parametrize("command", [("icpc",), ("icpc", "--bands")])
def test_conferences_without_any_enquiry_have_no_timeliness(here, command):
    file = write(here, "c.csv", "Child ID,S47 start,ICPC date", "1,,2022-05-10", "2,,2022-06-12")
    assert NO_CLOCK in refused(command[0], file, *command[1:])
    assert value("activity", file)[0] == "2"


def test_enquiries_of_other_children_or_of_unjoined_files_give_no_timeliness(here):
    enquiries = write(here, "s.csv", "Child ID,S47 start", "1,2022-05-03", "2,2022-06-06")
    others = write(here, "o.csv", "Child ID,S47 start", "77,2022-05-03")
    held = write(here, "c.csv", "Child ID,ICPC date", "1,2022-05-10", "2,2022-06-14")
    assert NO_CLOCK in refused("icpc", others, held)
    assert NO_CLOCK in refused("icpc", enquiries, held, "--no-join")
    # 5 and 6 working days.
    assert value("icpc", enquiries, held)[0] == "100.0"


def test_transfer_ins_with_a_referral_are_timed(here):
    file = write(here, "c.csv", "Child ID,S47 start,ICPC date,Transfer in,Referral date", "1,,2022-05-10,Y,2022-05-03")
    assert value("icpc", file)[0] == "100.0"


# --- what a row is ------------------------------------------------------------------------------------------


def test_plans_of_all_kinds_under_a_general_heading_are_refused(here):
    rows = ("1,2022-05-12,,Child Protection", "2,2022-06-01,,Child in Need", "3,2022-07-01,,Looked After")
    file = write(here, "p.csv", "Person ID,Plan Start Date,Plan End Date,Type", *rows)
    output = refused("activity", file)
    assert '"Type" says child in need, looked after in 2 rows' in output and 'plan_type = "Type"' in output
    write(here, "cpind.toml", "[columns]", 'plan_type = "Type"')
    assert value("activity", file)[0] == "1"


def test_plans_of_another_kind_alone_are_refused(here):
    file = write(here, "p.csv", "Person ID,Plan Start Date,Plan Type Name", "1,2022-05-12,CIN", "2,2022-06-01,CIN")
    assert "may be the start of other plans" in refused("activity", file)


def test_a_mapping_to_the_plan_start_is_accepted_with_a_reminder(here):
    heading = "Person ID,{},CP Plan End,Current type"
    rows = ("1,2022-05-12,,CP", "2,2022-06-01,,CIN")
    file = write(here, "p.csv", heading.format("CP Plan Start"), *rows)
    assert value("activity", file)[0] == "2"
    assert '"Current type" says cin in 1 row, which is counted as a child protection plan' in value("activity", file)[1]
    mapped = write(here, "m.csv", heading.format("Plan Start"), *rows)
    assert "may be the start of other plans" in refused("activity", mapped)
    write(here, "cpind.toml", "[columns]", 'plan_start = "Plan Start"')
    assert value("activity", mapped)[0] == "2"


@pytest.mark.parametrize(
    "heading, texts",
    [
        ("Team", ("CP Team", "CIN Team")),
        ("LAC status", ("LAC", "")),
        ("Type of worker", ("Social worker", "Family support worker")),
        ("Outcome", ("CP plan", "No CP plan")),
        ("Status", ("Open", "Closed")),
    ],
)
def test_columns_without_a_kind_need_no_mapping(here, heading, texts):
    file = write(
        here,
        "p.csv",
        f"Child ID,Plan Start,Plan End,{heading}",
        f"1,2022-05-12,,{texts[0]}",
        f"2,2022-06-01,,{texts[1]}",
    )
    output = value("activity", file)[1]
    assert value("activity", file)[0] == "2" and " says " not in output


def test_rows_cancelled_or_entered_in_error_are_counted_and_noted(here):
    file = write(
        here,
        "c.csv",
        "Child ID,S47 start,ICPC date,Event state",
        "1,2022-05-03,2022-05-12,Completed",
        "2,2022-06-06,2022-06-13,Cancelled by chair of Smith",
        "3,2022-06-06,2022-06-13,Entered in error",
    )
    figure, output = value("icpc", file)
    assert figure == "100.0"
    assert '"Event state" says cancelled, entered in error in 2 rows' in output and "Smith" not in output


@pytest.mark.parametrize(
    ("heading", "texts", "says"),
    [
        ("Plan End Reason", ("Recorded in error", "Stepped down to CIN"), "recorded in error"),
        ("Plan Status", ("Draft", "Active"), "draft"),
        ("CP Plan Status", ("Error", "Open"), "error"),
        ("Deleted", ("Y", "N"), "yes"),
        ("Is Void", ("1", "0"), "yes"),
    ],
)
def test_rows_that_the_file_itself_calls_void_are_noted_with_their_number(here, heading, texts, says):
    rows = (f"1,2022-05-12,,{texts[0]}", f"2,2022-06-01,,{texts[1]}")
    figure, output = value("activity", write(here, "p.csv", f"Child ID,Plan Start,Plan End,{heading}", *rows))
    assert figure == "2" and f'"{heading}" says {says} in 1 row, which is counted like any other' in output


@pytest.mark.parametrize(
    ("heading", "texts", "says"),
    [
        ("Child ID", ("ZZTEST1", "TEST-002", "W_Dummy", "Attested1", "W0TESTED"), "zztest, test, dummy"),
        ("Surname", ("Test", "zzSmith", "Jones DO NOT USE", "Tester", "Testa"), "test, zz, do not use"),
        (
            "Child Name",
            ("Child, Dummy", "Training Case", "Kay DUPLICATE", "Izzy Fizz", ""),
            "dummy, training, duplicate",
        ),
    ],
)
def test_records_made_for_tests_are_counted_and_noted_without_a_name(here, heading, texts, says):
    headings = (
        "Key,Plan Start,Plan End," + heading if heading == "Child ID" else "Child ID,Plan Start,Plan End," + heading
    )
    rows = [f"{n},2022-05-12,,{text}" for n, text in enumerate(texts)]
    figure, output = value("activity", write(here, "p.csv", headings, *(row.replace(", ", " ") for row in rows)))
    assert figure == "5" and f'"{heading}" says {says} in 3 rows, which are counted like any other' in output
    assert not any(name in output for name in ("Jones", "Smith", "002"))


def test_rows_of_two_authorities_are_counted_together_and_noted(here):
    rows = ("1,2022-05-12,,Northshire", "2,2022-06-01,,Southshire", "3,2022-06-01,,NORTHSHIRE ")
    figure, output = value("activity", write(here, "p.csv", "Child ID,CP plan start,CP plan end,Authority", *rows))
    assert figure == "3" and "The rows name 2 authorities and are counted together" in output
    of_one = write(here, "o.csv", "Child ID,CP plan start,CP plan end,Authority", rows[0], rows[2], "4,2022-07-01,,")
    assert "authorities" not in value("activity", of_one)[1]


@pytest.mark.parametrize("heading", ["Responsible LA", "Responsible authority", "Owning Local Authority"])
def test_the_responsible_authority_is_recognised(here, heading):
    rows = ("1,2022-05-12,,Northshire", "2,2022-06-01,,Southshire", "3,2022-06-01,,Northshire")
    file = write(here, "p.csv", f"Child ID,CP plan start,CP plan end,{heading}", *rows)
    assert "The rows name 2 authorities" in value("activity", file)[1]
    assert value("activity", file, "--where", "authority=Northshire")[0] == "2"


def test_authorities_under_other_headings_are_noted(here):
    rows = ("1,2022-05-12,,{}", "2,2022-06-01,,{}", "3,2022-06-01,,{}")
    for heading, texts, says in (
        ("Home LA", ("Northshire", "Southshire", "Northshire "), True),
        ("LA of residence", ("Northshire", "NORTHSHIRE", ""), False),
        ("Reported to LA", ("Y", "N", "N"), False),
        ("Transfer from LA", ("Northshire", "Southshire", ""), False),
        ("Other LA name", ("Northshire", "", ""), True),
    ):
        headings = f"Child ID,CP plan start,CP plan end,{heading}"
        output = value("activity", write(here, "p.csv", headings, *map(str.format, rows, texts)))[1]
        count = "2 authorities" if texts[1] else "1 authority"
        assert (f'"{heading}" names {count}, whose rows are counted together' in output) == says


@pytest.mark.parametrize(("heading", "text"), [("Temporary", "Y"), ("Is temporary", "1"), ("Legal status", "OLA")])
def test_plans_of_children_of_other_authorities_are_noted_under_other_headings(here, heading, text):
    file = write(
        here, "p.csv", f"Child ID,CP plan start,CP plan end,{heading}", f"1,2022-05-12,,{text}", "2,2022-06-01,,"
    )
    figure, output = value("activity", file)
    assert figure == "2" and "in 1 row, which is counted as a plan of this authority" in output


def test_plans_of_children_of_an_ola_are_not_counted(here):
    for heading in ("OLA", "Temp plan", "OLA CP Plan"):
        file = write(here, "p.csv", f"Child ID,Plan start,Plan end,{heading}", "1,2022-05-12,,Y", "2,2022-06-01,,N")
        assert value("activity", file)[0] == "1"


def test_the_reason_for_which_plans_ended_does_not_say_of_what_kind_they_are(here):
    rows = ("1,2022-05-12,,Stepped down to CIN", "2,2022-06-01,,Moved to other local authority")
    figure, output = value("activity", write(here, "p.csv", "Child ID,Plan Start,Plan End,Plan End Reason", *rows))
    assert figure == "2" and " says " not in output


@pytest.mark.parametrize("heading", ["Service", "Classification"])
def test_plans_of_all_kinds_are_refused_under_other_headings_too(here, heading):
    rows = ("1,2022-05-12,CP Plan", "2,2022-06-01,CIN Plan")
    file = write(here, "p.csv", f"Person ID,Plan Start Date,{heading}", *rows)
    assert f'"{heading}" says cin in 1 row' in refused("activity", file)


@pytest.mark.parametrize("texts", [("CP Plan", "CIN Plan"), ("Neglect", "Child in Need"), ("Sexual", "CIN")])
@pytest.mark.parametrize("heading", ["Category", "Plan Category", "Current Category"])
def test_plans_of_all_kinds_are_refused_under_the_heading_of_the_category_of_abuse(here, heading, texts):
    rows = ("1,2022-05-12,,{}", "2,2022-06-01,,{}")
    headings = f"Child ID,Plan Start Date,Plan End Date,{heading}"
    output = refused("activity", write(here, "p.csv", headings, *map(str.format, rows, texts)))
    assert f'"{heading}" says {"c" + texts[1].lower()[1:].removesuffix(" plan")} in 1 row' in output
    categories = ("Neglect", "N1 - Abuse or neglect")
    assert value("activity", write(here, "p.csv", headings, *map(str.format, rows, categories)))[0] == "2"


def test_review_conferences_in_the_column_of_initial_ones_are_noted(here):
    file = write(
        here,
        "c.csv",
        "Child ID,S47 start,ICPC date,Type",
        "1,2022-05-03,2022-05-12,Initial",
        "1,,2022-08-01,Review",
    )
    assert '"Type" says review in 1 row, which is counted as an initial conference' in value("icpc", file)[1]


@pytest.mark.parametrize("heading", ["Conference outcome", "Event state"])
def test_conferences_that_are_only_booked_are_noted_if_their_date_is_past(here, heading):
    rows = (
        "1,2022-05-03,2022-05-12,CP plan",
        "2,2022-06-06,2022-06-13,Scheduled",
        "3,2022-06-06,2022-06-13,Conference booked",
        "4,2022-06-06,2022-07-13,No CP plan",
        "5,2022-06-06,2022-08-13,Scheduled",
    )
    headings = f"Child ID,S47 start,ICPC date,{heading}"
    says = f'"{heading}" says scheduled, conference booked in 2 rows, which are counted as held'
    assert says in value("activity", write(here, "c.csv", headings, *rows))[1]
    assert " says " not in value("activity", write(here, "d.csv", headings, rows[0], *rows[3:]))[1]
    reviews = ("1,2021-05-03,,2022-05-12,Held", "1,2021-05-03,,2022-04-12,Planned", "1,2021-05-03,,2022-09-12,Planned")
    file = write(here, "r.csv", f"Child ID,CP plan start,CP plan end,CP review date,{heading}", *reviews)
    assert f'"{heading}" says planned in 1 row, which is counted as held' in value("reviews", file)[1]


@pytest.mark.parametrize(
    ("heading", "text", "says"),
    [
        ("ICPC decision", "Not required", "not required"),
        ("ICPC Held", "N", "no"),
        ("Conference took place?", "No", "no"),
    ],
)
def test_conferences_with_a_date_that_were_not_held_are_noted(here, heading, text, says):
    headings = f"Child ID,S47 start,ICPC date,{heading}"
    rows = ("1,2022-05-03,2022-05-12,", f"2,2022-06-06,2022-06-13,{text}", f"3,2022-06-06,,{text}")
    output = value("activity", write(here, "c.csv", headings, *rows))[1]
    assert f'"{heading}" says {says} in 1 row, which is counted as held, since there is a date' in output
    assert " says " not in value("activity", write(here, "d.csv", headings, rows[0], rows[2]))[1]


@pytest.mark.parametrize(
    ("heading", "yes", "no"),
    [
        ("Outcome", "Proceed to S47", "No further action"),
        ("Outcome", "Section 47 enquiry", "No S47"),
        ("S47 required", "Y", "N"),
    ],
)
def test_strategy_discussions_without_an_enquiry_are_noted(here, heading, yes, no):
    headings = "Child ID,{}," + heading
    rows = (f"1,2022-05-03,{yes}", f"2,2022-06-06,{no}", f"3,2022-06-06,{no}")
    file = write(here, "c.csv", headings.format("Strategy discussion date"), *rows)
    assert (
        f'"{heading}" says no section 47 enquiry in 2 rows, which are counted as enquiries'
        in value("activity", file)[1]
    )
    file = write(here, "d.csv", headings.format("S47 start"), *rows)
    assert "counted as enquiries" not in value("activity", file)[1]


REVIEWS = ("1,2021-05-01,,2022-03-22,{}", "1,2021-05-01,,2022-09-20,{}", "1,2021-05-01,,2023-03-10,{}")
"""By 22 September and 20 March: all are on time; without the second, the third is late."""


@pytest.mark.parametrize(
    ("heading", "held", "other", "check"),
    [
        ("Meeting status", "Held", "Cancelled", "conference-not-held"),
        ("Meeting type", "Review conference", "Core group", "other-meeting"),
    ],
)
def test_a_list_of_reviews_loses_those_that_were_none(here, heading, held, other, check):
    headings = f"Child ID,CP plan start,CP plan end,CP review date,{heading}"
    rows = [row.format(held) for row in REVIEWS]
    assert value("reviews", write(here, "r.csv", headings, *rows))[0] == "100.0"
    rows[1] = REVIEWS[1].format(other)
    figure, output = value("reviews", write(here, "s.csv", headings, *rows))
    assert figure == "0.0" and f"(check {check})" in output


@pytest.mark.parametrize(
    ("heading", "held", "other", "says"),
    [
        ("Form", "CP review", "Core group", "says another meeting in 1 row, which is counted as a review"),
        ("Review status", "Done", "Postponed", "says postponed in 1 row, which is counted like any other"),
        ("Reason not held", "", "Snow", "is filled in 1 row, which is counted like any other"),
        ("Date cancelled", "", "2022-09-19", "is filled in 1 row, which is counted like any other"),
        ("Held", "Y", "N", "says no in 1 row, which is counted as held, since there is a date"),
    ],
)
def test_reviews_that_were_none_are_noted(here, heading, held, other, says):
    rows = [row.format(text) for row, text in zip(REVIEWS, (held, other, held))]
    file = write(here, "r.csv", f"Child ID,CP plan start,CP plan end,CP review date,{heading}", *rows)
    figure, output = value("reviews", file)
    assert figure == "100.0" and f'"{heading}" {says}' in output


def test_the_end_date_of_another_plan_is_not_used(here):
    heading = "Child ID,Plan Start Date,Plan End Date,CP Plan Start Date"
    file = write(here, "p.csv", heading, "1,2022-04-01,2022-05-12,2022-05-12", "2,2022-06-01,,")
    figure, output = value("activity", file)
    assert figure == "1"  # started, and neither ended nor open
    assert '"Plan End Date" is not used: it goes with "Plan Start Date"' in output
    whole = write(here, "w.csv", f"{heading},CP Plan End Date", "1,2022-04-01,2022-05-12,2022-05-12,2022-09-01")
    assert run("activity", whole, *WHOLE, "-f", "csv").stdout.splitlines()[1:] == [
        "Child protection plans started,1",
        "Child protection plans ended,1",
        "Children subject to a plan at 31 March,0",
    ]


# --- previous plans --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("heading", ["Previous CP Plan (Y/N)", "Previous CPP", "Repeat plan"])
def test_yes_and_no_are_read_as_a_repeat_plan_or_not(here, heading):
    file = write(
        here, "p.csv", f"Child ID,CP plan start,{heading}", "1,2022-05-02,Y", "2,2022-05-02,N", "3,2022-05-02,N"
    )
    assert value("repeats", file)[0] == "33.3"


def test_another_count_is_not_the_number_of_previous_plans(here):
    rows = [f"{n},2022-05-02,,{n % 2}" for n in range(1, 5)]
    file = write(here, "p.csv", "Child ID,CP plan start,CP plan end,Previous CP plans in last 2 years", *rows)
    _, output = value("repeats", file)
    assert "not used" in output and "So many are unknown that the true figures may be higher" in output


@pytest.mark.parametrize("number", [0, 1])
def test_the_same_number_of_previous_plans_throughout_is_noted(here, number):
    rows = [f"{n},2022-{n % 9 + 1:02d}-02,2022-{n % 3 + 10}-05,{number}" for n in range(30)]
    file = write(here, "p.csv", "Child ID,CP plan start,CP plan end,Previous CPP", *rows)
    assert f"Every recorded number of previous plans is {number}" in value("repeats", file)[1]
    rows[3] = rows[3][:-1] + "2"
    assert (
        "Every recorded number"
        not in value("repeats", write(here, "q.csv", "Child ID,CP plan start,CP plan end,Previous CPP", *rows))[1]
    )


# --- reviews ---------------------------------------------------------------------------------------------------


def test_the_latest_review_alone_gives_no_figure_of_reviews(here):
    rows = [f"{n},2021-05-0{n},,2023-01-1{n}" for n in range(1, 7)]
    heading = "Child ID,CP plan start,CP plan end,Review date"
    assert "only the latest review" in refused("reviews", write(here, "p.csv", heading, *rows))
    # With the review of one plan before: that one is on time (20 September 2022 is within six months of 1 April
    # only if one before it is known: due by its anchor of 22 March 2022), the others have none before 1 April 2022.
    more = ["1,2021-05-01,,2022-03-22", "1,2021-05-01,,2022-09-20", "1,2021-05-01,,2023-03-10"]
    answer = value("reviews", write(here, "q.csv", heading, *more, *rows[1:]))
    assert answer[0] == "16.7"


def test_reviews_that_begin_late_are_marked(here):
    # Plans of 2020 cannot have had their first review in April 2022.
    rows = [
        f"{n},2020-05-0{n},,{day}"
        for n in range(1, 7)
        for day in ("2022-04-20", "2022-10-10", "2023-03-10", "2023-08-01")
    ]
    file = write(here, "p.csv", "Child ID,CP plan start,CP plan end,Review date", *rows, "9,2024-03-04,,")
    rest = ("--from", "2020-04-01", "--as-at", "2024-03-31", "--year", "2022/23..2023/24", "--long")
    lines = run("reviews", file, *rest, "-f", "csv").stdout.splitlines()
    early, later = (line for line in lines if line.startswith("reviews,"))
    assert ",before," in early and "only the reviews since 20 April 2022" in early
    assert ",complete," in later


# --- ends that are none -----------------------------------------------------------------------------------


@pytest.mark.parametrize("no_end", ["31/12/2099", "01/01/2099", "31/12/2060"])
def test_an_end_far_in_the_future_does_not_date_the_extract(here, no_end):
    rows = ("1,01/05/2022," + no_end, "2,01/05/2022,01/09/2022", "3,01/06/2022," + no_end, "4,20/12/2022," + no_end)
    extract = read([write(here, "p.csv", "Child ID,CP plan start,CP plan end", *rows)])
    found = bases(extract)
    assert found.as_at == date(2022, 12, 20)
    assert "taken for ends that are not known" in found.warnings[0]
    assert int(np.isnat(found.live.plans["end"]).sum()) == 3


def test_two_ends_far_in_the_future_do_not_date_the_extract(here):
    days = np.array(["2022-05-01", "2022-06-01", "2022-09-01", "2099-01-01", "2099-12-31"], "datetime64[D]")
    day, before, warning = standing_days.last_event(days)
    assert (day, before) == (date(2022, 9, 1), date(2022, 9, 1)) and warning.startswith("the last 2 dates")


def test_dates_twelve_years_apart_are_a_history_and_not_an_error(here):
    days = np.array(["2009-05-01", "2009-09-01", "2021-09-01"], "datetime64[D]")
    assert standing_days.last_event(days)[0] == date(2021, 9, 1)


@pytest.mark.parametrize("command", [("activity",), ("rates", "--population", "1000")])
def test_an_end_before_the_start_is_noted(here, command):
    file = write(
        here, "p.csv", "Child ID,CP plan start,CP plan end", "1,2022-05-01,1990-01-01", "2,2022-05-01,2022-09-01"
    )
    output = run(command[0], file, *command[1:], *WHOLE).stdout
    assert "1 plan of the extract ends before it starts: in no stock (cpind check --only 8925)" in output
    write(here, "p.csv", "Child ID,CP plan start,CP plan end", "1,2022-05-01,2022-05-01", "2,2022-05-01,2022-09-01")
    assert "before it starts" not in run(command[0], file, *command[1:], *WHOLE).stdout


@pytest.mark.parametrize("text", ["Not CP", "No CP plan", "Former CP", "Non-CP", "Previously on CP plan"])
def test_rows_marked_as_not_child_protection_are_not_counted(here, text):
    file = write(here, "p.csv", "Child ID,Plan type,Plan start,Plan end", "1,CP,2022-05-01,", f"2,{text},2022-05-01,")
    assert value("activity", file)[0] == "1"


@pytest.mark.parametrize(
    ("heading", "over", "on", "says"),
    [
        ("Plan Status", "Closed", "Open", "says closed in 1 row"),
        ("Status", "Ended early", "Active", "says ended in 1 row"),
        ("Current CP", "No", "Yes", "says no in 1 row"),
        ("Is Open", "0", "1", "says no in 1 row"),
        ("Reason for plan end", "Moved away", "", "is filled in 1 row"),
        ("Plan End Reason", "Risk reduced", "Not yet ended", "is filled in 1 row"),
    ],
)
def test_plans_without_an_end_that_the_file_calls_ended_are_noted(here, heading, over, on, says):
    rows = [f"{n},2022-05-0{n},2022-09-0{n},{over}" for n in range(1, 5)]
    is_open = [f"{n},2022-05-0{n},,{on}" for n in range(5, 8)]
    headings = f"Child ID,CP plan start,CP plan end,{heading}"
    output = value("activity", write(here, "p.csv", headings, *rows, *is_open, f"8,2022-05-08,,{over}"))
    assert output[0] == "4"
    assert f'"{heading}" {says} with a plan that has no end: counted as open' in output[1]
    assert "has no end" not in value("activity", write(here, "q.csv", headings, *rows, *is_open))[1]


def test_the_status_of_an_enquiry_does_not_say_that_the_plan_has_ended(here):
    rows = [f"{n},2022-05-0{n},{'2022-09-01' if n < 5 else ''},Closed" for n in range(1, 9)]
    for heading in ("S47 status", "Plan status"):  # the status of a form
        file = write(here, "p.csv", f"Child ID,CP plan start,CP plan end,{heading}", *rows)
        assert "has no end" not in value("activity", file)[1]


def test_rows_of_one_plan_of_which_only_some_have_an_end_are_noted(here):
    heading = "Child ID,CP plan start,CP plan end,Team"
    file = write(
        here, "p.csv", heading, "2,2022-05-02,2022-08-01,A", "2,2022-05-02,,B", "3,2022-05-02,,B", "3,2022-05-02,,C"
    )
    output = run("rates", file, "--population", "1000", *WHOLE).stdout
    assert "1 plan has rows with an end and rows without in one file: taken as ended" in output
    # The same plan, open in last year's file and ended in this year's, is not a contradiction.
    before = write(here, "q.csv", heading, "2,2022-05-02,,A")
    after = write(here, "r.csv", heading, "2,2022-05-02,2022-08-01,A")
    assert "rows without" not in run("rates", before, after, "--population", "1000", *WHOLE).stdout


# --- values ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["N1 - Abuse or neglect", "Abuse or Neglect", "N5 - Family dysfunction"])
def test_a_primary_need_is_not_a_category_of_abuse(here, text):
    file = write(here, "p.csv", "Child ID,CP plan start,Category", "1,2022-05-01,Neglect", f"2,2022-05-01,{text}")
    table = run("activity", file, *WHOLE, "--by", "category", "-f", "csv").stdout
    assert "Neglect,1" in table and "Not recognised,1" in table


@pytest.mark.parametrize("text", ["CP step down", "Step-down CP", "CP to CIN"])
def test_a_plan_type_on_the_way_from_one_kind_to_another_is_refused(here, text):
    (here / "e.csv").write_text(f"Person ID,Plan Type,CPP Start\na,{text},2022-06-01\nb,CP,2022-06-02\n")
    result = run("activity", "e.csv", "--month", "Jun-22")
    assert result.exit_code == 1 and "e.csv, row 2, Plan Type" in result.stderr


def test_lists_of_open_plans_of_several_days_have_no_stock(here):
    headings = "Child ID,CP plan start,CP plan end"
    rows = [f"{n},2022-{n % 9 + 4:02d}-0{n % 9 + 1}," for n in range(60)]
    first, second = write(here, "a.csv", headings, *rows[:40]), write(here, "b.csv", headings, *rows[30:])
    says = "the extract seems to hold lists of open plans of different days"
    rest = ("--population", "1000", "--at", "2022-12-31", "--as-at", "2022-12-31")
    assert says in run("rates", first, second, *rest).stdout
    # Lists of two teams, and a list of some of the plans with another column.
    other_team = write(here, "c.csv", headings, *rows[39:])
    some = write(here, "d.csv", headings + ",Visit", *(row + "," for row in rows[:10]))
    for files in ((first, other_team), (first, some), (first,)):
        assert says not in run("rates", *files, *rest).stdout
    for heading, is_marked in (("Snapshot date", True), ("Report month", True), ("As at", True), ("Team", False)):
        both = [row + ",31/10/2022" for row in rows[:40]] + [row + ",30/11/2022" for row in rows[30:]]
        assert (says in run("rates", write(here, "e.csv", f"{headings},{heading}", *both), *rest).stdout) == is_marked


def test_a_population_of_all_ages_is_noted(here):
    file = write(here, "p.csv", "Child ID,CP plan start,CP plan end", "1,2022-05-12,", "2,2022-06-01,")
    heading = "area,mid_year,population"
    for of_all_ages, says in (("577900", True), ("117700", False)):
        write(here, "pop.csv", heading, f"Northshire,2021,{of_all_ages}", "England,2021,11900000")
        by_file = run("rates", file, *WHOLE, "--population", "pop.csv", "--authority", "Northshire").stdout
        by_number = run("rates", file, *WHOLE, "--population", of_all_ages).stdout
        for output in (by_file, by_number):
            assert (f"A population of {int(of_all_ages):,} is more than any English authority has" in output) == says


def test_review_conferences_among_the_initial_ones_are_noted(here):
    plans = [f"{n},,,2022-05-{n + 10}," for n in range(1, 19)]
    initial = [f"{n},2022-05-03,2022-05-{n + 10},," for n in range(1, 19)]
    reviews = [f"{n},,2022-08-{n + 10},," for n in range(1, 19)]
    headings = "Child ID,S47 start,ICPC date,CP plan start,CP plan end"
    says = "review conferences seem to be among them"
    assert says in value("activity", write(here, "c.csv", headings, *plans, *initial, *reviews))[1]
    first = [row.replace("2022-05-03", "") for row in initial]  # none has an enquiry, but none is of a child on a plan
    assert (
        says not in value("activity", write(here, "d.csv", headings, *plans, *first, *first[:2], "31,,2022-06-01,,"))[1]
    )
    assert says not in value("activity", write(here, "e.csv", headings, *plans, *initial, *reviews[:4]))[1]


def test_open_plans_that_a_later_list_lacks_are_noted(here):
    headings = "Child ID,CP plan start,CP plan end"
    old = [f"{n},2022-05-0{n}," for n in range(1, 9)]
    new = [f"{n},2022-05-0{n},{'2022-12-01' if n == 1 else ''}" for n in range(1, 7)] + ["9,2023-01-05,"]
    # 1 has ended, 7 and 8 are gone
    says = "2 plans are open in one list and absent from a later one: counted as open"
    first, second = write(here, "a.csv", headings, *old), write(here, "b.csv", headings, *new)
    figure, output = value("activity", first, second)
    assert figure == "8" and says in output
    by_year = [row + ",2022" for row in old] + [row + ",2023" for row in new]
    assert says in value("activity", write(here, "c.csv", headings + ",Financial year", *by_year))[1]
    # Lists of the same day, of other plans, and one list.
    same_day = write(here, "d.csv", headings, *new[:-1])
    others = write(here, "e.csv", headings, *new[-1:], *new[5:6])
    for files in ((first, same_day), (first, others), (first,)):
        assert "absent from a later" not in value("activity", *files)[1]
