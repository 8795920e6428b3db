"""The sums that numbers stand in: groups and the whole, bands, periods that make up another, stock and flow, and indicators
that are made of others.

Whoever reads a table knows them. A sum that holds of the numbers is exact, and the attack uses it. One that holds but for a
few, as between an annual return and the months of a live extract, is a direction in which a second number is hidden.
"""

from __future__ import annotations

from collections import defaultdict
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
    shown = list(_shown(results, cells))
    found: dict[Sum, None] = {}
    for number, result in enumerate(results):
        found |= dict.fromkeys(_of_groups(number, result, cells))
    found |= dict.fromkeys(_of_periods(shown))
    found |= dict.fromkeys(_of_indicators(shown))
    found |= dict.fromkeys(_of_stock_and_flow(shown))
    return list(found)


def _shown(results: Sequence[Result], cells: Cells) -> Iterable[Shown]:
    for where, key in cells.at.items():
        result = results[where.result]
        figure = dict(figures_at(result.figures[where.figure]))[where.beside]
        if figure.start and figure.end:
            basis = figure.basis.name if figure.basis else ""
            yield Shown(_name(figure), where.which, key.path, basis, figure.start, figure.end, key)


def _name(figure: Figure) -> str:
    """An indicator's code; of a band with its label, since each band is a series of its own."""
    is_band = INDICATORS[figure.indicator].is_split and bool(figure.by)
    return f"{figure.indicator}: {figure.group}" if is_band else figure.indicator


def _sum(total: Key, parts: Iterable[Key], *, sign: Iterable[int] | None = None) -> Sum | None:
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
        yield from filter(None, (_sum(total, parts.values()) for total in whole[:1]))
        if len(result.groupings) > 1 and by == result.by:
            for side, name in enumerate(result.groupings):
                totals = {figure.group: cells.at[where] for where, figure in by_level.get(name, ())}
                for label, total in totals.items():
                    inside = {
                        cells.at[where].path: cells.at[where]
                        for where, figure in members
                        if figure.groups[side] == label
                    }
                    yield from filter(None, [_sum(total, inside.values())])


def _of_bands(by_level: Mapping[str, list[tuple[Where, Figure]]], cells: Cells) -> Iterable[Sum]:
    """All bands of an indicator are its denominator."""
    for members in by_level.values():
        bands = [
            cells.at[where._replace(which=NUMERATOR)]
            for where, _ in members
            if where._replace(which=NUMERATOR) in cells.at
        ]
        if bands:
            yield from filter(None, [_sum(cells.at[members[0][0]], bands)])


# --- periods ------------------------------------------------------------------------------------------


def _of_periods(shown: Sequence[Shown]) -> Iterable[Sum]:
    """A period that others make up exactly, and spans that overlap: the numbers between their edges are the same."""
    series: dict[tuple[str, str, Path], dict[tuple[date, date, str], Key]] = defaultdict(dict)
    for one in shown:
        indicator = INDICATORS[one.code.partition(":")[0]]
        if _adds_up(indicator):
            series[one.code, one.which, one.path][one.start, one.end, one.basis] = one.key
    for (code, which, path), spans in series.items():
        if not _overlap([(start, end) for start, end, _ in spans]):
            continue
        for total, parts in _covers(spans):
            yield from filter(None, [_sum(total, parts)])
        for basis in {basis for *_, basis in spans}:
            own = {(start, end): key for (start, end, one), key in spans.items() if one == basis}
            yield from _between_edges((code, which, path, basis), own)


def _adds_up(indicator: Indicator) -> bool:
    """Whether periods add up: not of a stock, alone or beside others, and not where a child counts once in each period."""
    return not indicator.statistic.once_a_child and all(dated != "open" for _, dated in indicator.kinds)


def _overlap(spans: Iterable[tuple[date, date]]) -> bool:
    in_order = sorted(set(spans))
    return any(after[0] <= before[1] for before, after in pairwise(in_order))


def _covers(spans: Mapping[tuple[date, date, str], Key]) -> Iterable[tuple[Key, list[Key]]]:
    """Each period that shorter ones make up, with the longest that do."""
    by_start: dict[date, list[tuple[date, Key]]] = defaultdict(list)
    for (start, end, _), key in spans.items():
        by_start[start].append((end, key))
    for (start, end, _), total in spans.items():
        parts, day = [], start
        while day <= end:
            inside = [(last, key) for last, key in by_start[day] if last <= end and (day, last) != (start, end)]
            if not inside:
                break
            last, key = max(inside, key=lambda one: one[0])
            parts.append(key)
            day = last + timedelta(days=1)
        if day > end:
            yield total, parts


