"""The sums that numbers stand in: groups and the whole, bands, periods that make up another, stock and flow, and indicators
that are made of others.

Whoever reads a table knows them. A sum that holds of the numbers is exact, and the attack uses it. One that holds but for a
few, as between an annual return and the months of a live extract, is a direction in which a second number is hidden.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from ...figures.indicators import INDICATORS, Indicator
from ...figures.result import Figure, Result
from .cells import DENOMINATOR, NUMERATOR, Cells, Key, Path, Where, figures_at, is_small


class Latent(NamedTuple):
    """A number that no figure shows: of the days between two edges of overlapping periods."""

    series: tuple[str, str, Path, str]
    start: date
    end: date


Variable = Key | Latent


@dataclass(frozen=True)
class Sum:
    """`terms`: the total with 1 first, its parts with -1; they add up to 0. `is_exact`: they do so of the numbers."""

    terms: tuple[tuple[Variable, int], ...]
    is_exact: bool = True


class Shown(NamedTuple):
    """A number where it is shown: of an indicator, numerator or denominator, in a period, on a basis."""

    code: str
    which: str
    path: Path
    basis: str
    start: date
    end: date
    key: Key


def sums_of(results: Sequence[Result], cells: Cells) -> list[Sum]:
    """All sums that the cells stand in."""
    found: dict[Sum, None] = {}
    for number, result in enumerate(results):
        found |= dict.fromkeys(_of_groups(number, result, cells))
    found |= dict.fromkeys(_of_periods(numbers_shown(results, cells)))
    return list(found)


def numbers_shown(results: Sequence[Result], cells: Cells) -> Iterable[Shown]:
    """All numbers of cells that have a period, where they are shown."""
    for where, key in cells.at.items():
        result = results[where.result]
        figure = dict(figures_at(result.figures[where.figure]))[where.beside]
        if figure.start and figure.end:
            basis = figure.basis.name if figure.basis else ""
            yield Shown(name_of(figure), where.which, key.path, basis, figure.start, figure.end, key)


def name_of(figure: Figure) -> str:
    """An indicator's code; of a band with its label, since each band is a series of its own."""
    is_band = INDICATORS[figure.indicator].is_split and bool(figure.by)
    return f"{figure.indicator}: {figure.group}" if is_band else figure.indicator


def sum_of(total: Key, parts: Iterable[Key], *, sign: Iterable[int] | None = None) -> Sum | None:
    """The sum of a total and its parts; None where there is nothing to be worked out."""
    parts = list(parts)
    signs = list(sign) if sign else [1] * len(parts)
    is_exact = total.number == sum(way * part.number for way, part in zip(signs, parts))
    ways: dict[Key, int] = defaultdict(int)
    for key, way in ((total, 1), *((part, -way) for way, part in zip(signs, parts))):
        ways[key] += way  # one cell may be both of two parts
    kept = tuple((key, way) for key, way in ways.items() if way)
    if len(kept) < 2:
        return None  # 7 is the sum of 7 and nothing: one cell
    return Sum(kept, is_exact)


def is_small_total(one: Sum) -> bool:
    """Whether the total is a number to hide, so that its parts are all hidden and each may be 0."""
    (total, way), *_ = one.terms
    return isinstance(total, Key) and way == 1 and is_small(total)


Series = tuple[str, str, date | None, date | None]
"""An indicator's numerators or denominators in a period."""


# --- groups and bands ---------------------------------------------------------------------------------


def _of_groups(number: int, result: Result, cells: Cells) -> Iterable[Sum]:
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


# --- periods ------------------------------------------------------------------------------------------


def _of_periods(shown: Iterable[Shown]) -> Iterable[Sum]:
    """A period that others make up exactly, and spans that overlap: the numbers between their edges are the same."""
    series: dict[tuple[str, str, Path], dict[tuple[date, date, str], Key]] = defaultdict(dict)
    for one in shown:
        indicator = INDICATORS[one.code.partition(":")[0]]
        if _adds_up(indicator) or indicator.statistic.once_a_child:
            series[one.code, one.which, one.path][one.start, one.end, one.basis] = one.key
    for (code, which, path), spans in series.items():
        if not _overlap([(start, end) for start, end, _ in spans]):
            continue
        if INDICATORS[code.partition(":")[0]].statistic.once_a_child:
            for (start, end, basis), (total, parts) in _covers(spans).items():
                yield from _of_children((code, which, path, basis), (start, end), total, parts)
            continue
        for total, parts in _covers(spans).values():
            yield from filter(None, [sum_of(total, parts)])
        for basis in {basis for *_, basis in spans}:
            own = {(start, end): key for (start, end, one), key in spans.items() if one == basis}
            yield from _between_edges((code, which, path, basis), own)


def _adds_up(indicator: Indicator) -> bool:
    """Whether periods add up: not of a stock, alone or beside others, and not where a child counts once in each period."""
    return not indicator.statistic.once_a_child and all(dated != "open" for _, dated in indicator.kinds)


def _overlap(spans: Iterable[tuple[date, date]]) -> bool:
    in_order = sorted(set(spans))
    return any(after[0] <= before[1] for before, after in pairwise(in_order))


def _of_children(
    series: tuple[str, str, Path, str], span: tuple[date, date], total: Key, parts: Sequence[Key]
) -> Iterable[Sum]:
    """Of children, each once in a period: the whole is at most the sum of its parts, and at least each of them. What is between
    is a number that no figure shows."""
    code, which, path, basis = series
    if total in parts:
        return
    counted = Counter(parts)
    if total.number <= sum(part.number for part in parts):
        between = Latent((code, f"{which}: parts over the whole", path, basis), *span)
        yield Sum(((total, 1), *((part, -often) for part, often in counted.items()), (between, 1)))
    for place, part in enumerate(counted):
        if part.number <= total.number:
            rest = Latent((code, f"{which}: the whole over part {place}", path, basis), *span)
            yield Sum(((total, 1), (part, -1), (rest, -1)))


Covered = dict[tuple[date, date, str], tuple[Key, list[Key]]]


def _covers(spans: Mapping[tuple[date, date, str], Key]) -> Covered:
    """Each period that shorter ones make up, with its own number and those of the longest that do."""
    covered: Covered = {}
    by_start: dict[date, list[tuple[date, Key]]] = defaultdict(list)
    for (start, end, _), key in spans.items():
        by_start[start].append((end, key))
    for (start, end, basis), total in spans.items():
        parts, day = [], start
        while day <= end:
            inside = [(last, key) for last, key in by_start[day] if last <= end and (day, last) != (start, end)]
            if not inside:
                break
            last, key = max(inside, key=lambda one: one[0])
            parts.append(key)
            day = last + timedelta(days=1)
        if day > end:
            covered[start, end, basis] = total, parts
    return covered


def _between_edges(series: tuple[str, str, Path, str], spans: Mapping[tuple[date, date], Key]) -> Iterable[Sum]:
    """Each span as the sum of the days between the edges of all spans: what is shown twice is the same."""
    if not _overlap(spans):
        return
    edges = sorted({edge for start, end in spans for edge in (start, end + timedelta(days=1))})
    for (start, end), key in spans.items():
        inside = [(one, two) for one, two in pairwise(edges) if one >= start and two <= end + timedelta(days=1)]
        latents = [Latent(series, one, two) for one, two in inside]
        yield Sum(((key, 1), *((latent, -1) for latent in latents)))
