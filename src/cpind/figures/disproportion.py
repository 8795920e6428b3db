"""Disproportion: a group's rate divided by the whole area's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from ..errors import UsageError
from ..model.measures import RATE
from .facts import Remark
from .indicators import INDICATORS
from .request import Request
from .result import Figure


def require_rates_by_group(codes: Sequence[str], request: Request) -> None:
    """Raise UsageError if disproportion is asked for but there are no groups, or no rates for them."""
    if not request.disproportion:
        return
    if not request.by:
        raise UsageError("--disproportion compares the rates of groups: give --by, as --by ethnic-group")
    if not any(INDICATORS[code].measure is RATE for code in codes):
        raise UsageError(f"--disproportion compares rates, and {codes[0]} is not a rate")


def with_ratios(figures: Iterable[Figure]) -> list[Figure]:
    """The figures, with the ratio to the whole area's rate in the same period for groups that have a rate.

    (children of the group / its population) / (children of the area / its population), from unrounded numbers: 1 is the
    area's rate, 2 is twice as many children in ten thousand. Unborn children and those whose group is not known are in
    the whole area's rate but not in the rate of any group that has a population.
    """
    figures = list(figures)
    wholes = {_place(figure): _rate(figure) for figure in figures if not figure.by and not figure.is_benchmark}
    return [
        figure._replace(ratio=_ratio(_rate(figure), wholes.get(_place(figure)))) if figure.by else figure
        for figure in figures
    ]


def no_ratio(figures: Iterable[Figure], by: str) -> Remark | None:
    """What to say if no group has a ratio; None if one has."""
    if any(figure.ratio is not None for figure in figures):
        return None
    return Remark(
        f"No ratio: no group of {by} has a rate to compare with the whole area's; a population file with the columns by and group "
        "gives them (--population)."
    )


def _place(figure: Figure) -> tuple[object, ...]:
    return figure.indicator, figure.area, figure.period, figure.start, figure.end


def _rate(figure: Figure) -> Fraction | None:
    """The rate as a fraction; None for a figure that has no value or is not a rate."""
    is_rate = INDICATORS[figure.indicator].measure is RATE
    if not is_rate or figure.value is None or figure.numerator is None or not figure.denominator:
        return None
    return Fraction(figure.numerator) / Fraction(figure.denominator)


def _ratio(rate: Fraction | None, whole: Fraction | None) -> float | None:
    return float(rate / whole) if rate is not None and whole else None
