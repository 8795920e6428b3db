"""The house: imports point one way, help costs nothing, every command is documented, the notebook verbs are there."""

from __future__ import annotations

import ast
import re
import rlcompleter
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click import Context
from support import run

import cpind
from cpind.cli import main

SOURCE = Path(cpind.__file__).parent

ROOMS = ("errors", "model", "inputs", "figures", "benchmarks", "checks", "analysis", "output", "report", "cli")
"""The rooms in the order of the data: a module imports only from rooms before its own, or from its own."""

GROUND_FLOOR = 10
"""So many names somebody new can take in at a glance; besides the package's own files."""


def imported(path: Path) -> set[str]:
    """The rooms (modules or packages right under cpind) that a file imports."""
    depth = len(path.relative_to(SOURCE).parts)
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == depth:
            rooms |= {node.module.split(".")[0]} if node.module else {alias.name for alias in node.names}
    return rooms - {"__version__"}


def test_imports_point_one_way():
    for path in SOURCE.rglob("*.py"):
        room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        if room in ("__init__", "__main__", "demo"):
            continue
        for other in imported(path) - {room}:
            assert ROOMS.index(other) < ROOMS.index(room), f"{path.relative_to(SOURCE)} imports {other}"


def test_every_package_of_src_is_a_room():
    found = {path.name.removesuffix(".py") for path in SOURCE.iterdir()} - {"__pycache__", "demo"}
    assert found - {"__init__", "__main__", "py.typed"} == set(ROOMS)
    assert len(ROOMS) <= GROUND_FLOOR


def test_only_the_command_line_knows_click():
    for path in SOURCE.rglob("*.py"):
        if path.parent.name != "cli":
            assert not re.search(r"^\s*(import click|from click)", path.read_text(encoding="utf-8"), re.MULTILINE), (
                path.name
            )


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["rates", "--help"], ["figures", "-h"]])
def test_help_imports_nothing_heavy(arguments):
    heavy = "{'pandas', 'numpy', 'holidays', 'openpyxl', 'tabulate', 'tomllib', 'python_calamine'}"
    program = (
        f"import sys; from cpind.cli import main\ntry: main({arguments!r})\n"
        f"except SystemExit: pass\nfound = {heavy} & set(sys.modules)\nassert not found, found"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


@pytest.mark.parametrize("arguments", [["indicators"], ["rates", "-q"], ["figures", "-q"]])
def test_figures_need_no_pandas(arguments):
    program = (
        f"import sys; from cpind.cli import main\ntry: main({arguments!r})\n"
        "except SystemExit: pass\nassert not {'pandas', 'pyarrow'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


def imported_by(*arguments: str) -> set[str]:
    """The modules that are imported when a command ends, which must succeed."""
    program = (
        f"import atexit, sys; from cpind.__main__ import run; sys.argv[1:] = {arguments!r}\n"
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr)); run()"
    )
    ended = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return set(ended.stderr.split())


def test_the_help_of_all_commands_imports_nothing_that_computes_or_writes():
    rooms = {name.split(".")[1] for name in imported_by("--help") if name.startswith("cpind.")}
    assert rooms <= {"__main__", "cli", "errors", "model", "output"}


OF_RECIPES = ("figures.indicators", "figures.groupings", "checks", "inputs.readers", "output.formats")
"""Where a recipe adds a file, which is then imported: one more must not exceed what follows."""

MODULES_OF_RATES = 210
"""A module costs rates of a small extract some 0.1 ms and a dataclass 0.3 ms. If this is exceeded, import what is new inside the
function that needs it; raise it only for what every run needs."""


def test_rates_import_what_they_need(example):
    modules = imported_by("rates", "-q")
    slow = {"tabulate", "numpy.ma", "json", "secrets", "hashlib", "importlib.metadata", "concurrent.futures", "lxml"}
    assert not slow & modules
    of_recipes = tuple(f"cpind.{room}." for room in OF_RECIPES)
    own = [name for name in modules if name.startswith("cpind.") and not name.startswith(of_recipes)]
    assert len(own) <= MODULES_OF_RATES


