"""The committee's pack: its numbers are the engine's, its sentences are supported, and it is sensible for every input."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import EXAMPLES, run
from support.profiles import first
from test_report import CHART, DATES, TABLE_5, TABLE_6, TABLE_7, TABLE_7_COUNTY, TABLES_1_TO_4, YEARS

from cpind.figures.facts import PUBLISHED, Assessed, BasisInfo, Target
from cpind.figures.flags import ChoiceMade, CoveredFrom
from cpind.figures.indicators import INDICATORS
from cpind.figures.result import BEFORE, COMPLETE, PART, SUPPRESSED, Figure, Result
from cpind.model.periods import Period, month, quarter, year
from cpind.output.document import ChartBlock
from cpind.output.tables import Cell, Column, Table
from cpind.report import pack
from cpind.report.charts import counts, in_and_out
from cpind.report.registry import all_sections
from cpind.report.sections.activity import DRAWN
from cpind.report.sentences import sentences_about
from cpind.report.turning import without_blank_columns

NAMES = [
    "scorecard",
    "rates",
    "long-plans",
    "timeliness",
    "repeats",
    "activity",
    "districts",
    "categories",
    "due",
    "changed",
    "place",
    "quality",
    "definitions",
]


def printed(*arguments: str) -> str:
    result = run("report", "-q", *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


@lru_cache
def pack_of_the_example() -> str:
    """All sections, for what is looked for in them; printed once in a process."""
    return printed()


def words_of(text: str) -> str:
    """The text with every line break as a blank."""
    return " ".join(text.split())


def rows_under(text: str, start: str) -> dict[str, list[str]]:
    """The rows of the table with this title: the first cell and the rest."""
    body = text[text.index(start) :].split("\n\n")[1].splitlines()
    cells = [re.split(r"\s{2,}", line) for line in body[2:]]
    return {row[0]: row[1:] for row in cells}


def broken_rows(text: str) -> list[tuple[list[str], list[str]]]:
    """The rows of the first table, of which a terminal breaks the first cell into lines: these, and the other cells."""
    body = text[text.index("Table 1") :].split("\n\n")[1].splitlines()
    width = len(body[1].split("  ")[0])
    rows: list[tuple[list[str], list[str]]] = []
    for line in body[2:]:
        if line[width:].strip():
            rows.append(([], line[width:].split()))
        rows[-1][0].append(line[:width].strip())
    return rows


# --- the report of September 2020 ---------------------------------------------------------------------


@pytest.mark.usefixtures("example")
class TestTheExample:
    def test_tables_1_to_4(self):
        text = printed("--sections", "rates,long-plans,timeliness,repeats")
        titles = {
            "rates": "Children subject to a child protection plan at 31 March per",
            "two-year": "Child protection plans lasting two years or more, %",
            "icpc": "Initial child protection conferences held within 15 working days of",
            "repeats": "Child protection plans started that were a second or subsequent plan, %",
        }
        for code, title in titles.items():
            assert rows_under(text, title) == TABLES_1_TO_4[code]

    def test_table_5(self):
        text = printed("--sections", "repeats", "--no-suppress")
        rows = rows_under(text, "Table 2: Child protection plans started that were a second or subsequent plan")
        assert [[period, *cells] for period, cells in rows.items()] == TABLE_5

    def test_table_6(self):
        assert rows_under(printed("--sections", "activity"), "Child protection activity") == TABLE_6

    def test_table_7(self):
        rows = rows_under(
            printed("--sections", "districts", "--no-suppress"),
            "Children subject to a child protection plan per 10,000",
        )
        assert rows["Warwickshire"] == TABLE_7_COUNTY
        for district, expected in TABLE_7.items():
            assert all(abs(float(value) - whole) <= 0.5 for value, whole in zip(rows[district], expected, strict=True))

    def test_the_note_of_table_7_says_which_mid_years_each_row_stands_on(self):
        """The report's districts stand on the estimates published by each date, its county on DfE's: no sum of one another."""
        text = words_of(printed("--sections", "districts", "--no-suppress"))
        assert "Population of each district: mid-2013 to mid-2019" in text
        assert "of Warwickshire: mid-2014 to mid-2019" in text
        assert (
            "For 6 of the 7 periods each district uses a different mid-year from Warwickshire (mid-2018 and mid-2019 at 31 "
            "March 2020), so the rates do not add up." in text
        )

    @pytest.mark.parametrize("rule", ["dfe", "published"])
    def test_a_rule_that_is_asked_for_holds_for_every_row(self, rule):
        """As `cpind rates --by district` has them."""
        text = printed("--sections", "districts", "--no-suppress", "--population-rule", rule)
        dates = [part for day in DATES for part in ("--at", day)]
        table = run("rates", "--by", "district", "--population-rule", rule, *dates, "-f", "csv", "-q").stdout
        expected = {name: [cell for cell in cells if cell] for name, *cells in list(csv.reader(io.StringIO(table)))[1:]}
        rows = rows_under(text, "Children subject to a child protection plan per 10,000")
        assert {name: expected[name] for name in rows} == rows and len(rows) > 5
        assert "uses a different mid-year" not in words_of(text)

    def test_the_chart_of_conferences(self):
        text = printed("--sections", "timeliness")
        rows = rows_under(text, "working days of the start of the section 47 enquiry, %, by month")
        assert {month: rows[month][0] for month in CHART} == CHART

    @pytest.mark.parametrize(
        "sentence",
        [
            "At the end of 2019/20, 25.1 children per 10,000 had a child protection plan, down from 29.8 a year before.",
            "In 2018/19, the latest year published, our 29.8 per 10,000 was below our statistical neighbour average (34.7) and "
            "England (43.7).",
            "In 2019/20, 2.3% of the plans that ended had lasted two years or more, down from 3.0% in 2018/19. That is the best "
            "figure since 2015/16, the first year shown.",
            "our 83.1% was below our statistical neighbour average (84.7) and above England (78.7).",
            "In 2019/20, 67.8% of initial conferences were held within 15 working days, down from 83.1% in 2018/19. That is the "
            "worst figure since 2015/16, the first year shown.",
            "In July 2020, 81.1% of initial conferences were held within 15 working days, down from 92.3% in June 2020.",
            "In Q1 20/21, 31.7% of the plans started were second or subsequent plans, up from 23.8% in Q4 19/20.",
            "The 31.7% lies between the trial control limits (1.4 and 41.3) and gives no signal of change.",
            "At the end of 2019/20, 2.7% of open plans had lasted two years or more. That is down from 3.2% a year before.",
            "That is above the 17.1% of a year before, in Q1 19/20.",
            "That is below the 375 of a year before, at the end of Q1 19/20.",
        ],
    )
    def test_headlines_state_what_the_figures_support(self, sentence):
        assert sentence in words_of(pack_of_the_example())

    def test_headlines_omit_what_the_figures_do_not_support(self):
        text = words_of(pack_of_the_example())
        assert not re.search(r"significan|\bonly\b(?! as)|because|due to", text.partition("Definitions and sources")[0])
        assert "best figure since 2015/16" in text
        assert text.count("best figure") == 1  # of two-year alone

    def test_all_sections_are_in_order(self):
        assert list(all_sections()) == NAMES
        text = pack_of_the_example()
        places = [text.index(f"\n{kind.title}\n---") for kind in all_sections().values() if kind.name != "place"]
        assert places == sorted(places)
        assert "- Our place among the authorities: there are no published figures of all authorities" in words_of(text)

    def test_only_the_sections_asked_for_are_shown_in_that_order(self):
        text = printed("--sections", "repeats,rates", "--title", "Our paper")
        assert text.startswith("Our paper\n=========\n")
        assert text.index("Second and subsequent") < text.index("Children with a child protection plan\n---")
        assert "Districts\n---" not in text

    def test_a_pack_may_be_about_an_earlier_period(self):
        text = printed("--period", "Q4-18/19", "--sections", "scorecard,rates,repeats")
        assert "Q1 19/20" not in text and "2019/20" not in text
        assert rows_under(text, "Children subject to a child protection plan at 31 March")["Warwickshire"][-1] == "29.8"

    @pytest.mark.parametrize(
        "period, last",
        [("2019/20", "2019/20"), ("Jun-20", "2019/20"), ("2019-06-30", "2018/19"), ("Q1-19/20", "2018/19")],
    )
    def test_a_pack_may_be_about_a_period_of_any_kind(self, period, last):
        text = printed("--period", period, "--sections", "scorecard,rates,timeliness,changed,due")
        title = "Children subject to a child protection plan at 31 March per 10,000 aged 0-17"
        assert f" {last}\n" in text[text.index(title) :].split("\n\n")[1].splitlines()[0] + "\n"
        assert "What is due: what is waiting is known at the extract's date alone" in words_of(text)

    @pytest.mark.parametrize("period", ["Q2-20/21", "2020/21", "2017/18..2018/19", "soon"])
    def test_an_impossible_period_is_refused(self, period):
        assert run("report", "--period", period).exit_code == 2

    def test_two_runs_give_the_same_pack(self):
        assert pack_of_the_example() == printed()

    def test_every_number_equals_that_of_its_own_command(self):
        text = pack_of_the_example()
        for command in ("rates", "two-year", "icpc", "repeats"):
            own = next(csv.reader(io.StringIO(run(command, "-f", "csv", "-q").stdout.split("\n", 1)[1])))
            assert re.search(r"\s+".join(map(re.escape, own)), text), command

    def test_the_section_on_changes_has_the_worked_numbers(self):
        rows = {" ".join(row): cells for row, cells in broken_rows(printed("--sections", "changed"))}
        repeats = rows["Child protection plans started that were a second or subsequent plan, %"]
        assert repeats == ["96", "516", "18.6", "101", "425", "23.8", "+5.2", "+1.07", "+4.09", "no"]

    def test_the_section_on_due_work_equals_the_command_due(self):
        shown = rows_under(printed("--sections", "due", "--no-suppress"), "Due by")
        whole = [one for one in json.loads(run("due", "-f", "json", "-q").stdout) if one["team"] == "Warwickshire"]
        assert len(whole) == len(shown) == 11
        names = ("overdue", "within_7_days", "later", "booked_in_time", "booked_late", "not_booked", "passed", "of")
        for one in whole:
            numbers = [str(one[name]) for name in names if one[name] is not None]
            share = [] if one["percent"] is None else [f"{one['percent']:.1f}"]
            assert shown[one["what"]] == [*numbers, *share]

    def test_a_pack_that_shows_small_numbers_says_so(self):
        assert "not suppressed: not for publication" in printed("--no-suppress")
        assert "not suppressed: not for publication" not in pack_of_the_example()

    def test_a_small_number_that_is_due_is_hidden(self):
        shown, hidden = printed("--sections", "due", "--no-suppress"), printed("--sections", "due")
        cells = [cell for row in rows_under(hidden, "Due by").values() for cell in row]
        assert "c" in cells
        assert not {"1", "2", "3", "4", "5"} & set(cells)
        assert "Passed" in shown and "Passed" not in hidden


def test_enquiries_are_called_overdue_only_where_those_that_needed_no_conference_are_known(here):
    waiting = "".join(f"{n},2020-05-06,,,,,N\n" for n in range(7))
    rows = f"child_id,s47_start,icpc_date,plan_start,plan_end,review_dates,NAME\n{waiting}8,2020-06-01,2020-06-12,2020-06-12,,2020-07-01,Y\n"
    arguments = ("--authority", "Ours", "--sections", "due", "--as-at", "2020-07-31", "--from", "2020-01-01")
    caveat = "The extract does not say which enquiries needed no conference: they are among those without one."
    for name, is_known in (("icpc_not_required", True), ("note", False)):
        Path("e.csv").write_text(rows.replace("NAME", name), encoding="utf-8")
        for option in ("--suppress", "--no-suppress"):
            text = words_of(printed("e.csv", *arguments, option))
            assert ("Overdue at 31 July 2020: 7 enquiries without a conference" in text) == is_known
            assert (caveat in text) != is_known


def test_a_suppressed_section_on_due_work_says_what_is_incomplete_or_missing(here):
    Path("e.csv").write_text(
        "child_id,s47_start,icpc_date,plan_start,plan_end\n1,2020-05-06,,,\n2,2020-06-01,2020-06-12,2020-06-12,\n"
    )
    text = words_of(printed("e.csv", "--authority", "Ours", "--sections", "due", "--as-at", "2020-07-31"))
    assert "Incomplete: the extract covers what happened from 31 July 2020." in text
    assert text.endswith("Left out: reviews: the extract has no column review_dates.")


# --- other inputs -------------------------------------------------------------------------------------


def part_of(example, name: str, keep, without: tuple[str, ...] = ()) -> str:
    """A part of the example's live extract, in a folder of its own."""
    with open("extract.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    folder = example / "part"
    folder.mkdir()
    with open(folder / name, "w", encoding="utf-8", newline="") as file:
        names = [column for column in rows[0] if column not in without]
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(row for row in rows if keep(row))
    (folder / "cpind.toml").write_text("")
    return str(folder / name)


def test_a_pack_can_be_made_of_two_quarters(example):
    days = ("s47_start", "icpc_date", "plan_start")
    path = part_of(example, "two.csv", lambda row: any(row[day] >= "2020-02-01" for day in days))
    text = words_of(printed(path))
    assert "In 2020/21 so far, to 31 July 2020, 88.8% of initial conferences were held within 15 working days." in text
    assert "figure since" not in text and "latest year published" not in text
    assert "- What changed: there are no two complete years to compare." in text
    # The extract lacks the plans that were running: of the 201 that it has open nothing is said.
    assert "number of children with a child protection plan" not in text


def test_a_year_that_goes_on_after_the_chosen_period_is_left_out_where_no_year_is_complete(example):
    path = part_of(
        example,
        "two.csv",
        lambda row: any(row[day] >= "2020-02-01" for day in ("s47_start", "icpc_date", "plan_start")),
    )
    sections = ("--sections", "timeliness,activity,categories")
    assert "2020/21 (part)" in printed(path, *sections)
    text = printed(path, "--period", "Q1-20/21", *sections)
    assert "so far" not in text and "2020/21 (part)" not in text and "Jul-20" not in text
    assert text.count("In Q1 20/21, ") == 5
    output = " ".join(run("report", path, "--sections", "quality,changed").stderr.split())
    assert "changed is left out: there are no two complete years to compare" in output


def test_a_pack_can_be_made_of_returns_alone(example):
    folder = example / "part"
    folder.mkdir()
    (folder / "returns.csv").write_bytes((example / "returns.csv").read_bytes())
    text = words_of(printed(str(folder / "returns.csv")))
    assert "Q4 19/20, extract to 31 March 2020" in text
    assert "- What is due: annual returns do not show what is waiting." in text
    assert "- Districts: the extract has no districts." in text


def test_a_column_that_is_blank_from_top_to_bottom_is_left_out_by_its_name():
    columns = (Column("", "what", False), Column("Plans", "plans"), Column("Months", "months"))
    rows = ((Cell("Q1"), Cell("3", 0), Cell("")), (Cell("Q2"), Cell(""), Cell("")))
    table, blank = without_blank_columns(Table("T", columns, rows))
    assert [column.heading for column in table.columns] == ["", "Plans"] and blank == ("Months",)
    assert [[cell.text for cell in row] for row in table.rows] == [["Q1", "3"], ["Q2", ""]]


def test_a_pack_can_be_made_without_conferences(example):
    columns = ("s47_start", "icpc_date", "icpc_not_required", "transfer_in")
    path = part_of(example, "plans.csv", lambda row: row["plan_start"], columns)
    text = words_of(printed(path))
    assert "At the end of 2019/20, 295 children had a child protection plan" in text
    assert (
        "- Initial conferences held in time: the extract does not hold the dates of enquiries and conferences." in text
    )
    assert "In 2019/20, 427 plans started" in text


def test_a_pack_can_be_made_without_benchmarks(example):
    path = part_of(example, "extract.csv", lambda row: True)
    text = words_of(printed(path, "--population", "117720"))
    assert "England" not in text and "latest year published" not in text
    assert "At the end of 2019/20, 25.1 children per 10,000 had a child protection plan" in text


def test_a_pack_can_be_made_without_a_population(example):
    path = part_of(example, "extract.csv", lambda row: True)
    text = printed(path)
    assert "(plans-open):" in text and "(rates):" not in text  # no definition of what the paper has no figure of
    assert "Rate" not in text and text.splitlines()[3].startswith("Q1 20/21, extract to")
    assert rows_under(text, "Children subject to a plan, by district")["Rugby"][-1] == "81"
    assert "number of children with a child protection plan, by district. North Warwickshire: 63" in words_of(text)


def test_sixty_districts_have_no_chart_and_the_pack_says_so(example):
    numbers = iter(range(100_000))

    def rename(row):
        row["district"] = f"District {next(numbers) % 60}"
        return True

    text = words_of(printed(part_of(example, "many.csv", rename), "--sections", "districts"))
    assert "No chart by district: a page has room for 24, and there are 60." in text and "Chart 1" not in text


def test_the_chart_of_activity_is_named_after_what_it_shows():
    """Plans that ended in years that the extract does not cover are not drawn; their mark is not that of the others."""
    own = [figure(p, n, 0, "plans-started")._replace(value=float(n)) for p, n in zip(FIVE, range(9, 14))]
    gone = [
        figure(p, 1, 0, "plans-ended", status=BEFORE, flags=(CoveredFrom(p.end),))._replace(value=1.0) for p in FIVE
    ]
    (block,) = counts(Result((*own, *gone), tuple(FIVE), "Here"), DRAWN)
    assert block.chart.title == "Plans started"
    assert block.chart.alt == "Child protection plans started: 9 in 2015/16, 13 in 2019/20."
    assert block.chart.labels == tuple(p.label for p in FIVE)
    (block,) = counts(Result((*own, *(one._replace(status=COMPLETE) for one in gone)), tuple(FIVE), "Here"), DRAWN)
    assert block.chart.title == "Plans started and plans ended"


@pytest.mark.parametrize(
    ("late", "has_chart"), [((0, 7, 3, 8, 9), True), ((0, 3, 7, 2, 9), True), ((4, 3, 7, 2, 9), False)]
)
def test_a_chart_of_which_more_than_half_would_be_hidden_is_not_drawn(late, has_chart):
    """A month without a column reads like a month without a conference."""
    months = [month(2020, m) for m in range(1, 6)]
    figures = tuple(figure(p, 20, 20 + n) for p, n in zip(months, late))
    blocks = list(in_and_out(Result(figures, tuple(months), "Here", suppressed=True), "icpc", "T", ("in", "out")))
    assert [isinstance(block, ChartBlock) for block in blocks] == ([True, False] if has_chart else [False])
    assert (
        has_chart
        or blocks[0].text == "No chart: in 3 of 5 months one of its two numbers is from 1 to 5, or suppressed."
    )


def test_hidden_latest_figures_have_no_sentence_and_no_chart(example):
    """The latest figures are hidden: earlier ones are not mentioned, and no chart has fewer than two points."""
    families = set()

    def is_one_of_few(row):
        if row["plan_start"] >= "2019-01-01" and len(families) < 12:
            families.add(row["family_id"])
        return row["family_id"] in families

    path = part_of(example, "few.csv", is_one_of_few)
    text = printed(path)
    cells = [cell for line in text.splitlines() for cell in re.split(r"  +", line)[1:]]
    assert "c" in cells and not {"1", "2", "3", "4", "5"} & set(cells)
    text = words_of(text)
    assert " plans started" in text and not re.search(r"\d+ plans started[,.]", text)
    for alt in re.findall(r"Chart \d+: .*?\.(?= [A-Z])", text):
        assert " 0 in " not in alt or re.search(r" [1-9]\d* in ", alt)


def test_a_number_hidden_in_one_table_is_hidden_in_every_table(example, monkeypatch):
    """The children of one day are shown by year, by quarter and by district: 7 of them in one table undo a c in another."""
    with open("extract.csv", encoding="utf-8", newline="") as file:
        started = {row["family_id"] for row in csv.DictReader(file) if row["plan_start"] >= "2016-01-01"}
    few = set(sorted(started)[::18])
    path = part_of(example, "few.csv", lambda row: row["family_id"] in few)
    made: list[Result] = []
    hide = pack.suppressed
    monkeypatch.setattr(pack, "suppressed", lambda results: made.extend(hide(results)) or list(made))
    printed(path)
    shown: dict[tuple, set[bool]] = {}
    for one in (one for result in made for one in result.figures if INDICATORS[one.indicator].is_snapshot):
        if one.status in (SUPPRESSED, COMPLETE) and (one.status == SUPPRESSED or one.numerator != 0):
            shown.setdefault((one.indicator, one.by, one.group, one.end), set()).add(one.status == SUPPRESSED)
    assert {True} in shown.values() and {False} in shown.values()
    assert not [key for key, ways in shown.items() if len(ways) > 1]


def test_too_few_points_for_limits_are_not_mentioned(example):
    path = part_of(example, "two.csv", lambda row: row["plan_start"] >= "2020-02-01")
    assert "control limits" not in printed(path)


# --- mistakes -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("example")
class TestMistakes:
    def test_an_unknown_section_is_refused(self):
        result = run("report", "--sections", "rates,timelines")
        assert result.exit_code == 2
        assert all(name in result.output for name in NAMES)
        assert 'did you mean "timeliness"?' in result.output

    def test_an_unknown_suffix_is_refused(self):
        result = run("report", "-o", "pack.pdf")
        assert result.exit_code == 2
        assert "its suffix does not name a kind of document" in result.output

    @pytest.mark.parametrize(
        "text, message",
        [
            ("[report]\nsection = []", "section"),
            ('[report]\nsections = "rates"', "sections"),
            ("[report]\ntitle = 1", "title"),
            ('[report]\nsections = ["rate"]', '"rate"'),
            ('[report.titles]\nrate = "Rates"', '"rate"'),
            ("[report.titles]\nrates = 1", "titles"),
        ],
    )
    def test_settings_are_named(self, example, text, message):
        with open("cpind.toml", "a", encoding="utf-8") as file:
            file.write(f"\n{text}\n")
        result = run("report")
        assert result.exit_code == 1
        assert "cpind.toml" in result.output and message in result.output


@pytest.mark.usefixtures("example")
def test_settings_choose_sections_titles_and_targets():
    with open("cpind.toml", "a", encoding="utf-8") as file:
        file.write('\n[report]\ntitle = "Update"\nsections = ["timeliness", "rates"]\n')
        file.write('[report.titles]\nrates = "Numbers on a plan"\n[targets]\nicpc = 90\n')
    text = printed()
    assert text.startswith("Update\n======\n")
    assert text.index("Initial conferences held in time\n---") < text.index("Numbers on a plan\n---")
    assert "The target of 90% was missed. With 107 more conferences in time it would have been met." in words_of(text)


@pytest.mark.usefixtures("example")
def test_the_authoritys_own_wording_stands_first(tmp_path):
    folder = tmp_path / "wording"
    folder.mkdir()
    (folder / "rates.md").write_text("We hold a daily\nmeeting.\n\nIt works.\n", encoding="utf-8")
    text = printed("--sections", "rates", "--template", str(folder))
    first = text.index("We hold a daily meeting.")
    assert text.index("---") < first < text.index("It works.") < text.index("At the end of 2019/20")
    (folder / "rate.md").write_text("x", encoding="utf-8")
    assert 'did you mean "rates"?' in run("report", "--template", str(folder)).output
    assert run("report", "--template", str(tmp_path / "none")).exit_code == 1


def test_the_account_of_how_the_pack_was_made_has_no_paths(example):
    text = words_of(printed("--config", str(example / "cpind.toml"), "--sections", "definitions"))
    assert "cpind report -q" not in text
    assert ": cpind report --config cpind.toml --sections definitions." in text
    assert str(example) not in text


@pytest.mark.usefixtures("example")
def test_the_wording_file_is_not_overwritten(tmp_path):
    folder = tmp_path / "wording"
    folder.mkdir()
    (folder / "rates.md").write_text("Ours.", encoding="utf-8")
    result = run("report", "--template", str(folder), "-o", str(folder / "rates.md"))
    assert result.exit_code == 2 and "write to another one" in result.output
    assert (folder / "rates.md").read_text(encoding="utf-8") == "Ours."


@pytest.mark.usefixtures("example")
def test_a_file_holds_what_the_terminal_shows(tmp_path):
    assert run("report", "-o", str(tmp_path / "pack.txt")).exit_code == 0
    assert (tmp_path / "pack.txt").read_bytes().decode() == pack_of_the_example()
    assert run("report", "--lang", "English!").exit_code == 2


# --- sentences ----------------------------------------------------------------------------------------

ENGLAND = {"area": "England", "basis": BasisInfo(PUBLISHED, PUBLISHED)}


def figure(period: Period, n: int, of: int, code: str = "icpc", **more) -> Figure:
    value = INDICATORS[code].measure.factor * n / of if of else None
    unit = INDICATORS[code].measure.unit
    return Figure(code, "Here", "", "", period.label, period.start, period.end, n, of, value, unit, **more)


def about(figures: list[Figure], periods: list[Period], code: str = "icpc", **more) -> str:
    return " ".join(sentences_about(Result(tuple(figures), tuple(periods), "Here"), code, **more))


FIVE = [year(y) for y in range(2016, 2021)]


def test_only_the_best_figure_is_called_the_best():
    assert "best figure since 2015/16, the first year shown" in about(
        [figure(p, n, 10) for p, n in zip(FIVE, (1, 2, 1, 3, 9))], FIVE
    )
    assert "best figure since 2015/16, when it was 90.0%" in about(
        [figure(p, n, 10) for p, n in zip(FIVE, (9, 2, 1, 3, 8))], FIVE
    )
    for last in (3, 5):
        text = about([figure(p, n, 10) for p, n in zip(FIVE, (1, 2, 9, 3, last))], FIVE)
        assert "best" not in text and "worst" not in text
    assert "figure since" not in about([figure(p, n, 10) for p, n in zip(FIVE[:2], (1, 2))], FIVE[:2])


def test_an_incomplete_year_is_compared_with_nothing():
    figures = [figure(p, n, 10) for p, n in zip(FIVE, (1, 2, 3, 4, 9))]
    figures[-1] = figures[-1]._replace(status=PART)
    text = about(figures, FIVE)
    assert text == "In 2019/20 so far, 90.0% of initial conferences were held within 15 working days."


def test_a_hidden_figure_is_not_mentioned():
    figures = [figure(p, n, 10) for p, n in zip(FIVE, (1, 2, 3, 4, 9))]
    hidden = [one._replace(value=None, numerator=None) for one in figures]
    assert about(hidden, FIVE) == ""
    assert "90.0" not in about([*figures[:-1], hidden[-1]], FIVE)


def test_other_areas_are_compared_in_the_same_year():
    own = [figure(p, n, 10) for p, n in zip(FIVE, (1, 2, 3, 4, 9))]
    other = figure(FIVE[3], 0, 0)._replace(value=45.0, numerator=None, denominator=None, **ENGLAND)
    assert "In 2018/19, the latest year published, our 40.0% was below England (45.0)." in about([*own, other], FIVE)
    same = other._replace(value=40.0)
    assert "was the same as England (40.0)" in about([*own, same], FIVE)
    assert "England" not in about([*own, other._replace(value=None, symbol="TBC")], FIVE)


def test_a_year_before_the_latest_published_is_not_called_the_latest_published():
    """Ours of the latest is hidden or missing, and is compared with nothing."""
    own = [figure(p, n, 10) for p, n in zip(FIVE, (1, 2, 3, 4, 9))]
    hidden = own[3]._replace(value=None, numerator=None, status=SUPPRESSED)
    others = [figure(p, 0, 0)._replace(value=45.0, numerator=None, denominator=None, **ENGLAND) for p in FIVE[:4]]
    for ours in ([*own[:3], hidden, own[4]], [*own[:3], own[4]]):
        text = about([*ours, *others], FIVE)
        assert "In 2017/18, the latest year that can be compared, our 30.0% was below England (45.0)." in text
        assert "published" not in text


def test_best_since_a_year_of_the_same_figure_does_not_print_it_twice():
    text = about([figure(p, n, 10) for p, n in zip(FIVE, (9, 8, 4, 5, 8))], FIVE)
    assert text.endswith("That is the best figure since 2016/17, when it was the same.")


def test_a_year_that_is_missing_in_between_may_have_been_better():
    figures = [figure(p, n, 10) for p, n in zip(FIVE, (1, 2, 3, 4, 9))]
    text = about([figures[0], *figures[2:]], FIVE)
    assert "held within 15 working days, up from 40.0% in 2018/19." in text
    assert "since" not in text
    assert "up from" not in about([*figures[:3], figures[4]], FIVE)


def test_a_figure_of_another_definition_is_not_compared_with_published_ones():
    own = [figure(p, n, 10, flags=(ChoiceMade("weekends_only"),)) for p, n in zip(FIVE, (1, 2, 3, 4, 9))]
    other = figure(FIVE[3], 0, 0)._replace(value=45.0, numerator=None, denominator=None, **ENGLAND)
    assert "England" not in about([*own, other], FIVE)


numbers = st.tuples(st.integers(0, 400), st.integers(1, 400)).map(lambda pair: (min(pair), max(pair)))


@given(st.lists(numbers, min_size=1, max_size=5), st.sampled_from(["icpc", "two-year", "repeats"]), st.booleans())
def test_every_number_of_a_sentence_is_printed(pairs, code, quarters):
    periods = [quarter(2020, q) for q in range(1, 5)] + [quarter(2021, 1)] if quarters else FIVE
    periods = periods[: len(pairs)]
    figures = [figure(p, n, of, code, status=COMPLETE) for p, (n, of) in zip(periods, pairs)]
    good = INDICATORS[code].good
    figures[-1] = figures[-1]._replace(assessed=Assessed(Target(90, 0, good), "off", 7))
    text = about(figures, periods, code)
    allowed = {f"{100 * n / of:.1f}" for n, of in pairs} | {"90", "7", "15", "47"}
    allowed |= {f"{(2000 * n + of) // (2 * of) / 10:.1f}" for n, of in pairs}
    labels = {number for period in periods for number in re.findall(r"\d+", period.label)}
    for found in re.findall(r"\d+(?:\.\d+)?", text):
        assert found in allowed | labels, text
    assert not re.search(r"\bonly\b|significan", text)
    for sentence in re.split(r"(?<=\.) (?=[A-Z])", text):
        assert len(sentence.split()) <= 20, sentence


@pytest.mark.usefixtures("example")
def test_a_pack_is_a_document_with_the_engines_numbers():
    """Every number of a table's cells is one of the tidy figures, rounded."""
    text = printed("--sections", "categories")
    feed = json.loads(run("show", "category-start", "-f", "json", "-q").stdout)
    by_band = {}
    for one in feed:
        by_band.setdefault(one["group"], []).append(one)
    rows = rows_under(text, "Child protection plans started by initial category of abuse")
    for band, cells in rows.items():
        assert cells[::2] == [str(one["numerator"]) for one in by_band[band]], (band, YEARS)


# --- what files look like -----------------------------------------------------------------------------


def sheets_of(path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


@pytest.mark.usefixtures("example")
class TestFiles:
    def test_columns_of_a_workbook_are_wide_enough_for_their_words(self, tmp_path):
        """Not every program makes rows as high as their words: the file says how high."""
        path = str(tmp_path / "pack.xlsx")
        assert run("report", "--sections", "long-plans,activity", "-o", path).exit_code == 0
        cover = sheets_of(path)["xl/worksheets/sheet1.xml"].decode()
        heights = re.findall(r'<row r="(\d+)"[^>]* ht="(\d+)"', cover)
        assert any(int(height) > 30 for _, height in heights)
        assert all(b'fitToPage="1"' in part for name, part in sheets_of(path).items() if "worksheets/sheet" in name)

    def test_a_word_table_stays_on_one_page_in_legible_type(self, tmp_path):
        path = str(tmp_path / "pack.docx")
        assert run("report", "--sections", "scorecard,rates,timeliness", "-o", path).exit_code == 0
        text = sheets_of(path)["word/document.xml"].decode()
        assert all(int(size) >= 14 for size in re.findall(r'<w:sz w:val="(\d+)"', text))  # half points
        quarters = next(
            table for table in re.findall(r"<w:tbl>.*?</w:tbl>", text, re.S) if "Q1 20/21" in table and "375" in table
        )
        rows = re.findall(r"<w:tr>.*?</w:tr>|<w:tr .*?</w:tr>", quarters, re.S)
        assert ["w:keepNext" in row for row in rows] == [True] * (len(rows) - 1) + [False]

    def test_a_page_keeps_its_captions_in_sight(self, tmp_path):
        path = tmp_path / "pack.html"
        assert run("report", "--sections", "scorecard,rates", "-o", str(path)).exit_code == 0
        page = path.read_text(encoding="utf-8")
        assert page.count("<caption><span>") == 3
        assert '<table class="wide">' in page and '<th scope="row" class="long">' in page
        assert '<th scope="row" class="short">England</th>' in page


# --- small numbers ------------------------------------------------------------------------------------

NOT_CHILDREN = {"Rank", "Of", "Mean months between plans"}
"""Columns of whole numbers that count neither children nor events."""


def whole_numbers(text: str) -> list[tuple[str, str, int]]:
    """The whole numbers in the tables of a pack in Markdown: row, column and number."""
    found, columns = [], []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if not cells:
            columns = []
        elif not columns:
            columns = cells
        else:
            found += [
                (cells[0], column, int(cell)) for column, cell in zip(columns, cells) if re.fullmatch(r"\d+", cell)
            ]
    return found


@pytest.mark.parametrize(
    "arguments", first(2, [[], ["--period", "Q4-18/19"], ["--benchmarks", "cpind-benchmarks.csv"]])
)
def test_a_suppressed_pack_shows_no_small_number(example, arguments):
    texts = []
    for option in ("--suppress", "--no-suppress"):
        assert run("report", "-q", option, "-o", "pack.md", *arguments).exit_code == 0
        texts.append(Path("pack.md").read_text(encoding="utf-8"))
    hidden, shown = ([one for one in whole_numbers(text) if one[1] not in NOT_CHILDREN] for text in texts)
    assert any(1 <= number <= 5 for *_, number in shown)
    assert [one for one in hidden if 1 <= one[2] <= 5] == []
    assert len(hidden) > len(shown) * 0.7


@pytest.mark.parametrize("option", ["--suppress", "--no-suppress"])
@pytest.mark.parametrize("has_population", [True, False])
def test_the_layout_is_the_same_whether_or_not_numbers_are_hidden(example, option, has_population):
    """Rates of the whole area and its districts where there is a population, the children where there is none."""
    one_of_each_year: dict[str, str] = {}

    def is_of_few(row) -> bool:
        return row["plan_start"] > "2014" and row["child_id"] == one_of_each_year.setdefault(
            row["plan_start"][:4], row["child_id"]
        )

    few = part_of(example, "few.csv", is_of_few)
    population = "area,mid_year,population,by,group\n" + "".join(
        f"Warwickshire,{year},{size},{by}\n"
        for year in range(2012, 2021)
        for size, by in [(100000, ","), (20000, "district,Rugby"), (20000, "district,Stratford-on-Avon")]
    )
    Path("few_population.csv").write_text(population, encoding="utf-8")
    given = ["--population", "few_population.csv"] if has_population else []
    text = printed(few, "--authority", "Warwickshire", "--sections", "rates,districts", option, *given)
    titles = re.findall("^(?:Table [0-9]: )?(Children subject to .*)", text, re.MULTILINE)
    assert ["per 10,000" in title for title in titles] == [has_population, False, has_population]
    if option == "--suppress":
        tables = [line.split()[1:] for line in text.splitlines() if line.startswith("Warwickshire ")]
        assert {cell for cells in tables for cell in cells} <= {"c", "0", "0.0"}


def test_a_sentence_stands_instead_of_a_table_in_which_every_figure_is_suppressed(here):
    rows = [f"{n},2019-0{n + 3}-15,2020-03-10" for n in (1, 2, 3)]
    Path("few.csv").write_text("\n".join(["child_id,plan_start,plan_end", *rows, ""]), encoding="utf-8")
    arguments = ["few.csv", "--authority", "Few", "--sections", "repeats"]
    text = words_of(printed(*arguments))
    assert text.endswith(
        " Child protection plans started that were a second or subsequent plan, %: every figure is suppressed."
    )
    assert "Table 1" in printed(*arguments, "--no-suppress")


def test_the_same_sentence_stands_once_in_a_section(here):
    Path("few.csv").write_text(
        "child_id,plan_start,plan_end\n1,2020-07-15,2020-09-10\n2,2020-07-20,\n", encoding="utf-8"
    )
    text = words_of(
        printed(
            "few.csv",
            "--authority",
            "Few",
            "--sections",
            "rates",
            "--from",
            "2020-07-01",
            "--as-at",
            "2020-10-31",
            "--period",
            "Q2-20/21",
        )
    )
    assert text.count("Children subject to a plan at the end of the quarter: every figure is suppressed.") == 1


def test_a_measure_that_is_not_shown_is_named_once(example):
    census = str(EXAMPLES / "layouts" / "cin-2020.xml")
    text = words_of(printed(census, "--authority", "Warwickshire", "--sections", "repeats"))
    missing = "Not shown, because the data is missing: Within 2 years of the previous plan; Mean months between plans."
    assert missing in text and text.count("Mean months between plans") == 1


def test_the_section_on_quality_agrees_with_the_checks(example):
    """Each line that `cpind check` has, with its number; information among them."""
    checked = list(csv.DictReader(io.StringIO(run("check", "-f", "csv", "-q").stdout)))
    text = words_of(printed("--sections", "quality", "--no-suppress"))
    assert {line["severity"] for line in checked} == {"warning", "information"}
    nothing = re.search(r"(\d+) of (\d+) checks found nothing", run("check").stdout)
    assert f"Of {nothing[2]} checks of the extract {len(checked)} found something, and {nothing[1]} nothing:" in text
    severities = {"warning": "worth a look", "information": "for information"}
    for line in checked:
        assert f"{line['what']} ({line['code']}, {severities[line['severity']]}): {int(line['found']):,}." in text
