"""Runs over time: limits against worked values and a plain recomputation, signals one by one, and the command."""

from __future__ import annotations

import json
import re
from dataclasses import astuple
from math import sqrt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import EXAMPLES, run

import cpind
from cpind.analysis.control_limits import FEWEST_POINTS, Point, laney, with_signals, xmr
from cpind.analysis.runs import with_runs
from cpind.figures.result import Figure, Result
from cpind.model.periods import as_periods
from cpind.output.words import sentence

REPEATS = [26, 19, 30, 15, 32, 22, 33, 23, 25, 38]
STARTED = [169, 157, 139, 97, 123, 129, 106, 87, 105, 120]
"""Repeat plans and plans started, Q4 17/18 to Q1 20/21."""


def binomial(p: float) -> float:
    return p * (1 - p)


def poisson(u: float) -> float:
    return u


# --- limits ----------------------------------------------------------------------------------------------


def test_the_repeats_of_ten_quarters_have_their_worked_limits():
    last = laney(REPEATS, STARTED, binomial)[-1]
    alone = 3 * sqrt(last.centre * (1 - last.centre) / 120)
    assert round(100 * last.centre, 2) == 21.35
    assert round((last.upper - last.centre) / alone, 3) == 1.781
    assert round(100 * (last.centre + alone), 1) == 32.6
    assert round(100 * last.upper, 1) == 41.3
    shares = [100 * repeats / started for repeats, started in zip(REPEATS, STARTED)]
    by_ranges = xmr(shares)[-1]
    assert (round(by_ranges.lower, 1), round(by_ranges.upper, 1)) == (2.1, 42.1)
    assert not with_signals(shares, xmr(shares))[-1].signals


COUNTS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 200)), min_size=FEWEST_POINTS, max_size=30)


@given(COUNTS, st.sampled_from([binomial, poisson]))
def test_laney_equals_a_plain_recomputation(pairs, variance):
    pairs = [(min(count, size), size) for count, size in pairs]
    points = laney([count for count, _ in pairs], [size for _, size in pairs], variance)
    centre = sum(count for count, _ in pairs) / sum(size for _, size in pairs)
    sigmas = [sqrt(variance(centre) / size) for _, size in pairs]
    z = [(count / size - centre) / sigma if sigma else None for (count, size), sigma in zip(pairs, sigmas)]
    spread = 0.0
    if None not in z:
        spread = sum(abs(z[i] - z[i - 1]) for i in range(1, len(z))) / (len(z) - 1) / 1.128
    for point, sigma in zip(points, sigmas):
        assert point.centre == pytest.approx(centre)
        assert point.upper - point.centre == pytest.approx(3 * sigma * spread)
        assert point.centre - point.lower == pytest.approx(3 * sigma * spread)


@given(st.lists(st.integers(0, 1000), min_size=FEWEST_POINTS, max_size=30), st.integers(1, 9), st.integers(-50, 50))
def test_xmr_limits_shift_and_scale_with_the_values(values, scale, shift):
    own, other = xmr(values), xmr([scale * value + shift for value in values])
    for one, two in zip(own, other):
        assert two.centre == pytest.approx(scale * one.centre + shift)
        assert two.upper == pytest.approx(scale * one.upper + shift)
        assert two.lower == pytest.approx(scale * one.lower + shift)


def test_a_range_far_above_the_others_is_left_out():
    # Ranges 1, 1, 1, 1, 1, 30: their mean is 35/6, and 30 is more than 3.267 times it.
    values = [10, 11, 10, 11, 10, 11, 41]
    centre = sum(values) / 7
    assert xmr(values)[0].upper == pytest.approx(centre + 2.66)


@pytest.mark.parametrize("number", range(FEWEST_POINTS))
def test_too_few_points_have_no_limits(number):
    assert xmr(list(range(number))) == [None] * number
    assert laney([1] * number, [10] * number, binomial) == [None] * number


