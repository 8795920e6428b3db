"""Import every module of a package, so that what registers itself there need not be named anywhere else."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules


def import_all(package: str, path: Iterable[str], *, first: Iterable[str] = ()) -> None:
    """Import the modules of a package: those named `first`, whose order counts, then every other by name."""
    names = [module.name for module in iter_modules(path)]
    for name in dict.fromkeys([*first, *sorted(names)]):
        import_module(f"{package}.{name}")
