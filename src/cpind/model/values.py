"""Small immutable values that cost nothing to define."""

from __future__ import annotations

from typing import Any, ClassVar, dataclass_transform


@dataclass_transform(frozen_default=True)
class Value:
    """A base for small values, to be declared and used like `@dataclass(frozen=True)`.

    `dataclass` generates and compiles the code of each class at every start: 0.3 ms for each class, and a fiftieth of a
    small run for the facts of figures. A NamedTuple would not do: two of different classes are equal if their fields
    are.

    The fields are the annotations of the class, with its defaults. Values are equal, and have the same hash, if they
    are of the same class and all their fields are equal. Raises TypeError for a field that is missing, given twice or
    unknown, and AttributeError if a field is set again.
    """

    _names: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls._names = tuple(cls.__annotations__)

    def __init__(self, *given: Any, **named: Any) -> None:
        if len(given) == len(self._names) and not named:  # thousands of intervals are made in this way
            self.__dict__.update(zip(self._names, given))
            return
        own = dict(zip(self._names, given), **named)
        is_each_once = len(own) == len(given) + len(named) and own.keys() <= set(self._names)
        if not is_each_once or any(not hasattr(type(self), name) for name in self._names if name not in own):
            raise TypeError(f"{type(self).__name__} takes {', '.join(self._names)}, each once")
        self.__dict__.update(own)

    def _fields(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self._names)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._fields() == other._fields()

    def __hash__(self) -> int:
        return hash((type(self), self._fields()))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._names)
        return f"{type(self).__name__}({fields})"

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} can't be set: a value never changes")
