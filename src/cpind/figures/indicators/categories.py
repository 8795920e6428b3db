"""Plans and children by category of abuse: category-start, category-open-initial, category-open-latest."""

from __future__ import annotations

import numpy as np

from ...model.columns import Frame
from ...model.measures import PERCENT
from ..choices import Choices
from ..derived.category_of_abuse import LABELS
from ..statistics import bands
from .registry import indicator

_OPEN = {
    "events": "plans",
    "dated": "open",
    "measure": PERCENT,
    "statistic": bands(LABELS, of_children=True),
}


@indicator(
    "category-start",
    title="Child protection plans started by initial category of abuse",
    events="plans",
    dated="start",
    statistic=bands(LABELS),
    measure=PERCENT,
    columns=("plan_start", "initial_category"),
    uses=("latest_category",),
    derives=("initial_position",),
)
def category_start(plans: Frame, choices: Choices) -> np.ndarray:
    """Child protection plans that started in the period by their initial category of abuse.

    Neglect, physical abuse, sexual abuse, emotional abuse and multiple, each as a number and a percentage of all plans
    that started; at the end those not recognised or not recorded, if there are any. If the initial category is blank,
    the plan's latest one is used.

    Source: Characteristics of children in need, table D2 [DfE]; a blank one [choice].
    """
    return plans["initial_position"]


@indicator(
    "category-open-initial",
    title="Children subject to a plan by initial category of abuse{when}",
    columns=("plan_start", "plan_end", "initial_category"),
    uses=("latest_category",),
    derives=("initial_position",),
    **_OPEN,
)
def category_open_initial(plans: Frame, choices: Choices) -> np.ndarray:
    """Children with a child protection plan open at the date by the plan's initial category of abuse.

    The children of plans-open; if a child has two open plans, the one that started later counts. Each category as a
    number and a percentage of all children; at the end those not recognised or not recorded, if there are any. If the
    initial category is blank, the plan's latest one is used.

    Source: Characteristics of children in need, table D4 [DfE]; a blank one [choice].
    """
    return plans["initial_position"]


@indicator(
    "category-open-latest",
    title="Children subject to a plan by latest category of abuse{when}",
    category="latest",
    columns=("plan_start", "plan_end", "latest_category"),
    uses=("initial_category",),
    derives=("latest_position",),
    **_OPEN,
)
def category_open_latest(plans: Frame, choices: Choices) -> np.ndarray:
    """Children with a child protection plan open at the date by the plan's latest category of abuse.

    The children of plans-open; if a child has two open plans, the one that started later counts. Each category as a
    number and a percentage of all children; at the end those not recognised or not recorded, if there are any. If the
    latest category is blank, the plan's initial one is used.

    Source: Characteristics of children in need, table D4 [DfE]; a blank one [choice].
    """
    return plans["latest_position"]
