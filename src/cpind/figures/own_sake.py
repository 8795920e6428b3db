"""From when a flat extract holds all conferences, or all enquiries, where plans are missing.

Its rows carry enquiry, conference and plan together, so that with a plan its conference and its enquiry are missing too.
Rows without a plan do not show that all are there: who leaves out the plans that ended leaves out their rows. [choice]
"""

from __future__ import annotations

from datetime import date

import numpy as np

from ..model.columns import Part
from ..model.schema import ArrayColumn
from .holding import ACTIVE, EITHER, TOLERATED_DAYS, Holding

Start = tuple[date, int]
"""A first day that is covered, and the days that a period may begin before it."""


def first_whole(recorded: Part, dated: ArrayColumn, as_at: date, holding: Holding) -> Start | None:
    """The first day from which the live rows hold all events of a kind; None where there is none. `dated`: its date.
    `holding`: what there is of plans, some of which are missing.

    It is the day since which plans are active; of ended or open plans alone as-at. A file in which no event of the kind shares
    a row with a plan holds them for their own sake, and from its first date. Where the very first event lies no further
    back than is tolerated, it is that one's.
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
