"""Suppression, and the attack on it: from what the output shows, a solver of the test's own recovers no hidden number."""

from __future__ import annotations

import csv
import io
import json
import time
from collections import defaultdict
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from support import EXAMPLES, run
from support.profiles import examples

import cpind
from cpind.analysis.rounding import rounded
from cpind.analysis.suppression import suppressed
from cpind.figures.indicators import INDICATORS
from cpind.figures.result import SUPPRESSED, Change, Figure, Result
from cpind.model.periods import parse_quarter, parse_year

QUARTERS = ["Q1-19/20", "Q2-19/20", "Q3-19/20", "Q4-19/20"]


def started(number, period, by="", groups=()):
    return Figure(
        "plans-started",
        "A",
        by,
        " / ".join(groups),
        period.label,
        period.start,
        period.end,
        number,
        None,
        number,
        "count",
        groups=groups,
    )


def result_of(figures, groupings=()):
    by = " / ".join(groupings)
    return Result(tuple(figures), (), "A", by, groupings=tuple(groupings))


YEAR = parse_year("2019/20")


def two_way(cells):
    """A Result of a table: a row a district, a column a sex, with all margins."""
    rows, columns = len(cells), len(cells[0])
    figures = [started(sum(map(sum, cells)), YEAR)]
    figures += [started(sum(cells[r]), YEAR, "district", (f"d{r}",)) for r in range(rows)]
    figures += [started(sum(row[c] for row in cells), YEAR, "sex", (f"s{c}",)) for c in range(columns)]
    figures += [
        started(cells[r][c], YEAR, "district / sex", (f"d{r}", f"s{c}")) for r in range(rows) for c in range(columns)
    ]
    return result_of(figures, ("district", "sex"))


# --- the attacker ----------------------------------------------------------------------------------------


class Attacker:
    """What a reader knows: numbers shown, sums that must hold, and that a hidden number is not 0, since 0 is shown; but where a
    total and all its parts are hidden, these may be 0, and so may a numerator (`may_be_zero`): its denominator may be why."""

    def __init__(self):
        self.shown, self.hidden, self.sums, self.smaller = {}, set(), [], []
        self.may_be_zero = set()
        self.solutions = []  # what hidden numbers may be, all together, as far as the solver was asked

    def see(self, name, number):
        if number is None:
            self.hidden.add(name)
        else:
            self.shown[name] = number

    def range_of(self, name):
        """Between which numbers a hidden one lies."""
        names = sorted(self.hidden)
        place = {one: i for i, one in enumerate(names)}
        parts_of_hidden = {part for total, parts in self.sums if {total, *parts} <= self.hidden for part in parts}
        may_be_zero = self.may_be_zero | parts_of_hidden
        rows, low, high = [], [], []
        for total, parts in self.sums:
            row, known = np.zeros(len(names)), 0
            for one, way in ((total, 1), *((part, -1) for part in parts)):
                if one in place:
                    row[place[one]] += way
                else:
                    known += way * self.shown[one]
            rows.append(row), low.append(-known), high.append(-known)
        for part, whole in self.smaller:
            row, known = np.zeros(len(names)), 0
            for one, way in ((part, 1), (whole, -1)):
                if one in place:
                    row[place[one]] += way
                else:
                    known += way * self.shown[one]
            rows.append(row), low.append(-np.inf), high.append(-known)
        least = [0 if one in may_be_zero else 1 for one in names]
        ends = []
        for way in (1, -1):
            objective = np.zeros(len(names))
            objective[place[name]] = way
            solved = milp(
                objective,
                constraints=LinearConstraint(np.array(rows), low, high) if rows else (),
                integrality=np.ones(len(names)),
                bounds=Bounds(least, np.full(len(names), 10_000)),
            )
            assert solved.x is not None
            self.solutions.append(dict(zip(names, map(round, solved.x))))
            ends.append(self.solutions[-1][name])
        return tuple(ends)


def assert_safe(attacker, truth):
    attacker.solutions.clear()
    for name in sorted(attacker.hidden):
        possible = [solution[name] for solution in attacker.solutions]
        if 1 <= truth[name] <= 5 and not (possible and min(possible) <= 1 and max(possible) >= 5):
            low, high = attacker.range_of(name)
            assert low <= 1 and high >= 5, f"{name} is {truth[name]}, and a reader finds {low} to {high}"
    for name, number in attacker.shown.items():
        assert not 1 <= number <= 5, name


