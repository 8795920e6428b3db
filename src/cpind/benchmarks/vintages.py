"""Choose which release's figures to use: one vintage for every command, and the population that goes with it.

The vintage is that of the latest release of which the store has rates, since a rate and its population must be of one
release; where no release has any, that of the latest release; without a release, LAIT's. It never depends on what a
command asks for, or two commands would print two populations of one year.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import OptionError
from .records import FIGURE, POPULATION, Origin, Record

RATES = "rates"


def chosen_vintage(records: Iterable[Record], wanted: str | None = None) -> str:
    """The vintage of the store, or the one `wanted`; "" for a store without figures. Raises OptionError for one that the
    store does not have."""
    figures = [record for record in records if record.record == FIGURE]
    vintages = sorted({record.vintage for record in figures})
    if wanted is not None:
        if wanted not in vintages:
            raise OptionError(f"the store has {', '.join(vintages) or 'no figures'}", option="--vintage", value=wanted)
        return wanted
    of_releases = [record for record in figures if record.origin != Origin.LAIT]
    with_rates = {record.vintage for record in of_releases if record.indicator == RATES and record.has_number}
    return max(with_rates or {record.vintage for record in of_releases} or set(vintages), default="")


def population_vintage(records: Iterable[Record], vintage: str) -> str:
    """The vintage of the population that goes with a release: its own, else the latest earlier one (a release's own file may
    end a year early, which makes it look like the release before); "" where the store has none so early."""
    vintages = {record.vintage for record in records if record.record == POPULATION}
    return max((one for one in vintages if one <= vintage), default="")


def elsewhere(records: Iterable[Record], vintage: str, indicator: str) -> list[str]:
    """The other vintages in which releases have numbers of an indicator, the earliest first."""
    mine = (record for record in records if record.record == FIGURE and record.indicator == indicator)
    return sorted({record.vintage for record in mine if record.has_number} - {vintage})
