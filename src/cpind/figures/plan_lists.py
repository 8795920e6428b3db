"""Extracts made of several lists of plans: of open plans on several days, as in returns without their year, or an earlier
extract beside a later one. The lists are told apart by file, or by a column such as "Snapshot date"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from ..inputs.own_headings import dates_a_list
from ..model.columns import Categorical, Part
from ..model.dates import pack_key
from ..model.runs import distinct_values

LATER = np.timedelta64(28, "D")
"""A list is later than another if its newest plan started so much later. [choice]"""

_MOST_LISTS, _FEW_LACKING = 200, 3
_MOSTLY = 0.5


class _Lists(NamedTuple):
    """The lists of an extract: for each row its list and its plan, and which plans each list has."""

    of_row: np.ndarray
    plan_of_row: np.ndarray
    has: np.ndarray


def are_several_lists(plans: Part, own_columns: Iterable[str]) -> bool:
    """Whether open plans come from lists of different days: two share plans, and each has some that the other lacks."""
    return any(map(_differ, _lists_in(plans, own_columns)))


def absent_later(plans: Part, own_columns: Iterable[str]) -> int:
    """How many plans without an end are absent from a later list."""
    return max((_absent(plans, lists) for lists in _lists_in(plans, own_columns)), default=0)


def _lists_in(plans: Part, own_columns: Iterable[str]) -> Iterable[_Lists]:
    """The lists by file, and by each column that may be the day of one."""
    for name in ("file", *filter(dates_a_list, own_columns)):
        column = plans[name]
        if isinstance(column, Categorical) and 1 < len(lists := distinct_values(column.codes)) <= _MOST_LISTS:
            key = pack_key(plans["child_id"].codes, plans["plan_start"])
            keys = distinct_values(key)
            of_row, plan_of_row = np.searchsorted(lists, column.codes), np.searchsorted(keys, key)
            has = np.zeros((len(lists), len(keys)), bool)
            has[of_row, plan_of_row] = True
            yield _Lists(of_row, plan_of_row, has)


def _differ(lists: _Lists) -> bool:
    has = lists.has.astype(np.int64)
    shared, sizes = has @ has.T, has.sum(axis=1)
    lacking = sizes[:, np.newaxis] - shared
    # Lists of several teams share a few plans, those that both teams work with.
    are_alike = 20 * shared >= np.minimum(sizes, sizes[:, np.newaxis])
    return bool((are_alike & (lacking >= _FEW_LACKING) & (lacking.T >= _FEW_LACKING)).any())


def _absent(plans: Part, lists: _Lists) -> int:
    has_end = ~np.isnat(plans["plan_end"])
    count, keys = lists.has.shape
    ended = np.zeros(keys, bool)
    ended[lists.plan_of_row[has_end]] = True
    is_open = np.zeros((count, keys), bool)
    is_open[lists.of_row[~has_end], lists.plan_of_row[~has_end]] = True
    newest = np.array([plans["plan_start"][lists.of_row == one].max() for one in range(count)])
    absent = np.zeros(keys, bool)
    for one in range(count):
        later = np.flatnonzero(newest - newest[one] >= LATER)
        if not len(later) or not is_open[one].any():
            continue
        following = later[np.argmin(newest[later])]
        # Otherwise it is a list of other plans, as of another team.
        if lists.has[following][is_open[one]].mean() >= _MOSTLY:
            absent |= is_open[one] & ~ended & ~lists.has[later].any(axis=0)
    return int(absent.sum())
