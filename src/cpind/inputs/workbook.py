"""Read a workbook (.xlsx, .xlsm, .xlsb, .xls, .ods) into TextTables: each sheet that is an extract, with the row of the
most known headings as its headings; or the lists of an Annex A workbook.

Excel's dates become ISO text, whole numbers lose their ".0" (an identifier 12345.0 is "12345", one shown as 0012345
keeps its zeros), and a day number under a date's heading becomes the date that Excel would show. A cell that is merged
with those under it is repeated in each of their rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import zip_longest

from ..errors import InputError, UsageError
from ..model.columns import Categorical, coded, united
from ..model.date_texts import FIRST_DAY_NUMBER, LAST_DAY_NUMBER
from ..model.schema import BY_NAME, EVENT_COLUMNS, recognise
from .column_names import is_of_use
from .headings import Headings, find_headings
from .layouts import known_table
from .layouts.annex_a import list_of
from .spreadsheets import Cell, Sheet, open_workbook
from .text_table import TextTable, numbered
from .trimming import trimmed

_LONGEST_WHOLE = 10**15
"""From this number on Excel has rounded: it keeps fifteen digits."""


def read_workbook(data: bytes, name: str, mapping: dict[str, str], sheets: Sequence[str] = ()) -> list[TextTable]:
    """The sheets of a workbook that are extracts, as text; for Annex A, each list that cpind knows; only the `sheets`
    named, if any are.

    Raises InputError for a workbook that can't be read, is empty, or has a formula without a value in a sheet that is
    read; UsageError if it has none of the sheets named.
    """
    candidates = [_Candidate(sheet, mapping) for sheet in open_workbook(data, name)]
    chosen, remark = (_named(candidates, sheets, name), "") if sheets else _chosen(candidates, name)
    if not chosen:
        raise InputError(f"{name} is empty: it needs a row of headings and a row for each child's record")
    if any(one.sheet.uncomputed for one in chosen):
        raise InputError(f"{name} has formulas that were never computed: open it in Excel, save it, and try again")
    tables = []
    for one in chosen:
        alone = len(chosen) == 1 and not (one.is_list or sheets)
        table = _table(one, name if alone else f"{name} [{one.sheet.title}]", mapping)
        tables.append(trimmed(table, mapping))
    if remark:
        tables[0] = replace(tables[0], remarks=(remark, *tables[0].remarks))
    return tables


def is_extract_sheet(headings: Iterable[str], mapping: dict[str, str]) -> bool:
    """Whether a sheet with these headings should be read: it has the child, and an event or facts about the person."""
    return is_of_use({recognise(heading, mapping) for heading in headings})


class _Candidate:
    """A sheet, and what its headings say about it; `known` is how many of them are known."""

    def __init__(self, sheet: Sheet, mapping: dict[str, str]) -> None:
        self.sheet = sheet
        self.headings: Headings = find_headings(
            [[as_text(cell) for cell in row] for row in sheet.rows[:21]], sheet.merged, mapping
        )
        texts = self.headings.texts
        self.known = self.headings.known
        self.list = list_of(texts, sheet.title)
        self.is_list = self.list is not None
        known = {recognise(text, mapping) for text in texts} - {None}
        self.has_events = not known.isdisjoint(EVENT_COLUMNS)
        # Events without a child: the child's heading is unknown, which must be reported.
        without_child = self.has_events and len(known) > 1
        self.is_read = (
            self.is_list or known_table(texts) is not None or is_extract_sheet(texts, mapping) or without_child
        )
        self.is_empty = not any(cell != "" for row in sheet.rows for cell in row)


def _named(candidates: list[_Candidate], sheets: Sequence[str], name: str) -> list[_Candidate]:
    """The sheets that were named, in the workbook's order."""
    wanted = {sheet.strip().lower() for sheet in sheets}
    chosen = [one for one in candidates if one.sheet.title.strip().lower() in wanted]
    if not chosen:
        raise UsageError(
            f"{name} has no sheet {' or '.join(sheets)}; its sheets are {', '.join(one.sheet.title for one in candidates)}"
        )
    return chosen


