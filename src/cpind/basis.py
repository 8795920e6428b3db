"""What a figure stands on: one annual return, the live extract, or the union of the returns.

Years come from that year's return where there is one, and report it exactly as DfE would; everything else
comes from the live extract; with returns only, from their union. A return that lacks what was asked for
(a district, a team, the number of previous plans) gives way to the live extract. [choice]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from threading import Lock

import numpy as np

from . import episodes
from .columns import LIVE, Coded, Frame, Part
from .dates import KEY_DAYS
from .errors import InputError, UnavailableError
from .extract import TABLES, Extract
from .layouts import LAYOUTS
from .periods import Period, add_months, month_end, reporting_year, short_date, year, year_label
from .schema import EVENT_COLUMNS

SETTLES_WITHIN_DAYS = 7
"""A last date so near a month's end is taken for an extract to that month's end."""

STANDS_APART_DAYS = 92
"""A last date that lies so long after every other is doubted."""

DOUBTED_DATES, MANY_DATES = 5, 100
"""Among so many last dates a leap is looked for, as wrong dates seldom come alone; of few dates only the last."""

TOLERATED_DAYS = 31
"""A period may start so long before the first event and still count as covered."""

AS_AT_DATES = (
    ("enquiries", "s47_start"),
    ("conferences", "icpc_date"),
    ("plans", "plan_start"),
    ("plans", "plan_end"),
    ("reviews", "review_date"),
)


@dataclass(frozen=True, eq=False)
class Basis:
    """One of the three, with its episodes made at first use; compared and hashed by identity.

    `kind`: return | live | union. `label`: how a figure names it. `as_at`: what is dated later has not happened.
    `returns`: the years of the returns in it. `covered_from`: the first day that a live extract covers, if given or
    told by its layout. `is_strict`: what lies before that day is not counted at all, as the layout says.
    """

    kind: str
    label: str
    as_at: date
    extract: Extract
    returns: tuple[int, ...] = ()
    covered_from: date | None = None
    is_strict: bool = False
    _making: dict[str, Lock] = field(default_factory=lambda: {name: Lock() for name in TABLES}, repr=False)
    _episodes: dict[str, Frame | episodes.Episodes] = field(default_factory=dict, repr=False)

    @property
    def plans(self) -> Frame:
        """The plans of this basis, as episodes.plans makes them, in the order of child and start."""
        return self.episodes("plans").frame

    @property
    def conferences(self) -> Frame:
        """The conferences, in the order of child and date."""
        return self.episodes("conferences").frame

    @property
    def enquiries(self) -> Frame:
        """The section 47 enquiries, in the order of child and date."""
        return self.episodes("enquiries").frame

    @property
    def reviews(self) -> Frame:
        """The reviews of these plans, in the order of plan and date."""
        return self._made(
            "reviews",
            lambda: episodes.reviews(self.recorded["reviews"], self.episodes("plans"), as_at=self._as_at),
        )

    def episodes(self, table: str) -> episodes.Episodes:
        """The plans, conferences or enquiries, with every column of their rows for the asking."""
        about = {"returns": self.returns} if table == "plans" else {}
        return self._made(table, lambda: getattr(episodes, table)(self.recorded[table], as_at=self._as_at, **about))

    def _made(self, table: str, make: Callable[[], Frame | episodes.Episodes]) -> Frame | episodes.Episodes:
        """What is made of a table, at first use; who comes meanwhile, from another thread, waits for it."""
        with self._making[table]:
            if table not in self._episodes:
                self._episodes[table] = make()
            return self._episodes[table]

    def reaches(self, period: Period) -> bool:
        """The period begins by as-at; a date after it is answered with the last stock."""
        return period.kind == "date" or period.start <= self.as_at

    def is_part(self, period: Period) -> bool:
        """The period ends after as-at."""
        return period.end > self.as_at

    def is_before(self, period: Period, table: str, *, snapshot: bool) -> bool:
        """The period starts before what this covers; a snapshot is that of its last day.

        The first day that was given, or told by a layout, is exact; one that the events tell is not. Returns hold their
        years whole, and what lies outside them is refused before anyone counts.
        """
        first = self.first(table) if self.kind == "live" else None
        start = period.end if snapshot else period.start
        tolerated = timedelta(days=0 if self.covered_from else TOLERATED_DAYS)
        return first is not None and start < first - tolerated

    def is_all_before(self, period: Period, table: str, dated: str) -> bool:
        """The whole period lies before what this covers, and before the first date of the kind that is known: for `dated`
        of the episodes, or "open", a plan's start."""
        if not self.is_before(period, table, snapshot=False) or period.end >= self.first(table):
            return False
        frame = self.episodes(table).frame
        earliest = _earliest(frame["start" if dated == "open" else dated])
        return earliest is None or period.end < earliest

    def first(self, table: str) -> date | None:
        """The first day that the live extract covers; None where it has nothing of the kind.

        For plans it is the earliest end, since "plans active since X" lacks what ended before X.
        """
        if self.covered_from:
            return self.covered_from
        if table == "plans":
            return self._first_plan
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
        if column not in self._found:
            self._found[column] = (
                bool(episodes.is_ours(self.recorded["reviews"]).any())
                if column == "review_dates"
                else any(_any_value(self.recorded[name], column) for name in TABLES if name != "reviews")
            )
        return self._found[column]

    @property
    def is_census(self) -> bool:
        """Whether these are annual returns that all came as census XML."""
        return bool(self.returns) and self.extract.census_years.issuperset(self.returns)

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
        return {name: _recorded(self.extract, name, self.returns) for name in TABLES}

    @cached_property
    def _found(self) -> dict[str, bool]:
        """Which columns were asked for, and whether they hold anything: every period of every indicator asks."""
        return {}


