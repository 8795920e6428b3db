"""Run the checks: a Subject -> Findings, one row a finding; and what the rows are that no figure counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..errors import UsageError
from ..model.columns import Categorical, Column, Frame, cells
from ..model.dates import days
from ..model.extract import Extract
from ..model.periods import Period
from ..model.wording import counted
from .registry import ALL, CHECKS, NO_ROW, SEVERITIES, Check, Found, Subject

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


@dataclass(frozen=True)
class Findings:
    """`rows`: one a finding, columns as COLUMNS (row nullable, "" where a finding is of no single row), errors first,
    in the order of file and row. `ran`: how many checks were run. Child-level data: `child_id` and `values` are for the
    eyes of those who asked.
    """

    rows: pd.DataFrame
    ran: int

    @property
    def has_errors(self) -> bool:
        """Whether any check found an error."""
        return bool((self.rows["severity"] == SEVERITIES[0]).any())

    def counts(self) -> list[tuple[Check, int]]:
        """Each check that found something and how often: errors first, then by how often."""
        found = self.rows["code"].value_counts()
        listed = [(CHECKS[code], int(n)) for code, n in found.items()]
        return sorted(listed, key=lambda one: (SEVERITIES.index(one[0].severity), -one[1], one[0].code))


def examine(subject: Subject, *, only: Collection[str] = ()) -> Findings:
    """Run the checks (those of `only`, if it names any). Raises UsageError for a code that is none."""
    wanted = _wanted(only)
    frames = [_told(check, found, subject.extract) for check in wanted for found in _found(check, subject)]
    return _findings(frames, len(wanted))


def examine_unread(extract: Extract, *, only: Collection[str] = ()) -> Findings:
    """What readers noticed in files of which nothing can be counted, as where no date can be read; the other checks need
    something to look at. Raises UsageError for a code of `only` that is none."""
    noticed = extract.noticed
    frames = []
    for check in _wanted(only):
        rows = noticed.where(noticed["check"].by_text(check.code.__eq__, False))
        if len(rows):
            rows = rows.with_columns(entry=-2 - np.arange(len(rows)))
            frames.append(_told(check, Found(rows, ("values",)), extract))
    return _findings(frames, len(frames))


def _wanted(only: Collection[str]) -> list[Check]:
    unknown = [code for code in only if code not in CHECKS]
    if unknown:
        raise UsageError(f'"{unknown[0]}" is not a check; cpind check --list names them')
    wanted = [check for check in CHECKS.values() if not only or check.code in only]
    return sorted(wanted, key=lambda check: SEVERITIES.index(check.severity))


def _findings(frames: list[pd.DataFrame], ran: int) -> Findings:
    import pandas as pd

    rows = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[*COLUMNS, "entry"])
    rows = rows.drop_duplicates(["code", "entry", "values", "basis"], ignore_index=True)  # by several rules
    return Findings(rows.drop(columns="entry").astype({"row": "Int32"}), ran)


def left_out(subject: Subject, codes: Collection[str]) -> Iterable[tuple[tuple[str, ...], str]]:
    """The rows that no figure counts, a sentence for each kind that touches any of the indicators `codes`; and which
    of these it touches."""
    for check in CHECKS.values():
        touched = tuple(codes) if check.figures == ALL else tuple(code for code in codes if code in check.figures)
        if check.left_out and touched:
            n = sum(len(_once(found)) for found in _found(check, subject))
            if n:
                yield touched, counted(check.left_out, n, check=check.code)


def unread(extract: Extract) -> Iterable[str]:
    """What of the files is in no table of the extract, a sentence for each kind."""
    checks = extract.noticed["check"]
    for code, n in zip(checks.texts, np.bincount(checks.codes, minlength=len(checks.texts)).tolist()):
        if n and CHECKS[code].left_out:
            yield counted(CHECKS[code].left_out, n, check=code)


def _found(check: Check, subject: Subject) -> Iterable[Found]:
    for rule in check.rules:
        for found in rule(subject):
            kept = _within(found, subject.periods)
            if len(kept.rows):
                yield kept


def _within(found: Found, periods: tuple[Period, ...] | None) -> Found:
    """What is dated in one of the periods; what nothing dates stays."""
    if periods is None or not found.dated or not len(found.rows):
        return found
    dated = days(found.rows[found.dated])
    inside = np.zeros(len(dated), bool)
    for period in periods:
        inside |= (dated >= np.datetime64(period.start)) & (dated <= np.datetime64(period.end))
    return Found(found.rows.where(inside), found.columns, found.part, found.dated)


def _once(found: Found) -> Frame:
    """The rows that were found, each once with what it shows."""
    rows = found.rows
    if len(np.unique(rows["entry"])) == len(rows):
        return rows
    shown = [cells(rows[name]).astype(np.int64) for name in ("entry", *found.columns) if name in rows]
    _, first = np.unique(np.stack(shown), axis=1, return_index=True)
    return rows.take(np.sort(first))


def _told(check: Check, found: Found, extract: Extract) -> pd.DataFrame:
    """Found rows as findings, in the order of file and row."""
    rows = _once(found)
    shown = [column for column in found.columns if column in rows]
    texts = [_texts(rows[column]) if column != "values" else rows[column].listed() for column in shown]
    names = [_SHOWN_AS.get(column, column) for column in shown]
    values = [
        "; ".join(f"{name} {text}" if name != "values" else text for name, text in zip(names, row))
        for row in zip(*texts)
    ]
    told = {
        "code": check.code,
        "severity": check.severity,
        **_traced(rows, extract),
        "basis": found.part,
        "values": values or "",
        "what": check.what,
    }
    import pandas as pd

    return pd.DataFrame(told).sort_values(["file", "row"], kind="stable", ignore_index=True)


def _traced(rows: Frame, extract: Extract) -> dict[str, np.ndarray]:
    """Entry, file, row and child of found rows; a reader's own notices bring them along."""
    import pandas as pd

    entry = rows["entry"]
    if "file" in rows:
        return {"entry": entry, "row": rows["row"], **{name: rows[name].listed() for name in ("file", "child_id")}}
    place = np.maximum(entry, 0)
    none = entry == NO_ROW
    texts = {name: np.array(extract.rows[name].take(place).listed(), object) for name in ("file", "child_id")}
    row = pd.array(extract.rows["row"][place], dtype="Int32")
    row[none] = pd.NA
    return {"entry": entry, "row": row, **{name: np.where(none, "", column) for name, column in texts.items()}}


def _texts(column: Column) -> list[str]:
    """Values as people write them, "blank" where there is none."""
    if isinstance(column, Categorical):
        return [text or "blank" for text in column.listed()]
    if column.dtype.kind == "M":
        return ["blank" if text == "NaT" else text for text in days(column).astype(str)]
    return ["blank" if value < 0 else str(value) for value in column.tolist()]
