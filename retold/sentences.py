"""Sentences: where they begin and end in running text."""

from __future__ import annotations

import re

_END_RE = re.compile(r"[.!?][\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])|(?<=[。！？؟۔।])")


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The sentences of text[start:end], half-open, without outer white space."""
    end = len(text) if end is None else end
    out: list[tuple[int, int]] = []
    at = start
    for match in _END_RE.finditer(text, start, end):
        out.append((at, match.end()))
        at = match.end()
    out.append((at, end))
    trimmed = []
    for lo, hi in out:
        while lo < hi and text[lo].isspace():
            lo += 1
        while hi > lo and text[hi - 1].isspace():
            hi -= 1
        if lo < hi:
            trimmed.append((lo, hi))
    return trimmed
