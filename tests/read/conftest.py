"""What the tests of reading share: a page made of its article, and the check that no character is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from retold import kinds
from retold.read import read_sources
from retold.settings import DEFAULTS, Settings
from retold.spans import merged

Read = Callable[..., tuple[list[kinds.Source], list[kinds.Skipped]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads one file with the given content; returns sources and skipped rows."""

    def run(
        content: bytes | str, name: str = "report.txt", settings: Settings = DEFAULTS
    ) -> tuple[list[kinds.Source], list[kinds.Skipped]]:
        path = tmp_path / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return read_sources([str(path)], settings)

    return run


def blocks(source: kinds.Source) -> list[tuple[str, str]]:
    """The blocks of a source as (kind, text)."""
    return [(b.kind, source.running[b.start : b.end]) for b in source.blocks]


def stated(source: kinds.Source, field: str) -> list[str]:
    """What a source's witnesses say of a field, in the order in which they stand."""
    return [w.value for w in source.witnesses if w.field == field]


def check_accounts(source: kinds.Source) -> None:
    """Every character that is not white stands in one segment, in witnesses with a place, or in one dropped stretch.

    A witness may stand in another: the day in a page's address.
    """
    times = [0] * len(source.text)
    spans = [kinds.Span(s.source_start, s.source_end) for s in source.segments]
    spans += merged([w.span for w in source.witnesses if w.span is not None])
    spans += [d.span for d in source.dropped]
    for span in spans:
        assert 0 <= span.start <= span.end <= len(source.text)
        for at in range(span.start, span.end):
            times[at] += 1
    wrong = [(at, times[at], source.text[at]) for at, c in enumerate(source.text) if not c.isspace() and times[at] != 1]
    assert not wrong, wrong[:5]
    at = 0
    for segment in source.segments:
        assert segment.text_start == at
        at = segment.text_end
        if segment.op == "copy":
            assert source.running[segment.text_start : at] == source.text[segment.source_start : segment.source_end]
    assert at == len(source.running)
