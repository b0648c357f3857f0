"""Files -> Source: one module a form."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence

from retold import kinds
from retold.read.forms import read_bytes, read_stream
from retold.read.found import Found, Nothing
from retold.read.paths import STDIN, find_files
from retold.settings import Settings

# What is remembered of files already read; more than that is forgotten, and read again where it comes again.
_KNOWN_CHARS = 50_000_000


def read_sources(
    paths: Sequence[str], settings: Settings, *, stdin: bytes | None = None
) -> tuple[list[kinds.Source], list[kinds.Skipped]]:
    """Every report found in `paths` (files, folders, globs, "-"), and every part none was found in.

    The arguments and errors are those of `stream_sources`.
    """
    sources: list[kinds.Source] = []
    skipped: list[kinds.Skipped] = []
    for found in stream_sources(paths, settings, stdin=stdin):
        if isinstance(found, kinds.Source):
            sources.append(found)
        else:
            skipped.append(found)
    return sources, skipped


def stream_sources(
    paths: Sequence[str], settings: Settings, *, stdin: bytes | None = None
) -> Iterator[kinds.Source | kinds.Skipped]:
    """The same, one at a time: of a container, only the report that is next is in memory.

    Sources come in the order of path, then of their place in the file. Witnesses use the field names
    headline, published, modified, scraped, author, publisher, section, language, url, description and kicker.

    Args:
        paths: in any order.
        settings: the limits, `read_*`.
        stdin: what "-" stands for; standard input unless given.

    Raises:
        UsageError: nothing of what was given exists; at the call, not at the first report.
    """
    files, skipped = find_files(paths)
    return _stream(files, skipped, settings, stdin)


def _stream(
    files: Sequence[str], skipped: Sequence[kinds.Skipped], settings: Settings, stdin: bytes | None
) -> Iterator[kinds.Source | kinds.Skipped]:
    yield from skipped
    numbers = _Numbers()
    known = _Known()
    for path in files:
        for found, digest in _read_file(path, settings, stdin, known):
            if isinstance(found, Nothing):
                yield kinds.Skipped(path=path, locator=found.locator, reason=found.reason)
            else:
                yield numbers.source(found, path, digest)


class _Numbers:
    """Gives each report its id, which no other has, and tells copies from firsts."""

    def __init__(self) -> None:
        self._first_of: dict[str, str] = {}  # sha256 of a payload -> source_id of its first report
        self._times: dict[tuple[str, str], int] = {}  # (sha256, locator) -> how often it was met

    def source(self, found: Found, path: str, digest: str) -> kinds.Source:
        sha256 = digest if found.payload is None else hashlib.sha256(found.payload).hexdigest()
        ordinal = self._times[sha256, found.locator] = self._times.get((sha256, found.locator), 0) + 1
        source_id = _source_id(sha256, found.locator, ordinal)
        first = self._first_of.setdefault(sha256, source_id)
        return kinds.Source(
            source_id=source_id,
            path=path,
            locator=found.locator,
            row_id=found.row_id,
            sha256=sha256,
            media_type=found.media_type,
            charset=found.charset,
            copy_of=None if first == source_id else first,
            text=found.text,
            running=found.running,
            segments=found.segments,
            blocks=found.blocks,
            witnesses=found.witnesses,
            dropped=found.dropped,
            defects=found.defects,
        )


class _Known:
    """What the files met lately held, by (sha256, ending): ten thousand copies are read once."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], list[Found | Nothing]] = {}
        self._chars = 0

    def get(self, key: tuple[str, str]) -> list[Found | Nothing] | None:
        return self._held.get(key)

    def keep(self, key: tuple[str, str], results: list[Found | Nothing]) -> None:
        size = sum(len(r.text) for r in results if isinstance(r, Found))
        if size > _KNOWN_CHARS:
            return
        if self._chars + size > _KNOWN_CHARS:
            self._held.clear()
            self._chars = 0
        self._held[key] = results
        self._chars += size


def _source_id(sha256: str, locator: str, ordinal: int) -> str:
    """Sixteen hex digits from bytes and locator; of a later copy also from its number."""
    parts = [sha256, locator] + ([str(ordinal)] if ordinal > 1 else [])
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()[:16]


def _read_file(
    path: str, settings: Settings, stdin: bytes | None, known: _Known
) -> Iterator[tuple[Found | Nothing, str]]:
    """What a file holds, each with the hash of the file (of a stream that gives each report its own payload: none)."""
    try:
        if path != STDIN and os.path.isfile(path):
            with open(path, "rb") as file:
                contents = read_stream(file, path, settings)
                if contents is not None:
                    for found in contents:
                        yield found, ""
                    return
        data = _load(path, settings, stdin)
    except OSError as error:
        data = Nothing(f"cannot be opened: {(error.strerror or type(error).__name__).lower()}")
    if isinstance(data, Nothing):
        yield data, ""
        return
    digest = hashlib.sha256(data).hexdigest()
    key = (digest, os.path.splitext(path)[1])
    results = known.get(key)
    if results is None:
        results = list(read_bytes(data, path, settings))
        known.keep(key, results)
    for found in results:
        yield found, digest


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
