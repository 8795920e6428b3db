"""Runs over time: limits against worked values and a plain recomputation, signals one by one, and the command."""

from __future__ import annotations

import json
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import EXAMPLES, run

from cpind.analysis.control_limits import FEWEST_POINTS, Point, laney, with_signals, xmr

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
def test_xmr_moves_with_its_values(values, scale, shift):
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


def test_the_repeats_of_the_report_are_no_signal(here):
    printed = run("repeats", "--quarter", "Q4-17/18..Q1-20/21", "--spc").stdout
    assert (
        "Q1 20/21: 31.7 %, between the limits 1.4 and 41.3 around 21.3 (p' chart of 10 points, trial limits): no signal."
        in printed
    )
    printed = run("repeats", "--quarter", "Q4-17/18..Q1-20/21", "--spc", "--chart", "xmr").stdout
    assert "between the limits 2.1 and 42.1 around 22.1 (XmR chart of 10 points, trial limits): no signal." in printed


def test_the_tidy_result_has_centre_limits_and_signal(here):
    records = json.loads(run("show", "repeats", "--quarter", "Q4-17/18..Q1-20/21", "--spc", "-f", "json", "-q").stdout)
    own = [record for record in records if record["area"] == "Warwickshire"]
    expected = laney(REPEATS, STARTED, binomial)
    assert [record["centre"] for record in own] == pytest.approx([100 * point.centre for point in expected])
    assert [record["limit_upper"] for record in own] == pytest.approx([100 * point.upper for point in expected])
    assert [record["limit_lower"] for record in own] == pytest.approx([max(0, 100 * point.lower) for point in expected])
    assert {record["signal"] for record in own} == {""}


def test_limits_may_begin_anew_with_a_reason(here):
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
    assert "Limits anew from 1 April 2019: new form." in printed
    assert "XmR chart of 16 points" in printed
    records = json.loads(run(*arguments, "-f", "json", "-q").stdout)
    assert len({record["centre"] for record in records}) == 2
    first = [record["value"] for record in records[:12]]
    assert records[0]["centre"] == pytest.approx(sum(first) / 12)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--at", "2020-03-31", "--spc"], "--spc needs years, quarters or months"),
        (["--year", "2016/17,2018/19", "--spc"], "--spc needs years, quarters or months"),
        (["--year", "2015/16..2019/20", "--rolling", "24", "--spc"], "--spc needs years, quarters or months"),
        (["--year", "2015/16..2019/20", "--spc", "--rebase", "2017/18"], "each --rebase needs its reason"),
        (["--year", "2015/16..2019/20", "--spc", "--rebase", "2017-05", "--because", "x"], "2017-04-01 is the nearest"),
        (["--year", "2015/16..2019/20", "--rebase", "2017/18", "--because", "x"], "add --spc"),
        (
            ["--year", "2015/16..2019/20", "--spc", "--rebase", "2017/18", "--because", " "],
            "each --rebase needs its reason",
        ),
    ],
)
def test_what_is_not_a_run_is_refused(here, arguments, message):
    result = run("rates", *arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())


def test_an_incomplete_last_period_is_not_a_point(here):
    printed = run("show", "plans-started", "--quarter", "Q1-18/19..Q2-20/21", "--spc").stdout
    assert "Q1 20/21: 120, between" in printed
    assert "chart of 9 points" in printed


@pytest.mark.parametrize(("target", "words"), [(60, "will meet"), (20, "may meet or miss"), (0, "will miss")])
def test_a_run_is_set_beside_its_target(example, target, words):
    # The limits are 1.4 and 41.3, and low is good.
    settings = example / "cpind.toml"
    settings.write_text(settings.read_text() + f"\n[targets]\nrepeats = {target}\n")
    printed = run("show", "repeats", "--quarter", "Q4-17/18..Q1-20/21", "--spc").stdout
    assert f"As it runs, it {words} the target {target}." in printed
