"""The last day for which it is known what an event led to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .registry import derived

if TYPE_CHECKING:
    from ..basis import Basis
    from ..choices import Choices
    from ..placing import Placed


@derived("conferences_as_at")
def last_day_of_conferences(events: Placed, basis: Basis, choices: Choices) -> np.ndarray:
    """The last day for which conferences are known: a conference held later is not known yet."""
    return _last_day("conferences", events, basis)


@derived("plans_as_at")
def last_day_of_plans(events: Placed, basis: Basis, choices: Choices) -> np.ndarray:
    """The last day for which plans are known: a plan that starts later is not known yet."""
    return _last_day("plans", events, basis)


def _last_day(table: str, events: Placed, basis: Basis) -> np.ndarray:
    """The date of the extract or return, or the earlier day on which the files with this table were extracted."""
    day, _ = basis.coverage.behind.get(table, (basis.as_at, ()))
    return np.full(len(events.positions), np.datetime64(day, "D"))
