"""The definitions, case by case; the expected figures are counted by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from support import extract_of, run

from cpind.errors import UnavailableError
from cpind.figures.bases import bases
from cpind.figures.engine import Request, compute
from cpind.figures.indicators import Choices
from cpind.inputs.population import Population
from cpind.model.periods import Period, at, span, year
from cpind.output.words import sentence

YEAR = year(2020)
LATER = date(2026, 3, 31)
PLANS = "child_id,plan_start,plan_end,previous_plans,previous_plan_start,previous_plan_end\n"
CONFERENCES = "child_id,s47_start,icpc_date,icpc_not_required,transfer_in,referral_date\n"


def figure(text: str, code: str, period: Period = YEAR, group: str = "", by: str | None = None, **choices):
    """(numerator, denominator) of one figure of an extract to LATER."""
    extract = extract_of(text)
    request = Request(by=by, population=Population({}, number=10_000), choices=Choices(**choices))
    result = compute(extract, [code], [period], request, standing=bases(extract, as_at=LATER))
    return next((f.numerator, f.denominator) for f in result.figures if f.group == group)


def notes(text: str, code: str, period: Period = YEAR) -> str:
    extract = extract_of(text)
    request = Request(population=Population({}, number=10_000))
    result = compute(extract, [code], [period], request, standing=bases(extract, as_at=LATER))
    return " ".join(sentence(note.fact) for note in result.notes)


# --- open at a date ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "start, end, is_open",
    [
        ("2019-06-01", "2020-03-31", False),  # ends on 31 March
        ("2019-06-01", "2020-04-01", True),
        ("2020-03-31", "", True),  # starts on it
        ("2020-04-01", "", False),
        ("2020-03-31", "2020-03-31", False),  # starts and ends on it
        ("2020-03-31", "2020-02-01", False),  # ends before it starts
    ],
)
def test_open_on_31_march(start, end, is_open):
    text = PLANS + f"1,{start},{end},,,\n2,2010-01-01,2010-02-01,,,\n"
    assert figure(text, "plans-open", at(date(2020, 3, 31)))[0] == is_open


def test_a_child_with_two_open_plans_is_one_child_in_the_group_of_the_later_start():
    text = "child_id,plan_start,plan_end,district\n1,2019-05-01,,Rugby\n1,2019-09-01,,Warwick\n"
    assert figure(text, "rates", by="district") == (1, 10_000)
    assert figure(text, "plans-open", by="district", group="Rugby")[0] == 0
    assert figure(text, "plans-open", by="district", group="Warwick")[0] == 1
    assert figure(text, "two-year-open") == (0, 2)  # counts plans
    assert "1 child had two plans open at once" in notes(text, "rates")


def test_unborn_children_and_adults_count():
    text = "child_id,date_of_birth,plan_start,plan_end\n1,2020-06-15,2020-03-01,\n2,2001-01-01,2019-08-01,\n"
    assert figure(text, "rates") == (2, 10_000)
    assert figure(text, "rates", by="age", group="Unborn")[0] == 1
    assert figure(text, "rates", by="age", group="16 years and over")[0] == 1
    assert "aged 18 or over" in notes(text, "rates")


def test_plans_of_another_authority_count_nowhere():
    text = "child_id,plan_start,plan_end,other_authority\n1,2019-05-01,,Y\n1,2019-09-01,2019-12-01,\n2,2019-06-01,,0\n"
    assert figure(text, "plans-started") == (2, None)
    assert figure(text, "plans-open") == (1, None)
    assert figure(text, "repeats") == (0, 2)  # the other authority's plan is no previous plan


# --- two years --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "start, end, by_days, by_anniversary",
    [
        ("2017-09-01", "2019-08-31", 0, 0),  # 729 days
        ("2017-09-01", "2019-09-01", 1, 1),  # 730
        ("2018-03-01", "2020-02-28", 0, 0),  # 729
        ("2018-03-01", "2020-02-29", 1, 0),  # 730 over a leap day, a day short of the anniversary
        ("2018-03-01", "2020-03-01", 1, 1),
    ],
)
def test_two_years_are_730_days(start, end, by_days, by_anniversary):
    text = PLANS + f"1,{start},{end},,,\n"
    assert figure(text, "two-year") == (by_days, 1)
    assert figure(text, "two-year", anniversary=True) == (by_anniversary, 1)


def test_an_end_before_the_start_is_an_end_and_never_two_years():
    text = PLANS + "1,2020-01-10,2020-01-01,,,\n2,2019-10-01,2019-10-01,,,\n3,2019-04-01,2019-12-01,,,\n"
    assert figure(text, "plans-started") == (3, None)
    assert figure(text, "two-year") == (0, 3)
    said = notes(text, "two-year")
    assert "1 of the 3 plans that ended has its end before the start: counted as ended, never as two years" in said
    assert "1 of the 3 plans that ended has its end on the day of the start: counted as ended" in said


def test_rows_that_share_a_plan_are_one_and_the_latest_end_wins():
    text = PLANS + "1,2019-05-01,,,,\n1,2019-05-01,2019-09-01,,,\n1,2019-05-01,2019-07-01,,,\n"
    assert figure(text, "plans-started") == (1, None)
    assert figure(text, "plans-ended", span(date(2019, 9, 1), date(2019, 9, 1))) == (1, None)
    assert figure(text, "plans-open", at(date(2019, 8, 1))) == (1, None)


# --- conferences ------------------------------------------------------------------------------------


def icpc(*lines: str, **choices) -> tuple:
    return figure(CONFERENCES + "\n".join(lines) + "\n", "icpc", year(2025), **choices)


def test_day_15_is_in_time_and_day_16_is_not():
    assert icpc("1,2025-03-03,2025-03-24,,,") == (1, 1)
    assert icpc("1,2025-03-03,2025-03-25,,,") == (0, 1)


def test_a_conference_before_its_enquiry_or_without_one_is_in_the_denominator():
    assert icpc("1,2025-03-05,2025-03-04,,,", "2,,2025-03-10,,,") == (0, 2)


def test_transfer_ins_are_timed_from_the_referral_only():
    # The enquiry would be in time, the referral is not.
    late = "1,2025-03-03,2025-03-10,,1,2025-01-02"
    assert icpc(late) == (0, 1)
    assert icpc("2,,2025-03-10,,Y,2025-03-03") == (1, 1)
    assert icpc("3,2025-03-03,2025-03-10,,true,", late) == (0, 2)  # no referral date
    assert icpc(late, "4,2025-03-03,2025-03-10,,0,", without_transfer_ins=True) == (1, 1)
    assert figure(CONFERENCES + late + "\n", "s47", year(2025)) == (1, None)  # the enquiry still counts


def test_several_enquiries_of_one_conference_give_the_earliest_clock():
    text = ("1,2025-02-03,2025-03-10,,,", "1,2025-03-03,2025-03-10,,,", "1,,2025-03-10,,,")
    assert icpc(*text) == (0, 1)
    assert "1 of the 1 conferences follows several section 47 enquiries" in notes(
        CONFERENCES + "\n".join(text) + "\n", "icpc", year(2025)
    )


def test_not_required_is_on_neither_side_but_a_date_means_held():
    assert icpc("1,2025-03-03,,1,,", "2,2025-03-03,2025-03-10,1,,") == (1, 1)


def test_three_siblings_are_three_conferences():
    lines = "1,2025-03-03,2025-03-10,,,\n2,2025-03-03,2025-03-10,,,\n3,2025-03-03,2025-03-10,,,\n"
    assert figure(CONFERENCES + lines, "conferences", year(2025)) == (3, None)


def test_weekends_only_turns_a_late_conference_timely():
    # Over Easter 2025: 17 weekdays, 15 working days.
    text = CONFERENCES + "1,2025-04-07,2025-04-30,,,\n"
    assert figure(text, "icpc", year(2026)) == (1, 1)
    assert figure(text, "icpc", year(2026), weekends_only=True) == (0, 1)


# --- repeats ----------------------------------------------------------------------------------------


def test_a_child_who_starts_two_plans_in_a_year_counts_twice():
    text = PLANS + "1,2019-05-01,2019-07-01,0,,\n1,2019-09-01,,1,,\n"
    assert figure(text, "plans-started") == (2, None)
    assert figure(text, "repeats") == (1, 2)
    assert figure(text, "repeats-2y") == (1, 2)


def test_the_recorded_number_decides_against_the_history():
    text = PLANS + "1,2015-05-01,2016-07-01,,,\n1,2019-09-01,,0,,\n2,2019-09-01,,3,,\n"
    assert figure(text, "repeats") == (1, 2)
    assert figure(text, "gaps-not-known") == (1, None)  # child 2: recorded, no dates
    with pytest.raises(UnavailableError, match="no previous plan of a repeat plan has a date"):
        figure(text, "repeats-2y")
    # Of one of them it is known, so the other is in the denominator only.
    dated = text + "3,2019-10-01,,1,2012-01-02,2013-01-02\n"
    assert figure(dated, "repeats-2y") == (0, 3)
    assert "1 of the 2 repeat plans has no usable dates for the previous plan" in notes(dated, "repeats-2y")


@pytest.mark.parametrize("options", [[], ["--suppress"], ["--round", "5"]])
def test_repeats_within_two_years_are_not_zero_where_nothing_is_known(here, options):
    rows = "".join(f"{n},2019-05-{n + 1:02d},,{n % 3}\n" for n in range(30))
    (here / "e.csv").write_text("child_id,plan_start,plan_end,previous_plans\n" + rows)
    printed = run("repeats", "e.csv", "--quarter", "Q1-19/20", "-f", "csv", *options).output
    assert "Q1 19/20 (part),,,20,66.7,30," in printed
    assert (
        "Left out: repeats-2y: no previous plan of a repeat plan has a date, so how long before it had ended is not known"
        in printed
    )


def test_not_recorded_is_derived_and_what_cannot_be_is_warned_about():
    text = (
        PLANS + "1,2015-05-01,2016-07-01,,,\n1,2019-09-01,,,,\n2,2019-10-01,,,2010-01-01,2011-01-01\n3,2019-11-01,,,,\n"
    )
    assert figure(text, "repeats") == (2, 3)
    assert "1 of the 3 plans started has no number of previous plans" in notes(text, "repeats")


@pytest.mark.parametrize(
    "end, start, within",
    [
        ("2018-02-28", "2020-02-28", 1),
        ("2018-02-28", "2020-02-29", 0),
        ("2018-03-31", "2020-03-31", 1),
        ("2019-06-30", "2019-06-30", 1),  # a gap of 0
    ],
)
def test_within_24_calendar_months(end, start, within):
    text = PLANS + f"1,2016-01-01,{end},0,,\n1,{start},,1,,\n"
    assert figure(text, "repeats-2y") == (within, 1)


def test_24_months_after_29_february_end_on_the_28th():
    plan = "1,2019-01-01,2020-02-29,0,,\n1,2022-02-{day},,1,,\n"
    for day, within in (("28", 1), ("27", 1)):
        assert figure(PLANS + plan.format(day=day), "repeats-2y", year(2022)) == (within, 1)
    late = "1,2019-01-01,2020-02-29,0,,\n1,2022-03-01,,1,,\n"
    assert figure(PLANS + late, "repeats-2y", year(2022)) == (0, 1)


@pytest.mark.parametrize("end", ["", "2019-10-15"])
def test_a_previous_plan_open_or_overlapping_gives_no_gap_and_older_ones_are_not_tried(end):
    text = PLANS + f"1,2016-01-01,2016-06-01,0,,\n1,2018-01-01,{end},1,,\n1,2019-09-01,,2,,\n"
    assert figure(text, "repeats") == (1, 1)
    assert figure(text, "gaps-not-known") == (1, None)
    assert figure(text, "gaps") == (0, 0)
    assert figure(text, "repeats-2y") == (0, 1)


def test_mean_months_over_the_known_gaps():
    # 365 + 366 days: 24.02 months over two plans.
    text = (
        PLANS
        + "1,2016-01-01,2018-09-01,0,,\n1,2019-09-01,,1,,\n2,2019-09-01,,1,2016-01-01,2018-08-31\n3,2019-09-01,,1,,\n"
    )
    total, known = figure(text, "gaps")
    assert known == 2
    assert total == pytest.approx((365 + 366) / (365.25 / 12))
    assert figure(text, "gaps", gap_from="start")[0] == pytest.approx((2 * 1339) / (365.25 / 12))


# --- as-at ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "last, as_at",
    [
        ("2020-07-24", date(2020, 7, 31)),
        ("2020-07-23", date(2020, 7, 23)),
        ("2020-02-22", date(2020, 2, 29)),
        ("2020-07-31", date(2020, 7, 31)),
    ],
)
def test_as_at_near_a_months_end(last, as_at):
    assert bases(extract_of(PLANS + f"1,2020-01-06,,,,\n2,2019-01-01,{last},,,\n")).as_at == as_at


def test_a_last_date_far_after_every_other_is_doubted():
    (warning,) = bases(extract_of(PLANS + "1,2019-01-01,2020-01-06,,,\n2,2019-01-01,2025-07-01,,,\n")).warnings
    assert "lies 2003 days after every other" in warning
    assert bases(extract_of(PLANS + "1,2020-01-06,2020-04-07,,,\n")).warnings == ()


def test_what_is_dated_after_as_at_has_not_happened():
    text = PLANS + "1,2019-01-01,2020-09-01,,,\n2,2020-08-01,,,,\n"
    extract = extract_of(text)
    result = compute(extract, ["plans-open"], [at(date(2020, 7, 31))], standing=bases(extract, as_at=date(2020, 7, 31)))
    assert result.figures[0].numerator == 1


# --- reviews at another day than 31 March -----------------------------------------------------------

ONE_PLAN = "child_id,plan_start,plan_end,review_dates\n1,2017-01-10,,{}\n2,2010-01-01,2010-02-01,2010-01-20\n"
LATE_IN_FEBRUARY = "2017-04-01;2017-09-25;2018-03-20;2018-09-10;2019-03-25;2019-09-20;2020-03-18"
"""Each within six months of the one before but that of 25 March 2019, due on 10 March."""


@pytest.mark.parametrize(
    "day, on_time",
    [
        (date(2019, 2, 28), True),
        (date(2019, 3, 12), False),  # two days overdue
        (date(2019, 3, 31), False),
        (date(2019, 4, 1), False),  # a day later it was held no more in time than the day before
        (date(2019, 6, 30), False),
        (date(2019, 12, 31), False),
        (date(2020, 3, 24), False),  # the twelve months begin on 25 March 2019
        (date(2020, 3, 25), True),
        (date(2020, 3, 31), True),
    ],
)
def test_a_late_review_counts_for_twelve_months_whatever_the_day(day, on_time):
    assert figure(ONE_PLAN.format(LATE_IN_FEBRUARY), "reviews", at(day)) == (int(on_time), 1)


@pytest.mark.parametrize("last", [date(2019, 6, 30), date(2019, 9, 30), date(2019, 12, 31), date(2020, 2, 29)])
def test_a_plan_that_began_before_both_windows_needs_a_review_before_the_later(last):
    # Begun 25 months before: no review in the first 13, though every one since is in time.
    start = date(last.year - 2, last.month - 1, 15)
    held = [date(last.year - (last.month <= back), (last.month - back - 1) % 12 + 1, 10) for back in (9, 5, 1)]
    text = (
        f"child_id,plan_start,plan_end,review_dates\n1,{start},,{';'.join(map(str, held))}\n2,2010-01-01,2010-02-01,\n"
    )
    assert figure(text, "reviews", at(last)) == (0, 1)


def test_a_steady_practice_is_steady_through_the_year():
    """A plan begins every third day for six years; each has its reviews in time but one in five, every year the same: the
    figures of quarters and months lie no further apart than a tenth."""
    rows = ["child_id,plan_start,plan_end,review_dates"]
    for n in range(730):
        start = date(2014, 4, 1) + timedelta(days=3 * n)
        wait = 170 if n % 5 else 200
        held = [start + timedelta(days=80 + wait * one) for one in range(4)]
        end = start + timedelta(days=700)
        rows.append(f"c{n},{start},{end},{';'.join(str(day) for day in held if day < end)}")
    extract = extract_of("\n".join([*rows, ""]))
    days = [at(date(2017 + (m > 9), (m + 2) % 12 + 1, 28)) for m in range(24 - 12)]
    found = compute(extract, "reviews", days, standing=bases(extract, as_at=date(2019, 3, 31))).figures
    values = [one.value for one in found]
    assert max(values) - min(values) < 10


RETURNS = """return_year,child_id,plan_start,plan_end,review_dates
2019,1,2018-05-01,,2018-07-20;2018-12-20
2020,1,2018-05-01,,2018-12-20;2019-06-10;2019-12-05
2020,2,2019-05-01,,2019-07-10;2019-12-20
"""


def test_returns_answer_for_days_whose_twelve_months_they_hold():
    extract = extract_of(RETURNS)
    standing = bases(extract)
    days = [at(date(2018, 12, 31)), at(date(2019, 3, 31)), at(date(2019, 9, 30))]
    found = compute(extract, "reviews", days, standing=standing).figures
    assert [(one.numerator, one.denominator) for one in found] == [(None, None), (1, 1), (2, 2)]
    assert found[0].reason == "it takes the 12 months up to the day, and there is no return for 2017/18"
    (year_end,) = compute(extract, "reviews", [year(2019)], standing=standing).figures
    assert (year_end.numerator, year_end.denominator, year_end.basis.kind) == (1, 1, "return")


def test_a_return_of_a_day_before_31_march_does_not_answer_for_its_day():
    extract = extract_of(RETURNS)
    early = bases(extract, as_at=date(2019, 12, 31))
    (both,) = compute(extract, "reviews", [year(2020)], standing=early).figures
    assert (both.numerator, both.denominator, both.basis.kind) == (2, 2, "union")
    alone = extract_of("\n".join(line for line in RETURNS.splitlines() if not line.startswith("2019")) + "\n")
    with pytest.raises(UnavailableError, match="no return for 2018/19"):
        compute(alone, "reviews", [year(2020)], standing=bases(alone, as_at=date(2019, 12, 31)))
