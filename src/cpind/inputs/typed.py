"""TextTable -> typed columns: headings recognised, each distinct text of a column parsed once.

Bad cells are collected, not guessed; what to do about them is the caller's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ..errors import InputError, NoExtractError
from ..model.cells import describe, is_rounded, remedy
from ..model.columns import MISSING_NUMBER, Categorical, Column, coded, constant
from ..model.date_texts import DateFormat, likely_formats
from ..model.extract import RESERVED
from ..model.harmless import unescape_formula
from ..model.schema import (
    BY_NAME,
    EVENT_COLUMNS,
    KINDS_OF_ROWS,
    PERSON_COLUMNS,
    PRIVATE_COLUMNS,
    accepted,
    is_an_alias,
    plain,
    recognise,
)
from .date_reading import DateReading
from .identifiers import rounded
from .near_headings import are_data, guess
from .rows_of_a_kind import USED_UP, LeftOut, sort_out, unclassified
from .text_table import DateLists, TextTable, may_hold, tidied, without_blanks
from .untold_kinds import look_for_kinds

SHOWN_BAD_CELLS = 20
SHOWN_HEADINGS = 20

NEVER_BLANK = ("child_id", "return_year", *KINDS_OF_ROWS)
"""A row of nobody can't be counted, one of no return would pass for the live history, and one of an unknown kind for what
it is not."""

_EVENTS = (*EVENT_COLUMNS, "conference_date", "review_dates", "referral_date")
"""Events that a file may hold; reviews and referrals are of use beside a file of another kind of event only."""

NEVER_COUNTED = ("icpc_target", "date_of_death", "last_visit")
"""No figure is made of them, so a cell of theirs that can't be read is noticed and stops nothing."""


@dataclass(frozen=True)
class Typed:
    """A table's rows that are not wholly blank. `columns`: canonical and own ones by name, with file and row. `usable`:
    which rows have a child, and a return's year that can be read where one is written.

    `reviews`, `review_dates`: the dates in cells that hold several, and the rows (from 0) that they stand in; None where
    there is no such column. `two_digit_births`: which births have a year of two digits, None where none can have one.
    `names`: of all columns of the file, in order; `unread`: of those that were not read. `remarks`: what must be said of the
    headings. `left_out`: rows whose plan or conference is of another kind, by the check that lists them. `own`: the columns
    that are not cpind's, as they stand.
    """

    columns: dict[str, Column]
    count: int
    usable: np.ndarray
    reviews: np.ndarray | None = None
    review_dates: np.ndarray | None = None
    names: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    own: dict[str, Column | None] = field(default_factory=dict)
    two_digit_births: np.ndarray | None = None


class BadCell(NamedTuple):
    """A cell that can't be read. Its text and child are for the list of checks alone: `said` gives nobody away.

    `repeats`: it says again what another row says of the child.
    """

    file: str
    row: int
    column: str
    kind: str
    text: str
    child_id: str = ""
    by_line: bool = False
    repeats: bool = False
    formats: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """Where it is, what sort of text it is, and what would put it right."""
        counted = "line" if self.by_line else "row"
        is_rounded_number = self.kind == "identifier" and is_rounded(self.text)
        right = remedy("rounded" if is_rounded_number else self.kind, self.formats)
        shown = describe(self.text, "birth" if self.kind == "date" and self.column in PRIVATE_COLUMNS else self.kind)
        return f"{self.file}, {counted} {self.row}, {self.column}: {shown}; {right}"


