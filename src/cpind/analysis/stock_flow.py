"""How the plans open at one date became those open at another: started, ended, and what neither explains.

open at the end = open at the start + started - ended + corrections. The stock of each date stands on what its figure stands
on; the flow on the annual returns of the years between where both figures stand on returns, else on what a span takes. Corrections are what
later returns changed, plans whose end is before their start, and with groups chosen those that moved between groups.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from ..errors import UnavailableError
from ..figures.bases import Bases
from ..figures.engine import compute
from ..figures.facts import RETURN
from ..figures.request import Request
from ..figures.result import UNAVAILABLE, Figure
from ..model.extract import Extract
from ..model.periods import Period, reporting_year, span, year

CHILDREN, PLANS, STARTED, ENDED = "plans-open", "two-year-open", "plans-started", "plans-ended"
"""The indicators that hold the numbers: the denominator of two-year-open is all open plans."""


@dataclass(frozen=True)
class StockFlow:
    """The numbers of plans at two dates and between them.

    Attributes:
        before, after: the dates.
        open_before, open_after: how many were open then.
        started, ended: how many did from the day after the first to the second.
        second_before, second_after: how many were beyond the first of a child with several open at once.
    """

    before: date
    after: date
    open_before: int
    open_after: int
    started: int
    ended: int
    second_before: int
    second_after: int

    @property
    def corrections(self) -> int:
        """The change that the plans started and ended do not explain."""
        return self.open_after - self.open_before - self.started + self.ended


def stock_flow(
    extract: Extract, base: Figure, figure: Figure, periods: tuple[Period, Period], request: Request, standing: Bases
) -> StockFlow:
    """The flow between the days at which two stocks were taken. Raises UnavailableError where the plans that started or
    ended between them can't be counted."""
    plain = replace(request, by=None, population=None)
    stocks = compute(extract, (CHILDREN, PLANS), periods, plain, standing=standing)
    (children_1, children_2), (plans_1, plans_2) = (
        [int(_number(one, code)) for one in stocks.of(code)] for code in (CHILDREN, PLANS)
    )
    before, after = _day(base), _day(figure)
    started = ended = 0
    if before < after:
        flows = compute(extract, (STARTED, ENDED), _pieces(base, figure), plain, standing=standing)
        started, ended = (sum(int(_number(one, code)) for one in flows.of(code)) for code in (STARTED, ENDED))
    return StockFlow(before, after, plans_1, plans_2, started, ended, plans_1 - children_1, plans_2 - children_2)


def _day(figure: Figure) -> date:
    """The day at which a stock was taken: the last of the period, or of the extract."""
    assert figure.end is not None
    return min(figure.end, figure.basis.as_at) if figure.basis and figure.basis.as_at else figure.end


def _pieces(base: Figure, figure: Figure) -> list[Period]:
    """What lies between two stocks: of returns their whole reporting years, else one span."""
    before, after = _day(base), _day(figure)
    is_of_returns = all(one.basis and one.basis.kind == RETURN for one in (base, figure))
    if is_of_returns and all((day.month, day.day) == (3, 31) for day in (before, after)):
        return [year(y) for y in range(reporting_year(before) + 1, reporting_year(after) + 1)]
    return [span(before + timedelta(days=1), after)]


def _number(figure: Figure, code: str) -> float:
    if figure.status == UNAVAILABLE:
        raise UnavailableError(f"{figure.period}: {figure.reason}", indicator=code)
    number = figure.denominator if code == PLANS else figure.numerator
    return number or 0
