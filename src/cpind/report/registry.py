"""What a section is, and the decorator that registers one; each is a file of sections/."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..model.discovery import import_all
from ..model.periods import Period
from ..model.wording import did_you_mean, listed
from ..output.document import Block
from .periods import PackPeriods

if TYPE_CHECKING:
    from .pack import Pack


@dataclass(frozen=True)
class TableRequest:
    """A table of figures that a section wants.

    Attributes:
        codes: its indicators.
        periods: its periods.
        by: the grouping, "" for none.
        rule: that of the population, as in Request, unless the user names one.
        is_county_by_dfe: whether the whole area's own rates are then as without the split, by the rule of each date.
        compared: whether the benchmarks stand beside.
        tolerant: whether it is still a table without its first indicator.
        is_run: whether it has control limits.
        is_pair: whether it has two periods, of which it is said whether they differ by more than chance.
    """

    codes: tuple[str, ...]
    periods: tuple[Period, ...]
    by: str = ""
    rule: str | None = None
    is_county_by_dfe: bool = False
    compared: bool = True
    tolerant: bool = False
    is_run: bool = False
    is_pair: bool = False


@dataclass(frozen=True)
class Missing:
    """Why a section is left out: the `reason` for the report, as the end of a sentence, and the `detail` for its
    author, on what would put the section in."""

    reason: str
    detail: str = ""


Asks = Callable[[PackPeriods], Mapping[str, TableRequest]]
MakeBlocks = Callable[["Pack"], "Sequence[Block] | Missing"]


@dataclass(frozen=True)
class SectionKind:
    """A section of the pack.

    Attributes:
        name: its name for --sections, and its anchor.
        title: its title.
        order: its place by default.
        asks: gives the tables it wants, by names that no other section has; the first is the one without which there is
            no section.
        make: gives its blocks, or why it is missing.
        without: why it is missing if its first table is.
    """

    name: str
    title: str
    order: int
    asks: Asks
    make: MakeBlocks
    without: str = ""


SECTIONS: dict[str, SectionKind] = {}
"""By name, in the order of a pack once `all_sections` has run."""


def no_tables(_: PackPeriods) -> Mapping[str, TableRequest]:
    """No tables: for a section that needs no figures of its own."""
    return {}


def section(
    name: str, *, title: str, order: int, asks: Asks = no_tables, without: str = ""
) -> Callable[[MakeBlocks], MakeBlocks]:
    """Register the decorated function as a section. Raises ValueError for a name that is taken."""

    def register(function: MakeBlocks) -> MakeBlocks:
        if name in SECTIONS:
            raise ValueError(f"two sections are called {name}")
        SECTIONS[name] = SectionKind(name, title, order, asks, function, without)
        return function

    return register


def all_sections() -> dict[str, SectionKind]:
    """Every section there is, in the order of a pack."""
    from . import sections

    import_all(sections.__name__, sections.__path__)
    return dict(sorted(SECTIONS.items(), key=lambda pair: pair[1].order))


def chosen_sections(wanted: Sequence[str], *, option: str) -> tuple[SectionKind, ...]:
    """The sections named, each once and in this order; all of them if none is named. Raises UsageError for an unknown
    one."""
    known = all_sections()
    names = list(dict.fromkeys(name.strip().lower() for name in wanted)) or list(known)
    for name in names:
        if name not in known:
            raise UsageError(
                f'{option} "{name}": there is no such section; they are {listed(list(known))}{did_you_mean(name, known)}'
            )
    return tuple(known[name] for name in names)
