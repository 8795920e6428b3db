"""An explanation -> its table: the parts of a change, or the groups with theirs; of bands and percentiles the numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ...analysis.explain import Explanation
from ...figures.result import Figure
from ..change_words import lead_of
from .explained_groups import groups_table, pairs_table
from .explained_parts import parts_table
from .footnotes import footnotes
from .labels import title_of
from .table import Table

_MOVED_BETWEEN_GROUPS = "Plans that moved into or out of the groups counted are among the corrections."


def explained_table(explanation: Explanation) -> Table:
    """The table of an explanation, with the lead sentences above it."""
    lead = lead_of(explanation)
    shown = replace(explanation.result, figures=tuple(_shown(explanation)))
    notes = tuple(note for note in footnotes(shown, [explanation.indicator.code]) if note not in lead)
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


def _shown(explanation: Explanation) -> Iterable[Figure]:
    """The figures of what the table shows: of a group with nothing in either period none."""
    rows = {part.groups for part in explanation.groups.groups} if explanation.groups else set()
    return (
        one
        for one in explanation.result.figures
        if explanation.pairs or not one.by or (one.groups and one.groups in rows)
    )
