"""Children and plans at a date: rates, plans-open, two-year-open and its durations.

A plan is open at a date D if it started on or before D and has no end, or ended after D: one that ends on
31 March is not open at 31 March; one that starts on 31 March is. [official: census guide check YonY05]
"""

from __future__ import annotations

import numpy as np

from ...model import dates
from ...model.columns import Frame
from ...model.measures import COUNT, PERCENT, RATE
from ...model.runs import same_as_previous
from ..choices import Choices
from ..statistics import CHILDREN, SHARE, bands
from .durations import DURATIONS, THREE_MONTHS_DAYS, TWO_YEARS_DAYS, duration_band
from .registry import Measured, caveat, indicator

_OPEN = {"events": "plans", "dated": "open", "category": "latest", "columns": ("plan_start", "plan_end")}


@indicator(
    "rates",
    title="Children subject to a child protection plan{when} per 10,000 aged 0-17",
    statistic=CHILDREN,
    measure=RATE,
    **_OPEN,
)
def rates(plans: Frame, choices: Choices) -> np.ndarray:
    """Children with a child protection plan open at the date, per 10,000 children aged 0-17.

    Numerator: children with a plan open at the date (start <= date, and no end or end > date). A child with two open
    plans is one child, in the group of the plan that started later. Unborn children and anyone aged 18 or over count.
    Plans of another authority's child placed here are never counted.
    Denominator: ONS mid-year population aged 0-17. At 31 March Y it is that of mid-(Y-1), as in DfE's published rates;
    at any other date, the latest estimate published by then (--population-rule).

    Source: census guide, check YonY05 and s1.2.6 [official]; the mid-year reproduces every rate DfE published for an
    authority, 2016 to 2025 [data].
    """
    return np.ones(len(plans), bool)


@indicator("plans-open", title="Children subject to a plan{when}", statistic=CHILDREN, measure=COUNT, **_OPEN)
def plans_open(plans: Frame, choices: Choices) -> np.ndarray:
    """Children with a child protection plan open at the end of the period, or at the date.

    A child with two open plans is one child. This is the numerator of `rates`.

    Source: census guide, check YonY05 [official].
    """
    return np.ones(len(plans), bool)


def days_open(plans: Frame, choices: Choices) -> np.ndarray:
    """Days from a plan's start to the date of the snapshot."""
    return dates.days_between(plans["start"], plans["at"])


DAYS_OPEN = Measured("days on the plan", days_open)


@indicator(
    "two-year-open",
    measured=DAYS_OPEN,
    title="Open child protection plans that had lasted two years or more{when}",
    short="Two years or more",
    numerator="plans that had lasted 2 years or more",
    statistic=SHARE,
    measure=PERCENT,
    good="low",
    heeds=("anniversary",),
    **_OPEN,
)
def two_year_open(plans: Frame, choices: Choices) -> np.ndarray:
    """Of the plans open at the date, the percentage that have lasted 2 years or more.

    Two years are 730 days from the start, the start day not counted ("for more than 729 calendar days");
    --anniversary takes the second anniversary instead. Unit: plans, so a child may count twice.

    Source: LAIT data dictionary [DfE]; data guidance, table D5 [official].
    """
    return lasted_two_years(plans["start"], plans["at"], choices)


@indicator(
    "two-year-open-bands",
    measured=DAYS_OPEN,
    title="Open child protection plans by how long they had lasted{when}",
    short="Open plans by length",
    statistic=bands(DURATIONS),
    measure=PERCENT,
    **_OPEN,
)
def two_year_open_bands(plans: Frame, choices: Choices) -> np.ndarray:
    """Plans open at the date by DfE's durations: up to 91 days, 182, under 365, under 730, 730 or more.

    Source: data guidance, table D5 [official]; 91 days [data]; 182 days [choice].
    """
    return duration_band(plans["start"], plans["at"])


@indicator(
    "reviews",
    measured=DAYS_OPEN,
    title="Child protection plans reviewed on time",
    percent_of="those open for 3 months or more{when}",
    short="Reviewed on time",
    numerator="plans reviewed on time",
    denominator="plans open for 3 months or more",
    statistic=SHARE,
    measure=PERCENT,
    good="high",
    derives=("on_time",),
    heeds=("full_history",),
    **{**_OPEN, "columns": (*_OPEN["columns"], "review_dates")},
)
def reviews(plans: Frame, choices: Choices) -> np.ndarray:
    """Of the plans open at the date for 3 months (91 days) or more, the percentage whose reviews were on time.

    The first review is due within 3 calendar months of the start, each later one within 6 months of the one before. A
    plan is on time if all its reviews were held by their due dates and the next one is not overdue. Only the reviews of
    the twelve months up to the date (at 31 March, those in the CIN census) and the last one before them count. For a
    plan that began earlier, the clock runs from that last review; if there is none, it runs from the start if that was
    in the year before the twelve months; otherwise the plan is late. --full-history uses all reviews since the start. A
    review on or before the start, or after the end, is ignored.

    Source: data guidance, table D6 footnote [official]; 91 days reproduces DfE's denominators [data]; the rest of
    the rule, with its twelve months at every date [choice: DfE's own algorithm is not public, and is for 31 March only].
    """
    return np.where(days_open(plans, choices) >= THREE_MONTHS_DAYS, plans["on_time"], np.nan)


def lasted_two_years(start: np.ndarray, end: np.ndarray, choices: Choices) -> np.ndarray:
    """Whether plans lasted 730 days or more or, by choice, to the second anniversary; never if the end is not after the
    start."""
    lasted = dates.days_between(start, end)
    if choices.anniversary:
        return (lasted > 0) & (dates.add_months(start, 24) <= dates.days(end))
    return lasted >= TWO_YEARS_DAYS


@caveat(
    "rates",
    "plans-open",
    text="{n} {child|children} had two plans open at once: counted once, in the group of the later start.",
    check="8935",
    what="Second plan open at once",
    severity="error",
    shows=("start", "at"),
)
def two_open_plans(plans: Frame, choices: Choices) -> np.ndarray:
    """The second and later plans of a child that are open on the same day. (DfE rules 8935, 8940)"""
    return same_as_previous(plans["child"], plans["at"])


@caveat(
    "rates",
    "plans-open",
    text="{n} {plan of a person|plans of people} aged 18 or over at the date {is|are} counted: "
    "check the {date|dates} of birth, or whether the {plan has|plans have} ended; give the check the same period.",
    several="{n} {plan of a person|plans of people} aged 18 or over at the dates shown {is|are} counted: "
    "check the {date|dates} of birth, or whether the {plan has|plans have} ended; give the check the same periods.",
    check="aged-18",
    what="Open plan of a person aged 18 or over",
    shows=("start", "date_of_birth", "at"),
)
def aged_18_or_over(plans: Frame, choices: Choices) -> np.ndarray:
    """The person is 18 or over: no rule excludes adults, but they are seldom intended."""
    return dates.age(plans["date_of_birth"], plans["at"]) >= 18
