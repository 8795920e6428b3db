"""Checks of what several annual returns say about the same plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from ..figures.events import is_ours, vanished, year_end
from ..figures.indicators import INDICATORS
from ..model.columns import MISSING_NUMBER
from ..model.dates import pack_key
from ..model.runs import same_as_previous
from .registry import PLANS, STOCK, WARNING, Matches, Subject, matches_in, whole

if TYPE_CHECKING:
    from ..figures.basis import Basis


@whole("vanished", WARNING, "Plan open in one return and absent from the next", figures=(*STOCK, "gaps", "repeats-2y"))
def gone_from_the_next(subject: Subject) -> Iterable[Matches]:
    """If there are only returns, the plan is not in the stock after its last return and does not count as ended. Listed
    only if a figure of the periods comes from all returns together."""
    union = subject.standing.union
    if union and (subject.periods is None or _stands_on(union, subject)):
        plans = union.events("plans").with_columns(("entry",))
        yield Matches(plans.where(vanished(union.plans)), ("start",), union.label)


def _stands_on(union: Basis, subject: Subject) -> bool:
    """Whether any figure of plans stands on all returns together."""
    plans = (indicator for indicator in INDICATORS.values() if indicator.events == "plans")
    return any(basis is union for indicator in plans for basis, _ in subject.bases_of(indicator))


@whole("returns-differ", WARNING, "Plan that differs between two returns", figures=PLANS)
def returns_differ(subject: Subject) -> Iterable[Matches]:
    """A later return moves or removes the end, or has a different initial category or number of previous plans. The
    figures of a year come from its own return; if there are only returns, those of other periods come from the
    latest."""
    union = subject.standing.union
    if not union or len(union.returns) < 2:
        return
    rows = union.recorded["plans"]
    rows = rows.where(is_ours(rows))
    key = pack_key(rows["child_id"].codes, rows["plan_start"])
    rows = rows.take(np.lexsort((rows["return_year"], key)))
    key = np.sort(key)
    year, end = rows["return_year"], rows["plan_end"]
    number, category = rows["previous_plans"], rows["initial_category"].codes
    later = same_as_previous(key)
    later[1:] &= year[1:] > year[:-1]
    before = np.maximum(np.arange(len(key)) - 1, 0)
    # An end after its own return's 31 March only means that the plan was open.
    was_closed = end[before] <= year_end(year[before])
    differ = was_closed & ((end != end[before]) | np.isnat(end))
    for column, nothing in ((number, MISSING_NUMBER), (category, -1)):
        differ |= (column != nothing) & (column[before] != nothing) & (column != column[before])
    shows = ("plan_start", "plan_end", "plan_end_before", "initial_category", "previous_plans")
    yield matches_in(rows, later & differ, shows, union, "plan_start", plan_end_before=end[before])
