"""The command line: everything that uses Click. Heavy libraries such as pandas are imported only when a command runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from .. import __version__
from ..errors import CpindError, UsageError
from .any_indicators import figures, show
from .benchmarking import benchmarks
from .calculators import COMMANDS
from .checking import check
from .children import children
from .converting import convert
from .definitions import indicators
from .due import due
from .explaining import explain
from .inspecting import inspect
from .options import NO_INDICATOR, OPTIONS_ELSEWHERE, examples, with_level
from .process import ClosedOutput, error_text, print_click_error, print_error, silence
from .reconciling import reconcile
from .reporting import report
from .sampling import TYPED, sample
from .scoring import scorecard
from .starting import init

COMMANDS_ELSEWHERE = {
    "help": "Write cpind --help, or cpind COMMAND --help.",
    "version": "Write cpind --version.",
}
"""Commands of other programs that are options here."""


class Commands(click.Group):
    """The commands in the order they are worth learning; the one place that turns cpind's errors into Click's."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run as a program, which exits with 0, 1 or 2 and a one-line message, whatever happens to its streams."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        if sys.stdout is None:
            sys.stdout = ClosedOutput()
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra) or 0
        except click.ClickException as error:
            print_click_error(error)
            code = error.exit_code
        except click.Abort:
            print_error("cpind: interrupted")
            code = 1
        except OSError as error:  # of help and the like; `invoke` reports the errors of a command
            print_error(f"Error: {error_text(error)}")
            code = 1
        if code:
            try:
                sys.stdout.flush()
            except (OSError, ValueError):
                silence(sys.stdout)
        sys.exit(code)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context, with the words that were typed, for commands that print how they can be repeated."""
        typed = list(args)
        try:
            context = super().make_context(info_name, with_level(args), parent, **extra)
        except click.NoSuchOption as error:
            if error.possibilities:
                raise
            where = f"Options follow the command, as in: cpind rates {error.option_name}."
            raise click.UsageError(f"{error.format_message()} {where}", error.ctx) from None
        context.meta[TYPED] = typed
        return context

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named by the first word. Raises UsageError for an unknown one; for an indicator it names the right command."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from ..figures.indicators import INDICATORS

            code = args[0].lower()
            if code in COMMANDS_ELSEWHERE:
                raise click.UsageError(f"{error.message} {COMMANDS_ELSEWHERE[code]}", ctx) from None
            if code not in INDICATORS:
                raise
            raise click.UsageError(
                f"{error.message} {code} is an indicator: cpind show {code} prints it.", ctx
            ) from None

    def _wanted(self, ctx: click.Context, option: str) -> str:
        """What an option without its argument wants, from its help: the same in every command that has it."""
        command = self.commands[ctx.invoked_subcommand or ""]
        commands = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
        options = (one for each in commands for one in each.params if isinstance(one, click.Option))
        return next((f": {one.make_metavar(ctx)}. {one.help}" for one in options if option in one.opts), "")

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except click.BadOptionUsage as error:
            wanted = self._wanted(ctx, error.option_name)
            raise click.UsageError(f"{error.format_message().removesuffix('.')}{wanted}") from None
        except click.NoSuchOption as error:
            needed, hint = OPTIONS_ELSEWHERE.get(error.option_name, ("", ""))
            offered = [name for one in (error.ctx.command.params if error.ctx else ()) for name in one.opts]
            if needed not in offered:
                raise
            raise click.UsageError(f"No such option '{error.option_name}'. {hint}", error.ctx) from None
        except click.MissingParameter as error:
            is_indicator = error.param is not None and error.param.make_metavar(ctx) == "INDICATOR"
            raise (click.UsageError(NO_INDICATOR, error.ctx) if is_indicator else error) from None
        except UsageError as error:
            raise click.UsageError(str(error)) from None
        except CpindError as error:
            raise click.ClickException(str(error)) from None
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise
        except OSError as error:
            raise click.ClickException(error_text(error)) from None
        except MemoryError:
            raise click.ClickException("there is not enough memory for this: give fewer or smaller files") from None
        except Exception as error:
            if os.environ.get("CPIND_TRACEBACK"):
                raise
            raise click.ClickException(_fault(error)) from None


def _fault(error: Exception) -> str:
    """The message for a fault in cpind itself, without the error's text, which may contain a cell of the extract."""
    import traceback

    place = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"a fault in cpind itself ({type(error).__name__}, {os.path.basename(place.filename)} line {place.lineno}); "
        "nothing was computed. Please report it with the command you typed; "
        "set CPIND_TRACEBACK=1 to see the traceback, which may include children's data"
    )


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples("cpind rates extract.csv", "cpind repeats extract.csv --quarter Q1-20/21 -f csv"),
)
@click.version_option(__version__, message="cpind %(version)s")
def main() -> None:
    """Child protection indicators from a plan-level extract, as DfE counts them.

    Every command takes one or several EXTRACTs: census returns (XML), Annex A, a Standard Safeguarding Dataset, CSV,
    TSV or Excel; "-" is standard input. Without one it uses the extract of cpind.toml. With neither, and no authority,
    population or benchmarks, or with --example, it shows a packaged example.
    """


for _command in (
    *COMMANDS,
    figures,
    show,
    children,
    scorecard,
    report,
    inspect,
    check,
    convert,
    benchmarks,
    reconcile,
    sample,
    explain,
    due,
    indicators,
    init,
):
    main.add_command(_command)
