"""Categories of abuse of the plans started, by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...output.document import Block, TableBlock
from ...output.tables.results import lay_out
from ..pack import Pack
from ..periods import PackPeriods
from ..registry import Missing, TableRequest, section
from ..sentences_of_tables import about_categories
from ..words import paragraph


def _asks(periods: PackPeriods) -> Mapping[str, TableRequest]:
    return {"categories": TableRequest(("category-start",), periods.years or (periods.latest,), compared=False)}


@section(
    "categories", title="Categories of abuse", order=80, asks=_asks, without="the extract has no categories of abuse"
)
def categories(pack: Pack) -> Sequence[Block] | Missing:
    """Number and share of each initial category."""
    result = pack.results["categories"]
    return (
        *paragraph(about_categories(result, "category-start")),
        TableBlock(lay_out(result, ("category-start",))),
    )
