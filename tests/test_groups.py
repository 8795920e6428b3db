"""What figures are split by and which groups are kept: --by once and twice, --where, --counts, --change."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from fractions import Fraction

import pytest
from support import extract_of, run
from support.every_column import example_with_every_column

from cpind.analysis.change import difference, period_before, year_before
from cpind.errors import UnavailableError, UsageError
from cpind.figures.bases import bases
from cpind.figures.engine import Request, compute
from cpind.figures.indicators import INDICATORS
from cpind.figures.members import members
from cpind.figures.result import Figure
from cpind.inputs.population import Population
from cpind.model.periods import at, month, quarter, rolling, span, year, year_to_date

ROWS = """child_id,sex,district,initial_category,plan_start,plan_end
a,F,North,NEG,2019-05-01,2019-12-01
b,M,North,EMO,2019-05-02,
c,F,South,NEG,2019-06-01,
d,F,South,,2019-07-01,2020-02-01
e,M,South,EMO,2019-08-01,
f,F,,NEG,2019-09-01,
b,M,North,EMO,2018-05-02,2018-12-01
"""
AS_AT = date(2020, 3, 31)
EVERYONE = Population({}, number=9)


@pytest.fixture
def extract():
    return extract_of(ROWS)


def numbers(extract, code, period="2019/20", **request) -> dict:
    standing = bases(extract, as_at=AS_AT, covered_from=date(2018, 4, 1))
    result = compute(extract, code, period, Request(**request), standing=standing)
    return {(figure.by, *figure.groups): (figure.numerator, figure.denominator) for figure in result.figures}


def test_nested_groupings_have_the_totals_of_both(extract):
    found = numbers(extract, "plans-started", by=("district", "sex"))
    assert found == {
        ("",): (6, None),
        ("district", "North"): (2, None),
        ("district", "South"): (3, None),
        ("district", "Not recorded"): (1, None),
        ("sex", "F"): (4, None),
        ("sex", "M"): (2, None),
        ("district / sex", "North", "F"): (1, None),
        ("district / sex", "North", "M"): (1, None),
        ("district / sex", "South", "F"): (2, None),
        ("district / sex", "South", "M"): (1, None),
        ("district / sex", "Not recorded", "F"): (1, None),
    }


def test_only_the_groups_asked_for_are_kept(extract):
    assert numbers(extract, "plans-started", where={"district": "South"})[("",)] == (3, None)
    assert numbers(extract, "plans-started", where={"district": "south", "sex": "F"})[("",)] == (2, None)
    assert numbers(extract, "plans-started", where={"district": "North,South"})[("",)] == (5, None)
    assert numbers(extract, "plans-started", where={"district": ["North", "Not recorded"]})[("",)] == (3, None)


def test_a_repeat_within_a_group_is_judged_by_the_whole_history(extract):
    # b's plan of 2018 makes that of 2019 a repeat, whatever is kept.
    assert numbers(extract, "repeats", where={"sex": "M"})[("",)] == (1, 2)
    assert numbers(extract, "repeats", where={"sex": "M"}, by="district")[("district", "North")] == (1, 1)


def test_a_group_may_have_a_comma_in_its_name():
    extract = extract_of('child_id,district,plan_start\na,"Hull, City of",2019-05-01\nb,Hull,2019-06-01\n')
    assert numbers(extract, "plans-started", where={"district": "Hull, City of"})[("",)] == (1, None)


@pytest.fixture(scope="module")
def every_column():
    extract = example_with_every_column()
    return extract, bases(extract)


@pytest.mark.parametrize("code", INDICATORS)
def test_a_kept_group_equals_its_row_in_a_split(every_column, code):
    """Every figure of a group, by --where as by --by; and the rows behind it."""
    extract, standing = every_column
    periods = [year(2020), quarter(2020, 4)]
    kept = compute(extract, code, periods, Request(where={"district": "Rugby"}, population=EVERYONE), standing=standing)
    assert kept.where == (("district", ("Rugby",)),)
    if not INDICATORS[code].is_split:
        split = compute(extract, code, periods, Request(by="district", population=EVERYONE), standing=standing)
        of_rugby = [f for f in split.figures if f.group == "Rugby"]
        assert [(f.numerator, f.denominator, f.value, f.status) for f in kept.figures] == [
            (f.numerator, f.denominator, f.value, f.status) for f in of_rugby
        ]
    rows = members(extract, code, periods, Request(where={"district": "Rugby"}), standing=standing).rows
    assert set(rows["district"].listed()) <= {"Rugby"}
    if INDICATORS[code].beside:  # events of two kinds, on both sides of a ratio or a difference
        assert len(rows)
    elif INDICATORS[code].statistic.is_count:
        assert len(rows) == sum(f.numerator for f in kept.figures)
    elif not INDICATORS[code].is_split:
        assert len(rows) == sum(f.denominator for f in kept.figures)


def test_a_caveat_counts_only_the_groups_kept():
    text = "child_id,team,s47_start,icpc_date\na,A,,2019-05-10\nb,A,2019-05-01,2019-05-10\nc,B,,2019-05-10\n"
    extract = extract_of(text)
    standing = bases(extract, as_at=AS_AT)
    for where, n, total in (({}, 2, 3), ({"team": "A"}, 1, 2), ({"team": "B"}, 1, 1)):
        result = compute(extract, "icpc", "2019/20", Request(where=where), standing=standing)
        (fact,) = [note.fact for note in result.notes if note.fact.message.check == "no-s47"]
        assert (fact.n, fact.total) == (n, total)


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"where": {"district": "Nort"}}, 'there is no group "Nort"; .* did you mean "North"'),
        ({"where": {"tem": "x"}}, "the extract has no such column"),
        ({"by": ("district", "sex", "age")}, "two columns at most"),
        ({"by": ("district", "District")}, "given twice"),
        ({"where": {"child_id": "a"}}, "--where child_id: that would list individual children"),
    ],
)
def test_an_impossible_grouping_is_refused(extract, request_, message):
    with pytest.raises(UsageError, match=message):
        numbers(extract, "plans-started", **request_)


def test_a_basis_must_have_every_column_that_is_asked_for():
    returns = "return_year,child_id,sex,plan_start,plan_end\n2020,a,F,2019-05-01,\n"
    live = ",a,F,2019-05-01,,North\n"
    both = extract_of(returns.replace("plan_end", "plan_end,district").replace("01,\n", "01,,\n") + live)
    assert compute(both, "plans-started", "2019/20", Request(where={"sex": "F"})).figures[0].basis.kind == "return"
    assert (
        compute(both, "plans-started", "2019/20", Request(where={"district": "North"})).figures[0].basis.kind == "live"
    )


# --- the command line ---------------------------------------------------------------------------------


def rows_of(*arguments: str) -> list[dict[str, str]]:
    result = run(*arguments, "-f", "csv", "-q")
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.fixture
def file(here):
    (here / "e.csv").write_text(ROWS)
    return "e.csv"


GIVEN = ("--as-at", "2020-03-31", "--from", "2018-04-01", "--year", "2019/20")


def test_one_period_has_the_second_grouping_in_columns(file):
    rows = rows_of("show", "plans-started", file, *GIVEN, "--by", "district", "--by", "sex")
    assert rows == [
        {"district": "North", "F": "1", "M": "1", "All": "2"},
        {"district": "South", "F": "2", "M": "1", "All": "3"},
        {"district": "Not recorded", "F": "1", "M": "", "All": "1"},
        {"district": "Extract", "F": "4", "M": "2", "All": "6"},
    ]


def test_several_periods_have_the_second_grouping_in_rows(file):
    rows = rows_of("show", "plans-started", file, *GIVEN, "--year", "2018/19", "--by", "sex", "--by", "district")
    assert [(row["sex"], row["district"], row["2019/20"]) for row in rows][:4] == [
        ("F", "North", "1"),
        ("F", "South", "2"),
        ("F", "Not recorded", "1"),
        ("F", "All", "4"),
    ]
    assert rows[-1] == {"sex": "Extract", "district": "All", "2019/20": "6", "2018/19": "1"}


def test_the_tidy_result_names_both_groups_and_what_is_kept(file):
    result = run(
        "show", "plans-started", file, *GIVEN, "--by", "district", "--by", "sex", "--where", "sex=F", "-f", "json"
    )
    records = json.loads(result.stdout)
    assert list(records[0])[-3:] == ["by_2", "group_2", "where"]
    assert {record["where"] for record in records} == {"sex=F"}
    found = {(r["by"], r["group"], r["by_2"], r["group_2"]): r["value"] for r in records}
    assert found[("district", "South", "sex", "F")] == 2
    assert found[("district", "South", "", "")] == 2
    assert found[("", "", "", "")] == 4


def test_the_title_says_which_groups(file):
    shown = run("show", "plans-started", file, *GIVEN, "--where", "district=North,South", "--where", "sex=F").stdout
    assert "Child protection plans started, district North or South, sex F" in shown
    assert "Extract (North or South; F)" in shown


@pytest.mark.parametrize("text", ["district", "=North", "district=", "district=North --where district=South"])
def test_a_malformed_where_is_refused(file, text):
    result = run("show", "plans-started", file, "--where", *text.split())
    assert result.exit_code == 2
    assert "--where" in result.stderr


def test_counts_are_shown_beside_a_value(file):
    (row,) = rows_of("show", "repeats", file, *GIVEN, "--counts")
    assert row == {"area": "Extract", "2019/20 numerator": "1", "2019/20 denominator": "6", "2019/20 value": "16.7"}
    (row,) = rows_of("rates", file, *GIVEN, "--counts", "--population", "20000")
    assert row == {"area": "Extract", "2019/20 numerator": "4", "2019/20 denominator": "20000", "2019/20 value": "2.0"}
    (row,) = rows_of("show", "plans-started", file, *GIVEN, "--counts")
    assert row == {"area": "Extract", "2019/20 numerator": "6", "2019/20 denominator": "", "2019/20 value": "6"}


# --- changes ------------------------------------------------------------------------------------------


def test_a_change_is_of_unrounded_values():
    # 1 of 3 is 33.3 and 1 of 6 is 16.7: the printed values differ by 16.6, the figures by 16.67.
    early = "".join(f"x{n},2018-06-01,2018-07-0{1 + n},{int(n == 0)}\n" for n in range(6))
    late = "".join(f"y{n},2019-06-01,2019-07-0{1 + n},{int(n == 0)}\n" for n in range(3))
    extract = extract_of("child_id,plan_start,plan_end,previous_plans\n" + early + late + "z,2020-06-01,,0\n")
    standing = bases(extract, as_at=date(2020, 6, 30), covered_from=date(2018, 4, 1))
    one, other = compute(extract, "repeats", ["2019/20", "2018/19"], standing=standing).figures
    assert difference(one, other) == Fraction(100, 3) - Fraction(100, 6)


@pytest.mark.parametrize(
    ("period", "before", "a_year_before"),
    [
        (year(2020), year(2019), year(2019)),
        (quarter(2021, 1), quarter(2020, 4), quarter(2020, 1)),
        (month(2020, 3), month(2020, 2), month(2019, 3)),
        (month(2020, 2), month(2020, 1), month(2019, 2)),
    ],
)
def test_the_period_that_each_period_is_compared_with(period, before, a_year_before):
    assert (period_before(period), year_before(period)) == (before, a_year_before)


def test_other_periods_are_compared_with_the_same_period_a_year_before():
    assert year_before(at(date(2020, 2, 29))).end == date(2019, 2, 28)
    assert year_before(at(date(2021, 2, 28))).end == date(2020, 2, 29)
    months = year_before(rolling(month(2020, 6), 12))
    assert (months.start, months.end) == (date(2018, 7, 1), date(2019, 6, 30))
    to_date = year_before(year_to_date(date(2020, 7, 31)))
    assert (to_date.start, to_date.end) == (date(2019, 4, 1), date(2019, 7, 31))
    assert period_before(span(date(2020, 1, 1), date(2020, 1, 31))) is None


def test_changes_are_in_the_table_and_in_the_tidy_result(file):
    (row,) = rows_of("show", "plans-started", file, *GIVEN, "--change")
    assert row == {"area": "Extract", "2019/20": "6", "change on 2018/19": "+5"}
    result = run("show", "plans-started", file, *GIVEN, "--change", "-f", "json", "-q")
    (record,) = json.loads(result.stdout)
    assert (record["period_before"], record["change"]) == ("2018/19", 5.0)
    assert (record["year_before"], record["change_on_year"]) == ("2018/19", 5.0)


def test_percentages_change_by_percentage_points(file):
    shown = run("show", "repeats", file, *GIVEN, "--change").stdout
    assert "+16.7" in shown and "Changes of percentages are in percentage points." in shown


def test_an_incomplete_figure_has_no_change(file):
    part = ("--as-at", "2020-01-31", "--from", "2018-04-01", "--year", "2019/20", "--change")
    (row,) = rows_of("show", "plans-started", file, *part)
    assert row["change on 2018/19"] == ""
    assert "No change is shown where either figure is incomplete." in run("show", "plans-started", file, *part).stdout
    (stock,) = rows_of("show", "plans-open", file, *part)
    assert stock["change on 2018/19"] == "+5"


def test_changes_of_an_unavailable_indicator_are_refused():
    with pytest.raises(UnavailableError):
        compute(extract_of("child_id,plan_start\na,2019-05-01\n"), "icpc", "2019/20")


def test_a_figure_has_a_change_only_if_asked(extract):
    standing = bases(extract, as_at=AS_AT)
    assert all(
        isinstance(f, Figure) and f.change is None
        for f in compute(extract, "plans-started", "2019/20", standing=standing).figures
    )


@pytest.mark.parametrize("by", [["district"], ["district", "sex"]])
def test_a_district_with_the_authoritys_name_is_not_taken_for_the_total(tmp_path, by):
    (tmp_path / "e.csv").write_text(ROWS.replace("North", "Rutland"), encoding="utf-8")
    split = [word for name in by for word in ("--by", name)]
    arguments = ["show", "plans-started", str(tmp_path / "e.csv"), "--as-at", "2020-03-31", "--year", "2019/20"]
    printed = run(*arguments, "--authority", "RUTLAND", *split, "-f", "csv").stdout
    assert "Rutland,2" in printed or "Rutland,1,1" in printed
    assert "RUTLAND (all),6" in printed or "RUTLAND (all),4,2" in printed
    assert not re.search("^RUTLAND,", printed, re.MULTILINE)
    assert "\nLeicester," in run(*arguments, "--authority", "Leicester", *split, "-f", "csv").stdout
