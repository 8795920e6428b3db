"""cpind: the child protection indicators of English local authorities, as DfE counts them.

The verbs for notebooks, each imported at first use: `import cpind` costs nothing.

>>> extract = cpind.read("extract.csv")
>>> cpind.compute(extract, "repeats", "2019/20")
"""

from __future__ import annotations

TYPE_CHECKING = False  # as typing.TYPE_CHECKING, which would cost an import

__version__ = "0.11.0"

if TYPE_CHECKING:
    from .errors import CpindError as CpindError
    from .output.notebook import Request as Request
    from .output.notebook import bases as bases
    from .output.notebook import compare as compare
    from .output.notebook import compute as compute
    from .output.notebook import members as members
    from .output.notebook import read as read
    from .output.notebook import read_benchmarks as read_benchmarks
    from .output.notebook import read_population as read_population

_VERBS = {
    "read": "output.notebook",
    "bases": "output.notebook",
    "compute": "output.notebook",
    "members": "output.notebook",
    "Request": "output.notebook",
    "read_population": "output.notebook",
    "read_benchmarks": "output.notebook",
    "compare": "output.notebook",
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
