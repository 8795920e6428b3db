"""Open plans whose child was visited, and seen alone, within so many days: visits, visits-alone."""

from __future__ import annotations

import numpy as np

from ...model import dates
from ...model.columns import Frame
from ...model.measures import PERCENT
from ...model.workdays import working_days
from ..choices import Choices
from ..statistics import SHARE
from .registry import indicator

_OPEN = {
    "events": "plans",
    "dated": "open",
    "category": "latest",
    "statistic": SHARE,
    "measure": PERCENT,
    "good": "high",
    "heeds": ("visit_days", "calendar_days", "weekends_only"),
}


@indicator(
    "visits",
    title="Open child protection plans visited in time{when}",
    short="Visited in time",
    columns=("plan_start", "plan_end", "visit_dates"),
    derives=("last_visited",),
    **_OPEN,
)
def visits(plans: Frame, choices: Choices) -> np.ndarray:
    """Of the plans open at the date, the percentage whose last visit was within 10 working days.

    The last visit from the plan's start to the date counts. Working days are those in (visit, date], as for
    conferences; --visit-days N takes another number, and --calendar-days counts calendar days. A plan without a visit
    is in the denominator, even if it started less than 10 working days ago. There is no figure for a date by which no
    open plan has a visit. Visits after the date are not counted. Unit: plans.
    The visits are in ssd_cp_visits in the Standard Safeguarding Dataset, and in visit_dates in a flat extract.

    Source: a local measure, as councils report it; local safeguarding procedures say how often a child must be visited
    [choice].
    """
    return _is_within(plans["last_visited"], plans["at"], choices)


@indicator(
    "visits-alone",
    title="Open child protection plans whose child was seen alone in time{when}",
    short="Seen alone in time",
    columns=("plan_start", "plan_end", "seen_alone_dates"),
    derives=("last_seen_alone",),
    **_OPEN,
)
def visits_alone(plans: Frame, choices: Choices) -> np.ndarray:
    """Of the plans open at the date, the percentage whose child was seen alone within 10 working days.

    Like `visits`, but counting only visits at which the child is recorded as seen alone. Babies, for whom being seen
    alone means little, are in the denominator.

    Source: a local measure, as councils report it [choice].
    """
    return _is_within(plans["last_seen_alone"], plans["at"], choices)


def _is_within(visit: np.ndarray, at: np.ndarray, choices: Choices) -> np.ndarray:
    """Whether the visit was at most this many days before the day; False if there is none. NaN on a day by which no
    open plan has a visit: visits were recorded only later, and 0 % would be wrong."""
    if choices.calendar_days:
        elapsed = dates.days_between(visit, at)
    else:
        elapsed = working_days(visit, at, weekends_only=choices.weekends_only)
    is_recorded = np.isin(at, at[~np.isnat(visit)])
    return np.where(is_recorded, elapsed <= choices.visit_days, np.nan)
