"""A source made of a plain text, for tests of the room clean."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from retold import kinds
from retold.clean import recover_one
from retold.kinds import Block, Segment
from retold.settings import DEFAULTS, Settings


def plain_source(text: str, witnesses: list[kinds.Witness] | None = None) -> kinds.Source:
    return kinds.Source(
        source_id="r",
        path="made.txt",
        sha256="0",
        media_type="text/plain",
        text=text,
        running=text,
        segments=[Segment(0, len(text), 0, len(text), "copy")] if text else [],
        blocks=[Block(start=0, end=len(text), kind="text")],
        witnesses=witnesses or [],
    )


def recovered(text: str, as_of: date | None = None, settings: Settings = DEFAULTS) -> kinds.Report:
    return recover_one(plain_source(text), settings, as_of)


@pytest.fixture
def report(request: pytest.FixtureRequest) -> kinds.Report:
    """The report recovered from the test's own docstring."""
    import inspect

    return recovered(inspect.cleandoc(request.function.__doc__))


Recover = Callable[[str], kinds.Report]
