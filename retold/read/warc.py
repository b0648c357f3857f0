"""WARC and WARC.gz: each captured page is a report; the locator is the offset of its record.

The day of the capture is a witness of the field `scraped`: when a page was fetched says nothing of when it
was published. A broken record is skipped with its offset, and reading goes on at the next one.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple

import msgspec

from retold.kinds import Defect, Span, Witness
from retold.read.found import Found, Nothing
from retold.settings import Settings

# data, name, charset as sent
ReadPayload = Callable[[bytes, str, str | None], Iterator[Found | Nothing]]

_WINDOW = 1 << 20
# Each restart looks for the next record from one that broke; a file with more of them is no WARC.
_MAX_RESTARTS = 10_000
# Records remembered for what revisits them; past it a revisit is skipped with its reason.
_MAX_HELD = 500_000
# What a crawler brings home beside pages. Types that are unknown or missing are looked into.
_NO_REPORTS = ("image/", "audio/", "video/", "font/", "text/css", "text/javascript")
_NO_REPORT_PARTS = ("javascript", "font", "octet-stream", "x-shockwave", "woff")


def read_warc(file: BinaryIO, settings: Settings, read_payload: ReadPayload) -> Iterator[Found | Nothing]:
    """What the response, resource and conversion records of a WARC file hold, in their order.

    Requests, metadata and what is no text by its type (pictures, scripts) are passed over without a word;
    a revisit, an answer other than 200 and a broken record are skipped with the reason.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion | WarcRecordType.revisit
    packed = file.read(2) == b"\x1f\x8b"
    base, at = 0, -1
    held: dict[int, int] = {}  # what a record holds, as the hash of its digest -> where the record stands
    ours = False  # whether an error is one of reading the page, not the file
    for _ in range(_MAX_RESTARTS):
        file.seek(base)
        stream: Any = _Reads(file)
        try:
            records = iter(ArchiveIterator(stream, record_types=wanted, parse_http=False))
            while True:
                record = next(records, None)
                if record is None:
                    return
                at = base + record.stream_pos
                loaded = _load_record(record, str(at), settings)
                digest = _digest(record)
                if isinstance(loaded, _Revisit):
                    loaded = _revisited(file, held.get(digest), loaded, str(at), settings)
                elif isinstance(loaded, _Page) and digest and len(held) < _MAX_HELD:
                    held.setdefault(digest, at)
                if isinstance(loaded, Nothing):
                    yield loaded
                elif loaded is not None:
                    ours = True
                    yield from _read_page(loaded, str(at), read_payload)
                    ours = False
        except BaseException as error:
            if ours or not _is_damage(error):
                raise
            # What broke lies after the last record that was given, within what was read; where exactly, nobody says.
            resumed = _next_record(file, max(at, base) + 1, packed)
            broken = _next_record(file, max(at + 1, base), packed) if at >= base else base
            place = broken if broken is not None else max(at, base)
            if broken is not None and broken == resumed and at >= base:
                resumed = _next_record(file, broken + 1, packed)
            yield Nothing(f"broken record: {_first_line(error)}", str(place))
        if resumed is None:
            return
        base, at = resumed, -1
    yield Nothing(f"more than {_MAX_RESTARTS} broken records: the rest is not read", str(base))


class _Reads(io.RawIOBase):
    """A file from where it stands, that counts what was read and does not seek."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._at = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at


def _next_record(file: BinaryIO, start: int, packed: bool) -> int | None:
    """Where the next record after `start` may begin."""
    mark = b"\x1f\x8b\x08" if packed else b"WARC/1."
    file.seek(start)
    at, tail = start, b""
    while chunk := file.read(_WINDOW):
        found = (tail + chunk).find(mark)
        if found >= 0:
            return at - len(tail) + found
        tail = (tail + chunk)[-len(mark) + 1 :]
        at += len(chunk)
    return None


class _Page(NamedTuple):
    """What one record holds."""

    data: bytes
    url: str
    day: str
    charset: str | None
    cut: bool  # the file ends before the record does


def _digest(record: Any) -> int:
    """What a record says its payload's digest is, in 64 bits; 0 where it does not say."""
    said = _header(record.headers, "WARC-Payload-Digest")
    return int.from_bytes(hashlib.blake2b(said.encode(), digest_size=8).digest(), "big") if said else 0


class _Revisit(NamedTuple):
    """A record that says: what this address answered is what an earlier record holds."""

    url: str
    day: str
    of: str
    of_day: str


