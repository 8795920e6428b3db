"""Checks of reviews that are not counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from ..figures.events import places_of_rows
from ..model.columns import Part
from ..model.dates import days
from .reading import noticed
from .registry import ERROR, WARNING, Matches, Subject, check, matches_in, whole

if TYPE_CHECKING:
    from ..figures.basis import Basis


@check(
    "8841",
    ERROR,
    "Review on or before the plan's start",
    figures=("reviews",),
    table="reviews",
    shows=("plan_start", "review_date"),
    left_out="{n} {review|reviews} on or before the start of the plan: not counted",
)
def by_the_start(reviews: Part, basis: Basis) -> np.ndarray:
    """The review is ignored. (DfE rule 8841)"""
    return reviews["review_date"] <= reviews["plan_start"]


@whole(
    "review-after-end",
    WARNING,
    "Review after the plan's end",
    figures=("reviews",),
    left_out="{n} {review|reviews} after the end of the plan: not counted",
)
def after_the_end(subject: Subject) -> Iterable[Matches]:
    """The review is ignored."""
    for basis in subject.bases:
        rows = basis.recorded["reviews"].where(basis.recorded["reviews"]["other_authority"] != 1)
        place = places_of_rows(rows, basis.events("plans"))
        end = np.append(days(basis.plans["end"]), np.datetime64("NaT", "D"))[place]
        late = rows["review_date"] > end
        shows = ("plan_start", "plan_end", "review_date")
        yield matches_in(rows, late, shows, basis, "review_date", plan_end=end)


@whole(
    "review-without-plan",
    WARNING,
    "Review of a plan that is not in the extract",
    figures=("reviews",),
    left_out="{n} {review|reviews} of no plan in the extract: not counted",
)
def without_plan(subject: Subject) -> Iterable[Matches]:
    """A review whose plan (by its identifier, or by child and start) does not exist."""
    yield from noticed(subject, "review-without-plan")
    for basis in subject.bases:
        rows = basis.recorded["reviews"]
        begun, is_ours = rows["plan_start"], rows["other_authority"] != 1
        # A plan that begins after as-at is not counted yet, but it is in the extract.
        lost = is_ours & (
            np.isnat(begun)
            | ((places_of_rows(rows, basis.events("plans")) < 0) & (begun <= np.datetime64(basis.as_at)))
        )
        # Another authority's plan is listed itself, if there is one.
        lost |= ~is_ours & np.isnat(begun) & np.isnat(rows["plan_end"])
        yield matches_in(rows, lost, ("plan_start", "review_date"), basis, "review_date")