# --- tables ----------------------------------------------------------------------------------------------

COUNTS = st.integers(0, 30) | st.integers(0, 7)
TABLES = st.tuples(st.integers(2, 5), st.integers(2, 4)).flatmap(
    lambda size: st.lists(st.lists(COUNTS, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0])
)


@given(TABLES)
@examples(20, nightly=60)
def test_no_number_of_a_two_way_table_can_be_worked_out(cells):
    table = two_way(cells)
    (hidden,) = suppressed([table])
    attacker, truth = Attacker(), {}
    for before, figure in zip(table.figures, hidden.figures):
        name = (figure.by, figure.groups)
        truth[name] = before.value
        attacker.see(name, figure.value)
        assert figure.value == figure.numerator
        assert figure.value in (None, before.value)
    districts, sexes = [f"d{r}" for r in range(len(cells))], [f"s{c}" for c in range(len(cells[0]))]
    attacker.sums = [
        (("", ()), [("district", (one,)) for one in districts]),
        (("", ()), [("sex", (one,)) for one in sexes]),
        *((("district", (d,)), [("district / sex", (d, s)) for s in sexes]) for d in districts),
        *((("sex", (s,)), [("district / sex", (d, s)) for d in districts]) for s in sexes),
    ]
    assert_safe(attacker, truth)


@given(st.lists(st.tuples(COUNTS, COUNTS, COUNTS, COUNTS), min_size=2, max_size=4))
@examples(20, nightly=60)
def test_no_quarter_of_a_group_can_be_worked_out_from_the_year(cells):
    periods = [YEAR, *map(parse_quarter, QUARTERS)]
    columns = [[sum(row), *row] for row in cells]
    figures = []
    for place, period in enumerate(periods):
        figures.append(started(sum(row[place] for row in columns), period))
        figures += [started(row[place], period, "district", (f"d{r}",)) for r, row in enumerate(columns)]
    table = result_of(figures, ("district",))
    (hidden,) = suppressed([table])
    attacker, truth = Attacker(), {}
    for before, figure in zip(table.figures, hidden.figures):
        truth[figure.period, figure.group] = before.value
        attacker.see((figure.period, figure.group), figure.value)
    groups = ["", *(f"d{r}" for r in range(len(cells)))]
    attacker.sums = [
        *(((period.label, ""), [(period.label, group) for group in groups[1:]]) for period in periods),
        *(((YEAR.label, group), [(period.label, group) for period in periods[1:]]) for group in groups),
    ]
    assert_safe(attacker, truth)


@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=2, max_size=5))
@examples(20, nightly=60)
def test_a_share_is_shown_or_hidden_with_its_numbers(pairs):
    pairs = [(min(pair), max(pair)) for pair in pairs]
    period = YEAR

    def share(top, bottom, by="", groups=()):
        value = 100 * top / bottom if bottom else None
        return Figure(
            "repeats",
            "A",
            by,
            "".join(groups),
            period.label,
            period.start,
            period.end,
            top,
            bottom,
            value,
            "percent",
            groups=groups,
        )

    tops, bottoms = zip(*pairs)
    shares = result_of(
        [share(sum(tops), sum(bottoms)), *(share(*pair, "district", (f"d{r}",)) for r, pair in enumerate(pairs))],
        ("district",),
    )
    counts = result_of(
        [
            started(sum(bottoms), period),
            *(started(pair[1], period, "district", (f"d{r}",)) for r, pair in enumerate(pairs)),
        ],
        ("district",),
    )
    hidden_shares, hidden_counts = suppressed([shares, counts])
    attacker, truth = Attacker(), {}
    for before, figure in zip(shares.figures, hidden_shares.figures):
        assert (figure.value is None) or figure.status != SUPPRESSED
        if figure.status == SUPPRESSED:
            assert (figure.numerator, figure.denominator, figure.value) == (None, None, None)
        truth["top", figure.group] = before.numerator
        attacker.see(("top", figure.group), figure.numerator)
    for before, share_of, figure in zip(counts.figures, hidden_shares.figures, hidden_counts.figures):
        # Whoever sees the denominator of a share sees the plans started.
        number = figure.value if figure.value is not None else share_of.denominator
        truth["bottom", figure.group] = before.value
        attacker.see(("bottom", figure.group), number)
    groups = [f"d{r}" for r in range(len(pairs))]
    attacker.sums = [((which, ""), [(which, group) for group in groups]) for which in ("top", "bottom")]
    attacker.smaller = [(("top", group), ("bottom", group)) for group in ["", *groups]]
    attacker.may_be_zero = {("top", group) for group in ["", *groups]}
    assert_safe(attacker, truth)


