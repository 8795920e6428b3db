"""Published figures one by one, and the small CSV of them that people write: indicator, area, period, value.

A value not yet published is TBC; DfE's symbols for what is suppressed or not available are kept as they stand.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..errors import InputError, UsageError
from ..figures.indicators import INDICATORS
from ..inputs.csv_text import read_small_csv
from ..model.measures import PERCENT
from ..model.periods import Period, parse_year
from ..model.wording import nearest, not_an_indicator

SYMBOLS = {
    "c": "suppressed",
    "x": "not available",
    ":": "not available",
    "z": "not applicable",
    "u": "low reliability",
    "low": "rounds to 0",
    "k": "rounds to 0",
    "..": "not available",
    "-": "not available or suppressed",
}
"""The symbols of DfE's releases and of LAIT that stand in place of a number."""

NOT_SHOWN = ("c", "u", "low", "k", "-")
"""The symbols for a number that exists but is withheld; the others mean that the number does not exist."""

TO_BE_CONFIRMED = "TBC"
"""The text for a value that is not yet published."""


@dataclass(frozen=True)
class Published:
    """One published figure.

    Attributes:
        indicator: its code.
        area: the area that it is of.
        period: its reporting year.
        value: the number, None for TBC and the symbols.
        text: the number or symbol as it was published.
        source: where it was published.
        is_average: whether it is computed here from the published figures of several authorities, unrounded.
    """

    indicator: str
    area: str
    period: Period
    value: float | None
    text: str
    source: str = ""
    is_average: bool = False


class Comparable(Protocol):
    """Figures that a result can be compared with: the small CSV, or a view of the store."""

    with_counts: bool
    """Whether counts are shown as well if no area is named; the counts of other areas are of little use."""

    @property
    def areas(self) -> Sequence[str]:
        """The areas that are shown if none is named."""

    def named(self, name: str) -> str | None:
        """The benchmarks' spelling of an area, from any spelling; None if they do not have the area."""

    def nearly(self, name: str) -> Sequence[str]:
        """The names most similar to an unknown one, for a message."""

    def find(self, indicator: str, area: str, period: Period) -> Published | None:
        """The figure of an indicator, area and reporting year; None without one."""

    def latest(self, indicator: str, area: str) -> Published | None:
        """The figure of the latest year that has one; None without one."""

    def remarks(self, indicators: Sequence[str], periods: Sequence[Period] = ()) -> Sequence[str]:
        """The sentences that belong under a table of these figures and reporting years."""


@dataclass(frozen=True)
class Benchmarks:
    """Published figures as a file gives them, each (indicator, area, reporting year) once."""

    with_counts = True
    figures: tuple[Published, ...] = ()

    @property
    def areas(self) -> tuple[str, ...]:
        """In the order of the file."""
        return tuple(dict.fromkeys(figure.area for figure in self.figures))

    def named(self, name: str) -> str | None:
        """An area as the file spells it."""
        return next((area for area in self.areas if area.lower() == name.lower()), None)

    def nearly(self, name: str) -> Sequence[str]:
        """The area that a name may mean, or all areas if none is similar: a file has only a few."""
        return [area] if (area := nearest(name, self.areas)) else []

    def remarks(self, indicators: Sequence[str], periods: Sequence[Period] = ()) -> Sequence[str]:
        """A sentence for each percentage whose values are all 1 or less, which may be shares written as fractions."""
        return tuple(
            f"Every benchmark of {code} is 1 or less: if they are shares, write them as percentages, 78 and not 0.78."
            for code in indicators
            if INDICATORS[code].measure is PERCENT and self._are_shares(code)
        )

    def _are_shares(self, code: str) -> bool:
        values = [figure.value for figure in self.figures if figure.indicator == code and figure.value is not None]
        return any(values) and max(values) <= 1

    def find(self, indicator: str, area: str, period: Period) -> Published | None:
        """The figure of an indicator, area and reporting year; None without one."""
        return next((f for f in self.figures if (f.indicator, f.area, f.period) == (indicator, area, period)), None)

    def latest(self, indicator: str, area: str) -> Published | None:
        """The figure of the latest year that has one; None without one."""
        known = [f for f in self.figures if f.indicator == indicator and f.area == area and f.value is not None]
        return max(known, key=lambda f: f.period.end, default=None)


def read_benchmarks(given: str | os.PathLike[str]) -> Benchmarks:
    """Read the CSV; columns indicator, area, period (a reporting year), value, and optional source and vintage.

    Raises InputError for an unknown indicator, an unreadable year or value, or two values for one figure.
    """
    path = Path(given)
    figures: dict[tuple[str, str, Period], Published] = {}
    for row_number, row in read_small_csv(path, ("indicator", "area", "period", "value")):
        where = f"{path.name}, row {row_number}"
        code = row["indicator"].lower()
        if code not in INDICATORS:
            raise InputError(f"{where}, indicator: {not_an_indicator(row['indicator'], INDICATORS)}")
        try:
            period = parse_year(row["period"])
        except UsageError as error:
            raise InputError(f"{where}, period: {error}") from None
        text = row["value"].removesuffix("%").strip()
        if not (re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", text) or text.lower() in ("tbc", *SYMBOLS)):
            raise InputError(f"{where}, value: write a number, TBC, or one of DfE's symbols ({' '.join(SYMBOLS)})")
        value = float(text) if text[-1].isdigit() else None
        if value is not None and INDICATORS[code].measure is PERCENT and not 0 <= value <= 100:
            raise InputError(f"{where}, value: {code} is a percentage, so write a number from 0 to 100")
        vintage = row.get("vintage", "")
        source = ", ".join(part for part in (row.get("source", ""), vintage and f"vintage {vintage}") if part)
        if value is None:
            text = TO_BE_CONFIRMED if text.lower() == "tbc" else text.lower()
        figure = Published(code, row["area"], period, value, text, source)
        earlier = figures.setdefault((code, figure.area, period), figure)
        if earlier.text != figure.text:
            raise InputError(
                f"{where}: a second, different value of {code} for {figure.area} in {period.label}; keep one"
            )
    return Benchmarks(tuple(figures.values()))
