"""Plans that are open in one list of an extract and absent from a later one, as in returns without their year or in an
earlier extract beside a later one."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..inputs.own_headings import dates_a_list
from ..model.columns import Categorical, Part
from ..model.dates import pack_key
from ..model.runs import distinct_values

LATER = np.timedelta64(28, "D")
"""A list is later than another if its newest plan started so much later. [choice]"""

_MOST_LISTS = 200
_MOSTLY = 0.5


def absent_later(plans: Part, own_columns: Iterable[str]) -> int:
    """How many plans without an end are absent from a later list: by file, or by a column such as "Snapshot date"."""
    names = ("file", *filter(dates_a_list, own_columns))
    columns = (plans[name] for name in names)
    return max(_absent(plans, column.codes) for column in columns if isinstance(column, Categorical))


def _absent(plans: Part, listed_in: np.ndarray) -> int:
    """The same for lists by number."""
    lists = distinct_values(listed_in)
    if not 1 < len(lists) <= _MOST_LISTS:
        return 0
    key = pack_key(plans["child_id"].codes, plans["plan_start"])
    keys = distinct_values(key)
    plan, place = np.searchsorted(keys, key), np.searchsorted(lists, listed_in)
    has_end = ~np.isnat(plans["plan_end"])
    ended = np.zeros(len(keys), bool)
    ended[plan[has_end]] = True
    listed, is_open = (np.zeros((len(lists), len(keys)), bool) for _ in range(2))
    listed[place, plan] = True
    is_open[place[~has_end], plan[~has_end]] = True
    newest = np.array([plans["plan_start"][place == one].max() for one in range(len(lists))])
    absent = np.zeros(len(keys), bool)
    for one in range(len(lists)):
        later = np.flatnonzero(newest - newest[one] >= LATER)
        if not len(later) or not is_open[one].any():
            continue
        following = later[np.argmin(newest[later])]
        # Otherwise it is a list of other plans, as of another team.
        if listed[following][is_open[one]].mean() >= _MOSTLY:
            absent |= is_open[one] & ~ended & ~listed[later].any(axis=0)
    return int(absent.sum())
