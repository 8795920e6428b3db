"""Remove rows that are not records: a line of dashes under the headings, totals, and notes under the records. A remark
names their row numbers.

A child's row is never removed: a totals row has a cell that says so and otherwise only numbers (or, as the last row,
only numbers), and a note is the only filled cell in a row under the last record.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..model.columns import Categorical, Column
from ..model.patterns import Pattern
from ..model.schema import BY_NAME, recognise
from .text_table import DateLists, TextTable, may_hold, tidied_texts

_TAIL_ROWS, _PIECE_ROWS = 60, 2000
"""How many of the last rows may be totals and notes; how many rows are searched at a time for those that are not
blank."""

_DASHES = Pattern(r"[-=_+|* ]+")
_NUMBER = Pattern(
    r"-?\(?[^\w\s-]?[0-9][0-9,]*(?:\.[0-9]+)?\)?(?:E[+-]?[0-9]+)? ?%?|(?:1899|190[0-9])-[0-9]{2}-[0-9]{2}"
)
"""A number as totals are written, or as Excel shows a small number in a column of dates."""

_TOTAL = Pattern(
    r"(?:.*\s)?(?:grand|sub|overall|sub-|sub |grand |overall )?totals?\s*[:=]?"
    r"|(?:sub-?|grand )?totals?[\s:=-].*"
    r"|(?:row|record|distinct|child|plan|case)? ?counts?\s*[:=]?|count of .*|no\. of .*|number of .*|sum(?: of .*)?|overall",
    re.IGNORECASE,
)
_TOTAL_SIGNS = ("total", "count", "number of", "no. of", "sum", "overall")
_NO_IDENTIFIER = Pattern(r"\s|^[^0-9]*$")

_DATE_WORDS = Pattern(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-z]*|[ap]m|st|nd|rd|th|gmt|bst|utc",
    re.IGNORECASE,
)

DASHES, TOTALS, NOTE = "a line of dashes", "totals", "a note"


def trimmed(table: TextTable, mapping: dict[str, str]) -> TextTable:
    """The table without these rows, and with a remark that names them."""
    if not len(table):
        return table
    kinds = [BY_NAME[name].kind if (name := recognise(heading, mapping)) else "text" for heading in table.headings]
    child = next(
        (place for place, heading in enumerate(table.headings) if recognise(heading, mapping) == "child_id"), 0
    )
    rows = _Rows(table, kinds, child)
    left_out = rows.dashes() | rows.labelled_totals()
    left_out |= rows.tail(left_out)
    if not left_out:
        return table
    keep = np.ones(len(table), bool)
    keep[list(left_out)] = False
    kept = replace(table, columns=[_selected(column, keep) for column in table.columns], rows=table.rows[keep])
    return replace(kept, remarks=(*table.remarks, _remark(table, left_out)))


def needs_all_cells(column: Column | DateLists | None) -> bool:
    """Whether the child's column shows that some rows may not be records: a cell is blank, or not like an
    identifier."""
    if not isinstance(column, Categorical):
        return True
    children = tidied_texts(column)
    if not children.filled().all() or may_hold(children.texts, _TOTAL_SIGNS):
        return True
    return any(
        _NO_IDENTIFIER.search(text) for text in children.listed(slice(-_TAIL_ROWS, None)) + children.listed(slice(1))
    )


def _remark(table: TextTable, left_out: dict[int, str]) -> str:
    named = [f"{int(table.rows[row])} ({what})" for row, what in sorted(left_out.items())[:10]]
    more = f" and {len(left_out) - 10:,} more" if len(left_out) > 10 else ""
    many = "rows" if len(left_out) > 1 else "row"
    return f"{table.name}: {many} {', '.join(named)}{more} left out: not a record of a child"


def _selected(
    column: Categorical | DateLists | np.ndarray | None, keep: np.ndarray
) -> Categorical | DateLists | np.ndarray | None:
    if isinstance(column, DateLists):
        is_kept = keep[column.rows]
        moved = np.cumsum(keep) - 1
        return DateLists(moved[column.rows[is_kept]], column.dates[is_kept], int(keep.sum()))
    return None if column is None else column[keep]


def _bare(text: str) -> str:
    """A text without surrounding blanks and punctuation."""
    return text.replace("\xa0", " ").strip(" \t\r\n'*")


class _Rows:
    """The rows of a table, converted to text when needed."""

    def __init__(self, table: TextTable, kinds: Sequence[str], child: int) -> None:
        self.table, self.kinds, self.child = table, kinds, child

    def cells(self, row: int) -> list[tuple[int, str]]:
        """The cells of a row that are not blank, each with its column, including dates that are already read."""
        filled = []
        for place, column in enumerate(self.table.columns):
            if isinstance(column, Categorical):
                text = _bare(column.listed(slice(row, row + 1))[0])
            elif isinstance(column, DateLists):
                text = "2000-01-01" if row in column.rows else ""
            else:
                text = "" if column is None or np.isnat(column[row]) else str(column[row])
            if text and text.lower() != "null":
                filled.append((place, text))
        return filled

    def filled(self, rows: slice) -> np.ndarray:
        """Which of these rows have a cell that is not blank."""
        begin, end, _ = rows.indices(len(self.table))
        has_cell = np.zeros(end - begin, bool)
        for column in self.table.columns:
            if isinstance(column, DateLists):
                has_cell[column.rows[(column.rows >= begin) & (column.rows < end)] - begin] = True
            elif column is not None:
                has_cell |= column[rows].filled() if isinstance(column, Categorical) else ~np.isnat(column[rows])
        return has_cell

    def last(self) -> list[int]:
        """The last rows that are not blank, from the end upwards, however many blank rows follow."""
        last_rows: list[int] = []
        end = len(self.table)
        while end and len(last_rows) < _TAIL_ROWS:
            begin = max(end - _PIECE_ROWS, 0)
            last_rows += (np.flatnonzero(self.filled(slice(begin, end)))[::-1] + begin).tolist()
            end = begin
        return last_rows[:_TAIL_ROWS]

    def dashes(self) -> dict[int, str]:
        """The row under the headings, if all of its cells are dashes."""
        for row in range(min(len(self.table), 3)):
            if cells := self.cells(row):
                is_line = all(_DASHES.fullmatch(text) for _, text in cells)
                return {row: DASHES} if is_line and any(len(text) > 1 for _, text in cells) else {}
        return {}

    def labelled_totals(self) -> dict[int, str]:
        """The rows with a cell that labels them as totals, and nothing but numbers beside it."""
        totals = {}
        for place in sorted({0, self.child}):
            column = self.table.columns[place]
            if not isinstance(column, Categorical) or not may_hold(column.texts, _TOTAL_SIGNS):
                continue
            is_label = column.by_text(lambda text: _TOTAL.fullmatch(_bare(text)) is not None, False)
            for row in np.flatnonzero(is_label).tolist():
                others = [(other, text) for other, text in self.cells(row) if other != place]
                if not others or not all(_NUMBER.fullmatch(text) for _, text in others):
                    continue
                has_child = any(other == self.child for other, _ in others)
                if not (has_child and any(self._may_be_a_day(other, text) for other, text in others)):
                    totals[row] = TOTALS
        return totals

    def tail(self, known: dict[int, str]) -> dict[int, str]:
        """Totals and notes under the last record, from the end upwards."""
        left_out: dict[int, str] = {}
        for row in self.last():
            if row in known or not (cells := self.cells(row)):
                continue
            what = self._in_tail(cells)
            if not what:
                break
            left_out[row] = what
        return left_out

    def _in_tail(self, cells: list[tuple[int, str]]) -> str:
        if all(_DASHES.fullmatch(text) and len(text) > 1 for _, text in cells):
            return DASHES
        if len(cells) == 1:
            place, text = cells[0]
            if place in (0, self.child) and self._is_note(place, text):
                return NOTE
        blank = all(place != self.child for place, _ in cells)
        words = [text for _, text in cells if not _NUMBER.fullmatch(text)]
        is_total = not words or (len(words) == 1 and len(cells) > 1 and _TOTAL.fullmatch(words[0]) is not None)
        may_hold_a_day = any(self._may_be_a_day(place, text) for place, text in cells)
        return TOTALS if blank and is_total and not may_hold_a_day else ""

    def _is_note(self, place: int, text: str) -> bool:
        """Whether the only filled cell of a row is a sentence or a word, and neither an identifier nor a date."""
        if re.fullmatch(r"[A-Za-z ]+[:=]\s*[0-9,]+", text):
            return True
        words = [word for word in re.findall(r"[^\W\d_]{2,}", text) if not _DATE_WORDS.fullmatch(word)]
        if not words:
            return False
        return any(blank in text for blank in " \t") or not any(letter.isdigit() for letter in text)

    def _may_be_a_day(self, place: int, text: str) -> bool:
        """Whether a number under a date's heading may be a date: Excel's day number, or 20200331."""
        if self.kinds[place] not in ("date", "dates", "birth"):
            return False
        return bool(re.fullmatch(r"[0-9]{5,8}(?:\.[0-9]+)?", text))
