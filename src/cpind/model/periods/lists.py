"""Parse ranges and lists of labels into the periods that they name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import TypeVar

from ...errors import UsageError
from .labels import parse_at, parse_date, parse_month, parse_quarter, parse_year
from .period import Period, at, span, year_label
from .splitting import split

T = TypeVar("T")


def parse_span(text: str) -> Period:
    """ "2019-01-01..2019-12-31"."""
    first, last = ends(text, parse_date)
    if last is None:
        raise UsageError(f'"{text}" is not a span: write it as 2019-01-01..2019-12-31')
    return span(first, last)


def ends(text: str, parse: Callable[[str], T]) -> tuple[T, T | None]:
    """The first and the last of a range, or one label and None.

    A range is "A..B", "A to B" or "A-B". A text that is itself a label is not a range ("2019-20" is a year). A dash
    separates two labels only if there is exactly one dash with a label on both sides. Raises UsageError as `parse`
    does.
    """
    text = text.replace(chr(0x2013), "-")  # an en dash, as pasted
    for divided in (text.split(".."), re.split(r"\s+to\s+", text, flags=re.IGNORECASE)):
        if len(divided) == 2:
            if not all(map(str.strip, divided)):
                raise UsageError(f'"{text}" is not a range: write both ends, the first and the last')
            return parse(divided[0]), parse(divided[1])
    try:
        return parse(text), None
    except UsageError:
        pairs = []
        for dash in re.finditer("-", text):
            try:
                pairs.append((parse(text[: dash.start()]), parse(text[dash.end() :])))
            except UsageError:
                continue
        if len(pairs) != 1:
            raise
        return pairs[0]


def listed(text: str) -> list[str]:
    """The items of a list with commas or semicolons: "2017/18, 2019/20". Raises UsageError for an empty item."""
    items = [item.strip() for item in re.split("[,;]", text)]
    if not all(items):
        raise UsageError(f'"{text}" has an empty item: write a list as 2017/18,2019/20')
    return items


def parse_range(text: str, parse: Callable[[str], Period]) -> list[Period]:
    """One label, every period from the first to the last ("Q4-17/18..Q1-20/21" are ten quarters), or a list of these."""
    return [period for item in listed(text) for period in _parse_item(item, parse)]


def _parse_item(text: str, parse: Callable[[str], Period]) -> list[Period]:
    first, last = ends(text, parse)
    if last is None:
        return [first]
    if last.start < first.start:
        raise UsageError(f'"{text}" runs backwards: give the earlier one first')
    if first.kind == "date":
        raise UsageError(f'"{text}" names two dates: say which ones between with --every year, quarter or month')
    return list(split(Period("span", first.start, last.end, text), first.kind))


def as_periods(wanted: Period | date | str | Iterable[Period | date | str]) -> list[Period]:
    """The periods that are wanted, each once: Periods unchanged, and those that labels, ranges and lists of any kind
    name."""
    periods: list[Period] = []
    for one in wanted if isinstance(wanted, Iterable) and not isinstance(wanted, str) else [wanted]:
        if isinstance(one, str):
            periods += [period for item in listed(one) for period in _parse_any(item)]
        elif isinstance(one, Period):
            periods.append(one)
        elif isinstance(one, date):
            periods.append(at(one.date() if isinstance(one, datetime) else one))  # a Timestamp of pandas is a datetime
        else:
            raise UsageError(
                f"{type(one).__name__} is not a type of period: write 2019/20, Q1-20/21, Mar-20 or 2020-07-31"
            )
    return list(dict.fromkeys(periods))


def _parse_any(text: str) -> list[Period]:
    """The periods of a label or range of any kind. Raises UsageError where two kinds are possible."""
    readings: list[list[Period]] = []
    backwards = None
    for parse in (parse_year, parse_quarter, parse_month, parse_at):
        try:
            readings.append(_parse_item(text, parse))
        except UsageError as error:
            backwards = backwards or (error if "backwards" in str(error) else None)
    if len(readings) > 1:
        first, second = (reading[0].label for reading in readings[:2])
        raise UsageError(f'"{text}" could be {first} or {second}: write it as one of these')
    if not readings:
        raise backwards or UsageError(f'"{text}" is not a period: write 2019/20, Q1-20/21, Mar-20 or 2020-07-31')
    return readings[0]


def year_runs(years: Sequence[int]) -> str:
    """ "2015/16 to 2017/18 and 2019/20": reporting years in order, consecutive ones as a range."""
    runs: list[list[int]] = []
    for y in years:
        if runs and y == runs[-1][-1] + 1:
            runs[-1].append(y)
        else:
            runs.append([y])
    texts = [" to ".join(dict.fromkeys((year_label(run[0]), year_label(run[-1])))) for run in runs]
    return " and ".join(filter(None, [", ".join(texts[:-1]), texts[-1]]))
