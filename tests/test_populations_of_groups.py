"""Populations of groups: a group that has one has a rate, and its ratio to the whole area's; no group takes another's."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from support import run

import cpind

CHILDREN = """child_id,date_of_birth,sex,ethnicity,district,team,plan_start,plan_end
1,2010-01-01,Boy,WBRI,North,T1,2019-05-01,
2,2012-01-01,F,White British,North,T1,2019-05-01,
3,2016-01-01,Female,MWBC,South,T2,2019-05-01,
4,2020-09-01,,,South,T2,2020-01-01,
5,2005-01-01,M,REFU,South,T2,2017-01-01,2018-01-01
"""
"""Open at 31 March 2020: two White, one Mixed, one not recorded, who is unborn; aged 10, 8 and 4."""

POPULATION = """area,mid_year,population,source,by,group
Shire,2019,10000,ONS,,
Shire,2019,6000,Census,Ethnic group,WBRI
Shire,2019,"1,000",Census,ethnic-group,mixed
Shire,2019,900,Census,ethnic_group,Asian
Shire,2019,5100,ONS,Gender,Male
Shire,2019,4900,ONS,sex,F
Shire,2019,3000,ONS,Age band,10-15
Shire,2019,2800,ONS,age,5 to 9
Shire,2018,2000,ONS,age,1-4 years
Shire,2020,9999,ONS,age,1-4 years
Shire,2019,3500,ONS,district,NORTH
Shire,2019,700,ONS,Team,t1
Other,2019,77,ONS,district,South
"""


@pytest.fixture
def files(tmp_path):
    def write(population=POPULATION, children=CHILDREN):
        (tmp_path / "children.csv").write_text(children, encoding="utf-8")
        (tmp_path / "population.csv").write_text(population, encoding="utf-8")
        return (
            str(tmp_path / "children.csv"),
            *("--population", str(tmp_path / "population.csv"), "--authority", "Shire"),
            *("--as-at", "2020-03-31", "--year", "2019/20"),
        )

    return write


def rates(arguments, *more):
    result = run("rates", *arguments, *more, "-f", "json", "-q")
    assert result.exit_code == 0, result.output
    return {row["group"]: row for row in json.loads(result.stdout)}


@pytest.mark.parametrize(
    "by, expected",
    [
        (
            "ethnic-group",
            {
                "": (4, 10_000),
                "White": (2, 6_000),
                "Mixed": (1, 1_000),
                "Asian or Asian British": (0, 900),
                "Black or Black British": (0, None),
                "Not recorded": (1, None),
            },
        ),
        ("sex", {"": (4, 10_000), "M": (1, 5_100), "F": (2, 4_900), "Not recorded": (1, None)}),
        (
            "age",
            {
                "": (4, 10_000),
                "Unborn": (1, None),
                "Under 1": (0, None),
                "1-4 years": (1, 2_000),  # mid-2018 is the latest that is not after mid-2019
                "5-9 years": (1, 2_800),
                "10-15 years": (1, 3_000),
            },
        ),
        ("district", {"": (4, 10_000), "North": (2, 3_500), "South": (2, None)}),
        ("team", {"T1": (2, 700), "T2": (2, None)}),
    ],
)
def test_a_group_with_a_population_has_a_rate(files, by, expected):
    rows = rates(files(), "--by", by)
    for group, (numerator, denominator) in expected.items():
        row = rows[group]
        assert (row["numerator"], row["denominator"]) == (numerator, denominator), group
        value = None if denominator is None else float(Fraction(numerator * 10_000, denominator))
        assert row["value"] == value, group
        assert "ratio" not in row


def test_the_whole_area_has_the_same_figure_as_without_groups(files):
    with_groups = rates(files())[""]
    alone = rates(files("area,mid_year,population,source\nShire,2019,10000,ONS\n"))[""]
    assert with_groups == alone


def test_a_file_of_districts_is_read_as_before(files):
    plain = "area,mid_year,population\nShire,2019,10000\nNorth,2019,4000\n"
    assert rates(files(plain), "--by", "district")["North"]["denominator"] == 4_000
    # Where the file has groups by district, a district that it lacks does not take the population of an area.
    both = "area,mid_year,population,by,group\nShire,2019,10000,,\nSouth,2019,4000,,\nShire,2019,3500,district,North\n"
    rows = rates(files(both), "--by", "district")
    assert (rows["North"]["denominator"], rows["South"]["denominator"]) == (3_500, None)


def test_groups_alone_have_rates_and_the_area_has_none(files):
    groups = "area,mid_year,population,by,group\nShire,2019,5100,sex,M\n"
    rows = rates(files(groups), "--by", "sex")
    assert (rows["M"]["denominator"], rows[""]["denominator"]) == (5_100, None)
    result = run("rates", *files(groups))
    assert result.exit_code == 1
    assert 'no area "Shire"' in result.stderr


@pytest.mark.parametrize(
    "row, says",
    [
        (
            "Shire,2019,6001,,ethnic-group,White",
            "row 3: a second, different population of this group of Shire in mid-2019",
        ),
        ("shire,2019,6001,,Ethnic group,b) wiri", "row 3: a second, different population"),
        ("Shire,2019,5,,age,0-4", "row 3: group is not a group of age; the bands are Under 1, 1-4 years"),
        ("Shire,2019,5,,sex,Adults", "row 3: group is not a group of sex; write M or F"),
        ("Shire,2019,5,,ethnic-group,Martian", "row 3: group is not a group of ethnic-group; the groups are White"),
        ("Shire,2019,5,,age,Unborn", "row 3: unborn children and those of whom it is not known"),
        ("Shire,2019,5,,ethnic-group,Refused", "row 3: unborn children and those"),
        ("Shire,2019,5,,sex,not known", "row 3: unborn children and those"),
        ("Shire,2019,5,,district,Not recorded", "row 3: those of whom it is not known"),
        ("Shire,2019,5,,category,Neglect", "row 3: children have no category of abuse before a plan"),
        ("Shire,2019,5,,sex,", "row 3: by and group go together"),
        ("Shire,2019,5,,,M", "row 3: by and group go together"),
        ("Shire,2019,5,,child_id,1", "row 3: by names a column that identifies children"),
        ("Shire,2019,0,,sex,M", "row 3, population:"),
    ],
)
def test_a_row_that_cannot_be_a_population_is_refused(files, row, says):
    first = "area,mid_year,population,source,by,group\nShire,2019,6000,,ethnic group,White\n"
    result = run("rates", *files(first + row + "\n"))
    assert result.exit_code == 1
    assert f"population.csv, {says}" in result.stderr


def test_a_repeated_row_with_the_same_number_counts_once(files):
    twice = POPULATION + "Shire,2019,6000,Census,ethnic group,White\n"
    assert rates(files(twice), "--by", "ethnic-group")["White"]["denominator"] == 6_000


def test_populations_that_are_not_used_are_named(files):
    more = POPULATION + "Shire,2019,5,ONS,ward,Abbey\nShire,2019,5,ONS,district,West\n"
    notes = run("rates", *files(more), "--by", "district").stdout
    assert 'The populations by "ward" are not used' in notes
    assert "Groups of the population that are not in the extract: West." in notes
    notes = run("rates", *files(), "--by", "district").stdout
    assert "not used" not in notes and "not in the extract" not in notes


@pytest.mark.parametrize(
    "where, numerator, denominator",
    [
        (["ethnic-group=White"], 2, 6_000),
        (["ethnic-group=White,Mixed"], 3, None),  # the populations of several groups are not added up
        (["ethnic-group=White", "sex=F"], 1, None),
        (["district=North"], 2, 3_500),
    ],
)
def test_groups_that_are_kept_take_their_own_population(files, where, numerator, denominator):
    row = rates(files(), *(word for text in where for word in ("--where", text)))[""]
    assert (row["numerator"], row["denominator"]) == (numerator, denominator)


def test_a_group_within_a_group_has_no_population(files):
    result = run("rates", *files(), "--by", "sex", "--by", "ethnic-group", "-f", "json", "-q")
    rows = json.loads(result.stdout)
    assert all(row["denominator"] is None for row in rows if row["group"] and row["group_2"])
    assert [row["denominator"] for row in rows if row["group"] == "M" and not row["group_2"]] == [5_100]


# --- disproportion ------------------------------------------------------------------------------------


def test_disproportion_is_the_rate_over_the_whole_areas(files):
    rows = rates(files(), "--by", "ethnic-group", "--disproportion")
    assert rows["Mixed"]["ratio"] == 2.5  # 10 per 10,000 over 4
    assert rows["White"]["ratio"] == float(Fraction(5, 6))  # 2/6000 over 4/10000
    assert rows["Asian or Asian British"]["ratio"] == 0
    assert [rows[group]["ratio"] for group in ("", "Not recorded", "Black or Black British")] == [None] * 3


def test_the_table_has_number_rate_and_ratio(files):
    result = run("rates", *files(), "--by", "ethnic-group", "--disproportion", "-f", "csv", "-q")
    table = list(csv.reader(io.StringIO(result.stdout)))
    assert table[0] == ["ethnic-group", "2019/20 number", "2019/20 rate", "2019/20 ratio"]
    assert table[1] == ["White", "2", "3.3", "0.83"]
    assert table[2] == ["Mixed", "1", "10.0", "2.50"]
    assert table[-1] == ["Shire", "4", "4.0", ""]
    printed = run("rates", *files(), "--by", "ethnic-group", "--disproportion").stdout
    assert "Ratio: the group's rate over the whole area's." in printed


def test_there_is_no_ratio_to_a_rate_of_zero(files):
    nobody = CHILDREN.splitlines()[0] + "\n5,2005-01-01,M,WBRI,South,T2,2017-01-01,2018-01-01\n"
    rows = rates(files(children=nobody), "--by", "ethnic-group", "--disproportion")
    assert rows["White"]["value"] == 0
    assert rows["White"].get("ratio") is None


@pytest.mark.parametrize(
    "command, says",
    [
        (("rates", "--disproportion"), "give --by"),
        (("show", "repeats", "--disproportion", "--by", "sex"), "repeats is not a rate"),
    ],
)
def test_disproportion_without_groups_or_rates_is_refused(files, command, says):
    result = run(*command, *files())
    assert result.exit_code == 2
    assert says in result.stderr


# --- in Python ----------------------------------------------------------------------------------------


def in_python(population, **request):
    extract = cpind.read(pd.read_csv(io.StringIO(CHILDREN), dtype=str))
    asked = cpind.Request(area="Shire", by="sex", population=population, **request)
    standing = cpind.bases(extract, as_at=date(2020, 3, 31))
    frame = cpind.compute(extract, "rates", "2019/20", asked, standing=standing).to_frame()
    return frame.set_index("group")


@pytest.mark.parametrize(
    "population",
    [
        {2019: 10_000, ("sex", "Male", 2019): 5_100, ("Gender", "F", 2019): 4_900},
        pd.read_csv(io.StringIO(POPULATION), thousands=","),
    ],
)
def test_dicts_and_frames_have_groups_too(population):
    frame = in_python(population, disproportion=True)
    assert frame.loc["M", "denominator"] == 5_100
    assert frame.loc["F", "denominator"] == 4_900
    assert frame.loc["", "denominator"] == 10_000
    assert frame.loc["F", "ratio"] == float(Fraction(2 * 10_000, 4_900 * 4))


@pytest.mark.parametrize(
    "population, says",
    [
        ({2019: 10_000, ("sex", "Male", 2019): 5_100, ("sex", "M", 2019): 5_101}, "a second, different population"),
        ({("age", "0-4", 2019): 5}, "the bands are"),
        (
            pd.DataFrame({"area": ["A", "a"], "mid_year": [2019, 2019], "population": [5, 6]}),
            "different population of a",
        ),
    ],
)
def test_a_wrong_group_is_refused_in_python(population, says):
    with pytest.raises(cpind.CpindError, match=says):
        in_python(population)


def test_the_whole_area_is_a_row_of_its_own_beside_a_group_of_its_name(files):
    asked = ("--by", "district", "--disproportion", "-f", "csv", "-q")
    result = run("rates", *files(children=CHILDREN.replace("South", "Shire")), *asked)
    names = [row[0] for row in csv.reader(io.StringIO(result.stdout))]
    assert names[-1] == "Shire (all)" and "Shire" in names[1:-1]
    assert "\nShire (M)," in run("rates", *files(), *asked, "--where", "sex=M").stdout
