"""The last visit of a plan before a day, and the last at which the child was seen alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from ...model.columns import Categorical
from ...model.day_lists import last_day_until
from .registry import derived

if TYPE_CHECKING:
    from ..basis import Basis
    from ..choices import Choices
    from ..placing import Placed


@derived("last_visited", shown_as="last_visited")
def last_visited(plans: Placed, basis: Basis, choices: Choices) -> np.ndarray:
    """For plans open at a day, the last visit from their start to that day; missing if there is none."""
    return _last(plans, "visit_dates")


@derived("last_seen_alone", shown_as="last_seen_alone")
def last_seen_alone(plans: Placed, basis: Basis, choices: Choices) -> np.ndarray:
    """For plans open at a day, the last visit from their start to that day at which the child was seen alone."""
    return _last(plans, "seen_alone_dates")


def _last(plans: Placed, column: str) -> np.ndarray:
    cells = cast(Categorical, plans.source.column(column))
    days = last_day_until(cells.take(plans.positions), plans.dated)
    return np.where(days >= plans.events["start"], days, np.datetime64("NaT"))
