"""Rates, children, plans at any point, conversions, lengths, flow and categories; what is expected is counted by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from support import EXAMPLES, extract_of, run
from support.comparing import RECOMPUTED

import cpind
from cpind.errors import UnavailableError
from cpind.figures.bases import bases
from cpind.figures.engine import compute
from cpind.figures.indicators import INDICATORS
from cpind.figures.request import Request
from cpind.inputs.population import Population
from cpind.model.periods import Period, at, quarter, span, year
from cpind.output.words import sentence

YEAR = year(2020)
LATER = date(2026, 3, 31)
PLANS = "child_id,plan_start,plan_end\n"


def result(text: str, code: str, *periods: Period, as_at: date = LATER, since: date | None = date(2010, 1, 1), **about):
    extract = extract_of(text)
    request = Request(population=Population({}, number=20_000), **about)
    standing = bases(extract, as_at=as_at, covered_from=since)
    return compute(extract, [code], list(periods or [YEAR]), request, standing=standing)


def figures(text: str, code: str, *periods: Period, **about) -> list[tuple]:
    """(numerator, denominator) of each whole-area figure."""
    return [(f.numerator, f.denominator) for f in result(text, code, *periods, **about).figures if not f.by]


def figure(text: str, code: str, *periods: Period, **about) -> tuple:
    (one,) = figures(text, code, *periods, **about)
    return one


def notes(text: str, code: str, *periods: Period, **about) -> str:
    return " ".join(sentence(note.fact) for note in result(text, code, *periods, **about).notes)


# --- rates of events --------------------------------------------------------------------------------

ACTIVITY = (
    "child_id,s47_start,icpc_date,plan_start,plan_end\n"
    "a,2019-05-01,2019-05-10,2019-05-10,2019-12-01\n"
    "a,2019-08-01,,2020-01-05,2020-03-31\n"
    "b,2019-05-01,2019-05-10,2019-05-10,\n"
    "c,2020-04-01,2020-04-01,2020-04-01,\n"
)


@pytest.mark.parametrize(
    "code, numerator", [("s47-rate", 3), ("conferences-rate", 2), ("starts-rate", 3), ("ends-rate", 2)]
)
def test_a_rate_of_events_is_of_the_period_and_of_its_population(code, numerator):
    (one,) = result(ACTIVITY, code).figures
    assert (one.numerator, one.denominator, one.unit) == (numerator, 20_000, "per 10,000")
    assert one.value == numerator / 2


@pytest.mark.parametrize("code", ["s47-rate", "conferences-rate", "starts-rate", "ends-rate", "any-point-rate"])
def test_a_rate_of_events_is_never_annualised_and_says_so(code):
    first = quarter(2020, 1)
    (one,) = result(ACTIVITY, code, first).figures
    assert one.value == {"ends-rate": 0, "any-point-rate": 1}.get(code, 1)
    assert "not annualised" in notes(ACTIVITY, code, first)
    assert "not annualised" in notes(ACTIVITY, code, YEAR, first)
    for whole in (YEAR, span(date(2019, 1, 1), date(2019, 12, 31)), span(date(2019, 3, 1), date(2020, 2, 29))):
        assert "annualised" not in notes(ACTIVITY, code, whole)


def test_a_rate_of_children_at_a_date_has_nothing_to_annualise():
    assert "annualised" not in notes(ACTIVITY, "rates", quarter(2020, 1))


def test_a_rate_of_events_names_what_is_counted():
    shown = run("show", "s47-rate", "--year", "2019/20", "--by", "sex").stdout
    assert "2019/20 enquiries" in shown and "children" not in shown.lower().partition("annual return")[0]


# --- children, each once ----------------------------------------------------------------------------

TWICE = (
    "child_id,district,plan_start,plan_end\n"
    "a,Rugby,2019-04-10,2019-06-01\n"
    "a,Warwick,2019-08-10,2019-11-01\n"
    "b,Rugby,2019-05-10,\n"
)


def test_a_child_counts_once_in_each_period_in_the_group_of_the_latest_event():
    halves = [span(date(2019, 4, 1), date(2019, 7, 31)), YEAR, span(date(2019, 8, 1), date(2020, 3, 31))]
    assert figures(TWICE, "plans-started", *halves) == [(2, None), (3, None), (1, None)]
    assert figures(TWICE, "starts-children", *halves) == [(2, None), (2, None), (1, None)]
    groups = {
        (f.period, f.group): f.numerator for f in result(TWICE, "starts-children", *halves, by="district").figures
    }
    assert [groups[half.label, "Rugby"] for half in halves] == [2, 1, 0]
    assert [groups[half.label, "Warwick"] for half in halves] == [0, 1, 1]


def test_of_two_plans_that_end_on_one_day_the_later_start_stands_for_the_child():
    text = "child_id,district,plan_start,plan_end\na,Rugby,2019-05-01,2019-09-01\na,Warwick,2019-06-01,2019-09-01\n"
    groups = {f.group: f.numerator for f in result(text, "ends-children", by="district").figures if f.by}
    assert groups == {"Rugby": 0, "Warwick": 1}
    extract = extract_of(text)
    members = cpind.members(extract, "ends-children", [YEAR], standing=bases(extract, as_at=LATER))
    assert [str(day)[:10] for day in members["plan_start"]] == ["2019-06-01"]


def test_children_of_enquiries_and_conferences_are_counted():
    text = "child_id,s47_start,icpc_date\na,2019-05-01,2019-05-10\na,2019-09-01,2019-09-10\nb,2019-05-01,\n"
    assert figure(text, "s47") == (3, None) and figure(text, "s47-children") == (2, None)
    assert figure(text, "conferences") == (2, None) and figure(text, "conferences-children") == (1, None)


# --- plans at any point -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "start, end, counts",
    [
        ("2018-01-01", "2019-03-31", False),  # ended the day before the year
        ("2018-01-01", "2019-04-01", True),  # on its first day
        ("2018-01-01", "2020-03-31", True),
        ("2018-01-01", "", True),
        ("2020-03-31", "", True),
        ("2020-04-01", "", False),
        ("2019-06-01", "2019-06-01", True),  # on one day: counted as ended
        ("2020-05-01", "2020-02-01", True),  # ends before it starts: counted as ended, never open
        ("2020-05-01", "2019-02-01", False),
    ],
)
def test_open_at_any_time_in_the_year(start, end, counts):
    text = PLANS + f"a,{start},{end}\nz,2010-01-01,2010-02-01\n"
    for code in ("any-point", "any-point-children", "any-point-rate"):
        assert figure(text, code)[0] == counts


def test_any_point_of_overlapping_periods_counts_a_plan_in_each():
    text = PLANS + "a,2019-05-01,2019-08-15\na,2019-10-01,\nb,2019-04-01,2019-04-20\n"
    periods = [YEAR, quarter(2020, 1), quarter(2020, 2), span(date(2019, 5, 1), date(2019, 10, 31)), quarter(2020, 4)]
    assert [n for n, _ in figures(text, "any-point", *periods)] == [3, 2, 1, 2, 1]
    assert [n for n, _ in figures(text, "any-point-children", *periods)] == [2, 2, 1, 1, 1]


def test_a_plan_that_later_returns_lack_is_there_while_it_is_open_at_the_end():
    text = "return_year,child_id,plan_start,plan_end\n2018,a,2017-05-01,\n2018,b,2017-05-01,2017-06-01\n2019,b,2018-05-01,\n"
    extract = extract_of(text)
    found = compute(extract, "any-point", [year(2018), quarter(2018, 4), quarter(2019, 1)], standing=bases(extract))
    assert [f.numerator for f in found.figures] == [2, 1, 1]  # a and b; a; b alone


def test_net_flow_is_started_less_ended():
    assert figure(ACTIVITY, "net-flow") == (1, None)  # three started, two ended
    assert figure(PLANS + "a,2018-01-01,2019-05-01\nb,2019-05-01,2019-06-01\n", "net-flow") == (-1, None)
    shown = run("show", "net-flow", "--year", "2019/20", "-f", "csv").stdout
    assert ",-48," in shown.splitlines()[-1]  # 425 started, 473 ended: see activity


# --- from enquiry to conference ---------------------------------------------------------------------

ENQUIRIES = "child_id,s47_start,icpc_date\n"
LED = "z,2019-05-01,2019-05-10\n"


@pytest.mark.parametrize(
    "as_at, counted",
    [
        (date(2025, 3, 21), False),  # 3 March 2025 is a Monday: 21 March is working day 14
        (date(2025, 3, 23), False),  # the Sunday after it too
        (date(2025, 3, 24), True),  # and this day 15
    ],
)
def test_an_enquiry_without_conference_counts_from_15_working_days_on(as_at, counted):
    text = ENQUIRIES + LED + "a,2025-03-03,\n"
    assert figure(text, "s47-to-conference", year(2025), as_at=as_at) == (0, counted)
    note = "1 of the 1 enquiries is younger than 15 working days"
    assert (note in notes(text, "s47-to-conference", year(2025), as_at=as_at)) != counted


def test_a_bank_holiday_is_not_a_working_day_unless_weekends_alone_are_free():
    text = ENQUIRIES + LED + "a,2025-04-07,\n"  # Easter: day 15 is 30 April, with weekends alone 28 April
    asked = dict(as_at=date(2025, 4, 28))
    assert figure(text, "s47-to-conference", year(2026), **asked) == (0, 0)
    weekends = cpind.figures.choices.Choices(weekends_only=True)
    assert figure(text, "s47-to-conference", year(2026), choices=weekends, **asked) == (0, 1)


def test_a_conference_after_the_date_of_the_extract_has_not_been_held():
    text = ENQUIRIES + LED + "a,2019-06-03,2019-07-20\n"
    both = span(date(2019, 6, 1), date(2019, 6, 30))
    assert figure(text, "s47-to-conference", both, as_at=date(2019, 7, 19)) == (0, 1)
    assert figure(text, "s47-to-conference", both, as_at=date(2019, 7, 20)) == (1, 1)


def test_siblings_count_each_and_several_rows_of_an_enquiry_count_once():
    text = ENQUIRIES + "a,2019-05-01,2019-05-10\nb,2019-05-01,2019-05-10\nc,2019-05-01,\na,2019-05-01,\n"
    assert figure(text, "s47-to-conference") == (2, 3)


def test_the_ratio_of_totals_does_not_link_events():
    text = ENQUIRIES + "a,2019-03-20,2019-04-05\nb,2019-05-01,\nc,,2019-07-01\nd,2020-03-20,2020-04-05\n"
    assert figure(text, "s47-to-conference") == (1, 2)  # b, and d, whose conference is of the next year
    assert figure(text, "s47-to-conference-ratio") == (2, 2)  # those of a and c to the enquiries of b and d


def test_enquiries_joined_from_another_file_lead_to_their_conferences(tmp_path):
    (tmp_path / "s47.csv").write_text("child_id,s47_start\na,2019-05-01\nb,2019-05-01\n")
    (tmp_path / "icpc.csv").write_text("child_id,icpc_date\na,2019-05-10\n")
    files = [str(tmp_path / name) for name in ("s47.csv", "icpc.csv")]
    given = [*files, "--year", "2019/20", "--as-at", "2020-03-31", "-f", "csv"]
    assert run("show", "s47-to-conference", *given).stdout.splitlines()[-1].endswith(",50.0")
    apart = run("show", "s47-to-conference", *given, "--no-join")
    assert apart.exit_code == 1 and "no enquiry would have led to one" in apart.stderr


def test_without_any_conference_no_figure_says_that_none_followed():
    with pytest.raises(UnavailableError, match="has no conference"):
        figure(ENQUIRIES + "a,2019-05-01,\n", "s47-to-conference")


# --- from conference to plan ------------------------------------------------------------------------

CONFERENCES = "child_id,icpc_date,plan_start,plan_end,transfer_in\n"


@pytest.mark.parametrize(
    "plan_start, followed",
    [("2019-06-03", 1), ("2019-06-18", 1), ("2019-06-19", 0)],  # on the day, 15 and 16 days later
)
def test_a_plan_follows_on_the_day_or_within_15_days(plan_start, followed):
    assert figure(CONFERENCES + f"a,2019-06-03,{plan_start},,\n", "conference-to-plan") == (followed, 1)


@pytest.mark.parametrize(
    "plan_start, plan_end, counted",
    [
        ("2019-01-01", "", 0),  # on a plan
        ("2019-01-01", "2019-06-03", 0),  # that ends on the day
        ("2019-01-01", "2019-06-02", 1),
        ("2019-06-02", "2019-06-02", 1),  # started and ended on the day before
        ("2019-05-05", "2019-01-01", 1),  # ended before it started: never open
    ],
)
def test_a_child_already_on_a_plan_is_excluded(plan_start, plan_end, counted):
    text = CONFERENCES + f"a,2019-06-03,,,\na,,{plan_start},{plan_end},\nz,,2010-01-01,2010-02-01,\n"
    assert figure(text, "conference-to-plan") == (0, counted)
    assert ("1 of the 1 conferences is of a child on a plan already" in notes(text, "conference-to-plan")) != counted


def test_an_earlier_long_plan_counts_though_a_later_one_has_ended():
    text = CONFERENCES + "a,,2018-01-01,,\na,,2018-03-01,2018-05-01,\na,2019-06-03,,,\n"
    assert figure(text, "conference-to-plan") == (0, 0)


@pytest.mark.parametrize("as_at, counted", [(date(2019, 6, 17), 0), (date(2019, 6, 18), 1)])  # 14 and 15 days later
def test_a_young_conference_without_a_plan_is_not_known_yet(as_at, counted):
    text = CONFERENCES + "a,2019-06-03,,,\nz,,2010-01-01,2010-02-01,\n"
    june = span(date(2019, 6, 1), date(2019, 6, 17))
    assert figure(text, "conference-to-plan", june, as_at=as_at) == (0, counted)
    assert (
        "younger than 15 days and without a plan" in notes(text, "conference-to-plan", june, as_at=as_at)
    ) != counted


def test_a_young_conference_with_a_plan_is_known():
    text = CONFERENCES + "a,2019-06-03,2019-06-05,,\n"
    june = span(date(2019, 6, 1), date(2019, 6, 7))
    assert figure(text, "conference-to-plan", june, as_at=date(2019, 6, 7)) == (1, 1)


def test_siblings_and_transfer_ins_are_conferences_like_others():
    text = CONFERENCES + "a,2019-06-03,2019-06-03,,\nb,2019-06-03,,,\nc,2019-06-03,2019-06-04,,Y\n"
    assert figure(text, "conference-to-plan") == (2, 3)


def test_another_childs_plan_neither_follows_nor_runs():
    text = CONFERENCES + "a,,2019-01-01,,\nb,2019-06-03,,,\nc,,2019-06-04,,\n"
    assert figure(text, "conference-to-plan") == (0, 1)


def test_plans_started_are_counted_per_100_conferences():
    text = CONFERENCES + "a,2019-03-30,2019-04-02,,\nb,2019-06-03,,,\nc,2020-03-30,2020-04-02,,\n"
    assert figure(text, "conference-to-plan-ratio") == (1, 2)


def test_the_newest_quarter_is_provisional_and_a_return_ends_with_its_date():
    live = CONFERENCES + "a,2019-06-03,2019-06-05,,\n"
    assert "From 1 April 2019 on the figure is provisional: plans may still follow" in notes(
        live, "conference-to-plan", YEAR, as_at=date(2019, 6, 30)
    )
    assert "provisional" not in notes(live, "conference-to-plan", YEAR, as_at=date(2020, 6, 30))
    returned = run("show", "s47-to-conference", "--year", "2019/20").stdout
    assert "A return does not hold conferences after its date" in returned


# --- repeats within 12 months, lengths --------------------------------------------------------------


@pytest.mark.parametrize("ended, within", [("2018-06-03", 1), ("2018-06-02", 0), ("2019-06-03", 1)])
def test_repeats_within_12_calendar_months(ended, within):
    text = PLANS + f"a,2017-01-01,{ended}\na,2019-06-03,\n"
    assert figure(text, "repeats-12m") == (within, 1)


def test_12_months_are_clipped_to_the_months_end():
    for start, within in (("2021-02-28", 1), ("2021-03-01", 0)):
        assert figure(PLANS + f"a,2017-01-01,2020-02-29\na,{start},\n", "repeats-12m", year(2021)) == (within, 1)


def test_length_leaves_out_what_ends_before_it_starts_and_says_so():
    text = PLANS + "a,2019-01-01,2019-05-01\nb,2019-06-01,2019-06-01\nc,2019-12-01,2019-11-01\n"
    (mean,) = result(text, "length").figures
    assert mean.denominator == 2 and mean.value == pytest.approx(120 / (365.25 / 12) / 2)
    (median,) = result(text, "length-median").figures
    assert median.denominator == 2 and median.value == pytest.approx(60 / (365.25 / 12))
    assert "1 of the 3 plans that ended has its end before the start: left out" in notes(text, "length")


@pytest.mark.parametrize(
    "code, start",
    [("open-9m", "2019-06-30"), ("open-12m", "2019-03-31"), ("open-15m", "2018-12-31"), ("open-18m", "2018-09-30")],
)
def test_open_for_so_many_calendar_months(code, start):
    first = date.fromisoformat(start)
    for day, lasted in ((first, 1), (first + timedelta(1), 0)):
        assert figure(PLANS + f"a,{day},\nz,2010-01-01,2010-02-01\n", code, at(date(2020, 3, 31))) == (lasted, 1)


def test_months_are_clipped_to_the_months_end():
    text = PLANS + "a,2019-05-31,\nz,2010-01-01,2010-02-01\n"  # + 9 months is 29 February 2020
    assert figure(text, "open-9m", at(date(2020, 2, 29))) == (1, 1)
    assert figure(text, "open-9m", at(date(2020, 2, 28))) == (0, 1)


# --- categories -------------------------------------------------------------------------------------

CATEGORIES = "child_id,plan_start,plan_end,initial_category,latest_category\n"


def bands(text: str, code: str, period: Period = YEAR) -> dict[str, tuple]:
    return {f.group: (f.numerator, f.denominator) for f in result(text, code, period).figures}


def test_categories_have_all_five_and_what_is_not_known_last():
    text = CATEGORIES + "a,2019-05-01,,NEG,EMO\nb,2019-05-01,,Emotional,\nc,2019-05-01,,?!,\nd,2019-05-01,,,\n"
    started = bands(text, "category-start")
    names = ["Neglect", "Physical abuse", "Sexual abuse", "Emotional abuse", "Multiple"]
    assert list(started) == [*names, "Not recognised", "Not recorded"]
    assert [n for n, _ in started.values()] == [1, 0, 0, 1, 0, 1, 1] and {d for _, d in started.values()} == {4}
    latest = bands(text, "category-open-latest")
    assert (latest["Neglect"], latest["Emotional abuse"]) == ((0, 4), (2, 4))  # the initial one where it is blank
    assert "Not recognised: categories" in notes(text, "category-start")
    assert list(bands(CATEGORIES + "a,2019-05-01,,NEG,EMO\n", "category-start")) == names


def test_categories_of_open_plans_are_of_children():
    text = CATEGORIES + "a,2019-05-01,,NEG,NEG\na,2019-09-01,,EMO,EMO\nb,2019-05-01,,NEG,PHY\n"
    assert bands(text, "category-start")["Neglect"] == (2, 3)
    initial = bands(text, "category-open-initial")
    assert (initial["Neglect"], initial["Emotional abuse"]) == ((1, 2), (1, 2))


WARWICKSHIRE_2024 = {
    "category-start": (278, 11, 10, 122, 42),
    "category-open-initial": (200, 15, 11, 109, 31),
    "category-open-latest": (189, 11, 7, 128, 31),
}
"""Published for Warwickshire, 2023/24, in tables D2 and D4: neglect, physical, sexual, emotional, multiple."""


def test_warwickshires_published_categories_are_reproduced():
    codes = ("NEG", "PHY", "SAB", "EMO", "MUL")
    in_order = {
        name: [c for c, n in zip(codes, counts) for _ in range(n)] for name, counts in WARWICKSHIRE_2024.items()
    }
    rows = ["return_year,child_id,plan_start,plan_end,initial_category,latest_category"]
    started, initial, latest = in_order.values()
    # Those open started before the year; those that started in it have ended, so that the counts do not meet.
    rows += [f"2024,s{n},2023-05-01,2023-09-01,{code},{code}" for n, code in enumerate(started)]
    rows += [f"2024,o{n},2022-05-01,,{a},{b}" for n, (a, b) in enumerate(zip(initial, latest, strict=True))]
    extract = extract_of("\n".join(rows))
    for code, counts in WARWICKSHIRE_2024.items():
        found = compute(extract, code, "2023/24").figures
        assert tuple(f.numerator for f in found) == counts and {f.denominator for f in found} == {sum(counts)}


def test_englands_published_ratios_and_rates_are_reproduced():
    # England 2025 in tens: 23,059 enquiries, 7,210 conferences, 6,184 plans started; the rates are those of 2024.
    rows = ["return_year,child_id,s47_start,icpc_date,plan_start"]
    rows += [
        f"2025,{n},2024-05-01,{'2024-05-10' if n < 7_210 else ''},{'2024-05-10' if n < 6_184 else ''}"
        for n in range(23_059)
    ]
    extract = extract_of("\n".join(rows))
    value = {
        code: compute(extract, code, "2024/25").figures[0].value
        for code in ("s47-to-conference-ratio", "conference-to-plan-ratio")
    }
    assert {code: round(one, 1) for code, one in value.items()} == {
        "s47-to-conference-ratio": 31.3,
        "conference-to-plan-ratio": 85.8,
    }


# --- every basis ------------------------------------------------------------------------------------

NEW = RECOMPUTED[20:]


def test_the_further_measures_follow_the_first_twenty():
    assert len(NEW) == 26 and "s47-rate" in NEW and "gaps-not-known" not in NEW


@pytest.mark.parametrize("code", NEW)
def test_each_has_a_source_a_title_and_columns(code):
    one = INDICATORS[code]
    assert "Source:" in one.definition and one.title and one.columns
    assert not one.title.endswith(".") and "%" not in one.title


@pytest.mark.parametrize("file", ["extract.csv", "returns.csv"])
def test_each_answers_a_year_of_the_example(file):
    extract = cpind.read(EXAMPLES / "warwickshire" / file)
    request = Request(population=Population({}, number=117_720))
    found = compute(extract, NEW, "2018/19", request, needed=())
    assert not found.left_out and {f.indicator for f in found.figures} == set(NEW)
    assert all(f.numerator is not None or f.value is not None for f in found.figures)


HELD_BY_KIND = {
    "ended": {"length", "length-median", "ends-rate", "ends-children"},
    "started": {"starts-rate", "starts-children", "category-start"},
}


@pytest.mark.parametrize("holds", HELD_BY_KIND)
def test_what_an_extract_lacks_marks_the_figures_that_need_it(holds):
    extract = cpind.read(EXAMPLES / "warwickshire" / "extract.csv")
    standing = bases(extract, holds=holds)
    first = extract.plans["plan_start"].min()
    period = year(first.year + 2 if holds == "started" else 2020)
    request = Request(population=Population({}, number=117_720))
    plans = [code for code in NEW if "plans" in INDICATORS[code].tables]
    found = compute(extract, plans, [period], request, standing=standing).figures
    whole = {f.indicator for f in found if f.status == "complete"}
    assert whole == HELD_BY_KIND[holds]
