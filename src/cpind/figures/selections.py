"""Whether a live flat extract holds a selection of events that does not depend on their dates: one event of each child,
or only those that led to something. Its figures would be plausible but wrong in every period. [choice]"""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from ..model.columns import Frame, Part
from ..model.dates import pack_key
from ..model.runs import same_as_previous
from ..model.schema import ArrayColumn
from .facts import Under

if TYPE_CHECKING:
    from .basis import Basis

SECOND_SHARE = 0.05
"""At least this share of the events of a kind are the child's second within two years: in England, a tenth of plan
starts."""

CERTAIN, DOUBTFUL = 1e-4, 0.05
"""If no child has a second event, the extract holds one event of each child if that is less likely than the first, and
may do so if it is less likely than the second."""

FEWEST_LED_ON = {"enquiries": 20, "conferences": 300}
"""This many do not all lead on: in England a third of enquiries lead to a conference, and six of seven conferences to a
plan."""

_LATER: dict[str, ArrayColumn] = {"conferences": "icpc_date", "plans": "plan_start"}
_FOLLOWS_DAYS, _NOT_KNOWN_DAYS = 15, 21
_FEWEST_AGES, _FEWEST_RECENT, _MOSTLY_KNOWN = 100, 30, 0.8
_YOUTHS, _YOUTHS_SHARE = 16, 0.03
"""In England one in twenty children on plans is 16 or older."""

_SECOND_DAYS = 730
_SIBLINGS = 2
"""On average at most this many children of a family count as one piece of evidence."""


def chance_of_no_second(events: Frame, first: date) -> float:
    """The probability that no child has a second event of a kind, if the extract holds all events from a first day on;
    1 if some child has one. `events`: in the order of children."""
    child = events["child"]
    if not len(child) or same_as_previous(child).any():
        return 1.0
    day = events["start"] if "start" in events else events["date"]
    before = (day.astype("datetime64[D]") - np.datetime64(first, "D")).astype(np.int64)
    usual = SECOND_SHARE * float(np.clip(before, 0, _SECOND_DAYS).sum()) / _SECOND_DAYS
    return math.exp(-usual / _SIBLINGS)


def all_under(births: np.ndarray, days: np.ndarray, as_at: date) -> Under | None:
    """The age under which all children of the events seem to be, today or at the event; None if there does not seem to
    be one.

    If children who have since grown older are missing, the oldest at an event are younger the longer ago the event was.
    The ages in the last year show how many older ones should be expected before it.
    """
    known = ~np.isnat(births)
    if known.sum() < _FEWEST_AGES or known.mean() < _MOSTLY_KNOWN:
        return None
    day = days[known].astype("datetime64[D]")
    age, since = (
        (b - a).astype("timedelta64[D]").astype(np.int64) / 365.25
        for a, b in ((births[known], day), (day, np.datetime64(as_at)))
    )
    oldest = float((age + since).max())
    recent = np.sort(age[since < 1])
    if len(recent) >= _FEWEST_RECENT:
        older = len(recent) - np.searchsorted(recent, oldest - since[since >= 1], side="right")
        if _is_telling(older.sum() / len(recent)):
            return Under(math.ceil(oldest), is_today=True)
    if age.max() < _YOUTHS and _is_telling(_YOUTHS_SHARE * len(age)):
        return Under(_YOUTHS, is_today=False)
    return None


def _is_telling(usual: float) -> bool:
    return math.exp(-usual / _SIBLINGS) < CERTAIN


def led_on(basis: Basis, table: str) -> int:
    """The number of enquiries or conferences if all of them, except those of the last weeks before as-at, led on; else
    0. An enquiry leads to a conference or a plan in its row or joined to it; a conference to a plan in its row, or
    within 15 days."""
    events = basis.events(table).frame
    old = events["date"] < np.datetime64(basis.as_at, "D") - _NOT_KNOWN_DAYS
    key = pack_key(events["child"][old], events["date"][old])
    if table == "enquiries":
        led = [_keys(basis.recorded[kind], "s47_start", dated) for kind, dated in _LATER.items()]
        has_led = np.isin(key, np.concatenate(led))
    else:
        plans = np.append(pack_key(basis.plans["child"], basis.plans["start"]), np.iinfo(np.int64).max)
        has_led = plans[np.searchsorted(plans, key)] - key <= _FOLLOWS_DAYS
        has_led |= np.isin(key, _keys(basis.recorded["conferences"], "icpc_date", "plan_start"))
    return len(key) if has_led.all() else 0


def _keys(rows: Part, dated: ArrayColumn, later: ArrayColumn) -> np.ndarray:
    """The child and day of the rows that have both dates."""
    rows = rows.where(~np.isnat(rows[dated]) & ~np.isnat(rows[later]))
    return pack_key(rows["child_id"].codes, rows[dated])
