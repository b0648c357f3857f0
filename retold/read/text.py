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
    head = text[:20_000]
    if path.lower().endswith((".md", ".markdown")) or (_may_be_markdown(head) and len(_MARKDOWN_RE.findall(head)) >= 3):
        media_type = "text/markdown"
    return whole(text, media_type)


def _may_be_markdown(text: str) -> bool:
    """Whether any sign of the pattern stands in `text`, which is far quicker to say."""
    return "*" in text or "#" in text or ">" in text or "|" in text or "](" in text or "\n-" in text or text[:1] == "-"


def whole(text: str, media_type: str) -> Found:
    """`text` found as it stands: one block, one copied segment."""
    return Found(
        text=text,
        running=text,
        segments=[Segment(0, len(text), 0, len(text), "copy")],
        blocks=[Block(start=0, end=len(text), kind="text")],
        media_type=media_type,
    )