def typed(
    table: TextTable,
    mapping: dict[str, str],
    bad: list[BadCell],
    own_names: dict[str, str],
    formats: Sequence[DateFormat] = (),
) -> Typed:
    """A table as columns of canonical names and types. `formats`: the only forms that dates in text may have, if any are
    named; XML has its own.

    `bad` and `own_names` (own headings without regard to case, as the first file spelled them) are those of all files.
    Raises InputError for a flat file that is not an extract or has no rows.
    """
    named, remarks = name_columns(table, mapping, own_names)
    parts = {name: [table.columns[position] for position in positions] for name, positions in named.items()}
    unread = tuple(name for name, columns in parts.items() if columns[0] is None)
    parts = {
        name: [without_blanks(tidied(column, identifiers=name == "child_id"), name) for column in columns]
        for name, columns in parts.items()
        if name not in unread
    }
    own = {name: (parts[name][0] if name in parts else None) for name in named if name not in BY_NAME}
    if not table.layout:
        remarks = (*remarks, *look_for_kinds(own, table.headings, named, mapping, table.name))
    filled = np.zeros(len(table), bool)
    for column in (column for columns in parts.values() for column in columns):
        if not filled.all():
            filled |= ~np.isnat(column) if isinstance(column, np.ndarray) else column.filled()
    if not (table.layout or filled.any()):
        raise InputError(f"{table.name} has headings and no rows: nothing to count")
    reading = DateReading(table, () if table.by_line else tuple(formats))
    reading.look_at(parts)
    found: dict[str, Column] = {}
    usable = np.ones(len(table), bool)
    reviews = dates = None
    for name, columns in parts.items():
        kind = BY_NAME[name].kind if name in BY_NAME else "text"
        values = []
        for column in columns:
            if kind == "dates":
                reviews, dates, unreadable = _dates_in_cells(column, reading)
            else:
                read, unreadable = _values(name, kind, column, reading)
                values.append(read)
            if unreadable is not None:
                if name in NEVER_BLANK:
                    usable &= ~unreadable
                places = np.flatnonzero(unreadable & filled)
                bad += _bad_cells(reading, name, kind, column, places, parts["child_id"][0])
        if values:
            found[name] = values[0]
            for other in values[1:]:  # born, or else expected
                found[name] = np.where(np.isnat(found[name]), other, found[name])
    for name, places in unclassified(found):
        usable &= ~places
        bad += _bad_cells(
            reading, name, BY_NAME[name].kind, parts[name][0], np.flatnonzero(places), parts["child_id"][0]
        )
    reviews, dates, left_out = sort_out(found, reviews, dates, len(table))
    names = dict.fromkeys(name for name in (*named, *found) if name not in USED_UP)
    names |= {"review_dates": None} if reviews is not None else {}
    if table.layout:
        found["source_layout"] = constant(table.layout, len(table))
    found["file"] = constant(table.name, len(table))
    found["row"] = table.rows
    remarks = (*remarks, *reading.remarks())
    short = reading.two_digit_births(parts.get("date_of_birth", ()))
    if filled.all():
        return Typed(
            found, len(table), usable, reviews, dates, tuple(names), unread, remarks, tuple(left_out), own, short
        )
    return Typed(
        columns={name: column[filled] for name, column in found.items()},
        count=int(filled.sum()),
        usable=usable[filled],
        reviews=None if reviews is None else (np.cumsum(filled) - 1)[reviews],
        review_dates=dates,
        names=tuple(names),
        unread=unread,
        remarks=remarks,
        left_out=tuple((check, rows[filled]) for check, rows in left_out),
        own=own,
        two_digit_births=None if short is None else short[filled],
    )


def _bad_cells(
    reading: DateReading, name: str, kind: str, column: Categorical, places: np.ndarray, children: Categorical
) -> Iterable[BadCell]:
    table, formats = reading.table, tuple(form.name for form in reading.formats)
    repeats = any(recognise(heading) == name for heading in table.repeats)
    for place in places.tolist():
        (text,), (child,) = column.listed([place]), children.listed([place])
        yield BadCell(table.name, int(table.rows[place]), name, kind, text, child, table.by_line, repeats, formats)


def told_once(bad: Iterable[BadCell]) -> list[BadCell]:
    """The cells without those that say again what another cell of the same child has said."""
    kept, said = [], set()
    for cell in sorted(bad, key=lambda cell: cell.repeats):
        key = cell.child_id, cell.column, cell.text
        if not cell.repeats or key not in said:
            kept.append(cell)
        said.add(key)
    return kept


