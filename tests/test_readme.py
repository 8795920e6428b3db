"""The README's outputs are what the commands print. `python tests/test_readme.py` writes them anew."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n\$ (.+)\n((?:.*\n)*?)```\n")


def printed(command: str, folder: Path) -> str:
    """What a command prints on standard output, run where the README says it runs."""
    # cpind as a module of this very Python, so that the test needs no PATH.
    program = command.replace("cpind", f'"{sys.executable}" -m cpind', 1)
    run = subprocess.run(
        program,
        shell=True,
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def copied(folder: Path) -> Path:
    shutil.copytree(ROOT / "examples", folder / "examples")
    return folder / "examples" / "warwickshire"


@pytest.mark.parametrize("command, output", BLOCK.findall(README.read_text(encoding="utf-8")))
def test_output_in_the_readme_is_real(command, output, tmp_path):
    assert printed(command, copied(tmp_path)) == output


def test_readme_shows_every_kind_of_output():
    assert len(BLOCK.findall(README.read_text(encoding="utf-8"))) >= 6


def test_the_two_commands_come_first():
    lines = [line.strip() for line in README.read_text(encoding="utf-8").splitlines() if line.startswith("    ")]
    assert lines[:2] == ["pip install . && cpind rates", "pip install '.[test]' && pytest"]


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    where = ROOT / "examples" / "warwickshire"
    README.write_text(BLOCK.sub(lambda m: f"```console\n$ {m[1]}\n{printed(m[1], where)}```\n", text), encoding="utf-8")
