"""The command that looks for errors in an extract: check."""

from __future__ import annotations

import click

from .completion import complete_checks
from .option_groups import CHECK
from .options import Options, examples, shared_options
from .output import chosen_format, print_notes, write_table


@click.command(epilog=examples("cpind check extract.csv", "cpind check extract.csv --rows --only 8925 -f csv"))
@shared_options(CHECK)
@click.option("--rows", is_flag=True, help="Each finding with its file, row, child and values.")
@click.option(
    "--only", multiple=True, metavar="CODE", shell_complete=complete_checks, help="Only this check; repeatable."
)
@click.option("--list", "list_", is_flag=True, help="The checks themselves, and what each finds.")
@click.pass_context
def check(context: click.Context, options: Options, *, rows: bool, only: tuple[str, ...], list_: bool) -> None:
    """Find what is wrong, or worth a look, in an extract.

    One line per check: its code (DfE's number where its rules have one), what it finds, how often, and the figures
    that it affects. With periods, only findings dated in them. The exit code is 1 if there are errors.
    """
    from ..checks import Subject, examine, examine_unread
    from ..errors import NothingToCountError
    from ..model.selection import select
    from ..output.tables.findings import rows_table, summary_table
    from .loading import area_of, bases_of, periods_of, population_for, read_extract
    from .settings import settings_for

    if list_:
        _write_list(options)
        return
    settings = settings_for(options)
    format = chosen_format(options, settings)
    extract = read_extract(options, settings, bad_dates="list")
    print_notes(options, [*extract.remarks, *(join.sentence for join in extract.joins)])
    try:
        bases = bases_of(options, settings, extract)
    except NothingToCountError as error:
        findings = examine_unread(extract, only=only)
        if not findings.has_errors:
            raise
        print_notes(options, [f"{error}; these are the cells and rows that can't be read"])
    else:
        print_notes(options, bases.warnings)
        typed = periods_of(options)
        periods = None if typed.is_default and not typed.every else tuple(select(typed, bases.as_at))
        population = population_for(options, settings)
        subject = Subject(extract, bases, periods, population, area_of(options, settings, extract))
        findings = examine(subject, only=only)
    table = rows_table(findings) if rows else summary_table(findings, extract.sources)
    write_table(options, table, format, settings.remarks)
    if findings.has_errors:
        context.exit(1)


def _write_list(options: Options) -> None:
    """All checks. Needs no extract, and no settings that can be read."""
    from ..inputs.config import Settings
    from ..output.tables.findings import catalogue
    from .overwriting import refuse_to_overwrite_named_files

    refuse_to_overwrite_named_files(options)
    write_table(options, catalogue(), chosen_format(options, Settings()))
