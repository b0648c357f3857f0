"""The head and foot of a page's text: whose copy it is, who wrote it, when, and which line is the headline."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.clean.conftest import recovered

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "frames.toml").read_text(encoding="utf-8"))["case"]
STORY = """
KESTRIN — Crews of the Kestrin ferries stayed ashore for an eighth day on Monday as talks with the harbour board broke down again.
The board said it had offered one more deckhand a boat from May. The union asked for two, and for a pilot on night crossings.
No further meeting was planned, both sides said, and the board advised travellers to take the road over Lower Vale.
"""


def _params() -> list[Any]:
    known = pytest.mark.xfail(strict=True)
    return [pytest.param(c, id=c["label"], marks=[known] if c.get("expect") == "fail" else []) for c in CASES]


@pytest.mark.parametrize("case", _params())
def test_a_frame_is_read_and_is_no_text(case: dict[str, Any]) -> None:
    report = recovered(case["head"].strip() + STORY + case.get("foot", ""))
    wanted = {k: case[k] for k in ("headline", "published", "modified") if k in case}
    dates = {d.role: d.value for d in report.dates}
    found = {"headline": report.headline, "published": dates.get("published"), "modified": dates.get("modified")}
    assert {k: found[k] for k in wanted} == wanted
    assert sorted({c.agency.removeprefix("The ") for c in report.credits}) == case["credits"]
    assert [b.name for b in report.bylines if b.role != "photographer"] == case.get("authors", [])
    body = report.text[report.sentences[1 if report.headline else 0].start :]
    for word in ("Pinterest", "window.", "Reprint", "Image 2", "Copyright", "TWEET", "prev\n"):
        assert word not in body
