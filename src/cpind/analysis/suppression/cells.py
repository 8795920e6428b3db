"""The numbers of figures as cells: what each counts, where it is shown, and how small it is.

Two figures that count the same show one number, whatever they call it: repeats has the plans started in its denominator, and
whoever sees one sees the other. Which indicators count the same is told from the numbers: two that agree in half or more of the
cases in which either is above 5. Where they differ they are two cells; where they agree they are one. Indicators that
agree by chance so often are taken for one too, which hides a little more than is needed, and never less.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import NamedTuple

from ...figures.facts import EndsOn
from ...figures.indicators import INDICATORS
from ...figures.result import Figure, Result
from ...model.measures import COUNT, MONTHS, RATE, WORKING_DAYS

SMALLEST, LARGEST = 1, 5
"""The numbers that are hidden, both included. [DfE: 1 to 5 in an authority's figures; 0 is shown]"""

Path = tuple[tuple[str, str], ...]
"""The groups that a figure is of: (grouping, label) pairs, in order; () is the whole area."""


class Key(NamedTuple):
    """What a number is of. Two numbers with one key are the same cell. `kind`: what counts the same, by the name of one; of 0 the
    indicator itself, since those of others may be shown while it is hidden."""

    start: date | None
    end: date | None
    path: Path
    number: int
    kind: str


NUMERATOR, DENOMINATOR = "numerator", "denominator"


class Where(NamedTuple):
    """Where a number stands: the place of a Result and of a figure in it, which of the figure's numbers it is, and of which
    figure: its own (""), or one that it is set beside by --change ("before", "year_before")."""

    result: int
    figure: int
    which: str
    beside: str = ""


@dataclass
class Cells:
    """`shown_at`: each cell and the places that show it; `at`: the cell of each place."""

    shown_at: dict[Key, list[Where]] = field(default_factory=dict)
    at: dict[Where, Key] = field(default_factory=dict)

    def add(self, key: Key, where: Where) -> None:
        """Note that a place shows a cell."""
        self.shown_at.setdefault(key, []).append(where)
        self.at[where] = key


class _Number(NamedTuple):
    """A number before it is known which others count the same. `slot`: an indicator's numerator or denominator, of bands each."""

    where: Where
    slot: str
    place: tuple[date | None, date | None, Path]
    basis: str
    value: int


def cells_of(results: Sequence[Result]) -> Cells:
    """The cells of all figures of our own."""
    numbers = list(_numbers(results))
    kinds = _same_kinds(numbers)
    cells = Cells()
    for one in numbers:
        start, end, path = one.place
        cells.add(Key(start, end, path, one.value, kinds[one.slot] if one.value else one.slot), one.where)
    return cells


def _numbers(results: Sequence[Result]) -> Iterable[_Number]:
    for number, result in enumerate(results):
        filters = tuple((name, " or ".join(labels)) for name, labels in result.where)
        for place, figure in enumerate(result.figures):
            if figure.is_benchmark:
                continue
            for beside, one in figures_at(figure):
                band = one.group if INDICATORS[one.indicator].is_split else ""
                days, path = _days_of(one), path_of(one, result, filters)
                basis = one.basis.name if one.basis else ""
                for which, value in numbers_of(one):
                    where = Where(number, place, which, beside)
                    yield _Number(where, f"{one.indicator} {which} {band}", (*days, path), basis, value)


def _same_kinds(numbers: Sequence[_Number]) -> dict[str, str]:
    """For each slot the name of one that counts the same: of slots that agree in half or more of the cases in which either is
    above 5, and of those that have no such case in common."""
    values: dict[str, dict[tuple[object, ...], int]] = {}
    for one in numbers:
        values.setdefault(one.slot, {})[one.place, one.basis] = one.value
    kind = {slot: slot for slot in values}
    for one_slot, other_slot in combinations(values, 2):
        if kind[one_slot] != kind[other_slot] and _agree(values[one_slot], values[other_slot]):
            old, new = kind[other_slot], kind[one_slot]
            kind = {slot: new if known == old else known for slot, known in kind.items()}
    return kind


def _agree(one: Mapping[tuple[object, ...], int], other: Mapping[tuple[object, ...], int]) -> bool:
    common = [(one[place], other[place]) for place in one.keys() & other.keys()]
    large = [(mine, theirs) for mine, theirs in common if max(mine, theirs) > LARGEST]
    if not large:
        return any(mine == theirs for mine, theirs in common)
    return 2 * sum(mine == theirs for mine, theirs in large) >= len(large)


def _days_of(figure: Figure) -> tuple[date | None, date | None]:
    """The days that a number is of. What is taken at a date is of that date alone, whatever the period is called: a year's end,
    its last quarter's, 31 March, or the extract's last day in a year that is not over."""
    if not INDICATORS[figure.indicator].is_snapshot:
        return figure.start, figure.end
    ends = [flag.day for flag in figure.flags if isinstance(flag, EndsOn)]
    day = min([figure.end, *ends]) if figure.end else None
    return day, day


def figures_at(figure: Figure) -> Iterable[tuple[str, Figure]]:
    """A figure, and those that it is set beside."""
    yield "", figure
    if figure.change:
        for name in ("before", "year_before"):
            if (other := getattr(figure.change, name)) is not None:
                yield name, other


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
    """The numbers of events or children that a figure shows. A population is neither, and months are none; a difference is
    a number of its own kind: see `sums`."""
    indicator = INDICATORS[figure.indicator]
    if indicator.statistic.name == "difference":
        return
    if figure.numerator is not None and indicator.measure not in (MONTHS, WORKING_DAYS):
        yield NUMERATOR, int(figure.numerator)
    if figure.numerator is None and indicator.measure is COUNT and figure.value is not None:
        yield NUMERATOR, int(figure.value)
    if figure.denominator is not None and indicator.measure is not RATE:
        yield DENOMINATOR, int(figure.denominator)


def is_small_number(number: float) -> bool:
    """Whether a number is one that is hidden."""
    return SMALLEST <= number <= LARGEST


def is_small(key: Key) -> bool:
    """Whether a cell is hidden for its own sake."""
    return is_small_number(key.number)
