"""The sentences under a table: the latest benchmarks, the basis, the population, what is incomplete, what was left out.

All that a sentence says of a figure it takes from the figure's status, basis and note, so the tidy result
says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import pairwise

from ...benchmarks import SYMBOLS
from ...figures.indicators import INDICATORS
from ...figures.result import (
    COVERS_FROM,
    ENDS_ON,
    FILE_ENDS_ON,
    HOLDS,
    POPULATION,
    UNAVAILABLE,
    Figure,
    Result,
    distinct,
)
from ...inputs.population import DFE, NONE_FOR_GROUP, NONE_GIVEN, NONE_SO_EARLY, PUBLISHED_BY_THEN
from ...model.measures import RATE
from ...model.periods import Period
from ...model.schema import NOT_RECOGNISED, NOT_RECORDED
from ...model.wording import capital, listed


def footnotes(result: Result, codes: Sequence[str]) -> tuple[str, ...]:
    """The sentences for a table that shows these indicators, most needed first."""
    shown = [figure for figure in result.figures if figure.indicator in codes]
    own = [figure for figure in shown if not figure.is_benchmark]
    order = list(result.periods)
    sentences = [
        *_counts(result, own),
        *(note.text for note in result.published if note.indicator in codes),
        " ".join(filter(None, (_basis(own, order), _population(own), _population_rule(own, result.rules)))),
        *_part(own, order),
        *_files_behind(own, order),
        *_before(own, order, codes),
        *_held(own, order, codes),
        *_unavailable(own, order),
        *_without_population(own),
        *_nothing_to_divide_by(own),
        *_symbols(shown),
        *(note.text for note in result.notes if note.indicator in ("", *codes)),
    ]
    return distinct(filter(None, sentences))


def counts_shown(figures: Sequence[Figure]) -> bool:
    """Whether there is no population, or none for a group (other than what is not recorded or recognised): then a table shows counts
    beside rates."""
    return any(
        NONE_GIVEN in f.note or (f.by and f.group not in (NOT_RECORDED, NOT_RECOGNISED) and NONE_FOR_GROUP in f.note)
        for f in figures
    )


def _counts(result: Result, figures: Sequence[Figure]) -> Iterable[str]:
    """At single dates the children behind the rates: "Children: 592 at 28 February 2018." """
    rates = [f for f in figures if INDICATORS[f.indicator].measure is RATE and not f.by and f.numerator is not None]
    if rates and not result.by and all(period.kind == "date" for period in result.periods):
        counted = ", ".join(f"{f.numerator:,} at {f.period}" for f in rates)
        yield f"Children: {counted}."


def _basis(figures: Sequence[Figure], order: list[Period]) -> str:
    """ "Annual returns 2015/16 to 2019/20." or, where figures differ, which stand on what."""
    labels = list(distinct(figure.basis for figure in figures if figure.basis))
    returns = [label.removeprefix("return ") for label in labels if label.startswith("return ")]
    others = [label for label in labels if not label.startswith("return ")]
    said = [f"annual return{'s' if len(returns) > 1 else ''} {_listed(returns, order)}"] if returns else []
    for label in others:
        elsewhere = {f.period for f in figures if f.basis and f.basis != label}
        periods = distinct(f.period for f in figures if f.basis == label)
        alone = [period for period in periods if period not in elsewhere]
        codes = {f.indicator for f in figures if f.basis == label and f.period in elsewhere}
        shared = f"what one return can't answer ({', '.join(map(_short, sorted(codes)))})" if codes else ""
        which = " and ".join(filter(None, [_listed(alone, order) if alone else "", shared]))
        said.append(label if len(labels) == 1 else f"{label} for {which}")
    text = "; ".join(said)
    return f"{capital(text)}." if text else ""


def _population(figures: Sequence[Figure]) -> str:
    """ "Population: mid-2015 to mid-2019, ONS mid-year estimate." """
    used = distinct(
        remark.removeprefix(POPULATION)
        for f in figures
        for remark in f.note.split("; ")
        if remark.startswith(POPULATION)
    )
    if not used:
        return ""
    years = sorted(distinct(text.partition(", ")[0] for text in used))
    exact = [year for year in years if "(" not in year]
    # Each once and in order, so they follow one another if the last lies as far from the first as they are many.
    is_run = len(exact) > 2 and int(exact[-1][-4:]) - int(exact[0][-4:]) == len(exact) - 1
    run = [f"{exact[0]} to {exact[-1]}"] if is_run else exact
    sources = distinct(filter(None, (text.partition(", ")[2] for text in used)))
    return f"Population: {', '.join([*run, *(year for year in years if '(' in year), *sources])}."


def _population_rule(figures: Sequence[Figure], rules: Sequence[tuple[str, str]]) -> str:
    """Which rule the mid-years follow, where they change, and that a 31 March has another one by DfE's rule."""
    whole = [f for f in figures if not f.by and POPULATION in f.note]
    rule_of = dict(rules)
    used = distinct(rule_of[f.period] for f in whole if f.period in rule_of)
    if not used:
        return ""
    if used == (DFE,):
        return "Mid-years by DfE's rule: the one before 31 March of the reporting year."
    mine = [f for f in whole if rule_of.get(f.period) == PUBLISHED_BY_THEN]
    mid_years = [(f, _mid_year(f)) for f in mine]
    steps = [
        f"from {before} to {after} at {f.period}"
        for (_, before), (f, after) in pairwise(mid_years)
        if before != after and before and after
    ]
    text = "the latest published by the date"
    if len(used) > 1:
        labels = distinct(f.period for f in mine)
        text = f"DfE's rule, but {text} for {' and '.join(filter(None, [', '.join(labels[:-1]), labels[-1]]))}"
    said = f"Mid-years: {text}" + (f"; the mid-year changes {', '.join(steps)}" if steps else "")
    year_ends = distinct(f.period for f in mine if f.end and (f.end.month, f.end.day) == (3, 31))
    if year_ends:
        said += "; by DfE's rule a 31 March takes a later one (--population-rule dfe)"
    return f"{said}."


