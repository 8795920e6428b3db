"""What is due at the extract's date, as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ...analysis.due import ENQUIRIES, REVIEWS, Due
from ...analysis.due import due as due_of
from ...analysis.due_items import ENQUIRY, FIRST_REVIEW, LATER, NEXT_REVIEW, OVERDUE, SOON, SOON_DAYS, TWO_YEARS
from ...analysis.suppression.cells import LARGEST, is_small_number
from ...errors import CpindError
from ...model.periods import long_date
from ...output.document import Block, Paragraph, TableBlock
from ...output.tables.due import caveats, summary_table
from ...output.tables.table import BLANK, Cell, Column, Table, count
from ..pack import Pack
from ..registry import Missing, section
from ..sentences_of_tables import about_due
from ..words import paragraph

WHATS = {ENQUIRY: "Enquiries without a conference", FIRST_REVIEW: "First reviews", NEXT_REVIEW: "Next reviews"}
NOUNS = {
    ENQUIRY: ("enquiry without a conference", "enquiries without a conference"),
    FIRST_REVIEW: ("first review", "first reviews"),
    NEXT_REVIEW: ("next review", "next reviews"),
}
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
        return (*_said(found, pack), TableBlock(summary_table(found)))
    lines = [line for line in found.lines if line.kind in WHATS]
    if not lines:
        return Missing("the extract holds no reviews and no enquiries that can be waiting")
    rows = tuple(
        (Cell(WHATS[line.kind]), *(_safe(line.counts.get(when), line.kind, when) for when in WHENS)) for line in lines
    )
    columns = (Column("", "what", False), *(Column(heading, when) for when, heading in WHENS.items()))
    shown = replace(found, left_out=tuple(one for one in found.left_out if one[0] in (ENQUIRIES, REVIEWS)))
    notes = (f"Live extract to {long_date(found.as_at)}.", *caveats(shown))
    return (*_said(found, pack), TableBlock(Table(f"Due by {long_date(found.by)}", columns, rows, notes)))


def _said(found: Due, pack: Pack) -> Iterable[Paragraph]:
    """What is overdue, as the table prints it; and, where small numbers are shown, the plans that pass two years. Nothing of an
    extract that does not hold all of them, nor of enquiries where those that needed no conference are among them."""
    overdue, passing = [], None
    if found.flags:
        return ()
    for line in found.lines:
        if line.kind == ENQUIRY and not found.knows_not_required:
            continue
        n = line.counts.get(OVERDUE)
        text = _safe(n, line.kind, OVERDUE).text if pack.is_suppressed else count(n).text
        if line.kind in NOUNS and text not in ("", "c"):
            overdue.append((text, NOUNS[line.kind]))
        if line.kind == TWO_YEARS and not pack.is_suppressed:
            passing = sum(line.counts.get(when, 0) for when in (SOON, LATER))
    return paragraph(about_due(found.as_at, found.by, overdue, passing))


def _safe(n: int | None, kind: str, when: str) -> Cell:
    if n is None:
        return BLANK
    if when == OVERDUE and kind in (FIRST_REVIEW, NEXT_REVIEW) and n <= LARGEST:
        # A plan with an overdue review is not among those reviewed on time, so that c, of 1 to 5, could be narrowed by those.
        return Cell(f"{LARGEST} or fewer")
    return Cell("c") if is_small_number(n) else count(n)