def test_importing_cpind_imports_neither_pandas_nor_numpy_nor_click():
    program = "import sys, cpind; assert not {'pandas', 'numpy', 'click'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_notebook_verbs_are_there():
    for name in cpind.__all__:
        assert getattr(cpind, name) is not None
    with pytest.raises(AttributeError):
        getattr(cpind, "nonsense")  # noqa: B009


def help_examples(name: str) -> list[str]:
    """The commands under "Examples:" at the end of a help text."""
    command = main if name == "cpind" else main.commands[name]
    text = command.get_help(Context(command, info_name=name))
    assert "Examples:" in text, name
    return [line.strip() for line in text[text.index("Examples:") :].splitlines()[1:] if line.strip()]


@pytest.mark.parametrize("name", ["cpind", *main.commands])
def test_every_help_ends_in_two_examples_that_work(example, name):
    lines = help_examples(name)
    assert len(lines) == 2
    (example / "cpind.toml").rename(example / "settings.toml") if name == "init" else None
    for line in lines:
        program, *arguments = shlex.split(line)
        assert program == "cpind"
        result = run(*arguments)
        assert result.exit_code == 0, f"{line}: {result.output}"


@pytest.mark.parametrize("name", main.commands)
def test_every_command_is_in_the_readme_and_every_option_explained(name):
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    assert f"`cpind {name}`" in readme
    for parameter in main.commands[name].params:
        assert parameter.param_type_name == "argument" or parameter.help, parameter.name


def test_every_indicator_has_a_definition_with_its_source():
    listed = run("indicators").stdout
    for line in listed.splitlines():
        code = line.split()[0]
        printed = run("indicators", code).stdout
        assert "Source: " in printed, code
        assert "Unit: " in printed


def test_what_cpind_says_is_ascii():
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value.isascii() or node.value in ("\ufeff", "\xa0"), (path.name, node.value)


PROSE = {"note", "notes", "reason", "remark", "remarks", "said", "sentence", "sentences", "title", "heading", "basis"}
READING = {
    "startswith",
    "endswith",
    "partition",
    "rpartition",
    "split",
    "removeprefix",
    "removesuffix",
    "find",
    "index",
}


def prose_that_is_read(source: str) -> list[int]:
    """Lines that take a text for people apart: a string method on, or a search in, something that is named as one."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READING:
            read = node.func.value
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
            read = node.comparators[0]
        else:
            continue
        if isinstance(read, ast.Attribute) and read.attr in PROSE:
            found.append(node.lineno)
    return found


@pytest.mark.parametrize("room", ["figures", "benchmarks", "checks", "analysis", "output", "cli"])
def test_nothing_reads_its_own_prose(room):
    assert prose_that_is_read("if figure.note.startswith('the extract'): pass") == [1]
    assert prose_that_is_read("x = 'population' in figure.note") == [1]
    for path in (SOURCE / room).rglob("*.py"):
        assert not prose_that_is_read(path.read_text(encoding="utf-8")), path.name


def test_the_package_says_that_it_is_typed():
    assert (SOURCE / "py.typed").is_file()


def test_names_complete_in_a_notebook():
    """At run time by `__dir__`, and where an editor only reads the source by what is imported for type checkers."""
    completions = rlcompleter.Completer({"cpind": cpind}).attr_matches("cpind.")
    assert {name.rstrip("()").removeprefix("cpind.") for name in completions} == {*cpind.__all__} - {"__version__"}
    for_checkers = {
        alias.asname
        for node in ast.walk(ast.parse((SOURCE / "__init__.py").read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
        for alias in node.names
    }
    assert for_checkers == set(cpind.__all__) - {"__version__"}


def test_the_lowest_versions_are_those_that_are_tested():
    """What pyproject.toml allows, against the constraints of the workflow's job "lowest versions"."""
    root = Path(__file__).parents[1]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["report"], *(one for one in extras["test"] if one != "cpind[report]")]
    allowed = dict(re.fullmatch(r"([\w-]+)>=([\d.]+)", line).groups() for line in wanted)
    lines = (root / ".github" / "lowest.txt").read_text(encoding="utf-8").splitlines()
    tested = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert tested.keys() == allowed.keys()
    for name, version in allowed.items():
        assert re.sub(r"(\.0)+$", "", tested[name]) == re.sub(r"(\.0)+$", "", version), name
