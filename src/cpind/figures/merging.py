"""Merge rows with the same child and day into one event, whose columns get one value by a rule."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from ..model.columns import Categorical, Column, Part, cells
from ..model.dates import pack_key, unpack_key
from ..model.extract import TRACE
from ..model.runs import same_as_previous
from ..model.schema import ArrayColumn
from ..model.vocabulary import standing

_MISSING = np.iinfo(np.int64).min
_LATEST = np.iinfo(np.int64).max


class Merged:
    """One event per (child, day), in this order. A column is taken when it is asked for. If several rows share an
    event, it is the last value that is not missing, in the order of return (and of `then_by`); for columns in
    `earliest` the smallest value, for those in `any_of` the largest.

    Nearly all events have one row, so only the others are merged, and their values replace those of single rows.
    """

    def __init__(
        self,
        part: Part,
        day: ArrayColumn,
        *,
        then_by: ArrayColumn | None = None,
        end_of_latest_return: bool = False,
        earliest: Sequence[str] = (),
        any_of: Sequence[str] = (),
    ) -> None:
        self.part = part
        self._then_by, self._of_latest_return = then_by, end_of_latest_return
        self._earliest, self._any_of = earliest, any_of
        self._key, order = in_order(pack_key(part["child_id"].codes, part[day]))
        repeated = same_as_previous(self._key)
        self._first = order[~repeated]
        shared = repeated.copy()
        shared[:-1] |= repeated[1:]
        self._shared = order[shared]
        self._shared_key = self._key[shared]
        self._key = self._key[~repeated]

    def of_rows(self) -> np.ndarray:
        """For each row of the extract, the position of its event; -1 if it has none here."""
        events = np.full(len(self.part.rows), -1, np.int32)
        entries = self.part["entry"]
        events[entries[self._first]] = np.arange(len(self._first))
        events[entries[self._shared]] = np.searchsorted(self._key, self._shared_key)
        return events

    @cached_property
    def child_and_day(self) -> tuple[np.ndarray, np.ndarray]:
        """Each event's child, as a code, and its day."""
        return unpack_key(self._key)

    def column(self, name: str) -> Column:
        """A column of the rows, one value for each event."""
        taken = self.part[name].take(self._first)
        if len(self._shared):
            cells(taken)[self._places] = self._merged(name)
        return taken

    def different(self, name: ArrayColumn) -> np.ndarray:
        """The number of distinct dates in a column of each event's rows."""
        counts: np.ndarray = (~np.isnat(self.part[name].take(self._first))).astype(np.int16)
        if len(self._shared):
            values = self._rows[name]
            order = np.lexsort((values, self._shared_key))
            repeated = same_as_previous(self._shared_key[order], values[order])
            counts[self._places] = np.add.reduceat(~np.isnat(values[order]) & ~repeated, self._begins)
        return counts

    @cached_property
    def _rows(self) -> Part:
        """The rows that share an event with another, in the order of their events."""
        return self.part.take(self._shared)

    @cached_property
    def _begins(self) -> np.ndarray:
        """Where each event begins among these rows."""
        return np.flatnonzero(~same_as_previous(self._shared_key))

    @cached_property
    def _places(self) -> np.ndarray:
        """The positions of these events among all events."""
        return np.searchsorted(self._key, self._shared_key[self._begins])

    @cached_property
    def _sort_keys(self) -> tuple[np.ndarray, ...]:
        """The sort keys for the rows of an event, most important first: the return, then the day `then_by`, with blanks
        before all dates."""
        then = (_as_numbers(self._rows[self._then_by]),) if self._then_by else ()
        return (self._rows["return_year"], *then)

    def _merged(self, name: str) -> np.ndarray:
        """The value (for text, its code) of each event that has several rows."""
        column = self._rows[name]
        if name in TRACE:  # all of one row: file and row of different rows must not be combined
            return cells(column)[self._last(np.arange(len(column)))]
        if name in self._any_of:
            return np.maximum.reduceat(cells(column), self._begins)
        rank = _as_numbers(column, name)
        if name in self._earliest:
            first = np.minimum.reduceat(np.where(rank == _MISSING, _LATEST, rank), self._begins)
            return np.where(first == _LATEST, np.datetime64("NaT", "D"), first.astype("datetime64[D]"))
        if self._of_latest_return and name == "plan_end":
            years = self._rows["return_year"]
            latest = np.repeat(np.maximum.reduceat(years, self._begins), np.diff(self._begins, append=len(years)))
            rank = np.where(years == latest, rank, _MISSING)
            column = np.where(years == latest, cells(column), np.datetime64("NaT", "D"))
        return cells(column)[self._last(rank)]

    def _last(self, rank: np.ndarray) -> np.ndarray:
        """The row that decides for each event: the last row with a value by the sort keys, and the largest value if
        these are equal, so that the order of the file makes no difference."""
        order = np.lexsort((rank, *reversed(self._sort_keys), rank != _MISSING, self._shared_key))
        return order[np.append(self._begins[1:], len(order)) - 1]


def _as_numbers(column: Column, name: str = "") -> np.ndarray:
    """A column as integers in the order of its values; texts by their rank in the column."""
    if isinstance(column, Categorical):
        used = np.unique(column.codes[column.filled()])
        rank = np.full(len(column.texts) + 1, _MISSING)
        # A category, a sex or an ethnicity sorts by what it stands for, so that its spelling makes no difference.
        ordered = sorted(used.tolist(), key=lambda code: standing(name, column.texts[code]))
        rank[ordered] = np.arange(len(used))
        return rank[column.codes]
    if column.dtype.kind == "M":
        return column.astype("datetime64[D]").astype(np.int64)  # a missing date is the smallest integer
    return np.where(column < 0, _MISSING, column.astype(np.int64))


def in_order(key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The sorted keys, and their former positions; equal keys keep their order."""
    bits = len(key).bit_length()
    if not len(key) or int(key.max()).bit_length() + bits >= 64:
        order = np.argsort(key, kind="stable")
        return key[order], order
    # Key and place as one integer: sorting these is several times faster than sorting places by their keys.
    packed = key << bits | np.arange(len(key))
    packed.sort()
    return packed >> bits, packed & (1 << bits) - 1
