"""The periods of a chart: in order, at their true distances, without overlap; and which of them are not over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from ...errors import UsageError
from ...figures.indicators import INDICATORS
from ...figures.result import PART, Figure, Result
from ...model.measures import COUNT, RATE
from ...model.periods import Period, long_date, short_date
from ...model.wording import distinct, listed
from ..tables.labels import marks_of

_SO_FAR = "ytd"
"""The kind of period that is a year up to the extract's date, and so not over."""

_NOUNS = {
    "year": "years",
    "quarter": "quarters",
    "month": "months",
    "span": "other spans",
    "rolling": "rolling months",
    _SO_FAR: "years so far",
}


def in_order(result: Result) -> list[Period]:
    """The periods in the order of their last days, in which a line joins them."""
    return sorted(result.periods, key=lambda one: (one.end, one.start))


def refuse_what_no_line_joins(result: Result, code: str) -> None:
    """Raise UsageError for periods that one line can't join: those that share events, except rolling months; two with the
    same last day; and, if numbers or rates of events are drawn, periods of several lengths."""
    periods, indicator = in_order(result), INDICATORS[code]
    choose = "choose years, quarters, months or dates alone"
    for one, other in pairwise(periods):
        is_rolling = one.kind == other.kind == "rolling"
        overlap = other.start <= one.end and not is_rolling
        if one.end == other.end if indicator.is_snapshot or is_rolling else overlap:
            raise UsageError(
                f"a chart joins periods that do not overlap, as {one.label} and {other.label} do: {choose}"
            )
    kinds = distinct(one.kind for one in periods if not _is_a_year_so_far(one, periods))
    if not indicator.is_snapshot and indicator.measure in (COUNT, RATE) and len(kinds) > 1:
        raise UsageError(
            f"a chart of events joins periods of one length, and these are {listed([_NOUNS[kind] for kind in kinds])}: {choose}"
        )


def _is_a_year_so_far(period: Period, periods: Sequence[Period]) -> bool:
    """Whether a period is a year to date among whole years; among the same months of other years it is like the rest."""
    return period.kind == _SO_FAR and any(one.kind == "year" for one in periods)


def unfinished(result: Result, figures: Iterable[Figure | None]) -> tuple[int, ...]:
    """The places of values of periods that are not over, which no line reaches: they would look like a fall. There is
    one figure for each period in order, or None."""
    periods = in_order(result)
    return tuple(
        place
        for place, one in enumerate(figures)
        if one and one.value is not None and (one.status == PART or _is_a_year_so_far(periods[place], periods))
    )


def last_days(result: Result) -> tuple[date, ...]:
    """The last day of each period where they lie at unequal distances: dates, and periods that do not follow one another; else
    ()."""
    periods = in_order(result)
    follow = all(after.start == before.end + timedelta(days=1) for before, after in pairwise(periods))
    kinds = {one.kind for one in periods}
    if len(periods) < 3 or (follow and len(kinds) == 1 and "date" not in kinds) or kinds <= {"rolling"}:
        return ()
    return tuple(one.end for one in periods)


def labels_of(result: Result, codes: Sequence[str]) -> tuple[str, ...]:
    """The periods, marked as in a table where a figure of these indicators is incomplete."""
    marks = marks_of(result, codes)
    return tuple(
        (short_date(one.end) if one.kind == "date" else one.label)
        + marks.get(one.label, one.label).removeprefix(one.label)
        for one in in_order(result)
    )


def said_of(period: Period) -> str:
    """ "at 31 March 2020", "in 2019/20"."""
    return f"at {long_date(period.end)}" if period.kind == "date" else f"in {period.label}"
