"""Find the headings of a sheet: in one row, perhaps under titles, or in two rows, of which the upper one names groups
of columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..model.schema import recognise

ROWS_ABOVE_HEADINGS = 20
"""How far down the headings may stand, under titles and notes."""

_SOMEBODY_ELSE = re.compile(r"\b(mother|father|parent|carer|sibling|worker|manager|chair|referrer)", re.IGNORECASE)


@dataclass(frozen=True)
class Headings:
    """The headings of a sheet.

    Attributes:
        row: their row (the lower of two), from 0.
        texts: one for each column, without blank ones at the end.
        known: how many of them are known.
    """

    row: int
    texts: list[str]
    known: int


def find_headings(
    rows: Sequence[Sequence[str]], merged: Sequence[tuple[int, int, int, int]], mapping: dict[str, str]
) -> Headings:
    """The headings among a sheet's first rows (texts): the first row, or two rows read together, with the most known
    headings. A merged cell is the heading of all the columns that it covers."""
    rows = _filled([list(row) for row in rows[:ROWS_ABOVE_HEADINGS]], merged)
    candidates = [Headings(0, [], 0)]
    for number, row in enumerate(rows):
        other = _of_others(rows, number, merged, mapping)
        alone = [f"{rows[number - 1][column]} {text}" if column in other else text for column, text in enumerate(row)]
        candidates.append(Headings(number, alone, _number_known(alone, mapping)))
        if number:
            together = _together(rows[number - 1], alone, mapping)
            candidates.append(Headings(number, together, _number_known(together, mapping)))
    best = max(candidates[1:] or candidates, key=lambda one: one.known)
    texts = list(best.texts)
    while texts and not texts[-1]:
        texts.pop()
    return Headings(best.row, texts, best.known)


def _of_others(
    rows: list[list[str]], number: int, merged: Sequence[tuple[int, int, int, int]], mapping: dict[str, str]
) -> set[int]:
    """The columns under a group heading about somebody other than the child: a mother's birth is not the child's."""
    columns: set[int] = set()
    for _, left, last, right in merged:
        group = range(left, right + 1)
        is_about_others = (
            number and last == number - 1 and left < len(rows[last]) and _SOMEBODY_ELSE.search(rows[last][left])
        )
        if is_about_others and "child_id" not in {recognise(text, mapping) for text in rows[number][left : right + 1]}:
            columns |= {column for column in group if column < len(rows[number]) and rows[number][column]}
    return columns


def _filled(rows: list[list[str]], merged: Sequence[tuple[int, int, int, int]]) -> list[list[str]]:
    """The rows with the text of each merged range in all of its cells."""
    for first, left, last, right in merged:
        if first >= len(rows) or left >= len(rows[first]):
            continue
        text = rows[first][left]
        for row in rows[first : last + 1]:
            for column in range(left, min(right + 1, len(row))):
                row[column] = row[column] or text
    return rows


def _number_known(texts: Sequence[str], mapping: dict[str, str]) -> int:
    """How many columns of an extract these headings name."""
    return len({name for text in texts if (name := recognise(text, mapping))})


def _together(above: Sequence[str], below: Sequence[str], mapping: dict[str, str]) -> list[str]:
    """Read two rows as one: a heading of the lower row stands alone if it is known and unique; otherwise it is combined
    with the heading above it."""
    counts = Counter(text for text in below if text)
    texts = []
    for upper, lower in zip(above, below):
        both = f"{upper} {lower}".strip() if upper != lower else lower
        is_own = recognise(lower, mapping) is not None and counts[lower] == 1
        if is_own or not upper:
            texts.append(lower)
        elif not lower or recognise(both, mapping) or counts[lower] > 1:
            texts.append(both)
        else:
            texts.append(lower)
    return texts
