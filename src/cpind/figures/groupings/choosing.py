"""Find the grouping that a name means: a registered one, else a column of the extract, unless it identifies
children."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ...errors import UsageError
from ...model.columns import as_texts
from ...model.extract import Extract
from ...model.identifying import why_identifying
from ...model.schema import BY_NAME, NOT_RECOGNISED, accepted, canonical, identifies
from ...model.vocabulary import RECOGNISERS
from ...model.wording import did_you_mean
from .columns import by_column
from .registry import GROUPINGS, Grouping

BY_COLUMN = ("district", "team", "authority", "sex", "ethnicity")
"""Columns that a figure can be split by, besides an extract's own."""


def registered_name(name: str) -> str:
    """A name in the form of registered groupings: "Ethnic group" becomes "ethnic-group"."""
    return name.strip().lower().replace("_", "-").replace(" ", "-")


def group_by(name: str, extract: Extract, *, option: str = "--by") -> Grouping:
    """The Grouping that a name means: a registered one, else a column unchanged.

    Raises UsageError, in which the grouping is called by its `option`, for a column that the extract does not have, or
    that identifies children.
    """
    known = registered_name(name)
    if known in GROUPINGS:
        registered = GROUPINGS[known]
        present = tuple(column for column in registered.columns if column in extract.columns)
        if not present:
            raise UsageError(
                f"{option} {name} needs the column {' or '.join(registered.columns)}, and the extract has none; also known as "
                f"{accepted(registered.columns[0]).partition(', ')[2]}"
            )
        _refuse_identifying(f"{option} {name}", present, extract)
        return replace(registered.make(extract), columns=present)
    column = canonical(name, extract.columns)
    if column not in extract.columns:
        column = canonical(f"own {name}", extract.columns)
    if identifies(column or name):
        raise UsageError(
            f"{option} {name}: that would list individual children; "
            "group by district, team, sex, age, ethnicity, category or a column of your own"
        )
    known_as = canonical(name, BY_COLUMN)
    if column is None and known_as in BY_COLUMN:
        raise UsageError(
            f"{option} {name} needs the column {known_as}, and the extract has none; also known as "
            f"{accepted(known_as).partition(', ')[2]}; it can be split by {', '.join(_offered(extract))}"
        )
    if column is None or column not in extract.columns or not _is_text(column):
        offered = _offered(extract)
        raise UsageError(
            f"{option} {name}: the extract has no such column; it has {', '.join(offered)}"
            + ("; write two columns as --by district --by team" if "," in name else "")
            + did_you_mean(name, [*offered, *GROUPINGS, *BY_COLUMN])
        )
    _refuse_identifying(f"{option} {name}", (column,), extract)
    return by_column(column, extract)


def _refuse_identifying(typed: str, columns: Sequence[str], extract: Extract) -> None:
    for column in columns:
        if _is_text(column) and (why := _why_identifying(column, extract)):
            raise UsageError(f"{typed}: {why}, so it would list individual children")


def _why_identifying(column: str, extract: Extract) -> str:
    """Why a column identifies children, "" if it does not; cached for the extract."""
    if column not in extract.why_identifying:
        extract.why_identifying[column] = _look_into(column, extract)
    return extract.why_identifying[column]


def _look_into(column: str, extract: Extract) -> str:
    """Why a column identifies children, from its rows. In a column of RECOGNISERS only unrecognised texts are
    examined."""
    texts, children = as_texts(extract.rows[column]), extract.rows["child_id"]
    values = texts.codes
    if recognise := RECOGNISERS.get(column):
        values = np.where(texts.by_text(lambda text: recognise(text) == NOT_RECOGNISED, False), values, -1)
    return why_identifying(values, children.codes, texts.texts, children.texts, known=column in BY_NAME)


def _is_text(column: str) -> bool:
    return column not in BY_NAME or BY_NAME[column].kind == "text"


def _offered(extract: Extract) -> list[str]:
    return [
        *(known.name for known in GROUPINGS.values() if extract.columns.intersection(known.columns)),
        *(name for name in BY_COLUMN if name in extract.columns),
        *(name for name in extract.own_columns if not identifies(name)),
    ]
