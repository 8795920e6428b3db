"""Reviews that count for nothing."""

from __future__ import annotations

from ..dates import days
from .registry import ERROR, WARNING, Found, check, whole, with_children


@check(
    "8841",
    ERROR,
    "Review on or before the plan's start",
    figures=("reviews",),
    table="reviews",
    shows=("plan_start", "review_date"),
    left_out="{n} {review|reviews} on or before the start of the plan: not counted",
)
def by_the_start(reviews, part):
    """Ignored. (DfE rule 8841)"""
    return days(reviews["review_date"]) <= days(reviews["plan_start"])


@whole(
    "review-after-end",
    WARNING,
    "Review after the plan's end",
    figures=("reviews",),
    left_out="{n} {review|reviews} after the end of the plan: not counted",
)
def after_the_end(subject):
    """Ignored."""
    for part in subject.parts:
        plans = with_children(part.plans, part).rename(columns={"start": "plan_start", "end": "plan_end"})
        known = plans[["child_id", "plan_start", "plan_end"]]
        reviews = part.recorded["reviews"].astype({"child_id": object}).merge(known, how="left")
        late = reviews[(reviews["review_date"] > reviews["plan_end"]).to_numpy()]
        yield Found(late, ("plan_start", "plan_end", "review_date"), part.label, "review_date")
