"""Recorded rows -> episodes: one plan per (child, start), one conference per (child, date), one enquiry likewise.

The input is part of an Extract (the live rows, one return's, or all returns'); the output has one row an
episode, in the order of child and date:

plans        child, start, end, out, recorded, has_previous, previous_start, previous_end + context
conferences  child, date, clock, transfer_in, not_required, enquiries + context
enquiries    child, date + context
reviews      plan (the position of its plan among the plans), date

`out` is the first day on which the plan is in no stock (its end; its start where it never was open; missing
while open). `recorded` is the recorded number of previous plans, -1 where there is none. Where rows that
share an episode differ, the last of them that says something decides, in the order of return and end, and the
largest value where these are the same; but the end of a plan is the latest return's, the latest there. [choice]
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .cells import MISSING_NUMBER
from .dates import ONE_DAY, days
from .extract import CONFERENCE_COLUMNS, PLAN_COLUMNS
from .runs import like_the_one_before

_KEY_DAYS = 2**20
"""More than the days that any date lies from 1970, so that child and day fit one sortable integer."""


def plans(recorded: pd.DataFrame, *, as_at: np.datetime64, returns: Sequence[int] = ()) -> pd.DataFrame:
    """One row per (child, plan start); plans of other authorities' children count nowhere. [official s1.2.6]

    `as_at`: later starts do not exist yet, later ends mean open. `returns`: the years whose rows these are,
    where they are annual returns: an end after its return's 31 March means open, and a plan left open in a
    return and absent from the next leaves the stock after it and is ended nowhere. [choice]
    """
    kept = recorded[(recorded["plan_start"].notna() & (recorded["other_authority"] != 1)).to_numpy()]
    kept = kept[days(kept["plan_start"]) <= as_at]
    merged = _merged(kept, "plan_start", then_by="plan_end", end_of_latest_return=bool(returns))
    start, end = days(merged["plan_start"]), days(merged["plan_end"])
    last_return = merged["return_year"].to_numpy()
    horizon = _year_end(last_return) if returns else np.full(len(merged), as_at)
    end = np.where(end > np.minimum(horizon, as_at), np.datetime64("NaT"), end)
    out = np.where(end <= start, start, end)
    if returns:
        vanished = np.isnat(end) & (last_return < max(returns))
        out = np.where(vanished, _year_end(last_return) + ONE_DAY, out)
    child = _codes(merged)
    episodes = _with_context(
        merged,
        {
            "child": child,
            "start": start,
            "end": end,
            "out": out,
            "recorded": merged["previous_plans"].to_numpy(),
        },
    )
    return episodes.assign(**_previous(child, start, end, merged))


def conferences(recorded: pd.DataFrame, *, as_at: np.datetime64) -> pd.DataFrame:
    """One row per (child, conference date), three siblings three rows; `clock` is the day from which it is timed.

    Several enquiries of one conference give the earliest known clock. A transfer-in is timed from its
    referral date only, also where an enquiry is recorded. [official C4 footnote]
    """
    kept = recorded[days(recorded["icpc_date"]) <= as_at]
    kept = kept.assign(enquiries=kept["s47_start"].notna().astype(np.int16))
    merged = _merged(
        kept,
        "icpc_date",
        earliest=("s47_start", "referral_date"),
        any_of=("transfer_in", "icpc_not_required"),
        total="enquiries",
    )
    transfer_in = (merged["transfer_in"] == 1).to_numpy()
    return _with_context(
        merged,
        {
            "child": _codes(merged),
            "date": days(merged["icpc_date"]),
            "clock": np.where(transfer_in, days(merged["referral_date"]), days(merged["s47_start"])),
            "transfer_in": transfer_in,
            "not_required": (merged["icpc_not_required"] == 1).to_numpy(),
            "enquiries": merged["enquiries"].to_numpy(),
        },
    )


def enquiries(recorded: pd.DataFrame, *, as_at: np.datetime64) -> pd.DataFrame:
    """One row per (child, section 47 start)."""
    merged = _merged(recorded[days(recorded["s47_start"]) <= as_at], "s47_start")
    return _with_context(merged, {"child": _codes(merged), "date": days(merged["s47_start"])})


def reviews(recorded: pd.DataFrame, plans: pd.DataFrame, *, as_at: np.datetime64) -> pd.DataFrame:
    """One row per (plan, day of review), in this order; plans as `plans` above makes them.

    A review on or before its plan's start, after its end, of no plan here, or later than `as_at` is not in it. [choice]
    """
    plan_key = plans["child"].to_numpy(np.int64) * _KEY_DAYS + days(plans["start"]).astype(np.int64)
    known = recorded[(recorded["plan_start"].notna() & (recorded["other_authority"] != 1)).to_numpy()]
    key = _codes(known).astype(np.int64) * _KEY_DAYS + days(known["plan_start"]).astype(np.int64)
    place = np.searchsorted(plan_key, key)
    date = days(known["review_date"])
    found = place < len(plan_key)
    found[found] = plan_key[place[found]] == key[found]
    found &= date <= as_at
    place, date = place[found], date[found]
    start, end = days(plans["start"])[place], days(plans["end"])[place]
    counts = (date > start) & ~(date > end)
    place, date = place[counts], date[counts]
    order = np.lexsort((date, place))
    place, date = place[order], date[order]
    once = ~like_the_one_before(place, date)
    return pd.DataFrame({"plan": place[once], "date": date[once].astype("datetime64[s]")})


def vanished(plans: pd.DataFrame) -> np.ndarray:
    """Which plans of several returns together are open in one and absent from the next."""
    return (plans["end"].isna() & (plans["out"] > plans["start"])).to_numpy()


# --- previous plans ---------------------------------------------------------------------------------


def _previous(child: np.ndarray, start: np.ndarray, end: np.ndarray, merged: pd.DataFrame) -> dict[str, np.ndarray]:
    """The child's latest plan that started before this one; without one, the recorded previous_plan_* dates."""
    same_child = like_the_one_before(child)
    before = np.maximum(np.arange(len(child)) - 1, 0)
    told_start, told_end = days(merged["previous_plan_start"]), days(merged["previous_plan_end"])
    told = np.where(np.isnat(told_start), ~np.isnat(told_end), told_start < start)
    missing = np.datetime64("NaT", "D")
    return {
        "has_previous": same_child | told,
        "previous_start": np.where(same_child, start[before], np.where(told, told_start, missing)),
        "previous_end": np.where(same_child, end[before], np.where(told, told_end, missing)),
    }


