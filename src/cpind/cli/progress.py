"""A bar on standard error while a file is read that takes longer than a moment; on a terminal only."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any

import click

from ..model.harmless import shown
from .options import Options

PATIENCE_SECONDS = 1.5


class Progress:
    """A callback that readers call with how much they have read. A context manager: the bar is removed at its end."""

    def __init__(self, options: Options) -> None:
        self._shows = not options.quiet and sys.stderr is not None and sys.stderr.isatty()
        self._started = time.monotonic()
        self._bar: Any = None
        self._name, self._done = "", 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end()

    def __call__(self, name: str, done: int, size: int) -> None:
        """`done` of `size` are read of the file `name`."""
        if not self._shows or not size or time.monotonic() - self._started < PATIENCE_SECONDS:
            return
        if name != self._name:
            self._end()
            self._name, self._done = name, 0
            self._bar = click.progressbar(length=size, label=f"cpind: reading {shown(name)}", file=sys.stderr)
            self._bar.render_progress()
        self._bar.update(done - self._done)
        self._done = done

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.render_finish()
            self._bar = None
