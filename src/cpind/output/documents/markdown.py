"""A document in Markdown, as GitHub renders it; charts are described in words."""

from __future__ import annotations

from collections.abc import Iterable

from ..document import Block, Bullets, Document, Paragraph, TableBlock
from ..formats.markdown import escaped, markdown
from . import document_writer
from .numbering import numbered
from .template import Template


@document_writer(".md")
def markdown_document(document: Document, template: Template) -> str:
    """Headings, paragraphs, pipe tables with their captions and notes."""
    captions = numbered(document)
    parts = [f"# {escaped(document.title)}", escaped(document.subtitle), *map(escaped, document.about)]
    contents = [f"- [{escaped(section.title)}](#{_anchor(section.title)})" for section in document.sections]
    parts.append("\n".join(contents))
    for section in document.sections:
        parts += [f"## {escaped(section.title)}", *(_block(block, captions) for block in section.blocks)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _block(block: Block, captions: dict[int, str]) -> str:
    if isinstance(block, Paragraph):
        return escaped(block.text)
    if isinstance(block, Bullets):
        return "\n".join(f"- {escaped(item)}" for item in block.items)
    if isinstance(block, TableBlock):
        from dataclasses import replace

        return str(markdown(replace(block.table, title=captions[id(block)]))).rstrip("\n")
    return f"**{escaped(captions[id(block)])}**\n\n{escaped(block.chart.alt)}"


def _anchor(title: str) -> str:
    """The anchor that GitHub makes of a heading."""
    kept: Iterable[str] = (letter for letter in title.lower() if letter.isalnum() or letter in " -_")
    return "".join(kept).replace(" ", "-")
