"""The process: `cpind`, or `python -m cpind`."""

from __future__ import annotations

import _signal  # not signal, which imports for some milliseconds in which an interrupt would show a traceback
import gc
import os
import sys


def run() -> None:
    """The command line as a process of its own.

    It lives for a second and leaves no cycles of garbage worth the looking, at its end least of all: that would be a
    sixth of the time of `cpind rates` on ten thousand rows.
    """
    _signal.signal(_signal.SIGINT, _interrupted)
    _open_the_three()
    gc.disable()
    from .cli import main

    try:
        main(prog_name="cpind")
    finally:
        gc.freeze()


def _interrupted(number: int, frame: object) -> None:
    """End at once. An exception, raised while a library is imported, would come out as a fault of that library."""
    saving = sys.modules.get("cpind.inputs.saving")
    if discard := getattr(saving, "discard_unfinished", None):
        discard()
    try:
        shows_cursor = "\r\x1b[?25h" if os.isatty(2) else ""  # which a bar hides
        os.write(2, f"{shows_cursor}cpind: interrupted\n".encode())
    finally:
        os._exit(1)


def _open_the_three() -> None:
    """Standard input, output and error that are closed lead nowhere: a file opened later must not become one of them."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free, which is this one


if __name__ == "__main__":
    run()
