"""Compare what cpind computes from an authority's own returns with what DfE published for it, year by year.

For each figure: numerator, denominator and value and, if they differ, what could explain it: another population, rows
that a check doubts, the live extract instead of a return, a figure published only in rounded or suppressed form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, NamedTuple

from ..benchmarks.readers.release_tables import released_codes
from ..benchmarks.records import Record, whole_number
from ..benchmarks.view import View
from ..checks import Subject, examine
from ..checks.registry import ALL
from ..errors import UnavailableError
from ..figures.bases import Bases
from ..figures.engine import Request, compute, default_periods
from ..figures.facts import RETURN
from ..figures.indicators import INDICATORS
from ..figures.printed import printed
from ..figures.result import COMPLETE, SUPPRESSED, Figure
from ..model.extract import Extract
from ..model.measures import RATE, half_up
from ..model.periods import Period
from .beside_published import suppressed_beside


def codes() -> tuple[str, ...]:
    """The indicators that DfE publishes for authorities."""
    released = released_codes()
    return tuple(code for code in INDICATORS if code in released)


AGREES, DIFFERS, NOT_PUBLISHED, NOT_COMPUTED = "agrees", "differs", "not published", "not computed"
HIDDEN = SUPPRESSED
"""The verdict if our figure is suppressed: beside a published number, whether they agree would reveal it."""


class ReasonKind(Enum):
    """What a reason is about; Reason holds the detail."""

    NOT_COMPUTED = "why we have no figure"
    PUBLISHED_AS = "the symbol that was published in place of a number"
    NOT_IN_STORE = "why the store has no figure"
    VALUE_AGREES = "the value agrees, its counts do not"
    OTHER_POPULATION = "our population, and the number of children published"
    NOT_FROM_RETURN = "the figure stands on the live extract"
    INCOMPLETE = "the status of the figure"
    DOUBTED = "the checks that found rows of the figure, with how many (None where numbers are suppressed)"
    CORRECTED = "nothing else explains it"


class Reason(NamedTuple):
    """Why our figure may not agree: the kind of reason, and its detail."""

    kind: ReasonKind
    about: Any = None


@dataclass(frozen=True)
class Comparison:
    """One indicator of one year.

    Attributes:
        code: the indicator.
        period: the year.
        ours, published: the two figures, None where there is none.
        verdict: whether they agree.
        reasons: why they may differ, or why one of them is missing.
        group: of an indicator that is published by category of abuse, the category; "" of every other.
    """

    code: str
    period: Period
    ours: Figure | None
    published: Record | None
    verdict: str
    reasons: tuple[Reason, ...] = ()
    group: str = ""

    def stands_on(self, label: str) -> bool:
        """Whether our figure stands on the basis with this label."""
        return self.ours is not None and self.ours.basis is not None and self.ours.basis.name == label


def reconcile(
    extract: Extract,
    standing: Bases,
    view: View,
    request: Request,
    periods: Sequence[Period] | None = None,
    *,
    suppress: bool = False,
) -> list[Comparison]:
    """A Comparison for each indicator that DfE publishes and each reporting year, computed as `engine.compute` does and set
    beside the figures of the view's vintage.

    A value agrees if it is the same to the decimals published, a count if it is the same. With `suppress`, small
    numbers of ours are hidden, and what DfE hid, and no reason counts rows. Raises UnavailableError where the store has
    nothing of the authority for these years.
    """
    periods = list(periods or default_periods(("plans-started",), standing)[0])
    result = compute(extract, codes(), periods, request, standing=standing, needed=())
    if suppress:
        by_label = {period.label: period for period in periods}
        result = suppressed_beside(
            result,
            lambda one: view.record(one.indicator, view.area, by_label[one.period], group=one.group if one.by else ""),
        )
    ours = {(f.indicator, f.period, f.group if f.by else ""): f for f in result.figures}
    refused = {code: left.reason for left in result.left_out for code in left.indicators}
    lines = []
    for code in codes():
        for group in view.groups(code) or [""]:
            for period in periods:
                record = view.record(code, view.area, period, group=group)
                figure = ours.get((code, period.label, group))
                line = _line(code, period, figure, record, refused.get(code, ""))
                if line.verdict == NOT_PUBLISHED and record is None and (missing := view.missing(code, [period])):
                    line = replace(line, reasons=(Reason(ReasonKind.NOT_IN_STORE, missing),))
                lines.append(replace(line, group=group))
    if not any(line.published for line in lines):
        raise UnavailableError(
            f"the store has no figure of {view.area} for {', '.join(period.label for period in periods)} "
            f"in vintage {view.vintage}"
        )
    lines = [_explained(line, extract, standing) if line.verdict == DIFFERS else line for line in lines]
    return [_without_rows(line) for line in lines] if suppress else lines


def _without_rows(line: Comparison) -> Comparison:
    """The line with the checks that found something, without their numbers of rows."""
    return replace(
        line,
        reasons=tuple(
            Reason(one.kind, [(check, None) for check, _ in one.about]) if one.kind is ReasonKind.DOUBTED else one
            for one in line.reasons
        ),
    )


def _line(code: str, period: Period, ours: Figure | None, record: Record | None, refused: str) -> Comparison:
    if ours is not None and ours.status == SUPPRESSED:
        return Comparison(code, period, ours, record, HIDDEN)
    if ours is None and record is None and not refused:  # by category, of which the store has nothing
        return Comparison(code, period, ours, record, NOT_PUBLISHED)
    if ours is None or ours.value is None:
        reason = refused or (ours.reason if ours else "")
        return Comparison(
            code, period, ours, record, NOT_COMPUTED, (Reason(ReasonKind.NOT_COMPUTED, reason),) if reason else ()
        )
    if record is None or not record.has_number:
        reasons = (Reason(ReasonKind.PUBLISHED_AS, record.value),) if record and record.value else ()
        return Comparison(code, period, ours, record, NOT_PUBLISHED, reasons)
    same_counts = all(
        whole_number(text) is None or mine is None or whole_number(text) == mine
        for text, mine in ((record.numerator, ours.numerator), (record.denominator, ours.denominator))
    )
    same = printed(ours) == _as_printed(record.value, code)
    return Comparison(code, period, ours, record, AGREES if same and same_counts else DIFFERS)


def _as_printed(value: str, code: str) -> str:
    return half_up(float(value), INDICATORS[code].measure.decimals)


def _explained(line: Comparison, extract: Extract, standing: Bases) -> Comparison:
    """The line with what could explain the difference."""
    ours, record = line.ours, line.published
    assert ours is not None and record is not None
    reasons = []
    if printed(ours) == _as_printed(record.value, line.code):
        reasons.append(Reason(ReasonKind.VALUE_AGREES))
    denominator = whole_number(record.denominator)
    if INDICATORS[line.code].measure is RATE and denominator is not None and denominator != ours.denominator:
        reasons.append(Reason(ReasonKind.OTHER_POPULATION, (ours.population, denominator)))
    if ours.basis is None or ours.basis.kind != RETURN:
        reasons.append(Reason(ReasonKind.NOT_FROM_RETURN))
    if ours.status != COMPLETE:
        reasons.append(Reason(ReasonKind.INCOMPLETE, ours.status))
    if _counts_differ(ours, record):
        doubts = _doubts(line, extract, standing)
        reasons.append(Reason(ReasonKind.DOUBTED, doubts) if doubts else Reason(ReasonKind.CORRECTED))
    return replace(line, reasons=tuple(reasons))


def _counts_differ(ours: Figure, record: Record) -> bool:
    is_rate = INDICATORS[ours.indicator].measure is RATE
    pairs = (
        (record.numerator or record.value, ours.numerator),
        ("" if is_rate else record.denominator, ours.denominator),
    )
    return any(
        whole_number(text) is not None and mine is not None and whole_number(text) != mine for text, mine in pairs
    )


def _doubts(line: Comparison, extract: Extract, standing: Bases) -> list[tuple[str, int]]:
    """The checks that touch the indicator and found something dated in the year, with how many rows."""
    findings = examine(Subject(extract, standing, (line.period,)))
    rows = findings.rows[findings.rows["basis"].map(line.stands_on).astype(bool)]
    counts = rows["code"].value_counts()
    return [
        (check.code, int(counts[check.code]))
        for check, _ in findings.counts()
        if (line.code in check.figures or check.figures == ALL) and check.code in counts
    ]
