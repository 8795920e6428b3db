"""The functions for notebooks: what `import cpind` offers, with errors in Python's terms.

The same functions as the command line's, with plainer arguments; errors name parameters rather than options.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from html import escape
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from .. import benchmarks as published
from ..analysis.intervals import with_intervals
from ..analysis.rebasing import rebase_from
from ..analysis.runs import with_runs
from ..errors import CpindError, UsageError
from ..figures import bases as figures_bases
from ..figures import engine
from ..figures import members as figures_members
from ..figures.bases import Bases
from ..figures.request import Request
from ..figures.result import Result
from ..inputs import population, reading
from ..inputs.population import Population
from ..model.extract import Extract
from ..model.periods import FIRST_YEAR, LAST_YEAR, Period, as_periods, parse_date
from ..model.wording import distinct
from .python_words import in_python
from .tables.tidy import NUMBERS, columns_of, records
from .words import sentence

if TYPE_CHECKING:
    import pandas as pd

    from ..benchmarks.published import Comparable
    from .tables import Table

__all__ = ["Answer", "Request", "bases", "compare", "compute", "members", "read", "read_benchmarks", "read_population"]

P = ParamSpec("P")
R = TypeVar("R")


def _spoken(function: Callable[P, R]) -> Callable[P, R]:
    """The function, with parameters instead of options in the messages of its errors."""

    @functools.wraps(function)
    def verb(*arguments: P.args, **named: P.kwargs) -> R:
        try:
            return function(*arguments, **named)
        except CpindError as error:
            raise type(error)(in_python(str(error))) from None

    return verb


@dataclass(frozen=True, repr=False)
class Answer(Result):
    """A Result that shows itself as a table: as text, and in a notebook as HTML."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The notes under the figures: caveats about the rows, what is incomplete, what was left out."""
        left_out = (f"Left out: {', '.join(left.indicators)}: {left.reason}." for left in self.left_out)
        return distinct(map(in_python, (*(sentence(note.fact) for note in self.notes), *left_out)))

    def to_frame(self) -> pd.DataFrame:
        """The figures as a DataFrame: a row for each, nullable types, start and end as datetime64."""
        import pandas as pd

        names = columns_of(self)
        frame = pd.DataFrame(list(records(self)), columns=list(names))
        frame[["start", "end"]] = frame[["start", "end"]].apply(pd.to_datetime)
        kinds = {name: "Float64" if name in NUMBERS else "string" for name in names if name not in ("start", "end")}
        return frame.astype(kinds)

    def __repr__(self) -> str:
        from .formats import FORMATS, write

        return in_python(str(write(_table(self), FORMATS["table"]))).rstrip("\n")

    def _repr_html_(self) -> str:
        from .tables import harmless_table

        table = harmless_table(_table(self))
        head = "".join(f"<th>{escape(column.heading)}</th>" for column in table.columns)
        rows = "".join(
            "<tr>"
            + "".join(
                f'<td style="text-align: {"right" if column.is_number else "left"}">{escape(cell.text)}</td>'
                for column, cell in zip(table.columns, row)
            )
            + "</tr>"
            for row in table.rows
        )
        notes = "<br>".join(escape(in_python(note)) for note in table.notes)
        return (
            f"<table><caption>{escape(table.title)}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{rows}</tbody></table><p>{notes}</p>"
        )


def _table(result: Result) -> Table:
    from .tables.disproportion import lay_out_disproportion
    from .tables.results import lay_out

    codes = distinct(figure.indicator for figure in result.figures)
    if any(figure.ratio is not None for figure in result.figures):
        return lay_out_disproportion(result, codes)
    return lay_out(result, codes, title="Child protection indicators" if len(codes) > 1 else None)


def compute(
    extract: Extract,
    codes: str | Sequence[str],
    periods: str | Period | date | Iterable[str | Period | date] | None = None,
    request: Request | None = None,
    *,
    standing: Bases | None = None,
    needed: Sequence[str] | None = None,
    ci: float | None = None,
    spc: bool = False,
    chart: str | None = None,
    rebase: Mapping[str | date, str] | None = None,
) -> Answer:
    """The figures of indicators for periods, as compute(extract, "icpc", "2019/20"); by default of the extract's authority.

    Periods are labels, ranges and lists as the command line takes them, dates, or None for the last five years. The
    population of the request may be a number, a CSV's path, a DataFrame (area, mid_year, population; of groups also by
    and group), a dict {mid-year: children, (by, group, mid-year): children}, or what read_population returns. Otherwise
    as engine.compute, whose errors it raises.

    Args:
        extract, codes, periods, request, standing, needed: as for engine.compute.
        ci: a level in per cent, such as 95, for the confidence interval of each figure.
        spc: with control limits and signals, for years, quarters or months in a row.
        chart: "xmr" takes XmR limits for all.
        rebase: limits anew from a period on, with the reason: {"2019-04": "a new front door"}.
    """
    _require_extract(extract)
    request = _request(request)
    if extract.authority and request.area == Request.area:
        request = replace(request, area=extract.authority)
    if ci is not None and not (isinstance(ci, (int, float)) and 50 <= ci < 100):
        raise UsageError(f"ci: {ci!r} is not a level in per cent, from 50 to under 100, as 95")
    if chart not in (None, "laney", "xmr"):
        raise UsageError(f'chart="{chart}": it is "laney", the default, or "xmr"')
    if (chart or rebase) and not spc:
        raise UsageError('chart="xmr" and rebase={"2019-04": "why"} are for control limits: add spc=True')
    request = replace(
        request, population=_population(request.population, request.area), families=ci is not None or request.families
    )
    result = engine.compute(extract, codes, periods, request, standing=standing, needed=needed)
    result = result if ci is None else with_intervals(result, ci)
    if spc:
        rebases = [rebase_from(when, reason) for when, reason in (rebase or {}).items()]
        result = with_runs(result, only_xmr=chart == "xmr", rebases=rebases)
    return Answer(**{field.name: getattr(result, field.name) for field in fields(Result)})


