"""The tables of DfE's children in need releases: the columns that tell each, and the figures that it holds."""

from __future__ import annotations

from dataclasses import dataclass

from ...model.measures import PERCENT, RATE, Measure


def release_name(vintage: int) -> str:
    """What the store calls the release of a year."""
    return f"Children in need {vintage}"


@dataclass(frozen=True)
class Column:
    """A figure of a table, by the plain names of its columns.

    `value`: the published figure, "" where the release has no column for it. `numerator`: the counts that add up to the
    numerator of a `measure`; `denominator`: its denominator, "" for a rate, whose population is in another file.
    """

    indicator: str
    value: str = ""
    measure: Measure | None = None
    numerator: tuple[str, ...] = ()
    denominator: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """All columns that the figure uses."""
        return tuple(filter(None, (self.value, *self.numerator, self.denominator)))


@dataclass(frozen=True)
class ReleaseTable:
    """A table of a release: the plain names of columns that together are in no other table, and its figures."""

    needs: frozenset[str]
    columns: tuple[Column, ...]


def _share(indicator: str, numerator: str, denominator: str) -> Column:
    """A percentage with a column of its own, numerator and denominator beside it."""
    return Column(indicator, f"{numerator}_percent", PERCENT, (numerator,), denominator)


def _table(*needs: str, holds: tuple[Column, ...]) -> ReleaseTable:
    return ReleaseTable(frozenset(needs), holds)


TABLES = (
    _table(  # d1
        "cpp_start",
        "cpp_end",
        "cpp_at31",
        holds=(
            Column("rates", "cpp_at31_rate", RATE, ("cpp_at31",)),
            Column("plans-open", "cpp_at31"),
            Column("plans-started", "cpp_start"),
            Column("plans-ended", "cpp_end"),
        ),
    ),
    _table(  # c4
        "section47",
        "icpc",
        holds=(
            Column("s47", "section47"),
            Column("conferences", "icpc"),
            Column("icpc", "", PERCENT, ("duration_0_10_days", "duration_11_15_days"), "icpc"),
        ),
    ),
    _table("cpp_start", "cpp_subsequent", holds=(_share("repeats", "cpp_subsequent", "cpp_start"),)),  # d3
    _table("cpp_at31", "2_years_or_more", holds=(_share("two-year-open", "2_years_or_more", "cpp_at31"),)),  # d5
    _table(  # d6
        "cpp_at31_3months",
        "reviewed_within_timescales",
        holds=(_share("reviews", "reviewed_within_timescales", "cpp_at31_3months"),),
    ),
    _table("cpp_end", "2_years_or_more", holds=(_share("two-year", "2_years_or_more", "cpp_end"),)),  # d7
)
