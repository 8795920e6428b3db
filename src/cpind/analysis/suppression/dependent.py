"""Figures made from hidden numbers that they do not show: differences, means, medians and percentiles.

plans-started less plans-ended goes with either. A mean or a percentile of days goes with a hidden band or share of the same days:
that a quarter of 12 conferences took 8 days or fewer says that three of them did. So does that of a group with a hidden band of the
whole, and the other way round.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ...figures.indicators import INDICATORS, Measured
from ...figures.result import Figure
from ...model.measures import MONTHS, WORKING_DAYS
from .cells import Key, Path, days_of

Place = tuple[Path, date | None, date | None]


class HiddenSources:
    """What is hidden and other figures are made from: the places of flows, and of numbers of what is measured."""

    def __init__(self, hidden: Iterable[Key]) -> None:
        self._counted: set[tuple[str, Place]] = set()
        self._measured: dict[tuple[Measured, date | None, date | None], list[Path]] = defaultdict(list)
        for key in hidden:
            place = key.path, key.start, key.end
            self._counted.add((key.counted, place))
            indicator = INDICATORS.get(key.counted.partition(": ")[0])
            if indicator and indicator.measured:
                self._measured[indicator.measured, key.start, key.end].append(key.path)

    def give(self, figure: Figure, path: Path) -> bool:
        """Whether a figure at this place is made from a hidden number."""
        indicator, place = INDICATORS[figure.indicator], (path, *days_of(figure))
        if indicator.statistic.name == "difference":
            return any((" ".join(kind), place) in self._counted for kind in indicator.kinds)
        if indicator.measure not in (MONTHS, WORKING_DAYS) or indicator.measured is None:
            return False
        hidden = self._measured.get((indicator.measured, *days_of(figure)), ())
        return any(set(one) <= set(path) or set(path) <= set(one) for one in hidden)
