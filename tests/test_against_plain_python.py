"""The engine against a slow, obvious recomputation in plain Python, row by row, on generated extracts.

Every indicator, kind of period, grouping, choice and basis. oracle.py was written from the definitions, by
somebody who had not read the engine.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction

import oracle
import pytest
import strategies
from conftest import extract_of
from hypothesis import given, settings
from hypothesis import strategies as st

from cpind.basis import Bases, bases
from cpind.engine import Request, compute
from cpind.indicators import INDICATORS, Choices
from cpind.measures import total_months
from cpind.periods import span
from cpind.population import Population

GROUPS = ["district", "sex", "team", "age", "ethnicity", "ethnic-group", "category"]
CHOICES = [{}, {"anniversary": True}, {"weekends_only": True}, {"without_transfer_ins": True}, {"gap_from": "start"}]


EVERYONE = Population({}, number=10_000)


def engine(extract, basis, spans, by, choices) -> dict[tuple, dict]:
    """{(code, start, end): {group: (numerator, denominator, value)}} of one basis, None the whole area."""
    standing = Bases(basis, {}, None)
    request = Request(by=by, population=EVERYONE, choices=Choices(**choices))
    result = compute(extract, list(INDICATORS), [span(start, end) for start, end in spans], request, standing=standing)
    found: dict[tuple, dict] = defaultdict(dict)
    for figure in result.figures:
        assert figure.status != "unavailable", figure
        key = figure.group if figure.by else None
        found[figure.indicator, figure.start, figure.end][key] = (figure.numerator, figure.denominator, figure.value)
    return found


def check(code: str, got: dict, want: dict) -> None:
    """The engine's groups against the oracle's; a group that the oracle lacks must be empty."""
    statistic = INDICATORS[code].statistic
    if statistic == "bands":
        bands = want[None]
        assert {label: (n, d) for label, (n, d, _) in got.items()} == {label: (n, d) for label, (n, d) in bands.items()}
        return
    if statistic == "percentiles":
        assert [value for _, _, value in got.values()] == [want[None][p] for p in (25, 50, 75)]
        return
    for group in got.keys() | want.keys():
        numerator, denominator, value = got.get(group, (0, 0, None))
        if group not in want:
            assert not numerator and (statistic in ("count", "children") or not denominator), (group, got)
            continue
        n, d = want[group]
        if statistic == "median":
            assert denominator == d
            assert value == (None if n is None else total_months(float(n)))
        elif statistic == "mean":
            assert (numerator, denominator) == (pytest.approx(total_months(n)), d)
            assert value == (None if d == 0 else pytest.approx(float(Fraction(n, d) / Fraction(36525, 1200))))
        elif statistic in ("count", "children"):
            assert numerator == n, group
        else:
            assert (numerator, denominator) == (n, d), group
            assert value == (None if d == 0 else pytest.approx(100 * n / d))


@st.composite
def cases(draw):
    kind = draw(st.sampled_from(["live", "returns", "both"]))
    rows = draw(strategies.extracts(kind))
    spans = draw(st.lists(strategies.periods(), min_size=1, max_size=4, unique=True))
    as_at = draw(st.none() | strategies.days())
    by = draw(st.sampled_from([None, *GROUPS]))
    choices = draw(st.sampled_from(CHOICES))
    return rows, spans, as_at, by, choices


def usable(rows) -> bool:
    return any(row.get(column) for row in rows for column in ("s47_start", "icpc_date", "plan_start"))


@settings(max_examples=400)
@given(cases())
def test_engine_agrees_with_plain_python(case):
    rows, spans, as_at, by, choices = case
    if not usable(rows):
        return
    extract = extract_of(strategies.write_csv(rows))
    far = date(2030, 12, 31)
    standing = bases(extract, as_at=as_at or far, covered_from=date(1995, 1, 1))
    years = sorted({row["return_year"] for row in rows if row.get("return_year")})
    for name, basis in [("live", standing.live), *standing.returns.items(), ("union", standing.union)]:
        if basis is None:
            continue
        mine = [s for s in spans if s[0] <= basis.as_at]
        if not mine:
            continue
        got = engine(extract, basis, mine, by, choices)
        for code, indicator in INDICATORS.items():
            split = by if indicator.statistic not in ("bands", "percentiles") else None
            for start, end in mine:
                asked = dict(basis=name, as_at=basis.as_at, choices=oracle.Choices(**choices))
                want = oracle.figure(rows, code, start, end, **asked)
                if split:
                    groups = oracle.figure(rows, code, start, end, by=split, **asked)
                    want = want | {g: v for g, v in groups.items() if g is not None}
                check(code, got[code, start, end], want)
    assert years == list(extract.return_years)
