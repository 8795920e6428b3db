"""Somebody who knows what all indicators mean works out nothing of a suppressed output: the example, a whole pack, random extracts."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support import EXAMPLES, run
from support.profiles import at_night, examples, first
from support.reader import Reader

from cpind.figures.indicators import INDICATORS
from cpind.output.tables.tidy import records
from cpind.report import pack

LAST_DAY = date(2020, 7, 31)


@pytest.fixture
def here(monkeypatch):
    monkeypatch.chdir(EXAMPLES / "warwickshire")


def read(*arguments: str) -> Reader:
    """What a reader knows of a command's output."""
    truth, hidden = (run(*arguments, *more, "-f", "json", "-q") for more in ((), ("--suppress",)))
    assert (truth.exit_code, hidden.exit_code) == (0, 0), hidden.output
    return Reader(json.loads(truth.stdout), json.loads(hidden.stdout), LAST_DAY)


LIVE = "extract.csv --population population.csv --authority Warwickshire"


@pytest.mark.parametrize(
    "command",
    [
        pytest.param("figures --year 2018/19..2019/20", marks=at_night),
        pytest.param("figures --year 2018/19..2019/20 --by sex", marks=at_night),
        "figures --quarter Q4-19/20 --by district",
        pytest.param("figures --quarter Q4-19/20 --by age", marks=at_night),
        pytest.param("figures --month Jan-20..Mar-20 --quarter Q4-19/20", marks=at_night),
        f"figures {LIVE} --quarter Q4-19/20 --by category",
        f"icpc {LIVE} --bands --month Jan-20..Mar-20",
        f"icpc {LIVE} --bands --month Jan-20..Jul-20 --change",
        f"gaps {LIVE} --month Jan-20..Jul-20",
        f"two-year {LIVE} --bands --month Jan-20..Jul-20 --quarter Q4-19/20",
        pytest.param("activity --by age --quarter Q1-19/20..Q4-19/20 --year 2019/20", marks=at_night),
        pytest.param(
            "show plans-started plans-ended net-flow any-point --by district --by sex --year 2019/20", marks=at_night
        ),
        "show starts-children any-point-children s47-children --quarter Q1-19/20..Q4-19/20 --year 2019/20 --by sex",
        "show plans-open two-year-open two-year-open-bands open-12m --where district=Rugby --every quarter --last 6",
        f"show starts-children ends-children plans-open any-point-children {LIVE} --by district --month Mar-20..May-20",
        f"show any-point-children starts-children ends-children {LIVE} --by district --month Jan-19..Mar-19",
        f"show any-point-children plans-started {LIVE} --by district --month Mar-19 --between 2019-01-01..2019-02-28 "
        "--between 2019-01-01..2019-03-31",
        f"show any-point plans-ended {LIVE} --by district --month Nov-19..Jan-20",
        f"show any-point ends-children plans-open {LIVE} --by district --month Jan-20..Mar-20",
        f"show length plans-started plans-open {LIVE} --by district --month Nov-19..Jan-20",
        f"show two-year two-year-open plans-ended open-9m {LIVE} --month Nov-18..Sep-19",
        "show two-year --year 2016/17 --between 2016-08-01..2017-07-31 --between 2016-04-01..2016-07-31 --between "
        "2017-04-01..2017-07-31",
    ],
)
def test_nothing_hidden_of_the_example_can_be_worked_out(here, command):
    reader = read(*command.split())
    assert any(1 <= number <= 5 for number in reader.numbers.values())
    assert reader.finds() == []
    assert len(reader.shown) > len(reader.numbers) / 3  # and most of the table is still there


def test_the_simulated_reader_works_out_badly_hidden_numbers(here):
    """Without the second numbers: each small one comes out of the others."""
    arguments = "show repeats repeats-12m gaps-bands plans-started --year 2018/19..2019/20 -f json -q".split()
    truth = json.loads(run(*arguments).stdout)
    hidden = [{**one, "numerator": None} if one["numerator"] and 1 <= one["numerator"] <= 5 else one for one in truth]
    found = Reader(truth, hidden, LAST_DAY).finds()
    assert any("is 4, found as 4 to 4" in one for one in found), found


@pytest.mark.parametrize("arguments", first(1, [[], ["--period", "Jul-17"], ["--period", "May-19"]]))
def test_nothing_hidden_of_a_pack_can_be_worked_out(here, monkeypatch, arguments):
    """All tables of the pack together: what stands in one undoes nothing of another."""
    results = []
    hide = pack.suppressed
    monkeypatch.setattr(pack, "suppressed", lambda given: results.append((given, hide(given))) or results[-1][1])
    assert run("report", "-q", *arguments).exit_code == 0
    ((truth, hidden),) = results
    reader = Reader(*([_printed(row) for one in side for row in records(one)] for side in (truth, hidden)), LAST_DAY)
    assert len(reader.numbers) > 150 and any(1 <= number <= 5 for number in reader.numbers.values())
    assert reader.finds() == []
    assert len(reader.shown) > len(reader.numbers) / 2


