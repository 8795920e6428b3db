"""The sentences about the figures of a pack, and the rules by which they are made.

1. The level: the latest figure with its period, beside the period before: up, down or unchanged as printed.
2. A year before, where the periods are shorter than a year.
3. Against others: the latest year of which any other area's figure is published, each of the same year; where ours of that year is
   missing or hidden the latest that can be compared; nothing where ours is counted by another definition.
4. Best or worst (highest or lowest, if neither is good) of the years shown, and since when; only for three or more
complete years without a gap.
5. The target: met, near or missed, and how many more or fewer would have met it.
6. Where a table has control limits: whether the latest figure lies between them, and whether it is part of a signal; of limits
   that no figure could lie beyond, that they are such.
7. What is incomplete is said in the sentence that holds the number.
8. A sentence has 20 words at most; what would be longer is two. They are said in the order 1, 4, 2, 3, 5, 6.

Every number is one that a table prints. Of a figure that is missing, suppressed or not covered nothing is said; an incomplete
one is compared with nothing. Nothing is called significant, and no cause is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from ..analysis.change import is_comparable, unrounded, year_before
from ..figures.facts import NEAR, OFF, ON
from ..figures.flags import BridgedBy, ChoiceMade
from ..figures.indicators import INDICATORS
from ..figures.result import BEFORE, SUPPRESSED, Figure, Result
from ..model.measures import PERCENT, RATE, half_up, in_a_sentence
from ..model.periods import Period
from ..model.wording import capital, listed
from ..output.run_words import exclude_nothing, signals_text, too_wide
from ..output.tables.assessed import number_text
from ..output.tables.cells import number
from .phrases import bare, counted_as, fits, joined, so_far, spoken, spoken_area, spoken_period, statement, when

LEAST_YEARS = 3
"""Best or worst is said only if there are at least this many complete periods."""


def sentences_about(result: Result, code: str, *, with_record: bool = True) -> tuple[str, ...]:
    """All sentences about the latest figure of an indicator; with rule 4 too, for tables of years, if `with_record`."""
    own = own_figures(result, code)
    if not own or _is_latest_hidden(result, code):
        return ()
    sentences = [*_level(result, own), *(_record(result, own) if with_record else ())]
    sentences += [*_a_year_before(result, own), *_beside_others(result, code, own)]
    sentences += _target(own[-1])
    sentences += _signal(own[-1])
    return tuple(sentences)


def _is_latest_hidden(result: Result, code: str) -> bool:
    """Whether the figure of the last period is suppressed: an earlier one would be read as the latest."""
    last = result.periods[-1]
    return any(
        one.status == SUPPRESSED
        for one in result.of(code)
        if not one.by and not one.is_benchmark and (one.start, one.end) == (last.start, last.end)
    )


def own_figures(result: Result, code: str) -> list[Figure]:
    """The whole area's figures that sentences can use, in the order of the periods."""
    return [
        one
        for one in result.of(code)
        if not one.by and not one.is_benchmark and one.value is not None and one.status != BEFORE
    ]


# --- rules 1, 2 and 7 ---------------------------------------------------------------------------------


def _level(result: Result, own: Sequence[Figure]) -> Iterable[str]:
    """ "In 2019/20, 67.8% of initial conferences were held within 15 working days, down from 83.1% in 2018/19." """
    latest = own[-1]
    if not is_comparable(latest):
        yield f"{capital(when(latest))}{so_far(latest)}, {statement(latest)}."
        return
    text = f"{capital(when(latest))}, {statement(latest)}"
    run = _unbroken(result, own)
    if len(run) < 2:
        yield f"{text}."
        return
    yield from joined(text, _moved(result, latest, run[-2]))


