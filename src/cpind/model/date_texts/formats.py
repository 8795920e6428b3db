"""The forms of dates that --date-format names ("%d/%m/%y", "%m/%d/%Y"), and which one a file may need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...errors import UsageError
from ..periods import month_number
from .forms import TIME

FIRST_OF_TWO_DIGITS = 1990
"""A two-digit year lies in the hundred years from this one: 90 is 1990, 89 is 2089."""

_DIRECTIVES = {
    "d": r"(?P<d>\d{1,2})",
    "m": r"(?P<m>\d{1,2})",
    "b": r"(?P<b>[A-Za-z]{3,9})",
    "y": r"(?P<y>\d{2})",
    "Y": r"(?P<Y>\d{4})",
    "H": r"\d{1,2}",
    "I": r"\d{1,2}",
    "M": r"\d{2}",
    "S": r"\d{2}",
    "f": r"\d{1,9}",
    "p": r"[AaPp]\.?[Mm]\.?",
    "a": r"[A-Za-z]{3,9}",
    "%": "%",
}
_DIRECTIVES |= {"B": _DIRECTIVES["b"], "A": _DIRECTIVES["a"], "e": _DIRECTIVES["d"]}

_LIKELY = (
    *(f"%d{mark}%m{mark}%y" for mark in "/-. "),
    *(f"%m{mark}%d{mark}%y" for mark in "/-. "),
    *(f"%d{mark}%b{mark}%y" for mark in "-/ "),
    *(f"%m{mark}%d{mark}%Y" for mark in "/-. "),
)


@dataclass(frozen=True)
class DateFormat:
    """A form of dates: its name as given, and the pattern of the texts that have it."""

    name: str
    pattern: re.Pattern[str]

    @property
    def is_two_digit(self) -> bool:
        """Whether its year has two digits."""
        return "y" in self.pattern.groupindex

    def iso_date(self, text: str) -> str:
        """ "2022-06-01" for a text of this form, even if there is no such day; "" for any other text."""
        match = self.pattern.fullmatch(text)
        if not match:
            return ""
        parts = match.groupdict()
        month = month_number(parts["b"]) if "b" in parts else int(parts["m"])
        year = int(parts["Y"]) if "Y" in parts else _whole_year(int(parts["y"]))
        return f"{year}-{month:02d}-{int(parts['d']):02d}"


def date_formats(names: Iterable[str]) -> tuple[DateFormat, ...]:
    """The forms with these names. Raises UsageError for a name that is not a form of dates."""
    return tuple(_date_format(name) for name in names)


def iso_date_of(text: str, formats: Sequence[DateFormat]) -> str:
    """The date that the forms read in a text; "" if none can read it, or two read different days."""
    dates = {iso for form in formats if _is_day(iso := form.iso_date(text))}
    return dates.pop() if len(dates) == 1 else ""


_EARLIEST = "1950"
"""The first year of births."""


def likely_formats(texts: Iterable[str]) -> list[str]:
    """The forms that most of these unreadable texts have: two if day and month may be swapped, none if no form fits."""
    texts = list(dict.fromkeys(texts))[:1000]
    counts = [sum(_is_day(form.iso_date(text)) for text in texts) for form in date_formats(_LIKELY)]
    best = max(max(counts, default=0), 1)
    return [name for name, count in zip(_LIKELY, counts) if count == best]


def _is_day(iso: str) -> bool:
    """Whether a date is one that a form would make readable: 01/01/1900 is out of range however it is read."""
    return bool(iso) and iso[:4] >= _EARLIEST and 1 <= int(iso[5:7]) <= 12 and 1 <= int(iso[8:]) <= 31


def _whole_year(two_digits: int) -> int:
    return FIRST_OF_TWO_DIGITS + (two_digits - FIRST_OF_TWO_DIGITS) % 100


def _date_format(name: str) -> DateFormat:
    pattern, used = "", []
    for piece in re.findall(r"%.?|\s+|[^%\s]+", name.strip(), re.DOTALL):
        if piece[0] == "%":
            letter = piece[1:].replace("B", "b").replace("A", "a").replace("e", "d")
            if letter not in _DIRECTIVES or (letter in used and letter != "%"):
                raise _no_format(name)
            used.append(letter)
            pattern += _DIRECTIVES[letter]
        else:
            pattern += r"\s+" if piece.isspace() else re.escape(piece)
    if sorted(letter for letter in used if letter in "dmbyY") not in [sorted(f"d{m}{y}") for m in "mb" for y in "yY"]:
        raise _no_format(name)
    if not {"H", "I"} & set(used):
        pattern += rf"(?:[T ]+{TIME})?"
    return DateFormat(name, re.compile(pattern, re.ASCII))


def _no_format(name: str) -> UsageError:
    return UsageError(
        f'date format "{name}" is not a form of dates: write day, month and year as %d, %m (or %b for Jun, June) and %Y '
        "(or %y for two digits), with what stands between them, as %d/%m/%y or %m/%d/%Y"
    )
