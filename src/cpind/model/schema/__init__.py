"""The columns of an extract, every heading that they may have in a file, and the code lists.

The only place where a column is spelled. A heading matches without regard to case, spaces, underscores and
punctuation; the names of the CIN census, of Ofsted's Annex A and of the Standard Safeguarding Dataset are
known, and cpind.toml can map any other.
"""

from __future__ import annotations

from .code_lists import CATEGORIES, ETHNIC_GROUPS, NOT_RECOGNISED, NOT_RECORDED
from .column_types import ArrayColumn, TextColumn
from .known_columns import (
    BY_NAME,
    COLUMNS,
    EVENT_COLUMNS,
    KEY_COLUMNS,
    KINDS_OF_ROWS,
    PERSON_COLUMNS,
    SEVERAL_DAYS,
    Column,
)
from .private_columns import PRIVATE_COLUMNS, identifies
from .recognition import accepted, canonical, is_an_alias, plain, recognise

__all__ = [
    "ArrayColumn",
    "BY_NAME",
    "CATEGORIES",
    "COLUMNS",
    "ETHNIC_GROUPS",
    "EVENT_COLUMNS",
    "KEY_COLUMNS",
    "KINDS_OF_ROWS",
    "NOT_RECOGNISED",
    "NOT_RECORDED",
    "PERSON_COLUMNS",
    "PRIVATE_COLUMNS",
    "SEVERAL_DAYS",
    "Column",
    "TextColumn",
    "accepted",
    "canonical",
    "identifies",
    "is_an_alias",
    "plain",
    "recognise",
]
