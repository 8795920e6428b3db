"""What a check is, and the decorator that makes one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from ..basis import Bases, Basis
    from ..extract import Extract
    from ..periods import Period
    from ..population import Population

ERROR, WARNING, INFORMATION = "error", "warning", "information"
SEVERITIES = (ERROR, WARNING, INFORMATION)
"""An error is what DfE's own rules reject or nobody can read; a warning is worth a look; information is what counts
nowhere by rule."""

ALL = ("all",)

STOCK = ("rates", "plans-open", "two-year-open", "reviews")
ENDED = ("plans-ended", "two-year")
STARTED = ("plans-started", "repeats", "repeats-2y", "gaps")
PLANS = (*STOCK, *ENDED, *STARTED)
TIMED = ("icpc",)
HELD = ("conferences", "icpc")
"""Families of figures that checks touch."""

DATED = {"plans": "plan_start", "conferences": "icpc_date", "enquiries": "s47_start", "reviews": "review_date"}
"""The date that places a row in a period, where a check names no other."""


@dataclass(frozen=True)
class Subject:
    """What is examined: an extract and what it offers to stand on; of which periods (None: all); whose population.

    `area`: whose extract it is.
    """

    extract: Extract
    standing: Bases
    periods: tuple[Period, ...] | None = None
    population: Population | None = None
    area: str = ""

    @property
    def parts(self) -> tuple[Basis, ...]:
        """The live extract and each return: within one of them the rows must agree."""
        return tuple(filter(None, (self.standing.live, *self.standing.returns.values())))


@dataclass(frozen=True)
class Found:
    """Rows that a rule found: `rows` with file, row, child_id, and the `columns` that show why; of the basis `part`.

    `dated`: the column that places a row in a period, "" where nothing does.
    """

    rows: pd.DataFrame
    columns: tuple[str, ...]
    part: str = ""
    dated: str = ""


Rule = Callable[[Subject], Iterable[Found]]


@dataclass(frozen=True)
class Check:
    """`what` it finds, `figures` it touches; `left_out`: the sentence with {n} and {one|many} for rows that no figure
    counts. `rules` say which rows."""

    code: str
    severity: str
    what: str
    figures: tuple[str, ...]
    left_out: str = ""
    definition: str = ""
    rules: list[Rule] = field(default_factory=list)

    @property
    def touches(self) -> str:
        """The figures, in words short enough for a table."""
        return _IN_WORDS.get(self.figures) or ", ".join(self.figures)


_IN_WORDS = {PLANS: "every figure of plans"}

CHECKS: dict[str, Check] = {}


def add(code: str, severity: str, what: str, figures: tuple[str, ...], rule: Rule, **about: str) -> None:
    """Register a check. A rule of a code that is there already is a further rule of that check."""
    found = CHECKS.setdefault(code, Check(code, severity, what, figures, **about))
    if found.what != what:
        raise ValueError(f"two checks are called {code}")
    found.rules.append(rule)


def check(
    code: str,
    severity: str,
    what: str,
    *,
    figures: tuple[str, ...],
    table: str,
    shows: tuple[str, ...],
    dated: str | None = None,
    needs: tuple[str, ...] = (),
    returns_only: bool = False,
    left_out: str = "",
) -> Callable:
    """Register a function of the recorded rows of one table in one part, which says True for each row it finds.

    `shows`: the columns that show why. `dated`: which date places a row in a period. `needs`: columns without any value
    in a part excuse it. `returns_only`: the check is of annual returns.
    """

    def register(function: Callable[[Any, Any], Any]) -> Callable:
        def rule(subject: Subject) -> Iterable[Found]:
            for part in subject.parts:
                if (returns_only and part.kind != "return") or part.lacks(needs):
                    continue
                rows = part.recorded[table]
                found = Found(rows[function(rows, part)], shows, part.label, dated or DATED[table])
                # What lies outside its return's year is of that year all the same.
                yield _of_its_year(found, part, subject.periods) if returns_only else found

        add(code, severity, what, figures, rule, left_out=left_out, definition=inspect.cleandoc(function.__doc__))
        return function

    return register


def _of_its_year(found: Found, part: Basis, periods: tuple[Period, ...] | None) -> Found:
    first, last = year_end_days(part)
    if periods is None or any(period.start <= last and period.end >= first for period in periods):
        return replace(found, dated="")
    return replace(found, rows=found.rows[:0])


def whole(code: str, severity: str, what: str, *, figures: tuple[str, ...], left_out: str = "") -> Callable:
    """Register a function of the whole subject, which yields what it Found itself."""

    def register(function: Rule) -> Rule:
        add(code, severity, what, figures, function, left_out=left_out, definition=inspect.cleandoc(function.__doc__))
        return function

    return register


def with_children(episodes: pd.DataFrame, part: Basis) -> pd.DataFrame:
    """Episodes with the child_id that their codes stand for."""
    names = part.recorded["plans"]["child_id"].cat.categories
    return episodes.assign(child_id=names.take(episodes["child"]))


def year_end_days(part: Basis) -> tuple[date, date]:
    """First and last day of a return's year."""
    (y,) = part.returns
    return date(y - 1, 4, 1), date(y, 3, 31)
