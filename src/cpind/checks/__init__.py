"""What is wrong, or worth a look, in an extract: each check one decorated function, each with a code.

DfE's own numbers where its rules have one. `examine` runs them; what a figure leaves out or warns of names the check
that lists the rows.
"""

from __future__ import annotations

from ..model.discovery import import_all
from .examine import Findings, examine, examine_unread, left_out, unread
from .registry import CHECKS, Check, Subject

import_all(
    __name__,
    __path__,
    first=("caveats", "reading", "plans", "conferences", "reviews", "returns", "histories", "settings"),
)

__all__ = ["CHECKS", "Check", "Findings", "Subject", "examine", "examine_unread", "left_out", "unread"]
