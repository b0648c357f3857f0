"""Bytes -> the reports they hold, by the form that their content shows.

What can be long is read as a stream: a container gives one report at a time, and only that one is in memory.
"""

from __future__ import annotations

import html
import importlib.util
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from retold.read.decoding import control_share, decode, undecodable_share
from retold.read.found import Found, Nothing
from retold.read.rows import read_rows
from retold.read.sniff import HEAD_BYTES, binary_form, sniff, unreadable_form
from retold.read.text import read_text, whole
from retold.settings import Settings

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXPORT_MARK_RE = re.compile(
    r"end\s+of\s+document|\d\s+of\s+\d+\s+documents?|document\s+\d+\s+of\s+\d|document\s+[A-Z]{4,10}\d{8}|_{40}",
    re.IGNORECASE,
)
_EXPORT_PAGE_CHARS = 50_000_000
# An archive may lie in an archive, and no deeper: what is nested further is a bomb or a backup.
MAX_DEPTH = 2


def read_stream(file: BinaryIO, name: str, settings: Settings, depth: int = 0) -> Iterator[Found | Nothing] | None:
    """What a container holds, read as it goes; None where the file is no container. `file` can seek."""
    head = file.read(HEAD_BYTES)
    file.seek(0)
    form = binary_form(head)
    if form is None or form == "pdf":
        return None
    if form == "parquet":
        from retold.read.parquet import read_parquet

        return read_parquet(file, settings)
    if form == "warc":
        if not is_installed("fastwarc"):
            return iter([_without("WARC", "warc")])
        from retold.read.warc import read_warc

        def read_payload(data: bytes, url: str, charset: str | None) -> Iterator[Found | Nothing]:
            return read_bytes(data, url, settings, MAX_DEPTH, charset)

        return read_warc(file, settings, read_payload)
    if depth >= MAX_DEPTH:
        return iter([Nothing(f"not read: archive in an archive in an archive ({form})")])
    from retold.read import archives

    def read_member(data: bytes, member: str) -> Iterator[Found | Nothing]:
        return read_bytes(data, member, settings, depth + 1)

    if form == "zip":
        if archives.is_docx(file):
            from retold.read.docx import read_docx

            return _read_office(read_docx(file, settings), DOCX)
        return archives.read_zip(file, settings, read_member)
    if form == "tar":
        return archives.read_tar(file, settings, read_member)
    return archives.read_packed(file, form, name, settings, read_member)


def read_bytes(
    data: bytes, name: str, settings: Settings, depth: int = 0, charset: str | None = None
) -> Iterator[Found | Nothing]:
    """What a file or a member of an archive holds.

    Args:
        data: all of it.
        name: of the file or member; it helps only where the content leaves a choice.
        settings: the limits, `read_*`.
        depth: how many archives it lies in.
        charset: what whoever sent it said of its charset.
    """
    if not data.strip():
        yield Nothing("empty")
        return
    contents = read_stream(io.BytesIO(data), name, settings, depth)
    if contents is not None:
        yield from contents
        return
    if binary_form(data[:HEAD_BYTES]) == "pdf":
        yield _read_pdf(data, settings)
        return
    if data.startswith(b"{\\rtf"):
        from retold.read.rtf import read_rtf

        yield from _read_office(read_rtf(data), "application/rtf")
        return
    unread = unreadable_form(data)
    if unread:
        yield Nothing(f"not read: {unread}")
        return
    decoded = decode(data, charset)
    text = decoded.text
    if not text.strip("\ufeff \t\r\n\f\v\0"):
        yield Nothing("empty")
    elif control_share(text) > settings.read_control_share:
        yield Nothing("binary data")
    elif undecodable_share(decoded) > settings.read_undecodable_share:
        yield Nothing(f"not decodable: no charset fits, {decoded.charset} least badly")
    else:
        for found in _read_text_form(text, name, settings):
            if isinstance(found, Nothing):
                yield found
            elif found.payload is not None:
                yield msgspec.structs.replace(found, charset=decoded.charset)
            else:
                yield msgspec.structs.replace(found, charset=decoded.charset, defects=found.defects + decoded.defects)


