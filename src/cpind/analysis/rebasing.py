"""From when on the limits of runs are worked out anew, as it is written."""

from __future__ import annotations

import re
from datetime import date

from ..errors import UsageError
from ..figures.facts import LimitsAnew
from ..model.periods import as_periods, parse_date


def limits_anew(when: str | date, reason: str) -> LimitsAnew:
    """Limits anew from a date, or from the first day of a month, quarter or year: "2019-04", "Q1-19/20", "2019/20".

    Raises UsageError for what is neither, and without a reason.
    """
    if not reason.strip():
        raise UsageError('each --rebase needs its reason: --rebase 2019-04 --because "a new front door"')
    return LimitsAnew(when if isinstance(when, date) else _first_day(when), " ".join(reason.split()))


def _first_day(text: str) -> date:
    if re.fullmatch("[0-9]{4}-[0-9]{2}", text):
        text = f"{text}-01"
    try:
        return parse_date(text)
    except UsageError:
        pass
    try:
        (period,) = as_periods(text)
    except (UsageError, ValueError):
        raise UsageError(
            f'--rebase "{text}": write the month, quarter or year with which the limits begin anew: 2019-04, Q1-19/20, 2019/20'
        ) from None
    return period.start
