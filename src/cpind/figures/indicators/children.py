"""Children beside events, each child once in the period: s47-children, conferences-children, starts-children, ends-children.

If a child has several events in a period, the latest gives the child's team, district, age and category. [choice] If
there are several on that day, it is the last by child and start.
"""

from __future__ import annotations

import numpy as np

from ...model.columns import Frame
from ...model.measures import COUNT
from ..choices import Choices
from ..statistics import CHILDREN_IN_PERIOD
from .registry import indicator

_CHILDREN = {"statistic": CHILDREN_IN_PERIOD, "measure": COUNT}


@indicator(
    "s47-children",
    title="Children with a section 47 enquiry started",
    events="enquiries",
    dated="date",
    columns=("s47_start",),
    **_CHILDREN,
)
def s47_children(enquiries: Frame, choices: Choices) -> np.ndarray:
    """Children with a section 47 enquiry that started in the period, each child once.

    If a child has several enquiries in the period, the latest decides the child's group.

    Source: Characteristics of children in need, table C4 [DfE]; the latest enquiry [choice].
    """
    return np.ones(len(enquiries), bool)


@indicator(
    "conferences-children",
    title="Children with an initial child protection conference",
    events="conferences",
    dated="date",
    columns=("icpc_date",),
    **_CHILDREN,
)
def conferences_children(held: Frame, choices: Choices) -> np.ndarray:
    """Children with an initial child protection conference held in the period, each child once.

    If a child has several conferences in the period, the latest decides the child's group.

    Source: Characteristics of children in need, table C4 [DfE]; the latest conference [choice].
    """
    return np.ones(len(held), bool)


@indicator(
    "starts-children",
    title="Children who started a child protection plan",
    events="plans",
    dated="start",
    columns=("plan_start",),
    **_CHILDREN,
)
def starts_children(plans: Frame, choices: Choices) -> np.ndarray:
    """Children with a child protection plan that started in the period, each child once.

    If several plans of a child started in the period, the latest decides the child's group.

    Source: Characteristics of children in need, table D1 [DfE]; the latest plan [choice].
    """
    return np.ones(len(plans), bool)


@indicator(
    "ends-children",
    title="Children whose child protection plan ended",
    events="plans",
    dated="end",
    category="latest",
    columns=("plan_start", "plan_end"),
    **_CHILDREN,
)
def ends_children(plans: Frame, choices: Choices) -> np.ndarray:
    """Children with a child protection plan that ended in the period, each child once.

    If several plans of a child ended in the period, the one that ended last decides the child's group; of two that
    ended on the same day, the one that started later.

    Source: Characteristics of children in need, table D1 [DfE]; the latest plan [choice].
    """
    return np.ones(len(plans), bool)
