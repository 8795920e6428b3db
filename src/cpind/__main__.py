"""The process: `cpind`, or `python -m cpind`."""

from __future__ import annotations

import gc


def run() -> None:
    """The command line as a process of its own.

    It lives for a second and leaves no cycles of garbage worth the looking, at its end least of all: that would be a
    sixth of the time of `cpind rates` on ten thousand rows.
    """
    gc.disable()
    from .cli import main

    try:
        main(prog_name="cpind")
    finally:
        gc.freeze()


if __name__ == "__main__":
    run()
