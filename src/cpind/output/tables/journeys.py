"""The journeys of children as a table with a row for each event."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ...analysis.journeys import Journeys
from ...analysis.pseudonyms import with_pseudonyms
from ...model.columns import Frame, coded
from ...model.wording import counted, listed
from .children import Listed, date_column, table_of, text_column
from .table import Table

MOST_LINES = 20
"""The most lines without a child that a sentence lists; for more it gives the number."""


def journeys_table(journeys: Journeys, key: bytes | None = None, *, as_records: bool) -> Table:
    """A row for each event, each child's in order: what happened, in which reporting year, which figures count it, and
    those in whose denominator it is alone. With a `key`, children have pseudonyms."""
    steps = journeys.steps
    child = Frame({"child_id": coded(step.child for step in steps)})
    if key:
        child = with_pseudonyms(child, key)
    columns = [
        text_column("child_id", child["child_id"]),
        date_column("date", np.array([step.day for step in steps], "datetime64[D]")),
        _label("event", (step.kind for step in steps)),
        _label("year", (step.year for step in steps)),
        _label("counted_in", (", ".join(step.counted_in) for step in steps)),
        _label("only_in_denominator", (", ".join(step.only_in_denominator) for step in steps)),
    ]
    return table_of("", columns, _notes(journeys), as_records=as_records)


def _label(name: str, texts: Iterable[str]) -> Listed:
    return Listed(name, coded(texts), "label")


def _notes(journeys: Journeys) -> Iterable[str]:
    if journeys.unknown:
        lines = [str(line) for line in journeys.unknown]
        where = f"{{line|lines}} {listed(lines)}" if len(lines) <= MOST_LINES else "{n} lines"
        yield counted(f"No child of the extract has the {{identifier|identifiers}} of {where}.", len(lines))
    yield "Figures of the reporting year of each event; a review counts in the figure of the plan that is open at the year's end."
