"""Births whose year has two digits: each is in the latest century that does not put it after the child's first
event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ..model.cells import FIRST_BIRTH_YEAR
from ..model.periods import LAST_YEAR
from .bad_cells import BadCell
from .text_table import TextTable
from .typed import Typed

UNBORN_DAYS = 280
"""A plan may start this long before an expected birth; the century never depends on it."""

_EVENTS = ("s47_start", "icpc_date", "plan_start", "plan_end", "referral_date")


def settle_births(tables: Sequence[TextTable], parts: Sequence[Typed], bad: list[BadCell]) -> None:
    """Give each birth with a two-digit year its century, in place; a birth that fits no century is added to `bad`.

    A child without any event is assumed to be born by the last event in the files.
    """
    if not any(part.two_digit_births is not None for part in parts):
        return
    firsts, last = _first_events(parts)
    for table, part in zip(tables, parts):
        if part.two_digit_births is None:
            continue
        born, short = part.columns["date_of_birth"], part.two_digit_births
        children = part.columns["child_id"]
        first = children.by_text(lambda text: firsts.get(text, last), last).astype("datetime64[D]")
        latest = first + np.timedelta64(UNBORN_DAYS, "D")
        while (late := short & (born > latest)).any():
            born = np.where(late, _years_on(born, -100), born)
        years = born.astype("datetime64[Y]").astype(int) + 1970
        outside = short & ~np.isnat(born) & ((years < FIRST_BIRTH_YEAR) | (years > LAST_YEAR))
        for place in np.flatnonzero(outside).tolist():
            (child,) = children.listed(slice(place, place + 1))
            bad.append(
                BadCell(table.name, int(part.columns["row"][place]), "date_of_birth", "birth", str(born[place]), child)
            )
        part.columns["date_of_birth"] = np.where(outside, np.datetime64("NaT", "D"), born)


def _years_on(days: np.ndarray, years: int) -> np.ndarray:
    """The days this many years later; 28 February if that year has no 29 February."""
    month = days.astype("datetime64[M]")
    first = month + np.timedelta64(12 * years, "M")
    length = (first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")
    day_of_month = np.minimum(days - month.astype("datetime64[D]"), length - np.timedelta64(1, "D"))
    moved: np.ndarray = first.astype("datetime64[D]") + day_of_month
    return moved


def _first_events(parts: Iterable[Typed]) -> tuple[dict[str, np.datetime64], np.datetime64]:
    """Each child's first event in all files, and the last event of all children."""
    firsts: dict[str, np.datetime64] = {}
    last = np.datetime64("NaT", "D")
    for part in parts:
        children = part.columns["child_id"]
        events = [(children.codes, part.columns[name]) for name in _EVENTS if name in part.columns]
        if part.reviews is not None:
            events.append((children.codes[part.reviews], part.review_dates))
        for codes, days in events:
            known = (codes >= 0) & ~np.isnat(days)
            if not known.any():
                continue
            last = np.fmax(last, days[known].max())
            first = np.full(len(children.texts), np.iinfo(np.int64).max)
            np.minimum.at(first, codes[known], days[known].astype("datetime64[D]").astype(np.int64))
            for code in np.unique(codes[known]).tolist():
                text, day = children.texts[code], np.datetime64(int(first[code]), "D")
                firsts[text] = min(firsts.get(text, day), day)
    return firsts, last
