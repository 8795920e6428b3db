"""Compare a Result with published figures: add the benchmarks' rows after its own, or a sentence with the latest ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..errors import OptionError
from ..figures.facts import AVERAGE, PUBLISHED, BasisInfo, Remark
from ..figures.indicators import INDICATORS
from ..figures.result import COMPLETE, TBC, UNAVAILABLE, Figure, Note, Result
from ..model.measures import COUNT
from ..model.periods import Period
from .areas import NEIGHBOURS
from .published import TO_BE_CONFIRMED, Comparable, Published


def areas_named(benchmarks: Comparable, names: Sequence[str]) -> tuple[str, ...]:
    """The areas that --compare names, each once, as the benchmarks spell them; "neighbours" are the statistical ones. Raises
    OptionError for an unknown one."""
    areas: dict[str, None] = {}
    for name in names:
        area = benchmarks.named(NEIGHBOURS if name.strip().lower() == "neighbours" else name)
        if area is None:
            nearly = benchmarks.nearly(name)
            known = ", ".join(benchmarks.areas) or "no areas"
            problem = f"did you mean {', '.join(nearly)}?" if nearly else f"the benchmarks have {known}"
            raise OptionError(problem, option="--compare", value=f'"{name}"')
        areas[area] = None
    return tuple(areas)


def chosen_areas(benchmarks: Comparable, result: Result, compare: Sequence[str]) -> tuple[str, ...]:
    """The areas to show: those named, or all except the authority itself. Raises OptionError for an unknown one."""
    if compare:
        return areas_named(benchmarks, compare)
    return tuple(area for area in benchmarks.areas if area.lower() != result.area.lower())


class Latest(Remark):
    """The latest figures of an indicator as a sentence, and the same sentence with the indicator's code, in `named`."""

    text: str
    named: str


def compare(result: Result, benchmarks: Comparable, areas: Sequence[str] = ()) -> Result:
    """The result with the published figures of its reporting years, indicator by indicator, after its own.

    If no `areas` are named, all are shown except the authority itself. A result that is split by groups, or has no
    whole years, gets a sentence with the latest figures instead. Raises OptionError for an unknown area.
    """
    by_name = bool(areas)
    areas = chosen_areas(benchmarks, result, areas)
    years = [period for period in result.periods if period.kind == "year"]
    figures: list[Figure] = []
    sentences: list[Note] = []
    shown: list[str] = []
    for code in dict.fromkeys(figure.indicator for figure in result.figures):
        figures += result.of(code)
        if INDICATORS[code].measure is COUNT and not (by_name or benchmarks.with_counts):
            continue
        shown.append(code)
        if (
            result.by
            or result.where
            or not any(benchmarks.find(code, area, period) for area in areas for period in years)
        ):
            sentences += [Note(code, one) for one in _latest(benchmarks, code, areas)]
        else:
            for area in areas:
                # The authority's published figure must not be mistaken for the one computed here.
                shown_as = f"{area} (published)" if area.lower() == result.area.lower() else area
                figures += [
                    benchmark_figure(benchmarks.find(code, area, period), code, shown_as, period) for period in years
                ]
    remarks = [Note(code, Remark(text)) for code in shown for text in benchmarks.remarks((code,), result.periods)]
    return replace(result, figures=tuple(figures), published=(*sentences, *remarks))


def benchmark_figure(found: Published | None, code: str, shown_as: str, period: Period) -> Figure:
    """A published figure as a Figure (blank if there is none), with the name under which the area is shown."""
    blank = Figure(
        indicator=code,
        area=shown_as,
        period=period.label,
        start=period.start,
        end=period.end,
        unit=INDICATORS[code].measure.unit,
        status=UNAVAILABLE,
        basis=BasisInfo(PUBLISHED, PUBLISHED),
    )
    if found is None:
        return blank
    if found.value is not None:
        kind = AVERAGE if found.is_average else PUBLISHED
        return blank._replace(value=found.value, status=COMPLETE, basis=BasisInfo(kind, kind), source=found.source)
    status = TBC if found.text == TO_BE_CONFIRMED else UNAVAILABLE
    return blank._replace(status=status, symbol=found.text, source=found.source)


def _latest(benchmarks: Comparable, code: str, areas: Sequence[str]) -> list[Latest]:
    """ "Latest year published: statistical neighbours 22.0, England 20.8 (2018/19)." """
    figures = [figure for area in areas if (figure := benchmarks.latest(code, area))]
    if not figures:
        return []
    one_year = len({figure.period for figure in figures}) == 1
    parts = [f"{_mid_sentence(f.area)} {f.text}" + ("" if one_year else f" ({f.period.label})") for f in figures]
    text = ", ".join(parts) + (f" ({figures[0].period.label})." if one_year else ".")
    return [Latest(f"Latest year published: {text}", f"Latest year published of {code}: {text}")]


def _mid_sentence(area: str) -> str:
    """An area's name within a sentence: "Statistical neighbours" in lower case, any other name unchanged."""
    return area.lower() if area.lower() == NEIGHBOURS.lower() else area
