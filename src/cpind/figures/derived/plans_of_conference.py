"""The child's plans around a conference: one that was running already, and one that started afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...model.columns import Frame
from ...model.dates import KEY_DAYS, ONE_DAY, days, pack_key
from .registry import derived

if TYPE_CHECKING:
    from ..basis import Basis
    from ..choices import Choices
    from ..placing import Placed

_READS = ("plans",)


@derived("next_plan_start", reads=_READS, awaits="plans", shown_as="plan_start")
def plan_after(conferences: Placed, basis: Basis, choices: Choices) -> np.ndarray:
    """The start of the child's first plan that started on the day of the conference or later; missing if none did."""
    plans, place = _placed_among_plans(conferences.events, basis)
    child = np.append(plans["child"], -1)
    start = np.append(days(plans["start"]), np.datetime64("NaT", "D"))
    return np.where(child[place] == conferences.events["child"], start[place], np.datetime64("NaT", "D"))


@derived("is_on_plan", reads=_READS)
def is_on_plan(conferences: Placed, basis: Basis, choices: Choices) -> np.ndarray:
    """Whether a plan of the child started before the conference and had not ended before it. A plan that is open in one
    return and absent from the next is assumed to have run to the date of its last return. [choice]"""
    return on_plan(conferences.events, basis)


def on_plan(held: Frame, basis: Basis) -> np.ndarray:
    """The same for any conferences with child and date."""
    plans, place = _placed_among_plans(held, basis)
    end, out = days(plans["end"]), days(plans["out"])
    last = np.where(np.isnat(end), out - ONE_DAY, end)
    # The latest last day of the child's plans so far. Plans are in the order of children, so a child's own values
    # always exceed those of the children before.
    after_all = np.datetime64(KEY_DAYS - 1, "D")
    latest = np.maximum.accumulate(pack_key(plans["child"], np.where(np.isnat(last), after_all, last)))
    latest = np.append(np.int64(-1), latest)
    # A plan of an earlier child has a smaller key than this child on any day.
    return latest[place] >= pack_key(held["child"], held["date"])


def _placed_among_plans(held: Frame, basis: Basis) -> tuple[Frame, np.ndarray]:
    """The plans, and the position at which each conference belongs among them by child and date."""
    plans = basis.plans
    wanted = pack_key(held["child"], held["date"])
    return plans, np.searchsorted(pack_key(plans["child"], plans["start"]), wanted)
