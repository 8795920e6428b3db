"""Relations between indicators: sums of each other, and numbers that are never larger than others.

Every relation follows from the definitions. A relation that does not hold for the numbers, for example between an
annual return and a live extract, is left out, or only helps to choose a second number to hide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, timedelta
from itertools import pairwise

from ...figures.indicators import INDICATORS
from .cells import CellOnBasis, Cells, Key, Path
from .counted import (
    AT_ANY_TIME,
    CHILDREN_OPEN,
    DENOMINATOR,
    ENDED,
    NET_FLOW,
    NUMERATOR,
    OPEN,
    STARTED,
    counted,
)
from .definitions import CATEGORIES, CHAINS, CHANGING, EVE, FOLLOWING, NOT_LARGER, SUMS, USUALLY, Names
from .periods import series_of
from .succession import succession_of
from .sums import Latent, Sum, Term, Variable, added, at_least_0, equal, families, sum_of

_FIXED = ("sex",)
"""Groupings in which a child's group does not change."""

Place = tuple[Path, date, date]
At = Mapping[str, Key]
"""What is shown of a period and its last day, by the name of what is counted."""


def relations_of(cells: Cells) -> Iterable[Sum]:
    """The sums that indicators make of each other."""
    yield from _same(cells.shown)
    yield from _categories(cells.shown)
    places = list(_places(cells.shown))
    following: set[Variable] = set()
    for (path, start, end), at, before in places:
        eve = {f"{EVE}{name}": key for name, key in before.items()}
        found = list(_in_a_period({**at, **eve}, (path, start, end)))
        if not any(name in CHANGING for name, _ in path):
            found += _over_periods(at, before, (path, start, end))
        following.update(variable for one in found for variable, _ in one.terms if isinstance(variable, Latent))
        yield from found
    for place, at, _ in places:
        yield from _parts_of_what_follows(at, place, following)
    yield from succession_of(cells.shown)


def nested(cells: Cells) -> list[tuple[Key, Key]]:
    """Pairs of cells of which the first is never larger than the second.

    They are a numerator and its denominator, children and their events, repeats within 12 months and within 2 years, a
    group and the whole; and a period and one that it lies within, where a child counts once in each or plans are
    counted that were open at any time.
    """
    pairs: dict[tuple[Key, Key], None] = {}
    chains = [*CHAINS, *_shares({one.key.counted for one in cells.shown})]
    for _, at, _ in _places(cells.shown):
        for chain in chains:
            pairs |= dict.fromkeys(pairwise([at[name] for name in chain if name in at]))
    pairs |= {(part, whole): None for whole, parts in families(cells.shown) for part in parts}
    for (_, path, adds_up), spans in series_of(cells.shown).items():
        if not adds_up and all(name in _FIXED for name, _ in path):
            pairs |= {
                (part, whole): None
                for (start, end, _), whole in spans.items()
                for (first, last, _), part in spans.items()
                if start <= first and last <= end
            }
    return [(one, two) for one, two in pairs if one != two and one.number <= two.number]


def _shares(names: Set[str]) -> Iterable[Names]:
    """The numerator of each indicator in per cent, of bands each, and its denominator."""
    for code, indicator in INDICATORS.items():
        if indicator.statistic.name in ("share", "bands"):
            for label in indicator.statistic.labels if indicator.is_split else ("",):
                pair = counted(code, NUMERATOR, label), counted(code, DENOMINATOR, label)
                if names >= set(pair):
                    yield pair


def _places(shown: Iterable[CellOnBasis]) -> Iterable[tuple[Place, dict[str, Key], dict[str, Key]]]:
    """What is shown of each period and its last day, and of the day before it; on each basis, with the numbers of others where it
    has none. Of a day without a period that day's alone. A band of category is its group's number, where no figure shows that."""
    flows: dict[tuple[Path, date, date], dict[str, dict[str, Key]]] = defaultdict(lambda: defaultdict(dict))
    stocks: dict[tuple[Path, date], dict[str, dict[str, Key]]] = defaultdict(lambda: defaultdict(dict))
    for key, basis, _, is_stock in shown:
        if key.start and key.end:
            of_day, of_period = stocks[key.path, key.end], flows[key.path, key.start, key.end]
            (of_day if is_stock else of_period)[basis][key.counted] = key
    for key, basis, _, is_stock in shown:
        code, _, label = key.counted.partition(": ")
        if key.start and key.end and code in CATEGORIES and code != "category-open-initial":
            path = tuple(sorted((*key.path, ("category", label))))
            of_day, of_period = stocks[path, key.end], flows[path, key.start, key.end]
            (of_day if is_stock else of_period)[basis].setdefault(CATEGORIES[code], key)
    for (path, start, end), own in flows.items():
        day, before = stocks.get((path, end), {}), stocks.get((path, start - timedelta(days=1)), {})
        for basis in own.keys() | day.keys():
            yield (path, start, end), {**_on(basis, day), **_on(basis, own)}, _on(basis, before)


