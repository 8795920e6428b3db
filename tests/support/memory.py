"""Commands in a process that may not take more than so much memory."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

PROGRAM = """
import resource, sys
import numpy
limit = {megabytes} * 1_000_000 + int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
from cpind.cli import main
for name in {names!r}:
    try:
        main(["activity", name], prog_name="cpind")
    except SystemExit as end:
        print(f"exit {{end.code}}", file=sys.stderr)
"""


def assert_refused_within(megabytes: int, said: dict[str, str]) -> None:
    """Refusals in words, of each file with its own, by a process that may not take more than so much memory."""
    if sys.platform != "linux":
        pytest.skip("only Linux limits the address space of a process")
    program = PROGRAM.format(megabytes=megabytes, names=list(said))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr[-500:]
    *messages, rest = re.split(r"exit (\w+)\n", done.stderr)
    assert rest == "" and len(messages) == 2 * len(said), done.stderr[-500:]
    for (name, words), message, code in zip(said.items(), messages[::2], messages[1::2]):
        assert code == "1" and words in message and "Traceback" not in message, (name, message[-500:])
