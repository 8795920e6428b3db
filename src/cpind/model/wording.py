"""Sentences with numbers, and words that agree with the number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return f"{text[:1].upper()}{text[1:]}"


def listed(names: Sequence[str]) -> str:
    """ "a, b and c"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts in order, each once."""
    return tuple(dict.fromkeys(texts))


def name_key(name: str) -> str:
    """What all spellings of a name have in common that differ only by case and blanks."""
    return " ".join(name.casefold().split())


SINGULAR = {"children": "child", "plans": "plan", "conferences": "conference", "enquiries": "enquiry"}
"""The noun for one of what the indicators count."""

SHORTEST_BEGINNING = 3
"""The fewest letters that are taken for the beginning of a name."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that a mistyped word most likely means, whatever its case and punctuation, or the first that begins
    with it; None if none is close."""
    from difflib import get_close_matches

    names = {re.sub(r"[\W_]+", "", name).lower(): name for name in known}
    typed = re.sub(r"[\W_]+", "", word).lower()
    longer = [name for name in names if name.startswith(typed) and len(typed) >= SHORTEST_BEGINNING]
    matches = get_close_matches(typed, names, n=1, cutoff=0.7) or longer
    return names[matches[0]] if matches else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown name: '; did you mean "team"?', or "" where none is near."""
    near = nearest(word, known)
    return f'; did you mean "{near}"?' if near else ""


def not_an_indicator(word: str, codes: Iterable[str]) -> str:
    """The message for a word that is not a code: the one that it may mean, else all codes."""
    codes = list(codes)
    return f'"{word}" is not an indicator{did_you_mean(word, codes) or "; they are " + ", ".join(codes)}'


def not_a_column(word: str, columns: Iterable[str]) -> str:
    """The message for a word under [columns] that is not a column: all columns, and the one that it may mean."""
    columns = list(columns)
    return f'"{word}" is not a column of an extract; the columns are {", ".join(columns)}{did_you_mean(word, columns)}'


N_OF_TOTAL = "{n_of_total}"
"""In a text, the events that it is about: "3 of the 38", or "More than a tenth of the" if their number is not published."""


def counted(text: str, n: int | None, total: int = 0, *, check: str = "") -> str:
    """The text with its {n} or {n_of_total} filled in and, from each {one|many}, the word that agrees with n.

    `n` None: more than a tenth of the total, a number that is not published. `check` is named at its end: "{n}
    {row|rows}." with n = 2 and check "no-event" is "2 rows (check no-event)."
    """
    text = re.sub(r"\{([^{}|]*)\|([^{}|]*)\}", lambda match: match[1] if n == 1 else match[2], text)
    if n is None:
        text = text.format(n_of_total="More than a tenth of the")
    else:
        text = text.format(n=f"{n:,}", n_of_total=f"{n:,} of the {total:,}")
    if not check:
        return text
    end = "." if text.endswith(".") else ""
    return f"{text.removesuffix('.')} (check {check}){end}"
