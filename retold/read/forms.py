"""Bytes -> the reports they hold, by the form that their content shows.

What can be long is read as a stream: a container gives one report at a time, and only that one is in memory.
"""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from retold.read.decoding import control_share, decode, undecodable_share
from retold.read.found import Found, Nothing
from retold.read.rows import is_rows, read_rows
from retold.read.sniff import HEAD_BYTES, binary_form, sniff, unreadable_form
from retold.read.text import read_text
from retold.settings import Settings

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
        if not _is_installed("fastwarc"):
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
            if isinstance(found, Nothing) or found.payload is not None:
                yield found
            else:
                yield msgspec.structs.replace(found, charset=decoded.charset, defects=found.defects + decoded.defects)


def _is_installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _without(form: str, extra: str) -> Nothing:
    return Nothing(f'not read: {form}; install "retold[{extra}]"')


def _read_pdf(data: bytes, settings: Settings) -> Found | Nothing:
    if not _is_installed("pypdfium2"):
        return _without("PDF", "pdf")
    from retold.read.pdf import read_pdf

    return read_pdf(data, settings)


def _read_text_form(text: str, name: str, settings: Settings) -> Iterator[Found | Nothing]:
    form = sniff(text)
    if form == "rows" and is_rows(text):
        yield from read_rows(text)
        return
    if form == "feed":
        yield Nothing("not read: feed")
        return
    if form == "html":
        from retold.read.html import read_html

        yield read_html(text, settings)
        return
    from retold.read.delimited import find_delimiter, read_delimited

    delimiter = find_delimiter(text, name)
    if delimiter:
        yield from read_delimited(text, delimiter)
        return
    yield read_text(text, name)
