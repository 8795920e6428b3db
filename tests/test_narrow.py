"""A table that is wider than the terminal continues below; in a file or a pipe it is one."""

from __future__ import annotations

import pytest
from support import run

from cpind.output.narrow import parts_of
from cpind.output.tables import Cell, Column, Table


def table_of(*names: str) -> Table:
    columns = (Column("District", "district", is_number=False), *(Column(name.split()[-1], name) for name in names))
    rows = tuple((Cell(label), *(Cell(f"{place}.0", 1) for place in range(len(names)))) for label in ("Ash", "Birch"))
    return Table("Title", columns, rows, notes=("A note.",), lead=("First of all.",))


def names_of(part: Table) -> list[str]:
    return [column.name for column in part.columns]


def test_a_table_that_fits_is_one_part():
    table = table_of("Jan-20", "Feb-20")
    assert parts_of(table, len("District  Jan-20  Feb-20")) == [table]


def test_a_wide_table_is_divided_between_periods_with_the_labels_in_each_part():
    table = table_of("Jan-20", "Feb-20", "Mar-20")
    first, last = parts_of(table, len("District  Jan-20  Feb-20"))
    assert names_of(first) == ["district", "Jan-20", "Feb-20"] and names_of(last) == ["district", "Mar-20"]
    assert [[cell.text for cell in row] for row in last.rows] == [["Ash", "2.0"], ["Birch", "2.0"]]
    assert (first.title, first.lead, first.notes) == ("Title", ("First of all.",), ())
    assert (last.title, last.lead, last.notes) == ("", (), ("A note.",))


@pytest.mark.parametrize("facts", [("", " lower", " upper"), (" numerator", " denominator", " value")])
def test_the_numbers_of_a_period_stay_together(facts):
    table = table_of(*(f"Q{quarter} 19/20{fact}" for quarter in (1, 2, 3) for fact in facts))
    parts = parts_of(table, len("District  denominator  denominator  denominator  denominator"))
    assert [len(part.columns) for part in parts] == ([7, 4] if facts[0] == "" else [4, 4, 4])


def test_dates_that_begin_alike_are_periods_of_their_own():
    table = table_of("31 March 2019", "31 March 2020")
    assert len(parts_of(table, len("District  2019"))) == 2


def test_a_table_is_not_divided_where_a_part_would_not_fit_or_words_stand_among_the_numbers():
    table = table_of("Jan-20", "Feb-20")
    assert parts_of(table, len("District  Jan")) == [table]
    words = Table("", (*table.columns, Column("Trend", "trend", is_number=False)), ())
    assert parts_of(words, 20) == [words]


def test_a_terminal_has_the_parts_and_a_pipe_the_whole_table(example, monkeypatch):
    arguments = ("icpc", "--every", "month", "--last", "12")
    whole = run(*arguments).stdout
    assert whole.count("Warwickshire  ") == 1
    monkeypatch.setattr("cpind.cli.output._terminal_width", lambda: 80)
    parts = run(*arguments).stdout
    assert parts.count("Warwickshire  ") == 2 and max(map(len, parts.split("\n\n")[1].splitlines())) <= 80
    assert whole.split("\n\n")[-1] == parts.split("\n\n")[-1]
    assert run(*arguments, "-f", "csv").stdout.count("Warwickshire") == 1
    assert run(*arguments, "-f", "markdown").stdout.count("| Warwickshire") == 1
