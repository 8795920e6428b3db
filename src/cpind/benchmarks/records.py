"""The rows of the store of published figures, and the codes in them; store.py describes the columns."""

from __future__ import annotations

from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

FIGURE, POPULATION, NEIGHBOUR = "figure", "population", "neighbour"
NATIONAL, REGIONAL, LOCAL = LEVELS = ("national", "regional", "local")

ENGLAND, ENGLAND_CODE = "England", "E92000001"


SUPPRESSED = "c"
"""The symbol that DfE publishes in place of a suppressed number."""


class Origin(StrEnum):
    """Where a row's value comes from; the text is what the store holds."""

    PUBLISHED = ""
    """As the release or file prints it."""
    COUNTS = "counts"
    """Computed from the release's counts: the release has no column for it."""
    ROUNDED_COUNTS = "rounded counts"
    """The same, from counts that the release rounds to 10."""
    LAIT = "LAIT"
    """As DfE's Local Authority Interactive Tool prints it."""


class Record(NamedTuple):
    """A row of the store; every field is a string, "" if blank."""

    record: str
    indicator: str = ""
    level: str = ""
    code: str = ""
    gss: str = ""
    area: str = ""
    region: str = ""
    period: str = ""
    numerator: str = ""
    denominator: str = ""
    value: str = ""
    release: str = ""
    vintage: str = ""
    date: str = ""
    source: str = ""
    note: str = ""
    origin: str = Origin.PUBLISHED
    group: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """The texts in the KEY columns."""
        return _key_of(self)

    @property
    def has_number(self) -> bool:
        """Whether the value is a number: not a symbol, and not blank."""
        return is_number(self.value)

    @property
    def is_suppressed(self) -> bool:
        """Whether the value is hidden because it is small, or because a small one could be worked out from it."""
        return self.value == SUPPRESSED

    @property
    def mid_year(self) -> int:
        """The year of a population."""
        return int(self.period.removeprefix(_MID))


_MID = "mid-"

COLUMNS = Record._fields
HEADING = ",".join(COLUMNS)

KEY = ("record", "indicator", "group", "code", "period", "release")
"""The columns that together identify a row of a store."""
_key_of = attrgetter(*KEY)


def mid_year_label(year: int) -> str:
    """2019 as "mid-2019", the period of a population."""
    return f"{_MID}{year}"


def is_number(text: str) -> bool:
    """Whether a text is a number as the store keeps one: digits, at most one point, a minus sign in front."""
    whole, point, decimals = text.removeprefix("-").partition(".")
    return whole.isdecimal() and whole.isascii() and (not point or (decimals.isdecimal() and decimals.isascii()))


def is_whole(text: str) -> bool:
    """Whether a text consists only of digits."""
    return text.isdecimal() and text.isascii()


def whole_number(text: str) -> int | None:
    """The number of a text that `is_whole`; None for any other."""
    return int(text) if is_whole(text) else None
