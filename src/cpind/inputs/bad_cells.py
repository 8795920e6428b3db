"""Cells that can't be read: collected while tables are typed, and refused together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..model.cells import describe, is_rounded, remedy
from ..model.date_texts import likely_formats
from ..model.schema import KINDS_OF_ROWS, PRIVATE_COLUMNS

SHOWN_BAD_CELLS = 20

NEVER_BLANK = ("child_id", "return_year", *KINDS_OF_ROWS)
"""A row without a child can't be counted. A row without its return's year would pass for the live history, and one of
an unknown kind for a kind that it is not."""

NEVER_COUNTED = ("icpc_target", "date_of_death", "last_visit")
"""No figure needs these columns, so an unreadable cell in them is noticed but nothing is refused."""


class BadCell(NamedTuple):
    """A cell that can't be read. Only the list of checks shows its text and child; `sentence` does not identify
    anybody.

    Attributes:
        file: the name of its file.
        row: its row, or its line if `by_line`.
        column: the canonical name of its column.
        kind: the kind of the column.
        text: what it holds.
        child_id: the row's child.
        by_line: whether rows are counted as lines of a text.
        repeats: whether another row has the same cell for the child.
        formats: the only forms that its date may have, if any are named.
        heading: the heading of its column, as the file writes it.
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
    heading: str = ""

    @property
    def sentence(self) -> str:
        """Where the cell is, what sort of text it is, and how to correct it."""
        unit = "line" if self.by_line else "row"
        is_rounded_number = self.kind == "identifier" and is_rounded(self.text)
        what_to_do = remedy("rounded" if is_rounded_number else self.kind, self.formats)
        description = describe(
            self.text, "birth" if self.kind == "date" and self.column in PRIVATE_COLUMNS else self.kind
        )
        heading = " ".join(self.heading.split()) or self.column
        return f"{self.file}, {unit} {self.row}, {heading}: {description}; {what_to_do}"


def without_repeats(bad: Iterable[BadCell]) -> list[BadCell]:
    """The cells, without those that repeat a cell of the same child."""
    kept, keys = [], set()
    for cell in sorted(bad, key=lambda cell: cell.repeats):
        key = cell.child_id, cell.column, cell.text
        if not cell.repeats or key not in keys:
            kept.append(cell)
        keys.add(key)
    return kept


def refusal(bad: list[BadCell]) -> str:
    """The error message: the first twenty cells in the order of file and row, the total, and what to do."""
    bad = sorted(bad, key=lambda cell: (cell.file, cell.row))
    count = len(bad)
    lines = [f"{count:,} cell{'s' if count > 1 else ''} can't be read:"]
    lines += [f"  {cell.sentence}" for cell in bad[:SHOWN_BAD_CELLS]]
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
