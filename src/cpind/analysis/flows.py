"""The numbers that a difference is made of, where a table shows the difference alone: it may be published only if they may.

Of 3 plans started and none ended the difference is 3, and counts 3 children; of 12 and 10 it is 2, and counts nobody. DfE's rule
is about counts, and what is made of a small one goes with it.
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
"""The figures of indicators in periods, by the request that the table is made by."""


def flows_behind(codes: Iterable[str]) -> tuple[str, ...]:
    """The indicators that differences among these are made of, if any is, and not all of them are shown."""
    codes = tuple(codes)
    are_there = any(INDICATORS[code].statistic.name == "difference" for code in codes)
    return FLOWS if are_there and not set(FLOWS) <= set(codes) else ()


def suppressed_with_flows(result: Result, codes: Sequence[str], compute: Compute) -> Result:
    """The result with small numbers suppressed, and differences of which a flow is suppressed, shown or not."""
    flows = flows_behind(codes)
    return suppressed([result, *([compute(flows, result.periods)] if flows else [])])[0]


def with_flows(explanation: Explanation, compute: Compute) -> Explanation:
    """The explanation with the figures that a difference is made of, to see whether it may be published."""
    flows = flows_behind([explanation.indicator.code])
    if not flows:
        return explanation
    result = explanation.result
    found = compute(flows, result.periods)
    return replace(explanation, result=replace(result, figures=(*result.figures, *found.figures)))
