"""The days from which the limits of runs are recalculated: from the command line, or from the settings for every
table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ..errors import InputError, UsageError
from ..figures.facts import Rebase
from ..figures.indicators import INDICATORS
from ..inputs.spc_settings import RebaseSetting
from ..model.first_day import first_day
from ..model.periods import Period
from ..model.wording import not_an_indicator


def rebase_from(when: str | date, reason: str) -> Rebase:
    """The rebase from a date, or from the first day of a month, quarter or year: "2019-04", "Q1-19/20", "2019/20".

    Raises UsageError for what is neither, and without a reason.
    """
    if not reason.strip():
        raise UsageError('each --rebase needs its reason: --rebase 2019-04 --because "a new front door"')
    try:
        start = when if isinstance(when, date) else first_day(when)
    except UsageError as error:
        raise UsageError(f"--rebase {error}") from None
    return Rebase(start, _on_one_line(reason))


def rebases_of(settings: Sequence[RebaseSetting], *, called: str) -> tuple[Rebase, ...]:
    """The rebases of the settings. Raises InputError, in which the file is `called` so, for an unknown indicator."""
    for one in settings:
        for code in one.indicators:
            if code not in INDICATORS:
                raise InputError(
                    f"{called}, [[spc.rebase]] from {one.start}, indicators: {not_an_indicator(code, INDICATORS)}"
                )
    return tuple(Rebase(one.start, _on_one_line(one.because), one.indicators) for one in settings)


def fitting_rebases(
    of_settings: Iterable[Rebase], periods: Sequence[Period], codes: Iterable[str]
) -> tuple[list[Rebase], list[Rebase]]:
    """Sort the settings' rebases for this table: those that begin with a later period of it, and those within a period,
    with which no limits can begin. Others concern other indicators, or another time."""
    first, last = min(period.start for period in periods), max(period.end for period in periods)
    begins, shown = {period.start for period in periods}, set(codes)
    within = [
        one for one in of_settings if first < one.start <= last and (not one.codes or not shown.isdisjoint(one.codes))
    ]
    return (
        [one for one in within if one.start in begins],
        [Rebase(one.start, one.reason, one.codes, is_within=True) for one in within if one.start not in begins],
    )


def _on_one_line(reason: str) -> str:
    return " ".join(reason.split())
