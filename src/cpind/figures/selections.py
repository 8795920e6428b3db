"""Whether a live flat extract holds a selection of events that does not depend on their dates: one event of each child,
only those that led to something, or those of children under an age. Its figures would be plausible but wrong in every
period. [choice]
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ..model.columns import Frame, as_texts, cells
from ..model.dates import pack_key
from ..model.runs import same_as_previous
from ..model.schema import ArrayColumn
from .events import places_of_rows
from .facts import LIVE
from .flags import OneOfEach, OnlyLedOn, Selected, Under
from .holding import SIBLINGS
from .under_an_age import all_under

if TYPE_CHECKING:
    from ..model.periods import Period
    from .basis import Basis
    from .indicators import Indicator

SECOND_SHARE, _SECOND_DAYS = 0.05, 730
"""At least this share of the events of a kind are the child's second within two years: in England, a tenth of plan
starts."""

NOT_LED_ON, _LONG_BEFORE = 1 / 7, np.timedelta64(90, "D")
"""In England one in seven conferences leads to no plan. If no child has a second plan, conferences held so long before
their child's only one led to none, or to one that is missing."""

CERTAIN, DOUBTFUL = 1e-4, 0.05
"""If no child has a second event, the extract holds one event of each child if that is less likely than the first, and
may do so if it is less likely than the second."""

FEWEST_TO_JUDGE = 20
"""The share of fewer events says nothing about all: wrong ends, for example, may be slips."""

FEWEST_LED_ON = {"enquiries": 12, "conferences": 300}
"""This many do not all lead on: in England a third of enquiries lead to a conference, and six of seven conferences to a
plan."""

_LEADS_TO: dict[str, tuple[ArrayColumn, dict[str, ArrayColumn]]] = {
    "enquiries": ("s47_start", {"conferences": "icpc_date", "plans": "plan_start"}),
    "conferences": ("icpc_date", {"conferences": "plan_start"}),
}
"""The date of each kind of event, and the date in the rows of each table that shows what it led to."""

_FOLLOWS_DAYS, _NOT_KNOWN_DAYS = 15, 21

FEWEST_ALIKE = {
    "team": 20,
    "district": 20,
    "sex": 20,
    "ethnicity": 40,
    "initial_category": 40,
    "latest_category": 40,
}
"""Columns by which reports are filtered, and how many children are unlikely to have the same value in one by chance."""

_FEWEST_WHITE = 300
"""So many of one of the White ethnicities: in some authorities nearly all children are White British."""


class Selections:
    """How the events of a basis seem to have been selected.

    Only live flat extracts are judged; if the user has said what the extract holds, only by what led on. `first` gives
    the first day that a table covers.
    """

    def __init__(self, basis: Basis, first: Callable[[str], date | None]) -> None:
        self._basis, self._first = basis, first
        self._led_on, self._under = dict[str, int](), dict[str, Under | None]()
        self._alike = dict[tuple[str, str], tuple[str, int]]()
        self._is_flat = basis.kind == LIVE and basis.is_flat
        self._may_be_filtered = basis.is_flat if basis.kind == LIVE else not basis.is_census
        self._is_given = bool(basis.holds)

    def certain(self, indicator: Indicator, period: Period) -> Selected | None:
        """What makes a figure incomplete in every period; None if the events show nothing of the kind."""
        if not self._is_flat:
            return None
        one = self._one_of_each(indicator, period, CERTAIN)
        return one or next((OnlyLedOn(table) for table in indicator.tables if self.all_led_on(table)), None)

    def doubtful(self, indicator: Indicator, period: Period) -> OneOfEach | Under | None:
        """What may make a figure incomplete, if that is not certain; else None."""
        if not self._is_flat or self._is_given:
            return None
        one = self._one_of_each(indicator, period, DOUBTFUL)
        return one or next((under for table, _ in indicator.kinds if (under := self._all_under(table))), None)

    def led_on(self, table: str) -> int:
        """The number of enquiries or conferences, if all of them led to something; else 0."""
        if table not in self._led_on:
            self._led_on[table] = led_on(self._basis, table) if table in FEWEST_LED_ON else 0
        return self._led_on[table]

    def all_led_on(self, table: str) -> bool:
        """Whether all enquiries or conferences led to something, and are so many that others must be missing."""
        return self._is_flat and table in FEWEST_LED_ON and self.led_on(table) >= FEWEST_LED_ON[table]

    def alike(self, table: str, column: str) -> tuple[str, int]:
        """The text that all events of a table have in a column, and the number of their children; ("", 0) if there is
        none, or if it says nothing about how the events were selected."""
        key = table, column
        if key not in self._alike:
            self._alike[key] = _alike(self._basis, table, column) if self._may_be_filtered else ("", 0)
        return self._alike[key]

    def _one_of_each(self, indicator: Indicator, period: Period, most: float) -> OneOfEach | None:
        """OneOfEach, if the probability that no child has a second event is below `most`. The stock at as-at is
        complete even then, since an open plan is its child's latest."""
        if self._is_given:
            return None
        is_stock_now = indicator.is_snapshot and period.end >= self._basis.as_at
        tables = [table for table in indicator.tables if table != "plans" or not is_stock_now]
        if indicator.is_timed:
            tables.append("enquiries")
        return next((OneOfEach(table) for table in tables if self._no_second.get(table, 1.0) < most), None)

    @cached_property
    def _no_second(self) -> dict[str, float]:
        """For each table, the probability that no child has a second event by chance."""
        firsts = {table: self._first(table) for table in ("plans", *FEWEST_LED_ON)}
        events = self._basis.events
        chances = {table: chance_of_no_second(events(table).frame, first) for table, first in firsts.items() if first}
        first = firsts["plans"]
        if first and chances["plans"] < 1:
            earlier = without_their_plan(events("plans").frame, events("conferences").frame, first)
            chances["plans"] *= NOT_LED_ON ** (earlier / SIBLINGS)
        return chances

    def _all_under(self, table: str) -> Under | None:
        if table not in self._under:
            events = self._basis.events(table)
            day = events.frame["start" if table == "plans" else "date"]
            self._under[table] = all_under(cells(events.column("date_of_birth")), day, self._basis.as_at)
        return self._under[table]


