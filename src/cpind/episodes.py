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
import pandas as pd

from .cells import MISSING_NUMBER
from .dates import KEY_DAYS, ONE_DAY, days, key_of
from .extract import TRACE, Column, Part
from .periods import FIRST_YEAR
from .runs import like_the_one_before


class Episodes:
    """The episodes of one kind: `frame` with their own columns, any other column of their rows by `column`."""

    def __init__(self, frame: pd.DataFrame, merged: Merged) -> None:
        self.frame, self._merged = frame, merged

    def column(self, name: str) -> Column:
        """A column of the rows, one value an episode."""
        return self._merged.column(name)

    def with_columns(self, names: Iterable[str]) -> pd.DataFrame:
        """The episodes with further columns of their rows."""
        wanted = {name: self.column(name) for name in names if name not in self.frame}
        return self.frame.assign(**wanted) if wanted else self.frame

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that their rows have."""
        return self._merged.part.names


def is_ours(plans: Part) -> np.ndarray:
    """Which recorded plans (or reviews) are plans: with a start, and not another authority's child's, whose plans count
    nowhere. [official s1.2.6]"""
    return ~np.isnat(plans.array("plan_start")) & (plans.array("other_authority") != 1)


def plans(recorded: Part, *, as_at: np.datetime64, returns: Sequence[int] = ()) -> Episodes:
    """One row per (child, plan start).

    `as_at`: later starts do not exist yet, later ends mean open. `returns`: the years whose rows these are,
    where they are annual returns: an end after its return's 31 March means open, and a plan left open in a
    return and absent from the next leaves the stock after it and is ended nowhere. [choice]
    """
    kept = recorded.where(is_ours(recorded) & (recorded.array("plan_start") <= as_at))
    merged = Merged(kept, "plan_start", then_by="plan_end", end_of_latest_return=bool(returns))
    start, end = merged.column("plan_start"), merged.column("plan_end")
    last_return = merged.column("return_year")
    horizon = year_end(last_return) if returns else as_at
    end = np.where(end > np.minimum(horizon, as_at), np.datetime64("NaT"), end)
    out = np.where(end <= start, start, end)
    if returns:
        gone = np.isnat(end) & (last_return < max(returns))
        out = np.where(gone, year_end(last_return) + ONE_DAY, out)
    child = merged.child
    frame = _frame(
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
        recorded.where(recorded.array("icpc_date") <= as_at),
        "icpc_date",
        earliest=("s47_start", "referral_date"),
        any_of=("transfer_in", "icpc_not_required"),
        counted="s47_start",
    )
    transfer_in = merged.column("transfer_in") == 1
    frame = _frame(
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
    merged = Merged(recorded.where(recorded.array("s47_start") <= as_at), "s47_start")
    return Episodes(_frame({"child": merged.child, "date": merged.column("s47_start")}), merged)


def reviews(recorded: Part, plans: pd.DataFrame, *, as_at: np.datetime64) -> pd.DataFrame:
    """One row per (plan, day of review), in this order; plans as `plans` above makes them.

    A review on or before its plan's start, after its end, of no plan here, or later than `as_at` is not in it. [choice]
    """
    known = recorded.where(is_ours(recorded) & (recorded.array("review_date") <= as_at))
    place, date = places_of_plans(known, plans), known.array("review_date")
    place, date = place[place >= 0], date[place >= 0]
    counts = (date > days(plans["start"])[place]) & ~(date > days(plans["end"])[place])
    order = np.sort(key_of(place[counts], date[counts]))
    order = order[~like_the_one_before(order)]
    return pd.DataFrame({"plan": order // KEY_DAYS, "date": (order % KEY_DAYS).astype("datetime64[D]")})


def places_of_plans(rows: Part, plans: pd.DataFrame) -> np.ndarray:
    """For rows with child and plan_start the position of the plan among the episodes, -1 where there is none."""
    known = key_of(plans["child"], plans["start"])
    wanted = key_of(rows.array("child_id").codes, rows.array("plan_start"))
    place = np.searchsorted(known, wanted)
    found = place < len(known)
    found[found] = known[place[found]] == wanted[found]
    return np.where(found, place, -1)


def vanished(plans: pd.DataFrame) -> np.ndarray:
    """Which plans of several returns together are open in one and absent from the next."""
    return (plans["end"].isna() & (plans["out"] > plans["start"])).to_numpy()


def year_end(years: np.ndarray) -> np.ndarray:
    """31 March of each year."""
    april = ((years.astype(np.int64) - 1970) * 12 + 3).astype("datetime64[M]")
    return april.astype("datetime64[D]") - ONE_DAY


def _previous(child: np.ndarray, start: np.ndarray, end: np.ndarray, merged: Merged) -> dict[str, np.ndarray]:
    """The child's latest plan that started before this one; without one, the recorded previous_plan_* dates."""
    same_child = like_the_one_before(child)
    before = np.maximum(np.arange(len(child)) - 1, 0)
    told_start, told_end = merged.column("previous_plan_start"), merged.column("previous_plan_end")
    told = np.where(np.isnat(told_start), ~np.isnat(told_end), told_start < start)
    missing = np.datetime64("NaT", "D")
    return {
        "has_previous": same_child | told,
        "previous_start": np.where(same_child, start[before], np.where(told, told_start, missing)),
        "previous_end": np.where(same_child, end[before], np.where(told, told_end, missing)),
    }


