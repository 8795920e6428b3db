"""An authority among all: limits against a plain recomputation with numpy, and the command on the example's store."""

from __future__ import annotations

import json
from dataclasses import replace
from math import asin, sin, sqrt
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support import EXAMPLES, run

from cpind.analysis.funnel import funnel, latest_year
from cpind.analysis.funnel_limits import limits_at, spread_of
from cpind.benchmarks.areas import Areas
from cpind.benchmarks.records import ENGLAND, FIGURE, LOCAL, NATIONAL, Origin, Record
from cpind.benchmarks.view import View
from cpind.errors import UnavailableError
from cpind.model.periods import parse_year
from cpind.output.charts.funnel import funnel_chart
from cpind.output.tables.funnel import funnel_table

AUTHORITIES = st.lists(st.tuples(st.integers(0, 400), st.integers(20, 2000)), min_size=10, max_size=40)


def plain(counts, sizes, *, is_share):
    """Centre on the scale of the transform, phi and tau squared, one formula a line."""
    y = [asin(sqrt(x / n)) if is_share else sqrt(x / n) for x, n in zip(counts, sizes)]
    theta = asin(sqrt(sum(counts) / sum(sizes))) if is_share else sqrt(sum(counts) / sum(sizes))
    se = [1 / (2 * sqrt(n)) for n in sizes]
    z = np.array([(one - theta) / error for one, error in zip(y, se)])
    z = np.clip(z, np.quantile(z, 0.1), np.quantile(z, 0.9))
    phi = float(np.mean(z**2))
    w = [1 / error**2 for error in se]
    tau2 = max(0.0, (len(z) * phi - (len(z) - 1)) / (sum(w) - sum(one**2 for one in w) / sum(w)))
    return theta, phi, tau2


@given(AUTHORITIES, st.booleans())
def test_the_spread_equals_a_plain_recomputation(pairs, is_share):
    pairs = [(min(count, size), size) for count, size in pairs]
    assume(0 < sum(count for count, _ in pairs) < sum(size for _, size in pairs))
    counts, sizes = zip(*pairs)
    spread = spread_of(counts, sizes, is_share=is_share)
    theta, phi, tau2 = plain(counts, sizes, is_share=is_share)
    assert spread.phi == pytest.approx(phi)
    assert spread.tau**2 == pytest.approx(tau2, abs=1e-12)
    size = sizes[0]
    reach = NormalDist().inv_cdf(0.999) * sqrt(1 / (4 * size) + tau2)
    upper = limits_at(spread, size, level=99.8)[1]
    expected = sin(min(theta + reach, asin(1))) ** 2 if is_share else (theta + reach) ** 2
    assert upper == pytest.approx(expected)


@given(AUTHORITIES, st.booleans(), st.randoms())
def test_limits_narrow_with_size_and_ignore_the_order(pairs, is_share, random):
    pairs = [(min(count, size), size) for count, size in pairs]
    assume(0 < sum(count for count, _ in pairs) < sum(size for _, size in pairs))
    spread = spread_of(*zip(*pairs), is_share=is_share)
    shuffled = list(pairs)
    random.shuffle(shuffled)
    again = spread_of(*zip(*shuffled), is_share=is_share)
    assert (again.phi, again.tau, again.centre) == pytest.approx((spread.phi, spread.tau, spread.centre))
    for level in (95, 99.8):
        small, large = limits_at(spread, 50, level=level), limits_at(spread, 5000, level=level)
        assert small[0] <= large[0] <= spread.centre * (1 + 1e-12) and large[1] <= small[1]
        alone = limits_at(spread, 50, level=level, adjusted=False)
        assert small[0] <= alone[0] <= alone[1] <= small[1]


