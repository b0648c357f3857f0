"""Files -> Source: one module a form."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence

import msgspec

from retold import kinds
from retold.read.decoding import control_share, decode, undecodable_share
from retold.read.found import Found, Nothing
from retold.read.paths import STDIN, find_files
from retold.read.rows import is_rows, read_rows
from retold.read.sniff import sniff, unreadable_form
from retold.read.text import read_text
from retold.settings import Settings


def read_sources(
    paths: Sequence[str], settings: Settings, *, stdin: bytes | None = None
) -> tuple[list[kinds.Source], list[kinds.Skipped]]:
    """Every report found in `paths` (files, folders, globs, "-"), and every part none was found in.

    Sources come in the order of path, then of their place in the file. Witnesses use the field names
    headline, published, modified, author, publisher, section, language, url, description and kicker.

    Args:
        paths: in any order.
        settings: the limits, `read_*`.
        stdin: what "-" stands for; standard input unless given.

    Raises:
        UsageError: nothing of what was given exists.
    """
    files, skipped = find_files(paths)
    sources: list[kinds.Source] = []
    first_of: dict[str, str] = {}  # sha256 of a payload -> source_id of its first report
    times: dict[tuple[str, str], int] = {}  # (sha256, locator) -> how often it was met
    # (sha256 of a file, its ending) -> what it held: ten thousand copies are read once.
    known: dict[tuple[str, str], tuple[list[Found | Nothing], str]] = {}
    for path in files:
        data = _load(path, settings, stdin)
        if isinstance(data, Nothing):
            skipped.append(kinds.Skipped(path=path, reason=data.reason))
            continue
        digest = hashlib.sha256(data).hexdigest()
        ending = os.path.splitext(path)[1]
        if (digest, ending) not in known:
            known[digest, ending] = _read(data, path, settings)
        results, charset = known[digest, ending]
        for found in results:
            if isinstance(found, Nothing):
                skipped.append(kinds.Skipped(path=path, locator=found.locator, reason=found.reason))
                continue
            sha256 = digest if found.payload is None else hashlib.sha256(found.payload).hexdigest()
            ordinal = times[sha256, found.locator] = times.get((sha256, found.locator), 0) + 1
            source_id = _source_id(sha256, found.locator, ordinal)
            sources.append(
                kinds.Source(
                    source_id=source_id,
                    path=path,
                    locator=found.locator,
                    row_id=found.row_id,
                    sha256=sha256,
                    media_type=found.media_type,
                    charset=charset,
                    copy_of=first_of.get(sha256),
                    text=found.text,
                    running=found.running,
                    segments=found.segments,
                    blocks=found.blocks,
                    witnesses=found.witnesses,
                    dropped=found.dropped,
                    defects=found.defects,
                )
            )
            first_of.setdefault(sha256, source_id)
    return sources, skipped


def _source_id(sha256: str, locator: str, ordinal: int) -> str:
    """Sixteen hex digits from bytes and locator; of a later copy also from its number."""
    parts = [sha256, locator] + ([str(ordinal)] if ordinal > 1 else [])
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()[:16]


def _load(path: str, settings: Settings, stdin: bytes | None) -> bytes | Nothing:
    limit = settings.read_max_bytes
    try:
        if path == STDIN:
            data = stdin if stdin is not None else sys.stdin.buffer.read(limit + 1)
        elif os.path.getsize(path) > limit:
            data = b""
            return Nothing(f"larger than {limit} bytes (read_max_bytes)")
        else:
            with open(path, "rb") as file:
                data = file.read(limit + 1)
    except OSError as error:
        return Nothing(f"cannot be opened: {(error.strerror or type(error).__name__).lower()}")
    if len(data) > limit:
        return Nothing(f"larger than {limit} bytes (read_max_bytes)")
    return data


def _read(data: bytes, path: str, settings: Settings) -> tuple[list[Found | Nothing], str]:
    """What a file holds, and the charset it was decoded with."""
    if not data.strip():
        return [Nothing("empty")], "utf-8"
    unread = unreadable_form(data)
    if unread:
        return [Nothing(f"not read: {unread}")], "binary"
    decoded = decode(data)
    text = decoded.text
    if not text.strip("\ufeff \t\r\n\f\v\0"):
        return [Nothing("empty")], decoded.charset
    if control_share(text) > settings.read_control_share:
        return [Nothing("binary data")], decoded.charset
    if undecodable_share(decoded) > settings.read_undecodable_share:
        return [Nothing(f"not decodable: no charset fits, {decoded.charset} least badly")], decoded.charset
    form = sniff(text)
    if form == "rows" and is_rows(text):
        return read_rows(text), "utf-8"
    if form == "feed":
        return [Nothing("not read: feed")], decoded.charset
    if form == "html":
        from retold.read.html import read_html

        found = read_html(text, settings)
        if isinstance(found, Nothing):
            return [found], decoded.charset
        return [msgspec.structs.replace(found, defects=found.defects + decoded.defects)], decoded.charset
    plain = read_text(text, path)
    return [msgspec.structs.replace(plain, defects=decoded.defects)], decoded.charset
