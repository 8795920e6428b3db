"""What makes two figures of one indicator hard to compare, apart from what happened to children."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..figures.facts import BasisInfo
from ..figures.flags import MAKES_BEFORE, MAKES_PART, kinds_of
from ..figures.indicators import INDICATORS
from ..figures.result import Figure
from ..inputs.population import Estimate

CENSUSES = (2011, 2021)
"""After each the Office for National Statistics re-based its estimates, and DfE its rates."""

MOST_DAYS_APART = 3
"""Two years, quarters or months differ in length by at most this many days."""


@dataclass(frozen=True)
class Incomplete:
    """Figures whose periods the extract does not wholly cover."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class OtherKindOfBasis:
    """One figure stands on an annual return, say, and the other on the live extract."""

    base: BasisInfo
    figure: BasisInfo


@dataclass(frozen=True)
class OtherPopulation:
    """The two populations follow different rules, come from different sources, or one is not of the mid-year wanted."""

    base: Estimate
    figure: Estimate


@dataclass(frozen=True)
class AcrossCensus:
    """A census lies between the mid-years of the two populations."""

    census: int
    base: int
    figure: int


@dataclass(frozen=True)
class OtherLength:
    """The periods in which events are counted differ in length; their numbers of days."""

    base: int
    figure: int


Doubt = Incomplete | OtherKindOfBasis | OtherPopulation | AcrossCensus | OtherLength


def doubts_of(base: Figure, figure: Figure) -> Iterable[Doubt]:
    """The doubts about comparing the two figures, to be read before anything else."""
    incomplete = tuple(one for one in (base, figure) if kinds_of(one.flags, MAKES_BEFORE + MAKES_PART))
    if incomplete:
        yield Incomplete(incomplete)
    if base.basis and figure.basis and base.basis.kind != figure.basis.kind:
        yield OtherKindOfBasis(base.basis, figure.basis)
    if isinstance(base.population, Estimate) and isinstance(figure.population, Estimate):
        yield from _of_populations(base.population, figure.population)
    if not INDICATORS[figure.indicator].is_snapshot:
        lengths = [_days(one) for one in (base, figure)]
        if abs(lengths[0] - lengths[1]) > MOST_DAYS_APART:
            yield OtherLength(*lengths)


def _of_populations(base: Estimate, figure: Estimate) -> Iterable[Doubt]:
    is_other = base.source != figure.source or base.rule != figure.rule
    if is_other or any(one.mid_year != one.wanted for one in (base, figure)):
        yield OtherPopulation(base, figure)
    if base.mid_year is not None and figure.mid_year is not None:
        for census in CENSUSES:
            if base.mid_year < census <= figure.mid_year:
                yield AcrossCensus(census, base.mid_year, figure.mid_year)


def _days(figure: Figure) -> int:
    assert figure.start is not None and figure.end is not None
    return (figure.end - figure.start).days + 1
