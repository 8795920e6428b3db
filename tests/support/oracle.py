"""A slow, obvious recomputation of the figures, to hold the package against.

Standard library only, plain loops, no cleverness, and nothing taken from the
package itself: where the two agree, they agree because both follow the methods.

A flat extract is a list of rows, each a dict of the canonical columns; a missing
key means None.  ``figure`` is the way in.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import wraps
from itertools import groupby
from typing import Any

Row = Mapping[str, Any]
Basis = str | int  # "live", "union" or the year of one return

NOT_RECORDED = "Not recorded"
NOT_RECOGNISED = "Not recognised"
NOT_KNOWN = "Not known"


@dataclass(frozen=True)
class Choices:
    """The options that change a figure."""

    anniversary: bool = False  # two years = the second anniversary, not 730 days
    weekends_only: bool = False  # bank holidays count as working days
    without_transfer_ins: bool = False  # leave transfer-ins out of the ICPC timing figures
    gap_from: str = "end"  # measure a gap from the previous plan's "end" or "start"
    full_history: bool = False  # all reviews since the plan's start, not those of the census window


DEFAULTS = Choices()


# --- Calendar -----------------------------------------------------------------------------


def year_end(year: int) -> date:
    """Return 31 March, the last day of the reporting year."""
    return date(year, 3, 31)


def year_start(day: date) -> date:
    """Return the 1 April that begins the reporting year of a day; 31 March ends that year."""
    year = day.year
    if (day.month, day.day) < (4, 1):
        year -= 1
    return date(year, 4, 1)


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or that month's last day if it is shorter."""
    count = day.year * 12 + (day.month - 1) + months
    year, month = count // 12, count % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, last))


def completed_years(birth: date, day: date) -> int:
    """Return the age in whole years; a child born on 29 February gains one on 1 March."""
    years = day.year - birth.year
    if (day.month, day.day) < (birth.month, birth.day):
        years -= 1
    return years


def easter_sunday(year: int) -> date:
    """Return Easter Sunday (the anonymous Gregorian algorithm)."""
    a = year % 19
    b, c = divmod(year, 100)
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    l = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * l) // 451
    month, day = divmod(h + l - 7 * m + 114, 31)
    return date(year, month, day + 1)


def first_monday(year: int, month: int) -> date:
    """Return the first Monday of a month."""
    day = date(year, month, 1)
    while day.weekday() != 0:
        day += timedelta(days=1)
    return day


def last_monday(year: int, month: int) -> date:
    """Return the last Monday of a month."""
    day = date(year, month, calendar.monthrange(year, month)[1])
    while day.weekday() != 0:
        day -= timedelta(days=1)
    return day


FIRST_HOLIDAY_YEAR = 1995
LAST_HOLIDAY_YEAR = 2027

# The early-May Monday was moved to the anniversaries of VE day.
MOVED_EARLY_MAY = {1995: date(1995, 5, 8), 2020: date(2020, 5, 8)}
# The late-May Monday was moved into June, beside an extra day, for three jubilees.
JUBILEES = {
    2002: [date(2002, 6, 3), date(2002, 6, 4)],
    2012: [date(2012, 6, 4), date(2012, 6, 5)],
    2022: [date(2022, 6, 2), date(2022, 6, 3)],
}
ONE_OFFS = [
    date(1999, 12, 31),  # the millennium
    date(2011, 4, 29),  # a royal wedding
    date(2022, 9, 19),  # the Queen's funeral
    date(2023, 5, 8),  # the coronation
]


def bank_holidays_of(year: int) -> list[date]:
    """Return the bank holidays of England in a year, each on the day it is taken."""
    days = []

    # New Year's Day, or the Monday after if it falls on a weekend.
    new_year = date(year, 1, 1)
    while new_year.weekday() >= 5:
        new_year += timedelta(days=1)
    days.append(new_year)

    # Good Friday and Easter Monday.
    easter = easter_sunday(year)
    days.append(easter - timedelta(days=2))
    days.append(easter + timedelta(days=1))

    # The first Monday of May, or the day it was moved to.
    days.append(MOVED_EARLY_MAY.get(year, first_monday(year, 5)))

    # The last Monday of May, or the two days of a jubilee instead.
    days.extend(JUBILEES.get(year, [last_monday(year, 5)]))

    # The last Monday of August.
    days.append(last_monday(year, 8))

    # Christmas Day and Boxing Day: of the two, those on a weekend are made up for on the
    # next weekdays that are not themselves one of the two.
    taken = [day for day in (date(year, 12, 25), date(year, 12, 26)) if day.weekday() < 5]
    substitute = date(year, 12, 27)
    while len(taken) < 2:
        if substitute.weekday() < 5:
            taken.append(substitute)
        substitute += timedelta(days=1)
    days.extend(taken)

    days.extend(day for day in ONE_OFFS if day.year == year)
    return days


BANK_HOLIDAYS: frozenset[date] = frozenset(
    day for year in range(FIRST_HOLIDAY_YEAR, LAST_HOLIDAY_YEAR + 1) for day in bank_holidays_of(year)
)


