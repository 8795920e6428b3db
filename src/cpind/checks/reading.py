"""What readers found: cells that can't be read, rows that hold nothing, children listed twice."""

from __future__ import annotations

from collections.abc import Iterable

from .registry import ALL, ERROR, INFORMATION, WARNING, Found, Subject, whole


def _noticed(subject: Subject, code: str) -> Iterable[Found]:
    rows = subject.extract.noticed
    yield Found(rows[rows["check"] == code], ("values",))


@whole(
    "unreadable",
    ERROR,
    "Cell that can't be read",
    figures=ALL,
    left_out="{n} {cell|cells} that can't be read taken as blank",
)
def unreadable(subject):
    """A date that is none (a two-digit year, a 31 February, one outside 1990-2099), a number or a flag that is none, a
    row without a child_id."""
    return _noticed(subject, "unreadable")


@whole("8510", ERROR, "Child listed twice in one return", figures=ALL)
def listed_twice(subject):
    """Two Child elements of one census return have the same LAchildID; they are read as one child."""
    return _noticed(subject, "8510")


@whole(
    "no-event",
    INFORMATION,
    "Row without any date of an enquiry, a conference, a plan or a review",
    figures=ALL,
    left_out="{n} {row holds|rows hold} no section 47, conference or plan date",
)
def no_event(subject):
    """Nothing in the row can be counted."""
    return _noticed(subject, "no-event")


@whole(
    "review-without-plan",
    WARNING,
    "Review of no plan in the extract",
    figures=("reviews",),
    left_out="{n} {review|reviews} of no plan in the extract: not counted",
)
def review_without_plan(subject):
    """A review whose plan (by its identifier, or by child and start) is not there."""
    yield from _noticed(subject, "review-without-plan")
    for part in subject.parts:
        reviews = part.recorded["reviews"]
        ours = reviews[(reviews["other_authority"] != 1).to_numpy()]
        plans = part.recorded["plans"][["child_id", "plan_start"]].drop_duplicates()
        known = ours.merge(plans, how="left", on=["child_id", "plan_start"], indicator="_known")["_known"] == "both"
        yield Found(ours[~known.to_numpy()], ("plan_start", "review_date"), part.label, "review_date")
