"""The conference that a section 47 enquiry led to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...model.dates import pack_key
from .registry import derived

if TYPE_CHECKING:
    from ..basis import Basis
    from ..choices import Choices
    from ..placing import Placed


@derived("conference_date", reads=("conferences",), joins=("enquiry",), awaits="conferences", shown_as="icpc_date")
def conference_of_enquiry(enquiries: Placed, basis: Basis, choices: Choices) -> np.ndarray:
    """The date of the earliest conference whose row names the enquiry, or that was joined to it from another file;
    missing if none was held by the date of the extract."""
    rows = basis.recorded["conferences"]
    rows = rows.where(~np.isnat(rows["s47_start"]) & (rows["icpc_date"] <= np.datetime64(basis.as_at, "D")))
    key, held = pack_key(rows["child_id"].codes, rows["s47_start"]), rows["icpc_date"]
    order = np.lexsort((held, key))
    key, held = key[order], np.append(held[order], np.datetime64("NaT", "D"))
    wanted = pack_key(enquiries.events["child"], enquiries.events["date"])
    place = np.searchsorted(key, wanted)
    known = place < len(key)
    known[known] = key[place[known]] == wanted[known]
    return held[np.where(known, place, len(key))]
