"""What figures can be split by: sex, age, ethnicity, category, district, team, authority, any other column.

A group-maker is one decorated function that returns a code per event and the ordered labels; groups
without an event keep their label. Blank is "Not recorded", last; a text of a sex, an ethnicity or a category that is not
known is "Not recognised", before it. Both go where there is nothing in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..errors import UsageError
from ..model import dates
from ..model.columns import Categorical, Frame
from ..model.extract import Extract
from ..model.identifying import why_identifying
from ..model.schema import (
    BY_NAME,
    CATEGORIES,
    ETHNIC_GROUPS,
    NOT_RECOGNISED,
    NOT_RECORDED,
    accepted,
    canonical,
    identifies,
)
from ..model.vocabulary import RECOGNISERS, category_name, ethnic_group, is_known
from ..model.wording import did_you_mean

AGES = ("Unborn", "Under 1", "1-4 years", "5-9 years", "10-15 years", "16 years and over")
BY_COLUMN = ("district", "team", "authority", "sex", "ethnicity")
"""Columns that a figure is split by as they stand, besides an extract's own."""

MADE_FROM = {
    "age": ("date_of_birth",),
    "category": ("initial_category", "latest_category"),
    "ethnic-group": ("ethnicity",),
}
"""The groupings that are made from columns of another name, any one of which will do."""

_FIRST_AGE = (-1, 0, 1, 5, 10, 16)


@dataclass(frozen=True)
class Grouping:
    """`labels` in order, the last one "Not recorded", before it perhaps "Not recognised"; `codes(rows, at, which)` gives
    each row's position in them.

    `at`: the date of the event or snapshot (one, or one a row). `which`: "initial" or "latest", of the
    category. `columns`: what it is made from; any one of them will do. `unknown`: the position of "Not recognised", None
    where no text is in it.
    """

    name: str
    labels: tuple[str, ...]
    codes: Callable[[Frame, np.ndarray, str], np.ndarray]
    columns: tuple[str, ...]
    unknown: int | None = None


GROUPINGS: dict[str, Callable[[Extract], Grouping]] = {}


def grouping(name: str) -> Callable:
    """Register a maker of a Grouping under the name that --by takes."""

    def register(maker: Callable[[Extract], Grouping]) -> Callable[[Extract], Grouping]:
        if name in GROUPINGS:
            raise ValueError(f"two groupings are called {name}")
        GROUPINGS[name] = maker
        return maker

    return register


def group_by(name: str, extract: Extract) -> Grouping:
    """The Grouping of a name: one of the registered ones, else a column as it stands.

    Raises UsageError for a column that the extract does not have, or that identifies children.
    """
    known = name.strip().lower().replace("_", "-").replace(" ", "-")
    if known in GROUPINGS:
        made = GROUPINGS[known](extract)
        present = tuple(column for column in made.columns if column in extract.columns)
        if not present:
            raise UsageError(
                f"--by {name} needs the column {' or '.join(made.columns)}, and the extract has none; also known as "
                f"{accepted(made.columns[0]).partition(', ')[2]}"
            )
        _refuse_identifying(name, present, extract)
        return replace(made, columns=present)
    column = canonical(name, extract.columns)
    if column not in extract.columns:
        column = canonical(f"own {name}", extract.columns)
    if identifies(column or name):
        raise UsageError(
            f"--by {name}: that would list single children; "
            "group by district, team, sex, age, ethnicity, category or a column of your own"
        )
    known_as = canonical(name, BY_COLUMN)
    if column is None and known_as in BY_COLUMN:
        raise UsageError(
            f"--by {name} needs the column {known_as}, and the extract has none; also known as "
            f"{accepted(known_as).partition(', ')[2]}; it can be split by {', '.join(_offered(extract))}"
        )
    if column is None or column not in extract.columns or not _is_text(column):
        offered = _offered(extract)
        raise UsageError(
            f"--by {name}: the extract has no such column; it has {', '.join(offered)}"
            + did_you_mean(name, [*offered, *GROUPINGS, *BY_COLUMN])
        )
    _refuse_identifying(name, (column,), extract)
    return by_column(column, extract)


def _refuse_identifying(name: str, columns: Sequence[str], extract: Extract) -> None:
    for column in columns:
        if _is_text(column) and (why := _why_identifying(column, extract)):
            raise UsageError(f"--by {name}: {why}, so it would list single children")


def by_column(column: str, extract: Extract) -> Grouping:
    """The values of a text column in their natural order ("Team 2" before "Team 10"): as recognised where it is one of
    RECOGNISERS, else as they stand, but those that differ in case and blanks alone are one."""
    if column in RECOGNISERS:
        return _recognised(column, (column,), RECOGNISERS[column], extract)
    shown = spellings(extract.rows[column])
    named = {label for label in shown.values() if label.casefold() != NOT_RECORDED.casefold()}
    labels = (*sorted(named, key=natural), NOT_RECORDED)
    places = {label: place for place, label in enumerate(labels)}
    positions = {text: places.get(label, len(named)) for text, label in shown.items()}

    def codes(rows: Frame, at: np.ndarray, which: str) -> np.ndarray:
        return _recoded(rows[column], positions, len(labels) - 1)

    return Grouping(column, labels, codes, (column,))


