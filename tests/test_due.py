"""cpind due: a worked extract, the days of it against icpc and reviews, everything against plain Python, and the command."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support import extract_of, oracle, run
from support.profiles import examples
from support.strategies import extracts, write_csv

from cpind.analysis.due import IF_ALL_END, IF_PASSING_END, SO_FAR, Due, due
from cpind.analysis.due_items import BOOKINGS, KINDS, WHENS
from cpind.errors import UnavailableError, UsageError
from cpind.figures.bases import bases
from cpind.figures.engine import compute
from cpind.figures.indicators import Choices
from cpind.figures.request import Request
from cpind.model.periods import at, span

AS_AT = date(2025, 3, 26)  # a Wednesday

WORKED = """child_id,family_id,team,s47_start,icpc_date,icpc_not_required,plan_start,plan_end,review_dates
e-overdue,f1,North,2025-03-03,,,,,
e-booked,f2,North,2025-03-07,2025-03-28,,,,
e-late,f3,South,2025-03-13,2025-04-04,,,,
e-held,f4,South,2025-03-10,2025-03-20,,,,
e-older,f5,North,2024-09-26,,,,,
e-six-months,f6,North,2024-09-27,,,,,
e-not-required,f7,North,2025-03-11,,1,,,
p-first,f8,North,,,,2025-01-10,,
p-first-late,f9,South,,,,2024-12-20,,2025-04-02
p-far,f10,South,,,,2024-11-01,,2025-01-28
p-next,f11,North,,,,2024-06-01,,2024-08-30
p-april,f12,North,,,,2023-04-10,,2023-07-01;2024-12-01
p-march,f13,South,,,,2023-03-30,,2023-06-20;2025-01-02
p-long,f14,South,,,,2022-01-01,,2025-01-02
q-long,f15,North,,,,2022-05-01,2024-06-01,2022-07-01
q-short,f16,North,,,,2024-05-01,2024-08-01,
q-today,f17,North,,,,2024-01-01,2025-03-26,
q-before,f18,North,,,,2022-01-01,2024-03-31,
"""


def answer(text: str, as_at: date = AS_AT, **asked: object) -> Due:
    by, weeks = asked.pop("until", None), asked.pop("weeks", 4)
    extract = extract_of(text)
    return due(extract, bases(extract, as_at=as_at), Request(**asked), by=by, weeks=weeks)


def listed(answer: Due) -> list[tuple]:
    """(kind, child, due, when, booking) of each item."""
    items = answer.items
    return list(
        zip(
            [KINDS[kind] for kind in items.kind.tolist()],
            items.context["child_id"].listed(),
            items.due.tolist(),
            [WHENS[when] for when in items.whens(answer.as_at).tolist()],
            [BOOKINGS[booking] for booking in items.bookings().tolist()],
        )
    )


def test_every_row_of_a_worked_extract_is_listed():
    assert listed(answer(WORKED)) == [
        # Fifteen working days after 27 September are Friday 18 October; Saturday and Sunday count no further.
        ("enquiry", "e-six-months", date(2024, 10, 20), "overdue", "not booked"),
        ("next review", "p-next", date(2025, 2, 28), "overdue", "not booked"),  # 30 August + 6 months
        ("first review", "p-first-late", date(2025, 3, 20), "overdue", "late"),
        ("enquiry", "e-overdue", date(2025, 3, 24), "overdue", "not booked"),
        ("two years", "p-march", date(2025, 3, 29), "soon", "not booked"),  # 730 days: 2024 has 366
        ("enquiry", "e-booked", date(2025, 3, 30), "soon", "in time"),
        ("enquiry", "e-late", date(2025, 4, 3), "later", "late"),
        ("two years", "p-april", date(2025, 4, 9), "later", "not booked"),
        ("first review", "p-first", date(2025, 4, 10), "later", "not booked"),
    ]


def test_the_counts_of_a_worked_extract():
    found = answer(WORKED)
    lines = {line.kind: line for line in found.lines}
    counts = {kind: line.counts for kind, line in lines.items()}
    assert counts["enquiry"] == {
        "overdue": 2, "soon": 1, "later": 1, "in time": 1, "late": 1, "not booked": 2,
    }  # fmt: skip
    assert counts["first review"] == {
        "overdue": 1, "soon": 0, "later": 1, "in time": 0, "late": 1, "not booked": 1,
    }  # fmt: skip
    assert counts["two years"] == {"soon": 1, "later": 1}
    shares = {kind: (line.passed, line.of) for kind, line in lines.items() if line.of is not None}
    assert shares == {
        "9 months": (4, 7),  # p-next passed them on 1 March
        "12 months": (3, 7),
        "15 months": (3, 7),
        "18 months": (3, 7),
        "two years": (1, 7),
        SO_FAR: (1, 3),  # q-long, of q-long, q-short and q-today
        IF_PASSING_END: (2, 4),  # and p-march; p-april passes two years in the next reporting year
        IF_ALL_END: (3, 5),  # and p-long
    }
    assert (found.waiting.older, found.waiting.not_required) == (1, 1)
    assert found.until == date(2025, 3, 31)


def test_due_work_is_split_by_team_and_filtered():
    found = answer(WORKED, by="team")
    assert [line.groups for line in found.lines if line.kind == "enquiry"] == [("North",), ("South",), ()]
    assert [sum(line.counts.values()) // 2 for line in found.lines if line.kind == "enquiry"] == [3, 1, 4]
    assert [(line.passed, line.of) for line in found.lines if line.kind == SO_FAR] == [(1, 3), (1, 3)]
    days = found.items.due.tolist()
    assert found.items.group.tolist() == [0] * 6 + [1] * 3
    assert days[:6] == sorted(days[:6]) and days[6:] == sorted(days[6:])
    south = answer(WORKED, where={"team": "South"})
    assert {child for _, child, *_ in listed(south)} == {"p-first-late", "p-march", "e-late"}
    assert [(line.passed, line.of) for line in south.lines if line.kind == IF_ALL_END] == [(2, 2)]


def test_a_date_may_replace_the_number_of_weeks():
    first = answer(WORKED, until=date(2025, 3, 30))
    assert listed(first) == listed(answer(WORKED))[:6]
    assert listed(answer(WORKED, weeks=0)) == listed(first)[:4]
    with pytest.raises(UsageError, match="before the extract's date, 26 March 2025"):
        answer(WORKED, until=date(2025, 3, 25))


def test_soon_ends_with_the_seventh_day_and_overdue_begins_after_the_day():
    text = "child_id,plan_start,plan_end,review_dates\n1,2024-01-10,,{}\n2,2020-01-01,2020-02-01,2020-01-20\n"
    for review, when in (
        ("2024-09-25", "overdue"),
        ("2024-09-26", "soon"),
        ("2024-10-02", "soon"),
        ("2024-10-03", "later"),
    ):
        found = [line for line in listed(answer(text.format(review))) if line[0] == "next review"]
        assert [line[3] for line in found] == [when], review


# --- the days are those of the figures ----------------------------------------------------------------


def test_a_conference_on_the_day_is_in_time_and_one_a_day_later_is_not():
    """For an enquiry on every day of a year, with Easter, Christmas and weekends in it."""
    starts = [date(2024, 4, 1) + timedelta(days=days) for days in range(365)]
    decided = "x,2019-01-01,2019-01-10\n"
    rows = "".join(f"{day},{day},\n" for day in starts)
    days = {}
    for as_at in (date(2024, 9, 1), date(2024, 12, 31), date(2025, 3, 31)):
        found = answer(f"child_id,s47_start,icpc_date\n{rows}{decided}", as_at, weeks=10)
        days |= {child: day for _, child, day, *_ in listed(found)}
    assert days.keys() == {str(day) for day in starts}
    for after, in_time in ((0, 365), (1, 0)):
        held = "".join(f"{start},{start},{day + timedelta(days=after)}\n" for start, day in days.items())
        extract = extract_of(f"child_id,s47_start,icpc_date\n{held}")
        standing = bases(extract, as_at=date(2025, 5, 31))
        (figure,) = compute(extract, "icpc", span(date(2024, 4, 1), date(2025, 5, 31)), standing=standing).figures
        assert (figure.numerator, figure.denominator) == (in_time, 365)


@given(
    st.dates(date(2018, 1, 1), date(2024, 12, 31)),
    st.lists(st.integers(20, 175), max_size=4),
)
def test_a_review_on_the_day_is_on_time_and_one_a_day_later_is_not(start, gaps):
    """Each review is held before it is due, so the plan has been reviewed on time up to the day that is asked for."""
    held = [start + timedelta(days=sum(gaps[: n + 1])) for n in range(len(gaps))]
    if gaps and held[0] > oracle.add_months(start, 3):
        held, gaps = [], []
    as_at = (held[-1] if held else start) + timedelta(days=1)

    def text(reviews: list[date]) -> str:
        return (
            "child_id,plan_start,plan_end,review_dates\n"
            f"1,{start},,{';'.join(map(str, reviews))}\n2,2010-01-01,2010-06-01,2010-02-01\n"
        )

    (item,) = [line for line in listed(answer(text(held), as_at, weeks=40)) if "review" in line[0]]
    assert item[0] == ("next review" if held else "first review")
    for after, on_time in ((0, 1), (1, 0)):
        reviews = [*held, item[2] + timedelta(days=after)]
        day = max(reviews[-1], start + timedelta(days=91))
        extract = extract_of(text(reviews))
        figures = compute(
            extract, "reviews", at(day), Request(choices=Choices(full_history=True)), standing=bases(extract, as_at=day)
        ).figures
        assert [(figure.numerator, figure.denominator) for figure in figures] == [(on_time, 1)]


def last_day_in_time(start: date) -> date:
    day = start
    while oracle.working_days(start, day + timedelta(days=1)) <= 15:
        day += timedelta(days=1)
    return day


def expected(rows: list[dict], as_at: date, by: date) -> Counter:
    """Plain Python: (kind, child, due, booked) of everything due by a day."""
    rows = oracle.rows_of(rows, "live")
    found: list[tuple] = []
    for enquiry in oracle.enquiries_of(rows, as_at):
        mine = [row for row in rows if row["child_id"] == enquiry.child and row.get("s47_start") == enquiry.day]
        dates = sorted(row["icpc_date"] for row in mine if row.get("icpc_date"))
        booked = next((day for day in dates if day > as_at), None)
        if (dates and dates[0] <= as_at) or oracle.add_months(enquiry.day, 6) <= as_at:
            continue
        if booked or not enquiry.columns.get("icpc_not_required"):
            found.append(("enquiry", enquiry.child, last_day_in_time(enquiry.day), booked))
    for plan in oracle.plans_of(rows, "live", as_at):
        if not oracle.is_open(plan, as_at):
            continue
        ours = [
            row
            for row in rows
            if row["child_id"] == plan.child
            and row.get("plan_start") == plan.start
            and row.get("other_authority") is not True
        ]
        every = [day for row in ours for day in row.get("review_dates") or []]
        held = [day for day in every if plan.start < day <= as_at]
        booked = min((day for day in every if day > as_at), default=None)
        if held:
            found.append(("next review", plan.child, oracle.add_months(max(held), 6), booked))
        else:
            found.append(("first review", plan.child, oracle.add_months(plan.start, 3), booked))
        lengths = {f"{months} months": oracle.add_months(plan.start, months) for months in (9, 12, 15, 18)}
        lengths["two years"] = plan.start + timedelta(days=730)
        found += [(length, plan.child, day, None) for length, day in lengths.items() if day > as_at]
    return Counter(item for item in found if item[2] <= by)


LASTED = {**{f"{months} months": f"open-{months}m" for months in (9, 12, 15, 18)}, "two years": "two-year-open"}
"""The indicator of the open plans that have passed each length."""


def agrees_with_plain_python(rows: list[dict], as_at: date, weeks: int) -> Counter:
    """Assert that items, lines and two-year are those of plain Python; how many items of each kind and booking."""
    extract = extract_of(write_csv(rows))
    standing = bases(extract, as_at=as_at)
    try:
        found = due(extract, standing, weeks=weeks)
    except UnavailableError:
        return Counter()
    left_out = {part for part, _ in found.left_out}
    kinds = {
        *(() if "enquiries" in left_out else KINDS[:1]),
        *(() if "reviews" in left_out else KINDS[1:3]),
        *(() if "plans" in left_out else KINDS[3:]),
    }
    items = found.items
    names = [KINDS[kind] for kind in items.kind.tolist()]
    got = Counter(zip(names, items.context["child_id"].listed(), items.due.tolist(), items.booked.tolist()))
    want = expected(rows, as_at, found.by)
    assert got == Counter({item: n for item, n in want.items() if item[0] in kinds})
    for line in found.lines:
        if line.kind in KINDS:
            assert sum(line.counts.get(when, 0) for when in WHENS) == names.count(line.kind)
        if line.kind in LASTED:
            (figure,) = compute(extract, LASTED[line.kind], at(as_at), standing=standing).figures
            if figure.numerator is not None:
                assert (line.passed, line.of) == (figure.numerator, figure.denominator)
        if line.kind == SO_FAR:
            start = date(as_at.year - (as_at.month < 4), 4, 1)
            (figure,) = compute(extract, "two-year", span(start, as_at), standing=standing).figures
            if figure.numerator is not None:
                assert (line.passed, line.of) == (figure.numerator, figure.denominator)
    return Counter((kind, booking) for kind, _, _, _, booking in listed(found))


@given(extracts("live"), st.integers(-400, 60), st.integers(0, 60))
def test_due_work_of_any_extract_equals_plain_python(rows, back, weeks):
    last = oracle.day_of_extract(oracle.rows_of(rows, "live"))
    if last is not None:
        agrees_with_plain_python(rows, last + timedelta(days=back), weeks)


AGES = st.integers(0, 200)
OPEN_ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "child_id": st.sampled_from("ab"),
            "enquiry": st.none() | st.sampled_from([3, 20, 21, 24, 60, 180, 186]) | AGES,
            "conference": st.none() | st.integers(-30, 30),
            "not_required": st.sampled_from([None, True, False]),
            "plan": st.none() | st.sampled_from([80, 91, 92, 270, 700, 715, 729, 730]) | AGES,
            "reviews": st.lists(st.integers(-60, 200), max_size=3),
            "end": st.sampled_from([None, None, -40, 0, 5]),
        }
    ),
    min_size=3,
    max_size=8,
)


BOOKED_IN_TIME = {
    "child_id": "a",
    "enquiry": None,
    "conference": None,
    "not_required": None,
    "plan": 300,
    "reviews": [170, -5],
    "end": None,
}
"""The next review is due in some two weeks and booked in five days: what few of the generated rows are."""

NOTHING = dict.fromkeys(("enquiry", "conference", "not_required", "plan", "end")) | {"reviews": []}
WORK = [
    {**NOTHING, "child_id": "b", "enquiry": 5, "conference": -5},
    {**NOTHING, "child_id": "c", "enquiry": 40, "conference": -5},
    {**NOTHING, "child_id": "d", "enquiry": 5},
    {**NOTHING, "child_id": "e", "plan": 20},
    {**NOTHING, "child_id": "f", "plan": 250, "reviews": [170]},
]
"""Conferences booked in time, booked late and not booked; a first and a next review: whatever is drawn besides."""


def written(row: dict, as_at: date) -> dict:
    """A row of an extract, from days before its date."""

    def day(ago: int | None) -> date | None:
        return None if ago is None else as_at - timedelta(days=ago)

    enquiry, plan = row["enquiry"], row["plan"]
    return {
        "child_id": row["child_id"],
        "s47_start": day(enquiry),
        "icpc_date": day(row["conference"]) if enquiry is not None else None,
        "icpc_not_required": row["not_required"] if enquiry is not None else None,
        "plan_start": day(plan),
        "plan_end": day(row["end"]) if plan is not None else None,
        "review_dates": [day(ago) for ago in row["reviews"]] if plan is not None else [],
    }


def test_open_work_of_any_extract_equals_plain_python():
    """Rows of two children near the extract's date; among all of them is work of every kind."""
    seen: Counter = Counter()

    @examples(90, nightly=120)
    @given(OPEN_ROWS, st.dates(date(2019, 1, 1), date(2025, 12, 31)), st.integers(0, 12))
    @example([BOOKED_IN_TIME, *WORK], date(2020, 7, 31), 12)
    def agrees(rows, as_at, weeks):
        decided = {"child_id": "z", "s47_start": date(2017, 5, 2), "icpc_date": date(2017, 5, 10)}
        ended = {"plan_start": date(2017, 5, 12), "plan_end": date(2017, 9, 1), "review_dates": [date(2017, 7, 1)]}
        seen.update(agrees_with_plain_python([decided | ended, *(written(row, as_at) for row in rows)], as_at, weeks))

    agrees()
    assert {("enquiry", booking) for booking in BOOKINGS} <= seen.keys()
    assert {("next review", booking) for booking in ("in time", "not booked")} <= seen.keys()
    assert {"first review", "9 months", "two years"} <= {kind for kind, _ in seen}


