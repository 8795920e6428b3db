"""What can go wrong, in cpind's own words. Independent of Click: the command line turns these into Click's.

Every message says what is wrong, where (file, row, column), and what would put it right. None carries a
child's identifier.
"""

from __future__ import annotations


class CpindError(Exception):
    """The data or the request can't be used (the command line exits with 1)."""


class UsageError(CpindError):
    """The request is malformed: an unreadable period, options that exclude each other (exit 2)."""


class OptionError(UsageError):
    """The value of an option is refused. It may have come from the settings: `option`, `value` and `problem` let the
    command line name the setting instead."""

    def __init__(self, problem: str, *, option: str = "", value: str = "") -> None:
        super().__init__(f"{option} {value}: {problem}" if option else problem)
        self.problem, self.option, self.value = problem, option, value


class InputError(CpindError):
    """A file can't be read, or is not what it should be."""


class NoExtractError(InputError):
    """A file of a kind that cpind does not read."""


class NothingToCountError(InputError):
    """The files are extracts, and hold no date that can be counted."""


class UnavailableError(CpindError):
    """The input is sound but can't answer this question. `reason` says what would; `indicator` names the figure."""

    def __init__(self, reason: str, *, indicator: str = "") -> None:
        super().__init__(f"{indicator}: {reason}" if indicator else reason)
        self.reason, self.indicator = reason, indicator
