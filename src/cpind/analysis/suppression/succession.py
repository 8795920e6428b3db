"""Relations of one number over time: what is there on a later day, or in a later period, was there before or has started
since; and what was there before is there still, or has ended.

Relations of a period and the day before it are in `relations`; here, days and periods may be any distance apart, and what
started and ended between them may be a sum or a difference of periods that are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import product

from .cells import CellOnBasis, Key, Path
from .counted import AT_ANY_TIME, CHILDREN_OPEN, ENDED, ONCE, OPEN, REVIEWED, STARTED
from .definitions import CHANGING, ENDS, LASTED, STARTS
from .periods import Spans, made_up_of, series_of, stocks_of
from .sums import Latent, Sum, Term, at_least_0, equal

_DAY = timedelta(days=1)

Flows = Mapping[tuple[str, Path], Spans]
"""What is counted over periods, by its name and groups."""


def succession_of(shown: Iterable[CellOnBasis]) -> Iterable[Sum]:
    """The sums of what is shown of two days, or of two periods, and of what started and ended between them."""
    shown = [one for one in shown if not any(name in CHANGING for name, _ in one.key.path)]
    flows = {(name, path): spans for (name, path, _), spans in series_of(shown).items()}
    for (name, path), periods in flows.items():
        if name in (AT_ANY_TIME, ONCE + AT_ANY_TIME):
            yield from _of_periods(periods, path, flows)
            yield from _over_gaps(periods, path, flows)
    for (name, path), days in stocks_of(shown).items():
        if name in (*LASTED, REVIEWED, OPEN, CHILDREN_OPEN):
            yield from _of_days(name, days, path, flows)


def _of_periods(periods: Spans, path: Path, flows: Flows) -> Iterable[Sum]:
    """Of what is there at any time in a period, and in one that follows it or overlaps with it."""
    for ((start, end, _), now), ((first, last, _), before) in product(periods.items(), periods.items()):
        if now != before and first <= start <= last + _DAY and last <= end:
            started = list(_between(flows, STARTS, path, last + _DAY, end))
            ended = list(_between(flows, ENDS, path, first, start - _DAY))
            yield from _moved(before, now, started, ended)


def _over_gaps(periods: Spans, path: Path, flows: Flows) -> Iterable[Sum]:
    """Of what is there at any time in two periods with a gap between them: that the flows account for the difference, where
    they do not do so on the way. Otherwise the sums of the periods on the way add up to it."""
    spans = {(start, end): key for (start, end, _), key in periods.items()}
    for flow, other in product(STARTS, ENDS):
        agree = {}
        for before, now in product(spans, spans):
            if before[1] < now[1] and before[0] < now[0]:
                came = next(iter(_between(flows, [flow], path, before[1] + _DAY, now[1])), None)
                went = next(iter(_between(flows, [other], path, before[0], now[0] - _DAY)), None)
                if came is not None and went is not None:
                    agree[before, now] = list(equal(_flow(spans[before], spans[now], came, went)))
        for (before, now), sums in agree.items():
            on_the_way = [one for one in spans if before[0] < one[0] < now[0] and before[1] < one[1] < now[1]]
            if now[0] > before[1] + _DAY and not any(agree.get((before, one)) for one in on_the_way):
                yield from sums


def _of_days(name: str, days: Mapping[date, Key], path: Path, flows: Flows) -> Iterable[Sum]:
    """Of what is there on a day and on the next one with which it can be compared: the relations of later days follow. Where
    a figure shows what started or ended in between, they are those of its period."""
    # Other numbers are of plans that have lasted a while, and have not just started.
    is_open = name in (OPEN, CHILDREN_OPEN)
    for eve, before in days.items():
        for last in sorted(day for day in days if day > eve):
            ended = list(_between(flows, ENDS, path, eve + _DAY, last))
            if ended:
                started = list(_between(flows, STARTS, path, eve + _DAY, last)) if is_open else []
                if any(len(flow) > 1 for flow in (*started, *ended)):
                    yield from _moved(before, days[last], started, ended)
                break


def _moved(before: Key, now: Key, started: Iterable[Sequence[Term]], ended: Iterable[Sequence[Term]]) -> Iterable[Sum]:
    """What two numbers and the flows between them say of each other. A flow is given by each of the ways to add it up."""
    for came in started:
        yield from at_least_0([(before, 1), *came, (now, -1)], _rest(f"{before}, {came} - {now}", now))
    for went in ended:
        yield from at_least_0([(now, 1), *went, (before, -1)], _rest(f"{now}, {went} - {before}", now))
    for came, went in product(started, ended):
        yield from equal(_flow(before, now, came, went))


def _flow(before: Key, now: Key, came: Iterable[Term], went: Iterable[Term]) -> list[Term]:
    return [(now, 1), *went, (before, -1), *((key, -way) for key, way in came)]


def _rest(what: str, now: Key) -> Latent:
    return Latent(what, now.path, "", now.start or date.min, now.end or date.max)


def _between(flows: Flows, names: Sequence[str], path: Path, start: date, end: date) -> Iterable[Sequence[Term]]:
    """What started or ended from one day to another: the number itself, on each basis, or what makes it up."""
    for name in names:
        spans = flows.get((name, path), {})
        own = dict.fromkeys(key for (*span, _), key in spans.items() if span == [start, end])
        if own:
            yield from ([(key, 1)] for key in own)
        else:
            made_up = made_up_of(spans, start, end, differences=name in (STARTED, ENDED))
            if made_up is not None:
                yield made_up
