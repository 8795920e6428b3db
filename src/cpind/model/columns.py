"""Columns and tables, which every stage passes to the next: numpy arrays by name; pandas only on request.

Types: Categorical for text, datetime64[D] for dates, int16 for flags and numbers with -1 for missing. A column that no
file has is missing in every row.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Self, cast, overload

import numpy as np

from .schema import BY_NAME, KINDS_OF_ROWS, ArrayColumn, TextColumn

if TYPE_CHECKING:
    import pandas as pd

MISSING_NUMBER = -1
"""Stands for a missing flag, number or year in an integer array."""

LIVE = 0
"""The return_year of a row that belongs to no annual return."""


class Categorical:
    """A column of text: the distinct texts, and for each row the position of its text in them; -1 is blank, so no text
    is empty."""

    __slots__ = ("codes", "texts")

    def __init__(self, codes: np.ndarray, texts: Sequence[str]) -> None:
        self.codes, self.texts = codes, texts

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, rows: np.ndarray | slice) -> Categorical:
        """Some of the rows, indexed like an array."""
        return Categorical(self.codes[rows], self.texts)

    def take(self, places: np.ndarray) -> Categorical:
        """The rows at these places."""
        return Categorical(self.codes.take(places), self.texts)

    def filled(self) -> np.ndarray:
        """Which rows have a text."""
        return self.codes >= 0

    def listed(self, rows: np.ndarray | slice = slice(None)) -> list[str]:
        """The text of each row, or of some."""
        codes = self.codes[rows].tolist()
        if len(codes) < len(self.texts):  # pyarrow makes a new Python string at each look-up
            return [self.texts[code] if code >= 0 else "" for code in codes]
        return list(map([*self.texts, ""].__getitem__, codes))

    def by_text(self, function: Callable[[str], object], blank: object) -> np.ndarray:
        """A value for each row: the function of its text, worked out once for each text, or `blank`."""
        # Texts as objects: in an array of numpy strings every row is as wide as the longest text.
        kind = object if isinstance(blank, str) else None
        values: np.ndarray = np.array([*map(function, self.texts), blank], kind)[self.codes]
        return values

    def mapped(self, change: Callable[[str], str]) -> Categorical:
        """The column with each distinct text changed; texts that become equal share one code."""
        return united(self.codes, [change(text) for text in self.texts])

    def narrowed(self, places: np.ndarray) -> Categorical:
        """The rows at these places, blank for -1. Texts that are no longer used are dropped."""
        codes = np.append(self.codes, -1)[places]
        used, narrow = np.unique(codes[codes >= 0], return_inverse=True)
        kept = np.full(len(codes), -1, np.int32)
        kept[codes >= 0] = narrow
        return Categorical(kept, [self.texts[code] for code in used.tolist()])

    def coalesce(self, other: Categorical) -> Categorical:
        """This column, with blanks filled from the other."""
        moved = np.where(other.filled(), other.codes + len(self.texts), -1)
        return united(np.where(self.filled(), self.codes, moved), [*self.texts, *other.texts])

    def to_pandas(self) -> pd.Categorical:
        """As a pandas Categorical, with NaN for blank."""
        import pandas as pd

        return pd.Categorical.from_codes(self.codes, pd.Index(list(self.texts), dtype=object), validate=False)


Column = np.ndarray | Categorical


def cells(column: Column) -> np.ndarray:
    """A column as an array: its values, or the codes of its texts."""
    return column.codes if isinstance(column, Categorical) else column


def as_texts(column: object) -> Categorical:
    """A column that always holds texts, such as the identifiers. Raises TypeError for any other."""
    if not isinstance(column, Categorical):
        raise TypeError(f"a column of {type(column).__name__}, not of texts")
    return column


class Coding:
    """A column that grows as cells are added; its texts are in order of first appearance."""

    def __init__(self) -> None:
        self._positions: defaultdict[str, int] = defaultdict(itertools.count().__next__, {"": -1})
        self._codes = [np.zeros(0, np.int32)]

    def add(self, cells: Iterable[str]) -> None:
        """Append cells to the column."""
        self._codes.append(np.fromiter(map(self._positions.__getitem__, cells), np.int32))

    def finished(self) -> Categorical:
        """The completed column."""
        return Categorical(np.concatenate(self._codes), list(self._positions)[1:])


def coded(cells: Iterable[str]) -> Categorical:
    """A column made of cells, its texts in order of first appearance."""
    coding = Coding()
    coding.add(cells)
    return coding.finished()


def constant(text: str, count: int) -> Categorical:
    """A column with one text in every row."""
    return Categorical(np.full(count, 0 if text else -1, np.int32), [text] if text else [])


def united(codes: np.ndarray, texts: Sequence[str]) -> Categorical:
    """A column in which equal texts share one code, and the empty text is -1."""
    one = coded(texts)
    return (
        Categorical(codes, texts)
        if len(one.texts) == len(texts)
        else Categorical(np.append(one.codes, -1)[codes], one.texts)
    )


def stacked(columns: Sequence[Column]) -> Column:
    """Columns of one kind, one under another."""
    if len(columns) == 1:
        return columns[0]
    if not isinstance(columns[0], Categorical):
        return np.concatenate(cast(Sequence[np.ndarray], columns))
    categoricals = cast(Sequence[Categorical], columns)
    texts = categoricals[0].texts
    if all(column.texts is texts for column in categoricals):
        return Categorical(np.concatenate([column.codes for column in categoricals]), texts)
    first = np.cumsum([0, *(len(column.texts) for column in categoricals)])
    codes = [np.where(column.filled(), column.codes + n, -1) for column, n in zip(categoricals, first)]
    return united(np.concatenate(codes).astype(np.int32), [text for column in categoricals for text in column.texts])


def missing(name: str, count: int) -> Column:
    """An empty column of the kind that this name has."""
    kind = BY_NAME[name].kind if name in BY_NAME else "date" if name == "review_date" else "text"
    if kind in ("date", "birth"):
        return np.full(count, np.datetime64("NaT"), "datetime64[D]")
    if kind in ("flag", "number") or name in KINDS_OF_ROWS:
        return np.full(count, MISSING_NUMBER, np.int16)
    if kind == "year":
        return np.full(count, LIVE, np.int16)
    return Categorical(np.full(count, -1, np.int32), [])


class Frame:
    """A table: columns by name, in the order of `names`, each with one value for every row."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self._columns = dict(columns)
        self.names = tuple(self._columns)

    def __len__(self) -> int:
        return len(next(iter(self._columns.values()), ()))

    def __contains__(self, name: str) -> bool:
        return name in self._columns

    @overload
    def __getitem__(self, name: TextColumn) -> Categorical: ...

    @overload
    def __getitem__(self, name: ArrayColumn) -> np.ndarray: ...

    @overload
    def __getitem__(self, name: str) -> Column: ...

    def __getitem__(self, name: str) -> Column:
        return self._columns[name]

    def take(self, places: np.ndarray) -> Frame:
        """The rows at these places, in their order."""
        return Frame({name: column.take(places) for name, column in self._columns.items()})

    def where(self, mask: np.ndarray) -> Self:
        """The rows where the mask is true."""
        return self if mask.all() else cast(Self, self.take(np.flatnonzero(mask)))

    def with_columns(self, **columns: Column) -> Frame:
        """The table with further columns."""
        return Frame({**{name: self[name] for name in self.names}, **columns})

    def to_pandas(self) -> pd.DataFrame:
        """As a DataFrame, texts as categories."""
        import pandas as pd

        columns = {name: self[name] for name in self.names}
        return pd.DataFrame(
            {
                name: column.to_pandas() if isinstance(column, Categorical) else column
                for name, column in columns.items()
            },
            copy=False,
        )


