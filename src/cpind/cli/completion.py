"""What a shell completes after a command, where Click does not know it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def complete_files(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Files and folders, which the shell itself finds; without this it completes no file for an argument."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(begun, type="file")]


def complete_codes(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The codes of indicators."""
    from ..figures.indicators import INDICATORS

    return _starting_with(begun, INDICATORS)


def complete_codes_and_files(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Files and the codes of indicators, for an argument that takes both. Files come first, because Click's script for bash
    drops whatever comes before them."""
    return [*complete_files(context, parameter, begun), *complete_codes(context, parameter, begun)]


def complete_checks(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The codes of checks."""
    from ..checks import CHECKS

    return _starting_with(begun, CHECKS)


def complete_sections(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The sections of the report, for the last name in a list with commas."""
    from ..report.registry import all_sections

    before, comma, _ = begun.rpartition(",")
    return _starting_with(begun, (f"{before}{comma}{name}" for name in all_sections()))


def _starting_with(begun: str, names: Iterable[str]) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(name) for name in names if name.startswith(begun.lower())]
