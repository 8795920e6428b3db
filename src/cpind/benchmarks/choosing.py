"""One record of an indicator for each place and year: the release's, or LAIT's where the release has none to show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .names import region_key
from .records import LOCAL, REGIONAL, Origin, Record

_WITHHELD = ("c", "x", "u", ":", "..", "-", "")
"""Values of a release that are replaced by LAIT's number."""


class Place(NamedTuple):
    """A place, independent of its name: `code` is an authority's number, a region's `names.region_key`, or "" for England."""

    level: str
    code: str


class FigureKey(NamedTuple):
    """Identifies a figure of an indicator: `period` is the label of a reporting year; `group` is "" for the whole area."""

    place: Place
    period: str
    group: str = ""


class Shown(NamedTuple):
    """The record to show and, if LAIT's is shown in its place, the release's record that is withheld."""

    record: Record
    withheld: Record | None = None


def choose(records: Iterable[Record], vintage: str) -> dict[FigureKey, Shown]:
    """The figure of an indicator to show for each place, year and group, from its records of one vintage and LAIT's.

    A release's record goes first. LAIT's is taken where the release withholds its own or has it only from rounded
    counts; where no release has the figure, LAIT's of the same vintage, or of any for conferences in time.
    """
    shown: dict[FigureKey, Shown] = {}
    of_lait: list[tuple[FigureKey, Record]] = []
    for record in records:
        key = FigureKey(_place_of(record), record.period, record.group)
        if record.origin == Origin.LAIT:
            of_lait.append((key, record))
        else:
            shown.setdefault(key, Shown(record))
    of_releases = {key: one.record for key, one in shown.items()}
    # LAIT's of this vintage last, so that it replaces those of others.
    for key, record in sorted(of_lait, key=lambda one: (one[1].vintage == vintage, one[1].vintage)):
        published = of_releases.get(key)
        if published is None:
            if record.vintage == vintage or record.indicator == "icpc":
                shown[key] = Shown(record)
        elif record.has_number and published.origin == Origin.ROUNDED_COUNTS:
            shown[key] = Shown(record)
        elif record.has_number and published.value in _WITHHELD:
            shown[key] = Shown(record, withheld=published)
    return shown


def _place_of(record: Record) -> Place:
    if record.level == LOCAL:
        return Place(LOCAL, record.code)
    return Place(record.level, region_key(record.code, record.area) if record.level == REGIONAL else "")