def test_the_next_smallest_is_hidden_with_a_small_one():
    numbers = [3, 0, 12, 40, 7]
    figures = [started(sum(numbers), YEAR), *(started(n, YEAR, "district", (f"d{i}",)) for i, n in enumerate(numbers))]
    (hidden,) = suppressed([result_of(figures, ("district",))])
    assert [figure.value for figure in hidden.figures] == [62, None, 0, 12, 40, None]


def test_a_table_without_small_numbers_stays_as_it_is():
    figures = [started(52, YEAR), started(12, YEAR, "district", ("d0",)), started(40, YEAR, "district", ("d1",))]
    (hidden,) = suppressed([result_of(figures, ("district",))])
    assert [figure.value for figure in hidden.figures] == [52, 12, 40]


def test_a_change_does_not_disclose_the_figure_before():
    before = started(3, parse_year("2018/19"))
    figure = started(12, YEAR)._replace(change=Change(before, None))
    (hidden,) = suppressed([result_of([figure])])
    assert hidden.figures[0].value == 12
    assert hidden.figures[0].change.before is None


def test_a_number_that_a_report_shows_twice_is_hidden_in_both_places():
    # Three of forty plans began in d0; the second table has it among its own.
    first = result_of(
        [started(40, YEAR), *(started(n, YEAR, "district", (g,)) for g, n in (("d0", 3), ("d1", 37)))], ("district",)
    )
    second = result_of([started(37, YEAR)])
    second = Result(second.figures, (), "A", where=(("district", ("d1",)),))
    hidden = suppressed([first, second])
    assert [figure.value for figure in hidden[0].figures] == [40, None, None]
    assert hidden[1].figures[0].value is None


def test_a_stock_is_one_number_whatever_its_day_is_called():
    """The children of d1 at the end of 2019/20 and at 31 March 2020: hidden beside d0 in one table, they are hidden in the other."""
    day = date(2020, 3, 31)

    def children(number, start, by="", groups=()):
        return Figure(
            "plans-open", "A", by, "".join(groups), "", start, day, number, None, number, "count", groups=groups
        )

    year = result_of(
        [children(40, YEAR.start), *(children(n, YEAR.start, "district", (g,)) for g, n in (("d0", 3), ("d1", 37)))],
        ("district",),
    )
    at_date = Result((children(37, day),), (), "A", where=(("district", ("d1",)),))
    hidden = suppressed([year, at_date])
    assert [figure.value for figure in hidden[0].figures] == [40, None, None]
    assert hidden[1].figures[0].value is None


def test_a_hidden_figure_keeps_nothing_that_is_made_of_its_numbers():
    figure = started(4, YEAR)
    (hidden,) = suppressed([result_of([figure])])
    left = hidden.figures[0]._asdict()
    kept = {name for name, value in left.items() if value not in (None, "", ())}
    assert kept == {"indicator", "area", "period", "start", "end", "unit", "status", "symbol"}
    assert left["status"] == SUPPRESSED and left["symbol"] == "c"


def test_a_thousand_cells_take_under_a_second():
    rng = np.random.default_rng(2)
    table = two_way(rng.integers(0, 25, (40, 20)).tolist())
    suppressed([two_way([[3, 9], [8, 7]])])  # so that the solver is loaded
    began = time.process_time()
    (hidden,) = suppressed([table])
    # Nine times the second that is asked for: a test is not a benchmark, but it must see what takes minutes.
    assert time.process_time() - began < 9
    assert any(figure.status == SUPPRESSED for figure in hidden.figures)


# --- commands --------------------------------------------------------------------------------------------


@pytest.fixture
def here(monkeypatch):
    monkeypatch.chdir(EXAMPLES / "warwickshire")


def records(*arguments):
    return json.loads(run(*arguments, "-f", "json", "-q").stdout)


