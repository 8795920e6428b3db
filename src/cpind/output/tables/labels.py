"""Titles, headings and labels of a table of results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...figures.flags import MAKES_BEFORE, MAKES_PART
from ...figures.indicators import INDICATORS
from ...figures.result import Figure, Result
from ...model.wording import listed
from .table import Cell, Column

ALL = "All"
"""The group of a total, of two groupings."""


def marks_of(result: Result, codes: Sequence[str]) -> dict[str, str]:
    """Each period's label, with "(before)" and "(part)" where a figure of it is."""
    marks: dict[str, set[str]] = {}
    for figure in result.figures:
        if figure.indicator in codes:
            marked = marks.setdefault(figure.period, set())
            marked |= {"before"} if any(isinstance(flag, MAKES_BEFORE) for flag in figure.flags) else set()
            marked |= {"part"} if any(isinstance(flag, MAKES_PART) for flag in figure.flags) else set()
    return {period: period + "".join(f" ({mark})" for mark in sorted(marked)) for period, marked in marks.items()}


def label_columns(result: Result, codes: Sequence[str], several: bool) -> list[Column]:
    """The columns before the periods: the measure, the groups; or the area."""
    several = several or (bool(result.groupings) and INDICATORS[codes[0]].is_split)
    has_rows_in_it = several and bool(result.groupings)
    measure = [Column("", "measure", False, groups=has_rows_in_it)] if several else []
    if result.groupings:
        outer = [Column(heading_of(name), name, False, groups=True) for name in result.groupings[:-1]]
        return [*measure, *outer, Column(heading_of(result.groupings[-1]), result.groupings[-1], False)]
    return measure or [Column("", "measure" if INDICATORS[codes[0]].is_split else "area", False)]


def labels_of(result: Result, codes: Sequence[str], code: str, figure: Figure, *, in_full: bool) -> list[Cell]:
    """The cells of these columns for a figure's row, in a table of `codes`. If `in_full`, a row has its indicator's
    whole name, as where the title of the table says nothing of it."""
    several = len(codes) > 1
    title = _row_title(result, codes, code, figure, in_full=in_full)
    if not result.groupings:
        if several:
            is_own = figure.area == result.area
            return [Cell(title if is_own else f"{title}: {figure.area}", foreign=not is_own)]
        if figure.by in _SPLITS:
            return [Cell(title)]
    labels = [Cell(title)] if several or INDICATORS[code].is_split else []
    return [*labels, *group_cells(result, figure)]


def group_cells(result: Result, figure: Figure) -> list[Cell]:
    """A figure's groups, a cell each grouping: the area where it is of none of the first, "All" of the second."""
    area = Cell(total_of(result, figure), foreign=True)
    if len(result.groupings) < 2:
        return [Cell(figure.group, foreign=True) if figure.by and figure.by == result.by else area]
    outer, inner = result.groupings
    if figure.by == result.by:
        return [Cell(label, foreign=True) for label in figure.groups]
    return [
        Cell(figure.group, foreign=True) if figure.by == outer else area,
        Cell(figure.group, foreign=True) if figure.by == inner else Cell(ALL),
    ]


def area_of(result: Result, figure: Figure) -> str:
    """The area of a figure; of one that counts some groups only with these."""
    return figure.area if figure.is_benchmark else area_where(figure.area, result.where)


def area_where(area: str, where: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    """An area of which some groups only are counted: "Warwickshire (Rugby)"."""
    return f"{area} ({'; '.join(' or '.join(labels) for _, labels in where)})" if where else area


def total_of(result: Result, figure: Figure) -> str:
    """The area of a figure in a column of groups."""
    return total_beside(
        area_of(result, figure), (label for one in result.figures for label in (one.group, *one.groups))
    )


def total_beside(area: str, groups: Iterable[str]) -> str:
    """The name of a total under these groups: "Rutland (all)" where one of them is called Rutland too."""
    name = area.casefold()
    return f"{area} (all)" if any(group.casefold() == name for group in groups) else area


_SPLITS = ("band", "percentile")


def _row_title(result: Result, codes: Sequence[str], code: str, figure: Figure, *, in_full: bool) -> str:
    """The name of a row; a band's includes its indicator if the table has several."""
    indicator = INDICATORS[code]
    is_band = figure.by in _SPLITS
    name = indicator.heading if in_full and not is_band else indicator.short or indicator.heading
    title = name.format(when=_when(result))
    if not is_band:
        return title
    band = f"{figure.group} (working days)" if figure.by == "percentile" else figure.group
    return f"{title}: {band}" if len(codes) > 1 else band


def heading_of(by: str) -> str:
    """A grouping's name as a heading."""
    return by.replace("_", " ").replace("-", " ").capitalize()


def title_of(result: Result, codes: Sequence[str]) -> str:
    """The title of a table of one indicator."""
    return INDICATORS[codes[0]].heading.format(when=_when(result)) + split_of(result)


def split_of(result: Result) -> str:
    """How a table is split, and which groups it is of, for its title: ", by district, sex M"."""
    split = f", by {listed([heading_of(name).lower() for name in result.groupings])}" if result.groupings else ""
    where = "".join(f", {heading_of(name).lower()} {' or '.join(labels)}" for name, labels in result.where)
    return f"{where}{split}"


def _when(result: Result) -> str:
    """The day of a period at which a snapshot is taken, for the title."""
    kinds = {period.kind for period in result.periods}
    if kinds == {"year"}:
        return " at 31 March"
    if kinds == {"date"}:
        return ""
    return f" at the end of the {kinds.pop()}" if kinds in ({"quarter"}, {"month"}) else " at the end of the period"


def total_last(result: Result, figures: Iterable[Figure]) -> list[Figure]:
    """Groups first and the whole area under them; benchmarks and ungrouped figures as they come. Of two groupings each
    group of the first has its groups of the second and then its own total; the totals of the second come last."""
    figures = list(figures)
    if not any(figure.by for figure in figures):
        return figures
    groups = [f for f in figures if f.by and f.by not in _SPLITS]
    whole = [f for f in figures if not f.by or f.by in _SPLITS]
    if len(result.groupings) < 2:
        return [*groups, *whole]
    outer, inner = result.groupings
    places = {label: place for place, label in enumerate(dict.fromkeys(f.groups[0] for f in groups if f.by != inner))}
    nested = sorted((f for f in groups if f.by != inner), key=lambda f: (places[f.groups[0]], f.by == outer))
    return [*nested, *(f for f in groups if f.by == inner), *whole]
