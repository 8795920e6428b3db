"""Conferences and enquiries row by row."""

from __future__ import annotations

import numpy as np

from ..dates import days
from ..workdays import day_after
from .registry import ERROR, HELD, TIMED, WARNING, check, year_end_days

IN_TIME = 15


@check(
    "8715",
    ERROR,
    "Conference outside the year of its return",
    figures=HELD,
    table="conferences",
    shows=("icpc_date",),
    returns_only=True,
    left_out="{n} {conference is|conferences are} dated outside the year of the return: not in that return's figures",
)
def outside_the_return(conferences, part):
    """A conference belongs to the year of its own date. (DfE rule 8715)"""
    first, last = year_end_days(part)
    held = days(conferences["icpc_date"])
    return (held < np.datetime64(first)) | (held > np.datetime64(last))


@check("8875", ERROR, "Conference on a weekend", figures=TIMED, table="conferences", shows=("icpc_date",))
def on_a_weekend(conferences, part):
    """Counted with the working days up to the Friday before. (DfE rule 8875)"""
    held = days(conferences["icpc_date"])
    return ~np.isnat(held) & ~np.is_busday(np.where(np.isnat(held), np.datetime64("2020-01-01"), held))


@check(
    "target-differs",
    WARNING,
    "Target date that is not the 15th working day",
    figures=("none: a target is never used",),
    table="conferences",
    shows=("s47_start", "icpc_target", "icpc_date"),
    needs=("icpc_target",),
)
def target_differs(conferences, part):
    """The target that the case system gives against cpind's own count: the 15th working day after the section 47
    enquiry's start. Systems that forget bank holidays set it too early."""
    start, target = days(conferences["s47_start"]), days(conferences["icpc_target"])
    known = ~(np.isnat(start) | np.isnat(target)) & (conferences["transfer_in"] != 1).to_numpy()
    due = day_after(start[known], IN_TIME)
    found = np.zeros(len(conferences), bool)
    found[known] = due != target[known]
    return found
