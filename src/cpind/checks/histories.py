"""Checks that need several rows of a child, or all rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from ..figures.as_at import BOOKED, booked_rows
from ..figures.coverage import earliest_of
from ..figures.events import is_ours
from ..figures.indicators.repeats import ended_earlier
from ..figures.recorded import AGREE, differing
from ..model.dates import days, pack_key
from ..model.periods import Period, long_date, split
from ..model.periods import span as span_of
from ..model.runs import same_as_previous
from .registry import (
    ALL,
    DATED,
    ERROR,
    HELD,
    INFORMATION,
    PLANS,
    STARTED,
    STOCK,
    WARNING,
    Matches,
    Subject,
    match_of_no_row,
    matches_in,
    whole,
    year_of,
)

if TYPE_CHECKING:
    from ..figures.basis import Basis

_FAR = np.datetime64("2149-01-01", "D")

_BY_NUMBER = ("repeats", "repeats-2y", "gaps")


@whole("8940", ERROR, "Plan that starts while another of the child's is open", figures=(*STOCK, "gaps", "repeats-2y"))
def overlapping(subject: Subject) -> Iterable[Matches]:
    """A plan that starts before, or on the day on which, an earlier plan of the child ends. (DfE rule 8940) An end on
    the day of the next start still counts as a gap of 0."""
    for basis in subject.histories:
        plans = basis.events("plans").with_columns(("entry",))
        child, out = plans["child"], days(plans["out"])
        runs_to = np.where(np.isnat(out), _FAR, np.where(np.isnat(days(plans["end"])), out, days(plans["end"])))
        # The latest end so far of the same child: ends of later children are pushed beyond all of earlier ones.
        latest = np.maximum.accumulate(pack_key(child, runs_to))
        begins = pack_key(child, plans["start"])
        overlaps = same_as_previous(child)
        overlaps[1:] &= begins[1:] <= latest[:-1]
        yield Matches(plans.where(overlaps), ("start", "end"), basis.label, "start")


@whole("differs", WARNING, "Rows of one plan that differ", figures=PLANS)
def rows_differ(subject: Subject) -> Iterable[Matches]:
    """Rows with the same child and plan start are one plan. If they differ, the latest end counts and, for each other
    column, the last value that is not blank, in the order of these ends."""
    for basis in subject.bases:
        rows = basis.recorded["plans"]
        rows = rows.where(is_ours(rows))
        listed, _ = differing(rows)
        yield matches_in(rows, listed, ("plan_start", *AGREE), basis, "plan_start")


@whole("previous-differ", WARNING, "Number of previous plans lower than the extract shows", figures=STARTED)
def number_against_history(subject: Subject) -> Iterable[Matches]:
    """The child has more earlier plans in the extract than the recorded number, which decides."""
    for basis in subject.histories:
        plans = basis.events("plans").with_columns(("entry",))
        child = plans["child"]
        place = np.arange(len(child))
        new = ~same_as_previous(child)
        earlier = place - np.maximum.accumulate(np.where(new, place, 0)) if len(child) else place
        known = np.maximum(earlier, plans["has_previous"])
        recorded = plans["recorded"]
        lower = (recorded >= 0) & (recorded < known)
        rows = plans.where(lower).with_columns(plans_before=known[lower])
        yield Matches(rows, ("start", "recorded", "plans_before"), basis.label, "start")


@whole("last-date", WARNING, "Date far after every other", figures=ALL)
def far_after(subject: Subject) -> Iterable[Matches]:
    """The extract's date is that of its last event that can't be booked ahead, so a wrong date in the future makes
    every period up to it look complete."""
    after, live = subject.standing.doubted_after, subject.standing.live
    if after is not None and live is not None:
        yield from _dated_after(live, np.datetime64(after))


@whole(
    "after-as-at",
    WARNING,
    "Event after the extract's date",
    figures=ALL,
    left_out="{n} {event|events} after the date given with --as-at: not counted",
)
def after_as_at(subject: Subject) -> Iterable[Matches]:
    """Events after the given as-at, or after a return's own day, have not happened yet; a plan that ends after it is
    open."""
    for basis in subject.bases:
        is_given = basis.kind == "live" and subject.standing.is_as_at_given
        if is_given or (basis.kind != "live" and basis.as_at < year_of(basis)[1]):
            yield from _dated_after(basis, np.datetime64(basis.as_at), ends=False)


@whole("silent-before-as-at", WARNING, "Nothing recorded long before the extract's date", figures=ALL)
def silent_before_as_at(subject: Subject) -> Iterable[Matches]:
    """The last event that can't be booked is more than 45 days, and more than five usual intervals between such events,
    before the given as-at: the extract may have been made earlier. Periods that end after that event are marked as
    part."""
    day, live = subject.standing.silent_after, subject.standing.live
    if day is not None and live is not None:
        yield match_of_no_row(f"nothing after {long_date(day)}, though as at {long_date(live.as_at)}", live.label)


@whole("booked", INFORMATION, "Conference or review after the extract's date", figures=(*HELD, "reviews"))
def booked_ahead(subject: Subject) -> Iterable[Matches]:
    """Conferences and reviews are entered ahead of time, so without --as-at they set the extract's date only if nothing
    else does. Those after the date are taken as booked and are not counted."""
    for basis in subject.bases:
        if basis.kind == "live" and not subject.standing.is_as_at_given:
            for table, column in BOOKED:
                rows = booked_rows(basis.recorded[table], column, basis.as_at)
                yield matches_in(rows, np.ones(len(rows), bool), (column,), basis, column)


@whole(
    "previous-all-zero", WARNING, "Recorded number of previous plans is 0 throughout, by default", figures=_BY_NUMBER
)
def number_by_default(subject: Subject) -> Iterable[Matches]:
    """Every recorded number of previous plans is 0, while the history shows an earlier plan of the same child that
    ended two days or more before: a default, not a record. In a live extract the number is then derived from the
    history; in a return repeats can't be answered. The check lists the plans that have such an earlier plan."""
    for basis in subject.histories:
        if basis.is_number_a_default:
            plans = basis.events("plans").with_columns(("entry",))
            yield Matches(plans.where(ended_earlier(plans)), ("start", "previous_end"), basis.label, "start")


