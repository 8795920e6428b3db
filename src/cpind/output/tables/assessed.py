"""Sentences that compare figures with their targets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ...figures.facts import NEAR, OFF, ON, Assessed
from ...figures.indicators import INDICATORS
from ...figures.printed import printed
from ...figures.result import SUPPRESSED, Figure
from ...model.measures import PERCENT, in_a_sentence
from ...model.wording import SINGULAR

_VERDICTS = {ON: "on target", NEAR: "near target", OFF: "off target"}


def target_sentences(figures: Sequence[Figure], *, several: bool) -> Iterable[str]:
    """A sentence for the latest period of each indicator and group with a target.

    With `several`, the table shows several indicators, so each sentence names its own. Where a later figure is
    suppressed the sentence is about that: an earlier one would be read as the latest.
    """
    latest = _latest(figure for figure in figures if figure.assessed and figure.assessed.verdict)
    hidden = _latest(figure for figure in figures if figure.status == SUPPRESSED and not figure.is_benchmark)
    for key, figure in latest.items():
        assert figure.assessed
        indicator = INDICATORS[figure.indicator]
        name = (indicator.short or indicator.heading).format(when="") if several else ""
        what = ", ".join(filter(None, (figure.group, name, f"target {number_text(figure.assessed.target.value)}")))
        what = what[0].upper() + what[1:]
        later = hidden.get(key)
        if later and _end(later) > _end(figure):
            yield f"{what}: the figure {_when(later)} is suppressed."
            continue
        yield (
            f"{what}: {in_a_sentence(printed(figure))} {_when(figure)} is "
            f"{_VERDICTS[figure.assessed.verdict]}{_tolerance(figure.assessed)}{_away(figure, figure.assessed)}."
        )


def _latest(figures: Iterable[Figure]) -> dict[tuple[str, str], Figure]:
    """The last figure of each indicator and group."""
    latest: dict[tuple[str, str], Figure] = {}
    for figure in figures:
        key = figure.indicator, figure.group
        if key not in latest or _end(figure) >= _end(latest[key]):
            latest[key] = figure
    return latest


def _when(figure: Figure) -> str:
    return f"{'at' if figure.start == figure.end else 'in'} {figure.period}"


def _end(figure: Figure) -> date:
    return figure.end or date.min


def _tolerance(assessed: Assessed) -> str:
    return f", within {number_text(assessed.target.tolerance)}" if assessed.verdict == NEAR else ""


def _away(figure: Figure, assessed: Assessed) -> str:
    """ "; 4 more of the 48 conferences would have met it", "; 1 fewer child would have met it"."""
    if not assessed.away:
        return ""
    indicator, number = INDICATORS[figure.indicator], abs(assessed.away)
    way = "more" if assessed.away > 0 else "fewer"
    if indicator.measure is PERCENT:
        return f"; {number:,} {way} of the {figure.denominator:,} {indicator.events} would have met it"
    noun = SINGULAR.get(indicator.counted, indicator.counted) if number == 1 else indicator.counted
    return f"; {number:,} {way} {noun} would have met it"


def number_text(number: float) -> str:
    """A target as it was written: "90", "4.5"."""
    return f"{number:,.0f}" if float(number).is_integer() else in_a_sentence(repr(number))