class Rows:
    """The rows of all files: `columns` by name, each with `count` values. A column that no file has is missing in every
    row. Raises KeyError for a column that was left `unread`: it must be requested when the file is read."""

    def __init__(self, columns: dict[str, Column], count: int, unread: frozenset[str] = frozenset()) -> None:
        self.columns, self.count, self.unread = columns, count, unread
        self._missing: dict[str, Column] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def __len__(self) -> int:
        return self.count

    @overload
    def __getitem__(self, name: TextColumn) -> Categorical: ...

    @overload
    def __getitem__(self, name: ArrayColumn) -> np.ndarray: ...

    @overload
    def __getitem__(self, name: str) -> Column: ...

    def __getitem__(self, name: str) -> Column:
        if name in self.columns:
            return self.columns[name]
        if name in self.unread:
            raise KeyError(name)
        if name not in self._missing:
            self._missing[name] = missing(name, self.count)
        return self._missing[name]


class Part(Frame):
    """Some of the rows, as one table has them. A column is taken when it is needed and not kept, to save memory.

    `places` says which rows they are, None for all; `names` are the table's columns. `own` are columns that only this
    table has, with one value for each place. The column "entry" is the place itself, which is unique to each row.
    """

    def __init__(
        self,
        rows: Rows,
        names: Sequence[str],
        places: np.ndarray | None = None,
        own: dict[str, np.ndarray] | None = None,
    ) -> None:
        self.rows, self.names, self.places, self.own = rows, tuple(names), places, own or {}

    def __len__(self) -> int:
        return len(self.rows) if self.places is None else len(self.places)

    def __contains__(self, name: str) -> bool:
        return name in self.names

    @overload
    def __getitem__(self, name: TextColumn) -> Categorical: ...

    @overload
    def __getitem__(self, name: ArrayColumn) -> np.ndarray: ...

    @overload
    def __getitem__(self, name: str) -> Column: ...

    def __getitem__(self, name: str) -> Column:
        if name in self.own:
            return self.own[name]
        if name == "entry":
            return np.arange(len(self)) if self.places is None else self.places
        column = self.rows[name]
        return column if self.places is None else column.take(self.places)

    def take(self, positions: np.ndarray) -> Part:
        """The places at these positions of the table, in their order."""
        places = positions if self.places is None else self.places[positions]
        return Part(self.rows, self.names, places, {name: column[positions] for name, column in self.own.items()})
