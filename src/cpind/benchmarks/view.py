"""The store seen by one authority: one vintage, one set of neighbours, their average, the national rank.

The average is the unweighted mean of the neighbours' published figures, those without a figure left out, zeros kept.
[DfE: LAIT] Ranks are among the authorities with a figure; ties share the better rank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from statistics import median

from ..errors import InputError, OptionError
from ..figures.indicators import INDICATORS
from ..inputs.population import Population
from ..model.measures import PERCENT, RATE, half_up
from ..model.periods import Period, parse_year
from .areas import NEIGHBOURS, Areas, areas_of
from .importing import FROM_ROUNDED
from .names import region_key
from .published import Published
from .records import FIGURE, LOCAL, NATIONAL, POPULATION, REGIONAL, Record
from .store import load
from .vintages import RATES, chosen_vintage, elsewhere, is_lait, population_vintage

MEAN, MEDIAN = "mean", "median"
REGION = "region"
FILLED = "LAIT's, "
"""How the note of a figure of LAIT begins that stands for one which the release withholds."""
_WITHHELD = ("c", "x", "u", ":", "..", "-", "")
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
    """`records` of one vintage, and LAIT's. `number`: the authority's, "" where none is named. `set_name`: of the
    neighbours, "" where there is none; `average`: mean | median. `others`: the store's figures of other vintages, none
    of which is ever shown: only that they are there is said."""

    with_counts = False
    records: tuple[Record, ...]
    known: Areas
    vintage: str
    number: str = ""
    set_name: str = ""
    average: str = MEAN
    others: tuple[Record, ...] = ()

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
        for area in (NEIGHBOURS, self.known.national):
            if area and area.lower() == name.lower():
                return area if area != NEIGHBOURS or self.neighbours else None
        if region := self.known.region(name):
            return region
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
        for label in sorted(self.years(indicator), reverse=True):
            found = self.find(indicator, area, parse_year(label))
            if found and found.value is not None:
                return found
        return None

    def remarks(self, indicators: Sequence[str], periods: Sequence[Period] = ()) -> tuple[str, ...]:
        """Which release, what of the `periods` it lacks and another has, which neighbours, and on how many figures an
        average rests."""
        shown = [record for (code, _, _), record in self._by_place.items() if code in indicators]
        missing = [text for code in indicators if (text := self.missing(code, periods))]
        if not shown:
            return tuple(missing)
        said = [f"Published figures: {', '.join(sorted({record.release for record in shown}))}.", *missing]
        filled = [record for record in shown if record.note.startswith(FILLED)]
        if filled:
            own = [record.period for record in filled if record.code == self.number]
            mine = f", of which {self.area} in {', '.join(sorted(own))}" if own else ""
            said.append(f"{len(filled):,} figures that the release has not are LAIT's{mine}.")
        if self.neighbours:
            counts = {len(self._neighbours_figures(code, label)) for code in indicators for label in self.years(code)}
            rests = sorted(counts - {0})
            on = f"{rests[0]} to {rests[-1]}" if len(rests) > 1 else "".join(map(str, rests))
            of = len(self.neighbours)
            resting = "" if rests == [of] else f", of those with a figure ({on} of {of} in a year)"
            said.append(f"Statistical neighbours: {self.average} of the {of} of the {self.set_name} set{resting}.")
        return tuple(said)

    def missing(self, indicator: str, periods: Sequence[Period] = ()) -> str:
        """That the vintage has no figures of an indicator, or none of the authority (without one: of anybody) in some of
        the `periods`, which another vintage of the store has; "" where nothing is missing so."""
        others = elsewhere(self.others, self.vintage, indicator)
        if not others:
            return ""
        ours = {label for code, _, label in self._by_place if code == indicator}
        if not ours:
            return (
                f"{indicator} is not in the vintage {self.vintage}, which all figures are of; the store has it in "
                f"{', '.join(others)} (--vintage)."
            )
        place = (LOCAL, self.number) if self.number else (NATIONAL, "")
        labels = [period.label for period in periods if (indicator, place, period.label) not in self._by_place]
        there = [
            record
            for record in self.others
            if record.indicator == indicator
            and record.period in labels
            and (record.code == self.number if self.number else record.level == NATIONAL)
            and _is_number(record.value)
        ]
        if not there:
            return ""
        years = ", ".join(sorted({record.period for record in there}))
        vintages = ", ".join(sorted({record.vintage for record in there}))
        return (
            f"{indicator} of {years} is not in the vintage {self.vintage}; the store has it in {vintages} (--vintage)."
        )

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
        """The children aged 0-17 of all areas that go with this vintage, by name; None where the store has none."""
        rows = [record for record in self.records if record.record == POPULATION and record.value.isdigit()]
        if not rows:
            return None
        estimates: dict[tuple[str, int], tuple[int, str]] = {}
        areas: dict[str, None] = {}
        for record in rows:
            name = self.known.names[record.code] if record.level == LOCAL else record.area
            key = " ".join(name.lower().split()), int(record.period[4:])
            estimates[key] = int(record.value), f"ONS, {record.release}"
            areas[name] = None
        return Population(estimates, tuple(areas))

    def _place(self, area: str) -> tuple[str, str]:
        if area == self.known.national:
            return NATIONAL, ""
        if area in self.known.regional:
            return REGIONAL, self.known.regional[area]
        # The authority's own name is its own number, also where another has the name.
        return LOCAL, self.number if self.number and area == self.area else self.known.number(area) or ""

    @cached_property
    def _by_place(self) -> dict[tuple[str, tuple[str, str], str], Record]:
        """The figures by indicator, place and year; of LAIT only what no release has as published."""
        found: dict[tuple[str, tuple[str, str], str], Record] = {}
        extra: list[tuple[tuple[str, tuple[str, str], str], Record]] = []
        for record in self.records:
            if record.record != FIGURE:
                continue
            place = {NATIONAL: "", REGIONAL: region_key(record.code, record.area), LOCAL: record.code}[record.level]
            key = record.indicator, (record.level, place), record.period
            if is_lait(record):
                extra.append((key, record))
            else:
                found.setdefault(key, record)
        of_releases = set(found)
        for key, record in sorted(extra, key=lambda one: (one[1].vintage == self.vintage, one[1].vintage)):
            before = found.get(key)
            if before is None or is_lait(before) or key not in of_releases:
                if record.vintage == self.vintage or record.indicator == "icpc":
                    found[key] = record
            elif _is_number(record.value) and before.note == FROM_ROUNDED:
                found[key] = record
            elif _is_number(record.value) and before.value in _WITHHELD:
                found[key] = record._replace(note=f"{FILLED}{before.value} in {before.release}")
        return found

    def years(self, indicator: str) -> set[str]:
        """The reporting years with a figure or symbol of anybody."""
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
) -> View:
    """A store as an authority sees it.

    `vintage` None is the one of `vintages.chosen_vintage`, whatever is asked; `neighbour_set` None the latest that knows the authority. Raises OptionError for a
    vintage or set that is not there, InputError for an authority that nobody knows.
    """
    records = load(path)
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
    chosen = chosen_vintage(records, vintage)
    if not chosen:
        raise InputError(f"{path.name} has no figures: import a release of DfE's children in need statistics, or LAIT")
    people = population_vintage(records, chosen)
    sets = [name for name in sorted(known.sets) if not number or number in known.sets[name]]
    if neighbour_set is not None and neighbour_set not in known.sets:
        there = ", ".join(sorted(known.sets)) or "no neighbours"
        raise OptionError(f"the store has {there}", option="--neighbour-set", value=neighbour_set)
    mine = tuple(
        r for r in records if r.vintage == (people if r.record == POPULATION else chosen) or _is_share_of_lait(r)
    )
    others = tuple(r for r in records if r.record == FIGURE and r.vintage != chosen and not _is_share_of_lait(r))
    return View(mine, known, chosen, number, neighbour_set or (sets[-1] if sets else ""), average, others)


def _is_share_of_lait(record: Record) -> bool:
    """Percentages are never revised, so LAIT's serve any vintage; its rates are of its own population."""
    return record.record == FIGURE and is_lait(record) and record.indicator != RATES


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