def working_days(a: date, b: date, choices: Choices = DEFAULTS) -> int:
    """Return the number of working days in (a, b]: day a itself is day 0; -1 if b is before a."""
    if b < a:
        return -1
    count = 0
    day = a
    while day < b:
        day += timedelta(days=1)
        if day.weekday() >= 5:
            continue
        if not choices.weekends_only:
            # Better no answer than one from a calendar without its holidays.
            if not FIRST_HOLIDAY_YEAR <= day.year <= LAST_HOLIDAY_YEAR:
                raise ValueError(f"the oracle knows no bank holidays of {day.year}")
            if day in BANK_HOLIDAYS:
                continue
        count += 1
    return count


# --- From rows to plans, enquiries and conferences ----------------------------------------


@dataclass(frozen=True)
class Plan:
    """One plan: all rows of one child and one start."""

    child: str
    start: date
    end: date | None  # None: it counts as ended nowhere
    last_day: date | None  # the last day in the stock of a plan that returns lost sight of
    columns: Row
    reviews: list[date]  # of all its rows, in order, each day once


@dataclass(frozen=True)
class Enquiry:
    """One section 47 enquiry: all rows of one child and one S47 start."""

    child: str
    day: date
    columns: Row


@dataclass(frozen=True)
class Conference:
    """One initial conference: all rows of one child and one ICPC date."""

    child: str
    day: date
    clock: date | None  # day 0 of the 15 working days
    transfer_in: bool
    columns: Row


@dataclass(frozen=True)
class PreviousPlan:
    """What is known of the plan before; from the history or from the columns."""

    start: date | None
    end: date | None


def remembered(function: Callable[..., Any]) -> Callable[..., Any]:
    """Work out an answer once for the same list of rows, which may not change meanwhile: one extract is asked for many figures."""
    kept: dict[tuple[Any, ...], tuple[Any, Any]] = {}

    @wraps(function)
    def answer(rows: list[Row], *how: Any) -> Any:
        key = (id(rows), *how)
        if key not in kept:
            if len(kept) >= 20:
                kept.clear()
            kept[key] = (rows, function(rows, *how))  # with the rows, so that no other list gets their id
        return kept[key][1]

    return answer


@remembered
def rows_of(rows: Iterable[Row], basis: Basis) -> list[Row]:
    """Return the rows that a basis stands on, in the order of the file."""
    chosen = []
    for row in rows:
        year = row.get("return_year")
        if basis == "live":
            wanted = year is None
        elif basis == "union":
            wanted = year is not None
        else:
            wanted = year == basis
        if wanted:
            chosen.append(row)
    return chosen


def as_at_of(rows: Sequence[Row], basis: Basis, as_at: date | None) -> date | None:
    """Return the day as at which the rows of a basis are read; None means no limit."""
    if basis == "live":
        return as_at
    if basis == "union":
        if as_at is not None or not rows:
            return as_at
        return year_end(max(row["return_year"] for row in rows))
    # A single return is as at its own last day, or an earlier one that is asked for.
    last_day = year_end(int(basis))
    return last_day if as_at is None else min(as_at, last_day)


def day_of_extract(rows: Sequence[Row]) -> date | None:
    """Return the day that live rows tell: the last of something that nobody books, and the month's end if that is near."""
    certain = [row.get(column) for row in rows for column in ("s47_start", "plan_start", "plan_end", "last_visit")]
    booked = [row.get("icpc_date") for row in rows]
    booked += [day for row in rows for day in row.get("review_dates") or []]
    # Conferences and reviews may be booked ahead, so they tell the day only where there is nothing else.
    known = [day for day in certain if day] or [day for day in booked if day]
    if not known:
        return None
    last = max(known)
    month_end = date(last.year, last.month, calendar.monthrange(last.year, last.month)[1])
    return month_end if (month_end - last).days <= 7 else last


def merged(rows: Sequence[Row], order: Callable[[Row], Any]) -> dict[str, Any]:
    """Return the last value that is not None of every column, in an order of the rows.

    Of rows that the order does not tell apart the largest value, so that the order of the file is nothing.
    """
    columns: dict[str, Any] = {}
    for _, tied in groupby(sorted(rows, key=order), key=order):
        together = list(tied)
        for column in {column for row in together for column in row}:
            values = [row[column] for row in together if row.get(column) is not None]
            if values:
                columns[column] = max(values)
    return columns


def by_key(rows: Iterable[Row], column: str) -> dict[tuple[str, date], list[Row]]:
    """Gather the rows by child and the date in a column, leaving out the rows without one."""
    groups: dict[tuple[str, date], list[Row]] = {}
    for row in rows:
        day = row.get(column)
        if day is not None:
            groups.setdefault((row["child_id"], day), []).append(row)
    return groups


def return_order(row: Row) -> int:
    """Order rows by return."""
    return row.get("return_year") or 0


def plan_order(row: Row) -> tuple[int, bool, date]:
    """Order the rows of a plan by return, then by end, those without an end first."""
    end = row.get("plan_end")
    return (return_order(row), end is not None, end or date.min)


