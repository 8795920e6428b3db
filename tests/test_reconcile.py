"""Returns made from published counts give the published figures back, through the whole program; differences are
marked, and what could explain them."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import random
import shutil
from datetime import date

import pytest
from support import EXAMPLES, releases, run, synthesis
from support.releases import AUTHORITIES

YEARS = (2018, 2019, 2020)


NAMES = {"NEG": "neglect", "PHY": "physical", "SAB": "sexual", "EMO": "emotional", "MUL": "multiple"}


def possible(rng: random.Random, year: int) -> dict[str, int]:
    """An authority's year whose counts some plans can have; every child has one event, and categories are counted by hand."""
    while True:
        one = releases.counts(rng)
        one["reviewed"] = one["three_months"] * rng.randint(60, 100) // 100
        one["two_years_open"] = min(one["two_years_open"], one["three_months"])
        try:
            rows = synthesis.rows_of(year, one)
        except synthesis.Impossible:
            continue
        one |= {f"{name}_children": one[name] for name in ("s47", "icpc", "start", "end")}
        one["any_children"] = one["any_plans"]
        plans = [row for row in rows if row.get("plan_start")]
        started = [row for row in plans if row["plan_start"] >= f"{year - 1}-04-01"]
        still_open = [row for row in plans if not row["plan_end"]]
        for part, of in (("start", started), ("open", still_open)):
            for which in ("initial", "latest"):
                codes = [row[f"{which}_category"] for row in of]
                one |= {f"{part}_{which}_{name}": codes.count(code) for code, name in NAMES.items()}
        return one


@pytest.fixture(scope="module")
def facts() -> dict[tuple[str, int], dict[str, int]]:
    rng = random.Random(5)
    return {(number, year): possible(rng, year) for number, *_ in AUTHORITIES for year in YEARS}


@pytest.fixture(scope="module")
def filled_store(tmp_path_factory, facts):
    """A folder with the release, imported, and Aldershire's returns made from it. Made once."""
    folder = tmp_path_factory.mktemp("imported")
    releases.write_release(folder / "dl", facts)
    with contextlib.chdir(folder):
        run("benchmarks", "import", *sorted((folder / "dl").glob("*.csv")))
    (folder / "cpind.toml").write_text('authority = "Aldershire"\nextract = "returns.csv"\n')
    synthesis.write(folder / "returns.csv", returns_of("301", facts))
    return folder


@pytest.fixture
def store(here, filled_store):
    """The working folder is a copy of it."""
    shutil.copytree(filled_store, here, dirs_exist_ok=True)
    return here


def returns_of(number: str, facts) -> list[dict[str, str]]:
    return [row for year in YEARS for row in synthesis.rows_of(year, facts[number, year])]


