"""Areas: authorities by name, three-digit number or GSS code; their regions; their statistical neighbours.

All are joined by the three-digit number. Two authorities may have the same name, for example if one was abolished and
another took over the name: it then means the one with the latest figures, and the other is shown with its number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..errors import InputError
from .names import begins, key, region_key
from .records import COLUMNS, FIGURE, LOCAL, NATIONAL, NEIGHBOUR, REGIONAL, Origin, Record

NEIGHBOURS = "Statistical neighbours"


@dataclass(frozen=True)
class Areas:
    """The areas of a store.

    Attributes:
        names: an authority's latest name by its number, each once.
        codes: every name and GSS code that an authority had, in plain form, to its number.
        regions: an authority's region by its number, as `regional` names it.
        national: England's name.
        regional: the names of the regions, and what joins the figures of each.
        sets: name of a neighbour set -> an authority's number -> its neighbours' numbers, the nearest first.
    """

    names: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)
    national: str = ""
    regional: dict[str, str] = field(default_factory=dict)
    sets: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def number(self, name: str) -> str | None:
        """The three-digit number of an authority, by any of its names or codes or its usual short name; None for a name
        that is not an authority's. Raises InputError for a short name that several share."""
        name = name.strip()
        if name in self.names:
            return name
        number = self.codes.get(key(name))
        if number or self.region(name):
            return number
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
        """The names most similar to an unknown one, for a message."""
        from difflib import get_close_matches

        by_plain = {key(known): known for known in self.names.values()}
        return [by_plain[one] for one in get_close_matches(key(name), by_plain, count, 0.6)]


def areas_of(records: Iterable[Record]) -> Areas:
    """The areas in the store: names, codes, regions and neighbours."""
    records = list(records)
    local = [record for record in records if record.level == LOCAL]
    spellings = _region_spellings(records)
    spelling_of = {joined: area for area, joined in spellings.items()}
    regions = {code: spelling_of.get(region_key("", name), name) for code, name in _latest(local, "region").items()}
    last_years = _last_years(local)
    names = _each_once(_latest(local, "area"), last_years)
    return Areas(
        names,
        _codes(local, names, last_years),
        regions,
        next((record.area for record in records if record.level == NATIONAL), ""),
        spellings,
        _neighbour_sets(records),
    )


def _latest(local: Iterable[Record], column: str) -> dict[str, str]:
    """The text of a column by an authority's number: from the latest vintage, and from a neighbour file only where no other
    row has one."""
    position = COLUMNS.index(column)
    latest: dict[str, str] = {}
    vintages: dict[str, str] = {}
    for record in local:
        text, vintage = str(record[position]), "" if record.record == NEIGHBOUR else record.vintage
        if text and (record.code not in latest or (vintage and vintage >= vintages[record.code])):
            latest[record.code], vintages[record.code] = text, vintage
    return latest


def _last_years(local: Iterable[Record]) -> dict[str, str]:
    """The last reporting year in which an authority has a number, by the authority's number."""
    last: dict[str, str] = {}
    for record in local:
        if record.record == FIGURE and record.period > last.get(record.code, "") and record.has_number:
            last[record.code] = record.period
    return last


def _region_spellings(records: Iterable[Record]) -> dict[str, str]:
    """Region name in the store -> the key that joins its figures: a release's spelling goes before LAIT's, a later vintage's
    before an earlier one's."""
    spellings: dict[str, tuple[bool, str, str]] = {}
    for record in records:
        if record.level == REGIONAL:
            joined = region_key(record.code, record.area)
            order = (record.origin != Origin.LAIT, record.vintage)
            if joined not in spellings or order >= spellings[joined][:2]:
                spellings[joined] = (*order, record.area)
    return {area: joined for joined, (_, _, area) in spellings.items()}


def _neighbour_sets(records: Iterable[Record]) -> dict[str, dict[str, list[str]]]:
    sets: dict[str, dict[str, list[str]]] = {}
    for record in records:
        if record.record == NEIGHBOUR:
            sets.setdefault(record.indicator, {}).setdefault(record.code, []).append(record.value)
    return sets


def _codes(local: Iterable[Record], names: dict[str, str], last_years: dict[str, str]) -> dict[str, str]:
    """Every name and GSS code of an authority, in plain form, to its number; of two with one name, the one with the later
    figures."""
    every_name: dict[str, set[str]] = {}
    for record in local:
        every_name.setdefault(record.code, set()).update(filter(None, (record.area, record.gss)))
    # The authority with the latest figures comes last, so it gets a name that several share.
    order = sorted(every_name, key=lambda code: (last_years.get(code, ""), code))
    former = {key(name): code for code in order for name in every_name[code]}
    return former | {key(names[code]): code for code in order}


def _each_once(names: dict[str, str], last_years: dict[str, str]) -> dict[str, str]:
    """The names, made unique: authorities with earlier figures have their number after a name that several share."""
    holders = {key(names[code]): code for code in sorted(names, key=lambda code: (last_years.get(code, ""), code))}
    return {code: name if holders[key(name)] == code else f"{name} ({code})" for code, name in names.items()}
