"""Reporting years, quarters, months, dates and spans: parse, range, split, label.

The reporting year Y runs from 1 April Y-1 to 31 March Y and is written "2019/20" (Y = 2020); Q1 is
April-June ... Q4 January-March. Both ends of a period belong to it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from ..errors import UsageError

MONTH_NAMES = tuple(calendar.month_name[1:])
_MONTH_NUMBERS = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, start=1)}
FIRST_YEAR, LAST_YEAR = 1990, 2099
T = TypeVar("T")


@dataclass(frozen=True)
class Period:
    """A span of days, both ends included. `kind`: year | quarter | month | date | span | ytd | rolling."""

    kind: str
    start: date
    end: date
    label: str

    @property
    def reporting_year(self) -> int:
        """Y of the reporting year that contains the last day."""
        return reporting_year(self.end)


# --- making one -------------------------------------------------------------------------------------


def reporting_year(day: date) -> int:
    """Y of the reporting year (1 April Y-1 to 31 March Y) that contains the day."""
    return day.year + (day.month >= 4)


def year(y: int) -> Period:
    """The reporting year to 31 March y."""
    return Period("year", date(y - 1, 4, 1), date(y, 3, 31), year_label(y))


def year_label(y: int) -> str:
    """2020 as "2019/20"."""
    return f"{y - 1}/{y % 100:02d}"


def quarter(y: int, q: int) -> Period:
    """Quarter q (1 = April-June) of the reporting year Y."""
    first_month = (4, 7, 10, 1)[q - 1]
    start = date(y - (q < 4), first_month, 1)
    end = month_end(start.year, first_month + 2)
    return Period("quarter", start, end, f"Q{q} {(y - 1) % 100:02d}/{y % 100:02d}")


def month(calendar_year: int, m: int) -> Period:
    """A calendar month, labelled "Mar-20"."""
    label = f"{MONTH_NAMES[m - 1][:3]}-{calendar_year % 100:02d}"
    return Period("month", date(calendar_year, m, 1), month_end(calendar_year, m), label)


def at(day: date) -> Period:
    """A single date, labelled "31 March 2020"."""
    return Period("date", day, day, long_date(day))


def span(start: date, end: date) -> Period:
    """From one day to another, both included; UsageError if the second comes first."""
    if end < start:
        raise UsageError(f"{start}..{end} ends before it starts: give the earlier date first")
    return Period("span", start, end, f"{start} to {end}")


def year_to_date(as_at: date) -> Period:
    """1 April to as-at."""
    y = reporting_year(as_at)
    return Period("ytd", date(y - 1, 4, 1), as_at, f"{year_label(y)} to {short_date(as_at)}")


def rolling(period: Period, months: int) -> Period:
    """The `months` months to the end of the period: to 30 June 2020, twelve begin on 1 July 2019."""
    start = add_months(period.end + timedelta(days=1), -months)
    return Period("rolling", start, period.end, f"{months} months to {short_date(period.end)}")


def month_end(calendar_year: int, m: int) -> date:
    """The last day of a month."""
    return date(calendar_year, m, calendar.monthrange(calendar_year, m)[1])


def add_months(day: date, months: int) -> date:
    """So many calendar months on (or back), clipped to the month's end: 29 Feb 2020 + 24 = 28 Feb 2022."""
    whole = day.year * 12 + day.month - 1 + months
    y, m = divmod(whole, 12)
    return date(y, m + 1, min(day.day, calendar.monthrange(y, m + 1)[1]))


def long_date(day: date) -> str:
    """ "31 July 2020"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """ "31 Jul 2020"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1][:3]} {day.year}"


# --- reading what people write ----------------------------------------------------------------------


def parse_year(text: str) -> Period:
    """ "2019/20", "19/20", "2019-20", "2019/2020" or "201920"."""
    y = reporting_year_of(text)
    if y is None:
        raise UsageError(f'"{text}" is not a reporting year: write it as 2019/20 (1 April 2019 to 31 March 2020)')
    if not FIRST_YEAR < y <= LAST_YEAR:
        raise UsageError(f'"{text}" lies outside {FIRST_YEAR}-{LAST_YEAR}')
    return year(y)


def reporting_year_of(text: str) -> int | None:
    """Y of a reporting year as `parse_year` reads it, whatever the century; None for any other text."""
    match = re.fullmatch(r"(\d{4}|\d{2})[/-](\d{4}|\d{2})|(\d{4})(\d{4}|\d{2})", text.strip(), re.ASCII)
    if not match:
        return None
    begins, ends_in = match[1] or match[3], match[2] or match[4]
    y = int(begins) + 1 if len(begins) == 4 else _century(int(begins)) + int(begins) + 1
    return y if ends_in in (str(y), str(y)[2:]) else None


def calendar_year_of(text: str) -> int | None:
    """The year of "2019", or of "2019.0", as spreadsheets write it; None for any other text and outside 1990-2099."""
    match = re.fullmatch(r"(\d{4})(?:\.0)?", text.strip(), re.ASCII)
    return int(match[1]) if match and FIRST_YEAR <= int(match[1]) <= LAST_YEAR else None


def mid_year_of(text: str) -> int | None:
    """The year of a population estimate of 30 June: "2019", "mid-2019" or "mid 2019"; None for any other text."""
    return calendar_year_of(re.sub(r"^\s*mid[- ]?(?=\d)", "", text, flags=re.IGNORECASE))


def parse_quarter(text: str) -> Period:
    """ "Q1-20/21", "Q1 20/21", "Q1 2020/21" or "2020/21 Q1"."""
    match = re.fullmatch(r"q([1-4])[\s-]*(.+)|(.+?)[\s-]*q([1-4])", text.strip(), re.IGNORECASE | re.ASCII)
    if match:
        number, label = (match[1], match[2]) if match[1] else (match[4], match[3])
        try:
            return quarter(parse_year(label).reporting_year, int(number))
        except UsageError:
            pass
    raise UsageError(f'"{text}" is not a quarter: write it as Q1-20/21 (April to June 2020)')


