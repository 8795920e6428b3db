"""Sentences as paragraphs."""

from __future__ import annotations

from collections.abc import Iterable

from ..figures.result import Result
from ..output.document import Paragraph
from .sentences import sentences_about


def said(result: Result, code: str, *, with_record: bool = True) -> Iterable[Paragraph]:
    """The sentences about an indicator as one paragraph, none where there are none."""
    text = " ".join(sentences_about(result, code, with_record=with_record))
    if text:
        yield Paragraph(text)