@dataclass(frozen=True)
class Bases:
    """All that an extract offers to stand on, and the rule that chooses. `doubted_after`: what happened later in the
    live rows lies far after everything else."""

    live: Basis | None
    returns: dict[int, Basis]
    union: Basis | None
    warnings: tuple[str, ...] = ()
    doubted_after: date | None = None

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
            raise UnavailableError(f"the {own_return.label} has no {own_return.lacks(columns, any_of)}")
        if needs_history and _without_history(self.union):
            raise UnavailableError(
                "one annual return does not hold the previous plans' dates: it takes a live extract or several returns"
            )
        if missing := self.union.lacks(columns, any_of):
            raise UnavailableError(f"the returns have no {missing}")
        if absent := _years_without_return(period, self.union.returns):
            raise UnavailableError(f"no return for {year_label(absent[0])}")
        return self.union


def _without_history(basis: Basis) -> bool:
    """A single return, or a layout of a few months, without the previous plans' dates."""
    is_short = basis.is_strict if basis.kind == "live" else len(basis.returns) < 2
    return is_short and not basis.has("previous_plan_end")


def _able(live: Basis, period: Period, columns: tuple[str, ...], *, needs_history: bool, snapshot: bool) -> Basis:
    """The live extract, if its layout reaches so far and it holds any review where reviews are asked for."""
    if "review_dates" in columns and not live.has("review_dates"):
        raise UnavailableError("the live extract has no review: without any, every plan would be late")
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


def bases(extract: Extract, *, as_at: date | None = None, covered_from: date | None = None) -> Bases:
    """What this extract offers. `as_at` None is the last event, settled on the month's end if that is near."""
    years = extract.return_years
    returns = {
        y: Basis("return", f"return {year_label(y)}", min(as_at or year(y).end, year(y).end), extract, (y,))
        for y in years
    }
    union = live = doubted_after = None
    warning = ""
    if years:
        label = f"returns {_runs(years)} together" if len(years) > 1 else f"return {year_label(years[0])}"
        union = Basis("union", label, returns[years[-1]].as_at, extract, years)
    happened = _event_days(extract) if extract.is_live else ()
    if len(happened):
        day, doubted_after, warning = (as_at, None, "") if as_at else last_event(happened)
        months = _reach(extract)
        first = covered_from or (add_months(day + timedelta(days=1), -months) if months else None)
        layouts = [LAYOUTS[name].name for name in extract.live_layouts if name in LAYOUTS]
        label = layouts[0] if len(extract.live_layouts) == len(layouts) == 1 else "live extract"
        live = Basis("live", label, day, extract, (), first, is_strict=bool(months))
    if not live and not union:
        raise InputError("the extract holds no section 47, conference or plan date: nothing to count")
    return Bases(live, returns, union, (warning,) if warning else (), doubted_after)


