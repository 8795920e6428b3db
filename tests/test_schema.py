"""The columns: each has the type that the code that reads it relies on."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from cpind.model.columns import Categorical, missing
from cpind.model.schema import COLUMNS, ArrayColumn, TextColumn

NEVER_A_COLUMN = {"review_dates"}  # they become the table of reviews


@pytest.mark.parametrize("name", [column.name for column in COLUMNS if column.name not in NEVER_A_COLUMN])
def test_every_column_has_a_type(name):
    assert (name in get_args(TextColumn)) + (name in get_args(ArrayColumn)) == 1


@pytest.mark.parametrize("name", [*get_args(TextColumn), "of_their_own"])
def test_a_text_column_that_no_file_has_holds_blank_texts(name):
    column = missing(name, 2)
    assert isinstance(column, Categorical) and column.listed() == ["", ""]


@pytest.mark.parametrize(
    "name", [column.name for column in COLUMNS if column.name in get_args(ArrayColumn)] + ["review_date"]
)
def test_another_column_that_no_file_has_is_an_array(name):
    assert isinstance(missing(name, 2), np.ndarray) and len(missing(name, 2)) == 2
