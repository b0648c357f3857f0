"""Which form a file has, by its content: the name of a file is only what somebody called it."""

from __future__ import annotations

import re
from typing import Literal

Form = Literal["text", "html", "rows"]

# How the forms begin that are no text.
_BINARY = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),  # an archive without a member
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"PAR1", "parquet"),
    (b"WARC/1.", "warc"),
    (b"WARC/0.", "warc"),
)
HEAD_BYTES = 4096
_TAR_MARK, _TAR_MARK_AT = b"ustar", 257

# How the forms begin that Retold cannot read. Naming them says more than "binary".
_MAGIC = (
    (b"\x28\xb5\x2f\xfd", "zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"PARE", "encrypted Parquet file"),
    (b"SQLite format 3\x00", "SQLite file"),
    (b"\x89PNG\r\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\xd0\xcf\x11\xe0", "old Office document"),
    (b"\x7fELF", "program"),
    (b"filedesc://", "ARC file, which WARC replaced"),
)

_XML_FEED_RE = re.compile(
    r"[\s\ufeff]*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?(?:<!DOCTYPE[^<>\[]*(?:\[[^\]]*\]\s*)?>\s*)?(?:<\?.*?\?>\s*)*"
    r"<(?:rss|feed|rdf:RDF|(?:\w+:)?(?:urlset|sitemapindex))\b",
    re.DOTALL,
)
_OPENS_PAGE_RE = re.compile(
    r"[\s\ufeff]*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_OPENS_ELEMENT_RE = re.compile(
    r"[\s\ufeff]*(?:<!--.*?-->\s*)*<(?:article|main|div|section|p|h[1-6]|table|header|title|meta)\b[^>]*>",
    re.IGNORECASE | re.DOTALL,
)
_PAGE_PART_RE = re.compile(r"<(?:html|body)\b[^>]*>", re.IGNORECASE)
_CLOSES_ELEMENT_RE = re.compile(r"</(?:article|main|div|section|p|h[1-6]|table|body|html)\s*>", re.IGNORECASE)

_TAG_RE = re.compile(r"<[a-zA-Z][^<>]*>")

_HEAD_CHARS = 4096


def binary_form(head: bytes) -> str | None:
    """The name of a form that is no text and is read, from the first bytes; None where they name none."""
    # Mail programs and servers put a few lines before a PDF; readers take it within the first 1024 bytes.
    if b"%PDF-" in head[:1024] and head.lstrip()[:1] != b"<":
        return "pdf"
    for magic, name in _BINARY:
        if head.startswith(magic):
            return "warc" if name == "gzip" and _unpacked(head).startswith(b"WARC/") else name
    if head[_TAR_MARK_AT : _TAR_MARK_AT + len(_TAR_MARK)] == _TAR_MARK:
        return "tar"
    return None


def _unpacked(head: bytes) -> bytes:
    """How a gzip file begins, unpacked."""
    import zlib

    try:
        return zlib.decompressobj(31).decompress(head, 16)
    except zlib.error:
        return b""


def unreadable_form(data: bytes) -> str | None:
    """The name of a form that is not read, from its first bytes; None where they name none."""
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    return None


def sniff(text: str) -> Form | str:
    """The form of decoded text: "text", "html" or "rows"; the name of one that is not read otherwise."""
    head = text[:_HEAD_CHARS]
    if _XML_FEED_RE.match(head):
        return "feed"
    if _OPENS_PAGE_RE.match(head):
        return "html"
    if _OPENS_ELEMENT_RE.match(head) and (_CLOSES_ELEMENT_RE.search(text) or len(_TAG_RE.findall(head)) >= 5):
        return "html"
    # A page behind a line of something else: the headers of a saved answer, a scraper's note.
    if _PAGE_PART_RE.search(head) and _CLOSES_ELEMENT_RE.search(text):
        return "html"
    opening = head.lstrip("\ufeff \t\r\n")
    if re.match(r'\{\s*"|\[\s*\{\s*"', opening) or opening.startswith("{}"):
        return "rows"
    return "text"
