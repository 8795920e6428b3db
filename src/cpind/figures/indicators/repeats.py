"""Plans that started in the period, and which were not the child's first: plans-started, repeats, repeats-2y, gaps."""

from __future__ import annotations

import numpy as np

from ...model import dates
from ...model.columns import Frame
from ...model.measures import COUNT, DAYS_IN_A_MONTH, MONTHS, PERCENT
from ..choices import Choices
from ..statistics import COUNT_OF_EVENTS, MEAN, MEDIAN, SHARE, bands
from .durations import band_of
from .registry import Function, Measured, caveat, indicator


def is_repeat(plans: Frame) -> np.ndarray:
    """True for a second or subsequent plan, by the rule of `repeats`."""
    return repeats(plans, Choices()).astype(bool)


def gap_known(plans: Frame) -> np.ndarray:
    """A repeat whose previous plan has an end that is not after this start."""
    return is_repeat(plans) & (plans["previous_end"] <= plans["start"])


def days_of_gap(plans: Frame, choices: Choices) -> np.ndarray:
    """Days between the previous plan (its end or, by choice, its start) and this one; NaN if not known."""
    since = plans["previous_start"] if choices.gap_from == "start" else plans["previous_end"]
    return np.where(gap_known(plans), dates.days_between(since, plans["start"]), np.nan)


SINCE_PREVIOUS = Measured("days since the previous plan", days_of_gap)

_STARTED = {"events": "plans", "dated": "start"}
_NUMBER = ("previous_plans",)
_REPEAT = {**_STARTED, "columns": ("plan_start",), "in_return": _NUMBER, "uses": _NUMBER, "measured": SINCE_PREVIOUS}
_HISTORY = {**_STARTED, "columns": ("plan_start", "plan_end"), "needs_history": True, "measured": SINCE_PREVIOUS}
_GAP = {**_HISTORY, "heeds": ("gap_from",)}


EARLIER_DAYS = 2
"""A plan that ended this long before the child's next plan is a separate plan, not the same one cut in two."""

GAPS = ("Under 6 months", "6 to under 12 months", "1 to under 2 years", "2 to under 5 years", "5 years or more")
_FIRST_DAYS = tuple(float(months * DAYS_IN_A_MONTH) for months in (6, 12, 24, 60))


@indicator(
    "plans-started",
    title="Child protection plans started",
    statistic=COUNT_OF_EVENTS,
    measure=COUNT,
    columns=("plan_start",),
    derives=("overlaps",),
    **_STARTED,
)
def plans_started(plans: Frame, choices: Choices) -> np.ndarray:
    """Child protection plans that started in the period, including its first and last day.

    Unit: plans, so a child who starts two plans counts twice. Rows with the same child and start are one plan.

    Source: census guide, check YonY06 [official].
    """
    return np.ones(len(plans), bool)


@indicator(
    "repeats",
    title="Child protection plans started that were a second or subsequent plan",
    numerator="repeat plans",
    statistic=SHARE,
    measure=PERCENT,
    good="low",
    **_REPEAT,
)
def repeats(plans: Frame, choices: Choices) -> np.ndarray:
    """Of the plans that started in the period, the percentage that were a second or subsequent plan.

    A plan is a repeat if the recorded number of previous plans (by the same authority, however long ago) is 1 or more.
    The recorded number decides: a recorded 0 is never a repeat. If no number is recorded, the plan is a repeat if the
    extract (or the previous_plan columns) has an earlier plan of the child; otherwise it counts as a first plan, and a
    note says how many do.

    Source: census guide s5.4, data guidance table D3 footnote [official]; reproduces DfE's figures [data];
    the derivation [choice].
    """
    recorded = plans["recorded"]
    return np.where(recorded >= 0, recorded >= 1, plans["has_previous"])


