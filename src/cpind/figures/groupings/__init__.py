"""What figures can be split by: the groupings, in one file each, or any column unchanged."""

from __future__ import annotations

from ...model.discovery import import_all
from .crossing import crossed
from .registry import GROUPINGS, WHOLE, Grouping

import_all(__name__, __path__)

from .choosing import BY_COLUMN, group_by

__all__ = ["BY_COLUMN", "GROUPINGS", "WHOLE", "Grouping", "crossed", "group_by"]
