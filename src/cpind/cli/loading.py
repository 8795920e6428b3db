"""Load what commands compute from: the extract, its bases, the population, the benchmarks, the periods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError, UsageError
from ..inputs.config import Settings
from ..model.periods import not_to_come, parse_date
from ..model.selection import Wanted
from .options import Options
from .output import print_notes
from .progress import Progress
from .settings import naming_settings, setting

if TYPE_CHECKING:
    from ..analysis.flows import Compute
    from ..analysis.targets import Targets
    from ..benchmarks.published import Comparable
    from ..benchmarks.view import View
    from ..figures.bases import Bases
    from ..figures.choices import Choices
    from ..figures.request import Request
    from ..figures.result import Result
    from ..inputs.population import Population
    from ..model.extract import Extract

NO_AREA = "Extract"
"""The area's name if neither the user nor the extract names an authority."""


def read_extract(
    options: Options, settings: Settings, *, bad_dates: str, context: bool | frozenset[str] = True
) -> Extract:
    """The extract of the settings; a bar on a terminal while a large file is read.

    `bad_dates` is error | blank | list. With `context`, the columns are read that figures are only split by, or those
    that it names.
    """
    from ..inputs.reading import read

    with Progress(options) as progress, naming_settings(options, settings):
        extract = read(
            settings.extract,
            columns=settings.columns,
            encoding=options.encoding or settings.encoding,
            sheet=options.sheet,
            bad_dates=bad_dates,
            join=not options.no_join,
            date_format=options.date_format or settings.date_format,
            context=context,
            progress=progress,
        )
    if not options.suppress:
        print_notes(options, extract.hints)
    return extract


def bases_of(options: Options, settings: Settings, extract: Extract) -> Bases:
    """What the extract offers for figures to stand on."""
    from ..figures.bases import bases

    as_at = not_to_come(parse_date(options.as_at), "--as-at") if options.as_at else settings.as_at
    covered_from = parse_date(options.covered_from) if options.covered_from else settings.covered_from
    holds = options.holds or settings.holds
    bridge = settings.bridge if options.bridge is None else options.bridge
    return bases(extract, as_at=as_at, covered_from=covered_from, holds=holds, bridge=bridge)


def periods_of(options: Options) -> Wanted:
    """The periods as they were typed."""
    return Wanted(
        years=options.year,
        quarters=options.quarter,
        months=options.month,
        dates=options.at,
        between=options.between,
        ytd=options.ytd,
        rolling=options.rolling,
        every=options.every,
        last=options.last,
    )


def hides_counts(options: Options) -> bool:
    """Whether numbers are suppressed or rounded, so that no note may say them. Raises UsageError for options that would show
    what rounding hides."""
    if options.round_to and (options.ci is not None or options.spc):
        raise UsageError("--round hides what --ci and --spc would show: leave one of them out")
    return options.suppress or bool(options.round_to)


def published_as(options: Options, result: Result, codes: Sequence[str], compute: Compute) -> Result:
    """The result of these indicators with small numbers suppressed, and numbers rounded, as the options say. `compute`
    gives the figures of other indicators, by the same request."""
    if options.suppress:
        from ..analysis.flows import suppressed_with_flows

        result = suppressed_with_flows(result, codes, compute)
    if options.round_to:
        from ..analysis.rounding import rounded

        result = rounded(result, int(options.round_to))
    return result


# --- the area and its population ----------------------------------------------------------------------


def authority_of(options: Options, settings: Settings, extract: Extract) -> str | None:
    """The authority, as named by the user or the extract."""
    return options.authority or settings.authority or extract.authority


def area_of(options: Options, settings: Settings, extract: Extract, benchmarks: Comparable | None = None) -> str:
    """The name of the extract's area, as the store spells it if it has the area."""
    return getattr(benchmarks, "area", "") or authority_of(options, settings, extract) or NO_AREA


def population_for(options: Options, settings: Settings, benchmarks: Comparable | None = None) -> Population | None:
    """The population of the command line, the settings, or the store of benchmarks."""
    from ..inputs.population import read_population

    if options.population:
        return read_population(options.population)
    if settings.population:
        return read_population(settings.population, called=f"{setting(settings, 'population')}:")
    return getattr(benchmarks, "population", lambda: None)()


# --- the request --------------------------------------------------------------------------------------


