"""Files -> Source: one module a form."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from retold import kinds
from retold.read.addresses import is_url, listed_urls
from retold.read.forms import is_installed, read_bytes, read_stream
from retold.read.found import Found, Nothing
from retold.read.paths import STDIN, find_files
from retold.settings import Settings

if TYPE_CHECKING:
    from retold.read.meta import Meta

# What is remembered of files already read; more than that is forgotten, and read again where it comes again.
_KNOWN_CHARS = 50_000_000


class Intake(msgspec.Struct, frozen=True):
    """What else the user says of the input.

    A URL among the paths is fetched, for it was given; those in a list only with `fetch`.
    """

    meta: str | None = None  # a CSV file that says of each path the outlet, the date, the address
    fetch: bool = False
    allow_private: bool = False
    ignore_robots: bool = False
    keep_warc: str | None = None  # a folder


_PLAIN = Intake()


def read_sources(
    paths: Sequence[str], settings: Settings, *, intake: Intake = _PLAIN, stdin: bytes | None = None
) -> tuple[list[kinds.Source], list[kinds.Skipped]]:
    """Every report found in `paths` (files, folders, globs, "-"), and every part none was found in.

    The arguments and errors are those of `stream_sources`.
    """
    sources: list[kinds.Source] = []
    skipped: list[kinds.Skipped] = []
    for some, passed in read_batches(paths, settings, intake=intake, stdin=stdin):
        sources += some
        skipped += passed
    return sources, skipped


def read_batches(
    paths: Sequence[str], settings: Settings, *, intake: Intake = _PLAIN, stdin: bytes | None = None
) -> Iterator[tuple[list[kinds.Source], list[kinds.Skipped]]]:
    """The same in batches of `read_batch_chars`, for what is larger than memory: at least one, the last may be empty."""
    sources: list[kinds.Source] = []
    skipped: list[kinds.Skipped] = []
    held = 0
    for found in stream_sources(paths, settings, intake=intake, stdin=stdin):
        if isinstance(found, kinds.Source):
            sources.append(msgspec.structs.replace(found, path=shown_path(found.path)))
            held += len(found.text) + len(found.running)
        else:
            skipped.append(msgspec.structs.replace(found, path=shown_path(found.path)))
        if held >= settings.read_batch_chars:
            yield sources, skipped
            sources, skipped, held = [], [], 0
    yield sources, skipped


def shown_path(path: str) -> str:
    """`path` as text that every output can hold: a file's name need be no UTF-8, and U+FFFD stands for what is not."""
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "replace")


def stream_sources(
    paths: Sequence[str], settings: Settings, *, intake: Intake = _PLAIN, stdin: bytes | None = None
) -> Iterator[kinds.Source | kinds.Skipped]:
    """The same, one at a time: of a container, only the report that is next is in memory.

    Sources come in the order of path, then of their place in the file. Witnesses use the field names
    headline, published, modified, scraped, author, publisher, section, language, url, description and kicker.

    Args:
        paths: in any order.
        settings: the limits, `read_*`.
        intake: what the user says beside the reports, and what may be fetched.
        stdin: what "-" stands for; standard input unless given.

    Raises:
        UsageError: nothing of what was given exists, or `intake.meta` is no table; at the call.
    """
    urls = sorted({p for p in paths if is_url(p) and not os.path.exists(p)})
    named = [p for p in paths if p not in urls]
    files, skipped = find_files(named) if named or not urls else ([], [])
    meta = None
    if intake.meta is not None:
        from retold.read.meta import read_meta

        meta = read_meta(intake.meta)
    return _stream([*files, *urls], skipped, settings, intake, meta, stdin)


def _stream(
    places: Sequence[str],
    skipped: Sequence[kinds.Skipped],
    settings: Settings,
    intake: Intake,
    meta: Meta | None,
    stdin: bytes | None,
) -> Iterator[kinds.Source | kinds.Skipped]:
    yield from skipped
    numbers = _Numbers()
    known = _Known()
    web = _Web(settings, intake)
    seen: set[str] = set()
    waiting = list(reversed(places))
    while waiting:
        path = waiting.pop()
        if is_url(path) and not os.path.exists(path):
            if path in seen:
                continue
            seen.add(path)
            results = web.read(path)
        else:
            results = _read_file(path, settings, stdin, known)
        for found, digest in results:
            if isinstance(found, Nothing):
                yield kinds.Skipped(path=path, locator=found.locator, reason=found.reason)
                continue
            local = not found.locator and found.media_type == "text/plain" and not is_url(path)
            listed = listed_urls(found.text) if local else []
            if listed and intake.fetch:
                waiting += reversed(listed)
                continue
            if listed:
                reason = f"list of {len(listed)} addresses: --fetch fetches them"
                yield kinds.Skipped(path=path, reason=reason)
                continue
            if meta is not None and (stated := meta.witnesses(path, found.locator)):
                found = msgspec.structs.replace(found, witnesses=[*stated, *found.witnesses])
            yield numbers.source(found, path, digest)
    if meta is not None:
        yield from meta.unused()


class _Web:
    """Reads addresses; opens nothing before the first."""

    def __init__(self, settings: Settings, intake: Intake) -> None:
        self._settings = settings
        self._intake = intake
        self._fetcher: Any = None

    def read(self, url: str) -> Iterator[tuple[Found | Nothing, str]]:
        """What the answer at `url` holds, each with the hash of the answer."""
        if not is_installed("httpx"):
            yield Nothing('not fetched; install "retold[fetch]"'), ""
            return
        from retold.read.fetch import Fetcher

        if self._fetcher is None:
            intake = self._intake
            self._fetcher = Fetcher(
                self._settings,
                allow_private=intake.allow_private,
                ignore_robots=intake.ignore_robots,
                keep_warc=intake.keep_warc,
            )
        fetched = self._fetcher.fetch(url)
        if isinstance(fetched, Nothing):
            yield fetched, ""
            return
        digest = hashlib.sha256(fetched.data).hexdigest()
        stated = [
            kinds.Witness(field="url", value=fetched.url, where="user", why="the address that was fetched"),
            kinds.Witness(field="scraped", value=fetched.day, where="file", why="when it was fetched"),
        ]
        for found in read_bytes(fetched.data, fetched.url.split("?")[0], self._settings, charset=fetched.charset):
            if isinstance(found, Found):
                found = msgspec.structs.replace(found, witnesses=[*found.witnesses, *stated])
            yield found, digest


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
