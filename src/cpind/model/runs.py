"""Sorted rows: which of them repeats the one before."""

from __future__ import annotations

import numpy as np


def same_as_previous(*columns: np.ndarray) -> np.ndarray:
    """For each row whether all the columns have the same value as in the row before; False for the first."""
    like = np.zeros(len(columns[0]), bool)
    like[1:] = np.logical_and.reduce([column[1:] == column[:-1] for column in columns])
    return like
