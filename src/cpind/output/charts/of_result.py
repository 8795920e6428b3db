"""Charts of a Result: the facts that a picture shows, and the words for those who can't see it.

Each function yields one chart, or none where there is nothing to draw: fewer than two values, or nothing but zeros.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ...analysis.suppression.cells import is_small_number
from ...benchmarks.areas import NEIGHBOURS as NEIGHBOURS_NAME
from ...figures.indicators import INDICATORS
from ...figures.result import BEFORE, Figure, Result
from ...model.measures import COUNT, PERCENT, half_up
from ...model.periods import short_date
from ...model.wording import capital
from ..tables.cells import number
from .chart import (
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

_MOST_COUNTS = 4
"""So many lines keep apart by their colours; of more the last ones are drawn, as of the activity those after the enquiries."""

HIDDEN = "Periods with 1 to 5 outside are not shown."

LEAST_POINTS = 2
"""A chart in which no line has as many points shows nothing that its table does not."""


def chart_of(result: Result, codes: Sequence[str], title: str) -> Chart | None:
    """The chart of a table: a run between its limits, a small chart for each group, a line for each count, or our own line beside
    the benchmarks; None where there is nothing to draw."""
    present = [code for code in codes if result.of(code)]
    if not present:
        return None
    if any(one.run for one in result.of(present[0])) and not result.by:
        drawn = control(result, present[0], title)
    elif result.by:
        drawn = groups(result, present[0], title)
    elif len(present) > 1 and all(INDICATORS[code].measure is COUNT for code in present):
        drawn = counts(result, present[-_MOST_COUNTS:], title)
    else:
        drawn = lines(result, present[0], title)
    return next(iter(drawn), None)


def lines(result: Result, code: str, title: str) -> Iterable[Chart]:
    """Our own line, with those of the benchmarks."""
    areas = dict.fromkeys(one.area for one in result.of(code) if not one.by)
    series = [
        _series(result, area, [one for one in result.of(code) if one.area == area and not one.by]) for area in areas
    ]
    yield from _chart(LINES, result, code, title, series)


def control(result: Result, code: str, title: str) -> Iterable[Chart]:
    """Our own line between its control limits, signals marked; without limits the line alone."""
    by_days = {(one.start, one.end): one for one in result.of(code) if not one.by and not one.is_benchmark}
    figures = [by_days.get((period.start, period.end)) for period in result.periods]
    if not any(one and one.run for one in figures):
        yield from lines(result, code, title)
        return
    own = _series(result, result.area, [one for one in figures if one])
    runs = [one.run if one else None for one in figures]
    marked = tuple(place for place, run in enumerate(runs) if run and run.signals)
    for chart in _chart(CONTROL, result, code, f"{title}, with control limits", [own]):
        last = next(run for run in reversed(runs) if run)
        limits = (
            f"control limits {half_up(last.lower, 1)} and {half_up(last.upper, 1)} around {half_up(last.centre, 1)}"
        )
        signals = f"{len(marked)} points are signals" if marked else "no point is a signal"
        yield replace(
            chart,
            alt=f"{chart.alt} Between {limits}; {signals}.",
            centre=tuple(run.centre if run else None for run in runs),
            lower=tuple(run.lower if run else None for run in runs),
            upper=tuple(run.upper if run else None for run in runs),
            marked=marked,
        )


def groups(result: Result, code: str, title: str) -> Iterable[Chart]:
    """A small line chart for each group."""
    names = dict.fromkeys(one.group for one in result.of(code) if one.by)
    series = [_series(result, name, [one for one in result.of(code) if one.by and one.group == name]) for name in names]
    series = [one for one in series if any(value is not None for value in one.values)]
    yield from _chart(MULTIPLES, result, code, title, series)


def counts(result: Result, codes: Sequence[str], title: str) -> Iterable[Chart]:
    """A line for each of several counts."""
    series = [
        Series(capital(INDICATORS[code].short or INDICATORS[code].title.format(when="")), one.values, OTHER)
        for code in codes
        for one in [_series(result, "", [f for f in result.of(code) if not f.by and not f.is_benchmark])]
        if any(value is not None for value in one.values)
    ]
    yield from _chart(LINES if len(result.periods) > 2 else COLUMNS, result, codes[0], title, series)


def in_and_out(result: Result, code: str, title: str, names: tuple[str, str]) -> Iterable[Chart]:
    """Columns of the numerator, and on them the rest of the denominator."""
    own = {(one.start, one.end): one for one in result.of(code) if not one.by and not one.is_benchmark}
    hides = result.suppressed
    inside: list[float | None] = []
    outside: list[float | None] = []
    for period in result.periods:
        one = own.get((period.start, period.end))
        is_whole = (
            one is not None and one.numerator is not None and one.denominator is not None and one.status != BEFORE
        )
        if one and is_whole and hides and is_small_number((one.denominator or 0) - (one.numerator or 0)):
            is_whole = False  # those later are a number of their own here
        inside.append(one.numerator if one and is_whole else None)
        outside.append((one.denominator or 0) - (one.numerator or 0) if one and is_whole else None)
    series = [Series(names[0], tuple(inside), OWN), Series(names[1], tuple(outside), OTHER)]
    hidden = f" {HIDDEN}" if hides and any(one is None for one in inside) else ""
    for chart in _chart(STACKED, result, code, title, series, unit="", decimals=0):
        yield replace(chart, alt=f"{chart.alt}{hidden}")


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
) -> Iterable[Chart]:
    series = [one for one in series if any(value is not None for value in one.values)]
    if not any(_is_worth_drawing(one) for one in series):
        return
    measure = INDICATORS[code].measure
    unit = ("%" if measure is PERCENT else "" if measure is COUNT else measure.unit) if unit is None else unit
    decimals = measure.decimals if decimals is None else decimals
    labels = tuple(short_date(one.end) if one.kind == "date" else one.label for one in result.periods)
    yield Chart(kind, title, labels, tuple(series), unit, decimals, _alt(series, labels, unit, decimals))


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