# --- rows that share an episode ---------------------------------------------------------------------


def _merged(
    rows: pd.DataFrame,
    day: str,
    *,
    then_by: str | None = None,
    end_of_latest_return: bool = False,
    earliest: Sequence[str] = (),
    any_of: Sequence[str] = (),
    total: str | None = None,
) -> pd.DataFrame:
    """One row per (child, day), ordered by them: of each column the last value that is not missing, in the order
    of return (and of `then_by`); but the smallest of `earliest`, the largest of `any_of`, and as `total` the number
    of distinct s47_start."""
    key = _codes(rows).astype(np.int64) * _KEY_DAYS + days(rows[day]).astype(np.int64)
    order = np.argsort(key, kind="stable")
    sorted_key = key[order]
    repeated = like_the_one_before(sorted_key)
    shared = repeated.copy()
    shared[:-1] |= repeated[1:]
    if not repeated.any():
        return rows.take(order)
    single = rows.take(order[~shared]).assign(_key=sorted_key[~shared])
    several = rows.take(order[shared]).assign(_key=sorted_key[shared])
    # Where it stands, as one column: file and row of different rows must not be put together.
    ranked = _ranked(several.drop(columns=["file", "row"])).assign(_at=np.arange(len(several)))
    if then_by:  # a blank end before every recorded one
        ranked = ranked.assign(_then=several[then_by].fillna(pd.Timestamp.min.as_unit("s")))
    if end_of_latest_return:  # of the latest return alone, but only after the ends have put the rows in order
        latest = ranked.groupby("_key")["return_year"].transform("max")
        ranked["plan_end"] = ranked["plan_end"].where(ranked["return_year"] == latest)
    in_order = ["_key", "return_year", *(["_then"] if then_by else [])]
    # Rows that the order does not tell apart: the largest value, so that the order of the file is nothing.
    last = ranked.groupby(in_order, sort=True).max().reset_index().groupby("_key", sort=True).last()
    groups = ranked.groupby("_key", sort=True)
    for name in earliest:
        last[name] = groups[name].min()
    for name in any_of:
        last[name] = groups[name].max()
    if total:
        last[total] = groups["s47_start"].nunique()
    last = last.reset_index()
    place = several[["file", "row"]].take(last["_at"].astype(int)).reset_index(drop=True)
    last = _unranked(last, several.drop(columns=["file", "row"])).assign(file=place["file"], row=place["row"])
    return pd.concat([single, last[single.columns]]).sort_values("_key", kind="stable").drop(columns="_key")


def _ranked(rows: pd.DataFrame) -> pd.DataFrame:
    """Every column as something that has an order: texts by their rank, missing flags and numbers as NaN."""
    columns = {}
    for name, column in rows.items():
        if isinstance(column.dtype, pd.CategoricalDtype):
            rank = np.argsort(np.argsort(np.asarray(column.cat.categories, str), kind="stable"), kind="stable").astype(
                float
            )
            columns[name] = np.append(rank, np.nan)[column.cat.codes]
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
            order = np.append(np.argsort(np.asarray(dtype.categories, str), kind="stable"), -1)
            columns[name] = pd.Categorical.from_codes(order[column.fillna(-1).astype(int)], dtype=dtype)
        else:
            columns[name] = column.fillna(MISSING_NUMBER).astype(dtype) if dtype == np.int16 else column.astype(dtype)
    return pd.DataFrame(columns)


def _with_context(merged: pd.DataFrame, columns: dict[str, np.ndarray]) -> pd.DataFrame:
    """The episode's own columns first, then all that it can be split by or traced to."""
    gone = {"child_id", *PLAN_COLUMNS, *CONFERENCE_COLUMNS, "enquiries"}
    context = {name: merged[name].array for name in merged.columns if name not in gone}
    own = {
        name: values.astype("datetime64[s]") if values.dtype.kind == "M" else values for name, values in columns.items()
    }
    return pd.DataFrame({**own, **{name: values for name, values in context.items() if name not in own}}, copy=False)


def _codes(rows: pd.DataFrame) -> np.ndarray:
    return rows["child_id"].array.codes


def _year_end(years: np.ndarray) -> np.ndarray:
    april = ((years.astype(np.int64) - 1970) * 12 + 3).astype("datetime64[M]")
    return april.astype("datetime64[D]") - ONE_DAY
