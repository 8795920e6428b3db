"""Sentences under a table of published figures: which releases, which figures are LAIT's, which neighbours, what is missing."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Collection, Sequence

from ..model.periods import Period, parse_year
from ..model.wording import counted
from .choosing import Shown
from .records import ENGLAND, NATIONAL, Origin, Record

ORIGINS: dict[str, str] = {Origin.COUNTS: "from counts", Origin.ROUNDED_COUNTS: "from counts rounded to 10"}
"""The remark on a value that is not published as such."""


def releases_sentence(shown: Collection[Shown]) -> str:
    """ "Published figures: Children in need 2020." """
    return f"Published figures: {', '.join(sorted({one.record.release for one in shown}))}."


def filled_sentence(shown: Collection[Shown], number: str, area: str) -> str:
    """How many figures are LAIT's because the release withholds them, and the years of the authority's own; "" for none."""
    filled = [one.record for one in shown if one.withheld]
    if not filled:
        return ""
    own = sorted(record.period for record in filled if record.code == number)
    ours = f", of which {area} in {', '.join(own)}" if own else ""
    return counted("{n} {figure|figures} that the release withholds {is|are} LAIT's", len(filled)) + f"{ours}."


def neighbours_sentence(average: str, set_name: str, size: int, counts: Collection[int]) -> str:
    """Which average of which set of `size` neighbours, and on how many figures it is based in the years that have one."""
    on = sorted(set(counts) - {0})
    span = f"{on[0]} to {on[-1]}" if len(on) > 1 else "".join(map(str, on))
    resting = "" if on == [size] else f", of which {span} have a figure each year"
    return f"Statistical neighbours: {average} of the {size} of the {set_name} set{resting}."


def missing_sentence(indicator: str, vintage: str, vintages: Sequence[str], years: Sequence[str] = ()) -> str:
    """A sentence that the vintage shown lacks an indicator, or some `years` of it, which other `vintages` have."""
    elsewhere = f"the store has it in {', '.join(vintages)} (--vintage)."
    if years:
        return f"{indicator} of {', '.join(years)} is not in the vintage {vintage}; {elsewhere}"
    return f"{indicator} is not in the vintage {vintage}, from which all figures are taken; {elsewhere}"


def age_sentence(newest: Record | None, periods: Sequence[Period]) -> str:
    """ "... older by more than a year: England to 2024/25, published October 2025." where that year ends more than a
    year before the last of the `periods` does, else "".

    `newest` is a record of the newest year that has a number.
    """
    if newest is None or not periods:
        return ""
    year, last = parse_year(newest.period), max(periods, key=lambda period: period.end)
    if last.end <= year.end.replace(year=year.end.year + 1):
        return ""
    published = _month(newest.date)
    when = f", published {published}" if published else f" ({newest.release})"
    area = ENGLAND if newest.level == NATIONAL else "authorities"
    return f"Published figures are older than {last.label} by more than a year: {area} to {newest.period}{when}."


def _month(day: str) -> str:
    """ "2025-10-16" as "October 2025"; "" for no day."""
    match = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])-[0-9]{2}", day)
    return f"{month_name[int(match[2])]} {match[1]}" if match else ""


def source_of(shown: Shown) -> str:
    """ "Children in need 2020, from counts rounded to 10", "LAIT 2024, LAIT's, c in Children in need 2024"."""
    record, withheld = shown
    if withheld:
        return f"{record.release}, LAIT's, {withheld.value} in {withheld.release}"
    return ", ".join(filter(None, (record.release, ORIGINS.get(record.origin, ""), record.note)))
