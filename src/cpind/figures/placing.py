"""Place events in periods, for all periods in one pass.

The events are placed between the sorted edges of the periods; a period's count is the difference of two running totals.
For snapshots, the events are the plans open at each date, stacked. An indicator that counts two kinds of events (plans
that ended in the period or are open at its end; conferences and enquiries) has both, one after the other, and a
period's count is the sum of two such differences. Only "each child once" needs the events of each period separately.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from ..model.columns import Frame, cells, stacked
from ..model.dates import by_day, pack_key
from ..model.periods import Period
from ..model.runs import distinct_values, same_as_previous
from .derived import DERIVED
from .stacking import EventSource, stack

if TYPE_CHECKING:
    from .basis import Basis
    from .choices import Choices
    from .groupings import Grouping
    from .indicators import Indicator

Cache = dict[tuple[object, ...], "Placed"]
"""The placed events of a call, for indicators that count the same events by the same date."""

_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Placed:
    """Events that are dated in one of the periods, and their places among these.

    Attributes:
        events: the events with their columns.
        source: where they come from.
        positions: their positions there.
        dated: the date of each event.
        place: the edges between which each is dated.
        first, last: the places of each period's two edges among all edges, with a row for each kind of events.
        edges: the number of edges.
        cache: derived values, by the function that worked them out.
    """

    events: Frame
    source: EventSource
    positions: np.ndarray
    dated: np.ndarray
    place: np.ndarray
    first: np.ndarray
    last: np.ndarray
    edges: int
    cache: dict[Any, Any] = field(default_factory=dict)

    def sums(self, weights: np.ndarray | None, codes: np.ndarray | None, groups: int) -> np.ndarray:
        """For each period (row) and group (column), the sum of the weights or, for a mask (None: all), the number of
        events."""
        bins = self.place if codes is None else self.place * groups + codes
        if weights is not None and weights.dtype == bool:
            bins, weights = (bins if weights.all() else bins[weights]), None
        counts = np.bincount(bins, weights, minlength=(self.edges + 1) * groups)
        running = counts.reshape(self.edges + 1, groups).cumsum(axis=0)
        return (running[self.last] - running[self.first]).sum(axis=0)

    def by_period(self, mask: np.ndarray | None) -> Iterable[np.ndarray]:
        """For each period, the positions of the events in the mask (None: all) that are dated in it."""
        among = np.arange(len(self.place)) if mask is None else np.flatnonzero(mask)
        place = self.place[among].astype(np.min_scalar_type(self.edges))  # small integers are sorted in one pass
        order = among[np.argsort(place, kind="stable")]
        running = np.bincount(place, minlength=self.edges + 1).cumsum()
        for firsts, lasts in zip(running[self.first].T.tolist(), running[self.last].T.tolist()):
            runs = [order[first:last] for first, last in zip(firsts, lasts)]
            yield runs[0] if len(runs) == 1 else np.concatenate(runs)

    def codes(self, grouping: Grouping, which: str) -> np.ndarray | None:
        """Each event's group; None if there is only one group."""
        if not grouping.columns:
            return None
        if (key := (grouping.name, which)) not in self.cache:
            columns = {name: self.source.column(name).take(self.positions) for name in grouping.columns}
            self.cache[key] = grouping.codes(Frame(columns), self.dated, which)
        codes: np.ndarray = self.cache[key]
        return codes

    def number_of(self, mask: np.ndarray | None) -> int:
        """How many different events are in the mask (None: all); a plan open at several dates is one."""
        if "event" not in self.events:
            return len(self.events) if mask is None else int(mask.sum())
        seen = np.zeros(len(self.source.frame), bool)
        seen[self.positions if mask is None else self.positions[mask]] = True
        return int(seen.sum())


def place(
    indicator: Indicator, periods: Sequence[Period], basis: Basis, choices: Choices, cache: Cache | None = None
) -> Placed:
    """The placed events of an indicator; kept in the `cache` for others."""
    cache = {} if cache is None else cache
    kinds, once = indicator.kinds, indicator.statistic.once_a_child
    key = (basis.label, kinds, once, tuple(periods))
    if key not in cache:
        parts = [_cached(table, dated, periods, basis, cache) for table, dated in kinds]
        placed = parts[0] if len(parts) == 1 else _together(parts)
        cache[key] = _once_a_child(placed) if once else placed
    placed = cache[key]
    if missing := [name for name in indicator.derives if name not in placed.events]:
        columns = {name: DERIVED[name].function(placed, basis, choices) for name in missing}
        cache[key] = placed = replace(placed, events=placed.events.with_columns(**columns))
    return placed


def _cached(table: str, dated: str, periods: Sequence[Period], basis: Basis, cache: Cache) -> Placed:
    """The placed events of one kind; kept in the `cache` for indicators that count only these."""
    key = (basis.label, ((table, dated),), False, tuple(periods))
    if key not in cache:
        cache[key] = _open_plans(basis, periods) if dated == "open" else _dated_events(basis, table, dated, periods)
    return cache[key]


