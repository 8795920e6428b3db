"""The caveats of the indicators as checks: what a note under a table counts, row by row."""

from __future__ import annotations

from collections.abc import Iterable

from ..figures.counting import rows_of_caveat
from ..figures.indicators import CAVEATS, INDICATORS, Caveat, Choices
from .registry import Check, Matches, Rule, Subject, add


def _rule(caveat: Caveat) -> Rule:
    """The events that the caveat counts for any of its indicators, each basis once."""

    def rule(subject: Subject) -> Iterable[Matches]:
        seen = set()
        for code in caveat.codes:
            for basis, periods in subject.bases_of(INDICATORS[code]):
                if (basis, tuple(periods)) not in seen and caveat.unless not in basis.cautions:
                    seen.add((basis, tuple(periods)))
                    found = rows_of_caveat(caveat, INDICATORS[code], periods, basis, Choices())
                    # Nothing more is to be kept apart by date: the periods have chosen already.
                    yield Matches(found, caveat.shows, basis.label)

    return rule


for _caveat in CAVEATS:
    add(
        Check(
            _caveat.check,
            _caveat.severity,
            _caveat.what,
            figures=tuple(code for c in CAVEATS if c.check == _caveat.check for code in c.codes),
            definition=(_caveat.function.__doc__ or "").strip(),
        ),
        _rule(_caveat),
    )
