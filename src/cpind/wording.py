"""Sentences with numbers in them, in words that suit the number."""

from __future__ import annotations

import re


def capital(text: str) -> str:
    """The text as a sentence begins."""
    return f"{text[:1].upper()}{text[1:]}"


def counted(text: str, n: int, total: int = 0, *, check: str = "") -> str:
    """The text with its {n} and {total}, and of each {one|many} the word that suits n; `check` is named at its end.

    "{n} {row|rows}." with n = 2 and check "no-event" is "2 rows (check no-event)."
    """
    text = re.sub(r"\{([^{}|]*)\|([^{}|]*)\}", lambda match: match[1] if n == 1 else match[2], text)
    text = text.format(n=f"{n:,}", total=f"{total:,}")
    if not check:
        return text
    end = "." if text.endswith(".") else ""
    return f"{text.removesuffix('.')} (check {check}){end}"
