"""What holds between the numbers of different indicators: sums of others, stock and flow, and what is never larger than what.

A number has several indicators that show it: the plans started are the denominator of repeats too. Whichever of them a table
has, the relation holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise, product

from ...figures.indicators import INDICATORS
from ...figures.result import Result
from .cells import DENOMINATOR, NUMERATOR, Cells, Key, Path, figures_at
from .sums import Shown, Sum, numbers_shown, sum_of

Slot = tuple[tuple[str, str], ...]
"""The indicators that show a number, each with which of its numbers: numerator or denominator."""

At = Mapping[tuple[str, str], Sequence[Key]]
"""The cells of a place and period: more than one of an indicator where it is shown on several bases."""


def _numerators(*codes: str) -> Slot:
    return tuple((code, NUMERATOR) for code in codes)


def _denominators(*codes: str) -> Slot:
    """Of an indicator in bands, that of any of its bands."""
    return tuple((name, DENOMINATOR) for code in codes for name in (code, *_bands(code)))


def _bands(code: str) -> list[str]:
    """The names of an indicator's bands, as `sums.name_of` gives them."""
    return [f"{code}: {label}" for label in INDICATORS[code].statistic.labels]


def _band_numbers(code: str, bands: slice) -> list[Slot]:
    return [_numerators(name) for name in _bands(code)[bands]]


STARTED = (
    *_numerators("plans-started", "starts-rate", "conference-to-plan-ratio"),
    *_denominators("repeats", "repeats-2y", "repeats-12m", "category-start"),
)
ENDED = (
    *_numerators("plans-ended", "ends-rate"),
    *_denominators("two-year", "two-year-bands", "length", "length-median"),
)
_OPEN = (
    *_denominators("two-year-open", "two-year-open-bands", "open-9m", "open-12m", "open-15m", "open-18m"),
    *_numerators("plans-open", "rates"),
    *_denominators("category-open-initial", "category-open-latest"),
)
_GAPS_KNOWN = _denominators("gaps", "gaps-median", "gaps-bands")
_REPEATS = _numerators("repeats")
_ANY_POINT = _numerators("any-point", "any-point-rate")
_ENQUIRIES = (*_numerators("s47", "s47-rate"), *_denominators("s47-to-conference-ratio"))
_CONFERENCES = (
    *_numerators("conferences", "conferences-rate", "s47-to-conference-ratio"),
    *_denominators("icpc", "icpc-bands", "conference-to-plan-ratio"),
)

_MADE_OF: Sequence[tuple[Slot, Sequence[Slot]]] = (
    (_REPEATS, (_GAPS_KNOWN, _numerators("gaps-not-known"))),
    (_ANY_POINT, (ENDED, _OPEN)),
    (_numerators("icpc"), _band_numbers("icpc-bands", slice(0, 2))),
    (_numerators("repeats-12m"), _band_numbers("gaps-bands", slice(0, 2))),
    (_numerators("repeats-2y"), _band_numbers("gaps-bands", slice(0, 3))),
    (_numerators("repeats-2y"), (_numerators("repeats-12m"), *_band_numbers("gaps-bands", slice(2, 3)))),
    (_numerators("open-12m"), _band_numbers("two-year-open-bands", slice(3, 5))),
    (_numerators("open-12m"), (_numerators("two-year-open"), *_band_numbers("two-year-open-bands", slice(3, 4)))),
    (_denominators("reviews"), _band_numbers("two-year-open-bands", slice(1, 5))),
    (_OPEN, (_denominators("reviews"), *_band_numbers("two-year-open-bands", slice(0, 1)))),
)
"""Numbers that are the sum of others, wherever they add up."""

_NESTED: Sequence[Sequence[Slot]] = (
    (_numerators("repeats-12m"), _numerators("repeats-2y"), _GAPS_KNOWN, _REPEATS, STARTED),
    (
        *(_numerators(code) for code in ("two-year-open", "open-18m", "open-15m", "open-12m", "open-9m")),
        _denominators("reviews"),
        _OPEN,
    ),
    (_numerators("visits-alone"), _numerators("visits")),
    (_numerators("s47-children"), _ENQUIRIES),
    (_denominators("s47-to-conference"), _ENQUIRIES),
    (_numerators("conferences-children"), _CONFERENCES),
    (_denominators("conference-to-plan"), _CONFERENCES),
    (_numerators("starts-children"), STARTED, _ANY_POINT),
    (_numerators("starts-children"), _numerators("any-point-children"), _ANY_POINT),
    (_numerators("ends-children"), ENDED, _ANY_POINT),
    (_numerators("ends-children"), _numerators("any-point-children")),
    (_OPEN, _numerators("any-point-children")),
)
"""Numbers of which each is part of the next one. A pair that does not hold of the numbers is left out: figures may stand on
different bases."""


