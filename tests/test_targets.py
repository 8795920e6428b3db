"""Targets of cpind.toml: read and checked, and set beside figures. Expected numbers are worked out by hand."""

from __future__ import annotations

import csv
import io
import json
import math
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import run

from cpind.analysis.targets import assess, targets_of
from cpind.errors import InputError
from cpind.figures.facts import Target
from cpind.figures.result import SUPPRESSED, Figure
from cpind.inputs.config import read_settings
from cpind.inputs.target_settings import TargetSetting
from cpind.model.periods import year
from cpind.output.tables.assessed import target_sentences

BASE = 'authority = "Warwickshire"\nextract = ["returns.csv", "extract.csv"]\npopulation = "population.csv"\n'


def settings(text: str) -> None:
    Path("cpind.toml").write_text(BASE + text, encoding="utf-8")


def share(numerator: int, denominator: int, code: str = "icpc", **about: object) -> Figure:
    value = numerator * 100 / denominator if denominator else None
    return Figure(code, "X", numerator=numerator, denominator=denominator, value=value, unit="percent", **about)


# --- reading ----------------------------------------------------------------------------------------------


def test_every_form_of_a_target_is_read(here):
    (here / "cpind.toml").write_text(
        "[targets]\nicpc = 90\ntwo-year = { target = 4.5, tolerance = 1 }\n"
        '[targets.district]\nreviews = 95\n[targets.district."Nuneaton & Bedworth"]\n'
        'rates = { target = 30, good = "low" }\n'
    )
    assert read_settings(here / "cpind.toml").targets == (
        TargetSetting("icpc", 90),
        TargetSetting("two-year", 4.5, 1),
        TargetSetting("reviews", 95, by="district"),
        TargetSetting("rates", 30, good="low", by="district", group="Nuneaton & Bedworth"),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("targets = 5", "cpind.toml, targets: write a table, [targets]"),
        ('[targets]\nicpc = "90"', "cpind.toml, [targets] icpc: write a number from 0 up, or { target = 90, tole"),
        ("[targets]\nicpc = true", "cpind.toml, [targets] icpc: write a number"),
        ("[targets]\nicpc = nan", "cpind.toml, [targets] icpc: write a number"),
        ("[targets]\nicpc = -1", "cpind.toml, [targets] icpc: write a number from 0 up"),
        (f"[targets]\nicpc = 1{400 * '0'}", "cpind.toml, [targets] icpc: write a number from 0 up"),
        ("[targets]\nicpc = inf", "cpind.toml, [targets] icpc: write a number from 0 up"),
        ("[targets]\nicpc = [90]", "cpind.toml, [targets] icpc: write a number"),
        ("[targets]\nicpc = { tolerance = 5 }", "cpind.toml, [targets] icpc: the number itself is missing"),
        ("[targets]\nicpc = { target = 90, tolerence = 5 }", '[targets] icpc: "tolerence" is not part of a target'),
        ("[targets]\nicpc = { target = 90, tolerance = -5 }", "cpind.toml, [targets] icpc, tolerance: write a number"),
        ('[targets]\nrates = { target = 9, good = "up" }', 'cpind.toml, [targets] rates, good: write "low" or "high"'),
        ("[targets.district.Rugby]\nicpc = [90]", "cpind.toml, [targets.district.Rugby] icpc: write a number"),
        ("[targets]\nicpc = {}", "cpind.toml, [targets] icpc: it is empty"),
        ("[targets.district.Rugby]", "cpind.toml, [targets.district] Rugby: it is empty"),
        ("[targets.district.Rugby.x]\nicpc = 90", "cpind.toml, [targets.district.Rugby] x: "),
        ("scorecard = 5", "cpind.toml, scorecard: write [scorecard] and under it indicators = "),
        ('[scorecard]\nindicator = ["icpc"]', "cpind.toml, scorecard: write [scorecard] and under it indicators = "),
        ("[scorecard]\nindicators = [5]", "cpind.toml, [scorecard] indicators: write text in quotation marks"),
    ],
)
def test_what_is_not_a_target_is_refused_with_its_place(here, text, message):
    (here / "cpind.toml").write_text(text)
    with pytest.raises(InputError) as caught:
        read_settings(here / "cpind.toml")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[targets]\nicp = 90", 'cpind.toml, [targets] icp: "icp" is not an indicator; did you mean "icpc"?'),
        ("[targets]\nicp = 90", 'did you mean "icpc"?'),
        ("[targets]\nrates = 30", "[targets] rates: neither high nor low is good in itself"),
        ("[targets]\nrates = 30", '{ target = 30, good = "low" }'),
        ('[targets]\nicpc = { target = 9, good = "low" }', "icpc, good: by its definition good is high"),
        ("[targets]\nicpc = 101", "[targets] icpc: it is a percentage, so its target is at most 100"),
        ("[targets]\nicpc-bands = 90", "[targets] icpc-bands: it has several rows"),
        (
            "[targets.distrct.Rugby]\nicpc = 90",
            '[targets.distrct.Rugby]: "distrct" is neither an indicator nor a column',
        ),
        ("[targets.distrct.Rugby]\nicpc = 90", 'did you mean "district"?'),
    ],
)
def test_a_meaningless_target_is_refused(example, text, message):
    settings(text)
    result = run("icpc")
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr


