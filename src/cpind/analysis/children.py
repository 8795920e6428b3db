"""Which children a figure is made of: the members of an indicator, those that were asked for, in the order of their days.

Child-level data. A key turns identifiers into pseudonyms, the same for the same child and key.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from ..errors import UsageError
from ..figures.bases import Bases
from ..figures.indicators import INDICATORS, Indicator
from ..figures.members import members
from ..figures.request import WHOLE_AREA, Request
from ..model.columns import Categorical, Frame, as_texts
from ..model.extract import Extract
from ..model.periods import Period
from ..model.schema import ArrayColumn

NUMERATOR, DENOMINATOR, REST = SIDES = ("numerator", "denominator", "rest")
"""What of a figure is listed: `rest` is in the denominator and not in the numerator."""

FEWEST_KEY_BYTES = 16
_DIGITS = 16
_IDENTIFIERS = ("child_id", "family_id")


@dataclass(frozen=True)
class ChildList:
    """`rows`: one an event and period, with the columns of figures.members.MemberList. `side`: numerator | denominator |
    rest. `counts`: of each period its label, how many are in the numerator, and of how many."""

    indicator: Indicator
    periods: tuple[Period, ...]
    side: str
    rows: Frame
    counts: tuple[tuple[str, int, int], ...]


def children(
    extract: Extract,
    code: str,
    periods: Sequence[Period],
    request: Request = WHOLE_AREA,
    *,
    side: str | None = None,
    standing: Bases | None = None,
) -> ChildList:
    """The events behind the figures of an indicator. `side` None: the numerator of a count, the denominator of anything else.

    Raises UsageError for the rest of a count, UnavailableError where the input can't answer.
    """
    indicator = INDICATORS[code]
    is_count = indicator.statistic.is_count
    side = side or (NUMERATOR if is_count else DENOMINATOR)
    if is_count and side == REST:
        raise UsageError(f"--in rest: {code} counts {indicator.counted}; it has no others to list")
    listed = members(extract, code, periods, request, standing=standing)
    in_numerator = listed.rows["in_numerator"]
    counts = tuple(_counts(listed.rows, [period.label for period in listed.periods]))
    mask = np.ones(len(in_numerator), bool) if side == DENOMINATOR else in_numerator
    mask = ~in_numerator if side == REST else mask
    return ChildList(indicator, listed.periods, side, _in_order(indicator, listed.rows.where(mask)), counts)


def _counts(rows: Frame, labels: Sequence[str]) -> list[tuple[str, int, int]]:
    """Of each period how many are in the numerator, and of how many."""
    periods = rows["period"]
    counts = []
    for label in labels:
        code = periods.texts.index(label) if label in periods.texts else -2
        mine = periods.codes == code
        counts.append((label, int(rows["in_numerator"][mine].sum()), int(mine.sum())))
    return counts


def _in_order(indicator: Indicator, rows: Frame) -> Frame:
    """The rows by period and by the day that placed them there, then by their place in the files."""
    day = rows["at"] if indicator.is_snapshot and "at" in rows else None
    names: tuple[ArrayColumn, ...] = ("plan_start", "icpc_date", "s47_start")
    dated = next((rows[name] for name in names if name in rows), None)
    if indicator.dated == "end" and "plan_end" in rows:
        dated = rows["plan_end"]
    if dated is None:
        return rows
    keys = [rows["row"], dated, *([day] if day is not None else []), rows["period"].codes]
    return rows.take(np.lexsort(keys))


def with_pseudonyms(rows: Frame, key: bytes) -> Frame:
    """The rows with every identifier of a child or family replaced by a keyed hash (HMAC-SHA256, 16 hexadecimal digits).

    Raises UsageError for a key of fewer than 16 bytes, which could be tried out.
    """
    if len(key) < FEWEST_KEY_BYTES:
        raise UsageError(f"--pseudonyms: the key is too short; give a file with {FEWEST_KEY_BYTES} bytes or more")
    return rows.with_columns(
        **{name: _hashed(as_texts(rows[name]), key) for name in _IDENTIFIERS if name in rows},
    )


def _hashed(column: Categorical, key: bytes) -> Categorical:
    texts = [hmac.new(key, text.encode(), sha256).hexdigest()[:_DIGITS] for text in column.texts]
    return Categorical(column.codes, texts)
