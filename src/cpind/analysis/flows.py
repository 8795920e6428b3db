"""The flows behind a difference that is shown without them: it may be published only if they may be.

If 3 plans started and none ended, the difference of 3 counts 3 children; for 12 and 10 the difference of 2 does not
count anybody. DfE's rule is about counts, and a number made from a small count is hidden with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ..figures.indicators import INDICATORS
from ..figures.result import Result
from ..model.periods import Period
from .explain import Explanation
from .suppression import suppressed

FLOWS = ("plans-started", "plans-ended")

Compute = Callable[[Sequence[str], Sequence[Period]], Result]
"""A function that computes indicators for periods with the table's request."""


def flows_behind(codes: Iterable[str]) -> tuple[str, ...]:
    """The indicators behind differences among these codes, unless there are no differences or all are shown anyway."""
    codes = tuple(codes)
    are_there = any(INDICATORS[code].statistic.name == "difference" for code in codes)
    return FLOWS if are_there and not set(FLOWS) <= set(codes) else ()


def suppressed_with_flows(result: Result, codes: Sequence[str], compute: Compute) -> Result:
    """The result with small numbers suppressed, and differences whose flows are suppressed, whether shown or not."""
    flows = flows_behind(codes)
    return suppressed([result, *([compute(flows, result.periods)] if flows else [])])[0]


def with_flows(explanation: Explanation, compute: Compute) -> Explanation:
    """The explanation with the figures behind a difference, which decide whether it may be published."""
    flows = flows_behind([explanation.indicator.code])
    if not flows:
        return explanation
    result = explanation.result
    found = compute(flows, result.periods)
    return replace(explanation, result=replace(result, figures=(*result.figures, *found.figures)))