def _chosen(candidates: list[_Candidate], name: str) -> tuple[list[_Candidate], str]:
    """The sheets to be read, and remarks on the others that are not empty."""
    visible = [one for one in candidates if not one.sheet.is_hidden]
    lists = [one for one in visible if one.is_list]
    _refuse_two_of_a_list(lists, name)
    chosen = lists or [one for one in visible if one.is_read]
    if not chosen:
        hidden = [one.sheet.title for one in candidates if one.sheet.is_hidden and one.is_read]
        if hidden:
            raise InputError(
                f"{name}: only hidden sheets look like an extract: {', '.join(hidden)}; name the one to read with --sheet"
            )
        best = max(visible, key=lambda one: one.known, default=None)
        chosen = [best] if best and best.headings.texts else []
    others = [one for one in candidates if one not in chosen and not one.is_empty]
    if lists:  # the other lists of Annex A are known and not needed
        others = [one for one in others if one.is_list or (one.is_read and one.has_events)]
    if not others or not chosen:
        return chosen, ""
    titles = ", ".join(one.sheet.title + (" (hidden)" if one.sheet.is_hidden else "") for one in others)
    read = ", ".join(one.sheet.title for one in chosen)
    return (
        chosen,
        f"{name}: read the sheet{'s' if len(chosen) > 1 else ''} {read}, not {titles}; --sheet names those to read",
    )


def _refuse_two_of_a_list(lists: list[_Candidate], name: str) -> None:
    """Refuse two sheets of the same list of Annex A (last year's beside this year's), which would be added up."""
    first: dict[int | None, _Candidate] = {}
    for one in lists:
        other = first.setdefault(one.list, one)
        if other is not one:
            raise InputError(
                f'{name}: the sheets "{other.sheet.title}" and "{one.sheet.title}" are both List {one.list} of Annex A: '
                "keep one"
            )


def _table(one: _Candidate, name: str, mapping: dict[str, str]) -> TextTable:
    headings, top = one.headings.texts, one.headings.row
    rows = one.sheet.rows[top + 1 :]
    fill_down(rows, one.sheet.merged, top + 1)
    blank = [("",) * len(rows)] * len(headings)
    cells = (*zip_longest(*rows, fillvalue=""), *blank)
    columns = [_column(mine, heading, mapping, one.sheet.first_day) for mine, heading in zip(cells, headings)]
    return TextTable(name, headings, columns, numbered(top + 2, len(rows)), title=one.sheet.title, own_dates=True)


def fill_down(rows: list[list[Cell]], merged: Iterable[tuple[int, int, int, int]], above: int) -> None:
    """Copy each cell that is merged with those under it into them, in rows with `above` rows of the sheet before them."""
    for first, column, last, _ in merged:
        if first >= above and first < last:
            for row in rows[first - above + 1 : last - above + 1]:
                if column < len(row) and row[column] == "":
                    row[column] = rows[first - above][column]


def _column(cells: Sequence[Cell], heading: str, mapping: dict[str, str], first_day: date) -> Categorical:
    column = BY_NAME.get(recognise(heading, mapping) or "")
    day = first_day if column is not None and column.kind in ("date", "dates", "birth") else None
    distinct = coded(cells)  # type: ignore[arg-type]  # cells of any kind: 1, 1.0 and True are one text too
    return united(distinct.codes, [as_text(cell, day) for cell in distinct.texts])


def as_text(cell: Cell, first_day: date | None = None) -> str:
    """A cell as text. In a column of dates, a plain number counts days from `first_day`, which is day 0."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, (int, float)):
        if first_day and FIRST_DAY_NUMBER <= cell <= LAST_DAY_NUMBER:
            return (first_day + timedelta(days=int(cell))).isoformat()
        if abs(cell) >= _LONGEST_WHOLE:
            return f"{cell:.14E}"  # as Excel shows it: the last digits are lost
        return str(int(cell)) if cell == int(cell) else str(cell)
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()[:10]
    return str(cell)
