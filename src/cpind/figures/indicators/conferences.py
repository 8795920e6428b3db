"""Section 47 enquiries and initial child protection conferences (ICPCs): s47, conferences, icpc and its bands."""

from __future__ import annotations

import numpy as np

from ...model.columns import Frame
from ...model.measures import COUNT, PERCENT, WORKING_DAYS
from ...model.workdays import working_days
from ..choices import Choices
from ..statistics import COUNT_OF_EVENTS, PERCENTILE, SHARE, bands
from .durations import band_of
from .registry import Measured, caveat, indicator

_HELD = {"events": "conferences", "dated": "date", "derives": ("held_again",)}
_TIMED = {
    **_HELD,
    "columns": ("icpc_date", "s47_start"),
    "uses": ("transfer_in",),
    "is_timed": True,
    "heeds": ("weekends_only", "without_transfer_ins"),
}

IN_TIME_DAYS = 15
NOT_KNOWN = "Not known"
BANDS = ("0-10 working days", "11-15 working days", "16-20 working days", "21 or more working days", NOT_KNOWN)
_FIRST_DAYS = (11, 16, 21)


@indicator(
    "s47",
    title="Section 47 enquiries started",
    events="enquiries",
    dated="date",
    statistic=COUNT_OF_EVENTS,
    measure=COUNT,
    columns=("s47_start",),
    derives=("starts_again",),
)
def s47(enquiries: Frame, choices: Choices) -> np.ndarray:
    """Section 47 enquiries that started in the period, one for each child and start date.

    Source: census guide, check YonY04 [official].
    """
    return np.ones(len(enquiries), bool)


@indicator(
    "conferences",
    title="Initial child protection conferences",
    statistic=COUNT_OF_EVENTS,
    measure=COUNT,
    columns=("icpc_date",),
    **_HELD,
)
def conferences(held: Frame, choices: Choices) -> np.ndarray:
    """Initial child protection conferences held in the period, per child: three siblings are three.

    One conference is one (child, date); it belongs to the period of its date. Conferences that were not required, or
    not yet held, are not counted at all.

    Source: census guide, rule 8715 [official].
    """
    return np.ones(len(held), bool)


def working_days_taken(held: Frame, choices: Choices) -> np.ndarray:
    """Working days from each conference's clock to its date; NaN without a clock, negative if the date is before it."""
    return working_days(held["clock"], held["date"], weekends_only=choices.weekends_only)


WORKING_DAYS_TAKEN = Measured("working days", working_days_taken)


@indicator(
    "icpc",
    measured=WORKING_DAYS_TAKEN,
    title="Initial child protection conferences held within 15 working days of the start of the section 47 enquiry",
    short="Within 15 working days",
    numerator="conferences within 15 working days",
    statistic=SHARE,
    measure=PERCENT,
    good="high",
    **_TIMED,
)
def icpc(held: Frame, choices: Choices) -> np.ndarray:
    """Of the initial child protection conferences held in the period, the percentage within 15 working days.

    The strategy discussion that started the section 47 enquiry is day 0; day 15 is in time. Working days are weekdays
    that are not bank holidays in England (--weekends-only counts bank holidays as working days).
    Denominator: every conference of the period. A conference before its enquiry, or without a recorded start, counts as
    not in time. A transfer-in is timed only from its referral date (--without-transfer-ins leaves transfer-ins out). If
    a conference has several enquiries, the earliest known start counts.

    Source: census guide s4.12, rule 8715, data guidance table C4 footnote [official]; the denominator reproduces DfE's
    figures [data]; bank holidays, earliest start [choice].
    """
    days = working_days_taken(held, choices)
    in_time = (days >= 0) & (days <= IN_TIME_DAYS)
    return timed(in_time, held, choices)


@indicator(
    "icpc-bands",
    measured=WORKING_DAYS_TAKEN,
    title="Initial child protection conferences by working days from the start of the section 47 enquiry",
    short="Conferences by working days",
    statistic=bands(BANDS),
    measure=PERCENT,
    **_TIMED,
)
def icpc_bands(held: Frame, choices: Choices) -> np.ndarray:
    """Conferences held in the period by working days from the enquiry's start: 0-10, 11-15, 16-20, 21 or more.

    "Not known" is those without a recorded start and those held before it, so that the bands add up to all conferences.

    Source: data guidance, table C4 [official].
    """
    days = working_days_taken(held, choices)
    band = band_of(days, _FIRST_DAYS)
    band = np.where(days >= 0, band, BANDS.index(NOT_KNOWN))
    return timed(band, held, choices, -1)


