"""Look up the event in one file that belongs to a row of another: by a key that both have, else by child and date."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...model.columns import Rows, cells
from ...model.dates import pack_key, unpack_key
from .files import BY_CHILD, NO_DATE, FileRows, JoinedFiles

_FIRST_DAY = np.datetime64("1970-01-01", "D")


class EventLookup:
    """Events that can be looked up: which rows they are (`places`), and the day of each."""

    def __init__(self, files: JoinedFiles, places: np.ndarray, day: str) -> None:
        self.files, self.places, self.day = files, places, cells(files.rows[day])[places]

    def by_child(self) -> np.ndarray:
        """Sorted keys (child, day), each once."""
        return np.unique(pack_key(self.files.child[self.places], self.day))

    def by_key(self, key: str, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The sorted, distinct (owner, day) keys of the events that have the key; and the owner of each wanted row: one
        number for child and key together, -1 if no event has it."""
        column = cells(self.files.rows[key])
        has_key = column[self.places] >= 0
        owner = _pair(self.files.child[self.places[has_key]], column[self.places[has_key]])
        owners, place = np.unique(owner, return_inverse=True)
        searched = _pair(self.files.child[wanted], column[wanted])
        at = np.minimum(np.searchsorted(owners, searched), max(len(owners) - 1, 0))
        known = owners[at] == searched if len(owners) else np.zeros(len(searched), bool)
        return np.unique(pack_key(place.astype(np.int64), self.day[has_key])), np.where(known, at, -1)


def _pair(child: np.ndarray, key: np.ndarray) -> np.ndarray:
    """Child and key as one number."""
    return child.astype(np.int64) << 32 | key.astype(np.int64)


def look_up(
    files: JoinedFiles,
    known: EventLookup,
    key_names: Sequence[str],
    wanted: np.ndarray,
    after: np.ndarray,
    upto: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each wanted row, the day of its event: by its first key that is filled, else by child. Also how many events
    it was chosen from, and the position of the key among the names (the number of names for "by child").

    A key with a single event decides whatever the dates are; among several events the dates decide, as they do by
    child.
    """
    day, count = np.full(len(wanted), NO_DATE), np.zeros(len(wanted), np.int64)
    by = np.full(len(wanted), len(key_names))
    undecided = np.ones(len(wanted), bool)
    for place, key in enumerate(key_names):
        mine = np.flatnonzero(undecided & (cells(files.rows[key])[wanted] >= 0))
        keys, owner = known.by_key(key, wanted[mine])
        latest, among = latest_day(keys, owner, after[mine], upto[mine])
        one_day, ones = only_day(keys, owner)
        day[mine], count[mine] = np.where(ones == 1, one_day, latest), np.where(ones == 1, 1, among)
        by[mine] = place
        undecided[mine] = False
    rest = np.flatnonzero(undecided)
    day[rest], count[rest] = latest_day(known.by_child(), files.child[wanted[rest]], after[rest], upto[rest])
    return day, count, by


def latest_day(
    keys: np.ndarray, owner: np.ndarray, after: np.ndarray, upto: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each owner, the latest day after one day (any, if that is missing) and up to another; missing if there is
    none. Also how many days it was chosen from."""
    low = pack_key(owner, np.where(np.isnat(after), _FIRST_DAY, after))
    low = np.searchsorted(keys, low, side="right")
    high = np.searchsorted(keys, pack_key(owner, upto), side="right")
    count = np.where(owner >= 0, high - low, 0)
    day = np.full(len(owner), NO_DATE)
    day[count > 0] = unpack_key(keys[high[count > 0] - 1])[1]
    return day, count


def only_day(keys: np.ndarray, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first day of each owner, and how many days it has."""
    low = np.searchsorted(keys, pack_key(owner, np.full(len(owner), _FIRST_DAY)))
    high = np.searchsorted(keys, pack_key(owner + 1, np.full(len(owner), _FIRST_DAY)))
    count = np.where(owner >= 0, high - low, 0)
    day = np.full(len(owner), NO_DATE)
    day[count > 0] = unpack_key(keys[low[count > 0]])[1]
    return day, count


def common_keys(keys: Sequence[str], source: FileRows, others: Sequence[FileRows], rows: Rows) -> list[str]:
    """The keys that a file and one of the others both have."""
    own = [key for key in keys if key in rows and key in source.names]
    return [key for key in own if any(key in other.names for other in others)]


def by_words(names: Sequence[str], by: np.ndarray) -> str:
    """What the rows were joined by: "enquiry_id", "child" or "enquiry_id or child"."""
    return " or ".join([*names, BY_CHILD][place] for place in np.unique(by).tolist())
