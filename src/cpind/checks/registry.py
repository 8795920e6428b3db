"""What a check is, and the decorators that make one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from ..errors import UnavailableError
from ..figures.indicators import INDICATORS, codes_where
from ..figures.plan import plan
from ..model.columns import Frame, Part, coded
from ..model.periods import FIRST_YEAR, LAST_YEAR, Period, at, span

if TYPE_CHECKING:
    from ..figures.bases import Bases
    from ..figures.basis import Basis
    from ..figures.indicators import Indicator
    from ..inputs.population import Population
    from ..model.extract import Extract

ERROR, WARNING, INFORMATION = "error", "warning", "information"
SEVERITIES = (ERROR, WARNING, INFORMATION)
"""An error is what DfE's rules reject or cpind can't read; a warning is worth a look; information is what by rule is
not counted."""

ALL = ("all",)

STOCK = codes_where(dated="open")
ENDED = codes_where(events="plans", dated="end")
STARTED = codes_where(events="plans", dated="start")
PLANS = (*STOCK, *ENDED, *STARTED)
HELD = codes_where(events="conferences")
TIMED = tuple(code for code in HELD if "enquiry" in INDICATORS[code].joins)
"""Families of figures that checks touch."""

DATED = {"plans": "plan_start", "conferences": "icpc_date", "enquiries": "s47_start", "reviews": "review_date"}
"""The date that places a row in a period, where a check names no other."""

_EVER = span(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))

NO_ROW = -1
"""The entry of a finding that is not about a single row."""


@dataclass(frozen=True)
class Subject:
    """What is examined.

    Attributes:
        extract: an extract.
        standing: its bases.
        periods: the periods, None for all.
        population: the population.
        area: the extract's area.
        among: the labels of the bases that matter, None for all.
    """

    extract: Extract
    standing: Bases
    periods: tuple[Period, ...] | None = None
    population: Population | None = None
    area: str = ""
    among: frozenset[str] | None = None

    @property
    def bases(self) -> tuple[Basis, ...]:
        """The live extract and each return: within one of them the rows must agree."""
        bases = self.standing.all_of()
        union = self.standing.union.label if self.standing.union else ""
        together = self.among is not None and union in self.among
        return tuple(
            basis
            for basis in bases
            if self.among is None or basis.label in self.among or (together and basis.kind == "return")
        )

    @property
    def histories(self) -> tuple[Basis, ...]:
        """These bases and, if there is no live extract, all returns together, which are then the history."""
        union = self.standing.union
        if union is None or len(union.returns) < 2 or self.standing.live is not None:
            return self.bases
        return (*self.bases, union)

    def bases_of(self, indicator: Indicator) -> Iterable[tuple[Basis, list[Period]]]:
        """The bases of the indicator's figures for the periods; without periods, all bases of the extract."""
        if self.periods is None:
            for basis in self.standing.all_of(indicator.needs_history):
                if not basis.lacks(indicator.needs["columns"]):
                    yield basis, [at(basis.as_at)] if indicator.is_snapshot else [_EVER]
            return
        try:
            steps = plan(indicator, self.periods, self.standing)
        except UnavailableError:
            return
        for basis, _, periods in steps.by_basis():
            yield basis, periods


@dataclass(frozen=True, eq=False)
class Matches:
    """Rows that a rule matches.

    Attributes:
        rows: the rows, with entry (the row's place in the extract, NO_ROW for none).
        columns: the columns that show why.
        basis: the name of the basis that they are in.
        dated: the column that places a row in a period, or "".
    """

    rows: Frame
    columns: tuple[str, ...]
    basis: str = ""
    dated: str = ""

    @property
    def shown(self) -> tuple[str, ...]:
        """Those of the columns that the rows have."""
        return tuple(name for name in self.columns if name in self.rows)


Rule = Callable[[Subject], Iterable[Matches]]
"""A function that checks the whole subject."""

RowRule = Callable[[Part, "Basis"], np.ndarray]
"""A function that checks the rows of a table: whether to list each of them."""


