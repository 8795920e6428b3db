"""What moved a figure: parts that are exact and add up, groups, the flow of plans, and the doubts that are stated first."""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import EXAMPLES, extract_of, oracle, run, strategies
from support.profiles import examples

import cpind
from cpind.analysis.doubts import AcrossCensus, Incomplete, OtherKindOfBasis, OtherLength, OtherPopulation, doubts_of
from cpind.analysis.explain import base_of, explain
from cpind.analysis.parts import group_parts, has_parts, parts_of
from cpind.analysis.turnover import Overlap
from cpind.errors import UnavailableError, UsageError
from cpind.figures.bases import Bases, bases
from cpind.figures.engine import Request, compute
from cpind.figures.indicators import INDICATORS
from cpind.figures.result import Figure
from cpind.inputs.population import Estimate, Population, read_population
from cpind.model.periods import at, month, quarter, span, year
from cpind.model.selection import Wanted, select
from cpind.output.change_words import lead_of
from cpind.output.tables.explained import explained_table

WARWICKSHIRE = EXAMPLES / "warwickshire"
DECOMPOSED = [code for code, one in INDICATORS.items() if has_parts(one)]
MONTH = Fraction(36525, 1200)
"""Days."""


def figure(code: str, numerator: float | None, denominator: float | None, group: str = "", **about) -> Figure:
    about = {"by": "g", "group": group, "groups": (group,)} if group else about
    return Figure(code, "A", numerator=numerator, denominator=denominator, **about)


# --- METHODS' reference values ------------------------------------------------------------------------


def test_the_parts_of_a_percentage_are_those_of_the_methods():
    parts = parts_of(figure("repeats", 96, 516), figure("repeats", 101, 425))
    # 5 (1/516 + 1/425)/2 and (96 + 101)/2 (1/425 - 1/516), times 100
    assert parts.numerator == 100 * Fraction(5, 2) * (Fraction(1, 516) + Fraction(1, 425))
    assert parts.denominator == 100 * Fraction(197, 2) * (Fraction(1, 425) - Fraction(1, 516))
    assert (round(float(parts.numerator), 2), round(float(parts.denominator), 2)) == (1.07, 4.09)


def test_the_parts_of_a_rate_are_those_of_the_methods():
    parts = parts_of(figure("rates", 345, 115_928), figure("rates", 295, 117_720))
    assert (round(float(parts.numerator), 2), round(float(parts.denominator), 2)) == (-4.28, -0.42)


def test_within_and_between_parts_equal_the_worked_case():
    # Shares of the denominator 1/2, 1/2 to 3/4, 1/4; values 20 and 40 % to 20 and 60 %; the whole 30 to 30 %.
    before = [figure("repeats", 10, 50, "a"), figure("repeats", 20, 50, "b")]
    after = [figure("repeats", 15, 75, "a"), figure("repeats", 15, 25, "b")]
    parts = group_parts(figure("repeats", 30, 100), figure("repeats", 30, 100), before, after)
    by_group = {part.groups: (part.within, part.between) for part in parts.groups}
    assert by_group["a",] == (0, Fraction(100) * Fraction(1, 4) * (Fraction(20, 100) - Fraction(30, 100)))  # -2.5
    assert by_group["b",] == (Fraction(15, 2), -5)  # 3/8 of +20 points; a quarter less of 50 against 30 %
    assert [part.total for part in parts.groups] == [Fraction(-5, 2), Fraction(5, 2)]


def test_a_group_that_one_period_lacks_has_the_value_of_the_other():
    before = [figure("repeats", 10, 50, "a"), figure("repeats", 0, 0, "b")]
    after = [figure("repeats", 10, 50, "a"), figure("repeats", 25, 50, "b")]
    parts = group_parts(figure("repeats", 10, 50), figure("repeats", 35, 100), before, after)
    new = next(part for part in parts.groups if part.groups == ("b",))
    # The value stays 50 %, so nothing is within; the share goes from 0 to 1/2 at 50 % against a mean of (20 + 35)/2 %.
    assert (new.within, new.between) == (0, Fraction(45, 4))
    assert sum(part.total for part in parts.groups) == 15


