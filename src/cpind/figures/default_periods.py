"""The periods of a table if none were asked for."""

from __future__ import annotations

from collections.abc import Iterable

from ..model.periods import Period, at, reporting_year, span, year
from .bases import Bases
from .indicators import INDICATORS

DEFAULT_YEARS = 5


def default_periods(codes: Iterable[str], bases: Bases) -> tuple[list[Period], str]:
    """The last five complete, covered reporting years; if there are none, the year of as-at, with a note.

    For a layout that holds only a few months, without a return: these months, or its date if all figures are snapshots.
    """
    indicators = [INDICATORS[code] for code in codes]
    years = {y for y, basis in bases.returns.items() if not basis.coverage.is_part(year(y))}
    live = bases.live
    if live and not live.is_strict:
        coverage = live.coverage
        counted = [indicator for indicator in indicators if not indicator.is_snapshot] or indicators
        dated = [indicator for indicator in counted if coverage.first(indicator.events)]
        firsts = [first.year for indicator in dated if (first := coverage.first(indicator.events))]
        for y in range(min(firsts, default=live.as_at.year) - 1, live.as_at.year + 1):
            covered = (
                not coverage.is_before(year(y), indicator.events, snapshot=indicator.is_snapshot)
                and not coverage.shortfall(indicator, year(y))
                for indicator in dated
            )
            if not coverage.is_part(year(y)) and any(covered):
                years.add(y)
    if years:
        return [year(y) for y in sorted(years)[-DEFAULT_YEARS:]], ""
    if live and live.is_strict and live.covered_from:
        if all(indicator.is_snapshot for indicator in indicators):
            return [at(live.as_at)], ""
        return [span(live.covered_from, live.as_at)], ""
    current = year(reporting_year(bases.as_at))
    return [current], f"no complete reporting year is covered: showing {current.label}"
