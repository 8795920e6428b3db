"""What is wrong, or worth a look, in an extract: each check one decorated function, each with a code.

DfE's own numbers where its rules have one. `examine` runs them; what a figure leaves out or warns of names the check
that lists the rows.
"""

from . import caveats, reading, plans, conferences, reviews, returns, histories, settings  # noqa: F401, I001
from .examine import Findings, examine, examine_unread, left_out, unread
from .registry import CHECKS, Check, Subject

__all__ = ["CHECKS", "Check", "Findings", "Subject", "examine", "examine_unread", "left_out", "unread"]
