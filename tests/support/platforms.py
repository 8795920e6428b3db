"""Marks for tests of what not every system has."""

from __future__ import annotations

import sys

import pytest

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such links, permissions, signals or shell")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such limits of memory and such file names")
