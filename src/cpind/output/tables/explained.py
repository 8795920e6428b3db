"""An explanation -> its table: the parts of a change, or the groups with theirs; of bands and percentiles the numbers."""

from __future__ import annotations

from ...analysis.explain import Explanation
from ..change_words import lead_of
from .explained_groups import groups_table, pairs_table
from .explained_parts import parts_table
from .footnotes import footnotes
from .labels import title_of
from .table import Table

_MOVED_BETWEEN_GROUPS = "Plans that moved into or out of the groups counted are among the corrections."


def explained_table(explanation: Explanation) -> Table:
    """The table of an explanation, with what is said first above it."""
    lead = lead_of(explanation)
    notes = tuple(note for note in footnotes(explanation.result, [explanation.indicator.code]) if note not in lead)
    if explanation.no_stock:
        notes = (f"No flow of plans between the two days: {explanation.no_stock}.", *notes)
    if explanation.stock and explanation.result.where:
        notes = (_MOVED_BETWEEN_GROUPS, *notes)
    table = parts_table(explanation)
    if explanation.groups:
        table = groups_table(explanation, explanation.groups)
    elif explanation.pairs:
        table = pairs_table(explanation)
    title = title_of(explanation.result, [explanation.indicator.code])
    base, figure = explanation.base, explanation.figure
    return Table(
        f"{title}: {figure.area}, {figure.period} against {base.period}",
        table.columns,
        table.rows,
        (*table.notes, *notes),
        table.records,
        lead,
    )
