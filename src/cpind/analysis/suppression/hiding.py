"""Which figures are hidden: small ones, a second in each sum, and as many more as the attack asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from ...figures.facts import (
    BridgedBy,
    ChoiceMade,
    LimitsAnew,
    NoSuchGroup,
    Rounded,
    RunSummary,
    Suppressed,
    TargetOfAYear,
)
from ...figures.indicators import INDICATORS
from ...figures.result import SUPPRESSED, Figure, Note, Result
from .attack import leaks
from .cells import Cells, Key, Path, cells_of, figures_at, is_small, path_of
from .relations import ENDED, STARTED, nested, relations_of
from .sums import Sum, Variable, is_small_total, name_of, sums_of

_SAFE_NOTES = (BridgedBy, ChoiceMade, LimitsAnew, NoSuchGroup, Rounded, TargetOfAYear)
"""The facts for under a table that no child is counted in."""


def suppressed(results: Sequence[Result]) -> list[Result]:
    """The results as they may be published together: figures with a hidden number have the status "suppressed", and none of
    their numbers; facts that count anything are gone.

    Numbers from 1 to 5 are hidden. In every sum with one hidden number a second is, the smallest there is. Then, from all that
    the results show together, each hidden small number must still be able to be 1 and to be 5; else more is hidden. Raises
    UsageError without scipy.
    """
    cells = cells_of(results)
    sums = [*sums_of(results, cells), *relations_of(results, cells)]
    pairs = nested(results, cells)
    hidden = {key for key in cells.shown_at if is_small(key)}
    _complete(hidden, sums)
    unsafe = leaks(sums, pairs, hidden)
    while unsafe:
        before = len(hidden)
        for key in unsafe:
            hidden |= set(_another(key, sums, pairs, hidden))
        _complete(hidden, sums)
        if len(hidden) == before:  # nothing beside it is left to hide: hide all
            hidden |= set(cells.shown_at)
            break
        unsafe = leaks(sums, pairs, hidden, unsafe)
    flows = _flows(results, cells, hidden)
    return [_without(result, number, cells, hidden, flows) for number, result in enumerate(results)]


def _complete(hidden: set[Key], sums: Sequence[Sum]) -> None:
    """Hide all parts of a small total, zeros too: were these shown, the others would be at least 1 each. Hide a second number in
    every sum with one hidden number, until there is no such sum."""
    for one in sums:
        keys = [key for key, _ in one.terms if isinstance(key, Key)]
        if is_small_total(one):
            hidden.update(keys)
    is_done = False
    while not is_done:
        is_done = True
        for one in sums:
            keys = [key for key, _ in one.terms if isinstance(key, Key)]
            if (
                len(keys) == len(one.terms)
                and len({key for key in keys if key.number}) > 1
                and sum(key in hidden for key in keys if key.number) == 1
            ):
                total, *parts = keys
                shown = [key for key in parts if key not in hidden and key.number] or [total]
                hidden.add(min(shown, key=_order))
                is_done = False


def _another(key: Key, sums: Sequence[Sum], pairs: Sequence[tuple[Key, Key]], hidden: set[Key]) -> Iterable[Key]:
    """The smallest number beside a hidden one that is still shown: in a sum with it, or in a sum with one of those, or one
    that it is part of."""
    near: set[Variable] = {key}
    seen: set[Variable] = {key}
    for _ in range(4):
        beside: set[Variable] = {one for pair in pairs if near.intersection(pair) for one in pair}
        beside |= {one for each in sums if any(variable in near for variable, _ in each.terms) for one, _ in each.terms}
        shown = [one for one in beside if isinstance(one, Key) and one not in hidden and one.number]
        if shown:
            return [min(shown, key=_order)]
        near = beside - seen
        seen |= beside
    return []


def _order(key: Key) -> tuple[object, ...]:
    """The smallest first; of the same size always the same one."""
    return key.number, len(key.path) == 0, str(key)


# --- the results without what is hidden ---------------------------------------------------------------


def _without(result: Result, number: int, cells: Cells, hidden: set[Key], flows: Collection[Place]) -> Result:
    is_hidden = {
        (where.figure, where.beside) for where, key in cells.at.items() if where.result == number and key in hidden
    }
    filters = tuple((name, " or ".join(labels)) for name, labels in result.where)
    figures = list(result.figures)
    runs_hidden: set[tuple[str, str, str]] = set()
    for place, figure in enumerate(result.figures):
        if figure.is_benchmark:
            continue
        is_difference = INDICATORS[figure.indicator].statistic.name == "difference"
        hides = {
            beside
            for beside, one in figures_at(figure)
            if (place, beside) in is_hidden
            or (is_difference and (one.start, one.end, path_of(one, result, filters)) in flows)
        }
        if "" in hides:
            figures[place] = hidden_figure(figure)
            runs_hidden.add((figure.indicator, figure.by, figure.group))
        elif figure.change:
            figures[place] = figure._replace(change=figure.change._replace(**dict.fromkeys(hides)))
    # The centre and limits of a run are made of all its points; so is what a group's rate is to the whole's.
    whole_hidden = {(one.indicator, one.start, one.end) for one in figures if one.status == SUPPRESSED and not one.by}
    figures = [
        figure._replace(
            run=None if (figure.indicator, figure.by, figure.group) in runs_hidden else figure.run,
            ratio=None if (figure.indicator, figure.start, figure.end) in whole_hidden else figure.ratio,
            compared=None if (figure.indicator, figure.start, figure.end) in whole_hidden else figure.compared,
            clusters=None,
        )
        for figure in figures
    ]
    return without_counts(replace(result, figures=tuple(figures)), runs_hidden)


def without_counts(result: Result, runs_hidden: Collection[tuple[str, str, str]] = ()) -> Result:
    """The result without the notes that count anything, and one that says what is suppressed. `runs_hidden`: indicator, by and
    group of the runs that have a hidden point."""
    notes = tuple(dict.fromkeys(note for note in result.notes if _is_safe(note, runs_hidden)))
    is_any = any(figure.status == SUPPRESSED for figure in result.figures)
    return replace(result, notes=(*notes, Note("", Suppressed(is_any))), suppressed=True)


Place = tuple[date | None, date | None, Path]
"""A period, and the groups of a number in it."""


def _flows(results: Sequence[Result], cells: Cells, hidden: Collection[Key]) -> set[Place]:
    """Where a number is hidden that differences are made of: plans started or ended. It may be another result's, or one that a
    figure is set beside."""
    flows = {*STARTED, *ENDED}
    found: set[Place] = set()
    for where, key in cells.at.items():
        if key in hidden:
            figure = dict(figures_at(results[where.result].figures[where.figure]))[where.beside]
            if (name_of(figure), where.which) in flows:
                found.add((key.start, key.end, key.path))
    return found


def hidden_figure(figure: Figure) -> Figure:
    """What may be shown of a figure that is hidden: of what it is, and nothing that is made of its numbers."""
    return Figure(
        indicator=figure.indicator,
        area=figure.area,
        by=figure.by,
        group=figure.group,
        period=figure.period,
        start=figure.start,
        end=figure.end,
        unit=figure.unit,
        status=SUPPRESSED,
        basis=figure.basis,
        flags=figure.flags,
        symbol="c",
        groups=figure.groups,
    )


def _is_safe(note: Note, runs_hidden: Collection[tuple[str, str, str]]) -> bool:
    if isinstance(note.fact, RunSummary):
        latest = note.fact.latest
        return (latest.indicator, latest.by, latest.group) not in runs_hidden
    return isinstance(note.fact, _SAFE_NOTES)
