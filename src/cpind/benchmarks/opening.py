"""A store opened for one authority: its number, the vintage, the population and the neighbours that go with it."""

from __future__ import annotations

from pathlib import Path

from ..errors import InputError, OptionError
from .areas import Areas, areas_of
from .records import FIGURE, POPULATION, Origin, Record
from .store import load
from .view import MEAN, View
from .vintages import RATES, chosen_vintage, population_vintage


def open_view(
    path: Path,
    *,
    authority: str | None = None,
    vintage: str | None = None,
    neighbour_set: str | None = None,
    average: str = MEAN,
) -> View:
    """Open a store for an authority, as a View.

    `vintage` None is that of `vintages.chosen_vintage`; `neighbour_set` None the latest that knows the authority. Raises
    OptionError for a vintage or set that the store does not have, InputError for an authority that it does not know.
    """
    records = load(path)
    known = areas_of(records)
    number = _number_of(authority, known, path) if authority else ""
    chosen = chosen_vintage(records, vintage)
    if not chosen:
        raise InputError(f"{path.name} has no figures: import a release of DfE's children in need statistics, or LAIT")
    people = population_vintage(records, chosen)
    sets = [name for name in sorted(known.sets) if not number or number in known.sets[name]]
    if neighbour_set is not None and neighbour_set not in known.sets:
        names = ", ".join(sorted(known.sets)) or "no neighbours"
        raise OptionError(f"the store has {names}", option="--neighbour-set", value=neighbour_set)
    mine: list[Record] = []
    others: list[Record] = []
    for record in records:
        if record.vintage == (people if record.record == POPULATION else chosen) or _is_share_of_lait(record):
            mine.append(record)
        elif record.record == FIGURE:
            others.append(record)
    return View(tuple(mine), known, chosen, number, neighbour_set or (sets[-1] if sets else ""), average, tuple(others))


def _number_of(authority: str, known: Areas, path: Path) -> str:
    """The number of an authority by any of its names. Raises InputError, with the names most like it, for an unknown one."""
    number = known.number(authority)
    if number:
        return number
    nearly = known.nearly(authority)
    guess = f"; did you mean {', '.join(nearly)}?" if nearly else ""
    raise InputError(f'{path.name} has no authority "{authority}"{guess}')


def _is_share_of_lait(record: Record) -> bool:
    """Percentages are never revised, so LAIT's serve any vintage; its rates are of its own population."""
    return record.record == FIGURE and record.origin == Origin.LAIT and record.indicator != RATES
