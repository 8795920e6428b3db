"""Regular expressions that are compiled when they are first used: of the many by which words are recognised a run needs few,
and to compile all of them would be a tenth of a small one."""

from __future__ import annotations

import re
from typing import Any

_METHODS = ("search", "match", "fullmatch", "sub", "findall", "finditer", "split", "pattern")


class Pattern:
    """As re.compile makes one, with the same methods."""

    def __init__(self, text: str, flags: int = 0) -> None:
        self._given = text, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(*self._given)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return self.__dict__[name]
