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
from ...model.wording import capital, listed
from ..tables.cells import number
from ..tables.labels import title_of
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
from .timeline import in_order, labels_of, last_days, refuse_what_no_line_joins, said_of, unfinished

_MOST_LINES = 4
"""The most lines that can be told apart by colour."""

MOST_GROUPS = 24
"""The most small charts on one page."""

HIDDEN = "Periods in which one of the two numbers is from 1 to 5, or suppressed, are not shown."

LEAST_POINTS = 2
"""A line of fewer points shows nothing that the table does not; a chart needs one with at least this many."""


def chart_of(result: Result, codes: Sequence[str], title: str) -> Chart | None:
    """The chart of a table: a run between its limits, a small chart for each group, a line for each of several indicators, or our
    own line beside the benchmarks; None where there is nothing to draw. A table of several indicators has a line for each of the
    first four that are measured as the first one is, and the chart says which are not drawn; a chart of one of them alone has
    that one's title.

    Raises UsageError for more groups than a chart has room for, and for periods that no line joins.
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
    shown = alike[:1] if result.by else alike[:_MOST_LINES]
    for code in shown:
        refuse_what_no_line_joins(result, code)
    if any(one.run for one in result.of(first)) and not result.by:
        shown = alike[:1]
        drawn = control(result, first, own_title)
    elif result.by:
        if (number := len(_series_of_groups(result, first))) > MOST_GROUPS:
            raise UsageError(f"a chart has room for {MOST_GROUPS} groups, not {number}: choose some with --where")
        drawn = groups(result, first, own_title)
    elif len(shown) == 1:
        drawn = lines(result, first, own_title)
    else:
        drawn = counts(result, shown, title)
    return next((replace(chart, left_out=_left_out(result, codes, shown, chart.kind)) for chart in drawn), None)


def _left_out(result: Result, codes: Sequence[str], shown: Sequence[str], kind: str) -> str:
    """What of the table's figures a chart of this kind does not show, as the rest of a sentence."""
    measure = INDICATORS[shown[0]].measure
    rest = [code for code in codes if code not in shown and any(one.value is not None for one in result.of(code))]
    bands = [code for code in rest if INDICATORS[code].is_split]
    others = [code for code in rest if code not in bands and INDICATORS[code].measure is not measure]
    more = [code for code in rest if code not in bands and code not in others]
    alone = {MULTIPLES: "by group", CONTROL: "with control limits"}.get(kind)
    why = f"a chart {alone} has one indicator" if alone else f"a chart has {_MOST_LINES} lines"
    parts = [
        f"{listed(which)} ({because})"
        for which, because in (
            (more, why),
            (others, f"in a different unit from {shown[0]}"),
            (bands, "in bands"),
        )
        if which
    ]
    figures = [one for code in shown for one in result.of(code)]
    if kind == MULTIPLES and any(one.run for one in figures):
        parts.append("control limits (only a chart without --by has them)")
    if (kind != LINES or len(shown) > 1) and any(one.is_benchmark and one.value is not None for one in figures):
        parts.append("benchmarks (only a chart of one indicator has them)")
    return f"not drawn: {'; '.join(parts)}" if parts else ""


def lines(result: Result, code: str, title: str) -> Iterable[Chart]:
    """A line chart of our own figures and the benchmarks."""
    areas = dict.fromkeys(one.area for one in result.of(code) if not one.by)
    series = [
        _series(result, area, [one for one in result.of(code) if one.area == area and not one.by]) for area in areas
    ]
    yield from _chart(LINES, result, [code], title, series)


def control(result: Result, code: str, title: str) -> Iterable[Chart]:
    """A control chart of our own figures, signals marked; without limits only the line."""
    by_days = {(one.start, one.end): one for one in result.of(code) if not one.by and not one.is_benchmark}
    figures = [by_days.get((period.start, period.end)) for period in in_order(result)]
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
    if len(series) <= MOST_GROUPS:
        yield from _chart(MULTIPLES, result, [code], title, series)


def counts(result: Result, codes: Sequence[str], title: str) -> Iterable[Chart]:
    """A line for each of several counts, or of other indicators of one measure."""
    names = names_of(codes)
    series = [
        replace(one, name=names[code], role=OTHER)
        for code in codes
        for one in [_series(result, "", [f for f in result.of(code) if not f.by and not f.is_benchmark])]
        if any(value is not None for value in one.values)
    ]
    drawn = [code for code in codes if any(one.name == names[code] for one in series)]
    yield from _chart(LINES if len(result.periods) > 2 else COLUMNS, result, drawn or codes, title, series)


def names_of(codes: Sequence[str]) -> dict[str, str]:
    """The name of each indicator's line: its short name, unless two share it."""
    titles = {code: INDICATORS[code].title.format(when="") for code in codes}
    short = {code: INDICATORS[code].short or titles[code] for code in codes}
    shared = len(set(short.values())) < len(short)
    return {code: capital(titles[code] if shared else short[code]) for code in codes}


def in_and_out(result: Result, code: str, title: str, names: tuple[str, str]) -> Iterable[Chart]:
    """Stacked columns: the numerator, and above it the rest of the denominator."""
    own = {(one.start, one.end): one for one in result.of(code) if not one.by and not one.is_benchmark}
    hides = result.suppressed
    inside: list[float | None] = []
    outside: list[float | None] = []
    for period in in_order(result):
        one = own.get((period.start, period.end))
        is_whole = (
            one is not None and one.numerator is not None and one.denominator is not None and one.status != BEFORE
        )
        if one and is_whole and hides and is_small_number((one.denominator or 0) - (one.numerator or 0)):
            is_whole = False  # those later are a number of their own here
        inside.append(one.numerator if one and is_whole else None)
        outside.append((one.denominator or 0) - (one.numerator or 0) if one and is_whole else None)
    part = unfinished(result, [own.get((period.start, period.end)) for period in in_order(result)])
    series = [Series(names[0], tuple(inside), OWN, part), Series(names[1], tuple(outside), OTHER, part)]
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
    by_period = [by_days.get((period.start, period.end)) for period in in_order(result)]
    values = tuple(_unrounded(number(one)) if one and one.value is not None else None for one in by_period)
    return Series(name, values, _role(name, result), unfinished(result, by_period))


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
    alt = _alt(series, [said_of(period) for period in in_order(result)], unit, decimals)
    yield Chart(kind, title, labels_of(result, codes), tuple(series), unit, decimals, alt, days=last_days(result))


def _is_worth_drawing(series: Series) -> bool:
    known = [value for value in series.values if value is not None]
    return len(known) >= LEAST_POINTS and any(known)


def _alt(series: Sequence[Series], periods: Sequence[str], unit: str, decimals: int) -> str:
    """From where to where each series goes; a period that is not over is marked."""
    parts = []
    for one in series:
        known = [
            f"{half_up(value, decimals)} {period}{' (part)' * (place in one.unfinished)}"
            for place, (period, value) in enumerate(zip(periods, one.values))
            if value is not None
        ]
        ends = known if len(known) == 1 else [known[0], known[-1]]
        parts.append(f"{one.name}: {', '.join(ends)}")
    return f"{'; '.join(parts)}{f' ({unit})' if unit else ''}."
