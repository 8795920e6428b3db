"""The tidy result: one row a figure, and how the figures were made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ..model.periods import Period

if TYPE_CHECKING:
    import pandas as pd

COMPLETE, PART, BEFORE, TBC, UNAVAILABLE = "complete", "part", "before", "tbc", "unavailable"
PUBLISHED, AVERAGE = "published", "average of published figures"
"""The basis of a benchmark: as published, or computed here from those of several authorities."""

ENDS_ON, COVERS_FROM, POPULATION = "the extract ends on ", "the extract covers what happened from ", "population "
HOLDS = "the extract "
"""How the remarks in a figure's note begin."""

FILE_ENDS_ON = "goes to "
"""After the name of a file that was drawn earlier than the others."""


class Figure(NamedTuple):
    """One figure; the columns of the tidy result, in their order.

    `numerator`, `denominator`: counts (a count stands in `numerator` and `value`; gaps: total months, gaps known).
    `value`: unrounded, None where there is none. `unit`: per 10,000 | percent | months | count | working days.
    `status`: complete | part (the period ends after as-at) | before (it starts before what the extract
    covers) | tbc (not yet published) | unavailable. `basis`: what it stands on. `note`: what a reader must know.
    """

    indicator: str
    area: str
    by: str = ""
    group: str = ""
    period: str = ""
    start: date | None = None
    end: date | None = None
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    unit: str = ""
    status: str = COMPLETE
    basis: str = ""
    note: str = ""

    @property
    def is_benchmark(self) -> bool:
        """Whether it is somebody else's figure, set beside our own."""
        return self.basis in (PUBLISHED, AVERAGE)


COLUMNS = Figure._fields


class Note(NamedTuple):
    """A sentence for under the table, of an indicator; of the whole extract where `indicator` is ""."""

    indicator: str
    text: str


@dataclass(frozen=True)
class Result:
    """Figures in the order asked for, and the sentences that belong under them.

    `area`: whose extract it is. `by`: the grouping's name or "". `notes`: caveats about the rows, by indicator.
    `left_out`: what the input can't answer, and why. `published`: the latest benchmarks, where the table
    has no column for them. `stands_on`: the labels of the bases that any figure stands on. `rules`: each period's
    label with the population rule of its rates; empty where there is none.
    """

    figures: tuple[Figure, ...]
    periods: tuple[Period, ...]
    area: str
    by: str = ""
    notes: tuple[Note, ...] = ()
    left_out: tuple[str, ...] = ()
    published: tuple[Note, ...] = ()
    stands_on: frozenset[str] = frozenset()
    rules: tuple[tuple[str, str], ...] = ()

    def of(self, code: str) -> list[Figure]:
        """The figures of one indicator."""
        return [figure for figure in self.figures if figure.indicator == code]

    def to_frame(self) -> pd.DataFrame:
        """The figures as a DataFrame with nullable types; columns as in Figure, start and end datetime64."""
        import pandas as pd

        frame = pd.DataFrame(list(self.figures), columns=list(COLUMNS))
        numbers = {name: "Float64" for name in ("numerator", "denominator", "value")}
        texts = {
            name: "string" for name in ("indicator", "area", "by", "group", "period", "unit", "status", "basis", "note")
        }
        frame[["start", "end"]] = frame[["start", "end"]].apply(pd.to_datetime)
        return frame.astype(numbers | texts)


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts in order, each once."""
    return tuple(dict.fromkeys(texts))
