"""The bases in an extract (each annual return, the live extract, the union of the returns), and which one a period
takes.

A year comes from that year's return if there is one, exactly as DfE would report it. Everything else comes from the
live extract or, if there are only returns, from their union. If a return lacks what was asked for (a district, a team,
the number of previous plans), the live extract is used. [choice]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..errors import NothingToCountError, UnavailableError, UsageError
from ..model.extract import Extract
from ..model.layouts import LAYOUTS
from ..model.periods import (
    Period,
    add_months,
    long_date,
    reporting_year,
    short_date,
    year,
    year_label,
    year_runs,
)
from .as_at import booked, day_of, silent_after
from .basis import Basis
from .facts import LIVE, RETURN, UNION
from .holding import KINDS
from .previous_numbers import contradicts, has_only_zeros
from .recorded import NO_GAP, is_without_gap

MOST_BRIDGED_DAYS = 366

ALL_ZERO = "numbers of previous plans other than 0, though earlier plans of the same children are in the history"
"""What is missing from returns whose numbers of previous plans are a system's default."""


@dataclass(frozen=True)
class Bases:
    """The bases in an extract, and the rule that chooses among them.

    Attributes:
        live: the live extract, None if all rows belong to returns.
        returns: each annual return, by its year.
        union: all returns together, None without any.
        warnings: sentences about the extract's date and what lies after it.
        doubted_after: the day after which later events in the live rows are far after all others.
        is_as_at_given: whether the user gave as-at, so that later events are not called booked.
        silent_after: the last day with an event before the given as-at, if later events would be expected.
    """

    live: Basis | None
    returns: dict[int, Basis]
    union: Basis | None
    warnings: tuple[str, ...] = ()
    doubted_after: date | None = None
    is_as_at_given: bool = False
    silent_after: date | None = None

    @property
    def history(self) -> Basis:
        """The live history, or all returns together if there is none."""
        basis = self.live or self.union
        assert basis is not None
        return basis

    @property
    def as_at(self) -> date:
        """The extract's date: the live history's, else that of the latest return."""
        return self.history.as_at

    def all_of(self, needs_history: bool = False) -> tuple[Basis, ...]:
        """All bases, live history first; with `needs_history`, those that hold earlier plans."""
        if not needs_history:
            return tuple(filter(None, (self.live, *self.returns.values())))
        return () if _without_history(self.history) else (self.history,)

    def choose(
        self,
        period: Period,
        *,
        columns: Iterable[str],
        awaits: Iterable[str] = (),
        joins: Iterable[str] = (),
        column_sets: Iterable[Sequence[str]] = (),
        needs_history: bool = False,
        needs_gap: bool = False,
        snapshot: bool = False,
        months_before: int = 0,
    ) -> Basis:
        """Choose the basis for a figure of this period. Raises UnavailableError, with the reason, if no basis can
        provide it.

        Args:
            period: the period of the figure.
            columns: the columns that it needs, all of them.
            awaits: the tables of events that follow its own.
            joins: the kinds of links between events that it depends on (model/joins.py).
            column_sets: sets of columns, of each of which it needs one.
            needs_history: whether it needs earlier plans of the same children.
            needs_gap: whether it depends on the dates of previous plans.
            snapshot: whether it is taken at the period's last day.
            months_before: from how many months before that day on a snapshot reads events.
        """
        columns, column_sets = tuple(columns), tuple(column_sets)
        own_return = self.returns.get(period.reporting_year) if period.kind == "year" else None
        is_cut = months_before and own_return and own_return.as_at < period.end
        if own_return and not is_cut and not needs_history and not own_return.lacks(columns, column_sets):
            return own_return
        if self.live:
            if reason := self.live.coverage.insufficient(columns, tuple(awaits), frozenset(joins)):
                raise UnavailableError(reason)
            if needs_gap and is_without_gap(self.live.plans):
                raise UnavailableError(NO_GAP)
            return _reaching_back(self.live, period, needs_history=needs_history, snapshot=snapshot)
        if own_return and not is_cut and not needs_history:
            missing = _named(own_return, own_return.lacks(columns, column_sets))
            raise UnavailableError(f"the {own_return.label} has no {missing}")
        union = _union(self.history, period, columns, column_sets, needs_history=needs_history)
        if months_before and (absent := _return_before(period, union, months_before)):
            raise UnavailableError(
                f"it takes the {months_before} months up to the day, and there is no return for {year_label(absent)}"
            )
        if needs_gap and is_without_gap(union.plans):
            raise UnavailableError(NO_GAP)
        return union


def _union(
    union: Basis, period: Period, columns: Sequence[str], column_sets: Sequence[Sequence[str]], *, needs_history: bool
) -> Basis:
    """All returns together, if they hold what is needed and cover the period."""
    if needs_history and _without_history(union):
        raise UnavailableError(
            "one annual return does not hold the previous plans' dates: it takes a live extract or several returns"
        )
    if missing := union.lacks(columns, column_sets):
        raise UnavailableError(f"the returns have no {_named(union, missing)}")
    if absent := _years_without_return(period, union.returns):
        raise UnavailableError(f"no return for {year_label(absent[0])}")
    if cut := _after_a_return(period, union):
        raise UnavailableError(f"the return {year_label(cut)} is of {long_date(union.return_dates[cut])}")
    return union


def _named(basis: Basis, missing: str) -> str:
    return ALL_ZERO if basis.is_number_a_default and missing == "previous_plans" else missing


