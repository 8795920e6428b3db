"""Notes for a paper: without the options, commands and checks that a person at the command line needs and a committee does not."""

from __future__ import annotations

import re

_PHRASES = (
    ("the date given with --as-at", "the extract's date"),
    (", without --by ", ", not split "),
    (
        ": give --population FILE (area, mid_year, population) or a number, or set it in cpind.toml",
        ", and none was given",
    ),
    ("No population given, so no rate, and none was given.", "No population was given, so there is no rate."),
    (" (icpc_not_required)", ""),
    ("; the checks 8905 and 8910 list them", ""),
    (": --bridge 1 makes them one", ""),
    ("; give the check the same periods", ""),
    ("; give the check the same period", ""),
    ("; cpind benchmarks import makes one", ""),
    ("The store has ", "This report has the figures of "),
    (": import the whole release", ""),
    ("since the store has no population of them", "since their population is not known"),
)
"""Advice in a note, and its text for readers of the report, who can't follow it."""

_OPTION = r"(?<![\w-])--[a-z]"
_COMMAND = r"\bcpind (?:benchmarks|check|children|convert|due|explain|inspect|members|reconcile|report|sample|scorecard|show)\b"
_TALK = f"(?:{_OPTION}|{_COMMAND})"

_IN_BRACKETS = re.compile(rf" \((?:[^()]*{_TALK}[^()]*|checks? [^()]+)\)")
_SPLIT_NEEDS = re.compile(r"--(?:by|where) (\S+)(?= needs\b|:)")
_CLAUSE = re.compile(rf"[;:,] [^;:.]*{_TALK}(?:[^;.]|\.(?=\w))*")
_SENTENCE = re.compile(rf"(?:^|(?<=\. ))[^.]*{_TALK}(?:[^.]|\.(?=\w))*\.? ?")


def in_a_paper(text: str) -> str:
    """A note without "(check gap-not-known)", "(if not, say so with --holds)" and the like; "" where nothing else was in it."""
    for phrase, plain in _PHRASES:
        text = text.replace(phrase, plain)
    text = _SPLIT_NEEDS.sub(r"a split by \1", _IN_BRACKETS.sub("", text))
    return _SENTENCE.sub("", _CLAUSE.sub("", text)).strip()
