"""The numbers of figures as cells: what each counts, where it is shown, and how small it is.

Two figures that count the same show one number, whatever its name: the denominator of repeats is the number of plans
started, so a reader of one knows the other. `counted` declares what counts the same. Two numbers that should be equal
but differ, for example on two bases, are two cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from ...figures.flags import EndsOn
from ...figures.indicators import INDICATORS, Indicator
from ...figures.result import Figure, Result
from ...model.measures import COUNT, MONTHS, RATE, WORKING_DAYS
from .counted import DENOMINATOR, NET_FLOW, NUMERATOR, counted

SMALLEST, LARGEST = 1, 5
"""The numbers that are hidden, both included. [DfE: 1 to 5 in an authority's figures; 0 is shown]"""

Path = tuple[tuple[str, str], ...]
"""The groups that a figure is of: (grouping, label) pairs, in order; () is the whole area."""


class Key(NamedTuple):
    """What a number counts. Numbers with the same key are the same cell.

    Attributes:
        start, end: the days that it is of; for a number at a date, both are that date.
        path: the groups that it is of.
        number: the number itself.
        counted: the name of what it counts.
    """

    start: date | None
    end: date | None
    path: Path
    number: int
    counted: str


class Location(NamedTuple):
    """Where a number is shown: the position of a Result and of a figure in it, which of the figure's numbers it is, and of which
    figure: its own (""), or one that it is set beside by --change ("before", "year_before")."""

    result: int
    figure: int
    which: str
    beside: str = ""


class CellOnBasis(NamedTuple):
    """A cell on a basis.

    Attributes:
        key: the cell.
        basis: the name of the basis.
        adds_up: whether the numbers of its periods do: not of a stock, alone or beside others, and not where a child
            counts once in each period.
        is_stock: whether it is taken at a date.
    """

    key: Key
    basis: str
    adds_up: bool
    is_stock: bool


@dataclass
class Cells:
    """The cells of figures: which of them is `at` each place, and each with the bases that it is `shown` on."""

    at: dict[Location, Key] = field(default_factory=dict)
    shown: dict[CellOnBasis, None] = field(default_factory=dict)

    @property
    def keys(self) -> set[Key]:
        """All cells."""
        return set(self.at.values())


def cells_of(results: Sequence[Result]) -> Cells:
    """The cells of all figures of our own."""
    cells = Cells()
    for number, result in enumerate(results):
        filters = filters_of(result)
        for place, figure in enumerate(result.figures):
            if figure.is_benchmark:
                continue
            for beside, one in figures_at(figure):
                days, path = days_of(one), path_of(one, result, filters)
                basis = one.basis.name if one.basis else ""
                indicator = INDICATORS[one.indicator]
                for which, value in numbers_of(one):
                    key = Key(*days, path, value, counted(one.indicator, which, band_of(one), value))
                    cells.at[Location(number, place, which, beside)] = key
                    cells.shown[CellOnBasis(key, basis, _adds_up(indicator), indicator.is_snapshot)] = None
    return cells


def _adds_up(indicator: Indicator) -> bool:
    return not indicator.statistic.once_a_child and all(dated != "open" for _, dated in indicator.kinds)


def days_of(figure: Figure) -> tuple[date | None, date | None]:
    """The days that a number is of; of a period that is not over those up to the extract's last day. What is taken at a date
    is of that date alone, whatever the period is called: a year's end, its last quarter's, 31 March, the extract's last day."""
    ends = [flag.day for flag in figure.flags if isinstance(flag, EndsOn)]
    day = min([figure.end, *ends]) if figure.end else None
    return (day if INDICATORS[figure.indicator].is_snapshot else figure.start), day


def band_of(figure: Figure) -> str:
    """The label of a band or percentile; "" of any other figure."""
    return figure.group if INDICATORS[figure.indicator].is_split else ""


def figures_at(figure: Figure) -> Iterable[tuple[str, Figure]]:
    """A figure, and those that it is compared with."""
    yield "", figure
    if figure.change:
        for name in ("before", "year_before"):
            if (other := getattr(figure.change, name)) is not None:
                yield name, other


def filters_of(result: Result) -> Path:
    """The groups that a result keeps."""
    return tuple((name, " or ".join(labels)) for name, labels in result.where)


def path_of(figure: Figure, result: Result, filters: Path) -> Path:
    """The groups of a figure, by the filters of its result and by its split. A band is of the whole area: its number may be
    another figure's numerator."""
    if not figure.by or INDICATORS[figure.indicator].is_split:
        return filters
    is_crossed = len(result.groupings) > 1 and figure.by == result.by
    names = result.groupings if is_crossed else (figure.by,)
    labels = figure.groups or (figure.group,)
    return tuple(sorted((*filters, *zip(names, labels))))


def numbers_of(figure: Figure) -> Iterable[tuple[str, int]]:
    """The numbers of events or children that a figure shows, or the difference of two. A population is neither, and months are
    none."""
    indicator = INDICATORS[figure.indicator]
    if figure.numerator is not None and indicator.measure not in (MONTHS, WORKING_DAYS):
        yield NUMERATOR, int(figure.numerator)
    if figure.numerator is None and indicator.measure is COUNT and figure.value is not None:
        yield NUMERATOR, int(figure.value)
    if figure.denominator is not None and indicator.measure is not RATE:
        yield DENOMINATOR, int(figure.denominator)


def is_small_number(number: float) -> bool:
    """Whether a number is small enough to be hidden."""
    return SMALLEST <= number <= LARGEST


def is_small(key: Key) -> bool:
    """Whether a cell is hidden because it is small itself. A difference is not: it is hidden with its terms."""
    return is_small_number(key.number) and key.counted != NET_FLOW
