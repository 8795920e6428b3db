"""The rows of a table with DfE's columns of place and time: each row's area and year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ...model.wording import counted
from ..downloads import Download, DownloadRows
from ..records import ENGLAND, FIGURE, LOCAL, NATIONAL, REGIONAL, Record, is_whole
from .cells import plain_heading, reporting_year_of

HEADINGS = frozenset(["time_period", "geographic_level", "old_la_code", "la_name", "region_name", "country_name"])
ALL_HEADINGS = HEADINGS | {"time_identifier", "country_code", "region_code", "new_la_code", "category"}
"""The columns of place, time and subject that every table of a release has."""

_LEVELS = {
    "national": NATIONAL,
    "country": NATIONAL,
    "regional": REGIONAL,
    "region": REGIONAL,
    "local authority": LOCAL,
    "la": LOCAL,
}


class PlacedRow(NamedTuple):
    """A row's cells by their headings, its place as the beginning of a record, and the year of its time_period."""

    place: Record
    year: int
    cells: dict[str, str]


def rows_of_places(download: Download) -> DownloadRows | None:
    """The rows of a table with DfE's columns of place and time, headings in plain form; None for any other table."""
    return download.under("geographic_level", "time_period", plain=plain_heading)


def placed(rows: Iterable[dict[str, str]]) -> tuple[list[PlacedRow], list[str]]:
    """The rows of an area and a year that cpind knows, and a sentence on the number of others, if there are any."""
    known, others = [], 0
    for cells in rows:
        place, year = _place(cells), reporting_year_of(cells["time_period"])
        if place and year:
            known.append(PlacedRow(place, year, cells))
        else:
            others += 1
    return known, [counted("{n} {row|rows} of an area or year that cpind does not know", others)] if others else []


def _place(cells: dict[str, str]) -> Record | None:
    """The area of a row: level, code, name, and an authority's region and GSS code; None for one that is not known."""
    level = _LEVELS.get(cells["geographic_level"].strip().lower(), "")
    code_heading, name_heading = {
        NATIONAL: ("country_code", ""),
        REGIONAL: ("region_code", "region_name"),
        LOCAL: ("old_la_code", "la_name"),
    }.get(level, ("", ""))
    code = cells.get(code_heading, "").strip()
    area = ENGLAND if level == NATIONAL else cells.get(name_heading, "").strip()
    if not (code and area) or (level == LOCAL and not is_whole(code)):
        return None
    if level != LOCAL:
        return Record(FIGURE, level=level, code=code, area=area)
    region, gss = (cells.get(heading, "").strip() for heading in ("region_name", "new_la_code"))
    return Record(FIGURE, level=level, code=code, area=area, region=region, gss=gss)
