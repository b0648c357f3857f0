"""Whole articles retold: each change is found where it stands, and figures of a faithful retelling are left alone."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from retold import kinds
from tests.record.two_reports import aligned

FILE = Path(__file__).parent.parent / "cases" / "retold_articles.toml"
ARTICLES = {a["about"]: a for a in tomllib.loads(FILE.read_text(encoding="utf-8"))["article"]}
# What this half of the room compares: facts. How things are worded has its own cases.
FACTS = {"number_changed", "unit_changed", "name_changed", "title_changed", "location_changed", "time_changed"}


@cache
def _found(about: str) -> list[kinds.Discrepancy]:
    return aligned(ARTICLES[about]["parent"], ARTICLES[about]["child"])


def _changes() -> list[Any]:
    made = []
    for about, article in ARTICLES.items():
        for line in article["changes"]:
            kind, words, *missed = (field.strip() for field in line.split("|"))
            marks = [pytest.mark.xfail(strict=True, reason="known to be missed")] if missed else []
            made.append(pytest.param(about, kind, words, marks=marks, id=f"{about}: {words}"))
    return made


@pytest.mark.parametrize(("about", "kind", "words"), _changes())
def test_a_change_is_found_where_it_stands(about: str, kind: str, words: str) -> None:
    start = ARTICLES[about]["child"].index(words)
    end = start + len(words)
    assert kind in [d.type for d in _found(about) if any(s.start < end and start < s.end for s in d.child_spans)]


@pytest.mark.parametrize("about", [a for a, article in ARTICLES.items() if not article["changes"]])
def test_no_fact_of_a_faithful_retelling_is_flagged(about: str) -> None:
    assert [(d.type, d.explanation) for d in _found(about) if d.severity != "low" and d.type in FACTS] == []
