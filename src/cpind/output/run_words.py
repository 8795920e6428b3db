"""The words for runs over time: where the latest point lies between its limits, and which signals there are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from ..figures.facts import Rebase, RunPoint, RunSummary
from ..figures.indicators import INDICATORS
from ..figures.printed import printed
from ..figures.result import Figure
from ..model.measures import PERCENT, half_up, in_a_sentence
from ..model.periods import long_date
from ..model.wording import distinct, listed

_SIGNALS = {
    ("outside", 1): "above the upper limit",
    ("outside", -1): "below the lower limit",
    ("seven on one side", 1): "seven or more in a row above the centre",
    ("seven on one side", -1): "seven or more in a row below the centre",
    ("seven in a row", 1): "seven or more rising",
    ("seven in a row", -1): "seven or more falling",
    ("two of three", 1): "two of three near the upper limit",
    ("two of three", -1): "two of three near the lower limit",
}


def signals_text(signals: Sequence[tuple[str, int]]) -> str:
    """The signals that a point is part of, "" for none."""
    return "; ".join(_SIGNALS[signal] for signal in signals)


def run_sentence(run: RunSummary) -> str:
    """ "Q1 20/21: 31.7 %, between the limits 1.4 and 41.3 around 21.3 (p' chart of 10 points, trial limits): no signal." """
    figure = run.latest
    name = _name(run)
    if figure.run is None:
        return f"{name or figure.period}: {_too_few(run)}."
    point, decimals = figure.run, max(1, INDICATORS[figure.indicator].measure.decimals)
    unit = " %" if INDICATORS[figure.indicator].measure is PERCENT else ""
    lower, upper, centre = (in_a_sentence(half_up(one, decimals)) for one in (point.lower, point.upper, point.centre))
    trial = ", trial limits" if point.is_trial else ""
    lead = f"{', '.join(filter(None, (name, figure.period)))}: {in_a_sentence(printed(figure))}{unit}, "
    chart = f"({run.chart} chart of {run.points} points{trial})"
    if exclude_nothing(figure):
        no_limits = f"{too_wide(point)} for limits that a point could lie beyond"
        return f"{lead}around {centre} {chart}: {no_limits}; {_signals(run, no='no other signal')}.{_assurance(run)}"
    place = _place(figure, point)
    return f"{lead}{place} the limits {lower} and {upper} around {centre} {chart}: {_signals(run)}.{_assurance(run)}"


def exclude_nothing(figure: Figure) -> bool:
    """Whether no figure could lie beyond these limits: 0 and 100 of a percentage."""
    run = figure.run
    is_percentage = INDICATORS[figure.indicator].measure is PERCENT
    return run is not None and is_percentage and run.lower <= 0 and run.upper >= 100


def too_wide(point: RunPoint) -> str:
    """Why limits exclude nothing, as the beginning of a sentence: those of a p' chart widen as numbers get smaller."""
    return "the points swing too widely" if point.chart == "XmR" else "the numbers are too small"


def _name(run: RunSummary) -> str:
    """The group, and the indicator if the table has several."""
    indicator = INDICATORS[run.latest.indicator]
    short = "" if run.is_alone else (indicator.short or indicator.heading).format(when="")
    return ": ".join(filter(None, (run.latest.group, short)))


def _place(figure: Figure, point: RunPoint) -> str:
    value = figure.value or 0
    return "between" if point.lower <= value <= point.upper else "outside"


def _signals(run: RunSummary, *, no: str = "no signal") -> str:
    """`no` for none, or each signal with its periods, and whether it is an improvement."""
    if not run.signals:
        return no
    good = INDICATORS[run.latest.indicator].good
    parts = []
    key = lambda one: (one[1], one[2])  # the signal and its way
    for (signal, way), members in groupby(sorted(run.signals, key=key), key=key):
        periods = distinct(period for period, *_ in members)
        judged = "" if not good else ", improvement" if (good == "high") == (way > 0) else ", concern"
        parts.append(f"{_SIGNALS[signal, way]} ({_periods(periods)}{judged})")
    return f"signal{'s' if len(parts) > 1 else ''}: {'; '.join(parts)}"


def _periods(labels: Sequence[str]) -> str:
    return listed(labels) if len(labels) < 4 else f"{labels[0]} ... {labels[-1]}"


def _assurance(run: RunSummary) -> str:
    if not run.assurance or run.latest.assessed is None:
        return ""
    return f" While nothing changes, it {run.assurance} the target {run.latest.assessed.target.value:g}."


def _too_few(run: RunSummary) -> str:
    if run.points < run.fewest:
        return f"{run.points} point{'s' if run.points != 1 else ''}, and control limits need {run.fewest} or more"
    return f"{run.points} points with gaps between them, which leave too few neighbouring points for control limits"


def rebase_sentence(rebase: Rebase) -> str:
    """ "Limits recalculated from 1 April 2019: a new front door." """
    of = f" of {listed(rebase.codes)}" if rebase.codes else ""
    reason = rebase.reason.rstrip(".")
    if rebase.is_within:
        return f"Limits{of} are not recalculated from {long_date(rebase.start)} ({reason}), since no period begins on that day."
    return f"Limits{of} recalculated from {long_date(rebase.start)}: {reason}."