def test_equal_authorities_have_no_spread_between_them():
    # Ten authorities of one share: phi is 0, and the limits are those of chance alone.
    spread = spread_of([20] * 10, [100] * 10, is_share=True)
    assert (spread.phi, spread.tau) == pytest.approx((0, 0))
    assert limits_at(spread, 100, level=95) == limits_at(spread, 100, level=95, adjusted=False)
    # sin^2(0.46365 -+ 0.09800)
    assert limits_at(spread, 100, level=95) == pytest.approx((0.12785, 0.28364), abs=5e-5)


# --- the command -----------------------------------------------------------------------------------------


@pytest.fixture
def here(monkeypatch):
    monkeypatch.chdir(EXAMPLES / "warwickshire")


def test_the_authority_comes_first_and_phi_is_printed(here):
    printed = run("benchmarks", "funnel", "repeats", "--year", "2018/19").stdout.splitlines()
    assert printed[4].startswith("Warwickshire")
    assert any(line.startswith("Over-dispersion: phi is ") for line in printed)


def test_each_authoritys_place_follows_from_its_limits(here):
    records = json.loads(run("benchmarks", "funnel", "rates", "--all", "--unadjusted", "-f", "json", "-q").stdout)
    assert len(records) >= 10
    counts, sizes = ([record[name] for record in records] for name in ("numerator", "denominator"))
    theta = sqrt(sum(counts) / sum(sizes))
    z = NormalDist().inv_cdf(0.999)
    for record in records:
        reach = z / (2 * sqrt(record["denominator"]))
        lower, upper = (10_000 * max(0, theta + way * reach) ** 2 for way in (-1, 1))
        assert (record["lower_998"], record["upper_998"]) == pytest.approx((lower, upper))
        own = 10_000 * record["numerator"] / record["denominator"]
        assert record["place"] == ("higher" if own > upper else "lower" if own < lower else "as expected")
        assert record["judged"] is None  # neither a high nor a low rate is good
    assert {record["place"] for record in records} > {"as expected"}


def test_an_extract_sets_its_own_figure_beside_the_published_one(here):
    arguments = ["benchmarks", "funnel", "repeats", "returns.csv", "--year", "2018/19", "-f", "json", "-q"]
    published, own = json.loads(run(*arguments).stdout)[:2]
    assert (published["source"], own["source"]) == ("published", "extract")
    assert (own["numerator"], own["denominator"]) == (96, 516)
    assert own["area"] == published["area"] == "Warwickshire"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["s47"], "is a number, and authorities differ in size"),
        (["repeats", "--year", "1999/00"], "of 0 authorities, and a funnel needs 10"),
        (["repeats", "--year", "2018/19..2019/20"], "2018/19..2019/20"),
        (["repeats", "--year", "2018/19", "--year", "2019/20"], "a funnel is of one year"),
        (["nonsense"], "is not an indicator"),
        (["repeats", "extract.csv", "--year", "2010/11"], "a funnel needs 10"),
    ],
)
def test_an_indicator_without_a_funnel_is_refused(here, arguments, message):
    result = run("benchmarks", "funnel", *arguments)
    assert result.exit_code in (1, 2)
    assert message in " ".join(result.stderr.split())
    assert not result.stdout


def test_the_extract_is_not_one_of_the_authorities(here):
    alone = run("benchmarks", "funnel", "repeats", "--year", "2018/19").stdout.splitlines()
    beside = run("benchmarks", "funnel", "repeats", "returns.csv", "--year", "2018/19").stdout.splitlines()
    assert alone[0].endswith("2018/19: among 11 authorities")
    assert beside[0] == alone[0]
    assert [line for line in beside if line.startswith("0 of 11 lie outside ")]
    assert len([line for line in beside if line.startswith("Warwickshire")]) == 2
    assert "Annual return 2018/19." in beside