def request_of(
    options: Options,
    settings: Settings,
    extract: Extract,
    benchmarks: Comparable | None,
    codes: Iterable[str],
    choices: Choices,
) -> Request:
    """The request that the options make, with the population that rates among these indicators need."""
    from ..figures.request import Request

    return Request(
        area=area_of(options, settings, extract, benchmarks),
        by=options.by,
        population=population_for(options, settings, benchmarks) if has_rates(codes) else None,
        rule=options.population_rule,
        mid_year=options.population_year,
        disproportion=options.disproportion,
        choices=choices,
        where=groups_kept(options.where),
        families=options.ci is not None,
    )


def groups_kept(texts: Iterable[str]) -> dict[str, list[str]]:
    """What --where says: ("district=Rugby", "sex=M,F") -> {"district": ["Rugby"], "sex": ["M", "F"]}. A comma stands between
    groups, unless the whole is the name of a group: see figures.scope."""
    groups: dict[str, list[str]] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not (equals and name.strip() and value.strip()):
            raise UsageError(f'--where "{text}": write a column, =, and one or more of its groups: district=Rugby')
        if name.strip() in groups:
            raise UsageError(f"--where {name.strip()} is given twice: name its groups in one, with commas between")
        groups[name.strip()] = [value.strip()]
    return groups


def has_rates(codes: Iterable[str]) -> bool:
    """Whether any of the indicators needs a population."""
    from ..figures.indicators import INDICATORS
    from ..model.measures import RATE

    return any(INDICATORS[code].measure is RATE for code in codes)


# --- targets ------------------------------------------------------------------------------------------


def targets_for(settings: Settings, extract: Extract, *, of_report: bool = False) -> Targets:
    """The targets of the settings, for the indicators that there are and the groups that the extract may have. `of_report`:
    those of [report.targets] in the place of those of [targets]."""
    from ..analysis.targets import targets_of
    from ..inputs.config import FILE_NAME

    called = settings.path.name if settings.path else FILE_NAME
    own = settings.report.targets if of_report else ()
    return targets_of((*settings.targets, *own), extract.own_columns, called=called)


# --- benchmarks ---------------------------------------------------------------------------------------


def benchmarks_for(options: Options, settings: Settings, authority: str | None) -> Comparable | None:
    """What to compare the authority's figures with: the benchmarks of the command line, the settings, or the store beside
    them; None without any."""
    path = _benchmarks_path(options, settings)
    if path is None:
        if options.compare:
            raise UsageError(
                "--compare: there are no benchmarks; import DfE's with cpind benchmarks import, or give a CSV with "
                "--benchmarks FILE or in cpind.toml"
            )
        return None
    from ..benchmarks import read_benchmarks
    from ..benchmarks.store import is_store

    return view_of(options, settings, path, authority) if is_store(path) else read_benchmarks(path)


def view_of(options: Options, settings: Settings, path: Path, authority: str | None) -> View:
    """A store as an authority sees it, by the vintage, neighbours and average of the command line or the settings."""
    from ..benchmarks.opening import open_view
    from ..benchmarks.view import MEAN

    with naming_settings(options, settings):
        return open_view(
            path,
            authority=authority,
            vintage=options.vintage or settings.vintage,
            neighbour_set=options.neighbour_set or settings.neighbour_set,
            average=options.neighbours or settings.neighbours or MEAN,
        )


def store_of(options: Options, settings: Settings) -> Path:
    """The store of the command line, the settings, or the one beside them. Raises InputError where there is none."""
    from ..benchmarks.store import is_store

    places = [Path(options.benchmarks)] if options.benchmarks else [settings.benchmarks, store_path(settings)]
    for path in filter(None, places):
        if is_store(path):
            return path
    raise InputError(f"there is no store of benchmarks at {places[-1]}: make one with cpind benchmarks import FILE...")


def store_path(settings: Settings) -> Path:
    """The path of the store of benchmarks: beside cpind.toml, else in the working folder."""
    from ..benchmarks.store import FILE_NAME

    return (settings.path.parent if settings.path else Path()) / FILE_NAME


def _benchmarks_path(options: Options, settings: Settings) -> Path | None:
    if options.benchmarks:
        return Path(options.benchmarks)
    if settings.benchmarks:
        if not settings.benchmarks.exists():
            raise InputError(f"{setting(settings, 'benchmarks')}: {settings.benchmarks.name}: no such file")
        return settings.benchmarks
    store = store_path(settings)
    return store if store.is_file() else None
