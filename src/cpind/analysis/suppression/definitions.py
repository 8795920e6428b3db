"""Relations between indicators by their definitions: sums of each other, and numbers that are never larger than others.

A name is that of what is counted (`counted`); with EVE before it, of the day before the period.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product

from ...figures.indicators.conferences import BANDS
from ...figures.indicators.durations import DURATIONS
from ...figures.indicators.repeats import GAPS
from .counted import (
    AT_ANY_TIME,
    CHILDREN_OPEN,
    CONFERENCES,
    ENDED,
    ENQUIRIES,
    GAP_KNOWN,
    GAP_NOT_KNOWN,
    LENGTH_KNOWN,
    LINKED,
    ONCE,
    OPEN,
    OUTCOME_KNOWN,
    REVIEWED,
    STARTED,
    TIMED,
)

EVE = "the day before: "

Names = tuple[str, ...]

LASTED = ("two-year-open", "open-18m", "open-15m", "open-12m", "open-9m")
"""Open plans that have lasted at least so long at a date, the longest first: later they still have, or have ended."""

STARTS, ENDS = (STARTED, ONCE + STARTED), (ENDED, ONCE + ENDED)
"""The plans that started or ended in a period, and their children."""

_STOCKS, _ENDS_OR_LENGTHS = (OPEN, CHILDREN_OPEN), (ENDED, LENGTH_KNOWN, ONCE + ENDED)
"""Plans and their children, and plans of a known length: mostly the same in a period, so that one stands for another."""


def _of(code: str, labels: Sequence[str]) -> Names:
    return tuple(f"{code}: {label}" for label in labels)


_ENDED_BY, _OPEN_BY = _of("two-year-bands", DURATIONS), _of("two-year-open-bands", DURATIONS)
_GAPS, _TIMES = _of("gaps-bands", GAPS), _of("icpc-bands", BANDS)

SUMS: tuple[tuple[str, Names], ...] = (
    ("repeats", (GAP_KNOWN, GAP_NOT_KNOWN)),
    (AT_ANY_TIME, (ENDED, OPEN)),
    ("two-year", _ENDED_BY[-1:]),
    ("two-year-open", _OPEN_BY[-1:]),
    ("icpc", _TIMES[:2]),
    (CONFERENCES, (TIMED, _TIMES[-1])),
)
"""Numbers that are the sum of others; terms that are not shown are 0 or more."""

USUALLY: tuple[tuple[Names, Names], ...] = (
    ((OPEN,), (CHILDREN_OPEN,)),
    *(((there, went), (EVE + there, came)) for there, came, went in product(_STOCKS, STARTS, _ENDS_OR_LENGTHS)),
    *(((AT_ANY_TIME,), (went, there)) for went, there in product(_ENDS_OR_LENGTHS, _STOCKS)),
    *(((AT_ANY_TIME,), (EVE + there, came)) for there, came in product(_STOCKS, STARTS)),
    ((ONCE + AT_ANY_TIME,), (ONCE + ENDED, CHILDREN_OPEN)),
    ((ONCE + AT_ANY_TIME,), (ENDED, CHILDREN_OPEN)),
    ((ONCE + AT_ANY_TIME,), (EVE + CHILDREN_OPEN, ONCE + STARTED)),
    ((ONCE + AT_ANY_TIME,), (EVE + CHILDREN_OPEN, STARTED)),
    ((STARTED,), (ONCE + STARTED,)),
    ((ENDED,), (ONCE + ENDED,)),
    ((ENDED,), (LENGTH_KNOWN,)),
    (("repeats-12m",), _GAPS[:2]),
    (("repeats-2y",), _GAPS[:3]),
    (("repeats-2y",), ("repeats-12m", *_GAPS[2:3])),
    (("open-12m",), _OPEN_BY[3:]),
    (("open-12m",), ("two-year-open", *_OPEN_BY[3:4])),
    ((REVIEWED,), _OPEN_BY[1:]),
    ((OPEN,), (REVIEWED, *_OPEN_BY[:1])),
)
"""Sums that hold except for a child with two plans, or a day on the edge of a band, so a reader who assumes them is
mostly right. They count if the numbers agree with them."""

CHAINS: tuple[Names, ...] = (
    ("repeats-12m", "repeats-2y", GAP_KNOWN, "repeats", STARTED),
    ("two-year", LENGTH_KNOWN, ENDED, AT_ANY_TIME),
    (CHILDREN_OPEN, ONCE + AT_ANY_TIME, AT_ANY_TIME),
    (CHILDREN_OPEN, OPEN, AT_ANY_TIME),
    (ONCE + STARTED, STARTED, AT_ANY_TIME),
    (ONCE + ENDED, ENDED, AT_ANY_TIME),
    (ONCE + STARTED, ONCE + AT_ANY_TIME),
    (ONCE + ENDED, ONCE + AT_ANY_TIME),
    (ONCE + ENQUIRIES, ENQUIRIES),
    (ONCE + CONFERENCES, CONFERENCES),
    (*LASTED, REVIEWED, OPEN),
    ("visits-alone", "visits"),
    ("icpc", TIMED, CONFERENCES),
    (OUTCOME_KNOWN, CONFERENCES),
    (LINKED, ENQUIRIES),
)
"""Chains in which each number is part of the next: some of the events and all of them, children and their events."""

FOLLOWING = (STARTED, ENDED, OPEN)
"""Numbers that follow from others where no figure shows them: what is part of one is no larger than what follows."""

NOT_LARGER: tuple[tuple[Names, Names], ...] = (
    (("open-9m",), _OPEN_BY[2:]),
    (_OPEN_BY[3:], ("open-9m",)),
    (("open-12m",), _OPEN_BY[3:]),
    (("open-15m",), _OPEN_BY[3:]),
    (("open-18m",), _OPEN_BY[3:]),
    (_OPEN_BY[-1:], ("open-18m",)),
    (_OPEN_BY[1:], (REVIEWED,)),
    (_GAPS[:3], ("repeats-2y",)),
    (("repeats-2y",), _GAPS[:4]),
    (_GAPS[:2], ("repeats-12m",)),
    (("repeats-12m",), _GAPS[:3]),
    (_ENDED_BY[-1:], (LENGTH_KNOWN,)),
    # A child with two plans has a repeat plan that started in between.
    ((STARTED,), (ONCE + STARTED, "repeats")),
    ((STARTED,), (ONCE + STARTED, "repeats-2y")),
    ((STARTED,), (ONCE + STARTED, "repeats-12m")),
    ((ENDED,), (ONCE + ENDED, "repeats")),
    ((AT_ANY_TIME,), (ONCE + AT_ANY_TIME, "repeats")),
    # Children who were there came from before, or started.
    ((ONCE + AT_ANY_TIME,), (CHILDREN_OPEN, ONCE + ENDED)),
    ((ONCE + AT_ANY_TIME,), (CHILDREN_OPEN, ENDED)),
    ((ONCE + AT_ANY_TIME,), (EVE + CHILDREN_OPEN, ONCE + STARTED)),
    ((ONCE + AT_ANY_TIME,), (EVE + CHILDREN_OPEN, STARTED)),
    ((CHILDREN_OPEN,), (EVE + CHILDREN_OPEN, ONCE + STARTED)),
    ((EVE + CHILDREN_OPEN,), (CHILDREN_OPEN, ONCE + ENDED)),
    # A plan that had lasted this long the day before still has, or has ended.
    *(((EVE + stock,), (stock, went)) for stock in (*LASTED, REVIEWED, OPEN) for went in _ENDS_OR_LENGTHS),
    ((EVE + "two-year-open",), ("two-year-open", "two-year")),
    # A plan of a length at the end had reached the next shorter one the day before; an open plan has reached it, or started.
    *(((stock,), (EVE + less,)) for stock, less in pairwise(LASTED)),
    *((("two-year", "two-year-open"), (EVE + less,)) for less in LASTED[1:]),
    *(((OPEN,), (came, stock)) for stock in (*LASTED, REVIEWED) for came in STARTS),
)
"""Sums that are never larger than others: where a relation is of periods of some length only, the numbers tell whether it holds."""

CATEGORIES = {
    "category-start": STARTED,
    "category-open-latest": CHILDREN_OPEN,
    "category-open-initial": CHILDREN_OPEN,
}
"""Bands that equal the groups of --by category for the same number; for the initial category, if no other was
recorded."""

CHANGING = ("age", "category")
"""A plan's group by these is not the same at its start, at its end and in between."""
