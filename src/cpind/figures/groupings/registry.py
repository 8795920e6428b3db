"""What a grouping is, and the decorator that makes one: `grouping`.

A grouping is one function in one file of this package: it takes an extract and returns a Grouping, which gives each
event one of its labels. Groups without an event are kept. A blank is "Not recorded", which comes last; an unknown text
is "Not recognised", which comes before it. These two are dropped if they are empty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ...model.columns import Frame
from ...model.extract import Extract
from ...model.schema import NOT_RECORDED

Codes = Callable[[Frame, np.ndarray, str], np.ndarray]
"""codes(rows, at, which): each row's position among the labels. The rows have the grouping's columns, one row for each
event; `at` is the date of each event or snapshot, and `which` the "initial" or the "latest" category of abuse."""

EVENTS = ("plans", "conferences", "enquiries")


@dataclass(frozen=True)
class Grouping:
    """A way to split events into groups.

    Attributes:
        name: its name, as --by takes it.
        labels: the labels of the groups in order, the last one "Not recorded", perhaps after "Not recognised".
        codes: gives each event's position in the labels.
        columns: the columns that it is made from; any one of them is enough.
        unknown: the position of "Not recognised", None if it is empty.
        events: the kinds of events that it fits.
        has_population: whether its groups are places, which may have a population.
        parts: for crossed groupings, the two groupings.
        pairs: for crossed groupings, the labels of both for each group.
    """

    name: str
    labels: tuple[str, ...]
    codes: Codes
    columns: tuple[str, ...]
    unknown: int | None = None
    events: tuple[str, ...] = EVENTS
    has_population: bool = False
    parts: tuple[Grouping, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()

    def labels_at(self, position: int) -> tuple[str, ...]:
        """The label at a position; for crossed groupings, both labels."""
        return self.pairs[position] if self.pairs else (self.labels[position],)


WHOLE = Grouping("", ("",), lambda rows, at, which: np.zeros(len(at), np.int8), ())
"""The grouping of a figure that is not split: one group without a name."""

Maker = Callable[[Extract], tuple[Sequence[str], Codes] | Grouping]


@dataclass(frozen=True)
class Registered:
    """A grouping with a function: its name, the columns that it is made from (any one is enough), and the events that
    it fits."""

    name: str
    columns: tuple[str, ...]
    events: tuple[str, ...]
    make: Callable[[Extract], Grouping]


GROUPINGS: dict[str, Registered] = {}


def grouping(name: str, *, columns: Sequence[str], events: Sequence[str] = EVENTS) -> Callable[[Maker], Maker]:
    """Register a function of an extract under the name that --by takes. It returns the labels (without "Not recorded",
    which is added) and `codes`; or a complete Grouping.

    For an event without a recorded group, `codes` gives the number of labels.
    """

    def register(make: Maker) -> Maker:
        if name in GROUPINGS:
            raise ValueError(f"two groupings are called {name}")

        def make_grouping(extract: Extract) -> Grouping:
            answer = make(extract)
            if isinstance(answer, Grouping):
                return answer
            labels, codes = answer
            return Grouping(name, (*labels, NOT_RECORDED), codes, tuple(columns), events=tuple(events))

        GROUPINGS[name] = Registered(name, tuple(columns), tuple(events), make_grouping)
        return make

    return register
