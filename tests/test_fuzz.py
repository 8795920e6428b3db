"""Every kind of input, damaged, through every command: an answer or a message, no fault, and nobody named.

Short in the suite; `CPIND_PROFILE=nightly pytest tests/test_fuzz.py` runs sixty times as many.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import run
from support.fuzzing import BIRTHS, DAMAGES, KINDS, PLANTED, files_of, folder_of
from support.profiles import examples

ANY = ["table", "csv", "json", "markdown"]
COMMANDS = [
    ["rates"], ["rates", "--by", "district"], ["two-year"], ["two-year", "--open"], ["icpc"], ["icpc", "--by", "team"], ["repeats"],
    ["gaps"], ["reviews"], ["activity", "--by", "ethnic-group"], ["activity", "--by", "Surname"], ["activity", "--by", "nhs"],
    ["activity", "--by", "age", "--bad-dates", "blank"], ["figures"], ["figures", "--by", "latest_category"], ["scorecard"], ["check"],
    ["check", "--rows"], ["inspect"], ["convert"], ["benchmarks"], ["benchmarks", "import"], ["benchmarks", "show", "icpc"],
    ["benchmarks", "show"], ["reconcile"], ["init"], ["due"], ["due", "--rows"],
]  # fmt: skip
LIST_CHILDREN = (["check", "--rows"], ["convert"], ["due", "--rows"])
"""Their standard output is for whoever may see the children."""

WITHOUT_EXTRACT = ("benchmarks", "init")


def damaged_folder(kind: str, damages: list[tuple[str, int]]) -> dict[str, bytes]:
    """The folder of a kind, one of its files damaged in each of these ways."""
    found = dict(folder_of(kind))
    for name, number in damages:
        rng = random.Random(number)
        path = rng.choice(sorted(files_of(kind)))
        found[path] = DAMAGES[name](found[path], rng)
    return found


def arguments_of(kind: str, command: list[str]) -> list[str]:
    """The command with the files that it takes."""
    mine = sorted(files_of(kind))
    if command[:2] == ["benchmarks", "import"]:
        return [*command, *mine]
    if kind in ("store", "population", "settings") or command[0] == "benchmarks":
        return command
    return [*command, *mine] if command[0] not in WITHOUT_EXTRACT or command[0] == "init" else command


def shown_of_nobody(text: str, command: list[str], births: bool) -> list[str]:
    """What of the planted children stands in a text."""
    found = [planted for planted in PLANTED if planted.lower() in text.lower()]
    if births:
        forms = (form for birth in BIRTHS for form in (birth.isoformat(), f"{birth:%d/%m/%Y}", f"{birth:%Y%m%d}"))
        found += [form for form in forms if form in text]
    return found


@examples(50, nightly=80)
@given(
    kind=st.sampled_from(sorted(KINDS)),
    command=st.sampled_from(COMMANDS),
    damages=st.lists(st.tuples(st.sampled_from(sorted(DAMAGES)), st.integers(0, 2**32)), min_size=0, max_size=3),
)
def test_damaged_inputs_end_in_an_answer_or_a_message(kind, command, damages):
    attempt(kind, command, damages)


def attempt(kind: str, command: list[str], damages: list[tuple[str, int]]) -> None:
    """Run a command on a damaged folder, and see that nothing goes wrong."""
    before, folder = Path.cwd(), Path(tempfile.mkdtemp())
    try:
        os.chdir(folder)
        for name, data in damaged_folder(kind, damages).items():
            (folder / name).write_bytes(data)
        if command == ["init"] and kind != "settings":
            (folder / "cpind.toml").unlink()
        result = run(*arguments_of(kind, command))
    finally:
        os.chdir(before)
        shutil.rmtree(folder)
    assert result.exit_code in (0, 1, 2), result.output
    assert "fault in cpind" not in result.output and "Traceback" not in result.output
    # A birth in a column of events is a date like any other, and a damaged identifier another text.
    births = all(name in ("odd-word", "cut-rows", "short-row", "no-headings") for name, _ in damages)
    assert not shown_of_nobody(result.stderr, command, births), result.stderr
    if command not in LIST_CHILDREN:
        assert not shown_of_nobody(result.stdout, command, births), result.stdout


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_undamaged_inputs_are_read(kind):
    """The fuzz begins with what works: otherwise it would prove nothing."""
    before, folder = Path.cwd(), Path(tempfile.mkdtemp())
    try:
        os.chdir(folder)
        for name, data in folder_of(kind).items():
            (folder / name).write_bytes(data)
        command = ["benchmarks", "import"] if kind == "release" else ["activity"]
        result = run(*arguments_of(kind, command))
    finally:
        os.chdir(before)
        shutil.rmtree(folder)
    assert result.exit_code == 0, result.output
    if command == ["activity"]:
        assert re.search(r"plans.started", result.stdout + result.stderr, re.IGNORECASE)
