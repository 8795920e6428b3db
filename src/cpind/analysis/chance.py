"""Whether two figures differ by more than chance.

For percentages, the hybrid score interval of the difference; for counts and rates, the exact conditional interval of
the ratio. If families are known, numbers count for less, as siblings move together. Two stocks share the children who
stayed, so chance moves them apart less than assumed here: the verdict "more than chance" is then all the safer.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..figures.indicators import INDICATORS
from ..figures.result import PART, Figure
from ..model.measures import PERCENT, RATE
from .change import is_comparable
from .intervals import design_effect, has_intervals, is_of_one_family, is_sparse
from .uncertainty import newcombe, ratio_limits

SAME_LENGTH = 0.02
"""Periods count as equally long if they differ by at most this share: a leap year, or quarters of 90 and 92 days."""


@dataclass(frozen=True)
class Chance:
    """The interval of a change.

    Attributes:
        lower, upper: its limits, in points for a percentage; for a count or rate, as the ratio of the later to the
            earlier.
        level: in per cent.
        is_ratio: whether it is such a ratio.
        is_more: whether it excludes "no change".
        knows_families: whether siblings are taken into account.
        lack_families: whether they are not, because many events (but not all) have no family.
    """

    lower: float
    upper: float
    level: float
    is_ratio: bool
    is_more: bool
    knows_families: bool
    lack_families: bool = False


def chance_of(base: Figure, figure: Figure, *, level: float = 95) -> Chance | None:
    """The interval of the change from one figure of an indicator to another. None if there can't be one: for means,
    medians, differences and ratios of totals; for figures that are incomplete, have no value, no event, or events of
    only one family; and for events in periods of different lengths. A percentage for the part of a period so far can
    have one."""
    indicator = INDICATORS[figure.indicator]
    if not has_intervals(indicator) or base.value is None or figure.value is None:
        return None
    is_share = indicator.measure is PERCENT
    if any(is_of_one_family(one) for one in (base, figure)):
        return None
    if not all(is_comparable(one) or (is_share and one.status == PART) for one in (base, figure)):
        return None
    effects = [design_effect(one) for one in (base, figure)]
    has_families = None not in effects
    lack_families = has_families and any(one.clusters and is_sparse(one.clusters) for one in (base, figure))
    families = has_families and not lack_families, lack_families
    tops = [(one.numerator or 0) / (effect or 1) for one, effect in zip((base, figure), effects)]
    if is_share:
        bottoms = [(one.denominator or 0) / (effect or 1) for one, effect in zip((base, figure), effects)]
        lower, upper = (100 * limit for limit in newcombe((tops[0], bottoms[0]), (tops[1], bottoms[1]), level=level))
        return Chance(lower, upper, level, False, not lower <= 0 <= upper, *families)
    exposed = [float(one.denominator or 0) if indicator.measure is RATE else 1.0 for one in (base, figure)]
    if not indicator.is_snapshot and not _are_as_long(base, figure):
        return None
    effects_of_both = [(effect or 1) for effect in effects]
    limits = ratio_limits(
        (tops[0], exposed[0] / effects_of_both[0]), (tops[1], exposed[1] / effects_of_both[1]), level=level
    )
    if limits is None:
        return None
    return Chance(*limits, level, True, not limits[0] <= 1 <= limits[1], *families)


def _are_as_long(base: Figure, figure: Figure) -> bool:
    if not (base.start and base.end and figure.start and figure.end):
        return False
    one, other = ((each.end - each.start).days + 1 for each in (base, figure) if each.start and each.end)
    return abs(one - other) <= max(2, SAME_LENGTH * one)
