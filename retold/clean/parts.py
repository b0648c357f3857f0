"""What a text is taken apart into: headline, captions, notes and paragraphs, and the fields of its frame."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from retold import kinds
from retold.clean import credits, wire_lines
from retold.clean.datelines import Found
from retold.clean.lines import folded
from retold.clean.stamps import Ago, Shown


class Part(msgspec.Struct, frozen=True, gc=False, order=True):
    """A line or block of the text under repair, [start, end), and what its form says it is."""

    start: int
    end: int
    kind: str = "text"
    level: int = 0


class Unit(msgspec.Struct, frozen=True, gc=False, order=True):
    """A stretch of Report.text: its role, and its pieces in the text under repair, which are read as one.

    `joins` are the texts set between pieces: " ", or "" where a word was broken.
    """

    role: kinds.SentenceRole
    pieces: list[tuple[int, int]]
    joins: list[str] = []


class DateFound(msgspec.Struct, frozen=True, gc=False, order=True):
    """A date of the frame, by the role its words give it; None where they give none."""

    role: str | None
    shown: Shown
    why: str


class Parts:
    """What the text was taken apart into; places count in the text under repair."""

    def __init__(self) -> None:
        self.headline: tuple[int, int] | None = None
        self.units: list[Unit] = []
        self.dateline: Found | None = None
        self.dates: list[DateFound] = []
        self.ago: Ago | None = None
        self.named: list[credits.Named] = []
        self.fields: list[tuple[int, int]] = []  # stretches that are a field and nothing else
        self.dropped: list[tuple[int, int, str]] = []
        self.outlets: list[tuple[int, int, str]] = []
        self.slug: wire_lines.Slug | None = None
        self.stated: list[tuple[int, int, str]] = []  # fields of the front matter
        self.glued: list[tuple[int, int]] = []
        self.split: list[tuple[int, int]] = []  # the second halves of sentences cut in two
        self.doubled: list[tuple[tuple[int, int], tuple[int, int]]] = []  # again, first
        self.truncated: tuple[int, int] | None = None  # the last words of a text that stops in mid-sentence


class Work:
    """A text being taken apart: its lines or blocks that are still to be looked at, and the parts found so far.

    `plain` is a text form, whose lines may be page furniture; the blocks of a web page are the article already.
    `known` is what other witnesses say is the headline, folded; `as_of` the day that "6 hours ago" counts from.
    """

    def __init__(
        self, text: str, blocks: Sequence[Part], plain: bool, known: Sequence[str], as_of: date | None
    ) -> None:
        self.text = text
        self.blocks = list(blocks)
        self.plain = plain
        self.known = {folded(k) for k in known if k}
        self.as_of = as_of
        self.parts = Parts()

    def cut(self, part: Part) -> str:
        return self.text[part.start : part.end]
