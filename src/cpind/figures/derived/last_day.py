"""The day up to which anything is known of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .registry import derived

if TYPE_CHECKING:
    from ..basis import Basis
    from ..choices import Choices
    from ..placing import Placed


@derived("as_at")
def last_day(events: Placed, basis: Basis, choices: Choices) -> np.ndarray:
    """The date of the extract or return: what follows an event later is not known yet."""
    return np.full(len(events.positions), np.datetime64(basis.as_at, "D"))
