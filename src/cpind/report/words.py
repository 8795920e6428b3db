"""Sentences as paragraphs and bullets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..figures.result import Result
from ..output.document import Bullets, Paragraph
from .sentences import sentences_about


def paragraph_about(result: Result, code: str, *, with_record: bool = True) -> Iterable[Paragraph]:
    """The sentences about an indicator, as one paragraph; nothing if there are none."""
    return paragraph(sentences_about(result, code, with_record=with_record))


def listed_about(result: Result, codes: Sequence[str]) -> Iterable[Bullets]:
    """The sentences about each of several indicators as a bullet; nothing if there are none."""
    texts = tuple(filter(None, (_text(result, code, with_record=False) for code in codes)))
    if texts:
        yield Bullets(texts)


def _text(result: Result, code: str, *, with_record: bool) -> str:
    return " ".join(sentences_about(result, code, with_record=with_record))


def paragraph(sentences: Iterable[str]) -> Iterable[Paragraph]:
    """Sentences as one paragraph; nothing if there are none."""
    if text := " ".join(sentences):
        yield Paragraph(text)
