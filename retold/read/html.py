"""Web pages (first version: the page as text)."""

from __future__ import annotations

from retold.read.found import Found, Nothing
from retold.read.text import whole
from retold.settings import Settings


def read_html(text: str, settings: Settings) -> Found | Nothing:
    """The article of a page."""
    return whole(text, "text/html")