def attack_of(hidden, truth):
    """The attacker before the records of a command split once: numerators and denominators, groups and periods."""
    attacker, numbers = Attacker(), {}
    by_series = defaultdict(list)
    for one, true in zip(hidden, truth):
        if one["basis"].startswith("published") or one["unit"] not in ("percent", "count"):
            continue
        for which in ("numerator", "denominator"):
            if true[which] is not None:
                name = (one["indicator"], which, one["by"], one["group"], one["period"])
                numbers[name] = true[which]
                attacker.see(name, one[which])
                by_series[one["indicator"], which, one["period"]].append(name)
    for (indicator, which, period), names in by_series.items():
        whole = (indicator, which, "", "", period)
        parts = [name for name in names if name[2]]
        if whole in numbers and parts and numbers[whole] == sum(numbers[part] for part in parts):
            attacker.sums.append((whole, parts))
    for name in numbers:
        whole = (name[0], "denominator", *name[2:])
        if name[1] == "numerator" and whole in numbers:
            attacker.smaller.append((name, whole))
            attacker.may_be_zero.add(name)
    return attacker, numbers


@pytest.mark.parametrize(
    "arguments",
    [
        ["icpc", "--by", "district", "--quarter", "Q1-18/19..Q1-20/21"],
        ["show", "repeats", "repeats-2y", "two-year", "--by", "district", "--year", "2018/19..2019/20"],
        ["activity", "--by", "age", "--year", "2019/20"],
        ["show", "plans-open", "two-year-open", "--by", "ethnic-group", "--year", "2017/18..2019/20"],
    ],
    ids=lambda arguments: " ".join(arguments[:3]),
)
def test_no_number_of_the_example_can_be_worked_out(here, arguments):
    truth, hidden = records(*arguments), records(*arguments, "--suppress")
    attacker, numbers = attack_of(hidden, truth)
    assert any(1 <= number <= 5 for number in numbers.values())
    assert_safe(attacker, numbers)
    assert len(attacker.shown) > len(numbers) / 4  # most of the table is still there
    for one, true in zip(hidden, truth):
        if one["status"] == SUPPRESSED:
            assert (one["numerator"], one["denominator"], one["value"]) == (None, None, None)
        else:
            assert one["value"] == true["value"]


def test_all_figures_by_district_hold_no_small_number(here):
    found = records("figures", "--by", "district", "--suppress", "--year", "2018/19..2019/20")
    for one in found:
        if not one["basis"].startswith("published") and one["indicator"] != "net-flow":
            numbers = [one["numerator"]] if one["unit"] != "months" else []
            numbers += [one["denominator"]] if "per 10,000" not in one["unit"] else []
            assert not any(number is not None and 1 <= number <= 5 for number in numbers), one
    statuses = [one["status"] for one in found]
    assert statuses.count("suppressed") < statuses.count("complete")


def test_every_format_prints_c_and_no_sentence_gives_a_count(here):
    for format in ("table", "markdown", "csv", "tsv"):
        result = run("icpc", "--by", "district", "--month", "Feb-20..Mar-20", "--suppress", "-f", format)
        assert result.exit_code == 0
        text = result.stdout + result.stderr
        assert "c: suppressed, a number from 1 to 5" in text
        assert "(check " not in text
    rows = list(
        csv.DictReader(
            io.StringIO(run("icpc", "--by", "district", "--month", "Feb-20", "--suppress", "-f", "csv", "-q").stdout)
        )
    )
    assert "c" in {row["Feb-20"] for row in rows}


def test_a_figure_with_its_interval_run_and_target_is_hidden_whole(here):
    arguments = ["show", "repeats-2y", "--quarter", "Q4-17/18..Q1-20/21", "--ci", "--spc", "--suppress"]
    (hidden,) = [one for one in records(*arguments) if one["status"] == SUPPRESSED]
    assert hidden["period"] == "Q2 18/19"
    assert all(
        hidden.get(name) is None for name in ("lower", "upper", "centre", "limit_lower", "limit_upper", "design_effect")
    )
    # The centre of a run with a hidden point would tell it.
    assert all(one.get("centre") is None for one in records(*arguments))
    assert "chart of 10 points" not in run(*arguments).stdout


def test_the_scorecard_hides_and_says_so_once(here):
    printed = run("scorecard", "--suppress").stdout
    row = next(line for line in printed.splitlines() if "lasting two years" in line and "Open" not in line)
    assert row.split()[-3:] != []
    assert printed.count("c: suppressed") == 1
    assert " c " in row


def test_an_explanation_with_a_small_number_is_refused(here):
    assert run("explain", "repeats", "--year", "2019/20", "--suppress").exit_code == 0
    result = run("explain", "repeats-2y", "--quarter", "Q2-18/19", "--suppress")
    assert result.exit_code == 1
    assert "a number from 1 to 5 is among those that make up this change" in result.stderr
    assert not result.stdout


