"""A table in Markdown, as GitHub and others render it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..grid import grid
from . import writer

if TYPE_CHECKING:
    from ..tables import Table

_MARKUP = r"[\\|*_<>`\[\]~$@]|&(?=#|[A-Za-z0-9]+;)|:(?=//)|(?<=[Ww]{3})\."
"""Characters with a meaning in Markdown, or in GitHub's, where a bare address becomes a link."""

_BEGINS_A_BLOCK = r"^(\s*[0-9]*)([#+=.)-])"
"""How a heading or a list begins."""


@writer("markdown", suffixes=(".md",), for_people=True)
def markdown(table: Table) -> str:
    """A pipe table: above it the title in bold and the lead sentences, below it the notes."""
    title = f"**{escaped(table.title)}**" if table.title else ""
    lead, notes = ("  \n".join(map(_as_line, sentences)) for sentences in (table.lead, table.notes))
    parts = [title, lead, grid(table, "pipe", written=escaped), notes]
    return "\n\n".join(filter(None, parts)) + "\n"


def escaped(text: str) -> str:
    """The text escaped, so that it is shown literally: never as a link, image, heading, list, mathematics or HTML."""
    return re.sub(_MARKUP, r"\\\g<0>", text)


def _as_line(note: str) -> str:
    return re.sub(_BEGINS_A_BLOCK, r"\1\\\2", escaped(note))
