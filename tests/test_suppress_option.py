"""--suppress is accepted by every command that prints figures, or refused with the reason."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import date, timedelta

import click
import pytest
from support import EXAMPLES, run

from cpind.cli import main


@pytest.fixture
def here(tmp_path, monkeypatch):
    for file in (EXAMPLES / "warwickshire").iterdir():
        shutil.copy(file, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


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
    message = " ".join(result.stderr.split())
    if " ".join(command) in PRINTS_NO_FIGURES:
        assert result.exit_code == 2 and "No such option" in message
    elif result.exit_code:
        assert result.exit_code == 2 and "nothing in it can be suppressed" in message and not result.stdout
    else:
        assert not message


FEW = """child_id,plan_start,plan_end
a,2019-04-02,2020-01-02
b,2019-05-02,2020-01-03
c,2019-05-03,2020-01-04
"""


def months(*more: str) -> list[str]:
    result = run(
        "show", "net-flow", *more, "few.csv", "--month", "Apr-19..Jun-19", "--from", "2019-01-01", "-f", "csv", "-q"
    )
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()[1].split(",")[1:]


def test_a_difference_is_hidden_with_the_numbers_that_it_is_made_of(here):
    """In May two plans start and none ends: the difference of 2 counts 2 children. In June twelve start and ten end: it
    counts nobody. In April one starts and eleven end, and -10 discloses that one to anybody who knows the eleven."""
    rows = [f"d{n},2019-02-0{1 + n % 9},2019-04-{10 + n}" for n in range(11)]
    rows += [f"e{n},2019-02-0{1 + n % 9},2019-06-{10 + n}" for n in range(10)]
    rows += [f"f{n},2019-06-{10 + n},2020-02-01" for n in range(12)]
    (here / "few.csv").write_text(FEW + "\n".join(rows) + "\n")
    assert months() == ["-10", "2", "2"]
    assert months("--suppress") == ["c", "c", "2"]
    assert months("plans-ended", "plans-started", "--suppress") == ["c", "c", "2"]
    typed = ("explain", "net-flow", "few.csv", "--from", "2019-01-01", "--month", "Jun-19", "--base", "May-19")
    assert run(*typed).exit_code == 0
    refused = run(*typed, "--suppress")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "a number from 1 to 5 is among those that make up this change" in refused.stderr


def test_a_scorecard_of_a_difference_hides_it_too(here):
    (here / "few.csv").write_text(FEW)
    card = ("scorecard", "few.csv", "--indicator", "net-flow", "--from", "2018-01-01", "--as-at", "2020-03-31", "-q")
    assert " -3 " not in run(*card, "--suppress").stdout and " -3 " in run(*card).stdout


def _conferences(without_enquiry: int) -> str:
    """60 conferences of 2019/20, a few days apart, of which so many have no section 47 start."""
    days = [date(2019, 4, 3) + timedelta(days=5 * n) for n in range(60)]
    rows = [
        f"{n},{'' if n < without_enquiry else day - timedelta(days=9)},{day},{day},2\n" for n, day in enumerate(days)
    ]
    return "child_id,s47_start,icpc_date,plan_start,previous_plans\n" + "".join(rows)


@pytest.mark.parametrize("option", [["--suppress"], ["--round", "5"], ["--suppress", "--round", "5"]])
def test_a_caveat_on_many_events_stays_without_its_numbers_where_those_are_hidden(tmp_path, option):
    many, few = tmp_path / "many.csv", tmp_path / "few.csv"
    many.write_text(_conferences(20))
    few.write_text(_conferences(19))
    arguments = ("--year", "2019/20", "--as-at", "2020-07-31")
    assert "20 of the 60 conferences have no section 47 start" in run("icpc", str(many), *arguments).stdout
    caveat = "More than a tenth of the conferences have no section 47 start recorded: in the denominator, not in time"
    published = run("icpc", str(many), *arguments, *option).stdout
    assert f"{caveat} (check no-s47)." in published and "20 of" not in published
    assert "no section 47 start" not in run("icpc", str(few), *arguments, *option).stdout


def test_a_caution_that_counts_no_children_is_published(tmp_path):
    path = tmp_path / "e.csv"
    path.write_text(_conferences(20))
    caution = "Every recorded number of previous plans is 2, which may be a default and not a record: if so, the figure means nothing."
    for option in ((), ("--suppress",), ("--round", "5")):
        assert caution in run("repeats", str(path), "--year", "2019/20", "--as-at", "2020-07-31", *option).stdout


def test_that_several_authorities_are_counted_together_is_said_where_numbers_are_hidden(tmp_path):
    path = tmp_path / "e.csv"
    rows = "".join(f"{n},2019-05-0{n},{'Ours' if n < 5 else 'Theirs'},Open\n" for n in range(1, 10))
    path.write_text(f"child_id,plan_start,authority,status\n{rows}")
    said = "The rows name 2 authorities and are counted together"
    for command in (["activity", "--suppress"], ["activity", "--round", "5"], ["scorecard", "--suppress"]):
        assert said in run(*command, str(path), "--as-at", "2020-07-31").stdout
    paper = run("report", str(path), "--authority", "Ours", "--as-at", "2020-07-31", "--sections", "activity")
    assert f"{said}." in paper.stdout


def test_the_author_of_a_suppressed_report_is_told_of_notes_that_it_does_not_have(tmp_path):
    path = tmp_path / "e.csv"
    rows = "".join(f"{n},2019-05-0{n},{'Recorded in error' if n < 3 else 'Open'}\n" for n in range(1, 10))
    path.write_text(f"child_id,plan_start,status\n{rows}")
    arguments = ("report", str(path), "--authority", "Ours", "--as-at", "2020-07-31", "--sections", "activity")
    suppressed, whole = run(*arguments), run(*arguments, "--no-suppress")
    assert "there are notes on the files, which are not in the paper" in suppressed.stderr
    assert "recorded in error" not in suppressed.output and "recorded in error in 2 rows" in " ".join(
        whole.stdout.split()
    )
    assert "notes on the files" not in whole.stderr