def _a_year_before(result: Result, own: Sequence[Figure]) -> Iterable[str]:
    """ "That is above the 17.1% of a year before, in Q1 19/20." """
    latest = own[-1]
    period = _period_of(result, latest)
    earlier = year_before(period) if period and period.kind in ("quarter", "month") else None
    then = next((one for one in own if earlier and (one.start, one.end) == (earlier.start, earlier.end)), None)
    if then and is_comparable(latest) and is_comparable(then) and (len(own) < 2 or then != own[-2]):
        if number(latest).text == number(then).text:
            yield f"That is the same as a year before, {when(then)}."
        else:
            yield f"That is {_direction(latest, then)} the {spoken(then)} of a year before, {when(then)}."


def _unbroken(result: Result, own: Sequence[Figure]) -> list[Figure]:
    """The latest figure and those of the periods before it, back to the first that is missing or incomplete."""
    by_days = {(one.start, one.end): one for one in own if is_comparable(one)}
    run: list[Figure] = []
    for period in reversed(result.periods):
        one = by_days.get((period.start, period.end))
        if one:
            run.append(one)
        elif run:
            break
    return run[::-1] if run and run[0] is own[-1] else []


def _moved(result: Result, latest: Figure, before: Figure) -> str:
    """ "down from 83.1% in 2018/19", of what is taken at a date "up from 295 a quarter before"."""
    period = _period_of(result, latest)
    is_step = INDICATORS[latest.indicator].is_snapshot and period and period.kind in ("year", "quarter", "month")
    then = f"a {period.kind} before" if is_step and period else when(before)
    if number(latest).text == number(before).text:
        return f"the same as {then}"
    return f"{'up' if _value(latest) > _value(before) else 'down'} from {bare(before)} {then}"


def _period_of(result: Result, figure: Figure) -> Period | None:
    return next((one for one in result.periods if (one.start, one.end) == (figure.start, figure.end)), None)


# --- rule 3 -------------------------------------------------------------------------------------------


def _beside_others(result: Result, code: str, own: Sequence[Figure]) -> Iterable[str]:
    """ "In 2018/19 our 29.8 per 10,000 was below our statistical neighbour average (34.7) and England (43.7)." """
    published = [one for one in result.of(code) if one.is_benchmark and one.value is not None]
    for mine in reversed([one for one in own if is_comparable(one) and _is_as_published(one)]):
        others = [one for one in published if (one.start, one.end) == (mine.start, mine.end)]
        if not others:
            continue
        is_last = not any(one.end and mine.end and one.end > mine.end for one in published)
        latest = ", the latest year published," if is_last else ", the latest year that can be compared,"
        latest = "" if mine is own[-1] else latest
        text = f"In {spoken_period(mine)}{latest} our {spoken(mine)} was"
        together: list[Figure] = []
        for other in sorted(
            others, key=lambda one: [_direction(mine, it) for it in others].index(_direction(mine, one))
        ):
            if together and not fits(_compared(text, mine, [*together, other])):
                yield _compared(text, mine, together)
                is_alike = _direction(mine, other) == _direction(mine, together[-1])
                text, together = "It was also" if is_alike else "It was", []
            together.append(other)
        yield _compared(text, mine, together)
        return


def _compared(text: str, mine: Figure, others: Sequence[Figure]) -> str:
    """ "... below our statistical neighbour average (84.7) and above England (78.7)." """
    groups: dict[str, list[str]] = {}
    for other in others:
        groups.setdefault(_direction(mine, other), []).append(
            f"{spoken_area(other)} ({in_a_sentence(number(other).text)})"
        )
    return f"{text} {listed([f'{direction} {listed(names)}' for direction, names in groups.items()])}."


def _is_as_published(figure: Figure) -> bool:
    """Whether our figure uses the same definition as the others' figures."""
    return not any(isinstance(flag, (ChoiceMade, BridgedBy)) for flag in figure.flags)


def _direction(mine: Figure, other: Figure) -> str:
    if number(mine).text == number(other).text:
        return "the same as"
    return "above" if _value(mine) > _value(other) else "below"