def _printed(record: dict[str, object]) -> dict[str, object]:
    """A record as JSON has it: dates as text."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in record.items()}


# --- random extracts ----------------------------------------------------------------------------------

COLUMNS = (
    "child_id date_of_birth sex district s47_start icpc_date plan_start plan_end initial_category latest_category "
    "previous_plans review_dates visit_dates"
).split()
CATEGORIES = ("NEG", "PHY", "SAB", "EMO", "MUL")
PERIODS = (
    "--year 2018/19..2019/20",
    "--year 2019/20 --quarter Q1-19/20..Q4-19/20",
    "--quarter Q1-19/20..Q1-20/21",
    "--month Jan-20..Jul-20",
    "--month Jan-20..Mar-20 --quarter Q4-19/20",
    "--rolling 12 --quarter Q1-19/20..Q4-19/20",
    "--between 2019-04-01..2019-12-31 --between 2019-07-01..2020-03-31 --year 2019/20",
)
GROUPS = ("", "--by district", "--by sex", "--by category", "--by age", "--by district --by sex", "--where sex=M")
OFFERED = sorted({*INDICATORS} - {"visits-alone", "looked-after", "pre-proceedings"})


def _rows(chance: random.Random, children: int) -> Iterable[dict[str, object]]:
    districts = ("Ash", "Birch", "Cedar")[: chance.choice((2, 3))]
    weights = [chance.choice((1, 1, 3, 10)) for _ in districts]

    def day(first: date, last: date) -> date:
        return first + timedelta(days=chance.randint(0, (last - first).days))

    for number in range(children):
        child = {
            "child_id": f"C{number:04}",
            "date_of_birth": day(date(2004, 1, 1), date(2017, 1, 1)),
            "sex": chance.choice("MF"),
            "district": chance.choices(districts, weights)[0],
        }
        start = day(date(2017, 4, 1), LAST_DAY)
        for plan in range(chance.choice((1, 1, 1, 2, 2, 3))):
            end = start + timedelta(days=chance.choice((30, 91, 92, 150, 300, 365, 400, 600, 730, 800)))
            reviews = [start + timedelta(days=80 + 150 * place) for place in range(6)]
            yield {
                **child,
                "s47_start": start - timedelta(days=chance.choice((7, 14, 18, 20, 21, 28, 35))),
                "icpc_date": start,
                "plan_start": start,
                "plan_end": end if end <= LAST_DAY else "",
                "initial_category": chance.choice(CATEGORIES),
                "latest_category": chance.choice(CATEGORIES),
                "previous_plans": min(plan, 1),
                "visit_dates": start + timedelta(days=10),
                "review_dates": ";".join(str(one) for one in reviews if one <= min(end, LAST_DAY)),
            }
            start = end + timedelta(days=chance.choice((40, 200, 364, 365, 366, 400, 800)))
            if start > LAST_DAY:
                break
        if chance.random() < 0.3:
            yield {**child, "s47_start": day(date(2018, 1, 1), LAST_DAY)}


BETWEEN = [
    *("s47-children", "gaps-not-known", "gaps", "starts-children", "two-year-bands", "two-year", "any-point-children"),
    "conferences-children",
]


@examples(4, nightly=10)
@example(13, ["conference-to-plan", "any-point-children", "plans-started", "net-flow", "any-point"], 3, 2)
@example(42039, ["starts-children", "category-open-latest"], 1, 3)
@example(6, ["visits", "any-point", "starts-children"], 4, 0)  # plans that started: those at any point less the eve's
@example(16, ["two-year-open", "ends-rate"], 6, 1)  # ended in between: one span less another
@example(677002, ["any-point-children", "plans-ended"], 4, 6)  # months of a quarter: what ended in two of them
@example(114165, ["rates", "plans-open", "ends-rate"], 6, 2)  # ended in between: one span less another
@example(855636, BETWEEN, 2, 1)  # quarters that have others between them
@given(
    st.integers(0, 100_000),
    st.lists(st.sampled_from(OFFERED), min_size=2, max_size=8, unique=True),
    st.integers(0, len(PERIODS) - 1),
    st.integers(0, len(GROUPS) - 1),
)
def test_nothing_hidden_of_random_extracts_can_be_worked_out(tmp_path_factory, seed, codes, period, groups):
    chance = random.Random(seed)
    path = Path(tmp_path_factory.mktemp("random") / "extract.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(_rows(chance, chance.choice((20, 60, 150))))
    if all(INDICATORS[code].is_split for code in codes):
        codes = [*codes, "plans-started"]  # bands alone cannot be split by groups
    options = ["--as-at", "2020-07-31", "--from", "2017-04-01", "--holds", "active", "--population", "50000"]
    reader = read("show", *codes, str(path), *options, *PERIODS[period].split(), *GROUPS[groups].split())
    assert reader.finds() == []


def test_a_small_number_over_a_rest_that_nobody_shows_hides_no_more_than_its_parts(tmp_path, monkeypatch):
    """Two repeats in a year to date of which a quarter shows one each: to a reader of c they may be 0, as parts of a small total."""
    monkeypatch.chdir(tmp_path)
    rows = ["child_id,plan_start,plan_end,previous_plans"]
    rows += [f"C{n},2019-0{4 + n % 6}-1{n % 9},,{int(n in (0, 3))}" for n in range(40)]
    Path("extract.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    reader = read(
        *"show repeats plans-started extract.csv --between 2019-04-01..2019-10-20 --quarter Q1-19/20..Q2-19/20".split(),
        *"--as-at 2020-07-31 --from 2017-04-01 --holds active".split(),
    )
    assert reader.finds() == []
    started = {number.end for number in reader.shown if number.counts == "started"}
    assert {date(2019, 6, 30), date(2019, 9, 30), date(2019, 10, 20)} <= started
