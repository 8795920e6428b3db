"""Recorded numbers of previous plans that are a default: all the same, or all 0 against the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .events import is_ours
from .facts import LIVE
from .holding import FEWEST_PLANS
from .indicators.repeats import EARLIER_DAYS

if TYPE_CHECKING:
    from .basis import Basis


def has_only_zeros(basis: Basis) -> bool:
    """Whether numbers of previous plans are recorded, and every one of them is 0."""
    if "only zeros" not in basis.cache:
        plans = basis.recorded["plans"]
        numbers = plans["previous_plans"][is_ours(plans)] if "previous_plans" in plans.rows else np.zeros(0, np.int16)
        basis.cache["only zeros"] = bool((numbers == 0).any()) and not bool((numbers > 0).any())
    return basis.cache["only zeros"]


def constant_number(basis: Basis) -> int | None:
    """The recorded number of previous plans of a live extract, where twenty plans or more have the same; else None."""
    if basis.kind != LIVE:
        return None
    numbers = basis.plans["recorded"][basis.plans["recorded"] >= 0]
    is_constant = len(numbers) >= FEWEST_PLANS and bool((numbers == numbers[0]).all())
    return int(numbers[0]) if is_constant else None


def contradicts(basis: Basis, history: Basis) -> bool:
    """Whether a plan of the basis with a recorded 0 has an earlier one in the history that ended two days or more before:
    then the zeros are a default that passes for a record. [choice]"""
    place = history.events("plans").places_of(basis.plans["child"], basis.plans["start"])
    known = (place >= 0) & (basis.plans["recorded"] == 0)
    previous = history.plans["previous_end"][place[known]]
    return bool((previous <= basis.plans["start"][known] - np.timedelta64(EARLIER_DAYS, "D")).any())
