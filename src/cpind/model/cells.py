"""Parse text cells into typed values, each distinct text once; what can't be read is collected, not guessed.

Dates are ISO or UK (day first), with or without a time. A two-digit year is unreadable unless --date-format names a
form that has one. Identifiers are text: "007" stays "007". A blank is missing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from . import kinds
from .columns import MISSING_NUMBER
from .date_texts import DateFormat, are_day_numbers, day_of_number, iso_date, iso_date_of
from .periods import FIRST_YEAR, LAST_YEAR, calendar_year_of, month_number, reporting_year_of
from .vocabulary import flag_value

FIRST_BIRTH_YEAR = 1950
"""Births may lie before the first year of events: a 17-year-old in 1990 was born in 1972."""

_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATE_LIKE = re.compile(
    r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/. ](?:[0-9]{1,2}|([A-Za-z]{3,9}))[-/. ](?:[0-9]{4}|[0-9]{2})"
)
ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?[Ee]\+?[0-9]{1,3}", re.ASCII)
"""A number in scientific notation."""

_FILLERS = {
    "n/a",
    "na",
    "#n/a",
    "-",
    "--",
    "?",
    "unknown",
    "not known",
    "none",
    "null",
    "nan",
    "nat",
    "tbc",
    "tba",
    "pending",
    "n/k",
    "nk",
}


@dataclass(frozen=True)
class Parsed:
    """The values of the distinct texts of a column, one for each, and which of these texts are bad: they could not be
    read."""

    values: np.ndarray
    bad: np.ndarray


def parse(texts: Sequence[str], kind: str, formats: Sequence[DateFormat] = (), *, also_iso: bool = False) -> Parsed:
    """The distinct texts of a column as values of its kind: datetime64[D] for dates, int16 otherwise.

    If `formats` are named, dates may have no other form. With `also_iso`, 2020-03-31 is allowed as well: the workbook
    reader writes a cell that is a date already in this way.
    """
    if kind in ("date", "dates", "birth"):
        if not formats:
            return _dates([iso_date(text) for text in texts], texts, first_year(kind))
        iso = [text if also_iso and _ISO.fullmatch(text) else iso_date_of(text, formats) for text in texts]
        return _dates(iso, texts, first_year(kind))
    reader = {"flag": _flag, "number": _number, "year": _return_year, **kinds.READERS}[kind]
    read = [reader(text) if text else MISSING_NUMBER for text in texts]
    bad = np.array([value is None for value in read], bool)
    return Parsed(np.array([MISSING_NUMBER if value is None else value for value in read], np.int16), bad)


def parse_day_numbers(texts: Sequence[str], kind: str) -> Parsed | None:
    """The texts of a column as dates, if all of them are numbers of days as Excel counts them; else None."""
    if not are_day_numbers(texts):
        return None
    return _dates([day_of_number(text) for text in texts], texts, first_year(kind))


def first_year(kind: str) -> int:
    """The first year that a date of this kind may lie in; the last is LAST_YEAR for all."""
    return FIRST_BIRTH_YEAR if kind == "birth" else FIRST_YEAR


def remedy(kind: str, formats: Sequence[str] = ()) -> str:
    """How to correct a bad cell of this kind, which may be a date in one of these `formats` only, if any are named."""
    if formats and kind in ("date", "dates", "birth"):
        return f"write dates as {' or '.join(formats)}, the only form that --date-format allows"
    return {
        "date": f"write dates from {FIRST_YEAR} to {LAST_YEAR} as 2020-03-31 or 31/03/2020",
        "dates": "write dates as 2020-03-31 or 31/03/2020, with semicolons between",
        "days": "write dates as 2020-03-31 or 31/03/2020, with semicolons between",
        "spells": "write spells as 2019-05-01 to 2019-09-30, an open one as 2020-01-06 to, with semicolons between",
        "birth": f"write dates from {FIRST_BIRTH_YEAR} to {LAST_YEAR} as 2020-03-31 or 31/03/2020",
        "flag": "write 1 or 0, true or false, Y or N",
        "number": "write a whole number, 0 or more",
        "year": "write 2019/20, or 2020 for the year to 31 March 2020",
        "identifier": "every row needs the child's identifier",
        **kinds.REMEDIES,
        "rounded": "show the column in full, as text, before it is saved, and export again",
    }[kind]


def is_rounded(text: str) -> bool:
    """Whether an identifier is in scientific notation, as spreadsheets show long numbers: 1.00123E+11."""
    return ROUNDED.fullmatch(text) is not None


def describe(text: str, kind: str) -> str:
    """A bad cell for a message: its text if that can't identify anybody, else what sort of text it is."""
    if not text:
        return "blank"
    if kind == "identifier" and is_rounded(text):
        return "a spreadsheet has rounded it (scientific notation), so children can't be told apart by it"
    if kind in ("date", "dates") and re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", text):
        return "a number is not a date; if it is Excel's number of a day, show the column as dates before saving it"
    if kind in ("flag", "number", "year"):
        harmless = len(text) <= 4 and not re.search("[^0-9.-]", text)
    elif kind in kinds.READERS:
        harmless = len(text) <= 30 and re.fullmatch("[A-Za-z][A-Za-z -]*", text) is not None
    else:
        harmless = kind != "birth" and _looks_like_a_date(text)
    if harmless or text.lower() in _FILLERS:
        why = _why(text) if harmless and kind in ("date", "dates") else ""
        return f'"{text.encode("ascii", "backslashreplace").decode()}" can\'t be read{why}'
    return f"a text of {len(text):,} characters can't be read"


