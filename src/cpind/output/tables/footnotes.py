"""The sentences under a table: the latest benchmarks, the basis, the population, what is incomplete, what was left out.

All that a sentence says of a figure comes from the figure's facts, so the tidy result says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import pairwise

from ...analysis.change import is_comparable
from ...benchmarks import SYMBOLS
from ...benchmarks.comparing import Latest
from ...figures.facts import BasisInfo
from ...figures.flags import (
    CoveredFrom,
    EndsOn,
    FilesEndOn,
    Flag,
    HoldsOnly,
    MayHoldOnly,
    OneOfEach,
    OnlyLedOn,
    ReviewsSince,
    SilentAfter,
)
from ...figures.indicators import INDICATORS
from ...figures.result import UNAVAILABLE, Figure, Result
from ...model.measures import PERCENT, RATE
from ...model.periods import Period, year_label
from ...model.wording import capital, distinct, listed
from ..remarks import remark
from ..words import basis_label, sentence
from .assessed import target_sentences
from .hints import IF_EARLIER, IF_NOT_SO
from .intervals import interval_sentences
from .population_notes import districts_above, population, population_rule, without_population


def footnotes(result: Result, codes: Sequence[str], *, population_text: str | None = None) -> tuple[str, ...]:
    """The sentences for a table that shows these indicators, most needed first. `population_text` says what there is to
    say of populations where the periods do not follow one another."""
    shown = [figure for figure in result.figures if figure.indicator in codes]
    own = [figure for figure in shown if not figure.is_benchmark]
    order = list(result.periods)
    sentences = [
        *_counts(result, own),
        *target_sentences(own, several=len(codes) > 1),
        *interval_sentences(shown),
        *_published(result, codes),
        " ".join(filter(None, (_basis(own, order), *_populations(own, population_text)))),
        *incomplete(own, order, codes),
        *_unavailable(own, order),
        *districts_above(own),
        *without_population(own),
        *_nothing_to_divide_by(own),
        *_changes(own),
        *_symbols(shown),
        *(sentence(note.fact) for note in result.notes if note.indicator in ("", *codes)),
    ]
    return distinct(filter(None, sentences))


def _published(result: Result, codes: Sequence[str]) -> Iterable[str]:
    """What is said of benchmarks; the latest of them with their indicator where the table has several."""
    notes = [note for note in result.published if note.indicator in codes]
    for note in notes:
        yield note.fact.named if len(codes) > 1 and isinstance(note.fact, Latest) else sentence(note.fact)


def _counts(result: Result, figures: Sequence[Figure]) -> Iterable[str]:
    """At single dates the numbers behind the rates: "Children: 592 at 28 February 2018." """
    if result.by or any(period.kind != "date" for period in result.periods):
        return
    rates = [f for f in figures if INDICATORS[f.indicator].measure is RATE and not f.by and f.numerator is not None]
    for counted in distinct(INDICATORS[f.indicator].counted for f in rates):
        numbers = [f"{f.numerator:,} at {f.period}" for f in rates if INDICATORS[f.indicator].counted == counted]
        yield f"{capital(counted)}: {', '.join(numbers)}."


def _basis(figures: Sequence[Figure], order: list[Period]) -> str:
    """ "Annual returns 2015/16 to 2019/20." or, where figures differ, which stand on what."""
    bases: dict[BasisInfo, None] = dict.fromkeys(figure.basis for figure in figures if figure.basis)
    returns = distinct(year_label(basis.years[0]) for basis in bases if len(basis.years) == 1)
    others = [basis for basis in bases if len(basis.years) != 1]
    parts = [f"annual return{'s' if len(returns) > 1 else ''} {_listed(returns, order)}"] if returns else []
    for basis in others:
        label = basis_label(basis)
        elsewhere = {f.period for f in figures if f.basis and f.basis != basis}
        periods = distinct(f.period for f in figures if f.basis == basis)
        alone = [period for period in periods if period not in elsewhere]
        codes = {f.indicator for f in figures if f.basis == basis and f.period in elsewhere}
        shared = f"what one return can't answer ({', '.join(map(_short, sorted(codes)))})" if codes else ""
        which = " and ".join(filter(None, [_listed(alone, order) if alone else "", shared]))
        parts.append(label if len(bases) == 1 else f"{label} for {which}")
    text = "; ".join(parts)
    return f"{capital(text)}." if text else ""


def incomplete(figures: Sequence[Figure], order: list[Period], codes: Sequence[str]) -> Iterable[str]:
    """Which figures of a table of these indicators are incomplete, and why."""
    yield from _part(figures, order)
    yield from _files_behind(figures, order)
    yield from _before(figures, order, codes)
    yield from _held(figures, order, codes)
    yield from _in_doubt(figures, order, codes)


def _populations(figures: Sequence[Figure], given: str | None) -> tuple[str, ...]:
    return (population(figures), population_rule(figures)) if given is None else (given,)


def _part(figures: Sequence[Figure], order: list[Period]) -> Iterable[str]:
    """ "Part (2020/21): the extract ends on 31 July 2020; the stock is that day's." """
    for flag, concerned in _by_flag(figures, (EndsOn,)):
        stock = "; the stock is that day's" if any(INDICATORS[f.indicator].is_snapshot for f in concerned) else ""
        yield f"Part ({_listed(distinct(f.period for f in concerned), order)}): {remark(flag)}{stock}."


def _files_behind(figures: Sequence[Figure], order: list[Period]) -> Iterable[str]:
    """ "Part (May-24): enquiries.csv goes to 31 March 2024, earlier than the rest." """
    for flag, concerned in _by_flag(figures, (SilentAfter,)):
        yield f"Part ({_listed(distinct(f.period for f in concerned), order)}): {remark(flag)}, long before the extract's date."
    for flag, concerned in _by_flag(figures, (FilesEndOn,)):
        yield f"Part ({_listed(distinct(f.period for f in concerned), order)}): {remark(flag)}, earlier than the rest."


def _before(figures: Sequence[Figure], order: list[Period], codes: Sequence[str]) -> Iterable[str]:
    """ "Before (2013/14): the extract covers what happened from 1 April 2014 ...; earlier figures are incomplete." """
    for flag, concerned in _by_flag(figures, (CoveredFrom,)):
        yield (
            f"Before ({_concerned(concerned, order, codes)}): {remark(flag)}{IF_EARLIER}; "
            "earlier figures are incomplete."
        )


def _held(figures: Sequence[Figure], order: list[Period], codes: Sequence[str]) -> Iterable[str]:
    """ "Before (2018/19; Plans ...): the extract seems to hold only open plans: ... (if not, say so with --holds)." """
    flags = list(_by_flag(figures, (OneOfEach, HoldsOnly, OnlyLedOn, ReviewsSince)))
    for flag, concerned in sorted(flags, key=lambda pair: _is_given(pair[0])):
        otherwise = "" if _is_given(flag) or isinstance(flag, OnlyLedOn) else IF_NOT_SO
        yield f"Before ({_concerned(concerned, order, codes)}): {remark(flag)}{otherwise}."


def _in_doubt(figures: Sequence[Figure], order: list[Period], codes: Sequence[str]) -> Iterable[str]:
    """ "In doubt (2018/19): the extract may hold only the plans started since ... (say which with --holds)." """
    for flag, concerned in _by_flag(figures, (MayHoldOnly,)):
        yield f"In doubt ({_concerned(concerned, order, codes)}): {remark(flag)} (say which with --holds)."


def _is_given(flag: Flag) -> bool:
    return isinstance(flag, HoldsOnly) and flag.is_given


def _concerned(figures: Sequence[Figure], order: list[Period], codes: Sequence[str]) -> str:
    """The periods of these figures, and their indicators where they are not all of the table's."""
    mine = distinct(f.indicator for f in figures)
    names = [_short(code) for code in mine]
    if len(set(names)) < len(names):  # two-year and two-year-open have the same short name
        names = [INDICATORS[code].title.format(when="") for code in mine]
    which = "" if len(mine) == len(codes) else f"; {', '.join(names)}"
    return f"{_listed(distinct(f.period for f in figures), order)}{which}"


