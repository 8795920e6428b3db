"""The command that explains what moved a figure: explain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError
from .any_indicators import indicator_of
from .completion import complete_codes
from .option_groups import CHOICES, EXPLAIN
from .options import Options, examples, shared_options
from .output import chosen_format, notes_on_failure, print_notes, write_table

if TYPE_CHECKING:
    from ..figures.bases import Bases
    from ..figures.request import Request
    from ..figures.result import Result
    from ..model.extract import Extract
    from ..model.periods import Period


@click.command(
    epilog=examples(
        "cpind explain repeats extract.csv --year 2019/20 --base 2018/19",
        "cpind explain rates extract.csv --at 2020-07-31 --by district",
    )
)
@click.argument("code", metavar="INDICATOR", shell_complete=complete_codes)
@shared_options((*EXPLAIN, *CHOICES))
@click.option(
    "--base",
    metavar="PERIOD",
    help="The period to compare with: 2018/19, Q4-19/20, Mar-20, 2020-03-31 or A..B; by default the one before, of dates "
    "and spans a year before.",
)
def explain(options: Options, *, code: str, base: str | None, **choices: Any) -> None:
    """What moved a figure since an earlier period.

    One sentence, then the numbers: the exact parts of the change that come from the numerator and from the denominator;
    for a figure at a date, also the plans that started and ended in between, and how many children came and went. With
    --by, the change within the groups and the shift between them, largest first.
    """
    from ..analysis.explain import base_of
    from ..analysis.explain import explain as explanation_of
    from ..analysis.flows import with_flows
    from ..analysis.suppression import require_publishable, without_counts
    from ..figures.indicators import Choices
    from ..output.tables.explained import explained_table
    from .loading import authority_of, bases_of, benchmarks_for, read_extract, request_of
    from .run import joins_behind, left_out_of, with_notes
    from .settings import settings_for

    code = indicator_of(code)
    settings = settings_for(options)
    format = chosen_format(options, settings)
    extract = read_extract(options, settings, bad_dates=options.bad_dates)
    is_split = bool(options.by or options.where)
    notes = [*settings.remarks, *extract.remarks, *joins_behind(extract, (code,), splits=is_split)]
    if options.suppress:
        notes = list(settings.remarks)
    with notes_on_failure(options, notes):
        benchmarks = benchmarks_for(options, settings, authority_of(options, settings, extract))
        bases = bases_of(options, settings, extract)
        notes += [] if options.suppress else bases.warnings
        period = _period(options, code, bases)
        against = _base(base) if base else base_of(period)
        request = request_of(options, settings, extract, benchmarks, (code,), Choices(**choices))
        explanation = explanation_of(extract, code, period, against, request, standing=bases)
        notes += left_out_of(extract, bases, explanation.result, (code,))
    if options.suppress:
        require_publishable(with_flows(explanation, partial(_figures, extract, request, bases)))
        result = with_notes(without_counts(explanation.result), extract.public_remarks)
    else:
        result = with_notes(explanation.result, notes)
    write_table(options, explained_table(replace(explanation, result=result)), format, settings.remarks)


def _figures(
    extract: Extract, request: Request, bases: Bases, codes: Sequence[str], periods: Sequence[Period]
) -> Result:
    from .run import compute_for

    return compute_for(extract, codes, request, bases, (), periods)


def _period(options: Options, code: str, bases: Bases) -> Period:
    """The period typed, else the latest of the default ones. Raises UsageError for several, and for events at a date."""
    from ..figures.engine import default_periods
    from ..model.selection import select
    from .loading import periods_of

    typed = periods_of(options)
    if typed.is_default and not typed.every:
        periods, remark = default_periods((code,), bases)
        print_notes(options, filter(None, [remark]))
        return periods[-1]
    periods = select(typed, bases.as_at)
    if len(periods) > 1:
        span = f"{periods[0].label} to {periods[-1].label}"
        raise UsageError(f"explain takes one period and its --base, not {len(periods)} periods: {span}")
    return periods[0]


def _base(text: str) -> Period:
    """The period that --base names: a label of any kind, or a span A..B of days. Raises UsageError for anything else."""
    from ..model.periods import as_periods, parse_span

    try:
        return parse_span(text)
    except UsageError:
        periods = as_periods(text)
    if len(periods) != 1:
        raise UsageError(f"--base {text} names {len(periods)} periods: name one")
    return periods[0]