def members(
    extract: Extract,
    code: str,
    periods: str | Period | date | Iterable[str | Period | date] | None = None,
    request: Request | None = None,
    *,
    standing: Bases | None = None,
) -> pd.DataFrame:
    """The events that an indicator's figures are made of, a row each: members(extract, "icpc", "2019/20").

    Of a share, mean or median those in its denominator, of a count those that are counted, of children the plan that
    stands for each child; `in_numerator` says which are in the numerator, `measured` the days of a mean or median. With
    `by` in the request `group` says in which group. The columns are those of figures.members.MemberList.
    Child-level data. Raises UnavailableError where the input can't answer, UsageError for an unknown indicator.
    """
    _require_extract(extract)
    codes = engine.known_codes(code)
    if len(codes) != 1:
        raise UsageError(f"members are those of one indicator: name {' or '.join(codes)}")
    (known,) = codes
    request = _request(request)
    chosen = None if periods is None else as_periods(periods)
    rows = figures_members.members(extract, known, chosen, request, standing=standing).rows.to_pandas()
    texts = ["period", "basis", "group", "child_id", "caveats", "file"]
    return rows.astype({name: "string" for name in texts if name in rows})


def bases(
    extract: Extract,
    *,
    as_at: str | date | None = None,
    covered_from: str | date | None = None,
    holds: str | None = None,
    bridge: int | None = None,
) -> Bases:
    """What the extract offers for figures to stand on, for `standing` of compute and members.

    The extract's date and the first day that a live extract covers are dates, or texts as 2020-07-31. Otherwise as
    figures.bases.bases, whose errors it raises.
    """
    _require_extract(extract)
    return figures_bases.bases(extract, as_at=_day(as_at), covered_from=_day(covered_from), holds=holds, bridge=bridge)


def compare(result: Result, benchmarks: Comparable, areas: Sequence[str] = ()) -> Result:
    """The result with the published figures of its reporting years, indicator by indicator, after its own.

    The benchmarks are what read_benchmarks returns. As benchmarks.comparing.compare, whose errors it raises.
    """
    if isinstance(benchmarks, (str, os.PathLike)):
        raise UsageError("a path is not benchmarks: read them first, with cpind.read_benchmarks(...)")
    return published.compare(result, benchmarks, areas)


# --- arguments ----------------------------------------------------------------------------------------


def _require_extract(given: object) -> None:
    if not isinstance(given, Extract):
        raise UsageError(f"a {type(given).__name__} is not an extract: read it first, with cpind.read(...)")


def _request(given: object) -> Request:
    if given is None:
        return Request()
    if not isinstance(given, Request):
        raise UsageError(f'a {type(given).__name__} is not a request: give one as cpind.Request(by="district")')
    if not isinstance(given.where, Mapping):
        raise UsageError('where=: give a dict of columns and the groups to keep, as {"district": "Rugby"}')
    return given


def _day(given: str | date | None) -> date | None:
    if isinstance(given, str):
        return parse_date(given)
    return given.date() if isinstance(given, datetime) else given


def _population(given: object, area: str) -> Population | None:
    if given is None or isinstance(given, Population):
        return given
    if isinstance(given, bool):
        raise UsageError("population=: give a whole number of children above 0, or a file")
    if isinstance(given, Mapping):
        return population.population_from((_entry_of(area, key, n) for key, n in given.items()), error=UsageError)
    if reading.is_frame(given):
        lacking = [name for name in ("area", "mid_year", "population") if name not in given.columns]
        if lacking:
            raise UsageError(f"population=: the frame has no column {lacking[0]}; it needs area, mid_year, population")
        return population.population_from(map(_entry_in, given.to_dict("records")), error=UsageError)
    return population.read_population(given if isinstance(given, (str, os.PathLike)) else _whole(given))


def _entry_of(area: str, key: object, children: object) -> population.Entry:
    """An item of a dict: a mid-year, or (by, group, mid-year), and its children."""
    by, group, year = key if isinstance(key, tuple) and len(key) == 3 else ("", "", key)
    return population.Entry("population=", area, _mid_year(year), _whole(children), by=_text(by), group=_text(group))


def _entry_in(row: Mapping[Any, Any]) -> population.Entry:
    """A row of a frame."""
    texts = {name: _text(row.get(name)) for name in ("source", "by", "group")}
    return population.Entry(
        "population=", str(row["area"]), _mid_year(row["mid_year"]), _whole(row["population"]), **texts
    )


def _mid_year(given: object) -> int:
    year = _whole(given)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UsageError(f"population=: {year} is not a mid-year; write 2019 for the estimate of 30 June 2019")
    return year


def _text(given: object) -> str:
    """A cell's text, "" for what is missing."""
    return given.strip() if isinstance(given, str) else ""


def _whole(given: Any) -> int:
    try:
        number: int = int(given)
        if number > 0 and number == float(given):
            return number
    except (TypeError, ValueError, OverflowError):
        pass
    raise UsageError("population=: give whole numbers above 0")


read = _spoken(reading.read)
bases = _spoken(bases)
compute = _spoken(compute)
members = _spoken(members)
read_population = _spoken(population.read_population)
read_benchmarks = _spoken(published.read_benchmarks)
compare = _spoken(compare)
