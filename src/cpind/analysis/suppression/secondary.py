"""Choose the cells to hide: small ones, a second in each sum, and as many more as the attack requires."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from .attack import leaks
from .cells import Key, is_small
from .sums import Sum, Variable


def hidden_cells(cells: Collection[Key], sums: Sequence[Sum], pairs: Sequence[tuple[Key, Key]]) -> set[Key]:
    """The cells to hide, by the sums and the pairs that hold between them. Raises UsageError without scipy."""
    may_be_zero = _parts_of_small_ones(sums, pairs)
    hidden = {key for key in cells if is_small(key)} | {one for one in may_be_zero if isinstance(one, Key)}
    beside = _Beside(sums, pairs)
    _complete(hidden, sums)
    unsafe = leaks(sums, pairs, hidden, may_be_zero)
    often = 0
    while unsafe:
        often += 1  # if numbers are still unsafe after this many rounds, hide more than one at a time
        more = {one for key in unsafe for one in beside.next_of(key, hidden, often)}
        if not more:  # nothing near is left to hide: hide everything connected with it
            more = {one for key in unsafe for one in beside.all_of(key)} - hidden
        if not more:
            break
        hidden |= more
        _complete(hidden, sums)
        unsafe = leaks(sums, pairs, hidden, may_be_zero, unsafe)
    return hidden


def _parts_of_small_ones(sums: Sequence[Sum], pairs: Sequence[tuple[Key, Key]]) -> set[Variable]:
    """All parts of a small total, and what is part of these. They are hidden, zeros too: were those shown, the others would be at
    least 1 each, and the total as many as they are. So each of them may be 0."""
    of: dict[Variable, list[Variable]] = defaultdict(list)
    small: list[Variable] = []
    for one in sums:
        (total, way), *parts = one.terms
        if way == 1 and all(way == -1 for _, way in parts):
            of[total] += [part for part, _ in parts]
            small += [part for part, _ in parts] if isinstance(total, Key) and is_small(total) else []
    for smaller, larger in pairs:
        of[larger].append(smaller)
    found: set[Variable] = set()
    while small:
        part = small.pop()
        if part not in found:
            found.add(part)
            small += of[part]
    return found


def _complete(hidden: set[Key], sums: Sequence[Sum]) -> None:
    """Hide a second number in every sum with one hidden number, until there is no such sum."""
    directions: list[tuple[Key, ...]] = []
    for one in sums:
        keys = tuple(key for key, _ in one.terms if isinstance(key, Key))
        numbers = tuple(key for key in keys if key.number)
        if len(keys) == len(one.terms) and len(numbers) > 1:
            directions.append(numbers if numbers[0] is keys[0] else (keys[0], *numbers))
    is_done = False
    while not is_done:
        is_done = True
        for total, *parts in directions:
            if (total in hidden) + sum(key in hidden for key in parts) == 1:
                shown = [key for key in parts if key not in hidden] or [total]
                hidden.add(min(shown, key=_order))
                is_done = False


class _Beside:
    """The numbers that are in a sum with another number, or part of it."""

    def __init__(self, sums: Sequence[Sum], pairs: Sequence[tuple[Key, Key]]) -> None:
        self._together: dict[Variable, list[tuple[Variable, ...]]] = defaultdict(list)
        for members in (*(tuple(one for one, _ in each.terms) for each in sums), *pairs):
            for one in members:
                self._together[one].append(members)

    def next_of(self, key: Key, hidden: Collection[Key], many: int) -> Iterable[Key]:
        """The smallest numbers beside a hidden one that are still shown, `many` at most: in a sum with it, or in a sum
        with one of those, or one that it is part of."""
        for beside in self._rings(key):
            shown = [one for one in beside if isinstance(one, Key) and one not in hidden and one.number]
            if shown:
                return sorted(shown, key=_order)[:many]
        return []

    def all_of(self, key: Key) -> Iterable[Key]:
        """All numbers connected with one."""
        return [one for ring in self._rings(key) for one in ring if isinstance(one, Key)]

    def _rings(self, key: Key) -> Iterable[set[Variable]]:
        """The numbers beside one, then those beside them, and so on."""
        near: set[Variable] = {key}
        seen: set[Variable] = {key}
        while near:
            near = {one for each in near for members in self._together[each] for one in members} - seen
            seen |= near
            yield near


def _order(key: Key) -> tuple[object, ...]:
    """The smallest first; of the same size always the same one."""
    return abs(key.number), len(key.path) == 0, str(key)