def _mid_year(figure: Figure) -> str:
    """ "mid-2018" of a rate's note."""
    remark = next((r for r in figure.note.split("; ") if r.startswith(POPULATION)), "")
    return remark.removeprefix(POPULATION).partition(",")[0].partition(" (")[0]


def _part(figures: Sequence[Figure], order: list[Period]) -> Iterable[str]:
    """ "Part (2020/21): the extract ends on 31 July 2020; the stock is that day's." """
    for remark, concerned in _by_remark(figures, ENDS_ON):
        stock = "; the stock is that day's" if any(INDICATORS[f.indicator].is_snapshot for f in concerned) else ""
        yield f"Part ({_listed(distinct(f.period for f in concerned), order)}): {remark}{stock}."


def _before(figures: Sequence[Figure], order: list[Period], codes: Sequence[str]) -> Iterable[str]:
    """ "Before (2013/14): the extract covers what happened from 1 April 2014 ...; earlier figures are incomplete." """
    for remark, concerned in _by_remark(figures, COVERS_FROM):
        mine = distinct(f.indicator for f in concerned)
        which = "" if len(mine) == len(codes) else f"; {', '.join(map(_short, mine))}"
        periods = _listed(distinct(f.period for f in concerned), order)
        yield f"Before ({periods}{which}): {remark} (if from earlier, say so with --from); earlier figures are incomplete."


def _held(figures: Sequence[Figure], order: list[Period], codes: Sequence[str]) -> Iterable[str]:
    """ "Before (2018/19; Plans ...): the extract seems to hold only open plans: ... (if not, say so with --holds)." """
    for prefix in (f"{HOLDS}seems to hold ", f"{HOLDS}holds "):
        for remark, concerned in _by_remark(figures, prefix):
            mine = distinct(f.indicator for f in concerned)
            which = "" if len(mine) == len(codes) else f"; {', '.join(map(_short, mine))}"
            periods = _listed(distinct(f.period for f in concerned), order)
            otherwise = " (if not, say so with --holds)" if "seems" in prefix else ""
            yield f"Before ({periods}{which}): {remark}{otherwise}."