def _may_be_export(text: str) -> bool:
    """A quick look for a line that parts the documents of an export, before its patterns are loaded (15 ms).

    "3 of 120 DOCUMENTS", "Document 3 of 120", "End of Document", "Document SAND000020260304em3400012", a rule: not
    "Document Date: ..." of a print view.
    """
    head = text[:200_000]
    if "_" * 20 in head:
        return True
    head = head.lower()
    at = head.find("document")
    while at >= 0:
        end = head.find("\n", at)
        words = head[head.rfind("\n", 0, at) + 1 : end if end >= 0 else len(head)].split()
        if words == ["end", "of", "document"] or (len(words) == 4 and words[0].isdigit() and words[1] == "of"):
            return True
        if words[0] == "document" and (len(words) == 2 and words[1][-1].isalnum() and len(words[1]) > 12):
            return True
        if words[0] == "document" and len(words) == 4 and words[1].isdigit() and words[2] == "of":
            return True
        at = head.find("document", at + 8)
    return False


def is_installed(module: str) -> bool:
    """True where the extra that brings `module` was installed."""
    return importlib.util.find_spec(module) is not None


def _without(form: str, extra: str) -> Nothing:
    return Nothing(f'not read: {form}; install "retold[{extra}]"')


def _read_office(text: str | Nothing, media_type: str) -> Iterator[Found | Nothing]:
    """The reports in the text of a document: those of an export, or the one that it is."""
    from retold.read.exports import is_export, read_export

    if isinstance(text, Nothing):
        yield text
    elif not text.strip():
        yield Nothing("document without text")
    elif is_export(text):
        yield from read_export(text, media_type)
    else:
        yield whole(text, media_type)


def _read_pdf(data: bytes, settings: Settings) -> Found | Nothing:
    if not is_installed("pypdfium2"):
        return _without("PDF", "pdf")
    from retold.read.pdf import read_pdf

    return read_pdf(data, settings)


def _read_text_form(text: str, name: str, settings: Settings) -> Iterator[Found | Nothing]:
    form = sniff(text)
    if form == "rows" and (found := read_rows(text)) is not None:
        yield from found
        return
    if form == "feed":
        if not is_installed("feedparser"):
            yield _without("feed", "feeds")
            return
        from retold.read.feed import is_sitemap, read_feed, read_sitemap

        yield from read_sitemap(text) if is_sitemap(text) else read_feed(text, settings)
        return
    if form == "html":
        from retold.read.exports import is_export, read_export
        from retold.read.html import read_html

        plain = _export_text(text)
        if plain is not None and is_export(plain):
            yield from read_export(plain, "text/html")
        else:
            yield read_html(text, settings)
        return
    from retold.read.delimited import find_delimiter, read_delimited

    delimiter = find_delimiter(text, name)
    if delimiter:
        yield from read_delimited(text, delimiter)
        return
    if _may_be_export(text):
        from retold.read.exports import is_export, read_export

        if is_export(text):
            yield from read_export(text)
            return
    yield read_text(text, name)


def _export_text(page: str) -> str | None:
    """The words of a page that may be an export; None where nothing of a database is in it.

    Such a page holds many reports and no layout worth a place in it: its text, a line a block, is the source.
    """
    if not _EXPORT_MARK_RE.search(page) or len(page) > _EXPORT_PAGE_CHARS:
        return None
    text = re.sub(r"(?is)<(script|style|head)\b.*?</\1\s*>|<!--.*?-->", " ", page)
    # A row of Factiva's table is a field: its name, a space, its value.
    text = re.sub(r"(?i)</t[dh]\s*>\s*<t[dh]\b[^>]*>", " ", text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"(?i)</?(?:p|div|br|tr|table|h[1-6]|li|ul|ol|section|article|hr)\b[^>]*>", "\n", text)
    text = html.unescape(re.sub(r"<[a-zA-Z/!][^<>]*>", "", text))
    return re.sub(r"[ \xa0]*\n[ \xa0\n]*", "\n\n", text)
