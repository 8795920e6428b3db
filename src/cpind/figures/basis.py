"""What a figure stands on: one annual return, the live extract, or the union of the returns.

Years come from that year's return where there is one, and report it exactly as DfE would; everything else
comes from the live extract; with returns only, from their union. A return that lacks what was asked for
(a district, a team, the number of previous plans) gives way to the live extract. [choice]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from ..errors import NothingToCountError, UnavailableError, UsageError
from ..model.columns import Categorical, Frame, Part
from ..model.extract import TABLES, Extract
from ..model.layouts import LAYOUTS
from ..model.periods import Period, add_months, long_date, reporting_year, short_date, year, year_label
from ..model.schema import EVENT_COLUMNS
from ..model.wording import listed
from . import events
from .as_at import booked, day_of, live_part, reaches
from .holding import FEWEST_PLANS, KINDS, OPEN, TOLERATED_DAYS, Holding, judge, told
from .indicators.repeats import EARLIER_DAYS
from .recorded import (
    LATEST_ALONE,
    NO_CLOCK,
    NO_REVIEW,
    is_latest_alone,
    is_without_clock,
    open_and_ended,
    reviews_begin_late,
)

if TYPE_CHECKING:
    from .indicators import Indicator

MOST_BRIDGED_DAYS = 366

ALL_ZERO = "numbers of previous plans other than 0, though earlier plans of the same children are in the history"
"""What returns lack whose numbers of previous plans a default has filled in."""


def _locks() -> dict[str, Lock]:
    return {name: Lock() for name in TABLES}


@dataclass(frozen=True, eq=False)
class Basis:
    """One of the three, with its events made at first use; compared and hashed by identity.

    `kind`: return | live | union. `label`: how a figure names it. `as_at`: what is dated later has not happened.
    `returns`: the years of the returns in it. `covered_from`: the first day that a live extract covers, if given or
    told by its layout. `is_strict`: what lies before that day is not counted at all, as the layout says. `bridge`: plans
    that start at most so many days after the end of the child's plan before are one with it; None: no two are. `holds`:
    what the user says that a live extract holds. `return_dates`: the last day of each return in it. `behind`: the tables
    of a live extract whose files were drawn earlier than others (as_at.reaches). `is_number_a_default`: every recorded
    number of previous plans is 0, and the history says otherwise.
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
    _making: dict[str, Lock] = field(default_factory=_locks, repr=False)
    _events: dict[str, Frame | events.Events] = field(default_factory=dict, repr=False)

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
        """The plans, conferences or enquiries, with every column of their rows for the asking."""
        about: dict = {}
        if table == "plans":
            about = {
                "returns": self.return_dates,
                "bridge": self.bridge,
                "is_derived": self.is_number_a_default,
            }
        return self._made(table, lambda: getattr(events, table)(self.recorded[table], as_at=self._as_at, **about))

    def _made(self, table: str, make: Callable[[], Frame | events.Events]) -> Frame | events.Events:
        """What is made of a table, at first use; who comes meanwhile, from another thread, waits for it."""
        with self._making[table]:
            if table not in self._events:
                self._events[table] = make()
            return self._events[table]

    def reaches(self, period: Period) -> bool:
        """The period begins by as-at; a date after it is answered with the last stock."""
        return period.kind == "date" or period.start <= self.as_at

    def is_part(self, period: Period, *tables: str) -> bool:
        """The period ends after as-at, or after the last day of the files that hold any of the tables."""
        return period.end > self.as_at or any(
            period.end > self.behind[table][0] for table in tables if table in self.behind
        )

    @cached_property
    def behind(self) -> dict[str, tuple[date, str]]:
        """The tables of a live extract whose files were drawn more than 31 days before as-at: their last day, their names."""
        return reaches(self.extract, self.as_at) if self.kind == "live" else {}

    def is_before(self, period: Period, table: str, *, snapshot: bool) -> bool:
        """The period starts before what this covers; a snapshot is that of its last day.

        The first day that was given, or told by a layout, is exact; one that the events tell is not. Returns hold their
        years whole, and what lies outside them is refused before anyone counts.
        """
        first = self.first(table) if self.kind == "live" else None
        start = period.end if snapshot else period.start
        return first is not None and start < first - timedelta(days=self._tolerated(table))

    def _tolerated(self, table: str) -> int:
        if self.covered_from:
            return 0
        return self.holding.tolerated if table == "plans" and self.holding else TOLERATED_DAYS

    def insufficient(self, columns: tuple[str, ...]) -> str:
        """Why a live extract can't carry a figure that needs these columns, though it has them (recorded.py); "" where it
        can. Every period of every indicator asks."""
        if self.kind != "live":
            return ""
        if columns not in self._insufficient:
            self._insufficient[columns] = "".join(self._whys(columns))
        return self._insufficient[columns]

    def _whys(self, columns: tuple[str, ...]) -> Iterable[str]:
        if "review_dates" in columns:
            if not self.has("review_dates"):
                yield NO_REVIEW
            elif self.is_flat and is_latest_alone(self.plans, self.reviews, self.as_at):
                yield LATEST_ALONE
        if {"icpc_date", "s47_start"} <= set(columns) and is_without_clock(self.conferences):
            yield NO_CLOCK

    @property
    def is_flat(self) -> bool:
        """Whether the live rows came in no other layout."""
        return self.extract.live_layouts <= {""}

    def shortfall(self, indicator: Indicator, period: Period) -> str:
        """Why a figure is incomplete by what a live extract holds of plans (holding.py), beyond the day from which it
        covers; "" where it is not."""
        if self.kind != "live" or indicator.events != "plans":
            return ""
        if indicator.needs_reviews and self.is_flat and (late := reviews_begin_late(self.plans, self.reviews, period)):
            return late
        if not self.holding:
            return ""
        # In a history that is cut zeros alone may be a default that nothing contradicts.
        is_derived = not self.has("previous_plans") or self.has_only_zeros
        return self.holding.shortfall(indicator, period, self.as_at, is_derived)

    @cached_property
    def holding(self) -> Holding | None:
        """What a live extract holds of plans: as the user says, else as the plans tell; None of other layouts, of returns
        and where nothing tells it."""
        if self.kind != "live" or self.is_strict or not self.has_plans:
            return None
        if self.holds:
            found = told(self.holds, self.plans, self.as_at)
        elif self.is_flat:
            found = judge(self.plans, self.as_at)
        else:
            return None
        if found and self.covered_from and found.kind != OPEN:
            return Holding(found.kind, self.covered_from, 0, found.is_told)
        return found

    @cached_property
    def has_only_zeros(self) -> bool:
        """Whether numbers of previous plans are recorded, and every one of them is 0."""
        plans = self.recorded["plans"]
        if "previous_plans" not in plans.rows:
            return False
        numbers = plans["previous_plans"][events.is_ours(plans)]
        return bool((numbers == 0).any()) and not bool((numbers > 0).any())

    @cached_property
    def has_plans(self) -> bool:
        """Whether any plan is in it."""
        return len(self.plans) > 0

    def is_all_before(self, period: Period, table: str, dated: str) -> bool:
        """The whole period lies before what this covers, and before the first date of the kind that is known: for `dated`
        of the events, or "open", a plan's start."""
        if not self.is_before(period, table, snapshot=False) or period.end >= self.first(table):
            return False
        frame = self.events(table).frame
        earliest = _earliest(frame["start" if dated == "open" else dated])
        return earliest is None or period.end < earliest

    def first(self, table: str) -> date | None:
        """The first day that the live extract covers; None where it has nothing of the kind.

        For plans it is the earliest end, since "plans active since X" lacks what ended before X; of plans that started
        since X it is the earliest start, and of open ones as-at.
        """
        if self.covered_from:
            return self.covered_from
        if table == "plans":
            return self.holding.since if self.holding and self.holding.since else self._first_plan
        return self._first_conference if table == "conferences" else self._first_enquiry

    def lacks(self, columns: Iterable[str], any_of: Sequence[str] = ()) -> str:
        """The first of the columns without a value here; of `any_of` one will do. "" where nothing is missing."""
        missing = [name for name in columns if not self.has(name)]
        if any_of and not any(self.has(name) for name in any_of):
            missing.append(any_of[0])
        return missing[0] if missing else ""

    def has(self, column: str) -> bool:
        """Whether any row of this basis has a value in the (recorded) column."""
        if column == "plan_end":  # no end at all says that every plan is open
            return True
        if column in EVENT_COLUMNS and self.is_census:
            return True
        if column == "previous_plans" and self.is_number_a_default:
            return False
        if column not in self._found:
            self._found[column] = self._holds_any(column) or self._is_blank_in_a_year(column)
        return self._found[column]

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
        """The files that the rows are of."""
        files, years = self.extract.rows["file"], self.extract.rows["return_year"]
        codes = np.unique(files.codes[np.isin(years, self.returns)])
        return [files.texts[code] for code in codes.tolist() if code >= 0]

    @property
    def is_census(self) -> bool:
        """Whether these are annual returns that all came as census XML."""
        return bool(self.returns) and self.extract.census_years.issuperset(self.returns)

    @cached_property
    def open_and_ended(self) -> int:
        """How many plans of a live flat extract have rows with an end and rows without in one file."""
        if self.kind != "live" or not self.is_flat:
            return 0
        rows = self.recorded["plans"]
        return open_and_ended(rows.where(events.is_ours(rows)), len(self.plans))

    @cached_property
    def constant_number(self) -> int | None:
        """The recorded number of previous plans of a live extract, where twenty plans or more have the same; else None."""
        if self.kind != "live":
            return None
        numbers = self.plans["recorded"][self.plans["recorded"] >= 0]
        same = len(numbers) >= FEWEST_PLANS and bool((numbers == numbers[0]).all())
        return int(numbers[0]) if same else None

    @cached_property
    def cautions(self) -> dict[str, str]:
        """What the layout of live rows says of the columns that it lacks, and that are not here either."""
        layouts = sorted(self.extract.live_layouts & set(LAYOUTS)) if self.kind == "live" else ()
        told = {column: text for layout in layouts for column, text in LAYOUTS[layout].cautions.items()}
        return {column: text for column, text in told.items() if not self.has(column)}

    @cached_property
    def _first_plan(self) -> date:
        # No plan ever ended: a list of open plans, which tells of no earlier day.
        return _earliest(self.plans["end"]) or self.as_at

    @cached_property
    def _first_conference(self) -> date | None:
        return _earliest(self.conferences["date"])

    @cached_property
    def _first_enquiry(self) -> date | None:
        return _earliest(self.enquiries["date"])

    @property
    def _as_at(self) -> np.datetime64:
        return np.datetime64(self.as_at, "D")

    @cached_property
    def recorded(self) -> dict[str, Part]:
        """The extract's rows that this basis stands on, by the names of its tables."""
        return {name: live_part(self.extract, name, self.returns) for name in TABLES}

    @cached_property
    def _insufficient(self) -> dict[tuple[str, ...], str]:
        """What was asked for, and why it can't be carried."""
        return {}

    @cached_property
    def _found(self) -> dict[str, bool]:
        """Which columns were asked for, and whether they hold anything: every period of every indicator asks."""
        return {}


