"""Every output in the README and in docs/ is what the command prints. `python tests/test_readme.py` regenerates them.

An output is a ```console block: one line `$ cpind ...`, then what it prints on standard output. It runs in
examples/warwickshire; `| head -n 3` keeps the first lines.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from cpind.cli import main

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PAGES = (README, ROOT / "examples" / "README.md", *sorted((ROOT / "docs").glob("*.md")))
BLOCK = re.compile(r"```console\n\$ (.+)\n((?:.*\n)*?)```\n")
LONGEST_README = 800
"""Words, outputs included."""


def printed(command: str) -> str:
    """What a command prints on standard output, run in this process and in the working folder."""
    program, _, cut = command.partition(" | ")
    which, _, count = cut.partition(" -n ")
    name, *arguments = shlex.split(program)
    assert name == "cpind", command
    result = CliRunner().invoke(main, arguments, prog_name="cpind")
    assert result.exit_code == 0, f"{command}: {result.stderr}{result.exception}"
    lines = result.stdout.splitlines(keepends=True)
    return "".join(lines[: int(count)] if which == "head" else lines[-int(count) :] if which == "tail" else lines)


def outputs() -> list:
    """Page, command and output of every block, as the parameters of a test."""
    return [
        pytest.param(command, output, id=f"{page.stem}: {command}")
        for page in PAGES
        for command, output in BLOCK.findall(page.read_text(encoding="utf-8"))
    ]


@pytest.fixture(scope="module")
def examples(tmp_path_factory) -> Path:
    """One copy of the examples for all outputs: the commands shown write no file."""
    folder = tmp_path_factory.mktemp("outputs") / "examples"
    shutil.copytree(ROOT / "examples", folder)
    return folder / "warwickshire"


@pytest.mark.parametrize("command, output", outputs())
def test_every_output_shown_is_what_its_command_prints(command, output, examples, monkeypatch):
    monkeypatch.chdir(examples)
    before = set(examples.iterdir())
    assert printed(command) == output
    assert set(examples.iterdir()) == before


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_console_block_is_tested(page):
    text = page.read_text(encoding="utf-8")
    assert text.count("```console") == len(BLOCK.findall(text))


def test_the_readme_shows_three_outputs_in_few_words():
    text = README.read_text(encoding="utf-8")
    assert len(BLOCK.findall(text)) == 3
    assert len(text.split()) <= LONGEST_README


def test_the_readme_begins_with_one_short_sentence():
    title, sentence, *_ = README.read_text(encoding="utf-8").split("\n\n")
    assert title == "# cpind"
    assert len(sentence.split()) <= 10
    assert sentence.endswith(".")


def test_the_two_commands_come_first():
    lines = [line.strip() for line in README.read_text(encoding="utf-8").splitlines() if line.startswith("    ")]
    assert lines[:2] == ["pip install . && cpind rates", "pip install '.[test]' && pytest"]


def rewrite() -> None:
    """Put what the commands print today into every page."""
    os.chdir(ROOT / "examples" / "warwickshire")
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        page.write_text(BLOCK.sub(lambda m: f"```console\n$ {m[1]}\n{printed(m[1])}```\n", text), encoding="utf-8")


if __name__ == "__main__":
    import test_docs

    test_docs.rewrite()
    rewrite()
