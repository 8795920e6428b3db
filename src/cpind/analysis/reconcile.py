"""What cpind computes from an authority's own returns beside what DfE published for it, year by year.

Numerator, denominator and value of each; where they differ, what could explain it: another population, the rows that a
check doubts, the live extract in place of a return, a figure published only in rounded or suppressed form.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..benchmarks.records import Record
from ..benchmarks.view import View
from ..checks import Subject, examine
from ..checks.registry import ALL
from ..errors import UnavailableError
from ..figures.basis import Bases
from ..figures.engine import Request, compute, default_periods
from ..figures.indicators import INDICATORS
from ..figures.result import Figure
from ..model.extract import Extract
from ..model.measures import COUNT, RATE, exact, half_up
from ..model.periods import Period

CODES = (
    "rates",
    "plans-open",
    "two-year-open",
    "reviews",
    "plans-started",
    "repeats",
    "plans-ended",
    "two-year",
    "s47",
    "conferences",
    "icpc",
)
"""The indicators that DfE publishes for authorities, in the order of its tables' subjects."""

AGREES, DIFFERS, NOT_PUBLISHED, NOT_COMPUTED = "agrees", "differs", "not published", "not computed"


@dataclass(frozen=True)
class Line:
    """One indicator of one year: `ours`, `published` (None where there is none), whether they agree, and why they may
    not."""

    code: str
    period: Period
    ours: Figure | None
    published: Record | None
    verdict: str
    why: tuple[str, ...] = ()

    def stands_on(self, label: str) -> bool:
        """Whether our figure stands on the basis with this label."""
        return self.ours is not None and self.ours.basis.startswith(label)


def reconcile(
    extract: Extract,
    standing: Bases,
    view: View,
    request: Request,
    periods: Sequence[Period] | None = None,
) -> list[Line]:
    """A Line for each indicator that DfE publishes and each reporting year, computed as `engine.compute` does and set
    beside the figures of the view's vintage.

    A value agrees if it is the same to the decimals published, a count if it is the same. Raises UnavailableError where
    the store has nothing of the authority for these years.
    """
    periods = list(periods or default_periods(("plans-started",), standing)[0])
    result = compute(extract, CODES, periods, request, standing=standing, needed=())
    ours = {(f.indicator, f.period): f for f in result.figures if not f.by}
    refused = {
        code: text.partition(": ")[2] for text in result.left_out for code in text.partition(": ")[0].split(", ")
    }
    lines = []
    for code in CODES:
        for period in periods:
            record = view.record(code, view.area, period)
            figure = ours.get((code, period.label))
            line = _line(code, period, figure, record, refused.get(code, ""))
            if line.verdict == NOT_PUBLISHED and record is None and (said := view.missing(code, [period])):
                line = Line(code, period, line.ours, None, NOT_PUBLISHED, (said.rstrip("."),))
            lines.append(line)
    if not any(line.published for line in lines):
        raise UnavailableError(
            f"the store has no figure of {view.area} for {', '.join(period.label for period in periods)} "
            f"in vintage {view.vintage}"
        )
    return [_explained(line, extract, standing) if line.verdict == DIFFERS else line for line in lines]


def _line(code: str, period: Period, ours: Figure | None, record: Record | None, refused: str) -> Line:
    if ours is None or ours.value is None:
        why = refused or (ours.note if ours else "")
        return Line(code, period, ours, record, NOT_COMPUTED, tuple(filter(None, (why,))))
    if record is None or not _is_number(record.value):
        why = (f"published as {record.value}",) if record and record.value else ()
        return Line(code, period, ours, record, NOT_PUBLISHED, why)
    same_counts = all(
        _whole(text) is None or mine is None or _whole(text) == mine
        for text, mine in ((record.numerator, ours.numerator), (record.denominator, ours.denominator))
    )
    same = printed(ours) == _as_printed(record.value, code)
    return Line(code, period, ours, record, AGREES if same and same_counts else DIFFERS)


def printed(figure: Figure) -> str:
    """A figure as a table prints it."""
    measure = INDICATORS[figure.indicator].measure
    if measure is COUNT or figure.denominator in (None, 0) or figure.numerator is None:
        return half_up(figure.value, measure.decimals)
    return half_up(exact(figure.numerator, figure.denominator, measure), measure.decimals)


def _as_printed(value: str, code: str) -> str:
    return half_up(float(value), INDICATORS[code].measure.decimals)


def _explained(line: Line, extract: Extract, standing: Bases) -> Line:
    """The line with what could explain the difference."""
    ours, record = line.ours, line.published
    why = []
    if printed(ours) == _as_printed(record.value, line.code):
        why.append("the value agrees, its counts do not")
    denominator = _whole(record.denominator)
    if INDICATORS[line.code].measure is RATE and denominator is not None and denominator != ours.denominator:
        why.append(f"another population: {ours.note.removeprefix('population ')}, against {denominator:,} published")
    if not ours.basis.startswith("return"):
        why.append("computed from the live extract, which knows of later corrections, and not from the return")
    if ours.status != "complete":
        why.append(f"the year is {ours.status}")
    if _counts_differ(line):
        doubts = _doubts(line, extract, standing)
        why.append(
            f"doubted by cpind check: {', '.join(doubts)}"
            if doubts
            else "a correction after the return, or another copy of it"
        )
    return Line(line.code, line.period, ours, record, line.verdict, tuple(why))


def _counts_differ(line: Line) -> bool:
    pairs = (
        (line.published.numerator or line.published.value, line.ours.numerator),
        ("" if INDICATORS[line.code].measure is RATE else line.published.denominator, line.ours.denominator),
    )
    return any(_whole(text) is not None and mine is not None and _whole(text) != mine for text, mine in pairs)


def _doubts(line: Line, extract: Extract, standing: Bases) -> list[str]:
    """The checks that touch the indicator and found something dated in the year, with how many rows."""
    found = examine(Subject(extract, standing, (line.period,)))
    rows = found.rows[found.rows["basis"].map(line.stands_on).astype(bool)]
    counts = rows["code"].value_counts()
    return [
        f"{check.code} ({int(counts[check.code]):,})"
        for check, _ in found.counts()
        if (line.code in check.figures or check.figures == ALL) and check.code in counts
    ]


def _whole(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()


def summary(lines: Iterable[Line]) -> str:
    """ "45 of 55 figures agree with what was published." """
    lines = [line for line in lines if line.verdict in (AGREES, DIFFERS)]
    agreeing = sum(line.verdict == AGREES for line in lines)
    return f"{agreeing} of {len(lines)} figures agree with what DfE published."
