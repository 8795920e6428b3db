"""The store as one authority sees it: one vintage, one set of neighbours, their average, the national rank.

The average is the unweighted mean of the neighbours' published figures, those without a figure left out, zeros kept.
[DfE: LAIT] Ranks are among the authorities with a figure; ties share the better rank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from statistics import median

from ..inputs.population import Population
from ..model.measures import PERCENT, RATE, half_up
from ..model.periods import Period, parse_year
from ..model.schema import CATEGORIES
from ..model.wording import name_key
from .areas import NEIGHBOURS, Areas
from .choosing import FigureKey, Place, Shown, choose
from .measures import measure_of
from .published import NOT_SHOWN, Published
from .ranks import Rank, place_among, rank_of
from .records import FIGURE, LOCAL, NATIONAL, POPULATION, REGIONAL, Record
from .remarks import age_sentence, filled_sentence, missing_sentence, neighbours_sentence, releases_sentence, source_of
from .vintages import elsewhere

MEAN, MEDIAN = "mean", "median"
REGION = "region"
"""The name by which --compare asks for the authority's own region."""


@dataclass(frozen=True)
class View:
    """The store as one authority sees it.

    Attributes:
        records: those of one vintage, and LAIT's.
        known: the areas of the store.
        vintage: the vintage.
        number: the authority's number, "" where none is named.
        set_name: the name of the neighbours' set, "" where there is none.
        average: mean | median.
        others: the store's figures of other vintages; none of them is shown, a remark says that they are there.
    """

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
        """The neighbours' average, the region and England, those that the store has."""
        return tuple(filter(None, (NEIGHBOURS if self.neighbours else "", self.region, self.known.national)))

    @property
    def area(self) -> str:
        """The authority's own name."""
        return self.known.names.get(self.number, "")

    @property
    def region(self) -> str:
        """The authority's region, "" if the store has no figures of it."""
        region = self.known.regions.get(self.number, "")
        return region if region in self.known.regional else ""

    @property
    def neighbours(self) -> list[str]:
        """The numbers of the statistical neighbours, the nearest first."""
        return self.known.sets.get(self.set_name, {}).get(self.number, [])

    def named(self, name: str) -> str | None:
        """An area by its name, number or GSS code; "region" is the authority's own. None for one that is not known."""
        if name.lower() == REGION:
            return self.region or None
        for area in (NEIGHBOURS, self.known.national):
            if area and area.lower() == name.lower():
                return area if area != NEIGHBOURS or self.neighbours else None
        if region := self.known.region(name):
            return region
        number = self.known.number(name)
        return self.known.names[number] if number else None

    def nearly(self, name: str) -> list[str]:
        """The authorities with the names most like one that is not known, for a message."""
        return self.known.nearly(name)

    # --- figures ----------------------------------------------------------------------------------------

    def find(self, indicator: str, area: str, period: Period, *, group: str = "") -> Published | None:
        """The published figure of an area, reporting year and group, or the neighbours' average of it; None without one."""
        if area == NEIGHBOURS:
            return self._average(indicator, period, group)
        shown = self._shown(indicator).get(FigureKey(self._place(area), period.label, group))
        if shown is None:
            return None
        record = shown.record
        value = float(record.value) if record.has_number else None
        return Published(indicator, area, period, value, record.value, source_of(shown))

    def latest(self, indicator: str, area: str) -> Published | None:
        """The latest year with a figure; None without one."""
        for label in sorted(self.years(indicator), reverse=True):
            published = self.find(indicator, area, parse_year(label))
            if published and published.value is not None:
                return published
        return None

    def record(self, indicator: str, area: str, period: Period, *, group: str = "") -> Record | None:
        """The store's row behind a figure; None without one."""
        shown = self._shown(indicator).get(FigureKey(self._place(area), period.label, group))
        return shown.record if shown else None

    def years(self, indicator: str) -> set[str]:
        """The reporting years in which any area has a figure or symbol."""
        return {key.period for key in self._shown(indicator)}

    def groups(self, indicator: str) -> list[str]:
        """The groups that an indicator is published for, in DfE's order of the categories of abuse; "" is the whole area."""
        groups = {key.group for key in self._shown(indicator)}
        order = ["", *CATEGORIES.values()]
        return sorted(groups, key=lambda group: (order.index(group) if group in order else len(order), group))

    def authorities(self, indicator: str, period: Period, *, group: str = "") -> dict[str, Record]:
        """The row of every authority in a reporting year, by its number; of the whole area or of a group."""
        return {
            key.place.code: shown.record
            for key, shown in self._shown(indicator).items()
            if key.period == period.label and key.group == group and key.place.level == LOCAL
        }

    def numbers(self, indicator: str, period: Period, *, group: str = "") -> dict[str, Fraction]:
        """The figure of every authority that has one, by its number."""
        rows = self.authorities(indicator, period, group=group)
        return {number: Fraction(row.value) for number, row in rows.items() if row.has_number}

    def hidden(self, indicator: str, period: Period, *, group: str = "") -> set[str]:
        """The numbers of the authorities whose figure is not shown: suppressed, of low reliability, or rounded to 0."""
        rows = self.authorities(indicator, period, group=group)
        return {number for number, row in rows.items() if row.value in NOT_SHOWN}

    def rank(self, indicator: str, period: Period, *, group: str = "") -> Rank | None:
        """The authority's rank among all, as `ranks.rank_of` gives it."""
        numbers, hidden = (self.numbers(indicator, period, group=group), self.hidden(indicator, period, group=group))
        return rank_of(self.number, numbers, good=measure_of(indicator).good, suppressed=len(hidden))

    def place_among_neighbours(self, indicator: str, period: Period, *, group: str = "") -> str:
        """ "3rd lowest of 11", as `ranks.place_among` gives it."""
        numbers, hidden = (self.numbers(indicator, period, group=group), self.hidden(indicator, period, group=group))
        return place_among(self.neighbours, self.number, numbers, hidden)

    def population(self) -> Population | None:
        """The children aged 0-17 of all areas that go with this vintage, by name; None where the store has none."""
        rows = [record for record in self.records if record.record == POPULATION and record.value.isdigit()]
        if not rows:
            return None
        estimates: dict[tuple[str, int], tuple[int, str]] = {}
        areas: dict[str, None] = {}
        for record in rows:
            name = self.known.names[record.code] if record.level == LOCAL else record.area
            estimates[name_key(name), record.mid_year] = int(record.value), f"ONS, {record.release}"
            areas[name] = None
        return Population(estimates, tuple(areas))

    # --- remarks ----------------------------------------------------------------------------------------

    def remarks(self, indicators: Sequence[str], periods: Sequence[Period] = ()) -> tuple[str, ...]:
        """Sentences on the release, its age beside the `periods`, what of them it lacks and another has, the neighbours, and
        on how many figures an average rests."""
        missing = [self.missing(code, periods) for code in indicators]
        shown = [one for code in indicators for one in self._shown(code).values()]
        if not shown:
            return tuple(filter(None, missing))
        age = age_sentence(_newest(one.record for one in shown), periods)
        sentences = [releases_sentence(shown), age, *missing, filled_sentence(shown, self.number, self.area)]
        if self.neighbours:
            counts = {
                len(self._neighbours_numbers(code, label, group))
                for code in indicators
                for label in self.years(code)
                for group in self.groups(code)
            }
            sentences.append(neighbours_sentence(self.average, self.set_name, len(self.neighbours), counts))
        return tuple(filter(None, sentences))

    def missing(self, indicator: str, periods: Sequence[Period] = ()) -> str:
        """That the vintage has no figures of an indicator, or none of the authority (without one: of anybody) in some of
        the `periods`, which another vintage of the store has; "" where nothing is missing so."""
        vintages = elsewhere(self.others, self.vintage, indicator)
        if not vintages:
            return ""
        if not self.years(indicator):
            return missing_sentence(indicator, self.vintage, vintages)
        place = Place(LOCAL, self.number) if self.number else Place(NATIONAL, "")
        mine = {key.period for key in self._shown(indicator) if key.place == place}
        labels = {period.label for period in periods} - mine
        others = [
            record
            for record in self.others
            if record.indicator == indicator
            and record.period in labels
            and (record.code == self.number if self.number else record.level == NATIONAL)
            and record.has_number
        ]
        if not others:
            return ""
        years, vintages = (sorted({getattr(one, name) for one in others}) for name in ("period", "vintage"))
        return missing_sentence(indicator, self.vintage, vintages, years)

    # --- inside -----------------------------------------------------------------------------------------

    @cached_property
    def _by_indicator(self) -> Mapping[str, Sequence[Record]]:
        records: dict[str, list[Record]] = {}
        for record in self.records:
            if record.record == FIGURE:
                records.setdefault(record.indicator, []).append(record)
        return records

    @cached_property
    def _chosen(self) -> dict[str, Mapping[FigureKey, Shown]]:
        return {}

    def _shown(self, indicator: str) -> Mapping[FigureKey, Shown]:
        """The figures of an indicator; chosen when they are first asked for, since a store has many indicators."""
        if indicator not in self._chosen:
            self._chosen[indicator] = choose(self._by_indicator.get(indicator, ()), self.vintage)
        return self._chosen[indicator]

    def _place(self, area: str) -> Place:
        if area == self.known.national:
            return Place(NATIONAL, "")
        if area in self.known.regional:
            return Place(REGIONAL, self.known.regional[area])
        # The authority's own name means its own number, even if another authority has the same name.
        return Place(LOCAL, self.number if self.number and area == self.area else self.known.number(area) or "")

    def _neighbours_numbers(self, indicator: str, label: str, group: str) -> list[Fraction]:
        shown = self._shown(indicator)
        keys = (FigureKey(Place(LOCAL, number), label, group) for number in self.neighbours)
        records = [shown[key].record for key in keys if key in shown]
        return [Fraction(record.value) for record in records if record.has_number]

    def _average(self, indicator: str, period: Period, group: str) -> Published | None:
        if measure_of(indicator).measure not in (PERCENT, RATE):
            return None  # a mean of counts is no use for comparison
        numbers = self._neighbours_numbers(indicator, period.label, group)
        if not numbers:
            return None
        value = Fraction(sum(numbers), len(numbers)) if self.average == MEAN else Fraction(median(numbers))
        source = f"{self.average} of {len(numbers)} of {len(self.neighbours)} neighbours (set {self.set_name})"
        return Published(indicator, NEIGHBOURS, period, float(value), half_up(value, 1), source, is_average=True)


def _newest(records: Iterable[Record]) -> Record | None:
    """A record of the latest year with a number, England's if it has one; None without a number."""
    with_number = (record for record in records if record.has_number)
    return max(with_number, key=lambda record: (record.period, record.level == NATIONAL, record.date), default=None)