def relations_of(results: Sequence[Result], cells: Cells) -> list[Sum]:
    """The sums between indicators, and those of stock and flow."""
    by_period = _by_period(numbers_shown(results, cells))
    found: dict[Sum, None] = {}
    for at in by_period.values():
        for total, parts in _MADE_OF:
            found |= dict.fromkeys(one for one in _sums(at, total, parts) if one.is_exact)
    found |= dict.fromkeys(_of_categories(by_period))
    found |= dict.fromkeys(_of_stock_and_flow(by_period))
    return list(found)


def _cells(at: At, slot: Slot) -> list[Key]:
    return list(dict.fromkeys(key for one in slot for key in at.get(one, ())))


def _sums(at: At, total: Slot, parts: Sequence[Slot]) -> Iterable[Sum]:
    for whole, *inside in product(_cells(at, total), *(_cells(at, part) for part in parts)):
        if one := sum_of(whole, inside):
            yield one


_BY_CATEGORY = (("category-start", STARTED), ("category-open-initial", _OPEN), ("category-open-latest", _OPEN))
"""Indicators by category of abuse, each with what it counts."""


def _of_categories(by_period: Mapping[tuple[Path, date, date], At]) -> Iterable[Sum]:
    """A band of the categories of abuse and the group of a split by category, where both are of the same number."""
    for (path, start, end), at in by_period.items():
        for code, slot in _BY_CATEGORY:
            for name, label in zip(_bands(code), INDICATORS[code].statistic.labels):
                group = by_period.get((tuple(sorted((*path, ("category", label)))), start, end), {})
                for band, other in product(at.get((name, NUMERATOR), ()), _cells(group, slot)):
                    one = sum_of(band, [other])
                    if one and one.is_exact:
                        yield one


def _of_stock_and_flow(by_period: Mapping[tuple[Path, date, date], At]) -> Iterable[Sum]:
    """Open at the end = open at the end of the period before + started - ended, but for corrections; and open at any time =
    open at the end of the period before + started."""
    ends: dict[tuple[Path, date], list[At]] = defaultdict(list)
    for (path, _, end), at in by_period.items():
        ends[path, end].append(at)
    for (path, start, _), at in by_period.items():
        for before in ends.get((path, start - timedelta(days=1)), ()):
            flow = _cells(before, _OPEN), _cells(at, STARTED)
            for now, then, started, ended in product(_cells(at, _OPEN), *flow, _cells(at, ENDED)):
                yield from filter(None, [sum_of(now, [then, started, ended], sign=(1, 1, -1))])
            for any_point, then, started in product(_cells(at, _ANY_POINT), *flow):
                yield from filter(None, [sum_of(any_point, [then, started])])


def _by_period(shown: Iterable[Shown]) -> dict[tuple[Path, date, date], dict[tuple[str, str], list[Key]]]:
    found: dict[tuple[Path, date, date], dict[tuple[str, str], list[Key]]] = defaultdict(lambda: defaultdict(list))
    for one in shown:
        keys = found[one.path, one.start, one.end][one.code, one.which]
        if one.key not in keys:
            keys.append(one.key)
    return found


# --- what is never larger than another ----------------------------------------------------------------


def nested(results: Sequence[Result], cells: Cells) -> list[tuple[Key, Key]]:
    """Pairs of cells of which the first is never larger than the second: a numerator and its denominator, children and their
    events, repeats within 12 months and within 2 years."""
    pairs: dict[tuple[Key, Key], None] = {}
    for where, key in cells.at.items():
        if where.which == NUMERATOR and (whole := cells.at.get(where._replace(which=DENOMINATOR))):
            figure = dict(figures_at(results[where.result].figures[where.figure]))[where.beside]
            if INDICATORS[figure.indicator].statistic.name in ("share", "bands"):
                pairs[key, whole] = None
    for at in _by_period(numbers_shown(results, cells)).values():
        for chain in _NESTED:
            there = [keys for slot in chain if (keys := _cells(at, slot))]
            both = (pair for smaller, larger in pairwise(there) for pair in product(smaller, larger))
            pairs |= {pair: None for pair in both if pair[0].number <= pair[1].number}
    return [(one, two) for one, two in pairs if one != two]
