"""Whether a child is looked after on a day, and whether pre-proceedings have begun."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from ...model.columns import Categorical
from ...model.day_lists import is_within_spell, last_day_until
from .registry import derived

if TYPE_CHECKING:
    from ..basis import Basis
    from ..choices import Choices
    from ..placing import Placed


@derived("is_looked_after")
def is_looked_after(plans: Placed, basis: Basis, choices: Choices) -> np.ndarray:
    """For plans open at a day, whether the child was looked after on that day."""
    return is_within_spell(_cells(plans, "looked_after"), plans.dated)


@derived("pre_proceedings", shown_as="pre_proceedings")
def pre_proceedings(plans: Placed, basis: Basis, choices: Choices) -> np.ndarray:
    """For plans open at a day, when pre-proceedings last began on or before it; missing if they have not."""
    return last_day_until(_cells(plans, "pre_proceedings_dates"), plans.dated)


def _cells(plans: Placed, column: str) -> Categorical:
    return cast(Categorical, plans.source.column(column)).take(plans.positions)
