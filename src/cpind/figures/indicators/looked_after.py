"""Open plans of children who are also looked after, and of those with pre-proceedings begun."""

from __future__ import annotations

import numpy as np

from ...model.columns import Frame
from ...model.measures import PERCENT
from ..choices import Choices
from ..statistics import SHARE
from .registry import indicator

_OPEN = {"events": "plans", "dated": "open", "category": "latest", "statistic": SHARE, "measure": PERCENT}


@indicator(
    "looked-after",
    title="Open child protection plans of children who were also looked after{when}",
    short="Also looked after",
    columns=("plan_start", "plan_end", "looked_after"),
    derives=("is_looked_after",),
    good="low",
    **_OPEN,
)
def looked_after(plans: Frame, choices: Choices) -> np.ndarray:
    """Of the plans open at the date, the percentage whose child was also looked after.

    A child is looked after at a date if a spell began on or before it and has no end, or ended after it: the rule for
    an open plan. Unit: plans. The spells are in ssd_cla_episodes in the Standard Safeguarding Dataset, and in
    looked_after in a flat extract.

    Source: Working Together and the regulations on care planning expect a child to have one plan, not two, so there
    should be few; the first and last day of a spell [choice].
    """
    return plans["is_looked_after"]


@indicator(
    "pre-proceedings",
    title="Open child protection plans with pre-proceedings begun{when}",
    short="Pre-proceedings begun",
    columns=("plan_start", "plan_end", "pre_proceedings_dates"),
    derives=("pre_proceedings",),
    **_OPEN,
)
def pre_proceedings(plans: Frame, choices: Choices) -> np.ndarray:
    """Of the plans open at the date, the percentage with pre-proceedings begun on or before it.

    In a census return they are in the group PreProceedingsandFGDM of the same CINdetails as the plan, which the census
    has from 2026-27 on; in a flat extract, in the plan's row. It does not matter whether they have ended. Unit: plans.

    Source: the group's name is the census's; how cpind reads it is [choice], as no return with it was available.
    """
    return ~np.isnat(plans["pre_proceedings"])
