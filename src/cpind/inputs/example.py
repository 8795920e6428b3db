"""The packaged example: an invented Warwickshire with published totals."""

from __future__ import annotations

from pathlib import Path

NOTICE = "the packaged example, an invented Warwickshire"
REMARK = "Invented children: this is cpind's packaged example, and no authority's figures"


def example_folder() -> Path:
    """The folder of the example: in the package when installed, in examples/ in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "demo"
    return installed if installed.is_dir() else package.parents[1] / "examples" / "warwickshire"
