"""The options that commands share, in groups, and which groups each family of commands has."""

from __future__ import annotations

import click

from ..output.formats import FORMATS
from .completion import complete_files
from .parameters import Level, option
from .suppressing import COUNTS_ROWS, NOT_TO_SUPPRESS, NOTHING_TO_SUPPRESS, SUPPRESS

_YEAR = (option("--year", multiple=True, metavar="YEAR", help="Reporting years: 2019/20, 2015/16..2019/20."),)
_PERIODS = (
    *_YEAR,
    option("--quarter", multiple=True, metavar="QUARTER", help="Quarter or range: Q1-20/21, Q4-17/18..Q1-20/21."),
    option("--month", multiple=True, metavar="MONTH", help="Month or range: Mar-20, Mar-20..Jul-20."),
    option("--at", multiple=True, metavar="DATE", help="A date, for figures taken at a date: 2020-07-31."),
    option("--between", multiple=True, metavar="A..B", help="Any span of days: 2019-01-01..2019-12-31."),
    option("--ytd", is_flag=True, help="1 April to the extract's date."),
    option(
        "--rolling",
        type=click.IntRange(min=1, max=1200),
        default=None,
        metavar="MONTHS",
        help="The months up to the end of each period chosen: 12.",
    ),
    option("--every", type=click.Choice(["year", "quarter", "month"]), help="Split what the periods span."),
    option(
        "--last",
        type=click.IntRange(min=1, max=1200),
        default=None,
        metavar="N",
        help="The last N complete years, or quarters or months with --every.",
    ),
)
_BY = (
    option(
        "--by",
        multiple=True,
        metavar="COLUMN",
        help="Split by district, team, sex, age, ethnic-group, category or any column; twice: one inside the other.",
    ),
    option(
        "--where",
        multiple=True,
        metavar="COLUMN=GROUP",
        help="Count these groups only: district=Rugby, sex=M,F. Repeatable.",
    ),
)
_CI = (
    option(
        "--ci",
        type=Level(),
        metavar="[LEVEL]",
        help="Confidence interval of each figure; 95 per cent, or --ci 99.8.",
    ),
)
_BESIDE = (
    option("--counts", is_flag=True, help="Numerator and denominator beside each value."),
    option("--change", is_flag=True, help="The change on the period before, and on a year before."),
    *_CI,
    option("--spc", is_flag=True, help="Control limits of a run of months, quarters or years, and its signals."),
    option(
        "--chart",
        type=click.Choice(["laney", "xmr"]),
        help="With --spc: p' and u' limits for percentages and rates, the default, or XmR limits for all.",
    ),
    option(
        "--rebase",
        multiple=True,
        metavar="DATE",
        help="With --spc: recalculate limits from a period: 2019-04; none: ignore the settings, too.",
    ),
    option("--because", multiple=True, metavar="TEXT", help="Why, for each --rebase."),
)
_AUTHORITY = (
    option("--authority", metavar="NAME", help="Whose extract it is: its name, three-digit number or GSS code."),
)
_AREA = (
    *_AUTHORITY,
    option(
        "--population",
        metavar="FILE|NUMBER",
        shell_complete=complete_files,
        help="Children aged 0-17: a CSV (area, mid_year, population) or a number.",
    ),
)
_POPULATION_RULE = (
    option(
        "--population-rule",
        type=click.Choice(["dfe", "published"]),
        help="Mid-year estimate for a date: DfE's, or the latest published by then.",
    ),
    option(
        "--population-year",
        type=click.IntRange(1990, 2099),
        metavar="YYYY",
        help="The mid-year estimate to use for every date.",
    ),
)
_STORE_FILE = (
    option(
        "--benchmarks",
        type=click.Path(),
        metavar="FILE",
        help="Published figures: the store of cpind benchmarks import, or a CSV (indicator, area, period, value).",
    ),
)
_COMPARE = (
    option(
        "--compare",
        multiple=True,
        metavar="AREA",
        help="Area to compare with: any authority, England, region; by default neighbours, region and England.",
    ),
)
_NEIGHBOURS = (
    option(
        "--neighbours",
        type=click.Choice(["mean", "median"]),
        help="How the neighbours are averaged; by default the mean.",
    ),
    option(
        "--neighbour-set",
        metavar="SET",
        help="Which set of statistical neighbours: 2021, 2025 ...; by default the latest.",
    ),
)
_VINTAGE = (option("--vintage", metavar="YEAR", help="Which release's figures: 2020 ...; by default the latest."),)
_BENCHMARKS = (*_STORE_FILE, *_COMPARE, *_NEIGHBOURS, *_VINTAGE)
_EXAMPLE = (option("--example", is_flag=True, help="The packaged example, an invented Warwickshire."),)
_CONFIG = (option("--config", type=click.Path(), metavar="FILE", help="Settings, instead of the cpind.toml found."),)
_TEXT = (
    option("-e", "--encoding", metavar="NAME", help="Encoding of text files, as cp1252; UTF-8 by default."),
    option(
        "--sheet", multiple=True, metavar="NAME", help="Sheet of a workbook to read; by default all that are extracts."
    ),
    option(
        "--date-format",
        multiple=True,
        metavar="FORMAT",
        help="The only form of dates in text files: %d/%m/%y, %m/%d/%Y. Repeatable.",
    ),
    *_CONFIG,
)
_READING = (
    option("--as-at", metavar="DATE", help="The date of the extract; by default its last event."),
    option("--from", "covered_from", metavar="DATE", help="The first day that a live extract covers."),
    option(
        "--holds",
        type=click.Choice(["active", "started", "ended"]),
        help="Which plans a live extract holds: active or started since a day, or only ended ones; by default worked out.",
    ),
    option(
        "--bridge",
        type=click.IntRange(min=0, max=366),
        metavar="DAYS",
        help="Count as one plan those of a child that start at most this many days after the last one ended.",
    ),
    *_TEXT,
    *_EXAMPLE,
)
_JOINING = (option("--no-join", is_flag=True, help="Keep separate exports apart: join no file to another."),)
_BAD_DATES = (
    option(
        "--bad-dates",
        type=click.Choice(["error", "blank"]),
        default="error",
        help="Refuse cells that can't be read, or go on without them.",
    ),
)
PSEUDONYMS = (
    option(
        "--pseudonyms",
        type=click.Path(),
        metavar="KEYFILE",
        help="Replace identifiers by hashes with the key of this file (16 bytes or more).",
    ),
)
_LONG = (option("--long", is_flag=True, help="The tidy result: one row per figure, unrounded."),)
_QUIET = (option("-q", "--quiet", is_flag=True, help="No notes on standard error."),)
_FORMAT = (option("-f", "--format", type=click.Choice(tuple(FORMATS)), help="How to write it; table by default."),)
_EXTRACT_FORMATS = [name for name, format in FORMATS.items() if format.write_columns]
_EXTRACT_FORMAT = (
    option("-f", "--format", type=click.Choice(_EXTRACT_FORMATS), help="How to write it; csv by default."),
)
_FILE = (
    option("-o", "--output", type=click.Path(), metavar="FILE", help="Write to a file; its suffix decides the format."),
    *_QUIET,
)
_OUTPUT = (*_FORMAT, *_FILE)


