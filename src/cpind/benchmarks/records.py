"""The rows of the store of published figures (store.py says what each column holds), and the words in them."""

from __future__ import annotations

from typing import NamedTuple

FIGURE, POPULATION, NEIGHBOUR = "figure", "population", "neighbour"
NATIONAL, REGIONAL, LOCAL = LEVELS = ("national", "regional", "local")


class Record(NamedTuple):
    """A row of the store; every field a text, "" where there is nothing."""

    record: str
    indicator: str
    level: str
    code: str
    gss: str
    area: str
    region: str
    period: str
    numerator: str
    denominator: str
    value: str
    release: str
    vintage: str
    date: str
    source: str
    note: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What there can be only one of."""
        return self.record, self.indicator, self.code, self.period, self.release


COLUMNS = Record._fields
HEADING = ",".join(COLUMNS)
