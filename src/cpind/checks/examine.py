"""Run the checks: a Subject -> Findings, one row a finding; and what the rows are that no figure counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeGuard

import numpy as np

from ..errors import UsageError
from ..model.columns import Categorical, Column, Frame, cells, stacked
from ..model.dates import day_texts, days
from ..model.extract import Extract
from ..model.periods import Period
from ..model.runs import same_as_previous
from ..model.wording import counted, did_you_mean
from .reading import noticed_rows
from .registry import ALL, CHECKS, ERROR, NO_ROW, SEVERITIES, Check, Matches, Subject

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("code", "severity", "file", "row", "child_id", "basis", "values", "what")
_SHOWN_AS = {
    "start": "plan_start",
    "end": "plan_end",
    "recorded": "previous_plans",
    "previous_start": "previous_plan_start",
    "previous_end": "previous_plan_end",
    "date": "icpc_date",
    "clock": "timed from",
}


@dataclass(frozen=True, eq=False)
class Findings:
    """What the checks of an extract match, each once. Child-level data: who wants more than counts asks for `rows`.

    Attributes:
        extract: the extract.
        matches: each check with what it matches, errors first.
        ran: how many checks were run.
    """

    extract: Extract
    matches: tuple[tuple[Check, Matches], ...]
    ran: int

    @property
    def has_errors(self) -> bool:
        """Whether any check found an error."""
        return any(check.severity == ERROR for check, _ in self.matches)

    def counts(self) -> list[tuple[Check, int]]:
        """Each check with matches, and how many: errors first, then by number."""
        counts: dict[str, int] = {}
        for check, matches in self.matches:
            counts[check.code] = counts.get(check.code, 0) + len(matches.rows)
        pairs = [(CHECKS[code], n) for code, n in counts.items()]
        return sorted(pairs, key=lambda pair: (SEVERITIES.index(pair[0].severity), -pair[1], pair[0].code))

    @cached_property
    def rows(self) -> pd.DataFrame:
        """One row a finding, columns as COLUMNS (row nullable, "" where a finding is of no single row), errors first, in
        the order of file and row. `child_id` and `values` are for the eyes of those who asked."""
        import pandas as pd

        # One frame of all: a frame of each match would take ten times as long.
        listed = [_listed(check, matches, self.extract) for check, matches in self.matches]
        columns: dict[str, Any] = {name: list(chain.from_iterable(one[name] for one in listed)) for name in COLUMNS}
        columns["row"] = pd.array(columns["row"], dtype="Int32")
        rows = pd.DataFrame(columns if listed else None, columns=list(COLUMNS))
        return rows.astype({"row": "Int32"})


def examine(subject: Subject, *, only: Collection[str] = ()) -> Findings:
    """Run the checks (those of `only`, if it names any). Raises UsageError for an unknown code."""
    wanted = _wanted(only)
    matches = [(check, distinct) for check in wanted for distinct in _each_once(list(_matches(check, subject)))]
    return Findings(subject.extract, tuple(matches), len(wanted))


def examine_unread(extract: Extract, *, only: Collection[str] = ()) -> Findings:
    """What readers noticed in files of which nothing can be counted, as where no date can be read; the other checks need
    something to look at. Raises UsageError for an unknown code of `only`."""
    pairs = [(check, noticed_rows(extract, check.code)) for check in _wanted(only)]
    matches = tuple(
        (check, distinct) for check, noticed in pairs if len(noticed.rows) for distinct in _each_once([noticed])
    )
    return Findings(extract, matches, len(matches))


def _wanted(only: Collection[str]) -> list[Check]:
    unknown = [code for code in only if code not in CHECKS]
    if unknown:
        near = did_you_mean(unknown[0], CHECKS)
        raise UsageError(f'"{unknown[0]}" is not a check; cpind check --list names them{near}')
    wanted = [check for check in CHECKS.values() if not only or check.code in only]
    return sorted(wanted, key=lambda check: SEVERITIES.index(check.severity))


def left_out(subject: Subject, codes: Collection[str]) -> Iterable[tuple[tuple[str, ...], str]]:
    """The rows that no figure counts, a sentence for each kind that touches any of the indicators `codes`; and which
    of these it touches."""
    for check in CHECKS.values():
        touched = tuple(codes) if check.figures == ALL else tuple(code for code in codes if code in check.figures)
        if check.left_out and touched:
            n = sum(len(_first_of_each([matches])) for matches in _matches(check, subject))
            if n:
                yield touched, counted(check.left_out, n, check=check.code)


def unread(extract: Extract) -> Iterable[str]:
    """What of the files is in no table of the extract, a sentence for each kind."""
    checks = extract.noticed["check"]
    for code, n in zip(checks.texts, np.bincount(checks.codes, minlength=len(checks.texts)).tolist()):
        if n and CHECKS[code].left_out:
            yield counted(CHECKS[code].left_out, n, check=code)


def _matches(check: Check, subject: Subject) -> Iterator[Matches]:
    """What each rule of a check matches in the periods of the subject."""
    for rule in check.rules:
        for matches in rule(subject):
            kept = _within(matches, subject.periods)
            if len(kept.rows):
                yield kept


def _within(matches: Matches, periods: tuple[Period, ...] | None) -> Matches:
    """What is dated in one of the periods; what nothing dates stays."""
    if periods is None or not matches.dated or not len(matches.rows):
        return matches
    dated = days(cells(matches.rows[matches.dated]))
    inside = np.zeros(len(dated), bool)
    for period in periods:
        inside |= (dated >= np.datetime64(period.start)) & (dated <= np.datetime64(period.end))
    return replace(matches, rows=matches.rows.where(inside))


def _each_once(matches: Sequence[Matches]) -> list[Matches]:
    """The matches of one check without those that an earlier rule has: the same row, basis and values."""
    alike: dict[tuple[str, ...], list[int]] = {}
    for place, one in enumerate(matches):
        alike.setdefault((one.basis, *map(_heading, one.shown)), []).append(place)
    distinct = list(matches)
    for places in alike.values():
        group = [matches[place] for place in places]
        first = _first_of_each(group)
        ends = np.cumsum([len(one.rows) for one in group]).tolist()
        for place, one, begin, end in zip(places, group, [0, *ends], ends):
            own = first[(first >= begin) & (first < end)] - begin
            distinct[place] = one if len(own) == len(one.rows) else replace(one, rows=one.rows.take(own))
    return [one for one in distinct if len(one.rows)]


def _first_of_each(group: Sequence[Matches]) -> np.ndarray:
    """The places, of matches that show the same columns one under another, without those that repeat an earlier one."""
    entry = np.concatenate([one.rows["entry"] for one in group])
    if len(np.unique(entry)) == len(entry):
        return np.arange(len(entry))
    columns = [stacked(columns) for columns in zip(*([one.rows[name] for name in one.shown] for one in group))]
    keys = [entry, *(days(cells(column)) if _is_date(column) else cells(column) for column in columns)]
    keys = [key.astype(np.int64) for key in keys]
    order = np.lexsort(keys)
    return np.sort(order[~same_as_previous(*(key[order] for key in keys))])


def _listed(check: Check, matches: Matches, extract: Extract) -> dict[str, list[Any]]:
    """Matches as findings, in the order of file and row: the cells of each of COLUMNS, None for no single row."""
    rows, shown = matches.rows, matches.shown
    texts = [_texts(rows[name]) if name != "values" else rows["values"].listed() for name in shown]
    # A reader's own values are a sentence already.
    labels = [f"{_heading(name)} " if name != "values" else "" for name in shown]
    values = ["; ".join(map(str.__add__, labels, row)) for row in zip(*texts)] or [""] * len(rows)
    files, numbers, children = _traced(rows, extract)
    place = [(file, number is None, number or 0) for file, number in zip(files, numbers)]
    order = sorted(range(len(place)), key=place.__getitem__)
    count = len(order)
    return {
        "code": [check.code] * count,
        "severity": [check.severity] * count,
        "file": [files[one] for one in order],
        "row": [numbers[one] for one in order],
        "child_id": [children[one] for one in order],
        "basis": [matches.basis] * count,
        "values": [values[one] for one in order],
        "what": [check.what] * count,
    }


def _traced(rows: Frame, extract: Extract) -> tuple[list[str], list[int | None], list[str]]:
    """File, row and child of matched rows; a reader's own notices bring them along."""
    if "file" in rows:
        return rows["file"].listed(), rows["row"].tolist(), rows["child_id"].listed()
    entry = rows["entry"]
    place, none = np.maximum(entry, 0), (entry == NO_ROW).tolist()
    files, children = (extract.rows[name].take(place).listed() for name in ("file", "child_id"))
    numbers = extract.rows["row"][place].tolist()
    return (
        ["" if is_none else file for is_none, file in zip(none, files)],
        [None if is_none else number for is_none, number in zip(none, numbers)],
        ["" if is_none else child for is_none, child in zip(none, children)],
    )


def _heading(name: str) -> str:
    """The name of an event's column as the extract has it."""
    return _SHOWN_AS.get(name, name)


def _is_date(column: Column) -> TypeGuard[np.ndarray]:
    return not isinstance(column, Categorical) and column.dtype.kind == "M"


def _texts(column: Column) -> list[str]:
    """Values as people write them, "blank" for a missing one."""
    if isinstance(column, Categorical):
        return [text or "blank" for text in column.listed()]
    if _is_date(column):
        return [text or "blank" for text in day_texts(column).listed()]
    return ["blank" if value < 0 else str(value) for value in column.tolist()]
