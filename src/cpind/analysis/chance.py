"""Whether two figures differ by more than chance.

Of percentages the hybrid score interval of the difference, of counts and rates the exact conditional interval of the ratio;
where families are known the numbers count for as much less as siblings move together. Two stocks share the children who
stayed, so that chance moves them apart less than it says: the verdict "more than chance" is then the safer of the two.
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
"""Two periods are of one length if they differ by no more: a leap year, or a quarter of 90 days and one of 92."""


@dataclass(frozen=True)
class Chance:
    """The interval of a change: of a percentage in points, of a count or rate as the ratio of the later to the earlier.

    `is_more`: whether it excludes no change. `knows_families`: siblings are taken into account; not if many events have no family,
    and then they `lack_families`, or if none has.
    """

    lower: float
    upper: float
    level: float
    is_ratio: bool
    is_more: bool
    knows_families: bool
    lack_families: bool = False


def chance_of(base: Figure, figure: Figure, *, level: float = 95) -> Chance | None:
    """The interval of the change from one figure of an indicator to another; None where none can be made: of means, medians,
    differences and ratios of totals, of figures that are incomplete, have no value or are of one family, of no event at all, and
    of what happened in periods of different lengths. A percentage of the part of a period so far has one."""
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
