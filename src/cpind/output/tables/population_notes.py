"""The sentences under a table about populations: which estimates, by which rule, and who has none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from ...figures.indicators import INDICATORS
from ...figures.result import Figure
from ...inputs.population import DFE, PUBLISHED_BY_THEN, Estimate, NoPopulation
from ...model.schema import NOT_RECOGNISED, NOT_RECORDED
from ...model.wording import SINGULAR, distinct, listed
from ..words import estimate_label

YEAR_ENDS = "; by DfE's rule a 31 March takes a later one (--population-rule dfe)"

MOST_NAMED = 15
"""The most groups without a population that a sentence names; for more it gives the number."""


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
    behind it: "mid-2019 (in place of mid-2020) for 2020/21". Where groups and the whole area stand on others, those of each."""
    if not _apart(figures):
        return f"Population: {text}." if (text := _mid_years(figures)) else ""
    return f"Population of {_each(figures)}: {_mid_years(_split(figures))}; of {_area(figures)}: {_mid_years(_whole(figures))}."


def _mid_years(figures: Sequence[Figure]) -> str:
    estimates = list(dict.fromkeys(estimate for _, estimate in _estimates(figures)))
    if not estimates:
        return ""
    wanted = sorted({e.mid_year for e in estimates if e.mid_year is not None and e.mid_year == e.wanted})
    # Each once and in order, so they follow one another if the last lies as far from the first as they are many.
    is_run = len(wanted) > 2 and wanted[-1] - wanted[0] == len(wanted) - 1
    run = [f"mid-{wanted[0]} to mid-{wanted[-1]}"] if is_run else [f"mid-{year}" for year in wanted]
    others = sorted({_stand_in(e, figures) for e in estimates if e.mid_year is None or e.mid_year != e.wanted})
    sources = distinct(e.source.replace(";", ",") for e in estimates if e.source)
    return ", ".join([*run, *others, *sources])


def _stand_in(estimate: Estimate, figures: Sequence[Figure]) -> str:
    """An estimate that was not the one wanted, and the periods that it is used for where others have another."""
    periods = distinct(f.period for f, used in _estimates(figures) if used.wanted == estimate.wanted)
    others = distinct(f.period for f, _ in _estimates(figures))
    label = estimate_label(estimate)
    return label if len(periods) == len(others) else f"{label} for {listed(periods)}"


def _split(figures: Sequence[Figure]) -> list[Figure]:
    return [f for f in figures if f.by]


def _whole(figures: Sequence[Figure]) -> list[Figure]:
    return [f for f in figures if not f.by]


def _each(figures: Sequence[Figure]) -> str:
    """ "each district"."""
    return f"each {_split(figures)[0].by.replace('_', ' ').replace('-', ' ')}"


def _area(figures: Sequence[Figure]) -> str:
    return next(f.area for f in figures if not f.by)


def _apart(figures: Sequence[Figure]) -> list[tuple[str, int, int]]:
    """The periods in which groups use a different mid-year from the whole area, with both mid-years."""
    whole = {(f.indicator, f.start, f.end): e.mid_year for f, e in _estimates(_whole(figures))}
    pairs = ((f.period, e.mid_year, whole.get((f.indicator, f.start, f.end))) for f, e in _estimates(_split(figures)))
    return list(dict.fromkeys((label, one, other) for label, one, other in pairs if one and other and one != other))


def population_rule(figures: Sequence[Figure]) -> str:
    """Which rule the mid-years follow, where they change, and that a 31 March has another one by DfE's rule. Where groups and
    the whole area stand on different ones, the rule of each, and that they do not add up."""
    groups, whole = _split(figures), _whole(figures)
    if not (apart := _apart(figures)):
        return f"Mid-years{text}." if (text := _rule_of(whole, changes=True)) else ""
    periods, every = distinct(label for label, *_ in apart), distinct(f.period for f, _ in _estimates(figures))
    label, one, other = apart[-1]
    each, area = _each(figures), _area(figures)
    which = f"For {listed(periods)}" if len(periods) < 3 else f"For {len(periods)} of the {len(every)} periods"
    two = f"mid-{one} and mid-{other}" + (f" at {label}" if len(periods) > 1 else "")
    rules = (f"Mid-years of {who}{text}." for who, text in ((each, _rule_of(groups)), (area, _rule_of(whole))) if text)
    return " ".join(
        (*rules, f"{which} {each} uses a different mid-year from {area} ({two}), so the rates do not add up.")
    )


def _rule_of(figures: Sequence[Figure], *, changes: bool = False) -> str:
    """The rule as what follows "Mid-years", with `changes` where the mid-year changes."""
    # Of groups the first of each period: they follow one rule.
    first = list({(f.start, f.end): (f, estimate) for f, estimate in reversed(_estimates(figures))}.values())[::-1]
    used = distinct(estimate.rule for _, estimate in first if estimate.rule)
    if not used or used == (DFE,):
        return " by DfE's rule: the one before 31 March of the reporting year" if used else ""
    by_then = [(f, estimate) for f, estimate in first if estimate.rule == PUBLISHED_BY_THEN]
    text = latest = "the latest published by the date"
    if len(used) > 1:
        text = f"DfE's rule, but {latest} for {listed(distinct(f.period for f, _ in by_then))}"
    steps = [
        f"from mid-{before.mid_year} to mid-{after.mid_year} at {f.period}"
        for (_, before), (f, after) in pairwise(by_then)
        if before.mid_year != after.mid_year
    ]
    text += f"; the mid-year changes {', '.join(steps)}" if changes and steps else ""
    year_ends = any(f.end and (f.end.month, f.end.day) == (3, 31) for f, _ in by_then)
    return f": {text}{YEAR_ENDS if year_ends else ''}"


def districts_above(figures: Sequence[Figure]) -> Iterable[str]:
    """Which districts have more children than the area that they are a part of, in the mid-year of both."""
    whole = {(f.indicator, f.start, f.end): estimate for f, estimate in _estimates(_whole(figures))}
    above: dict[str, set[int]] = {}
    for f, estimate in _estimates(f for f in figures if f.by == "district"):
        area = whole.get((f.indicator, f.start, f.end))
        if area and estimate.mid_year and estimate.mid_year == area.mid_year and estimate.children > area.children:
            above.setdefault(f.group, set()).add(estimate.mid_year)
    for years in dict.fromkeys(tuple(sorted(one)) for one in above.values()):
        names = [name for name, one in above.items() if tuple(sorted(one)) == years]
        who = f"{len(names)} districts" if len(names) > MOST_NAMED else listed(names)
        verb = "has" if len(names) == 1 else "each have"
        when = listed([f"mid-{year}" for year in years])
        yield f"{who} {verb} more children than {_area(figures)} ({when}), so one of the populations is wrong (check population-above)."


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