def _revisited(file: BinaryIO, place: int | None, revisit: _Revisit, at: str, settings: Settings) -> _Page | Nothing:
    """The page that another address gave before: the same copy at an address of its own is a report of its own.

    The same address unchanged is none; nor is what no record of this file holds.
    """
    from fastwarc.warc import ArchiveIterator

    when = f" of {revisit.of_day}" if revisit.of_day else ""
    skipped = Nothing(f"revisit: the same as {revisit.of or 'an earlier record'}{when}", at)
    if place is None or not revisit.of or revisit.of == revisit.url:
        return skipped
    here = file.tell()
    try:
        file.seek(place)
        record = next(iter(ArchiveIterator(_Reads(file), parse_http=False)), None)
        page = _load_record(record, at, settings) if record is not None else None
    finally:
        file.seek(here)
    return page._replace(url=revisit.url, day=revisit.day) if isinstance(page, _Page) else skipped


def _load_record(record: Any, place: str, settings: Settings) -> _Page | _Revisit | Nothing | None:
    """A record's page; why there is none; None for what is passed over."""
    from fastwarc.warc import WarcRecordType

    url = _header(record.headers, "WARC-Target-URI").strip("<> ")
    if url.startswith(("dns:", "whois:", "metadata:", "urn:")):
        return None
    if record.record_type == WarcRecordType.revisit:
        of = _header(record.headers, "WARC-Refers-To-Target-URI") or _header(record.headers, "WARC-Refers-To") or url
        return _Revisit(url, _header(record.headers, "WARC-Date"), of, _header(record.headers, "WARC-Refers-To-Date"))
    limit = settings.read_max_bytes
    if record.content_length > limit:
        return Nothing(f"larger than {limit} bytes (read_max_bytes)", place)
    data = record.reader.read(record.content_length)
    cut = len(data) < record.content_length
    charset = None
    kind = _header(record.headers, "Content-Type").lower()
    if record.is_http or kind.startswith("application/http"):
        record.set_bytes_content(data)
        try:
            record.parse_http(auto_decode="all", quirks_mode=True)
            if record.http_headers is None:
                return Nothing("broken record: no HTTP answer in it", place)
            status = record.http_headers.status_code
            kind = (record.http_content_type or "").lower()
            charset = record.http_charset
            data = record.reader.read(limit + 1)
        except BaseException as error:
            if not _is_damage(error):
                raise
            return Nothing(f"broken record: {_first_line(error)}", place)
        if status is not None and status != 200:
            return Nothing(f"answered {status}", place)
    if kind.startswith(_NO_REPORTS) or any(part in kind for part in _NO_REPORT_PARTS):
        return None
    if len(data) > limit:
        return Nothing(f"larger than {limit} bytes (read_max_bytes)", place)
    if cut and not data.strip():
        return Nothing("truncated record", place)
    return _Page(data, url, _header(record.headers, "WARC-Date"), charset, cut)


def _read_page(page: _Page, place: str, read_payload: ReadPayload) -> Iterator[Found | Nothing]:
    for found in read_payload(page.data, page.url, page.charset):
        locator = f"{place}:{found.locator}" if found.locator else place
        if isinstance(found, Nothing):
            yield msgspec.structs.replace(found, locator=locator)
            continue
        end = len(found.text)
        lost = [Defect(kind="truncated", span=Span(end, end), lost="unknown", note="the record breaks off here")]
        yield msgspec.structs.replace(
            found,
            locator=locator,
            payload=page.data if found.payload is None else found.payload,
            witnesses=[*found.witnesses, *_witnesses(page)],
            defects=[*found.defects, *(lost if page.cut and found.payload is None else [])],
        )


def _witnesses(page: _Page) -> list[Witness]:
    out = []
    if page.url:
        out.append(Witness(field="url", value=page.url, where="file", why="WARC-Target-URI"))
    if page.day:
        out.append(Witness(field="scraped", value=page.day, where="file", why="WARC-Date, the time of capture"))
    return out


def _header(headers: Any, name: str) -> str:
    try:
        return (headers.get(name) or "").encode("utf-8", "replace").decode("utf-8").strip()
    except (UnicodeDecodeError, ValueError):
        return ""


def _is_damage(error: BaseException) -> bool:
    """True for what a broken file makes the reader raise. It is Rust, and a panic there is no `Exception`."""
    return isinstance(error, (OSError, ValueError, EOFError)) or type(error).__name__ == "PanicException"


def _first_line(error: BaseException) -> str:
    return (str(error).strip().split("\n")[0] or type(error).__name__)[:200]
