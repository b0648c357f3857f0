"""A block of a page with what the choice of the article needs to know of it."""

from __future__ import annotations

import re
from typing import Literal

from retold.read.page import Page, Piece, TextBlock, shown

WORD_RE = re.compile(r"\w+")
# Scripts that write no spaces: two characters count as a word.
_UNSPACED_RE = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

MAX_FIELD_WORDS = 25  # of a date line, a byline and the like; longer ones are prose

BlockKind = Literal["heading", "paragraph", "item", "quote", "caption", "cell"]


class Block:
    """Text between two block-level tags: its words, how much of it is link, and what was found out about it."""

    __slots__ = ("element", "keys", "kind", "level", "linked", "pieces", "reason", "role", "share", "size", "text")

    def __init__(self, page: Page, block: TextBlock, pieces: list[Piece]) -> None:
        self.element = block.element
        self.pieces = pieces
        parts, linked = [], 0
        for start, end, _, in_link in pieces:
            part = shown(page.text, start, end) if start < end else "\n"
            parts.append(part)
            if in_link:
                linked += count_words(part)
        self.text = " ".join("".join(parts).split())
        self.keys = tuple(WORD_RE.findall(self.text.casefold()))
        self.size = len(self.keys) if self.text.isascii() else count_words(self.text)
        self.linked = linked
        self.kind: BlockKind = "paragraph"
        self.level = 0
        self.reason: str | None = None
        self.role: str | None = None
        self.share = 0.0  # of its words that trafilatura extracts

    @property
    def link_share(self) -> float:
        return self.linked / self.size if self.size else 0.0

    @property
    def is_prose(self) -> bool:
        return self.size >= 8 and self.link_share < 0.4 and self.reason is None


def count_words(text: str) -> int:
    """The words of `text`; where a script writes no spaces, two characters count as one."""
    words = len(WORD_RE.findall(text))
    return words if text.isascii() else words + len(_UNSPACED_RE.findall(text)) // 2


def find_kind(page: Page, block: Block) -> tuple[BlockKind, int]:
    """The kind of a block and its level as a heading, by the nearest element that says so."""
    for element in page.ancestors(block.element, most=6):
        tag = element.tag
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            return "heading", int(tag[1])
        if tag in ("figcaption", "caption") or (block.role == "caption" and block.size <= 80):
            return "caption", 0
        if tag in ("li", "dd", "dt"):
            return "item", 0
        if tag == "blockquote":
            return "quote", 0
        if tag in ("td", "th"):
            # A cell that holds a paragraph's worth lays out the page; it is no cell of a table.
            return ("cell", 0) if element.words <= 20 else ("paragraph", 0)
        if tag in ("article", "section", "main", "body"):
            break
    return "paragraph", 0
