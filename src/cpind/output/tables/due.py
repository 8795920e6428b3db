"""What is due, as tables: the numbers by group, and the children."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ...analysis.due import IF_ALL_END, IF_PASSING_END, SO_FAR, Due, DueLine
from ...analysis.due_items import (
    BOOKINGS,
    ENQUIRY,
    FIRST_REVIEW,
    IN_TIME,
    KINDS,
    LATE,
    LATER,
    LENGTHS,
    NEXT_REVIEW,
    NOT_BOOKED,
    OVERDUE,
    SOON,
    SOON_DAYS,
    WHENS,
)
from ...analysis.open_work import OLDER_MONTHS
from ...figures.flags import HoldsOnly
from ...model.columns import Categorical
from ...model.dates import day_texts
from ...model.measures import PERCENT, exact, half_up
from ...model.periods import long_date, short_date
from ...model.wording import counted
from ..remarks import remark
from .hints import IF_NOT_SO, LISTED_BY
from .labels import ALL, area_where, heading_of, total_beside
from .table import BLANK, Cell, Column, Table, count

_WHATS = {
    ENQUIRY: "Enquiries without a conference",
    FIRST_REVIEW: "First reviews",
    NEXT_REVIEW: "Next reviews",
    **{length: f"Plans that pass {length}" for length in LENGTHS},
}
_WHAT_OF_ONE = {
    ENQUIRY: "Conference",
    FIRST_REVIEW: "First review",
    NEXT_REVIEW: "Next review",
    **{length: f"Passes {length}" for length in LENGTHS},
}
_WHENS = {OVERDUE: "overdue", SOON: f"within {SOON_DAYS} days", LATER: "later"}
_COUNTS = {
    OVERDUE: ("Overdue", "overdue"),
    SOON: (f"Within {SOON_DAYS} days", f"within_{SOON_DAYS}_days"),
    LATER: ("Later", "later"),
    IN_TIME: ("Booked in time", "booked_in_time"),
    LATE: ("Booked late", "booked_late"),
    NOT_BOOKED: ("Not booked", "not_booked"),
}

_SHARE = ("passed", "of", "percent")
_ITEM = ("due", "what", "start", "days", "when", "booked", "booking", "has_plan", "file", "row")
_TAKEN = {*(name for _, name in _COUNTS.values()), *_SHARE, *_ITEM}
"""The names of columns of these tables."""


def summary_table(due: Due) -> Table:
    """A row for each kind of open work in each group, and the whole area last: only numbers."""
    names = _names(due)
    columns = (
        *(Column(heading, name, False, groups=True) for name, heading in names.items()),
        Column("", "what", False),
        *(Column(heading, name) for heading, name in _COUNTS.values()),
        *(Column(heading, name) for heading, name in zip(("Passed", "of", "%"), _SHARE)),
    )
    rows: list[tuple[Cell, ...]] = []
    records: list[dict[str, object]] = []
    for line in due.lines:
        groups, what = _groups(line, due, len(names)), _what(line, due)
        numbers = {name: line.counts.get(key) for key, (_, name) in _COUNTS.items()}
        numbers |= {"passed": line.passed, "of": line.of}
        share = exact(line.passed, line.of, PERCENT) if line.passed is not None and line.of else None
        percent = (
            BLANK if share is None else Cell(half_up(share, PERCENT.decimals), PERCENT.decimals, value=float(share))
        )
        rows.append(
            (*(Cell(group, foreign=True) for group in groups), Cell(what), *map(count, numbers.values()), percent)
        )
        records.append(
            {**dict(zip(names, groups)), "what": what, **numbers, "percent": None if share is None else float(share)}
        )
    notes = (*_notes(due), LISTED_BY)
    return Table(_title(due), columns, tuple(rows), notes, tuple(records))


def rows_table(due: Due) -> Table:
    """A row for each item, by group and day."""
    items = due.items
    grouping, names = due.grouping, _names(due)
    labels = [grouping.labels_at(code) for code in items.group.tolist()] if grouping else []
    kinds = [KINDS[code] for code in items.kind.tolist()]
    today = np.datetime64(due.as_at, "D")
    days = (items.due - today).astype(np.int64).tolist()
    bookings = [BOOKINGS[code] for code in items.bookings().tolist()]
    columns: dict[str, tuple[str, list[object], bool]] = {}
    for place, (name, heading) in enumerate(names.items()):
        columns[name] = (heading, [label[place] for label in labels], True)
    columns["due"] = ("Due", _days(items.due), False)
    columns["what"] = ("What", [_WHAT_OF_ONE[kind] for kind in kinds], False)
    for name, heading in (("child_id", "Child"), ("family_id", "Family"), ("team", "Team"), ("district", "District")):
        if name in items.context and name not in names:
            columns[name] = (heading, _texts(items.context[name]), True)
    columns["start"] = ("Started", _days(items.start), False)
    columns["days"] = ("Days to go", list(days), False)
    columns["when"] = ("When", [_WHENS[WHENS[code]] for code in items.whens(due.as_at).tolist()], False)
    columns["booked"] = ("Booked", _days(items.booked), False)
    columns["booking"] = ("", ["" if kind in LENGTHS else text for kind, text in zip(kinds, bookings)], False)
    if items.has_plan.any():
        columns["has_plan"] = ("On a plan", ["yes" if value else "" for value in items.has_plan.tolist()], False)
    columns["file"] = ("File", _texts(items.file), True)
    columns["row"] = ("Row", [number if number >= 0 else None for number in items.row.tolist()], False)
    heads = tuple(Column(heading, name, name in ("days", "row")) for name, (heading, _, _) in columns.items())
    lines = list(zip(*(values for _, values, _ in columns.values())))
    foreign = [is_foreign for _, _, is_foreign in columns.values()]
    rows = tuple(tuple(_cell(value, is_foreign) for value, is_foreign in zip(line, foreign)) for line in lines)
    records = tuple(dict(zip(columns, (None if value == "" else value for value in line))) for line in lines)
    return Table(_title(due), heads, rows, tuple(_notes(due)), records)


def _cell(value: object, foreign: bool) -> Cell:
    if value is None:
        return BLANK
    return Cell(str(value), 0) if isinstance(value, int) else Cell(str(value), foreign=foreign)


def _days(dates: np.ndarray) -> list[object]:
    return list(day_texts(dates).listed())


def _texts(column: Categorical) -> list[object]:
    return list(column.listed())


def _names(due: Due) -> dict[str, str]:
    """The columns of the groupings and their headings; one of the file's own that is called as a column here is "own what"."""
    parts = (due.grouping.parts or (due.grouping,)) if due.grouping else ()
    return {f"own {part.name}" if part.name in _TAKEN else part.name: heading_of(part.name) for part in parts}


