"""The sums that numbers stand in: groups and the whole, bands, periods that make up another. What indicators say of each
other is in `relations`.

Whoever reads a table knows them. A sum that holds of the numbers is exact, and the attack uses it. One that holds but for a
few, as between an annual return and the months of a live extract, is a direction in which a second number is hidden.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple, TypeVar

from ...figures.indicators import INDICATORS
from ...figures.result import Figure, Result
from .cells import Cells, Key, Path, Shown, Where, figures_at, is_small
from .counted import DENOMINATOR, NUMERATOR


class Latent(NamedTuple):
    """A number that no figure shows: of the days between two edges of overlapping periods, or the rest of a sum."""

    what: str
    path: Path
    basis: str
    start: date
    end: date


Variable = Key | Latent
AnyKey = TypeVar("AnyKey", Key, Variable)


@dataclass(frozen=True)
class Sum:
    """`terms`: the total with 1 first, its parts with -1; they add up to 0. `is_exact`: they do so of the numbers. `is_sure`: not
    where a number that no figure shows is taken to fit, which a correction in an extract may keep it from."""

    terms: tuple[tuple[Variable, int], ...]
    is_exact: bool = True
    is_sure: bool = True


def sums_of(results: Sequence[Result], cells: Cells) -> Iterable[Sum]:
    """The sums that the cells stand in, of groups and of periods."""
    for number, result in enumerate(results):
        yield from _of_groups(number, result, cells)
    yield from _of_all_groups(cells.shown)
    yield from _of_periods(cells.shown)


def sum_of(total: Key, parts: Iterable[Key], *, signs: Iterable[int] | None = None) -> Sum | None:
    """The sum of a total and its parts; None where there is nothing to be worked out."""
    parts = list(parts)
    ways_of_parts = list(signs) if signs else [1] * len(parts)
    is_exact = total.number == sum(way * part.number for way, part in zip(ways_of_parts, parts))
    kept = added([(total, 1), *((part, -way) for way, part in zip(ways_of_parts, parts))])
    if len(kept) < 2:
        return None  # 7 is the sum of 7 and nothing: one cell
    return Sum(kept, is_exact)


def added(terms: Iterable[tuple[AnyKey, int]]) -> tuple[tuple[AnyKey, int], ...]:
    """Each cell once, without those that are on both sides."""
    ways: dict[AnyKey, int] = defaultdict(int)
    for key, way in terms:
        ways[key] += way
    return tuple((key, way) for key, way in ways.items() if way)


Series = tuple[str, str, date | None, date | None]
"""An indicator's numerators or denominators in a period."""


# --- groups and bands ---------------------------------------------------------------------------------


def _of_groups(number: int, result: Result, cells: Cells) -> Iterable[Sum]:
    """The whole and all its groups in a table, whether or not they add up."""
    levels: dict[Series, dict[str, list[tuple[Where, Figure]]]] = defaultdict(lambda: defaultdict(list))
    for place, figure in enumerate(result.figures):
        if figure.is_benchmark:
            continue
        for beside, one in figures_at(figure):
            for which in (NUMERATOR, DENOMINATOR):
                where = Where(number, place, which, beside)
                if where in cells.at:
                    series = one.indicator, which, one.start, one.end
                    levels[series][one.by].append((where, one))
    for (code, which, *_), by_level in levels.items():
        if INDICATORS[code].is_split:
            if which == DENOMINATOR:
                yield from _of_bands(by_level, cells)
        else:
            yield from _of_levels(by_level, result, cells)


def _of_levels(by_level: Mapping[str, list[tuple[Where, Figure]]], result: Result, cells: Cells) -> Iterable[Sum]:
    """The whole and its groups; of two groupings the groups of each and those of both."""
    whole = [cells.at[where] for where, _ in by_level.get("", ())]
    for by, members in by_level.items():
        if not by:
            continue
        parts = {cells.at[where].path: cells.at[where] for where, _ in members}
        yield from filter(None, (sum_of(total, parts.values()) for total in whole[:1]))
        if len(result.groupings) > 1 and by == result.by:
            for side, name in enumerate(result.groupings):
                totals = {figure.group: cells.at[where] for where, figure in by_level.get(name, ())}
                for label, total in totals.items():
                    inside = {
                        cells.at[where].path: cells.at[where]
                        for where, figure in members
                        if figure.groups[side] == label
                    }
                    yield from filter(None, [sum_of(total, inside.values())])