def test_a_rate_with_a_group_without_population_has_each_groups_children_and_one_population():
    before = [figure("rates", 20, 1000, "a"), figure("rates", 5, None, "Not recorded")]
    after = [figure("rates", 30, 1100, "a"), figure("rates", 5, None, "Not recorded")]
    whole = figure("rates", 25, 1000), figure("rates", 35, 1100)
    parts = group_parts(*whole, before, after)
    weight = 10_000 * (Fraction(1, 1000) + Fraction(1, 1100)) / 2
    assert [(part.groups[0], part.within, part.between) for part in parts.groups] == [
        ("a", 10 * weight, None),
        ("Not recorded", 0, None),
    ]
    assert parts.denominator == 10_000 * 30 * (Fraction(1, 1100) - Fraction(1, 1000))


@pytest.mark.parametrize(
    "before, after",
    [((1, 0), (1, 2)), ((1, 2), (0, 0)), ((None, None), (1, 2)), ((1, 2), (1, None))],
)
def test_where_there_is_nothing_to_divide_by_there_are_no_parts(before, after):
    assert parts_of(figure("repeats", *before), figure("repeats", *after)) is None


def test_counts_bands_percentiles_and_medians_have_no_parts():
    for code in ("plans-started", "icpc-bands", "icpc-percentiles", "gaps-median"):
        assert parts_of(figure(code, 1, 2), figure(code, 3, 4)) is None


# --- properties ---------------------------------------------------------------------------------------

counts = st.integers(0, 10_000)
denominators = st.integers(1, 10_000)


@given(counts, denominators, counts, denominators)
def test_parts_add_up_and_are_symmetric(n1, d1, n2, d2):
    forth = parts_of(figure("repeats", n1, d1), figure("repeats", n2, d2))
    back = parts_of(figure("repeats", n2, d2), figure("repeats", n1, d1))
    assert forth.numerator + forth.denominator == 100 * (Fraction(n2, d2) - Fraction(n1, d1))
    assert (back.numerator, back.denominator) == (-forth.numerator, -forth.denominator)


def exactly(code: str, one: Figure) -> Fraction | None:
    """A figure's value worked from its numbers, in the test's own arithmetic."""
    unit = {"percent": 100, "per 10,000": 10_000, "months": 1, "per 100": 100}
    if one.unit == "count":
        return None if one.numerator is None else Fraction(one.numerator)
    if one.numerator is None or not one.denominator:
        return None
    top = Fraction(one.numerator)
    if one.unit == "months":  # a total of whole days, written as a float of months
        top = round(top * MONTH) / MONTH
    return unit[one.unit] * top / Fraction(one.denominator)


def adds_up(extract, code, periods, request, standing) -> bool:
    """Whether there was anything to add up; asserts that it does, to the last digit."""
    try:
        explanation = explain(extract, code, periods[1], periods[0], request, standing=standing)
    except UnavailableError:
        return False
    figures = compute(extract, code, list(periods), request, standing=standing).figures
    whole = [next((f for f in figures if (f.start, f.end) == (p.start, p.end) and not f.by), None) for p in periods]
    before, after = (exactly(code, one) for one in whole)
    if before is None or after is None:
        assert explanation.parts is None
        return False
    if not explanation.is_alike and whole[0].unit in ("count", "per 10,000"):
        assert explanation.parts is explanation.groups is explanation.change is None
        return False
    assert explanation.change == after - before
    if not explanation.is_alike:
        assert explanation.parts is None
    elif whole[0].unit != "count":
        assert explanation.parts.numerator + explanation.parts.denominator == after - before
    if explanation.groups:
        total = sum((part.total for part in explanation.groups.groups), explanation.groups.denominator or Fraction(0))
        assert total == after - before
    sizes = [abs(part.total) for part in explanation.groups.groups] if explanation.groups else []
    assert sizes == sorted(sizes, reverse=True)
    return True


@pytest.fixture(scope="module")
def warwickshire():
    extract = cpind.read([WARWICKSHIRE / "returns.csv", WARWICKSHIRE / "extract.csv"])
    return SimpleNamespace(
        extract=extract, bases=bases(extract), population=read_population(WARWICKSHIRE / "population.csv")
    )


