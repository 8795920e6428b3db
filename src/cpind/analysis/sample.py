"""Draw an audit sample from the events behind a figure, and summarise the auditors' answers.

Unit: a child, once, with the latest of its events in the frame; or a family, represented by one child drawn by the same
rule. A child without a family_id is a family of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import UnavailableError, UsageError
from ..model.columns import Categorical, Frame
from .children import ChildList
from .drawing import draw, rank, shares
from .uncertainty import wilson

CHILD, FAMILY = UNITS = ("child", "family")


@dataclass(frozen=True)
class Stratum:
    """A group of the frame, how many units it has, and how many were drawn. Its label is "" if the frame has no strata."""

    label: str
    units: int
    drawn: int


@dataclass(frozen=True)
class Sample:
    """The cases that were drawn from a list of events.

    Attributes:
        listed: the list, which is the frame.
        rows: one for each case, in the order in which they were drawn, stratum by stratum, with the columns of the
            list.
        strata: the strata of the frame.
        strata_of: the stratum of each case.
        unit: what was drawn, child | family.
        seed: the seed.
        events: how many events the frame has.
    """

    listed: ChildList
    rows: Frame
    strata: tuple[Stratum, ...]
    strata_of: tuple[str, ...]
    unit: str
    seed: str
    events: int

    @property
    def units(self) -> int:
        """How many units the frame has."""
        return sum(stratum.units for stratum in self.strata)

    @property
    def drawn(self) -> int:
        """How many cases there are."""
        return sum(stratum.drawn for stratum in self.strata)


def sample(
    listed: ChildList,
    *,
    size: int | None = None,
    percent: float | None = None,
    unit: str = CHILD,
    seed: str = "1",
    by_group: bool = False,
) -> Sample:
    """Draw from a list of events: `size` units, or `percent` of them (half up, at least one). With `by_group`, the
    groups of the list are strata, among which the size is shared out.

    Raises UsageError for neither or both of size and percent, UnavailableError for families that are not recorded, and
    for a frame without an event.
    """
    if (size is None) == (percent is None):
        raise UsageError("give one of --size and --percent: how many cases to draw, or which share of them")
    rows = listed.rows
    if not len(rows):
        raise UnavailableError("there is no event to draw from in these periods", indicator=listed.indicator.code)
    if unit == FAMILY and ("family_id" not in rows or not rows["family_id"].filled().any()):
        raise UnavailableError("--unit family needs the column family_id, and no event has one")
    places = _places(rows, unit, seed)
    stratum_of = {
        name: rows["group"].listed(np.array([place]))[0] if by_group else "" for name, place in places.items()
    }
    members: dict[str, list[str]] = {}
    for name, stratum in stratum_of.items():
        members.setdefault(stratum, []).append(name)
    sizes = {stratum: len(names) for stratum, names in sorted(members.items())}
    wanted = size if size is not None else max(1, int(len(places) * (percent or 0) / 100 + 0.5))
    given = shares(sizes, wanted)
    drawn = [(stratum, name) for stratum in sizes for name in draw(members[stratum], given[stratum], seed)]
    return Sample(
        listed,
        rows.take(np.array([places[name] for _, name in drawn], np.int64)),
        tuple(Stratum(stratum, count, given[stratum]) for stratum, count in sizes.items()),
        tuple(stratum for stratum, _ in drawn),
        unit,
        seed,
        len(rows),
    )


def _places(rows: Frame, unit: str, seed: str) -> dict[str, int]:
    """Each unit's identifier -> the row of the event that stands for it."""
    latest = _latest_of_each(rows["child_id"])
    if unit == CHILD:
        return latest
    recorded = rows["family_id"]
    names, known = recorded.listed(), set(recorded.texts)
    children: dict[str, list[str]] = {}
    for child, place in latest.items():
        # A child without a family is one of its own; its identifier must not pass for that of a family.
        alone = f"{child} (child)" if child in known else child
        children.setdefault(names[place] or alone, []).append(child)
    return {
        family: latest[min(siblings, key=lambda child: (rank(seed, child), child))]
        for family, siblings in children.items()
    }


def _latest_of_each(column: Categorical) -> dict[str, int]:
    """Each child's last row; the rows come in the order of their days."""
    return {child: place for place, child in enumerate(column.listed())}


# --- results ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AnswerCount:
    """One answer to one question: in how many of the cases with an answer it was given, and the interval of that share (as
    shares of 1)."""

    question: str
    text: str
    count: int
    of: int
    lower: float
    upper: float


@dataclass(frozen=True)
class AuditResults:
    """The answers to the questions of an audit.

    Attributes:
        answers: in the order of the questions, each question's most frequent first.
        blank: how many cases have no answer, by question.
        drawn: the size of the sample.
        units: the size of its frame.
    """

    answers: tuple[AnswerCount, ...]
    blank: Mapping[str, int]
    drawn: int
    units: int


def results(columns: Mapping[str, Sequence[str]], *, units: int, level: float = 95) -> AuditResults:
    """Summarise the answers of a sample of a frame of so many units.

    `columns` has for each question the answer of each case, "" for none. Answers that differ in case and blanks alone
    are one. Raises UsageError for more cases than units.
    """
    answers: list[AnswerCount] = []
    blank: dict[str, int] = {}
    drawn = max((len(texts) for texts in columns.values()), default=0)
    if units < drawn:
        raise UsageError(f"the sheet has {drawn} cases of a frame of {units}: keep the column units as it was written")
    for question, texts in columns.items():
        spelled: dict[str, str] = {}
        counts: dict[str, int] = {}
        for text in (" ".join(text.split()) for text in texts):
            if text:
                spelled.setdefault(text.casefold(), text)
                counts[text.casefold()] = counts.get(text.casefold(), 0) + 1
        of = sum(counts.values())
        blank[question] = len(texts) - of
        for key in sorted(counts, key=lambda key: (-counts[key], key)):
            lower, upper = wilson(counts[key], of, level=level, population=units)
            answers.append(AnswerCount(question, spelled[key], counts[key], of, lower, upper))
    return AuditResults(tuple(answers), blank, drawn, units)