def _between_edges(series: tuple[str, str, Path, str], spans: Mapping[tuple[date, date], Key]) -> Iterable[Sum]:
    """Each span as the sum of the days between the edges of all spans: what is shown twice is the same."""
    if not _overlap(spans):
        return
    edges = sorted({edge for start, end in spans for edge in (start, end + timedelta(days=1))})
    for (start, end), key in spans.items():
        inside = [(one, two) for one, two in pairwise(edges) if one >= start and two <= end + timedelta(days=1)]
        latents = [Latent(series, one, two) for one, two in inside]
        yield Sum(((key, 1), *((latent, -1) for latent in latents)))


# --- indicators ---------------------------------------------------------------------------------------

_MADE_OF = (
    (("repeats", NUMERATOR), (("gaps", DENOMINATOR), ("gaps-not-known", NUMERATOR))),
    (("any-point", NUMERATOR), (("plans-ended", NUMERATOR), ("two-year-open", DENOMINATOR))),
    (("any-point", NUMERATOR), (("plans-ended", NUMERATOR), ("plans-open", NUMERATOR))),
    (
        ("icpc", NUMERATOR),
        (("icpc-bands: 0-10 working days", NUMERATOR), ("icpc-bands: 11-15 working days", NUMERATOR)),
    ),
)
"""Numbers that are the sum of others, wherever they add up."""


def _of_indicators(shown: Sequence[Shown]) -> Iterable[Sum]:
    for at in _by_period(shown).values():
        for total, parts in _MADE_OF:
            if total in at and all(part in at for part in parts):
                sum_ = _sum(at[total], [at[part] for part in parts])
                if sum_ and sum_.is_exact:
                    yield sum_


_OPEN = (("two-year-open", DENOMINATOR), ("plans-open", NUMERATOR), ("rates", NUMERATOR))
_STARTED = (("plans-started", NUMERATOR), ("starts-rate", NUMERATOR), ("repeats", DENOMINATOR))
_ENDED = (("plans-ended", NUMERATOR), ("ends-rate", NUMERATOR), ("two-year", DENOMINATOR))


def _of_stock_and_flow(shown: Sequence[Shown]) -> Iterable[Sum]:
    """Open at the end = open at the end of the period before + started - ended, but for corrections."""
    by_period = _by_period(shown)
    ends = {(path, end): at for (path, _, end), at in by_period.items()}
    for (path, start, _), at in by_period.items():
        before = ends.get((path, start - timedelta(days=1)), {})
        for slot in _OPEN:
            started, ended = (next((at[one] for one in flow if one in at), None) for flow in (_STARTED, _ENDED))
            if slot in at and slot in before and started and ended:
                yield from filter(None, [_sum(at[slot], [before[slot], started, ended], sign=(1, 1, -1))])


def _by_period(shown: Sequence[Shown]) -> dict[tuple[Path, date, date], dict[tuple[str, str], Key]]:
    found: dict[tuple[Path, date, date], dict[tuple[str, str], Key]] = defaultdict(dict)
    for one in shown:
        found[one.path, one.start, one.end][one.code, one.which] = one.key
    return found


# --- what is never larger than another ----------------------------------------------------------------

_NESTED = (
    ("repeats-12m", "repeats-2y", "repeats"),
    ("two-year-open", "open-18m", "open-15m", "open-12m", "open-9m"),
    ("s47-children", "s47"),
    ("conferences-children", "conferences"),
    ("starts-children", "plans-started"),
    ("ends-children", "plans-ended"),
    ("any-point-children", "any-point"),
    ("plans-open", "any-point-children"),
)
"""Indicators of which each numerator is part of the next one's."""


def nested(results: Sequence[Result], cells: Cells) -> list[tuple[Key, Key]]:
    """Pairs of cells of which the first is never larger than the second: a numerator and its denominator, children and their
    events, repeats within 12 months and within 2 years."""
    pairs: dict[tuple[Key, Key], None] = {}
    for where, key in cells.at.items():
        if where.which == NUMERATOR and (whole := cells.at.get(where._replace(which=DENOMINATOR))):
            figure = dict(figures_at(results[where.result].figures[where.figure]))[where.beside]
            if INDICATORS[figure.indicator].statistic.name in ("share", "bands"):
                pairs[key, whole] = None
    for at in _by_period(list(_shown(results, cells))).values():
        for chain in _NESTED:
            there = [at[code, NUMERATOR] for code in chain if (code, NUMERATOR) in at]
            pairs |= {pair: None for pair in pairwise(there) if pair[0].number <= pair[1].number}
    return [(one, two) for one, two in pairs if one != two]
