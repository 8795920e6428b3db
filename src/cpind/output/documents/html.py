"""A document as one self-contained HTML page: readable on a phone, by a screen reader, and in print."""

from __future__ import annotations

import base64
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ...errors import InputError
from ...model.wording import listed
from ..charts.drawing import svg
from ..document import Block, Bullets, Document, Paragraph, TableBlock
from ..tables import Table
from . import document_writer, needs
from .numbering import numbered
from .template import Template

if TYPE_CHECKING:
    import jinja2

_OWN = "page.html.jinja"


@document_writer(".html")
def html_document(document: Document, template: Template) -> str:
    """The page. Raises UsageError without jinja2, and without matplotlib where there are charts."""
    try:
        import jinja2
    except ImportError:
        raise needs("a page", "jinja2") from None
    page = files(__package__).joinpath("page.html.jinja").read_text(encoding="utf-8")
    loaded = {"page": page, **({"own": template.page} if template.page else {})}
    environment = jinja2.Environment(
        loader=jinja2.DictLoader(loaded),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    if template.page:
        _require_its_blocks(environment, page, template.page)
    captions = numbered(document)
    sections = [
        {
            "title": section.title,
            "anchor": section.anchor,
            "blocks": [_block(block, captions, template) for block in section.blocks],
        }
        for section in document.sections
    ]
    logo = f"data:image/png;base64,{base64.b64encode(template.logo).decode()}" if template.logo else ""
    try:
        return environment.get_template("own" if template.page else "page").render(
            document=document, sections=sections, logo=logo, accent=template.accent, font=template.font
        )
    except jinja2.TemplateNotFound as error:
        raise InputError(f'{_OWN}: there is no template "{error.name}"; write {{% extends "page" %}}') from None
    except jinja2.TemplateError as error:  # of the authority's own: the packaged one is tested
        line = f", line {error.lineno}" if isinstance(error, jinja2.TemplateSyntaxError) else ""
        raise InputError(f"{_OWN}{line}: {error.message}") from None


def _require_its_blocks(environment: jinja2.Environment, page: str, own: str) -> None:
    """Raise InputError for a block of the authority's own that the page has no place for, and so would not show."""
    from jinja2 import TemplateSyntaxError
    from jinja2.nodes import Block as Node
    from jinja2.nodes import Extends

    try:
        parsed = environment.parse(own)
    except TemplateSyntaxError:
        return  # rendering says which line
    known = [node.name for node in environment.parse(page).find_all(Node)]
    if parsed.find(Extends) is None:
        return
    for node in parsed.body:
        if isinstance(node, Node) and node.name not in known:
            raise InputError(
                f'{_OWN}, line {node.lineno}: the page has no block "{node.name}"; its blocks are {listed(known)}'
            )


def _block(block: Block, captions: dict[int, str], template: Template) -> dict[str, Any]:
    """What the page's template needs of a block."""
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": block.text}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": block.items}
    if isinstance(block, TableBlock):
        return {
            "kind": "table",
            "caption": captions[id(block)],
            **_table(block.table, captions[id(block)]),
        }
    drawing = base64.b64encode(svg(block.chart, template.style)).decode()
    return {
        "kind": "chart",
        "caption": captions[id(block)],
        "alt": block.chart.alt,
        "source": f"data:image/svg+xml;base64,{drawing}",
    }


def _table(table: Table, caption: str) -> dict[str, Any]:
    """A table for the template; the leading cells of words in a row are its row headings."""
    names = next((place for place, column in enumerate(table.columns) if column.is_number), len(table.columns))
    return {
        "columns": [{"heading": column.heading, "is_number": column.is_number} for column in table.columns],
        "rows": [
            [
                {"text": cell.text, "is_heading": place < max(1, names), "is_number": cell.is_number}
                for place, cell in enumerate(row)
            ]
            for row in table.rows
        ],
        "lead": table.lead,
        "notes": table.notes,
        "label": caption,
    }
