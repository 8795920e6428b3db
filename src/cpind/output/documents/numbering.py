"""Tables and charts of a document, numbered in the order in which they are read."""

from __future__ import annotations

from ..document import Block, ChartBlock, Document, TableBlock


def numbered(document: Document) -> dict[int, str]:
    """The caption of each table and chart, by the identity of its block: "Table 1: ...", "Chart 1: ..."."""
    captions: dict[int, str] = {}
    if len(blocks := blocks_of(document)) == 1 and isinstance(blocks[0], TableBlock):
        return {id(blocks[0]): blocks[0].table.title}
    tables = charts = 0
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, TableBlock):
                tables += 1
                captions[id(block)] = f"Table {tables}: {block.table.title}"
            elif isinstance(block, ChartBlock):
                charts += 1
                captions[id(block)] = f"Chart {charts}: {block.chart.title}"
    return captions


def blocks_of(document: Document) -> list[Block]:
    """All blocks, in order."""
    return [block for section in document.sections for block in section.blocks]
