"""Plain text and Markdown: what runs is the decoded source itself.

No Markdown parser is used: CommonMark would already change the text (it eats the comma of a LaTeX `\\,`),
and repair must see the source as it is. Marks such as `##` and `**` are for the room clean.
"""

from __future__ import annotations

import re

from retold.kinds import Block, Segment
from retold.read.found import Found

_MARKDOWN_RE = re.compile(r"^(?:#{1,6} \S|---\s*$|[*-] \S|> \S|\|.+\|\s*$)|\*\*\S|\]\(https?:", re.MULTILINE)


def read_text(text: str, path: str) -> Found:
    """The text as one block that equals the source."""
    media_type = "text/plain"
    if path.lower().endswith((".md", ".markdown")) or len(_MARKDOWN_RE.findall(text[:20_000])) >= 3:
        media_type = "text/markdown"
    return whole(text, media_type)


def whole(text: str, media_type: str) -> Found:
    """`text` found as it stands: one block, one copied segment."""
    return Found(
        text=text,
        running=text,
        segments=[Segment(0, len(text), 0, len(text), "copy")],
        blocks=[Block(start=0, end=len(text), kind="text")],
        media_type=media_type,
    )
