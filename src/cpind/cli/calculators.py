"""The commands that compute the figures of one table each: rates, two-year, icpc, repeats, gaps, reviews, activity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .job import Job
from .option_groups import (
    CALCULATOR,
    anniversary,
    disproportion,
    full_history,
    gap_from,
    weekends_only,
    without_transfer_ins,
)
from .options import Options, examples, shared_options

if TYPE_CHECKING:
    from ..figures.result import Result
    from ..output.tables import Table

ACTIVITY = ("s47", "conferences", "plans-started", "plans-ended", "plans-open")


@click.command(epilog=examples("cpind rates extract.csv", "cpind rates extract.csv --by district --at 2020-07-31"))
@shared_options((*CALCULATOR, disproportion))
def rates(options: Options) -> None:
    """Children subject to a child protection plan per 10,000 aged 0-17.

    At the last day of each period, or at any date (--at). The population is that of DfE's published rates at
    a 31 March, and the latest estimate published by then at any other date.
    """
    Job(("rates",)).run(options)


@click.command(
    "two-year", epilog=examples("cpind two-year extract.csv", "cpind two-year extract.csv --open --at 2020-03-31")
)
@shared_options()
@click.option("--open", "open_", is_flag=True, help="Plans still open at the period's last day, not those that ended.")
@click.option("--bands", is_flag=True, help="Also by duration: up to 3 months, 6 months, 1 year, 2 years, more.")
@anniversary
def two_year(options: Options, *, open_: bool, bands: bool, anniversary: bool) -> None:
    """Child protection plans lasting two years or more.

    The percentage of the plans that ended in each period; with --open of the plans open at its last day.
    """
    code = "two-year-open" if open_ else "two-year"
    Job((code, *_bands(options, bands, f"{code}-bands"))).run(options, anniversary=anniversary)


@click.command(epilog=examples("cpind icpc extract.csv", "cpind icpc extract.csv --month Mar-20..Jul-20 --bands"))
@shared_options()
@click.option(
    "--bands", is_flag=True, help="Also by working days taken: 0-10, 11-15, 16-20, 21 or more; and percentiles."
)
@weekends_only
@without_transfer_ins
def icpc(options: Options, *, bands: bool, weekends_only: bool, without_transfer_ins: bool) -> None:
    """Initial child protection conferences within 15 working days.

    The percentage of all conferences held in each period that were held within 15 working days (bank
    holidays excluded) of the start of the section 47 enquiry.
    """
    codes = ("icpc", *_bands(options, bands, "icpc-bands", "icpc-percentiles"))
    Job(codes).run(options, weekends_only=weekends_only, without_transfer_ins=without_transfer_ins)


@click.command(epilog=examples("cpind repeats extract.csv", "cpind repeats extract.csv --quarter Q4-17/18..Q1-20/21"))
@shared_options()
@gap_from
def repeats(options: Options, *, gap_from: str) -> None:
    """Plans started that were a second or subsequent plan.

    For years the percentage, beside the benchmarks; for quarters and other periods also the repeats within
    2 years of the previous plan and the mean months between plans.
    """
    codes = ("repeats", "repeats-2y", "gaps", "gaps-not-known")
    Job(codes, lay_out=_lay_out_repeats, of_years=codes[:1]).run(options, gap_from=gap_from)


@click.command(epilog=examples("cpind gaps extract.csv", "cpind gaps extract.csv --rolling 12"))
@shared_options()
@gap_from
def gaps(options: Options, *, gap_from: str) -> None:
    """Months between a repeat plan and the plan before it.

    Mean, median and bands of the months from the end of the previous plan to the start of this one, and how
    many repeat plans have no usable dates for it.
    """
    codes = ("gaps", "gaps-median", "gaps-bands", "gaps-not-known")
    Job(codes, title="Months between child protection plans").run(options, gap_from=gap_from)


@click.command(epilog=examples("cpind reviews extract.csv", "cpind reviews extract.csv --at 2020-07-31 --full-history"))
@shared_options()
@full_history
def reviews(options: Options, *, full_history: bool) -> None:
    """Child protection plans reviewed on time.

    The percentage of the plans open at the last day of each period, or at a date, for 3 months or more whose
    reviews were all held in time: the first within 3 months, each next one within 6 months.
    """
    Job(("reviews",)).run(options, full_history=full_history)


@click.command(epilog=examples("cpind activity extract.csv", "cpind activity extract.csv --ytd --every month"))
@shared_options()
def activity(options: Options) -> None:
    """Section 47 enquiries, conferences, plans started and ended, children with a plan."""
    Job(ACTIVITY, tolerant=True, title="Child protection activity").run(options)


COMMANDS = (rates, two_year, icpc, repeats, gaps, reviews, activity)


def _bands(options: Options, with_bands: bool, *codes: str) -> tuple[str, ...]:
    if with_bands and options.by:
        raise click.UsageError("--bands and --by can't be combined: bands are for the whole area")
    return codes if with_bands else ()


def _lay_out_repeats(result: Result) -> Table:
    """Years as the report's table 4, anything else as its table 5."""
    from ..output.tables.repeats import lay_out_repeats
    from ..output.tables.results import lay_out

    if all(period.kind == "year" for period in result.periods):
        return lay_out(result, ("repeats",))
    return lay_out_repeats(result)
