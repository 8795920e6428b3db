"""A plan's category of abuse, as a position among all categories."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ...model.schema import CATEGORIES, NOT_RECOGNISED, NOT_RECORDED
from ..groupings import GROUPINGS
from .registry import derived

if TYPE_CHECKING:
    from ..basis import Basis
    from ..choices import Choices
    from ..placing import Placed

LABELS = (*CATEGORIES.values(), NOT_RECOGNISED, NOT_RECORDED)


@derived("initial_position")
def initial_position(plans: Placed, basis: Basis, choices: Choices) -> np.ndarray:
    """The initial category, or the latest one if it is blank: a position in LABELS."""
    return _positions(plans, basis, "initial")


@derived("latest_position")
def latest_position(plans: Placed, basis: Basis, choices: Choices) -> np.ndarray:
    """The latest category, or the initial one if it is blank: a position in LABELS."""
    return _positions(plans, basis, "latest")


def _positions(plans: Placed, basis: Basis, which: str) -> np.ndarray:
    registered = GROUPINGS["category"]
    present = tuple(column for column in registered.columns if column in basis.extract.columns)
    grouping = replace(registered.make(basis.extract), columns=present)
    positions = np.array([LABELS.index(label) for label in grouping.labels], np.int8)
    codes = plans.codes(grouping, which)
    assert codes is not None
    return positions[codes]
