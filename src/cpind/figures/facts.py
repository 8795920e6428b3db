"""What there is to know of a figure or a table besides its numbers, as values. Only output/ puts them into words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

from ..model.joins import Join
from ..model.values import Value
from .flags import (
    MAKES_BEFORE as MAKES_BEFORE,
)
from .flags import (
    MAKES_PART as MAKES_PART,
)
from .flags import (
    BridgedBy as BridgedBy,
)
from .flags import (
    ChoiceMade as ChoiceMade,
)
from .flags import (
    CoveredFrom as CoveredFrom,
)
from .flags import (
    EndsOn as EndsOn,
)
from .flags import (
    FilesEndOn as FilesEndOn,
)
from .flags import (
    Flag as Flag,
)
from .flags import (
    HoldsOnly as HoldsOnly,
)
from .flags import (
    MayHoldOnly as MayHoldOnly,
)
from .flags import (
    OneOfEach as OneOfEach,
)
from .flags import (
    OnlyLedOn as OnlyLedOn,
)
from .flags import (
    ReviewsSince as ReviewsSince,
)
from .flags import (
    Selected as Selected,
)
from .flags import (
    Shortfall as Shortfall,
)
from .flags import (
    SilentAfter as SilentAfter,
)
from .flags import (
    Under as Under,
)
from .flags import (
    kinds_of as kinds_of,
)

if TYPE_CHECKING:
    from .result import Figure

RETURN, LIVE, UNION = "return", "live", "union"
PUBLISHED, AVERAGE = "published", "average of published figures"
"""The kinds of basis: one annual return, the live extract, all returns together; of a benchmark as published, or worked out
here from those of several authorities."""


class BasisInfo(Value):
    """What a figure stands on. `name`: "return 2019/20", "live extract", "Annex A". `years`: of its returns."""

    kind: str
    name: str
    as_at: date | None = None
    years: tuple[int, ...] = ()


# --- targets ------------------------------------------------------------------------------------------

ON, NEAR, OFF = "on", "near", "off"
"""A figure meets its target, misses it by no more than the tolerance, or by more."""


class Target(Value):
    """A number to reach, and within how much of it a figure is near; `good` is "high" (the number or more) or "low"."""

    value: float
    tolerance: float
    good: str


class Assessed(Value):
    """A figure beside its target. `verdict`: on | near | off, "" where the figure can't be compared with it. `away`: how
    many more (above 0) or fewer in the numerator would have met it, the denominator as it is; None where it is met, and
    where that is not a number of events."""

    target: Target
    verdict: str = ""
    away: int | None = None


# --- intervals -----------------------------------------------------------------------------------------

WILSON, BYAR, POISSON = "Wilson", "Byar", "exact Poisson"
"""How an interval is made: of a percentage; of a count or rate; of one of fewer than ten events."""

HIGHER, LOWER, SIMILAR = "higher", "lower", "similar"
BETTER, WORSE = "better", "worse"


class Interval(Value):
    """What a figure may be by chance: from `lower` to `upper`, in its own unit, at a level in per cent, by a method.

    `design_effect`: how many times the variance is that of independent events, since siblings count together; None
    where no family is known, and the interval is then too narrow. `widened`: how many times the interval is as wide as that
    of independent events. `is_sparse`: many of its events have no family, so that it may still be too narrow.
    """

    lower: float
    upper: float
    level: float
    method: str
    design_effect: float | None = None
    widened: float | None = None
    is_sparse: bool = False


class NotAnInterval(Value):
    """Why a figure with a value has no interval: `kind` is "one family", or "measure" for a mean, a median, a difference
    or a ratio of totals."""

    kind: str


class Compared(Value):
    """Our figure beside this benchmark: higher | lower | similar, by whether the interval contains it; and better | worse, ""
    where they are similar or neither direction is good in itself."""

    place: str
    judged: str = ""


# --- runs over time -------------------------------------------------------------------------------------


class RunPoint(Value):
    """A figure's place in its run: the chart (p', u', XmR), its centre and limits in the figure's unit; whether they are trial
    limits; and the signals that it is part of, each with 1 for up or above, -1 for down or below."""

    chart: str
    centre: float
    lower: float
    upper: float
    is_trial: bool
    signals: tuple[tuple[str, int], ...] = ()


class RunSummary(Value):
    """The last part of a run, for under its table: the latest figure, the chart, how many points it has and how few are too
    few, its signals (period, signal, way), and whether it will meet its target: "" without one. `is_alone`: it is the only
    indicator of its table. The latest figure has no place in a run where the points are too few, or gaps leave too few
    neighbours."""

    latest: Figure
    chart: str
    points: int
    fewest: int
    signals: tuple[tuple[str, str, int], ...] = ()
    assurance: str = ""
    is_alone: bool = False


class LimitsAnew(Value):
    """The first day from which the limits of runs are worked out anew, and why. `codes`: of which indicators, () of all.
    `is_within`: it lies within a period of the table, so that they are not."""

    start: date
    reason: str
    codes: tuple[str, ...] = ()
    is_within: bool = False


# --- facts for under a table --------------------------------------------------------------------------


class Countable(Protocol):
    """A sentence with places for numbers: {n}, {total} and {one|many}. `many`: what follows where n is more than a tenth of
    the total. `check`: the check that lists the rows."""

    @property
    def text(self) -> str: ...
    @property
    def many(self) -> str: ...
    @property
    def check(self) -> str: ...


class Message(Value):
    """A Countable of the engine's own."""

    text: str
    many: str = ""
    check: str = ""


class Counted(Value):
    """A caveat or message, and of how many events of how many it holds."""

    message: Countable
    n: int = 0
    total: int = 0


class Remark(Value):
    """A sentence that no child is counted in."""

    text: str


class NotRecognised(Value):
    """So many events are in the group "Not recognised" of a grouping; its texts stand in these columns."""

    grouping: str
    columns: tuple[str, ...]
    n: int


class OtherBasis(Value):
    """Whole-area figures of a split table that stand on another basis than without the split: both, a period each."""

    pairs: tuple[tuple[Figure, Figure], ...]
    bases: tuple[BasisInfo, ...]
    bases_without_split: tuple[BasisInfo, ...]


class TargetOfAYear(Value):
    """A target counts what happens in a year, so figures of other periods are not compared with it."""

    indicator: str


class NoSuchGroup(Value):
    """The settings have a target for a group that no figure is of; `near`: the group that may be meant, or ""."""

    indicator: str
    group: str
    by: str
    near: str = ""


class Suppressed(Value):
    """Small numbers are hidden in the result; `is_any`: there are some."""

    is_any: bool


class Rounded(Value):
    """Numbers are rounded to the nearest multiple. `is_suppressed`: small ones are hidden too, and a note of its own says what
    of notes is left out."""

    base: int
    is_suppressed: bool = False


class OfPeriod(Value):
    """A fact about the figures of one period, beside others."""

    period: str
    fact: Fact


Fact = (
    Counted
    | Remark
    | Join
    | NotRecognised
    | OtherBasis
    | ChoiceMade
    | BridgedBy
    | TargetOfAYear
    | NoSuchGroup
    | OfPeriod
    | RunSummary
    | LimitsAnew
    | Suppressed
    | Rounded
)
