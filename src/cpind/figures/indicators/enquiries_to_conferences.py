"""From a section 47 enquiry to a conference: s47-to-conference, linked, and the ratio of totals beside it."""

from __future__ import annotations

import numpy as np

from ...model.columns import Frame
from ...model.measures import PER_100, PERCENT
from ...model.workdays import working_days
from ..choices import Choices
from ..statistics import RATIO, SHARE
from .registry import Measured, caveat, indicator

OUTCOME_DAYS = 15
"""An enquiry without a conference after this many working days has not led to one so far."""


def working_days_to_conference(enquiries: Frame, choices: Choices) -> np.ndarray:
    """Working days from the start of each enquiry to its conference; NaN without one."""
    return working_days(enquiries["date"], enquiries["conference_date"], weekends_only=choices.weekends_only)


@indicator(
    "s47-to-conference",
    measured=Measured("working days", working_days_to_conference),
    title="Section 47 enquiries started that led to an initial child protection conference",
    short="Led to a conference",
    numerator="enquiries that led to a conference",
    denominator="enquiries whose outcome is known",
    events="enquiries",
    dated="date",
    statistic=SHARE,
    measure=PERCENT,
    columns=("s47_start", "icpc_date"),
    derives=("conference_date", "conferences_as_at", "starts_again"),
    heeds=("weekends_only",),
)
def s47_to_conference(enquiries: Frame, choices: Choices) -> np.ndarray:
    """Of the section 47 enquiries that started in the period, the percentage that led to an initial conference.

    An enquiry led to a conference if its row names one that was held by the date of the extract, or if one was joined
    to it from another file. An enquiry without a conference that started less than 15 working days before that date, or
    the earlier date of the file with the conferences, is not known yet: it is not in the denominator, and a note says
    how many. Later conferences still change the newest quarter. Several siblings are several enquiries.

    Source: a local measure, as councils report it [choice]; England's figure is the ratio of totals, see
    s47-to-conference-ratio.
    """
    led = ~np.isnat(enquiries["conference_date"])
    return np.where(_not_known_yet(enquiries, choices), np.nan, led)


@indicator(
    "s47-to-conference-ratio",
    title="Initial child protection conferences per 100 section 47 enquiries",
    numerator="conferences",
    denominator="enquiries",
    events="conferences",
    dated="date",
    beside=(("enquiries", "date"),),
    statistic=RATIO,
    measure=PER_100,
    columns=("icpc_date", "s47_start"),
)
def s47_to_conference_ratio(events: Frame, choices: Choices) -> np.ndarray:
    """Initial child protection conferences held in the period, per 100 section 47 enquiries that started in it.

    Numerator: that of conferences. Denominator: that of s47. It is the ratio of two totals, as for England (31.3 in
    2025): conferences are not linked to enquiries, a conference may follow an enquiry of the period before, and a
    transfer-in does not follow an enquiry at all.

    Source: Characteristics of children in need, table C4, one total over the other [DfE].
    """
    is_conference: np.ndarray = events["kind"] == 0
    return is_conference


def _not_known_yet(enquiries: Frame, choices: Choices) -> np.ndarray:
    age = working_days(enquiries["date"], enquiries["conferences_as_at"], weekends_only=choices.weekends_only)
    return np.isnat(enquiries["conference_date"]) & (age < OUTCOME_DAYS)


@caveat(
    "s47-to-conference",
    text="{n_of_total} enquiries {is|are} younger than 15 working days and without a conference: not known yet, and in "
    "neither number.",
    check="s47-open",
    what="Enquiry younger than 15 working days without a conference",
    severity="information",
    shows=("date",),
)
def without_outcome_yet(enquiries: Frame, choices: Choices) -> np.ndarray:
    """Whether the enquiry leads to a conference is not known yet: fewer than 15 working days have passed at the date of
    the extract."""
    return _not_known_yet(enquiries, choices)
