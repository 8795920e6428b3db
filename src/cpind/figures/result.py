"""The Result of a request: figures and facts, without words for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ..inputs.population import Estimate, NoPopulation
from ..model.periods import Period
from .facts import AVERAGE, PUBLISHED, Assessed, BasisInfo, Compared, Fact, Interval, NotAnInterval, RunPoint
from .families import Clusters
from .flags import Flag

COMPLETE, PART, BEFORE, TBC, UNAVAILABLE = "complete", "part", "before", "tbc", "unavailable"
SUPPRESSED = "suppressed"


class Figure(NamedTuple):
    """One figure.

    Attributes:
        indicator: its code.
        area: the extract's area or, for a benchmark, the one that it is of.
        by, group: its grouping and group; with two groupings "district / category" and "Rugby / Neglect".
        period, start, end: the period's label, its first and its last day.
        numerator, denominator: counts (a count is in `numerator` and `value`; gaps: total months, gaps known).
        value: unrounded, None if there is none.
        unit: per 10,000 | percent | months | count | working days.
        status: complete | part (the period ends after as-at) | before (it starts before the time that the extract
            covers) | tbc (not yet published) | unavailable | suppressed (with `symbol` c and no number).
        basis: what it stands on.
        population: for a rate, its population or why there is none.
        flags: what a reader must know.
        reason: why it is unavailable.
        symbol: for a benchmark, what was published instead of a number.
        source: for a benchmark, where it was published.
        groups: the label of its group, or both with two groupings.
        change: the figures that it is compared with, if asked for.
        ratio: a group's rate divided by the whole area's, if asked for.
        assessed: the figure compared with its target, if one is set.
        clusters: how its events are clustered in families, if asked for.
        interval: its confidence interval, or why there is none.
        compared: for a benchmark, our figure compared with it.
        run: its place in a run over time.
    """

    indicator: str
    area: str
    by: str = ""
    group: str = ""
    period: str = ""
    start: date | None = None
    end: date | None = None
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    unit: str = ""
    status: str = COMPLETE
    basis: BasisInfo | None = None
    population: Estimate | NoPopulation | None = None
    flags: tuple[Flag, ...] = ()
    reason: str = ""
    symbol: str = ""
    source: str = ""
    groups: tuple[str, ...] = ()
    change: Change | None = None
    ratio: float | None = None
    assessed: Assessed | None = None
    clusters: Clusters | None = None
    interval: Interval | NotAnInterval | None = None
    compared: Compared | None = None
    run: RunPoint | None = None

    @property
    def is_benchmark(self) -> bool:
        """Whether it is a published figure for comparison, not our own."""
        return self.basis is not None and self.basis.kind in (PUBLISHED, AVERAGE)


class Change(NamedTuple):
    """The figures that a figure is compared with: of the period before (None if there is none) and of the same period a
    year before; for a year these are the same."""

    before: Figure | None
    year_before: Figure | None


class Note(NamedTuple):
    """A fact to print under the table, about an indicator, or about the whole extract if `indicator` is ""."""

    indicator: str
    fact: Fact


class LeftOut(NamedTuple):
    """Indicators that the input can't answer, and why."""

    indicators: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Result:
    """Figures in the order asked for, and the facts to print under them.

    Attributes:
        figures: the figures.
        periods: those that were asked for.
        area: the extract's area.
        by: the grouping's name or "".
        notes: facts about the rows, by indicator.
        left_out: what the input can't answer, and why.
        published: the latest benchmarks, if the table has no column for them.
        stands_on: the names of the bases that any figure stands on.
        groupings: the names of one or two groupings.
        where: each grouping of which only some groups are counted, with these groups.
        suppressed: whether small numbers are hidden.
    """

    figures: tuple[Figure, ...]
    periods: tuple[Period, ...]
    area: str
    by: str = ""
    notes: tuple[Note, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    published: tuple[Note, ...] = ()
    stands_on: frozenset[str] = frozenset()
    groupings: tuple[str, ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    suppressed: bool = False

    def of(self, code: str) -> list[Figure]:
        """The figures of one indicator."""
        return [figure for figure in self.figures if figure.indicator == code]
