"""Recorded rows -> episodes: one plan per (child, start), one conference per (child, date), one enquiry likewise.

The input is part of an Extract (the live rows, one return's, or all returns'); the output has one row an
episode, in the order of child and date:

plans        child, start, end, out, recorded, has_previous, previous_start, previous_end
conferences  child, date, clock, transfer_in, not_required, enquiries
enquiries    child, date
reviews      plan (the position of its plan among the plans), date

and, when asked for, any other column of the rows: what an episode can be split by or traced to. `out` is the first day on
which the plan is in no stock (its end; its start where it never was open; missing while open). `recorded` is the recorded
number of previous plans, -1 where there is none. Where rows that share an episode differ, the last of them that says
something decides, in the order of return and end, and the largest value where these are the same; but the end of a
plan is the latest return's, the latest there. [choice]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from .columns import Coded, Column, Frame, Part, cells
from .dates import ONE_DAY, key_of, whose_and_when
from .extract import TRACE
from .runs import like_the_one_before
from .schema import category_code


class Episodes:
    """The episodes of one kind: `frame` with their own columns, any other column of their rows by `column`."""

    def __init__(self, frame: Frame, merged: Merged) -> None:
        self.frame, self._merged = frame, merged

    def column(self, name: str) -> Column:
        """A column of the rows, one value an episode."""
        return self._merged.column(name)

    def with_columns(self, names: Iterable[str]) -> Frame:
        """The episodes with further columns of their rows."""
        return self.frame.with_columns(**{name: self.column(name) for name in names if name not in self.frame})

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that their rows have."""
        return self._merged.part.names

    @cached_property
    def of_rows(self) -> np.ndarray:
        """For each row of the extract the position of the episode that it is a row of, -1 where it is of none."""
        return self._merged.of_rows()


def is_ours(plans: Part) -> np.ndarray:
    """Which recorded plans (or reviews) are plans: with a start, and not another authority's child's, whose plans count
    nowhere. [official s1.2.6]"""
    return ~np.isnat(plans["plan_start"]) & (plans["other_authority"] != 1)


def plans(recorded: Part, *, as_at: np.datetime64, returns: Sequence[int] = ()) -> Episodes:
    """One row per (child, plan start).

    `as_at`: later starts do not exist yet, later ends mean open. `returns`: the years whose rows these are,
    where they are annual returns: an end after its return's 31 March means open, and a plan left open in a
    return and absent from the next leaves the stock after it and is ended nowhere. [choice]
    """
    kept = recorded.where(is_ours(recorded) & (recorded["plan_start"] <= as_at))
    merged = Merged(kept, "plan_start", then_by="plan_end", end_of_latest_return=bool(returns))
    start, end = merged.column("plan_start"), merged.column("plan_end")
    last_return = merged.column("return_year") if returns else np.array([], np.int16)
    horizon = year_end(last_return) if returns else as_at
    end = np.where(end > np.minimum(horizon, as_at), np.datetime64("NaT"), end)
    out = np.where(end <= start, start, end)
    if returns:
        gone = np.isnat(end) & (last_return < max(returns))
        out = np.where(gone, year_end(last_return) + ONE_DAY, out)
    child = merged.child
    frame = Frame(
        {
            "child": child,
            "start": start,
            "end": end,
            "out": out,
            "recorded": merged.column("previous_plans"),
            **_previous(child, start, end, merged),
        }
    )
    return Episodes(frame, merged)


def conferences(recorded: Part, *, as_at: np.datetime64) -> Episodes:
    """One row per (child, conference date), three siblings three rows; `clock` is the day from which it is timed.

    Several enquiries of one conference give the earliest known clock. A transfer-in is timed from its
    referral date only, also where an enquiry is recorded. [official C4 footnote]
    """
    merged = Merged(
        recorded.where(recorded["icpc_date"] <= as_at),
        "icpc_date",
        earliest=("s47_start", "referral_date"),
        any_of=("transfer_in", "icpc_not_required"),
        counted="s47_start",
    )
    transfer_in = merged.column("transfer_in") == 1
    frame = Frame(
        {
            "child": merged.child,
            "date": merged.column("icpc_date"),
            "clock": np.where(transfer_in, merged.column("referral_date"), merged.column("s47_start")),
            "transfer_in": transfer_in,
            "not_required": merged.column("icpc_not_required") == 1,
            "enquiries": merged.different(),
        }
    )
    return Episodes(frame, merged)


