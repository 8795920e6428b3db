"""The parts of a change, a row each: numerator, denominator and value, the flow of a stock, what came and went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from ...analysis.change import unrounded
from ...analysis.explain import Explanation
from ...analysis.turnover import Overlap
from ...model.measures import COUNT, MONTHS, PERCENT, RATE, exact_total, half_up, signed
from ...model.periods import long_date
from ...model.wording import capital
from ..change_words import denominator_of, numerator_of
from .explained_cells import PART_DECIMALS, about, contribution_cell, number_cell, plain, unit_heading
from .table import BLANK, Cell, Column, Table

_NOT_ROUNDED_TOGETHER = "Each part is rounded by itself, so that the parts as printed may not add up to the change."


class PartLine(NamedTuple):
    """A row of the parts: its name for programs and for people, the number of each period, the change, and what this adds to
    the change of the figure."""

    part: str
    what: str
    base: Fraction | None
    value: Fraction | None
    change: Fraction | None
    contribution: Fraction | None = None
    decimals: int = 0


def parts_table(explanation: Explanation) -> Table:
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
        columns.append(Column(unit_heading(explanation.indicator.measure), "contribution"))
    rows = [_row(line)[: len(columns)] for line in lines]
    notes = (_NOT_ROUNDED_TOGETHER,) if has_parts and not _printed_add_up(lines) else ()
    return Table("", tuple(columns), tuple(rows), notes, tuple(_record(explanation, line) for line in lines))


def _lines(explanation: Explanation) -> Iterable[PartLine]:
    indicator, base, figure = explanation.indicator, explanation.base, explanation.figure
    measure, parts = indicator.measure, explanation.parts
    if measure is not COUNT:
        top = "Months in total" if measure is MONTHS else capital(numerator_of(indicator, "numerator"))
        decimals = 1 if measure is MONTHS else 0
        of_top, of_bottom = (parts.numerator, parts.denominator) if parts else (None, None)
        yield _number(explanation, "numerator", top, base.numerator, figure.numerator, of_top, decimals)
        below = "Population aged 0-17" if measure is RATE else capital(denominator_of(indicator, "denominator"))
        yield _number(explanation, "denominator", below, base.denominator, figure.denominator, of_bottom)
    before, after = unrounded(base), unrounded(figure)
    name = {PERCENT: "%", RATE: "Rate", MONTHS: "Mean", COUNT: capital(indicator.counted)}.get(
        measure, unit_heading(measure)
    )
    total = explanation.change if parts else None
    yield PartLine("value", name, before, after, explanation.change, total, measure.decimals)
    yield from _stock(explanation)
    if explanation.turnover:
        counted = indicator.counted if indicator.statistic.is_count else indicator.divided_by
        yield from _overlap("", capital(counted), explanation.turnover.counted)
        if explanation.turnover.numerator:
            yield from _overlap(
                "numerator_", capital(numerator_of(indicator, "numerator")), explanation.turnover.numerator
            )


def _number(
    explanation: Explanation,
    part: str,
    what: str,
    base: float | None,
    value: float | None,
    contribution: Fraction | None,
    decimals: int = 0,
) -> PartLine:
    """The line of a numerator or denominator; without a change if a period is incomplete or the lengths differ."""
    line = _line(part, what, base, value, contribution, decimals)
    return line if explanation.is_alike else line._replace(change=None)


def _line(
    part: str,
    what: str,
    base: float | None,
    value: float | None,
    contribution: Fraction | None = None,
    decimals: int = 0,
) -> PartLine:
    before, after = (None if one is None else exact_total(one) for one in (base, value))
    change = None if before is None or after is None else after - before
    return PartLine(part, what, before, after, change, contribution, decimals)


def _stock(explanation: Explanation) -> Iterable[PartLine]:
    """Open at the start + started - ended + corrections = open at the end; and the plans of children with two."""
    stock = explanation.stock
    if stock is None:
        return
    if explanation.indicator.measure is not PERCENT:  # else all plans open are its denominator, a row of its own
        yield _line("plans_open", "Plans open", stock.open_before, stock.open_after)
    if stock.before < stock.after:
        since = long_date(stock.before + timedelta(days=1))
        yield PartLine("started", f"Plans started from {since}", None, None, Fraction(stock.started))
        yield PartLine("ended", f"Plans ended from {since}", None, None, Fraction(-stock.ended))
    yield PartLine("corrections", "Corrections", None, None, Fraction(stock.corrections))
    if stock.second_before or stock.second_after:
        yield _line("second_plans", "Second plans of children with two", stock.second_before, stock.second_after)


def _overlap(prefix: str, what: str, counts: Overlap) -> Iterable[PartLine]:
    """How many of these are in both figures, only in the later one, only in the earlier one."""
    stayed = Fraction(counts.stayed)
    yield PartLine(f"{prefix}stayed", f"{what}: in both", stayed, stayed, None)
    yield PartLine(f"{prefix}entered", f"{what}: entered", None, None, Fraction(counts.entered))
    yield PartLine(f"{prefix}left", f"{what}: left", None, None, Fraction(-counts.left))


def _row(line: PartLine) -> tuple[Cell, ...]:
    numbers = [number_cell(one, line.decimals) for one in (line.base, line.value)]
    change = BLANK if line.change is None else Cell(signed(line.change, line.decimals), line.decimals)
    contribution = BLANK if line.contribution is None else contribution_cell(line.contribution)
    return (Cell(line.what), *numbers, change, contribution)


def _record(explanation: Explanation, line: PartLine) -> dict[str, object]:
    return {
        **about(explanation),
        "part": line.part,
        "base": plain(line.base),
        "value": plain(line.value),
        "change": plain(line.change),
        "contribution": plain(line.contribution),
    }


def _printed_add_up(lines: Sequence[PartLine]) -> bool:
    """Whether the parts as they are printed add up to the change as it is printed."""
    printed = {line.part: _as_printed(line.contribution) for line in lines if line.contribution is not None}
    return printed.pop("value") == sum(printed.values())


def _as_printed(value: Fraction) -> Fraction:
    return Fraction(half_up(value, PART_DECIMALS))
