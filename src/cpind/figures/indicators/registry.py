"""What an indicator is, and the two decorators that make one: `indicator` and `caveat`.

An indicator is a function that returns one value for each event: True or False for counts and percentages, days for
gaps, a band's position for bands; NaN (or -1 for bands) if the event is not in the denominator. placing.py decides
which events belong to a period, statistics.py adds up the values, and output rounds them. A caveat has the same form:
True for each event that a reader should know of, NaN for those it does not concern.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from ...model.columns import Frame
from ...model.measures import PERCENT, RATE, Measure
from ..choices import Choices
from ..derived import DERIVED
from ..statistics import Statistic

Function = Callable[[Frame, Choices], np.ndarray]
"""Returns one value for each event: plans (child, start, end, out, recorded, has_previous, previous_start,
previous_end; in a snapshot child, start, at, date_of_birth ...), conferences (child, date, clock, transfer_in,
not_required, enquiries) or enquiries (child, date); see events.py."""


@dataclass(frozen=True)
class Measured:
    """What is measured for each event: a function that returns a number (NaN if it can't be measured), and its unit in
    words: "working days"."""

    unit: str
    function: Function


@dataclass(frozen=True)
class Indicator:
    """How a function is counted, and what its figures are called.

    Attributes:
        code: its code, as `cpind show` takes it.
        title: its title, with "{when}" in place of a snapshot's date.
        events: plans | conferences | enquiries.
        dated: the date column that places an event in a period, or "open" for a snapshot at the period's last day (the
            plans then have that day as `at`).
        statistic: how values are added up.
        measure: the unit of its figures, and how they are rounded.
        function: returns a value for each event; its docstring is the definition.
        columns: those that the extract must have.
        counts: in words, what the numerator counts, if not the events.
        good: high | low | "" for neither.
        category: the category of abuse that it is split by.
        in_return: the columns that an annual return must also have.
        uses: the columns that count if they are there.
        heeds: the Choices that change it.
        needs_history: whether one annual return can't answer it.
        derives: the derived columns of its events (derived/), such as "on_time".
        beside: further events that are counted too, as (events, dated); all events then have `kind`, 0 for the first
            kind, 1 for the next.
        is_timed: whether a conference is timed from its enquiry or referral.
        needs_gap: whether it means nothing without the date of any previous plan.
        measured: what is measured for each event, for lists of events.
        short: the name in a table of several indicators, if different.
        percent_of: what a share is a percentage of, if the title does not say.
        numerator, denominator: in words, what those of a share or mean count, if not all events of the period.
    """

    code: str
    title: str
    events: str
    dated: str
    statistic: Statistic
    measure: Measure
    function: Function
    columns: tuple[str, ...]
    counts: str = ""
    good: str = ""
    category: str = "initial"
    in_return: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    heeds: tuple[str, ...] = ()
    needs_history: bool = False
    derives: tuple[str, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()
    is_timed: bool = False
    needs_gap: bool = False
    measured: Measured | None = None
    short: str = ""
    percent_of: str = ""
    numerator: str = ""
    denominator: str = ""

    @property
    def heading(self) -> str:
        """The title, with the unit of a percentage: "..., %" or "..., % of the plans that ended"."""
        if self.measure is not PERCENT or self.is_split:
            return self.title
        return f"{self.title}, %" + (f" of {self.percent_of}" if self.percent_of else "")

    @property
    def is_snapshot(self) -> bool:
        """Whether it is a snapshot at a date rather than a count over a period."""
        return self.dated == "open"

    @property
    def is_split(self) -> bool:
        """Whether its rows are bands or percentiles, which can't be split by group."""
        return self.statistic.is_split

    @property
    def counted(self) -> str:
        """What its numerator counts, in the plural: "children", "plans" ..."""
        return self.counts or ("children" if self.statistic.name == "children" else self.events)

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """The kinds of events that it counts, each with the date that places them in a period."""
        return ((self.events, self.dated), *self.beside)

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """The tables that its figures depend on, its own events first."""
        read = (table for name in self.derives for table in DERIVED[name].reads)
        return tuple(dict.fromkeys([*(table for table, _ in self.kinds), *read]))

    @property
    def awaits(self) -> tuple[str, ...]:
        """The tables of events that have yet to follow its latest events: conferences, plans."""
        return tuple(DERIVED[name].awaits for name in self.derives if DERIVED[name].awaits)

    @property
    def joins(self) -> frozenset[str]:
        """The kinds of join (model/joins.py) between separate files that its figures depend on."""
        kinds = {"enquiry", "referral"} if self.is_timed else set()
        return frozenset(kinds.union(*(DERIVED[name].joins for name in self.derives)))

    @cached_property
    def needs(self) -> dict[str, Any]:
        """What a basis must offer to provide it: the arguments of Bases.choose."""
        return {
            "columns": (*self.columns, *self.in_return),
            "awaits": self.awaits,
            "joins": self.joins,
            "needs_history": self.needs_history,
            "needs_gap": self.needs_gap,
            "snapshot": self.is_snapshot,
            "months_before": max((DERIVED[name].months for name in self.derives), default=0),
        }

    @property
    def definition(self) -> str:
        """The published definition, as `cpind indicators CODE` prints it."""
        return inspect.cleandoc(self.function.__doc__ or _LEFT_OUT)

    @property
    def divided_by(self) -> str:
        """What its denominator counts, in the plural: "plans started", "conferences" ..."""
        if self.measure is RATE:
            return "children aged 0-17"
        dated = {"start": " started", "end": " ended", "open": " open"}.get(self.dated, "")
        return self.denominator or f"{self.events}{dated}"


