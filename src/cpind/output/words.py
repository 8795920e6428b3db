"""The words of a Result: the facts of figures and notes as text. Nothing reads them back.

A figure's remarks are parts of a sentence, joined by semicolons in the tidy result's column "note"; a note is a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import singledispatch

from ..figures.facts import (
    LIVE,
    RETURN,
    BasisInfo,
    Counted,
    Fact,
    NoSuchGroup,
    NotRecognised,
    OfPeriod,
    OtherBasis,
    Rebase,
    Remark,
    Rounded,
    RunSummary,
    Suppressed,
    TargetOfAYear,
)
from ..figures.flags import MAKES_BEFORE, MAKES_PART, BridgedBy, ChoiceMade, kinds_of
from ..figures.printed import printed
from ..figures.result import Figure
from ..inputs.population import Estimate, NoPopulation
from ..model.joins import Join
from ..model.measures import in_a_sentence
from ..model.periods import long_date, year_runs
from ..model.wording import capital, counted
from .remarks import remark
from .run_words import rebase_sentence, run_sentence

CHECK_OF_TEXT = {
    "sex": "sex-unknown",
    "ethnicity": "ethnicity-unknown",
    "initial_category": "8905",
    "latest_category": "8910",
}
"""The check that lists the unrecognised texts of each column."""


def basis_of(figure: Figure) -> str:
    """What a figure stands on: "return 2019/20", "live extract to 31 July 2020"."""
    return basis_label(figure.basis) if figure.basis else ""


def basis_label(basis: BasisInfo) -> str:
    """The name of a basis; for the live extract with its date."""
    return f"{basis.name} to {long_date(basis.as_at)}" if basis.kind == LIVE and basis.as_at else basis.name


def note_of(figure: Figure) -> str:
    """What a reader must know about a figure: why there is none, what makes it incomplete, its population, the choices."""
    if figure.reason:
        return figure.reason
    if figure.is_benchmark:
        return "; ".join(filter(None, (figure.symbol, figure.source)))
    first = kinds_of(figure.flags, MAKES_BEFORE + MAKES_PART)
    rest = [flag for flag in figure.flags if flag not in first]
    population = [population_text(figure.population)] if figure.population else []
    return "; ".join([*map(remark, first), *population, *map(remark, rest)])


def population_text(population: Estimate | NoPopulation) -> str:
    """ "population mid-2019, ONS mid-year estimate", or why there is none."""
    return population.value if isinstance(population, NoPopulation) else f"population {estimate_text(population)}"


def estimate_text(estimate: Estimate) -> str:
    """ "mid-2019, ONS mid-year estimate"."""
    source = estimate.source.replace(";", ",")
    return estimate_label(estimate) + (f", {source}" if source else "")


def estimate_label(estimate: Estimate) -> str:
    """ "mid-2019", "mid-2019 (in place of mid-2020)" or "117,720 children"."""
    if estimate.mid_year is None:
        return counted("{n} {child|children}", estimate.children)
    return f"mid-{estimate.mid_year}" + (
        f" (in place of mid-{estimate.wanted})" if estimate.mid_year != estimate.wanted else ""
    )


# --- sentences: facts under a table -------------------------------------------------------------------


def sentences(facts: Iterable[Fact]) -> list[str]:
    """The facts as sentences."""
    return [sentence(fact) for fact in facts]


@singledispatch
def sentence(fact: Fact) -> str:
    """A fact as a sentence to print under a table."""
    raise TypeError(f"no sentence for {type(fact).__name__}")


@sentence.register
def _(fact: ChoiceMade | BridgedBy) -> str:
    return f"{capital(remark(fact))}."


@sentence.register
def _(fact: Remark) -> str:
    return fact.text


@sentence.register
def _(fact: Counted) -> str:
    message = fact.message
    text = counted(message.text, fact.n, fact.total, check=message.check)
    is_many = fact.n is None or fact.n * 10 > fact.total
    return f"{text}{message.many if is_many else ''}"


@sentence.register
def _(fact: Join) -> str:
    return f"{fact.sentence}."


@sentence.register
def _(fact: NotRecognised) -> str:
    checks = " and ".join(dict.fromkeys(CHECK_OF_TEXT[column] for column in fact.columns))
    what = fact.grouping.replace("_", " ").replace("ethnic-group", "ethnicity")
    article = "an" if what[0] in "aeiou" else "a"
    return counted(f"{{n}} {{row has|rows have}} {article} {what} that is not recognised (check {checks}).", fact.n)


@sentence.register
def _(fact: TargetOfAYear) -> str:
    return f"The target for {fact.indicator} is for a year: shorter and incomplete periods are not compared with it."


@sentence.register
def _(fact: NoSuchGroup) -> str:
    near = f'; did you mean "{fact.near}"?' if fact.near else "."
    return f'There is a target for {fact.indicator}, {fact.by} "{fact.group}", but no such group here{near}'


@sentence.register
def _(fact: RunSummary) -> str:
    return run_sentence(fact)


@sentence.register
def _(fact: Rebase) -> str:
    return rebase_sentence(fact)


_LEFT_OUT = "Notes that count children are left out."


@sentence.register
def _(fact: Suppressed) -> str:
    hidden = "c: suppressed, a number from 1 to 5 or one from which such a number could be worked out."
    none = "Small numbers would be suppressed; there are none here."
    return f"{hidden if fact.is_any else none} {_LEFT_OUT}"


@sentence.register
def _(fact: Rounded) -> str:
    left_out = "" if fact.is_suppressed else f" {_LEFT_OUT}"
    return (
        f"Numbers are rounded to the nearest {fact.base}; percentages and rates are of the unrounded numbers.{left_out}"
    )


@sentence.register
def _(fact: OfPeriod) -> str:
    return f"{fact.period}: {sentence(fact.fact)}"


@sentence.register
def _(fact: OtherBasis) -> str:
    pairs = [
        f"{here.period} {in_a_sentence(printed(here))}, without --by {in_a_sentence(printed(there))}"
        for here, there in fact.pairs
        if printed(here) != printed(there)
    ]
    numbers = "; ".join(pairs) if pairs else "the figures are the same"
    lacks = "lacks" if len(fact.bases_without_split) == 1 else "lack"
    return (
        f"With a split, the whole area stands on the {_bases(fact.bases)}, because the {_bases(fact.bases_without_split)} {lacks} "
        f"the column: {numbers}."
    )


def _bases(bases: Sequence[BasisInfo]) -> str:
    """The names of bases, with all annual returns under one name."""
    years = [basis.years[0] for basis in bases if basis.kind == RETURN]
    names = [f"return{'s' if len(years) > 1 else ''} {year_runs(years)}"] if years else []
    return " and ".join([*names, *(basis.name for basis in bases if basis.kind != RETURN)])
