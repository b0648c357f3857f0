"""What the reader of a form gives back: the parts of a Source that it knows."""

from __future__ import annotations

import msgspec

from retold.kinds import Block, Defect, Dropped, Segment, Witness


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One report in a file. Fields are those of `kinds.Source`; `payload` is what is hashed where that is not the file."""

    text: str
    running: str
    segments: list[Segment]
    blocks: list[Block]
    media_type: str
    charset: str = "utf-8"
    witnesses: list[Witness] = []
    dropped: list[Dropped] = []
    defects: list[Defect] = []
    locator: str = ""
    row_id: str | None = None
    payload: bytes | None = None


class Nothing(msgspec.Struct, frozen=True):
    """A part of a file, or all of it, that no report could be made from."""

    reason: str
    locator: str = ""
