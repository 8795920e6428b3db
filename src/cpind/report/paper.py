"""Turn a Pack into a Document: its sections, and the sentences before them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..figures.request import Request
from ..model.periods import long_date
from ..output.document import Block, Bullets, Document, Paragraph, Section, TableBlock
from ..output.paper_words import in_a_paper
from ..output.tables import Table
from .pack import Pack
from .registry import SECTIONS, Missing, SectionKind

TITLE = "Child protection: report to committee"
LEFT_OUT = "Not in this report"


def make_sections(pack: Pack, sections: Sequence[SectionKind]) -> dict[str, Sequence[Block] | Missing]:
    """The blocks of each section by its name, or why it is left out."""
    return {one.name: _blocks(pack, one) for one in sections}


def _blocks(pack: Pack, one: SectionKind) -> Sequence[Block] | Missing:
    """The blocks of a section; Missing if the section's first table is."""
    first = next(iter(one.asks(pack.periods)), None)
    if first is not None and first in pack.missing:
        return Missing(one.without or pack.missing[first], pack.missing[first])
    blocks = one.make(pack)
    if isinstance(blocks, Missing):
        return blocks
    shown = [_for_a_paper(block) for block in blocks]
    # A year that is not covered gives way to the latest quarter, which then stands among the quarters too.
    return [one for place, one in enumerate(shown) if not isinstance(one, Paragraph) or one not in shown[:place]]


def paper(
    pack: Pack,
    blocks_of: Mapping[str, Sequence[Block] | Missing],
    *,
    title: str = "",
    titles: Mapping[str, str] | None = None,
    wording: Mapping[str, str] | None = None,
    language: str = "en-GB",
) -> Document:
    """The document of the sections that `make_sections` has made.

    `titles` are the authority's own for sections, by their names; `wording` has its own paragraphs, which stand before
    what is generated. A section that is left out is named at the end.
    """
    titles, wording = titles or {}, wording or {}
    sections: list[Section] = []
    left_out: list[str] = []
    for name, blocks in blocks_of.items():
        heading = titles.get(name, SECTIONS[name].title)
        if isinstance(blocks, Missing):
            left_out.append(f"{heading}: {in_a_paper(blocks.reason)}.")
            continue
        own = [Paragraph(text) for text in wording.get(name, "").split("\n\n") if text.strip()]
        sections.append(Section(heading, name, (*own, *blocks)))
    if left_out:
        sections.append(Section(LEFT_OUT, "left-out", (Bullets(tuple(left_out)),)))
    area = "" if pack.area == Request.area else pack.area  # the authority is not named
    period = f"{pack.periods.latest.label}, extract to {long_date(pack.source.standing.as_at)}"
    subtitle = f"{area}: {period}" if area else period
    return Document(title or TITLE, subtitle, area, tuple(sections), tuple(_about(pack)), language)


def _for_a_paper(block: Block) -> Block:
    """A block without notes that only help at the command line; only the section on quality names checks. A sentence instead of
    a table without a number, which would be a page of c."""
    if not isinstance(block, TableBlock):
        return block
    if _is_hidden(block.table):
        return Paragraph(f"{block.table.title}: every figure is suppressed.")
    notes = tuple(filter(None, map(in_a_paper, block.table.notes)))
    return TableBlock(replace(block.table, notes=notes, lead=tuple(filter(None, map(in_a_paper, block.table.lead)))))


def _is_hidden(table: Table) -> bool:
    """Whether all numbers of a table are suppressed."""
    places = [place for place, column in enumerate(table.columns) if column.is_number]
    return {row[place].text for row in table.rows for place in places} - {""} == {"c"}


def _about(pack: Pack) -> list[str]:
    """The sentences that a reader needs first."""
    remarks = pack.source.extract.public_remarks if pack.is_suppressed else pack.source.remarks
    texts = [f"{said}." for text in remarks if (said := in_a_paper(text))]
    if pack.is_suppressed:
        texts.append(
            "c: suppressed, a number from 1 to 5 or one from which such a number could be worked out. "
            "Notes that count children are left out."
        )
    else:
        texts.append("Small numbers are not suppressed: not for publication.")
    return texts
