"""The writers of documents: a file for each format, with one function that `document_writer` registers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ...errors import UsageError
from ...model.discovery import import_all
from ..document import Document, harmless_document
from .template import Template, template_of

Writer = Callable[[Document, Template], "str | bytes"]

WRITERS: dict[str, Writer] = {}
"""By the suffix of the file."""


def document_writer(suffix: str) -> Callable[[Writer], Writer]:
    """Register the decorated function as the writer of files with a suffix."""

    def register(function: Writer) -> Writer:
        WRITERS[suffix] = function
        return function

    return register


def write_document(document: Document, suffix: str, *, template: Path | None = None) -> str | bytes:
    """The document as text or bytes, the same for the same document.

    The `suffix` is .docx, .html, .md or .xlsx; the `template` is a folder with the authority's own look (template.py).
    Raises UsageError for another suffix, or where a library is missing.
    """
    if suffix not in WRITERS:
        raise UsageError(f'"{suffix}" is not a format of documents: use {", ".join(sorted(WRITERS))}')
    return WRITERS[suffix](harmless_document(document), template_of(template))


def needs(what: str, library: str) -> UsageError:
    """The error to raise if an optional library is not installed."""
    return UsageError(f"{what} needs {library}: pip install 'cpind[report]'")


import_all(__name__, __path__)
