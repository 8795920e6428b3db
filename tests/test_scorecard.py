"""One page for a committee: every cell against numbers worked out by hand, the report's, or a plain count of the rows."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from support import EXAMPLES, run

from cpind.analysis.scorecard import Content, periods_at
from cpind.output.formats import FORMATS


def extract(*conferences: tuple[str, int, int], name: str = "e.csv") -> None:
    """A live extract of conferences: the day of the first, how many there are, one a day, and how many of these are held two
    days after the enquiry, in time whatever the bank holidays; the others are held sixty days after it."""
    lines = ["child_id,s47_start,icpc_date"]
    for day, many, in_time in conferences:
        first = date.fromisoformat(day).toordinal()
        for n in range(many):
            held = date.fromordinal(first + n)
            before = 2 if n < in_time else 60
            lines.append(f"C{len(lines)},{date.fromordinal(held.toordinal() - before)},{held}")
    Path(name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def by_hand() -> None:
    """Conferences, of which in time: 4, 1 from April to July 2019; 5, 3 from August 2019 to March 2020; 3, 2 in Q1 20/21; 1, 1
    in July 2020; some before all of these."""
    extract(
        ("2019-01-07", 3, 3), ("2019-04-08", 4, 1), ("2019-10-07", 5, 3), ("2020-05-11", 3, 2), ("2020-07-06", 1, 1)
    )


def page(*arguments: str) -> list[dict[str, str]]:
    result = run("scorecard", *arguments, "-f", "csv")
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def cells(*arguments: str) -> dict[tuple[str, str], dict]:
    """The tidy rows by indicator and cell; those of other areas by their name."""
    result = run("scorecard", *arguments, "-f", "json")
    assert result.exit_code == 0, result.output
    rows = json.loads(result.stdout)
    keyed = {(r["indicator"], r["area"] if r["cell"] == "published" else r["cell"]): r for r in rows}
    assert len(keyed) == len(rows)
    return keyed


def fraction(cell: dict) -> tuple[int | None, int | None]:
    return cell["numerator"], cell["denominator"]


# --- the cells --------------------------------------------------------------------------------------------


def test_every_cell_of_a_row_equals_the_worked_case(here):
    by_hand()
    (here / "cpind.toml").write_text("[targets]\nicpc = { target = 90, tolerance = 5 }\n")
    found = cells("e.csv", "--as-at", "2020-07-31", "--indicator", "icpc")
    assert {cell: (*fraction(row), row["text"]) for (_, cell), row in found.items()} == {
        "latest": (2, 3, "66.7"),
        "to date": (3, 4, "75.0"),
        "year ago": (1, 4, "25.0"),
        "last year": (4, 9, "44.4"),
        "twelve months": (6, 9, "66.7"),
        "trend": (None, None, "up, better"),
        "target": (None, None, "90: off, 3 more"),
    }
    assert {cell: (row["start"], row["end"]) for (_, cell), row in found.items()} == {
        "latest": ("2020-04-01", "2020-06-30"),
        "to date": ("2020-04-01", "2020-07-31"),
        "year ago": ("2019-04-01", "2019-07-31"),
        "last year": ("2019-04-01", "2020-03-31"),
        "twelve months": ("2019-08-01", "2020-07-31"),
        "trend": ("2020-04-01", "2020-07-31"),
        "target": ("2019-08-01", "2020-07-31"),
    }
    trend, target = found["icpc", "trend"], found["icpc", "target"]
    assert (trend["value"], trend["unit"]) == (50, "percentage points")
    assert (target["value"], target["against"], target["away"]) == (90, "off", 3)


def test_the_page_has_the_same_cells(here):
    by_hand()
    rows = page("e.csv", "--as-at", "2020-07-31", "--indicator", "conferences", "--indicator", "icpc")
    assert [list(row.values()) for row in rows] == [
        ["Initial child protection conferences", "3", "", "", "4", "4", "9", "9", "same"],
        [
            "Initial child protection conferences held within 15 working days of the start of the section 47 enquiry, %",
            *("66.7", "2", "3", "75.0", "25.0", "44.4", "66.7", "up, better"),
        ],
    ]
    assert list(rows[0]) == [
        *("measure", "Q1 20/21", "Q1 20/21 numerator", "Q1 20/21 denominator"),
        *("To date", "Year ago", "2019/20", "12 months", "trend"),
    ]


def test_every_month_shows_the_latest_month(here):
    by_hand()
    found = cells("e.csv", "--as-at", "2020-07-31", "--every", "month", "--indicator", "icpc")
    assert (found["icpc", "latest"]["period"], fraction(found["icpc", "latest"])) == ("Jul-20", (1, 1))
    in_the_month = cells("e.csv", "--as-at", "2020-07-30", "--every", "month", "--indicator", "icpc")
    assert in_the_month["icpc", "latest"]["period"] == "Jun-20"


@pytest.mark.parametrize(
    ("as_at", "latest", "year_ago", "last_year", "twelve_months"),
    [
        ("2020-07-31", "Q1 20/21", "2019-07-31", "2019/20", "2019-08-01"),
        ("2020-06-30", "Q1 20/21", "2019-06-30", "2019/20", "2019-07-01"),
        ("2020-06-29", "Q4 19/20", "2019-06-29", "2019/20", "2019-06-30"),
        ("2020-03-31", "Q4 19/20", "2019-03-31", "2019/20", "2019-04-01"),
        ("2020-03-30", "Q3 19/20", "2019-03-30", "2018/19", "2019-03-31"),
        ("2020-02-29", "Q3 19/20", "2019-02-28", "2018/19", "2019-03-01"),
        ("2021-02-28", "Q3 20/21", "2020-02-29", "2019/20", "2020-03-01"),
    ],
)
def test_the_periods_of_a_date(as_at, latest, year_ago, last_year, twelve_months):
    found = periods_at(date.fromisoformat(as_at))
    assert found[Content.LATEST].label == latest
    assert found[Content.YEAR_AGO].end == date.fromisoformat(year_ago)
    assert found[Content.LAST_YEAR].label == last_year
    assert (found[Content.TWELVE_MONTHS].start.isoformat(), found[Content.TWELVE_MONTHS].end.isoformat()) == (
        twelve_months,
        as_at,
    )


@pytest.mark.parametrize(
    ("year_ago", "to_date", "trend"),
    [((4, 1), (4, 3), "up, better"), ((4, 3), (4, 1), "down, worse"), ((4, 2), (2, 1), "same"), ((4, 2), (0, 0), "")],
)
def test_the_trend_of_a_share_of_which_high_is_good(here, year_ago, to_date, trend):
    extract(("2019-01-07", 3, 3), ("2019-04-08", *year_ago), ("2020-05-11", *to_date), ("2020-07-06", 0, 0))
    found = cells("e.csv", "--as-at", "2020-07-31", "--indicator", "icpc")
    assert found.get(("icpc", "trend"), {"text": ""})["text"] == trend


def test_a_number_is_better_or_worse_only_where_a_target_says_which_way(here):
    extract(("2019-01-07", 3, 3), ("2019-04-08", 4, 4), ("2020-05-11", 7, 7))
    own = ["e.csv", "--as-at", "2020-07-31", "--indicator", "conferences"]
    assert cells(*own)["conferences", "trend"]["text"] == "up"
    (here / "cpind.toml").write_text('[targets]\nconferences = { target = 5, good = "low" }\n')
    found = cells(*own)
    assert (found["conferences", "trend"]["text"], found["conferences", "trend"]["value"]) == ("up, worse", 3)
    assert found["conferences", "target"]["text"] == "5: off, 2 fewer"


# --- the example: the report's figures, and a plain count of its rows -------------------------------------------


def live_events(column: str, first: str, last: str) -> int:
    """How many different children and dates are in the rows of the live history."""
    with (EXAMPLES / "warwickshire" / "extract.csv").open(encoding="utf-8", newline="") as file:
        return len({(r["child_id"], r[column]) for r in csv.DictReader(file) if first <= r[column] <= last})


@pytest.mark.parametrize(
    ("code", "column"),
    [
        ("s47", "s47_start"),
        ("conferences", "icpc_date"),
        ("plans-started", "plan_start"),
        ("plans-ended", "plan_end"),
    ],
)
def test_events_are_those_of_the_rows(example, code, column):
    found = cells("--indicator", code)
    for cell, first, last in (
        ("latest", "2020-04-01", "2020-06-30"),
        ("to date", "2020-04-01", "2020-07-31"),
        ("year ago", "2019-04-01", "2019-07-31"),
        ("twelve months", "2019-08-01", "2020-07-31"),
    ):
        assert found[code, cell]["value"] == live_events(column, first, last), cell
        assert found[code, cell]["basis"] == "live extract to 31 July 2020"
    assert found[code, "last year"]["basis"] == "return 2019/20"


def test_the_reports_figures(example):
    """Tables 1 to 7 of the report of September 2020: quarter, last year and 31 July."""
    found = cells()
    assert {code: found[code, "last year"]["text"] for code in ("rates", "two-year", "icpc", "repeats")} == {
        "rates": "25.1",
        "two-year": "2.3",
        "icpc": "67.8",
        "repeats": "23.8",
    }
    assert {code: found[code, "last year"]["value"] for code in ("s47", "conferences", "plans-started")} == {
        "s47": 1306,
        "conferences": 482,
        "plans-started": 425,
    }
    latest = found["repeats", "latest"]
    assert (latest["period"], *fraction(latest), latest["text"]) == ("Q1 20/21", 38, 120, "31.7")
    to_date = found["rates", "to date"]
    assert (*fraction(to_date), to_date["text"]) == (330, 117720, "28.0")
    published = found["icpc", "England"]
    assert (published["period"], published["value"]) == ("2018/19", 78.7)


def test_each_rate_says_by_which_rule_it_has_its_population(example):
    with Path("population.csv").open(encoding="utf-8", newline="") as file:
        people = {r["mid_year"]: int(r["population"]) for r in csv.DictReader(file) if r["area"] == "Warwickshire"}
    found = cells("--indicator", "rates")
    assert {cell: (row["population_rule"], row["denominator"]) for (_, cell), row in found.items() if row["basis"]} == {
        "latest": ("published", people["2019"]),
        "to date": ("published", people["2019"]),
        "year ago": ("published", people["2018"]),
        "last year": ("dfe", people["2019"]),
        "twelve months": ("published", people["2019"]),
        "trend": ("", None),
        "Statistical neighbours": ("", None),
        "England": ("", None),
    }
    printed = run("scorecard", "--indicator", "rates").stdout
    assert (
        "Population of rates: the latest published by the date for Q1 20/21, to date and 12 months (mid-2019) and "
        "year ago (mid-2018); DfE's rule for 2019/20 (mid-2019); ONS mid-year estimate." in printed
    )
    by_rule = cells("--indicator", "rates", "--population-rule", "dfe")
    assert {row["population_rule"] for row in by_rule.values()} == {"dfe", ""}


# --- other areas -----------------------------------------------------------------------------------------------


def test_other_areas_have_the_same_year_where_it_is_published_and_else_the_latest_which_is_named(example):
    text = Path("benchmarks.csv").read_text(encoding="utf-8")
    Path("benchmarks.csv").write_text(text.replace("icpc,England,2019/20,TBC", "icpc,England,2019/20,77.6"))
    found = cells("--indicator", "icpc", "--indicator", "repeats")
    assert (found["icpc", "England"]["period"], found["icpc", "England"]["value"]) == ("2019/20", 77.6)
    assert (found["repeats", "England"]["period"], found["repeats", "England"]["value"]) == ("2018/19", 20.8)
    note = "Neighbours and England (repeats): of 2018/19, the latest published; there is no figure for 2019/20."
    assert note in run("scorecard", "--indicator", "icpc", "--indicator", "repeats").stdout.splitlines()


def test_neighbours_region_england_and_rank_of_a_store(example):
    """The rank is worked out here from the store's rows, and the neighbours' mean of the year from theirs."""
    with Path("cpind-benchmarks.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["indicator"] == "icpc" and row["period"] == "2019/20"]
    authorities = {row["area"]: float(row["value"]) for row in rows if row["level"] == "local"}
    own = authorities["Warwickshire"]
    better = sum(value > own for value in authorities.values())
    others = [value for area, value in authorities.items() if area != "Warwickshire"]
    settings = ["--config", "../scorecard/cpind.toml", "--indicator", "icpc"]
    found = cells(*settings)
    rank = found["icpc", "rank"]
    assert (rank["value"], rank["denominator"], rank["period"]) == (better + 1, len(authorities), "2019/20")
    assert found["icpc", "Statistical neighbours"]["value"] == pytest.approx(sum(others) / len(others))
    for level, area in (("regional", "West Midlands"), ("national", "England")):
        assert found["icpc", area]["value"] == next(float(row["value"]) for row in rows if row["level"] == level)
    (row,) = page(*settings)
    assert row["rank"] == f"{better + 1} of {len(authorities)}"
    printed = run("scorecard", *settings).stdout
    assert "Region: West Midlands." in printed and "Neighbours  Region  England  Rank" in printed


def test_the_authoritys_published_figure_is_told_apart_from_the_computed_one(example):
    rows = page("--config", "../scorecard/cpind.toml", "--indicator", "icpc", "--compare", "Warwickshire")
    assert rows[0]["Warwickshire (published)"] == "67.8"


def test_an_area_that_the_benchmarks_do_not_have_is_refused(example):
    result = run("scorecard", "--compare", "Atlantis")
    assert (result.exit_code, result.stdout) == (2, "")
    assert '--compare "Atlantis": the benchmarks have' in result.stderr


def test_without_benchmarks_there_are_no_such_columns(here):
    by_hand()
    assert list(page("e.csv", "--indicator", "icpc")[0])[-1] == "trend"


# --- what the input can't answer -----------------------------------------------------------------------------------


def test_without_conferences_the_rows_are_left_out_and_named(here):
    (here / "e.csv").write_text("child_id,plan_start,plan_end\nA,2019-05-01,2020-06-01\nB,2019-06-01,\n")
    result = run("scorecard", "e.csv")
    assert "Child protection plans started" in result.stdout and "conferences held" not in result.stdout
    assert "Left out: conferences, icpc: no column icpc_date in e.csv" in result.stdout
    assert "Left out: rates: a rate needs a population" in result.stdout


def test_with_returns_alone_years_are_the_returns_and_the_rest_is_all_of_them_together(example):
    found = cells("returns.csv", "--indicator", "repeats", "--indicator", "plans-started")
    assert found["repeats", "last year"]["basis"] == "return 2019/20"
    assert found["repeats", "latest"]["basis"] == "returns 2015/16 to 2019/20 together"
    # The report's tables 3 and 6: 2018/19 and 2019/20 end on the extract's date and a year before it.
    assert (found["plans-started", "to date"]["value"], found["plans-started", "year ago"]["value"]) == (425, 516)
    assert found["plans-started", "trend"]["text"] == "down"


def test_one_return_has_no_year_before(here):
    result = run("scorecard", str(EXAMPLES / "layouts" / "cin-2020.xml"), "--indicator", "plans-started")
    assert "No figure for year ago: no return for 2018/19." in result.stdout
    (row,) = page(str(EXAMPLES / "layouts" / "cin-2020.xml"), "--indicator", "plans-started")
    assert (row["Year ago"], row["trend"]) == ("", "") and row["To date"] == row["2019/20"] != ""


def test_periods_that_two_quarters_do_not_cover_are_blank_and_noted(here):
    extract(("2020-01-06", 20, 15), ("2020-04-06", 20, 18))
    (row,) = page("e.csv", "--as-at", "2020-06-30", "--indicator", "icpc")
    assert list(row.values())[1:] == ["90.0", "18", "20", "90.0", "", "", "", ""]
    printed = run("scorecard", "e.csv", "--as-at", "2020-06-30", "--indicator", "icpc").stdout
    assert "Blank where the extract does not cover the period." in printed
    assert "Before (year ago, 2019/20 and 12 months): the extract covers what happened from 6 January 2020" in printed


def test_a_date_before_the_first_year_is_refused(here):
    (here / "e.csv").write_text("child_id,plan_start,plan_end\nA,1990-05-01,1990-06-01\n")
    result = run("scorecard", "e.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "the extract is of 1990-06-01: there is no complete reporting year before it" in result.stderr


def test_annex_a_is_blank_before_its_six_months(example):
    found = cells("../layouts/annex-a.xlsx", "--indicator", "conferences", "--indicator", "reviews")
    assert found["conferences", "latest"]["status"] == "complete"
    assert found["conferences", "last year"]["value"] is None
    printed = run("scorecard", "../layouts/annex-a.xlsx", "--indicator", "conferences", "--indicator", "reviews").stdout
    assert "No figure for year ago, 2019/20 and 12 months: Annex A holds 6 months" in printed
    assert "Left out: reviews: Annex A holds only the latest review" in printed


def test_events_of_a_return_and_of_the_live_extract_are_not_added_up_in_a_note(here):
    """One conference of February 2020 without an enquiry, in the return and in the live extract, and one of May."""
    lines = ["child_id,s47_start,icpc_date,return_year"]
    for n, day in enumerate(("2019-05-06", "2020-02-10")):
        lines.append(f"C{n},{'' if n else '2019-05-01'},{day},2020")
        lines.append(f"C{n},{'' if n else '2019-05-01'},{day},")
    lines += ["C8,,2020-05-11,", "C9,2020-05-07,2020-05-12,"]
    (here / "e.csv").write_text("\n".join(lines) + "\n")
    printed = run("scorecard", "e.csv", "--indicator", "icpc", "--as-at", "2020-07-31").stdout
    assert "\n2 of the 4 conferences have no section 47 start recorded" in printed
    assert "\n2019/20: 1 of the 2 conferences has no section 47 start recorded" in printed


# --- choosing rows ----------------------------------------------------------------------------------------------------


def test_settings_choose_and_order_the_rows_and_options_override_them(example):
    chosen = [key[0] for key in cells("--config", "../scorecard/cpind.toml")]
    assert list(dict.fromkeys(chosen)) == ["icpc", "repeats", "two-year", "rates", "reviews"]
    chosen = [key[0] for key in cells("--config", "../scorecard/cpind.toml", "--indicator", "RATES")]
    assert set(chosen) == {"rates"}


@pytest.mark.parametrize(
    ("code", "message"),
    [("icp", 'did you mean "icpc"?'), ("icpc-bands", "icpc-bands: it has several rows")],
)
def test_a_row_that_cannot_be_shown_is_refused_by_the_name_of_its_setting(example, code, message):
    typed = run("scorecard", "--indicator", code)
    assert (typed.exit_code, typed.stdout) == (2, "") and message in typed.stderr
    Path("own.toml").write_text(f'extract = "extract.csv"\n[scorecard]\nindicators = ["{code}"]\n')
    of_settings = run("scorecard", "--config", "own.toml")
    assert (of_settings.exit_code, of_settings.stdout) == (1, "") and message in of_settings.stderr
    assert "own.toml, [scorecard] indicators" in of_settings.stderr


# --- formats ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", [name for name, format in FORMATS.items() if not format.is_picture])
def test_the_scorecard_is_written_in_every_format(example, format):
    result = run("scorecard", "-f", format)
    assert result.exit_code == 0 and result.stdout_bytes


def test_long_has_a_row_for_each_cell(example):
    rows = list(csv.DictReader(io.StringIO(run("scorecard", "--long", "-f", "csv").stdout)))
    keyed = cells()
    assert len(rows) == len(keyed)
    assert list(rows[0]) == list(next(iter(keyed.values())))
    assert {row["cell"] for row in rows} == {
        *("latest", "to date", "year ago", "last year", "twelve months", "trend", "published")
    }


@pytest.mark.parametrize("arguments", [[], ["--config", "../scorecard/cpind.toml"]])
def test_the_scorecard_fits_a_wide_terminal(example, arguments):
    table = run("scorecard", *arguments).stdout.split("\n\n")[1].splitlines()
    assert max(map(len, table)) <= 140
    assert len(table) <= 50


def test_every_choice_of_a_definition_is_applied(here):
    """Day 15 by weekdays alone is Tuesday 14 April 2020; Good Friday and Easter Monday make it Thursday 16 April."""
    (here / "e.csv").write_text(
        "child_id,s47_start,icpc_date\nA,2020-03-24,2020-04-15\nB,2019-04-01,2019-04-02\nC,2018-04-01,2018-04-02\n"
    )
    own = ["e.csv", "--as-at", "2020-06-30", "--indicator", "icpc"]
    assert fraction(cells(*own)["icpc", "latest"]) == (1, 1)
    assert fraction(cells(*own, "--weekends-only")["icpc", "latest"]) == (0, 1)
    assert "Bank holidays counted as working days" in run("scorecard", *own, "--weekends-only").stdout


def test_the_packaged_example_says_that_it_is_an_example(here):
    result = run("scorecard", "-f", "csv")
    assert "packaged example" in result.stderr
    assert "Invented children" in result.stdout


@pytest.mark.parametrize("every", ["quarter", "month"])
def test_at_31_march_the_children_of_one_day_have_one_rate(example, every):
    # 345 children at 31 March 2019 and 561 at 31 March 2018, by the mid-years of DfE's rule: 29.8 and 49.0.
    found = cells("--indicator", "rates", "--as-at", "2019-03-31", "--every", every)
    own = {cell: row for (_, cell), row in found.items() if row["basis"] and row["denominator"]}
    assert {row["population_rule"] for row in own.values()} == {"dfe"}
    assert {cell: (row["numerator"], row["text"]) for cell, row in own.items()} == {
        "latest": (345, "29.8"),
        "to date": (345, "29.8"),
        "year ago": (561, "49.0"),
        "last year": (345, "29.8"),
        "twelve months": (345, "29.8"),
    }
    asked = cells("--indicator", "rates", "--as-at", "2019-03-31", "--population-rule", "published")
    assert {row["population_rule"] for row in asked.values()} == {"published", ""}
    assert {row["population_rule"] for row in cells("--indicator", "rates", "--as-at", "2019-03-30").values()} == {
        "published",
        "dfe",
        "",
    }
