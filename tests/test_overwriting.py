"""Nothing is written over what was read or named; what is written is written whole, and nothing else is."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support import run
from support.platforms import POSIX
from support.processes import one_after_another
from support.releases import invented, write_release

from cpind.benchmarks.store import FILE_NAME as STORE
from cpind.errors import InputError
from cpind.inputs.saving import UNFINISHED, save_bytes

pytestmark = pytest.mark.slow

REFUSED = "that is one of the inputs; write"
ROWS = "child_id,plan_start,plan_end,team\nA1,2019-05-01,2019-12-30,North\nA2,2019-06-01,,South\n"


def refused(target: Path, *arguments: str) -> None:
    """The command must refuse to write the target, and leave it as it was."""
    before = target.read_bytes()
    result = run(*arguments, "-f", "csv", "-o", target)
    assert (result.exit_code, REFUSED in result.stderr) == (2, True), result.output
    assert target.read_bytes() == before


# --- the inputs -------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["rates", "figures", "check", "convert", "inspect", "activity"])
@pytest.mark.parametrize("target", ["extract.csv", "population.csv", "benchmarks.csv", "cpind.toml"])
def test_no_command_overwrites_a_file_that_the_settings_name(example, command, target):
    refused(example / target, command)


@pytest.mark.parametrize("target", ["extract.csv", "returns.csv", "population.csv", "cpind.toml"])
def test_a_list_of_checks_does_not_overwrite_a_named_file(example, target):
    refused(example / target, "check", "--list", "extract.csv", "returns.csv")


def test_settings_that_cannot_be_read_are_not_overwritten_either(here):
    (here / "cpind.toml").write_text("not = [toml")
    (here / "e.csv").write_text(ROWS)
    refused(here / "e.csv", "check", "--list", "e.csv")
    assert run("check", "--list", "-o", "list.csv").exit_code == 0


def test_files_of_the_settings_are_safe_where_the_command_line_gives_another(example):
    (example / "other.csv").write_text(ROWS)
    (example / "people.csv").write_text("area,mid_year,population\nWarwickshire,2018,1000\n")
    for target in ("extract.csv", "population.csv", "benchmarks.csv"):
        refused(example / target, "rates", "other.csv", "--population", "people.csv")
    refused(example / "people.csv", "rates", "other.csv", "--population", "people.csv")


def test_settings_named_on_the_command_line_are_not_overwritten(example):
    shutil.copy("cpind.toml", "mine.toml")
    refused(example / "mine.toml", "rates", "--config", "mine.toml")
    refused(example / "mine.toml", "check", "--list", "--config", "mine.toml")


@POSIX
@pytest.mark.parametrize("link", [os.link, os.symlink], ids=["hard link", "symbolic link"])
def test_links_to_an_input_are_not_overwritten(example, link):
    link(example / "extract.csv", example / "again.csv")
    refused(example / "again.csv", "convert", "extract.csv")
    refused(example / "extract.csv", "convert", "again.csv")


@pytest.mark.parametrize("spelling", ["./extract.csv", "../warwickshire/extract.csv", ".//extract.csv"])
def test_other_spellings_of_an_inputs_path_are_not_overwritten(example, spelling):
    refused(Path(spelling), "convert", "extract.csv")
    refused(example / "extract.csv", "convert", spelling)


def test_files_of_an_input_folder_are_not_overwritten(here):
    (here / "all").mkdir()
    (here / "all" / "e.csv").write_text(ROWS)
    (here / "all" / "f.csv").write_text(ROWS.replace("A", "B"))
    for target in ("all/e.csv", "all/f.csv"):
        refused(here / target, "activity", "all")
        refused(here / target, "check", "--list", "all")
    (here / "all" / "answer.md").write_text("an older answer")  # which is never read
    assert run("activity", "all", "-o", "all/answer.md").exit_code == 0


def test_an_input_zip_is_not_overwritten(here):
    with zipfile.ZipFile("e.zip", "w") as archive:
        archive.writestr("e.csv", ROWS)
    refused(here / "e.zip", "activity", "e.zip")


def in_a_process(*arguments: str, **streams: object) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "cpind", *arguments], stderr=subprocess.PIPE, text=True, **streams)


def test_the_file_behind_standard_input_is_not_overwritten(here):
    (here / "e.csv").write_text(ROWS)
    with open("e.csv") as stream:
        found = in_a_process("convert", "-", "-o", "e.csv", stdin=stream)
    assert found.returncode == 2 and REFUSED in found.stderr
    assert (here / "e.csv").read_text() == ROWS


def test_standard_output_redirected_to_an_input_is_refused(here):
    (here / "e.csv").write_text(ROWS)
    with open("e.csv", "a") as stream:
        found = in_a_process("convert", "e.csv", stdout=stream)
    assert found.returncode == 2 and "standard output: that is one of the inputs" in found.stderr
    assert (here / "e.csv").read_text() == ROWS


@pytest.fixture
def store(example) -> Path:
    """A store of benchmarks beside the settings of the example."""
    write_release(example / "release", invented([2019, 2020]))
    assert run("benchmarks", "import", *sorted(map(str, (example / "release").iterdir()))).exit_code == 0
    return example / STORE


def test_the_store_is_not_overwritten(store):
    refused(store, "benchmarks", "show", "rates", "--authority", "Aldershire")
    refused(store, "reconcile", "returns.csv", "--authority", "Aldershire")
    refused(store, "rates")  # which compares with another file, named in the settings
    refused(Path("cpind.toml"), "benchmarks", "show", "rates", "--authority", "Aldershire")
    refused(Path("extract.csv"), "benchmarks", "show", "rates", "--authority", "Aldershire")


def test_an_import_does_not_overwrite_its_input(store):
    release = sorted((store.parent / "release").iterdir())[0]
    before = release.read_bytes()
    for target in (release, Path("extract.csv"), Path("cpind.toml")):
        assert run("benchmarks", "import", release, "--benchmarks", target).exit_code == 2
    assert release.read_bytes() == before


@POSIX
def test_settings_are_never_made_twice(here):
    (here / "cpind.toml").symlink_to("nowhere.toml")
    result = run("init")
    assert result.exit_code == 1 and "already exists and is left as it is" in result.stderr
    assert not (here / "nowhere.toml").exists() and os.listdir(here) == ["cpind.toml"]


# --- written whole ----------------------------------------------------------------------------------


@POSIX
@pytest.mark.parametrize("name", ["out.csv", "out.xlsx", "out.md", "out.json"])
def test_an_output_keeps_its_mode_and_its_link(here, name):
    (here / "e.csv").write_text(ROWS)
    target = here / f"target-{name}"
    target.write_text("old")
    target.chmod(0o640)
    (here / name).symlink_to(target.name)
    assert run("repeats", "e.csv", "-o", name).exit_code == 0
    assert (here / name).is_symlink() and stat.S_IMODE(target.stat().st_mode) == 0o640
    assert target.stat().st_size > 30
    assert sorted(os.listdir(here)) == sorted(["e.csv", name, target.name])


def test_a_new_output_has_the_mode_of_any_new_file(here):
    save_bytes("made", b"1")
    (here / "other").write_text("1")
    assert (here / "made").stat().st_mode == (here / "other").stat().st_mode


@POSIX
def test_an_output_may_have_the_longest_name_allowed(here):
    name = "n" * 255
    save_bytes(name, b"1")
    save_bytes(name, b"2")
    assert Path(name).read_bytes() == b"2" and os.listdir(here) == [name]


@POSIX
def test_a_full_disk_leaves_the_old_file(here):
    (here / "e.csv").write_text(ROWS)
    written = {
        "out.csv": ["figures", "e.csv", "-o"],
        "out.xlsx": ["activity", "e.csv", "-o"],
        "out.tsv": ["convert", "--example", "-o"],
        "out.json": ["check", "--list", "-o"],
        "out.md": ["inspect", "e.csv", "-o"],
    }
    for name in written:
        (here / name).write_text("old")
    before = sorted(os.listdir(here))
    commands = [[*arguments, name] for name, arguments in written.items()] + [["init", "."]]
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))"
    for done in one_after_another(*commands, before=limited):
        assert done.returncode == 1
        assert done.stderr.splitlines()[-1].endswith("can't be written: File too large")
    assert sorted(os.listdir(here)) == before
    assert {(here / name).read_text() for name in written} == {"old"}


def test_a_move_that_fails_leaves_the_old_file(here, monkeypatch):
    (here / "out").write_text("old")

    def refuse(*paths):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(InputError, match="out can't be written: Permission denied"):
        save_bytes("out", b"new")
    assert (here / "out").read_text() == "old" and os.listdir(here) == ["out"] and not UNFINISHED


def test_a_file_that_may_not_be_written_is_not_replaced(here, monkeypatch):
    (here / "out").write_text("old")
    (here / "out").chmod(0o444)
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # who is root may write everything
    with pytest.raises(InputError, match="out can't be written: Permission denied"):
        save_bytes("out", b"new")
    assert (here / "out").read_text() == "old"


def test_a_device_stays_a_device(here):
    assert run("rates", "-f", "csv", "-o", os.devnull).exit_code == 0
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


@POSIX
def test_a_pipe_stays_a_pipe(here):
    os.mkfifo("pipe")
    reader = subprocess.Popen([sys.executable, "-c", "print(open('pipe').read())"], stdout=subprocess.PIPE)
    assert run("check", "--list", "-f", "csv", "-o", "pipe").exit_code == 0
    assert b"unreadable" in reader.communicate(timeout=60)[0]
    assert stat.S_ISFIFO(os.stat("pipe").st_mode)


@pytest.mark.parametrize("options", [["-q"], []])
@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("nowhere/out.csv", "there is no folder nowhere; make it, or name another"),
        ("dir.csv", f"it is a folder; name a file, as {os.path.join('dir.csv', 'FILE.csv')}"),
        ("e.csv/out.csv", "e.csv is a file, and no folder; name another"),
    ],
)
def test_an_impossible_output_path_is_one_line_with_the_remedy(here, target, why, options):
    (here / "dir.csv").mkdir()
    (here / "e.csv").write_text(ROWS)
    for command in (
        ["repeats", "e.csv"],
        ["check", "e.csv"],
        ["scorecard", "e.csv"],
    ):
        result = run(*command, *options, "-o", target)
        assert result.exit_code == 1
        assert result.stderr.splitlines()[-1] == f"Error: {target} can't be written: {why}"
        assert "extract to" not in result.stderr  # no note of a table that is not written
    with pytest.raises(InputError, match=re.escape(why)):
        save_bytes(target, b"")


@pytest.mark.parametrize("target", ["folder", "folder/", "nowhere/out.csv", "e.csv/out.csv", "x" * 300, "d/" * 3000])
def test_an_impossible_output_path_is_refused(here, target):
    (here / "folder").mkdir()
    (here / "e.csv").write_text(ROWS)
    result = run("repeats", "e.csv", "-f", "csv", "-o", target)
    assert result.exit_code == 1 and "can't be written: " in result.stderr.splitlines()[-1]
    assert sorted(os.listdir(here)) == ["e.csv", "folder"]


# --- nothing else is --------------------------------------------------------------------------------

WATCHED = """
import json, os, sys
written = []
def watch(event, found):
    if event == "open" and isinstance(found[0], (str, bytes)):
        mode, flags = found[1], found[2] or 0
        if (mode and set("wax+") & set(mode)) or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            written.append(os.fsdecode(found[0]))
