"""A completed audit sheet: a table in any kind of file with the columns case and units, as `cpind sample -o` writes
it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from ..model.columns import Categorical
from .text_table import TextTable

CASE, UNITS = "case", "units"


@dataclass(frozen=True)
class AuditSheet:
    """The answers in a sheet: for each question that of each case, "" for none; and the size of the sampling frame in
    units."""

    name: str
    columns: dict[str, list[str]]
    units: int


def read_audit_sheet(path: str, questions: Sequence[str] = (), *, encoding: str | None = None) -> AuditSheet:
    """Read a sheet with these columns of answers; with none named, every column after `units` is one.

    Raises InputError for a file that lacks these columns, whose rows differ in the number of units, or that has no
    question.
    """
    from .reading import gather

    tables = gather([path], encoding=encoding).tables
    table = next((table for table in tables if {CASE, UNITS} <= set(_heading_keys(table))), None)
    if table is None:
        raise InputError(
            f"{path}: no table has the columns case and units; give a sheet that cpind sample -o has written"
        )
    headings = _heading_keys(table)
    cases = [position for position, text in enumerate(_cells(table, headings.index(CASE))) if text]
    units = {text for position, text in enumerate(_cells(table, headings.index(UNITS))) if position in set(cases)}
    if len(units) != 1 or not (size := next(iter(units)).removesuffix(".0")).isdecimal() or not int(size):
        raise InputError(f"{table.name}, units: every case has the same number, as the sheet was written; put it back")
    wanted = [question.casefold() for question in questions] or headings[headings.index(UNITS) + 1 :]
    columns = {}
    for question in filter(None, wanted):
        if question not in headings:
            raise InputError(f'{table.name} has no column "{question}", which is in [audit] questions')
        position = headings.index(question)
        cells = _cells(table, position)
        columns[table.headings[position].strip()] = [cells[case] for case in cases]
    return AuditSheet(table.name, columns, int(size))


def _heading_keys(table: TextTable) -> list[str]:
    return [heading.strip().casefold() for heading in table.headings]


def _cells(table: TextTable, position: int) -> list[str]:
    column = table.columns[position]
    if column is None:
        return [""] * len(table)
    if isinstance(column, Categorical):
        return [text.strip() for text in column.listed()]
    return ["" if np.isnat(day) else str(day) for day in np.asarray(column)]