anniversary = option("--anniversary", is_flag=True, help="Two years by the second anniversary, not 730 days.")
weekends_only = option("--weekends-only", is_flag=True, help="Count bank holidays as working days.")
without_transfer_ins = option("--without-transfer-ins", is_flag=True, help="Leave transfer-in conferences out.")
gap_from = option(
    "--gap-from",
    type=click.Choice(["end", "start"]),
    default="end",
    help="Months from the previous plan's end, or its start.",
)
full_history = option(
    "--full-history", is_flag=True, help="All reviews of a plan count, not those of the last twelve months."
)
disproportion = option(
    "--disproportion", is_flag=True, help="Beside each group's rate its ratio to the whole area's; with --by."
)
visit_days = option(
    "--visit-days",
    type=click.IntRange(min=0, max=366),
    default=10,
    metavar="DAYS",
    help="Working days within which a plan's last visit lies; 10.",
)
calendar_days = option("--calendar-days", is_flag=True, help="Count calendar days to the last visit.")
CHOICES = (anniversary, weekends_only, without_transfer_ins, gap_from, full_history, visit_days, calendar_days)
"""Departures from the published definitions: each is a field of figures.indicators.Choices."""

CALCULATOR = (
    *_PERIODS,
    *_BY,
    *_BESIDE,
    *SUPPRESS,
    *_AREA,
    *_POPULATION_RULE,
    *_BENCHMARKS,
    *_READING,
    *_JOINING,
    *_BAD_DATES,
    *_LONG,
    *_OUTPUT,
)
DUE = (*NOT_TO_SUPPRESS, *_BY, *_AUTHORITY, *_READING, *_JOINING, *_BAD_DATES, *_OUTPUT)
BEHIND = (
    *_PERIODS,
    *_BY,
    *_AREA,
    *_POPULATION_RULE,
    *_READING,
    *_JOINING,
    *_BAD_DATES,
    *_OUTPUT,
)
MEMBERS = (*NOT_TO_SUPPRESS, *BEHIND)
EXPLAIN = (*SUPPRESS[:1], *BEHIND)
CHECK = (*NOT_TO_SUPPRESS, *_PERIODS, *_AREA, *_READING, *_JOINING, *_OUTPUT)
INSPECT = (*COUNTS_ROWS, *_AREA, *_STORE_FILE, *_READING, *_JOINING, *_OUTPUT)
CONVERT = (*NOT_TO_SUPPRESS, *_TEXT, *_EXAMPLE, *_JOINING, *_BAD_DATES, *_EXTRACT_FORMAT, *_FILE)
SCORECARD = (
    *_CI,
    *SUPPRESS,
    *_AREA,
    *_POPULATION_RULE,
    *_BENCHMARKS,
    *_READING,
    *_JOINING,
    *_BAD_DATES,
    *_LONG,
    *_OUTPUT,
)
REPORT = (
    *_AREA,
    *_POPULATION_RULE,
    *_BENCHMARKS,
    *_READING,
    *_JOINING,
    *_BAD_DATES,
    *_FILE,
)
RECONCILE = (*_YEAR, *SUPPRESS[:1], *_AREA, *_STORE_FILE, *_VINTAGE, *_READING, *_JOINING, *_BAD_DATES, *_OUTPUT)
STORE = (*_STORE_FILE, *_CONFIG, *_QUIET)
FUNNEL = (
    *_YEAR,
    *SUPPRESS[:1],
    *_AREA,
    *_STORE_FILE,
    *_NEIGHBOURS[1:],
    *_VINTAGE,
    *_READING,
    *_JOINING,
    *_BAD_DATES,
    *_LONG,
    *_OUTPUT,
)
SHOW_BENCHMARKS = (
    *_YEAR,
    *NOTHING_TO_SUPPRESS,
    *_AUTHORITY,
    *_STORE_FILE,
    *_COMPARE,
    *_NEIGHBOURS,
    *_VINTAGE,
    *_CONFIG,
    *_OUTPUT,
)
"""The shared options of each family of commands, in the order of their help."""
