"""What several annual returns say of one plan."""

from __future__ import annotations

import numpy as np

from ..dates import days
from ..episodes import vanished
from .registry import PLANS, STOCK, WARNING, Found, whole, with_children


@whole("vanished", WARNING, "Plan open in one return and absent from the next", figures=(*STOCK, "gaps", "repeats-2y"))
def gone_from_the_next(subject):
    """With returns alone it is in no stock after its last return, and ended nowhere."""
    union = subject.standing.union
    if union:
        yield Found(with_children(union.plans, union)[vanished(union.plans)], ("start",), union.label)


@whole("returns-differ", WARNING, "Plan of which two returns tell different things", figures=PLANS)
def returns_differ(subject):
    """An end that a later return moves or takes back, another first category, another number of previous plans. Each
    year stands on its own return; with returns alone, other periods on the latest."""
    union = subject.standing.union
    if not union or len(union.returns) < 2:
        return
    rows = union.recorded["plans"]
    rows = rows[(rows["plan_start"].notna() & (rows["other_authority"] != 1)).to_numpy()]
    key = ["child_id", "plan_start"]
    several = rows[rows.duplicated(key, keep=False)].sort_values([*key, "return_year"], kind="stable")
    before = several.shift()
    same = (several["child_id"] == before["child_id"]) & (several["plan_start"] == before["plan_start"])
    later = same & (several["return_year"] > before["return_year"])
    # An end after its own return's 31 March says no more than that the plan was open.
    told = days(before["plan_end"]) <= _year_end(before["return_year"].fillna(0).to_numpy())
    differ = later & told & (several["plan_end"] != before["plan_end"])
    for column in ("initial_category", "previous_plans"):
        both = several[column].notna() & before[column].notna() & (several[column] != before[column])
        differ |= later & both
    columns = ("plan_start", "plan_end", "plan_end_before", "initial_category", "previous_plans")
    rows = several[differ.to_numpy()].assign(plan_end_before=before["plan_end"][differ].to_numpy())
    yield Found(rows, columns, union.label, "plan_start")


def _year_end(years: np.ndarray) -> np.ndarray:
    april = ((years.astype(np.int64) - 1970) * 12 + 3).astype("datetime64[M]")
    return april.astype("datetime64[D]") - np.timedelta64(1, "D")