def _value(figure: Figure) -> Fraction:
    value = unrounded(figure)
    return Fraction(0) if value is None else value


# --- rule 4 -------------------------------------------------------------------------------------------


def _record(result: Result, own: Sequence[Figure]) -> Iterable[str]:
    """ "That is the best figure since 2015/16, the first year shown." """
    run = _unbroken(result, own)
    if len(run) < LEAST_YEARS or (run[-1].start, run[-1].end) != (result.periods[-1].start, result.periods[-1].end):
        return
    latest, earlier = run[-1], run[:-1]
    for is_higher in (True, False):
        beaten = 0
        for one in reversed(earlier):
            if number(one).text == number(latest).text or (_value(latest) > _value(one)) != is_higher:
                break
            beaten += 1
        if beaten < 2:
            continue
        word = _superlative(latest, is_higher=is_higher)
        if beaten == len(earlier) and len(run) < len(result.periods):
            continue  # what is missing may have been better
        if beaten == len(earlier):
            kind = result.periods[-1].kind if result.periods[-1].kind in ("year", "quarter", "month") else "period"
            yield f"That is the {word} figure since {spoken_period(earlier[0])}, the first {kind} shown."
        else:
            since = earlier[len(earlier) - beaten - 1]
            is_same = number(since).text == number(latest).text
            then = "the same" if is_same else spoken(since)
            yield f"That is the {word} figure since {spoken_period(since)}, when it was {then}."


def _superlative(figure: Figure, *, is_higher: bool) -> str:
    good = INDICATORS[figure.indicator].good
    if not good:
        return "highest" if is_higher else "lowest"
    return "best" if (good == "high") == is_higher else "worst"


# --- rule 5 -------------------------------------------------------------------------------------------


def _target(figure: Figure) -> Iterable[str]:
    """ "The target of 90% was missed. With 7 more conferences in time it would have been met." """
    assessed = figure.assessed
    if assessed is None or not assessed.verdict:
        return
    unit = {PERCENT: "%", RATE: f" {RATE.unit}"}.get(INDICATORS[figure.indicator].measure, "")
    goal = f"{number_text(assessed.target.value)}{unit}"
    verdict = {
        ON: "met",
        OFF: "missed",
        NEAR: f"missed, within its tolerance of {number_text(assessed.target.tolerance)}",
    }
    yield f"The target of {goal} was {verdict[assessed.verdict]}."
    if assessed.away:
        noun = counted_as(figure.indicator, abs(assessed.away))
        more = "more" if assessed.away > 0 else "fewer"
        yield f"With {abs(assessed.away):,} {more}{f' {noun}' if noun else ''} it would have been met."


# --- rule 6 -------------------------------------------------------------------------------------------


def _signal(figure: Figure) -> Iterable[str]:
    """ "The 31.7% lies between the trial control limits (1.4 and 41.3) and gives no signal of change." """
    run = figure.run
    if run is None:
        return
    if exclude_nothing(figure):
        yield f"{capital(too_wide(run))} for control limits that a figure could lie beyond."
        if not run.signals:
            return
        text = f"The {spoken(figure)} is part of a signal of change"
        yield f"{text}: {signals_text(run.signals[:1])}."
        yield from (f"Another is: {signals_text([signal])}." for signal in run.signals[1:])
        return
    place = "between" if run.lower <= (figure.value or 0) <= run.upper else "outside"
    limits = f"control limits ({in_a_sentence(half_up(run.lower, 1))} and {in_a_sentence(half_up(run.upper, 1))})"
    text = f"The {spoken(figure)} lies {place} the {'trial ' if run.is_trial else ''}{limits}"
    if not run.signals:
        yield f"{text} and gives no signal of change."
        return
    yield f"{text}."
    for place_of, signal in enumerate(run.signals):
        yield f"{'Another is' if place_of else 'It is part of a signal of change'}: {signals_text([signal])}."
