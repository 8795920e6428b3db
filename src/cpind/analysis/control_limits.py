"""Control limits of a run over time, and its signals. Numbers only, no figures.

p' and u' (Laney 2002) let the points vary between periods by more, or less, than binomial or Poisson; XmR (Wheeler)
takes its limits from the differences of neighbouring points. A missing point is None: neighbours of a gap have no
difference, and no run crosses it. There are no limits if gaps leave too few differences, or only differences of 0
between unequal points.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

FEWEST_POINTS = 4
"""With fewer points there are no limits."""

_FEWEST_RANGES = FEWEST_POINTS - 1
"""With fewer differences between neighbours there are no limits: this is how many the fewest points without a gap
have."""

SEVEN = 7
"""This many points in a row on one side of the centre, or rising, or falling, are a signal."""

_D2 = 1.128
"""The mean range of two values, in standard deviations."""

_THREE_SIGMA_BY_RANGE = 2.66
_LARGEST_RANGE = 3.267
"""3 / d2; and the multiple of the mean range above which a range is left out of the mean."""

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
    """The points of a p' or u' chart, of counts and what they are of, e.g. of repeats and plans.

    `variance` gives that of one unit at a centre, p (1 - p) or u. A period without size is a gap. [Laney 2002, Quality
    Engineering 14(4)]
    """
    pairs = [(count, size) if count is not None and size else None for count, size in zip(counts, sizes)]
    known = [pair for pair in pairs if pair]
    if not _has_limits([pair and pair[0] / pair[1] for pair in pairs]):
        return [None] * len(pairs)
    centre = math.fsum(count for count, _ in known) / math.fsum(size for _, size in known)
    of_one = math.sqrt(variance(centre))
    # Where no unit varies, all shares are 0 or all are 1, and so are the limits.
    z = [(pair[0] / pair[1] - centre) * math.sqrt(pair[1]) / (of_one or 1) if pair else None for pair in pairs]
    spread = _mean(_ranges(z)) / _D2
    reaches = [3 * spread * of_one / math.sqrt(pair[1]) if pair else None for pair in pairs]
    return [None if reach is None else Point(centre, centre - reach, centre + reach) for reach in reaches]


def xmr(values: Sequence[float | None]) -> list[Point | None]:
    """The points of an XmR chart: the mean, and 2.66 mean ranges to either side; a range of more than 3.267 times their mean
    is left out of it. [Wheeler 2000, Understanding Variation; NHS England, Making Data Count]

    Where more than half of the ranges are 0, all are kept: else of 0, 0, 0, 0, 1, 0 only zeros would remain, and every 0
    would be below limits that are the mean. [choice]
    """
    if not _has_limits(values):
        return [None] * len(values)
    centre, ranges = _mean([value for value in values if value is not None]), _ranges(values)
    largest = _LARGEST_RANGE * _mean(ranges)
    is_mostly_flat = 2 * ranges.count(0) > len(ranges)
    reach = _THREE_SIGMA_BY_RANGE * _mean([one for one in ranges if one <= largest or is_mostly_flat])
    return [None if value is None else Point(centre, centre - reach, centre + reach) for value in values]


def _has_limits(values: Sequence[float | None]) -> bool:
    """Whether there are enough neighbouring points and, if any points differ, neighbours do too, so that their
    differences measure the usual variation."""
    ranges = _ranges(values)
    return len(ranges) >= _FEWEST_RANGES and (any(ranges) or len({one for one in values if one is not None}) == 1)


def _ranges(values: Sequence[float | None]) -> list[float]:
    return [abs(two - one) for one, two in pairwise(values) if one is not None and two is not None]


def _mean(numbers: Sequence[float]) -> float:
    return math.fsum(numbers) / len(numbers)


# --- signals ------------------------------------------------------------------------------------------


def with_signals(values: Sequence[float | None], points: Sequence[Point | None]) -> list[Point | None]:
    """The points, each with the signals that it is part of. A value that more than half of the points have is on neither side
    of the centre: where most are 0, seven zeros in a row are to be expected. [choice]"""
    found: list[list[tuple[str, int]]] = [[] for _ in values]
    sided = _without_usual(values)
    for way in (1, -1):
        outside = [_is_past(value, point, way, 1.0) for value, point in zip(values, points)]
        near = [_is_past(value, point, way, 2 / 3) for value, point in zip(values, points)]
        side = [_is_past(value, point, way, 0.0) for value, point in zip(sided, points)]
        _mark(found, (place for place, is_out in enumerate(outside) if is_out), (OUTSIDE, way))
        _mark(found, _in_runs(side), (ONE_SIDE, way))
        _mark(found, _trending(values, way), (TREND, way))
        _mark(found, _two_of_three(near, values), (TWO_OF_THREE, way))
    return [
        None if point is None else Point(point.centre, point.lower, point.upper, tuple(dict.fromkeys(signals)))
        for point, signals in zip(points, found)
    ]


def _without_usual(values: Sequence[float | None]) -> list[float | None]:
    """The values, with None for the value that more than half of them have, if there is one."""
    known = sorted(value for value in values if value is not None)
    middle = known[len(known) // 2] if known else None  # a majority value is the median
    if middle is None or 2 * known.count(middle) <= len(known):
        return list(values)
    return [None if value == middle else value for value in values]


def _is_past(value: float | None, point: Point | None, way: int, part: float) -> bool:
    """Whether a value is beyond this part of the way from the centre to the limit, upwards or downwards."""
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
