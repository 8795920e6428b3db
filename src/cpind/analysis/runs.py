"""Runs over time: which figures of a Result are signals, and which are only the usual variation.

p' charts for percentages and u' for rates, XmR for everything else or for all. Each indicator and group is a run of its own;
benchmarks are not part of it. Incomplete figures are gaps, a stock before its period's last day among them, and so are those
without a value. A run may be divided at the beginning of a period, with a reason; each part then has limits of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from ..errors import UsageError
from ..figures.facts import Rebase, RunPoint, RunSummary
from ..figures.indicators import INDICATORS, Indicator
from ..figures.result import COMPLETE, Figure, Note, Result
from ..model.measures import PERCENT, RATE
from ..model.periods import Period
from .change import UNITS
from .control_limits import FEWEST_POINTS, Point, laney, with_signals, xmr
from .rebasing import fitting_rebases

P_PRIME, U_PRIME, XMR = "p'", "u'", "XmR"
"""The kinds of charts."""

TRIAL_BELOW = 12
"""Limits from fewer points are trial limits."""

WILL_MEET, WILL_MISS, MAY_MEET = "will meet", "will miss", "may meet or miss"


def with_runs(
    result: Result,
    *,
    only_xmr: bool = False,
    rebases: Sequence[Rebase] = (),
    of_settings: Sequence[Rebase] = (),
) -> Result:
    """The result with each figure's place in its run, and a note on the latest point of each run.

    Limits are recalculated from each of the `rebases` on, and from each of `of_settings` that is the first day of a
    period of this table. Raises UsageError where the periods are not a run of years, quarters or months, or where no
    period begins at a rebase.
    """
    _require_run(result.periods)
    begins = _first_days(result.periods, rebases)
    fitting, within = fitting_rebases(of_settings, result.periods, {one.indicator for one in result.figures})
    runs: dict[tuple[object, ...], dict[date | None, int]] = {}
    for place, figure in enumerate(result.figures):
        indicator = INDICATORS[figure.indicator]
        if not figure.is_benchmark and (figure.by or not indicator.is_split):
            of = figure.indicator, figure.by, figure.group, figure.groups
            runs.setdefault(of, {})[figure.start] = place
    is_alone = len({code for code, *_ in runs}) == 1
    figures, notes = list(result.figures), []
    for run, places in runs.items():
        starts = [*begins, *(one.start for one in fitting if not one.codes or run[0] in one.codes)]
        # A period in which a group has no figure is a gap as well.
        for part in _divided([places.get(period.start) for period in result.periods], result.periods, sorted(starts)):
            points = _of_part([None if at is None else figures[at] for at in part], only_xmr=only_xmr)
            for at, point in zip(part, points, strict=True):
                if at is not None:
                    figures[at] = figures[at]._replace(run=point)
        last = [figures[at] for at in part if at is not None]
        if summary := _summary(last, only_xmr=only_xmr, is_alone=is_alone):
            notes.append(Note(summary.latest.indicator, summary))
    remarks = (Note("", rebase) for rebase in (*rebases, *fitting, *within))
    return replace(result, figures=tuple(figures), notes=(*result.notes, *notes, *remarks))


def chart_of(indicator: Indicator, *, only_xmr: bool = False) -> str:
    """The kind of chart of an indicator: p' of a share, u' of a rate, else XmR."""
    if only_xmr or indicator.statistic.name not in ("share", "count", "children", "bands"):
        return XMR
    return {PERCENT: P_PRIME, RATE: U_PRIME}.get(indicator.measure, XMR)


def _require_run(periods: Sequence[Period]) -> None:
    if any(after.start <= before.end for before, after in pairwise(sorted(periods, key=lambda one: one.start))):
        raise UsageError(
            "--spc: these periods overlap, so that their figures share events and move together; leave out --rolling, or choose "
            "years, quarters or months that follow one another"
        )
    kinds = {period.kind for period in periods}
    follows = all(after.start == before.end + timedelta(days=1) for before, after in pairwise(periods))
    if len(kinds) != 1 or not kinds <= set(UNITS) or not follows:
        raise UsageError(
            "--spc needs years, quarters or months that follow one another: --month Apr-18..Mar-20, or --last 24 --every month"
        )


def _first_days(periods: Sequence[Period], rebases: Sequence[Rebase]) -> list[date]:
    """The first days of the parts of a run."""
    begins = [period.start for period in periods]
    for rebase in rebases:
        if rebase.start not in begins[1:]:
            near = min(begins[1:] or begins, key=lambda day: abs((day - rebase.start).days))
            raise UsageError(
                f"--rebase {rebase.start}: no later period of the table begins on that day; {near} is the nearest"
            )
        if [one.start for one in rebases].count(rebase.start) > 1:
            raise UsageError(f"--rebase {rebase.start} is given twice: give its reasons in one")
    return [begins[0], *sorted(rebase.start for rebase in rebases)]


def _divided(
    places: Sequence[int | None], periods: Sequence[Period], starts: Sequence[date]
) -> Iterable[list[int | None]]:
    """The places of a run's figures, by the part that their periods are in."""
    for start, end in pairwise((*starts, date.max)):
        yield [place for place, period in zip(places, periods, strict=True) if start <= period.start < end]


