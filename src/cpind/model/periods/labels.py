"""Parse one label, as people write it, into a Period. Each function raises UsageError for a label that it cannot
read."""

from __future__ import annotations

import re
from datetime import date

from ...errors import UsageError
from .calendar_days import month_number
from .period import FIRST_YEAR, LAST_YEAR, Period, at, month, quarter, year


def parse_year(text: str) -> Period:
    """ "2019/20", "19/20", "2019-20", "2019/2020" or "201920"."""
    y = reporting_year_of(text)
    if y is None:
        raise UsageError(f'"{text}" is not a reporting year: write it as 2019/20 (1 April 2019 to 31 March 2020)')
    if not FIRST_YEAR < y <= LAST_YEAR:
        raise UsageError(f'"{text}" lies outside {FIRST_YEAR}-{LAST_YEAR}')
    return year(y)


def reporting_year_of(text: str) -> int | None:
    """The Y of a reporting year that `parse_year` can read, in any century; None for any other text."""
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
    """A date in any form that an extract may have: "2020-07-31", "31/07/2020", "31-Jul-2020" or "31 July 2020"; the day
    always comes before the month."""
    from ..date_texts import iso_date  # imported late: it compiles a large pattern and imports this room

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


def _century(two_digits: int) -> int:
    return 1900 if two_digits >= FIRST_YEAR % 100 else 2000
