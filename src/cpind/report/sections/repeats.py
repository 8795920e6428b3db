"""Second and subsequent plans: by year, and by quarter with those within two years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...output.document import Block, TableBlock
from ...output.tables.repeats import lay_out_repeats
from ...output.tables.results import lay_out
from ..charts import control
from ..pack import Pack
from ..periods import PackPeriods
from ..registry import Missing, TableRequest, section
from ..turning import without_blank_columns
from ..words import paragraph_about

MONTHS = "Mean months between plans"
"""The column that has no note when nothing is known."""


def _asks(periods: PackPeriods) -> Mapping[str, TableRequest]:
    return {
        "repeats": TableRequest(("repeats",), periods.years or (periods.latest,)),
        # Only what is printed: suppressing a figure that is not shown would hide others for nothing.
        "repeats-quarters": TableRequest(
            ("repeats", "repeats-2y", "gaps"), periods.quarters, compared=False, is_run=True
        ),
    }


@section(
    "repeats",
    title="Second and subsequent plans",
    order=50,
    asks=_asks,
    without="the extract does not say which children had a plan before",
)
def repeats(pack: Pack) -> Sequence[Block] | Missing:
    """Years beside the benchmarks; quarters in the report's own columns."""
    result = pack.results["repeats"]
    blocks: list[Block] = [*paragraph_about(result, "repeats"), TableBlock(lay_out(result, ("repeats",)))]
    quarters = pack.results.get("repeats-quarters")
    if quarters and quarters.of("repeats"):
        table, blank = without_blank_columns(lay_out_repeats(quarters))
        said_of = {code for left in quarters.left_out for code in left.indicators}  # these are named among the notes
        unsaid = [heading for heading in blank if heading == MONTHS and "gaps" not in said_of]
        notes = (*table.notes, *(f"Not shown, because the data is missing: {heading}." for heading in unsaid))
        blocks += [
            *paragraph_about(quarters, "repeats", with_record=False),
            TableBlock(replace(table, title=f"{table.title}, by quarter", notes=notes)),
            *control(quarters, "repeats"),
        ]
    return blocks
