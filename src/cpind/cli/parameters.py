"""Building blocks of options and arguments: an option that commands share, the types of values, and completion."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def option(*names: str, **given: Any) -> Decorator:
    """As click.option, but its Option is made once, for all commands that share it: to make it anew for each command would be
    a tenth of the help's time."""
    made = click.Option(names, **given)
    return click.option(*names, cls=lambda *_names, **_given: made)  # type: ignore[arg-type]


class Level(click.ParamType):  # type: ignore[type-arg]
    """A confidence level in per cent: 95, 99.8, 95%."""

    name = "level"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The level. Fails for anything but a number from 50 to under 100; float() also accepts "nan"."""
        try:
            level = float(str(value).removesuffix("%"))
        except ValueError:
            level = 0.0
        if not 50 <= level < 100:
            self.fail(f'"{value}" is not a level: write a percentage from 50 to under 100, as --ci 99.8', param, ctx)
        return level


def complete_files(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Files and folders, by the shell's own means; without it a shell completes no file after an argument."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(begun, type="file")]


def complete_codes(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The codes of indicators."""
    from ..figures.indicators import INDICATORS

    return _that_begin(begun, INDICATORS)


def complete_codes_and_files(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The codes of indicators, and files, of an argument that takes both. Files come first: what stands before them, Click's
    script for bash forgets."""
    return [*complete_files(context, parameter, begun), *complete_codes(context, parameter, begun)]


def complete_checks(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The codes of checks."""
    from ..checks import CHECKS

    return _that_begin(begun, CHECKS)


def complete_sections(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The last of the report's sections that are typed with commas between."""
    from ..report.registry import all_sections

    before, comma, _ = begun.rpartition(",")
    return _that_begin(begun, (f"{before}{comma}{name}" for name in all_sections()))


def _that_begin(begun: str, names: Iterable[str]) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(name) for name in names if name.startswith(begun.lower())]
