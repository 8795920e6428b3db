"""Visits and spells of being looked after in the Standard Safeguarding Dataset, as cells of their plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ..model.columns import Categorical, coded
from ..model.day_lists import BETWEEN
from ..model.vocabulary import flag_value
from .dataset_tables import DatasetTable

_SEEN_ALONE = "cppv_cp_visit_seen_alone"


def visits_of(visits: DatasetTable | None, plans: DatasetTable) -> dict[str, Categorical]:
    """The dates of each plan's visits, and of those at which the child was seen alone, if any is recorded.

    A visit belongs to the plan that its key names. A visit without such a plan belongs to every plan of its person;
    only the plan that is open at the time can count it.
    """
    if visits is None:
        return {}
    texts = visits.get("cppv_cp_visit_date").listed()
    rows = _plans_of_visits(visits, plans)
    columns = {"visit_dates": _listed(texts, rows, len(plans.table))}
    alone = visits.get(_SEEN_ALONE).by_text(lambda text: bool(flag_value(text)), False)
    if alone.any():
        seen = [text if is_alone else "" for text, is_alone in zip(texts, alone.tolist())]
        columns["seen_alone_dates"] = _listed(seen, rows, len(plans.table))
    return columns


def _plans_of_visits(visits: DatasetTable, plans: DatasetTable) -> list[Sequence[int]]:
    """For each visit the rows of the plans that it belongs to."""
    keyed = plans.row_of("cppl_cp_plan_id", visits.get("cppv_cp_plan_id")).tolist()
    of_person: dict[str, list[int]] = defaultdict(list)
    for row, person in enumerate(plans.get("cppl_person_id").listed()):
        of_person[person].append(row)
    people = visits.get("cppv_person_id").listed()
    return [[row] if row >= 0 else of_person.get(person, []) if person else [] for row, person in zip(keyed, people)]


def looked_after(episodes: DatasetTable | None, children: Categorical) -> dict[str, Categorical]:
    """The spells for which each child was looked after, "2019-05-01 to 2019-09-30; ..."."""
    if episodes is None:
        return {}
    start = episodes.get("clae_cla_episode_start_date").coalesce(episodes.get("clae_cla_episode_start"))
    end = episodes.get("clae_cla_episode_ceased").coalesce(episodes.get("clae_cla_episode_ceased_date"))
    spells: dict[str, list[str]] = defaultdict(list)
    for person, begin, over in zip(episodes.get("clae_person_id").listed(), start.listed(), end.listed()):
        if begin:
            spells[person].append(f"{begin} to {over}")
    return {"looked_after": children.mapped(lambda child: BETWEEN.join(spells.get(child, ())))}


def _listed(texts: Sequence[str], rows: Sequence[Sequence[int]], count: int) -> Categorical:
    """The texts that belong to each of `count` rows, separated by semicolons."""
    cells: list[list[str]] = [[] for _ in range(count)]
    for text, places in zip(texts, rows):
        if text:
            for place in places:
                cells[place].append(text)
    return coded(BETWEEN.join(cell) for cell in cells)
