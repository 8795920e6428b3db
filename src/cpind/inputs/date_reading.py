"""How the dates of one table are read: in the forms that --date-format names, as day numbers, or in any usual form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from ..model.cells import Parsed, parse, parse_day_numbers
from ..model.columns import Categorical, Column
from ..model.date_texts import DateFormat, are_day_numbers, likely_formats, may_be_swapped
from ..model.patterns import Pattern
from ..model.schema import BY_NAME
from .text_table import TextTable, may_hold

_TIME = Pattern(r"(?<![\d:])(\d\d:\d\d)(?::00(?:\.0+)?)?$")
_SEVERAL, _NEARLY_ALL = 5, 0.9


class DateReading:
    """How the dates of a table are read, with remarks; in `formats` are the only forms that they may have, if any are
    named."""

    def __init__(self, table: TextTable, formats: tuple[DateFormat, ...]) -> None:
        self.table, self.formats = table, formats
        self._numbered: list[str] = []
        self._swapped: list[str] = []
        self._american: list[str] = []
        self._universal: list[str] = []
        self._has_day_numbers = False

    def look_at(self, parts: Mapping[str, Sequence[Column]]) -> None:
        """Find out whether the columns of dates hold day numbers, at least two: a single number may mean anything."""
        count = 0
        for name, columns in parts.items():
            if name in BY_NAME and BY_NAME[name].kind in ("date", "birth"):
                texts = (column for column in columns if isinstance(column, Categorical))
                count += sum(int(column.filled().sum()) for column in texts if are_day_numbers(column.texts))
        self._has_day_numbers = count > 1

    def parsed(self, texts: Sequence[str], name: str, kind: str) -> Parsed:
        """The distinct texts of a column as values of its kind."""
        if kind not in ("date", "dates", "birth") or self.table.by_line:
            return parse(texts, kind)
        if self.formats:
            return parse(texts, kind, self.formats, also_iso=self.table.own_dates)
        if (len(texts) > 1 or self._has_day_numbers) and (numbers := parse_day_numbers(texts, kind)):
            self._numbered.append(name)
            return numbers
        if may_be_swapped(texts):
            self._swapped.append(name)
        if _seem_universal(texts):
            self._universal.append(name)
        parsed = parse(texts, kind)
        if parsed.bad.any():
            likely = likely_formats(text for text, is_bad in zip(texts, parsed.bad) if is_bad)
            if likely and likely[0].startswith("%m"):
                self._american.append(name)
        return parsed

    def two_digit_births(self, columns: Sequence[Column]) -> np.ndarray | None:
        """Which rows have a birth in a form with a two-digit year; None if no form has one."""
        short = [form for form in self.formats if form.is_two_digit]
        if not short or not columns:
            return None
        is_short = np.zeros(len(self.table), bool)
        for column in columns:
            if isinstance(column, Categorical):
                is_short |= column.by_text(lambda text: any(form.iso_date(text) for form in short), False)
        return is_short

    def remarks(self) -> Iterable[str]:
        """Sentences on columns of day numbers, on those in which day and month could be swapped, and on times in UTC."""
        if self._numbered:
            yield (
                f"{self.table.name}: {', '.join(self._numbered)} {_holds(self._numbered)} numbers of days; read as Excel counts "
                "them, 44713 is 1 June 2022"
            )
        if self._american:
            yield (
                f"{self.table.name}: {', '.join(self._american)} {_holds(self._american)} dates in which the month comes first; "
                "the others are read day first, which is probably wrong: say so with --date-format %m/%d/%Y"
            )
        if self._swapped:
            yield (
                f"{self.table.name}: {', '.join(self._swapped)} {_holds(self._swapped)} no day over 12, and {_is(self._swapped)} read day first; "
                "if the month comes first, say so with --date-format %m/%d/%Y"
            )
        if self._universal:
            yield (
                f"{self.table.name}: {', '.join(self._universal)} {_holds(self._universal)} midnights in universal time (23:00 in summer), "
                "so days in summer are read one day early: export local time, or write Z after each time"
            )


def _seem_universal(texts: Sequence[str]) -> bool:
    """Whether nearly all times are 23:00 or 00:00, and several of each: midnights of summer and winter in UTC."""
    if not may_hold(texts, ("23:00",)):
        return False
    times = [match[1] for text in texts if (match := _TIME.search(text))]
    late, midnight = (sum(time == hour for time in times) for hour in ("23:00", "00:00"))
    return min(late, midnight) >= _SEVERAL and late + midnight >= _NEARLY_ALL * len(times)


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _holds(names: Sequence[str]) -> str:
    return "holds" if len(names) == 1 else "hold"