def _title(due: Due) -> str:
    split = f", by {' and '.join(heading.lower() for heading in _names(due).values())}" if due.grouping else ""
    where = "".join(f", {heading_of(name).lower()} {' or '.join(labels)}" for name, labels in due.where)
    return f"Due by {long_date(due.by)}{where}{split}"


def _groups(line: DueLine, due: Due, width: int) -> tuple[str, ...]:
    """The labels of a line; of the whole area its name."""
    if not width:
        return ()
    groups = (label for one in due.lines for label in one.groups)
    return line.groups or (total_beside(area_where(due.area, due.where), groups), *[ALL] * (width - 1))


def _what(line: DueLine, due: Due) -> str:
    if line.kind in _WHATS:
        return _WHATS[line.kind]
    return {
        SO_FAR: f"Two-year, {due.year.label} so far",
        IF_PASSING_END: f"Two-year if those passing by {short_date(due.until)} end",
        IF_ALL_END: "Two-year if those that have passed end too",
    }[line.kind]


def _notes(due: Due) -> Iterable[str]:
    yield f"Live extract to {long_date(due.as_at)}. What is dated after it is booked."
    yield from _counts(due)
    yield from caveats(due)


def _counts(due: Due) -> Iterable[str]:
    if due.until < due.by and any(line.kind == SO_FAR for line in due.lines):
        yield f"Two-year counts ends to {long_date(due.until)}, the last day of {due.year.label}."
    waiting = due.waiting
    if waiting and (n := waiting.older):
        yield counted(
            "{n} {enquiry|enquiries} without a conference started " + f"{OLDER_MONTHS} months or more before and "
            "{is|are} not counted as waiting: {it|they} ended without one, or the extract does not say.",
            n,
        )
    if waiting and (n := waiting.not_required):
        yield counted("{n} {enquiry|enquiries} whose conference was not required {is|are} left out.", n)
    if n := int(due.items.has_plan.sum()):
        yield counted("{n} of the enquiries without a conference {is|are} of {a child|children} with an open plan.", n)


def caveats(due: Due) -> Iterable[str]:
    """What makes the numbers too high or too low, and what is missing; no children are counted in these sentences."""
    if due.waiting and not due.knows_not_required:
        yield (
            "The extract does not say which enquiries needed no conference (icpc_not_required): they are among those "
            "without one."
        )
    for flag in due.flags:
        text = remark(flag)
        otherwise = IF_NOT_SO if isinstance(flag, HoldsOnly) and not flag.is_given else ""
        yield f"Incomplete: {text}{otherwise}."
    for part, reason in due.left_out:
        yield f"Left out: {part}: {reason}."
