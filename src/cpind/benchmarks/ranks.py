"""An authority's place among all authorities, and among its statistical neighbours."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

RANKED_AMONG = 10
"""With fewer authorities than this that have a figure there is no national rank."""

Numbers = Mapping[str, Fraction]
"""The figure of each authority that has one, by the authority's number."""


@dataclass(frozen=True)
class Rank:
    """`place` of `among` authorities with a figure, 1 the best; `band` A to D, the quarter of the ranks it lies in."""

    place: int
    among: int

    @property
    def band(self) -> str:
        """ "A" for the best quarter ... "D"."""
        return "ABCD"[min((self.place - 1) * 4 // self.among, 3)]


def rank_of(number: str, values: Numbers, *, good: str) -> Rank | None:
    """The rank of an authority, 1 the best; ties share the better rank.

    None without a figure, with too few others, or where neither high nor low is `good`.
    """
    if not good or number not in values or len(values) < RANKED_AMONG:
        return None
    own = values[number]
    better = sum(value > own if good == "high" else value < own for value in values.values())
    return Rank(better + 1, len(values))


def place_among(neighbours: Collection[str], number: str, values: Numbers) -> str:
    """ "3rd lowest of 11", counted from the nearer end; "" without a figure, or without neighbours that have one."""
    others = [values[neighbour] for neighbour in neighbours if neighbour in values]
    if number not in values or not others:
        return ""
    own = values[number]
    lower, higher = sum(value < own for value in others), sum(value > own for value in others)
    place, end = (lower, "lowest") if lower <= higher else (higher, "highest")
    return f"{_ordinal(place + 1)} {end} of {len(others) + 1}" if place else f"{end} of {len(others) + 1}"


def _ordinal(number: int) -> str:
    """ "1st", "2nd", "11th"."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
