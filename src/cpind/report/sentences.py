"""The sentences of a pack, and the rules by which they are made; all of them are in this file.

1. The level: the latest figure with its period, beside the period before: up, down or unchanged as printed.
2. A year before, where the periods are shorter than a year.
3. Against others: the latest year of which any other area's figure is published, each of the same year; nothing where ours is
   counted by another definition.
4. Best or worst (highest or lowest, where neither is good) of the years shown, and since when; of three complete years or more, none
   of them missing in between.
5. The target: met, near or missed, and how many more or fewer would have met it.
6. Where a table has control limits: whether the latest figure lies between them, and whether it is part of a signal.
7. What is incomplete is said in the sentence that holds the number.

Every number is one that a table prints. Of a figure that is missing, suppressed or not covered nothing is said; an incomplete
one is compared with nothing. Nothing is called significant, and no cause is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from ..analysis.change import is_comparable, unrounded, year_before
from ..benchmarks.areas import NEIGHBOURS
from ..figures.facts import NEAR, OFF, ON, BridgedBy, ChoiceMade, EndsOn
from ..figures.indicators import INDICATORS
from ..figures.result import BEFORE, SUPPRESSED, Figure, Result
from ..model.measures import COUNT, PERCENT, RATE, half_up
from ..model.periods import long_date
from ..model.wording import capital, listed
from ..output.run_words import signals_text
from ..output.tables.assessed import number_text
from ..output.tables.cells import number

SUBJECTS = {
    "rates": "the rate of children with a child protection plan",
    "plans-open": "the number of children with a child protection plan",
    "two-year": "the share of plans ended that had lasted two years or more",
    "two-year-open": "the share of open plans that had lasted two years or more",
    "icpc": "the share of initial conferences held within 15 working days",
    "repeats": "the share of plans started that were a second or subsequent plan",
    "repeats-2y": "the share of plans started within two years of a previous plan",
    "reviews": "the share of plans reviewed on time",
    "s47": "the number of section 47 enquiries started",
    "conferences": "the number of initial child protection conferences",
    "plans-started": "the number of plans started",
    "plans-ended": "the number of plans ended",
}
"""What sentences call an indicator; another by its title."""

LEAST_YEARS = 3
"""Best or worst is said of so many complete periods or more."""


def sentences_about(result: Result, code: str, *, with_record: bool = True) -> tuple[str, ...]:
    """All that the rules say of the latest figure of an indicator. `with_record`: rule 4 too, for tables of years."""
    own = own_figures(result, code)
    if not own or _is_latest_hidden(result, code):
        return ()
    made = [_level(result, own), *_a_year_before(result, own), *_beside_others(result, code, own)]
    if with_record:
        made += _record(result, own)
    made += _target(own[-1])
    made += _signal(own[-1])
    return tuple(made)


def _is_latest_hidden(result: Result, code: str) -> bool:
    """Whether the figure of the last period is suppressed: an earlier one would be read as the latest."""
    last = result.periods[-1]
    return any(
        one.status == SUPPRESSED
        for one in result.of(code)
        if not one.by and not one.is_benchmark and (one.start, one.end) == (last.start, last.end)
    )


def own_figures(result: Result, code: str) -> list[Figure]:
    """The whole area's figures that can be spoken of, in the order of the periods."""
    return [
        one
        for one in result.of(code)
        if not one.by and not one.is_benchmark and one.value is not None and one.status != BEFORE
    ]


def spoken(figure: Figure) -> str:
    """A figure's value with its unit: "67.8%", "25.1 per 10,000", "295"."""
    measure = INDICATORS[figure.indicator].measure
    text = number(figure).text
    if measure is PERCENT:
        return f"{text}%"
    return text if measure is COUNT else f"{text} {measure.unit}"


def subject(code: str) -> str:
    """What a sentence calls an indicator."""
    return SUBJECTS.get(code) or INDICATORS[code].title.format(when="")


# --- rules 1, 2 and 7 ---------------------------------------------------------------------------------


def _level(result: Result, own: Sequence[Figure]) -> str:
    """ "The share of ... was 67.8% in 2019/20, down from 83.1% in 2018/19." """
    latest = own[-1]
    text = f"{capital(subject(latest.indicator))} was {spoken(latest)} {_when(latest)}"
    if not is_comparable(latest):
        return f"{text}{_so_far(latest)}."
    run = _unbroken(result, own)
    before = run[-2] if len(run) > 1 else None
    return f"{text}, {_moved(latest, before)}." if before else f"{text}."


def _a_year_before(result: Result, own: Sequence[Figure]) -> Iterable[str]:
    """ "That is above the 17.1% of a year before, in Q1 19/20." """
    latest = own[-1]
    period = next((one for one in result.periods if (one.start, one.end) == (latest.start, latest.end)), None)
    earlier = year_before(period) if period and period.kind in ("quarter", "month") else None
    then = next((one for one in own if earlier and (one.start, one.end) == (earlier.start, earlier.end)), None)
    if then and is_comparable(latest) and is_comparable(then) and (len(own) < 2 or then != own[-2]):
        yield f"That is {_direction(latest, then)} the {spoken(then)} of a year before, {_when(then)}."


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