def lines(*arguments: str) -> list[dict]:
    result = run("reconcile", *arguments, "-f", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize("number", [number for number, *_ in AUTHORITIES[:6]])
def test_returns_made_from_published_counts_give_the_published_figures(store, facts, number):
    synthesis.write(store / "own.csv", returns_of(number, facts))
    found = lines("own.csv", "--authority", number)
    # 22 figures a year, and three by five categories of abuse.
    assert len(found) == (22 + 3 * 5) * len(YEARS)
    assert {line["verdict"] for line in found} == {"agrees"}, [line for line in found if line["verdict"] != "agrees"]


def test_a_difference_in_a_year_without_findings(example):
    """Figures that differ while no check finds anything."""
    (example / "one.csv").write_text(
        "child_id,s47_start,icpc_date,plan_start,initial_category,previous_plans,return_year\n"
        "A1,2019-05-01,2019-05-20,2019-05-20,NEG,0,2020\n"
    )
    result = run("reconcile", "one.csv", "--year", "2019/20")
    assert result.exit_code == 0 and "a correction after the return" in result.stdout


def test_a_figure_that_agrees_says_so(store):
    printed = run("reconcile").stdout
    assert printed.startswith("Aldershire: own figures beside those published")
    assert "111 of 111 figures agree with what DfE published." in printed
    assert "Published: Children in need 2020." in printed


def changed(store, facts, change) -> list[dict]:
    """The lines that differ where a change was made to the returns' rows."""
    rows = returns_of("301", facts)
    change(rows)
    synthesis.write(store / "returns.csv", rows)
    return lines("--differences")


def test_a_missing_plan_is_a_difference_in_every_figure_it_affects(store, facts):
    def one_less(rows):
        place = next(n for n, row in enumerate(rows) if row["return_year"] == "2019" and row.get("plan_end"))
        del rows[place]

    found = changed(store, facts, one_less)
    assert {(line["indicator"], line["period"]) for line in found} >= {
        ("plans-ended", "2018/19"),
        ("two-year", "2018/19"),
    }
    assert {line["period"] for line in found} == {"2018/19"}
    ended = next(line for line in found if line["indicator"] == "plans-ended")
    assert ended["value"] == int(ended["published_value"]) - 1
    assert "a correction after the return" in ended["why"]


def test_rows_that_a_check_lists_are_named(store, facts):
    def a_wrong_year(rows):
        row = next(row for row in rows if row["return_year"] == "2019" and row.get("plan_end"))
        row["plan_end"] = row["plan_end"].replace("2019", "2020")

    found = changed(store, facts, a_wrong_year)
    assert {line["period"] for line in found} == {"2018/19"}
    assert all(
        "doubted by cpind check: 8930 (1)" in line["why"] for line in found if line["indicator"] == "plans-ended"
    )


def test_another_population_explains_a_rate(store):
    (store / "p.csv").write_text(
        "area,mid_year,population\n" + "".join(f"Aldershire,{y},50000\n" for y in (2017, 2018, 2019))
    )
    found = lines("--population", "p.csv", "--differences")
    assert {line["indicator"] for line in found} == {
        "rates",
        "s47-rate",
        "conferences-rate",
        "starts-rate",
        "ends-rate",
        "any-point-rate",
    }
    assert all(line["why"].startswith("another population: mid-") for line in found)


def test_a_live_extract_says_that_it_is_not_a_return(store, facts):
    rows = [{**row, "return_year": ""} for row in synthesis.rows_of(2020, facts["301", 2020])][1:]
    synthesis.write(store / "live.csv", rows)
    found = lines("live.csv", "--year", "2019/20")
    assert any("computed from the live extract" in line["why"] for line in found if line["verdict"] == "differs")


def test_figures_not_published_or_not_computable_say_so(store, facts):
    symbols = {("301", 2020, "subsequent"): "c"}
    releases.write_release(store / "dl", facts, symbols=symbols)
    run("benchmarks", "import", *sorted((store / "dl").glob("*.csv")))
    found = {(line["indicator"], line["period"]): line for line in lines()}
    assert found["repeats", "2019/20"]["verdict"] == "not published"
    assert found["repeats", "2019/20"]["why"] == "published as c"
    text = (store / "returns.csv").read_text().replace("review_dates", "notes")
    (store / "returns.csv").write_text(text)
    found = {(line["indicator"], line["period"]): line for line in lines()}
    assert found["reviews", "2019/20"]["verdict"] == "not computed"
    assert "no column review_dates" in found["reviews", "2019/20"]["why"]


def _fewer(rows: list[dict[str, str]], *, keep: int) -> None:
    """Of the plans of two years or more that ended in 2019/20 so many are kept."""

    def is_long(row):
        ended = row.get("plan_end") or ""
        days = (date.fromisoformat(ended) - date.fromisoformat(row["plan_start"])).days if ended else 0
        return row["return_year"] == "2020" and days >= 730

    for row in [row for row in rows if is_long(row)][keep:]:
        rows.remove(row)


def test_suppressed_a_small_number_of_ours_cannot_be_worked_out_from_its_row(store, facts):
    """Ours is 4 of 163, DfE's 6 of 165: neither the number nor whether it agrees, and a published number stands."""
    plain = changed(store, facts, lambda rows: _fewer(rows, keep=4))
    assert {(line["numerator"], line["published_numerator"]) for line in plain if line["indicator"] == "two-year"} == {
        (4, 6)
    }
    found = {(line["indicator"], line["period"], line["group"]): line for line in lines("--suppress")}
    hidden = found["two-year", "2019/20", ""]
    assert [hidden[name] for name in ("numerator", "denominator", "value", "why")] == [None, None, None, ""]
    assert (hidden["verdict"], hidden["published_numerator"]) == ("suppressed", 6)
    assert found["plans-open", "2019/20", ""]["value"] == facts["301", 2020]["at31"]
    assert not [line for line in lines("--suppress", "--differences") if line["indicator"] == "two-year"]
    row = next(
        line for line in run("reconcile", "--suppress", "--year", "2019/20").stdout.splitlines() if "two-year " in line
    )
    assert row.split() == ["two-year", "2019/20", "c", "c", "c", "6", "165", "3.6", "suppressed"]


def test_suppressed_what_dfe_hides_stays_hidden_in_ours(store, facts):
    """DfE's c may be a second number, hidden for another: ours is the same, and 10 is not small."""
    releases.write_release(store / "dl", facts, symbols={("301", 2020, "two_years_open"): "c"})
    run("benchmarks", "import", *sorted((store / "dl").glob("*.csv")))
    found = {(line["indicator"], line["period"]): line for line in lines("--suppress")}
    ours = found["two-year-open", "2019/20"]
    assert (facts["301", 2020]["two_years_open"], ours["value"], ours["verdict"]) == (10, None, "suppressed")
    assert found["two-year", "2019/20"]["value"] is not None


def test_suppressed_no_reason_and_no_note_counts_rows(store, facts):
    def a_wrong_year(rows):
        row = next(row for row in rows if row["return_year"] == "2019" and row.get("plan_end"))
        row["plan_end"] = row["plan_end"].replace("2019", "2020")

    changed(store, facts, a_wrong_year)
    result = run("reconcile", "--suppress", "--differences")
    assert "doubted by cpind check: 8930\n" in result.stdout and "8930 (" not in result.stdout
    assert result.stderr == "cpind: settings from cpind.toml\n"
    assert "Notes that count children are left out." in result.stdout


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["--benchmarks", "b.csv"], "there is no store of benchmarks at b.csv"),
        (["--config", "nobody.toml"], "no authority is named: give --authority NAME"),
        (["--authority", "Elsewhere"], 'has no authority "Elsewhere"'),
        (["--year", "2010/11"], "no return for 2010/11"),
    ],
)
def test_missing_inputs_are_named(store, arguments, message):
    (store / "b.csv").write_text("indicator,area,period,value\nrates,England,2019/20,42.8\n")
    (store / "nobody.toml").write_text('extract = "returns.csv"\n')
    result = run("reconcile", *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx", "out.md"])
def test_a_reconciliation_is_written_in_other_formats(store, name):
    assert run("reconcile", "-o", name).exit_code == 0
    assert (store / name).stat().st_size > 100


def test_categories_of_which_the_store_has_nothing_are_not_published(monkeypatch):
    """Their own figures are by category, so that there is none to set beside what is not there."""
    monkeypatch.chdir(EXAMPLES / "warwickshire")
    lines = list(csv.DictReader(io.StringIO(run("reconcile", "--year", "2016/17", "-f", "csv", "-q").stdout)))
    verdicts = {line["indicator"]: line["verdict"] for line in lines}
    for code in ("category-start", "category-open-initial", "category-open-latest"):
        assert verdicts[code] == "not published"
    assert "not computed" not in verdicts.values()
