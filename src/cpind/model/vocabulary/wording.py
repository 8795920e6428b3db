"""What the recognisers share: list prefixes, words in lower case, single misspellings, words for "not recorded"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..patterns import Pattern

_PREFIX = Pattern(r"\s*(?:[(\[]?[a-z]{1,2}[)\]]\.?|[0-9]{1,2}(?:\s*[-:.)]|(?=\s+[A-Za-z])))\s*(?=\S)", re.IGNORECASE)
"""What a list puts before a value: "a) Yes", "B) Yes", "b). Yes", "1 - Male", "2. Female"."""

_SHORTEST_MISSPELLED = 6
"""A slip in a shorter word may make another word of it."""

NOTHING_SAID = Pattern(
    r"\b(?:not? (?:yet |been )?(?:known|asked|recorded|stated|specified|given|provided|supplied|entered|completed|available|"
    r"applicable|determined|set|selected|collected|data|information|info|record|initial|client)|"
    r"unknown|unk|n k|nk|ns|unspecified|undetermined|unrecorded|undefined|missing|blank|none|nan|null|n a|tbc|tba|"
    r"unborn|unassigned|do not use|obsolete|xxxx|form not|before ethnicity)\b"
)
"""Words that mean "not recorded"."""


def without_prefix(text: str) -> str:
    """The text without the letter or number of a list before it; a text with nothing else is unchanged."""
    return text[match.end() :] if (match := _PREFIX.match(text)) else text


def words_of(text: str) -> str:
    """The words of a text in lower case, with single blanks between: "Asian/Asian-British" is "asian asian british"."""
    return " ".join(re.findall(r"[a-z]+|[0-9]+", re.sub(r"['\u2019]", "", text.lower())))


def slips(words: Iterable[str]) -> dict[str, str]:
    """A dictionary from each word with one letter left out to the word; "" if two words become the same."""
    meant: dict[str, str] = {}
    for word in words:
        for shorter in _shortened(word):
            meant[shorter] = word if meant.get(shorter, word) == word else ""
    return meant


def corrected(word: str, known: dict[str, str]) -> str:
    """The word that is meant by one with a letter missing, added, wrong or misplaced; "" if that is not clear. `known`
    are the `slips` of the known words."""
    if len(word) < _SHORTEST_MISSPELLED:
        return ""
    candidates = {known.get(candidate, "") for candidate in (word, *_shortened(word))} - {""}
    return candidates.pop() if len(candidates) == 1 else ""


def _shortened(word: str) -> Iterable[str]:
    if len(word) >= _SHORTEST_MISSPELLED - 1:
        yield word
        for place in range(len(word)):
            yield word[:place] + word[place + 1 :]
