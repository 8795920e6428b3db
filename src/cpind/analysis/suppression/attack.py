"""The attack: from all that is shown, what may each hidden number be?

The hidden numbers are whole and at least 1, since 0 is shown, but for the parts of a small total, which may be 0. With the sums that hold they are an integer programme,
solved by scipy for the least and the greatest that each small number may be. All of 1 to 5 must be possible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import UsageError
from .cells import LARGEST, SMALLEST, Key, is_small
from .sums import Latent, Sum, Variable, is_small_total

if TYPE_CHECKING:
    import numpy as np

_ENOUGH = 1e6
"""No number of children is larger, so that no programme is without bounds."""

_WHOLE = 1e-6

Row = tuple[dict[Variable, int], float, float]
"""Coefficients of unknown numbers, and between which two numbers their sum lies."""


def leaks(
    sums: Sequence[Sum],
    pairs: Sequence[tuple[Key, Key]],
    hidden: Collection[Key],
    among: Collection[Key] | None = None,
) -> list[Key]:
    """The small numbers that are not safe: those of which a reader can rule out one of 1 to 5. `among`: only these are looked
    at (None: all); what was safe stays so where more is hidden. Raises UsageError without scipy."""
    rows = [*_of_sums(sums, hidden), *_of_pairs(pairs, hidden)]
    may_be_zero = {one for each in sums if is_small_total(each) for one, _ in each.terms[1:]}
    unsafe: list[Key] = []
    for variables, own in _components(rows):
        small = [one for one in variables if isinstance(one, Key) and is_small(one) and (among is None or one in among)]
        if small:
            unsafe += _unsafe(variables, own, small, may_be_zero)
    return unsafe


def _of_sums(sums: Sequence[Sum], hidden: Collection[Key]) -> Iterable[Row]:
    for one in sums:
        if one.is_exact:
            unknown: dict[Variable, int] = defaultdict(int)
            known = 0
            for variable, way in one.terms:
                if isinstance(variable, Latent) or variable in hidden:
                    unknown[variable] += way
                else:
                    known += way * variable.number
            if unknown:
                yield dict(unknown), -known, -known


def _of_pairs(pairs: Sequence[tuple[Key, Key]], hidden: Collection[Key]) -> Iterable[Row]:
    """Of one number that is never larger than another: their difference is at most 0."""
    for part, whole in pairs:
        unknown: dict[Variable, int] = {one: way for one, way in ((part, 1), (whole, -1)) if one in hidden}
        known = sum(way * one.number for one, way in ((part, 1), (whole, -1)) if one not in hidden)
        if unknown:
            yield unknown, float("-inf"), -known


def _components(rows: Sequence[Row]) -> Iterable[tuple[list[Variable], list[Row]]]:
    """The unknown numbers that hang together, with their rows."""
    root: dict[Variable, Variable] = {}

    def top(one: Variable) -> Variable:
        while root.setdefault(one, one) != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for unknown, *_ in rows:
        first, *others = unknown
        for other in others:
            root[top(other)] = top(first)
        top(first)
    variables: dict[Variable, list[Variable]] = defaultdict(list)
    for one in root:
        variables[top(one)].append(one)
    of_root: dict[Variable, list[Row]] = defaultdict(list)
    for row in rows:
        of_root[top(next(iter(row[0])))].append(row)
    return [(members, of_root[one]) for one, members in variables.items()]


def _unsafe(
    variables: Sequence[Variable], rows: Sequence[Row], small: Sequence[Key], may_be_zero: Collection[Variable]
) -> list[Key]:
    """The small numbers among these that cannot be as little as 1, or as much as 5."""
    place = {one: number for number, one in enumerate(variables)}
    least = [0 if isinstance(one, Latent) or one in may_be_zero or not one.number else 1 for one in variables]
    solve = _solver(rows, place, least)
    unsafe: dict[Key, None] = {}
    for way, goal in ((1, SMALLEST), (-1, LARGEST)):
        # One programme often shows that many are safe: that of all of them together.
        open_: set[Key] = set(small)
        todo: list[list[Key]] = [list(small)]
        while open_:
            wanted = todo.pop() if todo else [next(one for one in small if one in open_)]
            solution = solve([(place[one], way) for one in wanted])
            reached = {one for one in open_ if (goal - solution[place[one]]) * way >= -1e-6}
            open_ -= reached
            if len(wanted) == 1 and wanted[0] not in reached:
                unsafe[wanted[0]] = None
                open_.discard(wanted[0])
    return list(unsafe)


def _solver(rows: Sequence[Row], place: dict[Variable, int], least: Sequence[int]) -> Any:
    """A function that solves the programme for an objective, as (place, weight) pairs to make small. `least`: what each number
    is at least."""
    try:
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp
    except ImportError:
        raise UsageError(
            "--suppress needs scipy, to see that no hidden number can be worked out: pip install 'cpind[report]'"
        ) from None

    lowest, highest = np.array(least, float), np.full(len(place), _ENOUGH)
    several = list({frozenset(row[0].items()): row for row in rows if len(row[0]) > 1}.values())
    for unknown, low, high in rows:
        if len(unknown) == 1:  # a limit of one number is no row of the programme
            ((variable, way),) = unknown.items()
            ends = sorted((low * way, high * way))
            lowest[place[variable]] = max(lowest[place[variable]], ends[0])
            highest[place[variable]] = min(highest[place[variable]], ends[1])
    matrix = np.zeros((len(several), len(place)))
    for number, (unknown, *_) in enumerate(several):
        for variable, way in unknown.items():
            matrix[number, place[variable]] = way
    rows_within = LinearConstraint(matrix, [row[1] for row in several], [row[2] for row in several])

    def solve(objective: Sequence[tuple[int, int]]) -> np.ndarray:
        weights = np.zeros(len(place))
        for position, weight in objective:
            weights[position] = weight
        # Most programmes have whole numbers for a solution anyway, and are solved quicker without asking for them.
        for whole in (0, 1):
            solved = milp(
                weights,
                constraints=rows_within if several else (),
                integrality=np.full(len(place), whole),
                bounds=Bounds(lowest, highest),
            )
            if solved.x is None:
                raise AssertionError("the numbers themselves are a solution")
            if np.abs(solved.x - np.round(solved.x)).max() < _WHOLE:
                break
        solution: np.ndarray = np.round(solved.x)
        return solution

    return solve
