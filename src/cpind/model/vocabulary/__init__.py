"""The words of case systems: what a text stands for as a sex, an ethnicity, a category of abuse or a flag.

One place for every layout. A text stays in the extract as it was written; what it stands for is worked out where it is
counted, once for each distinct text.
"""

from __future__ import annotations

from collections.abc import Callable

from ..schema import NOT_RECOGNISED, NOT_RECORDED
from .blanks import is_blank
from .category import category_code, category_name
from .ethnicity import ethnic_group, ethnicity_code
from .flags import flag_value
from .sex import sex_code

__all__ = [
    "RECOGNISERS",
    "category_code",
    "category_name",
    "ethnic_group",
    "ethnicity_code",
    "flag_value",
    "is_blank",
    "is_known",
    "sex_code",
    "standing",
]

RECOGNISERS: dict[str, Callable[[str], str]] = {
    "sex": sex_code,
    "ethnicity": ethnicity_code,
    "initial_category": category_name,
    "latest_category": category_name,
}
"""Column -> what a text of it stands for: a label, NOT_RECORDED or NOT_RECOGNISED."""


def is_known(label: str) -> bool:
    """Whether a label says something about the child."""
    return label not in (NOT_RECORDED, NOT_RECOGNISED)


def standing(column: str, text: str) -> tuple[bool, str, str]:
    """A sort key for the texts of a column, by what they stand for, so that spelling makes no difference. Blanks come
    first; texts that are not recognised are sorted as they are."""
    if column not in RECOGNISERS:
        return True, text, text
    label = category_code(text) if column.endswith("category") else RECOGNISERS[column](text)
    return label != NOT_RECORDED, label if is_known(label) else text, text