def test_a_groups_target_has_the_direction_of_the_whole_areas():
    given = (TargetSetting("rates", 40, good="low"), TargetSetting("rates", 30, by="district", group="Rugby"))
    assert targets_of(given, called="cpind.toml")["rates", "district", "Rugby"] == Target(30, 0, "low")


# --- on, near or off, and how far ----------------------------------------------------------------------------

HIGH, LOW = Target(90, 5, "high"), Target(20, 2, "low")


@pytest.mark.parametrize(
    ("figure", "target", "verdict", "away"),
    [
        (share(40, 48), HIGH, "off", 4),  # 83.3; 43 of 48 is 89.6, 44 is 91.7
        (share(43, 48), HIGH, "near", 1),  # 89.6 lies 0.4 below
        (share(44, 48), HIGH, "on", None),
        (share(17, 20), HIGH, "near", 1),  # 85.0 lies just 5 below; 18 of 20 is 90.0
        (share(1799, 2000), HIGH, "on", None),  # 89.95 prints as 90.0
        (share(1798, 2000), HIGH, "near", 1),  # 89.90
        (share(0, 3), HIGH, "off", 3),  # 2 of 3 is 66.7, so all of them
        (share(101, 425, "repeats"), LOW, "off", -16),  # 23.8; 85 of 425 is 20.0, 86 is 20.2
        (share(101, 425, "repeats"), Target(20, 4, "low"), "near", -16),
        (share(85, 425, "repeats"), LOW, "on", None),
        (share(401, 2000, "repeats"), LOW, "near", -1),  # 20.05 prints as 20.1; 400 is 20.0
        (share(1, 3, "repeats"), Target(0, 0, "low"), "off", -1),
        (share(1, 8, "two-year"), Target(12.5, 0, "low"), "on", None),
        (share(5, 222, "two-year"), Target(2.25, 0, "low"), "on", None),  # 2.252 is 2.25 to the target's decimals
        (share(0, 0), HIGH, "", None),
    ],
)
def test_a_share_beside_a_target(figure, target, verdict, away):
    found = assess(figure, target)
    assert (found.verdict, found.away) == (verdict, away)


@pytest.mark.parametrize(
    ("code", "numerator", "denominator", "value", "target", "verdict", "away"),
    [
        # 330 of 117,720 is 28.03; 24.0 needs less than 24.05 x 11.772 = 283.1: 283.
        ("rates", 330, 117720, 28.03261, Target(24, 0, "low"), "off", -47),
        # 30.0 needs 29.95 x 11.772 = 352.6 or more: 353.
        ("rates", 330, 117720, 28.03261, Target(30, 2, "high"), "near", 23),
        ("rates", 330, None, None, Target(24, 0, "low"), "", None),
        ("plans-open", 330, None, 330, Target(300, 0, "low"), "off", -30),
        ("plans-open", 330, None, 330, Target(340, 10, "high"), "near", 10),
        ("plans-open", 330, None, 330, Target(330, 0, "high"), "on", None),
        # A mean in months: 42.4 prints as 42; nobody can say how many plans that is away.
        ("gaps", 4240, 100, 42.4, Target(42, 0, "low"), "on", None),
        ("gaps", 4260, 100, 42.6, Target(42, 1, "low"), "near", None),
        ("gaps-median", None, 100, 19.6, Target(18, 1, "low"), "off", None),
    ],
)
def test_other_measures_beside_a_target(code, numerator, denominator, value, target, verdict, away):
    found = assess(Figure(code, "X", numerator=numerator, denominator=denominator, value=value), target)
    assert (found.verdict, found.away) == (verdict, away)


