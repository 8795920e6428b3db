"""A Document on a terminal: headings, paragraphs, tables as columns, charts as their text alternatives."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from ..model.harmless import shown
from ..output.document import Block, Bullets, Document, Paragraph, TableBlock
from ..output.formats import FORMATS, write

WIDTH = 100


def on_terminal(document: Document) -> str:
    """The document as text that ends in a line feed."""
    parts = [_underlined(document.title, "="), shown(document.subtitle), *map(_filled, document.about)]
    tables = charts = 0
    for section in document.sections:
        parts.append(_underlined(section.title, "-"))
        for block in section.blocks:
            tables += isinstance(block, TableBlock)
            charts += not isinstance(block, (Paragraph, Bullets, TableBlock))
            parts += _texts(block, tables, charts)
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def _texts(block: Block, table: int, chart: int) -> Iterable[str]:
    if isinstance(block, Paragraph):
        yield _filled(block.text)
    elif isinstance(block, Bullets):
        yield "\n".join(
            textwrap.fill(shown(item), WIDTH, initial_indent="- ", subsequent_indent="  ") for item in block.items
        )
    elif isinstance(block, TableBlock):
        text = str(write(block.table, FORMATS["table"]))
        yield f"Table {table}: {text}"
    else:
        yield _filled(f"Chart {chart}: {block.chart.title}. {block.chart.alt}")


def _filled(text: str) -> str:
    return textwrap.fill(shown(text), WIDTH, break_long_words=False)


def _underlined(text: str, sign: str) -> str:
    return f"{shown(text)}\n{sign * len(text)}"