def enquiries(recorded: Part, *, as_at: np.datetime64) -> Episodes:
    """One row per (child, section 47 start)."""
    merged = Merged(recorded.where(recorded["s47_start"] <= as_at), "s47_start")
    return Episodes(Frame({"child": merged.child, "date": merged.column("s47_start")}), merged)


def reviews(recorded: Part, plans: Episodes, *, as_at: np.datetime64) -> Frame:
    """One row per (plan, day of review), in this order; plans as `plans` above makes them.

    A review on or before its plan's start, after its end, of no plan here, or later than `as_at` is not in it. [choice]
    """
    known = recorded.where(is_ours(recorded) & (recorded["review_date"] <= as_at))
    place, date = places_of_plans(known, plans), known["review_date"]
    place, date = place[place >= 0], date[place >= 0]
    counts = (date > plans.frame["start"][place]) & ~(date > plans.frame["end"][place])
    order = np.sort(key_of(place[counts], date[counts]))
    order = order[~like_the_one_before(order)]
    plan, date = whose_and_when(order)
    return Frame({"plan": plan, "date": date})


def places_of_plans(rows: Part, plans: Episodes) -> np.ndarray:
    """For rows with child and plan_start the position of the plan among the episodes, -1 where there is none."""
    places = plans.of_rows[rows["entry"]]
    others = np.flatnonzero(places < 0)  # rows that are reviews alone: by child and start
    if len(others):
        rows = rows.take(others)
        known = key_of(plans.frame["child"], plans.frame["start"])
        wanted = key_of(rows["child_id"].codes, rows["plan_start"])
        place = np.searchsorted(known, wanted)
        found = place < len(known)
        found[found] = known[place[found]] == wanted[found]
        places[others] = np.where(found, place, -1)
    return places


def vanished(plans: Frame) -> np.ndarray:
    """Which plans of several returns together are open in one and absent from the next."""
    return np.isnat(plans["end"]) & (plans["out"] > plans["start"])


def year_end(years: np.ndarray) -> np.ndarray:
    """31 March of each year."""
    april = ((years.astype(np.int64) - 1970) * 12 + 3).astype("datetime64[M]")
    return april.astype("datetime64[D]") - ONE_DAY


def _previous(child: np.ndarray, start: np.ndarray, end: np.ndarray, merged: Merged) -> dict[str, np.ndarray]:
    """The child's latest plan that started before this one; without one, the recorded previous_plan_* dates."""
    same_child = like_the_one_before(child)
    before = np.maximum(np.arange(len(child)) - 1, 0)
    missing = np.datetime64("NaT", "D")
    told, told_start, told_end = False, missing, missing
    if {"previous_plan_start", "previous_plan_end"} & set(merged.part.rows.columns):
        told_start, told_end = merged.column("previous_plan_start"), merged.column("previous_plan_end")
        told = np.where(np.isnat(told_start), ~np.isnat(told_end), told_start < start)
        told_start, told_end = np.where(told, told_start, missing), np.where(told, told_end, missing)
    return {
        "has_previous": same_child | told,
        "previous_start": np.where(same_child, start[before], told_start),
        "previous_end": np.where(same_child, end[before], told_end),
    }


# --- rows that share an episode ---------------------------------------------------------------------