def _frame(columns: dict[str, np.ndarray]) -> pd.DataFrame:
    return pd.DataFrame(columns, copy=False)


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
        self._key, order = in_order(key_of(part.array("child_id").codes, part.array(day)))
        repeated = like_the_one_before(self._key)
        self._first = order[~repeated]
        shared = repeated.copy()
        shared[:-1] |= repeated[1:]
        self._shared = order[shared]
        self._shared_key = self._key[shared]
        self._key = self._key[~repeated]

    @property
    def child(self) -> np.ndarray:
        """Each episode's child, as a code."""
        return self._key // KEY_DAYS

    def column(self, name: str) -> Column:
        """A column of the rows, one value an episode."""
        taken = self.part.array(name).take(self._first)
        if len(self._shared):
            place, together = self._over
            taken[place] = pd.Categorical(together[name]) if isinstance(taken, pd.Categorical) else together[name]
        return taken

    def different(self) -> np.ndarray:
        """How many distinct values of `counted` each episode's rows have."""
        single = self.part.array(self._counted).take(self._first)
        found = (~np.isnat(single)).astype(np.int16)
        if len(self._shared):
            place, together = self._over
            found[place] = together["_different"]
        return found

    @cached_property
    def _over(self) -> tuple[np.ndarray, pd.DataFrame]:
        """The positions of the episodes that several rows share, and these episodes."""
        several = self.part.where_places(self._shared).frame().assign(_key=self._shared_key)
        ranked = _ranked(several.drop(columns=list(TRACE))).assign(_at=np.arange(len(several)))
        if self._then_by:  # a blank end before every recorded one
            ranked = ranked.assign(_then=several[self._then_by].fillna(pd.Timestamp(FIRST_YEAR - 100, 1, 1)))
        if self._of_latest_return:  # of the latest alone, but only after the ends have put the rows in order
            latest = ranked.groupby("_key")["return_year"].transform("max")
            ranked["plan_end"] = ranked["plan_end"].where(ranked["return_year"] == latest)
        in_order = ["_key", "return_year", *(["_then"] if self._then_by else [])]
        # Rows that the order does not tell apart: the largest value, so that the order of the file is nothing.
        last = ranked.groupby(in_order, sort=True).max().reset_index().groupby("_key", sort=True).last()
        groups = ranked.groupby("_key", sort=True)
        for name in self._earliest:
            last[name] = groups[name].min()
        for name in self._any_of:
            last[name] = groups[name].max()
        different = groups[self._counted].nunique() if self._counted else None
        last = last.reset_index()
        # Where it stands, as one: file and row of different rows must not be put together.
        trace = several[list(TRACE)].take(last["_at"].astype(int)).reset_index(drop=True)
        together = _unranked(last, several.drop(columns=list(TRACE))).assign(**{name: trace[name] for name in TRACE})
        if different is not None:
            together["_different"] = different.to_numpy()
        return np.searchsorted(self._key, together["_key"].to_numpy()), together


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


def _texts_in_order(column: pd.Series) -> np.ndarray:
    """The codes of the texts that a categorical column has, in the order of the texts."""
    codes = column.cat.codes.to_numpy()
    used = np.unique(codes[codes >= 0])
    return used[np.argsort(np.asarray(column.cat.categories[used], str), kind="stable")]


def _ranked(rows: pd.DataFrame) -> pd.DataFrame:
    """Every column as something that has an order: texts by their rank, missing flags and numbers as NaN."""
    columns = {}
    for name, column in rows.items():
        if isinstance(column.dtype, pd.CategoricalDtype):
            codes, order = column.cat.codes.to_numpy(), _texts_in_order(column)
            by_code = np.argsort(order)
            rank = np.append(by_code, 0)[np.searchsorted(order, codes, sorter=by_code)]
            columns[name] = np.where(codes < 0, np.nan, rank)
        elif column.dtype == np.int16 and name != "return_year":
            columns[name] = column.where(column != MISSING_NUMBER)
        else:
            columns[name] = column
    return pd.DataFrame(columns, index=rows.index)


def _unranked(ranked: pd.DataFrame, like: pd.DataFrame) -> pd.DataFrame:
    """The columns as they were in `like`."""
    columns = {}
    for name in like:
        dtype, column = like[name].dtype, ranked[name]
        if isinstance(dtype, pd.CategoricalDtype):
            order = np.append(_texts_in_order(like[name]), -1)
            columns[name] = pd.Categorical.from_codes(order[column.fillna(-1).astype(int)], dtype=dtype, validate=False)
        else:
            columns[name] = column.fillna(MISSING_NUMBER).astype(dtype) if dtype == np.int16 else column.astype(dtype)
    return pd.DataFrame(columns)