@pytest.mark.parametrize("code", DECOMPOSED)
def test_every_indicator_adds_up_on_the_example(warwickshire, code):
    if lacking := set(INDICATORS[code].columns) - set(warwickshire.extract.columns):
        pytest.skip(f"the example has no {', '.join(lacking)}")
    pairs = [(year(2019), year(2020)), (year(2018), quarter(2021, 1))]
    pairs += [(at(date(2019, 7, 31)), at(date(2020, 7, 31)))] if INDICATORS[code].is_snapshot else []
    seen = 0
    for pair in pairs:
        for by in (None, "category", ["district", "sex"]):
            request = Request(area="Warwickshire", by=by, population=warwickshire.population)
            seen += adds_up(warwickshire.extract, code, pair, request, warwickshire.bases)
    assert seen >= 3


@examples(30, nightly=60)
@given(
    rows=strategies.extracts(),
    code=st.sampled_from(DECOMPOSED),
    by=st.sampled_from((None, "age", "category", "ethnic-group")),
    days=st.tuples(strategies.days(), strategies.days()),
)
def test_every_indicator_adds_up_on_generated_extracts(rows, code, by, days):
    if not any(row.get(column) for row in rows for column in ("s47_start", "icpc_date", "plan_start")):
        return
    extract = extract_of(strategies.write_csv(rows))
    first, last = sorted(days)
    periods = span(first - timedelta(days=400), first), span(first, last + timedelta(days=1))
    request = Request(by=by, population=Population({}, number=9))
    try:
        adds_up(extract, code, periods, request, bases(extract))
    except UsageError:
        assert by  # a column that the extract does not have, or that would identify children


# --- the stock ----------------------------------------------------------------------------------------


@examples(30, nightly=60)
@given(rows=strategies.extracts(), days=st.tuples(strategies.days(), strategies.days()), as_at=strategies.days())
def test_the_flow_equals_that_of_the_oracle(rows, days, as_at):
    rows = [{**row, "return_year": None} for row in rows]
    if not any(row.get("plan_start") for row in rows):
        return
    extract = extract_of(strategies.write_csv(rows))
    standing = bases(extract, as_at=as_at)
    standing = Bases(standing.live, {}, None)
    first, last = sorted(days)
    if first == last:
        return
    try:
        explanation = explain(extract, "plans-open", at(last), at(first), standing=standing)
    except UnavailableError:
        return
    flow = explanation.stock
    if flow is None:
        assert explanation.no_stock
        return

    def number(code: str, start: date, end: date, place: int = 0) -> int:
        return oracle.figure(rows, code, start, end, basis="live", as_at=as_at)[None][place]

    before, after = min(first, as_at), min(last, as_at)
    assert (flow.before, flow.after) == (before, after)
    assert flow.open_before == number("two-year-open", before, before, 1)
    assert flow.open_after == number("two-year-open", after, after, 1)
    assert flow.open_before - flow.second_before == number("plans-open", before, before)
    assert flow.open_after - flow.second_after == number("plans-open", after, after)
    started = ended = 0
    if before < after:
        started = number("plans-started", before + timedelta(days=1), after)
        ended = number("plans-ended", before + timedelta(days=1), after)
    assert (flow.started, flow.ended) == (started, ended)
    assert flow.open_after == flow.open_before + started - ended + flow.corrections
    # A live history needs corrections only for plans that end before they start.
    if not any(row.get("plan_end") and row.get("plan_start") and row["plan_end"] < row["plan_start"] for row in rows):
        assert flow.corrections == 0


STOCK = """child_id,plan_start,plan_end
a,2018-05-01,2019-06-01
b,2018-06-01,
c,2019-05-01,
c,2019-08-01,
d,2019-09-01,2019-10-01
e,2018-07-01,2018-09-01
"""


