"""What tests share: the command line in this process, an extract from text, and the modules beside this file.

`oracle` and `oracle_joining` recompute every figure from the definitions, row by row, and import nothing of cpind.
`strategies`, `layouts`, `releases`, `workbooks` and `synthesis` write invented inputs; `fuzzing` damages them.
"""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from cpind.checks import Subject, left_out
from cpind.cli import main
from cpind.figures.bases import bases
from cpind.figures.indicators import INDICATORS
from cpind.inputs.delimited import read_delimited
from cpind.inputs.flat import read_flat
from cpind.model.extract import Extract

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
GOLDEN = ROOT / "tests" / "golden"


def extract_of(text: str, **mapping: str) -> Extract:
    """An Extract from CSV text, without a file."""
    return read_flat([read_delimited(text.encode(), "test.csv", None, mapping)], mapping)


def left_out_of(extract: Extract) -> list[str]:
    """What no figure of the extract counts, a sentence for each kind."""
    return [text for _, text in left_out(Subject(extract, bases(extract)), tuple(INDICATORS))]


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    """The command line in this process: `.stdout`, `.stderr`, `.exit_code`. A traceback fails the test."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin, prog_name="cpind")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result
