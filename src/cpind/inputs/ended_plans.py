"""Plans without an end that a column of the file's own calls ended: a missing end makes a plan open, and the stock too
high."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from ..model.columns import Categorical
from ..model.headings import key_words
from ..model.kinds import letters_and_digits
from ..model.patterns import Pattern
from ..model.wording import counted
from .other_kind import MOST_TEXTS, MOSTLY, NO
from .own_headings import asks_whether_current

_OVER = Pattern(
    r"^(cp |cpp |plan |case |child protection )*(closed|ended|ceased|completed?|inactive|historic(al)?|de ?registered|discontinued|"
    r"not current|no longer|finished|former)\b"
)
_NOT_OVER = Pattern(
    r"\b(open|ongoing|current|active|not (ended|applicable)|n a|na|none|still|yet|continu\w*|in progress)\b"
)


def look_for_ended(doubtful: Mapping[str, Categorical], columns: Mapping[str, Any], file: str) -> Iterable[str]:
    """A sentence for each column that says of plans without an end that they are over, by their status or by the reason
    for which they ended.

    It must say the same of most plans with an end, and of not all of those without, or of at most half if the heading does
    not mention plans: otherwise it is the status of something else, such as a form or an enquiry.
    """
    has_plan, has_end = (~np.isnat(columns[name]) for name in ("plan_start", "plan_end"))
    is_open, ended = has_plan & ~has_end, has_plan & has_end
    for heading, column in doubtful.items():
        if not 0 < len(column.texts) <= MOST_TEXTS:
            continue
        heading_words = key_words(heading)
        is_reason = {"reason", "end"} <= heading_words
        if is_reason:
            over, says = {text for text in column.texts if not _NOT_OVER.search(letters_and_digits(text))}, "is filled"
        elif asks_whether_current(heading):
            over, says = {text for text in column.texts if text.lower() in NO}, "says no"
        elif heading_words & {"status", "state"}:
            matches = {text: _OVER.search(letters_and_digits(text)) for text in column.texts}
            over = {text for text, match in matches.items() if match}
            says = "says " + ", ".join(dict.fromkeys(match[2] for match in matches.values() if match))
        else:
            continue
        is_over, is_filled = column.by_text(over.__contains__, False), column.filled()
        count, of_ended = int((is_over & is_open).sum()), ended & is_filled
        others = int((is_open & (is_filled | is_reason) & ~is_over).sum())
        is_about_plans = others > 0 if "plan" in heading_words else count <= others
        if count and is_about_plans and of_ended.any() and is_over[of_ended].mean() >= MOSTLY:
            yield (
                f'{file}: "{heading}" {says} in {counted("{n} {row|rows}", count)} with a plan that has no end: counted as open'
            )