def name_columns(
    table: TextTable, mapping: dict[str, str], own_names: dict[str, str]
) -> tuple[dict[str, list[int]], tuple[str, ...]]:
    """Canonical (or own) name -> positions of the columns that bear it; two only for birth and expected birth. And what
    must be said of headings that could be a column and are not taken for it.

    Where several headings could be one column, a mapped one goes before the column's own name, and that before
    the names it is known by elsewhere; two of the same standing are an error.
    """
    candidates: dict[str, list[int]] = {}
    for position, heading in enumerate(table.headings):
        if name := recognise(heading, mapping):
            candidates.setdefault(name, []).append(position)
    named: dict[str, list[int]] = {}
    remarks: list[str] = []
    for name, positions in candidates.items():
        standing = [_standing(table.headings[position], name, mapping) for position in positions]
        best = [position for position, rank in zip(positions, standing) if rank == max(standing)]
        if len(best) > 1 and BY_NAME[name].kind != "birth":
            first, second = (table.headings[position] for position in best[:2])
            raise InputError(
                f'{table.name}: two columns are both read as {name}: "{first}" and "{second}"; '
                "rename one, or map the right one under [columns] in cpind.toml"
            )
        named[name] = positions if BY_NAME[name].kind == "birth" else best
        remarks += [
            f'{table.name}: "{table.headings[best[0]]}" is read as {name}, "{table.headings[position]}" is not'
            for position in positions
            if position not in named[name] and not table.layout
        ]
    if not table.layout:
        remarks += _without_the_other_plans_end(table, named, candidates, mapping)
    undecided = named.pop("conference_date", None) if "conference_type" not in named else None
    taken = {position for positions in named.values() for position in positions}
    of_one_name: dict[str, int] = {}
    for position, heading in enumerate(table.headings):
        if heading and position not in taken:
            named[_own_name(heading, named, own_names, of_one_name)] = [position]
    _require_events(table, named, undecided)
    return named, tuple(remarks)


def _without_the_other_plans_end(
    table: TextTable, named: dict[str, list[int]], candidates: dict[str, list[int]], mapping: dict[str, str]
) -> list[str]:
    """Leave out an end that goes with a start that was not taken: beside "CP plan start date" the dates "Plan start" and
    "Plan end" are those of another plan."""
    starts, ends = candidates.get("plan_start", []), candidates.get("plan_end", [])
    if len(starts) < 2 or len(ends) != 1 or mapping.get(plain(table.headings[ends[0]])):
        return []
    end = table.headings[ends[0]]
    twins = [position for position in starts if _twin(table.headings[position]) == _twin(end)]
    if not twins or twins == named["plan_start"]:
        return []
    del named["plan_end"]
    return [
        f'{table.name}: "{end}" is not used: it goes with "{table.headings[twins[0]]}", which is not read as plan_start; if it '
        "is the child protection plan's end, map it to plan_end under [columns] in cpind.toml"
    ]


def _twin(heading: str) -> str:
    """A heading without the words by which a start and an end differ."""
    return re.sub(r"start(ed|s)?|end(ed|s)?|began|begun|closed|ceased", "", plain(heading))


def _require_events(table: TextTable, named: dict[str, list[int]], undecided: list[int] | None) -> None:
    """Refuse a table without a child, or with nothing of it that could be counted or joined to what can."""
    if not any(name in named for name in _EVENTS):
        if undecided:
            raise NoExtractError(
                f'{table.name}: "{table.headings[undecided[0]]}" may be the date of initial or of review conferences: add a '
                "column conference_type, or map the heading to icpc_date or to review_dates under [columns] in cpind.toml"
            )
        if not is_of_use(named):
            raise not_an_extract(table.name)
    if "child_id" not in named:
        headings = [heading for heading in table.headings if heading]
        raise InputError(
            f"{table.name} has no column child_id; it would be known as {accepted('child_id')}, "
            "or map your own heading under [columns] in cpind.toml" + _own_headings(headings)
        )


def _own_headings(headings: list[str]) -> str:
    """The headings of a file without a child, for whoever must say which of them it is; nothing of a row of data."""
    if are_data(headings):
        return ". Its first row holds data, so it has no row of headings"
    shown = ", ".join(headings[:SHOWN_HEADINGS]) + (", ..." if len(headings) > SHOWN_HEADINGS else "")
    return f"{guess('child_id', headings)}. Its headings: {shown}"


def is_of_use(columns: Collection[str]) -> bool:
    """Whether a table with these columns is an input: a child, and an event or what a person is."""
    return "child_id" in columns and any(name in columns for name in (*_EVENTS, *PERSON_COLUMNS))


def not_an_extract(name: str) -> NoExtractError:
    """The error for a file without an event."""
    return NoExtractError(
        f"{name} is not an extract: none of its headings is a date of an event. "
        "It needs child_id and one or more of "
        + "; ".join(accepted(name) for name in EVENT_COLUMNS)
        + ". Other headings can be mapped under [columns] in cpind.toml"
    )


