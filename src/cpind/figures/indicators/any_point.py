"""Plans open at any time in the period: any-point, any-point-children, any-point-rate.

They ended in the period or are open at its end: the two never overlap, and together they are all. [data, see
plans-ended]
"""

from __future__ import annotations

import numpy as np

from ...model.columns import Frame
from ...model.measures import COUNT, RATE
from ..choices import Choices
from ..statistics import CHILDREN_IN_PERIOD, COUNT_OF_EVENTS
from .registry import indicator

_ANY_POINT = {
    "events": "plans",
    "dated": "end",
    "beside": (("plans", "open"),),
    "category": "latest",
    "columns": ("plan_start", "plan_end"),
}


@indicator(
    "any-point",
    title="Child protection plans open at any time in the period",
    statistic=COUNT_OF_EVENTS,
    measure=COUNT,
    **_ANY_POINT,
)
def any_point(plans: Frame, choices: Choices) -> np.ndarray:
    """Child protection plans that were open at any time in the period.

    Plans that ended in the period (including its first and last day), and those open at its end. Unit: plans, so a
    child may count twice. A plan that ends on the first day of the period counts; a plan that is open in one return and
    absent from the next counts only in periods at whose end it is open.

    Source: Characteristics of children in need, table D1, CPP_anypoint [DfE].
    """
    return np.ones(len(plans), bool)


@indicator(
    "any-point-children",
    title="Children with a child protection plan at any time in the period",
    statistic=CHILDREN_IN_PERIOD,
    measure=COUNT,
    **_ANY_POINT,
)
def any_point_children(plans: Frame, choices: Choices) -> np.ndarray:
    """Children with a child protection plan open at any time in the period, each child once.

    Plans as for any-point. If a child has several, the plan that is open at the end of the period decides the child's
    group, else the one that ended last; of two such plans, the one that started later.

    Source: Characteristics of children in need, table D1, CPP_child_anypoint [DfE]; the latest plan [choice].
    """
    return np.ones(len(plans), bool)


@indicator(
    "any-point-rate",
    title="Child protection plans open at any time in the period per 10,000 aged 0-17",
    statistic=COUNT_OF_EVENTS,
    measure=RATE,
    **_ANY_POINT,
)
def any_point_rate(plans: Frame, choices: Choices) -> np.ndarray:
    """Child protection plans that were open at any time in the period, per 10,000 children aged 0-17.

    Numerator: that of any-point, so plans and not children. Denominator: the ONS mid-year population aged 0-17, as for
    rates at the last day of the period (--population-rule). A period that is not a year is never annualised.

    Source: Characteristics of children in need, table D1, CPP_anypoint_rate [DfE].
    """
    return np.ones(len(plans), bool)
