"""The store seen by one authority: one vintage, one set of neighbours, their average, the national rank.

The average is the unweighted mean of the neighbours' published figures, those without a figure left out, zeros kept.
[DfE: LAIT] Ranks are among the authorities with a figure; ties share the better rank.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from statistics import median

from ..errors import InputError, UsageError
from ..indicators import INDICATORS
from ..measures import PERCENT, RATE, half_up
from ..periods import Period, parse_year
from ..population import Population
from .areas import NEIGHBOURS, Areas, areas_of
from .importing import FROM_ROUNDED
from .published import Published
from .store import FIGURE, LOCAL, NATIONAL, POPULATION, REGIONAL, Record, load

MEAN, MEDIAN = "mean", "median"
REGION = "region"
LAIT = "LAIT"
RANKED_AMONG = 10
"""So few authorities with a figure have no national rank."""


@dataclass(frozen=True)
class Rank:
    """`place` of `among` authorities with a figure, 1 the best; `band` A to D, the quarter of the ranks it lies in."""

    place: int
    among: int

    @property
    def band(self) -> str:
        """ "A" for the best quarter ... "D"."""
        return "ABCD"[min((self.place - 1) * 4 // self.among, 3)]


@dataclass(frozen=True)
class View:
    """`records` of one vintage. `number`: the authority's, "" where none is named. `set_name`: of the neighbours, ""
    where there is none; `average`: mean | median."""

    with_counts = False
    records: tuple[Record, ...]
    known: Areas
    vintage: str
    number: str = ""
    set_name: str = ""
    average: str = MEAN

    # --- areas ------------------------------------------------------------------------------------------

    @property
    def areas(self) -> tuple[str, ...]:
        """The neighbours' average, the region and England, as far as they are there."""
        return tuple(filter(None, (NEIGHBOURS if self.neighbours else "", self.region, self.known.national)))

    @property
    def area(self) -> str:
        """The authority's own name."""
        return self.known.names.get(self.number, "")

    @property
    def region(self) -> str:
        """The authority's region, where it has figures."""
        region = self.known.regions.get(self.number, "")
        return region if region in self.known.regional else ""

    @property
    def neighbours(self) -> list[str]:
        """The numbers of the statistical neighbours, the nearest first."""
        return self.known.sets.get(self.set_name, {}).get(self.number, [])

    def named(self, name: str) -> str | None:
        """An area by its name, number or GSS code; "region" is the authority's own."""
        if name.lower() == REGION:
            return self.region or None
        for area in (NEIGHBOURS, self.known.national, *self.known.regional):
            if area and area.lower() == name.lower():
                return area if area != NEIGHBOURS or self.neighbours else None
        number = self.known.number(name)
        return self.known.names[number] if number else None

    # --- figures ----------------------------------------------------------------------------------------

    def find(self, indicator: str, area: str, period: Period) -> Published | None:
        """The published figure of an area and reporting year, or the neighbours' average of it."""
        if area == NEIGHBOURS:
            return self._average(indicator, period)
        record = self.record(indicator, area, period)
        return _published(record, area, period) if record else None

    def latest(self, indicator: str, area: str) -> Published | None:
        """The latest year with a figure."""
        for label in sorted(self._years(indicator), reverse=True):
            found = self.find(indicator, area, parse_year(label))
            if found and found.value is not None:
                return found
        return None

    def remarks(self, indicators: Sequence[str]) -> tuple[str, ...]:
        """Which release, which neighbours, and on how many figures an average rests."""
        mine = {r.release for r in self.records if r.record == FIGURE and r.indicator in indicators}
        if not mine:
            return ()
        said = [f"Published figures: {', '.join(sorted(mine))}."]
        if self.neighbours:
            counts = {len(self._neighbours_figures(code, label)) for code in indicators for label in self._years(code)}
            rests = sorted(counts - {0})
            on = f"{rests[0]} to {rests[-1]}" if len(rests) > 1 else "".join(map(str, rests))
            of = len(self.neighbours)
            resting = "" if rests == [of] else f", of those with a figure ({on} of {of} in a year)"
            said.append(f"Statistical neighbours: {self.average} of the {of} of the {self.set_name} set{resting}.")
        return tuple(said)

    def record(self, indicator: str, area: str, period: Period) -> Record | None:
        """The store's row behind a figure."""
        return self._by_place.get((indicator, self._place(area), period.label))

    def numbers(self, indicator: str, period: Period) -> dict[str, Fraction]:
        """The figure of every authority that has one, by its number."""
        return {
            code: Fraction(record.value)
            for (found, (level, code), label), record in self._by_place.items()
            if found == indicator and label == period.label and level == LOCAL and _is_number(record.value)
        }

    def rank(self, indicator: str, period: Period) -> Rank | None:
        """The authority's place among all, 1 the best; None without a figure, or where neither high nor low is good."""
        good, values = INDICATORS[indicator].good, self.numbers(indicator, period)
        if not good or self.number not in values or len(values) < RANKED_AMONG:
            return None
        mine = values[self.number]
        better = sum(value > mine if good == "high" else value < mine for value in values.values())
        return Rank(better + 1, len(values))

    def place_among_neighbours(self, indicator: str, period: Period) -> str:
        """ "3rd lowest of 11", from the nearer end; "" without a figure or neighbours with one."""
        values = self.numbers(indicator, period)
        others = [values[number] for number in self.neighbours if number in values]
        if self.number not in values or not others:
            return ""
        mine = values[self.number]
        lower, higher = sum(v < mine for v in others), sum(v > mine for v in others)
        place, end = (lower, "lowest") if lower <= higher else (higher, "highest")
        return f"{_ordinal(place + 1)} {end} of {len(others) + 1}" if place else f"{end} of {len(others) + 1}"

    def population(self) -> Population | None:
        """The children aged 0-17 of all areas in this vintage, by name; None where the store has none."""
        rows = [record for record in self.records if record.record == POPULATION and record.value.isdigit()]
        if not rows:
            return None
        estimates = {}
        for record in rows:
            source = f"ONS, {record.release}"
            name = self.known.names.get(record.code, record.area) if record.level == LOCAL else record.area
            estimates[" ".join(name.lower().split()), int(record.period[4:])] = (int(record.value), source)
        areas = dict.fromkeys(self.known.names.get(r.code, r.area) if r.level == LOCAL else r.area for r in rows)
        return Population(estimates, tuple(areas))

    def _place(self, area: str) -> tuple[str, str]:
        if area == self.known.national:
            return NATIONAL, ""
        if area in self.known.regional:
            return REGIONAL, area
        return LOCAL, self.known.number(area) or ""

    @cached_property
    def _by_place(self) -> dict[tuple[str, tuple[str, str], str], Record]:
        """The figures by indicator, place and year; of LAIT only what no release has as published."""
        found: dict[tuple[str, tuple[str, str], str], Record] = {}
        for record in self.records:
            if record.record == FIGURE:
                place = {NATIONAL: "", REGIONAL: record.area, LOCAL: record.code}[record.level]
                key = record.indicator, (record.level, place), record.period
                before = found.get(key)
                if before is None or _goes_before(record, before):
                    found[key] = record
        return found

    def _years(self, indicator: str) -> set[str]:
        return {label for code, _, label in self._by_place if code == indicator}

    def _neighbours_figures(self, indicator: str, label: str) -> list[Fraction]:
        records = (self._by_place.get((indicator, (LOCAL, number), label)) for number in self.neighbours)
        return [Fraction(record.value) for record in records if record and _is_number(record.value)]

    def _average(self, indicator: str, period: Period) -> Published | None:
        if INDICATORS[indicator].measure not in (PERCENT, RATE):
            return None  # a mean of counts compares nothing
        figures = self._neighbours_figures(indicator, period.label)
        if not figures:
            return None
        value = Fraction(sum(figures), len(figures)) if self.average == MEAN else Fraction(median(figures))
        source = f"{self.average} of {len(figures)} of {len(self.neighbours)} neighbours (set {self.set_name})"
        return Published(indicator, NEIGHBOURS, period, float(value), half_up(value, 1), source, is_average=True)


