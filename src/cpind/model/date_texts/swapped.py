"""A column of dates with slashes in which day and month could be swapped: American dates that pass for British ones."""

from __future__ import annotations

import re
from collections.abc import Sequence

FEWEST_DATES = 6
"""Of so many different days none is over the twelfth by chance in one column of 260: (12 / 30.4) ** 6."""

_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}(?:[T ].*)?", re.ASCII)


def may_be_swapped(texts: Sequence[str]) -> bool:
    """Whether all of a column's texts are dates of numbers alone, the year last, in which no day is over 12.

    Not where every one is of the same day of the month: then the days have been taken away, not swapped.
    """
    days, count = set(), 0
    for text in texts:
        match = _DATE.fullmatch(text)
        if not match or int(match[1]) > 12:
            return False
        days.add(int(match[1]))
        count += 1
    return count >= FEWEST_DATES and len(days) > 1
