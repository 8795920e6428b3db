"""What was joined from separate files: facts, and a sentence for each join."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .wording import counted, listed


@dataclass(frozen=True, eq=False)
class Join:
    """Rows of `file` that took something from `sources`.

    Attributes:
        kind: enquiry | referral | plan | person.
        by: the key or keys, "child" if the dates decide.
        wanted: how many rows needed a match (for people: the children with an event).
        rows: the places, among all rows of the extract, of those that found one.
        doubtful: the places of those that had several to choose from (for people: rows that differ from a later one).
        matched: how many found one, if that is not the number of rows.
        early: how many conferences without an enquiry were held in the first weeks that the enquiries cover, so that
            their enquiry may be older than the file.
    """

    kind: str
    file: str
    sources: tuple[str, ...]
    by: str
    wanted: int
    rows: np.ndarray
    doubtful: np.ndarray
    matched: int | None = None
    early: int = 0

    @property
    def found(self) -> int:
        """How many rows found a match."""
        return len(self.rows) if self.matched is None else self.matched

    @property
    def sentence(self) -> str:
        """The sentence to print under a table."""
        return f"{self.file}: {self.short}"

    @property
    def short(self) -> str:
        """The same without the file's name."""
        return _SENTENCES[self.kind](self)


def _enquiries(join: Join) -> str:
    text = (
        f"{join.found:,} of {join.wanted:,} {_or(join, 'conference')} {_take(join)} the section 47 enquiry from "
        f"{listed(join.sources)}, by {join.by}"
    )
    if len(join.doubtful):
        text += counted("; {n} had several to choose from and {takes|take} the latest", len(join.doubtful))
    if join.early:
        text += counted(
            "; {n} without one {was|were} held in the first weeks of that file, and the enquiry may be older: "
            "export enquiries from a month before the first conference",
            join.early,
        )
    return f"{text} (check joined)"


def _referrals(join: Join) -> str:
    return (
        f"{join.found:,} of {join.wanted:,} {_or(join, 'transfer-in')} {_take(join)} the referral from "
        f"{listed(join.sources)}, by {join.by} (check joined)"
    )


def _plans(join: Join) -> str:
    return (
        f"{join.found:,} of {join.wanted:,} {_or(join, 'review')} {'belongs' if join.found == 1 else 'belong'} to a "
        f"plan of {listed(join.sources)}, by {join.by} (check joined)"
    )


def _people(join: Join) -> str:
    text = (
        f"describes {join.found:,} of the {join.wanted:,} {'child' if join.wanted == 1 else 'children'} with an event"
    )
    if len(join.doubtful):
        text += counted(
            "; {n} {row differs|rows differ} from a later row of the child, which is taken (check person-differs)",
            len(join.doubtful),
        )
    return text


_SENTENCES = {"enquiry": _enquiries, "referral": _referrals, "plan": _plans, "person": _people}


def _or(join: Join, one: str) -> str:
    return one if join.wanted == 1 else f"{one}s"


def _take(join: Join) -> str:
    return "takes" if join.found == 1 else "take"