def reviews_of(rows: Iterable[Row], as_at: date | None) -> list[date]:
    """Return the days on which one plan was reviewed, by all of its rows together."""
    days: list[date] = []
    for row in rows:
        for day in row.get("review_dates") or []:
            # A review after the as-at day has not been held yet.
            if as_at is not None and day > as_at:
                continue
            # Two on one day are one.
            if day not in days:
                days.append(day)
    return sorted(days)


@remembered
def plans_of(rows: Sequence[Row], basis: Basis, as_at: date | None) -> list[Plan]:
    """Return the plans that exist on the as-at day, each as it was known then.

    ``rows`` and ``as_at`` are those of the basis.
    """
    years = [row["return_year"] for row in rows if row.get("return_year") is not None]
    latest_return = max(years, default=None)

    # Another authority's child placed here is not ours: its plan goes before anything else,
    # row by row, and so never serves as a previous plan either.
    ours = [row for row in rows if row.get("other_authority") is not True]

    plans = []
    for (child, start), group in by_key(ours, "plan_start").items():
        # A plan that starts after the as-at day does not exist yet.
        if as_at is not None and start > as_at:
            continue

        # One plan per child and start; the order makes a recorded end beat a blank one and
        # the latest end win, and the last of each attribute in it decides.
        columns = merged(group, plan_order)
        end = columns.get("plan_end")
        last_day = None

        if basis == "union":
            # The latest return in which the plan appears alone decides its end.
            latest = max(row["return_year"] for row in group)
            end = merged([row for row in group if row["return_year"] == latest], plan_order).get("plan_end")
            # In a return, an end after its 31 March means open.
            if end is not None and end > year_end(latest):
                end = None
            # Left open and absent from the returns after: it leaves the stock, ended nowhere.
            if end is None and latest < latest_return:
                last_day = year_end(latest)

        # An end after the as-at day means open.
        if end is not None and as_at is not None and end > as_at:
            end = None

        # Unlike the end, the reviews are those of every row, of all returns in the union.
        reviews = reviews_of(group, as_at)

        plans.append(Plan(child, start, end, last_day, columns, reviews))
    return plans


def bridged(plans: Sequence[Plan], days: int) -> list[Plan]:
    """Return the plans, each that starts 0 to ``days`` days after the child's plan before ends made one with it."""
    made: list[Plan] = []
    for plan in sorted(plans, key=lambda plan: (plan.child, plan.start)):
        before = made[-1] if made and made[-1].child == plan.child else None
        if before is None or before.end is None or not 0 <= (plan.start - before.end).days <= days:
            made.append(plan)
            continue
        columns = dict(before.columns) | {name: value for name, value in plan.columns.items() if value is not None}
        for name in ("previous_plans", "initial_category", "previous_plan_start", "previous_plan_end"):
            columns[name] = before.columns.get(name)
        reviews = sorted({*before.reviews, *plan.reviews})
        made[-1] = Plan(plan.child, before.start, plan.end, plan.last_day, columns, reviews)
    return made


@remembered
def zeros_by_default(rows: Iterable[Row], basis: Basis, as_at: date | None, bridge: int | None) -> bool:
    """Say whether every recorded number is 0 while the history has a plan that ended two days or more before another."""
    ours = [row for row in rows_of(rows, basis) if row.get("plan_start") and row.get("other_authority") is not True]
    numbers = [row.get("previous_plans") for row in ours if (row.get("previous_plans") or 0) >= 0]
    numbers = [number for number in numbers if number is not None]
    if not numbers or any(numbers):
        return False
    own = plans_of(rows_of(rows, basis), basis, as_at)
    own = own if bridge is None else bridged(own, bridge)
    zeros = {(plan.child, plan.start) for plan in own if plan.columns.get("previous_plans") == 0}
    for name in ("live", "union"):
        history = plans_of(rows_of(rows, name), name, as_at)
        history = history if bridge is None else bridged(history, bridge)
        for plan in history:
            previous = previous_plan(plan, history)
            if (plan.child, plan.start) in zeros and previous and previous.end:
                if (plan.start - previous.end).days >= 2:
                    return True
    return False


@remembered
def enquiries_of(rows: Sequence[Row], as_at: date | None) -> list[Enquiry]:
    """Return the enquiries that had started by the as-at day, whoever the plan belongs to."""
    # A conference that took its enquiry from another file ("taken") is not a second record of it.
    rows = [row for row in rows if not row.get("taken")]
    enquiries = []
    for (child, day), group in by_key(rows, "s47_start").items():
        if as_at is not None and day > as_at:
            continue
        enquiries.append(Enquiry(child, day, merged(group, return_order)))
    return enquiries


