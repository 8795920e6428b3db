"""The table of reconciled lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...analysis.reconcile import AGREES, DIFFERS, HIDDEN, Comparison, Reason, ReasonKind
from ...benchmarks.records import whole_number
from ...benchmarks.view import View
from ...figures.facts import Suppressed
from ...figures.indicators import INDICATORS
from ...figures.printed import printed
from ...model.measures import COUNT, half_up
from ..words import estimate_text, sentence
from .table import BLANK, Cell, Column, Table, count

HEADINGS = (
    ("Measure", "indicator", False),
    ("Year", "period", False),
    ("Ours", "numerator", True),
    ("of", "denominator", True),
    ("Figure", "value", True),
    ("DfE's", "published_numerator", True),
    ("of", "published_denominator", True),
    ("Figure", "published_value", True),
    ("", "verdict", False),
    ("What could explain it", "why", False),
)


def lines_table(
    lines: Iterable[Comparison], view: View, *, only_differences: bool = False, suppressed: bool = False
) -> Table:
    """A row for each indicator and year: ours, DfE's, whether they agree, and why they may not. If `suppressed`, small
    numbers of ours were hidden, if there are any."""
    lines = list(lines)
    shown = [line for line in lines if line.verdict == DIFFERS or not only_differences]
    columns = tuple(Column(heading, name, is_number) for heading, name, is_number in HEADINGS)
    notes = (
        summary(lines),
        *hidden_sentence(lines, suppressed=suppressed),
        f"Published: Children in need {view.vintage}.",
    )
    return Table(
        f"{view.area}: own figures beside those published",
        columns,
        tuple(tuple(_cells(line)) for line in shown),
        notes,
        tuple(_record(line) for line in shown),
    )


def _cells(line: Comparison) -> Iterable[Cell]:
    record = _record(line)
    yield Cell(f"{line.code}, {line.group}" if line.group else line.code)
    yield Cell(line.period.label)
    yield from _ours(line, record)
    yield count(record["published_numerator"])
    yield count(record["published_denominator"])
    yield _published(line)
    yield Cell(line.verdict)
    yield Cell(record["why"], foreign=True)


def _ours(line: Comparison, record: dict[str, Any]) -> Iterable[Cell]:
    """Our numerator, denominator and value, or the symbol of each where they are suppressed."""
    if line.ours is not None and line.verdict == HIDDEN:
        of = BLANK if INDICATORS[line.code].measure is COUNT else Cell(line.ours.symbol)
        yield from (of, of, Cell(line.ours.symbol))
        return
    yield count(record["numerator"])
    yield count(record["denominator"])
    yield _number(printed(line.ours) if line.ours and line.ours.value is not None else "")


def _published(line: Comparison) -> Cell:
    """The published value with the decimals that a table gives it; a symbol as it stands."""
    if line.published is None or not line.published.has_number:
        return Cell(line.published.value if line.published else "")
    text = half_up(float(line.published.value), INDICATORS[line.code].measure.decimals)
    return _number(text)


def _number(text: str) -> Cell:
    return Cell(text, len(text.partition(".")[2])) if text[:1].isdigit() else Cell(text)


def _record(line: Comparison) -> dict[str, Any]:
    ours, published = line.ours, line.published
    is_count = INDICATORS[line.code].measure.unit == "count"

    return {
        "indicator": line.code,
        "period": line.period.label,
        "numerator": None if ours is None or is_count else ours.numerator,
        "denominator": None if ours is None or is_count else ours.denominator,
        "value": None if ours is None else ours.value,
        "published_numerator": whole_number(published.numerator) if published and not is_count else None,
        "published_denominator": whole_number(published.denominator) if published and not is_count else None,
        "published_value": published.value if published else "",
        "verdict": line.verdict,
        "why": "; ".join(map(_reason, line.reasons)),
        "group": line.group,
    }


_REASONS = {
    ReasonKind.VALUE_AGREES: "the value agrees, its counts do not",
    ReasonKind.NOT_FROM_RETURN: "computed from the live extract, which knows of later corrections, and not from the return",
    ReasonKind.CORRECTED: "a correction after the return, or another copy of it",
}


def _reason(reason: Reason) -> str:
    kind, about = reason
    if kind is ReasonKind.OTHER_POPULATION:
        ours, published = about
        return f"another population: {estimate_text(ours)}, against {published:,} published"
    if kind is ReasonKind.DOUBTED:
        return f"doubted by cpind check: {', '.join(code if n is None else f'{code} ({n:,})' for code, n in about)}"
    if kind is ReasonKind.INCOMPLETE:
        return f"the year is {about}"
    if kind is ReasonKind.PUBLISHED_AS:
        return f"published as {about}"
    return _REASONS.get(kind) or str(about).rstrip(".")


def hidden_sentence(lines: Iterable[Comparison], *, suppressed: bool) -> Iterable[str]:
    """The note on what is suppressed, and what its lines leave out."""
    if not suppressed:
        return
    if any(line.verdict == HIDDEN for line in lines):
        yield (
            "c: suppressed, a number from 1 to 5, one from which such a number could be worked out, or one that DfE suppressed. "
            "Whether they agree is not shown. Notes that count children are left out."
        )
    else:
        yield sentence(Suppressed(False))


def summary(lines: Iterable[Comparison]) -> str:
    """ "45 of 55 figures agree with what was published." """
    lines = [line for line in lines if line.verdict in (AGREES, DIFFERS)]
    agreeing = sum(line.verdict == AGREES for line in lines)
    return f"{agreeing} of {len(lines)} figures agree with what DfE published."
