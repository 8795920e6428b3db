"""Which authorities are higher or lower than their size and the spread among all authorities would explain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ..benchmarks.measures import measure_of
from ..benchmarks.records import Record
from ..benchmarks.view import View
from ..errors import UnavailableError
from ..figures.facts import BETTER, HIGHER, LOWER, WORSE
from ..model.measures import PERCENT, RATE, Measure
from ..model.periods import Period, parse_year
from .funnel_limits import Spread, limits_at, spread_of

AS_EXPECTED = "as expected"
WARNING, OUTER = 95.0, 99.8
"""The levels of the inner and outer limits, in per cent; outside the outer ones an authority is higher or lower."""

FEWEST_AUTHORITIES = 10

ROUNDED = 0.51
"""A published percentage or rate may differ this much from that of its counts: some are rounded to whole numbers."""


@dataclass(frozen=True)
class FunnelPlace:
    """An authority's place in a funnel; values and limits are in the measure's unit.

    Attributes:
        number: the authority's number.
        area: its name.
        numerator, denominator: its counts.
        value: as published or, of our own figure, as computed.
        inner, outer: the lower and upper limits at its size.
        place: higher | lower | as expected.
        judged: better | worse | "".
        is_own_figure: whether it is from the extract, not published.
    """

    number: str
    area: str
    numerator: int
    denominator: int
    value: float
    inner: tuple[float, float]
    outer: tuple[float, float]
    place: str
    judged: str = ""
    is_own_figure: bool = False


class Hidden(NamedTuple):
    """An extract's own figure, suppressed: its place would bound its number, and its limits would reveal its size."""

    area: str


class NotPlaced(NamedTuple):
    """An authority that can't be placed in the funnel.

    If `has_count`, its rate's count is published, but the population is missing; if `is_contradictory`, its value is
    not that of its counts; else the counts are suppressed, not published, or of nothing.
    """

    number: str
    area: str
    has_count: bool
    is_contradictory: bool = False


@dataclass(frozen=True)
class Funnel:
    """The authorities in a reporting year, and the limits at their sizes.

    Attributes:
        code: the indicator.
        period: the year.
        spread: the overall figure, and the spread between authorities.
        places: those of all authorities with published counts, by name.
        outside: how many of them lie outside the outer limits.
        outside_alone: how many would without the spread between authorities.
        left_out: the authorities that can't be placed.
        is_adjusted: whether the limits shown have that spread in them.
        own: our authority's number, "" without one.
        neighbours: the numbers of its neighbours.
        england: its figure as published, None without one.
        own_figure: that of an extract, on the same limits; it is not among the places, and moves nothing.
    """

    code: str
    period: Period
    spread: Spread
    places: tuple[FunnelPlace, ...]
    outside: int
    outside_alone: int
    left_out: tuple[NotPlaced, ...]
    is_adjusted: bool
    own: str = ""
    neighbours: tuple[str, ...] = ()
    england: float | None = None
    own_figure: FunnelPlace | Hidden | None = None

    @property
    def own_place(self) -> FunnelPlace | None:
        """The authority's published figure."""
        return next((place for place in self.places if place.number == self.own), None)


def latest_year(view: View, code: str) -> Period:
    """The latest reporting year with enough counts in the store for a funnel; LAIT's years have only values. If there
    is no such year, the latest of all, so that `funnel` says what is missing. Raises ValueError if the store lacks the
    indicator."""
    years = [parse_year(label) for label in sorted(view.years(code), reverse=True)]
    enough = (
        year for year in years if sum(map(_has_counts, view.authorities(code, year).values())) >= FEWEST_AUTHORITIES
    )
    return next(enough, max(years, key=lambda year: year.end))