def test_an_extract_is_labelled_with_its_authority(here, tmp_path):
    # The return names Warwickshire in its header; no cpind.toml and no --authority does.
    (tmp_path / "none.toml").write_text('benchmarks = "cpind-benchmarks.csv"\n')
    store = (EXAMPLES / "warwickshire" / "cpind-benchmarks.csv").read_bytes()
    (tmp_path / "cpind-benchmarks.csv").write_bytes(store)
    census = str(EXAMPLES / "layouts" / "cin-2020.xml")
    result = run("benchmarks", "funnel", "repeats", census, "--config", str(tmp_path / "none.toml"), "-f", "json")
    assert "no authority is named" not in result.stderr
    published, own = json.loads(result.stdout)[:2]
    assert (published["area"], own["area"]) == ("Warwickshire", "Warwickshire")
    assert (published["source"], own["source"]) == ("published", "extract")


def test_an_earlier_year_than_the_latest_says_why(here):
    note = "For 2018/19 and 2019/20 the store has the counts of fewer than 10 authorities."
    printed = run("benchmarks", "funnel", "two-year").stdout.splitlines()
    assert ", 2017/18: among" in printed[0] and note in printed
    assert note not in run("benchmarks", "funnel", "two-year", "--year", "2017/18").stdout


def test_the_packaged_example_has_a_funnel(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    records = json.loads(run("benchmarks", "funnel", "repeats", "--example", "-f", "json", "-q").stdout)
    assert [record["source"] for record in records[:3]] == ["published", "extract", "published"]


def test_a_small_number_of_the_extract_has_no_place(here, tmp_path):
    """4 of 515 repeats: no number, no limits (they disclose the size), no place."""
    rows = (EXAMPLES / "warwickshire" / "returns.csv").read_text().splitlines(keepends=True)
    heading = rows[0].rstrip("\n").split(",")
    year, previous, start = (heading.index(name) for name in ("return_year", "previous_plans", "plan_start"))
    kept, repeats = [rows[0]], 0
    for row in rows[1:]:
        cells = row.rstrip("\n").split(",")
        if cells[year] == "2019" and cells[start] >= "2018-04-01" and cells[previous] not in ("", "0"):
            repeats += 1
            if repeats > 4:
                continue
        kept.append(row)
    (tmp_path / "few.csv").write_text("".join(kept))
    arguments = ["benchmarks", "funnel", "repeats", str(tmp_path / "few.csv"), "--year", "2018/19"]
    own = json.loads(run(*arguments, "-f", "json", "-q").stdout)[1]
    assert (own["numerator"], own["source"]) == (4, "extract")
    published, hidden = json.loads(run(*arguments, "--suppress", "-f", "json", "-q").stdout)[:2]
    assert (published["numerator"], hidden["source"], hidden["place"]) == (96, "extract", "suppressed")
    numbers = ("numerator", "denominator", "value", "lower_95", "upper_95", "lower_998", "upper_998", "judged")
    assert {hidden[name] for name in numbers} == {None}
    result = run(*arguments, "--suppress")
    row = next(line for line in result.stdout.splitlines() if "(this extract)" in line)
    assert row.split() == ["Warwickshire", "(this", "extract)", "c", "c", "c", "suppressed"]
    assert "c: suppressed" in result.stdout and result.stderr == "cpind: settings from cpind.toml\n"
    svg = run(*arguments, "--suppress", "-f", "svg", "-q").stdout
    assert "Warwickshire" in svg and "this extract" not in svg


def test_a_figure_that_dfe_suppressed_is_hidden_in_the_extract_too(here, tmp_path):
    text = (EXAMPLES / "warwickshire" / "cpind-benchmarks.csv").read_text()
    row = next(
        line
        for line in text.splitlines()
        if line.startswith("figure,repeats,local,937,") and ",2018/19,96,516," in line
    )
    (tmp_path / "store.csv").write_text(text.replace(row, row.replace(",96,516,18.6,", ",,516,c,")))
    arguments = (
        "repeats",
        "returns.csv",
        "--year",
        "2018/19",
        "--benchmarks",
        str(tmp_path / "store.csv"),
        "-f",
        "json",
        "-q",
    )
    assert json.loads(run("benchmarks", "funnel", *arguments).stdout)[0]["numerator"] == 96
    assert json.loads(run("benchmarks", "funnel", *arguments, "--suppress").stdout)[0]["place"] == "suppressed"


@pytest.mark.parametrize("suffix", ["svg", "png", "html", "docx", "xlsx", "md", "tsv"])
def test_a_funnel_is_written_in_every_format(here, tmp_path, suffix):
    out = tmp_path / f"funnel.{suffix}"
    result = run("benchmarks", "funnel", "repeats", "returns.csv", "--all", "-o", str(out))
    assert (result.exit_code, result.stdout) == (0, "")
    assert out.stat().st_size > 300
    if suffix == "svg":
        text = out.read_text(encoding="utf-8")
        assert (
            "Funnel plot of 11 authorities" in text
            and "Warwickshire (this extract) has 23.8 % and is as expected." in text
        )
        assert "<!-- 99.8 % limits -->" in text and "<!-- All 21.6 -->" in text  # the text of each outline


def test_long_has_the_columns_of_json(here):
    arguments = ("benchmarks", "funnel", "rates", "--all", "-q")
    records = json.loads(run(*arguments, "-f", "json").stdout)
    heading, *rows = run(*arguments, "--long", "-f", "csv").stdout.splitlines()
    assert heading.split(",") == list(records[0])
    assert len(rows) == len(records)
    assert f",{records[0]['upper_998']!r}," in rows[0]
    printed = run(*arguments, "-f", "csv").stdout.splitlines()
    assert printed[0] == "area,numerator,denominator,value,lower_95,upper_95,lower_998,upper_998,place"


# --- a store of our own ----------------------------------------------------------------------------------

YEAR = parse_year("2021/22")
NAMES = {str(300 + n): f"Place {n:02d}" for n in range(130)} | {"300": "Alder, City of"}


def local(number: str, indicator: str, numerator: str, denominator: str, value: str, period: str = "2021/22", **more):
    return Record(
        FIGURE, indicator, LOCAL, number, "", NAMES[number], "", period, numerator, denominator, value, **more
    )


def store_of(records, england=None, neighbours=(), indicator="two-year", vintage="2022"):
    rows = [one._replace(vintage=one.vintage or vintage) for one in records]
    if england is not None:
        about = Record(FIGURE, indicator, NATIONAL, "E92000001", "", ENGLAND, "", "2021/22", vintage=vintage)
        rows.append(about._replace(value=england))
    known = Areas(NAMES, {}, {}, ENGLAND, {}, {"2021": {"301": list(neighbours)}})
    return View(tuple(rows), known, vintage, "301", "2021")


def shares(places):
    """Shares of 200, round about a tenth, so that nobody lies outside; the value as DfE prints it."""
    return [
        local(number, "two-year", str(18 + n % 5), "200", f"{(18 + n % 5) / 2:g}") for n, number in enumerate(places)
    ]


def test_those_outside_and_those_left_out_are_named():
    numbers = list(NAMES)
    records = [*shares(numbers[1:101]), *(local(one, "two-year", "", "200", "c") for one in numbers[101:104])]
    records += [local("300", "two-year", "90", "200", "45")]
    table = funnel_table(funnel(store_of(records, "10.4"), "two-year", YEAR), every=True)
    assert "Higher: Alder, City of." in table.notes
    own = replace(funnel(store_of(records, "10.4"), "two-year", YEAR), own="300")
    assert funnel_chart(own).alt.endswith("Alder, City of has 45.0 % and is higher than expected.")
    assert any(note.startswith("1 of 101 lies outside the 99.8 % limits") for note in table.notes)
    assert "All these authorities together: 10.3 %; England as published: 10.4 %." in table.notes
    (left_out,) = [note for note in table.notes if note.startswith("Left out")]
    assert left_out.endswith(": Place 101, Place 102 and Place 103.")
    assert not [note for note in table.notes if "More than a tenth" in note]
    assert table.records[1]["area"] == "Alder, City of"
    assert (table.records[1]["place"], table.records[1]["judged"]) == ("higher", "worse")


def test_where_many_are_left_out_the_limits_are_not_trusted():
    """Sixty with counts and seventy without is a whole release, not a part of one."""
    numbers = list(NAMES)
    records = [*shares(numbers[:60]), *(local(one, "two-year", "", "200", "c") for one in numbers[60:])]
    view = store_of(records, "6.1", neighbours=("302", "390", "300"))
    notes = funnel_table(funnel(view, "two-year", YEAR), every=False).notes
    assert not [note for note in notes if "import the whole release" in note]
    assert any(note.endswith(": 70 authorities; neighbours among them: Place 90.") for note in notes)
    (warning,) = [note for note in notes if note.startswith("More than a tenth are left out")]
    assert "lie higher than England's figure" in warning


@pytest.mark.parametrize(("numerator", "value"), [("96", "4.8"), ("960", "48"), ("220", "110")])
def test_a_figure_that_is_not_that_of_its_counts_is_left_out(numerator, value):
    """96 of 200 are not 4.8 %, and 220 of 200 nothing: neither is among those that the centre is made of."""
    numbers = list(NAMES)
    records = shares(numbers[2:102])
    alone = funnel(store_of(records), "two-year", YEAR)
    with_it = funnel(store_of([*records, local("301", "two-year", numerator, "200", value)]), "two-year", YEAR)
    assert (with_it.spread, with_it.places) == (alone.spread, alone.places)
    notes = funnel_table(with_it, every=True).notes
    assert "Left out, since their published figure is not that of their counts: Place 01." in notes
    assert "The authority's own counts are not published for this year." not in notes
    whole = funnel(store_of([*records, local("301", "two-year", "97", "200", "49")]), "two-year", YEAR)
    assert len(whole.places) == 101  # rounded to a whole number


def test_a_rate_without_its_population_says_so():
    numbers = list(NAMES)
    records = [local(one, "rates", "100", "20000", "50") for one in numbers[:20]]
    records += [local(numbers[20], "rates", "323", "", "x"), local(numbers[21], "rates", "", "", "c")]
    notes = funnel_table(funnel(store_of(records), "rates", YEAR), every=True).notes
    assert "Left out, since the store has no population of them: Place 20." in notes
    assert any(note.startswith("Left out, since their counts") and note.endswith(": Place 21.") for note in notes)
    with pytest.raises(UnavailableError, match="the ONS population file that comes with it"):
        funnel(store_of([record._replace(denominator="") for record in records]), "rates", YEAR)


def test_the_latest_year_is_one_with_counts():
    """LAIT goes on where the release ends, with values alone."""
    lait = [local(one, "icpc", "", "", "80", "2022/23", origin=Origin.LAIT, vintage="2023") for one in NAMES]
    view = store_of([*(local(one, "icpc", "80", "100", "80") for one in NAMES), *lait])
    assert view.years("icpc") == {"2021/22", "2022/23"}
    assert latest_year(view, "icpc") == YEAR
    assert latest_year(store_of(lait), "icpc") == parse_year("2022/23")


def test_what_is_published_by_group_is_refused_by_name():
    records = [local(one, "category-start", "5", "50", "10", group="Neglect") for one in NAMES]
    with pytest.raises(UnavailableError, match=r"published by group \(Neglect\)"):
        funnel(store_of(records), "category-start", YEAR)


def test_the_chart_has_every_published_authority_and_our_own():
    found = funnel(store_of(shares(list(NAMES)[:100])), "two-year", YEAR)
    chart = funnel_chart(found)
    assert chart.points is not None and chart.points.own is not None
    assert len(chart.points.x) == 100 and chart.points.extract is None
    assert chart.points.names[chart.points.own] == NAMES["301"]
    assert chart.alt.startswith("Funnel plot of 100 authorities")
