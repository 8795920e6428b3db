"""An authority's place among all authorities, and among its statistical neighbours."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

RANKED_AMONG = 10
"""If fewer authorities have a figure, there is no national rank."""

Numbers = Mapping[str, Fraction]
"""The figure of each authority that has one, by the authority's number."""


@dataclass(frozen=True)
class Rank:
    """An authority's rank among all, 1 the best.

    Attributes:
        place: its place among the authorities with a figure.
        with_figure: how many have a figure.
        suppressed: how many have a figure that is not shown and may be better, so that the rank is somewhere from
            `place` to `last` among all of them (`among`).
    """

    place: int
    with_figure: int
    suppressed: int = 0

    @property
    def is_exact(self) -> bool:
        """Whether it is one rank, and not a range."""
        return not self.suppressed

    @property
    def last(self) -> int:
        """The worst possible rank."""
        return self.place + self.suppressed

    @property
    def among(self) -> int:
        """The authorities with a figure, shown or not."""
        return self.with_figure + self.suppressed

    @property
    def range(self) -> str:
        """ "8", or "8 to 11"."""
        return f"{self.place}" if self.is_exact else f"{self.place} to {self.last}"

    @property
    def band(self) -> str:
        """The quarter of the ranks that it is in: "A" for the best ... "D"; "C to D" if it may be in several."""
        first, last = self._band(self.place), self._band(self.last)
        return first if first == last else f"{first} to {last}"

    def _band(self, place: int) -> str:
        return "ABCD"[min((place - 1) * 4 // self.among, 3)]


def rank_of(number: str, values: Numbers, *, good: str, suppressed: int = 0) -> Rank | None:
    """The rank of an authority, 1 the best; ties share the better rank. None without a figure, with too few others, or
    if neither high nor low is `good`.

    `suppressed` is how many others have a figure that is not shown. For a rare event these have few cases, so a rank
    among only the other authorities would be too high or too low.
    """
    if not good or number not in values or len(values) < RANKED_AMONG:
        return None
    own = values[number]
    better = sum(value > own if good == "high" else value < own for value in values.values())
    return Rank(better + 1, len(values), suppressed)


def place_among(neighbours: Collection[str], number: str, values: Numbers, suppressed: Collection[str] = ()) -> str:
    """ "3rd lowest of 11", counted from the nearer end; "" without a figure, or without neighbours that have one. "3rd lowest of
    9 (2 suppressed)" where neighbours have a figure that is not shown."""
    others = [values[neighbour] for neighbour in neighbours if neighbour in values]
    if number not in values or not others:
        return ""
    own = values[number]
    lower, higher = sum(value < own for value in others), sum(value > own for value in others)
    place, end = (lower, "lowest") if lower <= higher else (higher, "highest")
    hidden = len(set(neighbours).intersection(suppressed))
    of = f"{end} of {len(others) + 1}{f' ({hidden} suppressed)' if hidden else ''}"
    return f"{_ordinal(place + 1)} {of}" if place else of


def _ordinal(number: int) -> str:
    """ "1st", "2nd", "11th"."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
