"""The facts to print under an indicator's figures: choices that were made, caveats about rows, what the basis lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from ..model.measures import RATE
from ..model.periods import Period, add_months, long_date
from .events import vanished
from .facts import LIVE, RETURN, UNION, Caution, Counted, Fact, Message, NotRecognised
from .flags import BridgedBy, ChoiceMade
from .indicators import Caveat
from .plan import Plan
from .previous_numbers import constant_number
from .recorded import AGREE
from .request import Request
from .scope import Scope
from .selection_notes import notes_on_selection
from .selections import FEWEST_TO_JUDGE

VANISHED = Message(
    "{n} {plan is|plans are} open in one return and absent from the next: in no stock after it, and ended nowhere.",
    check="vanished",
)
ALL_ZERO = Message(
    "Every recorded number of previous plans is 0, though the history shows earlier plans of the same children: taken for "
    "a default, so repeat plans are derived from the history (check previous-all-zero)."
)
NEVER_OPEN = Message(
    "{n} {plan of the extract ends before it starts|plans of the extract end before they start}: in no stock "
    "(cpind check --only 8925)."
)
SO_MANY_NEVER_OPEN = Caution(
    "More than one plan in fifty ends before it starts: day and month may be exchanged in some dates, as by a spreadsheet, or a date may "
    "stand for no end. If so, these figures are wrong."
)
OPEN_AND_ENDED = Message(
    "{n} {plan has|plans have} rows with an end and rows without in one file: taken as ended; if a row is a team's share of a "
    "plan, its end is not the plan's."
)
ABSENT_LATER = Message(
    "{n} {plan is open in one list and absent from a later one: counted as open, though it may have ended|plans are open in one list and "
    "absent from a later one: counted as open, though they may have ended}."
)
DIFFER = Message(
    "{n} {plan has|plans have} rows that differ: the latest end is taken, and of each other column the last value that is not blank, "
    "in the order of these ends (cpind check --only differs)."
)
CONSTANT = (
    "Every recorded number of previous plans is {constant}, which may be a default and not a record: if so, the figure means "
    "nothing"
)
NOT_ANNUALISED = Caution(
    "The rate of a period of another length than a year is of the events in that period as they are; it is not annualised."
)
ONE_DAY = timedelta(days=1)
NOT_KNOWN_CATEGORIES = Caution(
    "Not recognised: categories of abuse in words that cpind does not know; the checks 8905 and 8910 list them."
)
PROVISIONAL_MONTHS = 3
"""In the last months before its date, an extract has most, but not all, of the events that will follow others."""


def notes_of(
    plan: Plan,
    caveats: Mapping[Caveat, tuple[int, int]],
    unrecognised: Mapping[str, int],
    scope: Scope,
    request: Request,
) -> Iterable[Fact]:
    """The facts under the figures of a plan, most important first.

    `caveats` has each caveat with the number of events that it applies to and the total, `unrecognised` how many events
    are in the group "Not recognised" of each grouping.
    """
    indicator = plan.indicator
    if "visit_days" in indicator.heeds:
        kind = "calendar" if request.choices.calendar_days else "working"
        yield Caution(f"Visited in time: within {request.choices.visit_days} {kind} days before the date.")
    yield from map(ChoiceMade, request.choices.departures(indicator.heeds))
    if "plans" in indicator.tables:
        yield from (BridgedBy(basis.bridge) for basis in plan.bases[:1] if basis.bridge is not None)
    if indicator.events == "plans":
        yield from _previous_numbers(plan)
        yield from _never_open(plan)
        yield from _differing(plan, scope)
    periods = len(plan.steps)
    yield from (Counted(caveat.for_periods(periods), n, total) for caveat, (n, total) in caveats.items() if n)
    for grouping in (scope.grouping.parts or (scope.grouping,)) if scope.grouping else ():
        if n := unrecognised.get(grouping.name, 0):
            yield NotRecognised(grouping.name, grouping.columns, n)
    if unrecognised.get(""):
        yield NOT_KNOWN_CATEGORIES
    yield from _vanished(plan)
    yield from notes_on_selection(plan, scope, request.area)
    yield from _cautions(plan)
    yield from _not_annualised(plan)
    yield from _awaited(plan)


def _previous_numbers(plan: Plan) -> Iterable[Fact]:
    """Notes if the recorded numbers of previous plans are ignored, or may be a default."""
    if "previous_plans" not in plan.indicator.uses:
        return
    live = plan.basis_of(LIVE)
    if live and live.is_number_a_default:
        yield Counted(ALL_ZERO)
        return
    numbers = [number for basis in plan.bases if (number := constant_number(basis)) is not None]
    if numbers:
        yield Caution(f"{CONSTANT.format(constant=numbers[0])}.")


def _never_open(plan: Plan) -> Iterable[Fact]:
    """Notes on plans of the live extract that end before they start (1 January 1990 may mean no end), and on plans that
    have rows both with and without an end."""
    indicator, live = plan.indicator, plan.basis_of(LIVE)
    is_count = indicator.statistic.is_count
    if live and is_count and indicator.dated in ("open", "start") and not indicator.needs_history:
        n = int((live.plans["end"] < live.plans["start"]).sum())
        if n:
            yield Counted(NEVER_OPEN, n)
        if n >= FEWEST_TO_JUDGE and n * 50 > len(live.plans):
            yield SO_MANY_NEVER_OPEN
    is_stock = is_count and indicator.is_snapshot
    is_ended = indicator.dated == "end" and not indicator.is_split
    if live and (is_stock or is_ended) and live.open_and_ended:
        yield Counted(OPEN_AND_ENDED, live.open_and_ended)
    if live and is_stock and live.absent_later:
        yield Counted(ABSENT_LATER, live.absent_later)


def _differing(plan: Plan, scope: Scope) -> Iterable[Fact]:
    """Notes on plans of the live extract and of each return whose rows differ in columns that the figure depends on."""
    indicator = plan.indicator
    by = {name for names in scope.column_sets for name in names} & {f"{indicator.category}_category"}
    uses = by | ({*indicator.columns, *indicator.uses} & set(AGREE))
    n = 0
    for basis in plan.bases if uses else ():
        if basis.kind != UNION and (differing := basis.differing(tuple(sorted(uses)))):
            n += differing - (basis.open_and_ended if uses == {"plan_end"} else 0)  # these have their own note
    if n > 0:
        yield Counted(DIFFER, n)


def _vanished(plan: Plan) -> Iterable[Fact]:
    """A note on plans that are open in one return and absent from the next."""
    union = plan.basis_of(UNION)
    if union and "plans" in plan.indicator.tables:
        n = int(vanished(union.plans).sum())
        if n:
            yield Counted(VANISHED, n)


def _cautions(plan: Plan) -> Iterable[Fact]:
    """Notes if the layout of the live extract lacks a column that the indicator would use."""
    live = plan.basis_of(LIVE)
    for column, caution in live.cautions.items() if live else ():
        if column in plan.indicator.uses:
            yield Caution(caution)


def _not_annualised(plan: Plan) -> Iterable[Fact]:
    """A note on events per 10,000 children, if a period is not a year."""
    indicator = plan.indicator
    if indicator.measure is not RATE or indicator.is_snapshot:
        return
    if not all(_is_a_year(step.period) for step in plan.steps if step.basis):
        yield NOT_ANNUALISED


def _is_a_year(period: Period) -> bool:
    return add_months(period.start, 12) == period.end + ONE_DAY


def _awaited(plan: Plan) -> Iterable[Fact]:
    """Notes on events that others follow: a return ends before all have, and the newest quarter of any extract is
    provisional."""
    for table in plan.indicator.awaits:
        if any(basis.kind == RETURN for basis in plan.bases):
            yield Caution(
                f"A return does not hold {table} after its date: for the last weeks before it some may be missing."
            )
        live = plan.basis_of(LIVE)
        if live is None:
            continue
        newest = add_months(live.as_at + ONE_DAY, -PROVISIONAL_MONTHS)
        if any(step.basis is live and step.period.end >= newest for step in plan.steps):
            yield Caution(f"From {long_date(newest)} on the figure is provisional: {table} may still follow.")
