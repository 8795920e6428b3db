"""Confidence intervals of a Result's figures: Wilson for percentages, Byar for counts and rates, exact Poisson under
ten.

Siblings are on plans together, so their events are not independent: if families are known, the interval includes the
design effect and is wider. The number of rows in the extract is known exactly; the interval says how much the number
may vary by chance from one period to another. [choice of the standard methods of public health statistics]
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ..figures.facts import (
    BETTER,
    BYAR,
    HIGHER,
    LOWER,
    POISSON,
    SIMILAR,
    WILSON,
    WORSE,
    Compared,
    Interval,
    NotAnInterval,
)
from ..figures.families import Clusters
from ..figures.indicators import INDICATORS, Indicator
from ..figures.result import Figure, Result
from ..model.measures import COUNT, PERCENT, RATE
from .change import is_comparable
from .uncertainty import FEWEST_FOR_BYAR, count_limits, wilson

Key = tuple[str, date | None, date | None, str]
"""The key of our figure with which a benchmark is compared: indicator, first and last day, group."""

ONE_FAMILY = NotAnInterval("one family")
NOT_OF_A_COUNT = NotAnInterval("measure")

MANY = 0.1
"""If a larger share of a figure's events has no family, it is sparse; a caveat that applies to a larger share has many
rows."""


def with_intervals(result: Result, level: float) -> Result:
    """The result with an interval at each figure, in per cent as `level` says, and each benchmark compared with our figure of
    the same period, if it counts all of it: half a year's rate is not lower than a year's."""
    figures = [figure._replace(interval=interval_of(figure, level)) for figure in result.figures]
    ours = {
        (figure.indicator, figure.start, figure.end, figure.group): figure
        for figure in figures
        if not figure.is_benchmark and isinstance(figure.interval, Interval) and is_comparable(figure)
    }
    return replace(result, figures=tuple(_beside(figure, ours) for figure in figures))


def interval_of(figure: Figure, level: float) -> Interval | NotAnInterval | None:
    """The interval of a figure, in its unit; None where it has no value, or is a benchmark without its numbers."""
    indicator = INDICATORS[figure.indicator]
    if figure.value is None:
        return None
    if not has_intervals(indicator):
        return NOT_OF_A_COUNT
    if figure.numerator is None or (indicator.measure is not COUNT and not figure.denominator):
        return None
    if is_of_one_family(figure):
        return ONE_FAMILY
    is_share = indicator.measure is PERCENT
    method = WILSON if is_share else BYAR if figure.numerator >= FEWEST_FOR_BYAR else POISSON
    limits_of = _of_a_share if is_share else _of_a_count
    lower, upper = limits_of(figure, level, 1.0)
    effect = design_effect(figure)
    if figure.clusters is None or effect is None:
        return Interval(lower, upper, level, method, None, None, False)
    width = upper - lower
    if effect > 1:
        lower, upper = limits_of(figure, level, effect)
    return Interval(lower, upper, level, method, effect, (upper - lower) / width, is_sparse(figure.clusters))


def is_sparse(clusters: Clusters) -> bool:
    """Whether many of the events have no family, so that siblings may not be known as such."""
    return clusters.alone > MANY * clusters.events


def is_of_one_family(figure: Figure) -> bool:
    """Whether all events of a figure belong to one family, so that nothing can be said about chance."""
    return figure.clusters is not None and figure.clusters.families == 1


def _of_a_share(figure: Figure, level: float, effect: float) -> tuple[float, float]:
    share, trials = int(figure.numerator or 0) / (figure.denominator or 1), (figure.denominator or 0) / effect
    lower, upper = wilson(share * trials, trials, level=level)
    return lower * PERCENT.factor, upper * PERCENT.factor


def _of_a_count(figure: Figure, level: float, effect: float) -> tuple[float, float]:
    numerator, measure = int(figure.numerator or 0), INDICATORS[figure.indicator].measure
    lower, upper = count_limits(numerator, level=level)
    moved = math.sqrt(effect)
    each = measure.factor / (1 if measure is COUNT else figure.denominator or 1)
    return max(0.0, numerator - moved * (numerator - lower)) * each, (numerator + moved * (upper - numerator)) * each


def has_intervals(indicator: Indicator) -> bool:
    """Whether intervals are made of its figures: percentages, counts and rates, but not means, medians, differences and ratios
    of totals."""
    return indicator.measure in (PERCENT, COUNT, RATE) and indicator.statistic.name in (
        "share",
        "count",
        "children",
        "bands",
    )


def design_effect(figure: Figure) -> float | None:
    """The variance divided by that of independent events, at least 1; None if families are not known.

    For a percentage: the ratio estimator's variance over families, divided by that of as many independent events. For a
    count: the sum of k squared over families with k events, divided by the count. [Cochran 1977, 6.3 and 9A.3]
    """
    if figure.clusters is None:
        return None
    if INDICATORS[figure.indicator].measure is PERCENT:
        return _of_share(figure.clusters, figure.numerator or 0, figure.denominator or 0)
    return max(1.0, figure.clusters.numerator_squares / figure.numerator) if figure.numerator else 1.0


def _of_share(clusters: Clusters, numerator: float, denominator: float) -> float:
    share, families = numerator / denominator, clusters.families
    if share in (0, 1) or families < 2:
        return 1.0
    squares = clusters.numerator_squares - 2 * share * clusters.products + share * share * clusters.denominator_squares
    variance = families / (families - 1) * squares / denominator**2
    return max(1.0, variance / (share * (1 - share) / denominator))


def _beside(figure: Figure, ours: Mapping[Key, Figure]) -> Figure:
    own = ours.get((figure.indicator, figure.start, figure.end, figure.group))
    if not figure.is_benchmark or figure.value is None or own is None:
        return figure
    assert isinstance(own.interval, Interval)
    if own.interval.lower <= figure.value <= own.interval.upper:
        return figure._replace(compared=Compared(SIMILAR))
    place = HIGHER if own.interval.lower > figure.value else LOWER
    good = INDICATORS[figure.indicator].good
    judged = "" if not good else BETTER if (good == "high") == (place == HIGHER) else WORSE
    return figure._replace(compared=Compared(place, judged))
