"""The small parts that make a start quick: values without generated code, patterns and distinct values."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpind.figures.facts import Remark
from cpind.figures.flags import CoveredFrom, EndsOn, HoldsOnly
from cpind.model.patterns import Pattern
from cpind.model.runs import distinct_values

DAY = date(2020, 3, 31)


def test_values_of_one_class_with_equal_fields_are_equal():
    assert EndsOn(DAY) == EndsOn(day=date(2020, 3, 31)) != EndsOn(date(2020, 4, 1))
    assert HoldsOnly("open") == HoldsOnly("open", None, is_given=False) != HoldsOnly("open", is_given=True)
    assert {EndsOn(DAY), EndsOn(DAY), EndsOn(date(2020, 4, 1))} == {EndsOn(DAY), EndsOn(date(2020, 4, 1))}


def test_values_of_two_classes_differ_though_their_fields_are_equal():
    assert EndsOn(DAY) != CoveredFrom(DAY) and EndsOn(DAY) != (DAY,)
    assert len({EndsOn(DAY): 1, CoveredFrom(DAY): 2}) == 2


def test_a_value_never_changes_and_shows_its_fields():
    value = HoldsOnly("started", since=DAY)
    with pytest.raises(AttributeError, match="HoldsOnly.since"):
        value.since = date(2020, 4, 1)
    assert value.since == DAY and value.whole_from is None
    assert repr(Remark("x")) == "Remark(text='x')"


@pytest.mark.parametrize(
    ("given", "named"), [((), {}), (("a", "b"), {}), (("a",), {"text": "a"}), ((), {"text": "a", "other": "b"})]
)
def test_a_field_is_given_once(given, named):
    with pytest.raises(TypeError, match="Remark takes text"):
        Remark(*given, **named)


def test_a_pattern_is_compiled_at_its_first_use_and_then_kept():
    pattern = Pattern("[0-9]+(a)?")
    assert "fullmatch" not in vars(pattern)
    assert pattern.fullmatch("12a")[1] == "a" and pattern.sub("x", "1, 2") == "x, x" and pattern.pattern == "[0-9]+(a)?"
    assert "fullmatch" in vars(pattern)
    with pytest.raises(AttributeError):
        pattern.nonsense  # noqa: B018


@given(st.lists(st.integers(-5, 5)), st.sampled_from([np.int16, np.int64, "datetime64[D]"]))
def test_distinct_values_are_each_there_once_in_order(numbers, kind):
    values = np.array(numbers, np.int64).astype(kind)
    before = values.copy()
    assert distinct_values(values).tolist() == sorted(set(values.tolist()))
    assert (values == before).all()
