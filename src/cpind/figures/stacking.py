"""Stack events of several kinds into one source of events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from ..model.columns import Column, Frame, stacked


class EventSource(Protocol):
    """A source of events: `frame` with their own columns, and any column of their rows by `column`."""

    @property
    def frame(self) -> Frame: ...

    @property
    def names(self) -> tuple[str, ...]: ...

    def column(self, name: str) -> Column: ...


class Stacked:
    """The events of several sources: `frame` has each event's child."""

    def __init__(self, parts: Sequence[EventSource]) -> None:
        self._parts = parts
        self.frame = Frame({"child": np.concatenate([part.frame["child"] for part in parts])})

    def column(self, name: str) -> Column:
        """A column of the rows, one value for each event."""
        return stacked([part.column(name) for part in self._parts])

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that the rows of all parts have."""
        first, *others = self._parts
        return tuple(name for name in first.names if all(name in part.names for part in others))


def stack(parts: Sequence[EventSource]) -> tuple[EventSource, list[int]]:
    """The source with all the parts, and where each of them begins in it; a part that is given twice is included
    once."""
    different = list(dict.fromkeys(parts))
    if len(different) == 1:
        return different[0], [0] * len(parts)
    begins = np.cumsum([0, *(len(part.frame) for part in different)]).tolist()
    return Stacked(different), [begins[different.index(part)] for part in parts]
