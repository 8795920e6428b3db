"""Open plans that had lasted a number of calendar months or more: open-9m, open-12m, open-15m, open-18m."""

from __future__ import annotations

import numpy as np

from ...model import dates
from ...model.columns import Frame
from ...model.measures import PERCENT
from ..choices import Choices
from ..statistics import SHARE
from .registry import Function, indicator
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

_DEFINITION = """Of the plans open at the date, the percentage that have lasted {months} calendar months or more.

A plan has lasted {months} months if its start + {months} months, clipped to the month's end, is on or before the
date. Unit: plans.

Source: a local measure, as councils report it [choice].
"""


def _lasted(months: int) -> Function:
    """The function of one of these indicators."""

    def lasted(plans: Frame, choices: Choices) -> np.ndarray:
        return dates.add_months(plans["start"], months) <= dates.days(plans["at"])

    lasted.__doc__ = _DEFINITION.format(months=months)
    return lasted


for _months in (9, 12, 15, 18):
    indicator(
        f"open-{_months}m",
        title=f"Open child protection plans that had lasted {_months} months or more{{when}}",
        short=f"{_months} months or more",
        numerator=f"plans that had lasted {_months} months or more",
        **_OPEN,
    )(_lasted(_months))
