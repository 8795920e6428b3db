"""Groups that are the texts of a column, recognised or unchanged."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from ...model.columns import Categorical, Column, Frame, as_texts
from ...model.extract import Extract
from ...model.schema import NOT_RECOGNISED, NOT_RECORDED
from ...model.vocabulary import RECOGNISERS, is_known
from .registry import Grouping

_NO_PLACES = ("team", "sex", "ethnicity")
"""Columns whose texts are not places, so they have no population, whatever their names."""


def by_column(column: str, extract: Extract) -> Grouping:
    """The values of a text column in natural order ("Team 2" before "Team 10"): recognised, for a column of
    RECOGNISERS; else unchanged, except that those that differ only in case and blanks are one group."""
    if column in RECOGNISERS:
        return recognised(column, (column,), RECOGNISERS[column], extract)
    shown = spellings(as_texts(extract.rows[column]))
    named = {label for label in shown.values() if label.casefold() != NOT_RECORDED.casefold()}
    labels = (*sorted(named, key=natural), NOT_RECORDED)
    places = {label: place for place, label in enumerate(labels)}
    positions = {text: places.get(label, len(named)) for text, label in shown.items()}

    def codes(rows: Frame, at: np.ndarray, which: str) -> np.ndarray:
        return _recoded(rows[column], positions, len(labels) - 1)

    return Grouping(column, labels, codes, (column,), has_population=column not in _NO_PLACES)


def spellings(column: Categorical) -> dict[str, str]:
    """Each text of a column -> the most frequent spelling among those that differ only in case and blanks, with single
    blanks. If two are equally frequent, the one in mixed case, and then the first by code point."""
    single = [" ".join(text.split()) for text in column.texts]
    alike: dict[str, list[int]] = {}
    for code, text in enumerate(single):
        alike.setdefault(text.casefold(), []).append(code)
    if len(alike) == len(column.texts):
        return dict(zip(column.texts, single))
    frequency = np.bincount(column.codes[column.filled()], minlength=len(column.texts))
    shown: dict[str, str] = {}
    for codes in alike.values():
        counts: dict[str, int] = {}
        for code in codes:
            counts[single[code]] = counts.get(single[code], 0) + int(frequency[code])
        best = min(counts, key=lambda text: (-counts[text], _is_one_case(text), text))
        shown |= {column.texts[code]: best for code in codes}
    return shown


def _is_one_case(text: str) -> bool:
    return text in (text.upper(), text.lower())


def recognised(
    name: str,
    columns: tuple[str, ...],
    recognise: Callable[[str], str],
    extract: Extract,
    ordered: Sequence[str] = (),
) -> Grouping:
    """What the texts of columns stand for: the labels `ordered`, or those found, in natural order. With two columns,
    the one that `which` asks for, or the other if it is not recorded."""
    stands_for = {
        text: recognise(text) for column in columns if column in extract.columns for text in extract.texts(column)
    }
    found = {label for label in stands_for.values() if is_known(label)}
    named = tuple(ordered) or tuple(sorted(found, key=natural))
    unknown = (NOT_RECOGNISED,) if NOT_RECOGNISED in stands_for.values() else ()
    labels = (*named, *unknown, NOT_RECORDED)
    places = {label: place for place, label in enumerate(labels)}
    positions = {text: places[label] for text, label in stands_for.items()}
    missing = len(labels) - 1

    def codes(rows: Frame, at: np.ndarray, which: str) -> np.ndarray:
        first, *others = sorted(columns, key=lambda column: not column.startswith(which))
        found = _recoded(rows[first], positions, missing) if first in rows else np.full(len(at), missing)
        for other in (column for column in others if column in rows):
            found = np.where(found == missing, _recoded(rows[other], positions, missing), found)
        return found

    return Grouping(name, labels, codes, columns, labels.index(NOT_RECOGNISED) if unknown else None)


def natural(text: str) -> list[tuple[int, int, str]]:
    """A sort key that takes the numbers in a text as numbers; the text itself, last, distinguishes "1" from "01"."""
    # A number sorts by its length and then its digits, which is its size, however long it is.
    parts = [
        (0, len(part.lstrip("0")), part.lstrip("0")) if part.isdecimal() else (1, 0, part.lower())
        for part in re.split(r"(\d+)", text)
        if part
    ]
    return [*parts, (2, 0, text)]


def _recoded(column: Column, positions: dict[str, int], missing: int) -> np.ndarray:
    """The position of each row's text."""
    return as_texts(column).by_text(lambda text: positions.get(text, missing), missing)