def spellings(column: Categorical) -> dict[str, str]:
    """Each text of a column -> the most frequent spelling of those that differ from it in case and blanks alone, its
    blanks single; of two as frequent the one in mixed case, and then the first by code point."""
    single = [" ".join(text.split()) for text in column.texts]
    alike: dict[str, list[int]] = {}
    for code, text in enumerate(single):
        alike.setdefault(text.casefold(), []).append(code)
    if len(alike) == len(column.texts):
        return dict(zip(column.texts, single))
    frequency = np.bincount(column.codes[column.filled()], minlength=len(column.texts))
    shown = {}
    for codes in alike.values():
        counts: dict[str, int] = {}
        for code in codes:
            counts[single[code]] = counts.get(single[code], 0) + int(frequency[code])
        best = min(counts, key=lambda text: (-counts[text], _is_one_case(text), text))
        shown |= {column.texts[code]: best for code in codes}
    return shown


def _is_one_case(text: str) -> bool:
    return text in (text.upper(), text.lower())


def _recognised(
    name: str,
    columns: tuple[str, ...],
    recognise: Callable[[str], str],
    extract: Extract,
    ordered: Sequence[str] = (),
) -> Grouping:
    """What the texts of columns stand for: the labels `ordered`, or those that are found in their natural order. Of two
    columns the one that is asked for, `which`, and the other where it is not recorded."""
    positions = {
        text: recognise(text) for column in columns if column in extract.columns for text in extract.texts(column)
    }
    found = {label for label in positions.values() if is_known(label)}
    named = tuple(ordered) or tuple(sorted(found, key=natural))
    unknown = (NOT_RECOGNISED,) if NOT_RECOGNISED in positions.values() else ()
    labels = (*named, *unknown, NOT_RECORDED)
    places = {label: place for place, label in enumerate(labels)}
    positions = {text: places[label] for text, label in positions.items()}
    missing = len(labels) - 1

    def codes(rows: Frame, at: np.ndarray, which: str) -> np.ndarray:
        first, *others = sorted(columns, key=lambda column: not column.startswith(which))
        found = _recoded(rows[first], positions, missing) if first in rows else missing
        for other in (column for column in others if column in rows):
            found = np.where(found == missing, _recoded(rows[other], positions, missing), found)
        return found

    return Grouping(name, labels, codes, columns, labels.index(NOT_RECOGNISED) if unknown else None)


@grouping("age")
def by_age(extract: Extract) -> Grouping:
    """Age at the event or snapshot, in DfE's bands, unborn children apart."""
    labels = (*AGES, NOT_RECORDED)

    def codes(rows: Frame, at: np.ndarray, which: str) -> np.ndarray:
        age = dates.age(rows["date_of_birth"], at)
        band = np.searchsorted(_FIRST_AGE, age, side="right") - 1
        return np.where(np.isnan(age), len(AGES), band)

    return Grouping("age", labels, codes, MADE_FROM["age"])


@grouping("category")
def by_category(extract: Extract) -> Grouping:
    """Category of abuse: the initial one for what starts, the latest for stock and ends; the other if it is blank."""
    return _recognised("category", MADE_FROM["category"], category_name, extract, tuple(CATEGORIES.values()))


@grouping("ethnic-group")
def by_ethnic_group(extract: Extract) -> Grouping:
    """DfE's main groups, of census codes and of every other spelling."""
    return _recognised("ethnic-group", MADE_FROM["ethnic-group"], ethnic_group, extract, tuple(ETHNIC_GROUPS))


def natural(text: str) -> list:
    """A sort key that takes the numbers in a text as numbers; the text itself, last, tells "1" from "01"."""
    # A number by its length and then its digits, which is its size, however long it is.
    parts = [
        (0, len(part.lstrip("0")), part.lstrip("0")) if part.isdecimal() else (1, 0, part.lower())
        for part in re.split(r"(\d+)", text)
        if part
    ]
    return [*parts, (2, 0, text)]


def _why_identifying(column: str, extract: Extract) -> str:
    """Why a column tells who children are, "" where it does not. Of one of RECOGNISERS what is not recognised is looked
    at."""
    texts, children = extract.rows[column], extract.rows["child_id"]
    values = texts.codes
    if recognise := RECOGNISERS.get(column):
        values = np.where(texts.by_text(lambda text: recognise(text) == NOT_RECOGNISED, False), values, -1)
    return why_identifying(values, children.codes, texts.texts, children.texts, known=column in BY_NAME)


def _is_text(column: str) -> bool:
    return column not in BY_NAME or BY_NAME[column].kind == "text"


def _recoded(column: Categorical, positions: dict[str, int], missing: int) -> np.ndarray:
    """Each row's position of its text."""
    return column.by_text(lambda text: positions.get(text, missing), missing)


def _offered(extract: Extract) -> list[str]:
    return [
        *(name for name, columns in MADE_FROM.items() if extract.columns.intersection(columns)),
        *(name for name in BY_COLUMN if name in extract.columns),
        *(name for name in extract.own_columns if not identifies(name)),
    ]
