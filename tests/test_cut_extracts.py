"""Plans started since a day or active since it: told apart by the plans at the beginning, or reported as in doubt."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from support import extract_of, run
from support.example_rows import rows_with

from cpind.figures.bases import bases
from cpind.figures.engine import compute
from cpind.output.words import note_of

END = date(2020, 7, 31)
Plan = tuple[str, str, str, str]
"""Child, family, start and end."""


def example() -> list[Plan]:
    rows = rows_with("plan_start")
    return [(row["child_id"], row["family_id"], row["plan_start"], row["plan_end"]) for row in rows]


def text_of(plans: list[Plan], families: bool = True) -> str:
    heading = "child_id,family_id,plan_start,plan_end" if families else "child_id,plan_start,plan_end"
    rows = (",".join(plan if families else (plan[0], *plan[2:])) for plan in plans)
    return "\n".join([heading, *rows, ""])


def holding(plans: list[Plan], *, families: bool = True):
    return bases(extract_of(text_of(plans, families)), as_at=END).live.coverage.holding


def started(plans: list[Plan], day: str) -> list[Plan]:
    return [plan for plan in plans if plan[2] >= day]


def active(plans: list[Plan], day: str) -> list[Plan]:
    return [plan for plan in plans if not plan[3] or plan[3] >= day]


CUTS = [f"{y}-{m:02d}-01" for y in range(2014, 2021) for m in (1, 4, 7, 10) if "2014-04" <= f"{y}-{m:02d}" < "2020-03"]


@pytest.mark.parametrize("families", [True, False])
@pytest.mark.parametrize("day", CUTS)
def test_each_way_of_cutting_the_example_is_recognised(day, families):
    plans = example()
    cut = holding(started(plans, day), families=families)
    assert (cut.kind, cut.since - date.fromisoformat(day) < timedelta(days=14)) == ("started", True)
    whole = holding(active(plans, day), families=families)
    assert (whole.kind, whole.other) == ("active", None)


@pytest.mark.parametrize("day", CUTS[::4])
def test_one_or_two_stray_plans_do_not_hide_a_cut(day):
    plans = example()
    strays = [("X1", "X", "2003-05-06", "2020-02-03"), ("X2", "Y", "2009-11-17", "")]
    for count in (1, 2):
        cut = holding(strays[:count] + started(plans, day))
        assert (cut.kind, cut.since >= date.fromisoformat(day)) == ("started", True), count


@pytest.mark.parametrize("day", ["2015-04-01", "2017-04-01", "2018-04-01"])
def test_plans_that_are_still_open_do_not_hide_a_cut_of_those_that_have_ended(day):
    cut = holding([plan for plan in example() if plan[2] >= day or not plan[3]])
    assert (cut.kind, cut.since - date.fromisoformat(day) < timedelta(days=14)) == ("started", True)


def test_children_who_all_have_an_open_plan_are_not_all_children(tmp_path):
    plans = example()
    on_a_plan = {child for child, _, _, end in plans if not end}
    held = [plan for plan in plans if plan[0] in on_a_plan]
    assert holding(held).kind == "current"
    assert holding([*held, ("X1", "X", "2018-06-05", "2019-06-05")]).kind != "current"
    (tmp_path / "plans.csv").write_text(text_of(held))
    arguments = ("show", "plans-open", str(tmp_path / "plans.csv"), "--at", "2020-03-31", "--at", "2020-07-31")
    lines = run(*arguments, "--as-at", "2020-07-31", "--long", "-f", "csv").stdout.splitlines()
    earlier, today = (line for line in lines if line.startswith("plans-open,"))
    assert ",before," in earlier and "only children with an open plan" in earlier
    assert ",complete," in today


def test_an_end_before_its_start_does_not_hide_a_cut():
    odd = [("X1", "X", "2018-06-05", "1990-01-01")]
    assert holding(started(example(), "2018-04-01") + odd).kind == "started"


def test_figures_of_a_cut_extract_are_marked(tmp_path):
    (tmp_path / "plans.csv").write_text(text_of(started(example(), "2019-04-01")))
    arguments = [
        "show",
        "two-year",
        "plans-open",
        str(tmp_path / "plans.csv"),
        "--year",
        "2019/20",
        "--as-at",
        str(END),
    ]
    printed = run(*arguments).stdout
    assert "2019/20 (before)" in printed
    assert "the extract seems to hold the plans started since 1 April 2019" in printed
    assert "(if not, say so with --holds)" in printed


def test_a_system_that_took_over_all_open_plans_on_a_day_is_cut():
    # 120 plans moved in on 1 April 2018, the start of each on that day: no later figure knows how long they have lasted.
    late = started(example(), "2018-04-03")
    moved = [(f"M{n}", f"M{n}", "2018-04-01", str(date(2018, 4, 20) + timedelta(days=5 * n))) for n in range(120)]
    assert holding(moved + late).kind == "started"


def test_plans_that_ended_of_those_started_since_a_day_lack_the_long_ones():
    ended = [plan for plan in example() if plan[3]]
    extract = extract_of(text_of(started(ended, "2018-04-01")))
    (found,) = compute(extract, ["two-year"], ["2019/20"], standing=bases(extract, as_at=END)).figures
    assert found.status == "before"
    assert "started since 5 April 2018: those that were running then are missing" in note_of(found)
    assert holding(active(ended, "2018-04-01")).cut is None


def test_twenty_open_plans_all_of_them_new_are_cut():
    plans = [(f"c{n}", f"f{n}", str(date(2020, 3, 2) + timedelta(days=6 * n)), "") for n in range(24)]
    assert holding(plans).kind == "started"
    older = [("c", "f", "2019-06-03", ""), *plans]
    assert holding(older).kind == "open"


# --- generated extracts --------------------------------------------------------------------------------


def generated(seed: int, families_a_year: int, days: int = 3_650, spread: float = 0.45) -> list[Plan]:
    """Families of one to four children whose plans start at random and mostly last half a year to a year."""
    choose = random.Random(seed)
    first = END - timedelta(days=days)
    plans = []
    for family in range(families_a_year * days // 365):
        start = first + timedelta(days=choose.randrange(days))
        lasts = int(choose.expovariate(1 / 90) if choose.random() < 0.25 else choose.lognormvariate(5.7, spread)) + 3
        for child in range(choose.choice([1, 1, 1, 2, 2, 3, 4])):
            end = start + timedelta(days=lasts)
            plans.append((f"{family}-{child}", str(family), str(start), str(end) if end <= END else ""))
    return plans


@pytest.mark.parametrize("families_a_year", [60, 150, 600])
@pytest.mark.parametrize("years", [1, 3, 5])
def test_each_cut_of_a_generated_extract_is_recognised_or_in_doubt(families_a_year, years):
    day = str(END - timedelta(days=365 * years))
    for seed in range(8 if families_a_year < 600 else 3):
        plans = generated(seed, families_a_year)
        whole, cut = holding(active(plans, day)), holding(started(plans, day))
        assert whole.kind == "active", seed
        assert cut.kind == "started" or cut.other, seed
        if families_a_year >= 150:
            assert (whole.other, cut.kind) == (None, "started"), seed


@pytest.mark.parametrize("day", ["2010-01-01", "2011-07-01"])
def test_an_authority_that_is_five_times_as_large_since_is_not_taken_for_plans_started_since_a_day(day):
    """The stock at the beginning is under a quarter of the median of all years, and as large as that of the next years."""
    choose = random.Random(5)
    plans = []
    for start in (date(2007, 1, 1) + timedelta(days=n) for n in range((END - date(2007, 1, 1)).days)):
        if choose.random() < (0.15 if start < date(2013, 4, 1) else 0.75):
            end = start + timedelta(days=3 + int(choose.lognormvariate(5.7, 0.45)))
            plans.append((f"c{len(plans)}", "", str(start), str(end) if end <= END else ""))
    assert holding(active(plans, day), families=False).kind == "active"
    assert holding(started(plans, day), families=False).kind == "started"


@pytest.mark.parametrize("code", ["repeats-2y", "repeats-12m"])
def test_repeats_within_two_years_are_whole_four_years_after_the_day_that_plans_started_since(code):
    years = [f"{y}/{y + 1 - 2000}" for y in range(2016, 2020)]

    def figures(plans: list[Plan]):
        extract = extract_of(text_of(plans))
        return compute(extract, [code], years, standing=bases(extract, as_at=END)).figures

    cut, whole = figures(started(example(), "2014-04-01")), figures(example())
    assert [figure.status for figure in cut] == ["before", "before", "complete", "complete"]
    assert [figure.numerator for figure in cut[2:]] == [figure.numerator for figure in whole[2:]]


def test_too_few_plans_to_decide_raise_a_warning(tmp_path):
    # Plans start every 30 days, and last 100 days or 500: three are open on the day of the earliest end.
    plans = []
    for n in range(36):
        start = date(2017, 8, 7) + timedelta(days=30 * n)
        end = start + timedelta(days=500 if n % 3 == 1 else 100)
        plans.append((f"c{n}", f"f{n}", str(start), str(end) if end <= END else ""))
    found = holding(plans)
    assert (found.kind, found.other.kind, found.other.since) == ("active", "started", date(2017, 8, 7))
    (tmp_path / "plans.csv").write_text(text_of(plans))
    command = ["two-year", str(tmp_path / "plans.csv"), "--year", "2018/19..2019/20", "--as-at", str(END)]
    printed = run(*command).stdout
    assert (
        "In doubt (2018/19 and 2019/20): the extract may hold only the plans started since 7 August 2017, but has too few to "
        "tell; if so, those that were running then are missing, so this is complete only from 7 August 2021 (say which with "
        "--holds)." in printed
    )
    tidy = run(*command, "--long", "-f", "csv").stdout
    assert "the extract may hold only the plans started since 7 August 2017" in tidy
    assert "In doubt" not in run(*command, "--holds", "active").stdout
    assert "2018/19 (before)" in run(*command, "--holds", "started").stdout


def test_the_warning_has_one_child_in_the_singular():
    assert holding([("a", "f", f"{2000 + n}-05-04", f"{2000 + n}-08-04") for n in range(19)]) is None
    alone = [("a", "f", str(date(2010, 1, 4) + timedelta(days=120 * n)), "") for n in range(30)]
    ended = [
        (child, family, start, str(date.fromisoformat(start) + timedelta(days=90))) for child, family, start, _ in alone
    ]
    assert holding(ended).kind == "active"


def changed(plans: list[Plan], day: date, seed: int) -> list[Plan]:
    """The plans whose row was changed since a day: when they started or ended, or up to four months later."""
    choose = random.Random(seed)
    return [
        plan for plan in plans if date.fromisoformat(plan[3] or plan[2]) + timedelta(days=choose.randrange(120)) >= day
    ]


def test_open_plans_without_a_change_for_two_years_are_missed_where_many_plans_are_long():
    day = END - timedelta(days=730)
    for seed in range(3):
        plans = generated(seed, 250, spread=0.65)
        kept = changed(plans, day, seed)
        whole, cut = holding(active(plans, str(day))), holding(kept)
        assert (whole.kind, whole.other) == ("active", None)
        assert "either" in (cut.kind, cut.other and cut.other.kind), seed
        assert not holding([*kept, ("X", "X", "2016-01-01", "")]).other


def test_plans_started_or_ended_in_a_year_are_in_doubt_more_often_than_those_active_in_it():
    day = str(END - timedelta(days=365))
    doubts = [0, 0]
    for seed in range(16):
        plans = generated(seed, 80, 2_200)
        in_year = [plan for plan in plans if plan[2] >= day or plan[3] >= day]
        for kind, held in enumerate((in_year, active(plans, day))):
            found = holding(held)
            doubts[kind] += "either" in (found.kind, found.other and found.other.kind)
    assert doubts[0] >= 10 and doubts[1] <= 1


def test_ends_of_plans_with_a_wrong_start_leave_no_doubt():
    plans = active(generated(4, 60, 2_200), str(END - timedelta(days=730)))
    strays = [(f"X{n}", f"X{n}", "1999-01-01", "2020-03-01") for n in range(2)]
    assert not holding(plans).other and not holding([*plans, *strays]).other
