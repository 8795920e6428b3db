"""Which time a basis covers, and which figures are incomplete because of what it holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ..model.columns import cells
from ..model.periods import Period
from ..model.schema import ArrayColumn
from .as_at import reaches
from .beginnings import families_of
from .facts import LIVE
from .flags import HoldsOnly, MayHoldOnly, Shortfall
from .holding import LISTS, OPEN, STARTED, TOLERATED_DAYS, Holding, as_given, lacks_history
from .judging import doubted, judge
from .own_sake import Start, first_whole
from .previous_numbers import has_only_zeros, misread
from .recorded import (
    ALL_LED_ON,
    LATEST_ALONE,
    NO_CLOCK,
    NO_LINK,
    NO_REVIEW,
    NOTHING_AFTER,
    clocked_since,
    is_latest_alone,
    is_without_clock,
    reviews_begin_late,
)
from .selections import Selections

if TYPE_CHECKING:
    from .basis import Basis
    from .indicators import Indicator

_DATED: dict[str, ArrayColumn] = {"conferences": "icpc_date", "enquiries": "s47_start"}
_LEADS = {"conferences": "enquiries", "plans": "conferences"}
"""The events that lead to each of these."""

CLOCKS = "clocks"
"""The starts of enquiries from which conferences are timed, as a table that is covered from a day on."""


class Coverage:
    """The time that a basis covers. Returns hold complete years, and other periods are refused before anything is
    counted, so most of this is about live extracts."""

    def __init__(self, basis: Basis) -> None:
        self._basis, self._insufficient = basis, dict[tuple[object, ...], str]()
        self._is_live = basis.kind == LIVE

    def reaches(self, period: Period) -> bool:
        """Whether the period begins by as-at."""
        return period.start <= self._basis.as_at

    def is_part(self, period: Period, *tables: str) -> bool:
        """Whether the period ends after as-at, after the last recorded day if later events would be expected, or after
        the last day of the files that hold any of the tables."""
        return period.end > (self._basis.silent_after or self._basis.as_at) or any(
            period.end > self.behind[table][0] for table in tables if table in self.behind
        )

    @cached_property
    def behind(self) -> dict[str, tuple[date, tuple[str, ...]]]:
        """The tables of a live extract whose files were extracted more than 31 days before as-at: last day and file
        names."""
        return reaches(self._basis.extract, self._basis.as_at) if self._is_live else {}

    def is_before(self, period: Period, table: str, *, snapshot: bool) -> bool:
        """Whether the period (for a snapshot, its last day) starts before the time covered.

        A first day that was given, or that a layout implies, is exact; one inferred from the events is not.
        """
        first = self.first(table) if self._is_live else None
        if first is None:
            return False
        if snapshot and table == "plans" and period.end < first and self._is_before_all_plans(period):
            return True
        return (period.end if snapshot else period.start) < first - timedelta(days=self._tolerated(table))

    def begins_after(self, period: Period, tables: Iterable[str], *, snapshot: bool) -> date | None:
        """The first day from which all of these tables are covered, if the period starts before it; else None."""
        firsts = [
            self.first(table)
            for table in tables
            if table != "reviews" and self.is_before(period, table, snapshot=snapshot)
        ]
        return max(filter(None, firsts), default=None)

    def is_all_before(self, period: Period, indicator: Indicator) -> bool:
        """Whether the whole period is before the time covered for some table that the indicator depends on, and before
        its first known date: its own, or a plan's start if it counts open plans or plans that follow something."""
        linked = [(table, "start" if table == "plans" else "date") for table in indicator.tables if table != "reviews"]
        counted = {table for table, _ in indicator.kinds}
        kinds = [*indicator.kinds, *(kind for kind in linked if kind[0] not in counted)]
        return any(self._is_all_before(period, table, dated) for table, dated in kinds)

    def _is_all_before(self, period: Period, table: str, dated: str) -> bool:
        first = self.first(table) if self.is_before(period, table, snapshot=dated == "open") else None
        if first is None or period.end >= first:
            return False
        frame = self._basis.events(table).frame
        earliest = earliest_of(cells(frame["start" if dated == "open" else dated]))
        return earliest is None or period.end < earliest

    def first(self, table: str) -> date | None:
        """The first day that the live extract covers; None if it has no events of the kind.

        For plans it is the earliest end, since "plans active since X" lacks plans that ended before X; for plans
        started since X it is the earliest start, and for open plans as-at. Conferences and enquiries that share rows
        with plans are missing with them (own_sake.py); others are covered from their earliest date.
        """
        if self._basis.covered_from:
            return self._basis.covered_from
        if table == "plans":
            return self.holding.since if self.holding and self.holding.since else self._first_plan
        start = self._starts.get(table)
        return start[0] if start else None

    def shortfall(self, indicator: Indicator, period: Period) -> Shortfall | None:
        """What makes a figure incomplete because of the plans that a live extract holds (holding.py), besides the first
        day that it covers; None if it is complete."""
        if not self._is_live or "plans" not in indicator.tables:
            return None
        basis = self._basis
        if "reviews" in indicator.tables and basis.is_flat:
            late = reviews_begin_late(basis.plans, basis.reviews, min(period.end, basis.as_at))
            if late:
                return late
        if not self.holding:
            return None
        if short := self.holding.shortfall(indicator, period, basis.as_at, self._has_no_number):
            return short
        has_previous = any(map(basis.has, ("previous_plans", "previous_plan_start", "previous_plan_end")))
        looks_back = indicator.needs_history or ("previous_plans" in indicator.uses and not has_previous)
        if looks_back and lacks_history(basis.plans, self.holding, indicator, period, has_previous=has_previous):
            return HoldsOnly(self.holding.kind, self.holding.since, lacks_earlier=True, is_given=self.holding.is_given)
        return None

    def doubt(self, indicator: Indicator, period: Period) -> MayHoldOnly | None:
        """What may make a figure incomplete if there are too few events to tell: that the plans are of another kind, or
        the events a selection."""
        other = self._other_holding if self._is_live and "plans" in indicator.tables else None
        short = other.shortfall(indicator, period, self._basis.as_at, self._has_no_number) if other else None
        either = short or self.selections.doubtful(indicator, period)
        return MayHoldOnly(either) if either else None

    @cached_property
    def selections(self) -> Selections:
        """Whether the events seem to be selected by something other than their dates."""
        return Selections(self._basis, self.first)

    @property
    def _has_no_number(self) -> bool:
        # In a history that is cut, zeros everywhere may be a default that nothing contradicts.
        return not self._basis.has("previous_plans") or has_only_zeros(self._basis)

    @cached_property
    def holding(self) -> Holding | None:
        """Which plans a live extract holds: as the user says, else as the plans show; None for other layouts, for
        returns, and if the plans do not show it."""
        basis = self._basis
        if not self._is_live or basis.is_strict or not basis.has_plans:
            return None
        if basis.holds:
            holding: Holding | None = as_given(basis.holds, basis.plans, basis.as_at)
        elif basis.is_flat:
            holding = judge(basis.plans, basis.as_at, families_of(basis.events("plans")))
            if holding and holding.kind == OPEN:
                from .plan_lists import are_several_lists

                if are_several_lists(basis.recorded["plans"], basis.extract.own_columns):
                    return replace(holding, kind=LISTS)
        else:
            return None
        if holding and basis.covered_from and holding.kind != OPEN:
            return replace(holding, since=basis.covered_from, tolerated=0)
        return holding

    @cached_property
    def _other_holding(self) -> Holding | None:
        """Which plans it may hold instead, if there are too few to tell."""
        basis = self._basis
        if self.holding or basis.holds or basis.is_strict or not basis.is_flat or not basis.has_plans:
            return self.holding.other if self.holding else None
        return doubted(basis.plans, basis.as_at)

    def insufficient(self, columns: tuple[str, ...], awaits: tuple[str, ...], joins: frozenset[str]) -> str:
        """Why a live extract can't provide a figure that needs these columns, awaits these events and depends on these
        joins, though it has the columns (recorded.py); "" if it can. Cached: every period of every indicator asks."""
        if not self._is_live:
            return ""
        if (key := (columns, awaits, joins)) not in self._insufficient:
            self._insufficient[key] = next(iter(self._reasons(columns, awaits, joins)), "")
        return self._insufficient[key]

    def _reasons(self, columns: tuple[str, ...], awaits: tuple[str, ...], joins: frozenset[str]) -> Iterable[str]:
        basis = self._basis
        if "review_dates" in columns:
            if not basis.has("review_dates"):
                yield NO_REVIEW
            elif basis.is_flat and is_latest_alone(basis.plans, basis.reviews, basis.as_at):
                yield LATEST_ALONE
        if "previous_plans" in columns and (wrong := misread(basis)):
            yield wrong
        for table in awaits:
            if not len(basis.events(table).frame):
                yield NOTHING_AFTER[table]
            elif self.selections.all_led_on(_LEADS[table]):
                yield ALL_LED_ON[table]
        if "referral" in joins:
            if is_without_clock(basis.conferences):
                yield NO_CLOCK
        elif "enquiry" in joins and np.isnat(basis.recorded["conferences"]["s47_start"]).all():
            yield NO_LINK

    def _tolerated(self, table: str) -> int:
        if self._basis.covered_from:
            return 0
        if table == "plans":
            return self.holding.tolerated if self.holding else TOLERATED_DAYS
        start = self._starts.get(table)
        return start[1] if start else TOLERATED_DAYS

    def _is_before_all_plans(self, period: Period) -> bool:
        return self._first_start is None or period.end < self._first_start

    @cached_property
    def _first_start(self) -> date | None:
        return earliest_of(self._basis.plans["start"])

    @cached_property
    def _first_plan(self) -> date:
        # No plan ever ended: a list of open plans, which says nothing about earlier days.
        plans = self._basis.plans
        return earliest_of(plans["end"][plans["end"] >= plans["start"]]) or self._basis.as_at

    @cached_property
    def _starts(self) -> dict[str, Start]:
        """The first days from which conferences, their clocks and enquiries are covered, if there are any."""
        basis, holding = self._basis, self.holding
        starts = {}
        for table, dated in _DATED.items():
            first = earliest_of(basis.events(table).frame["date"])
            if first is None:
                continue
            # Plans started since a day come with all their conferences and enquiries.
            shares_rows = holding is not None and holding.kind != STARTED and basis.is_flat
            whole = first_whole(basis.recorded[table], dated, basis.as_at, holding) if holding and shares_rows else None
            starts[table] = whole or (first, TOLERATED_DAYS)
        if "conferences" in starts and (since := clocked_since(basis.conferences)):
            starts[CLOCKS] = since, TOLERATED_DAYS
        return starts


def earliest_of(dates: np.ndarray) -> date | None:
    """The earliest of the dates; None if there are none."""
    known = dates[~np.isnat(dates)]
    earliest: date | None = known.min().item() if len(known) else None
    return earliest