def test_the_parts_of_a_stock_equal_the_worked_case():
    extract = extract_of(STOCK)
    standing = bases(extract, as_at=date(2020, 3, 31), covered_from=date(2018, 4, 1))
    got = explain(extract, "plans-open", year(2020), year(2019), standing=standing)
    # a and b were open; a ended; c started two and has both; d came and went.
    flow = got.stock
    assert (flow.open_before, flow.open_after, flow.started, flow.ended, flow.corrections) == (2, 3, 3, 2, 0)
    assert (flow.second_before, flow.second_after) == (0, 1)
    assert got.turnover.counted == Overlap(stayed=1, entered=1, left=1)
    assert lead_of(got) == (
        "2 to 2 children, 0: +3 plans started, -2 ended, -1 by children with two open plans.",
        "The 95 % interval of the ratio of the two is 0.07 to 13.80: not distinguishable from chance at 95 %.",
    )


def test_what_later_returns_changed_is_a_correction():
    rows = "child_id,return_year,plan_start,plan_end,previous_plans\n"
    rows += "a,2019,2018-05-01,,0\nb,2019,2018-06-01,,0\n"  # b is absent from the next return: in no flow
    rows += "a,2020,2018-05-01,,0\nc,2020,2019-05-01,,0\n"
    extract = extract_of(rows)
    flow = explain(extract, "plans-open", year(2020), year(2019), standing=bases(extract)).stock
    assert (flow.open_before, flow.open_after, flow.started, flow.ended, flow.corrections) == (2, 2, 1, 0, -1)


def test_reviews_have_no_flow_since_they_are_about_some_of_the_open_plans(warwickshire):
    got = explain(warwickshire.extract, "reviews", year(2020), year(2019), standing=warwickshire.bases)
    assert got.stock is None and got.no_stock == ""


# --- what came and went -------------------------------------------------------------------------------


def test_periods_that_lie_apart_share_no_event_and_say_nothing_of_it(warwickshire):
    got = explain(warwickshire.extract, "repeats", year(2020), year(2019), standing=warwickshire.bases)
    assert got.turnover is None


def test_overlapping_periods_share_events():
    extract = extract_of(STOCK)
    standing = bases(extract, as_at=date(2020, 3, 31), covered_from=date(2018, 4, 1))
    periods = span(date(2018, 6, 1), date(2019, 5, 31)), span(date(2019, 5, 1), date(2019, 8, 31))
    got = explain(extract, "repeats", periods[1], periods[0], standing=standing)
    # b, c's first and e started in the first span; c's two in the second, of which the second is a repeat.
    assert got.turnover.counted == Overlap(stayed=1, entered=1, left=2)
    assert got.turnover.numerator == Overlap(stayed=0, entered=1, left=0)


# --- what makes a comparison doubtful -----------------------------------------------------------------


def test_doubts_equal_the_worked_cases():
    estimate = Estimate(100, "ONS", 2019, 2019, "dfe")
    about = {"start": date(2019, 4, 1), "end": date(2020, 3, 31)}

    def doubts(base: Estimate, other: Estimate) -> list:
        return list(
            doubts_of(figure("rates", 1, 2, population=base, **about), figure("rates", 1, 2, population=other, **about))
        )

    assert doubts(estimate, Estimate(90, "ONS", 2018, 2018, "dfe")) == []
    for other in (
        Estimate(90, "ONS, re-based", 2019, 2019, "dfe"),
        Estimate(90, "ONS", 2019, 2019, "published"),
        Estimate(90, "ONS", 2019, 2020, "dfe"),
    ):
        assert doubts(estimate, other) == [OtherPopulation(estimate, other)]
    later = Estimate(90, "ONS", 2021, 2021, "dfe")
    assert doubts(estimate, later) == [AcrossCensus(2021, 2019, 2021)]


