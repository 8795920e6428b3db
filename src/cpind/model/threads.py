"""Work side by side, where there is enough of it: numpy and pyarrow leave the interpreter to others while they count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

MANY_ROWS = 200_000
"""Fewer are counted before a second thread has begun."""

Answer = TypeVar("Answer")


def share_one_heap() -> None:
    """For a process of our own: let all threads take memory from one heap, where the C library is glibc.

    It gives each thread a heap by itself, and what one has freed no other can use: large arrays would touch new pages all
    the time, which takes longer than what is counted in them.
    """
    import ctypes

    arena_max = -8  # M_ARENA_MAX in malloc.h
    try:
        ctypes.CDLL(None).mallopt(arena_max, 1)
    except (AttributeError, OSError, TypeError):  # no glibc
        pass


def side_by_side(tasks: Iterable[Callable[[], Answer]], rows: int) -> list[Answer]:
    """The answers of the tasks in their order; on several threads where the tasks go through many rows."""
    if rows < MANY_ROWS:
        return [task() for task in tasks]
    import os
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(os.cpu_count()) as several:
        return list(several.map(lambda task: task(), tasks))
