"""The caveats of the indicators as checks: what a note under a table counts, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..basis import Basis
from ..counting import listed
from ..errors import UnavailableError
from ..indicators import CAVEATS, INDICATORS, Caveat, Choices, Indicator
from ..periods import Period, at, span
from .registry import Found, Subject, add, with_children

_EVER = span(date(1990, 1, 1), date(2099, 12, 31))


def _rule(caveat: Caveat):
    """The episodes that the caveat counts for any of its indicators, each basis once."""

    def rule(subject: Subject) -> Iterable[Found]:
        seen = set()
        for code in caveat.codes:
            for basis, periods in _standing(subject, INDICATORS[code]):
                if (basis, tuple(periods)) not in seen:
                    seen.add((basis, tuple(periods)))
                    found = listed(caveat, INDICATORS[code], periods, basis, Choices())
                    # Nothing more is to be kept apart by date: the periods have chosen already.
                    yield Found(with_children(found, basis), caveat.shows, basis.label)

    return rule


def _standing(subject: Subject, indicator: Indicator) -> Iterable[tuple[Basis, list[Period]]]:
    """What the figures of the periods stand on; without periods, everything that the extract offers."""
    wanted = {
        "columns": (*indicator.columns, *indicator.in_return),
        "needs_history": indicator.needs_history,
        "snapshot": indicator.is_snapshot,
    }
    if subject.periods is None:
        for basis in _all_bases(subject, indicator):
            if not basis.lacks(wanted["columns"]):
                yield basis, [at(basis.as_at)] if indicator.is_snapshot else [_EVER]
        return
    chosen: dict[Basis, list[Period]] = {}
    for period in subject.periods:
        if indicator.is_snapshot or period.kind != "date":
            try:
                basis = subject.standing.choose(period, **wanted)
            except UnavailableError:
                continue
            if basis.reaches(period):
                chosen.setdefault(basis, []).append(period)
    yield from chosen.items()


def _all_bases(subject: Subject, indicator: Indicator) -> tuple[Basis, ...]:
    if not indicator.needs_history:
        return subject.parts
    live, union = subject.standing.live, subject.standing.union
    if live:
        return () if live.is_strict and not live.has("previous_plan_end") else (live,)
    return (union,) if len(union.returns) > 1 or union.has("previous_plan_end") else ()


for _caveat in CAVEATS:
    add(
        _caveat.check,
        _caveat.severity,
        _caveat.what,
        tuple(code for c in CAVEATS if c.check == _caveat.check for code in c.codes),
        _rule(_caveat),
        definition=(_caveat.function.__doc__ or "").strip(),
    )
