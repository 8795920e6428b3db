"""Streams that are closed or full, interrupts, names that are not text, python -OO, files in which no date can be read: a plain
message and exit code 0, 1 or 2, never a traceback."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import ROOT, run
from support.platforms import LINUX, POSIX
from support.processes import one_after_another
from support.profiles import first

pytestmark = pytest.mark.slow

ROWS = "child_id,plan_start,plan_end,team\nA1,2019-05-01,2019-12-30,North\nA2,2019-06-01,,South\n"
COMMANDS = [
    "repeats -q e.csv",
    "--help",
    "--version",
    "convert -q e.csv -f xlsx",
]


def shell(command: str, redirected: str, *python: str) -> subprocess.CompletedProcess:
    program = " ".join([sys.executable, *python, "-m", "cpind"])
    return subprocess.run(
        ["sh", "-c", f"{program} {command} {redirected}"], capture_output=True, text=True, errors="replace"
    )


def is_plain(stderr: str) -> bool:
    return not any(sign in stderr for sign in ("Traceback", "Exception", "fault in cpind"))


@POSIX
@pytest.mark.parametrize("command", first(2, COMMANDS))
@pytest.mark.parametrize(
    ("redirected", "why"), [(">/dev/full", "No space left on device"), (">&-", "it is closed")], ids=["full", "closed"]
)
def test_a_standard_output_that_cannot_be_written_is_an_error(here, command, redirected, why):
    (here / "e.csv").write_text(ROWS)
    found = shell(command, redirected)
    assert (found.returncode, found.stderr) == (1, f"Error: standard output can't be written: {why}\n")


@POSIX
@pytest.mark.parametrize("redirected", ["2>&-", "2>/dev/full"])
def test_a_standard_error_that_cannot_be_written_is_ignored(here, redirected):
    found = shell("rates", redirected)
    assert found.returncode == 0 and found.stdout.startswith("Children subject to a child protection plan")
    found = shell("rates no-such.csv", redirected)
    assert (found.returncode, found.stdout) == (1, "")


@POSIX
def test_a_file_is_written_when_all_standard_streams_are_closed(here):
    (here / "e.csv").write_text(ROWS)
    assert shell("repeats e.csv -o out.csv", "<&- >&- 2>&-").returncode == 0
    rows = list(csv.reader((here / "out.csv").read_text(encoding="utf-8-sig").splitlines()))
    # Nothing that was meant for a stream is among the rows.
    assert rows == [["area", "2019/20 (before) (part)"], ["Extract", "0.0"]]


@POSIX
@pytest.mark.parametrize("command", COMMANDS)
def test_a_closed_pipe_on_standard_output_ends_quietly(here, command):
    (here / "e.csv").write_text(ROWS)
    found = shell(command, "| true")
    assert found.returncode == 0 and found.stderr == ""


AT_AN_IMPORT = """
import os, signal, sys
class Interrupts:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupts())
from cpind.__main__ import run
sys.argv[1:] = {arguments!r}
run()
"""


@POSIX
@pytest.mark.parametrize(
    "name", first(3, ["click", "cpind.output.convert", "pandas", "cpind.cli", "numpy", "cpind.inputs.flat"])
)
def test_an_interrupt_while_libraries_are_imported(here, name):
    arguments = ["check", "--rows", "--example"] if name == "pandas" else ["convert", "--example", "-o", "out.xlsx"]
    program = AT_AN_IMPORT.format(name=name, arguments=arguments)
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert found.returncode == 1 and found.stderr.splitlines()[-1] == "cpind: interrupted"
    assert is_plain(found.stderr) and os.listdir(here) == []


@POSIX
@pytest.mark.parametrize("delay", first(2, [0.1, 0.3, 0.05, 0.2, 0.4]))
def test_an_interrupt_at_any_time(here, delay):
    import signal

    program = "from cpind.__main__ import run; print(flush=True); run()"
    process = subprocess.Popen(
        [sys.executable, "-c", program, "figures", "-o", "out.csv"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    process.stdout.readline()  # Python itself is up
    time.sleep(delay)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode in (0, 1) and is_plain(stderr)
    assert os.listdir(here) in ([], ["out.csv"])


def test_an_interrupt_in_the_same_process(here, monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("cpind.cli.run.read_extract", interrupted)
    result = run("rates")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, "cpind: interrupted")


WITHOUT_DOCSTRINGS = [
    "rates",
    "check",
    "check --list",
    "indicators icpc",
    "rates --help",
]
RUN_EACH = """
import json, sys
from support import ROOT, run
results = [run(*command.split()) for command in sys.argv[1:]]
print(json.dumps([(result.exit_code, result.stdout, result.stderr) for result in results]))
"""


def test_cpind_runs_without_docstrings(here):
    """One process with -OO runs all commands: it is Python that differs, not their streams."""
    path = os.pathsep.join(str(ROOT / folder) for folder in ("tests", "src"))
    found = subprocess.run(
        [sys.executable, "-OO", "-c", RUN_EACH, *WITHOUT_DOCSTRINGS],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert found.returncode == 0, found.stderr
    for command, (exit_code, stdout, stderr) in zip(WITHOUT_DOCSTRINGS, json.loads(found.stdout), strict=True):
        usual = run(*command.split())
        assert (exit_code, is_plain(stderr)) == (usual.exit_code, True), command
        if "help" not in command and "indicators" not in command:
            assert (stdout, stderr) == (usual.stdout, usual.stderr), command


NOT_TEXT = b"caf\xe9.csv"


FORMATS = ["csv", "table", "json", "xlsx"]
NAMING = ["repeats", "check", "check --rows", "inspect", "convert", "activity --by team"]
ANSWERS = [
    (command, format) for command in NAMING for format in FORMATS if command != "convert" or format in ("csv", "xlsx")
]


@LINUX
@pytest.mark.parametrize("command, format", ANSWERS)
def test_a_name_that_is_not_text(here, command, format):
    name = os.fsdecode(NOT_TEXT)
    Path(name).write_text(ROWS)
    result = run(*command.split(), name, "-f", format)
    assert result.exit_code == 0, result.stderr
    out = os.fsdecode(b"out\xff")
    assert run(*command.split(), name, "-f", format, "-o", out).exit_code == 0
    assert Path(out).stat().st_size > 0
    if format == "table" and command in ("check", "inspect"):
        assert r"caf\xe9.csv" in result.stdout
    if format == "json":
        json.loads(result.stdout)


@LINUX
def test_a_name_that_is_not_text_by_a_process(here):
    Path(os.fsdecode(NOT_TEXT)).write_text(ROWS)
    commands = []
    for number, (command, format) in enumerate([("check", "table"), ("check --rows", "json"), ("convert", "xlsx")]):
        arguments = [*command.split(), NOT_TEXT, "-f", format]
        commands += [arguments, [*arguments, "-o", b"out\xff%d" % number]]
    for done in one_after_another(*commands):
        assert done.returncode == 0 and is_plain(done.stderr)
    for number in range(3):
        assert Path(os.fsdecode(b"out\xff%d" % number)).stat().st_size > 0


@LINUX
def test_a_name_that_is_not_text_in_messages(here):
    (here / "e.csv").write_text(ROWS)
    commands = (
        ["rates", b"no\xff.csv"],
        ["init", b"no\xff.csv"],
        ["rates", "e.csv", "--population", b"\xff"],
        ["rates", "e.csv", "--benchmarks", b"\xff"],
        ["rates", "e.csv", "--config", b"\xff"],
        ["rates", "e.csv", "--by", b"\xff"],
        ["rates", "e.csv", "--sheet", b"\xff"],
        ["rates", "e.csv", "-e", b"\xff"],
        ["rates", "e.csv", "--as-at", b"\xff"],
        ["rates", "e.csv", "-o", b"\xff"],
        ["benchmarks", "import", b"\xff"],
        ["benchmarks", "show", b"\xff"],
        [b"\xff"],
        [b"--\xff"],
    )
    for arguments, (code, _, message) in zip(commands, one_after_another(*commands), strict=True):
        assert code in (1, 2) or arguments[0] == "init", arguments
        assert message.isascii() and is_plain(message) and "ff" in message, (arguments, message)


def test_settings_cannot_name_a_file_whose_name_is_not_text(here):
    Path(os.fsdecode(NOT_TEXT)).write_text(ROWS)
    result = run("init", os.fsdecode(NOT_TEXT))
    assert result.exit_code == 1 and "a cpind.toml can't name a file that is called so" in result.stderr
    assert not (here / "cpind.toml").exists()


LONG = ["x" * 300 + ".csv", "d/" * 3000 + "e.csv"]


@pytest.mark.parametrize(
    "path", [*LONG, "folder", "e.csv/e.csv"], ids=["long name", "long path", "folder", "below a file"]
)
@pytest.mark.parametrize(
    "command",
    [
        "repeats {}",
        "check {}",
        "inspect {}",
        "convert {}",
        "reconcile {}",
        "repeats e.csv --config {}",
        "rates e.csv --population {}",
        "rates e.csv --benchmarks {}",
        "benchmarks import {}",
        "benchmarks import e.csv --benchmarks {}",
        "benchmarks show rates --authority Alder --benchmarks {}",
        "benchmarks show rates --config {}",
    ],
)
def test_paths_where_no_file_can_be(here, command, path):
    (here / "folder").mkdir()
    (here / "e.csv").write_text(ROWS)
    result = run(*command.format(path).split())
    assert result.exit_code == 1 and result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("path", LONG)
def test_settings_where_no_file_can_be(here, path):
    result = run("init", path)
    assert result.exit_code == 1 and result.stderr.endswith("File name too long\n")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(here):
    (here / "e.csv").write_text(ROWS)
    (here / "e.csv").chmod(0)
    for command in ("repeats", "check", "inspect", "convert"):
        assert run(command, "e.csv").stderr == "Error: e.csv can't be opened: Permission denied\n"


def test_an_operating_system_error_names_the_file(here, monkeypatch):
    def refuse(*arguments, **options):
        raise PermissionError(13, "Permission denied", "e.csv")

    monkeypatch.setattr("cpind.cli.run.read_extract", refuse)
    result = run("rates")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, "Error: e.csv: Permission denied")


# --- no date can be read ----------------------------------------------------------------------------

UNREADABLE = "child_id,plan_start,plan_end\nA1,99/99/2019,\nA2,31/02/2020,soon\n"


def test_check_lists_the_cells_where_no_date_can_be_read(here):
    (here / "e.csv").write_text(UNREADABLE)
    result = run("check", "e.csv", "--rows", "--only", "unreadable", "-f", "csv")
    assert result.exit_code == 1
    assert "nothing to count; these are the cells and rows that can't be read" in result.stderr
    found = [
        (row["file"], row["row"], row["child_id"], row["values"]) for row in csv.DictReader(result.stdout.splitlines())
    ]
    assert found == [
        ("e.csv", "2", "A1", 'plan_start "99/99/2019"'),
        ("e.csv", "3", "A2", 'plan_start "31/02/2020"'),
        ("e.csv", "3", "A2", 'plan_end "soon"'),
    ]
    summary = run("check", "e.csv", "-f", "csv")
    assert summary.exit_code == 1 and "unreadable,error,Cell that can't be read,3,all" in summary.stdout


def test_check_lists_rows_without_a_child_where_there_are_no_others(here):
    (here / "e.csv").write_text("child_id,plan_start,plan_end\n,2019-05-01,\n,2019-06-01,\n")
    result = run("check", "e.csv", "--rows", "-f", "csv")
    assert result.exit_code == 1 and result.stdout.count("unreadable,error,e.csv,") == 2


def test_figures_of_unreadable_dates_and_extracts_without_events_are_refused(here):
    (here / "e.csv").write_text(UNREADABLE)
    for command in (["rates"], ["convert"], ["rates", "--bad-dates", "blank"]):
        assert run(*command, "e.csv").exit_code == 1
    (here / "none.csv").write_text("child_id,plan_start,plan_end,team\nA1,,,North\n")
    result = run("check", "none.csv")
    assert (result.exit_code, result.stdout) == (1, "") and "nothing to count" in result.stderr
    assert run("check", "e.csv", "--only", "nonsense").exit_code == 2