RARE = [*[0] * 11, 1]
ISOLATED = [1, None, 5, None, 3, None, 9]


def test_of_a_rare_event_only_the_event_is_a_signal():
    # Without the one range that is not 0 the limits would be the mean, and every 0 would lie below them.
    assert xmr(RARE)[0].upper == pytest.approx(1 / 12 + 2.66 / 11)
    assert signals(RARE) == [*[set()] * 11, {"outside"}]


def test_a_few_different_ranges_do_not_put_all_zeros_outside():
    # Ranges 1, 1, 5, 5 and zeros: without the fives the lower limit would be 0.003, and 28 zeros outside.
    values = [*[0] * 9, 1, *[0] * 9, 5, *[0] * 10]
    assert xmr(values)[0].upper == pytest.approx(0.2 + 2.66 * 12 / 29)
    assert [place for place, found in enumerate(signals(values)) if found] == [19]


def test_seven_zeros_are_a_signal_where_most_points_are_not_zero():
    values = [*[0] * 7, *[3, 5] * 4]
    assert all("seven on one side" in found for found in signals(values)[:7])


def test_points_without_neighbours_have_no_limits():
    assert xmr(ISOLATED) == [None] * 7
    assert laney(ISOLATED, [10] * 7, binomial) == [None] * 7
    assert xmr([1, 2, None, 3, 4]) == [None] * 5  # two ranges
    assert laney([1, 2, None, 3, 4], [10] * 5, binomial) == [None] * 5


def test_equal_neighbours_that_differ_across_a_gap_have_no_limits():
    assert xmr([10, 10, 10, None, 50, 50, 50]) == [None] * 7
    assert laney([1, 2, 1, None, 5, 10, 5], [10, 20, 10, 10, 10, 20, 10], binomial) == [None] * 7


@pytest.mark.parametrize("of_ten", [0, 3, 10])
@pytest.mark.parametrize("variance", [binomial, poisson])
def test_equal_shares_have_no_signal(of_ten, variance):
    sizes = [10, 20, 10, 40, 10, 70, 10, 10]
    shares = [of_ten / 10] * len(sizes)
    points = laney([of_ten * size / 10 for size in sizes], sizes, variance)
    assert [limit for point in points for limit in (point.lower, point.upper)] == pytest.approx([of_ten / 10] * 16)
    assert [point.signals for point in with_signals(shares, points)] == [()] * len(sizes)


@given(st.lists(st.none() | st.integers(0, 3), max_size=30))
def test_limits_never_equal_the_centre_when_points_differ(values):
    for points in (xmr(values), laney(values, [20] * len(values), binomial)):
        known = {value for value in values if value is not None}
        assert len(known) < 2 or all(point is None or point.lower < point.centre < point.upper for point in points)


def test_a_gap_has_no_range_to_its_neighbours():
    assert xmr([1, 2, None, 100, 101, 100])[0].upper == pytest.approx((1 + 2 + 100 + 101 + 100) / 5 + 2.66)
    assert xmr([1, 2, None, 100, 101, 100])[2] is None


# --- signals ---------------------------------------------------------------------------------------------


def signals_between(values, lower=0, centre=10, upper=20):
    """The names of the signals of each value, between limits that are given."""
    found = with_signals(values, [None if value is None else Point(centre, lower, upper) for value in values])
    return [{name for name, _ in point.signals} if point else None for point in found]


def signals(values):
    return [{name for name, _ in point.signals} if point else None for point in with_signals(values, xmr(values))]


@given(st.integers(-50, 50), st.integers(FEWEST_POINTS, 30))
def test_a_constant_run_has_no_signal(value, number):
    assert signals([value] * number) == [set()] * number


def test_a_point_outside_is_a_signal():
    found = signals([10, 11, 10, 11, 10, 11, 10, 30, 10, 11, 10, 11])
    assert "outside" in found[7]
    assert not any("outside" in one for place, one in enumerate(found) if place != 7)


