"""What an indicator is, and the two decorators that make one: `indicator` and `caveat`.

An indicator is one function that returns one value per event it is handed: True or False for counts and
percentages, days for gaps, a band's position for bands; NaN (or -1 for bands) where the event is not in the
denominator. Which events belong to a period, the groups and the denominators are counting.py's; rounding is
tables.py's. A caveat has the same form: True for each event that a reader should know of, NaN for those it does
not concern.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...model.measures import Measure

if TYPE_CHECKING:
    import numpy as np

    from ...model.columns import Frame


@dataclass(frozen=True)
class Choices:
    """The documented choices that have an option.

    `anniversary`: two years by the second anniversary, not 730 days. `weekends_only`: bank holidays count as
    working days. `without_transfer_ins`: transfer-in conferences left out of icpc. `gap_from`: "end" or
    "start" of the previous plan. `full_history`: all reviews of a plan count, not those of the census window.
    """

    anniversary: bool = False
    weekends_only: bool = False
    without_transfer_ins: bool = False
    gap_from: str = "end"
    full_history: bool = False

    def made(self, among: Iterable[str]) -> Iterable[str]:
        """What must be said of a figure that heeds these choices: each that is not the published definition's."""
        return (_MADE[name] for name in among if getattr(self, name) != getattr(Choices, name))


_MADE = {
    "anniversary": "two years by the second anniversary, not 730 days (--anniversary)",
    "weekends_only": "bank holidays taken for working days (--weekends-only)",
    "without_transfer_ins": "without transfer-in conferences (--without-transfer-ins)",
    "gap_from": "months since the start of the previous plan, not its end (--gap-from start)",
    "full_history": "by all reviews of a plan, not those that the CIN census holds (--full-history)",
}


@dataclass(frozen=True)
class Indicator:
    """How a function is counted, and what its figures are called.

    `title`: with "{when}" where a snapshot's date belongs; `short`: the name in a row among others, if another.
    `events`: plans | conferences | enquiries. `dated`: the date column that places an event in a period, or
    "open" for a snapshot at the period's last day (the plans then have that day as `at`). `statistic`: share |
    count | children | mean | median | bands | percentiles; `labels`: of the bands. `good`: high | low | "" where
    neither is. `category`: which category of abuse it is split by. `columns`: what the extract must hold;
    `in_return`: what an annual return must hold besides; `uses`: what else counts where it is there. `heeds`: the
    Choices that change it. `needs_history`: one annual return can't answer it. `needs_reviews`: the plans come with
    `on_time`, as the walk over their reviews tells.
    """

    code: str
    title: str
    events: str
    dated: str
    statistic: str
    measure: Measure
    function: Callable[[Frame, Choices], np.ndarray]
    columns: tuple[str, ...]
    good: str = ""
    category: str = "initial"
    in_return: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    heeds: tuple[str, ...] = ()
    needs_history: bool = False
    needs_reviews: bool = False
    labels: tuple[str, ...] = ()
    short: str = ""

    @property
    def is_snapshot(self) -> bool:
        """Whether it is taken at a date rather than counted over a period."""
        return self.dated == "open"

    @property
    def is_split(self) -> bool:
        """Whether its rows are bands or percentiles, which no group splits again."""
        return self.statistic in ("bands", "percentiles")

    @property
    def needs(self) -> dict[str, object]:
        """What a basis must offer that carries it, as Bases.choose takes it."""
        return {
            "columns": (*self.columns, *self.in_return),
            "needs_history": self.needs_history,
            "snapshot": self.is_snapshot,
        }

    @property
    def definition(self) -> str:
        """The published definition, as `cpind indicators CODE` prints it."""
        return inspect.cleandoc(self.function.__doc__ or _LEFT_OUT)


@dataclass(frozen=True)
class Caveat:
    """What a reader of these indicators should know of some of the rows; and the check that lists these rows.

    `text` has {n} and {total}, and {one|many} where the words depend on n. `many`: what follows it when n is more than a
    tenth of the total. `check`: the code that `cpind check` knows it by, `what` it finds there, how severe that is
    (error | warning), and the columns of an event that it `shows`. `unless`: the column whose absence a layout's own
    caution explains (Layout.cautions), which then says it for all rows.
    """

    codes: tuple[str, ...]
    text: str
    function: Callable[[Frame, Choices], np.ndarray]
    check: str
    what: str
    severity: str = "warning"
    shows: tuple[str, ...] = ()
    many: str = ""
    unless: str = ""


_LEFT_OUT = "(No definition: python -OO leaves such texts out; use python or python -O.)"

INDICATORS: dict[str, Indicator] = {}
CAVEATS: list[Caveat] = []


def indicator(code: str, **about) -> Callable:
    """Register the decorated function as an indicator; its docstring is the definition."""

    def register(function: Callable) -> Callable:
        if code in INDICATORS:
            raise ValueError(f"two indicators are called {code}")
        INDICATORS[code] = Indicator(code=code, function=function, **about)
        return function

    return register


def caveat(*codes: str, **about) -> Callable:
    """Register the decorated function as a caveat of these indicators."""

    def register(function: Callable) -> Callable:
        CAVEATS.append(Caveat(codes, function=function, **about))
        return function

    return register
