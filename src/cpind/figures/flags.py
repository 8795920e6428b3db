"""Facts about one figure besides its number: what makes it incomplete, and the choices that were made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..model.values import Value


class EndsOn(Value):
    """The extract ends before the period does."""

    day: date


class SilentAfter(Value):
    """Nothing is recorded after this day, though the extract's given date is much later."""

    day: date


class FilesEndOn(Value):
    """The files with this kind of event were extracted earlier than the others."""

    files: tuple[str, ...]
    day: date


class CoveredFrom(Value):
    """The period begins before the first day that the extract covers."""

    day: date


class HoldsOnly(Value):
    """The extract holds only some plans: `kind` is ended | open | current | lists | started, either (started or ended) or active since a
    day.

    `whole_from`: the day from which a figure of this kind is complete, None if not known. `lacks_earlier`: it needs
    earlier plans of the same children, which are missing. `is_given`: the user said so; it was not judged from the
    plans.
    """

    kind: str
    since: date | None = None
    whole_from: date | None = None
    lacks_earlier: bool = False
    is_given: bool = False


class OneOfEach(Value):
    """The extract seems to hold only one event of each child in this table: no child has a second."""

    table: str


class OnlyLedOn(Value):
    """All enquiries, or all conferences, in the extract led to something: the others seem to be missing."""

    table: str


class Under(Value):
    """All children of the extract are under this age, today or at the event."""

    age: int
    is_today: bool


class MayHoldOnly(Value):
    """The extract may hold only plans started (or started or ended) since a day, one event of each child, or children
    under an age, and there are too few to tell: the flag that would then apply."""

    short: HoldsOnly | OneOfEach | Under


class ReviewsSince(Value):
    """The extract seems to hold only reviews since a day; a figure is complete from `whole_from` on."""

    since: date
    whole_from: date


class ChoiceMade(Value):
    """A choice, by its name in Choices, that departs from the published definition."""

    name: str


class BridgedBy(Value):
    """Plans at most this many days apart count as one."""

    days: int


Selected = OneOfEach | OnlyLedOn
Shortfall = HoldsOnly | ReviewsSince
Flag = (
    EndsOn
    | SilentAfter
    | FilesEndOn
    | CoveredFrom
    | HoldsOnly
    | MayHoldOnly
    | OneOfEach
    | OnlyLedOn
    | ReviewsSince
    | ChoiceMade
    | BridgedBy
)

MAKES_PART = (EndsOn, SilentAfter, FilesEndOn)
MAKES_BEFORE = (CoveredFrom, HoldsOnly, OneOfEach, OnlyLedOn, ReviewsSince)
"""The flags that make a figure incomplete: at the end of its period; at its beginning, or because of what the extract
holds."""


def kinds_of(flags: Sequence[Flag], kinds: tuple[type, ...]) -> list[Flag]:
    """The flags of these kinds, in order."""
    return [flag for flag in flags if isinstance(flag, kinds)]
