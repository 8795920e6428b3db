"""Findings -> tables: the summary, the rows, and the list of all checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...checks import CHECKS, Findings
from ...checks.examine import COLUMNS
from ...model.wording import counted
from .table import Cell, Column, Table


def summary_table(findings: Findings, sources: Sequence[str]) -> Table:
    """A line for each check that found something: code, severity, what, how many, which figures it affects."""
    records = tuple(
        {"code": c.code, "severity": c.severity, "what": c.what, "found": n, "figures": c.touches}
        for c, n in findings.counts()
    )
    of = ", ".join(sources) if len(sources) <= 3 else f"{len(sources)} files"
    notes = []
    if nothing := findings.ran - len(records):
        notes.append(f"{nothing} of {counted('{n} {check|checks}', findings.ran)} found nothing.")
    if records:
        notes.append("cpind check --rows lists the rows, --only CODE those of one check.")
    return _table(f"Checks of {of}", records, tuple(notes), numbers=("found",))


def rows_table(findings: Findings) -> Table:
    """A line for each finding, with file, row, child and values."""
    rows = findings.rows[list(COLUMNS)].astype(object)
    records = tuple(rows.where(rows.notna(), None).to_dict("records"))
    return _table("", records, (), numbers=("row",), columns=COLUMNS)


def catalogue() -> Table:
    """Every check there is."""
    records = tuple(
        {"code": c.code, "severity": c.severity, "what": c.what, "figures": c.touches}
        for c in sorted(CHECKS.values(), key=lambda check: (not check.code[:1].isdigit(), check.code))
    )
    return _table("The checks", records, (), numbers=())


def _table(
    title: str,
    records: tuple[dict[Any, Any], ...],
    notes: tuple[str, ...],
    *,
    numbers: Sequence[str],
    columns: Sequence[str] = (),
) -> Table:
    names = columns or (tuple(records[0]) if records else ("code", "severity", "what", "found", "figures"))
    heads = tuple(Column(name.replace("_", " ").capitalize(), name, name in numbers) for name in names)
    rows = tuple(tuple(_cell(record[name], name) for name in names) for record in records)
    return Table(title, heads, rows, notes, records)


def _cell(value: object, name: str) -> Cell:
    if value is None:
        return Cell("")
    if isinstance(value, int):
        return Cell(str(value), 0)
    return Cell(str(value), foreign=name in ("file", "child_id", "values"))
