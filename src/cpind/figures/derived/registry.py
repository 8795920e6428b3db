"""What a derived column is, and the decorator that makes one: `derived`.

An event has its own dates. What it led to, or what came before it, is found among other events: the conference of an
enquiry, the child's plan after a conference, the reviews of a plan. A derived column is one function that returns a
value for each placed event; an indicator names it in `derives` and finds it among the columns of its events.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ..basis import Basis
    from ..choices import Choices
    from ..placing import Placed

Function = Callable[["Placed", "Basis", "Choices"], np.ndarray]


@dataclass(frozen=True)
class Derived:
    """A column that is derived from other events.

    Attributes:
        name: the column's name.
        function: works it out for each placed event.
        reads: the tables that it reads.
        joins: the kinds of join (model/joins.py) between separate files that it depends on.
        awaits: the table of events that have yet to follow the latest ones, or "".
        shown_as: the column's name in a list of members, "" if it is not listed.
        months: how many months before an event's day it reads.
    """

    name: str
    function: Function
    reads: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    awaits: str = ""
    shown_as: str = ""
    months: int = 0


DERIVED: dict[str, Derived] = {}


def derived(
    name: str,
    *,
    reads: tuple[str, ...] = (),
    joins: tuple[str, ...] = (),
    awaits: str = "",
    shown_as: str = "",
    months: int = 0,
) -> Callable[[Function], Function]:
    """Register the decorated function as a derived column; for the arguments see Derived."""

    def register(function: Function) -> Function:
        if name in DERIVED:
            raise ValueError(f"two derived columns are called {name}")
        DERIVED[name] = Derived(name, function, reads, joins, awaits, shown_as, months)
        return function

    return register
