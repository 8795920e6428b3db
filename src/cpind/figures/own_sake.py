"""The day from which a flat extract holds all conferences, or all enquiries, if plans are missing.

Its rows hold enquiry, conference and plan together, so if a plan is missing, its conference and enquiry are missing
too. Rows without a plan do not prove that all are there: an export without ended plans lacks all of their rows.
[choice]
"""

from __future__ import annotations

from datetime import date

import numpy as np

from ..model.columns import Part
from ..model.schema import ArrayColumn
from .holding import ACTIVE, EITHER, TOLERATED_DAYS, Holding

Start = tuple[date, int]
"""The first day covered, and how many days before it a period may begin."""


def first_whole(recorded: Part, dated: ArrayColumn, as_at: date, holding: Holding) -> Start | None:
    """The first day from which the live rows hold all events of a kind; None if there is none.

    It is the day since which plans are active; as-at, if there are only ended or only open plans. A file in which no
    event of the kind shares a row with a plan holds all events from its first date. If the very first event is within
    the tolerance, it is the day of that event.

    Args:
        recorded: the rows.
        dated: the column with the date of an event of this kind.
        as_at: the date of the extract.
        holding: which plans the extract holds, as some are missing.
    """
    rows = recorded.where(recorded[dated] <= np.datetime64(as_at))
    if not len(rows):
        return None
    day, file = rows[dated].astype("datetime64[D]"), rows["file"].codes
    since, tolerated = (holding.since, holding.tolerated) if holding.kind in (ACTIVE, EITHER) else (as_at, 0)
    starts = [(since, tolerated)] if since else []
    is_own = ~np.isin(file, np.unique(file[~np.isnat(rows["plan_start"])]))
    if is_own.any():
        starts.append((day[is_own].min().item(), TOLERATED_DAYS))
    earliest: date = day.min().item()
    first, tolerated = min(starts, default=(earliest, TOLERATED_DAYS))
    return (earliest, TOLERATED_DAYS) if (first - earliest).days <= tolerated else (first, tolerated)
