"""Captions: how they open, and the photo credit that closes them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from retold.clean import photos
from retold.clean.datelines import find_dateline
from retold.clean.parts import DateFound, Part, Unit, Work
from retold.clean.stamps import find_dates

_CAPTION_HEAD_RE = re.compile(
    r"(?:file\s+)?(?:photo|picture|image|caption|foto)s?\s*(?:shows\b|\d\s*)?[:–—-]\s+", re.IGNORECASE
)
# "This photo taken on ... shows" and "In this image ..." open captions in wire copy.
_CAPTION_OPEN_RE = re.compile(
    r"(?:(?:this|an?|the|in\s+this|undated)\s+(?:\w+\s+){0,2}(?:photo|picture|image|photograph|handout|screengrab)(?:\s+\w+){0,6}?\s+"
    r"(?:shows?|taken|provided|released)|\w+\s+are\s+seen\s+in\s+this)",
    re.IGNORECASE,
)


# Image caption The ferry at the pier: a label that a page reader left before the words
_CAPTION_LABEL_RE = re.compile(r"(?:image|media|photo|picture|video)\s+caption\s*:?\s+(?=\S)", re.IGNORECASE)


def is_labelled(t: str) -> bool:
    """Whether a line says itself that it is a caption."""
    return len(t) < 700 and _CAPTION_LABEL_RE.match(t) is not None


def add_caption(work: Work, part: Part) -> None:
    if label := _CAPTION_LABEL_RE.match(work.text, part.start, part.end):
        work.parts.fields.append((part.start, part.start + len(label.group().rstrip())))
        part = msgspec.structs.replace(part, start=label.end())
    photo = photos.find_photo(work.cut(part), caption=True)
    end = part.end
    if photo:
        at, named = photo
        work.parts.named += [
            msgspec.structs.replace(n, start=n.start + part.start, end=n.end + part.start) for n in named
        ]
        work.parts.fields.append((part.start + at, part.end))
        end = part.start + len(work.cut(part)[:at].rstrip())
    if end > part.start:
        work.parts.units.append(Unit("caption", [(part.start, end)]))
        work.parts.dates += [DateFound("caption", d, "in a caption") for d in find_dates(work.text, part.start, end)]


def is_caption(work: Work, part: Part, following: Sequence[Part]) -> bool:
    """Whether a paragraph above the story is a caption: it closes with a photo credit, or opens as captions do."""
    t = work.cut(part)
    if find_dateline(work.text, part.start, part.end):
        return False
    if photos.find_photo(t):
        return bool(following)
    return bool(following) and bool(_CAPTION_HEAD_RE.match(t) or _CAPTION_OPEN_RE.match(t)) and len(t) < 700


def is_caption_marked(t: str) -> bool:
    return len(t) < 700 and photos.find_photo(t) is not None