@pytest.mark.parametrize(("length", "is_signal"), [(6, False), (7, True)])
def test_seven_on_one_side_are_a_signal_and_six_are_not(length, is_signal):
    found = signals_between([12, 8, *([11, 12] * 4)[:length], 9, 11])
    assert found == [set(), set(), *[{"seven on one side"} if is_signal else set()] * length, set(), set()]


@pytest.mark.parametrize(("length", "is_signal"), [(6, False), (7, True)])
def test_seven_rising_are_a_signal_and_six_are_not(length, is_signal):
    values = [10, 9, 12, 9, *range(5, 5 + length), 4, 12, 9]
    found = signals(values)
    assert all(("seven in a row" in found[4 + place]) == is_signal for place in range(length))


def test_two_of_three_near_a_limit_are_a_signal():
    assert signals_between([9, 17, 11, 18, 9]) == [set(), {"two of three"}, set(), {"two of three"}, set()]
    assert signals_between([9, 17, 11, 9, 18]) == [set()] * 5
    assert signals_between([9, 17, 11, 2, 9]) == [set()] * 5  # one near each limit
    assert signals_between([9, 17, None, 18, 9]) == [set(), set(), None, set(), set()]


def test_a_gap_ends_a_run():
    assert signals_between([9, 12, 12, 12, None, 12, 12, 12, 12, 9]) == [*[set()] * 4, None, *[set()] * 5]


# --- the command -----------------------------------------------------------------------------------------


@pytest.fixture
def here(monkeypatch):
    monkeypatch.chdir(EXAMPLES / "warwickshire")


def test_the_repeats_of_the_report_give_no_signal(here):
    printed = run("repeats", "--quarter", "Q4-17/18..Q1-20/21", "--spc").stdout
    assert (
        "Q1 20/21: 31.7 %, between the limits 1.4 and 41.3 around 21.3 (p' chart of 10 points, trial limits): no signal."
        in printed
    )
    printed = run("repeats", "--quarter", "Q4-17/18..Q1-20/21", "--spc", "--chart", "xmr").stdout
    assert "between the limits 2.1 and 42.1 around 22.1 (XmR chart of 10 points, trial limits): no signal." in printed


@pytest.mark.parametrize(
    ("chart", "why"), [([], "the numbers are too small"), (["--chart", "xmr"], "the points swing too widely")]
)
def test_limits_that_exclude_nothing_are_not_said_to_be_kept(here, tmp_path, chart, why):
    """One plan a month, of which every other is a repeat: 0 and 100 % in turn."""
    rows = "".join(f"C{m},2019-{m:02d}-10,,{m % 2}\n" for m in range(1, 13))
    (tmp_path / "few.csv").write_text(f"child_id,plan_start,plan_end,previous_plans\n{rows}")
    months = ("--month", "Jan-19..Nov-19", "--from", "2019-01-01", "--as-at", "2019-12-31", "--holds", "active")
    printed = run("show", "repeats", str(tmp_path / "few.csv"), *months, "--spc", *chart).stdout
    assert f" points, trial limits): {why} for limits that a point could lie beyond; no other signal." in printed
    assert "between the limits" not in printed and "Nov-19: 100.0 %, around 54.5 (" in printed


def test_the_tidy_result_has_centre_limits_and_signal(here):
    records = json.loads(run("show", "repeats", "--quarter", "Q4-17/18..Q1-20/21", "--spc", "-f", "json", "-q").stdout)
    own = [record for record in records if record["area"] == "Warwickshire"]
    expected = laney(REPEATS, STARTED, binomial)
    assert [record["centre"] for record in own] == pytest.approx([100 * point.centre for point in expected])
    assert [record["limit_upper"] for record in own] == pytest.approx([100 * point.upper for point in expected])
    assert [record["limit_lower"] for record in own] == pytest.approx([max(0, 100 * point.lower) for point in expected])
    assert {record["signal"] for record in own} == {""}


