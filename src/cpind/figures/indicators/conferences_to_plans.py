"""From a conference to a plan: conference-to-plan, linked, and the ratio of totals beside it."""

from __future__ import annotations

import numpy as np

from ...model import dates
from ...model.columns import Frame
from ...model.measures import PER_100, PERCENT
from ..choices import Choices
from ..statistics import RATIO, SHARE
from .registry import Measured, caveat, indicator

OUTCOME_DAYS = 15
"""A plan that starts within this many calendar days after a conference counts as its result."""


def days_to_plan(held: Frame, choices: Choices) -> np.ndarray:
    """Days from each conference to the child's next plan; NaN without one."""
    return dates.days_between(held["date"], held["next_plan_start"])


@indicator(
    "conference-to-plan",
    measured=Measured("days to the next plan", days_to_plan),
    title="Initial child protection conferences after which a plan started within 15 days",
    short="Plan started within 15 days",
    numerator="conferences that led to a plan",
    denominator="conferences whose outcome is known",
    events="conferences",
    dated="date",
    statistic=SHARE,
    measure=PERCENT,
    columns=("icpc_date", "plan_start", "plan_end"),
    derives=("next_plan_start", "is_on_plan", "plans_as_at", "held_again"),
)
def conference_to_plan(held: Frame, choices: Choices) -> np.ndarray:
    """Of the initial conferences held in the period, the percentage after which a plan of the child started.

    A plan follows if it started on the day of the conference or within 15 calendar days after it. Not in the
    denominator, each with a note that says how many: conferences of a child who was already on a plan (it started
    before the conference and had not ended before it), and conferences without a plan held less than 15 days before the
    date of the extract, or the earlier date of the file with the plans (not known yet). Several siblings are several
    conferences.

    Source: a local measure, as councils report it [choice]; England's figure is the ratio of totals, see
    conference-to-plan-ratio.
    """
    return np.where(held["is_on_plan"] | _not_known_yet(held), np.nan, _followed(held))


@indicator(
    "conference-to-plan-ratio",
    title="Child protection plans started per 100 initial child protection conferences",
    numerator="plans started",
    denominator="conferences",
    events="plans",
    dated="start",
    beside=(("conferences", "date"),),
    statistic=RATIO,
    measure=PER_100,
    columns=("plan_start", "icpc_date"),
)
def conference_to_plan_ratio(events: Frame, choices: Choices) -> np.ndarray:
    """Child protection plans that started in the period, per 100 initial conferences held in it.

    Numerator: that of plans-started. Denominator: that of conferences. It is the ratio of two totals, as for England
    (85.8 in 2025): plans are not linked to conferences, and a plan may follow a conference of the period before.

    Source: Characteristics of children in need, tables C4 and D1, one total over the other [DfE].
    """
    is_plan: np.ndarray = events["kind"] == 0
    return is_plan


def _followed(held: Frame) -> np.ndarray:
    return days_to_plan(held, Choices()) <= OUTCOME_DAYS


def _not_known_yet(held: Frame) -> np.ndarray:
    """Conferences without a plan so far, which may still start within the days."""
    return ~_followed(held) & (dates.days_between(held["date"], held["plans_as_at"]) < OUTCOME_DAYS)


@caveat(
    "conference-to-plan",
    text="{n_of_total} conferences {is|are} of {a child|children} on a plan already: in neither number.",
    check="conference-on-plan",
    what="Initial conference of a child who was on a plan already",
    severity="information",
    shows=("date",),
)
def on_a_plan_already(held: Frame, choices: Choices) -> np.ndarray:
    """A plan of the child started before the conference and had not ended before it."""
    return held["is_on_plan"]


@caveat(
    "conference-to-plan",
    text="{n_of_total} conferences {is|are} younger than 15 days and without a plan: not known yet, and in neither "
    "number.",
    check="conference-open",
    what="Initial conference younger than 15 days without a plan",
    severity="information",
    shows=("date",),
)
def without_outcome_yet(held: Frame, choices: Choices) -> np.ndarray:
    """Whether a plan follows is not known yet: fewer than 15 days have passed at the date of the extract."""
    return ~held["is_on_plan"] & _not_known_yet(held)