@indicator(
    "icpc-percentiles",
    measured=WORKING_DAYS_TAKEN,
    title="Working days from the start of the section 47 enquiry to the initial child protection conference",
    short="Working days to the conference",
    statistic=PERCENTILE,
    measure=WORKING_DAYS,
    **_TIMED,
)
def icpc_percentiles(held: Frame, choices: Choices) -> np.ndarray:
    """The working days within which 25, 50 and 75 % of the conferences with a known start were held.

    Nearest rank: the smallest whole number of days within which at least that share was held.

    Source: data guidance, table C4 [official]; nearest rank [choice: DfE's are whole days].
    """
    days = working_days_taken(held, choices)
    return timed(np.where(days >= 0, days, np.nan), held, choices)


def timed(values: np.ndarray, held: Frame, choices: Choices, left_out: float = np.nan) -> np.ndarray:
    """The values of the conferences that count for timeliness: all or, by choice, all but transfer-ins."""
    return np.where(held["transfer_in"], left_out, values) if choices.without_transfer_ins else values


_TIMELINESS = ("icpc", "icpc-bands")


@caveat(
    *_TIMELINESS,
    text="{n_of_total} conferences {has|have} no section 47 start recorded: in the denominator, not in time.",
    check="no-s47",
    what="Conference without the start of its section 47 enquiry",
    shows=("date",),
)
def without_enquiry(held: Frame, choices: Choices) -> np.ndarray:
    """The conference has no clock, and is not a transfer-in, which would be timed from its referral."""
    return timed(np.isnat(held["clock"]) & ~held["transfer_in"], held, choices)


@caveat(
    *_TIMELINESS,
    text="{n_of_total} conferences {is a transfer-in|are transfer-ins} without a referral date: "
    "in the denominator, not in time.",
    check="no-referral",
    what="Transfer-in conference without a referral date",
    shows=("date",),
)
def transfer_in_without_referral(held: Frame, choices: Choices) -> np.ndarray:
    """A transfer-in is timed only from its referral date."""
    return timed(np.isnat(held["clock"]) & held["transfer_in"], held, choices)


@caveat(
    *_TIMELINESS,
    text="{n_of_total} conferences {is|are} dated before the enquiry began: in the denominator, not in time.",
    check="before-its-clock",
    what="Conference before the day from which it is timed",
    severity="error",
    shows=("clock", "date"),
)
def before_enquiry(held: Frame, choices: Choices) -> np.ndarray:
    """The clock starts after the conference."""
    return timed(held["date"] < held["clock"], held, choices)


@caveat(
    *_TIMELINESS,
    "conferences",
    "conferences-rate",
    text='{n_of_total} conferences {is|are} also marked "not required": counted as held.',
    check="held-not-required",
    what='Conference with a date that is also marked "not required"',
    shows=("date",),
)
def held_and_not_required(held: Frame, choices: Choices) -> np.ndarray:
    """The conference has both a date and the flag that it was not required: it counts as held."""
    return timed(held["not_required"], held, choices)


@caveat(
    *_TIMELINESS,
    text="{n_of_total} conferences {follows|follow} several section 47 enquiries: timed from the earliest.",
    check="several-s47",
    what="Conference that several section 47 enquiries point at",
    shows=("clock", "date"),
)
def several_enquiries(held: Frame, choices: Choices) -> np.ndarray:
    """The conference has more than one section 47 start."""
    return timed((held["enquiries"] > 1) & ~held["transfer_in"], held, choices)


@caveat(
    *_TIMELINESS,
    "icpc-percentiles",
    "conferences",
    "conferences-rate",
    "conference-to-plan",
    text="{n_of_total} conferences {follows|follow} another of the same child without a new enquiry: one that was "
    "reconvened is counted twice.",
    check="held-again",
    what="Conference after another of the child without a new section 47 enquiry",
    shows=("clock", "date"),
)
def without_a_new_enquiry(held: Frame, choices: Choices) -> np.ndarray:
    """The child's conference before this one is timed from the same day, or was held at most 30 days before this one and
    no enquiry has begun since. It may be the same conference, reconvened: of these only one should be in the extract."""
    return timed(held["held_again"], held, choices)


@caveat(
    "s47",
    "s47-rate",
    "s47-to-conference",
    text="{n_of_total} enquiries {starts|start} within 7 days after another of the same child: strategy discussions of one "
    "enquiry on different days are counted apart.",
    check="s47-again",
    what="Section 47 enquiry within 7 days after another of the child",
    shows=("date",),
)
def soon_after_another(enquiries: Frame, choices: Choices) -> np.ndarray:
    """The child's enquiry before this one started at most 7 days before: both may be strategy discussions of one
    enquiry, which counts from the first."""
    return enquiries["starts_again"]
