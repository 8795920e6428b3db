"""The packaged example: an invented Warwickshire with published totals."""

from __future__ import annotations

from pathlib import Path

NOTICE = "the packaged example, an invented Warwickshire"
REMARK = "Invented children: this is cpind's packaged example, and no authority's figures"


def example_folder() -> Path:
    """Where the example lies: beside this module when installed, in examples/ in a checkout."""
    installed = Path(__file__).parent / "demo"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "examples" / "warwickshire"
