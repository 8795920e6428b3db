"""Figures as cells: the value as it is printed, its counts, and its change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...analysis.change import difference
from ...benchmarks import SYMBOLS
from ...figures.facts import PUBLISHED, Interval
from ...figures.indicators import INDICATORS
from ...figures.printed import printed
from ...figures.result import SUPPRESSED, TBC, Figure
from ...model.measures import COUNT, PER_100, PERCENT, RATE, half_up, signed
from .table import BLANK, Cell, Column, count, with_decimals

VALUE, PAIRED, COUNTED = "value", "paired", "counted"
"""What a period shows: only the value; a number and its percentage or rate; numerator, denominator and value."""

_SHARES = (PERCENT, PER_100, RATE)
"""The measures whose numerator is a number of events or children, and their value a share of it."""


def number(figure: Figure | None) -> Cell:
    """A figure's value as it is printed: rounded half up from its integers; a benchmark as published."""
    if figure is None:
        return BLANK
    if figure.status == SUPPRESSED:
        return Cell(figure.symbol)
    decimals = INDICATORS[figure.indicator].measure.decimals
    if figure.basis and figure.basis.kind == PUBLISHED:
        return _as_published(figure, decimals)
    return BLANK if figure.value is None else Cell(printed(figure), decimals, value=figure.value)


def _as_published(figure: Figure, decimals: int) -> Cell:
    """A benchmark with all the decimals it was published with; TBC and DfE's symbols as they stand."""
    if figure.value is not None:
        return with_decimals(figure.value, decimals)
    is_shown = figure.status == TBC or figure.symbol in SYMBOLS
    return Cell(figure.symbol) if is_shown else BLANK


def cells(figure: Figure | None, code: str, shows: str, *, limits: bool = False) -> list[Cell]:
    """A period's cells for a figure, with those of its interval, if it has one and `limits` are shown."""
    return [*_cells(figure, code, shows), *(limit_cells(figure) if limits else [])]


def limit_cells(figure: Figure | None) -> list[Cell]:
    """The limits of a figure's interval, with a decimal where it counts in whole numbers."""
    if figure is None or not isinstance(figure.interval, Interval):
        return [BLANK, BLANK]
    decimals = max(1, INDICATORS[figure.indicator].measure.decimals)
    return [
        Cell(half_up(limit, decimals), decimals, value=limit)
        for limit in (figure.interval.lower, figure.interval.upper)
    ]


def _cells(figure: Figure | None, code: str, shows: str) -> list[Cell]:
    if shows == VALUE:
        return [number(figure)]
    if figure is None:
        return [BLANK] * (2 if shows == PAIRED else 3)
    measure = INDICATORS[code].measure
    is_hidden = figure.status == SUPPRESSED
    numerator, denominator = [number(figure) if is_hidden else count(n) for n in (figure.numerator, figure.denominator)]
    if shows == PAIRED:
        return [numerator, number(figure)] if measure in _SHARES else [number(figure), BLANK]
    # A mean's total is not shown in tables; a count is its own numerator and has no denominator.
    return [
        numerator if measure in (*_SHARES, COUNT) else BLANK,
        BLANK if measure is COUNT else denominator,
        number(figure),
    ]


def period_columns(heading: str, codes: Sequence[str], shows: str, *, limits: bool = False) -> Iterable[Column]:
    """The columns of a period, with those of the intervals if `limits` are shown."""
    yield from _period_columns(heading, codes, shows)
    if limits:
        yield Column("Lower", f"{heading} lower")
        yield Column("Upper", f"{heading} upper")


def _period_columns(heading: str, codes: Sequence[str], shows: str) -> Iterable[Column]:
    measures = {INDICATORS[code].measure for code in codes}
    if shows == VALUE:
        yield Column(heading, heading)
    elif shows == COUNTED:
        share = "%" if measures <= {PERCENT} else "Rate" if measures <= {RATE} else "Value"
        yield Column(f"{heading} number", f"{heading} numerator")
        yield Column("of", f"{heading} denominator")
        yield Column(share, f"{heading} value")
    elif counted := dict.fromkeys(INDICATORS[code].counted for code in codes if INDICATORS[code].measure is RATE):
        noun = next(iter(counted)) if len(counted) == 1 else "number"
        yield Column(f"{heading} {noun}", f"{heading} {noun}")
        yield Column("Rate", f"{heading} rate")
    else:
        yield Column(heading, heading)
        yield Column("%", f"{heading} %")


# --- changes ------------------------------------------------------------------------------------------


def change_columns(latest: Sequence[Figure]) -> list[Column]:
    """The columns for the change of the latest period's figures: on the period before, and on a year before where that
    is another."""
    columns = []
    for which in _compared(latest):
        label = next(other.period for figure in latest if (other := _other(figure, which)))
        columns.append(Column(f"Change on {label}", f"change on {label}"))
    return columns


def change_cells(figure: Figure | None, latest: Sequence[Figure]) -> list[Cell]:
    """A figure's changes, with their sign."""
    return [_change(figure, which) for which in _compared(latest)]


def _compared(latest: Sequence[Figure]) -> list[str]:
    """Which comparisons any of the figures has: "before", "year_before", the second only where it is another."""
    has_before = any(_other(figure, "before") for figure in latest)
    has_year = any((year := _other(figure, "year_before")) and year != _other(figure, "before") for figure in latest)
    return [which for which, has in (("before", has_before), ("year_before", has_year)) if has]


def _other(figure: Figure, which: str) -> Figure | None:
    if figure.change is None:
        return None
    return figure.change.before if which == "before" else figure.change.year_before


def _change(figure: Figure | None, which: str) -> Cell:
    other = _other(figure, which) if figure else None
    value = difference(figure, other) if figure and other else None
    if figure is None or value is None:
        return BLANK
    decimals = INDICATORS[figure.indicator].measure.decimals
    return Cell(signed(value, decimals), decimals, value=float(value))
