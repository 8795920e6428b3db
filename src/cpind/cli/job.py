"""What a calculator computes and how it shows it. Kept light, so that help need not import the code that computes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..figures.result import Result
    from ..output.tables import Table
    from .options import Options


@dataclass(frozen=True)
class Job:
    """What a command computes, and how it shows it.

    `codes`: the indicators. If the input can't answer the first, there is no answer; any other is left out (with
    `tolerant`, the first too). `tidy`: one row for each figure, except on a terminal. `title`: of a table of several indicators.
    `lay_out`: the command's own layout; `of_years`: the indicators that it shows of years, if not all.
    """

    codes: tuple[str, ...]
    tolerant: bool = False
    tidy: bool = False
    title: str | None = None
    lay_out: Callable[[Result], Table] | None = None
    of_years: tuple[str, ...] = ()

    def run(self, options: Options, **choices: Any) -> None:
        """Compute and print. The `choices` are those of figures.indicators.Choices that the command offers. Raises
        CpindError."""
        from .run import run

        run(options, self, **choices)
