"""From the options to the printed table: settings, extract, periods, figures, layout, output."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import UsageError
from ..inputs.config import Settings
from ..model.periods import Period, long_date
from ..model.selection import select, split
from ..model.wording import capital, listed
from .job import Job
from .loading import (
    authority_of,
    bases_of,
    benchmarks_for,
    hides_counts,
    periods_of,
    published_as,
    read_extract,
    request_of,
    targets_for,
)
from .options import Options
from .output import chosen_format, notes_on_failure, print_notes, terminal_width, write_table
from .settings import naming_settings, settings_for

if TYPE_CHECKING:
    from ..benchmarks.published import Comparable
    from ..figures.bases import Bases
    from ..figures.indicators import Choices
    from ..figures.request import Request
    from ..figures.result import Result
    from ..model.extract import Extract
    from ..output.tables import Table


def run(options: Options, job: Job, **choices: Any) -> None:
    """Compute and print. The `choices` are those of figures.indicators.Choices that the command offers. Raises
    CpindError."""
    from ..figures.indicators import Choices

    settings = settings_for(options)
    format = chosen_format(options, settings)
    is_to_read = not options.format and terminal_width(options, format) > 0
    is_tidy = options.long or (job.tidy and not is_to_read) or format.from_records
    is_plain = not (is_tidy or options.counts or options.change or options.ci is not None)
    result = answer(options, settings, job, Choices(**choices), is_plain=is_plain).result
    table = _lay_out(result, job, tidy=is_tidy, with_rows=not format.from_records, with_counts=options.counts)
    write_table(options, table, format, settings.remarks)


class Answer(NamedTuple):
    """The figures of a command, and what they were computed from."""

    result: Result
    extract: Extract
    bases: Bases
    periods: list[Period]
    request: Request


def answer(
    options: Options,
    settings: Settings,
    job: Job,
    choices: Choices,
    *,
    of_children: bool = False,
    is_plain: bool = False,
) -> Answer:
    """The figures beside their benchmarks, and the notes on what was read and left out. A command that lists the
    children behind them (`of_children`) reads all columns, and has no benchmarks; `is_plain` is for the command's own
    layout. Raises CpindError."""
    from ..analysis.change import with_changes
    from ..analysis.intervals import with_intervals
    from ..analysis.targets import with_targets

    limits = _limits(options, settings)
    splits = bool(options.by or options.where)
    context = of_children or splits or context_of(job.codes, families=options.ci is not None)
    extract = read_extract(options, settings, bad_dates=options.bad_dates, context=context)
    notes = [*settings.remarks, *extract.remarks, *joins_behind(extract, job.codes, splits=splits or of_children)]
    if hides_counts(options):
        notes = list(settings.remarks)
    with notes_on_failure(options, notes):
        benchmarks = benchmarks_for(options, settings, authority_of(options, settings, extract))
        request = request_of(options, settings, extract, benchmarks, job.codes, choices)
        bases = bases_of(options, settings, extract)
        notes += [] if hides_counts(options) else bases.warnings
        periods = _periods(options, job, bases)
        if is_plain and job.of_years and all(period.kind == "year" for period in periods):
            job = replace(job, codes=job.of_years)
        needed = () if job.tolerant else job.codes[:1]
        compute_of = partial(compute_for, extract, job.codes, request, bases, needed)
        result = with_changes(compute_of, periods) if options.change else compute_of(periods)
        if not hides_counts(options):
            notes += left_out_of(extract, bases, result, job.codes)
        if of_children:
            result = with_notes(result, notes)
        else:
            result = with_targets(result, targets_for(settings, extract))
            result = _compared(with_notes(result, notes), benchmarks, options, settings)
        _refuse_what_is_to_come(periods, bases, result)
        if options.ci is not None:
            result = with_intervals(result, options.ci)
        if options.spc:
            from ..analysis.runs import with_runs

            result = with_runs(result, **limits)
        if hides_counts(options):
            result = published_as(options, result, job.codes, partial(_figures, options, extract, request, bases))
            result = with_notes(result, [*extract.public_remarks, *indicators_left_out(result)])
        return Answer(result, extract, bases, periods, request)


def _figures(
    options: Options, extract: Extract, request: Request, bases: Bases, codes: Sequence[str], periods: Sequence[Period]
) -> Result:
    """The figures of other indicators than the table's, beside the periods before where the table's are."""
    from ..analysis.change import with_changes

    compute_of = partial(compute_for, extract, codes, request, bases, ())
    return with_changes(compute_of, periods) if options.change else compute_of(periods)


def _limits(options: Options, settings: Settings) -> dict[str, Any]:
    """The keyword arguments of `with_runs` for control limits; empty if they are not wanted."""
    if not (options.spc or options.chart or options.rebase or options.because):
        return {}
    from .control_limits import control_limits_of

    return control_limits_of(options, settings)._asdict()


def context_of(codes: Iterable[str], *, families: bool = False) -> frozenset[str]:
    """The columns that the indicators themselves need of those by which others are only split, and if `families`, what
    their intervals need."""
    from ..figures.families import FAMILY
    from ..figures.indicators import INDICATORS
    from ..model.extract import ONLY_CONTEXT

    indicators = [INDICATORS[code] for code in codes]
    needed = {column for indicator in indicators for column in (*indicator.columns, *indicator.uses)}
    return ONLY_CONTEXT & (needed | {FAMILY} if families else needed)


def compute_for(
    extract: Extract,
    codes: Sequence[str],
    request: Request,
    bases: Bases,
    needed: Sequence[str],
    periods: Sequence[Period],
) -> Result:
    """The figures of the indicators for the periods; the periods come last, for `partial`. Raises CpindError as `compute`."""
    from ..figures.engine import compute

    return compute(extract, codes, periods, request, standing=bases, needed=needed)


def joins_behind(extract: Extract, codes: Sequence[str], *, splits: bool) -> Iterable[str]:
    """A sentence for each join of files that these indicators stand on."""
    from ..figures.indicators import INDICATORS

    kinds = {"person"} if splits else set()
    kinds = kinds.union(*(INDICATORS[code].joins for code in codes))
    return (join.sentence for join in extract.joins if join.kind in kinds)


def _periods(options: Options, job: Job, bases: Bases) -> list[Period]:
    """The periods typed, else the default ones, with a note if they are not complete years. Raises UsageError for
    events at a date."""
    from ..figures.engine import default_periods

    typed = periods_of(options)
    if not typed.is_default:
        periods = list(select(typed, bases.as_at))
    else:
        periods, remark = default_periods(job.codes, bases)
        periods = list(split(periods, typed.every)) if typed.every else periods
        print_notes(options, filter(None, [remark]))
    _refuse_events_at_dates(job, periods)
    return periods


def _refuse_what_is_to_come(periods: Sequence[Period], bases: Bases, result: Result) -> None:
    """Raise UsageError if all periods begin after the extract's date, and the benchmarks have no figures for them either."""
    if all(period.start > bases.as_at for period in periods) and all(one.value is None for one in result.figures):
        labels = listed([period.label for period in periods])
        raise UsageError(
            f"{labels}: there is nothing after {long_date(bases.as_at)}, the extract's date; give an earlier period"
        )


