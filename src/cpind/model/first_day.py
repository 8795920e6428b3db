"""The first day of a written day, month, quarter or year."""

from __future__ import annotations

import re
from datetime import date

from ..errors import UsageError
from .periods import as_periods, parse_date


def first_day(text: str) -> date:
    """ "2019-04", "2019-04-01", "Q1-19/20" and "2019/20" as 1 April 2019. Raises UsageError for anything else."""
    day = f"{text}-01" if re.fullmatch("[0-9]{4}-[0-9]{2}", text) else text
    try:
        return parse_date(day)
    except UsageError:
        pass
    try:
        (period,) = as_periods(text)
    except (UsageError, ValueError):
        raise UsageError(
            f'"{text}": write the month, quarter or year with which the limits begin anew: 2019-04, Q1-19/20, 2019/20'
        ) from None
    return period.start
