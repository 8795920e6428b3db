"""A committee's paper says nothing that only helps at the command line, and names checks under Quality alone."""

from __future__ import annotations

import re

import pytest
from support.profiles import first
from test_pack import part_of, printed, words_of

from cpind.output.paper_words import in_a_paper


@pytest.mark.parametrize(
    "note, expected",
    [
        (
            "7 of the 263 repeat plans have no usable dates for the previous plan: the time between the two is not known (check "
            "gap-not-known).",
            "7 of the 263 repeat plans have no usable dates for the previous plan: the time between the two is not known.",
        ),
        (
            "Before (2020/21; Ended): the extract seems to hold only open plans: those that have ended are missing (if not, say so "
            "with --holds).",
            "Before (2020/21; Ended): the extract seems to hold only open plans: those that have ended are missing.",
        ),
        (
            "Before (2013/14): the extract covers what happened from 1 April 2014 (if from earlier, say so with --from); earlier "
            "figures are incomplete.",
            "Before (2013/14): the extract covers what happened from 1 April 2014; earlier figures are incomplete.",
        ),
        ("cpind due --rows lists the children.", ""),
        (
            "The store has 11 of England's 150 or so authorities for this year: import the whole release.",
            "This report has the figures of 11 of England's 150 or so authorities for this year.",
        ),
        (
            "No population given, so no rate: give --population FILE (area, mid_year, population) or a number, or set it in "
            "cpind.toml.",
            "No population was given, so there is no rate.",
        ),
        (
            "2 plans of the extract end before they start: in no stock (cpind check --only 8925).",
            "2 plans of the extract end before they start: in no stock.",
        ),
        (
            "4 reviews after 31 July 2020 are taken as booked; if they were held, give --as-at (check booked).",
            "4 reviews after 31 July 2020 are taken as booked.",
        ),
        (
            "the last date, 1 Jan 2099, lies 900 days after every other (31 Jul 2020): taken for ends that are not known and not for "
            "the extract's date; if that is wrong, give the extract's date with --as-at (check last-date)",
            "the last date, 1 Jan 2099, lies 900 days after every other (31 Jul 2020): taken for ends that are not known and not for "
            "the extract's date",
        ),
        (
            "a.csv: plan_start holds no day over 12, and is read day first; if the month comes first, say so with --date-format "
            "%m/%d/%Y",
            "a.csv: plan_start holds no day over 12, and is read day first",
        ),
        (
            "a.xlsx: read the sheet Plans, not Old.Plans; --sheet names those to read",
            "a.xlsx: read the sheet Plans, not Old.Plans",
        ),
        (
            "3 events after the date given with --as-at: not counted (check after-as-at).",
            "3 events after the extract's date: not counted.",
        ),
        (
            "Two years by the second anniversary, not 730 days (--anniversary).",
            "Two years by the second anniversary, not 730 days.",
        ),
        (
            "Not recognised: categories of abuse in words that cpind does not know; the checks 8905 and 8910 list them.",
            "Not recognised: categories of abuse in words that cpind does not know.",
        ),
        (
            "--by district needs the column district, and the extract has none; also known as Area",
            "a split by district needs the column district, and the extract has none; also known as Area",
        ),
        (
            "Returns of 2 authorities are counted together (301, 302); --by authority tells them apart",
            "Returns of 2 authorities are counted together (301, 302)",
        ),
        (
            "icpc is not in the vintage 2019; the store has it in 2020 (--vintage).",
            "icpc is not in the vintage 2019; the store has it in 2020.",
        ),
        ("Live extract to 31 July 2020. A note.", "Live extract to 31 July 2020. A note."),
    ],
)
def test_a_note_is_reworded_for_a_paper(note, expected):
    assert in_a_paper(note) == expected


def _open_alone(row):
    return row["plan_start"] and not row["plan_end"]


def _recent(row):
    return row["plan_start"] >= "2019-01-01"


@pytest.mark.parametrize("keep", [lambda row: True, _open_alone, _recent], ids=["whole", "open", "recent"])
@pytest.mark.parametrize("columns", first(2, [[], ["icpc_date", "s47_start"], ["district"]]))
def test_no_pack_mentions_options(example, keep, columns):
    path = part_of(example, "part.csv", keep, columns)
    choices = ("--no-suppress", "--anniversary", "--bridge", "1")
    for arguments in ((), choices) if not columns else ((),):
        text = printed(path, *arguments)
        before, made, after = text.partition("How this report was made:")
        paper = before + after.partition("Left out")[2]
        assert made and not re.search(
            r"(?<![\w-])--[a-z]|\bcpind (due|check|benchmarks)", words_of(paper).replace("-----", "")
        ), paper
        assert "(check" not in words_of(paper) and "say so with" not in paper
        left_out = text.partition("\nLeft out\n")[2]
        assert not re.search(r"(?<![\w-])--[a-z]", left_out)
