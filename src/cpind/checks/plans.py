"""Checks of single plans: dates in the wrong order, missing values, unknown words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from ..model import dates
from ..model.columns import MISSING_NUMBER, Categorical, Part
from ..model.schema import CATEGORIES, ETHNIC_GROUPS, NOT_RECOGNISED
from ..model.vocabulary import category_code, ethnicity_code, sex_code
from .reading import noticed
from .registry import (
    ALL,
    ENDED,
    ERROR,
    INFORMATION,
    PLANS,
    STARTED,
    STOCK,
    WARNING,
    Matches,
    Subject,
    check,
    whole,
    year_of,
)

if TYPE_CHECKING:
    from ..figures.basis import Basis

OVERAGE_MONTHS = 25 * 12
LONGEST_PREGNANCY_DAYS = 280

_NO_START = ("8720", ERROR, "Plan without a start")


@check(
    *_NO_START,
    figures=PLANS,
    table="plans",
    shows=("plan_start", "plan_end"),
    dated="plan_end",
    left_out="{n} {plan has|plans have} no start: no plan",
)
def start_missing(plans: Part, basis: Basis) -> np.ndarray:
    """An end without a start, or a plan without any date, is not a plan. (DfE rule 8720)"""
    return np.isnat(plans["plan_start"])


@whole(*_NO_START, figures=PLANS)
def dates_missing(subject: Subject) -> Iterable[Matches]:
    """A plan of a census return or a dataset without any date."""
    return noticed(subject, "8720")


@check(
    "other-authority",
    INFORMATION,
    "Plan of another authority's child placed here",
    figures=PLANS,
    table="plans",
    shows=("plan_start", "plan_end"),
    everyone=True,
    left_out="{n} {row|rows} with a plan of another authority's child: the plan left out",
)
def of_another_authority(plans: Part, basis: Basis) -> np.ndarray:
    """Temporary plans of children placed here by another authority are not counted. [official: census guide s1.2.6]"""
    return plans["other_authority"] == 1


@check(
    "late-start",
    ERROR,
    "Plan that starts after the 31 March of its return",
    figures=PLANS,
    table="plans",
    shows=("plan_start",),
    returns_only=True,
    left_out="{n} {plan starts|plans start} after the 31 March of the return: not in that return's figures",
)
def starts_after_the_return(plans: Part, basis: Basis) -> np.ndarray:
    """A return holds what happened by its 31 March."""
    return plans["plan_start"] > np.datetime64(year_of(basis)[1])


@check(
    "8930",
    ERROR,
    "Plan that ends outside the year of its return",
    figures=(*STOCK, *ENDED),
    table="plans",
    shows=("plan_start", "plan_end"),
    returns_only=True,
    left_out="{n} {plan ends|plans end} outside the year of the return: after it taken for open, before it not counted",
)
def ends_outside_the_return(plans: Part, basis: Basis) -> np.ndarray:
    """A plan that ends after the return's 31 March is read as open; one that ends before its 1 April is not counted in
    that year. (DfE rule 8930)"""
    first, last = year_of(basis)
    end = plans["plan_end"]
    return (end < np.datetime64(first)) | (end > np.datetime64(last))


@check(
    "8730",
    ERROR,
    "Plan without its number of previous plans",
    figures=("repeats",),
    table="plans",
    shows=("plan_start",),
)
def number_missing(plans: Part, basis: Basis) -> np.ndarray:
    """Every plan in a return must have the number; in a live extract every plan must have it if any has. (DfE rule
    8730)"""
    if basis.kind == "live" and not basis.has("previous_plans"):
        return np.zeros(len(plans), bool)
    return (plans["previous_plans"] == MISSING_NUMBER) & ~np.isnat(plans["plan_start"])


@check(
    "8905",
    ERROR,
    "Initial category of abuse that is not recognised",
    figures=PLANS,
    table="plans",
    shows=("initial_category",),
)
def initial_category_unknown(plans: Part, basis: Basis) -> np.ndarray:
    """The category is not a census code or a known spelling (in a census return, not a code): it is "Not recognised" in
    a table by category. In a return that has categories, a blank one is listed too. (DfE rule 8905)"""
    blank = basis.kind == "return" and basis.has("initial_category")
    return _strange_category(plans["initial_category"], basis, blank=blank)


@check(
    "8910",
    ERROR,
    "Latest category of abuse that is not recognised",
    figures=PLANS,
    table="plans",
    shows=("latest_category",),
)
def latest_category_unknown(plans: Part, basis: Basis) -> np.ndarray:
    """As 8905, for the latest category. (DfE rule 8910)"""
    return _strange_category(plans["latest_category"], basis, blank=False)


def _strange_category(column: Categorical, basis: Basis, *, blank: bool) -> np.ndarray:
    if basis.is_census:
        return column.by_text(lambda text: text not in CATEGORIES, blank)
    return column.by_text(lambda text: category_code(text) == NOT_RECOGNISED, blank)


@check(
    "8915",
    ERROR,
    "Plan that starts after the child's death",
    figures=STARTED,
    table="plans",
    shows=("plan_start", "date_of_death"),
)
def starts_after_death(plans: Part, basis: Basis) -> np.ndarray:
    """DfE rule 8915."""
    return plans["plan_start"] > plans["date_of_death"]


@check(
    "8920",
    ERROR,
    "Plan that ends after the child's death",
    figures=ENDED,
    table="plans",
    shows=("plan_end", "date_of_death"),
    dated="plan_end",
)
def ends_after_death(plans: Part, basis: Basis) -> np.ndarray:
    """DfE rule 8920."""
    return plans["plan_end"] > plans["date_of_death"]


@check(
    "8775Q",
    WARNING,
    "Person aged over 25",
    figures=ALL,
    table=("plans", "conferences", "enquiries"),
    shows=("date_of_birth",),
)
def over_25(rows: Part, basis: Basis) -> np.ndarray:
    """The person was over 25 when the plan ended (or, if it is open, at the extract's date), when the conference was
    held, or when the enquiry began. (DfE rule 8775Q)"""
    birthday = dates.add_months(rows["date_of_birth"], OVERAGE_MONTHS)
    if "plan_end" in rows:
        end = rows["plan_end"]
        return birthday < np.where(np.isnat(end), np.datetime64(basis.as_at), end)
    return birthday < rows["icpc_date" if "icpc_date" in rows else "s47_start"]


@check(
    "unborn-long",
    WARNING,
    "Plan that started more than nine months before the child's birth",
    figures=PLANS,
    table="plans",
    shows=("date_of_birth", "plan_start"),
)
def long_before_birth(plans: Part, basis: Basis) -> np.ndarray:
    """Unborn children count, but one of these dates is wrong: they are more than 280 days apart."""
    return dates.days_between(plans["plan_start"], plans["date_of_birth"]) > LONGEST_PREGNANCY_DAYS


@check(
    "ethnicity-unknown",
    WARNING,
    "Ethnicity that is not recognised",
    figures=("any figure by ethnicity or ethnic-group",),
    table=("plans", "conferences", "enquiries"),
    shows=("ethnicity",),
)
def ethnicity_unknown(rows: Part, basis: Basis) -> np.ndarray:
    """The text is neither a code of the census or of schools nor words that name an ethnicity (in a census return, not
    a census code): it is "Not recognised" in a table by ethnicity or ethnic-group."""
    if basis.is_census:
        codes = {code for group in ETHNIC_GROUPS.values() for code in group}
        return rows["ethnicity"].by_text(lambda text: text not in codes, False)
    return rows["ethnicity"].by_text(lambda text: ethnicity_code(text) == NOT_RECOGNISED, False)


@check(
    "sex-unknown",
    WARNING,
    "Sex that is not recognised",
    figures=("any figure by sex",),
    table=("plans", "conferences", "enquiries"),
    shows=("sex",),
)
def sex_unknown(rows: Part, basis: Basis) -> np.ndarray:
    """The text is not M, F or U, a number of the former GenderCurrent, or words for one of these: it is "Not
    recognised" in a table by sex."""
    return rows["sex"].by_text(lambda text: sex_code(text) == NOT_RECOGNISED, False)
