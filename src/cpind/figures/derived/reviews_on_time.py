"""Whether the reviews of a plan were on time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..reviewing import WINDOW_MONTHS, on_time
from .registry import derived

if TYPE_CHECKING:
    from ..basis import Basis
    from ..choices import Choices
    from ..placing import Placed


@derived("on_time", reads=("reviews",), joins=("plan",), months=WINDOW_MONTHS)
def reviews_on_time(plans: Placed, basis: Basis, choices: Choices) -> np.ndarray:
    """For plans open at a day, whether all reviews were held by their due dates and the next was not overdue."""
    return on_time(plans.events, basis.reviews, plans.dated, full_history=choices.full_history)
