"""A Pack: all figures of a paper, computed together and suppressed together, before any text is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..analysis.chance import Chance, chance_of
from ..analysis.runs import with_runs
from ..analysis.suppression import suppressed
from ..analysis.targets import Targets, with_targets
from ..benchmarks.comparing import compare
from ..benchmarks.published import Comparable
from ..checks import Subject, left_out
from ..errors import CpindError, UnavailableError
from ..figures.bases import Bases
from ..figures.engine import compute
from ..figures.facts import Rebase, Remark, RunSummary, Suppressed
from ..figures.indicators import INDICATORS
from ..figures.request import Request
from ..figures.result import Figure, Note, Result
from ..model.extract import Extract
from ..model.wording import capital, distinct
from .periods import PackPeriods
from .registry import SectionKind, TableRequest


@dataclass(frozen=True)
class PackSource:
    """What a pack is made from.

    Attributes:
        extract: the extract.
        standing: its bases.
        request: what its tables have in common.
        targets: the targets.
        benchmarks: the published figures, None without any.
        compare: the areas to show beside, () for all.
        remarks: sentences about the files, without full stops.
        command: how it was made.
        only_xmr: whether all limits of runs are XmR limits.
        rebases: from when on limits are recalculated.
    """

    extract: Extract
    standing: Bases
    request: Request
    targets: Targets
    benchmarks: Comparable | None = None
    compare: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    command: str = ""
    only_xmr: bool = False
    rebases: tuple[Rebase, ...] = ()


@dataclass(frozen=True)
class Pack:
    """The figures of a pack.

    Attributes:
        source: what it is made from.
        periods: its periods.
        results: the figures of each table that a section asked for, safe to show if `is_suppressed`.
        missing: why there is none, of the other tables.
        is_suppressed: whether small numbers are hidden.
        chances: whether a change is more than chance, by table and indicator.
        with_values: the tables in which the whole area ("") or a group (by what it is split) has a value, be it hidden
            or not.
        codes: the indicators with a value.
    """

    source: PackSource
    periods: PackPeriods
    results: Mapping[str, Result]
    missing: Mapping[str, str]
    is_suppressed: bool
    chances: Mapping[tuple[str, str], Chance]
    with_values: frozenset[tuple[str, str]]
    codes: tuple[str, ...]

    @property
    def area(self) -> str:
        """The area that the pack is about."""
        return self.source.request.area


def make_pack(source: PackSource, periods: PackPeriods, sections: Sequence[SectionKind], *, suppress: bool) -> Pack:
    """Compute what the sections ask for. With `suppress` all tables are made safe as one. Raises CpindError."""
    results: dict[str, Result] = {}
    missing: dict[str, str] = {}
    for one in sections:
        for name, table in one.asks(periods).items():
            try:
                results[name] = _computed(source, table)
            except UnavailableError as error:
                missing[name] = error.reason if table.periods else one.without or error.reason
    # Before anything is hidden: suppressed figures have no families.
    pairs = [name for one in sections for name, table in one.asks(periods).items() if table.is_pair and name in results]
    chances = {(name, code): chance for name in pairs for code, chance in _chances(results[name])}
    with_values = frozenset((name, one.by) for name, result in results.items() for one in _with_values(result))
    codes = distinct(one.indicator for result in results.values() for one in _with_values(result))
    if suppress:
        results = {
            name: _without_suppression_note(one) for name, one in zip(results, suppressed(list(results.values())))
        }
    results = {name: _naming_left_out(one) for name, one in results.items()}  # this note does not count children
    return Pack(source, periods, results, missing, suppress, chances, with_values, codes)


def _with_values(result: Result) -> Iterable[Figure]:
    """Our own figures that have a value."""
    return (one for one in result.figures if not one.is_benchmark and one.value is not None)


def _chances(result: Result) -> Iterable[tuple[str, Chance]]:
    """For each indicator with two figures, whether they differ by more than chance."""
    for code in dict.fromkeys(figure.indicator for figure in result.figures):
        own = [figure for figure in result.of(code) if not figure.by and not figure.is_benchmark]
        if len(own) == 2 and (chance := chance_of(*own)):
            yield code, chance


def _without_suppression_note(result: Result) -> Result:
    """The result without the note on what is suppressed: the paper says it once, before the first table."""
    return replace(result, notes=tuple(note for note in result.notes if not isinstance(note.fact, Suppressed)))


def _without_notes_on_few_points(result: Result) -> Result:
    """The result without the notes that there are too few points for control limits: none are drawn then."""
    return replace(
        result,
        notes=tuple(note for note in result.notes if not isinstance(note.fact, RunSummary) or note.fact.latest.run),
    )


def _computed(source: PackSource, table: TableRequest) -> Result:
    """The figures of a table, beside their targets and benchmarks. Raises UnavailableError where there are none."""
    if not table.periods:
        raise UnavailableError("the extract does not cover the whole of any of these periods")
    request = replace(
        source.request, by=table.by or None, rule=source.request.rule or table.rule, families=table.is_pair
    )
    try:
        result = _figures(source, table, request)
    except UnavailableError:
        raise
    except CpindError as error:  # a column to split by that the extract lacks, or that has too many groups
        raise UnavailableError(str(error)) from None
    result = with_targets(result, source.targets)
    found = left_out(Subject(source.extract, source.standing, among=result.stands_on), table.codes)
    texts = [text for _, text in found]
    notes = tuple(Note("", Remark(f"{capital(text)}.")) for text in texts)
    result = replace(result, notes=(*notes, *result.notes))
    if table.is_run:
        result = _without_notes_on_few_points(with_runs(result, only_xmr=source.only_xmr, of_settings=source.rebases))
    if source.benchmarks is None or not table.compared:
        return result
    return compare(result, source.benchmarks, source.compare)


def _naming_left_out(result: Result) -> Result:
    """The result with a note on the indicators that the input can't carry."""
    names = [_named(code) for left in result.left_out for code in left.indicators]
    if not names:
        return result
    note = Note("", Remark(f"Not shown, because the data is missing: {'; '.join(names)}."))
    return replace(result, notes=(note, *result.notes))


def _named(code: str) -> str:
    return INDICATORS[code].short or INDICATORS[code].heading.format(when="")


def _figures(source: PackSource, table: TableRequest, request: Request) -> Result:
    needed = () if table.tolerant else table.codes[:1]
    result = compute(source.extract, table.codes, table.periods, request, standing=source.standing, needed=needed)
    if not table.is_county_by_dfe or source.request.rule:
        return result
    plain = replace(source.request, by=None)
    whole = compute(source.extract, table.codes, table.periods, plain, standing=source.standing, needed=needed)
    by_key = {(one.indicator, one.start, one.end): one for one in whole.figures}
    return replace(
        result,
        figures=tuple(
            one if one.by else by_key.get((one.indicator, one.start, one.end), one) for one in result.figures
        ),
    )
