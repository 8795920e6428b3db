"""Reconciled lines -> the table of them."""

from __future__ import annotations

from collections.abc import Iterable

from ...analysis.reconcile import DIFFERS, Line, printed, summary
from ...benchmarks.view import View
from ...figures.indicators import INDICATORS
from ...model.measures import half_up
from .table import Cell, Column, Table, count

HEADINGS = (
    ("Measure", "indicator", False),
    ("Year", "period", False),
    ("Ours", "numerator", True),
    ("of", "denominator", True),
    ("=", "value", True),
    ("DfE's", "published_numerator", True),
    ("of", "published_denominator", True),
    ("=", "published_value", True),
    ("", "verdict", False),
    ("What could explain it", "why", False),
)


def lines_table(lines: Iterable[Line], view: View, *, only_differences: bool = False) -> Table:
    """A row for each indicator and year: ours, DfE's, whether they agree, and why they may not."""
    lines = list(lines)
    shown = [line for line in lines if line.verdict == DIFFERS or not only_differences]
    columns = tuple(Column(heading, name, is_number) for heading, name, is_number in HEADINGS)
    notes = (summary(lines), f"Published: Children in need {view.vintage}.")
    return Table(
        f"{view.area}: own figures beside those published",
        columns,
        tuple(tuple(_cells(line)) for line in shown),
        notes,
        tuple(_record(line) for line in shown),
    )


def _cells(line: Line) -> Iterable[Cell]:
    record = _record(line)
    yield Cell(line.code)
    yield Cell(line.period.label)
    yield count(record["numerator"])
    yield count(record["denominator"])
    yield _number(printed(line.ours) if line.ours and line.ours.value is not None else "")
    yield count(record["published_numerator"])
    yield count(record["published_denominator"])
    yield _published(line)
    yield Cell(line.verdict)
    yield Cell(record["why"], foreign=True)


def _published(line: Line) -> Cell:
    """The published value with the decimals that a table gives it; a symbol as it stands."""
    if line.published is None or not line.published.value[:1].isdigit():
        return Cell(line.published.value if line.published else "")
    text = half_up(float(line.published.value), INDICATORS[line.code].measure.decimals)
    return _number(text)


def _number(text: str) -> Cell:
    return Cell(text, len(text.partition(".")[2])) if text[:1].isdigit() else Cell(text)


def _record(line: Line) -> dict[str, object]:
    ours, published = line.ours, line.published
    is_count = INDICATORS[line.code].measure.unit == "count"

    def whole(text: str) -> int | None:
        return int(text) if text.isdigit() else None

    return {
        "indicator": line.code,
        "period": line.period.label,
        "numerator": None if ours is None or is_count else ours.numerator,
        "denominator": None if ours is None or is_count else ours.denominator,
        "value": None if ours is None else ours.value,
        "published_numerator": whole(published.numerator) if published and not is_count else None,
        "published_denominator": whole(published.denominator) if published and not is_count else None,
        "published_value": published.value if published else "",
        "verdict": line.verdict,
        "why": "; ".join(line.why),
    }