def _of_bands(by_level: Mapping[str, list[tuple[Where, Figure]]], cells: Cells) -> Iterable[Sum]:
    """All bands of an indicator are its denominator."""
    for members in by_level.values():
        bands = [
            cells.at[where._replace(which=NUMERATOR)]
            for where, _ in members
            if where._replace(which=NUMERATOR) in cells.at
        ]
        if bands:
            yield from filter(None, [sum_of(cells.at[members[0][0]], bands)])


def families(shown: Iterable[Shown]) -> Iterable[tuple[Key, list[Key]]]:
    """Each whole with its groups by one grouping, of whatever tables they are."""
    wholes = {one.key._replace(number=0): one.key for one in shown}
    groups: dict[tuple[Key, str], dict[Key, None]] = defaultdict(dict)
    for one in shown:
        for place, (name, _) in enumerate(one.key.path):
            path = (*one.key.path[:place], *one.key.path[place + 1 :])
            groups[one.key._replace(path=path, number=0), name][one.key] = None
    for (whole, _), parts in groups.items():
        if whole in wholes:
            yield wholes[whole], list(parts)


def _of_all_groups(shown: Iterable[Shown]) -> Iterable[Sum]:
    """The whole in one table and its groups in another, where they add up."""
    for total, parts in families(shown):
        one = sum_of(total, parts)
        if one and one.is_exact:
            yield one


# --- periods ------------------------------------------------------------------------------------------

Spans = dict[tuple[date, date, str], Key]
"""First and last day, and basis."""


def series_of(shown: Iterable[Shown]) -> Mapping[tuple[str, Path, bool], Spans]:
    """The numbers of what is counted over periods, by its name, groups and whether they add up."""
    series: dict[tuple[str, Path, bool], Spans] = defaultdict(dict)
    for key, basis, adds_up, is_stock in shown:
        if key.start and key.end and not is_stock:
            series[key.counted, key.path, adds_up][key.start, key.end, basis] = key
    return series


def _of_periods(shown: Iterable[Shown]) -> Iterable[Sum]:
    """A period that others make up exactly, and spans that overlap: the numbers between their edges are the same."""
    for (name, path, adds_up), spans in series_of(shown).items():
        if not _overlap([(start, end) for start, end, _ in spans]):
            continue
        for (start, end, basis), parts in _covers(spans):
            total = spans[start, end, basis]
            if adds_up:
                yield from filter(None, [sum_of(total, parts)])
            elif total.number <= sum(part.number for part in parts):  # a child, or a stock, may be in several
                again = Latent(f"{name} again", path, basis, start, end)
                yield Sum((*added([(total, 1), *((part, -1) for part in parts)]), (again, 1)))
        for basis in {basis for *_, basis in spans} if adds_up else ():
            own = {(start, end): key for (start, end, one), key in spans.items() if one == basis}
            yield from _between_edges(Latent(name, path, basis, date.min, date.max), own)


def _overlap(spans: Iterable[tuple[date, date]]) -> bool:
    in_order = sorted(set(spans))
    return any(after[0] <= before[1] for before, after in pairwise(in_order))


def _covers(spans: Spans) -> Iterable[tuple[tuple[date, date, str], list[Key]]]:
    """Each period that shorter ones make up, with the longest that do."""
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


def _between_edges(series: Latent, spans: Mapping[tuple[date, date], Key]) -> Iterable[Sum]:
    """Each span as the sum of the days between the edges of all spans: what is shown twice is the same."""
    if not _overlap(spans):
        return
    yield from _inside_small_ones(series, spans)
    edges = sorted({edge for start, end in spans for edge in (start, end + timedelta(days=1))})
    for (start, end), key in spans.items():
        inside = [(one, two) for one, two in pairwise(edges) if one >= start and two <= end + timedelta(days=1)]
        yield Sum(((key, 1), *((series._replace(start=one, end=two), -1) for one, two in inside)))


def _inside_small_ones(series: Latent, spans: Mapping[tuple[date, date], Key]) -> Iterable[Sum]:
    """A small number and each of the spans within its days, with the rest: a small total, of which all parts are hidden."""
    for (start, end), total in spans.items():
        if is_small(total):
            inside = [span for span in spans if span != (start, end) and start <= span[0] and span[1] <= end]
            for first, last in inside:
                rest = series._replace(what=f"{series.what} less {first} to {last}", start=start, end=end)
                yield Sum(((total, 1), (spans[first, last], -1), (rest, -1)))