@pytest.mark.parametrize(
    ("start", "end", "status", "verdict"),
    [
        (date(2019, 4, 1), date(2020, 3, 31), "complete", "off"),
        (date(2019, 8, 1), date(2020, 7, 31), "complete", "off"),
        (date(2020, 4, 1), date(2020, 7, 31), "complete", ""),
        (date(2020, 4, 1), date(2021, 3, 31), "part", ""),
        (date(2013, 4, 1), date(2014, 3, 31), "before", ""),
    ],
)
def test_a_number_of_events_is_compared_with_the_target_of_a_year_over_a_whole_year_only(start, end, status, verdict):
    figure = Figure("s47", "X", numerator=1306, value=1306, start=start, end=end, status=status)
    assert assess(figure, Target(1300, 0, "low")).verdict == verdict


@pytest.mark.parametrize(("status", "verdict"), [("complete", "off"), ("part", "off"), ("before", "")])
def test_a_share_of_what_the_extract_does_not_cover_is_not_compared(status, verdict):
    assert assess(share(40, 48, status=status), HIGH).verdict == verdict


def rounded(numerator: int, denominator: int) -> int:
    """Tenths of a per cent, half up, in whole numbers."""
    return (2000 * numerator + denominator) // (2 * denominator)


@given(st.integers(1, 3000), st.data(), st.integers(0, 1000), st.sampled_from(["high", "low"]))
def test_the_sentence_says_how_many_more_or_fewer_would_meet_the_target(denominator, data, tenths, good):
    numerator = data.draw(st.integers(0, denominator))
    found = assess(share(numerator, denominator, "icpc" if good == "high" else "repeats"), Target(tenths / 10, 0, good))

    def meets(n: int) -> bool:
        return rounded(n, denominator) >= tenths if good == "high" else rounded(n, denominator) <= tenths

    assert (found.verdict == "on") == meets(numerator)
    if found.verdict != "on":
        step = int(math.copysign(1, found.away))
        assert step == (1 if good == "high" else -1)
        assert 0 <= numerator + found.away <= denominator
        assert meets(numerator + found.away) and not meets(numerator + found.away - step)


# --- under tables and in tidy output ---------------------------------------------------------------------------


def test_a_sentence_for_the_latest_period(example):
    """327 of 482 in 2019/20: 434 would be 90.04, 433 are 89.83."""
    settings("[targets]\nicpc = { target = 90, tolerance = 5 }\n")
    lines = run("icpc").stdout.splitlines()
    assert "Target 90: 67.8 in 2019/20 is off target; 107 more of the 482 conferences would have met it." in lines
    assert sum("arget" in line for line in lines) == 1


def test_a_target_that_is_nearly_met_says_the_tolerance(example):
    """The report's chart: 36 of 39 conferences are 92.3 in June 2020, 30 of 37 are 81.1 in July; 32 of 37 are 86.5."""
    settings("[targets]\nicpc = { target = 85, tolerance = 5 }\n")
    printed = run("icpc", "--month", "Jun-20..Jul-20").stdout
    assert (
        "Target 85: 81.1 in Jul-20 is near target, within 5; 2 more of the 37 conferences would have met it." in printed
    )
    assert "Target 85: 92.3 in Jun-20 is on target." in run("icpc", "--month", "Jun-20").stdout


def test_an_earlier_figure_than_one_that_is_suppressed_has_no_verdict_in_the_note():
    """It would be read as the latest."""
    first, second, third = ({"period": p.label, "start": p.start, "end": p.end} for p in map(year, (2017, 2018, 2019)))
    shown = share(9, 10, **second)
    shown = shown._replace(assessed=assess(shown, Target(85.0, 0.0, "high")))
    hidden = share(8, 10, **third)._replace(value=None, numerator=None, denominator=None, status=SUPPRESSED)
    assert list(target_sentences([shown], several=False)) == ["Target 85: 90.0 in 2017/18 is on target."]
    assert list(target_sentences([shown, hidden], several=False)) == ["Target 85: the figure in 2018/19 is suppressed."]
    earlier = hidden._replace(**first)
    other = hidden._replace(indicator="repeats")
    assert list(target_sentences([earlier, shown, other], several=False)) == [
        "Target 85: 90.0 in 2017/18 is on target."
    ]


