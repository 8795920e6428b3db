"""Control limits of a run over time, and its signals. Numbers only, no figures.

p' and u' (Laney 2002) let the points vary between periods by more, or less, than binomial or Poisson; XmR (Wheeler) takes its
limits from the differences of neighbouring points. A missing point is None: neighbours of a gap have no difference, and
no run goes across it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

FEWEST_POINTS = 4
"""Of fewer points there are no limits."""

SEVEN = 7
"""So many points on one side of the centre, rising or falling are a signal."""

_D2 = 1.128
"""The mean range of two values, in standard deviations."""

_THREE_SIGMA_BY_RANGE = 2.66
_LARGEST_RANGE = 3.267
"""3 / d2; and how many times their mean a range may be, before it is left out of it."""

OUTSIDE, ONE_SIDE, TREND, TWO_OF_THREE = "outside", "seven on one side", "seven in a row", "two of three"
"""The signals: a point outside the limits; seven in a row on one side of the centre; seven rising or falling; two of three
beyond two thirds of the way to a limit."""


@dataclass(frozen=True)
class Point:
    """A point's centre and limits, and the signals that it is part of, each with its direction: 1 above or up, -1 below or
    down."""

    centre: float
    lower: float
    upper: float
    signals: tuple[tuple[str, int], ...] = ()


def laney(
    counts: Sequence[float | None],
    sizes: Sequence[float | None],
    variance: Callable[[float], float],
) -> list[Point | None]:
    """The points of a p' or u' chart: counts and what they are of, e.g. of repeats and plans. `variance`: of one unit at a
    centre, p (1 - p) or u. A period without size is a gap. [Laney 2002, Quality Engineering 14(4)]"""
    known = [place for place, (count, size) in enumerate(zip(counts, sizes)) if count is not None and size]
    if len(known) < FEWEST_POINTS:
        return [None] * len(counts)
    centre = math.fsum(counts[place] or 0 for place in known) / math.fsum(sizes[place] or 0 for place in known)
    each = {place: math.sqrt(variance(centre) / (sizes[place] or 1)) for place in known}
    z = [((counts[p] or 0) / (sizes[p] or 1) - centre) / each[p] if each.get(p) else None for p in range(len(counts))]
    ranges = _ranges(z)
    spread = math.fsum(ranges) / len(ranges) / _D2 if ranges else 0.0
    return [
        Point(centre, centre - 3 * each[place] * spread, centre + 3 * each[place] * spread) if place in each else None
        for place in range(len(counts))
    ]


def xmr(values: Sequence[float | None]) -> list[Point | None]:
    """The points of an XmR chart: the mean, and 2.66 mean ranges to either side; a range of more than 3.267 times their mean
    is left out of it. [Wheeler 2000, Understanding Variation; NHS England, Making Data Count]"""
    known = [value for value in values if value is not None]
    ranges = _ranges(values)
    if len(known) < FEWEST_POINTS or not ranges:
        return [None] * len(values)
    centre = math.fsum(known) / len(known)
    mean = math.fsum(ranges) / len(ranges)
    kept = [one for one in ranges if one <= _LARGEST_RANGE * mean]
    reach = _THREE_SIGMA_BY_RANGE * math.fsum(kept) / len(kept)
    return [None if value is None else Point(centre, centre - reach, centre + reach) for value in values]


def _ranges(values: Sequence[float | None]) -> list[float]:
    return [abs(two - one) for one, two in pairwise(values) if one is not None and two is not None]


# --- signals ------------------------------------------------------------------------------------------


def with_signals(values: Sequence[float | None], points: Sequence[Point | None]) -> list[Point | None]:
    """The points, each with the signals that it is part of."""
    found: list[list[tuple[str, int]]] = [[] for _ in values]
    for way in (1, -1):
        outside = [_is_past(value, point, way, 1.0) for value, point in zip(values, points)]
        near = [_is_past(value, point, way, 2 / 3) for value, point in zip(values, points)]
        side = [_is_past(value, point, way, 0.0) for value, point in zip(values, points)]
        _mark(found, (place for place, is_out in enumerate(outside) if is_out), (OUTSIDE, way))
        _mark(found, _in_runs(side), (ONE_SIDE, way))
        _mark(found, _trending(values, way), (TREND, way))
        _mark(found, _two_of_three(near, values), (TWO_OF_THREE, way))
    return [
        None if point is None else Point(point.centre, point.lower, point.upper, tuple(dict.fromkeys(signals)))
        for point, signals in zip(points, found)
    ]


def _is_past(value: float | None, point: Point | None, way: int, part: float) -> bool:
    """Whether a value is beyond so much of the way from the centre to the limit, upwards or downwards."""
    if value is None or point is None:
        return False
    limit = point.upper if way > 0 else point.lower
    return (value - (point.centre + part * (limit - point.centre))) * way > 1e-9 * max(1.0, abs(point.centre))


def _mark(found: list[list[tuple[str, int]]], places: Iterable[int], signal: tuple[str, int]) -> None:
    for place in places:
        found[place].append(signal)


def _in_runs(flags: Sequence[bool]) -> Iterable[int]:
    """The places in runs of seven or more."""
    start = 0
    for place in range(len(flags) + 1):
        if place == len(flags) or not flags[place]:
            if place - start >= SEVEN:
                yield from range(start, place)
            start = place + 1


def _trending(values: Sequence[float | None], way: int) -> Iterable[int]:
    """The places in runs of seven or more values of which each is beyond the one before."""
    start = 0
    for place in range(1, len(values) + 1):
        one, two = values[place - 1], values[place] if place < len(values) else None
        if one is None or two is None or (two - one) * way <= 0:
            if place - start >= SEVEN:
                yield from range(start, place)
            start = place


def _two_of_three(near: Sequence[bool], values: Sequence[float | None]) -> Iterable[int]:
    """The places of two or three points beyond two thirds, within three in a row without a gap."""
    for first in range(len(near) - 2):
        three = range(first, first + 3)
        if None not in [values[place] for place in three] and sum(near[place] for place in three) >= 2:
            yield from (place for place in three if near[place])