def test_doubts_are_stated_first(warwickshire):
    def explained(code: str, period, base):
        request = Request(area="Warwickshire", population=warwickshire.population)
        return explain(warwickshire.extract, code, period, base, request, standing=warwickshire.bases)

    part = explained("plans-started", year(2021), year(2020))
    assert [type(doubt) for doubt in part.doubts] == [Incomplete, OtherKindOfBasis]
    lead = lead_of(part)
    assert lead[0] == "Part (2020/21): the extract ends on 31 July 2020."
    assert lead[1].startswith(
        "Two bases: 2019/20 stands on the return 2019/20, 2020/21 on the live extract to 31 July 2020"
    )
    assert lead[-1].startswith("425 to ")
    apart = explained("icpc", quarter(2021, 1), month(2020, 3))
    assert [type(doubt) for doubt in apart.doubts] == [OtherLength]
    rules = explained("rates", at(date(2020, 3, 31)), at(date(2018, 9, 30)))
    assert [type(doubt) for doubt in rules.doubts] == [OtherPopulation]
    assert lead_of(rules)[0].startswith(
        "Two kinds of population: 30 September 2018 has mid-2017, ONS mid-year estimate, "
    )
    assert explained("rates", year(2020), year(2019)).doubts == ()


# --- the period and its base --------------------------------------------------------------------------


def test_the_base_is_the_period_before_or_a_year_before():
    assert base_of(year(2020)) == year(2019)
    assert base_of(quarter(2021, 1)) == quarter(2020, 4)
    assert base_of(at(date(2020, 7, 31))) == at(date(2019, 7, 31))
    (ytd,) = select(Wanted(ytd=True), date(2020, 7, 31))
    assert (base_of(ytd).start, base_of(ytd).end) == (date(2019, 4, 1), date(2019, 7, 31))


def test_a_base_of_another_kind_and_bases_that_are_refused(example):
    assert "Q1 20/21 against Mar-20" in run("explain", "icpc", "--quarter", "Q1-20/21", "--base", "Mar-20").stdout
    spanned = run("explain", "repeats", "--year", "2019/20", "--base", "2018-01-01..2018-12-31")
    assert "2019/20 against 2018-01-01 to 2018-12-31" in spanned.stdout
    for arguments, message in (
        (["--year", "2018/19", "--base", "2019/20"], "ends after 2018/19"),
        (["--year", "2018/19", "--base", "2018/19"], "is the period itself"),
        (["--year", "2017/18..2018/19"], "takes one period"),
        (["--year", "2018/19", "--base", "2016/17..2017/18"], "names 2 periods"),
        (["--year", "2018/19", "--base", "2018-03-31"], "31 March 2018 is a date"),
        (["--year", "2018/19", "--base", "soon"], '"soon" is not a period'),
    ):
        result = run("explain", "repeats", *arguments)
        assert result.exit_code in (1, 2) and message in result.stderr, (arguments, result.stderr)
    unknown = run("explain", "repeat", "--year", "2018/19")
    assert unknown.exit_code == 2 and 'did you mean "repeats"' in unknown.stderr


# --- the sentence and the table -----------------------------------------------------------------------


def test_paragraph_5_10_of_the_report(example):
    lines = run("explain", "repeats", "--year", "2019/20", "--base", "2018/19").stdout.splitlines()
    assert (
        lines[2] == "18.6 to 23.8 %, +5.2 points: +1.1 from five more repeat plans, +4.1 from 91 fewer plans started."
    )
    assert [line.split() for line in lines[7:10]] == [
        ["Repeat", "plans", "96", "101", "+5", "+1.07"],
        ["Plans", "started", "516", "425", "-91", "+4.09"],
        ["%", "18.6", "23.8", "+5.2", "+5.16"],
    ]


def test_one_is_in_the_singular_and_zero_is_omitted():
    text = "child_id,plan_start,plan_end,previous_plans\n"
    text += "a,2018-05-01,2018-06-01,0\nb,2018-05-02,2018-06-01,1\n"
    text += "c,2019-05-01,2019-06-01,0\nd,2019-05-02,2019-06-01,1\ne,2019-05-03,2019-06-01,1\n"
    extract = extract_of(text)
    standing = bases(extract, as_at=date(2020, 3, 31), covered_from=date(2018, 4, 1))
    got = explain(extract, "repeats", year(2020), year(2019), standing=standing)
    # 1 of 2 to 2 of 3: 1 (1/2 + 1/3)/2 = 41.7, 3/2 (1/3 - 1/2) = -25.0
    lead = lead_of(got)
    assert lead[0] == "50.0 to 66.7 %, +16.7 points: +41.7 from one more repeat plan, -25.0 from one more plan started."