@remembered
def conferences_of(rows: Sequence[Row], as_at: date | None) -> list[Conference]:
    """Return the conferences held by the as-at day; one with a date was held, flag or not."""
    conferences = []
    for (child, day), group in by_key(rows, "icpc_date").items():
        if as_at is not None and day > as_at:
            continue
        # One row that says transfer-in makes it one, and then only the referral is timed,
        # even where a section 47 enquiry is known.
        transfer_in = any(row.get("transfer_in") is True for row in group)
        column = "referral_date" if transfer_in else "s47_start"
        known = [row[column] for row in group if row.get(column) is not None]
        # Several starts for one conference: the earliest is the clock.
        clock = min(known, default=None)
        columns = merged(group, return_order)
        conferences.append(Conference(child, day, clock, transfer_in, columns))
    return conferences


# --- What counts --------------------------------------------------------------------------


def is_open(plan: Plan, day: date) -> bool:
    """Say whether a plan is open at a date: started by then, and not ended by then."""
    if plan.start > day:
        return False
    # A plan that ends on the day is not open on it.
    if plan.end is not None and plan.end <= day:
        return False
    # A plan that the later returns no longer hold was last in the stock of its last return.
    return plan.last_day is None or day <= plan.last_day


def lasted_two_years(plan: Plan, day: date, choices: Choices) -> bool:
    """Say whether a plan had lasted two years by a day, its end or the snapshot."""
    # End before the start, or on it: never two years.
    if day <= plan.start:
        return False
    if choices.anniversary:
        return day >= add_months(plan.start, 24)
    return (day - plan.start).days >= 730


def is_due_for_review(plan: Plan, day: date) -> bool:
    """Say whether a plan counts among those to be reviewed: open at a date for 91 days or more."""
    return is_open(plan, day) and (day - plan.start).days >= 91


