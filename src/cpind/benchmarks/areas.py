"""Whose figures: authorities by name, three-digit number or GSS code; their regions; their statistical neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .store import LOCAL, NATIONAL, NEIGHBOUR, REGIONAL, Record

NEIGHBOURS = "Statistical neighbours"


@dataclass(frozen=True)
class Areas:
    """`names`: an authority's latest name by its number; `codes`: every name and GSS code that it had, in plain form.

    `regions`: its region. `national`, `regional`: the names of England and the regions. `sets`: name of a neighbour
    set -> an authority's number -> its neighbours' numbers, the nearest first.
    """

    names: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)
    national: str = ""
    regional: tuple[str, ...] = ()
    sets: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def number(self, name: str) -> str | None:
        """The three-digit number of an authority, by any name or code of it."""
        wanted = _plain(name)
        return wanted if wanted in self.names else self.codes.get(wanted)

    def nearly(self, name: str, count: int = 3) -> list[str]:
        """The names most like one that is not known, for a message."""
        from difflib import get_close_matches

        by_plain = {_plain(known): known for known in self.names.values()}
        return [by_plain[one] for one in get_close_matches(_plain(name), by_plain, count, 0.6)]


def areas_of(records: Iterable[Record]) -> Areas:
    """All that the store says of areas."""
    found = Areas()
    national, regional = "", {}
    latest: dict[str, str] = {}
    for record in records:
        if record.record == NEIGHBOUR:
            found.sets.setdefault(record.indicator, {}).setdefault(record.code, []).append(record.value)
        if record.level == LOCAL:
            for name in filter(None, (record.area, record.gss)):
                found.codes.setdefault(_plain(name), record.code)
            # A name of a later vintage goes before an earlier one, a figure's before a neighbour file's.
            newer = record.vintage >= latest.get(record.code, "") and record.record != NEIGHBOUR
            if newer or record.code not in found.names:
                found.names[record.code] = record.area
                latest[record.code] = record.vintage if record.record != NEIGHBOUR else ""
            if record.region and (newer or record.code not in found.regions):
                found.regions[record.code] = record.region
        elif record.level == NATIONAL:
            national = record.area
        elif record.level == REGIONAL:
            regional[record.area] = True
    return Areas(found.names, found.codes, found.regions, national, tuple(regional), found.sets)


def _plain(name: str) -> str:
    """ "Kingston upon Hull, City of" as "kingstonuponhull", "Bedford Borough" as "bedford"."""
    text = name.lower().replace("&", "and")
    text = re.sub(
        r"[,\s]+(city|county) of$|\(pre lg\)| borough$| ua$|^city of (?!london)|^county of ", "", text.strip()
    )
    return re.sub(r"[^a-z0-9]+", "", text)
