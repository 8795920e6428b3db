"""The command that looks for what is wrong in an extract: check."""

from __future__ import annotations

import click

from .guarding import refuse_overwriting_named
from .options import CHECK, Asked, asks, examples
from .output import chosen_format, say, write_table


@click.command(epilog=examples("cpind check extract.csv", "cpind check extract.csv --rows --only 8925 -f csv"))
@asks(CHECK)
@click.option("--rows", is_flag=True, help="Each finding with its file, row, child and values.")
@click.option("--only", multiple=True, metavar="CODE", help="Only this check; repeatable.")
@click.option("--list", "list_", is_flag=True, help="The checks themselves, and what each finds.")
@click.pass_context
def check(context: click.Context, asked: Asked, *, rows: bool, only: tuple[str, ...], list_: bool) -> None:
    """Find what is wrong, or worth a look, in an extract.

    A line a check: its code (DfE's number where its rules have one), what it finds, how often, and the figures
    that it touches. With periods, only what is dated in them. The exit code is 1 if there are errors.
    """
    from ..checks import Subject, examine, examine_unread
    from ..errors import NothingToCountError
    from ..inputs.config import Settings
    from ..model.selection import select
    from ..output.tables.findings import catalogue, rows_table, summary_table
    from .inputs import area_of, population_for, read_extract, settings_for, standing_of, wanted_periods

    if list_:
        refuse_overwriting_named(asked)
        write_table(asked, catalogue(), chosen_format(asked, Settings()))
        return
    settings = settings_for(asked)
    extract = read_extract(asked, settings, bad_dates="list")
    say(asked, [*extract.remarks, *(join.said for join in extract.joins)])
    try:
        standing = standing_of(asked, settings, extract)
    except NothingToCountError as error:
        found = examine_unread(extract, only=only)
        if not found.has_errors:
            raise
        say(asked, [f"{error}; these are the cells and rows that can't be read"])
    else:
        say(asked, standing.warnings)
        wanted = wanted_periods(asked)
        periods = None if wanted.is_default and not wanted.every else tuple(select(wanted, standing.as_at))
        population = population_for(asked, settings)
        subject = Subject(extract, standing, periods, population, area_of(asked, settings, extract))
        found = examine(subject, only=only)
    table = rows_table(found) if rows else summary_table(found, extract.sources)
    write_table(asked, table, chosen_format(asked, settings), settings.remarks)
    if found.has_errors:
        context.exit(1)
