"""The options that commands share, collected into one object; the same name means the same everywhere."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import click

from ..model.format_names import FLAT_FORMATS, FORMATS


@dataclass(frozen=True)
class Asked:
    """What was typed: extracts and options, as they came."""

    extracts: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    quarter: tuple[str, ...] = ()
    month: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    ytd: bool = False
    rolling: int | None = None
    every: str | None = None
    last: int | None = None
    example: bool = False
    by: str | None = None
    authority: str | None = None
    population: str | None = None
    population_rule: str | None = None
    population_year: int | None = None
    benchmarks: str | None = None
    compare: tuple[str, ...] = ()
    neighbours: str | None = None
    neighbour_set: str | None = None
    vintage: str | None = None
    as_at: str | None = None
    covered_from: str | None = None
    holds: str | None = None
    bridge: int | None = None
    bad_dates: str = "error"
    no_join: bool = False
    long: bool = False
    format: str | None = None
    output: str | None = None
    encoding: str | None = None
    sheet: tuple[str, ...] = ()
    date_format: tuple[str, ...] = ()
    config: str | None = None
    quiet: bool = False


def _only_one(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> str | None:
    """The one value of an option; a second would silently replace the first."""
    if len(given) > 1:
        raise click.BadParameter("give it once: a table is split by one column")
    return given[0] if given else None


_YEAR = (click.option("--year", multiple=True, metavar="YEAR", help="Reporting years: 2019/20, 2015/16..2019/20."),)
_PERIODS = (
    *_YEAR,
    click.option("--quarter", multiple=True, metavar="QUARTER", help="Quarter or range: Q1-20/21, Q4-17/18..Q1-20/21."),
    click.option("--month", multiple=True, metavar="MONTH", help="Month or range: Mar-20, Mar-20..Jul-20."),
    click.option("--at", multiple=True, metavar="DATE", help="A date, for figures that are taken at one: 2020-07-31."),
    click.option("--between", multiple=True, metavar="A..B", help="Any span of days: 2019-01-01..2019-12-31."),
    click.option("--ytd", is_flag=True, help="1 April to the extract's date."),
    click.option(
        "--rolling",
        type=click.IntRange(min=1, max=1200),
        default=None,
        metavar="MONTHS",
        help="So many months to the end of each period chosen: 12.",
    ),
    click.option("--every", type=click.Choice(["year", "quarter", "month"]), help="Split what the periods span."),
    click.option(
        "--last",
        type=click.IntRange(min=1, max=1200),
        default=None,
        metavar="N",
        help="The last N complete years, or quarters or months with --every.",
    ),
)
_BY = (
    click.option(
        "--by",
        multiple=True,
        callback=_only_one,
        metavar="COLUMN",
        help="Split by district, team, sex, age, ethnic-group, category or any column.",
    ),
)
_WHOSE = (
    click.option("--authority", metavar="NAME", help="Whose extract it is: its name, three-digit number or GSS code."),
)
_AREA = (
    *_WHOSE,
    click.option(
        "--population",
        metavar="FILE|NUMBER",
        help="Children aged 0-17: a CSV (area, mid_year, population) or a number.",
    ),
)
_POPULATION_RULE = (
    click.option(
        "--population-rule",
        type=click.Choice(["dfe", "published"]),
        help="Mid-year for a date: DfE's, or the latest out by then.",
    ),
    click.option(
        "--population-year", type=click.IntRange(1990, 2099), metavar="YYYY", help="A mid-year by name, for every date."
    ),
)
_STORE_FILE = (
    click.option(
        "--benchmarks",
        type=click.Path(),
        metavar="FILE",
        help="Published figures: the store of cpind benchmarks import, or a CSV (indicator, area, period, value).",
    ),
)
_COMPARE = (
    click.option(
        "--compare",
        multiple=True,
        metavar="AREA",
        help="Area to show beside: any authority, England, region; by default neighbours, region and England.",
    ),
)
_NEIGHBOURS = (
    click.option("--neighbours", type=click.Choice(["mean", "median"]), help="How the neighbours are averaged; mean."),
    click.option("--neighbour-set", metavar="SET", help="Which statistical neighbours: 2021, 2025 ...; the latest."),
)
_VINTAGE = (click.option("--vintage", metavar="YEAR", help="Which release's figures: 2020 ...; the latest."),)
_BENCHMARKS = (*_STORE_FILE, *_COMPARE, *_NEIGHBOURS, *_VINTAGE)
_EXAMPLE = (click.option("--example", is_flag=True, help="The packaged example, an invented Warwickshire."),)
_CONFIG = (
    click.option("--config", type=click.Path(), metavar="FILE", help="Settings, instead of the cpind.toml found."),
)
_TEXT = (
    click.option("-e", "--encoding", metavar="NAME", help="Encoding of text files, as cp1252; UTF-8 by default."),
    click.option("--sheet", multiple=True, metavar="NAME", help="Sheet of a workbook to read; all that are extracts."),
    click.option(
        "--date-format",
        multiple=True,
        metavar="FORMAT",
        help="The only form of dates in text files: %d/%m/%y, %m/%d/%Y. Repeatable.",
    ),
    *_CONFIG,
)
_READING = (
    click.option("--as-at", metavar="DATE", help="The date of the extract; by default its last event."),
    click.option("--from", "covered_from", metavar="DATE", help="The first day that a live extract covers."),
    click.option(
        "--holds",
        type=click.Choice(["active", "started", "ended"]),
        help="Which plans a live extract holds: active or started since a day, or only ended ones; by default told.",
    ),
    click.option(
        "--bridge",
        type=click.IntRange(min=0, max=366),
        metavar="DAYS",
        help="One plan where one starts at most so many days after another of the child's ends.",
    ),
    *_TEXT,
    *_EXAMPLE,
)
_JOINING = (click.option("--no-join", is_flag=True, help="Leave separate exports apart: join no file to another."),)
_BAD_DATES = (
    click.option(
        "--bad-dates",
        type=click.Choice(["error", "blank"]),
        default="error",
        help="Refuse cells that can't be read, or go on without them.",
    ),
)
_LONG = (click.option("--long", is_flag=True, help="The tidy result: one row a figure, unrounded."),)
_QUIET = (click.option("-q", "--quiet", is_flag=True, help="No notes on standard error."),)
_FORMAT = (click.option("-f", "--format", type=click.Choice(FORMATS), help="How to write it; table by default."),)
_FLAT_FORMAT = (
    click.option("-f", "--format", type=click.Choice(FLAT_FORMATS), help="How to write it; csv by default."),
)
_FILE = (
    click.option(
        "-o", "--output", type=click.Path(), metavar="FILE", help="Write to a file; its suffix decides the format."
    ),
    *_QUIET,
)
_OUTPUT = (*_FORMAT, *_FILE)

CALCULATOR = (
    *_PERIODS,
    *_BY,
    *_AREA,
    *_POPULATION_RULE,
    *_BENCHMARKS,
    *_READING,
    *_JOINING,
    *_BAD_DATES,
    *_LONG,
    *_OUTPUT,
)
CHECK = (*_PERIODS, *_AREA, *_READING, *_JOINING, *_OUTPUT)
INSPECT = (*_AREA, *_STORE_FILE, *_READING, *_JOINING, *_OUTPUT)
CONVERT = (*_TEXT, *_EXAMPLE, *_JOINING, *_BAD_DATES, *_FLAT_FORMAT, *_FILE)
RECONCILE = (*_YEAR, *_AREA, *_STORE_FILE, *_VINTAGE, *_READING, *_JOINING, *_BAD_DATES, *_OUTPUT)
STORE = (*_STORE_FILE, *_CONFIG, *_QUIET)
SHOW = (*_YEAR, *_WHOSE, *_STORE_FILE, *_COMPARE, *_NEIGHBOURS, *_VINTAGE, *_CONFIG, *_OUTPUT)
"""The shared options of each family of commands, in the order of their help."""


def asks(options: Sequence[Callable] = CALCULATOR, *, with_extracts: bool = True) -> Callable:
    """Give a command the extracts and shared options, as one `Asked`; its own options follow by keyword."""
    names = {field.name for field in fields(Asked)}

    def decorated(command: Callable) -> Callable:
        @functools.wraps(command)
        def collected(**given: object) -> None:
            own = {name: value for name, value in given.items() if name not in names}
            command(Asked(**{name: value for name, value in given.items() if name in names}), **own)

        for option in reversed(options):
            collected = option(collected)
        return click.argument("extracts", nargs=-1, metavar="[EXTRACT]...")(collected) if with_extracts else collected

    return decorated


def examples(*lines: str) -> str:
    """The last part of every help: commands that work, kept on their own lines."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
