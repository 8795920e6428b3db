"""What the tables of an explanation share: cells of exact numbers, and what each record says of the change."""

from __future__ import annotations

import math
from fractions import Fraction

from ...analysis.explain import Explanation
from ...model.measures import PERCENT, Measure, half_up, signed
from ...model.wording import capital
from .table import BLANK, Cell

PART_DECIMALS = 2


def unit_heading(measure: Measure) -> str:
    """The heading of the parts, which are in the unit of the figure."""
    return "Points" if measure is PERCENT else capital(measure.unit)


def about(explanation: Explanation) -> dict[str, object]:
    """The first columns of every record: the indicator, the area, both periods, and whether the change is more than chance."""
    return {
        "indicator": explanation.indicator.code,
        "area": explanation.figure.area,
        "base_period": explanation.base.period,
        "period": explanation.figure.period,
        **_chance(explanation),
    }


def _chance(explanation: Explanation) -> dict[str, object]:
    """The interval of the change: of a percentage in points, else of the ratio of the two figures."""
    chance = explanation.chance
    return {
        "interval_of": ("ratio" if chance.is_ratio else "difference") if chance else None,
        "interval_lower": chance.lower if chance else None,
        "interval_upper": chance.upper if chance and not math.isinf(chance.upper) else None,
        "more_than_chance": chance.is_more if chance else None,
        "families_known": chance.knows_families if chance else None,
    }


def number_cell(value: Fraction | None, decimals: int) -> Cell:
    """A number rounded half up; blank for None."""
    return BLANK if value is None else Cell(half_up(value, decimals), decimals)


def contribution_cell(value: Fraction) -> Cell:
    """A part of a change, with its sign."""
    return Cell(signed(value, PART_DECIMALS), PART_DECIMALS)


def plain(value: Fraction | None) -> float | int | None:
    """A fraction as a record has it: a whole number as int, any other as float."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)
