"""Result -> the table a person reads: layout, title, decimals, and the sentences under it.

Formats come after and only write. A cell is text with, for a number, its decimals: rounding half up is done
here, once, so that every format shows the same digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...benchmarks import SYMBOLS
from ...figures.facts import MAKES_BEFORE, MAKES_PART, PUBLISHED
from ...figures.indicators import INDICATORS
from ...figures.printed import printed
from ...figures.result import TBC, Figure, Result
from ...model.measures import PERCENT, RATE
from .footnotes import counts_shown, footnotes
from .table import BLANK, Cell, Column, Table, count, with_decimals


def lay_out(result: Result, shown: Sequence[str], *, title: str | None = None) -> Table:
    """The table of a command: the indicators `shown`, periods across; one of them and its groups or benchmarks, or
    several, a row each. Indicators with bands, and rates of groups that have no population, take two columns a
    period: the number, and the percentage or rate.
    """
    codes = [code for code in shown if result.of(code)]
    periods = list(dict.fromkeys((f.period, f.start, f.end) for f in result.figures if f.indicator in codes))
    paired = any(INDICATORS[code].is_split for code in codes) or counts_shown(result.figures)
    marks = marked_periods(result, codes)
    columns = [column for period in periods for column in _period_columns(marks[period[0]], codes, paired)]
    rows: list[tuple[Cell, ...]] = []
    for code in codes:
        lines: dict[tuple[str, str, str], dict[tuple, Figure]] = {}
        for figure in _total_last(result.of(code)):
            # A period that has no bands at all is blank in the rows of those that have.
            if figure.by or not INDICATORS[code].is_split:
                line = lines.setdefault((figure.area, figure.by, figure.group), {})
                line[figure.period, figure.start, figure.end] = figure
        for (area, by, group), line in lines.items():
            labels = _labels(result, len(shown) > 1, code, area, by, group)
            cells = [cell for period in periods for cell in _cells(line.get(period), code, paired)]
            rows.append((*labels, *cells))
    first = _label_columns(result, codes, len(shown) > 1)
    heading = f"{title}{_split(result)}" if title else title_of(result, codes)
    return Table(heading, (*first, *columns), tuple(rows), footnotes(result, codes))


def lay_out_repeats(result: Result) -> Table:
    """The report's table of repeat plans within the year: a row a period, and a column for each measure."""
    measures = (
        ("Within 2 years", "Within 2 years", "repeats-2y", "numerator"),
        ("%", "Within 2 years %", "repeats-2y", "value"),
        ("Repeat plans", "Repeat plans", "repeats", "numerator"),
        ("%", "Repeat plans %", "repeats", "value"),
        ("Plans started", "Plans started", "repeats", "denominator"),
        ("Mean months between plans", "Mean months between plans", "gaps", "value"),
    )
    found = {(f.indicator, f.period, f.start, f.end, f.group): f for f in result.figures if not f.is_benchmark}
    keys = dict.fromkeys(
        (f.period, f.start, f.end, f.by, f.group) for f in _total_last(result.of("repeats")) if not f.is_benchmark
    )
    marks = marked_periods(result, ["repeats"])
    rows = []
    for period, start, end, by, group in keys:
        labels = [_area_cell(result, result.area, by, group)] if result.by else []
        cells = []
        for _, _, code, which in measures:
            figure = found.get((code, period, start, end, group))
            cells.append(number(figure) if which == "value" else count(getattr(figure, which, None)))
        rows.append((Cell(marks[period]), *labels, *cells))
    first = [Column("", "period", False), *([Column(heading_of(result.by), result.by, False)] if result.by else [])]
    columns = [Column(heading, name) for heading, name, _, _ in measures]
    title = INDICATORS["repeats"].title + _split(result)
    return Table(title, (*first, *columns), tuple(rows), footnotes(result, ("repeats", "repeats-2y")))


# --- cells ------------------------------------------------------------------------------------------


def number(figure: Figure | None) -> Cell:
    """A figure's value as it is printed: rounded half up from its integers; a benchmark as published."""
    if figure is None:
        return BLANK
    decimals = INDICATORS[figure.indicator].measure.decimals
    if figure.basis and figure.basis.kind == PUBLISHED:
        return _as_published(figure, decimals)
    return BLANK if figure.value is None else Cell(printed(figure), decimals)


