"""DfE's statistical neighbours: each authority's neighbours, the nearest first, in the layouts of 2021 and 2025."""

from __future__ import annotations

import re

from ...model.wording import counted
from ..downloads import Download, DownloadRows
from ..records import LOCAL, NEIGHBOUR, Record, is_whole
from .cells import first_filled, plain_heading
from .imported import NO_ROWS, Imported

_CODE = ("old_la_code", "la num", "la number", "la_number", "la code")
_NAME = ("la_name", "la name")
_REGION = ("region_name", "goreg")
_FIRST = _FIRST_OF_2021, _FIRST_OF_2025 = ("sn1", "sn_1")
HEADINGS = frozenset(map(plain_heading, (*_CODE, *_NAME, *_FIRST)))


def read(download: Download) -> Imported | None:
    """The neighbours of each authority of the file; None for a table that is not of neighbours."""
    rows = _rows(download)
    if rows is None:
        return None
    if not rows:
        return Imported(download.name, unused=(NO_ROWS,))
    places = {int(match[1]): heading for heading in rows[0] if (match := re.fullmatch(r"sn_?([0-9]+)", heading))}
    name = _set_name(download.name, is_of_2021=_FIRST_OF_2021 in rows[0])
    numbers = {first_filled(row, _NAME).lower(): first_filled(row, _CODE) for row in rows}
    about = Record(
        NEIGHBOUR,
        name,
        LOCAL,
        release=f"Statistical neighbours {name}",
        vintage=name,
        date=download.date,
        source=download.name,
    )
    records = []
    unknown = 0
    for row in rows:
        code = first_filled(row, _CODE)
        if not is_whole(code):
            continue  # the heading of a block, as "Old SNs:"
        authority = about._replace(code=code, area=first_filled(row, _NAME), region=first_filled(row, _REGION))
        for place, heading in sorted(places.items()):
            given = row.get(heading, "").strip()
            neighbour = given if is_whole(given) else numbers.get(given.lower(), "")
            if neighbour:
                closeness = row.get(f"{heading}p", "").strip()
                records.append(authority._replace(period=str(place), value=neighbour, note=closeness))
            else:
                unknown += bool(given)
    unused = rows.left_out()
    if unknown:
        what = "{n} {neighbour that is not an authority|neighbours that are not authorities} of the file"
        unused.insert(0, counted(what, unknown))
    return Imported(download.name, records, f"statistical neighbours {name}", tuple(unused))


def _rows(download: Download) -> DownloadRows | None:
    """The rows of a table that has one of the pairs of headings; None for any other table."""
    tables = (download.under(code, first) for code in _CODE for first in _FIRST)
    return next((rows for rows in tables if rows is not None), None)


def _set_name(name: str, *, is_of_2021: bool) -> str:
    """The year of the set: in the file's name, else that of its layout."""
    match = re.search(r"20[0-9]{2}", name)
    if match:
        return match[0]
    return "2021" if is_of_2021 else "2025"