@dataclass(frozen=True)
class Bases:
    """All that an extract offers to stand on, and the rule that chooses. `doubted_after`: what happened later in the
    live rows lies far after everything else. `is_as_at_given`: by the user, so that nothing later is booked."""

    live: Basis | None
    returns: dict[int, Basis]
    union: Basis | None
    warnings: tuple[str, ...] = ()
    doubted_after: date | None = None
    is_as_at_given: bool = False

    @property
    def as_at(self) -> date:
        """The extract's date: the live history's, else that of the latest return."""
        return (self.live or self.union).as_at

    def all_of(self, needs_history: bool = False) -> tuple[Basis, ...]:
        """Everything that figures may stand on, live history first; with `needs_history` what holds earlier plans."""
        if not needs_history:
            return tuple(filter(None, (self.live, *self.returns.values())))
        basis = self.live or self.union
        return () if _without_history(basis) else (basis,)

    def choose(
        self,
        period: Period,
        *,
        columns: Iterable[str],
        any_of: Iterable[str] = (),
        needs_history: bool = False,
        snapshot: bool = False,
    ) -> Basis:
        """The basis for a figure of this period that needs all `columns`, and one of `any_of` if it names any.

        `snapshot`: it is taken at the period's last day. Raises UnavailableError where none can carry it; the message
        says why.
        """
        columns, any_of = tuple(columns), tuple(any_of)
        own_return = self.returns.get(period.reporting_year) if period.kind == "year" else None
        if own_return and not needs_history and not own_return.lacks(columns, any_of):
            return own_return
        if self.live:
            return _able(self.live, period, columns, needs_history=needs_history, snapshot=snapshot)
        if own_return and not needs_history:
            missing = own_return.lacks(columns, any_of)
            missing = ALL_ZERO if own_return.is_number_a_default and missing == "previous_plans" else missing
            raise UnavailableError(f"the {own_return.label} has no {missing}")
        if needs_history and _without_history(self.union):
            raise UnavailableError(
                "one annual return does not hold the previous plans' dates: it takes a live extract or several returns"
            )
        if missing := self.union.lacks(columns, any_of):
            missing = ALL_ZERO if self.union.is_number_a_default and missing == "previous_plans" else missing
            raise UnavailableError(f"the returns have no {missing}")
        if absent := _years_without_return(period, self.union.returns):
            raise UnavailableError(f"no return for {year_label(absent[0])}")
        if cut := _after_a_return(period, self.union):
            raise UnavailableError(f"the return {year_label(cut)} is of {long_date(self.union.return_dates[cut])}")
        return self.union


