"""The tidy result: one row a figure, our own values unrounded. A public contract: columns are added, not changed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from operator import attrgetter

from ...analysis.change import difference
from ...figures.facts import Interval
from ...figures.result import Figure, Result
from ...model.wording import distinct
from ..run_words import signals_text
from ..words import basis_of, note_of, sentence
from .table import BLANK, Cell, Column, Table

COLUMNS = (
    "indicator",
    "area",
    "by",
    "group",
    "period",
    "start",
    "end",
    "numerator",
    "denominator",
    "value",
    "unit",
    "status",
    "basis",
    "note",
)
CHANGES = ("period_before", "change", "year_before", "change_on_year")
RATIO = "ratio"
INTERVALS = ("lower", "upper", "interval_method", "design_effect", "compared", "judged")
RUNS = ("centre", "limit_lower", "limit_upper", "signal")
TARGETS = ("target", "against")
NUMBERS = (
    "numerator",
    "denominator",
    "value",
    "change",
    "change_on_year",
    RATIO,
    "lower",
    "upper",
    "design_effect",
    "target",
    *RUNS[:3],
)


def columns_of(result: Result) -> tuple[str, ...]:
    """The columns of a result: COLUMNS, and those of what was asked for besides."""
    second = ("by_2", "group_2") if len(result.groupings) > 1 else ()
    where = ("where",) if result.where else ()
    changes = CHANGES if any(figure.change for figure in result.figures) else ()
    ratio = (RATIO,) if any(figure.ratio is not None for figure in result.figures) else ()
    intervals = INTERVALS if any(figure.interval for figure in result.figures) else ()
    runs = RUNS if any(figure.run for figure in result.figures) else ()
    targets = TARGETS if any(figure.assessed for figure in result.figures) else ()
    return (*COLUMNS, *second, *where, *changes, *ratio, *intervals, *runs, *targets)


def records(result: Result) -> tuple[dict[str, object], ...]:
    """The figures for programs: unrounded numbers, dates as dates, None for missing values."""
    names = columns_of(result)
    values = [(name, _value_of(name, result)) for name in names]
    return tuple({name: value(figure) for name, value in values} for figure in result.figures)


def record(figure: Figure) -> dict[str, object]:
    """One figure, the columns of COLUMNS."""
    return {name: _WORDS[name](figure) if name in _WORDS else getattr(figure, name) for name in COLUMNS}


def _value_of(name: str, result: Result) -> Callable[[Figure], object]:
    """What a column has of each figure of the result."""
    if name in _WORDS:
        return _WORDS[name]
    if name == "where":
        where = "; ".join(f"{name}={', '.join(labels)}" for name, labels in result.where)
        return lambda figure: "" if figure.is_benchmark else where
    if name in _CROSSED and len(result.groupings) > 1:
        return partial(_of_two, name, result)
    return attrgetter(name)


_CROSSED = ("by", "by_2", "group", "group_2")


def _of_two(name: str, result: Result, figure: Figure) -> object:
    """A grouping or group of a figure, where there are two groupings one inside the other."""
    is_second = name.endswith("_2")
    if figure.by != result.by:
        return "" if is_second else getattr(figure, name)
    return (result.groupings if name.startswith("by") else figure.groups)[is_second]


def _compared(figure: Figure, which: str) -> Figure | None:
    return getattr(figure.change, which) if figure.change else None


def _change(which: str) -> Callable[[Figure], float | None]:
    def change(figure: Figure) -> float | None:
        other = _compared(figure, which)
        value = difference(figure, other) if other else None
        return None if value is None else float(value)

    return change


def _period(which: str) -> Callable[[Figure], str | None]:
    def period(figure: Figure) -> str | None:
        other = _compared(figure, which)
        return other.period if other else None

    return period


def _interval(name: str) -> Callable[[Figure], object]:
    def fact(figure: Figure) -> object:
        return getattr(figure.interval, name) if isinstance(figure.interval, Interval) else None

    return fact


def _compared_by(name: str) -> Callable[[Figure], str | None]:
    def fact(figure: Figure) -> str | None:
        return getattr(figure.compared, name) or None if figure.compared else None

    return fact


_WORDS: dict[str, Callable[[Figure], object]] = {
    "lower": _interval("lower"),
    "upper": _interval("upper"),
    "interval_method": _interval("method"),
    "design_effect": _interval("design_effect"),
    "compared": _compared_by("place"),
    "judged": _compared_by("judged"),
    "centre": lambda figure: figure.run.centre if figure.run else None,
    "limit_lower": lambda figure: figure.run.lower if figure.run else None,
    "limit_upper": lambda figure: figure.run.upper if figure.run else None,
    "signal": lambda figure: signals_text(figure.run.signals) if figure.run else None,
    "basis": basis_of,
    "note": note_of,
    "period_before": _period("before"),
    "change": _change("before"),
    "year_before": _period("year_before"),
    "change_on_year": _change("year_before"),
    "target": lambda figure: figure.assessed.target.value if figure.assessed else None,
    "against": lambda figure: (figure.assessed.verdict or None) if figure.assessed else None,
}


def tidy(result: Result, *, with_rows: bool = True) -> Table:
    """One row for each figure, with the columns of `columns_of`: as records and, if `with_rows`, as cells."""
    names = columns_of(result)
    columns = tuple(Column(name, name, name in NUMBERS) for name in names)
    rows = records(result)
    cells = tuple(tuple(cell_of(name, value) for name, value in row.items()) for row in rows) if with_rows else ()
    return Table("", columns, cells, distinct(sentence(note.fact) for note in result.notes), rows)


def cell_of(name: str, value: object) -> Cell:
    """A value as a cell: numbers as they are, never in scientific notation."""
    if value is None:
        return BLANK
    if isinstance(value, (int, float)):
        text = repr(value)
        if "e" in text:
            text = format(Decimal(text), "f")  # never 5e-05
        return Cell(text, len(text.partition(".")[2]))
    return Cell(str(value), foreign=name in ("area", "by", "group", "note", "by_2", "group_2", "where"))
