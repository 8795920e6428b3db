"""Layout and footnotes: what stands where, and which sentence is printed when."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
import tabulate
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet
from support import run

from cpind.output.formats import FORMATS, write
from cpind.output.tables import Cell, Column, Table

pytestmark = pytest.mark.usefixtures("example")


def rows(*arguments: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(run(*arguments, "-f", "csv").stdout)))


def test_years_and_quarters_of_repeats_together_are_our_own_and_no_benchmarks():
    body = rows("repeats", "--year", "2017/18..2018/19", "--quarter", "Q1-19/20")[1:]
    assert body == [
        ["2017/18", "64", "9.5", "126", "18.7", "674", "36"],
        ["2018/19", "43", "8.3", "96", "18.6", "516", "38"],
        ["Q1 19/20", "11", "8.5", "22", "17.1", "129", "34"],
    ]


def test_each_figure_says_its_basis():
    printed = run("repeats", "--year", "2017/18..2018/19", "--quarter", "Q1-19/20").stdout
    assert (
        "Annual returns 2017/18 and 2018/19; live extract to 31 July 2020 for Q1 19/20 and what one return can't answer (Within 2 years of the previous plan)."
        in printed
    )
    printed = run("rates", "--year", "2019/20", "--quarter", "Q1-20/21").stdout
    assert "Annual return 2019/20; live extract to 31 July 2020 for Q1 20/21." in printed


def test_part_and_before_are_marked_and_explained():
    printed = run("rates", "--year", "2020/21").stdout
    assert "2020/21 (part)" in printed
    assert "Part (2020/21): the extract ends on 31 July 2020; the stock is that day's." in printed
    printed = run("activity", "--year", "2012/13..2014/15").stdout
    assert "2012/13 (before)" in printed and "2014/15 (before)" not in printed
    assert (
        "the extract covers what happened from 1 April 2014 (if from earlier, say so with --from); earlier figures are incomplete."
        in printed
    )


def test_children_behind_rates_at_dates_are_shown():
    assert "Children: 592 at 28 February 2018." in run("rates", "--at", "2018-02-28").stdout


def test_an_earlier_population_that_is_used_is_noted():
    with open("p.csv", "w") as file:
        file.write("area,mid_year,population\nWarwickshire,2017,114422\n")
    printed = run("rates", "--year", "2018/19..2019/20", "--population", "p.csv").stdout
    assert (
        "Population: mid-2017 (in place of mid-2018) for 2018/19, mid-2017 (in place of mid-2019) for 2019/20."
        in printed
    )


def test_groups_without_population_show_their_counts():
    headings, *body = rows("rates", "--by", "sex", "--at", "2020-07-31")
    assert headings == ["sex", "31 July 2020 children", "31 July 2020 rate"]
    assert body == [["F", "180", ""], ["M", "149", ""], ["U", "1", ""], ["Warwickshire", "330", "28.0"]]
    assert (
        "Not recorded: 28 children; no population for this group, so no rate."
        in run("rates", "--by", "district", "--at", "2020-07-31").stdout
    )


def test_benchmarks_are_printed_as_published():
    with open("b.csv", "w") as file:
        file.write(
            "indicator,area,period,value\nrates,A,2018/19,c\nrates,A,2019/20,30.25\nrates,B,2018/19,31\nrates,B,2019/20,TBC\n"
        )
    body = {
        row[0]: row[1:]
        for row in rows(
            "rates", "--year", "2018/19..2019/20", "--benchmarks", "b.csv", "--compare", "A", "--compare", "B"
        )
    }
    assert body["A"] == ["c", "30.25"]
    assert body["B"] == ["31.0", "TBC"]
    assert (
        "c: suppressed." in run("rates", "--year", "2018/19..2019/20", "--benchmarks", "b.csv", "--compare", "A").stdout
    )


def test_a_period_without_any_figure_is_blank_and_noted():
    body = rows("activity", "--month", "Jul-20..Aug-20")
    assert [row[2] for row in body[1:]] == [""] * 5
    assert (
        "No figure for Aug-20: there is nothing after 31 July 2020."
        in run("activity", "--month", "Jul-20..Aug-20").stdout
    )


def test_figures_at_dates_and_in_years_each_get_what_they_can_have():
    body = rows("figures", "--year", "2019/20", "--at", "2020-07-31", "--compare", "England")
    found = {(row[0], row[4]) for row in body[1:]}
    assert ("icpc", "2019/20") in found and ("icpc", "31 July 2020") not in found
    assert ("plans-open", "31 July 2020") in found
    result = run("figures", "--at", "2020-07-31")
    assert "Left out: plans-ended, two-year, two-year-bands, s47, conferences" in result.stdout
    assert "counted over a period, not at a date" in result.stdout


def test_indicators_left_out_are_listed_under_the_table():
    with open("e.csv", "w") as file:
        file.write(
            "child_id,plan_start,plan_end,other_authority\n1,2019-05-01,2019-12-30,\n2,2019-05-01,,1\n3,,2019-12-30,\n4,2019-13-01,2019-12-30,\n5,,,\n"
        )
    result = run("repeats", "e.csv", "--bad-dates", "blank", "--year", "2019/20")
    for sentence in (
        "1 cell that can't be read taken as blank (check unreadable)",
        "1 row holds no section 47, conference or plan date (check no-event)",
        "1 row with a plan of another authority's child: the plan left out (check other-authority)",
        "2 plans have no start: no plan (check 8720)",
    ):
        assert f"\n{sentence}.\n" in result.stdout
        assert sentence not in result.stderr


def test_one_measure_of_several_keeps_its_name():
    with open("c.csv", "w") as file:
        file.write("child_id,icpc_date\n1,2019-05-01\n")
    assert "Initial child protection conferences" in run("activity", "c.csv").stdout


def test_columns_that_identify_children_are_refused_whatever_their_name():
    with open("e.csv", "w") as file:
        file.write("child_id,plan_start,plan_end,tag\n" + "".join(f"{n},2019-05-01,,R{n}\n" for n in range(30)))
    result = run("rates", "e.csv", "--population", "1000", "--by", "tag")
    assert result.exit_code == 2
    assert "--by tag: its values are nearly as many as the children" in result.stderr
    assert "R1" not in result.output


def test_the_authoritys_published_figure_is_told_apart_from_the_computed_one():
    with open("b.csv", "w") as file:
        file.write("indicator,area,period,value\nrates,Warwickshire,2018/19,29.9\nrates,England,2018/19,43.7\n")
    named = ["--compare", "Warwickshire", "--compare", "England"]
    body = rows("rates", "--year", "2018/19..2019/20", "--benchmarks", "b.csv", *named)[1:]
    assert body == [["Warwickshire", "29.8", "25.1"], ["Warwickshire (published)", "29.9", ""], ["England", "43.7", ""]]


def test_bands_keep_the_benchmarks():
    body = {row[0]: row[1:] for row in rows("icpc", "--bands", "--year", "2018/19")[1:]}
    assert body["Within 15 working days"] == ["518", "83.1"]
    assert body["Within 15 working days: England"] == ["", "78.7"]
    assert body["Conferences by working days: 0-10 working days"] == ["57", "9.1"]


def test_a_period_without_bands_adds_no_row():
    body = rows("gaps", "--year", "2019/20", "--quarter", "Q2-21/22")[1:]
    assert len(body) == 8
    assert all(row[3:] == ["", ""] for row in body)


def test_caveats_of_several_bases_are_one_sentence_and_of_shown_periods():
    with open("e.csv", "w") as file:
        file.write(
            "return_year,child_id,s47_start,icpc_date\n2019,1,,2018-05-01\n2019,3,2018-04-20,2018-05-01\n2020,2,,2019-05-01\n2020,4,2019-05-01,2019-05-20\n"
        )
    printed = run("icpc", "e.csv", "--year", "2018/19..2019/20").stdout
    assert "2 of the 4 conferences have no section 47 start recorded" in printed
    assert printed.count("section 47 start recorded") == 1


def test_a_team_with_the_name_of_a_district_takes_no_population():
    with open("e.csv", "w") as file:
        file.write("child_id,plan_start,plan_end,team\n1,2019-05-01,,Rugby\n")
    result = run("rates", "e.csv", "--by", "team", "--at", "2020-03-31", "--as-at", "2020-03-31", "-f", "csv")
    assert list(csv.reader(io.StringIO(result.stdout)))[1] == ["Rugby", "1", ""]


def test_mid_years_that_do_not_follow_each_other_are_named():
    printed = run("rates", "--at", "2015-03-31", "--at", "2017-03-31", "--at", "2020-03-31").stdout
    assert "Population: mid-2014, mid-2016, mid-2019, ONS mid-year estimate." in printed


# --- aligned columns ----------------------------------------------------------------------------------

TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=9)


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.tuples(
            st.lists(st.tuples(TEXTS, st.booleans()), min_size=width, max_size=width),
            st.lists(st.lists(TEXTS, min_size=width, max_size=width), min_size=1, max_size=5),
        )
    )
)
def test_columns_are_aligned_as_tabulate_aligns_them(table):
    columns, rows = table
    headings = [heading for heading, _ in columns]
    expected = tabulate.tabulate(
        [headings, *rows],
        tablefmt="simple",
        colalign=["right" if is_number else "left" for _, is_number in columns],
        disable_numparse=True,
    ).splitlines()
    rule, first, *lines, _ = (line.rstrip() for line in expected)
    written = write(
        Table(
            "",
            tuple(Column(heading, f"c{place}", is_number) for place, (heading, is_number) in enumerate(columns)),
            tuple(tuple(map(Cell, row)) for row in rows),
        ),
        FORMATS["table"],
    )
    assert written.rstrip("\n") == "\n".join([first, rule, *lines]).rstrip("\n")


def test_a_cell_longer_than_its_column_is_broken_into_lines():
    column = Column("Note", "note", False, width=12)
    rows = ((Cell("a text of more words"),), (Cell("short"),))
    assert write(Table("T", (column,), rows), FORMATS["table"]).split("\n\n")[1].rstrip().splitlines() == [
        "Note",
        "----------",
        "a text of",
        "more words",
        "short",
    ]


# --- Parquet ------------------------------------------------------------------------------------------


def types_and_rows(table: Table) -> tuple[dict[str, str], list[dict]]:
    written = parquet.read_table(io.BytesIO(write(table, FORMATS["parquet"])))
    return {field.name: str(field.type) for field in written.schema}, written.to_pylist()


def test_parquet_has_the_records_in_types_that_do_not_depend_on_their_values():
    columns = (Column("Area", "area", False), Column("Start", "start", False), Column("Value", "value"))
    types = {"area": "string", "start": "date32[day]", "value": "double"}
    day = date(2019, 4, 1)
    for value in (473, 2.5):
        records = ({"area": "Rugby\x1b[1m", "start": day, "value": value}, {"area": "", "start": day, "value": None})
        found, rows = types_and_rows(Table("T", columns, (), records=records))
        assert found == types
        assert [list(row.values()) for row in rows] == [["Rugby\\x1b[1m", day, float(value)], ["", day, None]]


def test_parquet_of_no_rows_and_of_nothing_in_a_column_still_says_what_is_a_number():
    columns = (Column("Area", "area", False), Column("Value", "value"))
    types = {"area": "string", "value": "double"}
    assert types_and_rows(Table("T", columns, ())) == (types, [])
    nothing = {"area": None, "value": None}
    assert types_and_rows(Table("T", columns, (), records=(nothing,))) == (types, [nothing])


def test_parquet_writes_values_of_several_kinds_as_texts():
    records = ({"value": 21.5}, {"value": "TBC"}, {"value": None})
    assert types_and_rows(Table("T", (Column("Value", "value"),), (), records=records)) == (
        {"value": "string"},
        [{"value": "21.5"}, {"value": "TBC"}, {"value": None}],
    )