def funnel(view: View, code: str, period: Period, *, adjusted: bool = True) -> Funnel:
    """The funnel of a published indicator in a reporting year.

    Raises UnavailableError if the indicator is neither a percentage nor a rate, if it is published only by group, and
    if the store has the numerators and denominators of fewer than ten authorities.
    """
    measure = measure_of(code).measure
    _require_one_ratio(view, code, measure)
    rows = view.authorities(code, period)
    contradictory = {number for number, row in rows.items() if _has_counts(row) and not _agrees(row, measure)}
    with_counts = {number: row for number, row in rows.items() if _has_counts(row) and number not in contradictory}
    if len(with_counts) < FEWEST_AUTHORITIES:
        population = " and the ONS population file that comes with it" if measure is RATE else ""
        raise UnavailableError(
            f"{code} {period.label}: the store has the numerators and denominators of {len(with_counts)} authorities, and a "
            f"funnel needs {FEWEST_AUTHORITIES}: import the release's data files{population}, or choose another year"
        )
    counts = [(int(row.numerator), int(row.denominator)) for row in with_counts.values()]
    spread = spread_of([n for n, _ in counts], [d for _, d in counts], is_share=measure is PERCENT)
    england = view.find(code, view.known.national, period)
    places = tuple(
        place_of(code, spread, number, view.known.names[number], *pair, float(row.value), adjusted=adjusted)
        for (number, row), pair in sorted(zip(with_counts.items(), counts), key=lambda one: view.known.names[one[0][0]])
    )
    return Funnel(
        code,
        period,
        spread,
        places,
        sum(_is_outside(spread, pair, adjusted=True) for pair in counts),
        sum(_is_outside(spread, pair, adjusted=False) for pair in counts),
        tuple(
            NotPlaced(
                number, view.known.names[number], measure is RATE and row.numerator.isdigit(), number in contradictory
            )
            for number, row in rows.items()
            if number not in with_counts
        ),
        adjusted,
        view.number,
        tuple(view.neighbours),
        england.value if england else None,
    )


def _require_one_ratio(view: View, code: str, measure: Measure) -> None:
    """Raise UnavailableError for an indicator that is not a percentage or a rate, or is published only by group."""
    if measure not in (PERCENT, RATE):
        raise UnavailableError(f"{code} is a number, and authorities differ in size: take a percentage or a rate")
    if groups := [group for group in view.groups(code) if group]:
        raise UnavailableError(
            f"{code} is published by group ({', '.join(groups)}), and a funnel is of one figure for each authority: "
            f"cpind benchmarks show {code} prints the groups"
        )


def place_of(
    code: str,
    spread: Spread,
    number: str,
    area: str,
    numerator: int,
    denominator: int,
    value: float,
    *,
    adjusted: bool = True,
    is_own_figure: bool = False,
) -> FunnelPlace:
    """An authority's place, by its counts."""
    measure = measure_of(code)
    factor = measure.measure.factor
    inner, outer = (
        _scaled(limits_at(spread, denominator, level=level, adjusted=adjusted), factor) for level in (WARNING, OUTER)
    )
    own = factor * numerator / denominator
    place = HIGHER if own > outer[1] else LOWER if own < outer[0] else AS_EXPECTED
    is_good = (place == HIGHER) == (measure.good == "high")
    judged = "" if place == AS_EXPECTED or not measure.good else BETTER if is_good else WORSE
    return FunnelPlace(number, area, numerator, denominator, value, inner, outer, place, judged, is_own_figure)


def curves(spread: Spread, sizes: Iterable[float], *, factor: int, adjusted: bool) -> list[tuple[float, float, float]]:
    """The outer limits over sizes, as (size, lower, upper)."""
    return [
        (size, *_scaled(limits_at(spread, size, level=OUTER, adjusted=adjusted), factor)) for size in sizes if size > 0
    ]


def _has_counts(row: Record) -> bool:
    return row.has_number and row.numerator.isdigit() and row.denominator.isdigit() and int(row.denominator) > 0


def _agrees(row: Record, measure: Measure) -> bool:
    """Whether the value agrees with the counts: to its decimals or, for a rate, within a fiftieth, as populations are
    revised."""
    numerator, denominator, value = int(row.numerator), int(row.denominator), float(row.value)
    revised = value / 50 if measure is RATE else 0.0
    is_possible = measure is RATE or numerator <= denominator
    return is_possible and abs(measure.factor * numerator / denominator - value) <= max(ROUNDED, revised)


def _is_outside(spread: Spread, pair: tuple[int, int], *, adjusted: bool) -> bool:
    lower, upper = limits_at(spread, pair[1], level=OUTER, adjusted=adjusted)
    return not lower <= pair[0] / pair[1] <= upper


def _scaled(limits: tuple[float, float], factor: int) -> tuple[float, float]:
    return limits[0] * factor, limits[1] * factor
