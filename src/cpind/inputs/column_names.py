"""Which column each heading of a table means: one of cpind's, or one of the file's own."""

from __future__ import annotations

import re
from collections.abc import Collection

from ..errors import InputError, NoExtractError
from ..model.extract import RESERVED
from ..model.harmless import unescape_formula
from ..model.schema import BY_NAME, EVENT_COLUMNS, PERSON_COLUMNS, accepted, is_an_alias, plain, recognise
from .near_headings import are_data, guess
from .text_table import TextTable

SHOWN_HEADINGS = 20

_EVENTS = (*EVENT_COLUMNS, "conference_date", "review_dates", "referral_date")
"""Events that a file may hold; reviews and referrals are useful only together with a file of another kind of event."""


def name_columns(
    table: TextTable, mapping: dict[str, str], own_names: dict[str, str]
) -> tuple[dict[str, list[int]], tuple[str, ...]]:
    """Canonical (or own) name -> positions of the columns that have it (two only for birth and expected birth); and
    remarks on headings that could be a column and are not read as one.

    If several headings could be the same column, a mapped heading goes before the column's own name, and that before
    the names that other systems use; two of the same rank are an error.
    """
    candidates: dict[str, list[int]] = {}
    for position, heading in enumerate(table.headings):
        if name := recognise(heading, mapping):
            candidates.setdefault(name, []).append(position)
    named: dict[str, list[int]] = {}
    remarks: list[str] = []
    for name, positions in candidates.items():
        ranks = [_rank(table.headings[position], name, mapping) for position in positions]
        best = [position for position, rank in zip(positions, ranks) if rank == max(ranks)]
        if len(best) > 1 and BY_NAME[name].kind != "birth":
            first, second = (table.headings[position] for position in best[:2])
            raise InputError(
                f'{table.name}: two columns are both read as {name}: "{first}" and "{second}"; '
                "rename one, or map the right one under [columns] in cpind.toml"
            )
        named[name] = positions if BY_NAME[name].kind == "birth" else best
        remarks += [
            f'{table.name}: "{table.headings[best[0]]}" is read as {name}, "{table.headings[position]}" is not'
            for position in positions
            if position not in named[name] and not table.layout
        ]
    if not table.layout:
        remarks += _leave_out_other_plans_end(table, named, candidates, mapping)
    undecided = named.pop("conference_date", None) if "conference_type" not in named else None
    taken = {position for positions in named.values() for position in positions}
    of_one_name: dict[str, int] = {}
    for position, heading in enumerate(table.headings):
        if heading and position not in taken:
            named[_own_name(heading, named, own_names, of_one_name)] = [position]
    _require_events(table, named, undecided)
    return named, tuple(remarks)


def _leave_out_other_plans_end(
    table: TextTable, named: dict[str, list[int]], candidates: dict[str, list[int]], mapping: dict[str, str]
) -> list[str]:
    """Leave out the end that belongs to a start that was not used: beside "CP plan start date", "Plan start" and "Plan
    end" are the dates of another plan."""
    starts, ends = candidates.get("plan_start", []), candidates.get("plan_end", [])
    if len(starts) < 2 or len(ends) != 1 or mapping.get(plain(table.headings[ends[0]])):
        return []
    end = table.headings[ends[0]]
    twins = [
        position for position in starts if _without_start_or_end(table.headings[position]) == _without_start_or_end(end)
    ]
    if not twins or twins == named["plan_start"]:
        return []
    del named["plan_end"]
    return [
        f'{table.name}: "{end}" is not used: it goes with "{table.headings[twins[0]]}", which is not read as plan_start; if it '
        "is the child protection plan's end, map it to plan_end under [columns] in cpind.toml"
    ]


def _without_start_or_end(heading: str) -> str:
    """A heading without the words that tell a start from an end."""
    return re.sub(r"start(ed|s)?|end(ed|s)?|began|begun|closed|ceased", "", plain(heading))


def _rank(heading: str, name: str, mapping: dict[str, str]) -> int:
    """How certain it is that a heading means a column: mapped (3), cpind's name (2), a known name (1), by its words
    (0)."""
    if mapping.get(plain(heading)) == name:
        return 3
    return 2 if plain(heading) == plain(name) else 1 if is_an_alias(heading, name) else 0


def _own_name(heading: str, named: dict[str, list[int]], own_names: dict[str, str], of_one_name: dict[str, int]) -> str:
    """The name of a column of the file's own: unchanged, or as an earlier file spelled it, but never a name of cpind's.
    `of_one_name` holds the last number given to each repeated name, so that thousands of repeats take no longer each.
    """
    heading = unescape_formula(heading)
    heading = own_names.setdefault(plain(heading) or heading, heading)
    stem = f"own {heading}" if heading in RESERVED or heading in BY_NAME else heading
    count = of_one_name.get(stem, 1)
    name = stem if count == 1 else f"{stem} ({count})"
    while name in named:
        count += 1
        name = f"{stem} ({count})"
    of_one_name[stem] = count
    return name


def _require_events(table: TextTable, named: dict[str, list[int]], undecided: list[int] | None) -> None:
    """Refuse a table without a column for the child, or without anything to count or to join."""
    if not any(name in named for name in _EVENTS):
        if undecided:
            raise NoExtractError(
                f'{table.name}: "{table.headings[undecided[0]]}" may be the date of initial or of review conferences: add a '
                "column conference_type, or map the heading to icpc_date or to review_dates under [columns] in cpind.toml"
            )
        if not is_of_use(named):
            raise not_an_extract(table.name)
    if "child_id" not in named:
        headings = [heading for heading in table.headings if heading]
        raise InputError(
            f"{table.name} has no column child_id; it would be known as {accepted('child_id')}, "
            "or map your own heading under [columns] in cpind.toml" + _own_headings(headings)
        )


def _own_headings(headings: list[str]) -> str:
    """The headings of a file without a column for the child, so that a person can name it; never cells of a data
    row."""
    if are_data(headings):
        return ". Its first row holds data, so it has no row of headings"
    listed = ", ".join(headings[:SHOWN_HEADINGS]) + (", ..." if len(headings) > SHOWN_HEADINGS else "")
    return f"{guess('child_id', headings)}. Its headings: {listed}"


def is_of_use(columns: Collection[str | None]) -> bool:
    """Whether a table with these columns is an input: it has the child, and an event or facts about the person."""
    return "child_id" in columns and any(name in columns for name in (*_EVENTS, *PERSON_COLUMNS))


def not_an_extract(name: str) -> NoExtractError:
    """The error for a file without an event."""
    return NoExtractError(
        f"{name} is not an extract: none of its headings is a date of an event. "
        "It needs child_id and one or more of "
        + "; ".join(accepted(name) for name in EVENT_COLUMNS)
        + ". Other headings can be mapped under [columns] in cpind.toml"
    )
