"""The sums of periods: those that make up another, and those that overlap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise

from .cells import CellOnBasis, Cells, Key, Path, is_small
from .sums import Latent, Sum, added, sum_of

Spans = dict[tuple[date, date, str], Key]
"""First and last day, and basis."""


def series_of(shown: Iterable[CellOnBasis]) -> Mapping[tuple[str, Path, bool], Spans]:
    """The numbers of what is counted over periods, by its name, groups and whether they add up."""
    series: dict[tuple[str, Path, bool], Spans] = defaultdict(dict)
    for key, basis, adds_up, is_stock in shown:
        if key.start and key.end and not is_stock:
            series[key.counted, key.path, adds_up][key.start, key.end, basis] = key
    return series


def stocks_of(shown: Iterable[CellOnBasis]) -> Mapping[tuple[str, Path], Mapping[date, Key]]:
    """The numbers of what is counted at dates, by its name and groups."""
    series: dict[tuple[str, Path], dict[date, Key]] = defaultdict(dict)
    for key, _, _, is_stock in shown:
        if key.end and is_stock:
            series[key.counted, key.path][key.end] = key
    return series


def periods_of(cells: Cells) -> Iterable[Sum]:
    """A period that others make up exactly, and spans that overlap: the numbers between their edges are the same."""
    for (name, path, adds_up), spans in series_of(cells.shown).items():
        if not _overlap([(start, end) for start, end, _ in spans]):
            continue
        for (start, end, basis), parts in _covers(spans):
            total = spans[start, end, basis]
            if adds_up:
                yield from sum_of(total, parts)
            elif total.number <= sum(part.number for part in parts):  # a child, or a stock, may be in several
                again = Latent(f"{name} again", path, basis, start, end)
                yield Sum((*added([(total, 1), *((part, -1) for part in parts)]), (again, 1)))
        bases = {basis for *_, basis in spans} if adds_up else set()
        for basis in bases:
            own = {(start, end): key for (start, end, one), key in spans.items() if one == basis}
            yield from _between_edges(Latent(name, path, basis, date.min, date.max), own)
        if len(bases) > 1:
            series = Latent(name, path, "all bases", date.min, date.max)
            for together in _overlapping({(start, end): key for (start, end, _), key in spans.items()}):
                if _fit(together):
                    yield from _between_edges(series, together)


def _overlap(spans: Iterable[tuple[date, date]]) -> bool:
    in_order = sorted(set(spans))
    return any(after[0] <= before[1] for before, after in pairwise(in_order))


def _covers(spans: Spans) -> Iterable[tuple[tuple[date, date, str], list[Key]]]:
    """Each period that is made up of shorter ones, with the longest such ones."""
    by_start: dict[date, list[tuple[date, Key]]] = defaultdict(list)
    for (start, end, _), key in spans.items():
        by_start[start].append((end, key))
    for span in spans:
        start, end, _ = span
        parts, day = [], start
        while day <= end:
            inside = [(last, key) for last, key in by_start[day] if last <= end and (day, last) != (start, end)]
            if not inside:
                break
            last, key = max(inside, key=lambda one: one[0])
            parts.append(key)
            day = last + timedelta(days=1)
        if day > end:
            yield span, parts


def made_up_of(spans: Spans, start: date, end: date, *, differences: bool) -> list[tuple[Key, int]] | None:
    """A period as the fewest others that make it up, one after another; with `differences` also as what one has more than
    another. None where none do."""
    ways: dict[date, dict[date, tuple[Key, int]]] = defaultdict(dict)
    for (first, last, _), key in spans.items():
        after = last + timedelta(days=1)
        ways[first][after] = key, 1
        if differences:
            ways[after][first] = key, -1
    reached: dict[date, list[tuple[Key, int]]] = {start: []}
    for day in (todo := [start]):  # grows as days are reached
        for to, term in ways[day].items():
            if to not in reached:
                reached[to] = [*reached[day], term]
                todo.append(to)
    return reached.get(end + timedelta(days=1))


def _between_edges(series: Latent, spans: Mapping[tuple[date, date], Key]) -> Iterable[Sum]:
    """Each span as the sum of the days between the edges of all spans: what is shown twice is the same."""
    if not _overlap(spans):
        return
    yield from _inside_small_ones(series, spans)
    edges = _edges(spans)
    for (start, end), key in spans.items():
        inside = [(one, two) for one, two in pairwise(edges) if one >= start and two <= end + timedelta(days=1)]
        yield Sum(((key, 1), *((series._replace(start=one, end=two), -1) for one, two in inside)))


def _edges(spans: Iterable[tuple[date, date]]) -> list[date]:
    """The days on which a span begins, or the day after one has ended."""
    return sorted({edge for start, end in spans for edge in (start, end + timedelta(days=1))})


def _inside_small_ones(series: Latent, spans: Mapping[tuple[date, date], Key]) -> Iterable[Sum]:
    """A small number and each of the spans within its days, with the rest: a small total, of which all parts are hidden."""
    for (start, end), total in spans.items():
        if is_small(total):
            inside = [span for span in spans if span != (start, end) and start <= span[0] and span[1] <= end]
            for first, last in inside:
                rest = series._replace(what=f"{series.what} less {first} to {last}", start=start, end=end)
                yield Sum(((total, 1), (spans[first, last], -1), (rest, -1)))


def _overlapping(spans: Mapping[tuple[date, date], Key]) -> Iterable[dict[tuple[date, date], Key]]:
    """The spans in parts that do not overlap each other."""
    part: dict[tuple[date, date], Key] = {}
    last = date.min
    for span in sorted(spans):
        if span[0] > last and part:
            yield part
            part = {}
        part[span] = spans[span]
        last = max(last, span[1])
    yield part


def _fit(spans: Mapping[tuple[date, date], Key]) -> bool:
    """Whether the numbers, of one basis and another, may be of the same events: whether some number of events on each day, 0 or
    more, gives them all."""
    # So many events up to each edge: by the shortest ways between edges, of which none may lead back to less than it began with.
    edges = _edges(spans)
    ways = [(after, before, 0) for before, after in pairwise(edges)]
    for (start, end), key in spans.items():
        after = end + timedelta(days=1)
        ways += [(start, after, key.number), (after, start, -key.number)]
    most = dict.fromkeys(edges, 0)
    for _ in edges:
        before = dict(most)
        for by, to, n in ways:
            most[to] = min(most[to], most[by] + n)
        if most == before:
            return True
    return False
