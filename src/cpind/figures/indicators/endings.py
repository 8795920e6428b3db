"""Plans that ended in the period: plans-ended, two-year and its durations."""

from __future__ import annotations

import numpy as np

from ...model import dates
from ...model.columns import Frame
from ...model.measures import COUNT, PERCENT
from ..choices import Choices
from ..statistics import COUNT_OF_EVENTS, SHARE, bands
from .durations import DURATIONS, duration_band
from .registry import Measured, caveat, indicator
from .stock import lasted_two_years

_ENDED = {
    "events": "plans",
    "dated": "end",
    "category": "latest",
    "columns": ("plan_start", "plan_end"),
    "derives": ("overlaps",),
}


@indicator("plans-ended", title="Child protection plans ended", statistic=COUNT_OF_EVENTS, measure=COUNT, **_ENDED)
def plans_ended(plans: Frame, choices: Choices) -> np.ndarray:
    """Child protection plans that ended in the period, including its first and last day.

    Unit: plans, so a child may count twice. A plan whose recorded end is before its start, or on the same day, counts
    both as started and as ended.

    Source: census guide, check YonY07 [official]; with plans-open it partitions the plans [data].
    """
    return np.ones(len(plans), bool)


def days_lasted(plans: Frame, choices: Choices) -> np.ndarray:
    """Days from a plan's start to its end."""
    return dates.days_between(plans["start"], plans["end"])


DAYS_LASTED = Measured("days on the plan", days_lasted)


@indicator(
    "two-year",
    measured=DAYS_LASTED,
    title="Child protection plans lasting two years or more",
    percent_of="the plans that ended",
    numerator="plans that had lasted 2 years or more",
    short="Two years or more",
    statistic=SHARE,
    measure=PERCENT,
    good="low",
    heeds=("anniversary",),
    **_ENDED,
)
def two_year(plans: Frame, choices: Choices) -> np.ndarray:
    """Of the child protection plans that ended in the period, the percentage that had lasted 2 years or more.

    Two years are 730 days from start to end, the start day not counted ("for more than 729 calendar
    days"); --anniversary takes the second anniversary instead. Unit: each plan that ended; adjacent
    plans are never merged.

    Source: LAIT data dictionary [DfE]; data guidance, table D7 footnote [official].
    """
    return lasted_two_years(plans["start"], plans["end"], choices)


@indicator(
    "two-year-bands",
    measured=DAYS_LASTED,
    title="Child protection plans ended by how long they had lasted",
    short="Plans ended by length",
    statistic=bands(DURATIONS),
    measure=PERCENT,
    **_ENDED,
)
def two_year_bands(plans: Frame, choices: Choices) -> np.ndarray:
    """Plans that ended in the period by DfE's durations: up to 91 days, 182, under 365, under 730, 730 or more.

    Source: data guidance, table D7 [official]; 91 days [data]; 182 days [choice].
    """
    return duration_band(plans["start"], plans["end"])


_COUNTED = "counted as ended, never as two years."


@caveat(
    "plans-ended",
    "ends-rate",
    "two-year",
    text="{n_of_total} plans that ended {has its|have their} end before the start: " + _COUNTED,
    check="8925",
    what="Plan that ends before it starts",
    severity="error",
    shows=("start", "end"),
)
def ended_before_the_start(plans: Frame, choices: Choices) -> np.ndarray:
    """DfE rule 8925."""
    return dates.days_between(plans["start"], plans["end"]) < 0


@caveat(
    "plans-ended",
    "ends-rate",
    "two-year",
    text="{n_of_total} plans that ended {has its|have their} end on the day of the start: " + _COUNTED,
    check="8840",
    what="Plan that starts and ends on the same day",
    severity="error",
    shows=("start", "end"),
)
def ended_on_the_start(plans: Frame, choices: Choices) -> np.ndarray:
    """DfE rule 8840."""
    return dates.days_between(plans["start"], plans["end"]) == 0
