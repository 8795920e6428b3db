"""One label as people write it -> a Period. Each function raises UsageError for what it cannot read."""

from __future__ import annotations

import re
from datetime import date

from ...errors import UsageError
from .calendar_days import month_number
from .period import FIRST_YEAR, LAST_YEAR, Period, at, month, quarter, year


def parse_year(text: str) -> Period:
    """ "2019/20", "19/20", "2019-20" or "201920"."""
    match = re.fullmatch(r"(\d{4}|\d{2})[/-](\d{2}|\d{4})", text.strip(), re.ASCII)
    match = match or re.fullmatch(r"(\d{4})(\d{2})", text.strip(), re.ASCII)
    if match:
        first = int(match[1]) if len(match[1]) == 4 else _century(int(match[1])) + int(match[1])
        if match[2] in (str(first + 1), str(first + 1)[2:]):
            return _within_limits(year(first + 1), text)
    raise UsageError(f'"{text}" is not a reporting year: write it as 2019/20 (1 April 2019 to 31 March 2020)')


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
    """ "2020-07-31", "31/07/2020", "31-Jul-2020" or "31 July 2020"; the day always before the month."""
    text = text.strip()
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text, re.ASCII)
    uk = re.fullmatch(r"(\d{1,2})[\s/.-]+(\d{1,2}|[a-z]{3,9})[\s/.-]+(\d{4})", text, re.IGNORECASE | re.ASCII)
    if iso:
        y, m, d = (int(part) for part in iso.groups())
    elif uk:
        y, d = int(uk[3]), int(uk[1])
        m = int(uk[2]) if uk[2].isdigit() else month_number(uk[2])
    else:
        y = m = d = 0
    try:
        if FIRST_YEAR <= y <= LAST_YEAR:
            return date(y, m, d)
    except ValueError:
        pass
    raise UsageError(f'"{text}" is not a date: write it as 2020-07-31 or 31/07/2020')


def parse_at(text: str) -> Period:
    """A date as a Period; UsageError as for parse_date."""
    return at(parse_date(text))


def _century(two_digits: int) -> int:
    return 1900 if two_digits >= FIRST_YEAR % 100 else 2000


def _within_limits(period: Period, text: str) -> Period:
    if not FIRST_YEAR < period.reporting_year <= LAST_YEAR:
        raise UsageError(f'"{text}" lies outside {FIRST_YEAR}-{LAST_YEAR}')
    return period
