"""The notes that may be published: those that count no children; and, without its numbers, a caveat on many of the events."""

from __future__ import annotations

from ..figures.facts import Caution, Counted, NoSuchGroup, TargetOfAYear
from ..figures.flags import BridgedBy, ChoiceMade
from ..figures.result import Note
from ..figures.selections import FEWEST_TO_JUDGE
from ..model.wording import N_OF_TOTAL

_SAFE = (BridgedBy, Caution, ChoiceMade, NoSuchGroup, TargetOfAYear)
"""The kinds of facts under a table that do not count children."""


def public_note(note: Note) -> Note | None:
    """A note as it may be published; None for one that may not.

    A caveat on more than a tenth of the events says so without numbers, if they are 20 or more: readers must know of it,
    and it says little of any small number.
    """
    fact = note.fact
    if not isinstance(fact, Counted):
        return note if isinstance(fact, _SAFE) else None
    is_part = N_OF_TOTAL in fact.message.text
    if not is_part and "{n}" not in fact.message.text:
        return note._replace(fact=Caution(fact.message.text))
    if (n := fact.n) is None:
        return note
    if is_part and n >= FEWEST_TO_JUDGE and n * 10 > fact.total:
        return note._replace(fact=Counted(fact.message, None))
    return None
