"""From when a flat extract holds all conferences, or all enquiries, where it lacks the plans that ended before a day.

Its rows carry enquiry, conference and plan together, so that with such a plan its conference and its enquiry are missing
too. A row that ends with the event, a conference without a plan or an enquiry without either, shows that such events were
exported for their own sake. [choice]
"""

from __future__ import annotations

from datetime import date

import numpy as np

from ..model.columns import Part
from ..model.dates import pack_key
from ..model.schema import ArrayColumn
from .holding import TOLERATED_DAYS, Holding, tolerance

FEWEST_DAYS = 3
"""Such rows on fewer days before the first plan's end are strays, and show nothing."""

_LONGEST_GAP = 10
"""Usual intervals between days with such a row; what lies before a longer gap is a stray."""

_ENOUGH_DAYS = 10

Start = tuple[date, int]
"""A first day that is covered, and the days that a period may begin before it."""


def first_whole(recorded: Part, dated: ArrayColumn, as_at: date, holding: Holding) -> Start | None:
    """The first day from which the live rows hold all events of a kind; None where there is none. `dated`: its date.
    `holding`: the plans, which lack those that ended before its day.

    It is that day, or an earlier one from which rows that end with the event go on, or on which a file begins in which no event of
    the kind shares a row with a plan. Where the very first event lies no further back than is tolerated, it is that one's.
    """
    rows = recorded.where(recorded[dated] <= np.datetime64(as_at))
    if not len(rows) or holding.since is None:
        return None
    day, file, planned = rows[dated].astype("datetime64[D]"), rows["file"].codes, ~np.isnat(rows["plan_start"])
    starts = [(holding.since, holding.tolerated)]
    is_own = ~np.isin(file, np.unique(file[planned]))
    if is_own.any():
        starts.append((day[is_own].min().item(), TOLERATED_DAYS))
    event = pack_key(rows["child_id"].codes, rows[dated])
    led_on = planned | ~np.isnat(rows["icpc_date"]) if dated == "s47_start" else planned
    alone = ~is_own & ~np.isin(event, event[led_on])
    if shown := _goes_on_from(np.unique(day[alone]), np.datetime64(holding.since, "D")):
        starts.append(shown)
    first, tolerated = min(starts)
    earliest: date = day.min().item()
    return (earliest, TOLERATED_DAYS) if (first - earliest).days <= tolerated else (first, tolerated)


def _goes_on_from(days: np.ndarray, since: np.datetime64) -> Start | None:
    """The first of the days from which they go on to `since` without a long gap; None where fewer than three do."""
    earlier, later = days[days < since], days[days >= since]
    if len(earlier) < FEWEST_DAYS:
        return None
    usual = later if len(later) >= _ENOUGH_DAYS else days
    interval = (usual[-1] - usual[0]).astype(int) / (len(usual) - 1)
    gaps = np.diff(np.append(earlier, since)).astype(int)
    long = np.flatnonzero(gaps > max(TOLERATED_DAYS, _LONGEST_GAP * interval))
    shown = earlier[long[-1] + 1 :] if len(long) else earlier
    return (shown[0].item(), tolerance(np.append(shown, later))) if len(shown) >= FEWEST_DAYS else None
