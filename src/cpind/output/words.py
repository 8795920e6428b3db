"""The words of a Result: what a figure's facts and a note's say, in one place. Nothing reads them back.

A figure's remarks are parts of a sentence, joined by semicolons in the tidy result's column "note"; a note is a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import singledispatch

from ..figures.facts import (
    LIVE,
    MAKES_BEFORE,
    MAKES_PART,
    RETURN,
    BasisInfo,
    BridgedBy,
    ChoiceMade,
    Counted,
    CoveredFrom,
    EndsOn,
    Fact,
    FilesEndOn,
    Flag,
    HoldsOnly,
    LimitsAnew,
    MayHoldOnly,
    NoSuchGroup,
    NotRecognised,
    OfPeriod,
    OtherBasis,
    Remark,
    ReviewsSince,
    Rounded,
    RunSummary,
    SilentAfter,
    Suppressed,
    TargetOfAYear,
    kinds_of,
)
from ..figures.printed import printed
from ..figures.result import Figure
from ..inputs.population import Estimate, NoPopulation
from ..model.joins import Join
from ..model.measures import in_a_sentence
from ..model.periods import long_date, year_runs
from ..model.wording import capital, counted
from .run_words import anew_sentence, run_sentence

CHOICES = {
    "anniversary": "two years by the second anniversary, not 730 days (--anniversary)",
    "weekends_only": "bank holidays taken for working days (--weekends-only)",
    "without_transfer_ins": "without transfer-in conferences (--without-transfer-ins)",
    "gap_from": "months since the start of the previous plan, not its end (--gap-from start)",
    "visit_days": "within another number of days than 10 (--visit-days)",
    "calendar_days": "calendar days, not working days (--calendar-days)",
    "full_history": "by all reviews of a plan, not those of the last twelve months (--full-history)",
}
"""What each of the Choices means for a figure, where it was made."""

CHECK_OF_TEXT = {
    "sex": "sex-unknown",
    "ethnicity": "ethnicity-unknown",
    "initial_category": "8905",
    "latest_category": "8910",
}
"""The checks that list the texts of a column that are not recognised."""


def basis_of(figure: Figure) -> str:
    """What a figure stands on: "return 2019/20", "live extract to 31 July 2020"."""
    return basis_label(figure.basis) if figure.basis else ""


def basis_label(basis: BasisInfo) -> str:
    """The name of a basis; of the live extract with its date."""
    return f"{basis.name} to {long_date(basis.as_at)}" if basis.kind == LIVE and basis.as_at else basis.name


def note_of(figure: Figure) -> str:
    """What a reader must know of a figure: why there is none, what makes it incomplete, its population, the choices."""
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


# --- remarks: flags of a figure -----------------------------------------------------------------------


@singledispatch
def remark(flag: Flag) -> str:
    """A flag of a figure as a part of a sentence."""
    raise TypeError(f"no words for {type(flag).__name__}")


@remark.register
def _(flag: EndsOn) -> str:
    return f"the extract ends on {long_date(flag.day)}"


@remark.register
def _(flag: SilentAfter) -> str:
    return f"nothing is recorded after {long_date(flag.day)}"


@remark.register
def _(flag: FilesEndOn) -> str:
    return f"{', '.join(flag.files)} goes to {long_date(flag.day)}"


@remark.register
def _(flag: CoveredFrom) -> str:
    return f"the extract covers what happened from {long_date(flag.day)}"


@remark.register
def _(flag: HoldsOnly) -> str:
    holds = "the extract holds" if flag.is_given else "the extract seems to hold"
    if flag.kind == "ended":
        return f"{holds} only plans that have ended: those still open are missing"
    if flag.kind == "open" or flag.since is None:
        return f"{holds} only open plans: those that have ended are missing"
    started = f"{holds} the plans started since {long_date(flag.since)}"
    lacks = _lacks(flag)
    return f"{started}: {lacks}" if lacks else started


@remark.register
def _(flag: MayHoldOnly) -> str:
    since = long_date(flag.short.since) if flag.short.since else "a day"
    lacks = _lacks(flag.short) or "earlier ones are missing"
    return f"the extract may hold only the plans started since {since}, and has too few to tell; if so, {lacks}"


def _lacks(flag: HoldsOnly) -> str:
    """What an extract of the plans started since a day lacks of a figure, "" where only those before that day."""
    if flag.lacks_earlier:
        return "earlier plans of the same children are missing"
    if flag.whole_from is None:
        return ""
    return f"those that were running then are missing, so this is whole only from {long_date(flag.whole_from)}"


@remark.register
def _(flag: ReviewsSince) -> str:
    return (
        f"the extract seems to hold only the reviews since {long_date(flag.since)}: earlier ones of the same plans are "
        f"missing, so this is whole only for twelve months that begin from {long_date(flag.whole_from)}"
    )


@remark.register
def _(flag: ChoiceMade) -> str:
    return CHOICES[flag.name]


@remark.register
def _(flag: BridgedBy) -> str:
    later = f", or up to {flag.days} days later," if flag.days > 1 else ", or the day after," * flag.days
    return (
        f"a plan that starts on the day on which another of the child's ends{later} is taken for one with it "
        f"(--bridge {flag.days})"
    )


# --- sentences: facts under a table -------------------------------------------------------------------


def sentences(facts: Iterable[Fact]) -> list[str]:
    """The facts as sentences."""
    return [sentence(fact) for fact in facts]


@singledispatch
def sentence(fact: Fact) -> str:
    """A fact as a sentence for under a table."""
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
    return f"{text}{message.many if fact.n * 10 > fact.total else ''}"


@sentence.register
def _(fact: Join) -> str:
    return f"{fact.said}."


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
    return f'The target for {fact.indicator}, {fact.by} "{fact.group}", has no such group here{near}'


@sentence.register
def _(fact: RunSummary) -> str:
    return run_sentence(fact)


@sentence.register
def _(fact: LimitsAnew) -> str:
    return anew_sentence(fact)


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
        f"Split, the whole area stands on the {_bases(fact.bases)}, because the {_bases(fact.bases_without_split)} {lacks} "
        f"the column: {numbers}."
    )


def _bases(bases: Sequence[BasisInfo]) -> str:
    """The names of bases, annual returns in one."""
    years = [basis.years[0] for basis in bases if basis.kind == RETURN]
    names = [f"return{'s' if len(years) > 1 else ''} {year_runs(years)}"] if years else []
    return " and ".join([*names, *(basis.name for basis in bases if basis.kind != RETURN)])