# --- what can't be answered ---------------------------------------------------------------------------


def test_returns_alone_are_refused():
    text = "child_id,plan_start,plan_end,return_year\n1,2019-05-01,,2020\n"
    with pytest.raises(UnavailableError, match="annual returns say what had happened by their dates"):
        answer(text)


@pytest.mark.parametrize(
    "text, left_out",
    [
        ("child_id,plan_start,plan_end\n1,2024-07-01,\n", {"enquiries": "no column s47_start", "reviews": "no column review_dates"}),
        (
            "child_id,plan_start,plan_end,review_dates,s47_start,icpc_date\n1,2024-07-01,,,,\n",
            {"enquiries": "no conference names", "reviews": "no review"},
        ),
        ("child_id,s47_start,icpc_date\n1,2025-03-05,2025-03-10\n", {"plans": "no column plan_start", "reviews": "no column plan_start"}),
    ],
)  # fmt: skip
def test_work_that_an_extract_does_not_hold_is_left_out_with_the_reason(text, left_out):
    found = dict(answer(text).left_out)
    assert found.keys() == left_out.keys()
    assert all(reason in found[part] for part, reason in left_out.items())


def test_a_file_without_any_work_that_can_be_due_is_refused():
    with pytest.raises(UnavailableError, match="enquiries: the extract has no column s47_start; reviews: .*; plans: "):
        answer("child_id,icpc_date\n1,2024-07-01\n")