@pytest.mark.parametrize("arguments", [["children", "repeats"], ["sample", "repeats"], ["due"], ["check"], ["convert"]])
def test_lists_of_children_refuse_suppression(here, arguments):
    result = run(*arguments, "--suppress")
    assert result.exit_code == 2
    assert "is about individual children" in " ".join(result.stderr.split())
    assert not result.stdout


# --- rounding --------------------------------------------------------------------------------------------


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_numbers_are_rounded_and_percentages_are_those_of_the_unrounded(top, bottom):
    top = min(top, bottom)
    figure = Figure(
        "repeats",
        "A",
        "",
        "",
        "2019/20",
        date(2019, 4, 1),
        date(2020, 3, 31),
        top,
        bottom,
        100 * top / bottom,
        "percent",
    )
    (one,) = rounded(result_of([figure]), 5).figures
    assert one.numerator % 5 == one.denominator % 5 == 0
    assert abs(one.numerator - top) <= 2.5 and abs(one.denominator - bottom) <= 2.5
    assert abs(one.value - 100 * top / bottom) <= 0.05 + 1e-9


def test_rounded_numbers_are_printed_with_the_percentage_of_the_unrounded(here):
    (own,) = [
        one for one in records("show", "repeats", "--year", "2019/20", "--round", "5") if one["area"] == "Warwickshire"
    ]
    assert (own["numerator"], own["denominator"], own["value"]) == (100, 425, 23.8)
    printed = run("show", "repeats", "--year", "2019/20", "--round", "5", "--counts").stdout
    assert [line.split()[-3:] for line in printed.splitlines() if line.startswith("Warwickshire")] == [
        ["100", "425", "23.8"]
    ]


def test_numbers_that_are_suppressed_and_rounded_say_once_what_is_left_out(here):
    for options in (["--round", "5"], ["--suppress"], ["--round", "5", "--suppress"]):
        assert run("icpc", "--year", "2019/20", *options).stdout.count("Notes that count children are left out.") == 1


@pytest.mark.parametrize("split", [[], ["--by", "district"]])
def test_a_row_without_a_percentage_has_no_symbol_in_its_place(here, split):
    """Means, medians and the number of gaps that are not known stand in one column of the two, hidden or not."""
    shown, hidden = (
        list(csv.reader(run("gaps", "--year", "2019/20", "-q", "-f", "csv", *split, *more).stdout.splitlines()))
        for more in ([], ["--suppress"])
    )
    assert len(shown) == len(hidden)
    rows = [(row, other) for row, other in zip(shown[1:], hidden[1:]) if "c" in other]
    assert {row[0] for row, _ in rows} >= {"Mean months between plans", "Repeat plans whose gap is not known"}
    for row, other in rows:
        assert (other[-1] == "") == (row[-1] == ""), other
        assert row[0].startswith("Repeat plans by months") or row[-2:] == [row[-2], ""]


def test_rounding_and_what_would_undo_it_are_refused_together(here):
    for option in ("--ci", "--spc"):
        assert run("rates", "--round", "5", option).exit_code == 2


def test_a_notebook_suppresses_results():
    extract = cpind.read(EXAMPLES / "warwickshire" / "extract.csv")
    result = cpind.compute(extract, "icpc", "Feb-20", cpind.Request(by="district"))
    (hidden,) = suppressed([result])
    assert any(figure.status == SUPPRESSED for figure in hidden.figures)


def test_the_first_two_bands_do_not_disclose_the_numerator(here):
    for month in ("Mar-20", "Apr-20", "May-20", "Jul-20"):
        found = records("icpc", "--bands", "--month", month, "--suppress")
        own = [one for one in found if one["area"] == "Warwickshire"]
        whole = next(one["numerator"] for one in own if one["indicator"] == "icpc")
        bands = [one["numerator"] for one in own if one["group"] in ("0-10 working days", "11-15 working days")]
        assert len(bands) == 2
        assert [whole, *bands].count(None) != 1, month


def test_plans_open_at_any_time_do_not_add_up_over_quarters(here):
    arguments = ["show", "any-point", "any-point-rate", "--quarter", "Q1-18/19..Q1-20/21", "--year", "2018/19..2019/20"]
    result = run(*arguments, "--by", "district", "--suppress", "-q")
    assert result.exit_code == 0, result.stderr


