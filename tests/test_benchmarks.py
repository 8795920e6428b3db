"""The store of published figures: what is imported, how it is chosen and averaged, ranked and shown."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import shutil
import zipfile
from decimal import Decimal
from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import releases, run
from support.releases import AUTHORITIES, half_up, invented, neighbours_of, published

from cpind.benchmarks.importing import import_files
from cpind.benchmarks.opening import open_view
from cpind.benchmarks.ranks import Rank, rank_of
from cpind.benchmarks.records import FIGURE, NEIGHBOUR, POPULATION
from cpind.benchmarks.store import load
from cpind.errors import InputError
from cpind.model.periods import year

YEARS = range(2018, 2021)
FACTS = invented(YEARS)
EXPECTED = {
    "rates": ("at31", "population", 10_000),
    "repeats": ("subsequent", "start", 100),
    "two-year-open": ("two_years_open", "at31", 100),
    "two-year": ("two_years", "end", 100),
    "reviews": ("reviewed", "three_months", 100),
}
COUNTS = {"plans-open": "at31", "plans-started": "start", "plans-ended": "end", "s47": "s47", "conferences": "icpc"}


@pytest.fixture(scope="module")
def filled_store(tmp_path_factory):
    """A folder for Alder(shire), with the release of 2020 and both neighbour sets in its store. Made once."""
    folder = tmp_path_factory.mktemp("imported")
    releases.write_release(folder / "dl", FACTS)
    releases.write_rows(folder / "dl" / "statistical_neighbours_april_2021.csv", releases.neighbours_2021(), mark=True)
    (folder / "cpind.toml").write_text('authority = "Aldershire"\n')
    with contextlib.chdir(folder):
        result = run("benchmarks", "import", *sorted((folder / "dl").glob("*.csv")))
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def store(here, filled_store):
    """A copy of it as the working folder."""
    return shutil.copytree(filled_store, here, dirs_exist_ok=True)


def view_of(authority: str = "Aldershire", **about):
    from pathlib import Path

    return open_view(Path("cpind-benchmarks.csv"), authority=authority, **about)


def value(view, code: str, area: str, y: int) -> str | None:
    found = view.find(code, area, year(y))
    return None if found is None else found.text


# --- importing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["2020", "2022", "2025"])
def test_every_figure_of_a_release_is_recomputed_from_its_counts(here, layout):
    releases.write_release(here / "dl", FACTS, layout=layout)
    assert run("benchmarks", "import", *sorted((here / "dl").glob("*.csv"))).exit_code == 0
    view = view_of()
    for number, name, *_ in AUTHORITIES:
        for y in YEARS:
            own = FACTS[number, y]
            for code, (numerator, denominator, factor) in EXPECTED.items():
                want = published(own[numerator], own[denominator], factor)
                assert Decimal(value(view, code, name, y)) == Decimal(want), (code, name, y)
                record = view.record(code, name, year(y))
                assert (int(record.numerator), int(record.denominator)) == (own[numerator], own[denominator])
            for code, count in COUNTS.items():
                assert value(view, code, name, y) == str(own[count])
            in_time = own["days_10"] + own["days_15"]
            assert Decimal(value(view, "icpc", name, y)) == Decimal(published(in_time, own["icpc"]))


ODD_CELLS = {
    ("302", 2018, "start_initial_physical"): "c",
    ("303", 2018, "open_latest_multiple"): "x",
    ("304", 2018, "any_children"): ":",
    ("305", 2018, "s47"): "c",
    ("306", 2018, "start_children"): "z",
    ("307", 2018, "days_15"): "u",
    ("308", 2018, "icpc_children"): "..",
    ("309", 2018, "at31"): "x",
}


def expected_figure(cells, population: str | None, *, is_rate: bool) -> tuple[str, bool]:
    """The value of a figure by its source cells, and whether it is computed."""
    value, numerator, denominator = cells
    if value is not None:
        return value, False
    if is_rate:
        denominator = population
    if symbols := [cell for cell in (numerator, denominator) if not cell.isdigit()]:
        return symbols[0], False
    return published(int(numerator), int(denominator), 10_000 if is_rate else 100), denominator != "0"


@pytest.mark.parametrize("layout", ["2020", "2022", "2025"])
def test_every_value_of_a_release_equals_its_source_cell(here, layout):
    files = releases.write_release(here / "dl", FACTS, layout=layout, symbols=ODD_CELLS)
    result = run("benchmarks", "import", *files)
    assert result.exit_code == 0
    assert "not used" not in result.stderr and "does not know" not in result.stderr
    records = load("cpind-benchmarks.csv")
    people = {(r.code, r.period): r.value for r in records if r.record == POPULATION}
    sources = releases.source_cells(files)
    figures = {(r.indicator, r.group, r.code, r.period): r for r in records if r.record == FIGURE}
    assert set(figures) == set(sources)
    for key, record in figures.items():
        code, _, place, period = key
        is_rate = code == "rates" or code.endswith("-rate")
        value, is_computed = expected_figure(sources[key], people[place, f"mid-{period[:4]}"], is_rate=is_rate)
        if is_computed:  # 42.0, where DfE would print 42
            assert Decimal(record.value) == Decimal(value), key
        else:
            assert record.value == value, key
        assert record.origin == ("" if not is_computed else "counts" if record.level == "local" else "rounded counts")
        _, numerator, denominator = sources[key]
        if is_rate:
            denominator = people[place, f"mid-{period[:4]}"] if numerator.isdigit() else ""
        for mine, cell in ((record.numerator, numerator), (record.denominator, denominator)):
            assert mine == (cell if cell and cell.isdigit() else ""), key


def test_a_columns_name_is_not_taken_from_another_table(here):
    """Plans started stand in d1, d2 and d3; each figure comes from its own table."""
    files = {path.name[:2]: path for path in releases.write_release(here / "dl", FACTS)}
    for table in ("d2", "d4"):
        (imported,) = import_files([files[table]])
        assert {record.indicator for record in imported.records} <= {
            code for (code, _), (source, *_) in releases.SOURCES.items() if source == table
        }


def test_columns_that_are_new_in_a_release_are_named(here):
    files = {path.name[:2]: path for path in releases.write_release(here / "dl", FACTS, layout="2025")}
    lines = files["d1"].read_text(encoding="utf-8-sig").splitlines()
    files["d1"].write_text(
        "\n".join([f"{lines[0]},CPP_Online,CPP_anypoint_2+", *(f"{line},1,2" for line in lines[1:])])
    )
    result = run("benchmarks", "import", files["d1"], files["c4"])
    assert result.stderr.count("columns that cpind does not know") == 1
    assert "not used: columns that cpind does not know: CPP_Online, CPP_anypoint_2+" in result.stderr
    assert {"plans-open", "s47"} <= {record.indicator for record in load("cpind-benchmarks.csv")}


def test_a_release_without_rates_says_which_are_computed_and_which_stay_blank(here):
    files = {path.name[:2]: path for path in releases.write_release(here / "dl", FACTS, layout="2025")}
    alone = run("benchmarks", "import", files["d1"]).stderr
    assert "Children in need 2020: rates of 2017/18, 2018/19, 2019/20 are left blank" in alone
    assert value(view_of(), "starts-rate", "Aldershire", 2020) == ""
    after = run("benchmarks", "import", files["on"]).stderr
    assert "left blank" not in after
    assert (
        "Children in need 2020: any-point-rate, ends-rate, rates, starts-rate computed from its counts and the ONS "
        "population of its vintage" in after
    )
    own = FACTS["301", 2020]
    rate = value(view_of(), "starts-rate", "Aldershire", 2020)
    assert Decimal(rate) == Decimal(published(own["start"], own["population"], 10_000))


def test_a_population_that_is_corrected_changes_the_rates_computed_from_it(here):
    run("benchmarks", "import", *releases.write_release(here / "dl", FACTS, layout="2025"))
    corrected = FACTS | {("301", 2020): FACTS["301", 2020] | {"population": 12_345}}
    files = releases.write_release(here / "again", corrected, layout="2025")
    run("benchmarks", "import", next(path for path in files if path.name.startswith("ons")))
    own = FACTS["301", 2020]
    rate = value(view_of(), "ends-rate", "Aldershire", 2020)
    assert Decimal(rate) == Decimal(published(own["end"], 12_345, 10_000))
    record = view_of().record("ends-rate", "Aldershire", year(2020))
    assert (record.denominator, record.origin) == ("12345", "counts")


@pytest.mark.parametrize("layout", ["2020", "2025"])
def test_measures_that_are_only_published_have_neighbours_region_and_england(here, layout):
    releases.write_release(here / "dl", FACTS, layout=layout)
    releases.write_rows(here / "dl" / "neighbours_2021.csv", releases.neighbours_2021())
    run("benchmarks", "import", *sorted((here / "dl").glob("*.csv")))
    about = ("--authority", "Aldershire", "--year", "2019/20", "--rank", "-f", "json", "-q")
    for code, numerator, denominator, factor in (
        ("s47-rate", "s47", "population", 10_000),
        ("conferences-rate", "icpc", "population", 10_000),
    ):
        rows = {row["area"]: row for row in json.loads(run("benchmarks", "show", code, *about).stdout)}
        ours = {
            n: Decimal(published(FACTS[n, 2020][numerator], FACTS[n, 2020][denominator], factor))
            for n, *_ in AUTHORITIES
        }
        neighbours = [ours[n] for n in neighbours_of("301")]
        assert Decimal(str(rows["Aldershire"]["published"])) == ours["301"]
        assert Decimal(rows["Statistical neighbours"]["published"]) == Decimal(half_up(sum(neighbours) / 10))
        lower = sum(one < ours["301"] for one in neighbours)
        assert rows["Aldershire"]["among_neighbours"].endswith("of 11")
        if lower == 0:
            assert rows["Aldershire"]["among_neighbours"] == "lowest of 11"
        assert {"East Midlands", "England"} <= set(rows) and rows["England"]["value"] > 0
        assert rows["Aldershire"]["unit"] == "per 10,000"


def test_every_code_that_is_imported_has_a_title_and_a_unit(store):
    units = {}
    for code in dict.fromkeys(code for code, _ in releases.SOURCES):
        result = run("benchmarks", "show", code, "--year", "2019/20")
        assert result.exit_code == 0 and ", as published" in result.stdout.splitlines()[0], code
        rows = json.loads(run("benchmarks", "show", code, "--year", "2019/20", "-f", "json", "-q").stdout)
        units[code] = {row["unit"] for row in rows}
    rates = {code for code, unit in units.items() if unit == {"per 10,000"}}
    shares = {code for code, unit in units.items() if unit == {"percent"}}
    assert rates == {"rates", "s47-rate", "conferences-rate", "starts-rate", "ends-rate", "any-point-rate"}
    assert shares == {
        *("icpc", "repeats", "two-year", "two-year-open", "reviews"),
        *("category-start", "category-open-latest", "category-open-initial"),
    }
    assert all(units[code] == {"count"} for code in set(units) - rates - shares)


def test_categories_are_shares_of_the_total_by_group(store):
    own = FACTS["301", 2020]
    rows = json.loads(run("benchmarks", "show", "category-open-latest", "--year", "2019/20", "-f", "json", "-q").stdout)
    mine = {row["group"]: row for row in rows if row["area"] == "Aldershire"}
    assert list(mine) == ["Neglect", "Physical abuse", "Sexual abuse", "Emotional abuse", "Multiple"]
    for group, row in mine.items():
        count = own[f"open_latest_{group.split()[0].lower()}"]
        assert (row["numerator"], row["denominator"]) == (count, own["at31"])
        assert Decimal(row["published"]) == Decimal(published(count, own["at31"]))
        assert row["source"] == "Children in need 2020, from counts"
    neighbours = [
        Decimal(published(FACTS[n, 2020]["open_latest_neglect"], FACTS[n, 2020]["at31"])) for n in neighbours_of("301")
    ]
    average = next(row for row in rows if (row["area"], row["group"]) == ("Statistical neighbours", "Neglect"))
    assert Decimal(average["published"]) == Decimal(half_up(sum(neighbours) / 10))
    printed = run("benchmarks", "show", "category-start", "--rank").stdout
    assert "Emotional abuse: Aldershire" in printed and "Neglect: Among its neighbours" in printed


def test_figures_that_are_old_beside_those_they_are_set_beside_say_so(here):
    with zipfile.ZipFile("release.zip", "w") as out:
        for path in releases.write_release(here / "dl", FACTS):
            out.writestr(zipfile.ZipInfo(path.name, (2020, 10, 15, 9, 30, 0)), path.read_bytes())
    run("benchmarks", "import", "release.zip")
    (here / "cpind.toml").write_text('authority = "Aldershire"\n')
    (here / "e.csv").write_text(
        "child_id,plan_start,plan_end,previous_plans\n1,2019-05-01,,0\n2,2021-04-20,2021-06-30,0\n"
    )
    age = "Published figures are older than Q1 21/22 by more than a year: England to 2019/20, published October 2020."
    assert age in run("repeats", "e.csv", "--quarter", "Q1-21/22").stdout
    assert age.replace("Q1 21/22", "30 June 2021") in run("rates", "e.csv", "--at", "2021-06-30").stdout
    for recent in (["--year", "2020/21"], ["--quarter", "Q4-20/21"], ["--year", "2019/20"]):
        assert "older than" not in run("repeats", "e.csv", *recent).output


def test_a_zip_is_imported_as_downloaded(here):
    with zipfile.ZipFile("release.zip", "w") as out:
        for path in releases.write_release(here / "dl", FACTS):
            info = zipfile.ZipInfo(f"data/{path.name}", (2020, 10, 15, 9, 30, 0))
            out.writestr(info, path.read_bytes())
        out.writestr("data/d1.meta.csv", "col_name,col_type\nCPP_start,Indicator\n")
        out.writestr("data-guidance.txt", "words")
    result = run("benchmarks", "import", "release.zip")
    assert result.exit_code == 0
    records = load("cpind-benchmarks.csv")
    assert {record.date for record in records} == {"2020-10-15"}
    assert {record.release for record in records} == {"Children in need 2020"}
    assert "d1_child_protection_plans_2018_to_2020.csv" in {record.source for record in records}


def test_importing_again_replaces_and_never_duplicates(store):
    before = (store / "cpind-benchmarks.csv").read_bytes()
    run("benchmarks", "import", *sorted((store / "dl").glob("*.csv")))
    assert (store / "cpind-benchmarks.csv").read_bytes() == before
    corrected = FACTS | {("301", 2020): FACTS["301", 2020] | {"subsequent": 7}}
    d3 = next(p for p in releases.write_release(store / "again", corrected) if p.name.startswith("d3"))
    run("benchmarks", "import", d3)
    after = (store / "cpind-benchmarks.csv").read_bytes()
    changed = [pair for pair in zip(before.splitlines(), after.splitlines(), strict=True) if pair[0] != pair[1]]
    assert len(changed) == 3  # the authority's row, its region's and England's: a difference of three lines
    assert value(view_of(), "repeats", "Aldershire", 2020) == published(7, FACTS["301", 2020]["start"])


def test_the_order_of_files_does_not_matter(store):
    before = (store / "cpind-benchmarks.csv").read_bytes()
    (store / "cpind-benchmarks.csv").unlink()
    for path in sorted((store / "dl").glob("*.csv"), reverse=True):
        run("benchmarks", "import", path)
    assert (store / "cpind-benchmarks.csv").read_bytes() == before


def test_two_vintages_stand_side_by_side(store):
    later = invented(range(2018, 2022), seed=9)
    releases.write_release(store / "later", later, layout="2025")
    run("benchmarks", "import", *sorted((store / "later").glob("*.csv")))
    assert view_of().vintage == "2021"
    assert value(view_of(), "repeats", "Aldershire", 2019) == published(
        later["301", 2019]["subsequent"], later["301", 2019]["start"]
    )
    assert value(view_of(vintage="2020"), "repeats", "Aldershire", 2019) == published(
        FACTS["301", 2019]["subsequent"], FACTS["301", 2019]["start"]
    )
    assert (
        view_of(vintage="2020").population().find("Aldershire", year(2019).end).children
        == FACTS["301", 2019]["population"]
    )
    assert view_of().population().find("Aldershire", year(2019).end).children == later["301", 2019]["population"]
    result = run("benchmarks", "show", "repeats", "--vintage", "1999")
    assert (result.exit_code, "the store has 2020, 2021" in result.stderr) == (2, True)


def test_an_authority_whose_gss_code_moved_keeps_its_number(store):
    releases.write_release(store / "moved", invented(range(2018, 2022)), gss={"301": "E99999999"})
    run("benchmarks", "import", *sorted((store / "moved").glob("*.csv")))
    assert {record.code for record in load("cpind-benchmarks.csv") if record.area == "Aldershire"} == {"301"}
    assert view_of("E99999999").number == view_of("E09000001").number == "301"


SYMBOLS = {
    ("302", 2018, "subsequent"): "c",
    ("303", 2018, "subsequent"): ":",
    ("304", 2018, "subsequent"): "low",
    ("305", 2018, "subsequent"): "..",
    ("306", 2018, "days_10"): "c",
    ("307", 2018, "at31"): "x",
    ("308", 2018, "subsequent"): "k",
}


def test_symbols_are_kept_and_are_not_numbers(here):
    zero = {("309", 2018): FACTS["309", 2018] | {"subsequent": 0}}
    releases.write_release(here / "dl", FACTS | zero, symbols=SYMBOLS)
    run("benchmarks", "import", *sorted((here / "dl").glob("*.csv")))
    view = view_of()
    names = dict((number, name) for number, name, *_ in AUTHORITIES)
    assert [value(view, "repeats", names[n], 2018) for n in ("302", "303", "304", "305", "308", "309")] == [
        "c",
        ":",
        "low",
        "..",
        "k",
        "0",
    ]
    assert value(view, "icpc", names["306"], 2018) == "c"
    assert value(view, "rates", names["307"], 2018) == "x"  # since 2022 not available
    assert set(view.numbers("repeats", year(2018))) == {n for n, *_ in AUTHORITIES} - {
        "302",
        "303",
        "304",
        "305",
        "308",
    }


def test_x_up_to_2017_is_read_as_suppressed(here):
    facts = invented([2016, 2017, 2018])
    symbols = {("301", y, "subsequent"): "x" for y in (2016, 2017, 2018)}
    releases.write_release(here / "dl", facts, symbols=symbols)
    run("benchmarks", "import", *sorted((here / "dl").glob("*.csv")))
    assert [value(view_of(), "repeats", "Aldershire", y) for y in (2016, 2017, 2018)] == ["c", "c", "x"]


def test_england_has_its_published_percentages_and_marks_what_comes_from_rounded_counts(store):
    view = view_of()
    for y in YEARS:
        total = {name: sum(FACTS[n, y][name] for n, *_ in AUTHORITIES) for name in FACTS["301", y]}
        assert value(view, "repeats", "England", y) == published(total["subsequent"], total["start"])
        assert "rounded" not in view.find("repeats", "England", year(y)).source
        assert view.find("icpc", "England", year(y)).source.endswith("from counts rounded to 10")
    rows = [("CP_conf_15days", "2020", "England", "61.7", "970"), ("CPP_rate", "2020", "England", "55.5", "970")]
    releases.write_lait(store / "lait.csv", rows)
    run("benchmarks", "import", "lait.csv")
    assert value(view_of(), "icpc", "England", 2020) == "61.7"  # as published goes before computed
    assert value(view_of(), "rates", "England", 2020) != "55.5"  # and the release's own before LAIT's


def test_lait_is_imported_on_its_own(here):
    rows = [("CPP_rate", "2019/20", name, str(20 + n), number) for n, (number, name, *_) in enumerate(AUTHORITIES)]
    rows += [("CPP_rate", "2019/20", "England", "43.1", "970"), ("CPP_rate", "2019/20", "South West", "40", "989")]
    rows += [("PrevRegCPR", "2019/20", "Aldershire", "-", "301"), ("NEET", "2019/20", "Aldershire", "3", "301")]
    releases.write_lait(here / "lait.csv", rows)
    result = run("benchmarks", "import", "lait.csv")
    assert "1 row: other indicators" in result.stderr
    view = view_of()
    assert value(view, "rates", "England", 2020) == "43.1"
    assert value(view, "rates", "South West", 2020) == "40"
    assert value(view, "repeats", "Aldershire", 2020) == "-"
    assert view.vintage == "2020"


def test_the_mid_year_of_the_ons_file_is_the_one_it_says(store):
    population = view_of().population()
    found = population.find("Aldershire", year(2020).end)
    assert (found.mid_year, found.children) == (2019, FACTS["301", 2020]["population"])


def test_files_that_cannot_be_used_are_listed(here):
    (here / "a1.csv").write_text("time_period,geographic_level,CIN_At31\n2020,National,5\n")
    (here / "notes.csv").write_text("hello,world\n")
    d3 = next(p for p in releases.write_release(here / "dl", FACTS) if p.name.startswith("d3"))
    d3.write_text(d3.read_text() + "2020,Reporting year,Ward,E92000001,England,,,,,,F,1,1,1\n")
    result = run("benchmarks", "import", "a1.csv", "notes.csv", d3)
    assert "a1.csv: not used: no table that cpind knows: 3 columns" in result.stderr
    assert "notes.csv: not used" in result.stderr
    assert "1 row of an area or year that cpind does not know" in result.stderr
    refused = run("benchmarks", "import", "a1.csv")
    assert (refused.exit_code, "nothing to import in a1.csv" in refused.stderr) == (1, True)


@pytest.mark.parametrize(
    "name, data, message",
    [
        ("gone.csv", None, "no such file"),
        ("bad.zip", b"PK\x03\x04nonsense", "is not a zip file that can be opened"),
        ("bad.csv", b'a,"b\n', "is not a CSV that can be read"),
        ("bad.parquet", b"PAR1nonsensePAR1", "Parquet"),
    ],
)
def test_files_that_cannot_be_read_are_refused(here, name, data, message):
    if data is not None:
        (here / name).write_bytes(data)
    result = run("benchmarks", "import", name)
    assert (result.exit_code, message in result.stderr) == (1, True), result.stderr
    assert not (here / "cpind-benchmarks.csv").exists()


# --- neighbours -----------------------------------------------------------------------------------------


def test_neighbours_of_april_2021_are_read_from_a_csv(here):
    releases.write_rows(here / "statistical_neighbours_april_2021.csv", releases.neighbours_2021(), mark=True)
    (imported,) = import_files([here / "statistical_neighbours_april_2021.csv"])
    assert {record.indicator for record in imported.records} == {"2021"}
    mine = [record.value for record in imported.records if record.code == "301"]
    assert mine == neighbours_of("301")
    assert [record.value for record in imported.records if record.code == "299"] == neighbours_of("301")  # an old one


@pytest.mark.parametrize("rows, named", [(releases.neighbours_2021, "2021"), (releases.neighbours_2025, "2025")])
def test_neighbours_are_read_from_spreadsheets_with_rows_above_the_headings(here, rows, named):
    releases.write_sheet(here / "neighbours.xlsx", rows())
    (imported,) = import_files([here / "neighbours.xlsx"])
    assert {record.indicator for record in imported.records} == {named}
    assert len([record for record in imported.records if record.code == "305"]) == 10


def test_the_average_is_the_unweighted_mean_of_published_figures(store):
    view = view_of()
    for code, (numerator, denominator, factor) in EXPECTED.items():
        for y in YEARS:
            own = [
                Decimal(published(FACTS[n, y][numerator], FACTS[n, y][denominator], factor))
                for n in neighbours_of("301")
            ]
            assert value(view, code, "Statistical neighbours", y) is not None
            assert Decimal(value(view, code, "Statistical neighbours", y)) == Decimal(half_up(sum(own) / len(own))), (
                code
            )


def test_the_median_is_used_on_demand(store):
    view = view_of(average="median")
    own = [Fraction(published(FACTS[n, 2020]["subsequent"], FACTS[n, 2020]["start"])) for n in neighbours_of("301")]
    assert view.find("repeats", "Statistical neighbours", year(2020)).value == float(median(own))


def test_averages_leave_out_what_is_suppressed_and_keep_zeros(here):
    first, second, *others = neighbours_of("301")
    facts = FACTS | {(second, 2018): FACTS[second, 2018] | {"subsequent": 0}}
    releases.write_release(here / "dl", facts, symbols={(first, 2018, "subsequent"): "c"})
    releases.write_rows(here / "dl" / "neighbours_2021.csv", releases.neighbours_2021())
    run("benchmarks", "import", *sorted((here / "dl").glob("*.csv")))
    own = [Decimal(0), *(Decimal(published(facts[n, 2018]["subsequent"], facts[n, 2018]["start"])) for n in others)]
    assert Decimal(value(view_of(), "repeats", "Statistical neighbours", 2018)) == Decimal(half_up(sum(own) / 9))
    found = view_of().find("repeats", "Statistical neighbours", year(2018))
    assert found.source == "mean of 9 of 10 neighbours (set 2021)"
    output = run("benchmarks", "show", "repeats", "--authority", "Aldershire").stdout
    assert "mean of the 10 of the 2021 set, of which 9 to 10 have a figure each year." in output


def test_sets_are_chosen_by_name_and_the_latest_by_default(store):
    releases.write_sheet(store / "neighbours_may_2025.xlsx", releases.neighbours_2025())
    run("benchmarks", "import", "neighbours_may_2025.xlsx")
    assert view_of().neighbours == neighbours_of("301", 2)
    assert view_of(neighbour_set="2021").neighbours == neighbours_of("301", 1)
    result = run("benchmarks", "show", "icpc", "--neighbour-set", "2014")
    assert (result.exit_code, "the store has 2021, 2025" in result.stderr) == (2, True)


# --- areas ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Aldershire", "aldershire", "301", "ALDERSHIRE ", "E09000001", "e09000001"])
def test_an_authority_is_found_by_its_names_and_numbers(store, name):
    assert view_of(name).number == "301"


def test_an_unknown_authority_is_refused(store):
    with pytest.raises(InputError, match='no authority "Aldershyre"; did you mean Aldershire'):
        view_of("Aldershyre")


def test_names_match_with_and_without_words_such_as_borough_of(here):
    from cpind.benchmarks.areas import areas_of

    names = {
        "810": "Kingston upon Hull, City of",
        "822": "Bedford Borough",
        "201": "City of London",
        "884": "Herefordshire",
    }
    records = [load_like(code, name) for code, name in names.items()]
    known = areas_of(records)
    for name, code in {
        "Kingston Upon Hull City of": "810",
        "kingston upon hull": "810",
        "Bedford": "822",
        "City of London": "201",
        "Herefordshire, County of": "884",
        "810": "810",
    }.items():
        assert known.number(name) == code, name


def load_like(code: str, area: str):
    from cpind.benchmarks.records import Record

    return Record(FIGURE, "rates", "local", code, "", area, "", "2019/20", "", "", "1", "R", "2020", "", "")


# --- rank -----------------------------------------------------------------------------------------------


def write_ranked(here, values: list[str], code: str = "PrevRegCPR") -> None:
    rows = [(code, "2020", name, given, number) for (number, name, *_), given in zip(AUTHORITIES, values)]
    releases.write_lait(here / "lait.csv", rows)
    releases.write_rows(here / "neighbours_2021.csv", releases.neighbours_2021())
    assert run("benchmarks", "import", "lait.csv", "neighbours_2021.csv").exit_code == 0


@pytest.mark.parametrize(
    "code, name, best_first",
    [("PrevRegCPR", "repeats", False), ("CPPlans2yrs", "two-year", False), ("CP_conf_15days", "icpc", True)],
)
def test_the_rank_follows_the_good_direction(here, code, name, best_first):
    write_ranked(here, [str(n) for n in range(1, 15)], code)
    ranks = [view_of(one[1]).rank(name, year(2020)).place for one in AUTHORITIES]
    assert ranks == (list(range(14, 0, -1)) if best_first else list(range(1, 15)))


def test_ties_share_the_better_rank_and_quarters_follow(here):
    write_ranked(here, ["5", "5", "5", "7", "7", "9", "9", "9", "9", "12", "13", "14", "c", "15"])
    ranks = [view_of(one[1]).rank("repeats", year(2020)) for one in AUTHORITIES]
    assert [rank and rank.place for rank in ranks] == [1, 1, 1, 4, 4, 6, 6, 6, 6, 10, 11, 12, None, 13]
    assert {(rank.with_figure, rank.among) for rank in ranks if rank} == {(13, 14)}
    # One of 14 is suppressed: each rank may be one worse, and 4 to 5, 11 to 12 lie in two quarters: of 14 they end at 4, 7, 11.
    assert [rank.band for rank in ranks if rank] == [*"AAA", *["A to B"] * 2, *"BBBB", "C", "C to D", "D", "D"]


def test_a_rank_is_a_range_where_figures_are_suppressed(here):
    """Three are hidden: whoever is second among the eleven others may be fifth among all. One that is not applicable is not
    among them."""
    write_ranked(here, [*(str(n) for n in range(5, 15)), "c", "c", "-", "z"], "CPPlans2yrs")
    assert view_of("302").rank("two-year", year(2020)) == Rank(2, 10, 3)
    printed = run("benchmarks", "show", "two-year", "--rank", "--authority", "302").stdout
    assert re.search(r"^Rank among authorities, 1 the best +2 to 5 of 13$", printed, re.MULTILINE)
    assert re.search(r"^Quartile, A is the best +A to B$", printed, re.MULTILINE)
    assert "Where a rank is a range, figures of other authorities are suppressed" in printed
    arguments = ("benchmarks", "show", "two-year", "--rank", "--authority", "302", "-f", "json", "-q")
    own = next(one for one in json.loads(run(*arguments).stdout) if one["rank_from"])
    assert [own[name] for name in ("rank", "rank_from", "rank_to", "among", "suppressed")] == [None, 2, 5, 13, 3]


@given(st.lists(st.one_of(st.integers(0, 20), st.none()), min_size=10, max_size=30), st.data())
def test_the_true_rank_lies_in_the_range(shown, data):
    """Whatever the hidden figures are, the rank among all lies in the range that is printed."""
    shown = [0, *shown]
    values = {str(number): Fraction(one) for number, one in enumerate(shown) if one is not None}
    hidden = [str(number) for number, one in enumerate(shown) if one is None]
    rank = rank_of("0", values, good="low", suppressed=len(hidden))
    everybody = values | {number: Fraction(data.draw(st.integers(0, 20))) for number in hidden}
    true = rank_of("0", everybody, good="low")
    if rank is not None and true is not None:
        assert rank.place <= true.place <= rank.last <= rank.among == true.among
        assert rank.band[0] <= true.band <= rank.band[-1]


def test_no_rank_where_neither_high_nor_low_is_good(here):
    write_ranked(here, [str(n) for n in range(10, 24)], "CPP_rate")
    assert view_of().rank("rates", year(2020)) is None
    printed = run("benchmarks", "show", "rates", "--rank", "--authority", "Aldershire").stdout
    assert "No rank: neither a high nor a low figure is good in itself." in printed
    assert "Rank among authorities" not in printed


@pytest.mark.parametrize("mine, place", [("9", "lowest of 11"), ("12.5", "4th lowest of 11"), ("30", "highest of 11")])
def test_the_place_among_the_neighbours_is_shown(here, mine, place):
    write_ranked(here, [mine, *(str(n) for n in range(10, 23))], "CPP_rate")
    assert view_of().place_among_neighbours("rates", year(2020)) == place


# --- the commands ---------------------------------------------------------------------------------------


def test_every_table_shows_neighbours_region_and_england(store):
    (store / "e.csv").write_text(
        "return_year,child_id,plan_start,plan_end\n2020,1,2019-05-01,\n2020,2,2019-05-01,2019-12-01\n2019,3,2018-05-01,\n"
    )
    body = list(csv.reader(io.StringIO(run("rates", "e.csv", "-f", "csv").stdout)))
    assert [row[0] for row in body] == ["area", "Aldershire", "Statistical neighbours", "East Midlands", "England"]
    own = FACTS["301", 2020]["population"]
    assert body[1][2] == published(1, own, 10_000)
    figures = json.loads(run("rates", "e.csv", "-f", "json").stdout)
    average = next(f for f in figures if f["area"] == "Statistical neighbours")
    assert average["basis"] == "average of published figures"
    assert average["note"] == "mean of 10 of 10 neighbours (set 2021)"
    printed = run("rates", "e.csv").stdout
    assert "Published figures: Children in need 2020." in printed
    assert "Statistical neighbours: mean of the 10 of the 2021 set." in printed
    assert "Population: mid-2018, mid-2019, ONS, Children in need 2020." in printed


def test_any_authority_and_the_region_by_name(store):
    (store / "e.csv").write_text("return_year,child_id,plan_start,plan_end,previous_plans\n2020,1,2019-05-01,,0\n")
    body = list(
        csv.reader(io.StringIO(run("repeats", "e.csv", "--compare", "302", "--compare", "region", "-f", "csv").stdout))
    )
    assert [row[0] for row in body] == ["area", "Aldershire", "Birchshire", "East Midlands"]
    assert body[2][1] == published(FACTS["302", 2020]["subsequent"], FACTS["302", 2020]["start"])
    for command in (("repeats", "e.csv"), ("benchmarks", "show", "repeats", "--authority", "Aldershire")):
        result = run(*command, "--compare", "Nowhere")
        assert (result.exit_code, '--compare "Nowhere": the benchmarks have' in result.stderr) == (2, True)


def test_neighbours_are_the_statistical_neighbours(example):
    table = run("rates", "--compare", "Neighbours", "--year", "2018/19", "-f", "csv", "-q").stdout.splitlines()
    assert table[1:] == ["Warwickshire,29.8", "Statistical neighbours,34.7"]


def test_counts_are_compared_only_on_demand(store):
    (store / "e.csv").write_text("return_year,child_id,plan_start,plan_end\n2020,1,2019-05-01,\n")
    assert "England" not in run("activity", "e.csv").stdout
    printed = run("activity", "e.csv", "--compare", "Birchshire", "-f", "csv").stdout
    assert f"Child protection plans started: Birchshire,{FACTS['302', 2020]['start']}" in printed


def test_within_the_year_the_latest_figures_stand_beneath(store):
    (store / "e.csv").write_text(
        "child_id,plan_start,plan_end,previous_plans\n1,2020-05-01,,0\n2,2020-06-01,2020-06-30,0\n"
    )
    printed = run("repeats", "e.csv", "--quarter", "Q1-20/21").stdout
    assert "Latest year published of repeats: statistical neighbours " in printed
    assert "(2019/20)." in printed


def test_the_authority_by_number_gets_its_name(store):
    (store / "e.csv").write_text("return_year,child_id,plan_start,plan_end,previous_plans\n2020,1,2019-05-01,,0\n")
    assert run("repeats", "e.csv", "--authority", "303", "-f", "csv").stdout.splitlines()[1].startswith("Cedarshire,")


def test_settings_choose_set_vintage_and_average(store):
    (store / "cpind.toml").write_text(
        'authority = "301"\nneighbours = "median"\nneighbour_set = 2021\nvintage = "2020"\n'
    )
    assert "median of the 10 of the 2021 set" in run("benchmarks", "show", "repeats").stdout
    (store / "cpind.toml").write_text('neighbours = "mode"\n')
    assert "neighbours: write one of mean, median" in run("benchmarks", "show", "repeats").stderr


def test_the_contents_of_the_store_are_listed(store):
    rows = list(csv.DictReader(io.StringIO(run("benchmarks").stdout.replace("  ", ","))))
    assert rows
    printed = run("benchmarks").stdout
    for word in ("icpc", "population 0-17", "neighbours", "2017/18 to 2019/20", "mid-2017 to mid-2019"):
        assert word in printed


def test_show_in_figures_for_programs(store):
    records = json.loads(run("benchmarks", "show", "icpc", "--rank", "-f", "json").stdout)
    mine = next(r for r in records if (r["area"], r["period"]) == ("Aldershire", "2019/20"))
    own = FACTS["301", 2020]
    assert (mine["numerator"], mine["denominator"]) == (own["days_10"] + own["days_15"], own["icpc"])
    assert mine["among"] == len(AUTHORITIES)
    better = sum(
        Decimal(published(FACTS[n, 2020]["days_10"] + FACTS[n, 2020]["days_15"], FACTS[n, 2020]["icpc"]))
        > Decimal(mine["published"])
        for n, *_ in AUTHORITIES
    )
    assert mine["rank"] == better + 1
    assert len({r["area"] for r in records}) == 1 + 10 + 1 + 2


def test_without_a_store_the_message_says_how_to_make_one(here):
    for arguments in (["benchmarks"], ["benchmarks", "show", "icpc", "--authority", "X"]):
        result = run(*arguments)
        assert (result.exit_code, "make one with cpind benchmarks import" in result.stderr) == (1, True)
    assert run("benchmarks", "show", "icpc").exit_code == 2
    assert run("benchmarks", "show", "nothing", "--authority", "X").exit_code == 2


def test_a_store_that_was_edited_by_hand_is_read_strictly(store):
    path = store / "cpind-benchmarks.csv"
    path.write_text(path.read_text() + "figure,rates,local\n")
    assert run("benchmarks").exit_code == 1
    assert {record.record for record in load_before(path)} == {FIGURE, POPULATION, NEIGHBOUR}


def load_before(path):
    path.write_text("\n".join(path.read_text().splitlines()[:-1]) + "\n")
    return load(path)
