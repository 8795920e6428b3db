"""Plan the answer to a request: for each period of an indicator, the basis that it stands on, or why there is none.

This is decided once, here; the engine, the lists of members, the checks and the reconciliation all follow it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..errors import UnavailableError
from ..model.periods import Period, long_date
from .bases import Bases
from .basis import Basis
from .indicators import Indicator
from .scope import Scope


@dataclass(frozen=True)
class Step:
    """One period: the basis that its figures stand on, or None and the reason."""

    period: Period
    basis: Basis | None
    reason: str = ""


@dataclass(frozen=True)
class Plan:
    """The steps of an indicator's periods, in their order."""

    indicator: Indicator
    steps: tuple[Step, ...]

    @property
    def bases(self) -> tuple[Basis, ...]:
        """The distinct bases that any period stands on, in the order of the periods."""
        return tuple(dict.fromkeys(step.basis for step in self.steps if step.basis))

    def by_basis(self) -> Iterable[tuple[Basis, list[int], list[Period]]]:
        """Each basis with its steps' positions and periods."""
        for basis in self.bases:
            positions = [position for position, step in enumerate(self.steps) if step.basis is basis]
            yield basis, positions, [self.steps[position].period for position in positions]

    def basis_of(self, kind: str) -> Basis | None:
        """The first basis of a kind (return | live | union) that any period stands on."""
        return next((basis for basis in self.bases if basis.kind == kind), None)


WHOLE_AREA = Scope()


def plan(indicator: Indicator, periods: Sequence[Period], bases: Bases, scope: Scope = WHOLE_AREA) -> Plan:
    """Plan each period that the indicator can have: events that are counted over a period can't be counted at a date.

    Raises UnavailableError, with the first reason, if no period has a basis, and if a grouping of the scope does not
    fit the indicator's events.
    """
    possible = [period for period in periods if indicator.is_snapshot or period.kind != "date"]
    if not possible:
        raise UnavailableError("counted over a period, not at a date")
    scope.require_fit(indicator)
    steps = [_step(indicator, period, bases, scope) for period in possible]
    if all(basis is None for _, basis, _ in steps):
        raise UnavailableError(steps[0][2])
    return Plan(
        indicator,
        tuple(
            Step(period, None, f"there is nothing after {long_date(basis.as_at)}")
            if basis and not basis.coverage.reaches(period)
            else Step(period, basis, reason)
            for period, basis, reason in steps
        ),
    )


def _step(indicator: Indicator, period: Period, bases: Bases, scope: Scope) -> tuple[Period, Basis | None, str]:
    try:
        return period, bases.choose(period, **indicator.needs, column_sets=scope.column_sets), ""
    except UnavailableError as error:
        return period, None, str(error)
