"""What there is to know of one figure besides its number: what makes it incomplete, and the choices that were made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..model.values import Value


class EndsOn(Value):
    """The extract ends before the period does."""

    day: date


class SilentAfter(Value):
    """Nothing is recorded after this day, though the extract's date as given lies long after it."""

    day: date


class FilesEndOn(Value):
    """The files that hold events of the kind were drawn earlier than the rest."""

    files: tuple[str, ...]
    day: date


class CoveredFrom(Value):
    """The period begins before the first day that the extract covers."""

    day: date


class HoldsOnly(Value):
    """The extract holds some plans only: `kind` is ended | open | started, either (started or ended) or active since a day.

    `whole_from`: the day from which a figure of this kind is whole, None where none is known. `lacks_earlier`: earlier
    plans of the same children are what it needs and lacks. `is_given`: the user said so, rather than the plans.
    """

    kind: str
    since: date | None = None
    whole_from: date | None = None
    lacks_earlier: bool = False
    is_given: bool = False


class OneOfEach(Value):
    """The extract seems to hold only one event of each child in this table: none has a second."""

    table: str


class OnlyLedOn(Value):
    """All enquiries, or all conferences, of the extract led to something: those that did not seem to be missing."""

    table: str


class Under(Value):
    """All children of the extract are under this age, today or at the event."""

    age: int
    is_today: bool


class MayHoldOnly(Value):
    """The extract may hold only the plans started, or started or ended, since a day, or one event of each child, and too few are
    there to tell; or only children under an age: what would then be short."""

    short: HoldsOnly | OneOfEach | Under


class ReviewsSince(Value):
    """The extract seems to hold only the reviews since a day; a figure is whole for years from `whole_from` on."""

    since: date
    whole_from: date


class ChoiceMade(Value):
    """A documented choice that departs from the published definition, by its name in Choices."""

    name: str


class BridgedBy(Value):
    """Plans at most so many days apart count as one."""

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
"""The flags that make a figure incomplete: at the end of its period; at its beginning, or by what the extract holds."""


def kinds_of(flags: Sequence[Flag], kinds: tuple[type, ...]) -> list[Flag]:
    """The flags of these kinds, in order."""
    return [flag for flag in flags if isinstance(flag, kinds)]