def test_json_holds_unrounded_numbers(example):
    records = json.loads(run("explain", "rates", "--year", "2019/20", "-f", "json").stdout)
    by_part = {record["part"]: record for record in records}
    assert by_part["numerator"]["base"] == 345 and by_part["numerator"]["value"] == 295
    assert by_part["denominator"]["change"] == 117_720 - 115_928
    weight = 10_000 * (1 / 115_928 + 1 / 117_720) / 2
    assert by_part["numerator"]["contribution"] == pytest.approx(-50 * weight, rel=1e-12)
    assert by_part["value"]["contribution"] == pytest.approx(10_000 * (295 / 117_720 - 345 / 115_928), rel=1e-12)
    assert (by_part["started"]["change"], by_part["ended"]["change"]) == (425, -473)


EVERYTHING = """child_id,s47_start,icpc_date,plan_start,plan_end,previous_plans,review_dates,initial_category,latest_category
a,2018-05-01,2018-05-10,2018-05-10,2018-08-01,0,2018-07-10,NEG,NEG
b,2018-05-01,2018-06-20,2018-06-20,,1,2018-08-10;2019-02-01,EMO,NEG
c,2019-05-01,2019-05-10,2019-05-10,,0,2019-07-10,NEG,NEG
a,2019-05-01,2019-06-20,2019-06-20,2019-09-01,1,2019-08-10,EMO,NEG
d,2016-05-01,2016-05-05,2016-05-05,2019-04-10,0,2016-07-10,NEG,NEG
e,2016-05-01,2016-05-05,2016-05-05,2018-10-10,0,2016-07-10,PHY,PHY
"""


def test_every_indicator_can_be_explained_in_every_format(here):
    (here / "e.csv").write_text(EVERYTHING)
    asked = ["e.csv", "--year", "2019/20", "--as-at", "2020-03-31", "--from", "2015-04-01", "--population", "9000"]
    explained = set()
    for code in INDICATORS:
        for by in ([], ["--by", "initial_category"]):
            result = run("explain", code, *asked, *by, "-f", "csv")
            if "no column" in result.stderr or (by and INDICATORS[code].is_split):  # visits and the like; refused
                continue
            assert result.exit_code == 0, (code, result.stderr)
            explained.add(code)
            assert len({line.count(",") for line in result.stdout.splitlines()}) == 1, code
    assert len(explained) > 40
    for format in ("table", "tsv", "json", "markdown", "xlsx"):
        for by in ([], ["--by", "category"], ["--by", "category", "--by", "initial_category"]):
            assert run("explain", "repeats", *asked, *by, "-f", format).exit_code == 0


def test_without_numbers_there_is_no_explanation(here):
    (here / "e.csv").write_text("child_id,plan_start,plan_end\na,2019-05-01,2019-06-01\nb,2018-05-01,2018-06-01\n")
    result = run("explain", "rates", "e.csv", "--year", "2019/20", "--as-at", "2020-03-31")
    assert "children" in result.stdout and "no value for 2018/19 and 2019/20" in result.stdout
    assert run("explain", "icpc", "e.csv", "--year", "2019/20").exit_code == 1


# --- periods of unlike length -------------------------------------------------------------------------


def test_numbers_of_periods_of_unlike_length_have_no_parts(warwickshire):
    # 327 of 482 in the year, 30 of 37 in the month: 445 fewer conferences moved nothing.
    got = explain(warwickshire.extract, "icpc", month(2020, 7), year(2020), standing=warwickshire.bases)
    assert got.parts is None and got.groups is None and not got.is_alike
    assert got.change == 100 * (Fraction(30, 37) - Fraction(327, 482))
    assert got.chance and not got.chance.is_ratio and got.chance.lower < 13.2 < got.chance.upper
    assert (
        "67.8 to 81.1 %, +13.2 points; the numbers are not compared, since 2019/20 has 366 days and Jul-20 31."
        in lead_of(got)
    )
    lines = {record["part"]: record for record in explained_table(got).records}
    assert [lines[name]["change"] for name in ("numerator", "denominator")] == [None, None]
    assert lines["value"]["contribution"] is None and lines["value"]["change"] == float(got.change)