@indicator(
    "repeats-2y",
    title="Child protection plans started within 2 years of the previous plan",
    short="Within 2 years of the previous plan",
    numerator="repeat plans within 2 years",
    statistic=SHARE,
    measure=PERCENT,
    good="low",
    uses=_NUMBER,
    needs_gap=True,
    **_HISTORY,
)
def repeats_2y(plans: Frame, choices: Choices) -> np.ndarray:
    """Of the plans that started in the period, the percentage within 24 calendar months of the previous plan's end.

    The previous plan is the child's latest that started before this one. Within: start <= end + 24 months, clipped to
    the month's end (29 Feb 2020 gives 28 Feb 2022). A repeat plan whose gap is not known is only in the denominator;
    if no previous plan has any date, there is no figure.

    Source: a local measure, as councils report it [choice].
    """
    within = dates.days(plans["start"]) <= dates.add_months(plans["previous_end"], 24)
    return within & gap_known(plans)


@indicator(
    "gaps",
    title="Mean months between plans",
    denominator="repeat plans with a known gap",
    statistic=MEAN,
    measure=MONTHS,
    **_GAP,
)
def gaps(plans: Frame, choices: Choices) -> np.ndarray:
    """Mean months from the end of the previous plan to the start of this one, over the repeat plans that started.

    A month is 365.25 / 12 days; the mean is of unrounded values. An end equal to the start is a gap of 0. The gap is
    not known, and not in the mean, if the previous plan is still open, ends after this one starts, or has no dates;
    older plans are not tried. --gap-from start measures from the previous plan's start.

    Source: a local measure, as councils report it [choice].
    """
    return days_of_gap(plans, choices)


@indicator("gaps-median", title="Median months between plans", statistic=MEDIAN, measure=MONTHS, **_GAP)
def gaps_median(plans: Frame, choices: Choices) -> np.ndarray:
    """Median months from the end of the previous plan to the start of this one; see gaps.

    Source: a local measure [choice].
    """
    return days_of_gap(plans, choices)


@indicator("gaps-bands", title="Repeat plans by months between plans", statistic=bands(GAPS), measure=PERCENT, **_GAP)
def gaps_bands(plans: Frame, choices: Choices) -> np.ndarray:
    """Repeat plans that started in the period with a known gap, by its length: under 6 months ... 5 years or more.

    Source: a local measure [choice].
    """
    days = days_of_gap(plans, choices)
    return np.where(np.isnan(days), -1, band_of(days, _FIRST_DAYS))


@indicator(
    "gaps-not-known",
    title="Repeat plans whose gap is not known",
    statistic=COUNT_OF_EVENTS,
    measure=COUNT,
    in_return=_NUMBER,
    uses=_NUMBER,
    **_GAP,
)
def gaps_not_known(plans: Frame, choices: Choices) -> np.ndarray:
    """Repeat plans that started in the period whose gap is not known: no dates, still open, or overlapping.

    They count in repeats, but not in repeats-2y or in the mean.

    Source: a local measure [choice].
    """
    return is_repeat(plans) & np.isnan(days_of_gap(plans, choices))


@caveat(
    "repeats",
    "repeats-2y",
    "repeats-12m",
    "gaps",
    "gaps-median",
    "gaps-bands",
    text="{n_of_total} plans started {has|have} no number of previous plans and no earlier plan in the extract: "
    "counted as {a first plan|first plans}.",
    many=" So many are unknown that the true figures may be higher.",
    check="previous-unknown",
    what="Plan without a number of previous plans, and without an earlier plan in the extract",
    shows=("start",),
    unless="previous_plans",
)
def neither_recorded_nor_found(plans: Frame, choices: Choices) -> np.ndarray:
    """Nothing shows whether the plan is the child's first."""
    return (plans["recorded"] < 0) & ~plans["has_previous"]


def gap_not_known(plans: Frame, choices: Choices) -> np.ndarray:
    """The previous plan has no dates, is still open, or ends after this plan starts."""
    return np.where(is_repeat(plans), np.isnan(days_of_gap(plans, choices)), np.nan)


