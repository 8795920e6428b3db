"""Split a change into exact parts (Fractions in the figure's unit) that add up to the change.

A ratio N/D, symmetric in the two periods: the numerator's part is dN (1/D1 + 1/D2)/2, the denominator's (N1 + N2)/2 d(1/D).
By group, with shares w of the denominator and values r: within a group mean w dr, and by the shift between the groups
dw (mean r - mean value of the whole); a group that one period lacks has the other's r there.

Numbers of unlike periods (change.are_alike) have no parts: 445 fewer conferences of a month than of a year moved nothing.
Within and between are of percentages and shares, which such periods have too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..figures.indicators import INDICATORS, Indicator
from ..figures.result import Figure
from ..model.measures import COUNT, RATE, exact_total
from .change import are_alike

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Parts:
    """The parts of a ratio's change that come from its numerator and from its denominator."""

    numerator: Fraction
    denominator: Fraction


@dataclass(frozen=True)
class GroupPart:
    """What a group adds to the change.

    Attributes:
        groups: the labels of the group.
        base, figure: its figures, None in a period that lacks the group.
        within: what it adds by its own change.
        between: what it adds by its weight among the groups; None where the parts of the groups are of their numbers
            alone.
    """

    groups: tuple[str, ...]
    base: Figure | None
    figure: Figure | None
    within: Fraction
    between: Fraction | None = None

    @property
    def total(self) -> Fraction:
        """Both parts."""
        return self.within + (self.between or 0)


@dataclass(frozen=True)
class GroupParts:
    """The parts of the groups, the largest first.

    Where the groups have only their numerators' parts, of a rate without a population of each group, `denominator` is
    the part of the whole area's denominator, and with it all add up to the change.
    """

    groups: tuple[GroupPart, ...]
    denominator: Fraction | None = None


def has_parts(indicator: Indicator) -> bool:
    """Whether the change of an indicator can be split exactly: not of bands, percentiles or a median."""
    return not indicator.is_split and indicator.statistic.name != "median"


def parts_of(base: Figure, figure: Figure) -> Parts | None:
    """The two parts of a ratio's change; None if the figure is not a ratio, if a denominator is 0, or if the periods
    differ in length."""
    indicator = INDICATORS[figure.indicator]
    before, after = _ratio(base), _ratio(figure)
    if before is None or after is None or indicator.measure is COUNT or not has_parts(indicator):
        return None
    if not are_alike(base, figure):
        return None
    (n1, d1), (n2, d2) = before, after
    factor = indicator.measure.factor
    return Parts(
        numerator=factor * (n2 - n1) * (1 / d1 + 1 / d2) * HALF,
        denominator=factor * (n1 + n2) * HALF * (1 / d2 - 1 / d1),
    )


def group_parts(base: Figure, figure: Figure, before: Sequence[Figure], after: Sequence[Figure]) -> GroupParts | None:
    """What each group adds to the change from `base` to `figure`, which are of the whole, by the groups `before` and
    `after`.

    Of a count each group's own change. Of a ratio within and between, where the groups' denominators add up to the
    whole's; else (of a rate: no population for a group) each numerator's part beside that of the whole denominator.
    None where the figures have no parts, as of unlike periods all but percentages and means.
    """
    if not are_alike(base, figure) and INDICATORS[figure.indicator].measure in (COUNT, RATE):
        return None
    pairs = _pairs(before, after)
    if INDICATORS[figure.indicator].measure is COUNT:
        if base.numerator is None or figure.numerator is None:
            return None
        own = [GroupPart(groups, b, a, _numerator(a) - _numerator(b)) for groups, b, a in pairs]
        return GroupParts(_largest_first(own))
    whole_before, whole_after = _ratio(base), _ratio(figure)
    if whole_before is None or whole_after is None or not has_parts(INDICATORS[figure.indicator]):
        return None
    factor = INDICATORS[figure.indicator].measure.factor
    (n1, d1), (n2, d2) = whole_before, whole_after
    if _add_up(before, n1, d1) and _add_up(after, n2, d2):
        mean = (n1 / d1 + n2 / d2) * HALF
        both = [_within_and_between(pair, d1, d2, mean, factor) for pair in pairs]
        return GroupParts(_largest_first([part for part in both if part]))
    parts = parts_of(base, figure)
    if parts is None:
        return None
    weight = factor * (1 / d1 + 1 / d2) * HALF
    alone = [GroupPart(groups, b, a, (_numerator(a) - _numerator(b)) * weight) for groups, b, a in pairs]
    return GroupParts(_largest_first(alone), parts.denominator)


Pair = tuple[tuple[str, ...], Figure | None, Figure | None]


def _pairs(before: Sequence[Figure], after: Sequence[Figure]) -> list[Pair]:
    """Each group with its figures of both periods, in the order of the groups; those with nothing in either left out."""
    of_base, of_period = (
        {figure.groups: figure for figure in figures if figure.numerator or figure.denominator}
        for figures in (before, after)
    )
    return [(groups, of_base.get(groups), of_period.get(groups)) for groups in dict.fromkeys((*of_period, *of_base))]


def _within_and_between(pair: Pair, d1: Fraction, d2: Fraction, mean: Fraction, factor: int) -> GroupPart | None:
    """A group's two parts; None if its denominator is empty in both periods."""
    groups, base, figure = pair
    before, after = (_ratio(one) if one else None for one in (base, figure))
    if before is None and after is None:
        return None
    w1, w2 = (before[1] / d1 if before else Fraction(0)), (after[1] / d2 if after else Fraction(0))
    r2 = after[0] / after[1] if after else before[0] / before[1] if before else Fraction(0)
    r1 = before[0] / before[1] if before else r2
    return GroupPart(
        groups,
        base,
        figure,
        within=factor * (w1 + w2) * HALF * (r2 - r1),
        between=factor * (w2 - w1) * ((r1 + r2) * HALF - mean),
    )


def _add_up(figures: Sequence[Figure], numerator: Fraction, denominator: Fraction) -> bool:
    """Whether the groups make up the whole: each has a denominator, and numerators and denominators add up."""
    if any(figure.denominator is None for figure in figures):
        return False
    if any(figure.numerator and not figure.denominator for figure in figures):
        return False
    denominators = sum((Fraction(figure.denominator or 0) for figure in figures), Fraction(0))
    return sum(map(_numerator, figures), Fraction(0)) == numerator and denominators == denominator


def _ratio(figure: Figure) -> tuple[Fraction, Fraction] | None:
    """The numerator and denominator; None without both, or with nothing to divide by."""
    if figure.numerator is None or not figure.denominator:
        return None
    return exact_total(figure.numerator), Fraction(figure.denominator)


def _numerator(figure: Figure | None) -> Fraction:
    return exact_total(figure.numerator) if figure and figure.numerator is not None else Fraction(0)


def _largest_first(parts: Sequence[GroupPart]) -> tuple[GroupPart, ...]:
    return tuple(sorted(parts, key=lambda part: -abs(part.total)))
