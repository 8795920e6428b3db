"""The command for the committee's one page: scorecard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError, UsageError
from .completion import complete_codes
from .option_groups import CHOICES, SCORECARD
from .options import Options, examples, shared_options
from .output import chosen_format, notes_on_failure, write_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..analysis.flows import Compute
    from ..analysis.scorecard import Scorecard
    from ..figures.choices import Choices
    from ..figures.result import Result
    from ..inputs.config import Settings
    from ..model.periods import Period


@click.command(epilog=examples("cpind scorecard", "cpind scorecard extract.csv --every month --indicator icpc -f csv"))
@click.option(
    "--indicator",
    "wanted",
    multiple=True,
    metavar="CODE",
    shell_complete=complete_codes,
    help="A row, by a code that cpind indicators lists; repeatable, in this order.",
)
@click.option(
    "--every",
    type=click.Choice(["quarter", "month"]),
    default="quarter",
    help="Which latest complete period to show; quarter.",
)
@shared_options((*SCORECARD, *CHOICES))
def scorecard(options: Options, *, wanted: tuple[str, ...], **choices: Any) -> None:
    """One page for a committee: a row for each indicator.

    The latest quarter with its numerator and denominator, the year to date, the same days a year ago, the last full year and
    twelve months; whether it is up or down, and better or worse; the target, and how far away it is; neighbours, region and
    England; the rank among all authorities. What the input can't answer is left out, and a note says so.
    """
    from ..figures.indicators import Choices
    from ..output.tables.scorecard import scorecard_table
    from ..output.tables.scorecard_tidy import tidy_scorecard
    from .settings import settings_for

    settings = settings_for(options)
    format = chosen_format(options, settings)
    codes = _codes(wanted, settings)
    card = _compute(options, settings, codes, Choices(**choices))
    lay_out = tidy_scorecard if options.long or format.from_records else scorecard_table
    write_table(options, lay_out(card), format, settings.remarks)


def _codes(wanted: tuple[str, ...], settings: Settings) -> tuple[str, ...]:
    """The indicators of the command line, the settings, or the default ones."""
    from ..analysis.scorecard import chosen_codes
    from .settings import setting

    if wanted or not settings.scorecard:
        return chosen_codes(wanted, option="--indicator")
    try:
        return chosen_codes(settings.scorecard, option=setting(settings, "[scorecard] indicators"))
    except UsageError as error:
        raise InputError(str(error)) from None


def _compute(options: Options, settings: Settings, codes: tuple[str, ...], choices: Choices) -> Scorecard:
    """The scorecard, and in its result the notes on what was read and left out."""
    from dataclasses import replace
    from functools import partial

    from ..analysis.scorecard import periods_at, population_rule_at, scorecard
    from ..analysis.suppression import without_counts
    from .loading import (
        authority_of,
        bases_of,
        benchmarks_for,
        hides_counts,
        read_extract,
        request_of,
        targets_for,
    )
    from .run import compute_for, context_of, joins_behind, left_out_of, with_notes
    from .settings import naming_settings

    extract = read_extract(
        options, settings, bad_dates=options.bad_dates, context=context_of(codes, families=options.ci is not None)
    )
    notes = [*settings.remarks, *extract.remarks, *joins_behind(extract, codes, splits=False)]
    if hides_counts(options):
        notes = [*settings.remarks, *extract.public_remarks]
    with notes_on_failure(options, notes):
        benchmarks = benchmarks_for(options, settings, authority_of(options, settings, extract))
        bases = bases_of(options, settings, extract)
        notes += [] if hides_counts(options) else bases.warnings
        request = request_of(options, settings, extract, benchmarks, codes, choices)
        request = replace(request, rule=request.rule or population_rule_at(bases.as_at))
        with naming_settings(options, settings):
            card = scorecard(
                partial(
                    _figures,
                    options,
                    codes,
                    lambda codes, periods: compute_for(extract, codes, request, bases, (), periods),
                ),
                periods_at(bases.as_at, options.every or "quarter"),
                targets=targets_for(settings, extract),
                benchmarks=benchmarks,
                compare=options.compare or settings.compare,
            )
        if options.suppress:
            card = replace(card, result=without_counts(card.result))
        if not hides_counts(options):
            notes += left_out_of(extract, bases, card.result, codes)
        return replace(card, result=with_notes(card.result, notes))


def _figures(options: Options, codes: Sequence[str], compute: Compute, periods: Sequence[Period]) -> Result:
    """The figures of the periods, with their intervals, and small numbers hidden, as the options say."""
    from ..analysis.intervals import with_intervals
    from .loading import published_as

    result = compute(codes, periods)
    result = result if options.ci is None else with_intervals(result, options.ci)
    return published_as(options, result, codes, compute)
