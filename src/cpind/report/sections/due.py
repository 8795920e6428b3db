"""What is due at the extract's date: numbers, no child."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...analysis.due import due as due_of
from ...analysis.due_items import ENQUIRY, FIRST_REVIEW, LATER, NEXT_REVIEW, OVERDUE, SOON, SOON_DAYS
from ...errors import CpindError
from ...model.periods import long_date
from ...output.document import Block, TableBlock
from ...output.tables.due import summary_table
from ...output.tables.table import BLANK, Cell, Column, Table, count
from ..pack import Pack
from ..protection import LARGEST, is_small
from ..registry import Missing, section

WHATS = {ENQUIRY: "Enquiries without a conference", FIRST_REVIEW: "First reviews", NEXT_REVIEW: "Next reviews"}
WHENS = {OVERDUE: "Overdue", SOON: f"Within {SOON_DAYS} days", LATER: "Later"}


@section("due", title="What is due", order=90)
def due(pack: Pack) -> Sequence[Block] | Missing:
    """Conferences and reviews that are waited for, at the extract's date. It takes a live extract.

    Suppressed there are no totals and no lengths: of these a small number could be worked out.
    """
    source = pack.source
    if pack.periods.end != source.standing.as_at:
        return Missing("what is waiting is known at the extract's date alone, and this report ends before it")
    try:
        found = due_of(source.extract, source.standing, replace(source.request, by=None))
    except CpindError as error:
        has_live = source.standing.live is not None
        reason = (
            "the extract holds nothing that can be waiting"
            if has_live
            else "annual returns do not show what is waiting"
        )
        return Missing(reason, str(error))
    if not pack.is_suppressed:
        return (TableBlock(summary_table(found)),)
    lines = [line for line in found.lines if line.kind in WHATS]
    if not lines:
        return Missing("the extract holds no reviews and no enquiries that can be waiting")
    rows = tuple(
        (Cell(WHATS[line.kind]), *(_safe(line.counts.get(when), line.kind, when) for when in WHENS)) for line in lines
    )
    columns = (Column("", "what", False), *(Column(heading, when) for when, heading in WHENS.items()))
    notes = (f"Live extract to {long_date(found.as_at)}.",)
    return (TableBlock(Table(f"Due by {long_date(found.by)}", columns, rows, notes)),)


def _safe(n: int | None, kind: str, when: str) -> Cell:
    if n is None:
        return BLANK
    if when == OVERDUE and kind in (FIRST_REVIEW, NEXT_REVIEW) and n <= LARGEST:
        # A plan with an overdue review is not among those reviewed on time, so that c, of 1 to 5, could be narrowed by those.
        return Cell(f"{LARGEST} or fewer")
    return Cell("c") if is_small(n) else count(n)
