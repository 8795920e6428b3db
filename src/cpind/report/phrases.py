"""Phrases for sentences: what a figure says, its name and its period; and how long a sentence may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..benchmarks.areas import NEIGHBOURS
from ..benchmarks.names import region_code
from ..figures.flags import EndsOn
from ..figures.indicators import INDICATORS
from ..figures.result import Figure
from ..model.measures import COUNT, PERCENT, in_a_sentence
from ..model.periods import long_date, month
from ..output.tables.cells import number

MOST_WORDS = 20
"""A sentence of the report has at most this many words, so that a listener can follow it."""


@dataclass(frozen=True)
class Phrases:
    """The words for an indicator.

    Attributes:
        subject: what it is called.
        statement: what a figure says, with its text for {}, and of a count with what it counts for {noun}, and "was" or
            "were" for {were}.
        one, many: what its numerator counts, "" where it has no words for it.
    """

    subject: str
    statement: str
    one: str = ""
    many: str = ""


_LONG = ("plan of two years or more", "plans of two years or more")
_CHILD = ("child", "children")

PHRASES = {
    "rates": Phrases(
        "the rate of children with a child protection plan",
        "{} children per 10,000 had a child protection plan",
        *_CHILD,
    ),
    "plans-open": Phrases(
        "the number of children with a child protection plan", "{} {noun} had a child protection plan", *_CHILD
    ),
    "two-year": Phrases(
        "the share of plans ended that had lasted two years or more",
        "{} of the plans that ended had lasted two years or more",
        *_LONG,
    ),
    "two-year-open": Phrases(
        "the share of open plans that had lasted two years or more",
        "{} of open plans had lasted two years or more",
        *_LONG,
    ),
    "icpc": Phrases(
        "the share of initial conferences held within 15 working days",
        "{} of initial conferences were held within 15 working days",
        "conference in time",
        "conferences in time",
    ),
    "repeats": Phrases(
        "the share of plans started that were a second or subsequent plan",
        "{} of the plans started were second or subsequent plans",
        "repeat plan",
        "repeat plans",
    ),
    "s47": Phrases(
        "the number of section 47 enquiries started", "{} {noun} started", "section 47 enquiry", "section 47 enquiries"
    ),
    "conferences": Phrases(
        "the number of initial child protection conferences",
        "{} {noun} {were} held",
        "initial conference",
        "initial conferences",
    ),
    "plans-started": Phrases("the number of plans started", "{} {noun} started", "plan", "plans"),
    "plans-ended": Phrases("the number of plans ended", "{} {noun} ended", "plan", "plans"),
}
"""For the indicators that the paper mentions; any other is called by its title."""


def phrases_of(code: str) -> Phrases:
    """The phrases of an indicator."""
    title = INDICATORS[code].title.format(when="")
    return PHRASES.get(code) or Phrases(title, f"{title}: {{}}")


def subject(code: str) -> str:
    """What a chart or a sentence calls an indicator."""
    return phrases_of(code).subject


def spoken(figure: Figure) -> str:
    """A figure's value with its unit: "67.8%", "25.1 per 10,000", "295"."""
    measure = INDICATORS[figure.indicator].measure
    return bare(figure) if measure in (PERCENT, COUNT) else f"{bare(figure)} {measure.unit}"


def bare(figure: Figure) -> str:
    """A figure's value as it stands within its statement, which names the unit of a rate: "67.8%", "25.1", "1,306"."""
    text = in_a_sentence(number(figure).text)
    return f"{text}%" if INDICATORS[figure.indicator].measure is PERCENT else text


def statement(figure: Figure) -> str:
    """What a figure says: "67.8% of initial conferences were held within 15 working days"."""
    return statement_of(figure.indicator, bare(figure))


def statement_of(code: str, text: str) -> str:
    """The statement for a number as it is printed, a percentage with its sign."""
    is_one = text == "1"
    return phrases_of(code).statement.format(
        text, noun=counted_as(code, 1 if is_one else 2), were="was" if is_one else "were"
    )


def counted_as(code: str, n: int) -> str:
    """What the numerator counts, in the singular for 1."""
    phrases = phrases_of(code)
    return phrases.one if n == 1 else phrases.many


def spoken_period(figure: Figure) -> str:
    """The period's label, a month by its name: "2019/20", "Q1 20/21", "July 2020"."""
    start = figure.start
    is_month = start is not None and figure.period == month(start.year, start.month).label
    return long_date(start).partition(" ")[2] if start and is_month else figure.period


def when(figure: Figure) -> str:
    """ "in 2019/20"; of what is taken at a date "at the end of 2019/20", "at 31 July 2020" where the extract ends before."""
    is_snapshot = INDICATORS[figure.indicator].is_snapshot
    if is_snapshot and (days := _ends_on(figure)):
        return f"at {long_date(days[0])}"
    if figure.start == figure.end:
        return f"at {figure.period}"
    return f"at the end of {spoken_period(figure)}" if is_snapshot else f"in {spoken_period(figure)}"


def so_far(figure: Figure) -> str:
    """ " so far, to 31 July 2020": that a period is incomplete, and to which day it goes."""
    days = _ends_on(figure)
    return f" so far, to {long_date(days[0])}" if days else " so far"


def _ends_on(figure: Figure) -> list[date]:
    """The day on which the extract ends, of a figure that it cuts short."""
    return [flag.day for flag in figure.flags if isinstance(flag, EndsOn)]


def spoken_area(figure: Figure) -> str:
    """ "our statistical neighbour average", "the West Midlands", "England"."""
    if figure.area == NEIGHBOURS:
        return "our statistical neighbour average"
    has_article = region_code(figure.area) and figure.area.startswith(("North", "South", "East", "West"))
    return f"the {figure.area}" if has_article else figure.area


# --- length -------------------------------------------------------------------------------------------


def fits(text: str) -> bool:
    """Whether a sentence is short enough."""
    return len(text.split()) <= MOST_WORDS


def joined(first: str, second: str, *, between: str = ", ", instead: str = "That is ") -> Iterable[str]:
    """Two statements as one sentence if that is short enough; else as two, the second beginning with `instead`."""
    whole = f"{first}{between}{second}."
    yield from (whole,) if fits(whole) else (f"{first}.", f"{instead}{second}.")
