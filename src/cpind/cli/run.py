"""From what was asked to what is printed: settings, extract, periods, figures, table, output."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..inputs.config import Settings
from ..model.format_names import FOR_PEOPLE
from ..model.periods import Period
from ..model.selection import select, split
from ..model.wording import capital
from .inputs import area_of, benchmarks_for, population_for, read_extract, settings_for, standing_of, wanted_periods
from .options import Asked
from .output import chosen_format, is_to_terminal, say, write_table

if TYPE_CHECKING:
    from ..figures.indicators import Choices
    from ..figures.result import Result
    from ..model.extract import Extract
    from ..output.tables import Table


@dataclass(frozen=True)
class Job:
    """What a command computes, and how it shows it.

    `codes`: the indicators; without the first there is no answer, any other that the input can't answer is left
    out; if `tolerant`, the first too. `tidy`: one row a figure, always. `title`: of a table of several
    indicators. `lay_out`: a layout of the command's own.
    """

    codes: tuple[str, ...]
    tolerant: bool = False
    tidy: bool = False
    title: str | None = None
    lay_out: Callable[[Result], Table] | None = None


def run(asked: Asked, job: Job, choices: Choices) -> None:
    """Compute and print. Raises CpindError, which the command group turns into an exit code."""
    settings = settings_for(asked)
    name = chosen_format(asked, settings)
    # On a terminal what stands under the table is not said above it, too.
    tells = not (name in FOR_PEOPLE and is_to_terminal(asked))
    result = _compute(asked, job, settings, choices, tells=tells)
    from ..output.words import sentence

    table = _table(asked, job, result, name)
    of_extract = {sentence(note.fact) for note in result.notes if not note.indicator}
    if name not in FOR_PEOPLE:
        say(asked, (note for note in table.notes if note not in of_extract))
    write_table(asked, table, name, settings.remarks)


def _compute(asked: Asked, job: Job, settings: Settings, choices: Choices, *, tells: bool) -> Result:
    from ..checks import Subject, left_out
    from ..figures.engine import Request, compute, default_periods
    from ..figures.facts import Remark
    from ..figures.indicators import INDICATORS
    from ..figures.result import Note
    from ..model.measures import RATE

    extract = read_extract(asked, settings, bad_dates=asked.bad_dates, context=asked.by is not None)
    named = asked.authority or settings.authority or extract.authority
    benchmarks = benchmarks_for(asked, settings, named)
    rated = any(INDICATORS[code].measure is RATE for code in job.codes)
    population = population_for(asked, settings, benchmarks) if rated else None
    standing = standing_of(asked, settings, extract)
    of_files = [*extract.remarks, *_joins(extract, job.codes, asked.by), *standing.warnings]
    told = [*settings.remarks, *of_files]
    say(asked, of_files if tells else [])
    wanted = wanted_periods(asked)
    if wanted.is_default:
        periods, note = default_periods(job.codes, standing)
        periods = split(periods, wanted.every) if wanted.every else periods
        say(asked, [note] if note else [])
    else:
        periods = select(wanted, standing.as_at)
    _refuse_events_at_dates(job, periods)
    request = Request(
        area=area_of(asked, settings, extract, benchmarks),
        by=asked.by,
        population=population,
        rule=asked.population_rule,
        mid_year=asked.population_year,
        choices=choices,
    )
    result = compute(
        extract, job.codes, periods, request, standing=standing, needed=() if job.tolerant else job.codes[:1]
    )
    uncounted = [text for _, text in left_out(Subject(extract, standing, among=result.stands_on), job.codes)]
    uncounted += [f"left out: {', '.join(left.indicators)}: {left.reason}" for left in result.left_out]
    say(asked, uncounted if tells else [])
    under = (*(Note("", Remark(f"{_capital(text)}.")) for text in (*told, *uncounted)), *result.notes)
    result = replace(result, notes=under)
    if benchmarks is None:
        return result
    from ..benchmarks import compare

    return compare(result, benchmarks, asked.compare or settings.compare)


def _joins(extract: Extract, codes: Sequence[str], by: str | None) -> Iterable[str]:
    """A sentence for each join of files that these indicators stand on."""
    from ..figures.indicators import INDICATORS

    kinds = {"person"} if by else set()
    kinds = kinds.union(*(INDICATORS[code].joins for code in codes))
    return (join.said for join in extract.joins if join.kind in kinds)


def _refuse_events_at_dates(job: Job, periods: Sequence[Period]) -> None:
    """Events happen in a period, not at a date; only the feed of all figures may leave them out."""
    from ..figures.indicators import INDICATORS

    events = [code for code in job.codes if not INDICATORS[code].is_snapshot]
    if events and not job.tidy and any(period.kind == "date" for period in periods):
        raise UsageError(
            f"--at: {events[0]} counts what happens in a period, so give one: --year, --quarter, --month, --between, "
            "or --rolling 12 with the date"
        )


def _table(asked: Asked, job: Job, result: Result, name: str) -> Table:
    from ..output.tables.results import lay_out
    from ..output.tables.tidy import tidy

    if asked.long or job.tidy or name == "json":
        return tidy(result)
    if job.lay_out:
        return job.lay_out(result)
    return lay_out(result, job.codes, title=job.title)


def _capital(text: str) -> str:
    """A sentence's beginning; a file's name stays as it is."""
    return text if "." in text.split()[0] else capital(text)
