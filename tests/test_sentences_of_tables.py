"""The sentences on districts, categories, what is due and what changed say what the figures support, and nothing where some are hidden."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from support import run
from test_pack import figure
from test_pack_sentences import MOST_WORDS, document_of

from cpind.analysis.chance import Chance
from cpind.figures.result import BEFORE, PART, SUPPRESSED, Figure, Result
from cpind.model.periods import at, year
from cpind.output.document import Paragraph, TableBlock
from cpind.report.sentences_of_tables import about_categories, about_changes, about_districts, about_due

DAYS = [at(date(2020, 3, 31)), at(date(2020, 7, 31))]
YEARS = [year(2019), year(2020)]


def hidden(one: Figure) -> Figure:
    return one._replace(status=SUPPRESSED, symbol="c", value=None, numerator=None, denominator=None)


def split(period, code: str, by: str, numbers: dict[str, tuple[int, int]]) -> list[Figure]:
    return [figure(period, n, of, code)._replace(by=by, group=group) for group, (n, of) in numbers.items()]


# --- districts ----------------------------------------------------------------------------------------

RATES = {"Ash": (30, 10_000), "Birch": (20, 10_000), "Cedar": (55, 10_000)}


def districts(figures: list[Figure]) -> str:
    return " ".join(about_districts(Result(tuple(figures), tuple(DAYS), "Here", by="district"), "rates", "the rate"))


def test_the_highest_and_the_lowest_district_are_those_of_the_last_date():
    earlier = split(DAYS[0], "rates", "district", {**RATES, "Birch": (99, 10_000)})
    whole = figure(DAYS[1], 105, 30_000, "rates")
    unknown = split(DAYS[1], "rates", "district", {"Not recorded": (7, 0)})
    text = districts([*earlier, *split(DAYS[1], "rates", "district", RATES), *unknown, whole])
    assert text == "At 31 July 2020 the rate was highest in Cedar (55.0 per 10,000) and lowest in Birch (20.0)."


@pytest.mark.parametrize("group", RATES)
def test_there_is_no_sentence_on_districts_where_one_is_hidden_or_missing(group):
    figures = split(DAYS[1], "rates", "district", RATES)
    for change in (hidden, lambda one: one._replace(value=None), lambda one: one._replace(status=BEFORE)):
        assert districts([change(one) if one.group == group else one for one in figures]) == ""
    assert districts([one for one in figures if one.group == group]) == ""  # one alone is neither


def test_districts_that_are_equal_as_printed_are_named_together_or_not_at_all():
    equal = split(DAYS[1], "rates", "district", {**RATES, "Dogwood": (5501, 1_000_000)})
    assert "highest in Cedar and Dogwood (55.0 per 10,000)" in districts(equal)
    for numbers in ({"Ash": (30, 10_000), "Birch": (30, 10_000)}, dict.fromkeys("ABC", (9, 1000)) | {"D": (1, 1000)}):
        assert districts(split(DAYS[1], "rates", "district", numbers)) == ""


def test_long_names_of_districts_make_two_sentences():
    names = {
        "King's Lynn and West Norfolk (incl. Downham Market)": (9, 1000),
        "Bournemouth, Christchurch & Poole": (7, 1000),
    }
    text = districts(split(DAYS[1], "rates", "district", names))
    assert text.endswith("(90.0 per 10,000). It was lowest in Bournemouth, Christchurch & Poole (70.0).")
    assert all(len(sentence.split()) <= MOST_WORDS for sentence in text.split(". "))


# --- categories ---------------------------------------------------------------------------------------

CATEGORIES = {"Neglect": (40, 100), "Emotional abuse": (45, 100), "Sexual abuse": (9, 100), "Multiple": (6, 100)}


def categories(figures: list[Figure]) -> str:
    return " ".join(about_categories(Result(tuple(figures), tuple(YEARS), "Here"), "category-start"))


def test_the_most_common_category_with_its_share_of_both_years():
    before = split(YEARS[0], "category-start", "band", {**CATEGORIES, "Emotional abuse": (31, 100)})
    after = split(YEARS[1], "category-start", "band", CATEGORIES)
    first = "In 2019/20, emotional abuse was the most common initial category, at 45.0% of the plans started."
    assert categories([*before, *after]) == f"{first} In 2018/19 its share was 31.0%."
    assert categories([*map(hidden, before), *after]) == categories(after) == first
    assert categories([one._replace(status=BEFORE) for one in before] + after) == first
    several = split(YEARS[1], "category-start", "band", {**CATEGORIES, "Multiple": (60, 100)})
    assert categories(several).startswith("In 2019/20, multiple abuse was the most common initial category, at 60.0%")
    part = [one._replace(status=PART) for one in after]
    assert categories([*before, *part]).startswith(
        "In 2019/20 so far, emotional abuse was"
    ) and "2018/19" not in categories(part)
    assert categories([one._replace(status=BEFORE) for one in after]) == ""


def test_a_hidden_category_might_be_the_most_common_but_beside_more_than_half():
    after = split(YEARS[1], "category-start", "band", CATEGORIES)
    assert categories([hidden(one) if one.group == "Sexual abuse" else one for one in after]) == ""
    assert categories([hidden(one) if one.group == "Emotional abuse" else one for one in after]) == ""
    most = split(
        YEARS[1], "category-start", "band", {"Neglect": (51, 100), "Multiple": (3, 100), "Physical abuse": (46, 100)}
    )
    assert "neglect was the most common" in categories([most[0], *map(hidden, most[1:])])
    half = split(YEARS[1], "category-start", "band", {"Neglect": (50, 100), "Multiple": (50, 100)})
    assert categories([half[0], hidden(half[1])]) == categories(half) == ""


# --- due ----------------------------------------------------------------------------------------------

NOUNS = (("enquiry without a conference", "enquiries without a conference"), ("first review", "first reviews"))


@pytest.mark.parametrize(
    ("numbers", "passing", "expected"),
    [
        (("1", "0"), None, "Overdue at 31 July 2020: 1 enquiry without a conference and no first reviews."),
        (("1234", "5 or fewer"), None, "Overdue at 31 July 2020: 1,234 enquiries without a conference and 5 or fewer first reviews."),
        (("0", "1"), 0, "Overdue at 31 July 2020: no enquiries without a conference and 1 first review. By 28 August 2020, no open plan passes two years."),
        ((), 1, "By 28 August 2020, 1 open plan passes two years."),
        ((), 2, "By 28 August 2020, 2 open plans pass two years."),
    ],
)  # fmt: skip
def test_the_sentence_on_overdue_work_gives_its_numbers(numbers, passing, expected):
    assert " ".join(about_due(date(2020, 7, 31), date(2020, 8, 28), list(zip(numbers, NOUNS)), passing)) == expected


@pytest.mark.usefixtures("example")
def test_the_sentence_on_overdue_work_agrees_with_the_command_due():
    counted = {row["what"]: row for row in json.loads(run("due", "-q", "-f", "json").stdout)}
    shown = " ".join(run("report", "-q", "--sections", "due", "--no-suppress").stdout.split())
    for what in ("enquiries without a conference", "first reviews", "next reviews"):
        n = counted[what.capitalize()]["overdue"]
        assert f"{n or 'no'} {what if n != 1 else what[:-1]}" in shown
    passing = counted["Plans that pass two years"]
    n = passing["within_7_days"] + passing["later"]
    assert f"By 28 August 2020, {n or 'no'} open plan" in shown


# --- changes ------------------------------------------------------------------------------------------


def chance(*, is_more: bool, knows: bool = True) -> Chance:
    return Chance(0.0, 1.0, 95, False, is_more, knows)


ICPC = (figure(YEARS[0], 518, 623), figure(YEARS[1], 327, 482))
REPEATS = (figure(YEARS[0], 96, 516, "repeats"), figure(YEARS[1], 201, 425, "repeats"))


def changes(pairs, **chances: Chance) -> str:
    return " ".join(about_changes(pairs, chances))


def test_a_change_that_is_more_than_chance_is_stated_with_its_direction_as_printed():
    assert changes([ICPC, REPEATS], icpc=chance(is_more=True), repeats=chance(is_more=False)) == (
        "The share of initial conferences held within 15 working days fell by 15.3 percentage points, more than chance explains."
    )
    assert changes([REPEATS], repeats=chance(is_more=True)) == (
        "The share of plans started that were a second or subsequent plan rose by 28.7 percentage points. "
        "That is more than chance explains."
    )


def test_changes_that_may_be_due_to_siblings_are_not_mentioned():
    assert changes([ICPC], icpc=chance(is_more=True, knows=False)) == ""


def test_no_change_being_more_than_chance_is_stated_of_all_or_not_at_all():
    none = {"icpc": chance(is_more=False), "repeats": chance(is_more=False, knows=False)}
    assert changes([ICPC, REPEATS], **none) == "No change below can be distinguished from chance."
    assert changes([ICPC, REPEATS], icpc=none["icpc"]) == changes([], **none) == ""
    # A change of which the row is hidden is none of those below.
    assert "distinguished" not in changes([ICPC], icpc=chance(is_more=True), repeats=none["repeats"])


# --- of a pack ----------------------------------------------------------------------------------------


def test_a_suppressed_pack_says_no_number_that_its_tables_do_not_show(example, monkeypatch):
    sections = document_of(monkeypatch, "--sections", "districts,categories,due,changed").sections
    assert len(sections) == 4
    said = 0
    for section in sections:
        tables = [block.table for block in section.blocks if isinstance(block, TableBlock)]
        cells = {cell.text.lstrip("+-") for table in tables for row in table.rows for cell in row}
        for block in section.blocks:
            if isinstance(block, Paragraph):
                assert "open plan" not in block.text  # of lengths the tables say nothing either
                text = re.sub(r"\d{4}/\d\d|\d+ [A-Z][a-z]+ \d{4}|per 10,000|within \d+ working", "", block.text)
                for number in re.findall(r"5 or fewer|\d[\d,.]*\d|\d", text):
                    said += 1
                    assert number.replace(",", "") in cells, block.text
    assert said >= 7