def _why(text: str) -> str:
    """What is wrong with a text that looks like a date, if that is obvious."""
    if re.search(r"(?<![0-9])[0-9]{2}$", text) and not re.match("[0-9]{4}", text):
        return ": its year has two digits"
    if (match := re.match(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]", text)) and int(match[1]) <= 12 < int(match[2]) <= 31:
        return ": the day comes first"
    iso = iso_date(text)
    if not iso:
        return ""
    if not FIRST_YEAR <= int(iso[:4]) <= LAST_YEAR:
        return f": it lies outside {FIRST_YEAR} to {LAST_YEAR}"
    try:
        date.fromisoformat(iso)
    except ValueError:
        return ": there is no such day"
    return ""


def _looks_like_a_date(text: str) -> bool:
    if any(int(number) > 31 for number in re.findall(r"(?<![0-9])[0-9]{1,2}(?=[-/. ])", text)):
        return False
    match = _DATE_LIKE.fullmatch(text)
    return match is not None and (not match[1] or month_number(match[1]) > 0)


# --- dates ------------------------------------------------------------------------------------------


def _dates(iso: list[str], texts: Sequence[str], earliest: int) -> Parsed:
    if not iso:
        return Parsed(np.array([], "datetime64[D]"), np.array([], bool))
    try:
        values = np.array(iso, "datetime64[D]")
    except ValueError:  # somewhere a 31 February; find which, one by one
        values = np.array([_calendar_day(text) for text in iso], "datetime64[D]")
    years = values.astype("datetime64[Y]").astype(int) + 1970
    outside = ~np.isnat(values) & ((years < earliest) | (years > LAST_YEAR))
    values[outside] = np.datetime64("NaT")
    blank = np.array([not text for text in texts], bool)
    return Parsed(values, np.isnat(values) & ~blank)


def _calendar_day(iso: str) -> np.datetime64:
    try:
        return np.datetime64(iso or "NaT", "D")
    except ValueError:
        return np.datetime64("NaT", "D")


# --- the rest ---------------------------------------------------------------------------------------


def _flag(text: str) -> int | None:
    value = flag_value(text)
    return None if value is None else int(value)


def _number(text: str) -> int | None:
    """A whole number; also Y or N where a system only says whether there were previous plans: 1 or 0."""
    match = re.fullmatch(r"([0-9]{1,4})(\.0*)?", text)
    return int(match[1]) if match else _flag(text) if text[:1].isalpha() else None


def _return_year(text: str) -> int | None:
    """ "2019/20", "201920" or plain "2020": the year to 31 March 2020."""
    y = calendar_year_of(text) or reporting_year_of(text)
    return y if y and FIRST_YEAR < y <= LAST_YEAR else None
