"""Plans that started within 12 months of the previous plan: repeats-12m."""

from __future__ import annotations

import numpy as np

from ...model import dates
from ...model.columns import Frame
from ...model.measures import PERCENT
from ..choices import Choices
from ..statistics import SHARE
from .registry import caveat, indicator
from .repeats import GAP_NOT_KNOWN, SINCE_PREVIOUS, gap_known, gap_not_known


@indicator(
    "repeats-12m",
    title="Child protection plans started within 12 months of the previous plan",
    short="Within 12 months of the previous plan",
    numerator="repeat plans within 12 months",
    events="plans",
    dated="start",
    statistic=SHARE,
    measure=PERCENT,
    good="low",
    measured=SINCE_PREVIOUS,
    columns=("plan_start", "plan_end"),
    uses=("previous_plans",),
    needs_history=True,
    needs_gap=True,
)
def repeats_12m(plans: Frame, choices: Choices) -> np.ndarray:
    """Of the plans that started in the period, the percentage within 12 calendar months of the previous plan's end.

    Like repeats-2y, with 12 months instead of 24: the previous plan is the child's latest that started before this one,
    and 12 months are clipped to the month's end (29 Feb 2020 gives 28 Feb 2021). A repeat plan whose gap is not known
    is only in the denominator; if no previous plan has any date, there is no figure.

    Source: Children's Social Care National Framework, outcomes of child protection [DfE]; the rule is that of
    repeats-2y [choice].
    """
    within = dates.days(plans["start"]) <= dates.add_months(plans["previous_end"], 12)
    return within & gap_known(plans)


caveat("repeats-12m", **GAP_NOT_KNOWN)(gap_not_known)
