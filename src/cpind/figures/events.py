"""Turn recorded rows into events: one plan per (child, start), one conference or enquiry per (child, date).

The input is part of an Extract (the live rows, one return's, or all returns'); the output has one row for each event,
in the order of child and date:

plans        child, start, end, out, recorded, has_previous, previous_start, previous_end
conferences  child, date, clock, transfer_in, not_required, enquiries
enquiries    child, date
reviews      plan (the position of its plan among the plans), date

and, when asked for, any other column of the rows, to split or trace an event by. `out` is the first day on which the
plan is not in the stock (its end; its start if it was never open; missing while open). `recorded` is the recorded
number of previous plans, -1 if there is none. If the rows of an event differ, the last value that is not blank counts,
in the order of return and end, or the largest if these are the same; but a plan's end is the latest end in its latest
return. [choice]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

import numpy as np

from ..model.columns import MISSING_NUMBER, Column, Frame, Part, cells
from ..model.dates import ONE_DAY, pack_key, unpack_key
from ..model.runs import same_as_previous
from ..model.schema import ArrayColumn
from .bridging import Bridged, continues
from .merging import Merged


class Events:
    """The events of one kind: `frame` with their own columns, any other column of their rows by `column`."""

    def __init__(self, frame: Frame, merged: Merged | Bridged) -> None:
        self.frame, self._merged = frame, merged

    def column(self, name: str) -> Column:
        """A column of the rows, one value for each event."""
        return self._merged.column(name)

    def may_be_alike(self, name: str) -> bool:
        """Whether the first rows have at most one value in a column: a quick look, before all events are compared."""
        rows = self._merged.part
        values = cells(rows.take(np.arange(min(len(rows), 1_000)))[name])
        filled = values[values >= 0]
        return not len(filled) or bool((filled == filled[0]).all())

    def with_columns(self, names: Iterable[str]) -> Frame:
        """The events with further columns of their rows."""
        return self.frame.with_columns(**{name: self.column(name) for name in names if name not in self.frame})

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of their rows."""
        return self._merged.part.names

    def places_of(self, child: np.ndarray, day: np.ndarray) -> np.ndarray:
        """The position of the event with each child and day, -1 if there is none; for a plan merged from parts, the day
        on which any part starts."""
        parts = self._merged.parts if isinstance(self._merged, Bridged) else None
        children, days = (parts[0], parts[1]) if parts else self._merged.child_and_day
        known, wanted = pack_key(children, days), pack_key(child, day)
        place = np.searchsorted(known, wanted)
        is_known = place < len(known)
        is_known[is_known] = known[place[is_known]] == wanted[is_known]
        if parts:
            place[is_known] = parts[2][place[is_known]]
        return np.where(is_known, place, -1)

    @cached_property
    def of_rows(self) -> np.ndarray:
        """For each row of the extract, the position of its event; -1 if it has none."""
        return self._merged.of_rows()


def is_ours(plans: Part) -> np.ndarray:
    """Which recorded plans (or reviews) count: those with a start, and not of another authority's child, whose plans
    are never counted. [official s1.2.6]"""
    return ~np.isnat(plans["plan_start"]) & (plans["other_authority"] != 1)


def plans(
    recorded: Part,
    *,
    as_at: np.datetime64,
    returns: Mapping[int, date] | None = None,
    bridge: int | None = None,
    ignore_number: bool = False,
) -> Events:
    """One row per (child, plan start).

    Args:
        recorded: the rows.
        as_at: plans that start later do not exist yet, and those that end later are open.
        returns: for annual returns, their years, each with its last day: an end after that means open; a plan that is
            open in one return and absent from the next leaves the stock after it, but is not counted as ended. [choice]
        bridge: a plan that starts at most this many days after the child's previous plan ends is merged with it.
        ignore_number: whether the recorded number of previous plans is ignored.
    """
    kept = recorded.where(is_ours(recorded) & (recorded["plan_start"] <= as_at))
    whole = Merged(kept, "plan_start", then_by="plan_end", end_of_latest_return=bool(returns))
    merged: Merged | Bridged = whole
    (child, start), end = merged.child_and_day, cells(merged.column("plan_end"))
    last_return = cells(merged.column("return_year")) if returns else np.array([], np.int16)
    horizon = last_days(last_return, returns) if returns else as_at
    end = np.where(end > np.minimum(horizon, as_at), np.datetime64("NaT"), end)
    if bridge is not None and (follows := continues(child, start, end, bridge)).any():
        merged = Bridged(whole, follows)
        (child, start), end = merged.child_and_day, end[merged.last]
        last_return = last_return[merged.last] if returns else last_return
    out = np.where(end <= start, start, end)
    if returns:
        gone = np.isnat(end) & (last_return < max(returns))
        out = np.where(gone, last_days(last_return, returns) + ONE_DAY, out)
    recorded_number = cells(merged.column("previous_plans"))
    frame = Frame(
        {
            "child": child,
            "start": start,
            "end": end,
            "out": out,
            "recorded": np.full_like(recorded_number, MISSING_NUMBER) if ignore_number else recorded_number,
            **_previous(child, start, end, merged),
        }
    )
    return Events(frame, merged)


