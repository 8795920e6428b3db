"""Building blocks of options: an option that commands share, and the types of values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def option(*names: str, **given: Any) -> Decorator:
    """As click.option, but its Option is made once, for all commands that share it: to make it anew for each command would be
    a tenth of the help's time."""
    shared = click.Option(names, **given)
    return click.option(*names, cls=lambda *_names, **_given: shared)  # type: ignore[arg-type]


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
