"""The command that draws an audit sample, and summarises the answers: sample."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from ..errors import InputError, UsageError
from .any_indicators import indicator_of
from .completion import complete_codes
from .job import Job
from .option_groups import CHOICES, MEMBERS, PSEUDONYMS
from .options import Options, examples, shared_options
from .output import chosen_format, print_whom_it_shows, write_table

TYPED = "cpind.typed"
"""The name under which a context keeps the words that were typed."""


@click.command(
    epilog=examples(
        "cpind sample icpc extract.csv --in rest --size 20 --year 2019/20 --seed audit-2026",
        "cpind sample repeats-2y extract.csv --in numerator --unit family --percent 50 --year 2019/20",
    )
)
@click.argument("indicator", required=False, shell_complete=complete_codes)
@shared_options((*MEMBERS, *CHOICES, *PSEUDONYMS))
@click.option(
    "--in", "side", type=click.Choice(["numerator", "denominator", "rest"]), help="Which events to draw from."
)
@click.option("--size", type=click.IntRange(min=1), metavar="N", help="How many cases to draw.")
@click.option(
    "--percent", type=click.FloatRange(min=0, max=100, min_open=True), help="Which percentage of them to draw."
)
@click.option("--unit", type=click.Choice(["child", "family"]), default="child", help="Draw children, or families.")
@click.option("--seed", default="1", metavar="TEXT", help="The same seed draws the same sample.")
@click.option("--results", type=click.Path(), metavar="FILE", help="Summarise the answers in a filled-in sheet.")
@click.pass_context
def sample(
    context: click.Context,
    /,
    options: Options,
    *,
    indicator: str | None,
    side: str | None,
    size: int | None,
    percent: float | None,
    unit: str,
    seed: str,
    results: str | None,
    **choices: Any,
) -> None:
    """Draw an audit sample from the children behind a figure.

    Anybody who has the same rows and seed draws the same sample. With --by the groups are strata. -o audit.xlsx is a
    sheet for auditors, with an empty column for each of [audit] questions in cpind.toml; --results audit.xlsx then
    sums up their answers.
    """
    import shlex

    if results is not None:
        if indicator is not None:
            raise UsageError("--results goes without an indicator: the sheet says what it is a sample of")
        _sum_up(options, results)
        return
    if indicator is None:
        raise UsageError("INDICATOR is missing: name one that cpind indicators lists, or give --results FILE")
    if not seed:
        raise UsageError("--seed: write a word or a number")
    command = " ".join(["cpind", *map(shlex.quote, context.meta[TYPED])])
    has_seed = context.get_parameter_source("seed") is not click.core.ParameterSource.DEFAULT
    _draw(
        options,
        indicator,
        choices,
        {"side": side},
        {"size": size, "percent": percent, "unit": unit, "seed": seed},
        command if has_seed else f"{command} --seed {seed}",
    )


def _draw(
    options: Options,
    indicator: str,
    choices: dict[str, Any],
    listing: dict[str, Any],
    drawing: dict[str, Any],
    command: str,
) -> None:
    from ..analysis.children import children
    from ..analysis.pseudonyms import read_key, with_pseudonyms
    from ..analysis.sample import sample as draw
    from ..figures.indicators import Choices
    from ..output.tables.sample import sample_table
    from .run import answer
    from .settings import settings_for

    code = indicator_of(indicator)
    settings = settings_for(options)
    format = chosen_format(options, settings)
    key = read_key(options.pseudonyms) if options.pseudonyms else None
    _, extract, bases, periods, request = answer(options, settings, Job((code,)), Choices(**choices), of_children=True)
    listed = children(extract, code, periods, request, standing=bases, **listing)
    drawn = draw(listed, by_group=bool(options.by), **drawing)
    if key:
        drawn = replace(drawn, rows=with_pseudonyms(drawn.rows, key))
    # Auditors need a format with cells to fill in; on a terminal empty columns are useless.
    questions = () if format.for_people else settings.audit
    print_whom_it_shows(options)
    write_table(options, sample_table(drawn, questions, command), format, settings.remarks)


def _sum_up(options: Options, path: str) -> None:
    from pathlib import Path

    from ..analysis.sample import results
    from ..inputs.audit_sheet import read_audit_sheet
    from ..output.tables.sample import results_table
    from .settings import settings_alone

    settings = settings_alone(options)
    sheet = read_audit_sheet(path, settings.audit, encoding=options.encoding)
    if not sheet.columns:
        raise InputError(
            f"{sheet.name} has no column of answers: name them in [audit] questions = [...], or put them behind the column units"
        )
    table = results_table(results(sheet.columns, units=sheet.units), Path(path).name)
    write_table(options, table, chosen_format(options, settings), settings.remarks)
