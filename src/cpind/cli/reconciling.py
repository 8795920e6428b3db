"""The command that compares an authority's own returns with DfE's figures: reconcile."""

from __future__ import annotations

import click

from ..errors import InputError
from .option_groups import RECONCILE
from .options import Options, examples, shared_options
from .output import chosen_format, print_notes, write_table


@click.command(
    epilog=examples("cpind reconcile returns.csv", "cpind reconcile returns.csv --year 2018/19..2019/20 -f csv")
)
@shared_options(RECONCILE)
@click.option("--differences", is_flag=True, help="Only the figures that differ.")
def reconcile(options: Options, *, differences: bool) -> None:
    """Compare your own figures with those that DfE published for you.

    Numerator, denominator and value for each year, from your own returns and from the store of benchmarks, and what
    could explain each difference. With --suppress your small numbers are hidden, and your numbers for figures that DfE
    suppressed.
    """
    from ..analysis.reconcile import codes, reconcile
    from ..checks import Subject, left_out
    from ..figures.engine import Request
    from ..model.selection import select
    from ..output.tables.reconciled import lines_table
    from .loading import (
        area_of,
        authority_of,
        bases_of,
        periods_of,
        population_for,
        read_extract,
        store_of,
        view_of,
    )
    from .settings import settings_for

    settings = settings_for(options)
    format = chosen_format(options, settings)
    extract = read_extract(options, settings, bad_dates=options.bad_dates)
    view = view_of(options, settings, store_of(options, settings), authority_of(options, settings, extract))
    if not view.number:
        raise InputError("no authority is named: give --authority NAME, or set it in cpind.toml")
    bases = bases_of(options, settings, extract)
    if not options.suppress:
        print_notes(options, [*extract.remarks, *(join.sentence for join in extract.joins), *bases.warnings])
    typed = periods_of(options)
    periods = None if typed.is_default else select(typed, bases.as_at)
    population = population_for(options, settings, view)
    request = Request(area=area_of(options, settings, extract, view), population=population)
    lines = reconcile(extract, bases, view, request, periods, suppress=options.suppress)
    if not options.suppress:
        among = frozenset(basis.label for basis in bases.all_of() for line in lines if line.stands_on(basis.label))
        print_notes(options, (text for _, text in left_out(Subject(extract, bases, among=among), codes())))
    table = lines_table(lines, view, only_differences=differences, suppressed=options.suppress)
    write_table(options, table, format, settings.remarks)
