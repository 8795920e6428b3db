"""The sentences of the sections on districts, categories, what is due and what changed, and the rules by which they are made.

1. The district with the highest and the one with the lowest figure at the last date; nothing where a district's is hidden or missing.
2. The most common category of the last year, and its share in it and in the year before; nothing where one that is hidden might
   be more common.
3. How many conferences and reviews are overdue, and, where small numbers are shown, how many plans pass two years.
4. Which changes are more than chance explains, where families are known; or that none is.

As in sentences.py: a number is one that a table prints, but for the plans that pass two years, which are those within 7 days and later; a
sentence has 20 words at most; and of what is equal as printed none is called the highest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from ..analysis.chance import Chance
from ..analysis.change import difference, is_comparable
from ..figures.indicators import INDICATORS
from ..figures.result import BEFORE, Figure, Result
from ..model.harmless import shown
from ..model.measures import PERCENT, half_up, in_a_sentence
from ..model.periods import long_date
from ..model.schema.code_lists import NOT_RECOGNISED, NOT_RECORDED
from ..model.wording import capital, listed
from ..output.tables.cells import number
from .phrases import bare, fits, joined, so_far, spoken, subject, when

MOST_ALIKE = 2
"""At most this many districts that share the highest or lowest figure are named; if there are more, nothing is said."""

_NO_GROUPS = (NOT_RECORDED, NOT_RECOGNISED)
_HALF = 50.0
"""A category with a greater share, in percent, is the most common whatever the others are."""


def about_districts(result: Result, code: str, what: str) -> Iterable[str]:
    """ "At 31 July 2020 the rate was highest in Rugby (33.0 per 10,000) and lowest in Warwick (16.0)." Its subject,
    "the rate", is `what`."""
    last = result.periods[-1]
    own = [
        one
        for one in result.of(code)
        if one.by and one.group not in _NO_GROUPS and (one.start, one.end) == (last.start, last.end)
    ]
    if len(own) < 2 or any(one.value is None or not is_comparable(one) for one in own):
        return
    own.sort(key=_value)
    low, high = ([one for one in own if number(one).text == number(own[end]).text] for end in (0, -1))
    if low[0] in high or max(len(low), len(high)) > MOST_ALIKE:
        return
    first = f"{capital(when(high[0]))} {what} was highest in {_names(high)} ({spoken(high[0])})"
    yield from joined(first, f"lowest in {_names(low)} ({bare(low[0])})", between=" and ", instead="It was ")


def about_categories(result: Result, code: str) -> Iterable[str]:
    """ "In 2019/20, neglect was the most common initial category, at 42.4% of the plans started. In 2018/19 its share was 40.9%." """
    by_period = [[one for one in result.of(code) if (one.start, one.end) == (p.start, p.end)] for p in result.periods]
    latest = [one for one in by_period[-1] if one.group not in _NO_GROUPS]
    known = [one for one in latest if one.value]
    if not known:
        return
    top = max(known, key=_value)
    if top.status == BEFORE:
        return
    is_whole = all(one.value is not None for one in by_period[-1])
    alike = [one for one in known if number(one).text == number(top).text]
    if len(alike) > 1 or not (is_whole or (top.value or 0) > _HALF):
        return
    is_complete = is_comparable(top)
    name = "multiple abuse" if top.group == "Multiple" else top.group[:1].lower() + top.group[1:]
    first = (
        f"{capital(when(top))}{'' if is_complete else so_far(top)}, {shown(name)} was the most common initial category"
    )
    yield from joined(first, f"at {bare(top)} of the plans started", instead="It stood ")
    before = [one for figures in by_period[-2:-1] for one in figures if one.group == top.group]
    if is_complete and before and before[0].value is not None and is_comparable(before[0]):
        yield f"{capital(when(before[0]))} its share was {bare(before[0])}."


def about_due(
    as_at: date, by: date, overdue: Sequence[tuple[str, tuple[str, str]]], passing: int | None
) -> Iterable[str]:
    """ "Overdue at 31 July 2020: 9 enquiries without a conference, no first reviews and 5 or fewer next reviews."

    `overdue` has the number of each as it is printed, with its noun for one and for many; `passing` the plans that pass
    two years, None where nothing is said of them.
    """
    items = [_overdue(text, nouns) for text, nouns in overdue]
    if items:
        whole = f"Overdue at {long_date(as_at)}: {listed(items)}."
        if fits(whole):
            yield whole
        else:
            yield f"Overdue at {long_date(as_at)}: {items[0]}."
            yield f"Reviews overdue: {listed(items[1:])}."
    if passing is not None:
        plans = f"{passing:,} open plans pass" if passing > 1 else f"{passing or 'no'} open plan passes"
        yield f"By {long_date(by)}, {plans} two years."


def about_changes(pairs: Sequence[tuple[Figure, Figure]], chances: Mapping[str, Chance]) -> Iterable[str]:
    """ "The share of initial conferences held within 15 working days fell by 15.3 percentage points, more than chance explains." """
    known = [(before, after, chances[after.indicator]) for before, after in pairs if after.indicator in chances]
    if known and len(known) == len(pairs) and not any(chance.is_more for *_, chance in known):
        yield "No change below can be distinguished from chance."
    for before, after, chance in known:
        change, measure = difference(after, before), INDICATORS[after.indicator].measure
        if not chance.is_more or not chance.knows_families or change is None:
            continue
        text = half_up(abs(change), measure.decimals)
        if not Fraction(text):
            continue
        unit = "percentage points" if measure is PERCENT else measure.unit
        moved = f"{'rose' if change > 0 else 'fell'} by {in_a_sentence(text)} {unit}"
        yield from joined(f"{capital(subject(after.indicator))} {moved}", "more than chance explains")


def _overdue(text: str, nouns: tuple[str, str]) -> str:
    """ "no first reviews", "1 first review", "5 or fewer next reviews", "9 enquiries without a conference"."""
    return f"{'no' if text == '0' else in_a_sentence(text)} {nouns[text != '1']}"


def _names(figures: Sequence[Figure]) -> str:
    return listed([shown(one.group) for one in figures])


def _value(figure: Figure) -> float:
    return figure.value or 0.0