def _is_point(figure: Figure) -> bool:
    return figure.status == COMPLETE and figure.value is not None


def _of_part(figures: Sequence[Figure | None], *, only_xmr: bool) -> list[RunPoint | None]:
    """The points of a part of a run, in the unit of its figures."""
    whole = [figure if figure and _is_point(figure) else None for figure in figures]
    first = next(filter(None, whole), None)
    if first is None:
        return [None] * len(figures)
    indicator = INDICATORS[first.indicator]
    values = [one.value if one else None for one in whole]
    kind, factor = chart_of(indicator, only_xmr=only_xmr), indicator.measure.factor
    if kind == XMR:
        points, scale = xmr(values), 1
    else:
        variance: Callable[[float], float] = (lambda p: p * (1 - p)) if kind == P_PRIME else (lambda u: u)
        counts, sizes = (
            [one.numerator if one else None for one in whole],
            [one.denominator if one else None for one in whole],
        )
        points, scale = laney(counts, sizes, variance), factor
    top = 100.0 if indicator.measure is PERCENT else float("inf")
    bottom = float("-inf") if indicator.statistic.name == "difference" else 0.0
    scaled = [_scaled(point, scale) for point in points]
    signalled = with_signals(values, scaled)
    is_trial = sum(value is not None for value in values) < TRIAL_BELOW
    return [
        None
        if point is None
        else RunPoint(kind, point.centre, max(bottom, point.lower), min(top, point.upper), is_trial, point.signals)
        for point in signalled
    ]


def _scaled(point: Point | None, scale: float) -> Point | None:
    return point and Point(point.centre * scale, point.lower * scale, point.upper * scale)


def _summary(figures: Sequence[Figure], *, only_xmr: bool, is_alone: bool) -> RunSummary | None:
    """A summary of the last part of a run: its latest point and its signals, or that it has too few points."""
    with_value = [figure for figure in figures if _is_point(figure)]
    if not with_value:
        return None
    latest = with_value[-1]
    indicator = INDICATORS[latest.indicator]
    signals = [(figure.period, signal, way) for figure in figures if figure.run for signal, way in figure.run.signals]
    return RunSummary(
        latest,
        chart_of(indicator, only_xmr=only_xmr),
        len(with_value),
        FEWEST_POINTS,
        tuple(signals),
        _assurance(latest),
        is_alone,
    )


def _assurance(figure: Figure) -> str:
    """Whether a run that continues as now will meet its target; "" without a target, and if the run has changed."""
    if figure.run is None or figure.assessed is None or not figure.assessed.verdict:
        return ""
    if figure.run.signals or figure.run.lower == figure.run.upper:  # that equal points will stay so is not known
        return ""
    target = figure.assessed.target
    if target.good == "high":
        meets, misses = figure.run.lower >= target.value, figure.run.upper < target.value
    else:
        meets, misses = figure.run.upper <= target.value, figure.run.lower > target.value
    return WILL_MEET if meets else WILL_MISS if misses else MAY_MEET
