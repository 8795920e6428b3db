"""Turn pandas DataFrames into TextTables: each cell is the text that a CSV of the same rows would have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, TypeGuard

import numpy as np

from ..errors import InputError, UsageError
from ..model.columns import Categorical, coded
from .text_table import TextTable, numbered

if TYPE_CHECKING:
    import pandas as pd

ONE = "frame"
"""The name of an unnamed frame in messages."""

_EXACT = 2**53
"""Above this, a float can't hold every whole number."""


def is_frame(given: object) -> TypeGuard[pd.DataFrame]:
    """Whether an object is a DataFrame, without importing pandas."""
    return any(
        kind.__name__ == "DataFrame" and kind.__module__.partition(".")[0] == "pandas" for kind in type(given).__mro__
    )


def named_frames(given: object) -> dict[str, pd.DataFrame] | None:
    """The frames that were given, by name; None if paths were given. Raises UsageError for a mixture."""
    if is_frame(given):
        return {ONE: given}
    if isinstance(given, Mapping):
        if not given:
            raise UsageError("no frame given: give a DataFrame, or a dict of names and DataFrames")
        for name, frame in given.items():
            if not is_frame(frame):
                raise UsageError(f"{name}: a {type(frame).__name__} is not a DataFrame")
        names = [str(name) for name in given]
        if len(set(names)) < len(names):
            raise UsageError("two frames have one name")
        return dict(zip(names, given.values()))
    if isinstance(given, (list, tuple)) and any(map(is_frame, given)):
        raise UsageError("give several DataFrames as a dict, so that each has a name: {'s47': frame, 'plans': frame}")
    return None


def as_table(frame: pd.DataFrame, name: str) -> TextTable:
    """Turn a frame into a TextTable; its rows are numbered from 0, as `iloc` counts.

    An index that has a name is a column. Raises InputError for a frame without rows.
    """
    levels: list[Any] = [level for level in frame.index.names if level is not None]
    columns: list[Any] = [frame.index.get_level_values(level) for level in levels]
    columns += [frame.iloc[:, position] for position in range(frame.shape[1])]
    headings = [_heading(label) for label in [*levels, *frame.columns]]
    if not headings:
        raise InputError(f"{name} is empty: it needs columns and a row for each child's record")
    if not len(frame):
        raise InputError(f"{name} has headings and no rows")
    return TextTable(name, headings, [_texts(column) for column in columns], numbered(0, len(frame)), title=name)


def _heading(label: object) -> str:
    parts = label if isinstance(label, tuple) else (label,)
    return " ".join(str(part) for part in parts if str(part)).strip()


def _texts(column: pd.Series | pd.Index) -> Categorical:
    """Each cell's text; only distinct values are converted."""
    import pandas as pd

    if isinstance(column.dtype, pd.DatetimeTZDtype):
        column = pd.Series(column).dt.tz_convert("Europe/London").dt.tz_localize(None)
    values = column.astype(object) if isinstance(column.dtype, pd.CategoricalDtype) else column
    codes, distinct = pd.factorize(values)
    # A missing value has the code -1, which indexes the last of these.
    texts = coded([*(_text(value) for value in distinct), ""])
    return Categorical(texts.codes[np.asarray(codes)], texts.texts)


def _text(value: Any) -> str:
    """A value as a CSV would have it: days as 2020-03-31, whole floats without ".0", "" for a missing value."""
    import pandas as pd

    if isinstance(value, str):
        return value.strip()
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (date, datetime, np.datetime64)):
        stamp = pd.Timestamp(value)
        if stamp.tzinfo is not None:
            stamp = stamp.tz_convert("Europe/London")
        return "" if pd.isna(stamp) else stamp.date().isoformat()
    if isinstance(value, (list, tuple, set, np.ndarray)):
        return "; ".join(_text(one) for one in value)
    if pd.isna(value):
        return ""
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, (Real, Decimal)):
        number: Any = value  # neither ABC declares arithmetic
        return str(int(number)) if abs(number) < _EXACT and number == int(number) else repr(float(number))
    return str(value).strip()