GAP_NOT_KNOWN = {
    "text": "{n_of_total} repeat plans {has|have} no usable dates for the previous plan: the time between the two is not known.",
    "check": "gap-not-known",
    "what": "Repeat plan whose previous plan has no usable dates",
    "shows": ("start", "recorded", "previous_start", "previous_end"),
    "many": " So many are missing that the true figures may be quite different.",
}
caveat("repeats-2y", "gaps", "gaps-median", "gaps-bands", **GAP_NOT_KNOWN)(gap_not_known)


def ended_earlier(plans: Frame) -> np.ndarray:
    """The child's previous plan ended two days or more before this one starts: it is a separate plan."""
    gap = dates.days(plans["start"]) - dates.days(plans["previous_end"])
    return gap >= np.timedelta64(EARLIER_DAYS, "D")


def starts_where_another_ends(plans: Frame) -> np.ndarray:
    """The child's previous plan ends on the day on which this one starts, or the day before."""
    gap = dates.days(plans["start"]) - dates.days(plans["previous_end"])
    return (gap >= np.timedelta64(0, "D")) & (gap < np.timedelta64(EARLIER_DAYS, "D"))


@caveat(
    "repeats",
    "repeats-2y",
    "repeats-12m",
    text="{n_of_total} plans started {has|have} 0 as the number of previous plans, and an earlier plan that ended "
    "two days or more before: the recorded number decides.",
    check="previous-zero",
    what="Plan with 0 previous plans recorded, and an earlier plan of the child",
    shows=("start", "recorded", "previous_start", "previous_end"),
)
def zero_against_history(plans: Frame, choices: Choices) -> np.ndarray:
    """The recorded number of previous plans is 0, but the history shows an earlier plan of the child that ended two
    days or more before this one starts. The recorded number decides."""
    return (plans["recorded"] == 0) & ended_earlier(plans)


def _of_the_repeats(plans: Frame, choices: Choices) -> np.ndarray:
    """A repeat plan that starts on the day on which another plan of the child ends, or the day after: it may be one
    plan in two rows. DfE counts two."""
    return np.where(is_repeat(plans), starts_where_another_ends(plans), np.nan)


def _of_all(plans: Frame, choices: Choices) -> np.ndarray:
    """A plan that starts on the day on which another plan of the child ends, or the day after: it may be one plan in
    two rows. DfE counts two."""
    return starts_where_another_ends(plans)


def _doubt_plans_in_two(rule: Function, *codes: str, events: str, check: str, what: str) -> None:
    """A caveat on plans that may be one plan in two rows. `events` are the plans and their verb, "open plans
    {starts|start}"."""
    caveat(
        *codes,
        text=f"{{n_of_total}} {events} on the day on which another of the child's plans ends, or the day after: "
        "--bridge 1 makes them one.",
        check=check,
        what=what,
        shows=("start", "previous_start", "previous_end"),
    )(rule)


_doubt_plans_in_two(
    _of_the_repeats,
    *("repeats", "repeats-2y", "repeats-12m", "gaps", "gaps-median", "gaps-bands"),
    events="repeat plans {starts|start}",
    check="one-plan-in-two",
    what="Plan that starts where another of the child's ends, so perhaps one plan in two rows",
)
_doubt_plans_in_two(
    _of_all,
    *("plans-started", "starts-rate"),
    events="plans started {begins|begin}",
    check="one-plan-in-two-started",
    what="Plan that started where another of the child's ends",
)
_doubt_plans_in_two(
    _of_all,
    *("plans-ended", "ends-rate", "two-year", "two-year-bands", "length", "length-median"),
    events="plans that ended {starts|start}",
    check="one-plan-in-two-ended",
    what="Plan that ended and started where another of the child's ends",
)
_doubt_plans_in_two(
    _of_all,
    *("two-year-open", "two-year-open-bands", "open-9m", "open-12m", "open-15m", "open-18m"),
    events="open plans {starts|start}",
    check="one-plan-in-two-open",
    what="Open plan that started where another of the child's ends",
)
