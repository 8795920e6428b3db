"""One vintage for every command, its population, regions by code, LAIT, authorities of one name, short names."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
from collections import defaultdict

import pytest
from support import run
from support.platforms import POSIX

from cpind.benchmarks.areas import Areas, areas_of
from cpind.benchmarks.names import begins, key, region_code
from cpind.benchmarks.store import FILE_NAME, load
from cpind.errors import InputError

PLACE = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "old_la_code,new_la_code,la_name,category"
)


def local(year, number, name, *cells, region="E12000005,West Midlands", gss=""):
    return ",".join(
        [f"{year},Reporting year,Local authority,E92000001,England,{region},{number},{gss or 'E' + number},{name},F"]
        + [str(cell) for cell in cells]
    )


def england(year, *cells):
    return ",".join([f"{year},Reporting year,National,E92000001,England,,,,,,F"] + [str(cell) for cell in cells])


def write(path, heading, *rows):
    path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return path


def plans(path, *rows):
    return write(path, f"{PLACE},CPP_start,CPP_end,CPP_At31,CPP_At31_rate", *rows)


def repeats(path, *rows):
    return write(path, f"{PLACE},CPP_start,CPP_subsequent,CPP_subsequent_percent", *rows)


def people(path, *rows):
    return write(path, f"{PLACE},age_group,population_estimate".replace(",category", ""), *rows)


def children(year, number, name, n):
    return local(year, number, name, "Children aged 0 to 17 years", n).replace(",F,", ",")


def lait(path, *rows):
    return write(path, "Short Desc,Years,LA and Regions,Values,LA Number", *rows)


def imported(*files):
    result = run("benchmarks", "import", *files)
    assert result.exit_code == 0, result.output
    return result.stderr


def own_returns(here, year, n):
    rows = [f"{year},C{i:04},{year - 1}-06-01,,0" for i in range(n)]
    return write(here / "returns.csv", "return_year,child_id,plan_start,plan_end,previous_plans", *rows)


def table(*arguments):
    result = run(*arguments, "-f", "csv", "-q")
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout.lstrip("\ufeff"))))


def shown(*arguments):
    """{area: {year: figure as published}}; a figure that is not there is ""."""
    found = defaultdict(lambda: defaultdict(str))
    result = run("benchmarks", "show", *arguments, "-f", "json", "-q")
    assert result.exit_code == 0, result.output
    for row in json.loads(result.stdout):
        found[row["area"]][row["period"]] = row["published"]
    return found


# --- one vintage ----------------------------------------------------------------------------------------


@pytest.fixture
def two_vintages(here):
    """100 of 40,000 children is 25.0 in the release of 2024; the population of 2025 says 50,000, which is 20.0."""
    imported(
        plans(here / "d1.csv", local(2024, "401", "Yewshire", 90, 80, 100, 25), england(2024, 900, 800, 1000, 30)),
        repeats(here / "d3.csv", local(2025, "401", "Yewshire", 90, 9, 10), local(2024, "401", "Yewshire", 90, 18, 20)),
        people(here / "p1.csv", children(2023, "401", "Yewshire", 40_000)),
        people(here / "p2.csv", children(2023, "401", "Yewshire", 50_000), children(2024, "401", "Yewshire", 51_000)),
    )
    own_returns(here, 2024, 100)
    return here


def test_all_commands_have_one_vintage_and_its_population(two_vintages):
    about = ("returns.csv", "--authority", "Yewshire", "--year", "2023/24")
    rates = [r for r in table("figures", *about) if r["indicator"] == "rates" and r["area"] == "Yewshire"]
    assert [(r["numerator"], r["denominator"], float(r["value"])) for r in rates] == [("100", "40000", 25.0)]
    assert " 25.0" in run("rates", *about).stdout
    assert "Published figures: Children in need 2024." in run("rates", *about).stdout
    lines = {r["indicator"]: r for r in table("reconcile", *about)}
    assert lines["rates"]["verdict"] == "agrees"
    assert lines["rates"]["published_denominator"] == "40000"
    assert "2025" in lines["repeats"]["why"]
    assert shown("rates", "--authority", "401")["Yewshire"] == {"2023/24": "25"}


def test_a_figure_that_only_another_vintage_has_is_mentioned(two_vintages):
    printed = run("repeats", "returns.csv", "--authority", "Yewshire", "--year", "2023/24").stdout
    assert "repeats is not in the vintage 2024" in printed and "2025 (--vintage)" in printed
    refused = run("benchmarks", "show", "repeats", "--authority", "Yewshire")
    assert refused.exit_code == 1 and "in 2025 (--vintage)" in refused.stderr
    assert shown("repeats", "--authority", "Yewshire", "--vintage", "2025")["Yewshire"] == {
        "2023/24": "20",
        "2024/25": "10",
    }


def test_a_year_that_only_another_vintage_has_is_mentioned(here):
    imported(plans(here / "old.csv", local(2020, "401", "Yewshire", 9, 8, 10, 24.5), england(2020, 9, 8, 10, 24.5)))
    imported(plans(here / "new.csv", local(2024, "401", "Yewshire", 9, 8, 10, 25), england(2024, 9, 8, 10, 25)))
    printed = run("benchmarks", "show", "rates", "--authority", "401", "--year", "2019/20..2023/24").stdout
    assert "rates of 2019/20 is not in the vintage 2024; the store has it in 2020 (--vintage)." in printed
    assert "24.5" not in printed


def test_a_population_of_a_release_that_ends_a_year_early_is_used(here):
    imported(
        plans(
            here / "d1.csv", local(2022, "401", "Yewshire", 9, 8, 120, 30), local(2021, "401", "Yewshire", 9, 8, 80, 20)
        ),
        people(here / "p.csv", children(2020, "401", "Yewshire", 40_000)),
    )
    own_returns(here, 2022, 120)
    printed = run("rates", "returns.csv", "--authority", "Yewshire").stdout
    assert " 30.0" in printed and "mid-2020 (in place of mid-2021)" in printed
    (line,) = [r for r in table("reconcile", "returns.csv", "--authority", "401") if r["indicator"] == "rates"]
    assert (line["verdict"], line["published_denominator"]) == ("agrees", "40000")
    notes = {r.period: r.note for r in load(FILE_NAME) if r.indicator == "rates"}
    assert notes == {"2021/22": "population of mid-2020", "2020/21": ""}


def test_a_later_population_is_never_used_for_an_earlier_release(here):
    imported(
        plans(here / "d1.csv", local(2022, "401", "Yewshire", 9, 8, 120, 30)),
        people(here / "p.csv", children(2024, "401", "Yewshire", 50_000), children(2021, "401", "Yewshire", 49_000)),
    )
    own_returns(here, 2022, 120)
    assert "24.5" not in run("rates", "returns.csv", "--authority", "Yewshire").output  # 120 of 49,000


# --- regions and LAIT -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, number, code",
    [
        ("Yorkshire and the Humber", "", "E12000003"),
        ("YORKSHIRE & THE HUMBER", "", "E12000003"),
        ("London (Inner)", "987", "E13000001"),
        ("Outer London", "", "E13000002"),
        ("London", "", "E12000007"),
        ("East", "", "E12000006"),
        ("East of England", "985", "E12000006"),
        ("South West", "989", "E12000009"),
        ("Yorks. and Humberside", "982", "E12000003"),
        ("Yewshire", "401", ""),
        ("Statistical Neighbours", "", ""),
    ],
)
def test_regions_have_a_code(name, number, code):
    assert region_code(name, number) == code


def test_a_regions_figure_in_lait_is_preferred_to_its_rounded_counts(here):
    heading = f"{PLACE},Section47,ICPC,Duration_0-10_days,Duration_11-15_days"
    place = "E12000003,Yorkshire and The Humber"
    region = f"2024,Reporting year,Regional,E92000001,England,{place},,,,F,900,300,100,110"
    write(here / "c4.csv", heading, region, local(2024, "401", "Yewshire", 90, 40, 10, 20, region=place))
    lait(
        here / "lait.csv",
        "CP_conf_15days,2024,Yorkshire and the Humber,70.300000000000011,982",
        "CP_conf_15days,2024,London (Inner),60.1,987",
        "CP_conf_15days,2024,Yewshire,11.1,401",
        "CP_conf_15days,2024,Similar councils,60.1,995",
        "CP_conf_15days,,Yewshire,60.1,401",
        "CP_conf_15days,2023,Yewshire,,401",
        "NEET,2024,Yewshire,3,401",
    )
    output = imported("c4.csv", "lait.csv")
    for reason in ("not an authority, region or England (Similar councils)", "1 row: no year", "1 row: no value"):
        assert reason in output
    assert "1 row: other indicators" in output
    assert shown("icpc", "--authority", "401") == {  # 30 of 40; not 210 of 300
        "Yewshire": {"2023/24": "75.0"},
        "Yorkshire and The Humber": {"2023/24": "70.3"},
    }
    codes = {r.code: r.value for r in load(FILE_NAME) if r.level == "regional" and r.release.startswith("LAIT")}
    assert codes == {"E12000003": "70.3", "E13000001": "60.1"}


def test_a_figure_that_the_release_withholds_is_taken_from_lait(here):
    imported(
        repeats(
            here / "d3.csv",
            local(2024, "401", "Yewshire", 90, "c", "c"),
            local(2024, "402", "Zelkovashire", 90, 18, 20),
        ),
        lait(here / "l.csv", "PrevRegCPR,2024,Yewshire,4.4,401", "PrevRegCPR,2024,Zelkovashire,99,402"),
    )
    result = run("benchmarks", "show", "repeats", "--authority", "401", "--compare", "402")
    assert "4.4" in result.stdout and "20.0" in result.stdout and "99" not in result.stdout
    assert "1 figure that the release withholds is LAIT's, of which Yewshire in 2023/24." in result.stdout


def test_a_year_that_only_lait_has_is_not_a_column(here):
    imported(
        repeats(here / "d3.csv", local(2024, "401", "Yewshire", 90, 18, 20)),
        lait(here / "l.csv", "PrevRegCPR,2025,Yewshire,4.4,401"),
    )
    assert shown("repeats", "--authority", "401")["Yewshire"] == {"2023/24": "20"}


# --- authorities of one name ----------------------------------------------------------------------------


@pytest.fixture
def two_of_one_name(here):
    """Number 405 ended with 2018/19; 408 has its name since."""
    imported(
        plans(
            here / "d1.csv",
            *(local(y, "405", "Larchshire", 50, 40, n, "x", gss="E10000405") for y, n in ((2018, 244), (2019, 305))),
            *(local(y, "408", "Larchshire", 50, 40, n, 45.9, gss="E06000408") for y, n in ((2023, 304), (2024, 296))),
            local(2024, "401", "Yewshire", 9, 8, 10, 25),
        ),
        people(
            here / "p.csv", children(2017, "405", "Larchshire", 70_000), children(2023, "408", "Larchshire", 60_000)
        ),
    )
    return here


@pytest.mark.parametrize("name", ["408", "Larchshire", "larchshire council", "E06000408"])
def test_an_ambiguous_name_means_the_authority_with_the_latest_figures(two_of_one_name, name):
    own = shown("plans-open", "--authority", name, "--year", "2017/18..2023/24")["Larchshire"]
    assert [own[y] for y in ("2017/18", "2018/19", "2022/23", "2023/24")] == ["", "", "304", "296"]


def test_the_abolished_authority_has_its_own_figures_and_population(two_of_one_name):
    own = shown("plans-open", "--authority", "405", "--year", "2017/18..2023/24")["Larchshire (405)"]
    assert [own[y] for y in ("2017/18", "2018/19", "2022/23", "2023/24")] == ["244", "305", "", ""]
    own_returns(two_of_one_name, 2024, 300)
    printed = run("rates", "returns.csv", "--authority", "Larchshire", "--year", "2023/24").stdout
    assert " 50.0" in printed  # 300 of 60,000


def test_both_can_be_neighbours_of_others(two_of_one_name):
    heading = "old_la_code,la_name,region_ind,region_name,SN_1,SN_1P,SN_2,SN_2P"
    imported(write(two_of_one_name / "sn_2025.csv", heading, "401,Yewshire,1,West Midlands,405,Close,408,Close"))
    by_name = shown("plans-open", "--authority", "401", "--year", "2017/18..2023/24")
    assert by_name["Larchshire"]["2023/24"] == "296" and by_name["Larchshire"]["2017/18"] == ""
    assert by_name["Larchshire (405)"]["2017/18"] == "244"


NAMES = {
    "839": "Bournemouth, Christchurch and Poole",
    "840": "County Durham",
    "811": "East Riding of Yorkshire",
    "207": "Kensington and Chelsea",
    "810": "Kingston upon Hull, City of",
    "314": "Kingston upon Thames",
    "801": "Bristol, City of",
    "884": "Herefordshire, County of",
    "894": "Telford and Wrekin",
    "342": "St. Helens",
    "882": "Southend-on-Sea",
    "205": "Hammersmith and Fulham",
    "201": "City of London",
    "391": "Newcastle upon Tyne",
    "813": "North Lincolnshire",
    "895": "Cheshire East",
    "815": "North Yorkshire",
    "800": "Bath and North East Somerset",
    "936": "Surrey",
}
KNOWN = Areas(NAMES, {key(name): number for number, name in NAMES.items()}, {}, "England", {"London": "E12000007"})


@pytest.mark.parametrize(
    "short, number",
    [
        ("BCP", "839"),
        ("bcp council", "839"),
        ("Bournemouth Christchurch & Poole", "839"),
        ("Durham", "840"),
        ("Durham County Council", "840"),
        ("East Riding", "811"),
        ("Kensington", "207"),
        ("Royal Borough of Kensington & Chelsea", "207"),
        ("Hull", "810"),
        ("Kingston-upon-Hull", "810"),
        ("Bristol", "801"),
        ("City of Bristol", "801"),
        ("Bristol City Council", "801"),
        ("Herefordshire", "884"),
        ("Telford & Wrekin", "894"),
        ("Telford", "894"),
        ("St Helens", "342"),
        ("Saint Helens", "342"),
        ("Southend", "882"),
        ("Southend on Sea", "882"),
        ("Hammersmith", "205"),
        ("LBHF", "205"),
        ("Newcastle", "391"),
        ("N Yorks", "815"),
        ("BANES", "800"),
        ("Bath", "800"),
        ("The City of London", "201"),
        ("Surrey County Council", "936"),
    ],
)
def test_short_names_of_authorities_are_recognised(short, number):
    assert KNOWN.number(short) == number


@pytest.mark.parametrize(
    "other", ["Lincolnshire", "Cheshire", "York", "Yorkshire", "London", "Somerset", "Sea", "of", ""]
)
def test_part_of_another_name_is_not_a_short_name(other):
    assert KNOWN.number(other) is None


def test_a_short_name_of_several_authorities_lists_them():
    with pytest.raises(InputError, match=r"Kingston upon Thames \(314\) or Kingston upon Hull, City of \(810\)"):
        KNOWN.number("Kingston")
    assert begins("Telford", "Telford and Wrekin") and not begins("Telford and Wrekin", "Telford")


# --- rows and stores ------------------------------------------------------------------------------------


def test_a_row_that_was_cut_short_refuses_the_file(here):
    path = plans(here / "d1.csv", local(2024, "401", "Yewshire", 311, 300, 100, 25))
    for cut in (3, 12, 40, 90):
        path.write_text(
            path.read_text().split("\n")[0]
            + "\n"
            + local(2024, "401", "Yewshire", 1, 2, 3, 4)
            + "\n"
            + local(2024, "402", "Zelkovashire", 311, 300, 100, 25)[:cut]
        )
        result = run("benchmarks", "import", path)
        assert result.exit_code == 1 and "d1.csv, row 3" in result.stderr
        assert not (here / FILE_NAME).exists()


def test_a_footnote_is_left_out_and_named(here):
    path = plans(here / "d1.csv", local(2024, "401", "Yewshire", 9, 8, 10, 25), "", "Source: DfE", "c, suppressed")
    assert "rows 4, 5: a footnote" in imported(path)


def test_an_import_without_anything_usable_says_so(here):
    path = plans(here / "d1.csv")
    assert "headings and no rows" in run("benchmarks", "import", path).stderr
    plans(here / "d1.csv", local("", "401", "Yewshire", 9, 8, 10, 25))
    assert "1 row of an area or year that cpind does not know" in run("benchmarks", "import", path).stderr


def test_superscript_digits_are_not_counts_and_double_zero_is_zero(here):
    output = imported(
        repeats(here / "d3.csv", local(2024, "401", "A", "\u00b2", 1, 5), local(2024, "402", "B", "00", "0", ""))
    )
    assert "1 cell that is neither a number nor one of DfE's symbols" in output
    values = {r.area: (r.denominator, r.value) for r in load(FILE_NAME)}
    assert values == {"A": ("", "5"), "B": ("0", "z")}


def test_a_file_that_is_not_a_store_is_never_quoted(here):
    (here / "k.csv").write_text("C1,Jo Smith,female\nC2,Al Jones,male\n")
    assert "Smith" not in run("benchmarks", "import", "k.csv").output


SOUND = "figure,rates,local,401,E1,Yewshire,WM,2019/20,1,2,25.1,Children in need 2020,2020,,a.csv,,,"


@pytest.mark.parametrize(
    "old, new, message",
    [
        (",local,", ",ward,", "row 2, level"),
        ("figure,", "oddity,", "row 2, record"),
        (",rates,", ",rate,", "row 2, indicator"),
        ("2019/20", "2019/21", "row 2, period"),
        (",1,2,", ",..,2,", "row 2, numerator"),
        (",1,2,", ",1,\u00b2,", "row 2, denominator"),
        ("25.1", "25.1.2", "row 2, value"),
        ("25.1", "-", None),
        (",401,", ",4O1,", "row 2, code"),
        (",Yewshire,", ",,", "row 2: a place without a code or a name"),
        ("a.csv,,,", "a.csv,,guessed,", "row 2, origin"),
        ("a.csv,,,", "a.csv,,,\n" + SOUND, "row 3: a second row for rates, Yewshire, 2019/20"),
    ],
)
def test_a_store_that_is_not_sound_is_refused_when_it_is_loaded(here, old, new, message):
    heading = "record,indicator,level,code,gss,area,region,period,numerator,denominator,value,release,vintage,date,source,note"
    heading += ",origin,group"
    write(here / FILE_NAME, heading, SOUND.replace(old, new, 1))
    for arguments in (["benchmarks"], ["benchmarks", "show", "icpc", "--authority", "401"]):
        result = run(*arguments)
        assert message is None or (result.exit_code == 1 and f"{FILE_NAME}, {message}" in result.stderr)
    if message is None:
        assert run("benchmarks").exit_code == 0


def test_a_store_without_the_column_origin_is_read_as_before(here):
    heading = "record,indicator,level,code,gss,area,region,period,numerator,denominator,value,release,vintage,date,source,note"
    england = "figure,icpc,national,E92000001,,England,,2019/20"
    own = "figure,icpc,local,401,E1,Yewshire,WM,2019/20"
    release = "Children in need 2020,2020,,c4.csv"
    write(
        here / FILE_NAME,
        heading,
        f"{england},210,300,70.0,{release},from counts rounded to 10",
        f"{england},,,77.6,LAIT 2020,2020,,lait.csv,",
        f"{own},30,40,75.0,{release},from counts",
    )
    assert shown("icpc", "--authority", "401") == {"Yewshire": {"2019/20": "75.0"}, "England": {"2019/20": "77.6"}}
    records = {(record.code, record.release): (record.origin, record.note) for record in load(FILE_NAME)}
    assert records == {
        ("E92000001", "Children in need 2020"): ("rounded counts", ""),
        ("E92000001", "LAIT 2020"): ("LAIT", ""),
        ("401", "Children in need 2020"): ("counts", ""),
    }
    imported(repeats(here / "d3.csv", local(2020, "401", "Yewshire", 90, 18, 20)))
    assert (here / FILE_NAME).read_text().startswith(f"{heading},origin,group\n")
    result = run("benchmarks", "show", "icpc", "--authority", "401", "-f", "json", "-q")
    sources = {row["area"]: row["source"] for row in json.loads(result.stdout)}
    assert sources == {"Yewshire": "Children in need 2020, from counts", "England": "LAIT 2020"}


@POSIX
def test_the_store_keeps_its_mode_and_its_link(here):
    path = plans(here / "d1.csv", local(2024, "401", "Yewshire", 9, 8, 10, 25))
    (here / "shared").mkdir()
    os.symlink("shared/real.csv", FILE_NAME)
    imported(path)
    os.chmod("shared/real.csv", 0o640)
    imported(path)
    assert os.path.islink(FILE_NAME)
    assert stat.S_IMODE(os.stat("shared/real.csv").st_mode) == 0o640
    assert sorted(os.listdir("shared")) == ["real.csv"]


@POSIX
def test_two_imports_at_once_both_land(here):
    files = [
        plans(here / f"d1_{y}.csv", *(local(y, str(n), f"A{n}", 9, 8, 10, 25) for n in range(301, 401)))
        for y in range(2018, 2024)
    ]
    command = [sys.executable, "-m", "cpind", "benchmarks", "import", "-q"]
    running = [subprocess.Popen([*command, file]) for file in files]
    assert [one.wait() for one in running] == [0] * 6
    assert {record.vintage for record in load(FILE_NAME)} == {str(y) for y in range(2018, 2024)}


def test_output_never_overwrites_the_store(here):
    imported(plans(here / "d1.csv", local(2024, "401", "Yewshire", 9, 8, 10, 25)))
    own_returns(here, 2024, 10)
    before = (here / FILE_NAME).read_bytes()
    for command in (["benchmarks", "show", "rates"], ["reconcile", "returns.csv"]):
        assert run(*command, "--authority", "401", "-o", FILE_NAME).exit_code == 2
    assert (here / FILE_NAME).read_bytes() == before


def test_an_empty_store_knows_no_area():
    assert areas_of([]).number("Yewshire") is None
