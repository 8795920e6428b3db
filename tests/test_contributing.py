"""CONTRIBUTING.md's recipes, followed literally: each adds its one file to a copy of cpind, and prints what the page shows.

A recipe is a section under "## Recipes". A line that ends in "`PATH`:" says where the fenced block below it goes: files of
`src/` and `tests/` into the copy, others into the folder in which the commands of the ```console blocks run, which is
the copy's examples/warwickshire.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from support import EXAMPLES, ROOT

import cpind

pytestmark = pytest.mark.slow

PAGE = ROOT / "CONTRIBUTING.md"
FENCED = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
PATH = re.compile(r"`([\w./-]+)`:$")
COMMAND = re.compile(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


class Recipe(NamedTuple):
    """A section: its title, the files that it adds (path, text), and its commands with what each prints."""

    title: str
    files: list[tuple[str, str]]
    commands: list[tuple[str, str]]


def recipes_of(page: str) -> list[Recipe]:
    """The sections under "## Recipes" that hold a fenced block."""
    _, _, below = page.partition("\n## Recipes\n")
    recipes = []
    for section in re.split(r"^### ", below.partition("\n## ")[0], flags=re.MULTILINE)[1:]:
        recipe = Recipe(section.partition("\n")[0], [], [])
        for block in FENCED.finditer(section):
            above = section[: block.start()].rstrip().rpartition("\n")[2]
            if block["language"] == "console":
                recipe.commands.extend(COMMAND.findall(block["text"]))
            elif path := PATH.search(above):
                recipe.files.append((path[1], block["text"]))
            else:
                raise AssertionError(f"{recipe.title}: no line above a block names its file: {above}")
        if recipe.files or recipe.commands:
            recipes.append(recipe)
    return recipes


RECIPES = recipes_of(PAGE.read_text(encoding="utf-8"))


def linked(source: str, target: str) -> None:
    """A link, or a copy if the folder of tests is on another file system."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of cpind's source with its compiled files, as links, of the examples, and of what tests share. A recipe changes no
    file that is there."""
    package = Path(cpind.__file__).parent
    shutil.copytree(package, tmp_path / "src" / "cpind", copy_function=linked)
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    shutil.copytree(ROOT / "tests" / "support", tmp_path / "tests" / "support")
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path / "tests" / "conftest.py")
    return tmp_path


def run_in(copy: Path, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """A module of Python (cpind, pytest) in the copy's examples/warwickshire, where `import cpind` is the copy's."""
    # -P: the working folder is not searched for modules, so that nothing there passes for one.
    return subprocess.run(
        [sys.executable, "-P", "-m", *arguments],
        cwd=copy / "examples" / "warwickshire",
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(str(copy / n) for n in ("src", "tests"))},
        capture_output=True,
        encoding="utf-8",
    )


def test_there_is_a_recipe_for_everything_that_can_be_added():
    titles = " ".join(recipe.title for recipe in RECIPES)
    assert all(word in titles for word in ("indicator", "check", "grouping", "reader", "format")), titles
    for recipe in RECIPES:
        assert recipe.commands, f"{recipe.title} shows no output"
        added = [path for path, _ in recipe.files if path.startswith("src/")]
        assert len(added) == 1, f"{recipe.title} adds or changes {added}"


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.title.replace(" ", "-"))
def test_each_recipe_prints_the_output_that_it_shows(copy: Path, recipe: Recipe):
    tests = []
    for path, text in recipe.files:
        is_ours = path.startswith(("src/", "tests/"))
        target = (copy if is_ours else copy / "examples" / "warwickshire") / path
        assert not (is_ours and target.exists()), f"{path} is there already"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
        if path.startswith("tests/"):
            tests.append(str(target))
    for command, output in recipe.commands:
        program, *arguments = shlex.split(command)
        assert program == "cpind", command
        done = run_in(copy, ["cpind", *arguments])
        assert (done.stdout, done.returncode) == (output, 0), done.stderr
    if tests:
        done = run_in(copy, ["pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(copy / "tests"), *tests])
        assert done.returncode == 0, done.stdout


def test_the_page_is_read_as_it_is_written():
    page = (
        "# Title\n\n```text\nnot this\n```\n\n## Recipes\n\n### Add a check\n\nWords.\n\n`src/cpind/checks/a.py`:\n\n"
        "```python\nx = 1\n\ny = 2\n```\n\nWith these rows in `a.csv`:\n\n```csv\n1,2\n```\n\n```console\n$ cpind check a.csv\n"
        "one\n\ntwo\n$ cpind check --list\n```\n\n## More\n\n```python\nnor this\n```\n"
    )
    files = [("src/cpind/checks/a.py", "x = 1\n\ny = 2\n"), ("a.csv", "1,2\n")]
    commands = [("cpind check a.csv", "one\n\ntwo\n"), ("cpind check --list", "")]
    assert recipes_of(page) == [Recipe("Add a check", files, commands)]
