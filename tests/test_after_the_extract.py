"""What lies outside an extract's days: dates after it, days on which nothing is recorded, a stock before its first plan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from support import EXAMPLES, extract_of, run

import cpind
from cpind.figures.bases import bases
from cpind.figures.engine import compute
from cpind.inputs.reading import read
from cpind.model.periods import at, quarter, year
from cpind.output.words import note_of

EXTRACT = EXAMPLES / "warwickshire" / "extract.csv"


def daily(last: str, every: int, count: int = 80) -> str:
    """Enquiries every so many days, up to the last."""
    days = (date.fromisoformat(last) - timedelta(days=every * n) for n in range(count))
    return "child_id,s47_start\n" + "".join(f"c{n},{day}\n" for n, day in enumerate(days))


# --- days on which nothing is recorded -----------------------------------------------------------------


@pytest.mark.parametrize(
    "every, as_at, silent",
    [
        (3, "2020-08-14", None),  # 45 days after 30 June
        (3, "2020-08-15", date(2020, 6, 30)),
        (20, "2020-10-04", None),  # 96 days: 19 events in 365 days make an interval of 19.2, and five of them 96.05
        (20, "2020-10-05", date(2020, 6, 30)),
        (3, "2020-06-30", None),
        (3, "2020-06-20", None),  # the extract goes on after the day that was given
    ],
)
def test_an_as_at_long_after_the_last_event_raises_a_warning(every, as_at, silent):
    standing = bases(extract_of(daily("2020-06-30", every)), as_at=date.fromisoformat(as_at))
    assert standing.silent_after == silent
    assert (len(standing.warnings) > 0) == (silent is not None)


def test_a_period_that_ends_after_the_last_event_is_marked_part():
    extract = read(EXTRACT)
    standing = bases(extract, as_at=date(2021, 7, 31))
    periods = [year(2020), quarter(2021, 1), year(2021), quarter(2022, 1), at(date(2021, 7, 31))]
    found = compute(extract, ["s47", "plans-open"], periods, standing=standing)
    assert [figure.status for figure in found.of("s47")] == ["complete", "complete", "part", "part"]
    assert [figure.status for figure in found.of("plans-open")] == ["complete", "complete", "part", "part", "part"]
    assert note_of(found.of("s47")[3]) == "nothing is recorded after 31 July 2020"
    assert bases(extract).silent_after is None


def test_months_without_events_are_noted_under_the_table_and_by_a_check():
    printed = run("show", "s47", EXTRACT, "--year", "2020/21", "--as-at", "2021-07-31").stdout
    assert "2020/21 (part)" in printed
    assert "Part (2020/21): nothing is recorded after 31 July 2020, long before the extract's date." in printed
    assert (
        "Nothing is recorded from 1 August 2020 to 31 July 2021, the extract's date as given: what ends later is marked as part "
        "(check silent-before-as-at)." in printed
    )
    suppressed = run("show", "s47", EXTRACT, "--year", "2020/21", "--as-at", "2021-07-31", "--suppress").stdout
    assert "Part (2020/21): nothing is recorded after 31 July 2020" in suppressed
    listed = run("check", EXTRACT, "--as-at", "2021-07-31", "--only", "silent-before-as-at", "--rows").stdout
    assert "nothing after 31 July 2020, though as at 31 July 2021" in listed
    assert "silent" not in run("check", EXTRACT, "--only", "silent-before-as-at", "--rows", "-f", "csv").stdout


def test_an_as_at_in_the_future_is_refused(here):
    tomorrow = date.today() + timedelta(days=1)
    refused = run("show", "s47", EXTRACT, "--as-at", str(tomorrow))
    assert refused.exit_code == 2 and "--as-at: " in refused.stderr and "has not come yet" in refused.stderr
    (here / "e.csv").write_text(daily(str(date.today()), every=3))
    (here / "cpind.toml").write_text(f"as_at = {tomorrow}\n")
    refused = run("show", "s47", "e.csv")
    assert refused.exit_code == 1 and "cpind.toml, as_at: the extract's date: " in refused.stderr
    (here / "cpind.toml").write_text(f"as_at = {date.today()}\n")
    assert run("show", "s47", "e.csv").exit_code == 0


# --- dates after the extract ---------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2099-01-01", "2020-08-01"])
def test_a_date_after_the_extract_is_refused(day):
    refused = run("rates", EXTRACT, "--at", day, "--population", "120000")
    assert refused.exit_code == 2 and refused.stdout == ""
    assert ": there is nothing after 31 July 2020, the extract's date; give an earlier period" in refused.stderr
    printed = run("rates", EXTRACT, "--at", f"{day},2020-06-30", "--population", "120000").stdout
    assert ": there is nothing after 31 July 2020." in printed
    assert "330" not in printed and "27.5" not in printed
    assert "27.5" in run("rates", EXTRACT, "--at", "2020-07-31", "--population", "120000").stdout


@pytest.mark.parametrize(
    "period",
    [["--year", "2030/31"], ["--month", "Aug-20"], ["--quarter", "Q3-20/21"], ["--between", "2021-01-01..2021-02-01"]],
)
def test_a_period_after_the_extract_is_refused_and_shown_beside_another(period):
    refused = run("icpc", EXTRACT, *period)
    assert refused.exit_code == 2 and "there is nothing after 31 July 2020" in refused.stderr
    beside = run("icpc", EXTRACT, *period, "--year", "2019/20")
    assert beside.exit_code == 0 and "there is nothing after 31 July 2020." in beside.stdout


def test_a_year_after_the_returns_has_what_others_published(monkeypatch):
    monkeypatch.chdir(EXAMPLES / "warwickshire")
    lines = run("icpc", "returns.csv", "--as-at", "2017-03-31", "--year", "2018/19").stdout.splitlines()
    assert next(line.split() for line in lines if line.startswith("England"))[1:] != []


def test_a_year_that_is_not_over_still_shows_the_last_stock():
    extract = read(EXTRACT)
    figures = compute(extract, "plans-open", [year(2021), at(date(2021, 3, 31))]).figures
    assert [(figure.value, figure.status) for figure in figures] == [(330, "part"), (None, "unavailable")]


def test_returns_alone_answer_nothing_after_their_reference_date():
    extract = read(EXAMPLES / "warwickshire" / "returns.csv")
    figures = compute(extract, "plans-open", [at(date(2020, 3, 31)), at(date(2020, 4, 1))]).figures
    assert [figure.value for figure in figures] == [295, None]


# --- a stock before the extract ------------------------------------------------------------------------


def started_since(day: str) -> str:
    lines = EXTRACT.read_text(encoding="utf-8").splitlines()
    place = lines[0].split(",").index("plan_start")
    return "\n".join([lines[0], *(line for line in lines[1:] if line.split(",")[place] >= day), ""])


@pytest.mark.parametrize("day", ["2019-03-31", "2019-03-15", "2018-03-31"])
def test_a_stock_before_the_first_plan_is_blank(day):
    extract = extract_of(started_since("2019-04-01"))
    (figure,) = compute(extract, "plans-open", day).figures
    assert (figure.numerator, figure.value, figure.status) == (None, None, "before")


def test_a_stock_before_the_first_of_few_plans_is_blank():
    extract = extract_of("child_id,plan_start,plan_end\na,2019-04-08,2019-04-30\nb,2019-04-15,\n")
    figures = compute(extract, "plans-open", ["2019-04-07", "2019-04-08"]).figures
    assert [(figure.value, figure.status) for figure in figures] == [(None, "before"), (1, "complete")]


def test_with_covered_from_given_an_empty_stock_is_zero():
    extract = extract_of("child_id,plan_start,plan_end\na,2019-04-08,2019-04-30\nb,2019-04-15,\n")
    standing = cpind.bases(extract, covered_from=date(2018, 4, 1))
    assert compute(extract, "plans-open", "2019-03-31", standing=standing).figures[0].value == 0


def test_the_pack_leaves_out_dates_before_the_extract(here):
    (here / "cut.csv").write_text(started_since("2019-04-01"))
    printed = run("report", "cut.csv").stdout
    assert (
        "31 March 2019"
        not in printed.partition("What the input")[0].partition("Summary")[2].partition("Definitions")[0]
    )
