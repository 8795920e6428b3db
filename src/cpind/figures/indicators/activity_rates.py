"""Events of the period per 10,000 children of the population: s47-rate, conferences-rate, starts-rate, ends-rate."""

from __future__ import annotations

import numpy as np

from ...model.columns import Frame
from ...model.measures import RATE
from ..choices import Choices
from ..statistics import COUNT_OF_EVENTS
from .registry import indicator

_RATE = {"statistic": COUNT_OF_EVENTS, "measure": RATE}


@indicator(
    "s47-rate",
    title="Section 47 enquiries started per 10,000 aged 0-17",
    counts="enquiries",
    events="enquiries",
    dated="date",
    columns=("s47_start",),
    derives=("starts_again",),
    **_RATE,
)
def s47_rate(enquiries: Frame, choices: Choices) -> np.ndarray:
    """Section 47 enquiries that started in the period, per 10,000 children aged 0-17.

    Numerator: that of s47. Denominator: the ONS mid-year population aged 0-17, as for rates at the last day of the
    period (--population-rule). A period that is not a year is never annualised.

    Source: Characteristics of children in need, table C4 [DfE].
    """
    return np.ones(len(enquiries), bool)


@indicator(
    "conferences-rate",
    title="Initial child protection conferences per 10,000 aged 0-17",
    events="conferences",
    dated="date",
    derives=("held_again",),
    columns=("icpc_date",),
    **_RATE,
)
def conferences_rate(held: Frame, choices: Choices) -> np.ndarray:
    """Initial child protection conferences held in the period, per 10,000 children aged 0-17.

    Numerator: that of conferences. Denominator: the ONS mid-year population aged 0-17, as for rates at the last day of
    the period (--population-rule). A period that is not a year is never annualised.

    Source: Characteristics of children in need, table C4 [DfE].
    """
    return np.ones(len(held), bool)


@indicator(
    "starts-rate",
    title="Child protection plans started per 10,000 aged 0-17",
    events="plans",
    dated="start",
    derives=("overlaps",),
    columns=("plan_start",),
    **_RATE,
)
def starts_rate(plans: Frame, choices: Choices) -> np.ndarray:
    """Child protection plans that started in the period, per 10,000 children aged 0-17.

    Numerator: that of plans-started, so plans and not children. Denominator: the ONS mid-year population aged 0-17, as
    for rates at the last day of the period (--population-rule). A period that is not a year is never annualised.

    Source: Characteristics of children in need, table D1 [DfE].
    """
    return np.ones(len(plans), bool)


@indicator(
    "ends-rate",
    title="Child protection plans ended per 10,000 aged 0-17",
    events="plans",
    dated="end",
    derives=("overlaps",),
    category="latest",
    columns=("plan_start", "plan_end"),
    **_RATE,
)
def ends_rate(plans: Frame, choices: Choices) -> np.ndarray:
    """Child protection plans that ended in the period, per 10,000 children aged 0-17.

    Numerator: that of plans-ended, so plans and not children. Denominator: the ONS mid-year population aged 0-17, as
    for rates at the last day of the period (--population-rule). A period that is not a year is never annualised.

    Source: Characteristics of children in need, table D1 [DfE].
    """
    return np.ones(len(plans), bool)
