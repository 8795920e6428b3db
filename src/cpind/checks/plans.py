"""Plans row by row: dates in the wrong order, what is missing, what is not known."""

from __future__ import annotations

import numpy as np

from .. import dates
from ..cells import MISSING_NUMBER
from ..dates import days
from ..schema import category_code
from .registry import ENDED, ERROR, INFORMATION, PLANS, STARTED, STOCK, WARNING, check, year_end_days

OVERAGE = 25


@check(
    "8720",
    ERROR,
    "Plan without a start",
    figures=PLANS,
    table="plans",
    shows=("plan_start", "plan_end"),
    dated="plan_end",
    left_out="{n} {row has|rows have} a plan's end and no start: no plan",
)
def start_missing(plans, part):
    """An end without a start is no plan. (DfE rule 8720)"""
    return (plans["plan_start"].isna() & (plans["other_authority"] != 1)).to_numpy()


@check(
    "other-authority",
    INFORMATION,
    "Plan of another authority's child placed here",
    figures=PLANS,
    table="plans",
    shows=("plan_start", "plan_end"),
    left_out="{n} {row|rows} with a plan of another authority's child: the plan left out",
)
def of_another_authority(plans, part):
    """Temporary plans of children placed here by another authority count nowhere. [official: census guide s1.2.6]"""
    return (plans["other_authority"] == 1).to_numpy()


@check(
    "late-start",
    WARNING,
    "Plan that starts after the 31 March of its return",
    figures=PLANS,
    table="plans",
    shows=("plan_start",),
    returns_only=True,
    left_out="{n} {plan starts|plans start} after the 31 March of the return: not in that return's figures",
)
def starts_after_the_return(plans, part):
    """A return holds what happened by its 31 March."""
    return days(plans["plan_start"]) > np.datetime64(year_end_days(part)[1])


@check(
    "8930",
    ERROR,
    "Plan that ends outside the year of its return",
    figures=(*STOCK, *ENDED),
    table="plans",
    shows=("plan_start", "plan_end"),
    dated="plan_end",
    returns_only=True,
)
def ends_outside_the_return(plans, part):
    """An end after the return's 31 March is read as open; one before its 1 April counts in no figure of that year.
    (DfE rule 8930)"""
    first, last = year_end_days(part)
    end = days(plans["plan_end"])
    return (end < np.datetime64(first)) | (end > np.datetime64(last))


@check(
    "8730",
    ERROR,
    "Plan without its number of previous plans",
    figures=("repeats",),
    table="plans",
    shows=("plan_start",),
    needs=("previous_plans",),
)
def number_missing(plans, part):
    """Where a part of the extract has the number at all, every plan must have it. (DfE rule 8730)"""
    return (plans["previous_plans"] == MISSING_NUMBER).to_numpy() & plans["plan_start"].notna().to_numpy()


@check(
    "8905",
    ERROR,
    "Category of abuse that is none",
    figures=PLANS,
    table="plans",
    shows=("initial_category", "latest_category"),
)
def category_unknown(plans, part):
    """Neither a census code nor a spelling that is known; it stands as it is in a table by category. (DfE rule 8905)"""
    found = np.zeros(len(plans), bool)
    for name in ("initial_category", "latest_category"):
        strange = np.array([category_code(text) is None for text in plans[name].cat.categories] + [False], bool)
        found |= strange[plans[name].cat.codes]
    return found


@check(
    "8915",
    ERROR,
    "Plan that starts after the child's death",
    figures=STARTED,
    table="plans",
    shows=("plan_start", "date_of_death"),
)
def starts_after_death(plans, part):
    """DfE rule 8915."""
    return _after_death(plans, "plan_start")


@check(
    "8920",
    ERROR,
    "Plan that ends after the child's death",
    figures=ENDED,
    table="plans",
    shows=("plan_end", "date_of_death"),
    dated="plan_end",
)
def ends_after_death(plans, part):
    """DfE rule 8920."""
    return _after_death(plans, "plan_end")


def _after_death(plans, column: str) -> np.ndarray:
    if "date_of_death" not in plans:
        return np.zeros(len(plans), bool)
    return days(plans[column]) > days(plans["date_of_death"])


@check(
    "8775Q",
    WARNING,
    "Plan of a person aged over 25",
    figures=PLANS,
    table="plans",
    shows=("date_of_birth", "plan_start", "plan_end"),
)
def over_25(plans, part):
    """Aged 25 or over when the plan ended, or while it is open at the extract's date. (DfE rule 8775Q)"""
    end = days(plans["plan_end"])
    last = np.where(np.isnat(end), np.datetime64(part.as_at), end)
    return dates.age(plans["date_of_birth"], last) >= OVERAGE


@check(
    "unborn-long",
    WARNING,
    "Plan that started more than nine months before the child's birth",
    figures=PLANS,
    table="plans",
    shows=("date_of_birth", "plan_start"),
)
def long_before_birth(plans, part):
    """Unborn children count, but a plan 280 days before the birth has a wrong date."""
    return dates.days_between(plans["plan_start"], plans["date_of_birth"]) > 280


@check(
    "ethnicity-unknown",
    WARNING,
    "Ethnicity that is no census code",
    figures=("any figure by ethnic-group",),
    table="plans",
    shows=("ethnicity",),
)
def ethnicity_unknown(plans, part):
    """Counted as "Not recorded" in ethnic-group."""
    from ..schema import ETHNIC_GROUPS

    codes = {code for group in ETHNIC_GROUPS.values() for code in group}
    strange = np.array([text not in codes for text in plans["ethnicity"].cat.categories] + [False], bool)
    return strange[plans["ethnicity"].cat.codes]
