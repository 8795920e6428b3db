"""Published figures to set beside one's own: a CSV of indicator, area, period, value.

A value not yet published is TBC; DfE's symbols for what is suppressed or not available are kept as they stand.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .csv_text import read_small_csv
from .errors import InputError, UsageError
from .indicators import INDICATORS
from .periods import Period, parse_year
from .result import COMPLETE, PUBLISHED, TBC, UNAVAILABLE, Figure, Note, Result

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
"""DfE's and LAIT's."""


@dataclass(frozen=True)
class Published:
    """One published figure; `text` as it was published, `value` None for TBC and the symbols."""

    indicator: str
    area: str
    period: Period
    value: float | None
    text: str
    source: str = ""


@dataclass(frozen=True)
class Benchmarks:
    """Published figures as a file gives them, each (indicator, area, reporting year) once."""

    figures: tuple[Published, ...] = ()

    @property
    def areas(self) -> tuple[str, ...]:
        """In the order of the file."""
        return tuple(dict.fromkeys(figure.area for figure in self.figures))

    def find(self, indicator: str, area: str, period: Period) -> Published | None:
        """The figure of an indicator, area and reporting year, None where the file has none."""
        return next((f for f in self.figures if (f.indicator, f.area, f.period) == (indicator, area, period)), None)

    def latest(self, indicator: str, area: str) -> Published | None:
        """The latest year with a figure."""
        known = [f for f in self.figures if f.indicator == indicator and f.area == area and f.value is not None]
        return max(known, key=lambda f: f.period.end, default=None)


def read_benchmarks(given: str | os.PathLike[str]) -> Benchmarks:
    """Read the CSV; columns indicator, area, period (a reporting year), value, and optional source and vintage.

    Raises InputError for an unknown indicator, an unreadable year or value, or two values for one figure.
    """
    path = Path(given)
    found: dict[tuple[str, str, Period], Published] = {}
    for row_number, row in read_small_csv(path, ("indicator", "area", "period", "value")):
        where = f"{path.name}, row {row_number}"
        code = row["indicator"].lower()
        if code not in INDICATORS:
            raise InputError(f'{where}, indicator: "{row["indicator"]}" is none of {", ".join(INDICATORS)}')
        try:
            period = parse_year(row["period"])
        except UsageError as error:
            raise InputError(f"{where}, period: {error}") from None
        text = row["value"].removesuffix("%").strip()
        if not (re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", text) or text.lower() in ("tbc", *SYMBOLS)):
            raise InputError(f"{where}, value: write a number, TBC, or one of DfE's symbols ({' '.join(SYMBOLS)})")
        value = float(text) if text[-1].isdigit() else None
        vintage = row.get("vintage", "")
        source = ", ".join(part for part in (row.get("source", ""), vintage and f"vintage {vintage}") if part)
        if value is None:
            text = "TBC" if text.lower() == "tbc" else text.lower()
        figure = Published(code, row["area"], period, value, text, source)
        earlier = found.setdefault((code, figure.area, period), figure)
        if earlier.text != figure.text:
            raise InputError(
                f"{where}: a second, different value of {code} for {figure.area} in {period.label}; keep one"
            )
    return Benchmarks(tuple(found.values()))


def chosen_areas(benchmarks: Benchmarks, result: Result, compare: Sequence[str]) -> tuple[str, ...]:
    """The areas to show: those named, else all but the authority itself. Raises UsageError for an unknown one."""
    by_key = {area.lower(): area for area in benchmarks.areas}
    unknown = [name for name in compare if name.lower() not in by_key]
    if unknown:
        raise UsageError(f'--compare "{unknown[0]}": the benchmarks have {", ".join(benchmarks.areas) or "no areas"}')
    if compare:
        return tuple(by_key[name.lower()] for name in compare)
    return tuple(area for area in benchmarks.areas if area.lower() != result.area.lower())


def compare(result: Result, benchmarks: Benchmarks, areas: Sequence[str] = ()) -> Result:
    """The result with the published figures of its reporting years, indicator by indicator, after its own.

    `areas`: those to show, all but the authority itself if none is named; UsageError for one that is not there.
    A result that is split by groups, or has no whole years, gets a sentence with the latest figures instead.
    """
    areas = chosen_areas(benchmarks, result, areas)
    years = [period for period in result.periods if period.kind == "year"]
    figures: list[Figure] = []
    sentences: list[Note] = []
    for code in dict.fromkeys(figure.indicator for figure in result.figures):
        figures += result.of(code)
        if result.by or not any(benchmarks.find(code, area, period) for area in areas for period in years):
            sentences += [Note(code, text) for text in _latest(benchmarks, code, areas)]
        else:
            for area in areas:
                # The authority's own published figure must not pass for the one computed here.
                shown_as = f"{area} (published)" if area.lower() == result.area.lower() else area
                figures += [_figure(benchmarks.find(code, area, period), code, shown_as, period) for period in years]
    return replace(result, figures=tuple(figures), published=tuple(sentences))


def _figure(found: Published | None, code: str, shown_as: str, period: Period) -> Figure:
    blank = Figure(
        indicator=code,
        area=shown_as,
        period=period.label,
        start=period.start,
        end=period.end,
        unit=INDICATORS[code].measure.unit,
        status=UNAVAILABLE,
        basis=PUBLISHED,
    )
    if found is None:
        return blank
    if found.value is not None:
        return blank._replace(value=found.value, status=COMPLETE, note=found.source)
    status = TBC if found.text == "TBC" else UNAVAILABLE
    return blank._replace(status=status, note="; ".join(filter(None, [found.text, found.source])))


def _latest(benchmarks: Benchmarks, code: str, areas: Sequence[str]) -> list[str]:
    """ "Latest year published: statistical neighbours 22.0, England 20.8 (2018/19)." """
    known = [found for area in areas if (found := benchmarks.latest(code, area))]
    if not known:
        return []
    one_year = len({found.period for found in known}) == 1
    parts = [f"{_mid_sentence(f.area)} {f.text}" + ("" if one_year else f" ({f.period.label})") for f in known]
    return [f"Latest year published: {', '.join(parts)}" + (f" ({known[0].period.label})." if one_year else ".")]


def _mid_sentence(area: str) -> str:
    return area.lower() if area.lower() == "statistical neighbours" else area
