"""docs/checks.md lists the checks as they are. `python tests/test_docs.py` writes the list anew."""

from __future__ import annotations

from pathlib import Path

from cpind.checks import CHECKS

PAGE = Path(__file__).parents[1] / "docs" / "checks.md"
MARK = "<!-- the list: written by tests/test_docs.py -->\n"


def listed() -> str:
    """A paragraph a check: DfE's numbers first, then cpind's own names."""
    parts = []
    for check in sorted(CHECKS.values(), key=lambda one: (not one.code[0].isdigit(), one.code)):
        definition = " ".join(check.definition.split())
        parts.append(f"**{check.code}** ({check.severity}) {check.what}. {definition} *Figures: {check.touches}.*\n")
    return "\n".join(parts)


def test_the_page_lists_every_check_as_it_is():
    above, mark, below = PAGE.read_text(encoding="utf-8").partition(MARK)
    assert mark and below == f"\n{listed()}"
    assert "check --rows" in above


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(f"{text.partition(MARK)[0]}{MARK}\n{listed()}", encoding="utf-8")
