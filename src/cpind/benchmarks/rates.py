"""The rates of the store: those that a release leaves to be computed, and the population behind those it prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..model.measures import RATE, exact, half_up
from ..model.periods import parse_year
from .records import FIGURE, LOCAL, POPULATION, Origin, Record, mid_year_label
from .vintages import RATES


def with_rates(records: Iterable[Record]) -> list[Record]:
    """The records, with a value for each rate that its release has no column for, and the population behind each rate.

    A rate without a value is computed from its release's count and the population of the same vintage, mid-(Y-1) for
    31 March Y; it stays blank where that population is missing. A published rate gets the population behind it as its
    denominator: that of its vintage, else one of the latest earlier vintage (a release's own file may end a year early),
    if that reproduces the published rate.
    """
    records = list(records)
    people = {(r.code, r.period, r.vintage): r.value for r in records if r.record == POPULATION}
    vintages = sorted({vintage for _, _, vintage in people}, reverse=True)
    return [
        _with_rate(record, people, vintages) if record.record == FIGURE and record.indicator == RATES else record
        for record in records
    ]


def _with_rate(record: Record, people: dict[tuple[str, str, str], str], vintages: Sequence[str]) -> Record:
    mid_year = parse_year(record.period).end.year - 1
    own = people.get((record.code, mid_year_label(mid_year), record.vintage), "")
    if own:
        record = record._replace(denominator=own)
        if record.value or not record.numerator:
            return record
        origin = Origin.COUNTS if record.level == LOCAL else Origin.ROUNDED_COUNTS
        return record._replace(value=_rate(record.numerator, own), origin=origin)
    if not (record.numerator and record.has_number):
        return record
    earlier = next((vintage for vintage in vintages if vintage <= record.vintage), "")
    for year in (mid_year, mid_year - 1):
        children = people.get((record.code, mid_year_label(year), earlier), "")
        if children:
            reproduces = float(_rate(record.numerator, children)) == float(record.value)
            return record._replace(denominator=children) if reproduces else record
    return record


def _rate(numerator: str, population: str) -> str:
    """A rate per 10,000 to one decimal, half up."""
    return half_up(exact(int(numerator), int(population), RATE), 1)
