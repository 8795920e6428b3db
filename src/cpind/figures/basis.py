"""The basis of a figure: the rows of one annual return, of the live extract, or of all returns together, and their
events.

`coverage.py` says which time it covers; `bases.py` which one a period stands on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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


def _new_locks() -> dict[str, Lock]:
    return {name: Lock() for name in TABLES}


@dataclass(frozen=True, eq=False)
class Basis:
    """One of these three, whose events are made at first use; it is compared and hashed by identity.

    Attributes:
        kind: return | live | union.
        label: its name.
        as_at: its date; later events have not happened yet.
        extract: the extract that its rows belong to.
        returns: the years of the returns in it.
        covered_from: the first day that a live extract covers, if given or implied by its layout.
        is_strict: whether nothing before that day is counted, because of the layout.
        bridge: a plan that starts at most this many days after the child's previous plan ends is merged with it; None:
            plans are not merged.
        holds: what the user says that a live extract holds.
        return_dates: the last day of each return in it.
        is_number_a_default: whether every recorded number of previous plans is 0, but the history contradicts it.
        silent_after: the last day with an event before a given as-at, if later events would be expected.
        cache: what is worked out once for each basis, by name.
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
    _locks: dict[str, Lock] = field(default_factory=_new_locks, repr=False)

    @cached_property
    def info(self) -> BasisInfo:
        """What a figure records of its basis."""
        return BasisInfo(self.kind, self.label, self.as_at, self.returns)

    @cached_property
    def coverage(self) -> Coverage:
        """Which time it covers."""
        return Coverage(self)

    # --- events ---------------------------------------------------------------------------------------

    @property
    def plans(self) -> Frame:
        """The plans of this basis, made by events.plans, in the order of child and start."""
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
        return self._once(
            "reviews",
            lambda: events.reviews(self.recorded["reviews"], self.events("plans"), as_at=self._as_at),
        )

    def events(self, table: str) -> events.Events:
        """The plans, conferences or enquiries, with any column of their rows on request."""
        about: dict[str, Any] = {}
        if table == "plans":
            about = {
                "returns": self.return_dates,
                "bridge": self.bridge,
                "ignore_number": self.is_number_a_default,
            }
        return self._once(table, lambda: getattr(events, table)(self.recorded[table], as_at=self._as_at, **about))

    def _once(self, table: str, make: Callable[[], Any]) -> Any:
        """What `make` returns for a table, made at first use; other threads that need it wait."""
        with self._locks[table]:
            if table not in self.cache:
                self.cache[table] = make()
            return self.cache[table]

    @property
    def _as_at(self) -> np.datetime64:
        return np.datetime64(self.as_at, "D")

    @cached_property
    def recorded(self) -> dict[str, Part]:
        """The extract's rows in this basis, by table."""
        return {name: live_part(self.extract, name, self.returns) for name in TABLES}

    def without_numbers(self) -> Basis:
        """The same rows, whose recorded numbers of previous plans are a default and therefore ignored."""
        return replace(self, is_number_a_default=True, cache={}, _locks=_new_locks())

    # --- what it holds --------------------------------------------------------------------------------

    def lacks(self, columns: Iterable[str], column_sets: Iterable[Sequence[str]] = ()) -> str:
        """The first column that has no value here (one of each of `column_sets` is enough); "" if nothing is
        missing."""
        missing = [name for name in columns if not self.has(name)]
        missing += [names[0] for names in column_sets if not any(self.has(name) for name in names)]
        return missing[0] if missing else ""

    def has(self, column: str) -> bool:
        """Whether any row of this basis has a value in the (recorded) column."""
        if column == "plan_end":  # no end at all means that every plan is open
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
        """A cache of which columns hold any value: every period of every indicator asks."""
        return {}

    def _holds_any(self, column: str) -> bool:
        if column == "review_dates":
            return bool(events.is_ours(self.recorded["reviews"]).any())
        return any(_any_value(self.recorded[name], column) for name in TABLES if name != "reviews")

    def _is_blank_in_a_year(self, column: str) -> bool:
        """Whether these returns' files have the column and a blank in it means that nothing happened: it is the date of
        an event, or the number of previous plans of a return without plans."""
        if not self.returns or not (column in EVENT_COLUMNS or (column == "previous_plans" and not self.has_plans)):
            return False
        return any(column in self.extract.headings.get(name, ()) for name in self._files)

    @cached_property
    def _files(self) -> list[str]:
        """The files that the rows come from."""
        files, years = self.extract.rows["file"], self.extract.rows["return_year"]
        codes = np.unique(files.codes[np.isin(years, self.returns)])
        return [files.texts[code] for code in codes.tolist() if code >= 0]

    @cached_property
    def has_plans(self) -> bool:
        """Whether it has any plan."""
        return len(self.plans) > 0

    @property
    def is_flat(self) -> bool:
        """Whether all live rows came from flat files."""
        return self.extract.live_layouts <= {""}

    @property
    def is_census(self) -> bool:
        """Whether these are annual returns, all of them in census XML."""
        return bool(self.returns) and self.extract.census_years.issuperset(self.returns)

    @cached_property
    def _rows_of_plans(self) -> Part:
        """The rows of plans that are this authority's."""
        rows = self.recorded["plans"]
        return rows.where(events.is_ours(rows))

    @cached_property
    def open_and_ended(self) -> int:
        """How many plans of a live flat extract have rows both with and without an end in one file."""
        if self.kind != LIVE or not self.is_flat:
            return 0
        return open_and_ended(self._rows_of_plans, len(self.plans))

    @cached_property
    def absent_later(self) -> int:
        """How many open plans of a live flat extract are absent from a later list than the one that they are in."""
        if self.kind != LIVE or not self.is_flat:
            return 0
        if len(self._rows_of_plans) == len(self.plans):
            return 0
        from .plan_lists import absent_later

        return absent_later(self._rows_of_plans, self.extract.own_columns)

    def differing(self, names: tuple[str, ...]) -> int:
        """How many plans have rows that differ in one of these columns."""
        key = f"plans differing in {', '.join(names)}"
        if key not in self.cache:  # two threads may both count, with the same result
            several = len(self.recorded["plans"]) > len(self.plans)
            self.cache[key] = differing(self._rows_of_plans, names)[1] if several else 0
        return int(self.cache[key])

    @cached_property
    def cautions(self) -> dict[str, str]:
        """The cautions of the live rows' layout about columns that it lacks, if they are missing here too."""
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
