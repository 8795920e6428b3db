"""What moved a figure from one period to another: its numerator and denominator, its groups, the flow behind a stock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from ..errors import UnavailableError, UsageError
from ..figures.bases import Bases
from ..figures.engine import compute
from ..figures.families import FAMILY
from ..figures.indicators import INDICATORS, Indicator
from ..figures.request import WHOLE_AREA, Request
from ..figures.result import UNAVAILABLE, Figure, Result
from ..model.extract import Extract
from ..model.measures import COUNT, RATE
from ..model.periods import Period
from .chance import Chance, chance_of
from .change import are_alike, period_before, unrounded, year_before
from .doubts import Doubt, doubts_of
from .parts import GroupParts, Parts, group_parts, has_parts, parts_of
from .stock_flow import StockFlow, stock_flow
from .turnover import Turnover, turnover


@dataclass(frozen=True)
class Explanation:
    """The change between two figures of one indicator.

    Attributes:
        indicator: the indicator.
        base, figure: the earlier and the later one, of the whole area; of bands or percentiles the first.
        change: that of the value, unrounded; None where either has none, and where both are numbers of unlike periods.
        parts: the parts of a ratio.
        groups: the parts of each group.
        pairs: the figures of both periods beside each other, where there are no exact parts.
        stock: of a figure taken at a date, the flow of plans.
        no_stock: why there is none.
        turnover: how many events came and went, where the periods can share events.
        doubts: what makes the two hard to compare, to be read first.
        result: both figures with the notes on them.
        chance: whether the change is more than chance, None where that can't be said.
        is_alike: whether the periods are of one length, and whole.
    """

    indicator: Indicator
    base: Figure
    figure: Figure
    change: Fraction | None
    parts: Parts | None
    groups: GroupParts | None
    pairs: tuple[tuple[Figure | None, Figure | None], ...]
    stock: StockFlow | None
    no_stock: str
    turnover: Turnover | None
    doubts: tuple[Doubt, ...]
    result: Result
    chance: Chance | None = None
    is_alike: bool = True


def base_of(period: Period) -> Period:
    """The default base of a period: the period before it; for a date or span, the same a year before.

    Raises UsageError where there is neither.
    """
    base = period_before(period) or year_before(period)
    if base is None:
        raise UsageError(f"there is no period before {period.label}: name another one with --base")
    return base


def explain(
    extract: Extract,
    code: str,
    period: Period,
    base: Period,
    request: Request = WHOLE_AREA,
    *,
    standing: Bases,
) -> Explanation:
    """What moved the figure of an indicator from the base to the period.

    Raises UsageError for a base that is the period or ends after it, and for a date of what is counted over a period;
    UnavailableError where either has no figure.
    """
    indicator = INDICATORS[code]
    _require_comparable(indicator, period, base)
    with_families = replace(request, families=FAMILY in extract.columns)
    result = compute(extract, code, [base, period], with_families, standing=standing)
    of_base, of_period = (_of_period(result, one) for one in (base, period))
    before, after = of_base[0], of_period[0]
    was, now = unrounded(before), unrounded(after)
    stock, no_stock = None, ""
    if indicator.is_snapshot:
        try:
            flow = stock_flow(extract, before, after, (base, period), request, standing)
            stock = flow if _is_of_all_open(indicator, before, after, flow) else None
        except UnavailableError as error:
            no_stock = str(error)
    is_alike = are_alike(before, after)
    is_unlike_number = not is_alike and indicator.measure in (COUNT, RATE)
    groups = [[one for one in figures if one.by and one.by == result.by] for figures in (of_base, of_period)]
    by_group = group_parts(before, after, *groups) if result.by and has_parts(indicator) else None
    has_changes = has_parts(indicator) and (by_group is not None or not (result.by and is_unlike_number))
    return Explanation(
        indicator,
        before,
        after,
        change=None if was is None or now is None or indicator.is_split or is_unlike_number else now - was,
        parts=parts_of(before, after),
        groups=by_group,
        pairs=() if has_changes else _pairs(of_base, of_period),
        stock=stock,
        no_stock=no_stock,
        turnover=turnover(extract, code, base, period, request, standing),
        doubts=tuple(doubts_of(before, after)),
        result=result,
        chance=None if indicator.is_split else chance_of(before, after),
        is_alike=is_alike,
    )


def _require_comparable(indicator: Indicator, period: Period, base: Period) -> None:
    if (base.start, base.end) == (period.start, period.end):
        raise UsageError(f"--base {base.label} is the period itself: name another one")
    if base.end > period.end:
        raise UsageError(f"--base {base.label} ends after {period.label}: the base is the earlier of the two")
    for one in (base, period):
        if one.kind == "date" and not indicator.is_snapshot:
            raise UsageError(
                f"{indicator.code} counts what happens in a period, and {one.label} is a date: name a period"
            )


def _is_of_all_open(indicator: Indicator, base: Figure, figure: Figure, stock: StockFlow) -> bool:
    """Whether two figures are about all open plans, or all children with one; reviews, for one, are about some of them."""
    pair = tuple((one.numerator if indicator.statistic.is_count else one.denominator) or 0 for one in (base, figure))
    plans = stock.open_before, stock.open_after
    children = plans[0] - stock.second_before, plans[1] - stock.second_after
    return pair in (plans, children)


def _of_period(result: Result, period: Period) -> list[Figure]:
    """The figures of a period, the whole area first. Raises UnavailableError where there is none."""
    figures = [one for one in result.figures if (one.start, one.end) == (period.start, period.end)]
    if not figures:
        raise UnavailableError(f"{period.label}: there is no figure")
    if figures[0].status == UNAVAILABLE:
        raise UnavailableError(f"{period.label}: {figures[0].reason}", indicator=figures[0].indicator)
    return figures


def _pairs(base: list[Figure], figures: list[Figure]) -> tuple[tuple[Figure | None, Figure | None], ...]:
    """The figures of both periods in pairs, by band, percentile or group."""
    of_base, of_period = ({(one.by, one.group): one for one in side} for side in (base, figures))
    return tuple((of_base.get(key), of_period.get(key)) for key in dict.fromkeys((*of_period, *of_base)))