def _runs(years: Sequence[int]) -> str:
    """ "2015/16 to 2017/18 and 2019/20": years in order, those that follow one another as one."""
    runs: list[list[int]] = []
    for y in years:
        if runs and y == runs[-1][-1] + 1:
            runs[-1].append(y)
        else:
            runs.append([y])
    said = [" to ".join(dict.fromkeys((year_label(run[0]), year_label(run[-1])))) for run in runs]
    return " and ".join(filter(None, [", ".join(said[:-1]), said[-1]]))


def _reach(extract: Extract) -> int | None:
    """How many months back the layout of the live rows reaches; None where any of them has it all."""
    reach = [LAYOUTS[name].months if name in LAYOUTS else None for name in extract.live_layouts]
    return reach[0] if len(reach) == 1 else None


def last_event(found: np.ndarray) -> tuple[date, date | None, str]:
    """The as-at date, from the days on which anything happened; where a few lie far after every other, the day after
    which they do, and a warning.

    As-at is the latest enquiry, conference, plan or review date; the month's end, where that is at most seven days on.
    """
    last = found[-1].item()
    before, warning = None, ""
    doubted = DOUBTED_DATES if len(found) > MANY_DATES else 1
    gaps = np.diff(found[-doubted - 1 :]).astype(int)
    if len(apart := np.flatnonzero(gaps > STANDS_APART_DAYS)):
        after = len(gaps) - apart[-1]
        before = found[-after - 1].item()
        dates = (
            f"the last date, {short_date(last)}, lies"
            if after == 1
            else f"the last {after} dates, to {short_date(last)}, lie"
        )
        warning = (
            f"{dates} {gaps[apart[-1]]} days after every other ({short_date(before)}): "
            "if that is wrong, give the extract's date with --as-at (check last-date)"
        )
    end = month_end(last.year, last.month)
    return (end if (end - last).days <= SETTLES_WITHIN_DAYS else last), before, warning


def _event_days(extract: Extract) -> np.ndarray:
    """The days on which anything happened in the live rows, in order, each once."""
    seen = np.zeros(KEY_DAYS, bool)
    for table, column in AS_AT_DATES:
        dates = _recorded(extract, table)[column]
        seen[dates[~np.isnat(dates)].astype(np.int64)] = True
    return np.flatnonzero(seen).astype("datetime64[D]")


def _recorded(extract: Extract, table: str, returns: Sequence[int] = ()) -> Part:
    """The rows of a table that are of one of these returns, or of the live history where none is named."""
    part = extract.part(table)
    if not extract.return_years:  # all are live
        return part
    return part.where(np.isin(part["return_year"], returns or (LIVE,)))


def _earliest(dates: np.ndarray) -> date | None:
    known = dates[~np.isnat(dates)]
    return known.min().item() if len(known) else None


def _any_value(rows: Part, column: str) -> bool:
    if not len(rows):
        return False
    values = rows[column]
    if isinstance(values, Coded):
        return bool(values.filled().any())
    return bool((values >= 0).any() if values.dtype.kind == "i" else (~np.isnat(values)).any())


def _years_without_return(period: Period, years: tuple[int, ...]) -> list[int]:
    wanted = range(reporting_year(period.start), period.reporting_year + 1)
    return [y for y in wanted if y < years[-1] and y not in years]