@dataclass(frozen=True)
class Check:
    """What is looked for, and the figures that it touches.

    Attributes:
        code: its code, DfE's number where its rules have one.
        severity: one of SEVERITIES.
        what: what it finds.
        figures: the indicators that it touches.
        left_out: the sentence with {n} and {one|many} for rows that no figure counts, "" if they are counted.
        definition: the explanation.
        rules: which rows it finds.
    """

    code: str
    severity: str
    what: str
    figures: tuple[str, ...]
    left_out: str = ""
    definition: str = ""
    rules: list[Rule] = field(default_factory=list)

    @property
    def touches(self) -> str:
        """The figures in words short enough for a table: names of groups of figures, then the other figures."""
        rest, words = list(self.figures), []
        for family, name in _FAMILIES.items():
            if set(family) <= set(rest):
                words.append(name)
                rest = [code for code in rest if code not in family]
        return ", ".join([*words, *rest])


_FAMILIES = {
    PLANS: "every figure of plans",
    STOCK: "figures of open plans",
    ENDED: "figures of plans ended",
    STARTED: "figures of plans started",
    HELD: "figures of conferences",
    TIMED: "figures of the time to conference",
}

CHECKS: dict[str, Check] = {}


def add(found: Check, rule: Rule) -> None:
    """Register a check, or, if one with its code is there, add the rule to that. Raises ValueError if that check finds
    something else."""
    registered = CHECKS.setdefault(found.code, found)
    if registered.what != found.what:
        raise ValueError(f"two checks are called {found.code}")
    registered.rules.append(rule)


def check(
    code: str,
    severity: str,
    what: str,
    *,
    figures: tuple[str, ...],
    table: str | Sequence[str],
    shows: tuple[str, ...],
    dated: str | None = None,
    returns_only: bool = False,
    everyone: bool = False,
    left_out: str = "",
) -> Callable[[RowRule], RowRule]:
    """Register a function that takes the recorded rows of a table (or of each of several) in one basis, and returns
    True for each row that it finds.

    Args:
        code, severity, what, figures, left_out: as in Check.
        table: the table or tables.
        shows: the columns that show why.
        dated: the date that places a row in a period; None: that of DATED.
        returns_only: whether only annual returns are checked.
        everyone: whether plans and reviews of other authorities' children are checked too.
    """

    def register(function: RowRule) -> RowRule:
        def rule(subject: Subject) -> Iterable[Matches]:
            for basis in subject.bases:
                if returns_only and basis.kind != "return":
                    continue
                for name in (table,) if isinstance(table, str) else table:
                    rows = basis.recorded[name]
                    if name in ("plans", "reviews") and not everyone:
                        rows = rows.where(rows["other_authority"] != 1)
                    matches = matches_in(rows, function(rows, basis), shows, basis, dated or DATED[name])
                    # An event outside its return's year still belongs to that year.
                    yield _of_its_year(matches, basis, subject.periods) if returns_only else matches

        add(Check(code, severity, what, figures, left_out, inspect.getdoc(function) or ""), rule)
        return function

    return register


def whole(
    code: str, severity: str, what: str, *, figures: tuple[str, ...], left_out: str = ""
) -> Callable[[Rule], Rule]:
    """Register a function of the whole subject, which yields the matches itself."""

    def register(function: Rule) -> Rule:
        add(Check(code, severity, what, figures, left_out, inspect.getdoc(function) or ""), function)
        return function

    return register


def matches_in(
    rows: Part, mask: np.ndarray, columns: tuple[str, ...], basis: Basis, dated: str = "", **further: np.ndarray
) -> Matches:
    """The rows of a table where the mask is true. `further` are the rule's own columns, one value for each row of the
    table."""
    mask = np.asarray(mask, bool)
    kept = rows.where(mask)
    names = dict.fromkeys([*(name for name in columns if name not in further), "entry", *filter(None, (dated,))])
    shown = {name: kept[name] for name in names}
    shown |= {name: values[mask] for name, values in further.items()}
    return Matches(Frame(shown), columns, basis.label, dated)


def match_of_no_row(sentence: str, basis: str = "") -> Matches:
    """A finding that is not about a single row."""
    return Matches(Frame({"entry": np.array([NO_ROW]), "values": coded([sentence])}), ("values",), basis)


def year_of(basis: Basis) -> tuple[date, date]:
    """First and last day of a return's year."""
    (y,) = basis.returns
    return date(y - 1, 4, 1), date(y, 3, 31)


def _of_its_year(matches: Matches, basis: Basis, periods: tuple[Period, ...] | None) -> Matches:
    first, last = year_of(basis)
    if periods is None or any(period.start <= last and period.end >= first for period in periods):
        return replace(matches, dated="")
    return replace(matches, rows=matches.rows.take(np.array([], np.int64)))
