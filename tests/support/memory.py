"""Commands in a process that may not take more than so much memory."""

from __future__ import annotations

import subprocess
import sys

import pytest


def assert_refused_within(megabytes: int, name: str, said: str) -> None:
    """A refusal in words, by a process that may not take more than so much memory."""
    if sys.platform != "linux":
        pytest.skip("only Linux limits the address space of a process")
    program = (
        "import resource, sys\n"
        "import numpy\n"
        f"limit = {megabytes} * 1_000_000 + int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()\n"
        "resource.setrlimit(resource.RLIMIT_AS, (limit, limit))\n"
        "from cpind.cli import main\n"
        f"main(['activity', {name!r}], prog_name='cpind')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (1, ""), done.stderr[-500:]
    assert said in done.stderr
    assert "Traceback" not in done.stderr
