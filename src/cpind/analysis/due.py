"""What is due at the extract's date: the facts behind `cpind due`.

Items are open work with a day by which it is due (open_work.py); a DueLine is the numbers of one kind of item in one group.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from ..errors import UnavailableError, UsageError
from ..figures.bases import Bases
from ..figures.basis import Basis
from ..figures.choices import PUBLISHED_DEFINITIONS
from ..figures.flags import CoveredFrom, FilesEndOn, Flag
from ..figures.groupings import Grouping
from ..figures.indicators import INDICATORS
from ..figures.request import WHOLE_AREA, Request
from ..figures.scope import Scope, scope_of
from ..model.extract import Extract
from ..model.periods import Period, at, long_date, reporting_year, year, year_to_date
from ..model.wording import listed
from .due_items import (
    BOOKINGS,
    ENQUIRY,
    FIRST_REVIEW,
    LATER,
    LENGTHS,
    NEXT_REVIEW,
    SOON,
    TWO_YEARS,
    WHENS,
    Items,
    together,
)
from .open_work import OPEN_PLANS, Waiting, groups_of, plans_by_length, select, waiting_enquiries, waiting_reviews

SO_FAR, IF_PASSING_END, IF_ALL_END = "ended so far", "if passing end", "if all end"
"""two-year of the year so far; with the plans that pass two years; with those that have passed them as well."""

ENQUIRIES, REVIEWS, PLANS, TWO_YEAR = "enquiries", "reviews", "plans", "two-year"
_NEEDS = {
    ENQUIRIES: ("s47_start", "icpc_date"),
    REVIEWS: ("plan_start", "plan_end", "review_dates"),
    PLANS: ("plan_start", "plan_end"),
}
_KINDS = {ENQUIRIES: (ENQUIRY,), REVIEWS: (FIRST_REVIEW, NEXT_REVIEW), PLANS: LENGTHS}


@dataclass(frozen=True)
class DueLine:
    """The numbers of one kind in one group.

    Attributes:
        kind: the kind of item, or a projection of two-year.
        groups: the labels of the group, () for the whole area.
        counts: how many are overdue, soon and later, and booked in time, late and not, by these names; of a length that
            plans pass only soon and later, and {} of two-year.
        passed: of the open plans those that have passed a length already; of two-year its numerator.
        of: of a length all open plans; of two-year its denominator.
    """

    kind: str
    groups: tuple[str, ...]
    counts: dict[str, int]
    passed: int | None = None
    of: int | None = None


@dataclass(frozen=True)
class Due:
    """What is due by a day.

    Attributes:
        area: the extract's area.
        as_at: the extract's date.
        by: the day.
        until: the last day whose ends the projection of two-year counts.
        grouping: how the items are split, None if they are not.
        where: each grouping of which only some groups are counted, with these groups.
        items: what is due, by group and day.
        lines: the numbers of each group and, last, of the whole area.
        waiting: the enquiries, None where they are left out.
        left_out: which kinds can't be answered, and why.
        flags: what makes plans, conferences or reviews incomplete.
        knows_not_required: whether the extract says of any enquiry that it needed no conference.
    """

    area: str
    as_at: date
    by: date
    until: date
    grouping: Grouping | None
    where: tuple[tuple[str, tuple[str, ...]], ...]
    items: Items
    lines: tuple[DueLine, ...]
    waiting: Waiting | None
    left_out: tuple[tuple[str, str], ...]
    flags: tuple[Flag, ...]
    knows_not_required: bool

    @property
    def year(self) -> Period:
        """The reporting year of the extract's date."""
        return year(reporting_year(self.as_at))


def due(
    extract: Extract, standing: Bases, request: Request = WHOLE_AREA, *, by: date | None = None, weeks: int = 4
) -> Due:
    """What is due by a day, or within so many weeks of the extract's date; what is overdue is in it.

    Raises UnavailableError without a live extract, or where nothing of it can be answered; UsageError for a day before the
    extract's date, and as scope_of does.
    """
    live = standing.live
    if live is None:
        raise UnavailableError(
            "annual returns say what had happened by their dates, not what is due now: give the live extract"
        )
    by = by or live.as_at + timedelta(weeks=weeks)
    if by < live.as_at:
        raise UsageError(f"{by} is before the extract's date, {long_date(live.as_at)}: give a later day")
    scope = scope_of(request.by, request.where, extract)
    left_out = {part: reason for part in _NEEDS if (reason := _lacking(part, extract, live, scope))}
    if len(left_out) == len(_NEEDS):
        raise UnavailableError("; ".join(f"{part}: {reason}" for part, reason in left_out.items()))
    parts: list[Items] = []
    waiting = None if ENQUIRIES in left_out else waiting_enquiries(extract, live, scope)
    if waiting:
        parts.append(waiting.items)
    if REVIEWS not in left_out:
        parts.append(waiting_reviews(extract, live, scope))
    if PLANS not in left_out:
        parts.append(plans_by_length(extract, live, scope))
    items = together(parts)
    kinds = [kind for part, kinds in _KINDS.items() if part not in left_out for kind in kinds]
    until = min(by, year(reporting_year(live.as_at)).end)
    if PLANS not in left_out and (reason := _no_two_year(standing)):
        left_out[TWO_YEAR] = reason
    lines = _lines(items, kinds, live, scope, by, None if {PLANS, TWO_YEAR} & left_out.keys() else until)
    return Due(
        request.area,
        live.as_at,
        by,
        until,
        scope.grouping,
        tuple((one.grouping.name, one.labels) for one in scope.filters),
        items.up_to(by, live.as_at).in_order(),
        tuple(lines),
        waiting,
        tuple(left_out.items()),
        tuple(_flags(live, left_out)),
        live.has("icpc_not_required"),
    )


