"""Intervals around counts, shares and rates, and tests of differences between two of them. Numbers only, no figures."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from statistics import NormalDist

FEWEST_FOR_BYAR = 10
"""Of fewer events the exact Poisson interval is taken, as public health observatories do."""


@cache
def normal_quantile(level: float) -> float:
    """z of a two-sided interval: 1.96 for 95 (per cent)."""
    return NormalDist().inv_cdf(0.5 + level / 200)


def wilson(successes: float, trials: float, *, level: float = 95, population: int | None = None) -> tuple[float, float]:
    """The Wilson score interval of a share, as shares of 1.

    If the trials are a sample without replacement from a `population`, it counts as larger by the finite-population
    correction, (N - 1) / (N - n), and all of them leave no doubt. [Wilson 1927; Cochran 1977, 2.6]
    """
    share = successes / trials
    if population is not None:
        if trials >= population:
            return share, share
        trials = trials * (population - 1) / (population - trials)
    z = normal_quantile(level)
    centre = share + z * z / (2 * trials)
    spread = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    lower, upper = (centre - spread) / (1 + z * z / trials), (centre + spread) / (1 + z * z / trials)
    # Where the share is 0 or 1 the limit is the share; floats may miss it by the last bit.
    return (0.0 if successes <= 0 else max(0.0, lower)), (1.0 if share >= 1 else min(1.0, upper))


def count_limits(count: int, *, level: float = 95) -> tuple[float, float]:
    """The interval of a number of events: Byar's approximation, exact Poisson under ten. [Breslow and Day 1987, 2.3]"""
    return byar(count, level=level) if count >= FEWEST_FOR_BYAR else exact_poisson(count, level=level)


def byar(count: float, *, level: float = 95) -> tuple[float, float]:
    """Byar's approximation of the exact Poisson limits of a count of 1 or more."""
    z = normal_quantile(level)
    after = count + 1
    lower = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3
    upper = after * (1 - 1 / (9 * after) + z / (3 * math.sqrt(after))) ** 3
    return lower, upper


@cache
def exact_poisson(count: int, *, level: float = 95) -> tuple[float, float]:
    """The exact Poisson limits of a small count: the means under which so many or more, and so few or fewer, have half of
    what the level leaves. [Garwood 1936]"""
    tail = (1 - level / 100) / 2

    def at_most(number: int, mean: float) -> float:
        return math.exp(-mean) * math.fsum(mean**k / math.factorial(k) for k in range(number + 1))

    highest = 10 * (count + 10.0)
    lower = 0.0 if count == 0 else _falling_to(lambda mean: at_most(count - 1, mean), 1 - tail, 0.0, highest)
    return lower, _falling_to(lambda mean: at_most(count, mean), tail, 0.0, highest)


def newcombe(first: tuple[float, float], second: tuple[float, float], *, level: float = 95) -> tuple[float, float]:
    """The interval of the difference of two shares, second less first, as shares of 1; each is (successes, trials).

    The hybrid score interval, of the Wilson intervals of both. [Newcombe 1998, method 10]
    """
    (p1, (l1, u1)), (p2, (l2, u2)) = ((s / n, wilson(s, n, level=level)) for s, n in (first, second))
    change = p2 - p1
    return change - math.hypot(p2 - l2, u1 - p1), change + math.hypot(u2 - p2, p1 - l1)


def ratio_limits(
    first: tuple[float, float], second: tuple[float, float], *, level: float = 95
) -> tuple[float, float] | None:
    """The interval of the ratio of two rates, second over first; each is (events, exposure). None without any event.

    Given all events, those of the second are binomial; the exact limits of their share are those of the ratio.
    [Przyborowski and Wilenski 1940; Clopper and Pearson 1934]
    """
    (x1, n1), (x2, n2) = first, second
    if x1 + x2 <= 0:
        return None
    lower, upper = clopper_pearson(x2, x1 + x2, level=level)
    return _odds(lower) * n1 / n2, _odds(upper) * n1 / n2


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else math.inf


def clopper_pearson(successes: float, trials: float, *, level: float = 95) -> tuple[float, float]:
    """The exact binomial interval of a share, as shares of 1. [Clopper and Pearson 1934]"""
    tail = (1 - level / 100) / 2
    failures = trials - successes
    lower = 0.0 if successes <= 0 else _falling_to(lambda p: 1 - _beta(p, successes, failures + 1), 1 - tail, 0.0, 1.0)
    upper = 1.0 if failures <= 0 else _falling_to(lambda p: 1 - _beta(p, successes + 1, failures), tail, 0.0, 1.0)
    return lower, upper


def _falling_to(function: Callable[[float], float], value: float, low: float, high: float) -> float:
    """Where a function that falls from `low` to `high` has the value, by bisection."""
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if function(middle) > value else (low, middle)
    return (low + high) / 2


def _beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b), by its continued fraction. [DLMF 8.17.22]"""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(1 - x, b, a)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    # Lentz's evaluation: c and d are the ratios of successive numerators and denominators.
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 10_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        step = 1.0
        for term in (even, odd):
            d = 1 / (1 + term * d)
            c = 1 + term / c
            step = c * d
            value *= step
        if abs(step - 1) < 1e-15:
            break
    return front * value / a
