"""The sentences under a table about populations: which estimates, by which rule, and who has none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from ...figures.indicators import INDICATORS
from ...figures.result import Figure
from ...inputs.population import DFE, PUBLISHED_BY_THEN, Estimate, NoPopulation
from ...model.schema import NOT_RECOGNISED, NOT_RECORDED
from ...model.wording import distinct, listed
from ..words import estimate_label
from .assessed import SINGULAR

MOST_NAMED = 15
"""Of more groups without a population a sentence gives the number."""


def counts_shown(figures: Sequence[Figure]) -> bool:
    """Whether there is no population, or none for a group (other than what is not recorded or recognised): then a table
    shows counts beside rates."""
    return any(
        f.population is NoPopulation.NOT_GIVEN
        or (f.by and f.group not in (NOT_RECORDED, NOT_RECOGNISED) and f.population is NoPopulation.NOT_OF_GROUP)
        for f in figures
    )


def _estimates(figures: Iterable[Figure]) -> list[tuple[Figure, Estimate]]:
    return [(f, f.population) for f in figures if isinstance(f.population, Estimate)]


def population(figures: Sequence[Figure]) -> str:
    """ "Population: mid-2015 to mid-2019, ONS mid-year estimate."; a mid-year that stands in for another has its periods
    behind it: "mid-2019 (in place of mid-2020) for 2020/21"."""
    estimates = list(dict.fromkeys(estimate for _, estimate in _estimates(figures)))
    if not estimates:
        return ""
    wanted = sorted({e.mid_year for e in estimates if e.mid_year is not None and e.mid_year == e.wanted})
    # Each once and in order, so they follow one another if the last lies as far from the first as they are many.
    is_run = len(wanted) > 2 and wanted[-1] - wanted[0] == len(wanted) - 1
    run = [f"mid-{wanted[0]} to mid-{wanted[-1]}"] if is_run else [f"mid-{year}" for year in wanted]
    others = sorted({_stand_in(e, figures) for e in estimates if e.mid_year is None or e.mid_year != e.wanted})
    sources = distinct(e.source.replace(";", ",") for e in estimates if e.source)
    return f"Population: {', '.join([*run, *others, *sources])}."


def _stand_in(estimate: Estimate, figures: Sequence[Figure]) -> str:
    """An estimate that was not the one wanted, and the periods that it is used for where others have another."""
    periods = distinct(f.period for f, used in _estimates(figures) if used.wanted == estimate.wanted)
    others = distinct(f.period for f, _ in _estimates(figures))
    label = estimate_label(estimate)
    return label if len(periods) == len(others) else f"{label} for {listed(periods)}"


def population_rule(figures: Sequence[Figure]) -> str:
    """Which rule the mid-years follow, where they change, and that a 31 March has another one by DfE's rule."""
    whole = [(f, estimate) for f, estimate in _estimates(figures) if not f.by]
    used = distinct(estimate.rule for _, estimate in whole if estimate.rule)
    if not used:
        return ""
    if used == (DFE,):
        return "Mid-years by DfE's rule: the one before 31 March of the reporting year."
    by_then = [(f, estimate) for f, estimate in whole if estimate.rule == PUBLISHED_BY_THEN]
    steps = [
        f"from mid-{before.mid_year} to mid-{after.mid_year} at {f.period}"
        for (_, before), (f, after) in pairwise(by_then)
        if before.mid_year != after.mid_year
    ]
    text = "the latest published by the date"
    if len(used) > 1:
        text = f"DfE's rule, but {text} for {listed(distinct(f.period for f, _ in by_then))}"
    changes = f"; the mid-year changes {', '.join(steps)}" if steps else ""
    year_ends = any(f.end and (f.end.month, f.end.day) == (3, 31) for f, _ in by_then)
    other = "; by DfE's rule a 31 March takes a later one (--population-rule dfe)" if year_ends else ""
    return f"Mid-years: {text}{changes}{other}."


def without_population(figures: Sequence[Figure]) -> Iterable[str]:
    """The groups that have a count and no rate; the counts too, unless the table has them."""
    for missing in (NoPopulation.NOT_OF_GROUP, NoPopulation.NOT_SO_EARLY):
        concerned = [f for f in figures if f.population is missing and f.numerator is not None]
        groups = distinct(f.group or f.area for f in concerned)
        if len(groups) > MOST_NAMED:
            yield f"{len(groups)} groups have no population of their own, so no rate."
            continue
        if groups and counts_shown(figures):
            yield f"{', '.join(groups)}: {missing.value}, so no rate."
            continue
        for group in groups:
            mine = [f for f in concerned if (f.group or f.area) == group]
            in_all = len(mine) == sum((f.group or f.area) == group for f in figures)
            counts = ", ".join(f"{f.numerator:,}" + ("" if in_all else f" ({f.period})") for f in mine)
            noun = INDICATORS[mine[0].indicator].counted
            noun = SINGULAR.get(noun, noun) if counts == "1" else noun
            yield f"{group}: {counts} {noun}; {missing.value}, so no rate."
