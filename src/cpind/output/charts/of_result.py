"""Charts of a Result: the facts that a picture shows, and the words for those who can't see it.

Each function yields one chart, or none where there is nothing to draw: fewer than two values, or nothing but zeros.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ...analysis.suppression.cells import is_small_number
from ...benchmarks.areas import NEIGHBOURS as NEIGHBOURS_NAME
from ...benchmarks.names import region_code
from ...errors import UsageError
from ...figures.indicators import INDICATORS
from ...figures.result import BEFORE, Figure, Result
from ...model.measures import COUNT, PERCENT, half_up
from ...model.periods import short_date
from ...model.wording import capital
from ..tables.cells import number
from ..tables.labels import marks_of, title_of
from ..tables.table import Cell
from .chart import (
    COLUMNS,
    CONTROL,
    ENGLAND,
    LINES,
    MULTIPLES,
    NEIGHBOURS,
    OTHER,
    OWN,
    REGION,
    STACKED,
    Chart,
    Series,
)

_MOST_LINES = 4
"""So many lines keep apart by their colours; of more counts the last ones are drawn, as of the activity those after the enquiries."""

_MOST_GROUPS = 24
"""So many small charts stand on one page."""

HIDDEN = "Periods with 1 to 5 outside are not shown."

LEAST_POINTS = 2
"""A chart in which no line has as many points shows nothing that its table does not."""


def chart_of(result: Result, codes: Sequence[str], title: str) -> Chart | None:
    """The chart of a table: a run between its limits, a small chart for each group, a line for each of several indicators, or our
    own line beside the benchmarks; None where there is nothing to draw. A table of several indicators has a line for each that is
    measured as the first one is; a chart of one of them alone has that one's title.

    Raises UsageError for more than a chart has room for.
    """
    present = [
        code
        for code in codes
        if not INDICATORS[code].is_split and any(one.value is not None for one in result.of(code))
    ]
    alike = [code for code in present if INDICATORS[code].measure is INDICATORS[present[0]].measure]
    if not alike:
        return None
    first = alike[0]
    own_title = title if len(codes) == 1 or len(present) == 1 else title_of(result, [first])
    if any(one.run for one in result.of(first)) and not result.by:
        drawn = control(result, first, own_title)
    elif result.by:
        if (number := len(_series_of_groups(result, first))) > _MOST_GROUPS:
            raise UsageError(f"a chart has room for {_MOST_GROUPS} groups, not {number}: --where chooses some")
        drawn = groups(result, first, own_title)
    elif len(alike) == 1:
        drawn = lines(result, first, own_title)
    elif INDICATORS[first].measure is COUNT:
        drawn = counts(result, alike[-_MOST_LINES:], title)
    elif len(alike) > _MOST_LINES:
        raise UsageError(f"a chart has room for {_MOST_LINES} indicators, not {len(alike)}: ask for fewer at a time")
    else:
        drawn = counts(result, alike, title)
    return next(iter(drawn), None)


def lines(result: Result, code: str, title: str) -> Iterable[Chart]:
    """Our own line, with those of the benchmarks."""
    areas = dict.fromkeys(one.area for one in result.of(code) if not one.by)
    series = [
        _series(result, area, [one for one in result.of(code) if one.area == area and not one.by]) for area in areas
    ]
    yield from _chart(LINES, result, [code], title, series)


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
    for chart in _chart(CONTROL, result, [code], f"{title}, with control limits", [own]):
        last = next(run for run in reversed(runs) if run)
        limits = (
            f"control limits {half_up(last.lower, 1)} and {half_up(last.upper, 1)} around {half_up(last.centre, 1)}"
        )
        many = "point is a signal" if len(marked) == 1 else "points are signals"
        signals = f"{len(marked)} {many}" if marked else "no point is a signal"
        yield replace(
            chart,
            alt=f"{chart.alt} Between {limits}; {signals}.",
            centre=tuple(run.centre if run else None for run in runs),
            lower=tuple(run.lower if run else None for run in runs),
            upper=tuple(run.upper if run else None for run in runs),
            marked=marked,
        )


def groups(result: Result, code: str, title: str) -> Iterable[Chart]:
    """A small line chart for each group, of two groupings for each pair of groups; none for more than a page holds."""
    series = _series_of_groups(result, code)
    if len(series) <= _MOST_GROUPS:
        yield from _chart(MULTIPLES, result, [code], title, series)


def counts(result: Result, codes: Sequence[str], title: str) -> Iterable[Chart]:
    """A line for each of several counts, or of other indicators of one measure."""
    series = [
        Series(capital(INDICATORS[code].short or INDICATORS[code].title.format(when="")), one.values, OTHER)
        for code in codes
        for one in [_series(result, "", [f for f in result.of(code) if not f.by and not f.is_benchmark])]
        if any(value is not None for value in one.values)
    ]
    yield from _chart(LINES if len(result.periods) > 2 else COLUMNS, result, codes, title, series)


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
    for chart in _chart(STACKED, result, [code], title, series, unit="", decimals=0):
        yield replace(chart, alt=f"{chart.alt}{hidden}")


def _series_of_groups(result: Result, code: str) -> list[Series]:
    split = [one for one in result.of(code) if one.by]
    depth = max((len(one.groups) for one in split), default=0)
    lines_of: dict[tuple[str, str], list[Figure]] = {}
    for one in split:
        if len(one.groups) == depth:  # the sums of each of two groupings are others
            lines_of.setdefault((one.by, one.group), []).append(one)
    series = [_series(result, name, figures) for (_, name), figures in lines_of.items()]
    return [one for one in series if any(value is not None for value in one.values)]


def _series(result: Result, name: str, figures: Sequence[Figure]) -> Series:
    by_days = {(one.start, one.end): one for one in figures if one.status != BEFORE}
    values = []
    for period in result.periods:
        one = by_days.get((period.start, period.end))
        values.append(_unrounded(number(one)) if one and one.value is not None else None)
    return Series(name, tuple(values), _role(name, result))


def _unrounded(cell: Cell) -> float:
    return float(cell.text) if cell.value is None else cell.value


def _role(name: str, result: Result) -> str:
    if name != result.area and region_code(name):
        return REGION
    return {result.area: OWN, NEIGHBOURS_NAME: NEIGHBOURS, "England": ENGLAND}.get(name, OTHER)


def _chart(
    kind: str,
    result: Result,
    codes: Sequence[str],
    title: str,
    series: Sequence[Series],
    *,
    unit: str | None = None,
    decimals: int | None = None,
) -> Iterable[Chart]:
    series = [one for one in series if any(value is not None for value in one.values)]
    if not any(_is_worth_drawing(one) for one in series):
        return
    measure = INDICATORS[codes[0]].measure
    unit = ("%" if measure is PERCENT else "" if measure is COUNT else measure.unit) if unit is None else unit
    decimals = measure.decimals if decimals is None else decimals
    labels = _labels(result, codes)
    yield Chart(kind, title, labels, tuple(series), unit, decimals, _alt(series, labels, unit, decimals))


def _labels(result: Result, codes: Sequence[str]) -> tuple[str, ...]:
    """The periods, marked as in a table where they are incomplete."""
    marks = marks_of(result, codes)
    return tuple(
        (short_date(one.end) if one.kind == "date" else one.label)
        + marks.get(one.label, one.label).removeprefix(one.label)
        for one in result.periods
    )


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
            parts.append(f"{one.name}: {half_up(start, decimals)} in {first}")
        else:
            parts.append(f"{one.name}: {half_up(start, decimals)} in {first}, {half_up(end, decimals)} in {last}")
    return f"{'; '.join(parts)}{f' ({unit})' if unit else ''}."
