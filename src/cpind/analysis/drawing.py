"""Draw a reproducible sample: the units whose keyed hashes come first.

The n smallest of sha256(seed + U+001F + the unit's identifier), in hexadecimal order. So the order of rows changes nothing, a
smaller sample is part of a larger one, and later rows change only what they displace. [choice]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from hashlib import sha256

SEPARATOR = "\x1f"


def rank(seed: str, identifier: str) -> str:
    """The hash by which a unit is ordered."""
    return sha256(f"{seed}{SEPARATOR}{identifier}".encode()).hexdigest()


def draw(identifiers: Iterable[str], size: int, seed: str) -> list[str]:
    """The identifiers drawn, in the order in which they are drawn; all of them if there are not enough."""
    return sorted(set(identifiers), key=lambda identifier: (rank(seed, identifier), identifier))[:size]


def shares(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    """How many of a sample go to each stratum, by its size: highest averages (Webster), so that no stratum has fewer in
    a larger sample. No stratum gets more than it holds; if two have equal claims, the larger one goes first, then the
    first by name."""
    given = dict.fromkeys(sizes, 0)
    for _ in range(min(size, sum(sizes.values()))):
        open_ones = [name for name in sizes if given[name] < sizes[name]]
        given[min(open_ones, key=lambda name: (-Fraction(sizes[name], 2 * given[name] + 1), -sizes[name], name))] += 1
    return given
