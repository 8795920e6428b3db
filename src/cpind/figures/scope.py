"""Which events a request is about, and how they are split: `where` keeps some groups, `by` splits by one or two
groupings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import UnavailableError, UsageError
from ..model.extract import Extract
from ..model.wording import did_you_mean, listed, name_key
from .groupings import Grouping, crossed, group_by
from .indicators import Indicator
from .placing import Placed

MOST_GROUPINGS = 2

Where = Mapping[str, str | Sequence[str]]
"""Groups to keep, by the name of their grouping: {"district": "Rugby", "age": ["10-15 years", "16 years and over"]}."""


@dataclass(frozen=True)
class Filter:
    """The groups of a grouping that are kept: their `labels`, and the labels' positions."""

    grouping: Grouping
    labels: tuple[str, ...]
    positions: tuple[int, ...]

    def mask(self, placed: Placed, which: str) -> np.ndarray:
        """Which events are in one of the groups."""
        codes = placed.codes(self.grouping, which)
        assert codes is not None
        return np.isin(codes, self.positions)


@dataclass(frozen=True)
class Scope:
    """The grouping by which the events are split, None if they are not, and the filters, all of which an event must
    pass."""

    grouping: Grouping | None = None
    filters: tuple[Filter, ...] = ()

    @property
    def groupings(self) -> tuple[Grouping, ...]:
        """The grouping or, with two, the outer, the inner, and the inner within the outer, so that both have totals."""
        return (*self.grouping.parts, self.grouping) if self.grouping else ()

    @property
    def column_sets(self) -> tuple[tuple[str, ...], ...]:
        """Sets of columns; a basis must have one column of each set."""
        parts = self.grouping.parts or (self.grouping,) if self.grouping else ()
        return tuple(part.columns for part in (*parts, *(one.grouping for one in self.filters)))

    def require_fit(self, indicator: Indicator) -> None:
        """Raise UnavailableError if a grouping does not fit the indicator's events."""
        groupings = [one.grouping for one in self.filters]
        if self.grouping and not indicator.is_split:
            groupings += self.grouping.parts or (self.grouping,)
        for grouping in groupings:
            for events, _ in indicator.kinds:
                if events not in grouping.events:
                    raise UnavailableError(
                        f"{grouping.name} is a grouping of {listed(grouping.events)}, not of {events}"
                    )

    def mask(self, placed: Placed, which: str) -> np.ndarray | None:
        """Which of the placed events pass every filter; None if there is no filter."""
        if not self.filters:
            return None
        return np.logical_and.reduce([one.mask(placed, which) for one in self.filters])

    def without_split(self) -> Scope:
        """The same events, not split."""
        return Scope(None, self.filters)


def scope_of(by: str | Sequence[str] | None, where: Where, extract: Extract) -> Scope:
    """The scope of a request. Raises UsageError for a grouping or group that the extract does not have, or that would
    identify children, and for more than two groupings."""
    names = [by] if isinstance(by, str) else list(by or ())
    if len(names) > MOST_GROUPINGS:
        raise UsageError(f"--by: a table is split by two columns at most, not by {len(names)}")
    groupings = [group_by(name, extract) for name in names]
    if len({grouping.name for grouping in groupings}) < len(groupings):
        raise UsageError(f"--by {names[0]} is given twice: name another column, or leave one out")
    grouping = crossed(*groupings) if len(groupings) > 1 else groupings[0] if groupings else None
    return Scope(grouping, tuple(_filters(where, extract)))


def _filters(where: Where, extract: Extract) -> Iterable[Filter]:
    for name, given in where.items():
        grouping = group_by(name, extract, option="--where")
        known = {name_key(label): place for place, label in enumerate(grouping.labels)}
        labels = list(_separate([given] if isinstance(given, str) else given, known))
        for label in labels:
            if name_key(label) not in known:
                raise UsageError(
                    f'--where {name}: there is no group "{label}"; the groups are {", ".join(grouping.labels)}'
                    + did_you_mean(label, grouping.labels)
                )
        positions = tuple(dict.fromkeys(known[name_key(label)] for label in labels))
        yield Filter(grouping, tuple(grouping.labels[place] for place in positions), positions)


def _separate(given: Iterable[str], known: Mapping[str, int]) -> Iterable[str]:
    """Each group named: a text with commas names several groups, unless it is itself the name of a group."""
    for text in given:
        yield from [text] if name_key(text) in known else (piece.strip() for piece in text.split(","))
