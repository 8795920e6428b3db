"""A column of dates in which day and month could be swapped: American dates that look like British ones."""

from __future__ import annotations

import re
from collections.abc import Sequence

FEWEST_DATES = 6
"""With this many different days, one column in 260 has none after the 12th by chance: (12 / 30.4) ** 6."""

_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}(?:[T ].*)?", re.ASCII)


def may_be_swapped(texts: Sequence[str]) -> bool:
    """Whether all of a column's texts are numeric dates, year last, with no day above 12.

    False if all have the same day of the month: then the days have been removed, not swapped.
    """
    days, count = set(), 0
    for text in texts:
        match = _DATE.fullmatch(text)
        if not match or int(match[1]) > 12:
            return False
        days.add(int(match[1]))
        count += 1
    return count >= FEWEST_DATES and len(days) > 1
