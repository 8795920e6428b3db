"""Whether an explanation may be published: all of its numbers must add up, so it is shown completely or not at all."""

from __future__ import annotations

from collections.abc import Iterable

from ...errors import UnavailableError
from ...figures.indicators import INDICATORS
from ..explain import Explanation
from .cells import LARGEST, SMALLEST, numbers_of


def require_publishable(explanation: Explanation) -> None:
    """Raise UnavailableError if the explanation shows a number from 1 to 5."""
    if any(SMALLEST <= abs(number) <= LARGEST for number in _numbers(explanation)):
        raise UnavailableError(
            f"--suppress: a number from {SMALLEST} to {LARGEST} is among those that make up this change, and the others "
            "would give it away; compare longer periods or larger groups"
        )


def _numbers(explanation: Explanation) -> Iterable[int]:
    """All numbers of children and events: of the figures and their groups, of the flow between stocks, of those who came and
    went."""
    for figure in explanation.result.figures:
        if INDICATORS[figure.indicator].statistic.name != "difference":  # 12 less 10 does not count 2 children
            yield from (number for _, number in numbers_of(figure))
    if stock := explanation.stock:
        yield from (stock.open_before, stock.open_after, stock.started, stock.ended, stock.corrections)
        yield from (stock.second_before, stock.second_after)
    if turnover := explanation.turnover:
        for counts in (turnover.counted, turnover.numerator):
            if counts:
                yield from (counts.stayed, counts.entered, counts.left)
