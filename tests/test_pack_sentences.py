"""The sentences of packs: short enough to be read aloud, and of no words that the figures don't support."""

from __future__ import annotations

import re

import pytest
from support import run
from support.profiles import first
from test_pack import figure, part_of

from cpind.figures.facts import PUBLISHED, Assessed, BasisInfo, RunPoint, Target
from cpind.figures.indicators import INDICATORS
from cpind.figures.result import Figure, Result
from cpind.model.measures import in_a_sentence
from cpind.model.periods import Period, year
from cpind.output.document import Bullets, Document, Paragraph, TableBlock
from cpind.report import terminal
from cpind.report.sentences import sentences_about

MOST_WORDS = 20
DEFINITION = rf"[^:]* \(({'|'.join(INDICATORS)})\): "

WITHOUT_CONFERENCES = ("s47_start", "icpc_date", "icpc_not_required", "transfer_in")


def two_quarters(example) -> list[str]:
    days = ("s47_start", "icpc_date", "plan_start")
    return [part_of(example, "two.csv", lambda row: any(row[day] >= "2020-02-01" for day in days))]


def returns_alone(example) -> list[str]:
    folder = example / "part"
    folder.mkdir()
    (folder / "returns.csv").write_bytes((example / "returns.csv").read_bytes())
    return [str(folder / "returns.csv")]


def with_targets(example) -> list[str]:
    targets = "[targets]\nicpc = 90\ntwo-year = 4\nrepeats = { target = 20, tolerance = 5 }\n"
    with open("cpind.toml", "a", encoding="utf-8") as file:
        file.write(f'{targets}rates = {{ target = 20, good = "low" }}\n')
    return []


PACKS = {
    "the example": lambda example: [],
    "small numbers shown": lambda example: ["--no-suppress"],
    "an earlier period": lambda example: ["--period", "Q4-18/19"],
    "targets": with_targets,
    "the store": lambda example: ["--benchmarks", "cpind-benchmarks.csv"],
    "the store with many areas": lambda example: [
        *("--benchmarks", "cpind-benchmarks.csv"),
        *(word for area in ("England", "region", "Statistical neighbours") for word in ("--compare", area)),
        *("--no-suppress",),
    ],
    "two quarters": two_quarters,
    "returns alone": returns_alone,
    "no conferences": lambda example: [
        part_of(example, "plans.csv", lambda row: row["plan_start"], WITHOUT_CONFERENCES)
    ],
    "no benchmarks": lambda example: [part_of(example, "all.csv", lambda row: True), "--population", "117720"],
    "no population": lambda example: [part_of(example, "all.csv", lambda row: True), "--no-suppress"],
}


def document_of(monkeypatch, *arguments: str) -> Document:
    """The document of a pack, before it is written."""
    documents: list[Document] = []
    write = terminal.on_terminal
    monkeypatch.setattr(terminal, "on_terminal", lambda document: (documents.append(document), write(document))[1])
    result = run("report", "-q", *arguments)
    assert result.exit_code == 0, result.output
    return documents[0]


def sentences_of(document: Document) -> list[str]:
    """The sentences of what is said first, of paragraphs and of bullets, but not the definitions, which stand as they are."""
    texts = [*document.about]
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                texts.append(block.text)
            elif isinstance(block, Bullets):
                texts += [item for item in block.items if not re.match(DEFINITION, item)]
    return [sentence for text in texts for sentence in re.split(r"(?<=[.!?]) (?=[A-Z0-9])", text)]


@pytest.mark.parametrize("pack", first(7, PACKS))
def test_no_sentence_is_too_long_to_be_read_aloud(example, monkeypatch, pack):
    sentences = sentences_of(document_of(monkeypatch, *PACKS[pack](example)))
    assert len(sentences) > 10
    assert [one for one in sentences if len(one.split()) > MOST_WORDS] == [], sentences
    for one in sentences:
        assert not re.search(r"\bonly\b|significan", one), one
        assert re.search(r"[.:]$", one), one
        assert not re.search(r"  |\.\.|\( |,,|None", one), one


# --- one by one ---------------------------------------------------------------------------------------

YEARS = [year(2019), year(2020)]


def about(figures: list[Figure], periods: list[Period], code: str = "icpc") -> str:
    return " ".join(sentences_about(Result(tuple(figures), tuple(periods), "Here"), code))


def published(period: Period, area: str, value: float) -> Figure:
    benchmark = {"area": area, "basis": BasisInfo(PUBLISHED, PUBLISHED)}
    return figure(period, 0, 0)._replace(value=value, numerator=None, denominator=None, **benchmark)