def conferences(recorded: Part, *, as_at: np.datetime64) -> Events:
    """One row per (child, conference date), so three for three siblings; `clock` is the day from which it is timed.

    If a conference has several enquiries, its clock is the earliest known start. A transfer-in is timed only from its
    referral date, even if an enquiry is recorded. [official C4 footnote]
    """
    merged = Merged(
        recorded.where(recorded["icpc_date"] <= as_at),
        "icpc_date",
        earliest=("s47_start", "referral_date"),
        any_of=("transfer_in", "icpc_not_required"),
    )
    child, date = merged.child_and_day
    transfer_in = cells(merged.column("transfer_in")) == 1
    referred, enquired = cells(merged.column("referral_date")), cells(merged.column("s47_start"))
    frame = Frame(
        {
            "child": child,
            "date": date,
            "clock": np.where(transfer_in, referred, enquired),
            "transfer_in": transfer_in,
            "not_required": cells(merged.column("icpc_not_required")) == 1,
            "enquiries": merged.different("s47_start"),
        }
    )
    return Events(frame, merged)


def enquiries(recorded: Part, *, as_at: np.datetime64) -> Events:
    """One row per (child, section 47 start)."""
    merged = Merged(recorded.where(recorded["s47_start"] <= as_at), "s47_start")
    child, date = merged.child_and_day
    return Events(Frame({"child": child, "date": date}), merged)


def reviews(recorded: Part, plans: Events, *, as_at: np.datetime64) -> Frame:
    """One row per (plan, day of review), in this order; `plans` as the function `plans` makes them.

    A review is left out if it is on or before its plan's start, after its end, without a plan here, or after `as_at`.
    [choice]
    """
    known = recorded.where(is_ours(recorded) & (recorded["review_date"] <= as_at))
    place, date = places_of_rows(known, plans), known["review_date"]
    place, date = place[place >= 0], date[place >= 0]
    counts = (date > plans.frame["start"][place]) & ~(date > plans.frame["end"][place])
    order = np.sort(pack_key(place[counts], date[counts]))
    order = order[~same_as_previous(order)]
    plan, date = unpack_key(order)
    return Frame({"plan": plan, "date": date})


def places_of_rows(rows: Part, events: Events, dated: ArrayColumn = "plan_start") -> np.ndarray:
    """For rows with a child and the date of an event, the position of the event; -1 if there is none."""
    places = events.of_rows[rows["entry"]]
    others = np.flatnonzero(places < 0)  # rows of another table, as of reviews: by child and date
    if len(others):
        rows = rows.take(others)
        places[others] = events.places_of(rows["child_id"].codes, rows[dated])
    return places


def vanished(plans: Frame) -> np.ndarray:
    """Which plans in several returns are open in one return and absent from the next."""
    return np.isnat(plans["end"]) & (plans["out"] > plans["start"])


def last_days(years: np.ndarray, returns: Mapping[int, date]) -> np.ndarray:
    """The last day of the return of each year."""
    known = np.array(sorted(returns), np.int64)
    days = np.array([returns[y] for y in known.tolist()], "datetime64[D]")
    return days[np.searchsorted(known, years.astype(np.int64))]


def year_end(years: np.ndarray) -> np.ndarray:
    """31 March of each year."""
    april = ((years.astype(np.int64) - 1970) * 12 + 3).astype("datetime64[M]")
    return april.astype("datetime64[D]") - ONE_DAY


def _previous(child: np.ndarray, start: np.ndarray, end: np.ndarray, merged: Merged | Bridged) -> dict[str, np.ndarray]:
    """The child's latest plan that started before this one; if there is none, the recorded previous_plan_* dates."""
    same_child = same_as_previous(child)
    before = np.maximum(np.arange(len(child)) - 1, 0)
    missing = np.array("NaT", "datetime64[D]")
    is_recorded, recorded_start, recorded_end = np.array(False), missing, missing
    if {"previous_plan_start", "previous_plan_end"} & set(merged.part.rows.columns):
        recorded_start = cells(merged.column("previous_plan_start"))
        recorded_end = cells(merged.column("previous_plan_end"))
        is_recorded = np.where(np.isnat(recorded_start), ~np.isnat(recorded_end), recorded_start < start)
        recorded_start = np.where(is_recorded, recorded_start, missing)
        recorded_end = np.where(is_recorded, recorded_end, missing)
    return {
        "has_previous": same_child | is_recorded,
        "previous_start": np.where(same_child, start[before], recorded_start),
        "previous_end": np.where(same_child, end[before], recorded_end),
    }
