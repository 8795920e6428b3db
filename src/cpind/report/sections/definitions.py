"""Definitions, sources, and how the report was made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ... import __version__
from ...figures.indicators import INDICATORS
from ...model.periods import long_date, year_runs
from ...model.wording import distinct, listed
from ...output.document import Block, Bullets, Paragraph
from ...output.paper_words import in_a_paper
from ..pack import Pack
from ..registry import Missing, section


@section("definitions", title="Definitions and sources", order=120)
def definitions(pack: Pack) -> Sequence[Block] | Missing:
    """What each measure counts, what the figures stand on, and by what they were made. Files by their names, without paths."""
    defined = tuple(_definitions(pack))
    provenance = (Paragraph("How this report was made:"), Bullets(tuple(_provenance(pack))))
    return (Bullets(defined), *provenance) if defined else provenance


def _definitions(pack: Pack) -> Iterable[str]:
    """The definition of each indicator of which the paper has a figure, even a hidden one."""
    for code in pack.codes:
        first = INDICATORS[code].definition.partition("\n\n")[0]
        yield f"{INDICATORS[code].heading.format(when='')} ({code}): {in_a_paper(' '.join(first.split()))}"


def _provenance(pack: Pack) -> Iterable[str]:
    source = pack.source
    yield f"By cpind {__version__}: {source.command or 'cpind report'}."
    yield f"From {listed(list(source.extract.sources))}, the extract to {long_date(source.standing.as_at)}."
    if source.standing.returns:
        yield f"Annual returns: {year_runs(sorted(source.standing.returns))}."
    yield f"Latest period: {pack.periods.latest.label}."
    if source.benchmarks:
        codes = distinct(
            one.indicator for result in pack.results.values() for one in result.figures if one.is_benchmark
        )
        areas = distinct(one.area for result in pack.results.values() for one in result.figures if one.is_benchmark)
        yield from filter(None, map(in_a_paper, source.benchmarks.remarks(codes) if codes else ()))
        if areas:
            yield f"Compared with: {listed(list(areas))}, as published."
    if source.request.population is None:
        yield "No population was given."