def _as_published(figure: Figure, decimals: int) -> Cell:
    """A benchmark with all the decimals it was published with; TBC and DfE's symbols as they stand."""
    if figure.value is not None:
        return with_decimals(figure.value, decimals)
    is_shown = figure.status == TBC or figure.symbol in SYMBOLS
    return Cell(figure.symbol) if is_shown else BLANK


def _cells(figure: Figure | None, code: str, paired: bool) -> Iterable[Cell]:
    if not paired:
        return [number(figure)]
    if figure is None:
        return [BLANK, BLANK]
    if INDICATORS[code].measure in (PERCENT, RATE):
        return [count(figure.numerator), number(figure)]
    return [number(figure), BLANK]


# --- headings and labels ----------------------------------------------------------------------------


def _period_columns(heading: str, codes: Sequence[str], paired: bool) -> Iterable[Column]:
    if not paired:
        yield Column(heading, heading)
    elif counted := dict.fromkeys(INDICATORS[code].counted for code in codes if INDICATORS[code].measure is RATE):
        noun = next(iter(counted)) if len(counted) == 1 else "number"
        yield Column(f"{heading} {noun}", f"{heading} {noun}")
        yield Column("Rate", f"{heading} rate")
    else:
        yield Column(heading, heading)
        yield Column("%", f"{heading} %")


def marked_periods(result: Result, codes: Sequence[str]) -> dict[str, str]:
    """Each period's label, with "(before)" and "(part)" where a figure of it is."""
    marks: dict[str, set[str]] = {}
    for figure in result.figures:
        if figure.indicator in codes:
            marked = marks.setdefault(figure.period, set())
            marked |= {"before"} if any(isinstance(flag, MAKES_BEFORE) for flag in figure.flags) else set()
            marked |= {"part"} if any(isinstance(flag, MAKES_PART) for flag in figure.flags) else set()
    return {period: period + "".join(f" ({mark})" for mark in sorted(marked)) for period, marked in marks.items()}


def _label_columns(result: Result, codes: Sequence[str], several: bool) -> list[Column]:
    measure = [Column("", "measure", False)] if several else []
    if result.by:
        return [*measure, Column(heading_of(result.by), result.by, False)]
    return measure or [Column("", "measure" if INDICATORS[codes[0]].is_split else "area", False)]


def _labels(result: Result, several: bool, code: str, area: str, by: str, group: str) -> list[Cell]:
    title = _rowtitle_of(result, code, by, group)
    if several and not result.by:
        return [Cell(title if area == result.area else f"{title}: {area}", foreign=area != result.area)]
    labels = [Cell(title)] if several else []
    return [*labels, _area_cell(result, area, by, group)]


def _rowtitle_of(result: Result, code: str, by: str, group: str) -> str:
    if by in ("band", "percentile"):
        return f"{group} (working days)" if by == "percentile" else group
    indicator = INDICATORS[code]
    return (indicator.short or indicator.heading).format(when=_when(result))


def _area_cell(result: Result, area: str, by: str, group: str) -> Cell:
    return Cell(group if by and by == result.by else area, foreign=True)


def heading_of(by: str) -> str:
    """The heading of a grouping's column."""
    return by.replace("_", " ").replace("-", " ").capitalize()


def title_of(result: Result, codes: Sequence[str]) -> str:
    """The title of a table whose first indicator is the first of these."""
    return INDICATORS[codes[0]].heading.format(when=_when(result)) + _split(result)


def _split(result: Result) -> str:
    return f", by {heading_of(result.by).lower()}" if result.by else ""


def _when(result: Result) -> str:
    """Where in a period a snapshot is taken, for the title."""
    kinds = {period.kind for period in result.periods}
    if kinds == {"year"}:
        return " at 31 March"
    if kinds == {"date"}:
        return ""
    return f" at the end of the {kinds.pop()}" if kinds in ({"quarter"}, {"month"}) else " at the end of the period"


def _total_last(figures: Iterable[Figure]) -> list[Figure]:
    """Groups first and the whole area under them; benchmarks and ungrouped figures as they come."""
    figures = list(figures)
    if not any(figure.by for figure in figures):
        return figures
    return [f for f in figures if f.by] + [f for f in figures if not f.by]
