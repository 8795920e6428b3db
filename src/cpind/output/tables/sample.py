"""A drawn sample as a table for people, or as a sheet for auditors; and the sums of their answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ...analysis.sample import FAMILY, AuditResults, Sample
from ...model.measures import half_up
from .children import columns_of, records_of, table_of
from .table import Cell, Column, Table, count

CASE, STRATUM, UNITS = "case", "stratum", "units"
"""The columns of a sheet that its results are read by: a case's number, its stratum, and the size of the whole frame."""

_PLURAL = {"child": "children", FAMILY: "families"}


def sample_table(sample: Sample, questions: Sequence[str], command: str) -> Table:
    """A row for each case: its number, stratum and event, and an empty column for each question."""
    columns = columns_of(replace(sample.listed, rows=sample.rows, groups={}))
    rows = table_of(sample.listed.indicator.heading.format(when=""), columns, as_records=False)
    has_strata = len(sample.strata) > 1 or bool(sample.strata[0].label)
    first = [Column("Case", CASE), *([Column("Stratum", STRATUM, False)] if has_strata else [])]
    last = [Column("Units", UNITS), *(Column(question, question, False) for question in questions)]
    cells = []
    for number, (row, stratum) in enumerate(zip(rows.rows, sample.strata_of), start=1):
        before = [count(number), *([Cell(stratum, foreign=True)] if has_strata else [])]
        cells.append((*before, *row, count(sample.units), *(Cell("") for _ in questions)))
    records = tuple(
        {
            CASE: number,
            **({STRATUM: stratum} if has_strata else {}),
            **record,
            UNITS: sample.units,
            **dict.fromkeys(questions),
        }
        for number, (record, stratum) in enumerate(zip(records_of(columns), sample.strata_of), start=1)
    )
    title = f"Audit sample: {rows.title}"
    return Table(title, (*first, *rows.columns, *last), tuple(cells), tuple(_notes(sample, command)), records)


def _notes(sample: Sample, command: str) -> Iterable[str]:
    """How the sample was drawn, and how it can be drawn again."""
    plural = _PLURAL[sample.unit]
    periods = ", ".join(period.label for period in sample.listed.periods)
    events = sample.listed.indicator.events
    yield (
        f"{sample.drawn:,} of {sample.units:,} {plural} drawn; the frame has {sample.events:,} {events} "
        f"({sample.listed.side} of {sample.listed.indicator.code}, {periods})."
    )
    if len(sample.strata) > 1:
        parts = (f"{stratum.label} {stratum.drawn:,} of {stratum.units:,}" for stratum in sample.strata)
        yield f"By stratum, in proportion to size (Webster): {', '.join(parts)}."
    stands = (
        "of a family one child, by the same rule, with its latest event"
        if sample.unit == FAMILY
        else "a child once, with its latest event"
    )
    yield f'The smallest of sha256(seed, U+001F, identifier), seed "{sample.seed}"; {stands}.'
    yield f"To draw it again: {command}"


def results_table(results: AuditResults, name: str) -> Table:
    """A row for each answer: how often it was given, of how many, and the interval of its percentage in the whole frame."""
    columns = (
        Column("Question", "question", False, groups=True),
        Column("Answer", "answer", False),
        Column("Cases", "cases"),
        Column("of", "of"),
        Column("%", "percent"),
        Column("from", "lower"),
        Column("to", "upper"),
    )
    rows, records = [], []
    for answer in results.answers:
        percent = 100 * answer.count / answer.of
        numbers = (percent, 100 * answer.lower, 100 * answer.upper)
        rows.append(
            (
                Cell(answer.question, foreign=True),
                Cell(answer.text, foreign=True),
                count(answer.count),
                count(answer.of),
                *(Cell(half_up(number, 1), 1) for number in numbers),
            )
        )
        names = ("percent", "lower", "upper")
        about = {"question": answer.question, "answer": answer.text, "cases": answer.count, "of": answer.of}
        records.append({**about, **dict(zip(names, numbers))})
    notes = [
        f"{results.drawn:,} cases of a frame of {results.units:,}. From and to: 95 % interval for the frame (Wilson, with "
        "the finite-population correction)."
    ]
    notes += [f"{question}: no answer in {n:,} of the cases." for question, n in results.blank.items() if n]
    return Table(f"Answers of {name}", columns, tuple(rows), tuple(notes), tuple(records))
