"""Join what a file of people says of a child to the child's events in other files."""

from __future__ import annotations

import numpy as np

from ...model.columns import Column, cells
from ...model.joins import Join
from ...model.schema import EVENT_COLUMNS, PERSON_COLUMNS
from .files import BY_CHILD, FEEDS_NOTHING, JoinedFiles, blank_cells


def join_people(files: JoinedFiles) -> list[Join]:
    """Fill blank cells of events from the files of people."""
    persons = np.zeros(len(files.rows), bool)
    sources = [s for s in files.sources if not s.names & {*EVENT_COLUMNS, "review_dates", "referral_date"}]
    if not sources:
        return []
    for source in sources:
        persons[files.of(source, files.live)] = True
    events = np.flatnonzero(files.live & ~persons)
    differ = np.zeros(len(files.rows), bool)
    for name in PERSON_COLUMNS:
        if name in files.rows and any(name in source.names for source in sources):
            differ |= _fill(files, name, np.flatnonzero(persons), events)
    places = np.flatnonzero(persons)
    if len(places):
        files.feed(places, FEEDS_NOTHING)
    known = np.unique(files.child[places])
    with_event = np.unique(files.child[events])
    described_children = np.isin(with_event, known)
    others = tuple(s.name for s in files.sources if s not in sources)
    described = events[np.isin(files.child[events], known)]
    names = ", ".join(source.name for source in sources)
    doubtful = np.flatnonzero(differ)
    return [
        Join("person", names, others, BY_CHILD, len(with_event), described, doubtful, int(described_children.sum()))
    ]


def _fill(files: JoinedFiles, name: str, persons: np.ndarray, events: np.ndarray) -> np.ndarray:
    """Fill a column of the events from the child's last row of people that is not blank there; return which rows of
    people differ from that one."""
    column: Column = files.rows[name]
    values = cells(column)
    filled = persons[~blank_cells(column)[persons]]
    if not len(filled):
        return np.zeros(len(values), bool)
    order = filled[np.argsort(files.child[filled], kind="stable")]
    children, first = np.unique(files.child[order], return_index=True)
    last = order[np.append(first[1:], len(order)) - 1]
    differ = np.zeros(len(values), bool)
    differ[order] = values[order] != np.repeat(values[last], np.diff(np.append(first, len(order))))
    blank = events[blank_cells(column)[events]]
    at = np.minimum(np.searchsorted(children, files.child[blank]), len(children) - 1)
    known = children[at] == files.child[blank]
    files.change(name, blank[known], values[last[at[known]]])
    return differ
