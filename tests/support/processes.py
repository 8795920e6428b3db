"""Commands in a process of their own, for tests whose point is the process: one process runs all commands of a test, as
starting Python takes longer than most commands."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import NamedTuple

ONE_AFTER_ANOTHER = """
import sys
{before}
from cpind.__main__ import run
words = sys.argv[1:]
while words:
    end = words.index("then")
    sys.argv[1:], words = words[:end], words[end + 1 :]
    try:
        run()
        code = 0
    except SystemExit as stopped:
        code = stopped.code
    for stream in (sys.stdout, sys.stderr):
        print(f"exit {{code}}", file=stream, flush=True)
"""


class Done(NamedTuple):
    """What a command ended with."""

    returncode: int
    stdout: str
    stderr: str


def one_after_another(*commands: list[str] | list[str | bytes], before: str = "", **how: object) -> list[Done]:
    """What each command ended with; `before`: statements that the process runs first; `how`: keywords of subprocess.run.

    Raises AssertionError where a command ends the process.
    """
    words = [word for arguments in commands for word in (*arguments, "then")]
    # -B: bytecode that is cut short where a process may not write much would be read by other processes.
    program = [sys.executable, "-B", "-c", ONE_AFTER_ANOTHER.format(before=before), *words]
    done = subprocess.run(program, capture_output=True, encoding="utf-8", errors="replace", **how)
    assert done.returncode == 0, done.stderr[-500:]
    (*outputs, _), (*messages, _) = (re.split(r"exit (\d+)\n", text) for text in (done.stdout, done.stderr))
    assert outputs[1::2] == messages[1::2] and len(outputs) == 2 * len(commands)
    return [Done(*one) for one in zip(map(int, outputs[1::2]), outputs[::2], messages[::2])]
