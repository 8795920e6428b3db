"""The commands that compute: rates, two-year, icpc, repeats, gaps, reviews, activity, figures."""

from __future__ import annotations

import click

from .options import Asked, asks, examples

ACTIVITY = ("s47", "conferences", "plans-started", "plans-ended", "plans-open")

anniversary = click.option("--anniversary", is_flag=True, help="Two years by the second anniversary, not 730 days.")
weekends_only = click.option("--weekends-only", is_flag=True, help="Count bank holidays as working days.")
without_transfer_ins = click.option("--without-transfer-ins", is_flag=True, help="Leave transfer-in conferences out.")
gap_from = click.option(
    "--gap-from",
    type=click.Choice(["end", "start"]),
    default="end",
    help="Months from the previous plan's end, or its start.",
)
full_history = click.option(
    "--full-history", is_flag=True, help="All reviews of a plan count, not those that the CIN census holds."
)


@click.command(epilog=examples("cpind rates extract.csv", "cpind rates extract.csv --by district --at 2020-07-31"))
@asks()
def rates(asked: Asked) -> None:
    """Children subject to a child protection plan per 10,000 aged 0-17.

    At the last day of each period, or at any date (--at). The population is that of DfE's published rates at
    a 31 March, and the latest estimate published by then at any other date.
    """
    _answer(asked, ("rates",))


@click.command(
    "two-year", epilog=examples("cpind two-year extract.csv", "cpind two-year extract.csv --open --at 2020-03-31")
)
@asks()
@click.option("--open", "open_", is_flag=True, help="Plans still open at the period's last day, not those that ended.")
@click.option("--bands", is_flag=True, help="Also by duration: up to 3 months, 6 months, 1 year, 2 years, more.")
@anniversary
def two_year(asked: Asked, *, open_: bool, bands: bool, anniversary: bool) -> None:
    """Child protection plans lasting two years or more.

    The percentage of the plans that ended in each period; with --open of the plans open at its last day.
    """
    code = "two-year-open" if open_ else "two-year"
    _answer(asked, (code, *_bands(asked, bands, f"{code}-bands")), anniversary=anniversary)


@click.command(epilog=examples("cpind icpc extract.csv", "cpind icpc extract.csv --month Mar-20..Jul-20 --bands"))
@asks()
@click.option(
    "--bands", is_flag=True, help="Also by working days taken: 0-10, 11-15, 16-20, 21 or more; and percentiles."
)
@weekends_only
@without_transfer_ins
def icpc(asked: Asked, *, bands: bool, weekends_only: bool, without_transfer_ins: bool) -> None:
    """Initial child protection conferences within 15 working days.

    The percentage of all conferences held in each period that were held within 15 working days (bank
    holidays are none) of the start of the section 47 enquiry.
    """
    codes = ("icpc", *_bands(asked, bands, "icpc-bands", "icpc-percentiles"))
    _answer(asked, codes, weekends_only=weekends_only, without_transfer_ins=without_transfer_ins)


@click.command(epilog=examples("cpind repeats extract.csv", "cpind repeats extract.csv --quarter Q4-17/18..Q1-20/21"))
@asks()
@gap_from
def repeats(asked: Asked, *, gap_from: str) -> None:
    """Plans started that were a second or subsequent plan.

    For years the percentage, beside the benchmarks; for quarters and other periods also the repeats within
    2 years of the previous plan and the mean months between plans.
    """
    codes = ("repeats", "repeats-2y", "gaps", "gaps-not-known")
    _answer(asked, codes, {"lay_out": _lay_out_repeats}, gap_from=gap_from)


@click.command(epilog=examples("cpind gaps extract.csv", "cpind gaps extract.csv --rolling 12"))
@asks()
@gap_from
def gaps(asked: Asked, *, gap_from: str) -> None:
    """Months between a repeat plan and the plan before it.

    Mean, median and bands of the months from the end of the previous plan to the start of this one, and how
    many repeat plans have no usable dates for it.
    """
    codes = ("gaps", "gaps-median", "gaps-bands", "gaps-not-known")
    _answer(asked, codes, {"title": "Months between child protection plans"}, gap_from=gap_from)


@click.command(epilog=examples("cpind reviews extract.csv", "cpind reviews extract.csv --at 2020-07-31 --full-history"))
@asks()
@full_history
def reviews(asked: Asked, *, full_history: bool) -> None:
    """Child protection plans reviewed on time.

    The percentage of the plans open at the last day of each period, or at a date, for 3 months or more whose
    reviews were all held in time: the first within 3 months, each next one within 6 months.
    """
    _answer(asked, ("reviews",), full_history=full_history)


@click.command(epilog=examples("cpind activity extract.csv", "cpind activity extract.csv --ytd --every month"))
@asks()
def activity(asked: Asked) -> None:
    """Section 47 enquiries, conferences, plans started and ended, children with a plan."""
    _answer(asked, ACTIVITY, {"tolerant": True, "title": "Child protection activity"})


@click.command(
    epilog=examples("cpind figures extract.csv -f csv", "cpind figures extract.csv --quarter Q1-20/21 -o figures.xlsx")
)
@asks()
@anniversary
@weekends_only
@without_transfer_ins
@gap_from
@full_history
def figures(asked: Asked, **choices: object) -> None:
    """Every indicator that the input can answer, tidy.

    One row a figure with numerator, denominator, value, status and basis: the feed for a spreadsheet or for
    Power BI. What the input can't answer is left out, and said.
    """
    from ..figures.indicators import INDICATORS

    _answer(asked, tuple(INDICATORS), {"tolerant": True, "tidy": True}, **choices)


COMMANDS = (rates, two_year, icpc, repeats, gaps, reviews, activity, figures)


def _answer(asked: Asked, codes: tuple[str, ...], how: dict[str, object] | None = None, **choices: object) -> None:
    """Run the job; what computes is imported here, so that help need not wait for it."""
    from ..figures.indicators import Choices
    from .run import Job, run

    run(asked, Job(codes, **(how or {})), Choices(**choices))


def _bands(asked: Asked, wanted: bool, *codes: str) -> tuple[str, ...]:
    if wanted and asked.by:
        raise click.UsageError("--bands and --by can't be combined: bands are for the whole area")
    return codes if wanted else ()


def _lay_out_repeats(result):
    """Years as the report's table 4, anything else as its table 5."""
    from ..output.tables.results import lay_out, lay_out_repeats

    return (
        lay_out(result, ("repeats",))
        if all(period.kind == "year" for period in result.periods)
        else lay_out_repeats(result)
    )
