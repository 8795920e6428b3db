"""The words for intervals: how they are made, what siblings do to them, and our figures beside benchmarks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...figures.facts import BYAR, POISSON, SIMILAR, WILSON, Interval, NotAnInterval
from ...figures.indicators import INDICATORS
from ...figures.printed import printed
from ...figures.result import Figure
from ...model.measures import PERCENT, half_up, in_a_sentence
from ...model.wording import distinct, listed
from .assessed import number_text

_METHODS = {WILSON: "Wilson for percentages", BYAR: "Byar for counts and rates", POISSON: "exact Poisson under ten"}

_NO_FAMILIES = (
    "Siblings are on plans together, but no family_id says which children are siblings: the intervals are too narrow."
)
_SPARSE = (
    "More than a tenth of the events have no family_id, and each such child is a family of its own: the intervals may be "
    "too narrow."
)
_WITHOUT = {
    "measure": "No interval is given for means, medians, percentiles, differences and ratios of totals.",
    "one family": "Where all events are of one family there is no interval.",
}


def interval_sentences(figures: Sequence[Figure]) -> Iterable[str]:
    """The sentences under a table with intervals, none where no figure has one."""
    intervals = [figure.interval for figure in figures if isinstance(figure.interval, Interval)]
    if intervals:
        level = number_text(intervals[0].level)
        methods = [text for method, text in _METHODS.items() if any(one.method == method for one in intervals)]
        yield f"Lower and upper: the {level} % confidence interval; {', '.join(methods)}."
        yield from _families(figures)
        yield from _beside_benchmarks(figures)
    absent = distinct(figure.interval.kind for figure in figures if isinstance(figure.interval, NotAnInterval))
    yield from (_WITHOUT[kind] for kind in absent)


def _families(figures: Sequence[Figure]) -> Iterable[str]:
    """How much wider families make the intervals, and which are too narrow since no family is known."""
    own = [
        (figure, one) for figure in figures if not figure.is_benchmark and isinstance(one := figure.interval, Interval)
    ]
    widened = [one.widened for _, one in own if one.widened is not None]
    if not widened:
        yield _NO_FAMILIES if own else ""
        return
    widest = half_up(max(widened), 1)
    is_linked = any(figure.clusters and figure.clusters.is_linked for figure, _ in own)
    by = "family_id; of returns that of the same children elsewhere in the extract" if is_linked else "family_id"
    if widest == "1.0":
        yield f"Siblings count together ({by}), which makes no interval wider here."
    else:
        yield f"Siblings count together ({by}): the intervals are up to {widest} times as wide as without."
    unknown = distinct(figure.basis.name for figure, one in own if one.widened is None and figure.basis)
    if unknown:
        yield f"Where no event has a family_id ({listed(unknown)}), the intervals are too narrow."
    wholes = [one for figure, one in own if not figure.by] or [one for _, one in own]
    if any(one.is_sparse for one in wholes):
        yield _SPARSE


def _beside_benchmarks(figures: Sequence[Figure]) -> Iterable[str]:
    """ "2018/19: 18.6 is similar to Statistical neighbours (22.0) and England (20.8).", for the latest period compared; with the
    indicator in front where the table has others too."""
    are_several = len({figure.indicator for figure in figures}) > 1
    for code in distinct(figure.indicator for figure in figures if figure.compared):
        compared = [figure for figure in figures if figure.indicator == code and figure.compared]
        latest = max((figure.end for figure in compared if figure.end), default=None)
        beside = [figure for figure in compared if figure.end == latest]
        own = [one for one in figures if one.indicator == code and not one.is_benchmark and not one.by]
        ours = next((one for one in own if one.end == latest and one.period == beside[0].period), None)
        if ours is None:
            continue
        indicator = INDICATORS[code]
        unit = " %" if indicator.measure is PERCENT else ""
        name = f"{(indicator.short or indicator.title).format(when='')}, " if are_several else ""
        yield f"{name}{ours.period}: {in_a_sentence(printed(ours))}{unit} is {listed([_place(figure) for figure in beside])}."


def _place(figure: Figure) -> str:
    assert figure.compared and figure.value is not None
    other = f"{figure.area} ({in_a_sentence(printed(figure))})"
    if figure.compared.place == SIMILAR:
        return f"similar to {other}"
    judged = f", {figure.compared.judged}" if figure.compared.judged else ""
    return f"{figure.compared.place} than {other}{judged}"
