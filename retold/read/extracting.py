"""What trafilatura would extract of a page, asked as cheaply as the page allows.

It is handed the page without the elements that it throws away itself (scripts, menus, pictures), of which it would
build a tree first; and it is asked for its own rules first, for its second opinions (readability, jusText: as slow
again) only where those gave less than the page holds. Of 496 labelled pages 461 need no second opinion.
"""

from __future__ import annotations

import logging
import re
from functools import cache
from typing import Any

from retold.read.page import Page

# What trafilatura deletes with all that is in it (its MANUALLY_CLEANED), and what holds no text. Not `form` and
# `figure`, which it looks into first, and not `head`, which few pages close where it ends.
_DISCARDED = frozenset(
    """aside embed fencedframe footer iframe menu object script applet audio canvas map picture svg video area blink
    button datalist dialog frame frameset fieldset link input label legend marquee math menuitem nav noindex noscript
    optgroup option output param progress rp rt rtc select source style track textarea time use meta""".split()
)
# What XML parsers refuse.
_CONTROL_RE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Extractor:
    """Asks trafilatura about one page, at most twice."""

    def __init__(self, page: Page, asked: bool = True) -> None:
        self._page = page
        self._asked = asked

    def quick(self) -> str | None:
        """What trafilatura's own rules extract, a line a block; None where they extract nothing."""
        return _extract(_lean(self._page), fast=True) if self._asked else None

    def thorough(self) -> str | None:
        """The same with its second opinions, of the page as it is."""
        return _extract(self._page.text, fast=False) if self._asked else None


def _lean(page: Page) -> str:
    """The page without what is thrown away; what holds half of its words is kept, for that is no menu."""
    kept: list[str] = []
    at = 0
    most = page.body_words / 2
    for element in page.elements:
        if element.tag in _DISCARDED and element.start >= at and element.words <= most:
            kept.append(page.text[at : element.start])
            at = element.end
    kept.append(page.text[at:])
    return "".join(kept)


def _extract(text: str, *, fast: bool) -> str | None:
    import trafilatura
    from lxml.etree import LxmlError

    _silence()
    try:
        found: Any = trafilatura.extract(
            _CONTROL_RE.sub(" ", text), favor_precision=True, include_comments=False, output_format="txt", fast=fast
        )
    except (LxmlError, RecursionError, ValueError, AssertionError):
        return None
    return found if isinstance(found, str) else None


@cache
def _silence() -> None:
    # What it has to say of a broken page is in our own reasons; who wants its log sets a handler.
    log = logging.getLogger("trafilatura")
    if not log.handlers:
        log.addHandler(logging.NullHandler())