# --- the command --------------------------------------------------------------------------------------


@pytest.fixture
def worked(here):
    (here / "e.csv").write_text(WORKED)
    return here


ASKED = ("due", "e.csv", "--as-at", "2025-03-26")


def test_the_summary_is_by_team_and_shows_no_child(worked):
    for format in ("table", "csv", "tsv", "json", "markdown"):
        result = run(*ASKED, "-f", format)
        assert result.exit_code == 0, result.output
        assert "e-overdue" not in result.output and "identifies children" not in result.stderr
    rows = list(csv.DictReader(io.StringIO(run(*ASKED, "-f", "csv").stdout)))
    assert list(dict.fromkeys(row["team"] for row in rows)) == ["North", "South", "Extract"]
    last = {row["what"]: row for row in rows if row["team"] == "Extract"}
    assert last["Enquiries without a conference"]["overdue"] == "2"
    assert last["Two-year if those passing by 31 Mar 2025 end"]["percent"] == "50.0"
    printed = run(*ASKED).stdout
    assert "1 enquiry without a conference started 6 months or more before" in printed
    assert "1 enquiry whose conference was not required is left out." in printed
    assert "Two-year counts ends to 31 March 2025, the last day of 2024/25." in printed


def test_rows_list_children_and_say_that_they_identify_them(worked):
    result = run(*ASKED, "--rows", "-f", "csv")
    assert "cpind: this output identifies children" in result.stderr
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert list(rows[0]) == [
        "team", "due", "what", "child_id", "family_id", "start", "days", "when", "booked", "booking", "file", "row",
    ]  # fmt: skip
    assert [row["child_id"] for row in rows if row["team"] == "South"] == ["p-first-late", "p-march", "e-late"]
    first = next(row for row in rows if row["child_id"] == "p-first-late")
    assert (first["due"], first["days"], first["when"]) == ("2025-03-20", "-6", "overdue")
    assert (first["booked"], first["booking"]) == ("2025-04-02", "late")
    assert (first["file"], first["row"]) == ("e.csv", "10")
    records = json.loads(run(*ASKED, "--rows", "-f", "json").stdout)
    assert [record["child_id"] for record in records] == [row["child_id"] for row in rows]


