"""Which arguments are addresses on the web, and which files are lists of them."""

from __future__ import annotations

import re

_SCHEME_RE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")
_URL_RE = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_MAX_LISTED = 10_000


def is_url(path: str) -> bool:
    """True for an argument that is an address and no file: http://x, file:///x, gopher://x."""
    return bool(_SCHEME_RE.match(path))


def listed_urls(text: str) -> list[str]:
    """The addresses in a text that holds nothing else, comments apart; none where it holds anything else."""
    lines = [line.strip() for line in text.lstrip("\ufeff").split("\n")]
    lines = [line for line in lines if line and not line.startswith("#")]
    if not lines or len(lines) > _MAX_LISTED or not all(_URL_RE.fullmatch(line) for line in lines):
        return []
    return lines
