"""Rows that come in order: which of them is like the one before."""

from __future__ import annotations

import numpy as np


def same_as_previous(*columns: np.ndarray) -> np.ndarray:
    """For each row whether it has the same values as the row before in all the columns; the first has not."""
    like = np.zeros(len(columns[0]), bool)
    like[1:] = np.logical_and.reduce([column[1:] == column[:-1] for column in columns])
    return like
