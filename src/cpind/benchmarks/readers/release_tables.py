"""The tables of DfE's children in need releases: the columns that identify each, the figures in it, and its other columns.

A column that no table lists is new in a release, and the import names it. Columns that are listed and not taken repeat
others (a percentage of a duration, a rate of children) or are the measure of nothing that cpind computes.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...model.measures import PERCENT, RATE, Measure
from ...model.schema import CATEGORIES


def release_name(vintage: int) -> str:
    """What the store calls the release of a year."""
    return f"Children in need {vintage}"


@dataclass(frozen=True)
class ReleaseColumn:
    """A figure of a table, by the plain names of its columns.

    Attributes:
        indicator: its code.
        value: the published figure, "" where no release has a column for it.
        measure: the measure of a figure that is worked out from counts.
        numerator: the counts that add up to its numerator.
        denominator: its denominator, "" for a rate, whose population is in another file.
        group: the part of the whole that it counts.
    """

    indicator: str
    value: str = ""
    measure: Measure | None = None
    numerator: tuple[str, ...] = ()
    denominator: str = ""
    group: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """All columns that the figure uses."""
        return tuple(filter(None, (self.value, *self.numerator, self.denominator)))

    def is_in(self, headings: frozenset[str]) -> bool:
        """Whether a table with these headings has the figure, or the counts that it is computed from."""
        counts = {*self.numerator, self.denominator} - {""}
        return self.value in headings or (bool(counts) and counts <= headings)


@dataclass(frozen=True)
class ReleaseTable:
    """A table of a release.

    Attributes:
        needs: the plain names of columns that are together in no other table.
        holds: the figures in it.
        others: the columns that are known and not taken.
    """

    needs: frozenset[str]
    holds: tuple[ReleaseColumn, ...]
    others: frozenset[str] = frozenset()

    @property
    def headings(self) -> frozenset[str]:
        """All columns of the table that cpind knows."""
        return self.needs | self.others | {heading for column in self.holds for heading in column.headings}


def _count(indicator: str, heading: str) -> ReleaseColumn:
    return ReleaseColumn(indicator, heading)


def _rate(indicator: str, count: str) -> ReleaseColumn:
    """A rate per 10,000 children aged 0-17, its count beside it."""
    return ReleaseColumn(indicator, f"{count}_rate", RATE, (count,))


def _share(indicator: str, numerator: str, denominator: str) -> ReleaseColumn:
    """A percentage with a column of its own, numerator and denominator beside it."""
    return ReleaseColumn(indicator, f"{numerator}_percent", PERCENT, (numerator,), denominator)


_CATEGORY_HEADINGS = dict(zip(("neglect", "physical", "sexual", "emotional", "multiple"), CATEGORIES.values()))


def _categories(indicator: str, which: str, total: str) -> tuple[ReleaseColumn, ...]:
    """The share of each category of abuse, initial or latest, in a total; the release has only the counts."""
    return tuple(
        ReleaseColumn(indicator, "", PERCENT, (f"{heading}_{which}",), total, group)
        for heading, group in _CATEGORY_HEADINGS.items()
    )


_DURATIONS = frozenset(
    f"{band}{ending}"
    for band in (
        "3_months",
        "3_6_months",
        "6_months_1_year",
        "1_2_years",
        "3_months_or_less",
        "more_than_3_months_6_months",
        "more_than_6_months_less_than_1_year",
        "1_year_less_than_2_years",
    )
    for ending in ("", "_percent")
)

D1 = ReleaseTable(
    frozenset(("cpp_start", "cpp_end", "cpp_at31")),
    (
        _rate("rates", "cpp_at31"),
        _rate("starts-rate", "cpp_start"),
        _rate("ends-rate", "cpp_end"),
        _rate("any-point-rate", "cpp_anypoint"),
        _count("plans-open", "cpp_at31"),
        _count("plans-started", "cpp_start"),
        _count("plans-ended", "cpp_end"),
        _count("starts-children", "cpp_child_start"),
        _count("ends-children", "cpp_child_end"),
        _count("any-point-children", "cpp_child_anypoint"),
        _count("any-point", "cpp_anypoint"),
    ),
    frozenset(("cpp_child_start_rate", "cpp_child_end_rate", "cpp_child_anypoint_rate")),
)
C4 = ReleaseTable(
    frozenset(("section47", "icpc")),
    (
        _count("s47", "section47"),
        _rate("s47-rate", "section47"),
        _count("s47-children", "section47_child"),
        _count("conferences", "icpc"),
        _rate("conferences-rate", "icpc"),
        _count("conferences-children", "icpc_child"),
        ReleaseColumn("icpc", "", PERCENT, ("duration_0_10_days", "duration_11_15_days"), "icpc"),
    ),
    frozenset(("section47_child_rate", "icpc_child_rate", "duration_16_20_days", "duration_21_or_more_days"))
    | {f"duration_{which}" for which in ("25th_percentile", "median", "75th_percentile")},
)
D2 = ReleaseTable(
    frozenset(("cpp_start", "neglect_initial")),
    _categories("category-start", "initial", "cpp_start"),
    frozenset(f"{heading}_latest" for heading in _CATEGORY_HEADINGS),
)
D3 = ReleaseTable(frozenset(("cpp_start", "cpp_subsequent")), (_share("repeats", "cpp_subsequent", "cpp_start"),))
D4 = ReleaseTable(
    frozenset(("cpp_at31", "neglect_latest")),
    _categories("category-open-latest", "latest", "cpp_at31")
    + _categories("category-open-initial", "initial", "cpp_at31"),
)
D5 = ReleaseTable(
    frozenset(("cpp_at31", "2_years_or_more")), (_share("two-year-open", "2_years_or_more", "cpp_at31"),), _DURATIONS
)
D6 = ReleaseTable(
    frozenset(("cpp_at31_3months", "reviewed_within_timescales")),
    (_share("reviews", "reviewed_within_timescales", "cpp_at31_3months"),),
)
D7 = ReleaseTable(
    frozenset(("cpp_end", "2_years_or_more")), (_share("two-year", "2_years_or_more", "cpp_end"),), _DURATIONS
)

TABLES = (D1, C4, D2, D3, D4, D5, D6, D7)


def released_codes() -> frozenset[str]:
    """The codes of all indicators that a release has for authorities."""
    return frozenset(column.indicator for table in TABLES for column in table.holds)