# --- between indicators ------------------------------------------------------------------------------------


def figure(code, number, of=None, *, period=YEAR, by="", group=""):
    value = number if of is None else 100 * number / of
    return Figure(code, "A", by, group, period.label, period.start, period.end, number, of, value, "")


def bands(code, numbers):
    labels = INDICATORS[code].statistic.labels
    return [figure(code, number, sum(numbers), by="band", group=label) for label, number in zip(labels, numbers)]


LAST_YEAR = parse_year("2018/19")


@pytest.mark.parametrize(
    ("figures", "small", "terms"),
    [
        # 40 in time, 35 of them in 11 to 15 days: 5 in 10 days or fewer.
        ([figure("icpc", 40, 60), *bands("icpc-bands", [5, 35, 9, 11, 0])], 5, (40, 35)),
        # 20 within a year, 17 of them after 6 months; and so on.
        ([figure("repeats-12m", 20, 90), *bands("gaps-bands", [3, 17, 8, 9, 10])], 3, (20, 17)),
        ([figure("repeats-2y", 24, 90), *bands("gaps-bands", [9, 12, 3, 8, 10])], 3, (24, 9, 12)),
        ([figure("open-12m", 24, 90), *bands("two-year-open-bands", [26, 20, 20, 22, 2])], 2, (24, 22)),
        ([figure("reviews", 60, 87), *bands("two-year-open-bands", [3, 20, 27, 30, 10])], 3, (87, 90)),
        # 40 repeat plans, 38 with a known gap, without the mean that has the 38 too.
        ([figure("repeats", 40, 90), figure("gaps-not-known", 2), *bands("gaps-bands", [8, 7, 6, 7, 10])], 2, (40, 38)),
        # 90 open at any time, 87 at the end of last year.
        (
            [figure("any-point", 90), figure("plans-started", 3), figure("plans-open", 87, period=LAST_YEAR)],
            3,
            (90, 87),
        ),
        ([figure("any-point-rate", 90), figure("ends-rate", 4), figure("rates", 86)], 4, (90, 86)),
    ],
    ids=lambda value: value[0].indicator if isinstance(value, list) else "",
)
def test_no_number_can_be_worked_out_from_other_indicators(figures, small, terms):
    (published,) = suppressed([result_of(figures)])
    shown = {
        number for one in published.figures if one.status != SUPPRESSED for number in (one.numerator, one.denominator)
    }
    assert small not in shown
    assert not set(terms) <= shown, f"{small} follows from {terms}"


def test_children_of_quarters_and_of_the_year_bound_each_other():
    """40 in the year and 36 in the first quarter: at least 4 in the second, which rules out 1."""
    quarters = [parse_quarter(one) for one in QUARTERS]
    figures = [figure("s47-children", 40)]
    figures += [figure("s47-children", number, period=one) for one, number in zip(quarters, (36, 5, 0, 0))]
    (published,) = suppressed([result_of(figures)])
    shown = {one.value for one in published.figures if one.status != SUPPRESSED}
    assert not {40, 36} <= shown


def test_a_change_of_a_difference_does_not_give_the_flow_before_away():
    before = [figure(code, number, period=LAST_YEAR) for code, number in (("plans-ended", 5), ("net-flow", 14))]
    now = [figure(code, number) for code, number in (("plans-ended", 14), ("net-flow", -8))]
    figures = [one._replace(change=Change(other, other)) for one, other in zip(now, before)]
    (published,) = suppressed([result_of(figures)])
    assert [one.value for one in published.figures] == [14, -8]
    assert all(one.change == Change(None, None) for one in published.figures)


@pytest.mark.parametrize("flow", [figure("plans-ended", 5), figure("ends-rate", 5), figure("repeats", 0, 5)])
def test_a_difference_goes_with_the_flow_that_another_result_shows(flow):
    published = suppressed([result_of([figure("net-flow", 14)]), result_of([flow])])
    assert [one.status for result in published for one in result.figures] == [SUPPRESSED, SUPPRESSED]


def test_a_small_difference_of_large_numbers_is_explained(here):
    """53 plans started and 50 ended in February 2019: the difference is 3, and counts nobody."""
    explained = run("explain", "net-flow", "--month", "Feb-20", "--base", "Feb-19", "--suppress", "-q")
    assert explained.exit_code == 0 and "3 to 10 plans, +7." in explained.stdout
