"""Who made a report and where it came from, in the lines of tests/cases/credits.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.clean.conftest import recovered

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "credits.toml").read_text(encoding="utf-8"))["case"]
STORY = """Fishermen close a harbor over fees at sea

10 March 2026

Fishermen blocked the harbor on Monday, demanding lower fees.

The police did not step in, witnesses told the local radio station.

{line}
"""


def _params() -> list[Any]:
    known = pytest.mark.xfail(strict=True)
    return [pytest.param(c, id=c["line"][:60], marks=[known] if c.get("expect") == "fail" else []) for c in CASES]


@pytest.mark.parametrize("case", _params())
def test_a_line_of_credits_names_them_and_is_no_text(case: dict[str, Any]) -> None:
    report = recovered(STORY.format(line=case["line"]))
    assert (case["line"] in report.text) == case.get("text", False)
    named = {c.agency.removeprefix("The ") for c in report.credits}
    if "credits" in case:
        assert set(case["credits"]) <= named
    if "authors" in case:
        assert [b.name for b in report.bylines] == case["authors"]
    if case.get("text"):
        assert not named and not report.bylines