def test_a_workbook_has_dates_as_dates(worked):
    from openpyxl import load_workbook

    assert run(*ASKED, "--rows", "-o", "due.xlsx").exit_code == 0
    head, *rows = load_workbook("due.xlsx").worksheets[0].iter_rows(values_only=True)
    assert {type(row[head.index("due")]) for row in rows} == {datetime}
    assert {type(row[head.index("days")]) for row in rows} == {int}


def test_due_accepts_the_other_options(worked):
    assert "Due by 9 April 2025, by team" in run(*ASKED, "--within", "2w").stdout
    assert "Due by 30 March 2025, team South" in run(*ASKED, "--by-date", "30/03/2025", "--where", "team=South").stdout
    assert "family_id" in run(*ASKED, "--by", "family_id").stderr
    for wrong in (
        ["--within", "x"],
        ["--within", "521w"],
        ["--within", "2w", "--by-date", "2025-04-01"],
        ["--by-date", "2025-03-01"],
    ):
        assert run(*ASKED, *wrong).exit_code == 2, wrong


def test_a_column_of_the_file_may_have_the_name_of_a_column_of_the_list(here):
    text = WORKED.replace("team", "what", 1)
    (here / "e.csv").write_text(text)
    for further in ([], ["--rows"]):
        heading = run(*ASKED, "--by", "what", "-f", "csv", *further).stdout.partition("\n")[0].split(",")
        assert heading[0] == "own what" and heading.count("what") == 1
        assert len(set(heading)) == len(heading)


def test_teams_of_one_child_each_are_not_shown(here):
    rows = "".join(f"{n},worker {n},2025-01-{n:02},,\n" for n in range(1, 29))
    (here / "e.csv").write_text("child_id,team,plan_start,plan_end,review_dates\n" + rows)
    result = run("due", "e.csv")
    assert result.exit_code == 0 and "worker" not in result.output


def test_returns_alone_end_with_the_reason(example):
    result = run("due", "returns.csv")
    assert result.exit_code == 1 and "give the live extract" in result.stderr


def test_a_total_of_some_teams_says_so(worked):
    lines = run(*ASKED, "--by", "team", "--where", "team=South").stdout.splitlines()
    assert any(line.startswith("South  ") for line in lines)
    totals = [line.split("  ")[0] for line in lines if " (" in line.split("  ")[0]]
    assert totals and all(total.endswith("(South)") for total in totals)