def _moved(latest: Figure, before: Figure) -> str:
    mine, theirs = number(latest).text, number(before).text
    if mine == theirs:
        return f"the same as {_when(before)}"
    return f"{'up' if _value(latest) > _value(before) else 'down'} from {spoken(before)} {_when(before)}"


def _when(figure: Figure) -> str:
    """ "in 2019/20"; of what is taken at a date "at the end of 2019/20", "at 31 July 2020" where the extract ends before."""
    if INDICATORS[figure.indicator].is_snapshot and (days := _ends_on(figure)):
        return f"at {long_date(days[0])}"
    if figure.start == figure.end:
        return f"at {figure.period}"
    return f"at the end of {figure.period}" if INDICATORS[figure.indicator].is_snapshot else f"in {figure.period}"


def _so_far(figure: Figure) -> str:
    days = _ends_on(figure)
    return f" so far, to {long_date(days[0])}" if days else " so far"


def _ends_on(figure: Figure) -> list[date]:
    """The day on which the extract ends, of a figure that it cuts short."""
    return [flag.day for flag in figure.flags if isinstance(flag, EndsOn)]


# --- rule 3 -------------------------------------------------------------------------------------------


def _beside_others(result: Result, code: str, own: Sequence[Figure]) -> Iterable[str]:
    """ "In 2018/19 our 29.8 per 10,000 was below our statistical neighbour average (34.7) and England (43.7)." """
    published = [one for one in result.of(code) if one.is_benchmark and one.value is not None]
    for mine in reversed([one for one in own if is_comparable(one) and _is_as_published(one)]):
        others = [one for one in published if (one.start, one.end) == (mine.start, mine.end)]
        if not others:
            continue
        groups: dict[str, list[str]] = {}
        for other in others:
            groups.setdefault(_direction(mine, other), []).append(f"{_area(other)} ({number(other).text})")
        parts = listed([f"{direction} {listed(names)}" for direction, names in groups.items()])
        latest = "" if mine is own[-1] else ", the latest year published,"
        yield f"In {mine.period}{latest} our {spoken(mine)} was {parts}."
        return


def _is_as_published(figure: Figure) -> bool:
    """Whether it is counted by the definition that the others' figures are counted by."""
    return not any(isinstance(flag, (ChoiceMade, BridgedBy)) for flag in figure.flags)


def _area(figure: Figure) -> str:
    return "our statistical neighbour average" if figure.area == NEIGHBOURS else figure.area


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
            yield f"At {spoken(latest)}, {latest.period} has the {word} figure since {earlier[0].period}, the first of the years shown."
        else:
            since = earlier[len(earlier) - beaten - 1]
            yield f"At {spoken(latest)}, {latest.period} has the {word} figure since {since.period}, when it was {spoken(since)}."


def _superlative(figure: Figure, *, is_higher: bool) -> str:
    good = INDICATORS[figure.indicator].good
    if not good:
        return "highest" if is_higher else "lowest"
    return "best" if (good == "high") == is_higher else "worst"


# --- rule 5 -------------------------------------------------------------------------------------------


def _target(figure: Figure) -> Iterable[str]:
    """ "It misses the target of 90: 7 more held in time would have met it." """
    assessed = figure.assessed
    if assessed is None or not assessed.verdict:
        return
    goal = f"{number_text(assessed.target.value)}{'%' if INDICATORS[figure.indicator].measure is PERCENT else ''}"
    verb = {ON: "meets", NEAR: "is within the tolerance of", OFF: "misses"}[assessed.verdict]
    text = f"The {spoken(figure)} of {figure.period} {verb} the target of {goal}"
    if assessed.away:
        noun = (
            INDICATORS[figure.indicator].counted if INDICATORS[figure.indicator].measure in (COUNT, RATE) else "of them"
        )
        more = "more" if assessed.away > 0 else "fewer"
        text += f"; with {abs(assessed.away):,} {more} {noun} it would have met it".replace(" of them", "")
    yield f"{text}."


# --- rule 6 -------------------------------------------------------------------------------------------


def _signal(figure: Figure) -> Iterable[str]:
    """ "At 31.7%, Q1 20/21 lies between the control limits (1.4 and 41.3): no signal." """
    run = figure.run
    if run is None:
        return
    limits = f"({half_up(run.lower, 1)} and {half_up(run.upper, 1)}{', trial limits' if run.is_trial else ''})"
    place = "between" if run.lower <= (figure.value or 0) <= run.upper else "outside"
    signals = f"a signal, {signals_text(run.signals)}" if run.signals else "no signal"
    yield f"At {spoken(figure)}, {figure.period} lies {place} the control limits {limits}: {signals}."