def _by_flag(figures: Sequence[Figure], kinds: tuple[type, ...]) -> Iterable[tuple[Flag, list[Figure]]]:
    """Each flag of these kinds, and the figures that have it."""
    concerned: dict[Flag, list[Figure]] = {}
    for figure in figures:
        for flag in figure.flags:
            if isinstance(flag, kinds):
                concerned.setdefault(flag, []).append(figure)
    return concerned.items()


def _unavailable(figures: Sequence[Figure], order: list[Period]) -> Iterable[str]:
    concerned = [f for f in figures if f.status == UNAVAILABLE]
    for reason in distinct(f.reason for f in concerned):
        yield f"No figure for {_listed(distinct(f.period for f in concerned if f.reason == reason), order)}: {reason}."


def _nothing_to_divide_by(figures: Sequence[Figure]) -> Iterable[str]:
    if any(f.denominator == 0 and f.value is None and f.numerator is not None for f in figures):
        yield "Blank: there was nothing in the denominator."


def _changes(figures: Sequence[Figure]) -> Iterable[str]:
    """The unit of changes, and which figures have none."""
    changed = [figure for figure in figures if figure.change]
    if any(INDICATORS[figure.indicator].measure is PERCENT for figure in changed):
        yield "Changes of percentages are in percentage points."
    others = [other for figure in changed if figure.change for other in figure.change if other]
    if any(not is_comparable(figure) for figure in (*changed, *others)):
        yield "No change is shown where either figure is incomplete."


def _symbols(figures: Sequence[Figure]) -> Iterable[str]:
    """The meaning of each of DfE's symbols that a benchmark shows."""
    shown = {f.symbol for f in figures if f.is_benchmark and f.value is None}
    yield from (f"{symbol}: {meaning}." for symbol, meaning in SYMBOLS.items() if symbol in shown)


def _short(code: str) -> str:
    return INDICATORS[code].short or INDICATORS[code].title.format(when="")


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
