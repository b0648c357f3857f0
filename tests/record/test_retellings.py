"""Passages retold as desks retell them: what a sub-editor would mark is found, and the rest is left alone."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from retold import kinds
from tests.record.two_reports import aligned

FILE = Path(__file__).parent.parent / "cases" / "retellings.toml"
CASES: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]


class Change(NamedTuple):
    """What a sub-editor would mark: the types it may bear, how grave it is, and its words in either text."""

    types: tuple[str, ...]
    severity: str
    source: str
    retelling: str


def read_change(line: str) -> Change:
    """The change of "type|type severity | words of the source | words of the retelling"."""
    head, source, retelling = (part.strip() for part in line.rsplit(" |", 2))
    types, severity = head.rsplit(" ", 1)
    return Change(tuple(types.split("|")), severity, source, retelling)


@cache
def _found(number: int) -> list[kinds.Discrepancy]:
    return aligned(*_texts(CASES[number]))


def _texts(case: dict[str, Any]) -> tuple[str, str]:
    return case["source"].strip("\n"), case["retelling"].strip("\n")


def _touches(change: Change, flag: kinds.Discrepancy, case: dict[str, Any]) -> bool:
    for words, text, spans in zip(change[2:], _texts(case), (flag.parent_spans, flag.child_spans)):
        start = text.index(words)
        if words and any(s.start < start + len(words) and start < s.end for s in spans):
            return True
    return False


def _parameters() -> list[Any]:
    found = []
    for number, case in enumerate(CASES):
        for key, marks in (("changes", ()), ("missed", (pytest.mark.xfail(strict=True, reason="known to be missed"),))):
            for line in case.get(key, []):
                found.append(pytest.param(number, read_change(line), marks=marks, id=line[:80]))
    return found


@pytest.mark.parametrize(("number", "change"), _parameters())
def test_what_a_sub_editor_would_mark_is_found(number: int, change: Change) -> None:
    assert [d for d in _found(number) if d.type in change.types and _touches(change, d, CASES[number])]


@pytest.mark.parametrize("number", range(len(CASES)))
def test_nothing_else_is_loud(number: int) -> None:
    case = CASES[number]
    marked = [read_change(line) for line in (*case["changes"], *case.get("missed", []))]
    others = [d for d in _found(number) if d.severity != "low" and not any(_touches(c, d, case) for c in marked)]
    assert [d.type for d in others] == case.get("alarms", [])