def _dated_events(basis: Basis, table: str, column: str, periods: Sequence[Period]) -> Placed:
    """The events that have the date of the column in one of the periods."""
    source = basis.events(table)
    dated = cells(source.frame[column])
    edges, first, last = _edges([(period.start, period.end) for period in periods])
    place = _places(edges, dated)  # a missing date is placed last, after all periods
    positions = np.flatnonzero(_covered(first[0], last[0], len(edges))[place])
    events = source.frame if len(positions) == len(dated) else source.frame.take(positions)
    return Placed(events, source, positions, dated[positions], place[positions], first, last, len(edges))


def _open_plans(basis: Basis, periods: Sequence[Period]) -> Placed:
    """The plans open at each period's last day (or as-at, if earlier), one row per plan and such day, dated by it."""
    source = basis.events("plans")
    start, out = source.frame["start"], source.frame["out"]
    at = [min(period.end, basis.as_at) for period in periods]
    # As integers, which are compared faster; a plan that is still open leaves the stock after all days.
    begins, over = start.view(np.int64), np.where(np.isnat(out), _NEVER, out.view(np.int64))
    open_at = {
        day: np.flatnonzero((begins <= day.astype(np.int64)) & (over > day.astype(np.int64)))
        for day in (np.datetime64(day, "D") for day in sorted(set(at)))
    }
    positions = np.concatenate(list(open_at.values()))
    dated = np.repeat(np.array(list(open_at), "datetime64[D]"), [len(rows) for rows in open_at.values()])
    columns = {
        "child": source.frame["child"][positions],
        "start": start[positions],
        "previous_start": source.frame["previous_start"][positions],
        "previous_end": source.frame["previous_end"][positions],
        "date_of_birth": source.column("date_of_birth")[positions],
        "at": dated,
        "event": positions,
    }
    edges, first, last = _edges([(day, day) for day in at])
    place = _places(edges, dated)
    return Placed(Frame(columns), source, positions, dated, place, first, last, len(edges))


def _together(parts: Sequence[Placed]) -> Placed:
    """Events of several kinds together: the columns that all have, and `kind`, the number of each event's kind."""
    source, begins = stack([part.source for part in parts])
    positions = np.concatenate([part.positions + begin for part, begin in zip(parts, begins)])
    names = [name for name in parts[0].events.names if all(name in part.events for part in parts) and name != "event"]
    columns = {name: stacked([part.events[name] for part in parts]) for name in names}
    columns["event"] = positions
    columns["kind"] = np.repeat(np.arange(len(parts), dtype=np.int8), [len(part.positions) for part in parts])
    offsets = np.cumsum([0, *(part.edges + 1 for part in parts)]).tolist()
    return Placed(
        Frame(columns),
        source,
        positions,
        np.concatenate([part.dated for part in parts]),
        np.concatenate([part.place + offset for part, offset in zip(parts, offsets)]),
        np.concatenate([part.first + offset for part, offset in zip(parts, offsets)]),
        np.concatenate([part.last + offset for part, offset in zip(parts, offsets)]),
        offsets[-1] - 1,
    )


def _once_a_child(placed: Placed) -> Placed:
    """The latest event of each child in each period, one row per period and child."""
    chosen = [_latest_of_children(placed, positions) for positions in placed.by_period(None)]
    rows, periods = np.concatenate(chosen), np.arange(len(chosen))[np.newaxis]
    return Placed(
        placed.events.take(rows).with_columns(event=placed.positions[rows]),
        placed.source,
        placed.positions[rows],
        placed.dated[rows],
        np.repeat(periods[0] + 1, [len(one) for one in chosen]),
        periods,
        periods + 1,
        len(chosen),
    )


def _latest_of_children(placed: Placed, positions: np.ndarray) -> np.ndarray:
    """The latest of these events for each child; if several are on that day, the last in the order of their source."""
    positions = np.sort(positions)
    child = placed.events["child"][positions]
    order = np.argsort(pack_key(child, placed.dated[positions]), kind="stable")
    is_last = np.ones(len(order), bool)
    is_last[:-1] = ~same_as_previous(child[order])[1:]
    return np.sort(positions[order[is_last]])


def _edges(spans: Sequence[tuple[date, date]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The days on which a period begins or is over, in order; and the places of each period's two days, in one row."""
    starts = np.array([start for start, _ in spans], "datetime64[D]")
    after = np.array([end + timedelta(days=1) for _, end in spans], "datetime64[D]")
    edges = distinct_values(np.concatenate([starts, after]))
    return edges, np.searchsorted(edges, starts)[np.newaxis], np.searchsorted(edges, after)[np.newaxis]


def _places(edges: np.ndarray, dated: np.ndarray) -> np.ndarray:
    """How many edges are on or before each date; all of them for a missing date."""
    return by_day(dated, lambda days: np.searchsorted(edges, days, side="right"))


def _covered(first: np.ndarray, last: np.ndarray, edges: int) -> np.ndarray:
    """Which of the places between edges are in a period."""
    covered = np.zeros(edges + 1, bool)
    for begin, end in zip(first, last):
        covered[begin + 1 : end + 1] = True
    return covered
