"""Remove hidden numbers from results."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from ...figures.facts import Rebase, Rounded, RunSummary, Suppressed
from ...figures.result import SUPPRESSED, Figure, Note, Result
from ..public_notes import public_note
from .cells import Cells, Key, cells_of, figures_at, filters_of, path_of
from .dependent import HiddenSources
from .periods import periods_of
from .relations import nested, relations_of
from .secondary import hidden_cells
from .sums import sums_of


def suppressed(results: Sequence[Result]) -> list[Result]:
    """The results as they may be published together: figures with a hidden number have the status "suppressed", and none of
    their numbers; facts that count anything are gone.

    Numbers from 1 to 5 are hidden. In every sum with one hidden number, the smallest other number is hidden too. Then,
    given everything that the results show together, each hidden small number must be able to be 1 and to be 5; if not,
    more numbers are hidden. Raises UsageError without scipy.
    """
    cells = cells_of(results)
    # The same sum may be found in several ways; it is identified by its terms.
    found = {frozenset(one.terms): one for one in (*sums_of(results, cells), *periods_of(cells), *relations_of(cells))}
    hidden = hidden_cells(cells.keys, list(found.values()), nested(cells))
    sources = HiddenSources(hidden)
    return [_without(result, number, cells, hidden, sources) for number, result in enumerate(results)]


def _without(result: Result, number: int, cells: Cells, hidden: set[Key], sources: HiddenSources) -> Result:
    is_hidden = {
        (where.figure, where.beside) for where, key in cells.at.items() if where.result == number and key in hidden
    }
    filters = filters_of(result)
    figures = list(result.figures)
    runs_hidden: set[tuple[str, str, str]] = set()
    for place, figure in enumerate(result.figures):
        if figure.is_benchmark:
            continue
        gone = {
            beside
            for beside, one in figures_at(figure)
            if (place, beside) in is_hidden or sources.give(one, path_of(one, result, filters))
        }
        if "" in gone:
            figures[place] = hidden_figure(figure)
            runs_hidden.add((figure.indicator, figure.by, figure.group))
        elif figure.change:
            figures[place] = figure._replace(change=figure.change._replace(**dict.fromkeys(gone)))
    # The centre and limits of a run depend on all its points, as does the ratio of a group's rate to the whole area's.
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
    """The result without the notes that count anything, and one that says what is suppressed. `runs_hidden` has
    indicator, by and group of the runs that have a hidden point."""
    kept = (_safe(note, runs_hidden) for note in result.notes)
    notes = tuple(dict.fromkeys(filter(None, kept)))
    is_any = any(figure.status == SUPPRESSED for figure in result.figures)
    return replace(result, notes=(*notes, Note("", Suppressed(is_any))), suppressed=True)


def hidden_figure(figure: Figure) -> Figure:
    """What may be shown of a hidden figure: what it is about, but nothing that depends on its numbers."""
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


def _safe(note: Note, runs_hidden: Collection[tuple[str, str, str]]) -> Note | None:
    if isinstance(note.fact, RunSummary):
        latest = note.fact.latest
        return None if (latest.indicator, latest.by, latest.group) in runs_hidden else note
    return note if isinstance(note.fact, (Rebase, Rounded)) else public_note(note)
