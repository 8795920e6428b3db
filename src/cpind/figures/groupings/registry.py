"""What a grouping is, and the decorator that makes one: `grouping`.

A grouping is one function in one file of this package: it looks at an extract and returns a Grouping, which says for each
event which of its labels it has. Groups without an event keep their label. Blank is "Not recorded", last; a text that is not
known is "Not recognised", before it. Both go where there is nothing in them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ...model.columns import Frame
from ...model.extract import Extract
from ...model.schema import NOT_RECORDED

Codes = Callable[[Frame, np.ndarray, str], np.ndarray]
"""codes(rows, at, which): each row's position among the labels. `rows`: the grouping's columns, one row an event. `at`: the
date of each event or snapshot. `which`: "initial" or "latest", of the category."""

EVENTS = ("plans", "conferences", "enquiries")


@dataclass(frozen=True)
class Grouping:
    """`labels` in order, the last one "Not recorded", before it perhaps "Not recognised"; `codes` gives each event's
    position in them.

    `columns`: what it is made from; any one of them will do. `unknown`: the position of "Not recognised", None where no
    text is in it. `events`: the kinds of events that it fits. `has_population`: its groups are places, which may have a
    population of their own. Of two groupings, one inside the other, `parts` are the two and `pairs` the labels of both.
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
        """The label at a position; of two groupings both."""
        return self.pairs[position] if self.pairs else (self.labels[position],)


WHOLE = Grouping("", ("",), lambda rows, at, which: np.zeros(len(at), np.int8), ())
"""The grouping of a figure that is not split: one group without a name."""

Maker = Callable[[Extract], tuple[Sequence[str], Codes] | Grouping]


@dataclass(frozen=True)
class Registered:
    """A grouping that has a function: its name, the columns that it is made from (any one of which will do), and the events
    that it fits."""

    name: str
    columns: tuple[str, ...]
    events: tuple[str, ...]
    make: Callable[[Extract], Grouping]


GROUPINGS: dict[str, Registered] = {}


def grouping(name: str, *, columns: Sequence[str], events: Sequence[str] = EVENTS) -> Callable[[Maker], Maker]:
    """Register a function of an extract under the name that --by takes. It returns the labels (all but "Not recorded", which
    is added) and `codes`; or a whole Grouping.

    `codes` gives the number of labels for an event of which nothing is recorded.
    """

    def register(make: Maker) -> Maker:
        if name in GROUPINGS:
            raise ValueError(f"two groupings are called {name}")

        def made(extract: Extract) -> Grouping:
            answer = make(extract)
            if isinstance(answer, Grouping):
                return answer
            labels, codes = answer
            return Grouping(name, (*labels, NOT_RECORDED), codes, tuple(columns), events=tuple(events))

        GROUPINGS[name] = Registered(name, tuple(columns), tuple(events), made)
        return make

    return register
