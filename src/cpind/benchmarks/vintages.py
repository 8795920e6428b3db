"""Which release's figures: one vintage for every command, whatever it asks, and the population that goes with it.

The vintage is that of the latest release of which the store has rates, since a rate and its population must be of one
release; where no release has any, that of the latest release; without a release, LAIT's. Never is it chosen by what a
command asks: two commands would print two populations of one year.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..errors import OptionError
from .records import FIGURE, POPULATION, Record

LAIT = "LAIT"
RATES = "rates"


def is_lait(record: Record) -> bool:
    """Whether a record is of LAIT and not of a release."""
    return record.release.startswith(LAIT)


def chosen_vintage(records: Iterable[Record], wanted: str | None = None) -> str:
    """The vintage of the store, or the one `wanted`; "" for a store without figures. Raises OptionError for one that the
    store does not have."""
    figures = [record for record in records if record.record == FIGURE]
    there = sorted({record.vintage for record in figures})
    if wanted is not None:
        if wanted not in there:
            raise OptionError(f"the store has {', '.join(there) or 'no figures'}", option="--vintage", value=wanted)
        return wanted
    releases = {record.vintage for record in figures if not is_lait(record)}
    with_rates = {r.vintage for r in figures if not is_lait(r) and r.indicator == RATES and r.value[:1].isdigit()}
    return max(with_rates or releases or set(there), default="")


def population_vintage(records: Iterable[Record], vintage: str) -> str:
    """The vintage of the population that goes with a release: its own, else the latest earlier one (a release's own file may
    end a year early, which makes it look like the release before); "" where there is none so early."""
    there = {record.vintage for record in records if record.record == POPULATION}
    return max((one for one in there if one <= vintage), default="")


def elsewhere(records: Iterable[Record], vintage: str, indicator: str) -> Sequence[str]:
    """The other vintages in which releases have numbers of an indicator, the earliest first."""
    return sorted(
        {
            r.vintage
            for r in records
            if r.record == FIGURE and r.indicator == indicator and r.vintage != vintage and r.value[:1].isdigit()
        }
        - {""}
    )
