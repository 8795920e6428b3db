"""A written date as "2020-03-31": ISO, or day first, with a weekday, a time or a zone; "" for any other text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from ..periods import month_number

TIME = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?"
_DATE = re.compile(
    r"(?:(?P<weekday>[A-Za-z]{3,9})\.?,? +)?"
    r"(?:(?P<y1>\d{4})(?P<s1>[-/])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})"
    r"|(?P<y2>\d{4})(?P<m2>\d\d)(?P<d2>\d\d)"
    r"|(?P<d3>\d{1,2})(?P<s3>[/. -])(?P<m3>\d{1,2}|[A-Za-z]{3,9})(?P=s3)(?P<y3>\d{4})"
    r"|(?P<d4>\d{1,2})(?:st|nd|rd|th)?,? +(?:of +)?(?P<m4>[A-Za-z]{3,9})\.?,? +(?P<y4>\d{4})"
    r"|(?P<m5>[A-Za-z]{3,9})\.? +(?P<d5>\d{1,2})(?:st|nd|rd|th)?,? +(?P<y5>\d{4}))"
    rf"(?:(?:[T ]|, ?| +)(?P<time>{TIME})(?: ?(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?)?",
    re.ASCII | re.IGNORECASE,
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

FIRST_DAY_NUMBER, LAST_DAY_NUMBER = 16_000, 74_000
"""A little more than 1950 to 2099 in either of Excel's calendars; the limits of each column are checked later."""

_DAY_NUMBER = re.compile(r"([1-7]\d{4})(?:\.0+)?", re.ASCII)
_DAY_ZERO = date(1899, 12, 30)
"""Day 0 of Excel's 1900 calendar, for every day after February 1900."""


def iso_date(text: str) -> str:
    """ "2020-03-31" for a date in any form, even if there is no such day; "" for what is not a date.

    A time with a zone is the day in London.
    """
    if len(text) == 10:  # nearly all dates: faster than the regular expression
        if text[2] == "/" == text[5] and text[:2].isdecimal():
            return f"{text[6:]}-{text[3:5]}-{text[:2]}"
        if text[4] == "-" == text[7] and text[:4].isdecimal():
            return text
    match = _DATE.fullmatch(text)
    if not match:
        return ""
    # One of the five forms has matched.
    y, m, d = (next(filter(None, (match[f"{name}{form}"] for form in range(1, 6)))) for name in "ymd")
    month = int(m) if m.isdigit() else month_number(m)
    iso = f"{y}-{month:02d}-{int(d):02d}"
    if match["weekday"] and not _is_weekday(match["weekday"], iso):
        return ""
    return _in_london(iso, match["time"], match["zone"]) if match["zone"] else iso


def _is_weekday(name: str, iso: str) -> bool:
    """Whether a date falls on the weekday written beside it; if not, one of the two is wrong."""
    try:
        return _WEEKDAYS[date.fromisoformat(iso).weekday()].startswith(name.lower())
    except ValueError:
        return False


# --- zones --------------------------------------------------------------------------------------------


def _in_london(iso: str, time: str, zone: str) -> str:
    """The day in London of a time in a zone."""
    try:
        at = datetime.combine(date.fromisoformat(iso), _clock(time).time())
    except ValueError:
        return iso
    if zone[0] in "+-":
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:].lstrip(":") or 0))
        at += offset if zone[0] == "-" else -offset
    begins, ends = _summer(at.year)
    return (at + timedelta(hours=begins <= at < ends)).date().isoformat()


def _clock(time: str) -> datetime:
    """The hour and minute of a time on the 12-hour or 24-hour clock."""
    hour, minute = (int(part) for part in re.findall(r"\d+", time)[:2])
    if half := re.search("[AaPp]", time):
        hour = hour % 12 + 12 * (half[0] in "Pp")
    return datetime(2000, 1, 1, hour, minute)


def _summer(year: int) -> tuple[datetime, datetime]:
    """When British Summer Time begins and ends, in UTC: at one in the morning of the last Sundays of March and October;
    up to 1995 it ended on the first Sunday from 22 October on. Before 1981 other rules held; births then may be an hour
    off."""
    begins = datetime(year, 3, 31, 1)
    begins -= timedelta(days=(begins.weekday() + 1) % 7)
    if year > 1995:
        ends = datetime(year, 10, 31, 1)
        return begins, ends - timedelta(days=(ends.weekday() + 1) % 7)
    ends = datetime(year, 10, 22 if year >= 1990 else 23, 1)
    return begins, ends + timedelta(days=(6 - ends.weekday()) % 7)


# --- day numbers --------------------------------------------------------------------------------------


def are_day_numbers(texts: Sequence[str]) -> bool:
    """Whether every text is a number of a day as Excel counts them."""
    count = 0
    for text in texts:
        match = _DAY_NUMBER.fullmatch(text)
        if not match or not FIRST_DAY_NUMBER <= int(match[1]) <= LAST_DAY_NUMBER:
            return False
        count += 1
    return count > 0


def day_of_number(text: str) -> str:
    """ "2022-06-01" of "44713"."""
    return (_DAY_ZERO + timedelta(days=int(text.partition(".")[0]))).isoformat()