def _without_history(basis: Basis) -> bool:
    """A single return, or a layout of a few months, without the previous plans' dates."""
    is_short = basis.is_strict if basis.kind == "live" else len(basis.returns) < 2
    return is_short and not basis.has("previous_plan_end")


def _able(live: Basis, period: Period, columns: tuple[str, ...], *, needs_history: bool, snapshot: bool) -> Basis:
    """The live extract, if its layout reaches so far and it records what makes the figure mean anything."""
    if reason := live.insufficient(columns):
        raise UnavailableError(reason)
    if live.is_strict:
        (layout,) = (LAYOUTS[name] for name in live.extract.live_layouts)
        if needs_history and _without_history(live):
            raise UnavailableError(layout.lacks["previous_plan_end"])
        if live.is_before(period, "plans", snapshot=snapshot):
            raise UnavailableError(
                f"{layout.name} holds {layout.months} months, {short_date(live.covered_from)} to "
                f"{short_date(live.as_at)}: ask for a period in them, say with --from how far back it goes, or with "
                "--as-at which day it is of"
            )
    return live


def bases(
    extract: Extract,
    *,
    as_at: date | None = None,
    covered_from: date | None = None,
    holds: str | None = None,
    bridge: int | None = None,
) -> Bases:
    """What this extract offers.

    `as_at` None: as the extract tells it (as_at.py); a return is of its own day at the latest. `covered_from`: the first
    day that a live extract covers. `holds`: "active", "started" or "ended", what a live extract holds of plans; None: as
    its plans tell. `bridge`: plans that start at most so many days after the child's plan before ends are one with it.
    Raises UsageError for another `holds` or a `bridge` below 0.
    """
    if holds and holds not in KINDS:
        raise UsageError(f'holds: "{holds}" is not one of {", ".join(KINDS)}')
    if bridge is not None and not 0 <= bridge <= MOST_BRIDGED_DAYS:
        raise UsageError(f"bridge: write a number of days from 0 to {MOST_BRIDGED_DAYS}")
    years = extract.return_years
    ends = {y: min(as_at or last, last) for y, last in extract.return_dates.items()}
    returns = {
        y: Basis("return", f"return {year_label(y)}", ends[y], extract, (y,), bridge=bridge, return_dates={y: ends[y]})
        for y in years
    }
    union = live = doubted_after = None
    warnings: list[str] = []
    if years:
        label = f"returns {_runs(years)} together" if len(years) > 1 else f"return {year_label(years[0])}"
        union = Basis("union", label, ends[years[-1]], extract, years, bridge=bridge, return_dates=ends)
    found = day_of(extract) if extract.is_live else None
    if found:
        day, doubted_after, warning = (as_at, None, "") if as_at else found
        warnings += [warning] if warning else []
        warnings += booked(extract, day) if not as_at else []
        months = _reach(extract)
        first = covered_from or (add_months(day + timedelta(days=1), -months) if months else None)
        layouts = [LAYOUTS[name].name for name in extract.live_layouts if name in LAYOUTS]
        label = layouts[0] if len(extract.live_layouts) == len(layouts) == 1 else "live extract"
        live = Basis("live", label, day, extract, (), first, bool(months), bridge, holds or "")
    if not live and not union:
        raise NothingToCountError("the extract holds no section 47, conference or plan date: nothing to count")
    live, returns, union = _without_defaults(live, returns, union)
    return Bases(live, returns, union, tuple(warnings), doubted_after, as_at is not None)


