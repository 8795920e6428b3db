"""Which periods a person asks for: years, quarters, months, dates, spans, year to date, rolling, split."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from . import periods
from .errors import UsageError
from .periods import Period


@dataclass(frozen=True)
class Wanted:
    """Labels or ranges as typed, each repeatable. `rolling`: months to the end of each period.

    `every`: "year", "quarter" or "month" splits what each period spans.
    """

    years: Sequence[str] = ()
    quarters: Sequence[str] = ()
    months: Sequence[str] = ()
    dates: Sequence[str] = ()
    between: Sequence[str] = ()
    ytd: bool = False
    rolling: int | None = None
    every: str | None = None

    @property
    def is_default(self) -> bool:
        """Nothing asked for: the default periods serve."""
        return self == replace(Wanted(), every=self.every)


def select(wanted: Wanted, as_at: date) -> list[Period]:
    """The periods wanted, each once, in the order years, quarters, months, dates, spans, year to date.

    Raises UsageError for a label that can't be read.
    """
    chosen = [
        *_each(wanted.years, periods.parse_year),
        *_each(wanted.quarters, periods.parse_quarter),
        *_each(wanted.months, periods.parse_month),
        *_dates(wanted),
        *(periods.parse_span(text) for text in wanted.between),
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
    found: list[Period] = []
    for text in wanted.dates:
        first, dots, last = text.partition("..")
        if dots and wanted.every:
            whole = periods.span(periods.parse_date(first), periods.parse_date(last))
            ends = (periods.containing(piece.end, wanted.every).end for piece in periods.split(whole, wanted.every))
            found += [periods.at(day) for day in ends if day <= whole.end]
        else:
            found += periods.parse_range(text, periods.parse_at)
    return found
