"""Children aged 0-17 by area and mid-year: strict look-up, and the two rules for which mid-year a date takes.

Rule "dfe": 31 March Y takes mid-(Y-1), as DfE's published rates do; any other date takes that of its
reporting year. [data: reproduces every published rate 2016-2025] Rule "published": the latest mid-M that
was out by the date, 30 June of M+1. [choice: what a local figure within the year could use] A kind of period
keeps to one rule (`default_rule`): March alone by another would be a step that nothing in the children explains.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

from ..errors import InputError, UsageError
from ..model.periods import Period, mid_year_of, reporting_year
from .csv_text import read_small_csv

DFE, PUBLISHED_BY_THEN = RULES = ("dfe", "published")


class NoPopulation(Enum):
    """Why a rate has no denominator."""

    NOT_GIVEN = "no population given"
    NOT_OF_GROUP = "no population for this group"
    NOT_SO_EARLY = "no population of the mid-year wanted, or an earlier one"


@dataclass(frozen=True)
class Estimate:
    """A number of children, where it is from, the mid-year it is of (None for a bare number), the one that was wanted, and
    the rule by which it was ("" where a mid-year was named by hand)."""

    children: int
    source: str = ""
    mid_year: int | None = None
    wanted: int | None = None
    rule: str = ""


@dataclass(frozen=True)
class Population:
    """`estimates`: (area in lower case, mid-year) -> (children, source). `number`: one figure for the whole area."""

    estimates: dict[tuple[str, int], tuple[int, str]]
    areas: tuple[str, ...] = ()
    number: int | None = None

    def knows(self, area: str) -> bool:
        """Whether any mid-year of the area is there."""
        return any(name == _key(area) for name, _ in self.estimates)

    def find(self, area: str, at: date, *, rule: str | None = None, mid_year: int | None = None) -> Estimate | None:
        """The population of an area for a date, by the rule or a named mid-year; None where there is none.

        Where the wanted mid-year is absent, the latest earlier one serves.
        """
        wanted = mid_year or wanted_mid_year(at, rule)
        available = [year for name, year in self.estimates if name == _key(area) and year <= wanted]
        if not available:
            return None
        return Estimate(*self.estimates[_key(area), max(available)], max(available), wanted)


def default_rule(period: Period) -> str:
    """The rule of a period where none is given: "dfe" for a reporting year and for a single date that is a 31 March,
    "published" for every other date, and for months, quarters and all other spans, also where they end on a 31 March."""
    is_year_end = period.kind == "year" or (period.kind == "date" and (period.end.month, period.end.day) == (3, 31))
    return DFE if is_year_end else PUBLISHED_BY_THEN


def wanted_mid_year(at: date, rule: str | None = None) -> int:
    """The mid-year whose population a date takes; no rule is "dfe" for a 31 March, "published" for any other."""
    if rule not in (None, *RULES):
        raise UsageError(f"--population-rule {rule}: the rules are {' and '.join(RULES)}")
    if rule is None:
        rule = "dfe" if (at.month, at.day) == (3, 31) else "published"
    if rule == "dfe":
        return reporting_year(at) - 1
    return at.year - 1 if (at.month, at.day) >= (6, 30) else at.year - 2


def read_population(given: str | os.PathLike[str] | int, *, called: str = "--population") -> Population:
    """A number, or a CSV with the columns area, mid_year, population (and source). `called`: what messages call it.

    Raises InputError for a file that is not there or is wrong, UsageError for a number that is not one."""
    given = str(given)
    if children := _children(given.strip()):
        return Population({}, number=children)
    path = Path(given)
    if not os.path.exists(path):
        if re.fullmatch(r"[-+]?[0-9.,_eE]*", given):
            raise UsageError(f'{called} "{given}": give a whole number of children above 0, or a file')
        raise InputError(f"{called} {given}: no such file, and no whole number")
    records = read_small_csv(path, ("area", "mid_year", "population"))
    estimates: dict[tuple[str, int], tuple[int, str]] = {}
    areas: dict[str, str] = {}
    for row_number, row in records:
        where = f"{path.name}, row {row_number}"
        children = _children(row["population"])
        mid_year = mid_year_of(row["mid_year"])
        if mid_year is None:
            raise InputError(
                f"{where}, mid_year: {_shown(row['mid_year'])} is not a year; write 2019 for the estimate of 30 June 2019"
            )
        if not children:
            raise InputError(f"{where}, population: {_shown(row['population'])} is not a number of children above 0")
        key = (_key(row["area"]), mid_year)
        if estimates.setdefault(key, (children, row.get("source", "")))[0] != children:
            raise InputError(f"{where}: a second, different population of {row['area']} in mid-{mid_year}; keep one")
        areas.setdefault(_key(row["area"]), row["area"])
    return Population(estimates, tuple(areas.values()))


def _children(text: str) -> int:
    """A whole number of children, with or without commas between thousands; 0 for any other text."""
    match = re.fullmatch(r"([0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3})+)(\.0*)?", text)
    return int(match[1].replace(",", "")) if match else 0


def _shown(text: str) -> str:
    """A cell for a message: as it is where it can't be personal, else what sort of text it is."""
    return f'"{text}"' if re.fullmatch(r"[0-9.,-]{0,6}", text) else f"a text of {len(text):,} characters"


def _key(area: str) -> str:
    return " ".join(area.lower().split())