def _without_defaults(
    live: Basis | None, returns: dict[int, Basis], union: Basis | None
) -> tuple[Basis | None, dict[int, Basis], Basis | None]:
    """The bases, those marked in which every recorded number of previous plans is 0 while the history shows an earlier
    plan of the child that ended two days or more before: a default that passes for a record. [choice]"""
    histories = [basis for basis in (live, union) if basis]

    def checked(basis: Basis | None) -> Basis | None:
        if basis is None or not basis.has_only_zeros or not any(_contradicts(basis, h) for h in histories):
            return basis
        return replace(basis, is_number_a_default=True, _making=_locks(), _events={})

    return checked(live), {y: checked(basis) for y, basis in returns.items()}, checked(union)


def _contradicts(basis: Basis, history: Basis) -> bool:
    """Whether a plan of the basis with a recorded 0 has an earlier one in the history."""
    place = history.events("plans").places_of(basis.plans["child"], basis.plans["start"])
    known = (place >= 0) & (basis.plans["recorded"] == 0)
    previous = history.plans["previous_end"][place[known]]
    return bool((previous <= basis.plans["start"][known] - np.timedelta64(EARLIER_DAYS, "D")).any())


def _runs(years: Sequence[int]) -> str:
    """ "2015/16 to 2017/18 and 2019/20": years in order, those that follow one another as one."""
    runs: list[list[int]] = []
    for y in years:
        if runs and y == runs[-1][-1] + 1:
            runs[-1].append(y)
        else:
            runs.append([y])
    said = [" to ".join(dict.fromkeys((year_label(run[0]), year_label(run[-1])))) for run in runs]
    return listed(said)


def _reach(extract: Extract) -> int | None:
    """How many months back the layout of the live rows reaches; None where any of them has it all."""
    reach = [LAYOUTS[name].months if name in LAYOUTS else None for name in extract.live_layouts]
    return reach[0] if len(reach) == 1 else None


def _earliest(dates: np.ndarray) -> date | None:
    known = dates[~np.isnat(dates)]
    return known.min().item() if len(known) else None


def _any_value(rows: Part, column: str) -> bool:
    if not len(rows):
        return False
    values = rows[column]
    if isinstance(values, Categorical):
        return bool(values.filled().any())
    return bool((values >= 0).any() if values.dtype.kind == "i" else (~np.isnat(values)).any())


def _years_without_return(period: Period, years: tuple[int, ...]) -> list[int]:
    wanted = range(reporting_year(period.start), period.reporting_year + 1)
    return [y for y in wanted if y < years[-1] and y not in years]


def _after_a_return(period: Period, union: Basis) -> int | None:
    """The year of a return, not the last, that is of a day before its 31 March and after which the period goes on within
    the year: nothing says what happened there."""
    for y, last in union.return_dates.items():
        if y != union.returns[-1] and period.end > last and period.start <= year(y).end and last < year(y).end:
            return y
    return None
