"""Golden files: what a person sees, to be checked by an editor. `make bless` accepts the present output."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

import retold
from retold.show.ink import Screen
from retold.show.terminal import show_trace, show_trees
from tests.conftest import EXAMPLES

GOLDEN = Path(__file__).parent / "golden"
FERRY = Path("ferry")


@pytest.fixture(autouse=True)
def _beside_the_example(monkeypatch):
    """Paths are shown as given: relative ones are the same wherever the clone is."""
    monkeypatch.chdir(EXAMPLES)


def printed(show, trace, **options) -> str:
    out = io.StringIO()
    show(trace, Screen(out, width=96, colour=False), **options)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def check(name: str, found: str) -> None:
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("RETOLD_BLESS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == found, f"{path.name} differs: if it is better, make bless"


def test_golden_tree():
    check("ferry_tree", printed(show_trees, retold.trace(sorted(FERRY.iterdir()))))


@pytest.mark.parametrize("child", ["harbour-post.html", "wire-corrected.txt", "scan.txt"])
def test_golden_collation(child):
    found = retold.compare(FERRY / "wire.txt", FERRY / child).trace
    check(f"ferry_{child.partition('.')[0]}", printed(show_trace, found, collation=True))
