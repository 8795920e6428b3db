"""The periods of a pack: which quarter is the latest, and which years, quarters, months and dates go before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..analysis.scorecard import Content, periods_at
from ..errors import UnavailableError, UsageError
from ..figures.bases import Bases
from ..figures.default_periods import DEFAULT_YEARS, default_periods
from ..model.periods import Period, as_periods, at, last_complete, long_date, year

QUARTERS, MONTHS = 10, 12
"""How many of each a pack shows: two and a half years of quarters, a year of months. [choice]"""

_YEARLY = ("plans-started",)
"""The indicator that decides which years are covered."""


@dataclass(frozen=True)
class PackPeriods:
    """The periods of a pack.

    Attributes:
        end: the day that the pack looks back from.
        latest: the period whose figures come first.
        years, quarters, months: those of its tables.
        dates: the last days of the years, of the year before them, and `end`.
        scorecard: by what a cell of the scorecard holds, {} where no year is complete.
    """

    end: date
    latest: Period
    years: tuple[Period, ...]
    quarters: tuple[Period, ...]
    months: tuple[Period, ...]
    dates: tuple[Period, ...]
    scorecard: Mapping[Content, Period]


def pack_periods(standing: Bases, label: str | None = None) -> PackPeriods:
    """The periods of an extract's pack.

    The `label` is that of a quarter, month, year or date to end with, by default the latest complete quarter, and what
    came after it in months. Raises UsageError for several periods, and for one that is not over.
    """
    chosen = _chosen(label, standing.as_at) if label else None
    end = chosen.end if chosen else standing.as_at
    kind = chosen.kind if chosen and chosen.kind in ("year", "quarter", "month") else "quarter"
    latest = last_complete(1, kind, end)[0]
    years = tuple(one for one in default_periods(_YEARLY, standing)[0] if one.kind == "year")
    if years and years[-1].end > end and (end < standing.as_at or any(one.end <= end for one in years)):
        years = _covered(standing, last_complete(DEFAULT_YEARS, "year", end))
    days = [] if not years else [year(years[0].reporting_year - 1).end, *(one.end for one in years if one.end <= end)]
    return PackPeriods(
        end,
        latest,
        years,
        _covered(standing, last_complete(QUARTERS, "quarter", end)),
        _covered(standing, last_complete(MONTHS, "month", end)),
        tuple(at(day) for day in dict.fromkeys([*days, end]) if _is_covered(standing, at(day))),
        _scorecard(end, latest),
    )


def _chosen(label: str, as_at: date) -> Period:
    periods = as_periods(label)
    if len(periods) != 1:
        raise UsageError(f"--period {label} names {len(periods)} periods: name the one to end with")
    if periods[0].end > as_at:
        raise UsageError(f"--period {label}: it is not over at the extract's date, {long_date(as_at)}")
    return periods[0]


def _scorecard(end: date, latest: Period) -> Mapping[Content, Period]:
    try:
        return {**periods_at(end), Content.LATEST: latest}
    except UnavailableError:
        return {}


def _covered(standing: Bases, periods: Sequence[Period]) -> tuple[Period, ...]:
    return tuple(period for period in periods if _is_covered(standing, period))


def _is_covered(standing: Bases, period: Period) -> bool:
    """Whether the live extract or an annual return holds the plans of a period."""
    is_snapshot = period.kind == "date"
    live = standing.live
    if live and not live.coverage.is_before(period, "plans", snapshot=is_snapshot):
        return True
    return any(year(y).start <= period.start and period.end <= year(y).end for y in standing.returns)