def _without_history(basis: Basis) -> bool:
    """Whether this is a single return, or a layout of a few months, without the dates of previous plans."""
    is_short = basis.is_strict if basis.kind == LIVE else len(basis.returns) < 2
    return is_short and not basis.has("previous_plan_end")


def _reaching_back(live: Basis, period: Period, *, needs_history: bool, snapshot: bool) -> Basis:
    """The live extract, if its layout reaches far enough back."""
    if live.is_strict and live.covered_from:
        (layout,) = (LAYOUTS[name] for name in live.extract.live_layouts)
        if needs_history and _without_history(live):
            raise UnavailableError(layout.lacks["previous_plan_end"])
        if live.coverage.is_before(period, "plans", snapshot=snapshot):
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
    """The bases of this extract. Raises UsageError for any other `holds` than those below, and for a `bridge` below 0.

    Args:
        extract: the extract.
        as_at: its date; None: as it shows (as_at.py). For a return it is the return's own day at the latest.
        covered_from: the first day that a live extract covers.
        holds: the plans that a live extract holds, "active", "started" or "ended"; None: as its plans show.
        bridge: a plan that starts at most this many days after the child's previous plan ends is merged with it.
    """
    if holds and holds not in KINDS:
        raise UsageError(f'holds: "{holds}" is not one of {", ".join(KINDS)}')
    if bridge is not None and not 0 <= bridge <= MOST_BRIDGED_DAYS:
        raise UsageError(f"bridge: write a number of days from 0 to {MOST_BRIDGED_DAYS}")
    years = extract.return_years
    ends = {y: min(as_at or last, last) for y, last in extract.return_dates.items()}
    returns = {
        y: Basis(RETURN, f"return {year_label(y)}", ends[y], extract, (y,), bridge=bridge, return_dates={y: ends[y]})
        for y in years
    }
    union = None
    if years:
        label = f"returns {year_runs(years)} together" if len(years) > 1 else f"return {year_label(years[0])}"
        union = Basis(UNION, label, ends[years[-1]], extract, years, bridge=bridge, return_dates=ends)
    live, doubted_after, warnings = _live(extract, as_at, covered_from, holds, bridge)
    if not live and not union:
        raise NothingToCountError("the extract holds no section 47, conference or plan date: nothing to count")
    live, returns, union = _without_defaults(live, returns, union)
    silent = live.silent_after if live else None
    return Bases(live, returns, union, tuple(warnings), doubted_after, as_at is not None, silent)


def _live(
    extract: Extract, as_at: date | None, covered_from: date | None, holds: str | None, bridge: int | None
) -> tuple[Basis | None, date | None, list[str]]:
    """The live extract, the day after which its last dates are doubtful, and warnings about its date; None and nothing
    else if there are no live rows with a date."""
    last = day_of(extract) if extract.is_live else None
    if not last:
        return None, None, []
    day, doubted_after, warning = (as_at, None, "") if as_at else last
    warnings = [warning] if warning else []
    warnings += booked(extract, day) if not as_at else []
    if silent := silent_after(extract, day) if as_at else None:
        warnings.append(
            f"nothing is recorded from {long_date(silent + timedelta(days=1))} to {long_date(day)}, the extract's date as given: "
            "what ends later is marked as part (check silent-before-as-at)"
        )
    months = _reach(extract)
    first = covered_from or (add_months(day + timedelta(days=1), -months) if months else None)
    layouts = [LAYOUTS[name].name for name in extract.live_layouts if name in LAYOUTS]
    label = layouts[0] if len(extract.live_layouts) == len(layouts) == 1 else "live extract"
    live = Basis(LIVE, label, day, extract, (), first, bool(months), bridge, holds or "", silent_after=silent)
    return live, doubted_after, warnings


def _without_defaults(
    live: Basis | None, returns: dict[int, Basis], union: Basis | None
) -> tuple[Basis | None, dict[int, Basis], Basis | None]:
    """The bases, with those marked in which every recorded number of previous plans is 0 although the history shows an
    earlier plan of a child that ended two days or more before: a default that looks like a record. [choice]"""
    histories = [basis for basis in (live, union) if basis]

    def checked(basis: Basis) -> Basis:
        if not has_only_zeros(basis) or not any(contradicts(basis, history) for history in histories):
            return basis
        return basis.without_numbers()

    return (
        checked(live) if live else None,
        {y: checked(basis) for y, basis in returns.items()},
        checked(union) if union else None,
    )


def _reach(extract: Extract) -> int | None:
    """How many months back the layout of the live rows reaches; None if any layout has no limit."""
    reach = [LAYOUTS[name].months if name in LAYOUTS else None for name in extract.live_layouts]
    return reach[0] if len(reach) == 1 else None


def _years_without_return(period: Period, years: tuple[int, ...]) -> list[int]:
    wanted = range(reporting_year(period.start), period.reporting_year + 1)
    return [y for y in wanted if y < years[-1] and y not in years]


def _return_before(period: Period, union: Basis, months: int) -> int | None:
    """The year without a return in which the months up to a period's last day begin, if there is one."""
    first = add_months(min(period.end, union.as_at) + timedelta(days=1), -months)
    wanted = reporting_year(first)
    return None if wanted in union.returns else wanted


def _after_a_return(period: Period, union: Basis) -> int | None:
    """The year of a return (not the last) that ends before its 31 March, if the period runs on after that day within
    the year: there is no record of what happened then."""
    for y, last in union.return_dates.items():
        if y != union.returns[-1] and period.end > last and period.start <= year(y).end and last < year(y).end:
            return y
    return None
