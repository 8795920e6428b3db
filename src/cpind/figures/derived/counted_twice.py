"""Events that may be counted twice: a conference reconvened, a second strategy discussion of one enquiry, one plan with two
starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...model.columns import Frame
from ...model.dates import days
from ...model.runs import same_as_previous
from .registry import derived

if TYPE_CHECKING:
    from ..basis import Basis
    from ..choices import Choices
    from ..placing import Placed

DAYS_AGAIN = np.timedelta64(30, "D")
"""Within so many days a conference without a new enquiry is taken for the same as the one before. [choice]"""

ENQUIRY_DAYS_AGAIN = np.timedelta64(7, "D")
"""Within so many days another start may be a second strategy discussion of the same enquiry. [choice]"""


@derived("held_again")
def held_again(conferences: Placed, basis: Basis, choices: Choices) -> np.ndarray:
    """Whether the child's conference before this one is timed from the same day, or was held at most 30 days before this
    one, with no enquiry begun since."""
    return _again(conferences.source.frame)[conferences.positions]


def _again(held: Frame) -> np.ndarray:
    """The same for all conferences, in the order of child and date."""
    date, clock = held["date"], held["clock"]
    again = np.zeros(len(date), bool)
    is_same = clock[1:] == clock[:-1]  # two missing days differ
    has_no_own = np.isnat(clock[1:]) | (clock[1:] <= date[:-1])
    of_child = same_as_previous(held["child"])[1:] & (held["transfer_in"][1:] == held["transfer_in"][:-1])
    again[1:] = of_child & (is_same | (has_no_own & (date[1:] - date[:-1] <= DAYS_AGAIN)))
    return again


@derived("starts_again")
def starts_again(enquiries: Placed, basis: Basis, choices: Choices) -> np.ndarray:
    """Whether the child's enquiry before this one started at most 7 days before."""
    source = enquiries.source.frame
    child, date = source["child"], source["date"]
    again = same_as_previous(child)
    again[1:] &= date[1:] - date[:-1] <= ENQUIRY_DAYS_AGAIN
    return again[enquiries.positions]


@derived("overlaps")
def overlaps(plans: Placed, basis: Basis, choices: Choices) -> np.ndarray:
    """Whether the child's plan before this one is still open when this one starts."""
    source = plans.source.frame
    out = days(source["out"])
    overlapping = same_as_previous(source["child"])
    overlapping[1:] &= np.isnat(out[:-1]) | (out[:-1] > source["start"][1:])
    return overlapping[plans.positions]
