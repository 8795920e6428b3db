"""Helpers that every test file may use."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, Phase, settings

from cpind.checks import Subject, left_out
from cpind.cli import main
from cpind.figures.basis import bases
from cpind.figures.indicators import INDICATORS
from cpind.inputs.delimited import read_delimited
from cpind.inputs.flat import read_flat
from cpind.model.extract import Extract

os.environ["CPIND_TRACEBACK"] = "1"  # a fault of cpind's own must fail a test, not pass for a refusal

settings.register_profile(
    "cpind",
    deadline=None,
    max_examples=100,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
)
settings.load_profile("cpind")

EXAMPLES = Path(__file__).parents[1] / "examples"
GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the files in tests/golden anew")


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


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def example(tmp_path, monkeypatch) -> Path:
    """The working folder is a copy of the example: extract.csv, returns.csv, population.csv, benchmarks.csv, cpind.toml."""
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    folder = tmp_path / "examples" / "warwickshire"
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def golden(request) -> Callable[[str, str], None]:
    """Compares a text with the file kept under a name; with --update-golden, keeps it there."""

    def compare(name: str, text: str) -> None:
        if request.config.getoption("--update-golden"):
            GOLDEN.mkdir(exist_ok=True)
            (GOLDEN / name).write_text(text, encoding="utf-8", newline="\n")
        else:
            assert text == (GOLDEN / name).read_text(encoding="utf-8")

    return compare
