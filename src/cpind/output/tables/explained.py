"""An explanation -> its table: the parts of a change, or the groups with theirs; of bands and percentiles the numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from ...analysis.change import unrounded
from ...analysis.explain import Explanation
from ...analysis.parts import GroupParts
from ...analysis.turnover import CameAndWent
from ...figures.indicators import Indicator
from ...figures.result import Figure
from ...model.measures import COUNT, MONTHS, PERCENT, RATE, Measure, exact_total, half_up
from ...model.periods import long_date
from ...model.wording import capital
from ..change_words import denominator_of, lead_of, numerator_of, signed
from .cells import COUNTED, VALUE, cells, period_columns
from .footnotes import footnotes
from .labels import ALL, heading_of, title_of
from .table import BLANK, Cell, Column, Table

_PART_DECIMALS = 2

_POPULATION = "Population"

_MOVED_BETWEEN_GROUPS = "Plans that moved into or out of the groups counted are among the corrections."

_NOT_ROUNDED_TOGETHER = "Each part is rounded by itself, so that the parts as printed may not add up to the change."


class Line(NamedTuple):
    """A row of the parts: its name for programs and for people, the number of each period, the change, and what this adds to
    the change of the figure."""

    part: str
    what: str
    base: Fraction | None
    value: Fraction | None
    change: Fraction | None
    contribution: Fraction | None = None
    decimals: int = 0


def explained_table(explanation: Explanation) -> Table:
    """The table of an explanation, with what is said first above it."""
    lead = lead_of(explanation)
    notes = tuple(note for note in footnotes(explanation.result, [explanation.indicator.code]) if note not in lead)
    if explanation.no_stock:
        notes = (f"No flow of plans between the two days: {explanation.no_stock}.", *notes)
    if explanation.stock and explanation.result.where:
        notes = (_MOVED_BETWEEN_GROUPS, *notes)
    table = _of_parts(explanation)
    if explanation.groups:
        table = _of_groups(explanation, explanation.groups)
    elif explanation.pairs:
        table = _of_pairs(explanation)
    title = title_of(explanation.result, [explanation.indicator.code])
    base, figure = explanation.base, explanation.figure
    return Table(
        f"{title}: {figure.area}, {figure.period} against {base.period}",
        table.columns,
        table.rows,
        (*table.notes, *notes),
        table.records,
        lead,
    )


# --- parts --------------------------------------------------------------------------------------------


def _of_parts(explanation: Explanation) -> Table:
    """A row each for numerator, denominator and value; the flow of a stock; what came and went."""
    lines = list(_lines(explanation))
    has_parts = any(line.contribution is not None for line in lines)
    columns = [
        Column("", "what", False),
        Column(explanation.base.period, f"base {explanation.base.period}"),
        Column(explanation.figure.period, explanation.figure.period),
        Column("Change", "change"),
    ]
    if has_parts:
        columns.append(Column(_unit(explanation.indicator.measure), "contribution"))
    rows = [_row(line)[: len(columns)] for line in lines]
    notes = (_NOT_ROUNDED_TOGETHER,) if has_parts and not _printed_add_up(lines) else ()
    return Table("", tuple(columns), tuple(rows), notes, tuple(_record(explanation, line) for line in lines))


def _lines(explanation: Explanation) -> Iterable[Line]:
    indicator, base, figure = explanation.indicator, explanation.base, explanation.figure
    measure, parts = indicator.measure, explanation.parts
    if measure is not COUNT:
        top = "Months in total" if measure is MONTHS else capital(numerator_of(indicator, "numerator"))
        decimals = 1 if measure is MONTHS else 0
        of_top, of_bottom = (parts.numerator, parts.denominator) if parts else (None, None)
        yield _line("numerator", top, base.numerator, figure.numerator, of_top, decimals)
        below = "Population aged 0-17" if measure is RATE else capital(denominator_of(indicator, "denominator"))
        yield _line("denominator", below, base.denominator, figure.denominator, of_bottom)
    before, after = unrounded(base), unrounded(figure)
    name = {PERCENT: "%", RATE: "Rate", MONTHS: "Mean", COUNT: capital(indicator.counted)}.get(measure, _unit(measure))
    total = explanation.change if parts else None
    yield Line("value", name, before, after, explanation.change, total, measure.decimals)
    yield from _stock(explanation)
    if explanation.turnover:
        counted = indicator.counted if indicator.statistic.is_count else indicator.divided_by
        yield from _came_and_went("", capital(counted), explanation.turnover.counted)
        if explanation.turnover.numerator:
            yield from _came_and_went(
                "numerator_", capital(numerator_of(indicator, "numerator")), explanation.turnover.numerator
            )


def _unit(measure: Measure) -> str:
    """The heading of the parts, which are in the unit of the figure."""
    return "Points" if measure is PERCENT else capital(measure.unit)


def _line(
    part: str,
    what: str,
    base: float | None,
    value: float | None,
    contribution: Fraction | None = None,
    decimals: int = 0,
) -> Line:
    before, after = (None if one is None else exact_total(one) for one in (base, value))
    change = None if before is None or after is None else after - before
    return Line(part, what, before, after, change, contribution, decimals)


def _stock(explanation: Explanation) -> Iterable[Line]:
    """Open at the start + started - ended + corrections = open at the end; and the plans of children with two."""
    stock = explanation.stock
    if stock is None:
        return
    if explanation.indicator.measure is not PERCENT:  # else all plans open are its denominator, a row of its own
        yield _line("plans_open", "Plans open", stock.open_before, stock.open_after)
    if stock.before < stock.after:
        since = long_date(stock.before + timedelta(days=1))
        yield Line("started", f"Plans started from {since}", None, None, Fraction(stock.started))
        yield Line("ended", f"Plans ended from {since}", None, None, Fraction(-stock.ended))
    yield Line("corrections", "Corrections", None, None, Fraction(stock.corrections))
    if stock.second_before or stock.second_after:
        yield _line("second_plans", "Second plans of children with two", stock.second_before, stock.second_after)


def _came_and_went(prefix: str, what: str, counts: CameAndWent) -> Iterable[Line]:
    """How many of these are in both figures, only in the later one, only in the earlier one."""
    stayed = Fraction(counts.stayed)
    yield Line(f"{prefix}stayed", f"{what}: in both", stayed, stayed, None)
    yield Line(f"{prefix}entered", f"{what}: entered", None, None, Fraction(counts.entered))
    yield Line(f"{prefix}left", f"{what}: left", None, None, Fraction(-counts.left))


def _row(line: Line) -> tuple[Cell, ...]:
    numbers = [_number(one, line.decimals) for one in (line.base, line.value)]
    change = BLANK if line.change is None else Cell(signed(line.change, line.decimals), line.decimals)
    contribution = BLANK if line.contribution is None else _contribution(line.contribution)
    return (Cell(line.what), *numbers, change, contribution)


def _record(explanation: Explanation, line: Line) -> dict[str, object]:
    return {
        **_about(explanation),
        "part": line.part,
        "base": _plain(line.base),
        "value": _plain(line.value),
        "change": _plain(line.change),
        "contribution": _plain(line.contribution),
    }


def _printed_add_up(lines: Sequence[Line]) -> bool:
    """Whether the parts as they are printed add up to the change as it is printed."""
    printed = {line.part: _as_printed(line.contribution) for line in lines if line.contribution is not None}
    return printed.pop("value") == sum(printed.values())


def _as_printed(value: Fraction) -> Fraction:
    return Fraction(half_up(value, _PART_DECIMALS))


# --- groups, bands and percentiles --------------------------------------------------------------------


class Side(NamedTuple):
    """A row of figures: its labels, the figures of both periods, and what it adds to the change: as a number by itself, or
    within the groups and by the shift between them."""

    labels: tuple[str, ...]
    base: Figure | None
    figure: Figure | None
    own: Fraction | None
    between: Fraction | None = None


def _of_groups(explanation: Explanation, groups: GroupParts) -> Table:
    """A row a group, the largest first; what the population adds where no group has its own; and the whole."""
    rest = [""] * (len(explanation.result.groupings) - 1)
    rows = [Side(part.groups, part.base, part.figure, part.within, part.between) for part in groups.groups]
    own = sum((part.within for part in groups.groups), groups.denominator or Fraction(0))
    shifts = [part.between for part in groups.groups if part.between is not None]
    if groups.denominator is not None:
        rows.append(Side((_POPULATION, *rest), None, None, groups.denominator))
    whole = (explanation.result.area, *([ALL] * len(rest)))
    rows.append(Side(whole, explanation.base, explanation.figure, own, sum(shifts, Fraction(0)) if shifts else None))
    names = explanation.result.groupings
    labels = [Column(heading_of(name), name, False, groups=name != names[-1]) for name in names]
    measure = explanation.indicator.measure
    if measure is COUNT:
        return _of_sides(explanation, labels, rows, [Column("Change", "change")])
    both = [Column("Within", "within"), Column("Between", "between")] if shifts else []
    return _of_sides(explanation, labels, rows, [*both, Column(_unit(measure), "contribution")])


def _of_pairs(explanation: Explanation) -> Table:
    """A row a band, percentile or group, with the change of its number (of bands) or value."""
    rows = []
    for base, figure in explanation.pairs:
        either = figure or base
        assert either is not None
        before, after = (_banded(explanation, one) for one in (base, figure))
        change = None if before is None or after is None else after - before
        rows.append(Side((either.group or either.area,), base, figure, change))
    return _of_sides(explanation, [Column("", "what", False)], rows, [Column("Change", "change")])


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
    return [BLANK if is_alone and name != "contribution" else _contribution(of_name[name]) for name in names]


def _side_record(explanation: Explanation, row: Side, names: Sequence[str]) -> dict[str, object]:
    figures = {
        f"{prefix}{name}": getattr(figure, name) if figure else None
        for prefix, figure in (("base_", row.base), ("", row.figure))
        for name in ("numerator", "denominator", "value")
    }
    own, between = row.own, row.between
    of_name = {"change": own, "within": own, "between": between, "contribution": own and own + (between or 0)}
    added = {name: _plain(of_name[name]) for name in names}
    return {**_about(explanation), "group": " / ".join(filter(None, row.labels)), **figures, **added}


# --- cells --------------------------------------------------------------------------------------------


def _about(explanation: Explanation) -> dict[str, object]:
    return {
        "indicator": explanation.indicator.code,
        "area": explanation.figure.area,
        "base_period": explanation.base.period,
        "period": explanation.figure.period,
        **_chance(explanation),
    }


def _chance(explanation: Explanation) -> dict[str, object]:
    """The interval of the change: of a percentage in points, else of the ratio of the two figures."""
    chance = explanation.chance
    return {
        "interval_of": ("ratio" if chance.is_ratio else "difference") if chance else None,
        "interval_lower": chance.lower if chance else None,
        "interval_upper": chance.upper if chance and not math.isinf(chance.upper) else None,
        "more_than_chance": chance.is_more if chance else None,
    }


def _number(value: Fraction | None, decimals: int) -> Cell:
    return BLANK if value is None else Cell(half_up(value, decimals), decimals)


def _contribution(value: Fraction) -> Cell:
    return Cell(signed(value, _PART_DECIMALS), _PART_DECIMALS)


def _plain(value: Fraction | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)
