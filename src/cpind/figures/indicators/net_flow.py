"""Plans started less plans ended: net-flow."""

from __future__ import annotations

import numpy as np

from ...model.columns import Frame
from ...model.measures import COUNT
from ..choices import Choices
from ..statistics import DIFFERENCE
from .registry import indicator


@indicator(
    "net-flow",
    title="Child protection plans started less plans ended",
    events="plans",
    dated="start",
    beside=(("plans", "end"),),
    category="latest",
    statistic=DIFFERENCE,
    measure=COUNT,
    columns=("plan_start", "plan_end"),
)
def net_flow(plans: Frame, choices: Choices) -> np.ndarray:
    """Child protection plans that started in the period, less those that ended in it.

    plans-started minus plans-ended, negative if more ended. A plan that starts and ends in the period adds nothing. By
    category, both starts and ends go by the plan's latest category.

    Source: a local measure, as councils report it [choice].
    """
    is_start: np.ndarray = plans["kind"] == 0
    return is_start
