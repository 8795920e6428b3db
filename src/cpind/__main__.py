"""The process: `cpind`, or `python -m cpind`."""

from __future__ import annotations

import _signal  # not signal, which imports for some milliseconds in which an interrupt would show a traceback
import gc
import os
import sys


def run() -> None:
    """The command line as a process of its own.

    The garbage collector is off and everything is frozen at the end: modules and functions live until the process ends
    anyway, and searching the data for cycles would take an eighth of the time of `cpind rates` on ten thousand rows.
    """
    _signal.signal(_signal.SIGINT, _end_at_once)
    _open_standard_streams()
    gc.disable()
    from .cli import main

    try:
        main(prog_name="cpind")
    finally:
        # Everything is written: an interrupt from here on would only give the exit status of a killed process.
        _signal.signal(_signal.SIGINT, _signal.SIG_IGN)
        gc.freeze()


def _end_at_once(number: int, frame: object) -> None:
    """End the process on an interrupt. An exception raised while a library is imported would look like that library's
    fault."""
    saving = sys.modules.get("cpind.inputs.saving")
    if discard := getattr(saving, "discard_unfinished", None):
        discard()
    try:
        shows_cursor = "\r\x1b[?25h" if os.isatty(2) else ""  # the progress bar hides the cursor
        os.write(2, f"{shows_cursor}cpind: interrupted\n".encode())
    finally:
        os._exit(1)


def _open_standard_streams() -> None:
    """Open standard input, output and error to nothing where they are closed: a file opened later must not become one."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free, which is this one


if __name__ == "__main__":
    run()