def test_limits_may_be_recalculated_from_a_date_with_a_reason(here):
    arguments = [
        "show",
        "plans-open",
        "--month",
        "Apr-18..Jul-20",
        "--spc",
        "--rebase",
        "2019-04",
        "--because",
        "new form",
    ]
    printed = run(*arguments).stdout
    assert printed.count("Limits recalculated from 1 April 2019: new form.") == 1
    assert "XmR chart of 16 points" in printed
    assert "Limits recalculated from 1 April 2019: new form." in run(*arguments, "--suppress").stdout
    records = json.loads(run(*arguments, "-f", "json", "-q").stdout)
    assert len({record["centre"] for record in records}) == 2
    first = [record["value"] for record in records[:12]]
    assert records[0]["centre"] == pytest.approx(sum(first) / 12)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--at", "2020-03-31", "--spc"], "--spc needs years, quarters or months"),
        (["--year", "2016/17,2018/19", "--spc"], "--spc needs years, quarters or months"),
        (["--year", "2015/16..2019/20", "--rolling", "24", "--spc"], "overlap, so that their figures share events"),
        (["--month", "Apr-19..Jun-20", "--rolling", "3", "--spc"], "leave out --rolling"),
        (["--between", "2019-01-01..2019-12-31", "--spc"], "--spc needs years, quarters or months"),
        (["--year", "2015/16..2019/20", "--spc", "--rebase", "2017/18"], "each --rebase needs its reason"),
        (["--year", "2015/16..2019/20", "--spc", "--rebase", "2017-05", "--because", "x"], "2017-04-01 is the nearest"),
        (["--year", "2015/16..2019/20", "--rebase", "2017/18", "--because", "x"], "add --spc"),
        (
            ["--year", "2015/16..2019/20", "--spc", "--rebase", "2017/18", "--because", " "],
            "each --rebase needs its reason",
        ),
        (
            ["--year", "2015/16..2019/20", "--spc", *["--rebase", "2017/18", "--because", "x"] * 2],
            "--rebase 2017-04-01 is given twice",
        ),
        (["--year", "2015/16..2019/20", "--spc", "--rebase", "soon", "--because", "x"], '--rebase "soon": write the'),
        (
            ["--year", "2015/16..2019/20", "--spc", "--rebase", "2016/17..2017/18", "--because", "x"],
            '--rebase "2016/17..2017/18": write the',
        ),
    ],
)
def test_an_impossible_run_is_refused(here, arguments, message):
    result = run("rates", *arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())


SETTINGS = """
authority = "Warwickshire"
extract = ["{folder}/returns.csv", "{folder}/extract.csv"]
"""


@pytest.fixture
def settled(tmp_path):
    """The example's extract with settings of the test's own: a function of what they say of limits."""

    def write(text: str) -> tuple[str, str]:
        path = tmp_path / "own.toml"
        path.write_text(SETTINGS.format(folder=(EXAMPLES / "warwickshire").as_posix()) + text)
        return "--config", str(path)

    return write


REBASE = '[[spc.rebase]]\nfrom = "2019-04"\nbecause = "a new front door"\n'
MONTHS = ("--month", "Apr-18..Jul-20", "--spc")


def centres(*arguments: str) -> dict[str, int]:
    """How many centres each indicator's run has."""
    records = json.loads(run("show", *arguments, "-f", "json", "-q").stdout)
    return {code: len({one["centre"] for one in records if one["indicator"] == code}) for code in arguments[:2]}


def test_the_settings_say_from_which_date_limits_are_recalculated(settled):
    config = settled(REBASE)
    printed = run("show", "plans-open", *MONTHS, *config).stdout
    assert printed.count("Limits recalculated from 1 April 2019: a new front door.") == 1
    assert "XmR chart of 16 points" in printed
    typed = run("show", "plans-open", *MONTHS, "--rebase", "2019-04", "--because", "a new front door", *settled(""))
    assert typed.stdout == printed


