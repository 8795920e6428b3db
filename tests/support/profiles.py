"""How many examples Hypothesis draws: a quick row that is the same at every run, or a long one, new each night.

`CPIND_PROFILE=nightly pytest` runs the long one. What it finds it prints with `@reproduce_failure`; keep the case as an
`@example` of the test, or as a test of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, Phase, settings

NIGHTLY = 60
"""How many times as many examples a night draws."""

QUICK_EXAMPLES, NIGHTLY_EXAMPLES = 12, 40 * NIGHTLY
"""How many examples a test draws that does not say."""

PROFILE = os.environ.get("CPIND_PROFILE", "quick")
at_night = pytest.mark.skipif(PROFILE != "nightly", reason="long: CPIND_PROFILE=nightly pytest")
"""A mark for tests that are long, and of which the quick profile has a shorter relative."""


def first(count: int, values: Iterable[object]) -> list[object]:
    """Values to parametrize a test with: so many of them in every run, the others at night."""
    values = list(values)
    later = (pytest.param(*(one if isinstance(one, tuple) else (one,)), marks=at_night) for one in values[count:])
    return [*values[:count], *later]


COMMON = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "phases": [Phase.explicit, Phase.generate, Phase.shrink],
    "database": None,
}


def load_profile() -> None:
    """Register both profiles and load the one that CPIND_PROFILE names. Raises hypothesis' InvalidArgument for another."""
    settings.register_profile("quick", derandomize=True, max_examples=QUICK_EXAMPLES, **COMMON)
    settings.register_profile("nightly", print_blob=True, max_examples=NIGHTLY_EXAMPLES, **COMMON)
    settings.load_profile(PROFILE)


def examples(quick: int, *, nightly: int | None = None) -> settings:
    """A decorator: so many examples in the quick profile; in the nightly one NIGHTLY times as many, or as often `nightly`."""
    return settings(max_examples=(nightly or quick) * NIGHTLY if PROFILE == "nightly" else quick)