def test_numbers_of_sentences_have_a_comma_from_1_000_on_and_years_have_none():
    counts = [figure(one, n, 0, "s47")._replace(value=n) for one, n in zip(YEARS, (999, 1306))]
    assert about(counts, YEARS, "s47") == "In 2019/20, 1,306 section 47 enquiries started, up from 999 in 2018/19."
    rates = [figure(year(2020), 2000, 15000, "rates"), published(year(2020), "England", 1040.5)]
    rates[1] = rates[1]._replace(indicator="rates")
    text = about(rates, [year(2020)], "rates")
    assert "1,333.3 children per 10,000" in text and "above England (1,040.5)" in text


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("999", "999"), ("1000", "1,000"), ("-1234.5", "-1,234.5"), ("+1000", "+1,000"), ("1234567", "1,234,567")]
    + [(text, text) for text in ("", "c", "TBC", "0.0", "-0.5", "999.9")],
)
def test_a_number_has_the_form_that_a_sentence_needs(printed, expected):
    assert in_a_sentence(printed) == expected


def test_many_areas_are_several_sentences_and_each_is_named_once():
    areas = {"Statistical neighbours": 95, "West Midlands": 80, "England": 95, "Bath and North East Somerset": 90}
    own = [figure(one, 9, 10) for one in YEARS]
    text = about([*own, *(published(YEARS[0], area, value) for area, value in areas.items())], YEARS)
    assert text.endswith(
        "In 2018/19, the latest year published, our 90.0% was below our statistical neighbour average (95.0) and England "
        "(95.0). It was above the West Midlands (80.0) and the same as Bath and North East Somerset (90.0)."
    )


def test_a_second_sentence_of_the_same_kind_on_areas_says_also():
    areas = {"Statistical neighbours": 95, "Yorkshire and The Humber": 96, "England": 97}
    own = [figure(one, 9, 10) for one in YEARS]
    text = about([*own, *(published(YEARS[0], area, value) for area, value in areas.items())], YEARS)
    assert text.endswith(
        "our 90.0% was below our statistical neighbour average (95.0). It was also below Yorkshire and The Humber (96.0) and England (97.0)."
    )


@pytest.mark.parametrize(
    ("verdict", "away", "text"),
    [
        ("on", None, "The target of 90% was met."),
        ("off", 1, "The target of 90% was missed. With 1 more conference in time it would have been met."),
        (
            "near",
            12,
            "The target of 90% was missed, within its tolerance of 5. With 12 more conferences in time it would have been met.",
        ),
    ],
)
def test_a_target_is_stated_with_the_distance_to_it(verdict, away, text):
    assessed = Assessed(Target(90, 5, "high"), verdict, away)
    assert about([figure(YEARS[0], 8, 10, assessed=assessed)], YEARS[:1]).endswith(text)


def test_limits_that_no_figure_could_lie_beyond_are_not_said_to_be_kept():
    for chart, why in (("p'", "The numbers are too small"), ("XmR", "The points swing too widely")):
        run_of = RunPoint(chart, 50.0, 0.0, 100.0, True)
        text = about([figure(YEARS[0], 5, 10, run=run_of)], YEARS[:1])
        assert text.endswith(f" {why} for control limits that a figure could lie beyond.") and "100" not in text
    signals = (("seven on one side", 1), ("seven in a row", 1))
    text = about([figure(YEARS[0], 5, 10, run=RunPoint("p'", 50.0, 0.0, 100.0, True, signals))], YEARS[:1])
    assert text.endswith(
        "beyond. The 50.0% is part of a signal of change: seven or more in a row above the centre. Another is: seven or more rising."
    )
    half = about([figure(YEARS[0], 5, 10, run=RunPoint("p'", 50.0, 0.0, 99.9, True))], YEARS[:1])
    assert "lies between the trial control limits (0.0 and 99.9)" in half


@pytest.mark.parametrize(
    ("value", "signals", "text"),
    [
        (5, (), "The 50.0% lies between the control limits (30.0 and 70.0) and gives no signal of change."),
        (
            8,
            (("outside", 1), ("seven on one side", 1)),
            "The 80.0% lies outside the control limits (30.0 and 70.0). It is part of a signal of change: above the upper "
            "limit. Another is: seven or more in a row above the centre.",
        ),
    ],
)
def test_each_signal_is_a_sentence(value, signals, text):
    run_of = RunPoint("p'", 50.0, 30.0, 70.0, False, signals)
    assert about([figure(YEARS[0], value, 10, run=run_of)], YEARS[:1]).endswith(text)


