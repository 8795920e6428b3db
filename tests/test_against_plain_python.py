"""The engine against a slow, obvious recomputation in plain Python, row by row, on generated extracts.

Every indicator, kind of period, grouping, choice and basis. oracle.py was written from the definitions, by
somebody who had not read the engine.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import extract_of, oracle, oracle_joining, strategies
from support.comparing import agrees
from support.profiles import examples

from cpind.figures.bases import bases

pytestmark = pytest.mark.slow

GROUPS = ["district", "sex", "team", "age", "ethnicity", "ethnic-group", "category"]
CHOICES = [
    {},
    {"anniversary": True},
    {"weekends_only": True},
    {"without_transfer_ins": True},
    {"gap_from": "start"},
    {"full_history": True},
]


@st.composite
def cases(draw):
    kind = draw(st.sampled_from(["live", "returns", "both"]))
    rows = draw(strategies.extracts(kind))
    spans = draw(st.lists(strategies.periods(), min_size=1, max_size=4, unique=True))
    as_at = draw(st.none() | strategies.days())
    by = draw(st.sampled_from([None, *GROUPS]))
    choices = draw(st.sampled_from(CHOICES))
    bridge = draw(st.sampled_from([None, None, 0, 1, 30]))
    return rows, spans, as_at, by, choices, bridge


def usable(rows) -> bool:
    return any(row.get(column) for row in rows for column in ("s47_start", "icpc_date", "plan_start"))


@examples(32, nightly=120)
@given(cases())
def test_engine_agrees_with_plain_python(case):
    rows, spans, as_at, by, choices, bridge = case
    if not usable(rows):
        return
    extract = extract_of(strategies.write_csv(rows))
    far = date(2030, 12, 31)
    standing = bases(extract, as_at=as_at or far, covered_from=date(1995, 1, 1), bridge=bridge)
    # Enquiries and conferences that never share a live row are joined.
    live = [row for row in rows if row.get("return_year") is None]
    rows = [*oracle_joining.joined([live]), *(row for row in rows if row.get("return_year") is not None)]
    years = sorted({row["return_year"] for row in rows if row.get("return_year")})
    for name, basis in [("live", standing.live), *standing.returns.items(), ("union", standing.union)]:
        if basis is None:
            continue
        mine = [s for s in spans if s[0] <= basis.as_at]
        if not mine:
            continue
        agrees(extract, basis, rows, name, mine, by=by, choices=choices)
    assert years == list(extract.return_years)


@examples(20, nightly=50)
@given(strategies.extracts("live"), st.sampled_from([None, "district", "sex"]))
def test_the_day_of_an_extract_and_what_is_booked_agree_with_plain_python(rows, by):
    if not usable(rows):
        return
    extract = extract_of(strategies.write_csv(rows))
    basis = bases(extract, covered_from=date(1995, 1, 1)).live
    assert basis.as_at == oracle.day_of_extract(rows)
    joined = oracle_joining.joined([rows])
    # Nothing after that day counts anywhere, though conferences and reviews may be dated later.
    spans = [(date(2014, 4, 1), date(2031, 3, 31)), (basis.as_at, basis.as_at)]
    agrees(extract, basis, joined, "live", spans, by=by)
