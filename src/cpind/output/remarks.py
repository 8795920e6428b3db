"""The remarks on a figure: each of its flags as a part of a sentence."""

from __future__ import annotations

from functools import singledispatch

from ..figures.flags import (
    BridgedBy,
    ChoiceMade,
    CoveredFrom,
    EndsOn,
    FilesEndOn,
    Flag,
    HoldsOnly,
    MayHoldOnly,
    OneOfEach,
    OnlyLedOn,
    ReviewsSince,
    SilentAfter,
    Under,
)
from ..model.periods import long_date
from ..model.wording import SINGULAR

CHOICES = {
    "anniversary": "two years by the second anniversary, not 730 days (--anniversary)",
    "weekends_only": "bank holidays counted as working days (--weekends-only)",
    "without_transfer_ins": "without transfer-in conferences (--without-transfer-ins)",
    "gap_from": "months since the start of the previous plan, not its end (--gap-from start)",
    "visit_days": "within another number of days than 10 (--visit-days)",
    "calendar_days": "calendar days, not working days (--calendar-days)",
    "full_history": "by all reviews of a plan, not those of the last twelve months (--full-history)",
}
"""What each of the Choices means for a figure."""


@singledispatch
def remark(flag: Flag) -> str:
    """A figure's flag as a part of a sentence."""
    raise TypeError(f"no words for {type(flag).__name__}")


@singledispatch
def in_doubt(flag: HoldsOnly | OneOfEach | Under) -> str:
    """What there are too few events to be certain of, as a part of a sentence."""
    raise TypeError(f"no words for {type(flag).__name__} in doubt")


@remark.register
def _(flag: MayHoldOnly) -> str:
    return in_doubt(flag.short)


@remark.register
def _(flag: EndsOn) -> str:
    return f"the extract ends on {long_date(flag.day)}"


@remark.register
def _(flag: SilentAfter) -> str:
    return f"nothing is recorded after {long_date(flag.day)}"


@remark.register
def _(flag: FilesEndOn) -> str:
    return f"{', '.join(flag.files)} goes to {long_date(flag.day)}"


@remark.register
def _(flag: CoveredFrom) -> str:
    return f"the extract covers what happened from {long_date(flag.day)}"


@remark.register
def _(flag: HoldsOnly) -> str:
    holds = "the extract holds" if flag.is_given else "the extract seems to hold"
    if flag.kind == "ended":
        return f"{holds} only plans that have ended: those still open are missing"
    if flag.kind == "current":
        return f"{holds} only children with an open plan: plans of the others are missing"
    if flag.kind == "lists":
        return "the extract seems to hold lists of open plans of different days: plans that have ended in between count as open"
    if flag.kind == "open" or flag.since is None:
        return f"{holds} only open plans: those that have ended are missing"
    started = f"{holds} the plans {_since(flag)}"
    lacks = _lacks(flag)
    return f"{started}: {lacks}" if lacks else started


@in_doubt.register
def _(flag: HoldsOnly) -> str:
    if flag.kind == "ended":
        return "the extract may hold only plans that have ended, but has too few to tell; if so, those still open are missing"
    lacks = _lacks(flag) or "earlier ones are missing"
    return f"the extract may hold only the plans {_since(flag)}, but has too few to tell; if so, {lacks}"


def _since(flag: HoldsOnly) -> str:
    """ "started since 1 April 2016"."""
    kind = "that started or ended" if flag.kind == "either" else flag.kind
    return f"{kind} since {long_date(flag.since) if flag.since else 'a day'}"


def _lacks(flag: HoldsOnly) -> str:
    """What a figure lacks in an extract of plans started since a day, "" if only those that started before it."""
    if flag.lacks_earlier:
        return "earlier plans of the same children are missing"
    if flag.whole_from is None:
        return ""
    return f"those that were running then are missing, so this is complete only from {long_date(flag.whole_from)}"


@remark.register
def _(flag: ReviewsSince) -> str:
    return (
        f"the extract seems to hold only the reviews since {long_date(flag.since)}: earlier ones of the same plans are "
        f"missing, so this is complete only for twelve months that begin from {long_date(flag.whole_from)}"
    )


@remark.register
def _(flag: OneOfEach) -> str:
    return f"{_no_second(flag)}: the extract seems to hold only one of each child, and the others are missing"


@in_doubt.register
def _(flag: OneOfEach) -> str:
    return f"{_no_second(flag)}: the extract may hold only one of each child, but has too few to tell"


def _no_second(flag: OneOfEach) -> str:
    return f"no child has a second {SINGULAR[flag.table]}"


@in_doubt.register
def _(flag: Under) -> str:
    when, missing = (" today", "those who have grown older since") if flag.is_today else ("", "older ones")
    return f"all children of the extract are under {flag.age}{when}: if it holds no others, {missing} are missing"


@remark.register
def _(flag: OnlyLedOn) -> str:
    what = "a conference or a plan" if flag.table == "enquiries" else "a plan"
    return (
        f"all {flag.table} of the extract led to {what}: those that led to none seem to be missing, so numbers are too low and "
        "percentages are of those that led to one"
    )


@remark.register
def _(flag: ChoiceMade) -> str:
    return CHOICES[flag.name]


@remark.register
def _(flag: BridgedBy) -> str:
    later = f", or up to {flag.days} days later," if flag.days > 1 else ", or the day after," * flag.days
    return (
        f"a plan that starts on the day on which another of the child's ends{later} counts as one plan with it "
        f"(--bridge {flag.days})"
    )
