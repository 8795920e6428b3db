"""The children behind a figure, as a table with a row for each event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from ...analysis.children import DENOMINATOR, NUMERATOR, REST, ChildList
from ...figures.result import Result
from ...model.columns import Categorical, Column, as_texts
from ...model.dates import day_texts
from ...model.measures import COUNT
from ...model.wording import capital
from .footnotes import footnotes
from .labels import heading_of
from .table import BLANK, Cell, LongRows, Table
from .table import Column as TableColumn

_CONTEXT = ("child_id", "family_id", "team", "district")
_NEVER = ("period", "basis", "group", "date_of_birth", "has_previous", "not_required", "enquiries")
_LAST = ("in_numerator", "measured", "caveats", "file", "row")
_OF_HISTORY = ("previous_plans", "previous_plan_start", "previous_plan_end")
_OF_CLOCK = ("timed_from", "transfer_in")
_HEADINGS = {
    "child_id": "Child",
    "family_id": "Family",
    "icpc_date": "Conference",
    "s47_start": "Enquiry",
}
_SIDES = {NUMERATOR: ": the numerator", DENOMINATOR: "", REST: ": in the denominator, not in the numerator"}
YES_AND_NO = ("no", "yes")


class Listed(NamedTuple):
    """A column of a list: its name for programs, its texts row by row, and what these are, text | label (of our own
    words) | date | number | yes."""

    name: str
    texts: Categorical
    kind: str

    def cells(self) -> tuple[list[int], list[Cell]]:
        """The places of the rows' cells among the distinct ones, and these."""
        is_number, is_text = self.kind == "number", self.kind == "text"
        cells = [Cell(text, _decimals(text) if is_number else None, is_text) for text in self.texts.texts]
        return self.texts.codes.tolist(), [*cells, BLANK]

    def values(self) -> list[object]:
        """The values of the rows for programs: numbers as such, dates as ISO texts, None for blank."""
        values = [_value(text, self.kind) for text in self.texts.texts]
        return list(map([*values, None].__getitem__, self.texts.codes.tolist()))


def children_table(listed: ChildList, result: Result, *, as_records: bool) -> Table:
    """The rows of a list: period, groups, child, family, team and district, then the dates that decided, what was
    measured, whether it counts, which checks doubt it, file and row. Under them how many they are, and the notes of the
    figures.

    With `as_records`, it has the records alone, which is all that JSON writes.
    """
    side = "" if listed.indicator.measure is COUNT else _SIDES[listed.side]
    title = listed.indicator.heading.format(when="") + side
    notes = (_counts(listed), *footnotes(result, (listed.indicator.code,)))
    return table_of(title, columns_of(listed), notes, as_records=as_records)


def table_of(title: str, columns: Sequence[Listed], notes: Iterable[str] = (), *, as_records: bool) -> Table:
    """A table of the columns: of programs' records alone, or of cells alone, as a list may be long."""
    heads = tuple(TableColumn(_HEADINGS.get(c.name) or heading_of(c.name), c.name, c.kind == "number") for c in columns)
    if as_records:
        return Table(title, heads, (), tuple(notes), records_of(columns))
    return Table(title, heads, LongRows(tuple(column.cells() for column in columns)), tuple(notes))


def records_of(columns: Sequence[Listed]) -> tuple[dict[str, object], ...]:
    """A record a row, for programs."""
    names = [column.name for column in columns]
    return tuple(dict(zip(names, row)) for row in zip(*(column.values() for column in columns)))


def columns_of(listed: ChildList) -> list[Listed]:
    """The columns of a list."""
    return list(_columns(listed))


def text_column(name: str, column: Categorical) -> Listed:
    """A column of texts of the user's data; of many that are not in it only those that are."""
    used = column if len(column.texts) <= len(column) else column.narrowed(np.arange(len(column)))
    return Listed(name, used, "text")


def date_column(name: str, days: np.ndarray) -> Listed:
    """A column of dates."""
    return Listed(name, day_texts(days), "date")


def _columns(listed: ChildList) -> Iterable[Listed]:
    rows, indicator = listed.rows, listed.indicator
    if len(listed.periods) > 1:
        yield Listed("period", rows["period"], "label")
    for name, groups in listed.groups.items():
        yield text_column(f"by {name}" if name in _LAST or name == "period" else name, groups)
    for name in _CONTEXT:
        if name in rows and name not in listed.groups:
            yield text_column(name, as_texts(rows[name]))
    for name in rows.names:
        if name not in (*_CONTEXT, *_NEVER, *_LAST) and _decides(name, listed):
            yield _of(name, rows[name])
    unit = indicator.measured.unit if indicator.measured else indicator.statistic.measures
    if unit:
        yield _number(unit.replace(" ", "_"), rows["measured"], ~np.isnan(rows["measured"]))
    if listed.has_rest and listed.side == DENOMINATOR:
        yield _yes_or_no("counted", rows["in_numerator"])
    yield Listed("checks", rows["caveats"], "label")
    yield text_column("file", rows["file"])
    yield _number("row", rows["row"], rows["row"] >= 0)


def _decides(name: str, listed: ChildList) -> bool:
    """Whether a column of the events is relevant to this indicator."""
    indicator = listed.indicator
    if name in _OF_HISTORY:
        return indicator.needs_history or "previous_plans" in indicator.uses
    if name in _OF_CLOCK:
        return "s47_start" in indicator.columns
    return True


def _of(name: str, column: Column) -> Listed:
    if isinstance(column, Categorical):
        return text_column(name, column)
    if column.dtype.kind == "M":
        return date_column(name, column)
    if column.dtype == bool:
        return _yes_or_no(name, column)
    return _number(name, column, column >= 0)


def _yes_or_no(name: str, column: np.ndarray) -> Listed:
    return Listed(name, Categorical(column.astype(np.int32), YES_AND_NO), "yes")


def _number(name: str, column: np.ndarray, known: np.ndarray) -> Listed:
    values, codes = np.unique(np.where(known, column, 0), return_inverse=True)
    texts = [str(int(value)) if value == int(value) else repr(value) for value in values.tolist()]
    return Listed(name, Categorical(np.where(known, codes, -1).astype(np.int32), texts), "number")


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _value(text: str, kind: str) -> object:
    if kind == "number":
        return float(text) if "." in text else int(text)
    return text == YES_AND_NO[1] if kind == "yes" else text


def _counts(listed: ChildList) -> str:
    """How many events each period has: "Plans: 96 of 516 (2018/19), 101 of 425 (2019/20)." """
    if not listed.has_rest:
        numbers = [f"{count.denominator:,} ({count.period})" for count in listed.counts]
        return f"{capital(listed.indicator.counted)}: {', '.join(numbers)}."
    numbers = [
        f"{count.rest if listed.side == REST else count.numerator:,} of {count.denominator:,} ({count.period})"
        for count in listed.counts
    ]
    return f"{capital(listed.indicator.events)}: {', '.join(numbers)}."
