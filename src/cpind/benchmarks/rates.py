"""The rates of the store: compute those that a release lacks, and find the population behind the others.

Every rate of a release (of a stock or of a year's events) is per 10,000 children of mid-(Y-1) for the year to 31 March
Y. [data: reproduces every rate of an authority in the releases of 2020 and 2022 whose population is in their own file]
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ..model.measures import RATE, exact, half_up
from ..model.periods import parse_year
from .measures import measure_of
from .records import FIGURE, LOCAL, POPULATION, Origin, Record, mid_year_label

_People = Mapping[tuple[str, str, str], str]
"""Children by an area's code, "mid-2019" and vintage."""


def with_rates(records: Iterable[Record]) -> list[Record]:
    """The records, with a value for each rate that its release has no column for, and the population behind each rate.

    A rate without a value is computed from its release's count and the population of the same vintage, mid-(Y-1) for the
    year to 31 March Y; it stays blank where that population is missing. A published rate gets the population behind it as
    its denominator: that of its vintage, else one of the latest earlier vintage (a release's own file may end a year
    early), if that reproduces the published rate; a note says so where it is not mid-(Y-1).
    """
    records = list(records)
    people = {(r.code, r.period, r.vintage): r.value for r in records if r.record == POPULATION}
    vintages = sorted({vintage for _, _, vintage in people}, reverse=True)
    return [
        _with_rate(record, people, vintages) if is_rate(record) and record.numerator else record for record in records
    ]


def is_rate(record: Record) -> bool:
    """Whether a record is a figure per 10,000 children."""
    return record.record == FIGURE and measure_of(record.indicator).measure is RATE


def _with_rate(record: Record, people: _People, vintages: Collection[str]) -> Record:
    if record.origin in (Origin.COUNTS, Origin.ROUNDED_COUNTS):  # computed at an earlier import
        record = record._replace(value="", origin=Origin.PUBLISHED)
    record = record._replace(denominator="", note="")
    mid_year = parse_year(record.period).end.year - 1
    own = people.get((record.code, mid_year_label(mid_year), record.vintage), "")
    if own and not record.value:
        origin = Origin.COUNTS if record.level == LOCAL else Origin.ROUNDED_COUNTS
        return record._replace(denominator=own, value=_rate(record.numerator, own), origin=origin)
    if own:
        return record._replace(denominator=own)
    earlier = next((vintage for vintage in vintages if vintage <= record.vintage), "")
    for year in (mid_year, mid_year - 1):
        children = people.get((record.code, mid_year_label(year), earlier), "")
        if children and record.has_number:
            if float(_rate(record.numerator, children)) != float(record.value):
                return record
            note = "" if year == mid_year else f"population of {mid_year_label(year)}"
            return record._replace(denominator=children, note=note)
    return record


def _rate(numerator: str, population: str) -> str:
    """A rate per 10,000 to one decimal, half up."""
    return half_up(exact(int(numerator), int(population), RATE), 1)


def rate_sentences(records: Iterable[Record], releases: Collection[str]) -> list[str]:
    """Sentences for each of the releases: which rates are computed from its counts, and which lack a population."""
    computed: dict[str, dict[str, None]] = {}
    blank: dict[str, set[str]] = {}
    for record in records:
        if record.release not in releases or not is_rate(record):
            continue
        if record.origin in (Origin.COUNTS, Origin.ROUNDED_COUNTS):
            computed.setdefault(record.release, {})[record.indicator] = None
        elif record.numerator and not record.value:
            blank.setdefault(record.release, set()).add(record.period)
    sentences = [
        f"{release}: {', '.join(codes)} computed from its counts and the ONS population of its vintage"
        for release, codes in computed.items()
    ]
    for release, periods in blank.items():
        years = ", ".join(sorted(periods))
        sentences.append(
            f"{release}: rates of {years} are left blank, because the release has no column for them and the "
            "store has no population of its vintage to compute them from: import the ONS population file that comes with it"
        )
    return sentences