def test_the_settings_may_be_about_some_indicators(settled):
    config = settled(f'{REBASE}indicators = ["plans-open"]\n')
    assert centres("plans-open", "s47", *MONTHS, *config) == {"plans-open": 2, "s47": 1}
    assert (
        "Limits of plans-open recalculated from 1 April 2019: "
        in run("show", "plans-open", "s47", *MONTHS, *config).stdout
    )
    assert "anew" not in run("show", "s47", *MONTHS, *config).stdout


def test_a_day_within_a_period_begins_nothing_and_one_of_another_time_is_not_mentioned(settled):
    years = ("show", "plans-open", "--year", "2015/16..2019/20", "--spc")
    output = run(*years, *settled(REBASE.replace("2019-04", "2018-07-01"))).stdout
    assert (
        "Limits are not recalculated from 1 July 2018 (a new front door), since no period begins on that day." in output
    )
    assert "XmR chart of 5 points" in output
    for before_or_after in ("2015-04", "2012-07", "2020-04"):
        assert "anew" not in run(*years, *settled(REBASE.replace("2019-04", before_or_after))).stdout


def test_options_override_the_settings_of_limits(settled):
    config = settled(f'[spc]\nchart = "xmr"\n{REBASE}')
    arguments = ("show", "repeats", "--quarter", "Q4-17/18..Q1-20/21", "--spc", *config)
    assert "(XmR chart of 5 points" in run(*arguments).stdout
    assert "(p' chart of 5 points" in run(*arguments, "--chart", "laney").stdout
    assert "(XmR chart of 10 points" in run(*arguments, "--rebase", "none").stdout
    typed = run(*arguments, "--rebase", "Q3-18/19", "--because", "a form").stdout
    assert "(XmR chart of 7 points" in typed and "Limits recalculated from 1 October 2018: a form." in typed
    assert "front door" not in typed


def test_no_limit_of_a_percentage_is_above_100(settled):
    records = json.loads(
        run("reviews", "--year", "2015/16..2019/20", "--spc", "--chart", "xmr", "-f", "json", "-q", *settled("")).stdout
    )
    own = [record for record in records if record["limit_upper"] is not None]
    assert {record["limit_upper"] for record in own} == {100.0} and own[0]["limit_lower"] < own[0]["centre"] < 100


def test_a_table_without_limits_has_nothing_of_the_settings(settled):
    assert run("rates", *settled(f'[spc]\nchart = "xmr"\n{REBASE}')).stdout == run("rates", *settled("")).stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("spc = 3\n", "own.toml, spc: write a table, [spc]"),
        ('[spc]\ncharts = "xmr"\n', 'own.toml, [spc]: "charts" is not a setting of this table'),
        ('[spc]\nchart = "p"\n', "own.toml, [spc] chart: write one of laney, xmr"),
        ("[spc]\nchart = 5\n", "own.toml, [spc] chart: write one of laney, xmr"),
        ('[spc]\nrebase = "2019-04"\n', "own.toml, [spc] rebase: write [[spc.rebase]]"),
        ('[[spc.rebase]]\nfrom = "2019-04"\n', "own.toml, [[spc.rebase]]: because is missing"),
        ('[[spc.rebase]]\nbecause = "x"\n', "own.toml, [[spc.rebase]]: from is missing"),
        (REBASE.replace("a new front door", " "), "own.toml, [[spc.rebase]] because: write the reason"),
        (REBASE.replace("2019-04", "soon"), 'own.toml, [[spc.rebase]] from "soon": write the month'),
        (REBASE.replace("2019-04", "nan"), 'own.toml, [[spc.rebase]] from "nan": write the month'),
        (REBASE.replace('"2019-04"', "2019"), "own.toml, [[spc.rebase]] from: write text in quotation marks"),
        (REBASE.replace('"2019-04"', "2019-04-01T10:00:00"), "own.toml, [[spc.rebase]] from: write text"),
        (f"{REBASE}until = 3\n", 'own.toml, [[spc.rebase]]: "until" is not part of it'),
        (f"{REBASE}indicators = [3]\n", "own.toml, [[spc.rebase]] indicators: write a list"),
        (f'{REBASE}indicators = ["plans"]\n', "own.toml, [[spc.rebase]] from 2019-04-01, indicators: "),
        (REBASE * 2, "own.toml, [[spc.rebase]] from 2019-04-01: it stands there twice"),
        (f'{REBASE}{REBASE}indicators = ["s47"]\n', "own.toml, [[spc.rebase]] from 2019-04-01: it stands there twice"),
    ],
)
def test_settings_of_limits_that_are_wrong_are_named(settled, text, message):
    if text.startswith("spc ="):
        config = ("--config", settled("")[1])
        path = Path(config[1])
        path.write_text(text + path.read_text())
    else:
        config = settled(text)
    result = run("show", "plans-open", *MONTHS, *config)
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in " ".join(result.stderr.split())


