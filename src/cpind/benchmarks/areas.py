"""Whose figures: authorities by name, three-digit number or GSS code; their regions; their statistical neighbours.

All is joined on the three-digit number. Two authorities may have one name, as when one was abolished and another took
it over: the name is then that of the one with the latest figures, and the other is shown with its number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..errors import InputError
from .names import begins, key, region_key
from .records import FIGURE, LOCAL, NATIONAL, NEIGHBOUR, REGIONAL, Record

NEIGHBOURS = "Statistical neighbours"


@dataclass(frozen=True)
class Areas:
    """`names`: an authority's latest name by its number, each once; `codes`: every name and GSS code that it had, in plain
    form, to the number.

    `regions`: its region, as `regional` names it. `national`: England's name. `regional`: the names of the regions, and
    what joins the figures of each. `sets`: name of a neighbour set -> an authority's number -> its neighbours' numbers,
    the nearest first.
    """

    names: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)
    national: str = ""
    regional: dict[str, str] = field(default_factory=dict)
    sets: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def number(self, name: str) -> str | None:
        """The three-digit number of an authority, by any name or code of it, or by the usual short name; None where there
        is none. Raises InputError for a short name of several."""
        name = name.strip()
        if name in self.names:
            return name
        found = self.codes.get(key(name))
        if found or self.region(name):
            return found
        possible = sorted({number for number, whole in self.names.items() if begins(name, whole)})
        if len(possible) > 1:
            candidates = " or ".join(f"{self.names[number]} ({number})" for number in possible)
            raise InputError(f'"{name}" could be {candidates}: write the whole name, or the number')
        return possible[0] if possible else None

    def region(self, name: str) -> str | None:
        """A region's name as the store spells it, by any spelling."""
        wanted = region_key("", name)
        return next((known for known, joined in self.regional.items() if joined == wanted), None)

    def nearly(self, name: str, count: int = 3) -> list[str]:
        """The names most like one that is not known, for a message."""
        from difflib import get_close_matches

        by_plain = {key(known): known for known in self.names.values()}
        return [by_plain[one] for one in get_close_matches(key(name), by_plain, count, 0.6)]


def areas_of(records: Iterable[Record]) -> Areas:
    """All that the store says of areas."""
    found = Areas()
    national, spelled = "", {}
    latest: dict[str, str] = {}
    last: dict[str, str] = {}
    called: dict[str, dict[str, None]] = {}
    for record in records:
        if record.record == NEIGHBOUR:
            found.sets.setdefault(record.indicator, {}).setdefault(record.code, []).append(record.value)
        if record.level == LOCAL:
            called.setdefault(record.code, {}).update(dict.fromkeys(filter(None, (record.area, record.gss))))
            # A name of a later vintage goes before an earlier one, a figure's before a neighbour file's.
            newer = record.vintage >= latest.get(record.code, "") and record.record != NEIGHBOUR
            if newer or record.code not in found.names:
                found.names[record.code] = record.area
                latest[record.code] = record.vintage if record.record != NEIGHBOUR else ""
            if record.region and (newer or record.code not in found.regions):
                found.regions[record.code] = record.region
            if record.record == FIGURE and record.value[:1].isdigit():
                last[record.code] = max(record.period, last.get(record.code, ""))
        elif record.level == NATIONAL:
            national = record.area
        elif record.level == REGIONAL:
            joined = region_key(record.code, record.area)
            # A release's spelling goes before LAIT's.
            order = not record.release.startswith("LAIT"), record.vintage
            if order >= spelled.get(joined, (False, "", ""))[:2]:
                spelled[joined] = (*order, record.area)
    regional = {area: joined for joined, (_, _, area) in spelled.items()}
    by_key = {joined: area for area, joined in regional.items()}
    regions = {code: by_key.get(region_key("", region), region) for code, region in found.regions.items()}
    names = _each_once(found.names, last)
    # The holder of a name last, so that it is the one found by it.
    for code in sorted(called, key=lambda code: (last.get(code, ""), code)):
        found.codes.update({key(name): code for name in called[code]})
    for code in sorted(names, key=lambda code: (last.get(code, ""), code)):
        found.codes[key(names[code])] = code
    return Areas(names, found.codes, regions, national, regional, found.sets)


def _each_once(names: dict[str, str], last: dict[str, str]) -> dict[str, str]:
    """The names, with the number behind that of an authority of which another with later figures has the name."""
    holders: dict[str, str] = {}
    for code in sorted(names, key=lambda code: (last.get(code, ""), code)):
        holders[key(names[code])] = code
    return {code: name if holders[key(name)] == code else f"{name} ({code})" for code, name in names.items()}
