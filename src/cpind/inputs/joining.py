"""Separate exports joined: a conference with its enquiry, a review with its plan, a transfer-in with its referral, and every
event with what a file of people says of its child.

Case systems export a kind of event at a time. Where a file has no enquiries of its own, its conferences take theirs from
the other files by a key that both have (an enquiry's, conference's or referral's identifier), else by child: the latest
enquiry that started after the child's conference before this one, and on or before this one. [choice] A file in which an
enquiry and a conference share a row is never joined: there a blank is a blank. Only live flat files are joined, not
annual returns, Annex A or the Standard Safeguarding Dataset, which have keys of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..model.columns import LIVE, Categorical, Column, Rows, cells
from ..model.dates import days, pack_key, whose_and_when
from ..model.extract import TABLES
from ..model.joins import Join
from ..model.runs import same_as_previous
from ..model.schema import EVENT_COLUMNS, PERSON_COLUMNS

BY_CHILD = "child"
ENQUIRY_KEYS = ("enquiry_id", "conference_id", "referral_id")
_FIRST_WEEKS = np.timedelta64(31, "D")
"""An enquiry that led to a conference so soon after the first enquiry of a file may be older than the file."""

_NO_DATE = np.datetime64("NaT", "D")
_FIRST_DAY = np.datetime64("1970-01-01", "D")
_WITHOUT_ENQUIRIES = sum(1 << place for place, name in enumerate(TABLES) if name != "enquiries")
_FEEDS_NOTHING = 0


@dataclass(frozen=True)
class Source:
    """A file (or sheet) among the rows: from row `begin` up to `end`; `names`: its columns."""

    name: str
    begin: int
    end: int
    names: frozenset[str]

    @property
    def rows(self) -> slice:
        return slice(self.begin, self.end)


def join(
    rows: Rows, sources: Sequence[Source], reviews: np.ndarray, review_dates: np.ndarray
) -> tuple[np.ndarray | None, list[Join]]:
    """Fill the columns of `rows` (changed in place) from other files.

    `sources`: the live flat files. `reviews`, `review_dates`: the row and the date of each review. Returns the plan start
    of each review (None where no review needed one), and what was joined with what.
    """
    files = _Files(rows, sources)
    joins = [*_enquiries(files), *_referrals(files)]
    starts, of_reviews = _plans(files, reviews, review_dates)
    return starts, [*joins, *of_reviews, *_people(files)]


class _Files:
    """The live rows of the files, and their columns for reading and changing."""

    def __init__(self, rows: Rows, sources: Sequence[Source]) -> None:
        self.rows, self.sources = rows, sources
        self.live = np.zeros(len(rows), bool)
        for source in sources:
            self.live[source.rows] = True
        self.live &= (rows["return_year"] == LIVE) & rows["child_id"].filled()
        self.child = rows["child_id"].codes

    def filled(self, name: str) -> np.ndarray:
        """Which live rows have a value in a column."""
        column = self.rows[name]
        return self.live & (column.filled() if isinstance(column, Categorical) else ~_blank(column))

    def of(self, source: Source, mask: np.ndarray) -> np.ndarray:
        """The rows of a source where the mask (of all rows) is true."""
        return source.begin + np.flatnonzero(mask[source.rows])

    def having(self, mask: np.ndarray) -> list[Source]:
        """The sources with any such row."""
        return [source for source in self.sources if mask[source.rows].any()]

    def change(self, name: str, places: np.ndarray, values: np.ndarray) -> None:
        """New values (of texts: codes) in some rows of a column."""
        column = self.rows[name]
        changed = cells(column).copy()
        changed[places] = values
        self.rows.columns[name] = Categorical(changed, column.texts) if isinstance(column, Categorical) else changed

    def feed(self, places: np.ndarray, feeds: int) -> None:
        """The rows belong to these tables of the extract only."""
        if "feeds" not in self.rows:
            self.rows.columns["feeds"] = np.full(len(self.rows), -1, np.int16)
        self.change("feeds", places, np.int16(feeds))


# --- one kind of event looks another up -------------------------------------------------------------------


class _Known:
    """Events that can be looked up: which rows they are (`places`), and the day of each."""

    def __init__(self, files: _Files, places: np.ndarray, day: str) -> None:
        self.files, self.places, self.day = files, places, files.rows[day][places]

    def by_child(self) -> np.ndarray:
        """Sorted keys (child, day), each once."""
        return np.unique(pack_key(self.files.child[self.places], self.day))

    def by_key(self, key: str, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The keys (owner, day) of the events that have the key, sorted, each once; and of each wanted row the owner, a
        number for child and key together, -1 where no event has its."""
        column = self.files.rows[key].codes
        has_key = column[self.places] >= 0
        owner = _pair(self.files.child[self.places[has_key]], column[self.places[has_key]])
        owners, place = np.unique(owner, return_inverse=True)
        asked = _pair(self.files.child[wanted], column[wanted])
        at = np.minimum(np.searchsorted(owners, asked), max(len(owners) - 1, 0))
        found = owners[at] == asked if len(owners) else np.zeros(len(asked), bool)
        return np.unique(pack_key(place.astype(np.int64), self.day[has_key])), np.where(found, at, -1)