def _refuse_events_at_dates(job: Job, periods: Sequence[Period]) -> None:
    """Refuse events at a date, as they happen in a period; only the command for all figures may leave them out."""
    from ..figures.indicators import INDICATORS

    events = [code for code in job.codes if not INDICATORS[code].is_snapshot]
    if events and not job.tidy and any(period.kind == "date" for period in periods):
        raise UsageError(
            f"--at: {events[0]} counts what happens in a period, so give one: --year, --quarter, --month, --between, "
            "or --rolling 12 with the date"
        )


def left_out_of(extract: Extract, bases: Bases, result: Result, codes: Sequence[str]) -> Iterable[str]:
    """Notes on what these figures do not count, and on indicators that could not be computed."""
    from ..checks import Subject, left_out

    yield from (text for _, text in left_out(Subject(extract, bases, among=result.stands_on), codes))
    yield from indicators_left_out(result)


def indicators_left_out(result: Result) -> Iterable[str]:
    """Which indicators could not be computed, and why: no child is counted in these sentences."""
    return (f"left out: {', '.join(left.indicators)}: {left.reason}" for left in result.left_out)


def with_notes(result: Result, notes: Iterable[str]) -> Result:
    """The result with these notes, as sentences, before its own."""
    from ..figures.facts import Remark
    from ..figures.result import Note

    return replace(result, notes=(*(Note("", Remark(f"{_capital(text)}.")) for text in notes), *result.notes))


def _capital(text: str) -> str:
    """A sentence with a capital, unless it begins with a file's name."""
    return text if "." in text.split()[0] else capital(text)


def _compared(result: Result, benchmarks: Comparable | None, options: Options, settings: Settings) -> Result:
    if benchmarks is None:
        return result
    from ..benchmarks import compare

    with naming_settings(options, settings):
        return compare(result, benchmarks, options.compare or settings.compare)


def _lay_out(result: Result, job: Job, *, tidy: bool, with_rows: bool, with_counts: bool) -> Table:
    if tidy:
        from ..output.tables import tidy as tidied

        return tidied.tidy(result, with_rows=with_rows)
    has_intervals = any(figure.interval for figure in result.figures)
    if any(figure.ratio is not None for figure in result.figures):
        if has_intervals:
            raise UsageError("--ci and --disproportion have no table in common: add --long, or leave one out")
        from ..output.tables.disproportion import lay_out_disproportion

        return lay_out_disproportion(result, job.codes)
    is_plain = not (with_counts or has_intervals or any(figure.change for figure in result.figures))
    if job.lay_out and is_plain:
        return job.lay_out(result)
    from ..output.tables import results

    return results.lay_out(result, job.codes, title=job.title, with_counts=with_counts)
