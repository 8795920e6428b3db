"""Open plans that had lasted so many calendar months or more: open-9m, open-12m, open-15m, open-18m."""

from __future__ import annotations

import numpy as np

from ...model import dates
from ...model.columns import Frame
from ...model.measures import PERCENT
from ..choices import Choices
from ..statistics import SHARE
from .registry import indicator
from .stock import DAYS_OPEN

_OPEN = {
    "events": "plans",
    "dated": "open",
    "category": "latest",
    "columns": ("plan_start", "plan_end"),
    "statistic": SHARE,
    "measure": PERCENT,
    "good": "low",
    "measured": DAYS_OPEN,
}


@indicator(
    "open-9m",
    title="Open child protection plans that had lasted 9 months or more{when}",
    short="9 months or more",
    numerator="plans that had lasted 9 months or more",
    **_OPEN,
)
def open_9m(plans: Frame, choices: Choices) -> np.ndarray:
    """Of the plans open at the date, the percentage that have lasted 9 calendar months or more.

    A plan has if its start + 9 months, clipped to the month's end, is on or before the date. Unit: plans.

    Source: a local measure, as councils report it [choice].
    """
    return _lasted(plans, 9)


@indicator(
    "open-12m",
    title="Open child protection plans that had lasted 12 months or more{when}",
    short="12 months or more",
    numerator="plans that had lasted 12 months or more",
    **_OPEN,
)
def open_12m(plans: Frame, choices: Choices) -> np.ndarray:
    """Of the plans open at the date, the percentage that have lasted 12 calendar months or more.

    A plan has if its start + 12 months, clipped to the month's end, is on or before the date. Unit: plans.

    Source: a local measure, as councils report it [choice].
    """
    return _lasted(plans, 12)


@indicator(
    "open-15m",
    title="Open child protection plans that had lasted 15 months or more{when}",
    short="15 months or more",
    numerator="plans that had lasted 15 months or more",
    **_OPEN,
)
def open_15m(plans: Frame, choices: Choices) -> np.ndarray:
    """Of the plans open at the date, the percentage that have lasted 15 calendar months or more.

    A plan has if its start + 15 months, clipped to the month's end, is on or before the date. Unit: plans.

    Source: a local measure, as councils report it [choice].
    """
    return _lasted(plans, 15)


@indicator(
    "open-18m",
    title="Open child protection plans that had lasted 18 months or more{when}",
    short="18 months or more",
    numerator="plans that had lasted 18 months or more",
    **_OPEN,
)
def open_18m(plans: Frame, choices: Choices) -> np.ndarray:
    """Of the plans open at the date, the percentage that have lasted 18 calendar months or more.

    A plan has if its start + 18 months, clipped to the month's end, is on or before the date. Unit: plans.

    Source: a local measure, as councils report it [choice].
    """
    return _lasted(plans, 18)


def _lasted(plans: Frame, months: int) -> np.ndarray:
    return dates.add_months(plans["start"], months) <= dates.days(plans["at"])
