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


def test_long_labels_are_broken_into_lines_where_they_leave_no_room():
    label = "Child protection plans lasting two years or more, % of the plans that ended"
    columns = (Column("", "measure", is_number=False), Column("2018/19", "2018/19"), Column("2019/20", "2019/20"))
    table = Table("Title", columns, ((Cell(label), Cell("3.0", 1), Cell("2.3", 1)),))
    assert parts_of(table, 100) == [table]
    for width, letters, count in ((60, 40, 1), (50, 40, 2), (34, 24, 2)):
        parts = parts_of(table, width)
        assert [part.columns[0].width for part in parts] == [letters] * count
    assert parts_of(table, 20) == [table]


def test_all_figures_on_a_terminal_are_a_table_to_read_and_elsewhere_rows(example, monkeypatch):
    arguments = ("figures", "--year", "2019/20")
    rows = run(*arguments).stdout
    assert rows.startswith("indicator ") and " 25.05946313285763 " in rows
    monkeypatch.setattr("cpind.cli.output._terminal_width", lambda: 80)
    page = run(*arguments).stdout
    assert (
        page.startswith("Child protection indicators\n")
        and max(map(len, page.partition("\n\nAnnual")[0].splitlines())) <= 80
    )
    assert "plan at 31 March per 10,000 aged 0-17\n" in page and " 295   25.1\n" in page
    assert run(*arguments, "-f", "table").stdout == rows