sys.addaudithook(watch)
from cpind.cli import main
{further}
for arguments in {commands!r}:
    written.clear()
    try:
        main(arguments, prog_name="cpind")
    except SystemExit as end:
        print(json.dumps([end.code, *written]), file=sys.stderr)
"""


def watched(*commands: list[str], further: str = "") -> subprocess.CompletedProcess:
    """Commands in a process that prints on standard error, for each, its exit code and the files that it opened to write;
    temporary files would go to the folder "temporary"."""
    Path("temporary").mkdir()
    return subprocess.run(
        [sys.executable, "-B", "-c", WATCHED.format(commands=commands, further=further)],
        capture_output=True,
        text=True,
        errors="replace",
        env={**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(Path("temporary").resolve()))},
    )


def test_no_file_is_written_but_the_one_asked_for(here):
    (here / "e.csv").write_text(ROWS)
    formats = ["csv", "tsv", "json", "markdown", "xlsx", "table"]
    commands = [
        (["convert"], formats[:2] + ["xlsx"]),
        (["check", "--rows"], formats),
        (["figures", "--by", "team"], formats),
    ]
    asked = [
        ([*command, "e.csv", "-q", "-f", format], output)
        for command, its_formats in commands
        for format in its_formats
        for output in (["-o", "out"], [])
    ]
    done = watched(*(arguments + output for arguments, output in asked))
    assert done.returncode == 0, done.stderr
    for (arguments, output), line in zip(asked, done.stderr.splitlines(), strict=True):
        code, *paths = json.loads(line)
        paths = [path for path in paths if path != os.devnull and "__pycache__" not in path]
        assert code == 0, arguments
        assert len(paths) == (1 if output else 0), (arguments, paths)
        assert all(path.startswith(str(here / ".cpind-")) for path in paths), (arguments, paths)
    assert os.listdir("temporary") == [] and sorted(os.listdir(here)) == ["e.csv", "out", "temporary"]


@POSIX
def test_a_killed_process_leaves_nothing_in_the_temporary_folder(here):
    (here / "e.csv").write_text(ROWS)
    kill = "import zipfile, signal\nzipfile.ZipFile.close = lambda self: os.kill(os.getpid(), signal.SIGKILL)"
    found = watched(["convert", "e.csv", "-o", "out.xlsx"], further=kill)
    assert found.returncode == -signal.SIGKILL
    assert os.listdir("temporary") == [] and sorted(os.listdir(here)) == ["e.csv", "temporary"]


@POSIX
def test_an_interrupt_while_a_file_is_written_leaves_nothing(here):
    (here / "e.csv").write_text(ROWS)
    (here / "out.csv").write_text("old")
    interrupt = "import signal\nos.replace = lambda *paths: os.kill(os.getpid(), signal.SIGINT)"
    interrupt += "\nfrom cpind.__main__ import run\nmain = lambda arguments, **named: run()"
    interrupt += "\nsys.argv[1:] = ['convert', 'e.csv', '-q', '-o', 'out.csv']"
    found = watched([], further=interrupt)
    assert (found.returncode, found.stderr) == (1, "cpind: interrupted\n")
    assert (here / "out.csv").read_text() == "old" and sorted(os.listdir(here)) == ["e.csv", "out.csv", "temporary"]


def test_a_workbook_written_is_readable_by_others(here):
    (here / "e.csv").write_text(
        'child_id,plan_start,plan_end,team\n007,2019-05-01,,"<a & b> ""c"""\n8,2019-06-01,2019-07-31,_x0041_\n'
    )
    assert run("convert", "e.csv", "-o", "out.xlsx").exit_code == 0
    first, *rows = load_workbook("out.xlsx").active.iter_rows(values_only=True)
    assert first == ("child_id", "team", "plan_start", "plan_end")
    assert rows[0] == ("007", '<a & b> "c"', "2019-05-01", None)
    back = run("convert", "out.xlsx").stdout  # Excel, too, reads _x0041_ as A where it is not spelt _x005F_x0041_
    assert list(csv.reader(back.splitlines()))[2] == ["8", "_x0041_", "2019-06-01", "2019-07-31"]
    run("convert", "e.csv", "-o", "again.xlsx")
    assert Path("again.xlsx").read_bytes() == Path("out.xlsx").read_bytes()