def test_one_child_is_in_the_singular():
    text = about([figure(YEARS[0], 1, 0, "plans-open")._replace(value=1)], YEARS[:1], "plans-open")
    assert text == "At the end of 2018/19, 1 child had a child protection plan."


def test_our_place_is_that_of_the_published_figure_and_its_numbers_are_not_text(example, monkeypatch):
    """A workbook can't calculate with a text."""
    document = document_of(monkeypatch, "--sections", "place", "--benchmarks", "cpind-benchmarks.csv")
    assert sentences_of(document)[2:4] == [
        "In 2019/20, 25.1 children per 10,000 had a child protection plan, as published.",
        "Among the 11 authorities with a figure, that is as expected for our size.",
    ]
    tables = [block.table for block in document.sections[0].blocks if isinstance(block, TableBlock)]
    cells = [cell for table in tables for row in table.rows for cell in row]
    assert len([cell for cell in cells if cell.decimals is not None]) > 150
    assert [cell for cell in cells if cell.decimals is None and re.fullmatch(r"[-+]?[\d,]+(\.\d+)?", cell.text)] == []
    assert tables[0].notes[0] == "The rows are our authority and its statistical neighbours."


# --- what is left out -----------------------------------------------------------------------------------


def test_omissions_are_stated_once_in_the_words_of_a_paper(example, monkeypatch):
    document = document_of(monkeypatch, *PACKS["no conferences"](example))
    last = document.sections[-1]
    assert last.title == "Not in this report"
    (bullets,) = last.blocks
    assert bullets.items[0] == (
        "Initial conferences held in time: the extract does not hold the dates of enquiries and conferences."
    )
    assert not re.search(r"--|column|cpind|input", " ".join(bullets.items))


def test_the_author_of_the_paper_is_told_the_remedy(example):
    path = PACKS["no conferences"](example)[0]
    output = " ".join(run("report", path).stderr.split())
    assert "timeliness is left out: no column icpc_date in plans.csv" in output
    assert (
        "place is left out: it needs a store of published figures, which cpind benchmarks import FILE... makes"
        in output
    )


@pytest.mark.parametrize("pack", ["two quarters", "no population", "small numbers shown"])
def test_notes_of_a_paper_do_not_mention_options(example, monkeypatch, pack):
    """A reader of the paper has no command line; its author is told on standard error."""
    document = document_of(monkeypatch, *PACKS[pack](example))
    tables = [block.table for section in document.sections for block in section.blocks if isinstance(block, TableBlock)]
    notes = " ".join(note for table in tables for note in table.notes)
    assert notes and not re.search(r"--[a-z]|cpind", notes)


def test_figures_left_out_are_named_with_the_reason(example, monkeypatch):
    path = part_of(example, "all.csv", lambda row: True)
    document = document_of(monkeypatch, path)
    (card,) = document.sections[0].blocks
    assert (
        "Not shown, because the data is missing: Children subject to a child protection plan per 10,000 aged 0-17."
        in card.table.notes
    )
    assert "left out: rates: a rate needs a population: give --population" in " ".join(
        run("report", path).stderr.split()
    )


# --- targets of the paper -------------------------------------------------------------------------------


def test_the_paper_may_have_targets_of_its_own(example):
    with open("cpind.toml", "a", encoding="utf-8") as file:
        file.write("[targets]\nicpc = 90\nrepeats = 20\n[report.targets]\nicpc = 95\n")
    text = " ".join(run("report", "-q", "--sections", "timeliness,repeats").stdout.split())
    assert "The target of 95% was missed." in text and "target of 90%" not in text
    assert "The target of 20% was missed." in text
    assert "Target 90: 67.8 in 2019/20 is off target" in run("icpc", "-q").stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[report]\ntargets = 3", "report targets: write a table, [report.targets]"),
        ("[report.targets]\nicpc = 'high'", "[report.targets] icpc: write a number"),
        ("[report.targets]\nicpcs = 90", "[report.targets] icpcs: "),
        ("[report.targets.district]\nicpc = 900", "[report.targets.district] icpc: it is a percentage"),
    ],
)
def test_an_impossible_target_of_the_paper_is_named(example, text, message):
    with open("cpind.toml", "a", encoding="utf-8") as file:
        file.write(f"{text}\n")
    result = run("report")
    assert result.exit_code == 1 and message in " ".join(result.output.split())
