"""Each kind of change is found, and faithful rewording is left alone: tests/cases/{discrepancies,rewordings}.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.record.two_reports import compare, loud

FOLDER = Path(__file__).parent.parent / "cases"
CASES = [
    case
    for name in ("discrepancies.toml", "rewordings.toml")
    for case in tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))["case"]
]


def _parameters(changed: bool) -> list[Any]:
    found = []
    for case in CASES:
        if bool(case["type"]) != changed:
            continue
        known = [] if case["expect"] == "pass" else [pytest.mark.xfail(strict=True, reason="known to be missed")]
        found.append(pytest.param(case, marks=known, id=f"{case['type'] or 'faithful'}: {case['child'][:50]}"))
    return found


@pytest.mark.parametrize("case", _parameters(True))
def test_a_change_is_found_under_its_type(case: dict[str, Any]) -> None:
    rows = [([0], [0, 1])] if case.get("merged") else None
    assert case["type"] in [d.type for d in compare(case["parent"], case["child"], rows)]


@pytest.mark.parametrize("case", _parameters(False))
def test_a_faithful_rewording_is_left_alone(case: dict[str, Any]) -> None:
    assert loud(case["parent"], case["child"]) == []


def test_a_report_set_beside_itself_shows_nothing() -> None:
    for case in CASES:
        assert compare(case["parent"], case["parent"]) == []
