"""The kinds of charts: a file for each, with one function that `draws` registers."""

from __future__ import annotations

from ....model.discovery import import_all


def load() -> None:
    """Import all kinds, so that they are registered."""
    import_all(__name__, __path__)
