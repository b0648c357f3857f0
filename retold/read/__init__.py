"""Files -> Source: one module a form."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from retold import kinds
from retold.settings import Settings


def read_sources(paths: Sequence[str], settings: Settings) -> tuple[list[kinds.Source], list[kinds.Skipped]]:
    """Every report found in `paths` (files, folders, globs, "-"), and every part none was found in."""
    sources = []
    for path in sorted(paths):
        data = Path(path).read_bytes()
        text = data.decode("utf-8", "replace")
        sources.append(
            kinds.Source(
                source_id=hashlib.sha256(data).hexdigest()[:16],
                path=path,
                sha256=hashlib.sha256(data).hexdigest(),
                media_type="text/plain",
                text=text,
                running=text,
                segments=[kinds.Segment(0, len(text), 0, len(text), "copy")],
                blocks=[kinds.Block(start=0, end=len(text), kind="text")],
            )
        )
    return sources, []
