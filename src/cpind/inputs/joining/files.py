"""The live rows of separate exports, to look up and fill in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...model.columns import LIVE, Categorical, Column, Rows, cells
from ...model.dates import days
from ...model.extract import TABLES
from ...model.joins import Join

BY_CHILD = "child"
NO_DATE = np.datetime64("NaT", "D")
WITHOUT_ENQUIRIES = sum(1 << place for place, name in enumerate(TABLES) if name != "enquiries")
FEEDS_NOTHING = 0


@dataclass(frozen=True)
class FileRows:
    """A file (or sheet) among the rows, from row `begin` up to `end`, and the names of its columns."""

    name: str
    begin: int
    end: int
    names: frozenset[str]

    @property
    def rows(self) -> slice:
        return slice(self.begin, self.end)


class JoinedFiles:
    """The live rows of the files, with columns that can be read and changed."""

    def __init__(self, rows: Rows, sources: Sequence[FileRows]) -> None:
        self.rows, self.sources = rows, sources
        self.live = np.zeros(len(rows), bool)
        for source in sources:
            self.live[source.rows] = True
        self.live &= (rows["return_year"] == LIVE) & rows["child_id"].filled()
        self.child = rows["child_id"].codes

    def filled(self, name: str) -> np.ndarray:
        """Which live rows have a value in a column."""
        filled: np.ndarray = self.live & ~blank_cells(self.rows[name])
        return filled

    def of(self, source: FileRows, mask: np.ndarray) -> np.ndarray:
        """The rows of a source where the mask (of all rows) is true."""
        return source.begin + np.flatnonzero(mask[source.rows])

    def having(self, mask: np.ndarray) -> list[FileRows]:
        """The sources with any row where the mask is true."""
        return [source for source in self.sources if mask[source.rows].any()]

    def change(self, name: str, places: np.ndarray, values: np.ndarray | np.int16) -> None:
        """Set values (codes, for a column of texts) in some rows of a column."""
        column = self.rows[name]
        changed = cells(column).copy()
        changed[places] = values
        self.rows.columns[name] = Categorical(changed, column.texts) if isinstance(column, Categorical) else changed

    def feed(self, places: np.ndarray, feeds: int) -> None:
        """Restrict rows to these tables of the extract."""
        if "feeds" not in self.rows:
            self.rows.columns["feeds"] = np.full(len(self.rows), -1, np.int16)
        self.change("feeds", places, np.int16(feeds))


def blank_cells(column: Column) -> np.ndarray:
    """Which cells of a column are blank."""
    values = cells(column)
    return np.isnat(days(values)) if values.dtype.kind == "M" else values < 0


def join_of(
    kind: str,
    source: FileRows,
    others: Sequence[FileRows],
    wanted: np.ndarray,
    matched: np.ndarray,
    several: np.ndarray,
    by: str,
) -> Join:
    """The Join for the wanted rows of one file: which are matched, and which had several events to choose from."""
    from_files = tuple(other.name for other in others if other is not source) or (source.name,)
    return Join(kind, source.name, from_files, by, len(wanted), wanted[matched], wanted[several])
