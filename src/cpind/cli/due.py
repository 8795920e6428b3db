"""The command that lists what is due at the extract's date: due."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace

import click

from ..errors import UsageError
from .option_groups import DUE
from .options import Options, examples, shared_options
from .output import chosen_format, print_notes, print_whom_it_shows, write_table

DEFAULT_WEEKS, MOST_WEEKS = 4, 520


@click.command(epilog=examples("cpind due extract.csv", "cpind due extract.csv --within 2w --by district -f csv"))
@shared_options(DUE)
@click.option("--within", metavar="WEEKS", help="What is due within this many weeks of the extract's date: 4w.")
@click.option("--by-date", metavar="DATE", help="What is due up to a day, instead of --within.")
@click.option("--rows", is_flag=True, help="The children, a row for each item that is due.")
def due(options: Options, *, within: str | None, by_date: str | None, rows: bool) -> None:
    """What is overdue or due soon, by team.

    At the extract's date: section 47 enquiries without a conference and the last day on which one is within 15 working
    days; first and next reviews; open plans that pass 9, 12, 15 and 18 months and two years, and what the percentage of
    two years would become if those plans ended. Bookings are in time or late. It needs a live extract.
    The summary shows numbers; --rows identifies children.
    """
    from ..analysis.due import due as due_of
    from ..figures.choices import PUBLISHED_DEFINITIONS
    from ..model.periods import parse_date
    from ..output.tables.due import rows_table, summary_table
    from .loading import bases_of, read_extract, request_of
    from .settings import settings_for

    if within and by_date:
        raise UsageError("--within and --by-date can't be combined: use one of them")
    weeks = _weeks(within) if within else DEFAULT_WEEKS
    by = parse_date(by_date) if by_date else None
    settings = settings_for(options)
    format = chosen_format(options, settings)
    extract = read_extract(options, settings, bad_dates=options.bad_dates)
    bases = bases_of(options, settings, extract)
    print_notes(options, [*extract.remarks, *(join.sentence for join in extract.joins), *bases.warnings])
    request = request_of(options, settings, extract, None, (), PUBLISHED_DEFINITIONS)
    answer = None
    if not options.by and "team" in extract.columns and not any(_is_team(name) for name in request.where):
        with suppress(UsageError):  # a team may identify children; any other error is raised again
            answer = due_of(extract, bases, replace(request, by="team"), by=by, weeks=weeks)
    answer = answer or due_of(extract, bases, request, by=by, weeks=weeks)
    if rows:
        print_whom_it_shows(options)
    table = rows_table(answer) if rows else summary_table(answer)
    write_table(options, table, format, settings.remarks)


def _weeks(text: str) -> int:
    """ "4w" or "4" as a number of weeks."""
    match = re.fullmatch(r"\s*(\d{1,3})\s*w?\s*", text, re.ASCII | re.IGNORECASE)
    if not match or int(match[1]) > MOST_WEEKS:
        raise UsageError(f'--within "{text}": write a number of weeks up to {MOST_WEEKS}: 4w')
    return int(match[1])


def _is_team(name: str) -> bool:
    return name.strip().casefold() == "team"
