"""Join reviews with their plans."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...model.columns import cells
from ...model.dates import pack_key, unpack_key
from ...model.joins import Join
from .files import NO_DATE, JoinedFiles, join_of
from .lookup import EventLookup, by_words, common_keys, latest_day, only_day


def join_plans(
    files: JoinedFiles, reviews: np.ndarray, review_dates: np.ndarray
) -> tuple[np.ndarray | None, list[Join]]:
    """Find the plan of each review whose file has no plans: start < review <= end (or no end), the latest start."""
    started = files.filled("plan_start")
    others = files.having(started)
    is_live = files.live[reviews]
    starts, joins = None, []
    for source in files.sources if others else ():
        mine = np.flatnonzero(is_live & (reviews >= source.begin) & (reviews < source.end))
        if not len(mine) or started[source.rows].any():
            continue
        if starts is None:
            starts = files.rows["plan_start"][reviews]
        wanted, held = reviews[mine], review_dates[mine]
        keys = common_keys(("plan_id",), source, others, files.rows)
        start, by = _plan_of_review(files, np.flatnonzero(started), keys, wanted, held)
        starts[mine] = start
        matched = ~np.isnat(start)
        joins.append(join_of("plan", source, others, wanted, matched, np.zeros(len(wanted), bool), by_words(keys, by)))
    return starts, joins


def _plan_of_review(
    files: JoinedFiles, plans: np.ndarray, keys: Sequence[str], wanted: np.ndarray, held: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The start of each review's plan, and the key that found it (as look_up numbers them)."""
    known = EventLookup(files, plans, "plan_start")
    starts, by = np.full(len(wanted), NO_DATE), np.full(len(wanted), len(keys))
    undecided = np.ones(len(wanted), bool)
    for place, key in enumerate(keys):
        mine = np.flatnonzero(undecided & (cells(files.rows[key])[wanted] >= 0))
        sorted_keys, owner = known.by_key(key, wanted[mine])
        one_day, ones = only_day(sorted_keys, owner)
        among = latest_day(sorted_keys, owner, np.full(len(mine), NO_DATE), held[mine] - np.timedelta64(1, "D"))[0]
        starts[mine] = np.where(ones == 1, one_day, among)
        by[mine], undecided[mine] = place, False
    rest = np.flatnonzero(undecided)
    starts[rest] = _plan_open_at(files, plans, wanted[rest], held[rest])
    return starts, by


def _plan_open_at(files: JoinedFiles, plans: np.ndarray, wanted: np.ndarray, held: np.ndarray) -> np.ndarray:
    """The start of the child's latest plan that began before each review and had not ended; missing if there is
    none."""
    start, end = files.rows["plan_start"][plans], files.rows["plan_end"][plans]
    key = pack_key(files.child[plans], start)
    order = np.argsort(key, kind="stable")
    unique, first = np.unique(key[order], return_index=True)
    # If rows share a plan, its end is the latest one, and blank only if all are.
    ends = np.fmax.reduceat(end[order].astype("datetime64[D]"), first) if len(first) else end[:0]
    child_of, start_of = unpack_key(unique)
    starts = np.full(len(wanted), NO_DATE)
    rest = np.arange(len(wanted))
    at = np.searchsorted(unique, pack_key(files.child[wanted], held), side="left") - 1
    while len(rest):
        same = (at >= 0) & (child_of[at] == files.child[wanted[rest]])
        fits = same & ~(held[rest] > ends[at])
        starts[rest[fits]] = start_of[at[fits]]
        rest, at = rest[same & ~fits], at[same & ~fits] - 1
    return starts
