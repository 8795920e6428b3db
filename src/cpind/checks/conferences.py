"""Conferences and enquiries row by row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from ..figures.indicators.conferences import IN_TIME_DAYS
from ..model.columns import Part
from ..model.workdays import day_after
from .registry import ERROR, HELD, TIMED, WARNING, Matches, Subject, check, matches_in, whole, year_of

if TYPE_CHECKING:
    from ..figures.basis import Basis


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
def outside_the_return(conferences: Part, basis: Basis) -> np.ndarray:
    """A conference belongs to the year of its own date. (DfE rule 8715)"""
    first, last = year_of(basis)
    held = conferences["icpc_date"]
    return (held < np.datetime64(first)) | (held > np.datetime64(last))


@check(
    "late-event",
    WARNING,
    "Enquiry or review after the 31 March of its return",
    figures=("s47", "reviews"),
    table=("enquiries", "reviews"),
    shows=("s47_start", "review_date"),
    returns_only=True,
    left_out="{n} {enquiry or review is|enquiries and reviews are} dated after the 31 March of the return: "
    "not in that return's figures",
)
def after_the_return(rows: Part, basis: Basis) -> np.ndarray:
    """A return holds what happened by its 31 March. An enquiry that began before its 1 April may lead to a conference
    in the year, and is not listed."""
    return rows["review_date" if "review_date" in rows else "s47_start"] > np.datetime64(year_of(basis)[1])


@check(
    "8615",
    ERROR,
    "Section 47 enquiry that starts after its conference",
    figures=TIMED,
    table="conferences",
    shows=("s47_start", "icpc_date"),
)
def enquiry_after_conference(conferences: Part, basis: Basis) -> np.ndarray:
    """Each row is checked by itself; a conference is timed from the earliest enquiry that points at it. A transfer-in
    is not timed from its enquiry. (DfE rule 8615)"""
    return (conferences["s47_start"] > conferences["icpc_date"]) & (conferences["transfer_in"] != 1)


@check("8875", ERROR, "Conference on a Saturday or Sunday", figures=TIMED, table="conferences", shows=("icpc_date",))
def on_a_weekend(conferences: Part, basis: Basis) -> np.ndarray:
    """It counts with the working days up to the Friday before. (DfE rule 8875)"""
    return ~np.is_busday(conferences["icpc_date"])


@whole(
    "target-differs",
    WARNING,
    "Target date that is not the 15th working day",
    figures=("none: a target is never used",),
)
def target_differs(subject: Subject) -> Iterable[Matches]:
    """The case system's target date differs from cpind's count: the 15th working day after the start of the section 47
    enquiry. Systems that forget bank holidays set it too early."""
    for basis in subject.bases:
        rows = basis.recorded["enquiries"]
        rows = rows.where(~np.isnat(rows["icpc_target"]) & (rows["transfer_in"] != 1))
        due = day_after(rows["s47_start"], IN_TIME_DAYS)
        differs = due != rows["icpc_target"]
        yield matches_in(rows, differs, ("s47_start", "icpc_target", "day_15"), basis, "s47_start", day_15=due)
