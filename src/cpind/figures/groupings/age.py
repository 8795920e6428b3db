"""Age, in DfE's bands."""

from __future__ import annotations

import numpy as np

from ...model import dates
from ...model.columns import Frame
from ...model.extract import Extract
from ...model.vocabulary.age_band import AGE_BANDS
from .registry import Codes, grouping

_FIRST_AGE = (-1, 0, 1, 5, 10, 16)


@grouping("age", columns=("date_of_birth",))
def by_age(extract: Extract) -> tuple[tuple[str, ...], Codes]:
    """Age at the event or snapshot, in DfE's bands; unborn children are a separate group."""

    def codes(rows: Frame, at: np.ndarray, which: str) -> np.ndarray:
        age = dates.age(rows["date_of_birth"], at)
        band = np.searchsorted(_FIRST_AGE, age, side="right") - 1
        return np.where(np.isnan(age), len(AGE_BANDS), band)

    return AGE_BANDS, codes
