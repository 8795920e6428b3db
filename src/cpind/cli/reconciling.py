"""The command that holds an authority's own returns against DfE's figures: reconcile."""

from __future__ import annotations

import click

from ..errors import InputError
from .options import RECONCILE, Asked, asks, examples
from .output import chosen_format, say, write_table


@click.command(
    epilog=examples("cpind reconcile returns.csv", "cpind reconcile returns.csv --year 2018/19..2019/20 -f csv")
)
@asks(RECONCILE)
@click.option("--differences", is_flag=True, help="Only the figures that differ.")
def reconcile(asked: Asked, *, differences: bool) -> None:
    """Your own figures beside those that DfE published for you.

    Year by year numerator, denominator and value of each, from your own returns and from the store of benchmarks;
    each difference with what could explain it. A figure that agrees says so.
    """
    from ..analysis.reconcile import CODES, reconcile
    from ..checks import Subject, left_out
    from ..figures.engine import Request
    from ..model.selection import select
    from ..output.tables.reconciled import lines_table
    from .inputs import (
        area_of,
        population_for,
        read_extract,
        settings_for,
        standing_of,
        store_of,
        view_of,
        wanted_periods,
    )

    settings = settings_for(asked)
    extract = read_extract(asked, settings, bad_dates=asked.bad_dates)
    named = asked.authority or settings.authority or extract.authority
    view = view_of(asked, settings, store_of(asked, settings), named)
    if not view.number:
        raise InputError("whose extract is it? Give --authority NAME, or set it in cpind.toml")
    standing = standing_of(asked, settings, extract)
    say(asked, [*extract.remarks, *(join.said for join in extract.joins), *standing.warnings])
    wanted = wanted_periods(asked)
    periods = None if wanted.is_default else select(wanted, standing.as_at)
    population = population_for(asked, settings, view)
    request = Request(area=area_of(asked, settings, extract, view), population=population)
    lines = reconcile(extract, standing, view, request, periods)
    among = frozenset(basis.label for basis in standing.all_of() for line in lines if line.stands_on(basis.label))
    say(asked, (text for _, text in left_out(Subject(extract, standing, among=among), CODES)))
    table = lines_table(lines, view, only_differences=differences)
    write_table(asked, table, chosen_format(asked, settings), settings.remarks)
