"""Passages of a few sentences, written before anything was run on them: the one change is found, the rest left alone."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.record.two_reports import aligned

FILES = ("retold_facts.toml", "retold_facts_again.toml")
FOLDER = Path(__file__).parent.parent / "cases"


def _parameters() -> list[Any]:
    found = []
    for name in FILES:
        for case in tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))["case"]:
            known = case.get("expect") == "fail"
            marks = [pytest.mark.xfail(strict=True, reason="known to be missed")] if known else []
            found.append(pytest.param(case, marks=marks, id=f"{case['type'] or 'faithful'}: {case['child'][:50]}"))
    return found


@pytest.mark.parametrize("case", _parameters())
def test_the_change_is_found_and_nothing_else_is_loud(case: dict[str, Any]) -> None:
    found = aligned(case["parent"], case["child"])
    assert not case["type"] or case["type"] in [d.type for d in found]
    assert [d.type for d in found if d.severity != "low" and d.type not in (case["type"], *case.get("also", ()))] == []
