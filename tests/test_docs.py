"""The docs are complete: their lists are generated, their links lead somewhere, and their code runs.

`python tests/test_docs.py` writes the lists of checks, commands and kinds of files anew.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click import Context, Group
from click.testing import CliRunner

import cpind
from cpind.checks import CHECKS
from cpind.cli import main
from cpind.inputs.config import Settings, read_settings
from cpind.inputs.readers import registered_readers
from cpind.model.schema import BY_NAME

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = (*sorted(ROOT.glob("*.md")), *sorted(DOCS.glob("*.md")), ROOT / "examples" / "README.md")
MARK = "<!-- the list: written by tests/test_docs.py -->\n"
END = "<!-- the end of the list -->\n"


def checks_listed() -> str:
    """A paragraph for each check: DfE's numbers first, then cpind's own names."""
    paragraphs = []
    for check in sorted(CHECKS.values(), key=lambda one: (not one.code[0].isdigit(), one.code)):
        definition = " ".join(check.definition.split())
        paragraphs.append(
            f"**{check.code}** ({check.severity}) {check.what}. {definition} *Figures: {check.touches}.*\n"
        )
    return "\n".join(paragraphs)


def commands_listed() -> str:
    """A row for each command: what it does in one line, and the first example of its help."""
    rows = ["| command | what | example |", "|---|---|---|"]
    for name, command in main.commands.items():
        text = command.get_help(Context(command, info_name=name))
        example = text.partition("Examples:")[2].split("\n")[1].strip()
        rows.append(f"| `cpind {name}` | {command.get_short_help_str(200)} | `{example}` |")
    return "\n".join(rows) + "\n"


def files_listed() -> str:
    """A line for each kind of file that has a reader."""
    lines = ["| kind of file | suffixes |", "|---|---|"]
    for one in registered_readers():
        gzipped = [f"{suffix}.gz" for suffix in one.suffixes if one.is_gzipped]
        lines.append(f"| {one.kind} | {' '.join([*one.suffixes, *gzipped])} |")
    return "\n".join(lines) + "\n"


LISTS = {
    DOCS / "checks.md": checks_listed,
    DOCS / "commands.md": commands_listed,
    DOCS / "inputs.md": files_listed,
}


def with_list(page: Path) -> str:
    """The page with its list as the code has it today."""
    above, mark, rest = page.read_text(encoding="utf-8").partition(MARK)
    assert mark, page
    _, end, below = rest.partition(END)
    return above + MARK + "\n" + LISTS[page]() + ("\n" + end if end else "") + below


@pytest.mark.parametrize("page", LISTS, ids=lambda page: page.stem)
def test_each_page_lists_everything_that_the_code_has(page):
    assert page.read_text(encoding="utf-8") == with_list(page)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_leads_to_a_file_and_a_heading(page):
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", page.read_text(encoding="utf-8")):
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def anchors(page: Path) -> set[str]:
    """The headings of a page as GitHub links to them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_newest_version_in_the_changelog_is_the_packages():
    versions = re.findall(r"^## (\S+) \((\d{4}-\d\d-\d\d)\)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert versions[0][0] == cpind.__version__
    assert [date for _, date in versions] == sorted((date for _, date in versions), reverse=True)


def test_every_page_is_linked_to():
    linked = {
        target.rpartition("/")[2]
        for page in PAGES
        for target in re.findall(r"\]\(([\w/]+\.md)", page.read_text(encoding="utf-8"))
    }
    assert {page.name for page in DOCS.glob("*.md")} <= linked


def test_every_column_is_documented():
    text = (DOCS / "columns.md").read_text(encoding="utf-8")
    assert {name for name in BY_NAME if f"`{name}`" not in text} == set()


def test_every_setting_is_documented():
    rows = re.findall(r"^\| `(\w+)` \|", (DOCS / "settings.md").read_text(encoding="utf-8"), re.MULTILINE)
    internal = {"path", "covered_from", "remarks", "named"}
    assert set(rows) == set(Settings.__dataclass_fields__) - internal | {"from"}


def test_the_settings_shown_can_be_read(tmp_path):
    blocks = [block for page in PAGES for block in re.findall(r"```toml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)]
    assert blocks
    for number, block in enumerate(blocks):
        path = tmp_path / f"{number}.toml"
        path.write_text(block, encoding="utf-8")
        settings = read_settings(path)
        assert settings.authority == tomllib.loads(block).get("authority")


def test_the_shell_completes_as_windows_md_says(monkeypatch):
    for words, place, completed in (("cpind ra", 1, "rates"), ("cpind rates --populat", 2, "--population")):
        monkeypatch.setenv("_CPIND_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(place))
        result = CliRunner().invoke(main, [], prog_name="cpind")
        assert f"plain,{completed}" in result.stdout.splitlines()


def test_every_option_named_in_the_docs_exists():
    options = set(options_of(main)) | {"--help"}
    for page in PAGES:
        if page.name not in ("CHANGELOG.md", "CONTRIBUTING.md"):
            code = re.findall(r"`([^`\n]*cpind [^`\n]*|-[^`\n]*)`", page.read_text(encoding="utf-8"))
            named = {option for text in code for option in re.findall(r"(?<!\S)--[a-z][a-z-]*", text)}
            assert named <= options, page.name


def options_of(command) -> list[str]:
    """The long options of a command and of the commands within it."""
    names = [name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)]
    own = [name for name in names if name.startswith("--")]
    within = command.commands.values() if isinstance(command, Group) else ()
    return own + [option for one in within for option in options_of(one)]


def test_the_notebook_lines_run(example):
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / "python.md").read_text(encoding="utf-8"), re.DOTALL)
    names: dict = {"results": []}
    for block in blocks:
        *lines, last = block.strip().splitlines()
        exec("\n".join([*lines, f"results.append({last})"]), names)
    frame = names["results"][0]
    assert list(frame.columns)[:4] == ["indicator", "area", "by", "group"]
    assert str(frame["value"].dtype) == "Float64"
    assert set(frame["group"]) >= {"Rugby", "Not recorded"}


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(r"(?<!there )\b(is|are) none\b", id="is none"),
        pytest.param(r"(?<!there )\b(is|are) no (?!longer)", id="is no X"),
        pytest.param(r"\bfor want of\b|\btells? the\b|\b(is|are) told\b", id="told"),
        pytest.param(r"\bepisodes?\b", id="episodes"),
        pytest.param(r"\bstands? on\b|\bgo(es)? first\b|\bnowhere\b", id="stands on"),
    ],
)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_english_is_plain(page, wrong):
    text = page.read_text(encoding="utf-8")
    prose = re.sub(r"```.*?```", "", text.partition(MARK)[0] + text.partition(END)[2], flags=re.DOTALL)
    assert [line for line in prose.splitlines() if re.search(wrong, line, re.IGNORECASE)] == []


def rewrite() -> None:
    """Regenerate the lists."""
    for page in LISTS:
        page.write_text(with_list(page), encoding="utf-8")


if __name__ == "__main__":
    rewrite()