def _lacking(part: str, extract: Extract, live: Basis, scope: Scope) -> str:
    """Why a part can't be answered; "" where it can."""
    for column in _NEEDS[part]:
        if column not in extract.columns:
            return f"the extract has no column {column}"
    events = "enquiries" if part == ENQUIRIES else "plans"
    for grouping in (*((scope.grouping,) if scope.grouping else ()), *(one.grouping for one in scope.filters)):
        if events not in grouping.events:
            return f"{grouping.name} is a grouping of {listed(grouping.events)}, not of {events}"
    if part == REVIEWS and not live.has("review_dates"):
        return "the live extract has no review: without any, every review would be overdue"
    if part == ENQUIRIES and np.isnat(live.recorded["conferences"]["s47_start"]).all():
        return (
            "no conference names the section 47 enquiry that it follows: without any, every enquiry would wait for one"
        )
    return ""


def _no_two_year(standing: Bases) -> str:
    """Why there is no two-year for the year so far; "" where there is."""
    try:
        standing.choose(year_to_date(standing.as_at), columns=INDICATORS[TWO_YEAR].columns)
    except UnavailableError as error:
        return error.reason
    return ""


def _flags(live: Basis, left_out: dict[str, str]) -> Iterable[Flag]:
    """Flags for plans that the extract lacks, and for files that end earlier than the rest."""
    if PLANS not in left_out:
        periods = {OPEN_PLANS: at(live.as_at)}
        if TWO_YEAR not in left_out:
            periods[TWO_YEAR] = year_to_date(live.as_at)
        found = dict.fromkeys(live.coverage.shortfall(INDICATORS[code], period) for code, period in periods.items())
        yield from filter(None, found)
        first = live.coverage.first(PLANS)
        is_short = TWO_YEAR in periods and live.coverage.is_before(periods[TWO_YEAR], PLANS, snapshot=False)
        if first and is_short and not any(found):
            yield CoveredFrom(first)
    for day, files in dict.fromkeys(live.coverage.behind.values()):
        yield FilesEndOn(files, day)


# --- numbers ------------------------------------------------------------------------------------------


def _lines(
    items: Items, kinds: list[str], live: Basis, scope: Scope, by: date, until: date | None
) -> Iterable[DueLine]:
    """The lines of each group that have anything in them, then those of the whole area. `until` is the last day whose
    ends two-year counts; None leaves it out."""
    two_year = _two_year(items, live, scope, until) if until else {}
    present = np.unique(np.concatenate([items.group, *(groups for groups, _ in two_year.values())]))
    groups = [int(code) for code in present] if scope.grouping else []
    for group in (*groups, None):
        labels = scope.grouping.labels_at(group) if scope.grouping and group is not None else ()
        mine = items if group is None else items.where(items.group == group)
        lines = [_line(mine, kind, labels, live.as_at, by) for kind in kinds]
        for kind, (codes, is_long) in two_year.items():
            among = np.ones(len(codes), bool) if group is None else codes == group
            lines.append(DueLine(kind, labels, {}, int((among & is_long).sum()), int(among.sum())))
        yield from (line for line in lines if group is None or line.of or any(line.counts.values()))


def _line(items: Items, kind: str, labels: tuple[str, ...], as_at: date, by: date) -> DueLine:
    of_kind = items.of_kind(kind)
    waiting = of_kind.up_to(by, as_at)
    whens = np.bincount(waiting.whens(as_at), minlength=len(WHENS)).tolist()
    if kind in LENGTHS:
        passed = int((of_kind.due <= np.datetime64(as_at, "D")).sum())
        return DueLine(kind, labels, dict(zip((SOON, LATER), whens[1:])), passed, len(of_kind))
    bookings = np.bincount(waiting.bookings(), minlength=len(BOOKINGS)).tolist()
    return DueLine(kind, labels, {**dict(zip(WHENS, whens)), **dict(zip(BOOKINGS, bookings))})


def _two_year(items: Items, live: Basis, scope: Scope, until: date) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Of two-year so far, and of what it would become: the group of each plan, and whether it lasted two years."""
    placed = select(TWO_YEAR, year_to_date(live.as_at), live, scope)
    groups = groups_of(placed, TWO_YEAR, scope)
    is_long = INDICATORS[TWO_YEAR].function(placed.events, PUBLISHED_DEFINITIONS)
    open_plans = items.of_kind(TWO_YEARS)
    passes, today = open_plans.due, np.datetime64(live.as_at, "D")

    def with_ended(ending: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        more = open_plans.group[ending]
        return np.concatenate([groups, more]), np.concatenate([is_long, np.ones(len(more), bool)])

    return {
        SO_FAR: (groups, is_long),
        IF_PASSING_END: with_ended((passes > today) & (passes <= np.datetime64(until, "D"))),
        IF_ALL_END: with_ended(passes <= np.datetime64(until, "D")),
    }
