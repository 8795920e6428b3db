"""The command that computes all indicators: figures."""

from __future__ import annotations

import click

from .option_groups import CALCULATOR, CHOICES
from .options import Options, examples, shared_options
from .run import Job, run


@click.command(
    epilog=examples("cpind figures extract.csv -f csv", "cpind figures extract.csv --quarter Q1-20/21 -o figures.xlsx")
)
@shared_options((*CALCULATOR, *CHOICES))
def figures(options: Options, **choices: object) -> None:
    """Every indicator that the input can answer, tidy.

    One row a figure with numerator, denominator, value, status and basis: the feed for a spreadsheet or for
    Power BI. What the input can't answer is left out, and said.
    """
    from ..figures.indicators import INDICATORS

    run(options, Job(tuple(INDICATORS), tolerant=True, tidy=True), **choices)
