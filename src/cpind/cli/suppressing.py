"""--suppress in each command: taken where figures are printed that may be published, refused with the reason where not."""

from __future__ import annotations

import click

from .parameters import Decorator, option

SUPPRESS = (
    option("--suppress", is_flag=True, help="Hide numbers from 1 to 5, and what they could be worked out from."),
    option(
        "--round",
        "round_to",
        type=click.Choice(["5"]),
        help="Round numbers to the nearest 5.",
    ),
)
NOTHING_TO_SUPPRESS = (
    option(
        "--suppress", is_flag=True, help="Changes nothing: all figures here are published, suppressed by DfE's rule."
    ),
)


def _refused(why: str) -> tuple[Decorator, ...]:
    """--suppress as an option that is refused; `why` says what the command is, after its name."""

    def refuse(context: click.Context, parameter: click.Parameter, value: bool) -> None:
        if value:
            raise click.UsageError(
                f"{context.info_name} {why}, so nothing in it can be suppressed: publish figures with --suppress, and keep this "
                "output as safe as its source"
            )

    return (
        option(
            "--suppress",
            is_flag=True,
            hidden=True,
            expose_value=False,
            callback=refuse,
            help=f"Refused: the command {why}.",
        ),
    )


NOT_TO_SUPPRESS = _refused("is about individual children")
COUNTS_ROWS = _refused("counts the rows of the files as they are")