def parse_month(text: str) -> Period:
    """ "Mar-20", "Mar 2020", "March 2020", "2020-03" or "03/2020"."""
    match = re.fullmatch(
        r"(\d{4})-(\d{1,2})|([a-z]{3,9})[\s-]*(\d{2}|\d{4})|(\d{1,2})[/-](\d{4})",
        text.strip(),
        re.IGNORECASE | re.ASCII,
    )
    if match:
        if match[1]:
            y, m = int(match[1]), int(match[2])
        elif match[5]:
            y, m = int(match[6]), int(match[5])
        else:
            y = int(match[4]) if len(match[4]) == 4 else _century(int(match[4])) + int(match[4])
            m = month_number(match[3])
        if 1 <= m <= 12 and FIRST_YEAR <= y <= LAST_YEAR:
            return month(y, m)
    raise UsageError(f'"{text}" is not a month: write it as Mar-20 or 2020-03')


def parse_date(text: str) -> date:
    """A date in any of the forms that dates of an extract may have: "2020-07-31", "31/07/2020", "31-Jul-2020" or "31 July
    2020"; the day always before the month."""
    from .date_texts import iso_date  # which has a large pattern, and knows the names of months from here

    tidy = re.sub(r" ?([/.-]) ?", r"\1", " ".join(text.split()))
    try:
        day = date.fromisoformat(iso_date(tidy))
    except ValueError:
        day = date.min
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UsageError(f'"{text.strip()}" is not a date: write it as 2020-07-31 or 31/07/2020')
    return day


def parse_at(text: str) -> Period:
    """A date as a Period; UsageError as for parse_date."""
    return at(parse_date(text))


def parse_span(text: str) -> Period:
    """ "2019-01-01..2019-12-31"."""
    first, last = ends(text, parse_date)
    if last is None:
        raise UsageError(f'"{text}" is not a span: write it as 2019-01-01..2019-12-31')
    return span(first, last)


def month_number(name: str) -> int:
    """1-12 of an English month's name or its first three letters; 0 where it is none."""
    number = _MONTH_NUMBERS.get(name[:3].lower(), 0)
    return number if number and MONTH_NAMES[number - 1].lower().startswith(name.lower()) else 0


def ends(text: str, parse: Callable[[str], T]) -> tuple[T, T | None]:
    """The first and the last of a range, or one label and None.

    A range is "A..B", "A to B" or "A-B". A label goes before a range ("2019-20" is a year), and a dash is one between two
    labels only where a single way of reading it leaves a label on both sides. Raises UsageError as `parse` does.
    """
    text = text.replace(chr(0x2013), "-")  # an en dash, as pasted
    for divided in (text.split(".."), re.split(r"\s+to\s+", text, flags=re.IGNORECASE)):
        if len(divided) == 2:
            return parse(divided[0]), parse(divided[1])
    try:
        return parse(text), None
    except UsageError:
        found = []
        for dash in re.finditer("-", text):
            try:
                found.append((parse(text[: dash.start()]), parse(text[dash.end() :])))
            except UsageError:
                continue
        if len(found) != 1:
            raise
        return found[0]


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
    """Periods as they are, labels, ranges and lists of any kind as the periods they name, each once."""
    found: list[Period] = []
    for one in wanted if isinstance(wanted, Iterable) and not isinstance(wanted, str) else [wanted]:
        if isinstance(one, str):
            found += [period for item in listed(one) for period in _parse_any(item)]
        elif isinstance(one, (Period, date)):
            found.append(one if isinstance(one, Period) else at(one))
        else:
            raise UsageError(f"a {type(one).__name__} is not a period: write 2019/20, Q1-20/21, Mar-20 or 2020-07-31")
    return list(dict.fromkeys(found))


def _parse_any(text: str) -> list[Period]:
    """The periods of a label or range whose kind nobody says. Raises UsageError where two kinds are possible."""
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


def last_complete(count: int, kind: str, as_at: date) -> list[Period]:
    """The last so many whole years, quarters or months that end by as-at, in order. Raises UsageError before 1990."""
    found: list[Period] = []
    unit = containing(as_at, kind)
    if unit.end > as_at:
        unit = containing(unit.start - timedelta(days=1), kind)
    while len(found) < count:
        if unit.start.year < FIRST_YEAR:
            raise UsageError(f"--last {count}: that goes back before {FIRST_YEAR}")
        found.append(unit)
        unit = containing(unit.start - timedelta(days=1), kind)
    return found[::-1]


def _century(two_digits: int) -> int:
    return 1900 if two_digits >= FIRST_YEAR % 100 else 2000


# --- splitting --------------------------------------------------------------------------------------


def containing(day: date, kind: str) -> Period:
    """The whole year, quarter or month that contains the day."""
    if kind == "year":
        return year(reporting_year(day))
    if kind == "quarter":
        return quarter(reporting_year(day), (day.month - 4) % 12 // 3 + 1)
    return month(day.year, day.month)


def split(period: Period, kind: str) -> Iterator[Period]:
    """The years, quarters or months of a period, in order; one that it holds only in part is cut to it.

    The pieces partition the period, so counts of events add up to the whole.
    """
    day = period.start
    while day <= period.end:
        unit = containing(day, kind)
        if unit.start >= period.start and unit.end <= period.end:
            yield unit
        else:
            yield span(max(unit.start, period.start), min(unit.end, period.end))
        day = unit.end + timedelta(days=1)