def _standing(heading: str, name: str, mapping: dict[str, str]) -> int:
    """How surely a heading is a column: mapped, by cpind's own name for it, by a name that is known, by its words."""
    if mapping.get(plain(heading)) == name:
        return 3
    return 2 if plain(heading) == plain(name) else 1 if is_an_alias(heading, name) else 0


def _own_name(heading: str, named: dict[str, list[int]], own_names: dict[str, str], of_one_name: dict[str, int]) -> str:
    """A column of the file's own: as it stands, as an earlier file spelled it, and never as one of cpind's. `of_one_name`:
    how far the columns of a name are numbered, so that thousands of one name are not counted again for each."""
    heading = unescape_formula(heading)
    heading = own_names.setdefault(plain(heading) or heading, heading)
    stem = f"own {heading}" if heading in RESERVED or heading in BY_NAME else heading
    count = of_one_name.get(stem, 1)
    name = stem if count == 1 else f"{stem} ({count})"
    while name in named:
        count += 1
        name = f"{stem} ({count})"
    of_one_name[stem] = count
    return name


def _values(name: str, kind: str, column: Column, reading: DateReading) -> tuple[Column, np.ndarray | None]:
    """One column as values of its kind, and which of its cells could not be read, if any."""
    if isinstance(column, np.ndarray):
        return column, None
    if kind in ("text", "identifier"):
        unreadable = None
        if name == "child_id":
            unreadable = ~column.filled()
            if may_hold(column.texts, ("\n#",)):  # Excel's #REF! and its like
                unreadable |= column.by_text(lambda text: text.startswith("#"), False)
            if (by_spreadsheet := rounded(column)) is not None:
                unreadable |= by_spreadsheet
        return column, unreadable
    parsed = reading.parsed(column.texts, name, kind)
    nothing = np.datetime64("NaT") if parsed.values.dtype.kind == "M" else MISSING_NUMBER
    unreadable = np.append(parsed.bad, False)[column.codes] if parsed.bad.any() else None
    return np.append(parsed.values, nothing)[column.codes], unreadable


def _dates_in_cells(
    column: Categorical | DateLists, reading: DateReading
) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """The dates in cells that hold several, semicolons between: the row of each, the date, and which rows have one that
    can't be read, if any."""
    if isinstance(column, DateLists):
        return column.rows, column.dates, None
    codes, texts = column.codes, list(column.texts)
    owners = np.repeat(np.arange(len(texts)), [text.count(";") + 1 for text in texts])
    pieces = without_blanks(coded(piece.strip() for piece in ";".join(texts).split(";") if texts), "review_dates")
    dates, bad = _values("review_dates", "dates", pieces, reading)
    unreadable = None
    if bad is not None:
        unreadable = np.zeros(len(texts) + 1, np.bool_)
        unreadable[owners[bad]] = True
        unreadable = unreadable[codes]
    known = ~np.isnat(dates)
    owners, dates = owners[known], dates[known]
    # Each row takes all the dates of its text: lay out rows x dates by repetition. A blank one, the last, has none.
    counts = np.bincount(owners, minlength=len(texts) + 1)
    first = np.cumsum(counts) - counts
    per_row = counts[codes]
    rows = np.repeat(np.arange(len(codes)), per_row)
    offsets = np.arange(per_row.sum()) - np.repeat(np.cumsum(per_row) - per_row, per_row)
    return rows, dates[np.repeat(first[codes], per_row) + offsets], unreadable


def refusal(bad: list[BadCell]) -> str:
    """The message that refuses: the first twenty cells in the order of file and row, the total, and what to do."""
    bad = sorted(bad, key=lambda cell: (cell.file, cell.row))
    count = len(bad)
    lines = [f"{count:,} cell{'s' if count > 1 else ''} can't be read:"]
    lines += [f"  {cell.said}" for cell in bad[:SHOWN_BAD_CELLS]]
    if count > SHOWN_BAD_CELLS:
        lines.append(f"  ... and {count - SHOWN_BAD_CELLS:,} more")
    dates = [cell.text for cell in bad if cell.kind in ("date", "dates", "birth") and not cell.formats]
    if likely := likely_formats(dates):
        swapped = f" (or {likely[1]}, if the month comes first)" if len(likely) > 1 else ""
        lines.append(
            f"If all dates are written so, add --date-format {likely[0]}{swapped}: then no other form is read."
        )
    if all(cell.column not in NEVER_BLANK for cell in bad):
        lines.append("Put them right, or go on without them, as blank, by --bad-dates blank.")
    return "\n".join(lines)
