"""Categories of abuse of the plans started, by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...output.document import Block, TableBlock
from ...output.tables.results import lay_out
from ..pack import Pack
from ..periods import PackPeriods
from ..registry import Asked, Missing, section


def _asks(periods: PackPeriods) -> Mapping[str, Asked]:
    return {"categories": Asked(("category-start",), periods.years or (periods.latest,), compared=False)}


@section(
    "categories", title="Categories of abuse", order=80, asks=_asks, without="the extract has no categories of abuse"
)
def categories(pack: Pack) -> Sequence[Block] | Missing:
    """Number and share of each initial category."""
    return (TableBlock(lay_out(pack.results["categories"], ("category-start",))),)
