"""Charts of a Result: the facts that a picture shows, and the words for those who can't see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..benchmarks.areas import NEIGHBOURS as NEIGHBOURS_NAME
from ..figures.indicators import INDICATORS
from ..figures.result import BEFORE, SUPPRESSED, Figure, Result
from ..model.measures import COUNT, PERCENT, half_up
from ..model.periods import short_date
from ..model.wording import capital
from ..output.charts.chart import (
    COLUMNS,
    CONTROL,
    ENGLAND,
    LINES,
    MULTIPLES,
    NEIGHBOURS,
    OTHER,
    OWN,
    STACKED,
    Chart,
    Series,
)
from ..output.document import Block, ChartBlock, Paragraph
from ..output.tables.cells import number
from .protection import is_small
from .sentences import own_figures, subject

LEAST_POINTS = 2
"""A chart in which no line has as many points shows nothing that its table does not."""


def lines(result: Result, code: str) -> Iterable[ChartBlock]:
    """Our own line, with those of the benchmarks."""
    areas = dict.fromkeys(one.area for one in result.of(code) if not one.by)
    series = [
        _series(result, area, [one for one in result.of(code) if one.area == area and not one.by]) for area in areas
    ]
    yield from _chart(LINES, result, code, capital(subject(code)), series)


def control(result: Result, code: str) -> Iterable[ChartBlock]:
    """Our own line between its control limits, signals marked; without limits the line alone."""
    by_days = {(one.start, one.end): one for one in own_figures(result, code)}
    figures = [by_days.get((period.start, period.end)) for period in result.periods]
    if not any(one and one.run for one in figures):
        yield from lines(result, code)
        return
    own = _series(result, result.area, [one for one in figures if one])
    runs = [one.run if one else None for one in figures]
    marked = tuple(place for place, run in enumerate(runs) if run and run.signals)
    for block in _chart(CONTROL, result, code, f"{capital(subject(code))}, with control limits", [own]):
        last = next(run for run in reversed(runs) if run)
        limits = (
            f"control limits {half_up(last.lower, 1)} and {half_up(last.upper, 1)} around {half_up(last.centre, 1)}"
        )
        signals = f"{len(marked)} points are signals" if marked else "no point is a signal"
        yield ChartBlock(
            replace(
                block.chart,
                alt=f"{block.chart.alt} Between {limits}; {signals}.",
                centre=tuple(run.centre if run else None for run in runs),
                lower=tuple(run.lower if run else None for run in runs),
                upper=tuple(run.upper if run else None for run in runs),
                marked=marked,
            )
        )


def groups(result: Result, code: str) -> Iterable[ChartBlock]:
    """A small line chart for each group."""
    names = dict.fromkeys(one.group for one in result.of(code) if one.by)
    series = [_series(result, name, [one for one in result.of(code) if one.by and one.group == name]) for name in names]
    series = [one for one in series if any(value is not None for value in one.values)]
    yield from _chart(MULTIPLES, result, code, f"{capital(subject(code))}, by {result.by}", series)


def counts(result: Result, codes: Sequence[str], title: str) -> Iterable[ChartBlock]:
    """A line for each of several counts."""
    series = [
        Series(capital(INDICATORS[code].short or INDICATORS[code].title.format(when="")), one.values, OTHER)
        for code in codes
        for one in [_series(result, "", [f for f in result.of(code) if not f.by and not f.is_benchmark])]
        if any(value is not None for value in one.values)
    ]
    yield from _chart(LINES if len(result.periods) > 2 else COLUMNS, result, codes[0], title, series)


def in_and_out(result: Result, code: str, title: str, names: tuple[str, str]) -> Iterable[Block]:
    """Columns of the numerator, and on them the rest of the denominator; and which of them are not drawn."""
    own = {(one.start, one.end): one for one in result.of(code) if not one.by and not one.is_benchmark}
    hides = result.suppressed
    is_any_hidden = False
    inside: list[float | None] = []
    outside: list[float | None] = []
    for period in result.periods:
        one = own.get((period.start, period.end))
        is_whole = (
            one is not None and one.numerator is not None and one.denominator is not None and one.status != BEFORE
        )
        if one and is_whole and hides and is_small((one.denominator or 0) - (one.numerator or 0)):
            is_whole = False  # those later are a number of their own here
            is_any_hidden = True
        is_any_hidden |= one is not None and one.status == SUPPRESSED
        inside.append(one.numerator if one and is_whole else None)
        outside.append((one.denominator or 0) - (one.numerator or 0) if one and is_whole else None)
    series = [Series(names[0], tuple(inside), OWN), Series(names[1], tuple(outside), OTHER)]
    charts = list(_chart(STACKED, result, code, title, series, unit="", decimals=0))
    yield from charts
    if charts and is_any_hidden:
        yield Paragraph("Where one of the two numbers is from 1 to 5, or suppressed, no column is drawn.")


def _series(result: Result, name: str, figures: Sequence[Figure]) -> Series:
    by_days = {(one.start, one.end): one for one in figures if one.status != BEFORE}
    values = []
    for period in result.periods:
        one = by_days.get((period.start, period.end))
        values.append(float(number(one).text) if one and one.value is not None else None)
    return Series(name, tuple(values), _role(name, result))


def _role(name: str, result: Result) -> str:
    return {result.area: OWN, NEIGHBOURS_NAME: NEIGHBOURS, "England": ENGLAND}.get(name, OTHER)


def _chart(
    kind: str,
    result: Result,
    code: str,
    title: str,
    series: Sequence[Series],
    *,
    unit: str | None = None,
    decimals: int | None = None,
) -> Iterable[ChartBlock]:
    series = [one for one in series if any(value is not None for value in one.values)]
    if not any(_is_worth_drawing(one) for one in series):
        return
    measure = INDICATORS[code].measure
    unit = ("%" if measure is PERCENT else "" if measure is COUNT else measure.unit) if unit is None else unit
    decimals = measure.decimals if decimals is None else decimals
    labels = tuple(short_date(one.end) if one.kind == "date" else one.label for one in result.periods)
    yield ChartBlock(Chart(kind, title, labels, tuple(series), unit, decimals, _alt(series, labels, unit, decimals)))


def _is_worth_drawing(series: Series) -> bool:
    known = [value for value in series.values if value is not None]
    return len(known) >= LEAST_POINTS and any(known)


def _alt(series: Sequence[Series], labels: Sequence[str], unit: str, decimals: int) -> str:
    """From where to where each series goes."""
    parts = []
    for one in series:
        known = [(label, value) for label, value in zip(labels, one.values) if value is not None]
        (first, start), (last, end) = known[0], known[-1]
        if first == last:
            parts.append(f"{one.name}: {start:.{decimals}f} in {first}")
        else:
            parts.append(f"{one.name}: {start:.{decimals}f} in {first}, {end:.{decimals}f} in {last}")
    return f"{'; '.join(parts)}{f' ({unit})' if unit else ''}."
