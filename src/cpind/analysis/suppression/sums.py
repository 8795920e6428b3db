"""The sums of numbers: of groups to the whole, and of bands. Sums of periods are in `periods`, relations between
indicators in `relations`.

Every reader of a table knows them. A sum that holds for the numbers is exact, and the attack uses it. A sum that nearly
holds, for example between an annual return and the months of a live extract, only helps to choose a second number to
hide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from ...figures.indicators import INDICATORS
from ...figures.result import Figure, Result
from .cells import CellOnBasis, Cells, Key, Location, Path, figures_at
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
Term = tuple[Key, int]


@dataclass(frozen=True)
class Sum:
    """Terms that add up to 0: the total with 1 first, its parts with -1.

    Attributes:
        terms: the terms.
        is_exact: whether the numbers themselves add up.
        is_sure: False where a number that no figure shows is taken to fit, which a correction in an extract may keep it
            from.
    """

    terms: tuple[tuple[Variable, int], ...]
    is_exact: bool = True
    is_sure: bool = True


def sums_of(results: Sequence[Result], cells: Cells) -> Iterable[Sum]:
    """The sums that the cells stand in, of groups and of bands."""
    for number, result in enumerate(results):
        yield from _of_groups(number, result, cells)
    yield from _of_all_groups(cells.shown)


def sum_of(total: Key, parts: Iterable[Key], *, signs: Iterable[int] | None = None) -> Iterable[Sum]:
    """The sum of a total and its parts, if there is anything to be worked out: 7 is the sum of 7 and nothing, one cell."""
    parts = list(parts)
    ways_of_parts = list(signs) if signs else [1] * len(parts)
    is_exact = total.number == sum(way * part.number for way, part in zip(ways_of_parts, parts))
    kept = added([(total, 1), *((part, -way) for way, part in zip(ways_of_parts, parts))])
    if len(kept) > 1:
        yield Sum(kept, is_exact)


def added(terms: Iterable[tuple[AnyKey, int]]) -> tuple[tuple[AnyKey, int], ...]:
    """Each cell once, without those that are on both sides."""
    ways: dict[AnyKey, int] = defaultdict(int)
    for key, way in terms:
        ways[key] += way
    return tuple((key, way) for key, way in ways.items() if way)


def equal(terms: Iterable[Term]) -> Iterable[Sum]:
    """That these add up to 0, if they do."""
    terms = added(terms)
    if len(terms) > 1 and sum(key.number * way for key, way in terms) == 0:
        yield Sum(terms)


def at_least_0(terms: Iterable[Term], rest: Latent) -> Iterable[Sum]:
    """That these add up to 0 or more, if they do. The `rest` is what they add up to."""
    terms = added(terms)
    more = sum(key.number * way for key, way in terms)
    if terms and more >= 0:  # the rest on another basis is another number
        yield Sum((*terms, (rest._replace(what=f"{rest.what}: {more}"), -1)))


Series = tuple[str, str, date | None, date | None]
"""An indicator's numerators or denominators in a period."""


# --- groups and bands ---------------------------------------------------------------------------------


def _of_groups(number: int, result: Result, cells: Cells) -> Iterable[Sum]:
    """The whole and all its groups in a table, whether or not they add up."""
    levels: dict[Series, dict[str, list[tuple[Location, Figure]]]] = defaultdict(lambda: defaultdict(list))
    for place, figure in enumerate(result.figures):
        if figure.is_benchmark:
            continue
        for beside, one in figures_at(figure):
            for which in (NUMERATOR, DENOMINATOR):
                location = Location(number, place, which, beside)
                if location in cells.at:
                    series = one.indicator, which, one.start, one.end
                    levels[series][one.by].append((location, one))
    for (code, which, *_), by_level in levels.items():
        if INDICATORS[code].is_split:
            if which == DENOMINATOR:
                yield from _of_bands(by_level, cells)
        else:
            yield from _of_levels(by_level, result, cells)


def _of_levels(by_level: Mapping[str, list[tuple[Location, Figure]]], result: Result, cells: Cells) -> Iterable[Sum]:
    """The whole and its groups; of two groupings the groups of each and those of both."""
    whole = [cells.at[location] for location, _ in by_level.get("", ())]
    for by, members in by_level.items():
        if not by:
            continue
        parts = {cells.at[location].path: cells.at[location] for location, _ in members}
        for total in whole[:1]:
            yield from sum_of(total, parts.values())
        if len(result.groupings) > 1 and by == result.by:
            for side, name in enumerate(result.groupings):
                totals = {figure.group: cells.at[location] for location, figure in by_level.get(name, ())}
                for label, total in totals.items():
                    inside = {
                        cells.at[location].path: cells.at[location]
                        for location, figure in members
                        if figure.groups[side] == label
                    }
                    yield from sum_of(total, inside.values())


def _of_bands(by_level: Mapping[str, list[tuple[Location, Figure]]], cells: Cells) -> Iterable[Sum]:
    """All bands of an indicator are its denominator."""
    for members in by_level.values():
        # Once each: with --change a figure is also the one before another.
        bands = dict.fromkeys(
            cells.at[location._replace(which=NUMERATOR)]
            for location, _ in members
            if location._replace(which=NUMERATOR) in cells.at
        )
        if bands:
            yield from sum_of(cells.at[members[0][0]], bands)


def families(shown: Iterable[CellOnBasis]) -> Iterable[tuple[Key, list[Key]]]:
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


def _of_all_groups(shown: Iterable[CellOnBasis]) -> Iterable[Sum]:
    """The whole in one table and its groups in another, where they add up."""
    for total, parts in families(shown):
        yield from (one for one in sum_of(total, parts) if one.is_exact)
