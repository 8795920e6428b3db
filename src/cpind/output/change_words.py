"""The sentences of an explanation: the doubts first, then what moved the figure, in one sentence."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from functools import singledispatch

from ..analysis.change import is_whole
from ..analysis.doubts import AcrossCensus, Doubt, Incomplete, OtherKindOfBasis, OtherLength, OtherPopulation
from ..analysis.explain import Explanation
from ..analysis.stock_flow import StockFlow
from ..figures.facts import OtherBasis
from ..figures.indicators import Indicator
from ..figures.printed import printed
from ..inputs.population import DFE, PUBLISHED_BY_THEN
from ..model.measures import COUNT, MONTHS, PERCENT, RATE, exact_total, half_up, in_a_sentence, signed
from ..model.wording import SINGULAR
from .tables.footnotes import incomplete
from .words import basis_label, estimate_text, sentence

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
"""Numbers that are written as words in a sentence."""

_RULES = {DFE: ", by DfE's rule", PUBLISHED_BY_THEN: ", the latest published by the date"}


def lead_of(explanation: Explanation) -> tuple[str, ...]:
    """The sentences above the table: what makes the two figures hard to compare, then what moved one to the other."""
    other_bases = [note.fact for note in explanation.result.notes if isinstance(note.fact, OtherBasis)]
    doubts = [text for doubt in explanation.doubts for text in doubted(doubt, explanation)]
    return (*dict.fromkeys(doubts), *map(sentence, other_bases), *moved(explanation), *by_chance(explanation))


# --- what moved it ------------------------------------------------------------------------------------


def moved(explanation: Explanation) -> Iterable[str]:
    """ "18.6 to 23.8 %, +5.2 points: +1.1 from five more repeat plans, +4.1 from 91 fewer plans started." """
    indicator, base, figure = explanation.indicator, explanation.base, explanation.figure
    if indicator.is_split:
        yield "Numbers alone: the change of bands and percentiles has no exact parts."
        return
    lacking = [one.period for one in (base, figure) if one.value is None]
    if explanation.change is None and not lacking:
        yield f"{in_a_sentence(printed(base))} to {in_a_sentence(printed(figure))} {_unit(indicator)}; the numbers are not compared, {_unlike(explanation)}."
        return
    if explanation.change is None:
        yield f"{_numbers_alone(explanation)}there is no value for {' and '.join(lacking)}."
        return
    measure = indicator.measure
    decimals = 0 if measure is COUNT else 1
    points = " points" if measure is PERCENT else ""
    change = f"{in_a_sentence(signed(explanation.change, decimals))}{points}"
    yield f"{in_a_sentence(printed(base))} to {in_a_sentence(printed(figure))} {_unit(indicator)}, {change}{_because(explanation)}."
    groups = explanation.groups
    if groups and groups.groups and all(part.between is not None for part in groups.groups):
        within = sum((part.within for part in groups.groups), Fraction(0))
        between = sum((part.between or Fraction(0) for part in groups.groups), Fraction(0))
        yield f"Of this {signed(within, 1)} within the groups and {signed(between, 1)} by the shift between them."


def _unit(indicator: Indicator) -> str:
    """The unit of a figure in a sentence."""
    measure = indicator.measure
    return indicator.counted if measure is COUNT else "%" if measure is PERCENT else measure.unit


def _unlike(explanation: Explanation) -> str:
    """Why the numbers of two periods can't be compared."""
    base, figure = explanation.base, explanation.figure
    parts = [one.period for one in (base, figure) if not is_whole(one)]
    if parts:
        return f"since {' and '.join(parts)} {'is' if len(parts) == 1 else 'are'} not complete"
    days = [(one.end - one.start).days + 1 for one in (base, figure) if one.start and one.end]
    return f"since {base.period} has {days[0]:,} days and {figure.period} {days[1]:,}"


def by_chance(explanation: Explanation) -> Iterable[str]:
    """ "The 95 % interval of the change is -0.1 to +10.4 points: not distinguishable from chance at 95 %." """
    chance = explanation.chance
    if chance is None:
        return
    level = f"{chance.level:g} %"
    if chance.is_ratio:
        interval = f"ratio of the two is {half_up(chance.lower, 2)} to {_ratio_text(chance.upper)}"
    else:
        interval = f"change is {signed(chance.lower, 1)} to {signed(chance.upper, 1)} points"
    verdict = f"more than chance at {level}" if chance.is_more else f"not distinguishable from chance at {level}"
    families = ", siblings counted together" if chance.knows_families else ""
    # Families only widen an interval: "not distinguishable" holds without them too, "more than chance" may not.
    lacking = "more than a tenth have no family_id" if chance.lack_families else "no family_id"
    doubt = f", unless siblings make the difference ({lacking})" if chance.is_more and not chance.knows_families else ""
    yield f"The {level} interval of the {interval}{families}: {verdict}{doubt}."


def _ratio_text(ratio: float) -> str:
    return "any number" if math.isinf(ratio) else half_up(ratio, 2)


def _numbers_alone(explanation: Explanation) -> str:
    """ "345 to 295 children, -50; " of a rate without a population, else the beginning of a sentence."""
    base, figure = explanation.base, explanation.figure
    if explanation.indicator.measure is not RATE or base.numerator is None or figure.numerator is None:
        return "No change to explain: "
    change = in_a_sentence(signed(Fraction(figure.numerator) - Fraction(base.numerator), 0))
    return f"{base.numerator:,} to {figure.numerator:,} {explanation.indicator.counted}, {change}; "


