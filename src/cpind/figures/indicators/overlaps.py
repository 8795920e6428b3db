"""Plans that overlap another of the child's: notes under starts and ends."""

from __future__ import annotations

import numpy as np

from ...model.columns import Frame
from ..choices import Choices
from .registry import caveat

_SHOWN = ("start", "previous_start", "previous_end")


def _overlapping(plans: Frame, choices: Choices) -> np.ndarray:
    """A child has one plan at a time: the rows may be one plan with two starts, as in two files. (DfE rule 8940)"""
    return plans["overlaps"]


caveat(
    *("plans-started", "starts-rate"),
    text="{n_of_total} plans started {begins|begin} while another of the child's plans is open: if they are one plan, it is "
    "counted twice.",
    check="overlap-started",
    what="Plan that started while another of the child's is open",
    shows=_SHOWN,
)(_overlapping)

caveat(
    *("plans-ended", "ends-rate", "two-year"),
    text="{n_of_total} plans that ended {starts|start} while another of the child's plans is open: if they are one plan, it is "
    "counted twice.",
    check="overlap-ended",
    what="Plan that ended and started while another of the child's is open",
    shows=_SHOWN,
)(_overlapping)
