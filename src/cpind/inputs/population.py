"""Children aged 0-17 by area and mid-year: exact look-up, and the two rules for the mid-year that a date takes.

Rule "dfe": 31 March Y takes mid-(Y-1), as DfE's published rates do; any other date takes the mid-year of its reporting
year. [data: reproduces every published rate 2016-2025] Rule "published": the latest mid-year M whose estimate was out
by the date, being published on 30 June of M+1. [choice: what a local figure within the year could use] Each kind of
period keeps to one rule (`default_rule`): otherwise the rate would jump in March though nothing about the children had
changed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from ..errors import CpindError, InputError, UsageError
from ..model.periods import Period, mid_year_of, reporting_year
from ..model.wording import name_key
from .csv_text import read_small_csv
from .population_groups import grouping_key, keys_of_group, label_key

DFE, PUBLISHED_BY_THEN = RULES = ("dfe", "published")


class NoPopulation(Enum):
    """Why a rate has no denominator."""

    NOT_GIVEN = "no population given"
    NOT_OF_GROUP = "no population for this group"
    NOT_SO_EARLY = "no population of the mid-year wanted, or an earlier one"


@dataclass(frozen=True)
class Estimate:
    """A number of children, its source, its mid-year (None for a bare number), the mid-year that was wanted, and the
    rule that chose it ("" if the user named a mid-year)."""

    children: int
    source: str = ""
    mid_year: int | None = None
    wanted: int | None = None
    rule: str = ""


class GroupOf(NamedTuple):
    """A group of an area: the area by its name_key, the grouping and the group by theirs (population_groups.py)."""

    area: str
    by: str
    group: str


@dataclass(frozen=True)
class Population:
    """Children aged 0-17 by area and mid-year.

    Attributes:
        estimates: (name_key of the area, mid-year) -> (children, source).
        areas: the areas as the file spells them.
        number: one figure for the whole area, None if there are estimates.
        groups: estimates for groups of areas, by mid-year.
        spelled: each grouping and group as the file spells it.
    """

    estimates: dict[tuple[str, int], tuple[int, str]]
    areas: tuple[str, ...] = ()
    number: int | None = None
    groups: dict[GroupOf, dict[int, tuple[int, str]]] = field(default_factory=dict)
    spelled: dict[GroupOf, tuple[str, str]] = field(default_factory=dict)

    def knows(self, area: str) -> bool:
        """Whether there is an estimate of the area for any mid-year."""
        return any(name == name_key(area) for name, _ in self.estimates)

    def groups_of(self, area: str, by: str | None = None) -> tuple[GroupOf, ...]:
        """The groups of an area that have a population, in one grouping or (None) in all."""
        wanted = None if by is None else grouping_key(by)
        return tuple(g for g in self.groups if g.area == name_key(area) and (wanted is None or g.by == wanted))

    def find_group(
        self, area: str, by: str, group: str, at: date, *, rule: str | None = None, mid_year: int | None = None
    ) -> Estimate | NoPopulation:
        """The population of a group in an area for a date, chosen as `find` does; or why there is none."""
        wanted, key = mid_year or wanted_mid_year(at, rule), grouping_key(by)
        estimates = self.groups.get(GroupOf(name_key(area), key, label_key(key, group)))
        if estimates is None:
            return NoPopulation.NOT_OF_GROUP
        available = [year for year in estimates if year <= wanted]
        if not available:
            return NoPopulation.NOT_SO_EARLY
        return Estimate(*estimates[max(available)], max(available), wanted)

    def find(self, area: str, at: date, *, rule: str | None = None, mid_year: int | None = None) -> Estimate | None:
        """The population of an area for a date, by the rule or a named mid-year; None if there is none.

        If the wanted mid-year is missing, the latest earlier one is used.
        """
        wanted = mid_year or wanted_mid_year(at, rule)
        available = [year for name, year in self.estimates if name == name_key(area) and year <= wanted]
        if not available:
            return None
        return Estimate(*self.estimates[name_key(area), max(available)], max(available), wanted)


def default_rule(period: Period) -> str:
    """The rule for a period if none is given: "dfe" for a reporting year and for a single date that is a 31 March,
    "published" for every other date, and for months, quarters and all other spans, even if they end on a 31 March."""
    is_year_end = period.kind == "year" or (period.kind == "date" and (period.end.month, period.end.day) == (3, 31))
    return DFE if is_year_end else PUBLISHED_BY_THEN


def wanted_mid_year(at: date, rule: str | None = None) -> int:
    """The mid-year whose population a date takes; without a rule, "dfe" for a 31 March and "published" for any other
    date."""
    if rule not in (None, *RULES):
        raise UsageError(f"--population-rule {rule}: the rules are {' and '.join(RULES)}")
    if rule is None:
        rule = "dfe" if (at.month, at.day) == (3, 31) else "published"
    if rule == "dfe":
        return reporting_year(at) - 1
    return at.year - 1 if (at.month, at.day) >= (6, 30) else at.year - 2


def read_population(given: str | os.PathLike[str] | int, *, called: str = "--population") -> Population:
    """Read a number, or a CSV with the columns area, mid_year, population (optional: source; by and group for a group).

    Raises InputError for a missing or invalid file, UsageError for an invalid number; `called` is its name in these
    messages.
    """
    given = str(given)
    if children := _children(given.strip()):
        return Population({}, number=children)
    path = Path(given)
    if not os.path.exists(path):
        if re.fullmatch(r"[-+]?[0-9.,_eE]*", given):
            raise UsageError(f'{called} "{given}": give a whole number of children above 0, or a file')
        raise InputError(f"{called} {given}: no such file, and not a whole number")
    records = read_small_csv(path, ("area", "mid_year", "population"))
    return population_from(_entry(f"{path.name}, row {number}", row) for number, row in records)


class Entry(NamedTuple):
    """A row of a population, its numbers read; messages call the row by `where`."""

    where: str
    area: str
    mid_year: int
    children: int
    source: str = ""
    by: str = ""
    group: str = ""


def population_from(entries: Iterable[Entry], *, error: type[CpindError] = InputError) -> Population:
    """The Population made of rows. Raises `error` for two different numbers for the same area (or group in it) and
    mid-year, and for a group that can't have a population."""
    estimates: dict[tuple[str, int], tuple[int, str]] = {}
    areas: dict[str, str] = {}
    groups: dict[GroupOf, dict[int, tuple[int, str]]] = {}
    spelled: dict[GroupOf, tuple[str, str]] = {}
    for entry in entries:
        known, area = (entry.children, entry.source), name_key(entry.area)
        if entry.by or entry.group:
            try:
                group = GroupOf(area, *keys_of_group(entry.by, entry.group))
            except ValueError as reason:
                raise error(f"{entry.where}: {reason}") from None
            spelled.setdefault(group, (entry.by, entry.group))
            first, what = groups.setdefault(group, {}).setdefault(entry.mid_year, known), f"this group of {entry.area}"
        else:
            areas.setdefault(area, entry.area)
            first, what = estimates.setdefault((area, entry.mid_year), known), entry.area
        if first[0] != entry.children:
            raise error(f"{entry.where}: a second, different population of {what} in mid-{entry.mid_year}; keep one")
    return Population(estimates, tuple(areas.values()), groups=groups, spelled=spelled)


def _entry(where: str, row: dict[str, str]) -> Entry:
    """A row of the CSV with its numbers read. Raises InputError for a cell that is not a number."""
    children, mid_year = _children(row["population"]), mid_year_of(row["mid_year"])
    if mid_year is None:
        raise InputError(
            f"{where}, mid_year: {_shown(row['mid_year'])} is not a year; write 2019 for the estimate of 30 June 2019"
        )
    if not children:
        raise InputError(f"{where}, population: {_shown(row['population'])} is not a number of children above 0")
    return Entry(where, row["area"], mid_year, children, row.get("source", ""), row.get("by", ""), row.get("group", ""))


def _children(text: str) -> int:
    """A whole number of children, with or without commas between thousands; 0 for any other text."""
    match = re.fullmatch(r"([0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3})+)(\.0*)?", text)
    return int(match[1].replace(",", "")) if match else 0


def _shown(text: str) -> str:
    """A cell for a message: unchanged if it can't be personal, else what sort of text it is."""
    return f'"{text}"' if re.fullmatch(r"[0-9.,-]{0,6}", text) else f"a text of {len(text):,} characters"