def _files_behind(figures: Sequence[Figure], order: list[Period]) -> Iterable[str]:
    """ "Part (May-24): enquiries.csv goes to 31 March 2024, and the extract to 31 May 2024." """
    sign = f" {FILE_ENDS_ON}"
    told = [(remark, f) for f in figures for remark in f.note.split("; ") if f.status != UNAVAILABLE and sign in remark]
    for remark in distinct(remark for remark, _ in told):
        periods = distinct(f.period for said, f in told if said == remark)
        yield f"Part ({_listed(periods, order)}): {remark}, earlier than the rest."


def _by_remark(figures: Sequence[Figure], prefix: str) -> Iterable[tuple[str, list[Figure]]]:
    """Each remark that starts so, and the figures whose note holds it."""
    told = [
        (remark, f)
        for f in figures
        for remark in f.note.split("; ")
        if f.status != UNAVAILABLE and remark.startswith(prefix)
    ]
    for remark in distinct(remark for remark, _ in told):
        yield remark, [f for said, f in told if said == remark]


def _unavailable(figures: Sequence[Figure], order: list[Period]) -> Iterable[str]:
    concerned = [f for f in figures if f.status == UNAVAILABLE]
    for reason in distinct(f.note for f in concerned):
        yield f"No figure for {_listed(distinct(f.period for f in concerned if f.note == reason), order)}: {reason}."


def _without_population(figures: Sequence[Figure]) -> Iterable[str]:
    """The groups that have a count and no rate; the counts too, unless the table has them."""
    for reason in (NONE_FOR_GROUP, NONE_SO_EARLY):
        concerned = [f for f in figures if reason in f.note and f.numerator is not None]
        groups = distinct(f.group or f.area for f in concerned)
        if groups and counts_shown(figures):
            yield f"{', '.join(groups)}: {reason}, so no rate."
            continue
        for group in groups:
            mine = [f for f in concerned if (f.group or f.area) == group]
            in_all = len(mine) == sum((f.group or f.area) == group for f in figures)
            counts = ", ".join(f"{f.numerator:,}" + ("" if in_all else f" ({f.period})") for f in mine)
            yield f"{group}: {counts} {'child' if counts == '1' else 'children'}; {reason}, so no rate."


def _nothing_to_divide_by(figures: Sequence[Figure]) -> Iterable[str]:
    if any(f.denominator == 0 and f.value is None and f.numerator is not None for f in figures):
        yield "Blank: there was nothing in the denominator."


def _symbols(figures: Sequence[Figure]) -> Iterable[str]:
    """What each of DfE's symbols means that a benchmark shows."""
    shown = {f.note.partition(";")[0] for f in figures if f.is_benchmark and f.value is None}
    yield from (f"{symbol}: {meaning}." for symbol, meaning in SYMBOLS.items() if symbol in shown)


def _short(code: str) -> str:
    return INDICATORS[code].short or INDICATORS[code].title.format(when="").removesuffix(", %")


def _follow(one: Period, next_one: Period) -> bool:
    return next_one.start == one.end + timedelta(days=1)


def _listed(labels: Sequence[str], order: list[Period]) -> str:
    """ "2015/16 to 2019/20" for a run of one kind of period, else each by name."""
    labels = list(labels)
    places = [next((i for i, period in enumerate(order) if period.label == label), -1) for label in labels]
    kinds = {order[place].kind for place in places if place >= 0}
    is_run = (
        len(labels) > 2
        and kinds <= {"year", "quarter", "month"}
        and len(kinds) == 1
        and all(b == a + 1 and _follow(order[a], order[b]) for a, b in pairwise(places))
    )
    if is_run:
        return f"{labels[0]} to {labels[-1]}"
    return listed(labels)
