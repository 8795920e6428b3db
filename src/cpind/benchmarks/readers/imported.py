"""The result of reading one table of a download."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..records import FIGURE, LOCAL, NEIGHBOUR, Origin, Record

NO_ROWS = "headings and no rows"


@dataclass(frozen=True)
class Imported:
    """The records of one table, what the table is, and what of it could not be used and why, in words."""

    name: str
    records: list[Record] = field(default_factory=list)
    what: str = ""
    unused: tuple[str, ...] = ()


def described(imported: Imported) -> str:
    """A line about an imported table: its figures, years, number of authorities, and what was not used."""
    unused = "; ".join(imported.unused)
    if not imported.records:
        return f"{imported.name}: not used: {unused}"
    gave = ", ".join(filter(None, (_what(imported), _span(imported.records), _authorities(imported.records))))
    return f"{imported.name}: {gave}" + (f"; not used: {unused}" if unused else "")


def _what(imported: Imported) -> str:
    """What the table is, with its indicators, those that it has no column for marked as computed."""
    codes: dict[str, bool] = {}
    for record in imported.records:
        if record.record == FIGURE:
            is_computed = record.origin in (Origin.COUNTS, Origin.ROUNDED_COUNTS)
            codes[record.indicator] = codes.get(record.indicator, False) or is_computed
    listed = ", ".join(f"{code} (from counts)" if is_computed else code for code, is_computed in codes.items())
    return f"{imported.what}: {listed}" if codes else imported.what


def _span(records: list[Record]) -> str:
    """ "2012/13 to 2019/20"; "" for neighbours, which have no years."""
    periods = sorted({record.period for record in records if record.record != NEIGHBOUR})
    return f"{periods[0]} to {periods[-1]}" if len(periods) > 1 else "".join(periods)


def _authorities(records: list[Record]) -> str:
    count = len({record.code for record in records if record.level == LOCAL})
    return f"{count} {'authority' if count == 1 else 'authorities'}"
