"""What only several rows of a child, or all rows together, can tell."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ..dates import days
from ..periods import span as span_of
from ..periods import split
from ..runs import like_the_one_before
from .registry import (
    ALL,
    DATED,
    ERROR,
    HELD,
    PLANS,
    STARTED,
    STOCK,
    WARNING,
    Found,
    Subject,
    whole,
    with_children,
    year_end_days,
)

_FAR = np.datetime64("2200-01-01")

_AGREE = ("plan_end", "initial_category", "latest_category", "previous_plans")
"""In what several rows of one plan should not differ."""


@whole(
    "8940", ERROR, "Plan that starts while another of the child's is running", figures=(*STOCK, "gaps", "repeats-2y")
)
def overlapping(subject):
    """A plan that starts before, or on the day on which, an earlier plan of the child ends. (DfE rule 8940) An end on
    the very day of the next start is a gap of 0 all the same."""
    for part in subject.parts:
        plans = with_children(part.plans, part)
        child = plans["child"].to_numpy()
        end = pd.Series(np.where(plans["end"].isna(), _FAR, days(plans["end"])).astype("datetime64[s]"))
        latest = end.groupby(child).cummax().shift().to_numpy()
        overlaps = like_the_one_before(child) & (days(plans["start"]) <= days(latest))
        yield Found(plans[overlaps], ("start", "end"), part.label, "start")


@whole("differs", WARNING, "Rows of one plan that differ", figures=PLANS)
def rows_differ(subject):
    """Rows that share child and plan start are one plan; where they differ the latest end wins, and of each other
    column the last value that is not blank, in the order of these ends."""
    for part in subject.parts:
        rows = part.recorded["plans"]
        rows = rows[(rows["plan_start"].notna() & (rows["other_authority"] != 1)).to_numpy()]
        key = ["child_id", "plan_start"]
        several = rows[rows.duplicated(key, keep=False)]
        if len(several):
            groups = several.groupby(key, observed=True, sort=False)
            differ = np.zeros(len(several), bool)
            for column in _AGREE:
                differ |= (groups[column].transform(_distinct) > 1).to_numpy()
            yield Found(several[differ], ("plan_start", *_AGREE), part.label, "plan_start")


def _distinct(column: pd.Series) -> int:
    return column.nunique(dropna=False)


@whole("previous-differ", WARNING, "Number of previous plans lower than the extract shows", figures=STARTED)
def number_against_history(subject):
    """The recorded number decides, but the child has more earlier plans in the extract than it says."""
    for part in subject.parts:
        plans = with_children(part.plans, part)
        earlier = plans.groupby(plans["child"].to_numpy()).cumcount().to_numpy()
        told = plans["has_previous"].to_numpy().astype(int)
        recorded = plans["recorded"].to_numpy()
        lower = (recorded >= 0) & (recorded < np.maximum(earlier, told))
        rows = plans[lower].assign(plans_before=np.maximum(earlier, told)[lower])
        yield Found(rows, ("start", "recorded", "plans_before"), part.label, "start")


@whole("last-date", WARNING, "Date far after every other", figures=ALL)
def far_after(subject):
    """The extract's date is its last event, so a wrong date in the future makes every later period look complete."""
    after = subject.standing.doubted_after
    if after is not None:
        yield from _dated_after(subject.standing.live, np.datetime64(after))


@whole(
    "after-as-at",
    WARNING,
    "Event after the extract's date",
    figures=ALL,
    left_out="{n} {event|events} after the date given with --as-at: not counted",
)
def after_as_at(subject):
    """What is dated after an as-at that was given has not happened yet; an end after it means open."""
    for part in subject.parts:
        year_end = part.returns and np.datetime64(f"{part.returns[0]}-03-31")
        if not year_end or np.datetime64(part.as_at) < year_end:
            yield from _dated_after(part, np.datetime64(part.as_at), ends=False)


def _dated_after(part, day: np.datetime64, *, ends: bool = True) -> Iterable[Found]:
    for table, column in DATED.items():
        rows = part.recorded[table]
        late = days(rows[column]) > day
        if ends and table == "plans":
            late |= days(rows["plan_end"]) > day
        shows = ("plan_start", "plan_end") if table == "plans" else (column,)
        yield Found(rows[late], shows, part.label)


@whole("2883", ERROR, "More plans started than conferences held in a year", figures=("plans-started", *HELD))
def more_plans_than_conferences(subject):
    """In a return's year, or in a reporting year that the live extract covers. (DfE rule 2883) Transfers and plans that
    begin late in the year apart, a plan follows a conference."""
    for part in subject.parts:
        if part.lacks(("icpc_date", "plan_start")):
            continue
        started, held = days(part.plans["start"]), days(part.conferences["date"])
        for year in _years(subject, part):
            first, last = np.datetime64(year.start), np.datetime64(year.end)
            plans = int(((started >= first) & (started <= last)).sum())
            conferences = int(((held >= first) & (held <= last)).sum())
            if plans > conferences:
                told = f"{year.label}: {plans:,} plans started, {conferences:,} conferences"
                yield of_no_row(told, part.label)


def _years(subject: Subject, part) -> Iterable:
    """The whole reporting years that a part covers."""
    first = _first_day(part)
    if first is None or first > part.as_at:
        return
    for year in split(span_of(first, part.as_at), "year"):
        if year.kind == "year" and (subject.periods is None or year in subject.periods):
            yield year


def _first_day(part):
    """The first day of which a part knows the conferences; None for a live extract without any."""
    return part.first("conferences") if part.kind == "live" else year_end_days(part)[0]


@whole("2885", ERROR, "Plan that starts on no conference's day", figures=("plans-started", *HELD))
def start_without_conference(subject):
    """A plan starts at the initial conference: one that starts in a return's year, or after the live extract's first
    conference, on a day on which the child has none. (DfE rule 2885)"""
    for part in subject.parts:
        if part.lacks(("icpc_date", "plan_start")):
            continue
        first = _first_day(part)
        if first is None:
            continue
        plans = with_children(part.plans, part)
        start = days(plans["start"])
        within = start >= np.datetime64(first)
        held = pd.MultiIndex.from_arrays([part.conferences["child"].to_numpy(), days(part.conferences["date"])])
        found = pd.MultiIndex.from_arrays([plans["child"].to_numpy(), start])
        yield Found(plans[within & ~found.isin(held)], ("start",), part.label, "start")


def of_no_row(told: str, part: str = "") -> Found:
    """A finding that no single row makes."""
    row = pd.DataFrame({"file": [""], "row": pd.array([None], dtype="Int32"), "child_id": [""], "values": [told]})
    return Found(row, ("values",), part)