def test_targets_of_districts_and_of_the_area(example):
    """Rates of 31 July 2020 as in the report's table 7: Rugby 33, Warwick 16, the county 28.0 (330 children)."""
    settings(
        '[targets]\nrates = { target = 30, good = "low" }\n[targets.district]\nrates = 20\n'
        "[targets.district.Rugby]\nrates = { target = 30, tolerance = 5 }\n"
    )
    printed = run("rates", "--by", "district", "--at", "2020-07-31").stdout
    assert "\nTarget 30: 28.0 at 31 July 2020 is on target.\n" in printed
    assert "\nRugby, target 30: 33.0 at 31 July 2020 is near target, within 5; " in printed
    assert "\nWarwick, target 20: 16.0 at 31 July 2020 is on target.\n" in printed
    assert "\nStratford, target 20: 23.7 at 31 July 2020 is off target; " in printed
    assert "Rugby, target 30" not in run("rates", "--by", "sex", "--at", "2020-07-31").stdout


def test_the_whole_areas_target_is_not_one_of_its_groups(example):
    settings("[targets]\nicpc = 90\n")
    printed = run("icpc", "--by", "district", "--quarter", "Q1-20/21").stdout
    assert [line for line in printed.splitlines() if "arget" in line] == ["Target 90: 90.8 in Q1 20/21 is on target."]


def test_one_group_kept_has_the_target_of_the_group(example):
    settings("[targets]\nicpc = 90\n[targets.district]\nicpc = 80\n")
    own = [*("icpc", "--quarter", "Q1-20/21", "--long", "-f", "csv")]

    def targets(*options: str) -> set[str]:
        rows = csv.DictReader(io.StringIO(run(*own, *options).stdout))
        return {row.get("target", "") for row in rows}

    assert targets() == {"90"}
    assert targets("--where", "district=Rugby") == {"80"}
    assert targets("--where", "district=Rugby,Warwick") == {""}
    assert targets("--where", "sex=M") == {""}
    assert targets("--where", "district=Rugby", "--by", "sex") == {"80", ""}
    assert targets("--by", "district", "--by", "sex") == {"90", "80", ""}


def test_a_target_for_an_unknown_group_is_reported(example):
    settings("[targets.district.Rugbyy]\nicpc = 90\n")
    printed = run("icpc", "--by", "district", "--quarter", "Q1-20/21").stdout
    assert 'There is a target for icpc, district "Rugbyy", but no such group here; did you mean "Rugby"?' in printed
    assert "Rugbyy" not in run("icpc", "--quarter", "Q1-20/21").stdout


def test_a_table_of_several_indicators_names_each(example):
    """1306 enquiries in 2019/20; a quarter has no target of a year."""
    settings('[targets]\ns47 = { target = 1300, good = "low" }\n')
    wanted = "Section 47 enquiries started, target 1,300: 1,306 in 2019/20 is off target; 6 fewer enquiries would have met it."
    assert wanted in run("activity").stdout
    quarter = run("activity", "--quarter", "Q1-20/21").stdout
    assert "off target" not in quarter
    assert "The target for s47 is for a year: shorter and incomplete periods are not compared with it." in quarter


def test_one_child_is_in_the_singular(example):
    settings('[targets]\nplans-open = { target = 329, good = "low" }\n')
    printed = run("show", "plans-open", "--month", "Jul-20").stdout
    assert "Target 329: 330 in Jul-20 is off target; 1 fewer child would have met it." in printed


def test_tidy_output_has_two_more_columns_where_a_target_is_set(example):
    settings("[targets]\nicpc = { target = 90, tolerance = 5 }\n")
    rows = list(csv.DictReader(io.StringIO(run("figures", "--year", "2019/20", "-f", "csv").stdout)))
    assert list(rows[0])[-3:] == ["note", "target", "against"]
    assert {row["indicator"]: (row["target"], row["against"]) for row in rows if row["target"]} == {
        "icpc": ("90", "off")
    }
    (record, *published) = json.loads(run("icpc", "--year", "2019/20", "-f", "json").stdout)
    assert published and {one["target"] for one in published} == {None}
    assert (record["target"], record["against"]) == (90, "off")
    (record, *_) = json.loads(run("repeats", "--year", "2019/20", "-f", "json").stdout)
    assert "target" not in record


def test_a_targets_columns_stay_where_there_is_no_figure_to_compare(example):
    settings("[targets]\nicpc = 90\n")
    (record, *_) = json.loads(run("icpc", "--year", "2010/11", "-f", "json").stdout)
    assert (record["value"], record["target"], record["against"]) == (None, 90, None)
