"""Regular expressions that are compiled at first use: a run needs few of the many that recognise words, and compiling
all of them would take a tenth of the time of a small run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any


class Pattern:
    """A regular expression with some of the methods of re.Pattern."""

    search: Callable[..., Any]
    match: Callable[..., Any]
    fullmatch: Callable[..., Any]
    sub: Callable[..., str]
    findall: Callable[..., list[Any]]
    finditer: Callable[..., Iterator[re.Match[str]]]
    split: Callable[..., list[Any]]
    pattern: str

    def __init__(self, text: str, flags: int = 0) -> None:
        self._given = text, flags

    def __getattr__(self, name: str) -> Any:
        if name not in Pattern.__annotations__:
            raise AttributeError(name)
        compiled = re.compile(*self._given)
        self.__dict__.update({method: getattr(compiled, method) for method in Pattern.__annotations__})
        return self.__dict__[name]
