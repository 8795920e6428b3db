"""An authority among all: limits against a plain recomputation with numpy, and the command on the example's store."""

from __future__ import annotations

import json
from math import asin, sin, sqrt
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support import EXAMPLES, run

from cpind.analysis.funnel_limits import limits_at, spread_of

AUTHORITIES = st.lists(st.tuples(st.integers(0, 400), st.integers(20, 2000)), min_size=10, max_size=40)


def plain(counts, sizes, *, is_share):
    """Centre on the scale of the transform, phi and tau squared, one formula a line."""
    y = [asin(sqrt(x / n)) if is_share else sqrt(x / n) for x, n in zip(counts, sizes)]
    theta = asin(sqrt(sum(counts) / sum(sizes))) if is_share else sqrt(sum(counts) / sum(sizes))
    se = [1 / (2 * sqrt(n)) for n in sizes]
    z = np.array([(one - theta) / error for one, error in zip(y, se)])
    z = np.clip(z, np.quantile(z, 0.1), np.quantile(z, 0.9))
    phi = float(np.mean(z**2))
    w = [1 / error**2 for error in se]
    tau2 = max(0.0, (len(z) * phi - (len(z) - 1)) / (sum(w) - sum(one**2 for one in w) / sum(w)))
    return theta, phi, tau2


@given(AUTHORITIES, st.booleans())
def test_the_spread_equals_a_plain_recomputation(pairs, is_share):
    pairs = [(min(count, size), size) for count, size in pairs]
    assume(0 < sum(count for count, _ in pairs) < sum(size for _, size in pairs))
    counts, sizes = zip(*pairs)
    spread = spread_of(counts, sizes, is_share=is_share)
    theta, phi, tau2 = plain(counts, sizes, is_share=is_share)
    assert spread.phi == pytest.approx(phi)
    assert spread.tau**2 == pytest.approx(tau2, abs=1e-12)
    size = sizes[0]
    reach = NormalDist().inv_cdf(0.999) * sqrt(1 / (4 * size) + tau2)
    upper = limits_at(spread, size, level=99.8)[1]
    expected = sin(min(theta + reach, asin(1))) ** 2 if is_share else (theta + reach) ** 2
    assert upper == pytest.approx(expected)


@given(AUTHORITIES, st.booleans(), st.randoms())
def test_limits_narrow_with_size_and_the_order_is_nothing(pairs, is_share, random):
    pairs = [(min(count, size), size) for count, size in pairs]
    assume(0 < sum(count for count, _ in pairs) < sum(size for _, size in pairs))
    spread = spread_of(*zip(*pairs), is_share=is_share)
    shuffled = list(pairs)
    random.shuffle(shuffled)
    again = spread_of(*zip(*shuffled), is_share=is_share)
    assert (again.phi, again.tau, again.centre) == pytest.approx((spread.phi, spread.tau, spread.centre))
    for level in (95, 99.8):
        small, large = limits_at(spread, 50, level=level), limits_at(spread, 5000, level=level)
        assert small[0] <= large[0] <= spread.centre * (1 + 1e-12) and large[1] <= small[1]
        alone = limits_at(spread, 50, level=level, adjusted=False)
        assert small[0] <= alone[0] <= alone[1] <= small[1]


def test_authorities_alike_have_no_spread_between_them():
    # Ten authorities of one share: phi is 0, and the limits are those of chance alone.
    spread = spread_of([20] * 10, [100] * 10, is_share=True)
    assert (spread.phi, spread.tau) == pytest.approx((0, 0))
    assert limits_at(spread, 100, level=95) == limits_at(spread, 100, level=95, adjusted=False)
    # sin^2(0.46365 -+ 0.09800)
    assert limits_at(spread, 100, level=95) == pytest.approx((0.12785, 0.28364), abs=5e-5)


# --- the command -----------------------------------------------------------------------------------------


@pytest.fixture
def here(monkeypatch):
    monkeypatch.chdir(EXAMPLES / "warwickshire")


def test_the_authority_comes_first_and_phi_is_printed(here):
    printed = run("benchmarks", "funnel", "repeats", "--year", "2018/19").stdout.splitlines()
    assert printed[4].startswith("Warwickshire")
    assert any(line.startswith("Over-dispersion: phi is ") for line in printed)


def test_places_follow_the_limits(here):
    records = json.loads(run("benchmarks", "funnel", "rates", "--all", "--unadjusted", "-f", "json", "-q").stdout)
    assert len(records) >= 10
    counts, sizes = ([record[name] for record in records] for name in ("numerator", "denominator"))
    theta = sqrt(sum(counts) / sum(sizes))
    z = NormalDist().inv_cdf(0.999)
    for record in records:
        reach = z / (2 * sqrt(record["denominator"]))
        lower, upper = (10_000 * max(0, theta + way * reach) ** 2 for way in (-1, 1))
        assert (record["lower_998"], record["upper_998"]) == pytest.approx((lower, upper))
        own = 10_000 * record["numerator"] / record["denominator"]
        assert record["place"] == ("higher" if own > upper else "lower" if own < lower else "as expected")
        assert record["judged"] is None  # neither a high nor a low rate is good
    assert {record["place"] for record in records} > {"as expected"}


def test_an_extract_sets_its_own_figure_beside_the_published_one(here):
    arguments = ["benchmarks", "funnel", "repeats", "returns.csv", "--year", "2018/19", "-f", "json", "-q"]
    published, own = json.loads(run(*arguments).stdout)[:2]
    assert (published["source"], own["source"]) == ("published", "extract")
    assert (own["numerator"], own["denominator"]) == (96, 516)
    assert own["area"] == published["area"] == "Warwickshire"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["s47"], "is a number, and authorities differ in size"),
        (["repeats", "--year", "1999/00"], "of 0 authorities, and a funnel needs 10"),
        (["repeats", "--year", "2018/19..2019/20"], ""),
        (["nonsense"], "is not an indicator"),
        (["repeats", "extract.csv", "--year", "2010/11"], "a funnel needs 10"),
    ],
)
def test_what_has_no_funnel_is_refused(here, arguments, message):
    result = run("benchmarks", "funnel", *arguments)
    assert result.exit_code in (1, 2)
    assert message in " ".join(result.stderr.split())
    assert not result.stdout