def _because(explanation: Explanation) -> str:
    """The end of the sentence: the parts, or the flow of a stock; or why there are none."""
    indicator, parts = explanation.indicator, explanation.parts
    if parts is not None:
        n1, n2 = (exact_total(one.numerator or 0) for one in (explanation.base, explanation.figure))
        d1, d2 = (Fraction(one.denominator or 0) for one in (explanation.base, explanation.figure))
        both = [
            f"{signed(parts.numerator, 1)}{_numerator_moved(n2 - n1, indicator)}",
            f"{signed(parts.denominator, 1)}{_denominator_moved(d2 - d1, indicator)}",
        ]
        return f": {('; ' if n1 == n2 or d1 == d2 else ', ').join(both)}"
    if explanation.stock and indicator.measure is COUNT:
        return f": {_flow(explanation.stock)}"
    if indicator.statistic.name == "median":
        return "; a median has no exact parts, only its numbers"
    return "" if explanation.is_alike else f"; the numbers are not compared, {_unlike(explanation)}"


def _numerator_moved(change: Fraction, indicator: Indicator) -> str:
    if indicator.measure is MONTHS:
        return _more(change, "months in total")
    return _more(change, numerator_of(indicator, "in the numerator"))


def _denominator_moved(change: Fraction, indicator: Indicator) -> str:
    if indicator.measure is not RATE:
        return _more(change, denominator_of(indicator, "in the denominator"))
    if not change:
        return ", since the population is the same"
    return f" from a population {'larger' if change > 0 else 'smaller'} by {abs(int(change)):,}"


def numerator_of(indicator: Indicator, otherwise: str) -> str:
    """What the numerator of a ratio counts, in words; `otherwise` where the indicator does not say."""
    return indicator.numerator or (indicator.counted if indicator.measure is RATE else otherwise)


def denominator_of(indicator: Indicator, otherwise: str) -> str:
    """What the denominator counts, in words: the events of a percentage or mean, else `otherwise`."""
    is_of_its_events = indicator.measure in (PERCENT, MONTHS)
    return indicator.divided_by if indicator.denominator or is_of_its_events else otherwise


def _more(change: Fraction, what: str) -> str:
    """ " from five more repeat plans", " from 91 fewer plans started", ", since the number of repeat plans is the same"."""
    number = int(half_up(abs(change), 0))
    if not change:
        return f", since the number of {what} is the same"
    if number == 1:
        what = " ".join(SINGULAR.get(word, word) if not place else word for place, word in _words(what))
    words = _SMALL[number] if number < len(_SMALL) else f"{number:,}"
    return f" from {words} {'more' if change > 0 else 'fewer'} {what}"


def _words(text: str) -> Iterable[tuple[int, str]]:
    """Each word, with how many words of `SINGULAR` come before it."""
    before = 0
    for word in text.split():
        yield before, word
        before += word in SINGULAR


def _flow(stock: StockFlow) -> str:
    """ "+425 plans started, -473 ended, -2 corrections"; for children, also the effect of those with two plans."""
    flow = f"+{stock.started:,} plans started, -{stock.ended:,} ended"
    if stock.corrections:
        flow += f", {signed(stock.corrections, 0)} correction{'s' if abs(stock.corrections) > 1 else ''}"
    second = stock.second_before - stock.second_after
    return f"{flow}, {signed(second, 0)} by children with two open plans" if second else flow


# --- what to doubt ------------------------------------------------------------------------------------


@singledispatch
def doubted(doubt: Doubt, explanation: Explanation) -> Iterable[str]:
    """A doubt as sentences."""
    raise TypeError(f"no words for {type(doubt).__name__}")


@doubted.register
def _(doubt: Incomplete, explanation: Explanation) -> Iterable[str]:
    return incomplete(doubt.figures, list(explanation.result.periods), [explanation.indicator.code])


@doubted.register
def _(doubt: OtherKindOfBasis, explanation: Explanation) -> Iterable[str]:
    yield (
        f"Two bases: {explanation.base.period} stands on the {basis_label(doubt.base)}, {explanation.figure.period} on the "
        f"{basis_label(doubt.figure)}; part of the change may be due to this."
    )


@doubted.register
def _(doubt: OtherPopulation, explanation: Explanation) -> Iterable[str]:
    base, figure = (f"{estimate_text(one)}{_RULES.get(one.rule, '')}" for one in (doubt.base, doubt.figure))
    yield (
        f"Two kinds of population: {explanation.base.period} has {base}; {explanation.figure.period} has {figure}. "
        "Part of the change may be due to this."
    )


@doubted.register
def _(doubt: AcrossCensus, explanation: Explanation) -> Iterable[str]:
    yield (
        f"The census of {doubt.census} lies between mid-{doubt.base} and mid-{doubt.figure}: unless the earlier estimate is "
        "re-based on it, part of the population's change is the re-basing."
    )


@doubted.register
def _(doubt: OtherLength, explanation: Explanation) -> Iterable[str]:
    yield (
        f"{explanation.base.period} has {doubt.base:,} days and {explanation.figure.period} {doubt.figure:,}: compare "
        "percentages, not numbers of events."
    )