@dataclass(frozen=True)
class Caveat:
    """What a reader of these indicators should know about some of the rows, and the check that lists these rows.

    Attributes:
        codes: the codes of the indicators.
        text: the sentence, with {n_of_total}, or {n}, and {one|many} for words that depend on n.
        function: returns True for each row that it is about.
        check: the code of its check in `cpind check`.
        what: what the check finds.
        severity: error | warning | information.
        shows: the columns of an event that the check lists.
        many: what follows the text if n is more than a tenth of the total.
        several: the text if the figures are for several periods.
        unless: a column; if it is missing, the layout's caution (Layout.cautions) replaces this caveat.
    """

    codes: tuple[str, ...]
    text: str
    function: Function
    check: str
    what: str
    severity: str = "warning"
    shows: tuple[str, ...] = ()
    many: str = ""
    several: str = ""
    unless: str = ""

    def for_periods(self, count: int) -> Caveat:
        """The caveat, with the text for this number of periods."""
        return replace(self, text=self.several) if count > 1 and self.several else self


_LEFT_OUT = "(No definition: python -OO leaves such texts out; use python or python -O.)"

INDICATORS: dict[str, Indicator] = {}
CAVEATS: list[Caveat] = []


def indicator(code: str, **about: Any) -> Callable[[Function], Function]:
    """Register the decorated function as an indicator; its docstring is the definition. `about` are the fields of
    Indicator."""

    def register(function: Function) -> Function:
        if code in INDICATORS:
            raise ValueError(f"two indicators are called {code}")
        INDICATORS[code] = Indicator(code=code, function=function, **about)
        return function

    return register


def caveat(*codes: str, **about: Any) -> Callable[[Function], Function]:
    """Register the decorated function as a caveat of these indicators. `about` are the fields of Caveat."""

    def register(function: Function) -> Function:
        CAVEATS.append(Caveat(codes, function=function, **about))
        return function

    return register


def codes_where(**about: object) -> tuple[str, ...]:
    """The indicators that have these properties: codes_where(events="plans", dated="end"). A tuple of values is any of them."""

    def fits(one: Indicator) -> bool:
        wanted: Mapping[str, object] = about
        return all(
            getattr(one, name) in (v if isinstance(v, Sequence) and not isinstance(v, str) else (v,))
            for name, v in wanted.items()
        )

    return tuple(code for code, one in INDICATORS.items() if fits(one))
