"""What pytest itself looks for: the profile of Hypothesis, and the fixtures. Helpers are in tests/support/."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.register_assert_rewrite("support.comparing", "support.layouts")  # their assertions say what differs

from support import EXAMPLES, GOLDEN, profiles
from support.drawn_once import drawing_once
from support.read_once import reading_once

import cpind.inputs.reading
import cpind.output.charts.drawing

os.environ["CPIND_TRACEBACK"] = "1"  # a fault of cpind's own must fail a test, not pass for a refusal
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # without bytecode each process that tests start compiles cpind anew

profiles.load_profile()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the files in tests/golden anew")


def pytest_collection_finish() -> None:
    """Libraries and tests stay to the end: a search for garbage looks at them never again, and is made seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_sessionfinish() -> None:
    """What is left is not searched for garbage either, as pytest does five times when it ends."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _once() -> Iterator[None]:
    """Commands read the same large files once, and documents draw the same chart once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cpind.inputs.reading, "read", reading_once(cpind.inputs.reading.read))
        patch.setattr(cpind.output.charts.drawing, "_drawn", drawing_once(cpind.output.charts.drawing._drawn))
        yield


@pytest.fixture
def drawn_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Charts are drawn each time."""
    monkeypatch.setattr(cpind.output.charts.drawing, "_drawn", cpind.output.charts.drawing._drawn.__wrapped__)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def examples_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the examples for the tests of a process."""
    return Path(shutil.copytree(EXAMPLES, tmp_path_factory.mktemp("once") / "examples"))


@pytest.fixture
def example(examples_of_tests: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The working folder is a copy of the example: extract.csv, returns.csv, population.csv, benchmarks.csv, cpind.toml. A test may
    change, add and remove files; afterwards the copy is as it was."""
    before = _state(examples_of_tests)
    folder = examples_of_tests / "warwickshire"
    monkeypatch.chdir(folder)
    yield folder
    after = _state(examples_of_tests)
    for path in sorted((path for path, state in after.items() if before.get(path) != state), reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    for path in sorted(path for path, state in before.items() if after.get(path) != state):
        original = EXAMPLES / path.relative_to(examples_of_tests)
        path.mkdir() if original.is_dir() else shutil.copy2(original, path)


def _state(folder: Path) -> dict[Path, tuple[int, ...]]:
    """All that is in a folder and those below it: of a file, which one it is, its size, and when it was changed."""
    state: dict[Path, tuple[int, ...]] = {}
    for parent, folders, files in os.walk(folder):
        state |= {Path(parent, name): () for name in folders}
        for path in (Path(parent, name) for name in files):
            about = path.lstat()
            state[path] = (about.st_ino, about.st_mode, about.st_size, about.st_mtime_ns)
    return state


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