def test_the_part_of_a_year_so_far_has_no_parts_and_an_interval(warwickshire):
    got = explain(warwickshire.extract, "repeats", year(2021), year(2020), standing=warwickshire.bases)
    assert got.parts is None and got.chance is not None
    assert "23.8 to 30.7 %, +7.0 points; the numbers are not compared, since 2020/21 is not complete." in lead_of(got)
    by = explain(
        warwickshire.extract, "repeats", year(2021), year(2020), Request(by="category"), standing=warwickshire.bases
    )
    # Percentages and shares have parts in a part of a year too.
    assert sum(part.total for part in by.groups.groups) == by.change


@pytest.mark.parametrize("by", [None, "district"])
@pytest.mark.parametrize("code", ["s47", "s47-rate"])
def test_numbers_of_events_of_unlike_periods_have_no_change(warwickshire, code, by):
    request = Request(area="Warwickshire", by=by, population=warwickshire.population)
    for periods in ((month(2020, 3), year(2020)), (year(2021), year(2020))):
        got = explain(warwickshire.extract, code, *periods, request, standing=warwickshire.bases)
        assert got.change is got.parts is got.groups is got.chance is None
        assert "; the numbers are not compared, since " in lead_of(got)[-1]
        assert {record["change"] for record in explained_table(got).records if "change" in record} <= {
            None,
            1,
            107,
            -1199,
        }


def test_months_are_of_one_length_and_a_stock_is_of_a_day(warwickshire):
    # February has 28 days of March's 31; the stock of a part of a year is that of its last day.
    near = explain(warwickshire.extract, "icpc", month(2019, 3), month(2019, 2), standing=warwickshire.bases)
    assert near.is_alike and near.parts
    stock = explain(warwickshire.extract, "plans-open", year(2021), year(2020), standing=warwickshire.bases)
    assert stock.is_alike and stock.change == 330 - 295


def test_bands_of_unlike_periods_have_no_change(warwickshire):
    got = explain(warwickshire.extract, "two-year-bands", month(2020, 3), year(2020), standing=warwickshire.bases)
    assert {record["change"] for record in explained_table(got).records} == {None}


# --- what the table shows -----------------------------------------------------------------------------


def test_a_number_that_stayed_the_same_is_stated_as_unchanged():
    text = "child_id,plan_start,plan_end,previous_plans\n"
    text += "a,2018-05-01,2018-06-01,0\nb,2018-05-02,2018-06-01,1\n"
    text += "c,2019-05-01,2019-06-01,0\nd,2019-05-02,2019-06-01,1\ne,2019-05-03,2019-06-01,0\n"
    extract = extract_of(text)
    standing = bases(extract, as_at=date(2020, 3, 31), covered_from=date(2018, 4, 1))
    got = explain(extract, "repeats", year(2020), year(2019), standing=standing)
    # 1 of 2 to 1 of 3
    assert lead_of(got)[0] == (
        "50.0 to 33.3 %, -16.7 points: 0.0, since the number of repeat plans is the same; -16.7 from one more plan started."
    )


def test_no_note_on_a_blank_that_the_table_does_not_show(example):
    asked = ["--quarter", "Q1-20/21", "--base", "Q1-19/20", "--by", "team"]
    printed = run("explain", "two-year", *asked).stdout
    assert "South locality team" in printed and "Blank" not in printed
    # The South locality team ended no plan in July.
    blank = run("explain", "two-year", "--month", "Jul-20", "--base", "Jun-20", "--by", "team").stdout
    assert "South locality team" in blank and "Blank: there was nothing in the denominator." in blank


def test_a_total_of_some_groups_says_so(example):
    asked = ["--where", "district=Rugby", "--by", "team", "--quarter", "Q1-20/21", "--base", "Q1-19/20"]
    for code in ("icpc", "gaps-median"):
        lines = run("explain", code, *asked).stdout.splitlines()
        assert [line.split("  ")[0] for line in lines if line.startswith("Warwickshire")] == ["Warwickshire (Rugby)"]
