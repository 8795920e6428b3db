"""The ONS population file that comes with a release: children aged 0-17 of each area, by mid-year.

Its time_period is the mid-year itself, though the file calls it "Reporting year": its 2019 is mid-2019, which DfE uses
for 31 March 2020. [data]
"""

from __future__ import annotations

import re

from ..downloads import Download, texts
from ..records import POPULATION, Record, is_whole, mid_year_label
from . import places
from .cells import stored_value
from .imported import Imported
from .release_tables import release_name

_NEEDED = frozenset(["age_group", "population_estimate"])
HEADINGS = places.HEADINGS | _NEEDED


def read(download: Download) -> Imported | None:
    """The population records of the file; None for a table that is not this file."""
    rows = places.rows_of_places(download)
    if not rows or not set(rows[0]) >= _NEEDED:
        return None
    groups = texts(rows, "age_group")
    children = {text for text in groups if re.search(r"\b0 to 17\b|under 18", text, re.IGNORECASE)}
    if not children:
        return Imported(download.name, unused=(f"no age group 0 to 17 among the {len(groups):,} in it",))
    known, unused = places.placed(row for row in rows if row["age_group"].strip() in children)
    unused += rows.left_out()
    if not known:
        return Imported(download.name, unused=tuple(unused))
    vintage = max(row.year for row in known) + 1
    records: dict[tuple[str, ...], Record] = {}
    for place, year, cells in known:
        number = stored_value(cells["population_estimate"], year)
        if not is_whole(number) or number == "0":
            unused.append(f"{place.area}, {mid_year_label(year)}: no number of children")
            continue
        record = place._replace(
            record=POPULATION,
            indicator="population",
            period=mid_year_label(year),
            value=number,
            release=release_name(vintage),
            vintage=str(vintage),
            date=download.date,
            source=download.name,
        )
        records[record.key] = record
    return Imported(download.name, list(records.values()), f"population, {release_name(vintage)}", tuple(unused))
