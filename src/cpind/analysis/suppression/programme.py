"""The range of whole numbers in which hidden ones may lie, given their sums: an integer programme, solved by scipy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from math import ceil, floor
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import UsageError
from .cells import Key
from .counted import NET_FLOW
from .sums import Latent, Variable

if TYPE_CHECKING:
    import numpy as np

ENOUGH = 1e6
"""No number of children is larger, so every programme is bounded."""

WHOLE = 1e-6

_SWEEPS = 20


class Constraint(NamedTuple):
    """Coefficients of unknown numbers, and between which two numbers their sum lies; `is_sure` as in `Sum`."""

    unknown: Mapping[Variable, int]
    low: float
    high: float
    is_sure: bool = True


class Impossible(Exception):
    """No numbers fit the rows."""


class Programme:
    """The numbers that fit some rows.

    By what each row says for itself, each variable lies between `least` and `most`. Raises Impossible where nothing
    lies between them, and UsageError without scipy.
    """

    def __init__(
        self, variables: Sequence[Variable], rows: Iterable[Constraint], may_be_zero: Collection[Variable] = ()
    ) -> None:
        try:
            import scipy  # noqa: F401
        except ImportError:
            raise UsageError(
                "suppression needs scipy, to make sure that no hidden number can be worked out: pip install 'cpind[report]'"
            ) from None
        self.least = {one: _least(one, may_be_zero) for one in variables}
        self.most = dict.fromkeys(variables, ENOUGH)
        within: dict[frozenset[tuple[Variable, int]], Constraint] = {}
        for row in rows:  # an equation and a limit with the same numbers both hold
            terms = frozenset(row.unknown.items())
            other = within.get(terms, row)
            within[terms] = Constraint(row.unknown, max(row.low, other.low), min(row.high, other.high))
        self._rows = list(within.values())
        self._narrow()

    def _narrow(self) -> None:
        """Narrow each variable repeatedly by its rows: cheap, and often enough to find what is unsafe."""
        rows_of: dict[Variable, list[Constraint]] = defaultdict(list)
        for row in self._rows:
            for one in row.unknown:
                rows_of[one].append(row)
        todo = self._rows
        for _ in range(_SWEEPS):
            narrowed = {one: None for row in todo for one in self._narrowed_by(row)}
            todo = list({id(row): row for one in narrowed for row in rows_of[one]}.values())

    def _narrowed_by(self, row: Constraint) -> Iterable[Variable]:
        """The variables of a row that it narrows."""
        ends = [
            (way * self.least[one], way * self.most[one]) if way > 0 else (way * self.most[one], way * self.least[one])
            for one, way in row.unknown.items()
        ]
        # What is left of the row's greatest where all are at their least, and the other way round.
        room_up, room_down = row.high - sum(least for least, _ in ends), sum(most for _, most in ends) - row.low
        for (one, way), (least, most) in zip(row.unknown.items(), ends):
            if most - least > min(room_up, room_down):  # else the row leaves this one all that it may be
                narrowed = sorted(((most - room_down) / way, (least + room_up) / way))
                if ceil(max(narrowed[0], -ENOUGH) - WHOLE) > self.least[one]:
                    self.least[one] = ceil(narrowed[0] - WHOLE)
                    yield one
                if floor(min(narrowed[1], ENOUGH) + WHOLE) < self.most[one]:
                    self.most[one] = floor(narrowed[1] + WHOLE)
                    yield one
                if self.least[one] > self.most[one]:
                    raise Impossible

    @cached_property
    def _arrays(self) -> _Arrays:
        import numpy as np
        from scipy.sparse import csc_array

        place = {one: number for number, one in enumerate(self.least)}
        terms = [(at, place[one], way) for at, row in enumerate(self._rows) for one, way in row.unknown.items()]
        at, column, ways = zip(*terms)
        return _Arrays(
            place,
            csc_array((ways, (at, column)), shape=(len(self._rows), len(place)), dtype=float),
            np.array([row.low for row in self._rows]),
            np.array([row.high for row in self._rows]),
            np.array(list(self.least.values())),
            np.array(list(self.most.values())),
        )

    def solve(self, objective: Mapping[Variable, int]) -> dict[Variable, float] | None:
        """Whole numbers that fit and minimise the objective; None if the solver finds none. Raises Impossible."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        place, matrix, lows, highs, least, most = self._arrays
        weights = np.zeros(len(place))
        weights[[place[one] for one in objective]] = list(objective.values())
        # Most programmes have whole-number solutions anyway, and are solved faster without requiring them.
        for whole in (0, 1):
            solved = milp(
                weights,
                constraints=LinearConstraint(matrix, lows, highs),
                integrality=np.full(len(weights), whole),
                bounds=Bounds(least, most),
            )
            if solved.x is None:
                raise Impossible
            numbers = np.round(solved.x)
            sums = matrix @ numbers
            # Checked again here, so as not to rely on the solver.
            fits = ((least <= numbers) & (numbers <= most)).all() and ((lows <= sums) & (sums <= highs)).all()
            if fits and np.abs(solved.x - numbers).max() < WHOLE:
                return dict(zip(place, numbers.tolist()))
        return None


class _Arrays(NamedTuple):
    """A programme as scipy wants it: `place` of each variable, the rows' coefficients and limits, the variables' limits."""

    place: dict[Variable, int]
    matrix: Any
    lows: np.ndarray
    highs: np.ndarray
    least: np.ndarray
    most: np.ndarray


def _least(one: Variable, may_be_zero: Collection[Variable]) -> float:
    """The lower limit of a number: 1, since 0 would be shown; 0 for those that may be 0, and for numbers that no figure
    shows."""
    if (one.counted if isinstance(one, Key) else one.what) == NET_FLOW:
        return -ENOUGH
    return 0 if isinstance(one, Latent) or one in may_be_zero or not one.number else 1