def _on(basis: str, numbers: Mapping[str, dict[str, Key]]) -> dict[str, Key]:
    """The numbers of a basis, and those of the others that it has not."""
    others = {name: key for of_basis in numbers.values() for name, key in of_basis.items()}
    return {**others, **numbers.get(basis, {})}


def _same(shown: Iterable[CellOnBasis]) -> Iterable[Sum]:
    """Numbers of one name that are two cells, as on two bases: hidden together."""
    keys: dict[Key, dict[Key, None]] = defaultdict(dict)
    for one in shown:
        keys[one.key._replace(number=0)][one.key] = None
    for first, *others in keys.values():
        for other in others:
            yield from sum_of(first, [other])


def _categories(shown: Iterable[CellOnBasis]) -> Iterable[Sum]:
    """A band of category is the group of that category."""
    keys = {one.key._replace(number=0): one.key for one in shown}
    for one in shown:
        code, _, label = one.key.counted.partition(": ")
        if code in CATEGORIES:
            path = tuple(sorted((*one.key.path, ("category", label))))
            group = keys.get(one.key._replace(path=path, number=0, counted=CATEGORIES[code]))
            if group and (group.number == one.key.number or code != "category-open-initial"):
                yield from sum_of(one.key, [group])


def _in_a_period(at: At, place: Place) -> Iterable[Sum]:
    for total, parts in SUMS:
        yield from _sum(_number(total, at, place), [_number(name, at, place) for name in parts])
    for names, others in USUALLY:
        if all(name in at for name in (*names, *others)):
            yield from equal(_sides(at, names, others))
    for lesser, greater in NOT_LARGER:
        if all(name in at for name in (*lesser, *greater)):
            yield from at_least_0(_sides(at, greater, lesser), _latent(f"{greater} less {lesser}", place))


def _parts_of_what_follows(at: At, place: Place, following: Set[Variable]) -> Iterable[Sum]:
    """That what is part of a number that no figure shows, but that follows from others, is no larger."""
    for whole in FOLLOWING:
        if (total := _number(whole, at, place)) in following:
            for chain in CHAINS:
                if whole in chain and (inside := [name for name in chain[: chain.index(whole)] if name in at]):
                    part = at[inside[-1]]
                    rest = _latent(f"{whole} less {inside[-1]}", place)
                    yield Sum(((total, 1), (part, -1), (rest, -1)), is_sure=False)


def _sides(at: At, some: Names, others: Names) -> list[Term]:
    return [*((at[name], 1) for name in some), *((at[name], -1) for name in others)]


def _over_periods(at: At, before: At, place: Place) -> Iterable[Sum]:
    """Open at the end = open the day before the period + started - ended; open at any time = open before it + started."""
    path, start, _ = place
    eve = start - timedelta(days=1)
    first, last = _number(OPEN, before, (path, eve, eve)), _number(OPEN, at, place)
    started, ended = _number(STARTED, at, place), _number(ENDED, at, place)
    flow = list(_sum(last, [first, started, ended], signs=(1, 1, -1)))
    yield from flow
    if AT_ANY_TIME in at or all(one.is_exact for one in flow):  # else it would be two numbers
        yield from _sum(_number(AT_ANY_TIME, at, place), [first, started])
    yield from _sum(started, [_number(NET_FLOW, at, place), ended])


def _number(name: str, at: At, place: Place) -> Variable:
    """The cell of what is counted; of plans open that of the children, where no figure shows the plans. Else a number that no figure
    shows."""
    return at.get(name) or (name == OPEN and at.get(CHILDREN_OPEN)) or _latent(name, place)


def _latent(what: str, place: Place) -> Latent:
    path, start, end = place
    return Latent(what, path, "", end if what == OPEN else start, end)


def _sum(total: Variable, parts: Sequence[Variable], *, signs: Sequence[int] = ()) -> Iterable[Sum]:
    """The sum where two of its numbers or more are shown."""
    shown = [one for one in parts if isinstance(one, Key)]
    if isinstance(total, Key) and len(shown) == len(parts):
        yield from sum_of(total, shown, signs=signs)
    elif len(shown) + isinstance(total, Key) > 1:
        terms = added([(total, 1), *((one, -way) for one, way in zip(parts, signs or [1] * len(parts)))])
        yield Sum(terms, is_sure=False)
