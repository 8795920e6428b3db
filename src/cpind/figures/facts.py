"""Facts about a figure or a table besides its numbers. Only output/ puts them into words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

from ..model.joins import Join
from ..model.values import Value
from .flags import BridgedBy, ChoiceMade

if TYPE_CHECKING:
    from .result import Figure

RETURN, LIVE, UNION = "return", "live", "union"
PUBLISHED, AVERAGE = "published", "average of published figures"
"""The kinds of basis: one annual return, the live extract, all returns together; for a benchmark: as published, or the
average of several authorities' figures worked out here."""


class BasisInfo(Value):
    """What a figure stands on: its name ("return 2019/20", "live extract", "Annex A"), and the years of its returns."""

    kind: str
    name: str
    as_at: date | None = None
    years: tuple[int, ...] = ()


# --- targets ------------------------------------------------------------------------------------------

ON, NEAR, OFF = "on", "near", "off"
"""A figure meets its target, misses it by at most the tolerance, or misses it by more."""


class Target(Value):
    """A number to reach, and the tolerance within which a figure is near; `good` is "high" (the number or more) or
    "low"."""

    value: float
    tolerance: float
    good: str


class Assessed(Value):
    """A figure compared with its target.

    The `verdict` is on | near | off, "" if they can't be compared. `away` is how many more (above 0) or fewer in the
    numerator would have met it, with the same denominator; None if it is met, or if that is not a number of events.
    """

    target: Target
    verdict: str = ""
    away: int | None = None


# --- intervals -----------------------------------------------------------------------------------------

WILSON, BYAR, POISSON = "Wilson", "Byar", "exact Poisson"
"""The methods of intervals: for a percentage; for a count or rate; for a count or rate of fewer than ten events."""

HIGHER, LOWER, SIMILAR = "higher", "lower", "similar"
BETTER, WORSE = "better", "worse"


class Interval(Value):
    """A confidence interval, in the figure's unit.

    Attributes:
        lower, upper: its limits.
        level: in per cent.
        method: one of the methods above.
        design_effect: the variance divided by that of independent events, since siblings count together; None if no
            family is known, and then the interval is too narrow.
        widened: the width divided by that for independent events.
        is_sparse: whether many of its events have no family, so that it may still be too narrow.
    """

    lower: float
    upper: float
    level: float
    method: str
    design_effect: float | None = None
    widened: float | None = None
    is_sparse: bool = False


class NotAnInterval(Value):
    """Why a figure with a value has no interval: `kind` is "one family", or "measure" for a mean, a median, a
    difference or a ratio of totals."""

    kind: str


class Compared(Value):
    """Our figure compared with this benchmark: higher | lower | similar, by whether the interval contains it; and
    better | worse, or "" if they are similar or neither direction is good in itself."""

    place: str
    judged: str = ""


# --- runs over time -------------------------------------------------------------------------------------


class RunPoint(Value):
    """A figure's place in its run over time.

    Attributes:
        chart: p', u' or XmR.
        centre, lower, upper: the centre and the limits in the figure's unit.
        is_trial: whether these are trial limits.
        signals: those that it is part of, each with 1 for up or above, -1 for down or below.
    """

    chart: str
    centre: float
    lower: float
    upper: float
    is_trial: bool
    signals: tuple[tuple[str, int], ...] = ()


class RunSummary(Value):
    """The last part of a run, to be printed under its table.

    The latest figure has no place in a run with too few points, or with too few neighbours because of gaps.

    Attributes:
        latest: the latest figure.
        chart: p', u' or XmR.
        points: how many it has.
        fewest: how many it needs.
        signals: the period, the signal and its direction, 1 or -1.
        assurance: whether it will meet its target, "" without one.
        is_alone: whether it is the table's only indicator.
    """

    latest: Figure
    chart: str
    points: int
    fewest: int
    signals: tuple[tuple[str, str, int], ...] = ()
    assurance: str = ""
    is_alone: bool = False


class Rebase(Value):
    """The first day from which the limits of runs are recalculated, and why.

    Attributes:
        start: the day.
        reason: why.
        codes: the indicators, () for all.
        is_within: whether the day is within a period of the table, so that the limits are not recalculated.
    """

    start: date
    reason: str
    codes: tuple[str, ...] = ()
    is_within: bool = False


# --- facts for under a table --------------------------------------------------------------------------


class Countable(Protocol):
    """A sentence with placeholders {n} or {n_of_total} and {one|many}, the words that follow if n is more than a tenth of the
    total (`many`), and the check that lists the rows."""

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
    """A caveat or message, with the number of events that it applies to and the total. `n` None: more than a tenth."""

    message: Countable
    n: int | None = 0
    total: int = 0


class Remark(Value):
    """A sentence about the figures or the files."""

    text: str


class Caution(Remark):
    """A sentence that counts no children and is not about few of them, so it may be published."""

    text: str


class NotRecognised(Value):
    """The number of events in a grouping's group "Not recognised", and the columns with its texts."""

    grouping: str
    columns: tuple[str, ...]
    n: int


class OtherBasis(Value):
    """Whole-area figures of a split table on another basis than without the split: both figures for each period."""

    pairs: tuple[tuple[Figure, Figure], ...]
    bases: tuple[BasisInfo, ...]
    bases_without_split: tuple[BasisInfo, ...]


class TargetOfAYear(Value):
    """A target counts what happens in a year, so figures of other periods are not compared with it."""

    indicator: str


class NoSuchGroup(Value):
    """The settings have a target for a group without a figure; `near` is the group that may be meant, or ""."""

    indicator: str
    group: str
    by: str
    near: str = ""


class Suppressed(Value):
    """Small numbers are hidden in the result, if there are any (`is_any`)."""

    is_any: bool


class Rounded(Value):
    """Numbers are rounded to the nearest multiple of `base`. If `is_suppressed`, small ones are hidden too, and another
    note says which notes are left out."""

    base: int
    is_suppressed: bool = False


class OfPeriod(Value):
    """A fact about the figures of one of several periods."""

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
    | Rebase
    | Suppressed
    | Rounded
)
