"""Which periods a person asks for: years, quarters, months, dates, spans, year to date, rolling, split."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from ..errors import UsageError
from . import periods
from .periods import Period


@dataclass(frozen=True)
class Wanted:
    """Which periods are wanted, as labels, ranges or lists as typed, each repeatable.

    Attributes:
        rolling: the number of months to the end of each period.
        every: "year", "quarter" or "month" splits each period.
        last: the number of complete years (or quarters or months, by `every`) up to as-at; it excludes any other
            period.
    """

    years: Sequence[str] = ()
    quarters: Sequence[str] = ()
    months: Sequence[str] = ()
    dates: Sequence[str] = ()
    between: Sequence[str] = ()
    ytd: bool = False
    rolling: int | None = None
    every: str | None = None
    last: int | None = None

    @property
    def is_default(self) -> bool:
        """Whether nothing was asked for, so that the default periods apply."""
        return self == replace(Wanted(), every=self.every)


def select(wanted: Wanted, as_at: date) -> list[Period]:
    """The periods wanted, each once, in the order years, quarters, months, dates, spans, year to date.

    Raises UsageError for a label that can't be read, and for `last` beside another period.
    """
    if wanted.last is not None:
        if replace(wanted, last=None, every=None, rolling=None) != Wanted():
            raise UsageError("--last goes with --every and --rolling only: leave it out, or the other periods")
        selected = periods.last_complete(wanted.last, wanted.every or "year", as_at)
        return [periods.rolling(period, wanted.rolling) for period in selected] if wanted.rolling else selected
    chosen = [
        *_each(wanted.years, periods.parse_year),
        *_each(wanted.quarters, periods.parse_quarter),
        *_each(wanted.months, periods.parse_month),
        *_dates(wanted),
        *(periods.parse_span(item) for text in wanted.between for item in periods.listed(text)),
    ]
    if wanted.ytd:
        chosen.append(periods.year_to_date(as_at))
    if wanted.rolling and not chosen:
        to_as_at = periods.rolling(periods.at(as_at), wanted.rolling)
        chosen = [to_as_at] if wanted.every else [periods.at(as_at)]
    if wanted.every:
        chosen = split(chosen, wanted.every)
    if wanted.rolling:
        chosen = [periods.rolling(period, wanted.rolling) for period in chosen]
    if not chosen:
        raise UsageError("no period: there is none of that kind between the dates given")
    return list(dict.fromkeys(chosen))


def split(chosen: Sequence[Period], every: str) -> list[Period]:
    """Each period as its years, quarters or months; a date stays what it is."""
    return list(
        chain.from_iterable([period] if period.kind == "date" else periods.split(period, every) for period in chosen)
    )


def _each(texts: Sequence[str], parse: Callable[[str], Period]) -> list[Period]:
    return [period for text in texts for period in periods.parse_range(text, parse)]


def _dates(wanted: Wanted) -> list[Period]:
    """Dates; a range of them, with --every, is the last day of each year, quarter or month between."""
    selected: list[Period] = []
    for text in (item for typed in wanted.dates for item in periods.listed(typed)):
        first, last = periods.ends(text, periods.parse_date)
        if last is not None and wanted.every:
            whole = periods.span(first, last)
            endings = (periods.containing(piece.end, wanted.every).end for piece in periods.split(whole, wanted.every))
            selected += [periods.at(day) for day in endings if day <= whole.end]
        else:
            selected += periods.parse_range(text, periods.parse_at)
    return selected
