"""Helpers that every test file may use."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from cpind.extract import Extract
from cpind.readers.delimited import read_delimited
from cpind.readers.flat import read_flat

settings.register_profile("cpind", deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("cpind")

EXAMPLE = Path(__file__).parents[1] / "examples" / "warwickshire"


def extract_of(text: str, **mapping: str) -> Extract:
    """An Extract from CSV text, without a file."""
    return read_flat([read_delimited(text.encode(), "test.csv", None, mapping)], mapping)


@pytest.fixture
def example() -> Path:
    """The folder of the example: extract.csv, returns.csv, population.csv, benchmarks.csv, cpind.toml."""
    return EXAMPLE
