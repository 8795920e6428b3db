"""Compare a figure with that of the period before, and with that of the same period a year before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from ..errors import UnavailableError
from ..figures.flags import CoveredFrom, kinds_of
from ..figures.indicators import INDICATORS
from ..figures.result import COMPLETE, PART, Change, Figure, Result
from ..model.measures import COUNT, exact
from ..model.periods import (
    FIRST_YEAR,
    Period,
    add_months,
    at,
    containing,
    month_end,
    part_of,
    rolling,
    span,
    year_to_date,
)

UNITS = ("year", "quarter", "month")

OF_ONE_LENGTH = 0.1
"""Periods count as equally long if they differ by at most this share of the longer, as February and March do."""

_Span = tuple[date | None, date | None]


def period_before(period: Period) -> Period | None:
    """The period of the same kind that ends the day before, for a year, quarter or month; None for any other kind."""
    if period.kind not in UNITS or period.start.year <= FIRST_YEAR:
        return None
    return containing(period.start - timedelta(days=1), period.kind)


def year_before(period: Period) -> Period | None:
    """The same period a year before, ending on a month's end if the period does; None before 1991."""
    if period.start.year <= FIRST_YEAR:
        return None
    start, end = add_months(period.start, -12), add_months(period.end, -12)
    if period.end == month_end(period.end.year, period.end.month):
        end = month_end(end.year, end.month)
    if period.kind in UNITS:
        return containing(end, period.kind)
    if period.kind == "date":
        return at(end)
    return Period(period.kind, start, end, _label(period, start, end))


def _label(period: Period, start: date, end: date) -> str:
    """A label for other days, in the form of the period's label: a year to date, rolling months, part of a month, a
    span."""
    if period.kind == "ytd":
        return year_to_date(end).label
    if period.kind == "rolling":
        after = period.end + timedelta(days=1)
        return rolling(at(end), 12 * (after.year - period.start.year) + after.month - period.start.month).label
    for unit in UNITS:
        if part_of(containing(period.end, unit), period.start, period.end).label == period.label:
            return part_of(containing(end, unit), start, end).label
    return span(start, end).label


def with_changes(compute: Callable[[Sequence[Period]], Result], periods: Sequence[Period]) -> Result:
    """The result for the periods, each figure with the two that it is compared with.

    `compute` gives the figures of any periods, as engine.compute does for one request.
    """
    result = compute(periods)
    others = [other for period in periods for other in (period_before(period), year_before(period)) if other]
    further = [period for period in dict.fromkeys(others) if period not in periods]
    by_key = {
        _key(figure, figure.start, figure.end): figure for figure in (*result.figures, *_figures(compute, further))
    }
    before: dict[_Span, Period | None] = {(period.start, period.end): period_before(period) for period in periods}
    year: dict[_Span, Period | None] = {(period.start, period.end): year_before(period) for period in periods}

    def beside(figure: Figure, comparisons: Mapping[_Span, Period | None]) -> Figure | None:
        period = comparisons.get((figure.start, figure.end))
        return by_key.get(_key(figure, period.start, period.end)) if period else None

    figures = (
        figure._replace(change=Change(beside(figure, before), beside(figure, year))) for figure in result.figures
    )
    return replace(result, figures=tuple(figures))


def _figures(compute: Callable[[Sequence[Period]], Result], periods: Sequence[Period]) -> Sequence[Figure]:
    """The figures of these periods; empty if the input has none."""
    try:
        return compute(periods).figures if periods else ()
    except UnavailableError:
        return ()


def _key(figure: Figure, start: object, end: object) -> tuple[object, ...]:
    return figure.indicator, figure.by, figure.group, start, end


def difference(figure: Figure, other: Figure) -> Fraction | None:
    """The unrounded change of a value, in percentage points for percentages, else in the unit itself; None if either
    figure has no value or is incomplete. A stock at an extract's last day is complete, though its period is not
    over."""
    mine, theirs = (unrounded(one) if is_comparable(one) else None for one in (figure, other))
    return None if mine is None or theirs is None else mine - theirs


def is_comparable(figure: Figure) -> bool:
    """Whether a figure counts all of its period, or is a stock."""
    return figure.status == COMPLETE or (figure.status == PART and INDICATORS[figure.indicator].is_snapshot)


def is_whole(figure: Figure) -> bool:
    """Whether a figure counts its whole period, judged by the extract's days; a stock always does."""
    if INDICATORS[figure.indicator].is_snapshot:
        return True
    return figure.status != PART and not kinds_of(figure.flags, (CoveredFrom,))


def are_alike(base: Figure, figure: Figure) -> bool:
    """Whether the numbers behind two figures are comparable: both periods are complete and, for events in a period,
    differ in length by at most a tenth, as months do."""
    if INDICATORS[figure.indicator].is_snapshot:
        return True
    if not (base.start and base.end and figure.start and figure.end):
        return True
    lengths = sorted((end - start).days + 1 for start, end in ((base.start, base.end), (figure.start, figure.end)))
    is_of_one_length = lengths[1] - lengths[0] <= OF_ONE_LENGTH * lengths[1]
    return is_of_one_length and is_whole(base) and is_whole(figure)


def unrounded(figure: Figure) -> Fraction | None:
    """A figure's value as a fraction, from its numerator and denominator if it has both."""
    measure = INDICATORS[figure.indicator].measure
    if figure.value is None:
        return None
    if measure is COUNT or figure.numerator is None or not figure.denominator:
        return Fraction(figure.value)
    return exact(figure.numerator, figure.denominator, measure)
