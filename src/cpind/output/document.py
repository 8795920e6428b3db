"""Document: the content of a paper in reading order, whatever format it is written in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..model.harmless import shown
from .charts.chart import Chart, harmless_chart
from .tables import Table, harmless_table


@dataclass(frozen=True)
class Paragraph:
    """One or several sentences."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """Short items, in order."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class TableBlock:
    """A table; its title is the caption, its notes are printed under it. Writers number tables in order: "Table 1"."""

    table: Table


@dataclass(frozen=True)
class ChartBlock:
    """A chart; its title is the caption. Writers number charts in order: "Chart 1"."""

    chart: Chart


Block = Paragraph | Bullets | TableBlock | ChartBlock


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it.

    The title of the only section is "". The `anchor` is a short name of lower-case letters and hyphens, unique in the
    document.
    """

    title: str
    anchor: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A paper.

    Attributes:
        title: its title.
        subtitle: what stands below the title, as the period and the authority.
        author: the body that tables it.
        sections: its sections.
        about: sentences that a reader needs first, as that small numbers are suppressed.
        language: its language, as "en-GB".
    """

    title: str
    subtitle: str
    author: str
    sections: tuple[Section, ...]
    about: tuple[str, ...] = ()
    language: str = "en-GB"


def of_table(table: Table) -> Document:
    """A document of one table, which needs no heading beside its own title."""
    return Document(table.title, "", "", (Section("", "table", (TableBlock(table),)),))


def harmless_document(document: Document) -> Document:
    """The document with invisible control characters spelt out: HTML, Word and workbooks can't hold them."""
    return replace(
        document,
        title=shown(document.title),
        subtitle=shown(document.subtitle),
        author=shown(document.author),
        about=tuple(map(shown, document.about)),
        sections=tuple(
            replace(section, title=shown(section.title), blocks=tuple(map(_harmless, section.blocks)))
            for section in document.sections
        ),
    )


def _harmless(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return Paragraph(shown(block.text))
    if isinstance(block, Bullets):
        return Bullets(tuple(map(shown, block.items)))
    if isinstance(block, TableBlock):
        return TableBlock(harmless_table(block.table))
    return ChartBlock(harmless_chart(block.chart))
