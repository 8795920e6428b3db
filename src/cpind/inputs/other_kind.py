"""Rows that a column says are of another kind than the rest: how many, and by which words, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..model.columns import Categorical
from ..model.wording import counted

MOST_TEXTS = 40
"""A column with more distinct texts does not hold kinds."""

MOSTLY = 0.75
FILLED = ""
"""In place of a known word: any text says it."""
YES = {"y", "yes", "true", "1", "x"}
NO = {"n", "no", "false", "0"}


@dataclass(frozen=True)
class OtherKind:
    """A heading, the known words for another kind in its texts, and the number of rows with these."""

    heading: str
    known_words: tuple[str, ...]
    rows: int

    @property
    def description(self) -> str:
        """The heading and the known words: messages never show a cell of an unknown column."""
        if self.known_words == (FILLED,):
            return f'"{self.heading}" is filled'
        more = ", ..." if len(self.known_words) > 3 else ""
        return f'"{self.heading}" says {", ".join(self.known_words[:3])}{more}'


def sentence(other: OtherKind, counted_as: str) -> str:
    """The beginning of a sentence: what the column says, in how many rows, and as what they are `counted_as`."""
    return f"{other.description} in {counted('{n} {row, which is|rows, which are} ' + counted_as, other.rows)}"


def remedy(other: OtherKind) -> str:
    """What to do about rows that did not happen."""
    them = "it" if other.rows == 1 else "them"
    return f"take {them} out, or for conferences map the heading to conference_status"


def of_kind(heading: str, column: Categorical, known_words: Mapping[str, str]) -> OtherKind | None:
    """The column's texts of another kind; `known_words`: for each of these, the word in it that says so."""
    rows = int(column.by_text(lambda text: text in known_words, False).sum())
    return OtherKind(heading, tuple(dict.fromkeys(known_words.values())), rows) if rows else None