def a_year_before(day: date) -> date:
    """Say the same day a year before; of 29 February the 28th."""
    return date(day.year - 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def reviewed_on_time(plan: Plan, day: date, choices: Choices) -> bool:
    """Say whether a plan's reviews were held on time up to a date; one on its due date is in time."""
    # A review on or before the start, or after the end, is ignored; one after the date is still to come.
    held = []
    for review in plan.reviews:
        if review <= plan.start or review > day:
            continue
        if plan.end is not None and review > plan.end:
            continue
        held.append(review)

    # The census window at 31 March, and one of the same length at every other day: the reviews of the
    # twelve months up to it, and the last one before them.
    first_of_year = a_year_before(day + timedelta(days=1))
    before = [review for review in held if review < first_of_year]
    in_year = [review for review in held if review >= first_of_year]

    if choices.full_history:
        # All since the start; the first within 3 months of it.
        to_check = held
        due = add_months(plan.start, 3)
    elif plan.start >= first_of_year:
        # It began in the year: the first within 3 months of the start.
        to_check = in_year
        due = add_months(plan.start, 3)
    elif before:
        # It began earlier: from the last review before the year, which is itself not judged.
        to_check = in_year
        due = add_months(before[-1], 6)
    elif plan.start >= a_year_before(first_of_year):
        # No review before the year, but it began in the year before: from its start.
        to_check = in_year
        due = add_months(plan.start, 3)
    else:
        # Nothing to start from: late, whatever the year holds.
        return False

    for review in to_check:
        if review > due:
            return False
        # Each next one within 6 months of the one before.
        due = add_months(review, 6)
    # The next one not overdue: it may be due on the very date.
    return due >= day


def conference_days(conference: Conference, choices: Choices) -> int | None:
    """Return a conference's working days, or None without a clock or if that came after it."""
    if conference.clock is None or conference.clock > conference.day:
        return None
    return working_days(conference.clock, conference.day, choices)


def in_time(conference: Conference, choices: Choices) -> bool:
    """Say whether a conference was held within 15 working days; day 15 is in time."""
    days = conference_days(conference, choices)
    return days is not None and 0 <= days <= 15


def previous_plan(plan: Plan, plans: Iterable[Plan]) -> PreviousPlan | None:
    """Return the child's latest plan that started before this one, if any is known."""
    latest = None
    for other in plans:
        if other.child == plan.child and other.start < plan.start:
            if latest is None or other.start > latest.start:
                latest = other
    if latest is not None:
        # Its end as it is: none if open or lost sight of, even one before its own start.
        return PreviousPlan(latest.start, latest.end)

    # Nothing in the history: the columns stand as one plan, unless it started no earlier.
    start = plan.columns.get("previous_plan_start")
    end = plan.columns.get("previous_plan_end")
    if start is None and end is None:
        return None
    if start is not None and start >= plan.start:
        return None
    return PreviousPlan(start, end)


def is_repeat(plan: Plan, plans: Iterable[Plan]) -> bool:
    """Say whether a plan is a second or subsequent one; the recorded number decides."""
    number = None if plan.columns.get("zeros_by_default") else plan.columns.get("previous_plans")
    if number is not None and number >= 1:
        return True
    if number == 0:
        return False
    # Not recorded, or negative, which says nothing: by the history or the columns.
    return previous_plan(plan, plans) is not None


def known_previous_end(plan: Plan, plans: Sequence[Plan]) -> date | None:
    """Return the end from which the gap before a repeat plan runs; None if it isn't known."""
    if not is_repeat(plan, plans):
        return None
    previous = previous_plan(plan, plans)
    # Only the latest earlier plan is tried; one still open, or ending after this one starts,
    # leaves the gap unknown.
    if previous is None or previous.end is None or previous.end > plan.start:
        return None
    return previous.end


def gap_days(plan: Plan, plans: Sequence[Plan], choices: Choices) -> int | None:
    """Return the days of the gap before a repeat plan, or None if it isn't known."""
    end = known_previous_end(plan, plans)
    if end is None:
        return None
    if choices.gap_from == "end":
        return (plan.start - end).days
    # Start to start: on the same conditions, and the start must be known as well.
    previous = previous_plan(plan, plans)
    if previous is None or previous.start is None:
        return None
    return (plan.start - previous.start).days


def is_repeat_within(months: int, plan: Plan, plans: Sequence[Plan]) -> bool:
    """Say whether a plan started within so many calendar months of the previous plan's end."""
    end = known_previous_end(plan, plans)
    return end is not None and plan.start <= add_months(end, months)


def led_to_conference(enquiry: Enquiry, rows: Sequence[Row], as_at: date | None) -> bool:
    """Say whether any row of an enquiry names a conference that was held by the as-at day."""
    for row in rows:
        if row["child_id"] == enquiry.child and row.get("s47_start") == enquiry.day:
            held = row.get("icpc_date")
            if held is not None and (as_at is None or held <= as_at):
                return True
    return False


def fifteen_working_days_passed(since: date, as_at: date | None, choices: Choices) -> bool:
    """Say whether 15 working days or more lie between a day and the as-at day."""
    if as_at is None:
        return True
    # Not farther than it takes, since the calendar of bank holidays ends somewhere.
    return working_days(since, min(as_at, since + timedelta(days=60)), choices) >= 15


def on_a_plan(child: str, day: date, plans: Iterable[Plan]) -> bool:
    """Say whether a child had a plan that started before a day and had not ended before it."""
    for plan in plans:
        if plan.child != child or plan.start >= day:
            continue
        # Open; or lost sight of, after the last day of its last return; or ended.
        last = plan.last_day if plan.end is None else plan.end
        if last is None or last >= day:
            return True
    return False


def plan_followed(child: str, day: date, plans: Iterable[Plan]) -> bool:
    """Say whether a plan of a child started on a day or within 15 calendar days after it."""
    return any(plan.child == child and 0 <= (plan.start - day).days <= 15 for plan in plans)


# --- Bands --------------------------------------------------------------------------------

DURATION_BANDS = (
    "3 months or less",
    "More than 3 to 6 months",
    "More than 6 months to under 1 year",
    "1 to under 2 years",
    "2 years or more",
)
GAP_BANDS = (
    "Under 6 months",
    "6 to under 12 months",
    "1 to under 2 years",
    "2 to under 5 years",
    "5 years or more",
)
ICPC_BANDS = (
    "0-10 working days",
    "11-15 working days",
    "16-20 working days",
    "21 or more working days",
    NOT_KNOWN,
)
CATEGORY_BANDS = (
    "Neglect",
    "Physical abuse",
    "Sexual abuse",
    "Emotional abuse",
    "Multiple",
    NOT_RECOGNISED,
    NOT_RECORDED,
)
BANDS = {
    "icpc-bands": ICPC_BANDS,
    "gaps-bands": GAP_BANDS,
    "two-year-bands": DURATION_BANDS,
    "two-year-open-bands": DURATION_BANDS,
    "category-start": CATEGORY_BANDS,
    "category-open-initial": CATEGORY_BANDS,
    "category-open-latest": CATEGORY_BANDS,
}


def duration_band(days: int) -> str:
    """Return the band of a plan's length; an end before the start falls in the first."""
    if days <= 91:
        return "3 months or less"
    if days <= 182:
        return "More than 3 to 6 months"
    if days < 365:
        return "More than 6 months to under 1 year"
    if days < 730:
        return "1 to under 2 years"
    return "2 years or more"


def gap_band(days: int) -> str:
    """Return the band of a gap, by months of a twelfth of 365.25 days, not rounded."""
    months = Fraction(days) / (Fraction(36525, 100) / 12)
    if months < 6:
        return "Under 6 months"
    if months < 12:
        return "6 to under 12 months"
    if months < 24:
        return "1 to under 2 years"
    if months < 60:
        return "2 to under 5 years"
    return "5 years or more"


def icpc_band(days: int | None) -> str:
    """Return the band of a conference's working days."""
    if days is None:
        return NOT_KNOWN
    if days <= 10:
        return "0-10 working days"
    if days <= 15:
        return "11-15 working days"
    if days <= 20:
        return "16-20 working days"
    return "21 or more working days"


# --- Groups -------------------------------------------------------------------------------

CATEGORIES = {
    "NEG": "Neglect",
    "PHY": "Physical abuse",
    "SAB": "Sexual abuse",
    "EMO": "Emotional abuse",
    "MUL": "Multiple",
}

ETHNIC_GROUPS = {
    "White": ("WBRI", "WIRI", "WIRT", "WOTH", "WROM"),
    "Mixed": ("MWBC", "MWBA", "MWAS", "MOTH"),
    "Asian or Asian British": ("AIND", "APKN", "ABAN", "AOTH", "CHNE"),
    "Black or Black British": ("BCRB", "BAFR", "BOTH"),
    "Any other ethnic group": ("OOTH",),
    "Refused": ("REFU",),
    "Information not yet obtained": ("NOBT",),
}

# What stands at an end or in the stock has its latest category; all else its initial one.
BY_LATEST_CATEGORY = (
    "rates",
    "plans-open",
    "plans-ended",
    "two-year",
    "two-year-bands",
    "two-year-open",
    "two-year-open-bands",
    "reviews",
    "ends-rate",
    "ends-children",
    "any-point",
    "any-point-children",
    "any-point-rate",
    "length",
    "length-median",
    "open-9m",
    "open-12m",
    "open-15m",
    "open-18m",
    "net-flow",
)


def age_label(birth: date | None, day: date) -> str:
    """Return the age group on a day."""
    if birth is None:
        return NOT_RECORDED
    if birth > day:
        return "Unborn"
    years = completed_years(birth, day)
    if years < 1:
        return "Under 1"
    if years <= 4:
        return "1-4 years"
    if years <= 9:
        return "5-9 years"
    if years <= 15:
        return "10-15 years"
    return "16 years and over"  # nobody is too old to count


def category_label(columns: Row, latest: bool) -> str:
    """Return the category; where the wanted one is blank, the other one serves."""
    wanted = ["latest_category", "initial_category"]
    if not latest:
        wanted.reverse()
    for column in wanted:
        code = columns.get(column)
        if code is not None:
            return CATEGORIES.get(code, NOT_RECOGNISED)
    return NOT_RECORDED


def ethnic_group_label(code: str | None) -> str:
    """Return the main group of an ethnicity code; an unknown code is not recognised."""
    for label, codes in ETHNIC_GROUPS.items():
        if code in codes:
            return label
    return NOT_RECORDED if code is None else NOT_RECOGNISED


def group_label(by: str | None, indicator: str, columns: Row, day: date) -> str | None:
    """Return the group of one plan, enquiry or conference on the day that counts for it."""
    if by is None:
        return None
    if by == "age":
        return age_label(columns.get("date_of_birth"), day)
    if by == "category":
        return category_label(columns, indicator in BY_LATEST_CATEGORY)
    if by == "ethnic-group":
        return ethnic_group_label(columns.get("ethnicity"))
    value = columns.get(by)
    if by == "ethnicity" and ethnic_group_label(value) == NOT_RECOGNISED:
        return NOT_RECOGNISED
    # Any other column as it stands.
    return NOT_RECORDED if value is None else value


# --- The figure ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """One unit of a figure's denominator: its group, and what it adds."""

    label: str | None
    value: Any  # yes or no, days, or a band; True for a mere count


PERCENTS = (
    "two-year",
    "two-year-open",
    "icpc",
    "repeats",
    "repeats-2y",
    "repeats-12m",
    "reviews",
    "s47-to-conference",
    "conference-to-plan",
    "open-9m",
    "open-12m",
    "open-15m",
    "open-18m",
)
RATIOS = ("s47-to-conference-ratio", "conference-to-plan-ratio")
COUNTS = (
    "rates",
    "plans-open",
    "s47",
    "conferences",
    "plans-started",
    "plans-ended",
    "gaps-not-known",
    "s47-rate",
    "conferences-rate",
    "starts-rate",
    "ends-rate",
    "s47-children",
    "conferences-children",
    "starts-children",
    "ends-children",
    "any-point",
    "any-point-children",
    "any-point-rate",
)


def cases_of(
    rows: Sequence[Row],
    indicator: str,
    start: date,
    end: date,
    basis: Basis,
    as_at: date | None,
    by: str | None,
    choices: Choices,
    bridge: int | None = None,
    by_default: bool = False,
) -> list[Case]:
    """Return every unit that counts; ``rows`` and ``as_at`` are those of the basis."""
    plans = plans_of(rows, basis, as_at)
    if bridge is not None:
        plans = bridged(plans, bridge)
    if by_default:
        plans = [replace(plan, columns={**plan.columns, "zeros_by_default": True}) for plan in plans]
    # A snapshot is taken on the period's last day, but never after the as-at day.
    snapshot = end if as_at is None else min(end, as_at)
    cases = []

    def add(item: Plan | Enquiry | Conference, day: date, value: Any) -> None:
        cases.append(Case(group_label(by, indicator, item.columns, day), value))

    if indicator in ("rates", "plans-open"):
        # Children, not plans: one with two open plans is one, by the plan that started later.
        latest: dict[str, Plan] = {}
        for plan in plans:
            if is_open(plan, snapshot):
                if plan.child not in latest or plan.start > latest[plan.child].start:
                    latest[plan.child] = plan
        for plan in latest.values():
            add(plan, snapshot, True)

    elif indicator in ("two-year-open", "two-year-open-bands"):
        for plan in plans:
            if is_open(plan, snapshot):
                if indicator == "two-year-open":
                    add(plan, snapshot, lasted_two_years(plan, snapshot, choices))
                else:
                    add(plan, snapshot, duration_band((snapshot - plan.start).days))

    elif indicator == "reviews":
        # Plans, not children.
        for plan in plans:
            if is_due_for_review(plan, snapshot):
                add(plan, snapshot, reviewed_on_time(plan, snapshot, choices))

    elif indicator in ("open-9m", "open-12m", "open-15m", "open-18m"):
        months = {"open-9m": 9, "open-12m": 12, "open-15m": 15, "open-18m": 18}[indicator]
        for plan in plans:
            if is_open(plan, snapshot):
                add(plan, snapshot, add_months(plan.start, months) <= snapshot)

    elif indicator in ("category-open-initial", "category-open-latest"):
        by_child: dict[str, Plan] = {}
        for plan in plans:
            if is_open(plan, snapshot):
                if plan.child not in by_child or plan.start > by_child[plan.child].start:
                    by_child[plan.child] = plan
        for plan in by_child.values():
            add(plan, snapshot, category_label(plan.columns, indicator == "category-open-latest"))

    elif indicator == "category-start":
        for plan in plans:
            if start <= plan.start <= end:
                add(plan, plan.start, category_label(plan.columns, False))

    elif indicator in ("any-point", "any-point-children", "any-point-rate"):
        # Ended in the period, or open at its end: never both.
        counted = [(plan, plan.end) for plan in plans if plan.end is not None and start <= plan.end <= end]
        counted += [(plan, snapshot) for plan in plans if is_open(plan, snapshot)]
        if indicator == "any-point-children":
            counted = latest_of_each_child(counted)
        for plan, day in counted:
            add(plan, day, True)

    elif indicator == "net-flow":
        for plan in plans:
            if start <= plan.start <= end:
                add(plan, plan.start, True)
            if plan.end is not None and start <= plan.end <= end:
                add(plan, plan.end, False)

    elif indicator in ("length", "length-median"):
        for plan in plans:
            if plan.end is not None and start <= plan.end <= end and plan.end >= plan.start:
                add(plan, plan.end, (plan.end - plan.start).days)

    elif indicator in ("starts-children", "ends-children"):
        days = [(plan, plan.start if indicator == "starts-children" else plan.end) for plan in plans]
        within = [(plan, day) for plan, day in days if day is not None and start <= day <= end]
        for plan, day in latest_of_each_child(within):
            add(plan, day, True)

    elif indicator in ("s47-children", "conferences-children"):
        events = enquiries_of(rows, as_at) if indicator == "s47-children" else conferences_of(rows, as_at)
        for event, day in latest_of_each_child([(e, e.day) for e in events if start <= e.day <= end]):
            add(event, day, True)

    elif indicator == "s47-to-conference":
        for enquiry in enquiries_of(rows, as_at):
            if start <= enquiry.day <= end:
                led = led_to_conference(enquiry, rows, as_at)
                # A young one without a conference is not known yet.
                if led or fifteen_working_days_passed(enquiry.day, as_at, choices):
                    add(enquiry, enquiry.day, led)

    elif indicator == "conference-to-plan":
        for conference in conferences_of(rows, as_at):
            if not start <= conference.day <= end or on_a_plan(conference.child, conference.day, plans):
                continue
            followed = plan_followed(conference.child, conference.day, plans)
            if followed or as_at is None or (as_at - conference.day).days >= 15:
                add(conference, conference.day, followed)

    elif indicator in RATIOS:
        # The first of the two totals over the second, nothing linked.
        held = [c for c in conferences_of(rows, as_at) if start <= c.day <= end]
        for conference in held:
            add(conference, conference.day, indicator == "s47-to-conference-ratio")
        if indicator == "s47-to-conference-ratio":
            for enquiry in enquiries_of(rows, as_at):
                if start <= enquiry.day <= end:
                    add(enquiry, enquiry.day, False)
        else:
            for plan in plans:
                if start <= plan.start <= end:
                    add(plan, plan.start, True)

    elif indicator in ("two-year", "two-year-bands", "plans-ended", "ends-rate"):
        # Both ends of a period belong to it.
        for plan in plans:
            if plan.end is not None and start <= plan.end <= end:
                if indicator == "two-year":
                    add(plan, plan.end, lasted_two_years(plan, plan.end, choices))
                elif indicator == "two-year-bands":
                    add(plan, plan.end, duration_band((plan.end - plan.start).days))
                else:
                    add(plan, plan.end, True)

    elif indicator in (
        "plans-started",
        "starts-rate",
        "repeats",
        "repeats-2y",
        "repeats-12m",
        "gaps",
        "gaps-median",
        "gaps-bands",
        "gaps-not-known",
    ):
        for plan in plans:
            if not start <= plan.start <= end:
                continue
            gap = gap_days(plan, plans, choices)
            if indicator in ("plans-started", "starts-rate"):
                add(plan, plan.start, True)
            elif indicator == "repeats":
                add(plan, plan.start, is_repeat(plan, plans))
            elif indicator in ("repeats-2y", "repeats-12m"):
                # By the end of the previous plan, whatever the gaps are measured from.
                months = 24 if indicator == "repeats-2y" else 12
                add(plan, plan.start, is_repeat_within(months, plan, plans))
            elif indicator == "gaps-not-known":
                if is_repeat(plan, plans) and gap is None:
                    add(plan, plan.start, True)
            elif gap is not None:
                add(plan, plan.start, gap_band(gap) if indicator == "gaps-bands" else gap)

    elif indicator in ("s47", "s47-rate"):
        for enquiry in enquiries_of(rows, as_at):
            if start <= enquiry.day <= end:
                add(enquiry, enquiry.day, True)

    elif indicator in ("conferences", "conferences-rate", "icpc", "icpc-bands", "icpc-percentiles"):
        for conference in conferences_of(rows, as_at):
            if not start <= conference.day <= end:
                continue
            if indicator in ("conferences", "conferences-rate"):
                add(conference, conference.day, True)
                continue
            if choices.without_transfer_ins and conference.transfer_in:
                continue
            days = conference_days(conference, choices)
            if indicator == "icpc":
                # Every conference of the period is in the denominator, timed or not.
                add(conference, conference.day, in_time(conference, choices))
            elif indicator == "icpc-bands":
                add(conference, conference.day, icpc_band(days))
            elif days is not None:
                add(conference, conference.day, days)

    else:
        raise ValueError(f"no such indicator: {indicator}")

    return cases


def latest_of_each_child(dated: Iterable[tuple[Any, date]]) -> list[tuple[Any, date]]:
    """Return of each child's events the one of the latest day; of plans on one day one that is still open, else the one that
    started later."""
    latest: dict[str, tuple[Any, date]] = {}

    def rank(plan: Plan, day: date) -> tuple[bool, date]:
        return plan.end is None or plan.end > day, plan.start

    for event, day in dated:
        known = latest.get(event.child)
        if (
            known is None
            or day > known[1]
            or (day == known[1] and isinstance(event, Plan) and rank(event, day) > rank(known[0], day))
        ):
            latest[event.child] = (event, day)
    return list(latest.values())


def median(values: Sequence[int]) -> Fraction | None:
    """Return the middle value, or the mean of the middle two; None if there is none."""
    if not values:
        return None
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2 == 1:
        return Fraction(ordered[middle])
    return Fraction(ordered[middle - 1] + ordered[middle], 2)


def percentile(values: Sequence[int], percent: int) -> int | None:
    """Return the smallest value with at least so many per cent of all at or below it."""
    for candidate in sorted(values):
        below = sum(1 for value in values if value <= candidate)
        if below * 100 >= percent * len(values):
            return candidate
    return None


def summary(indicator: str, values: Sequence[Any]) -> Any:
    """Return the value of a figure from what its units add."""
    if indicator in COUNTS:
        return (len(values), None)
    if indicator in PERCENTS:
        return (sum(1 for value in values if value), len(values))
    if indicator in RATIOS:
        return (sum(1 for value in values if value), sum(1 for value in values if not value))
    if indicator == "net-flow":
        return (sum(1 if value else -1 for value in values), None)
    if indicator in ("gaps", "length"):
        return (sum(values), len(values))
    if indicator in ("gaps-median", "length-median"):
        return (median(values), len(values))
    if indicator == "icpc-percentiles":
        return {percent: percentile(values, percent) for percent in (25, 50, 75)}
    return {band: (sum(1 for value in values if value == band), len(values)) for band in BANDS[indicator]}


def figure(
    rows: Iterable[Row],
    indicator: str,
    start: date,
    end: date,
    *,
    basis: Basis = "live",
    as_at: date | None = None,
    by: str | None = None,
    choices: Choices = DEFAULTS,
    bridge: int | None = None,
) -> dict[str | None, Any]:
    """Return an indicator for the period from ``start`` to ``end``, both days included.

    Without ``by`` the one key is None, present even if nothing counts; else there is a key
    for every group with something in its denominator.  The values are

    - ``(count, None)`` for counts, rates among them (their populations are not known here),
    - ``(numerator, denominator)`` for percentages,
    - ``(one total, the other)`` for the ratios of totals, ``(difference, None)`` for net-flow,
    - ``(total days, gaps known)`` for gaps and ``(median days, gaps known)`` for
      gaps-median, whose median is a Fraction, or None if no gap is known; length alike,
    - ``{band: (count, total)}`` for bands, with every band, empty ones too,
    - ``{25: days, 50: days, 75: days}`` for icpc-percentiles, None if nothing was timed.
    """
    chosen = rows_of(rows, basis)
    day = as_at_of(chosen, basis, as_at)
    by_default = zeros_by_default(rows, basis, day, bridge)
    cases = cases_of(chosen, indicator, start, end, basis, day, by, choices, bridge, by_default)

    groups: dict[str | None, list[Any]] = {}
    if by is None:
        groups[None] = []
    for case in cases:
        groups.setdefault(case.label, []).append(case.value)
    return {label: summary(indicator, values) for label, values in groups.items()}