def chance_of_no_second(events: Frame, first: date) -> float:
    """The probability that no child has a second event of a kind, if the extract holds all events from a first day on;
    1 if some child has one. The events are in the order of children."""
    child = events["child"]
    if not len(child) or same_as_previous(child).any():
        return 1.0
    day = events["start"] if "start" in events else events["date"]
    before = (day.astype("datetime64[D]") - np.datetime64(first, "D")).astype(np.int64)
    usual = SECOND_SHARE * float(np.clip(before, 0, _SECOND_DAYS).sum()) / _SECOND_DAYS
    return math.exp(-usual / SIBLINGS)


def without_their_plan(plans: Frame, held: Frame, first: date) -> int:
    """The number of conferences since a day that were held well before their child's only plan."""
    child, day = held["child"], held["date"].astype("datetime64[D]")
    place = np.minimum(np.searchsorted(plans["child"], child), len(plans) - 1)
    start = plans["start"].astype("datetime64[D]")[place]
    is_earlier = (plans["child"][place] == child) & (start - day > _LONG_BEFORE) & (day >= np.datetime64(first, "D"))
    return int(is_earlier.sum())


def fewest_alike(column: str, text: str) -> float:
    """How many children are unlikely to have this text in a column by chance; infinite for a text that says nothing about
    them or is a usual default."""
    if column in ("team", "district"):
        return FEWEST_ALIKE[column]
    from ..model.schema import ETHNIC_GROUPS
    from ..model.vocabulary import RECOGNISERS, ethnic_group, is_known

    label = RECOGNISERS[column](text)
    if column == "ethnicity":
        white, *others = [*ETHNIC_GROUPS][:5]
        label = ethnic_group(text)
        return _FEWEST_WHITE if label == white else FEWEST_ALIKE[column] if label in others else math.inf
    return FEWEST_ALIKE[column] if is_known(label) and label != "U" else math.inf


def _alike(basis: Basis, table: str, column: str) -> tuple[str, int]:
    none = ("", 0)
    events = basis.events(table)
    if column not in basis.extract.columns:
        return none
    try:
        if not events.may_be_alike(column):
            return none
        values = as_texts(events.column(column))
    except KeyError:  # it was not read because no figure is split by it
        return none
    if values.codes[0] < 0 or (values.codes != values.codes[0]).any():
        return none
    return values.texts[values.codes[0]], int((~same_as_previous(events.frame["child"])).sum())


def led_on(basis: Basis, table: str) -> int:
    """The number of enquiries or conferences if all of them, except those of the last weeks before as-at, led on; else
    0. An enquiry leads to a conference or a plan in its row or joined to it; a conference to a plan in its row, or
    within 15 days."""
    events = basis.events(table)
    child, date = events.frame["child"], events.frame["date"]
    has_led = ~(date < np.datetime64(basis.as_at, "D") - _NOT_KNOWN_DAYS)
    old = len(has_led) - int(has_led.sum())
    if table == "conferences":
        key = pack_key(child, date)
        plans = np.append(pack_key(basis.plans["child"], basis.plans["start"]), np.iinfo(np.int64).max)
        has_led |= plans[np.searchsorted(plans, key)] - key <= _FOLLOWS_DAYS
    dated, later = _LEADS_TO[table]
    for kind, date_of in later.items():
        rows = basis.recorded[kind]
        place = places_of_rows(rows.where(~np.isnat(rows[dated]) & ~np.isnat(rows[date_of])), events, dated)
        has_led[place[place >= 0]] = True
    return old if has_led.all() else 0