def _dated_after(basis: Basis, day: np.datetime64, *, ends: bool = True) -> Iterable[Matches]:
    for table, column in DATED.items():
        rows = basis.recorded[table]
        late = np.asarray(rows[column]) > day
        if ends and table == "plans":
            late |= rows["plan_end"] > day
        yield matches_in(rows, late, ("plan_start", "plan_end") if table == "plans" else (column,), basis)


@whole("2883", ERROR, "More plans started than conferences held in a year", figures=("plans-started", *HELD))
def more_plans_than_conferences(subject: Subject) -> Iterable[Matches]:
    """In a return's year, or in a reporting year that the live extract covers. (DfE rule 2883) A plan follows a
    conference, except for transfers and conferences held just before the year."""
    for basis in subject.bases:
        if basis.lacks(("icpc_date", "plan_start")):
            continue
        started, held = days(basis.plans["start"]), days(basis.conferences["date"])
        for year in _years(subject, basis):
            first, last = np.datetime64(year.start), np.datetime64(year.end)
            plans = int(((started >= first) & (started <= last)).sum())
            conferences = int(((held >= first) & (held <= last)).sum())
            if plans > conferences:
                yield match_of_no_row(
                    f"{year.label}: {plans:,} plans started, {conferences:,} conferences", basis.label
                )


def _years(subject: Subject, basis: Basis) -> Iterable[Period]:
    """The whole reporting years that a basis covers."""
    first = _first_day(basis)
    if first is None or first > basis.as_at:
        return
    for year in split(span_of(first, basis.as_at), "year"):
        if year.kind == "year" and (subject.periods is None or year in subject.periods):
            yield year


def _first_day(basis: Basis) -> date | None:
    """The first day of which a basis knows any conferences, all or only those of its plans; None for a live extract without."""
    if basis.kind != "live":
        return year_of(basis)[0]
    return basis.covered_from or earliest_of(basis.conferences["date"])


@whole("2885", ERROR, "Plan that does not start on the day of a conference", figures=("plans-started", *HELD))
def start_without_conference(subject: Subject) -> Iterable[Matches]:
    """A plan starts at the initial conference. Listed are plans that start in a return's year, or after the live
    extract's first conference, on a day on which the child has no conference. (DfE rule 2885)"""
    for basis in subject.bases:
        first = None if basis.lacks(("icpc_date", "plan_start")) else _first_day(basis)
        if first is None:
            continue
        plans, held = basis.events("plans").with_columns(("entry",)), basis.conferences
        begun = pack_key(plans["child"], plans["start"])
        known = pack_key(held["child"], held["date"])
        within = days(plans["start"]) >= np.datetime64(first)
        yield Matches(plans.where(within & ~np.isin(begun, known)), ("start",), basis.label, "start")
