"""The columns that identify a child, by name and by heading."""

from __future__ import annotations

from ..private_headings import names_somebody
from .known_columns import KEY_COLUMNS
from .recognition import recognise

PRIVATE_COLUMNS = ("child_id", "date_of_birth", "date_of_death", "family_id", *KEY_COLUMNS)
"""Never grouped by: their values identify children."""


def identifies(heading: str) -> bool:
    """Whether a column of this name identifies a child."""
    return recognise(heading) in PRIVATE_COLUMNS or names_somebody(heading)