def test_a_date_of_toml_needs_no_quotation_marks(settled):
    config = settled(REBASE.replace('"2019-04"', "2019-04-01"))
    assert "Limits recalculated from 1 April 2019" in run("show", "plans-open", *MONTHS, *config).stdout


def test_an_incomplete_last_period_is_not_a_point(here):
    printed = run("show", "plans-started", "--quarter", "Q1-18/19..Q2-20/21", "--spc").stdout
    assert "Q1 20/21: 120, between" in printed
    assert "chart of 9 points" in printed


def test_a_stock_before_the_last_day_of_its_period_is_not_a_point(here):
    printed = run("rates", "--year", "2015/16..2020/21", "--spc").stdout
    assert "Part (2020/21)" in printed
    assert "2019/20: 25.1, between" in printed
    assert "chart of 5 points" in printed


@pytest.mark.parametrize(("periods", "words"), [("2019/20", "1 point, and"), ("2017/18..2019/20", "3 points, and")])
def test_too_few_points_are_noted(here, periods, words):
    assert f"2019/20: {words} control limits need 4 or more." in run("rates", "--year", periods, "--spc").stdout


def test_the_months_beside_the_repeats_have_their_run_too(here):
    printed = run("repeats", "--quarter", "Q4-17/18..Q1-20/21", "--spc").stdout
    # The report's months are whole: 30 24 54 55 23 34 23 45 42 42, with the mean 37.2 and ranges of 12.9 on average.
    lower, upper, centre = map(
        float, re.search("plans, Q1 20/21: 42, between the limits (.*) and (.*) around (.*) .XmR", printed).groups()
    )
    assert centre == pytest.approx(37.2, abs=0.5)
    assert (lower, upper) == pytest.approx((37.2 - 2.66 * 12.9, 37.2 + 2.66 * 12.9), abs=0.5 + 2.66)


def of_teams(values_by_team, periods):
    """A result of percentages of 20 by team and quarter; no figure where a value is None."""
    figures = tuple(
        Figure("repeats", "Here", "team", team, one.label, one.start, one.end, value, 20, 5.0 * value, "percent")
        for one, *values in zip(periods, *values_by_team.values(), strict=True)
        for team, value in zip(values_by_team, values)
        if value is not None
    )
    return Result(figures, tuple(periods), "Here", "team", groupings=("team",))


def limits_by_team(result):
    return {
        (figure.group, figure.period): figure.run and (figure.run.centre, figure.run.lower, figure.run.upper)
        for figure in with_runs(result).figures
    }


QUARTERS = as_periods("Q1-17/18..Q4-18/19")
TEAMS = {"A": [1, 2, 3, 2, 1, 2, 3, 4], "B": [5, 5, 6, None, None, 9, 8, 9]}


