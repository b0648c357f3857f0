"""What all tests may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("RETOLD_SHARED", ROOT.parent / "shared"))
EXAMPLES = ROOT / "retold" / "examples"


@pytest.fixture
def text(request: pytest.FixtureRequest) -> str:
    """The docstring of the test, which is its input."""
    import inspect

    return inspect.cleandoc(request.function.__doc__)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared gold and data; the test is skipped, and says so, where it is missing."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared here: this test reads the shared gold")
    return SHARED


@pytest.fixture(scope="session")
def example_paths() -> list[str]:
    """The report files of the example story, sorted."""
    found = sorted(
        str(p) for p in EXAMPLES.glob("*/*") if p.is_file() and p.suffix in (".txt", ".md", ".html", ".jsonl")
    )
    assert found, "the example story is part of the package"
    return found
