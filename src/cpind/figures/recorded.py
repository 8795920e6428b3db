"""What a live extract must record for a figure to be meaningful: without clocks every conference would be late, and
with only the latest review nearly every plan would be.

Missing columns are refused elsewhere; this is about columns that exist but are not enough for the figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from ..model.columns import cells
from ..model.dates import add_months, days, pack_key
from ..model.periods import add_months as months_on
from ..model.runs import same_as_previous
from .flags import ReviewsSince
from .merging import in_order
from .reviewing import window_start

if TYPE_CHECKING:
    from ..model.columns import Frame, Part

FEWEST_REVIEWED = 5
"""If this many plans ran for a year, some have a second review, unless these were not exported."""

NO_CLOCK = (
    "no section 47 start is recorded for any conference: without any, every conference would be late. If the enquiries are "
    "in another file, give it too, with the same identifiers of children"
)
NO_LINK = (
    "no section 47 start is recorded for any conference: without any, no enquiry would have led to one. If the enquiries are "
    "in another file, give it too, with the same identifiers of children"
)
NOTHING_AFTER = {
    "conferences": "the live extract has no conference: without any, no enquiry would have led to one",
    "plans": "the live extract has no plan: without any, no conference would have led to one",
}
ALL_LED_ON = {
    "conferences": "all enquiries of the extract led to a conference or a plan: those that led to none seem to be missing, and the "
    "percentage would always be 100; export them too",
    "plans": "all conferences of the extract led to a plan: those that led to none seem to be missing, and the percentage would "
    "always be 100; export them too",
}
NO_REVIEW = "the live extract has no review: without any, every plan would be late"
LATEST_ALONE = "no plan has more than one review, though some have run for a year: the extract holds only the latest review of each"

NO_GAP = (
    "no previous plan of a repeat plan has a date, so how long before it had ended is not known; export plans from further back, or "
    "their previous_plan_end"
)

_FEWEST_UNTIMED, _MOSTLY_TIMED, _LONGEST_TIMED = 10, 0.8, np.timedelta64(31, "D")
_SECOND_REVIEW_MONTHS, _BETWEEN_REVIEWS_MONTHS = 12, 6


def is_without_clock(conferences: Frame) -> bool:
    """Whether there are conferences, but none has a day from which it is timed."""
    return len(conferences) > 0 and bool(np.isnat(conferences["clock"]).all())


def clocked_since(conferences: Frame) -> date | None:
    """The first enquiry's start, if enquiries were only exported since then: none of ten or more earlier conferences has
    one, and four in five later ones have. Otherwise None."""
    enquired = ~conferences["transfer_in"]
    day, clock = days(conferences["date"][enquired]), days(conferences["clock"][enquired])
    is_timed = ~np.isnat(clock)
    if not is_timed.any() or is_timed.all():
        return None
    first = clock[is_timed].min()
    later = is_timed[day > first + _LONGEST_TIMED]
    is_cut = int((day < first).sum()) >= _FEWEST_UNTIMED and len(later) and later.mean() >= _MOSTLY_TIMED
    since: date = first.item()
    return since if is_cut else None


def is_without_gap(plans: Frame) -> bool:
    """Whether some plans are repeats by their recorded number, but no repeat plan has a previous plan with a date."""
    is_repeat = np.where(plans["recorded"] >= 0, plans["recorded"] >= 1, plans["has_previous"])
    is_dated = ~np.isnat(plans["previous_start"]) | ~np.isnat(plans["previous_end"])
    return bool(is_repeat.any()) and not bool((is_repeat & is_dated).any())


def is_latest_alone(plans: Frame, reviews: Frame, as_at: date) -> bool:
    """Whether five plans or more have run for a year, and no plan has two reviews."""
    plan = reviews["plan"]
    if bool((plan[1:] == plan[:-1]).any()):
        return False
    last = np.where(np.isnat(plans["out"]), np.datetime64(as_at, "D"), days(plans["out"]))
    return int((add_months(plans["start"], _SECOND_REVIEW_MONTHS) <= last).sum()) >= FEWEST_REVIEWED


def open_and_ended(rows: Part, plans: int) -> int:
    """How many plans have, in one file, a row with an end and a row without: perhaps ends of a team's or worker's share
    of a plan. `plans` is the number of plans in the rows."""
    if len(rows) <= plans:
        return 0
    key, file = pack_key(rows["child_id"].codes, rows["plan_start"]), rows["file"].codes
    is_open = np.isnat(rows["plan_end"])
    both = np.flatnonzero(np.isin(key, np.intersect1d(key[is_open], key[~is_open])))
    pairs = {
        kind: set(zip(key[mine].tolist(), file[mine].tolist()))
        for kind, mine in (("open", both[is_open[both]]), ("ended", both[~is_open[both]]))
    }
    return len({plan for plan, _ in pairs["open"] & pairs["ended"]})


AGREE = ("plan_end", "initial_category", "latest_category", "previous_plans")
"""The columns in which the rows of one plan should not differ."""


def differing(rows: Part, names: Iterable[str] = AGREE) -> tuple[np.ndarray, int]:
    """Which rows belong to a plan whose rows differ in one of these columns, and how many such plans there are."""
    key, order = in_order(pack_key(rows["child_id"].codes, rows["plan_start"]))
    begins = ~same_as_previous(key)
    first, plan = np.flatnonzero(begins), np.cumsum(begins) - 1
    differ = np.zeros(len(first), bool)
    for name in names if len(first) < len(rows) else ():
        values = cells(rows[name]).astype(np.int64)[order]
        differ |= np.minimum.reduceat(values, first) != np.maximum.reduceat(values, first)
    listed = np.zeros(len(rows), bool)
    listed[order] = differ[plan]
    return listed, int(differ.sum())


def reviews_begin_late(plans: Frame, reviews: Frame, day: date) -> ReviewsSince | None:
    """The day since which reviews are recorded, if that is not far enough back for a figure at this day; otherwise
    None.

    Plans that had been running for a year when the very first review was held must have been reviewed before. From half
    a year after it on, each plan has a review that starts its clock.
    """
    held = days(reviews["date"])
    if not len(held):
        return None
    first = held.min()
    start, out = days(plans["start"]), days(plans["out"])
    running = (add_months(start, _SECOND_REVIEW_MONTHS) < first) & ~(out <= first)
    whole = months_on(first.item(), _BETWEEN_REVIEWS_MONTHS)
    if int(running.sum()) < FEWEST_REVIEWED or window_start(np.datetime64(day)) >= np.datetime64(whole):
        return None
    return ReviewsSince(first.item(), whole)
