"""Funnel limits with over-dispersion: how far a share or rate may be from the overall mean at its size. Numbers only.

Authorities differ by more than chance, so limits based only on chance would call most of them outliers. The limits are
widened by the spread between authorities, tau squared, worked out from winsorised standardised values (the outer tenths
drawn in). [Spiegelhalter 2005, Statistics in Medicine 24; Spiegelhalter et al. 2012, JRSS A 175]
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .uncertainty import normal_quantile

WINSORISED = 0.1
"""The fraction of the standardised values at either end that is drawn in."""


@dataclass(frozen=True)
class Spread:
    """The overall figure, and how far authorities are from it.

    Attributes:
        centre: the overall share or rate, per 1.
        phi: the variance divided by that of chance.
        tau: the standard deviation between authorities, on the transformed scale.
        is_share: whether it is a share, else a rate.
    """

    centre: float
    phi: float
    tau: float
    is_share: bool


def spread_of(counts: Sequence[float], sizes: Sequence[float], *, is_share: bool) -> Spread:
    """The spread of all authorities: counts, and what they are of. Shares on the scale of the arcsine root, rates on that of
    the root, whose standard error is 1 / (2 root n) for both."""
    centre = math.fsum(counts) / math.fsum(sizes)
    middle = _transformed(centre, is_share=is_share)
    errors = [_error(size) for size in sizes]
    z = [
        (_transformed(count / size, is_share=is_share) - middle) / error
        for count, size, error in zip(counts, sizes, errors)
    ]
    lowest, highest = quantile(z, WINSORISED), quantile(z, 1 - WINSORISED)
    number = len(z)
    phi = math.fsum(min(max(one, lowest), highest) ** 2 for one in z) / number
    weights = [1 / error**2 for error in errors]
    total = math.fsum(weights)
    below = total - math.fsum(weight**2 for weight in weights) / total
    between = max(0.0, (number * phi - (number - 1)) / below) if below > 0 else 0.0
    return Spread(centre, phi, math.sqrt(between), is_share)


def limits_at(spread: Spread, size: float, *, level: float, adjusted: bool = True) -> tuple[float, float]:
    """The limits for an authority of a size, as shares or rates of 1, with the spread between authorities if
    `adjusted`."""
    reach = normal_quantile(level) * math.hypot(_error(size), spread.tau if adjusted else 0.0)
    middle = _transformed(spread.centre, is_share=spread.is_share)
    return _back(middle - reach, is_share=spread.is_share), _back(middle + reach, is_share=spread.is_share)


def quantile(values: Sequence[float], part: float) -> float:
    """The value below which this fraction of the values lies, by linear interpolation."""
    ranked = sorted(values)
    place = part * (len(ranked) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (place - below) * (ranked[above] - ranked[below])


def _error(size: float) -> float:
    return 1 / (2 * math.sqrt(size))


def _transformed(value: float, *, is_share: bool) -> float:
    return math.asin(math.sqrt(min(1.0, value))) if is_share else math.sqrt(value)


def _back(value: float, *, is_share: bool) -> float:
    if is_share:
        return math.sin(min(max(value, 0.0), math.pi / 2)) ** 2
    return max(value, 0.0) ** 2
