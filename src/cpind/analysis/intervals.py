"""What each figure of a Result may be by chance: Wilson for percentages, Byar for counts and rates, exact Poisson under ten.

Siblings are on plans together, so their events are not independent: where families are known the design effect is in the
interval, and it is wider. Of the extract's rows it is known exactly how many there are; the interval says how far the number
itself may swing by chance from one period to another. [choice of the standard methods of public health statistics]
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
from .uncertainty import FEWEST_FOR_BYAR, count_limits, wilson

Key = tuple[str, date | None, date | None, str]
"""Of which our figure a benchmark is compared with: indicator, first and last day, group."""

ONE_FAMILY = NotAnInterval("one family")
NOT_OF_A_COUNT = NotAnInterval("measure")


def with_intervals(result: Result, level: float) -> Result:
    """The result with an interval at each figure, in per cent as `level` says, and each benchmark compared with our figure of
    the same period."""
    figures = [figure._replace(interval=interval_of(figure, level)) for figure in result.figures]
    ours = {
        (figure.indicator, figure.start, figure.end, figure.group): figure
        for figure in figures
        if not figure.is_benchmark and isinstance(figure.interval, Interval)
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
    if figure.clusters is not None and figure.clusters.families == 1:
        return ONE_FAMILY
    effect = design_effect(figure)
    numerator, factor = int(figure.numerator), indicator.measure.factor
    if indicator.measure is PERCENT:
        trials = (figure.denominator or 0) / (effect or 1)
        share = numerator / (figure.denominator or 1)
        lower, upper = wilson(share * trials, trials, level=level)
        return Interval(lower * factor, upper * factor, level, WILSON, effect)
    lower, upper = count_limits(numerator, level=level)
    widened = math.sqrt(effect or 1)
    lower, upper = numerator - widened * (numerator - lower), numerator + widened * (upper - numerator)
    each = factor / (1 if indicator.measure is COUNT else figure.denominator or 1)
    method = BYAR if numerator >= FEWEST_FOR_BYAR else POISSON
    return Interval(max(0.0, lower) * each, upper * each, level, method, effect)


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
    """How many times the variance is that of independent events, at least 1; None where families are not known.

    Of a percentage the ratio estimator's variance over families, to that of as many independent events; of a count the sum
    of k squared times the families of k, to the count. [Cochran 1977, 6.3 and 9A.3]
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
