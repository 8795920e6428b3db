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


ALL_REPEATS = (
    "every recorded number of previous plans is 1 or more, so that every plan would be a repeat: the number seems to count the plan "
    "itself, or first plans are missing; export the number before each plan, of all plans"
)
OF_THE_CHILD = (
    "the recorded numbers of previous plans are the same for all plans of a child: they seem to be of the child "
    "today; export the number that there was before each plan"
)
FEWEST_NUMBERED = 50
"""Of so many plans some are a child's first, even where families move about a lot: four of five are."""

FEWEST_PAIRS = 10
"""Of so many plans with a later one of the child nine tenths at least have a lower number, where it is recorded for each plan."""


def misread(basis: Basis) -> str:
    """Why the recorded numbers of previous plans of a live flat extract are none that repeats can be told from; "" where they
    may be, and where they are all the same, which a note says. [choice]"""
    if basis.kind != LIVE or not basis.is_flat:
        return ""
    child, number = basis.plans["child"], basis.plans["recorded"]
    if constant_number(basis) is not None:
        return ""
    if len(number) >= FEWEST_NUMBERED and bool((number >= 1).all()):
        return ALL_REPEATS
    is_later = basis.plans["start"] - basis.plans["previous_end"] >= np.timedelta64(EARLIER_DAYS, "D")
    is_pair = (child[1:] == child[:-1]) & (number[1:] >= 1) & (number[:-1] >= 0) & is_later[1:]
    same = int((is_pair & (number[1:] == number[:-1])).sum())
    pairs = int(is_pair.sum())
    return OF_THE_CHILD if pairs >= FEWEST_PAIRS and same * 10 >= pairs * 9 else ""


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
