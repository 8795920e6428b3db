"""The sentences under a table: the latest benchmarks, the basis, the population, what is incomplete, what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .population import NONE_FOR_GROUP, NONE_SO_EARLY
from .result import BEFORE, PART, UNAVAILABLE, Figure, Result, distinct
from .schema import NOT_RECORDED


def footnotes(result: Result, codes: Sequence[str]) -> tuple[str, ...]:
    """The sentences for a table that shows these indicators, most needed first."""
    own = [figure for figure in result.figures if figure.indicator in codes and figure.basis != "published"]
    return distinct([
        *result.published,
        " ".join(sentence for sentence in (_basis(own), _population(own)) if sentence),
        *_incomplete(own, PART, ""),
        *_incomplete(own, BEFORE, ", so figures may be too low"),
        *_unavailable(own),
        *_without_population(own),
        *_nothing_to_divide_by(own),
        *(note.text for note in result.notes if note.indicator in codes),
    ])


def _basis(figures: Sequence[Figure]) -> str:
    """ "Annual returns 2015/16 to 2019/20." or, where periods differ, which stands on what."""
    labels = list(distinct(figure.basis for figure in figures if figure.basis))
    returns = [label.removeprefix("return ") for label in labels if label.startswith("return ")]
    others = [label[0].upper() + label[1:] for label in labels if not label.startswith("return ")]
    if not labels:
        return ""
    annual = f"Annual return{'s' if len(returns) > 1 else ''} {_run(returns)}" if returns else ""
    if not others:
        return f"{annual}."
    if not annual and len(others) == 1:
        return f"{others[0]}."
    parts = [annual] if annual else []
    for label in others:
        periods = distinct(f.period for f in figures if f.basis and f.basis[0].upper() + f.basis[1:] == label)
        parts.append(f"{label[0].lower() + label[1:]} for {_run(periods)}")
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def _population(figures: Sequence[Figure]) -> str:
    """ "Population: mid-2015 to mid-2019, ONS mid-year estimate." """
    used = distinct(remark.removeprefix("population ") for f in figures for remark in f.note.split("; ") if remark.startswith("population "))
    if not used:
        return ""
    years, sources = distinct(text.partition(", ")[0] for text in used), distinct(text.partition(", ")[2] for text in used)
    return f"Population: {_run(sorted(years))}{', ' + sources[0] if len(sources) == 1 and sources[0] else ''}."


def _incomplete(figures: Sequence[Figure], status: str, consequence: str) -> Iterable[str]:
    """ "Part (2020/21): the extract ends on 31 July 2020." """
    concerned = [(f.period, f.note.partition(";")[0]) for f in figures if f.status == status]
    for remark in distinct(remark for _, remark in concerned):
        periods = distinct(period for period, said in concerned if said == remark)
        yield f"{status.capitalize()} ({_run(periods)}): {remark}{consequence}."


def _unavailable(figures: Sequence[Figure]) -> Iterable[str]:
    for reason in distinct(f.note for f in figures if f.status == UNAVAILABLE):
        periods = distinct(f.period for f in figures if f.status == UNAVAILABLE and f.note == reason)
        yield f"No figure for {_run(periods)}: {reason}."


def _without_population(figures: Sequence[Figure]) -> Iterable[str]:
    """The groups that have a count and no rate; the counts too, unless the table has them."""
    for reason in (NONE_FOR_GROUP, NONE_SO_EARLY):
        concerned = [f for f in figures if reason in f.note]
        groups = distinct(f.group or f.area for f in concerned)
        if groups and counts_shown(figures):
            yield f"{', '.join(groups)}: {reason}, so no rate."
            continue
        for group in groups:
            counts = ", ".join(f"{f.numerator:,}" for f in concerned if (f.group or f.area) == group)
            yield f"{group}: {counts} {'child' if counts == '1' else 'children'}; {reason}, so no rate."


def counts_shown(figures: Sequence[Figure]) -> bool:
    """Whether a group (other than what is not recorded) has no population: then a table shows counts beside rates."""
    return any(f.by and f.group != NOT_RECORDED and NONE_FOR_GROUP in f.note for f in figures)


def _nothing_to_divide_by(figures: Sequence[Figure]) -> Iterable[str]:
    if any(f.denominator == 0 and f.value is None and f.numerator is not None for f in figures):
        yield "Blank: there was nothing in the denominator."


def _run(labels: Sequence[str]) -> str:
    """ "2015/16 to 2019/20" """
    labels = list(labels)
    return labels[0] if len(labels) == 1 else f"{labels[0]} and {labels[1]}" if len(labels) == 2 else f"{labels[0]} to {labels[-1]}"