class Merged:
    """One episode per (child, day), ordered by them. A column is taken when it is asked for: of rows that share an
    episode the last value that is not missing, in the order of return (and of `then_by`); but the smallest of
    `earliest`, the largest of `any_of`. `different()` counts the distinct values of `counted`.

    Nearly all episodes have one row, so those that share one are merged apart and laid over the rest.
    """

    def __init__(
        self,
        part: Part,
        day: str,
        *,
        then_by: str | None = None,
        end_of_latest_return: bool = False,
        earliest: Sequence[str] = (),
        any_of: Sequence[str] = (),
        counted: str | None = None,
    ) -> None:
        self.part = part
        self._then_by, self._of_latest_return = then_by, end_of_latest_return
        self._earliest, self._any_of, self._counted = earliest, any_of, counted
        self._key, order = in_order(key_of(part["child_id"].codes, part[day]))
        repeated = like_the_one_before(self._key)
        self._first = order[~repeated]
        shared = repeated.copy()
        shared[:-1] |= repeated[1:]
        self._shared = order[shared]
        self._shared_key = self._key[shared]
        self._key = self._key[~repeated]

    def of_rows(self) -> np.ndarray:
        """For each row of the extract the position of its episode, -1 where it has none here."""
        found = np.full(len(self.part.rows), -1, np.int32)
        entries = self.part["entry"]
        found[entries[self._first]] = np.arange(len(self._first))
        found[entries[self._shared]] = np.searchsorted(self._key, self._shared_key)
        return found

    @property
    def child(self) -> np.ndarray:
        """Each episode's child, as a code."""
        return whose_and_when(self._key)[0]

    def column(self, name: str) -> Column:
        """A column of the rows, one value an episode."""
        taken = self.part[name].take(self._first)
        if len(self._shared):
            cells(taken)[self._places] = self._merged(name)
        return taken

    def different(self) -> np.ndarray:
        """How many distinct values of `counted` each episode's rows have."""
        found = (~np.isnat(self.part[self._counted].take(self._first))).astype(np.int16)
        if len(self._shared):
            values = self._rows[self._counted]
            order = np.lexsort((values, self._shared_key))
            repeated = like_the_one_before(self._shared_key[order], values[order])
            found[self._places] = np.add.reduceat(~np.isnat(values[order]) & ~repeated, self._begins)
        return found

    @cached_property
    def _rows(self) -> Part:
        """The rows that share an episode with another, in the order of their episodes."""
        return self.part.take(self._shared)

    @cached_property
    def _begins(self) -> np.ndarray:
        """Where, among these rows, each episode begins."""
        return np.flatnonzero(~like_the_one_before(self._shared_key))

    @cached_property
    def _places(self) -> np.ndarray:
        """The positions of these episodes among all."""
        return np.searchsorted(self._key, self._shared_key[self._begins])

    @cached_property
    def _standing(self) -> tuple[np.ndarray, ...]:
        """What orders the rows of an episode, the most telling first: their return, then the day `then_by`, blank before
        every date."""
        then = (_as_numbers(self._rows[self._then_by]),) if self._then_by else ()
        return (self._rows["return_year"], *then)

    def _merged(self, name: str) -> np.ndarray:
        """Of each episode that several rows share the value (of a text, its code) that is its own."""
        column = self._rows[name]
        if name in TRACE:  # where it stands, as one: file and row of different rows must not be put together
            return cells(column)[self._last(np.arange(len(column)))]
        if name in self._any_of:
            return np.maximum.reduceat(column, self._begins)
        rank = _as_numbers(column)
        if name in self._earliest:
            first = np.minimum.reduceat(np.where(rank == _MISSING, _LATEST, rank), self._begins)
            return np.where(first == _LATEST, np.datetime64("NaT", "D"), first.astype("datetime64[D]"))
        if self._of_latest_return and name == "plan_end":
            years = self._rows["return_year"]
            latest = np.repeat(np.maximum.reduceat(years, self._begins), np.diff(self._begins, append=len(years)))
            rank = np.where(years == latest, rank, _MISSING)
            column = np.where(years == latest, column, np.datetime64("NaT", "D"))
        return cells(column)[self._last(rank)]

    def _last(self, rank: np.ndarray) -> np.ndarray:
        """Of each episode the row that decides: with a value, the last by standing, the largest value where that is the
        same, so that the order of the file is nothing."""
        order = np.lexsort((rank, *reversed(self._standing), rank != _MISSING, self._shared_key))
        return order[np.append(self._begins[1:], len(order)) - 1]


_MISSING = np.iinfo(np.int64).min
_LATEST = np.iinfo(np.int64).max


def _as_numbers(column: Column) -> np.ndarray:
    """A column as integers in the order of its values, texts by their rank among those that it has."""
    if isinstance(column, Coded):
        used = np.unique(column.codes[column.filled()])
        rank = np.full(len(column.texts) + 1, _MISSING)
        # A category of abuse by its code, so that its spelling is nothing.
        ordered = sorted(used.tolist(), key=lambda code: (category_code(text := column.texts[code]) or text, text))
        rank[ordered] = np.arange(len(used))
        return rank[column.codes]
    if column.dtype.kind == "M":
        return column.astype("datetime64[D]").astype(np.int64)  # a missing date is the smallest integer
    return np.where(column < 0, _MISSING, column.astype(np.int64))


def in_order(key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The keys sorted, and where each of them was; equal ones in the order in which they came."""
    bits = len(key).bit_length()
    if not len(key) or int(key.max()).bit_length() + bits >= 64:
        order = np.argsort(key, kind="stable")
        return key[order], order
    # Key and place as one integer: to sort these is several times quicker than to sort places by their keys.
    packed = key << bits | np.arange(len(key))
    packed.sort()
    return packed >> bits, packed & (1 << bits) - 1