def open_view(
    path: Path,
    *,
    authority: str | None = None,
    vintage: str | None = None,
    neighbour_set: str | None = None,
    average: str = MEAN,
    indicators: Collection[str] = (),
) -> View:
    """A store as an authority sees it.

    `vintage` None is the latest release's, `neighbour_set` None the latest that knows the authority. Raises UsageError for a
    vintage or set that is not there, InputError for an authority that nobody knows.
    """
    records = load(path, indicators=indicators)
    known = areas_of(records)
    number = ""
    if authority:
        number = known.number(authority) or ""
        if not number:
            nearly = known.nearly(authority)
            raise InputError(
                f'{path.name} has no authority "{authority}"'
                + (f"; did you mean {', '.join(nearly)}?" if nearly else "")
            )
    chosen = _vintage(records, vintage, path)
    sets = [name for name in sorted(known.sets) if not number or number in known.sets[name]]
    if neighbour_set is not None and neighbour_set not in known.sets:
        raise UsageError(
            f"--neighbour-set {neighbour_set}: the store has {', '.join(sorted(known.sets)) or 'no neighbours'}"
        )
    mine = tuple(r for r in records if r.vintage == chosen or (r.release.startswith(LAIT) and r.indicator == "icpc"))
    return View(mine, known, chosen, number, neighbour_set or (sets[-1] if sets else ""), average)


def _vintage(records: Sequence[Record], wanted: str | None, path: Path) -> str:
    found = sorted({record.vintage for record in records if record.record == FIGURE})
    if not found:
        raise InputError(f"{path.name} has no figures: import a release of DfE's children in need statistics, or LAIT")
    if wanted is None:
        releases = sorted({r.vintage for r in records if r.record == FIGURE and not r.release.startswith(LAIT)})
        return (releases or found)[-1]
    if wanted not in found:
        raise UsageError(f"--vintage {wanted}: the store has {', '.join(found)}")
    return wanted


def _goes_before(record: Record, other: Record) -> bool:
    """Of two figures of one area and year: what was published before what was computed from rounded counts, and a
    release before LAIT."""
    if (record.note == FROM_ROUNDED) != (other.note == FROM_ROUNDED):
        return other.note == FROM_ROUNDED
    return other.release.startswith(LAIT) and not record.release.startswith(LAIT)


def _published(record: Record, area: str, period: Period) -> Published:
    value = float(record.value) if _is_number(record.value) else None
    source = ", ".join(filter(None, (record.release, record.note)))
    return Published(record.indicator, area, period, value, record.value, source)


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal()


def _ordinal(number: int) -> str:
    """ "1st", "2nd", "11th"."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