def test_a_quarter_without_a_figure_of_the_group_is_a_gap():
    found = limits_by_team(of_teams(TEAMS, QUARTERS))
    expected = laney(TEAMS["B"], [20] * 8, binomial)
    assert found["B", "Q4 18/19"] == pytest.approx([100 * one for one in astuple(expected[-1])[:3]])
    together = laney([one for one in TEAMS["B"] if one], [20] * 6, binomial)  # as if 6 and 9 were neighbours
    assert together[-1].upper != pytest.approx(expected[-1].upper)


def test_limits_do_not_depend_on_the_names_or_the_order_of_groups():
    own = limits_by_team(of_teams(TEAMS, QUARTERS))
    renamed = limits_by_team(of_teams({"Z": TEAMS["B"], "Y": TEAMS["A"]}, QUARTERS))
    assert {({"A": "Y", "B": "Z"}[team], period): limits for (team, period), limits in own.items()} == renamed


def test_points_without_neighbours_are_noted_as_too_few():
    periods = as_periods("Q1-17/18..Q4-18/19")
    result = with_runs(of_teams({"A": [1, None, 2, None, 3, None, 4, None]}, periods))
    assert {figure.run for figure in result.figures} == {None}
    assert [sentence(note.fact) for note in result.notes] == [
        "A: 4 points with gaps between them, which leave too few neighbouring points for control limits."
    ]


def test_in_python_the_limits_are_those_of_the_command(here):
    extract = cpind.read("extract.csv")
    answer = cpind.compute(extract, "repeats", "Q4-17/18..Q1-20/21", spc=True)
    assert round(answer.figures[-1].run.upper, 1) == 41.3
    anew = cpind.compute(
        extract, "repeats", "Q4-17/18..Q1-20/21", spc=True, chart="xmr", rebase={"2019-04": "a new front door"}
    )
    assert anew.figures[-1].run.chart == "XmR"
    assert len({figure.run.centre for figure in anew.figures}) == 2
    with pytest.raises(cpind.CpindError, match="add spc=True"):
        cpind.compute(extract, "repeats", "2019/20", chart="xmr")
    with pytest.raises(cpind.CpindError, match="rebase=.*a new front door"):
        cpind.compute(extract, "repeats", "Q4-17/18..Q1-20/21", spc=True, rebase={"2019-04": ""})


@pytest.mark.parametrize(("target", "words"), [(60, "will meet"), (20, "may meet or miss"), (0, "will miss")])
def test_a_run_is_set_beside_its_target(example, target, words):
    # The limits are 1.4 and 41.3, and low is good.
    settings = example / "cpind.toml"
    settings.write_text(settings.read_text() + f"\n[targets]\nrepeats = {target}\n")
    printed = run("show", "repeats", "--quarter", "Q4-17/18..Q1-20/21", "--spc").stdout
    assert f"While nothing changes, it {words} the target {target}." in printed


MONTHLY = [f"2019-{month:02}" for month in range(4, 13)] + ["2020-01", "2020-02", "2020-03"]


@pytest.mark.parametrize(("code", "target"), [("repeats", 0), ("plans-open", 30)])
def test_nothing_is_predicted_from_equal_points_or_a_run_that_has_changed(tmp_path, monkeypatch, code, target):
    """Six plans start each month and end a year later: no repeat, and a stock that rises by six."""
    rows = [
        f"c{month}-{n},{month}-0{n + 1},{int(month[:4]) + 1}{month[4:]}-0{n + 1},0\n"
        for month in MONTHLY
        for n in range(6)
    ]
    (tmp_path / "plans.csv").write_text("".join(["child_id,plan_start,plan_end,previous_plans\n", *rows]))
    (tmp_path / "cpind.toml").write_text(f'[targets]\n{code} = {{ target = {target}, good = "low" }}\n')
    monkeypatch.chdir(tmp_path)
    covered = ("--from", "2019-01-01", "--as-at", "2020-04-30")
    printed = run("show", code, "plans.csv", "--month", "Apr-19..Mar-20", *covered, "--spc").stdout
    assert f"Target {target}: " in printed
    assert "chart of 12 points" in printed and "While nothing changes" not in printed
