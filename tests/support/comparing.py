"""The figures of all indicators at once; the engine's held against the oracle's, figure by figure and group by group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import pytest

from cpind.errors import UnavailableError
from cpind.figures.bases import Bases
from cpind.figures.basis import Basis
from cpind.figures.engine import Request, compute
from cpind.figures.indicators import INDICATORS, Choices
from cpind.figures.recorded import is_without_gap
from cpind.figures.result import Figure
from cpind.inputs.population import Population
from cpind.model.extract import Extract
from cpind.model.measures import total_months
from cpind.model.periods import Period, span
from support import oracle

EVERYONE = Population({}, number=10_000)
Span = tuple[date, date]

RECOMPUTED = tuple(
    code for code in INDICATORS if code not in ("looked-after", "pre-proceedings", "visits", "visits-alone")
)
"""What the oracle recomputes: all but the figures of visits, spells and pre-proceedings, whose columns generated extracts do
not have; their own tests recompute these."""


def figures_of(
    extract: Extract, periods: Iterable[Period | str | date], request: Request, standing: Bases
) -> dict[str, list[Figure]]:
    """The figures of each indicator that the extract can answer, computed together."""
    try:
        result = compute(extract, list(INDICATORS), periods, request, standing=standing, needed=())
    except UnavailableError:
        return {}
    figures = defaultdict(list)
    for figure in result.figures:
        figures[figure.indicator].append(figure)
    return figures


def agrees(
    extract: Extract,
    basis: Basis,
    rows: list[dict],
    name: oracle.Basis,
    spans: list[Span],
    *,
    codes: Iterable[str] = RECOMPUTED,
    by: str | None = None,
    choices: dict | None = None,
) -> None:
    """Assert that what the engine makes of an extract's basis is what the oracle makes of the flat rows.

    `name`: what the oracle calls the basis. Where a live extract records no clock, no review or the latest alone, or no date of any
    previous plan, there is
    no figure to compare, since nothing tells "none held" from "none recorded".
    """
    choices = choices or {}
    codes = [code for code in codes if code != "reviews" or basis.has("review_dates")]
    if basis.kind == "live":
        about = {code: INDICATORS[code].needs for code in codes}
        codes = [
            code
            for code, needs in about.items()
            if not basis.coverage.insufficient(needs["columns"], needs["awaits"], needs["joins"])
        ]
    codes = [code for code in codes if not (INDICATORS[code].needs_gap and is_without_gap(basis.plans))]
    got = engine(extract, basis, spans, codes, by, choices)
    for code in codes:
        split = by if INDICATORS[code].statistic.name not in ("bands", "percentiles") else None
        for start, end in spans:
            asked = dict(basis=name, as_at=basis.as_at, bridge=basis.bridge, choices=oracle.Choices(**choices))
            want = oracle.figure(rows, code, start, end, **asked)
            if split:
                groups = oracle.figure(rows, code, start, end, by=split, **asked)
                want = want | {g: v for g, v in groups.items() if g is not None}
            check(code, got[code, start, end], want)


def engine(
    extract: Extract, basis: Basis, spans: list[Span], codes: list[str], by: str | None, choices: dict
) -> dict[tuple, dict]:
    """{(code, start, end): {group: (numerator, denominator, value)}} of one basis, None the whole area."""
    standing = Bases(basis, {}, None)
    request = Request(by=by, population=EVERYONE, choices=Choices(**choices))
    result = compute(extract, codes, [span(start, end) for start, end in spans], request, standing=standing)
    found: dict[tuple, dict] = defaultdict(dict)
    for figure in result.figures:
        assert figure.status != "unavailable", figure
        key = figure.group if figure.by else None
        found[figure.indicator, figure.start, figure.end][key] = (figure.numerator, figure.denominator, figure.value)
    return found


def check(code: str, got: dict, want: dict) -> None:
    """The engine's groups against the oracle's; a group that the oracle lacks must be empty."""
    statistic = INDICATORS[code].statistic.name
    if statistic == "bands":
        bands = want[None]
        # What is not recorded or not recognised has no band where no period has any.
        dropped = {label for label in bands.keys() - got.keys() if label.startswith("Not re")}
        assert not any(bands[label][0] for label in dropped)
        kept = {label: pair for label, pair in bands.items() if label not in dropped}
        assert {label: (n, d) for label, (n, d, _) in got.items()} == kept
        return
    if statistic == "percentiles":
        assert [value for _, _, value in got.values()] == [want[None][p] for p in (25, 50, 75)]
        return
    for group in got.keys() | want.keys():
        numerator, denominator, value = got.get(group, (0, 0, None))
        if group not in want:
            assert not numerator and (statistic in ("count", "children", "difference") or not denominator), (group, got)
            continue
        n, d = want[group]
        if statistic == "median":
            assert denominator == d
            assert value == (None if n is None else total_months(float(n)))
        elif statistic == "mean":
            assert (numerator, denominator) == (pytest.approx(total_months(n)), d)
            assert value == (None if d == 0 else pytest.approx(float(Fraction(n, d) / Fraction(36525, 1200))))
        elif statistic in ("count", "children", "difference"):
            assert numerator == n, group
        else:
            assert (numerator, denominator) == (n, d), group
            assert value == (None if d == 0 else pytest.approx(100 * n / d))
