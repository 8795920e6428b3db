"""How long plans had lasted that ended in the period: length, length-median."""

from __future__ import annotations

import numpy as np

from ...model import dates
from ...model.columns import Frame
from ...model.measures import MONTHS
from ..choices import Choices
from ..statistics import MEAN, MEDIAN
from .endings import DAYS_LASTED, days_lasted
from .registry import caveat, indicator

_LENGTH = {
    "events": "plans",
    "dated": "end",
    "category": "latest",
    "measure": MONTHS,
    "measured": DAYS_LASTED,
    "columns": ("plan_start", "plan_end"),
}


@indicator(
    "length", title="Mean months that child protection plans had lasted when they ended", statistic=MEAN, **_LENGTH
)
def length(plans: Frame, choices: Choices) -> np.ndarray:
    """Mean months from start to end of the child protection plans that ended in the period.

    A month is 365.25 / 12 days; the mean is of unrounded values. Unit: plans. A plan that ends on the day of its start
    lasted 0 days; plans that end before they start are left out, and a note says how many.

    Source: a local measure, as councils report it [choice].
    """
    return _days(plans)


@indicator(
    "length-median",
    title="Median months that child protection plans had lasted when they ended",
    statistic=MEDIAN,
    **_LENGTH,
)
def length_median(plans: Frame, choices: Choices) -> np.ndarray:
    """Median months from start to end of the child protection plans that ended in the period; see length.

    Source: a local measure, as councils report it [choice].
    """
    return _days(plans)


def _days(plans: Frame) -> np.ndarray:
    lasted = days_lasted(plans, Choices())
    return np.where(lasted >= 0, lasted, np.nan)


@caveat(
    "length",
    "length-median",
    text="{n_of_total} plans that ended {has its|have their} end before the start: left out.",
    check="8925",
    what="Plan that ends before it starts",
    severity="error",
    shows=("start", "end"),
)
def ended_before_the_start(plans: Frame, choices: Choices) -> np.ndarray:
    """DfE rule 8925."""
    return dates.days_between(plans["start"], plans["end"]) < 0
