"""cpind: the child protection indicators of English local authorities, as DfE counts them.

The verbs for notebooks, each imported at first use: `import cpind` costs nothing.

>>> extract = cpind.read("extract.csv")
>>> cpind.compute(extract, ["repeats"]).to_frame()
"""

from __future__ import annotations

__version__ = "0.1.0"

_VERBS = {
    "read": "readers",
    "bases": "basis",
    "compute": "engine",
    "Request": "engine",
    "read_population": "population",
    "read_benchmarks": "benchmarks",
    "compare": "benchmarks",
    "CpindError": "errors",
}
__all__ = [*_VERBS, "__version__"]


def __getattr__(name: str) -> object:
    if name not in _VERBS:
        raise AttributeError(f"module 'cpind' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_VERBS[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
