"""Intervals and tests of chance: the values of published methods, scipy's, and a plain recomputation over families."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import EXAMPLES, run

import cpind
from cpind.analysis import uncertainty
from cpind.analysis.chance import chance_of
from cpind.analysis.intervals import design_effect, interval_of
from cpind.figures.facts import Interval
from cpind.figures.families import Clusters
from cpind.figures.result import Figure

# --- the methods -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "lower", "upper"), [(5, 1.62349, 11.66833), (65, 50.16319, 82.84914)], ids=["exact", "Byar"]
)
def test_limits_of_a_count_are_those_of_public_health_statistics(count, lower, upper):
    assert uncertainty.count_limits(count) == pytest.approx((lower, upper), abs=5e-6)


@pytest.mark.parametrize(
    ("successes", "trials", "lower", "upper"),
    [
        (65, 100, 0.5525444, 0.7363576),
        (1, 100, 0.0017674, 0.0544862),
        (101, 425, 0.1996, 0.2804),
        (96, 516, 0.1548, 0.2219),
    ],
)
def test_wilson_gives_published_limits(successes, trials, lower, upper):
    digits = 1e-7 if trials == 100 else 5e-5
    assert uncertainty.wilson(successes, trials) == pytest.approx((lower, upper), abs=digits)


def test_newcombe_gives_the_limits_of_repeats_in_two_years():
    lower, upper = uncertainty.newcombe((96, 516), (101, 425))
    assert (round(100 * lower, 2), round(100 * upper, 2)) == (-0.06, 10.45)


def test_a_rate_of_295_in_117720_has_its_published_interval():
    lower, upper = (10_000 * limit / 117_720 for limit in uncertainty.count_limits(295))
    assert (round(lower, 2), round(upper, 2)) == (22.28, 28.09)


@given(st.integers(0, 9), st.sampled_from([80, 95, 99.8]))
def test_small_counts_have_the_exact_poisson_limits_of_scipy(count, level):
    from scipy import stats

    tail = (1 - level / 100) / 2
    expected = (stats.chi2.ppf(tail, 2 * count) / 2 if count else 0, stats.chi2.ppf(1 - tail, 2 * count + 2) / 2)
    assert uncertainty.exact_poisson(count, level=level) == pytest.approx(expected, rel=1e-9)


@given(st.floats(0.5, 3000), st.floats(0.5, 3000), st.floats(0, 1))
def test_the_incomplete_beta_function_is_scipys(a, b, x):
    from scipy import special

    assert uncertainty._beta(x, a, b) == pytest.approx(special.betainc(a, b, x), abs=1e-9)


@given(st.integers(0, 400), st.integers(0, 400))
def test_clopper_pearson_is_scipys(successes, failures):
    from scipy import stats

    if successes + failures == 0:
        return
    expected = stats.binomtest(successes, successes + failures).proportion_ci(0.95, "exact")
    assert uncertainty.clopper_pearson(successes, successes + failures) == pytest.approx(tuple(expected), abs=1e-8)


@given(st.integers(0, 300), st.integers(0, 300), st.floats(0.5, 2))
def test_the_interval_of_a_ratio_excludes_1_where_the_binomial_test_rejects(first, second, exposure):
    from scipy import stats

    if first + second == 0:
        assert uncertainty.ratio_limits((0, 1), (0, exposure)) is None
        return
    limits = uncertainty.ratio_limits((first, 1), (second, exposure))
    share = exposure / (1 + exposure)
    tails = [stats.binomtest(second, first + second, share, alternative=one).pvalue for one in ("less", "greater")]
    if abs(min(tails) - 0.025) > 1e-6:
        assert (not limits[0] <= 1 <= limits[1]) == (min(tails) < 0.025)


@given(st.integers(1, 500), st.integers(0, 500), st.sampled_from([80, 95, 99.8]))
def test_intervals_contain_what_they_are_of_and_narrow_with_size(trials, successes, level):
    successes = min(successes, trials)
    share = successes / trials
    lower, upper = uncertainty.wilson(successes, trials, level=level)
    assert 0 <= lower <= share <= upper <= 1
    tenfold = uncertainty.wilson(10 * successes, 10 * trials, level=level)
    assert tenfold[1] - tenfold[0] < upper - lower
    low, high = uncertainty.count_limits(successes, level=level)
    assert 0 <= low <= successes < high
    if successes:
        low_10, high_10 = uncertainty.count_limits(10 * successes, level=level)
        assert (high_10 - low_10) / 10 < high - low


# --- families --------------------------------------------------------------------------------------------


def test_families_widen_a_count_as_in_the_worked_case():
    sizes = {1: 60, 2: 40, 3: 25, 4: 10, 5: 5, 6: 2}
    children = sum(size * number for size, number in sizes.items())
    squares = sum(size * size * number for size, number in sizes.items())
    clusters = Clusters(sum(sizes.values()), squares, squares, squares)
    figure = Figure("plans-open", "A", numerator=children, value=children, clusters=clusters)
    assert children == 292
    assert design_effect(figure) == pytest.approx(2.7466, abs=5e-5)
    alone, together = interval_of(figure._replace(clusters=None), 95), interval_of(figure, 95)
    assert (round(alone.lower, 2), round(alone.upper, 2)) == (259.46, 327.49)
    assert (round(together.lower, 2), round(together.upper, 2)) == (238.08, 350.81)


def test_one_family_has_no_interval():
    figure = Figure("plans-open", "A", numerator=3, value=3, clusters=Clusters(1, 9, 9, 9))
    assert not isinstance(interval_of(figure, 95), Interval)


PLANS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 2), st.booleans(), st.sampled_from(["North", "South"])),
    min_size=1,
    max_size=40,
)
"""A plan each: the family (0 is blank), how many plans the child had before, whether it is open, the district."""


def extract_of(plans, tmp_path, order):
    lines = ["child_id,family_id,district,plan_start,plan_end,previous_plans"]
    rows = [
        f"c{number},{f'f{family}' if family else ''},{district},2019-05-{1 + number % 28:02},"
        f"{'' if is_open else '2019-12-01'},{previous}"
        for number, (family, previous, is_open, district) in enumerate(plans)
    ]
    path = tmp_path / "plans.csv"
    path.write_text("\n".join([*lines, *(rows[::-1] if order else rows), ""]))
    return cpind.read(path)


def plain_effect_of_a_share(pairs):
    """Of (family, is in the numerator), the design effect, one family at a time."""
    n = len(pairs)
    p = sum(is_in for _, is_in in pairs) / n
    families = defaultdict(list)
    for family, is_in in pairs:
        families[family].append(is_in)
    m = len(families)
    if m < 2 or p in (0, 1):
        return 1.0
    spread = sum((sum(members) - p * len(members)) ** 2 for members in families.values())
    return max(1.0, m / (m - 1) * spread / n**2 / (p * (1 - p) / n))


def plain_effect_of_a_count(families):
    sizes = Counter(families).values()
    return max(1.0, sum(size * size for size in sizes) / sum(sizes)) if sizes else 1.0


@given(PLANS, st.booleans())
def test_design_effects_equal_a_plain_recomputation(tmp_path_factory, plans, order):
    extract = extract_of(plans, tmp_path_factory.mktemp("families"), order)
    request = cpind.Request(by="district")
    found = cpind.compute(extract, ["repeats", "plans-started"], "2019/20", request, ci=95)
    named = [(f"f{family}" if family else f"child {number}", *rest) for number, (family, *rest) in enumerate(plans)]
    for figure in found.figures:
        own = [one for one in named if figure.group in ("", one[3])]
        assert figure.denominator == len(own) if figure.indicator == "repeats" else figure.numerator == len(own)
        if not own:
            continue
        if figure.indicator == "repeats":
            expected = plain_effect_of_a_share([(family, previous > 0) for family, previous, *_ in own])
        else:
            expected = plain_effect_of_a_count([family for family, *_ in own])
        if all(family == 0 for family, *_ in plans):
            assert figure.clusters is None
            continue
        assert figure.clusters.families == len({family for family, *_ in own})
        if isinstance(figure.interval, Interval):
            assert figure.interval.design_effect == pytest.approx(expected)
            assert figure.interval.lower <= figure.value <= figure.interval.upper
        else:
            assert figure.clusters.families == 1


def test_bands_have_the_families_of_all_bands(tmp_path):
    rows = [
        "a,f1,2019-04-10,2019-05-01",
        "b,f1,2019-04-10,2019-05-01",
        "c,f2,2019-04-10,2019-11-01",
        "d,,2019-04-10,2019-05-09",
    ]
    path = tmp_path / "plans.csv"
    path.write_text("\n".join(["child_id,family_id,plan_start,plan_end", *rows, ""]))
    found = cpind.compute(cpind.read(path), "two-year-bands", "2019/20", ci=95)
    first = next(figure for figure in found.figures if figure.group == "3 months or less")
    # Three of four plans ended within 3 months: both of family f1, one of no family, and none of f2.
    assert (first.numerator, first.denominator) == (3, 4)
    assert first.clusters == Clusters(3, 2 * 2 + 1 + 0, 2 * 2 + 1 + 0, 2 * 2 + 1 + 1, events=4, alone=1)


@given(PLANS, st.permutations(range(1, 9)))
def test_names_of_families_and_districts_make_no_difference(tmp_path_factory, plans, names):
    renamed = [(names[family - 1] if family else 0, *rest) for family, *rest in plans]
    swapped = [(*rest, {"North": "South", "South": "North"}[district]) for *rest, district in renamed]
    found = []
    for number, rows in enumerate((plans, swapped)):
        extract = extract_of(rows, tmp_path_factory.mktemp("renamed"), order=number)
        result = cpind.compute(extract, "repeats", "2019/20", cpind.Request(by="district"), ci=95)
        swap = {"North": "South", "South": "North"} if number else {}
        found.append({swap.get(figure.group, figure.group): figure.interval for figure in result.figures})
    assert found[0] == found[1]


def test_how_much_wider_is_measured_and_is_not_the_root_of_the_design_effect():
    # Two repeat plans of one family among 1,000 plans: the root of the design effect is 1.41, and the interval 1.62 times as wide.
    figure = Figure("repeats", "A", numerator=2, denominator=1000, value=0.2, clusters=Clusters(999, 4, 4, 998 + 4))
    assert design_effect(figure) == pytest.approx(2, abs=1e-5)
    assert interval_of(figure, 95).widened == pytest.approx(1.62158, abs=1e-5)


# --- commands --------------------------------------------------------------------------------------------


@pytest.fixture
def here(monkeypatch):
    monkeypatch.chdir(EXAMPLES / "warwickshire")


@pytest.mark.parametrize(
    ("typed", "level"),
    [(["--ci", "extract.csv"], 95), (["extract.csv", "--ci"], 95), (["--ci", "99.8", "extract.csv"], 99.8)],
)
def test_ci_takes_a_level_or_none(here, typed, level):
    records = json.loads(run("show", "plans-started", "--year", "2019/20", "-q", "-f", "json", *typed).stdout)
    assert [record["numerator"] for record in records] == [427]
    lower, upper = uncertainty.count_limits(427, level=level)
    assert records[0]["lower"] <= lower and upper <= records[0]["upper"]
    assert records[0]["design_effect"] >= 1
    assert records[0]["interval_method"] == "Byar"


@pytest.mark.parametrize("level", ["100", "0", "-5", "49.9", "nan", "inf", "nonsense.csv.ci"])
def test_a_text_that_is_not_a_level_is_refused(here, level):
    result = run("rates", f"--ci={level}", "-q")
    assert result.exit_code == 2
    assert f'"{level}" is not a level: write a percentage from 50 to under 100' in result.stderr


def test_a_level_may_have_its_per_cent_sign(here):
    plain = run("rates", "--ci", "99.8", "--year", "2018/19", "-q")
    assert plain.exit_code == 0
    assert run("rates", "--ci", "99.8%", "--year", "2018/19", "-q").stdout == plain.stdout


def test_the_table_names_the_method_once_and_compares_with_benchmarks(here):
    printed = run("rates", "--ci", "--year", "2018/19", "-q").stdout
    assert printed.count("Byar") == 1
    assert "2018/19: 29.8 is similar to Statistical neighbours (34.7) and lower than England (43.7)." in printed


def test_beside_benchmarks_each_of_several_indicators_is_named(here):
    said = run("show", "repeats", "icpc", "--ci", "--year", "2018/19").stdout.splitlines()
    assert [line.split(" is ")[0] for line in said if " is " in line and "England" in line] == [
        "Child protection plans started that were a second or subsequent plan, 2018/19: 18.6 %",
        "Within 15 working days, 2018/19: 83.1 %",
    ]


def test_better_and_worse_are_distinct_from_higher_and_lower(here):
    records = json.loads(run("icpc", "--ci", "--year", "2018/19", "-q", "-f", "json").stdout)
    places = {record["area"]: (record["compared"], record["judged"]) for record in records}
    own = next(record for record in records if record["area"] == "Warwickshire")
    for area, published in (("England", 78.7), ("Statistical neighbours", 84.7)):
        if own["lower"] <= published <= own["upper"]:
            assert places[area] == ("similar", None)
        else:
            is_higher = own["lower"] > published
            assert places[area] == (("higher", "better") if is_higher else ("lower", "worse"))


def test_without_families_the_interval_is_called_too_narrow(tmp_path):
    path = tmp_path / "plans.csv"
    path.write_text("child_id,plan_start,plan_end\na,2019-05-01,2019-08-01\nb,2019-05-03,2020-02-01\n")
    printed = run("show", "plans-started", str(path), "--year", "2019/20", "--ci").stdout
    assert "too narrow" in printed
    assert "times as wide" not in printed


def test_a_return_without_families_is_not_taken_for_one_without_siblings(here):
    printed = run("rates", "returns.csv", "--ci", "--year", "2018/19").stdout
    assert "no family_id says which children are siblings: the intervals are too narrow" in printed


def test_children_of_returns_have_the_families_of_the_live_extract(tmp_path):
    """Of the return's six children two pairs are siblings, by rows of the live extract; one child is in the return alone.

    Plans started, families of 2, 2, 1 and 1: (4 + 4 + 1 + 1) / 6. Repeats are a1 and a2, one family: p = 2/6, and
    4/3 x ((2 - 2/3)^2 + (0 - 2/3)^2 + 2 (0 - 1/3)^2) / 36 over (1/3 x 2/3) / 6 is 2.2222 x 4/3 / 36 x 27 = 2.4444."""
    children = {"a1": "A", "a2": "A", "b1": "B", "b2": "B", "c1": "C"}
    returned = [f"2020,{child},2019-06-01,{int(child[0] == 'a')}" for child in (*children, "d1")]
    (tmp_path / "returns.csv").write_text("\n".join(["return_year,child_id,plan_start,previous_plans", *returned, ""]))
    live = [f"{child},{family},2018-01-01,2018-06-01" for child, family in children.items()]
    live += ["a1,,2015-01-01,2015-02-01", "d1,,2014-01-01,2014-02-01"]
    (tmp_path / "live.csv").write_text("\n".join(["child_id,family_id,plan_start,plan_end", *live, ""]))
    extract = cpind.read([tmp_path / "returns.csv", tmp_path / "live.csv"])
    found = cpind.compute(extract, ["plans-started", "repeats"], "2019/20", ci=95)
    started, repeats = (
        next(one for one in found.figures if one.indicator == code) for code in ("plans-started", "repeats")
    )
    assert started.basis.kind == repeats.basis.kind == "return"
    assert started.clusters == Clusters(4, 10, 10, 10, 6, 1, is_linked=True)
    assert started.interval.design_effect == pytest.approx(10 / 6)
    squares = (2 - 2 / 3) ** 2 + (2 / 3) ** 2 + 2 * (1 / 3) ** 2
    assert repeats.interval.design_effect == pytest.approx(4 / 3 * squares / 36 / (2 / 9 / 6))


def test_intervals_that_families_widen_and_those_that_they_do_not_are_told_apart(here, tmp_path):
    typed = ("--ci", "--year", "2019/20", "--quarter", "Q1-20/21", "-q")
    printed = run("show", "repeats", *typed).stdout
    assert "(family_id; of returns that of the same children elsewhere in the extract)" in printed
    assert "times as wide as without." in printed and "too narrow" not in printed
    # The same returns under other identifiers: no child of theirs is in the live extract.
    text = (EXAMPLES / "warwickshire" / "returns.csv").read_text()
    (tmp_path / "others.csv").write_text(text.replace(",W0", ",X0"))
    printed = run("show", "repeats", str(tmp_path / "others.csv"), "extract.csv", *typed).stdout
    assert "times as wide as without." in printed
    assert "Where no event has a family_id (return 2019/20), the intervals are too narrow." in printed


@pytest.mark.parametrize(("blank", "is_said"), [(0, False), (2, False), (3, True), (18, True)])
def test_many_children_without_a_family_are_noted(tmp_path, blank, is_said):
    rows = [f"c{n},{'' if n < blank else f'f{n // 2}'},2019-05-{1 + n:02},2019-08-01\n" for n in range(20)]
    path = tmp_path / "plans.csv"
    path.write_text("".join(["child_id,family_id,plan_start,plan_end\n", *rows]))
    printed = run("show", "plans-started", str(path), "--year", "2019/20", "--ci").stdout
    assert ("More than a tenth of the events have no family_id" in printed) == is_said
    assert "Siblings count together" in printed


def test_half_a_year_is_not_compared_with_a_years_benchmark(tmp_path):
    plans, published = tmp_path / "plans.csv", tmp_path / "published.csv"
    rows = [f"c{n},2019-{4 + n % 6:02}-10,{f'2019-{5 + n % 6:02}-10' if n % 3 else ''}\n" for n in range(200)]
    plans.write_text("".join(["child_id,plan_start,plan_end\n", *rows]))
    published.write_text("indicator,area,period,value\nstarts-rate,England,2019/20,55\n")
    typed = ["show", "starts-rate", str(plans), "--year", "2019/20", "--from", "2019-04-01", "--population", "117720"]
    typed += ["--benchmarks", str(published), "--compare", "England", "--ci"]
    half = run(*typed, "--as-at", "2019-09-30").stdout
    assert "17.0" in half and "55.0" in half and "Byar" in half
    assert "lower than England" not in half
    plans.write_text(plans.read_text() + "z,2020-06-03,\n")
    assert "17.0 is lower than England (55.0)." in run(*typed, "--as-at", "2020-06-30").stdout


def test_a_mean_has_no_interval_and_the_table_says_so(here):
    printed = run("gaps", "--ci", "--year", "2019/20").stdout
    assert "No interval is given for means" in printed


# --- explain ---------------------------------------------------------------------------------------------


def test_explain_says_whether_it_is_more_than_chance(here):
    printed = run("explain", "repeats", "--year", "2019/20", "--base", "2018/19").stdout
    assert "not distinguishable from chance at 95 %." in printed
    printed = run("explain", "rates", "--year", "2019/20", "--base", "2017/18", "-q").stdout
    assert ", siblings counted together: more than chance at 95 %." in printed
    typed = ("explain", "rates", "returns.csv", "--year", "2019/20", "--base", "2017/18", "-q")
    assert ": more than chance at 95 %, unless siblings make the difference (no family_id)." in run(*typed).stdout


def test_families_decide_whether_a_change_is_more_than_chance(here):
    # The same 345 and 295 children: returns have no families, the live extract has those of both.
    said = {}
    for typed in (["returns.csv"], ["extract.csv"], []):
        (record,) = json.loads(run("explain", "rates", *typed, "--year", "2019/20", "-q", "-f", "json").stdout)[:1]
        said[" ".join(typed)] = record["families_known"], record["more_than_chance"]
    assert said == {"returns.csv": (False, True), "extract.csv": (True, False), "": (True, False)}


def test_where_many_children_have_no_family_the_reservation_stays():
    base = Figure("plans-open", "A", numerator=400, value=400, clusters=Clusters(380, 440, 440, 440, 400, 41))
    later = base._replace(numerator=200, value=200, clusters=Clusters(190, 220, 220, 220, 200, 10))
    chance = chance_of(base, later)
    assert (chance.is_more, chance.knows_families, chance.lack_families) == (True, False, True)
    known = chance_of(base._replace(clusters=base.clusters._replace(alone=40)), later)
    assert (known.is_more, known.knows_families, known.lack_families) == (True, True, False)


def test_a_change_within_one_family_is_not_compared_with_chance():
    base = Figure("repeats", "A", numerator=0, denominator=8, value=0.0, clusters=Clusters(1, 0, 0, 64))
    later = Figure("repeats", "A", numerator=8, denominator=8, value=100.0, clusters=Clusters(1, 64, 64, 64))
    assert chance_of(base._replace(clusters=None), later._replace(clusters=None)).is_more
    assert chance_of(base, later) is None
    assert chance_of(base, later._replace(clusters=Clusters(8, 8, 8, 8))) is None


def test_a_change_of_a_share_has_the_interval_of_newcombe():
    base = Figure("repeats", "A", numerator=96, denominator=516, value=100 * 96 / 516)
    later = Figure("repeats", "A", numerator=101, denominator=425, value=100 * 101 / 425)
    chance = chance_of(base, later)
    assert (round(chance.lower, 2), round(chance.upper, 2)) == (-0.06, 10.45)
    assert not chance.is_more and not chance.knows_families and not chance.is_ratio


def test_a_change_of_a_rate_has_the_exact_interval_of_the_ratio():
    from scipy import stats

    base = Figure("rates", "A", numerator=345, denominator=115_928, value=10_000 * 345 / 115_928)
    later = Figure("rates", "A", numerator=295, denominator=117_720, value=10_000 * 295 / 117_720)
    chance = chance_of(base, later)
    low, high = stats.binomtest(295, 345 + 295).proportion_ci(0.95, "exact")
    expected = [share / (1 - share) * 115_928 / 117_720 for share in (low, high)]
    assert [chance.lower, chance.upper] == pytest.approx(expected)


def test_numbers_of_periods_of_different_lengths_are_not_compared(here):
    printed = run("explain", "s47", "--year", "2019/20", "--base", "Q1-19/20").stdout
    assert "95 % interval" not in printed


def test_a_ratio_to_nothing_has_no_upper_limit():
    base = Figure("rates", "A", numerator=0, denominator=1000, value=0.0)
    later = Figure("rates", "A", numerator=4, denominator=1000, value=40.0)
    chance = chance_of(base, later)
    assert math.isinf(chance.upper) and chance.lower > 0


def test_the_scorecard_has_intervals_too(here):
    card = json.loads(run("scorecard", "--ci", "-f", "json", "-q").stdout)
    alone = json.loads(run("show", "repeats", "--quarter", "Q1-20/21", "--ci", "-f", "json", "-q").stdout)
    (latest,) = [one for one in card if one["cell"] == "latest" and one["indicator"] == "repeats"]
    assert [(latest["lower"], latest["upper"])] == [
        (one["lower"], one["upper"]) for one in alone if one["area"] == "Warwickshire"
    ]
    assert "Lower  Upper" in run("scorecard", "--ci").stdout
    assert "lower" not in json.loads(run("scorecard", "-f", "json", "-q").stdout)[0]
