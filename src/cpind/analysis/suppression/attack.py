"""The attack: what may each hidden number be, given everything shown?

Hidden numbers are whole and at least 1, since 0 is shown, except the parts of a small number, which may be 0. Together
with the sums they form an integer programme, which gives the smallest and largest possible value of each small number.
All values from 1 to 5 must be possible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from .cells import LARGEST, SMALLEST, Key, is_small
from .programme import WHOLE, Constraint, Impossible, Programme
from .sums import Latent, Sum, Variable


def leaks(
    sums: Sequence[Sum],
    pairs: Sequence[tuple[Key, Key]],
    hidden: Collection[Key],
    may_be_zero: Collection[Variable],
    among: Collection[Key] | None = None,
) -> list[Key]:
    """The small numbers that are not safe, because a reader can rule out a value from 1 to 5.

    For `may_be_zero` see `secondary`. If `among` is given, only these are examined; numbers that were safe remain safe
    if more is hidden. Raises UsageError without scipy.
    """
    rows = [*_of_sums(sums, hidden), *_of_pairs(pairs, hidden)]
    unsafe: list[Key] = []
    for variables, own in _components(rows):
        small = [one for one in variables if isinstance(one, Key) and is_small(one) and (among is None or one in among)]
        if small:
            try:
                unsafe += _unsafe(Programme(variables, own, may_be_zero), small)
            except Impossible:  # a number that no figure shows does not fit, and a reader sees it too
                sure = [row for row in own if row.is_sure]
                unsafe += _unsafe(Programme(variables, sure, may_be_zero), small)
    return unsafe


def _of_sums(sums: Sequence[Sum], hidden: Collection[Key]) -> Iterable[Constraint]:
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
                yield Constraint(dict(unknown), -known, -known, one.is_sure)


def _of_pairs(pairs: Sequence[tuple[Key, Key]], hidden: Collection[Key]) -> Iterable[Constraint]:
    """Of one number that is never larger than another: their difference is at most 0."""
    for part, whole in pairs:
        unknown: dict[Variable, int] = {one: way for one, way in ((part, 1), (whole, -1)) if one in hidden}
        known = sum(way * one.number for one, way in ((part, 1), (whole, -1)) if one not in hidden)
        if unknown:
            yield Constraint(unknown, float("-inf"), -known)


def _components(rows: Sequence[Constraint]) -> Iterable[tuple[list[Variable], list[Constraint]]]:
    """The groups of unknown numbers that are connected, with their rows."""
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
    of_root: dict[Variable, list[Constraint]] = defaultdict(list)
    for row in rows:
        of_root[top(next(iter(row[0])))].append(row)
    return [(members, of_root[one]) for one, members in variables.items()]


def _unsafe(programme: Programme, small: Sequence[Key]) -> list[Key]:
    """The small numbers among these that cannot be as little as 1, or as much as 5."""
    unsafe = {one: None for one in small if programme.least[one] > SMALLEST or programme.most[one] < LARGEST}
    for way, goal in ((1, SMALLEST), (-1, LARGEST)):
        # One programme often shows that many are safe: ask for all of them together, then for the remaining ones
        # while that shows any to be safe, then for one after another.
        open_ = {one for one in small if one not in unsafe}
        is_together = True
        while open_:
            wanted = list(open_) if is_together else [next(one for one in small if one in open_)]
            solution = programme.solve(dict.fromkeys(wanted, way))
            reached = {one for one in open_ if solution and (goal - solution[one]) * way >= -WHOLE}
            open_ -= reached
            is_together = is_together and bool(reached)
            if len(wanted) == 1 and wanted[0] not in reached:
                unsafe[wanted[0]] = None
                open_.discard(wanted[0])
    return list(unsafe)