def _pair(child: np.ndarray, key: np.ndarray) -> np.ndarray:
    return child.astype(np.int64) << 32 | key.astype(np.int64)


def _latest(keys: np.ndarray, owner: np.ndarray, after: np.ndarray, upto: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of each owner the latest day after one day (missing: any) and up to another; missing where there is none. And among
    how many it was the latest."""
    low = pack_key(owner, np.where(np.isnat(after), _FIRST_DAY, after))
    low = np.searchsorted(keys, low, side="right")
    high = np.searchsorted(keys, pack_key(owner, upto), side="right")
    count = np.where(owner >= 0, high - low, 0)
    day = np.full(len(owner), _NO_DATE)
    day[count > 0] = whose_and_when(keys[high[count > 0] - 1])[1]
    return day, count


def _look_up(
    files: _Files, known: _Known, key_names: Sequence[str], wanted: np.ndarray, after: np.ndarray, upto: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each wanted row the day of its event: by the first of the keys that it has filled, else by child. Also the number
    of events it was chosen from, and the place of the key among the names (their number for "by child").

    A key that tells one event is believed whatever the dates say; among several the dates decide, as they do by child.
    """
    day, count = np.full(len(wanted), _NO_DATE), np.zeros(len(wanted), np.int64)
    by = np.full(len(wanted), len(key_names))
    undecided = np.ones(len(wanted), bool)
    for place, key in enumerate(key_names):
        mine = np.flatnonzero(undecided & (files.rows[key].codes[wanted] >= 0))
        keys, owner = known.by_key(key, wanted[mine])
        found, among = _latest(keys, owner, after[mine], upto[mine])
        one_day, ones = _only(keys, owner)
        day[mine], count[mine] = np.where(ones == 1, one_day, found), np.where(ones == 1, 1, among)
        by[mine] = place
        undecided[mine] = False
    rest = np.flatnonzero(undecided)
    day[rest], count[rest] = _latest(known.by_child(), files.child[wanted[rest]], after[rest], upto[rest])
    return day, count, by


def _only(keys: np.ndarray, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first day of each owner, and how many it has."""
    low = np.searchsorted(keys, pack_key(owner, np.full(len(owner), _FIRST_DAY)))
    high = np.searchsorted(keys, pack_key(owner + 1, np.full(len(owner), _FIRST_DAY)))
    count = np.where(owner >= 0, high - low, 0)
    day = np.full(len(owner), _NO_DATE)
    day[count > 0] = whose_and_when(keys[low[count > 0]])[1]
    return day, count


def _common(keys: Sequence[str], source: Source, others: Sequence[Source], rows: Rows) -> list[str]:
    """The keys that a file and one of the others both have."""
    there = [key for key in keys if key in rows and key in source.names]
    return [key for key in there if any(key in other.names for other in others)]


def _made(
    kind: str,
    source: Source,
    others: Sequence[Source],
    wanted: np.ndarray,
    found: np.ndarray,
    several: np.ndarray,
    by: str,
) -> Join:
    from_files = tuple(other.name for other in others if other is not source) or (source.name,)
    return Join(kind, source.name, from_files, by, len(wanted), wanted[found], wanted[several])


def _by_words(names: Sequence[str], by: np.ndarray) -> str:
    """ "enquiry_id", "child" or "enquiry_id or child": what the rows were joined by."""
    return " or ".join([*names, BY_CHILD][place] for place in np.unique(by).tolist())


# --- conferences -> enquiries, transfer-ins -> referrals --------------------------------------------------


def _enquiries(files: _Files) -> list[Join]:
    """The start of each conference's enquiry, where its file has none that shares a row with a conference."""
    held, enquired = files.filled("icpc_date"), files.filled("s47_start")
    others = files.having(enquired)
    both = held & enquired
    apart = [source for source in files.having(held) if not both[source.rows].any()]
    if not (others and apart):
        return []
    before = _conference_before(files, held)
    known = _Known(files, np.flatnonzero(enquired), "s47_start")
    joins = []
    for source in apart:
        wanted = files.of(source, held & (files.rows["transfer_in"] != 1))
        if not len(wanted):
            continue
        keys = _common(ENQUIRY_KEYS, source, others, files.rows)
        upto = files.rows["icpc_date"][wanted]
        day, count, by = _look_up(files, known, keys, wanted, before[wanted], upto)
        found = ~np.isnat(day)
        files.change("s47_start", wanted[found], day[found])
        files.feed(wanted, _WITHOUT_ENQUIRIES)
        made = _made("enquiry", source, others, wanted, found, count > 1, _by_words(keys, by))
        joins.append(replace(made, early=int((~found & (upto <= known.day.min() + _FIRST_WEEKS)).sum())))
    return joins


def _conference_before(files: _Files, held: np.ndarray) -> np.ndarray:
    """For each row with a conference the date of the child's conference before it, missing for the first."""
    places = np.flatnonzero(held)
    key = pack_key(files.child[places], files.rows["icpc_date"][places])
    keys, at = np.unique(key, return_inverse=True)
    child, date = whose_and_when(keys)
    same = same_as_previous(child) if len(child) else np.zeros(0, bool)
    earlier = np.where(same, np.append(_NO_DATE, date[:-1]) if len(date) else date, _NO_DATE)
    before = np.full(len(files.rows), _NO_DATE)
    before[places] = earlier[at]
    return before


def _referrals(files: _Files) -> list[Join]:
    """The referral of each transfer-in, where its file has none: the child's latest on or before it."""
    moved_in = files.filled("icpc_date") & (files.rows["transfer_in"] == 1)
    referred = files.filled("referral_date")
    others = files.having(referred)
    joins = []
    for source in files.having(moved_in) if others else ():
        if referred[source.rows].any():
            continue
        wanted = files.of(source, moved_in)
        known = _Known(files, np.flatnonzero(referred), "referral_date")
        keys = _common(("referral_id",), source, others, files.rows)
        upto = files.rows["icpc_date"][wanted]
        day, count, by = _look_up(files, known, keys, wanted, np.full(len(wanted), _NO_DATE), upto)
        found = ~np.isnat(day)
        files.change("referral_date", wanted[found], day[found])
        joins.append(_made("referral", source, others, wanted, found, count > 1, _by_words(keys, by)))
    only_referrals = referred & ~np.logical_or.reduce([files.filled(name) for name in EVENT_COLUMNS])
    for source in others:
        if not any(name in source.names for name in (*EVENT_COLUMNS, "review_dates")):
            files.feed(files.of(source, only_referrals), _FEEDS_NOTHING)
    return joins


# --- reviews -> plans ---------------------------------------------------------------------------------------


def _plans(files: _Files, reviews: np.ndarray, review_dates: np.ndarray) -> tuple[np.ndarray | None, list[Join]]:
    """The plan of each review whose file has no plans: start < review <= end (or no end), the latest started."""
    started = files.filled("plan_start")
    others = files.having(started)
    is_live = files.live[reviews]
    starts, joins = None, []
    for source in files.sources if others else ():
        mine = np.flatnonzero(is_live & (reviews >= source.begin) & (reviews < source.end))
        if not len(mine) or started[source.rows].any():
            continue
        if starts is None:
            starts = files.rows["plan_start"][reviews]
        wanted, held = reviews[mine], review_dates[mine]
        keys = _common(("plan_id",), source, others, files.rows)
        start, by = _plan_of_review(files, np.flatnonzero(started), keys, wanted, held)
        starts[mine] = start
        found = ~np.isnat(start)
        joins.append(_made("plan", source, others, wanted, found, np.zeros(len(wanted), bool), _by_words(keys, by)))
    return starts, joins


def _plan_of_review(
    files: _Files, plans: np.ndarray, keys: Sequence[str], wanted: np.ndarray, held: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The start of the plan of each review, and by what it was found (as _look_up says it)."""
    start, end = files.rows["plan_start"], files.rows["plan_end"]
    known = _Known(files, plans, "plan_start")
    found, by = np.full(len(wanted), _NO_DATE), np.full(len(wanted), len(keys))
    undecided = np.ones(len(wanted), bool)
    for place, key in enumerate(keys):
        mine = np.flatnonzero(undecided & (files.rows[key].codes[wanted] >= 0))
        sorted_keys, owner = known.by_key(key, wanted[mine])
        one_day, ones = _only(sorted_keys, owner)
        among = _latest(sorted_keys, owner, np.full(len(mine), _NO_DATE), held[mine] - np.timedelta64(1, "D"))[0]
        found[mine] = np.where(ones == 1, one_day, among)
        by[mine], undecided[mine] = place, False
    order = np.argsort(pack_key(files.child[plans], start[plans]), kind="stable")
    keys_of_plans = pack_key(files.child[plans], start[plans])[order]
    unique, first = np.unique(keys_of_plans, return_index=True)
    # Rows that share a plan: the latest end, a recorded one before a blank.
    ends = np.fmax.reduceat(end[plans][order].astype("datetime64[D]"), first) if len(first) else end[:0]
    child_of, start_of = whose_and_when(unique)
    rest = np.flatnonzero(undecided)
    at = np.searchsorted(unique, pack_key(files.child[wanted[rest]], held[rest]), side="left") - 1
    while len(rest):
        same = (at >= 0) & (child_of[at] == files.child[wanted[rest]])
        fits = same & ~(held[rest] > ends[at])
        found[rest[fits]] = start_of[at[fits]]
        rest, at = rest[same & ~fits], at[same & ~fits] - 1
    return found, by


# --- people ---------------------------------------------------------------------------------------------------


def _people(files: _Files) -> list[Join]:
    """What files of people say of a child, where the child's events say nothing."""
    persons = np.zeros(len(files.rows), bool)
    sources = [s for s in files.sources if not s.names & {*EVENT_COLUMNS, "review_dates", "referral_date"}]
    if not sources:
        return []
    for source in sources:
        persons[files.of(source, files.live)] = True
    events = np.flatnonzero(files.live & ~persons)
    differ = np.zeros(len(files.rows), bool)
    for name in PERSON_COLUMNS:
        if name in files.rows and any(name in source.names for source in sources):
            differ |= _fill(files, name, np.flatnonzero(persons), events)
    places = np.flatnonzero(persons)
    if len(places):
        files.feed(places, _FEEDS_NOTHING)
    known = np.unique(files.child[places])
    with_event = np.unique(files.child[events])
    found = np.isin(with_event, known)
    others = tuple(s.name for s in files.sources if s not in sources)
    described = events[np.isin(files.child[events], known)]
    names = ", ".join(source.name for source in sources)
    doubtful = np.flatnonzero(differ)
    return [Join("person", names, others, BY_CHILD, len(with_event), described, doubtful, int(found.sum()))]


def _fill(files: _Files, name: str, persons: np.ndarray, events: np.ndarray) -> np.ndarray:
    """Fill a column of the events from the last person row of the child that says something; which person rows differ from
    that one."""
    column: Column = files.rows[name]
    values = cells(column)
    says = persons[~_blank(column)[persons]]
    if not len(says):
        return np.zeros(len(values), bool)
    order = says[np.argsort(files.child[says], kind="stable")]
    children, first = np.unique(files.child[order], return_index=True)
    last = order[np.append(first[1:], len(order)) - 1]
    differ = np.zeros(len(values), bool)
    differ[order] = values[order] != np.repeat(values[last], np.diff(np.append(first, len(order))))
    wanting = events[_blank(column)[events]]
    at = np.minimum(np.searchsorted(children, files.child[wanting]), len(children) - 1)
    found = children[at] == files.child[wanting]
    files.change(name, wanting[found], values[last[at[found]]])
    return differ


def _blank(column: Column) -> np.ndarray:
    values = cells(column)
    return np.isnat(days(values)) if values.dtype.kind == "M" else values < 0
