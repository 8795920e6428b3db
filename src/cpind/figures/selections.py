"""Whether a live flat extract holds a selection of events that has nothing to do with when they happened: one of each child, or
those alone that led to something. Its figures would be plausible and wrong in every period. [choice]"""

from __future__ import annotations

import math
from datetime import date

import numpy as np

from ..model.columns import Frame, Part
from ..model.runs import same_as_previous
from ..model.schema import ArrayColumn

SECOND_SHARE = 0.05
"""Of the events of a kind, at least so many are the child's second within two years: of the plans started in England a tenth."""

CERTAIN, DOUBTFUL = 1e-4, 0.05
"""That no child has a second event is so unlikely by chance where the extract seems to hold one of each, and where it may."""

FEWEST_LED_ON = {"enquiries": 20, "conferences": 100}
"""Of so many not all lead on: in England a third of the enquiries lead to a conference, six conferences of seven to a plan."""

_SECOND_DAYS = 730
_SIBLINGS = 2
"""So many children of a family at most are one piece of evidence, on average."""


def chance_of_no_second(events: Frame, first: date) -> float:
    """How likely it is that no child has a second event of a kind, if the extract holds them all from a first day on; 1 where a
    child has one. `events`: in the order of children."""
    child = events["child"]
    if not len(child) or same_as_previous(child).any():
        return 1.0
    day = events["start"] if "start" in events else events["date"]
    before = (day.astype("datetime64[D]") - np.datetime64(first, "D")).astype(np.int64)
    usual = SECOND_SHARE * float(np.clip(before, 0, _SECOND_DAYS).sum()) / _SECOND_DAYS
    return math.exp(-usual / _SIBLINGS)


def all_led_on(rows: Part, table: str) -> bool:
    """Whether each of the rows with an enquiry has a conference or a plan too, or each of those with a conference a plan, and
    they are more than would all lead on."""
    dated: ArrayColumn = "s47_start" if table == "enquiries" else "icpc_date"
    rows = rows.where(~np.isnat(rows[dated]))
    if len(rows) < FEWEST_LED_ON[table]:
        return False
    led_on = ~np.isnat(rows["plan_start"])
    if table == "enquiries":
        led_on |= ~np.isnat(rows["icpc_date"])
    return bool(led_on.all())
