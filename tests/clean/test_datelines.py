"""How agencies open a report, in the forms of tests/cases/datelines.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.clean.conftest import recovered

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "datelines.toml").read_text(encoding="utf-8"))["case"]


def _params() -> list[Any]:
    known = pytest.mark.xfail(strict=True)
    return [pytest.param(c, id=c["label"], marks=[known] if c.get("expect") == "fail" else []) for c in CASES]


@pytest.mark.parametrize("case", _params())
def test_a_dateline_gives_place_agency_and_day_and_is_no_text(case: dict[str, str]) -> None:
    headline = "Two ports share a boat from spring on"
    report = recovered(
        f"{headline}\n\n3 September 2025\n\n{case['text']}\n\nThe boat will be painted green, they said.\n"
    )
    found = report.dateline
    shown = {} if found is None else {"place": found.place, "agency": found.agency, "date": (found.date or "")[5:]}
    wanted = {k: case[k] for k in ("place", "agency", "date") if k in case}
    assert {k: v for k, v in shown.items() if v} == wanted
    if found is not None:
        lead = next(s for s in report.sentences if s.role == "lead")
        assert report.text[lead.start : lead.end][:3] in case["text"]
        assert case.get("agency", "") not in report.text or not case.get("agency")
