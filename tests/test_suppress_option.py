"""--suppress is taken by every command that prints figures, or refused with the reason."""

from __future__ import annotations

import shutil
from collections.abc import Iterable

import click
import pytest
from support import EXAMPLES, run

from cpind.cli import main


@pytest.fixture
def here(tmp_path, monkeypatch):
    for file in (EXAMPLES / "warwickshire").iterdir():
        shutil.copy(file, tmp_path)
    monkeypatch.chdir(tmp_path)


PRINTS_NO_FIGURES = {
    "benchmarks": "what a store holds",
    "benchmarks import": "what was read of DfE's downloads",
    "indicators": "definitions",
    "init": "settings",
}


NEEDED = {
    "show": ["repeats"],
    "funnel": ["repeats", "returns.csv"],
    "explain": ["repeats", "--year", "2019/20"],
    "children": ["repeats"],
    "sample": ["repeats"],
    "report": ["-o", "pack.html"],
}
"""What a command is given besides; `show` and `benchmarks show` take the same."""


def _commands(group: click.Group, before: tuple[str, ...] = ()) -> Iterable[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*before, name)
        if isinstance(command, click.Group):
            yield from _commands(command, (*before, name))


@pytest.mark.parametrize("command", list(_commands(main)), ids=" ".join)
def test_every_command_that_prints_figures_suppresses_or_says_why_not(here, command):
    result = run(*command, *NEEDED.get(command[-1], ()), "--suppress", "-q")
    said = " ".join(result.stderr.split())
    if " ".join(command) in PRINTS_NO_FIGURES:
        assert result.exit_code == 2 and "No such option" in said
    elif result.exit_code:
        assert result.exit_code == 2 and "nothing in it can be suppressed" in said and not result.stdout
    else:
        assert not said
