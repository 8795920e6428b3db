"""The groups of a change, or its bands and percentiles, a row each."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from ...analysis.change import unrounded
from ...analysis.explain import Explanation
from ...analysis.parts import GroupParts
from ...figures.indicators import Indicator
from ...figures.result import Figure
from ...model.measures import COUNT, PERCENT, RATE, signed
from .cells import COUNTED, VALUE, cells, period_columns
from .explained_cells import about, contribution_cell, plain, unit_heading
from .labels import ALL, area_where, heading_of, total_beside
from .table import BLANK, Cell, Column, Table

_POPULATION = "Population"


class Side(NamedTuple):
    """A row of figures: its labels, the figures of both periods, and what it adds to the change: as a number by itself, or
    within the groups and by the shift between them."""

    labels: tuple[str, ...]
    base: Figure | None
    figure: Figure | None
    own: Fraction | None
    between: Fraction | None = None


def groups_table(explanation: Explanation, groups: GroupParts) -> Table:
    """A row a group, the largest first; what the population adds where no group has its own; and the whole."""
    rest = [""] * (len(explanation.result.groupings) - 1)
    rows = [Side(part.groups, part.base, part.figure, part.within, part.between) for part in groups.groups]
    own = sum((part.within for part in groups.groups), groups.denominator or Fraction(0))
    shifts = [part.between for part in groups.groups if part.between is not None]
    if groups.denominator is not None:
        rows.append(Side((_POPULATION, *rest), None, None, groups.denominator))
    whole = (whole_of(explanation), *([ALL] * len(rest)))
    rows.append(Side(whole, explanation.base, explanation.figure, own, sum(shifts, Fraction(0)) if shifts else None))
    names = explanation.result.groupings
    labels = [Column(heading_of(name), name, False, groups=name != names[-1]) for name in names]
    measure = explanation.indicator.measure
    if measure is COUNT:
        return _of_sides(explanation, labels, rows, [Column("Change", "change")])
    both = [Column("Within", "within"), Column("Between", "between")] if shifts else []
    return _of_sides(explanation, labels, rows, [*both, Column(unit_heading(measure), "contribution")])


def pairs_table(explanation: Explanation) -> Table:
    """A row a band, percentile or group, with the change of its number (of bands) or value."""
    rows = []
    is_changed = explanation.is_alike or not _is_of_numbers(explanation.indicator)
    for base, figure in explanation.pairs:
        either = figure or base
        assert either is not None
        before, after = (_banded(explanation, one) for one in (base, figure))
        change = None if before is None or after is None or not is_changed else after - before
        rows.append(Side((either.group or whole_of(explanation),), base, figure, change))
    return _of_sides(explanation, [Column("", "what", False)], rows, [Column("Change", "change")])


def _is_of_numbers(indicator: Indicator) -> bool:
    """Whether what changes is how many there are, which periods of unlike length can't be compared by."""
    return indicator.measure in (COUNT, RATE) or indicator.statistic.name == "bands"


def whole_of(explanation: Explanation) -> str:
    """The name of the row of all groups together."""
    result = explanation.result
    groups = [label for one in result.figures for label in (one.group, *one.groups)]
    return total_beside(area_where(result.area, result.where), groups)


def _banded(explanation: Explanation, figure: Figure | None) -> Fraction | None:
    """The number in a band; of a median or percentile its value."""
    if explanation.indicator.statistic.name == "bands":
        return Fraction(figure.numerator or 0) if figure else Fraction(0)
    return unrounded(figure) if figure else None


def _of_sides(
    explanation: Explanation, labels: Sequence[Column], rows: Sequence[Side], last: Sequence[Column]
) -> Table:
    periods = [explanation.base.period, explanation.figure.period]
    columns = [column for period in periods for column in _period_columns(period, explanation.indicator)]
    names = [column.name for column in last]
    return Table(
        "",
        (*labels, *columns, *last),
        tuple((*_labels_and_figures(explanation, row), *_added(row, names)) for row in rows),
        (),
        tuple(_side_record(explanation, row, names) for row in rows),
    )


def _period_columns(period: str, indicator: Indicator) -> list[Column]:
    """A count alone; of a mean, median or percentile how many events and the value; else number, of, value."""
    if indicator.measure is COUNT:
        return list(period_columns(period, [indicator.code], VALUE))
    columns = list(period_columns(period, [indicator.code], COUNTED))
    return columns if _has_number(indicator) else [Column(f"{period} of", columns[1].name), columns[2]]


def _has_number(indicator: Indicator) -> bool:
    return indicator.measure in (PERCENT, RATE)


def _labels_and_figures(explanation: Explanation, row: Side) -> list[Cell]:
    indicator = explanation.indicator
    labels = [Cell(label, foreign=True) for label in row.labels]
    shows = VALUE if indicator.measure is COUNT else COUNTED
    first = 0 if indicator.measure is COUNT or _has_number(indicator) else 1
    return [*labels, *(cell for one in (row.base, row.figure) for cell in cells(one, indicator.code, shows)[first:])]


def _added(row: Side, names: Sequence[str]) -> list[Cell]:
    if names == ["change"]:
        return [BLANK if row.own is None else Cell(signed(row.own, 0), 0)]
    own, between = row.own or Fraction(0), row.between or Fraction(0)
    of_name = {"within": own, "between": between, "contribution": own + between}
    is_alone = row.base is None and row.figure is None and len(names) > 1
    return [BLANK if is_alone and name != "contribution" else contribution_cell(of_name[name]) for name in names]


def _side_record(explanation: Explanation, row: Side, names: Sequence[str]) -> dict[str, object]:
    figures = {
        f"{prefix}{name}": getattr(figure, name) if figure else None
        for prefix, figure in (("base_", row.base), ("", row.figure))
        for name in ("numerator", "denominator", "value")
    }
    own, between = row.own, row.between
    of_name = {"change": own, "within": own, "between": between, "contribution": own and own + (between or 0)}
    added = {name: plain(of_name[name]) for name in names}
    return {**about(explanation), "group": " / ".join(filter(None, row.labels)), **figures, **added}
