"""What notes tell whoever makes a table to type; a paper for others is without it."""

from __future__ import annotations

from dataclasses import replace

from .table import Table

IF_EARLIER = " (if from earlier, say so with --from)"
IF_NOT_SO = " (if not, say so with --holds)"
LISTED_BY = "cpind due --rows lists the children."


def without_hints(table: Table) -> Table:
    """The table with notes that name no option and no command."""
    notes = (note.replace(IF_EARLIER, "").replace(IF_NOT_SO, "") for note in table.notes if note != LISTED_BY)
    return replace(table, notes=tuple(notes))
