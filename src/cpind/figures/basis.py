"""What a figure stands on: the rows of one annual return, of the live extract, or of all returns together, and their events.

`coverage.py` says which time it covers; `bases.py` which of them a period stands on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np

from ..model.columns import Categorical, Frame, Part
from ..model.extract import TABLES, Extract
from ..model.layouts import LAYOUTS
from ..model.schema import EVENT_COLUMNS
from . import events
from .as_at import live_part
from .coverage import Coverage
from .facts import LIVE, BasisInfo
from .recorded import differing, open_and_ended


def _locks() -> dict[str, Lock]:
    return {name: Lock() for name in TABLES}


@dataclass(frozen=True, eq=False)
class Basis:
    """One of the three, with its events made at first use; compared and hashed by identity.

    `kind`: return | live | union. `label`: its name. `as_at`: what is dated later has not happened.
    `returns`: the years of the returns in it. `covered_from`: the first day that a live extract covers, if given or
    implied by its layout. `is_strict`: what lies before that day is not counted at all, as the layout says. `bridge`: plans
    that start at most so many days after the end of the child's plan before are one with it; None: no two are. `holds`:
    what the user says that a live extract holds. `return_dates`: the last day of each return in it.
    `is_number_a_default`: every recorded number of previous plans is 0, and the history says otherwise. `silent_after`: the
    last day before an as-at that was given on which anything is recorded, where more was to be expected.
    """

    kind: str
    label: str
    as_at: date
    extract: Extract
    returns: tuple[int, ...] = ()
    covered_from: date | None = None
    is_strict: bool = False
    bridge: int | None = None
    holds: str = ""
    return_dates: Mapping[int, date] = field(default_factory=dict)
    is_number_a_default: bool = False
    silent_after: date | None = None
    cache: dict[str, Any] = field(default_factory=dict, repr=False)
    _making: dict[str, Lock] = field(default_factory=_locks, repr=False)

    @cached_property
    def info(self) -> BasisInfo:
        """What a figure remembers of it."""
        return BasisInfo(self.kind, self.label, self.as_at, self.returns)

    @cached_property
    def coverage(self) -> Coverage:
        """Which time it covers."""
        return Coverage(self)

    # --- events ---------------------------------------------------------------------------------------

    @property
    def plans(self) -> Frame:
        """The plans of this basis, as events.plans makes them, in the order of child and start."""
        return self.events("plans").frame

    @property
    def conferences(self) -> Frame:
        """The conferences, in the order of child and date."""
        return self.events("conferences").frame

    @property
    def enquiries(self) -> Frame:
        """The section 47 enquiries, in the order of child and date."""
        return self.events("enquiries").frame

    @property
    def reviews(self) -> Frame:
        """The reviews of these plans, in the order of plan and date."""
        return self._made(
            "reviews",
            lambda: events.reviews(self.recorded["reviews"], self.events("plans"), as_at=self._as_at),
        )

    def events(self, table: str) -> events.Events:
        """The plans, conferences or enquiries, with every column of their rows on request."""
        about: dict[str, Any] = {}
        if table == "plans":
            about = {
                "returns": self.return_dates,
                "bridge": self.bridge,
                "is_derived": self.is_number_a_default,
            }
        return self._made(table, lambda: getattr(events, table)(self.recorded[table], as_at=self._as_at, **about))

    def _made(self, table: str, make: Callable[[], Any]) -> Any:
        """What is made of a table, at first use; another thread that asks meanwhile waits for it."""
        with self._making[table]:
            if table not in self.cache:
                self.cache[table] = make()
            return self.cache[table]

    @property
    def _as_at(self) -> np.datetime64:
        return np.datetime64(self.as_at, "D")

    @cached_property
    def recorded(self) -> dict[str, Part]:
        """The extract's rows that this basis stands on, by the names of its tables."""
        return {name: live_part(self.extract, name, self.returns) for name in TABLES}

    # --- what it holds --------------------------------------------------------------------------------

    def lacks(self, columns: Iterable[str], column_sets: Iterable[Sequence[str]] = ()) -> str:
        """The first of the columns without a value here; of each of `column_sets` one will do. "" where nothing is missing."""
        missing = [name for name in columns if not self.has(name)]
        missing += [names[0] for names in column_sets if not any(self.has(name) for name in names)]
        return missing[0] if missing else ""

    def has(self, column: str) -> bool:
        """Whether any row of this basis has a value in the (recorded) column."""
        if column == "plan_end":  # no end at all says that every plan is open
            return True
        if column in EVENT_COLUMNS and self.is_census:
            return True
        if column == "previous_plans" and self.is_number_a_default:
            return False
        if column not in self._has:
            self._has[column] = self._holds_any(column) or self._is_blank_in_a_year(column)
        return self._has[column]

    @cached_property
    def _has(self) -> dict[str, bool]:
        """Which columns hold anything: every period of every indicator asks."""
        return {}

    def _holds_any(self, column: str) -> bool:
        if column == "review_dates":
            return bool(events.is_ours(self.recorded["reviews"]).any())
        return any(_any_value(self.recorded[name], column) for name in TABLES if name != "reviews")

    def _is_blank_in_a_year(self, column: str) -> bool:
        """Whether the files of these returns have the column, and its being blank says that nothing happened: of an event,
        or of the number of previous plans where there is no plan."""
        if not self.returns or not (column in EVENT_COLUMNS or (column == "previous_plans" and not self.has_plans)):
            return False
        return any(column in self.extract.headings.get(name, ()) for name in self._files)

    @cached_property
    def _files(self) -> list[str]:
        """The files that the rows are from."""
        files, years = self.extract.rows["file"], self.extract.rows["return_year"]
        codes = np.unique(files.codes[np.isin(years, self.returns)])
        return [files.texts[code] for code in codes.tolist() if code >= 0]

    @cached_property
    def has_plans(self) -> bool:
        """Whether any plan is in it."""
        return len(self.plans) > 0

    @property
    def is_flat(self) -> bool:
        """Whether the live rows came in no other layout."""
        return self.extract.live_layouts <= {""}

    @property
    def is_census(self) -> bool:
        """Whether these are annual returns that all came as census XML."""
        return bool(self.returns) and self.extract.census_years.issuperset(self.returns)

    @cached_property
    def open_and_ended(self) -> int:
        """How many plans of a live flat extract have rows with an end and rows without in one file."""
        if self.kind != LIVE or not self.is_flat:
            return 0
        rows = self.recorded["plans"]
        return open_and_ended(rows.where(events.is_ours(rows)), len(self.plans))

    def differing(self, names: tuple[str, ...]) -> int:
        """How many plans have several rows that differ in one of these columns."""
        key = f"plans differing in {', '.join(names)}"
        if key not in self.cache:  # two threads may both count, and come to the same
            rows = self.recorded["plans"]
            several = len(rows) > len(self.plans)
            self.cache[key] = differing(rows.where(events.is_ours(rows)), names)[1] if several else 0
        return int(self.cache[key])

    @cached_property
    def cautions(self) -> dict[str, str]:
        """What the layout of live rows says of the columns that it lacks, and that are not here either."""
        layouts = sorted(self.extract.live_layouts & set(LAYOUTS)) if self.kind == LIVE else ()
        cautions = {column: text for layout in layouts for column, text in LAYOUTS[layout].cautions.items()}
        return {column: text for column, text in cautions.items() if not self.has(column)}


def _any_value(rows: Part, column: str) -> bool:
    if not len(rows):
        return False
    values = rows[column]
    if isinstance(values, Categorical):
        return bool(values.filled().any())
    return bool((values >= 0).any() if values.dtype.kind == "i" else (~np.isnat(values)).any())
