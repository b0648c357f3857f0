"""WARC and WARC.gz: each captured page is a report; the locator is the offset of its record.

The day of the capture is a witness of the field `scraped`: when a page was fetched says nothing of when it
was published. A broken record is skipped with its offset, and reading goes on at the next one.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple

import msgspec

from retold.kinds import Defect, Span, Witness
from retold.read.found import Found, Nothing
from retold.settings import Settings

# data, name, charset as sent
ReadPayload = Callable[[bytes, str, str | None], Iterator[Found | Nothing]]

_WINDOW, _LEAST_WINDOW = 1 << 20, 1 << 14
_MARK, _PACKED_MARK = b"WARC/1.", b"\x1f\x8b\x08"
# How a record opens: the mark, and the name of a field on the next line.
_RECORD_RE = re.compile(rb"WARC/1\.[01]\r?\n(?:WARC-[A-Za-z-]{4,30}|Content-(?:Type|Length)):", re.IGNORECASE)
_RECORD_BYTES = 50
_HEADER_BYTES = 1 << 16
_BLANK_RE = re.compile(rb"\r?\n\r?\n")
_AS_RECORD = (
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
)
_CHUNK_RE = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")
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
    a revisit, an answer other than 200 and a broken record are skipped with the reason. Of a record that breaks
    off, what is there is read, marked as truncated; where another begins inside of it, that one is read too.
    """
    from fastwarc.warc import ArchiveIterator

    packed = file.read(2) == b"\x1f\x8b"
    start: int | None = 0
    held: dict[int, int] = {}  # what a record holds, as the hash of its digest -> where the record stands
    ours = False  # whether an error is one of reading the page, not the file
    for _ in range(_MAX_RESTARTS):
        if start is None:
            return
        file.seek(start)
        at, end = -1, start  # the last record that was found, and where it ends
        loading = False
        stream: Any = _Reads(file)
        try:
            records = iter(ArchiveIterator(stream, parse_http=False))
            torn = None
            while torn is None:
                record = next(records, None)
                if record is None:
                    if packed and (lost := _cut_member(file, at, start)) is not None:
                        yield Nothing("truncated record", str(lost))
                    return
                at, end = start + record.stream_pos, start + record.stream_pos + 1
                loading = True
                begins = at
                if packed:
                    torn = _torn_member(file, at, record.content_length)
                else:
                    begins, end, torn = _extent(file, at, record.content_length)
                loaded: _Page | _Revisit | Nothing | None
                if packed and torn is not None:
                    loaded = _saved(file, at, torn, settings)
                else:
                    loaded = _load_record(record, str(at), settings, None if torn is None else max(0, torn - begins))
                digest = _digest(record)
                loading = False
                if isinstance(loaded, _Revisit):
                    loaded = _revisited(file, held.get(digest), loaded, str(at), settings)
                elif isinstance(loaded, _Page) and digest and not loaded.cut and len(held) < _MAX_HELD:
                    held.setdefault(digest, at)
                if isinstance(loaded, Nothing):
                    yield loaded
                elif loaded is not None:
                    ours = True
                    yield from _read_page(loaded, str(at), read_payload)
                    ours = False
            start = torn
        except BaseException as error:
            if ours or not _is_damage(error):
                raise
            if at >= 0 and not loading:
                # What breaks lies behind the last record: it is begun anew there, and said where it breaks again.
                # The mark may stand a little before the end that the last one says: what closed it is cut off.
                resumed = _next_record(file, max(at + 1, end - len(_MARK)), packed)
                if resumed is None:
                    yield Nothing(f"broken record: {_first_line(error)}", str(end))
                start = resumed
                continue
            place = max(at, start)
            resumed = _next_record(file, place + 1, packed)
            saved = _saved(file, place, resumed, settings) if packed else None
            if isinstance(saved, _Page):
                yield from _read_page(saved, str(place), read_payload)
            else:
                yield saved or Nothing(f"broken record: {_first_line(error)}", str(place))
            start = resumed
    yield Nothing(f"more than {_MAX_RESTARTS} broken records: the rest is not read", str(start))


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
    mark = _PACKED_MARK if packed else _MARK
    file.seek(start)
    at, tail = start, b""
    size = _LEAST_WINDOW
    while chunk := file.read(size):
        size = min(4 * size, _WINDOW)
        found = (tail + chunk).find(mark)
        if found >= 0:
            return at - len(tail) + found
        tail = (tail + chunk)[-len(mark) + 1 :]
        at += len(chunk)
    return None


def _extent(file: BinaryIO, at: int, length: int) -> tuple[int, int, int | None]:
    """Of the record at `at`: where what it holds begins, where it ends, and where another begins before that.

    A record that was cut short goes on into the next: what it says is its length takes that one's bytes for its own.
    It is told by what must follow a record, an empty line and another record or the end of the file: a page that
    shows how a record looks is followed by that.
    """
    here = file.tell()
    try:
        file.seek(at)
        head = file.read(_HEADER_BYTES)
        blank = _BLANK_RE.search(head)
        if blank is None:
            return at, at + 1, None
        if inside := _RECORD_RE.search(head, 1, blank.end()):
            return at + inside.start(), at + inside.start(), at + inside.start()
        begins = at + blank.end()
        end = begins + length
        file.seek(end)
        closing = file.read(8)
        if closing[:4] == b"\r\n\r\n" and closing[4:] in (b"", b"WARC"):
            return begins, end, None
        file.seek(begins)
        at, tail = begins, b""
        while at < end and (chunk := file.read(_WINDOW)):
            inside = _RECORD_RE.search(tail + chunk)
            if inside is not None:
                place = at - len(tail) + inside.start()
                return begins, end, place if place < end else None
            tail = chunk[-_RECORD_BYTES:]
            at += len(chunk)
        return begins, end, None
    finally:
        file.seek(here)


def _torn_member(file: BinaryIO, at: int, length: int) -> int | None:
    """Where another record begins in a packed one that was cut short: what is packed twice does not break of itself there."""
    here = file.tell()
    try:
        following = _next_record(file, at + 1, packed=True)
        if following is None:
            return None
        # A packed record closes with its size: that it fits spares unpacking it a second time.
        file.seek(following - 4)
        if 0 < int.from_bytes(file.read(4), "little") - length < _HEADER_BYTES:
            return None
        file.seek(following)
        opening = zlib.decompressobj(31).decompress(file.read(_LEAST_WINDOW), 16)
        return following if opening[:5] == b"WARC/" and _unpacked(file, at, following, _WINDOW << 8) else None
    except zlib.error:
        return None
    finally:
        file.seek(here)


def _cut_member(file: BinaryIO, at: int, start: int) -> int | None:
    """Where the packed record behind the last one at `at` begins, of which too little is there for its header."""
    place = start if at < 0 else _next_record(file, at + 1, packed=True)
    return place if place is not None and _unpacked(file, place, None, _HEADER_BYTES) is not None else None


def _unpacked(file: BinaryIO, at: int, end: int | None, limit: int) -> bytes | None:
    """What there is of a packed record that breaks off before `end`; None of one that is whole, or is broken otherwise."""
    file.seek(at)
    engine = zlib.decompressobj(31)
    try:
        out = engine.decompress(file.read(limit if end is None else min(limit, end - at)), limit)
    except zlib.error:
        return None
    return None if engine.eof else out


def _saved(file: BinaryIO, at: int, end: int | None, settings: Settings) -> _Page | Nothing | None:
    """The page of a packed record that breaks off where the next one begins; None where there is none."""
    from fastwarc.warc import ArchiveIterator

    data = _unpacked(file, at, end, settings.read_max_bytes)
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(data), parse_http=False)), None) if data else None
        loaded = None if record is None else _load_record(record, str(at), settings, None)
    except BaseException as error:
        if not _is_damage(error):
            raise
        return None
    return None if isinstance(loaded, _Revisit) else loaded


class _Page(NamedTuple):
    """What one record holds."""

    data: bytes
    url: str
    day: str
    charset: str | None
    cut: str  # how it is told that the page breaks off; empty where it does not


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
        page = _load_record(record, at, settings, None) if record is not None else None
    finally:
        file.seek(here)
    return page._replace(url=revisit.url, day=revisit.day) if isinstance(page, _Page) else skipped


def _load_record(record: Any, place: str, settings: Settings, ends: int | None) -> _Page | _Revisit | Nothing | None:
    """A record's page; why there is none; None for what is passed over.

    `ends` is how many of its bytes are its own, where another record begins before it ends.
    """
    from fastwarc.warc import WarcRecordType

    if ends == 0 or not _header(record.headers, "Content-Length"):
        return Nothing("truncated record", place)  # within its header
    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion | WarcRecordType.revisit
    if not record.record_type & wanted:
        return None
    url = _header(record.headers, "WARC-Target-URI").strip("<> ")
    if url.startswith(("dns:", "whois:", "metadata:", "urn:")):
        return None
    if record.record_type == WarcRecordType.revisit:
        of = _header(record.headers, "WARC-Refers-To-Target-URI") or _header(record.headers, "WARC-Refers-To") or url
        return _Revisit(url, _header(record.headers, "WARC-Date"), of, _header(record.headers, "WARC-Refers-To-Date"))
    limit = settings.read_max_bytes
    if record.content_length > limit and ends is None:
        return Nothing(f"larger than {limit} bytes (read_max_bytes)", place)
    data = record.reader.read(min(record.content_length, limit) if ends is None else min(ends, limit))
    cut = ""
    if len(data) < record.content_length:
        cut = f"the record breaks off here: {len(data)} of {record.content_length} bytes"
    elif why := _header(record.headers, "WARC-Truncated"):
        cut = f"the crawler cut the record here (WARC-Truncated: {why[:40]})"
    charset = None
    kind = _header(record.headers, "Content-Type").lower()
    if record.is_http or kind.startswith("application/http"):
        answer = _parse_answer(data, limit)
        if isinstance(answer, str):
            return Nothing(f"truncated record: {cut}" if cut else f"broken record: {answer}", place)
        if answer.status is not None and answer.status != 200:
            return Nothing(f"answered {answer.status}", place)
        data, kind, charset, cut = answer.body, answer.kind, answer.charset, cut or answer.cut
    if kind.startswith(_NO_REPORTS) or any(part in kind for part in _NO_REPORT_PARTS):
        return None
    if len(data) > limit:
        return Nothing(f"larger than {limit} bytes (read_max_bytes)", place)
    if cut and not data.strip():
        return Nothing("truncated record", place)
    return _Page(data, url, _header(record.headers, "WARC-Date"), charset, cut)


class _Answer(NamedTuple):
    """What a server sent, its body unpacked; `cut` says how it is told that the body breaks off."""

    status: int | None
    kind: str
    charset: str | None
    body: bytes
    cut: str


def _parse_answer(data: bytes, limit: int) -> _Answer | str:
    """The answer that `data` is, of its body at most a byte more than `limit`; why there is none."""
    from fastwarc.warc import WarcRecord

    for decode in ("all", "none"):
        # A record of its own: one whose answer cannot be read breaks the reading of all that follow.
        record: Any = WarcRecord.from_bytes(_AS_RECORD % len(data) + data)
        try:
            record.parse_http(auto_decode=decode, quirks_mode=True)
            if record.http_headers is None:
                return "no HTTP answer in it"
            body = record.reader.read(limit + 1)
        except BaseException as error:
            if not _is_damage(error):
                raise
            if decode == "none":
                return _first_line(error)
            continue
        headers = record.http_headers
        cut = ""
        if decode == "none":
            body, cut = _unwrap(body, headers, limit), "the answer breaks off here"
        elif not _header(headers, "Transfer-Encoding"):
            sent, said = data.find(b"\r\n\r\n") + 4, _header(headers, "Content-Length")
            if sent > 3 and said.isascii() and said.isdigit() and len(data) - sent < int(said[:18]):
                cut = f"the answer breaks off here: {len(data) - sent} of {said[:18]} bytes"
        kind = (record.http_content_type or "").lower()
        return _Answer(headers.status_code, kind, record.http_charset, body, cut)
    return "no HTTP answer in it"


def _unwrap(body: bytes, headers: Any, limit: int) -> bytes:
    """As much of a body as its chunks give before they break off, unpacked as far as that goes."""
    if "chunked" in _header(headers, "Transfer-Encoding").lower():
        parts = []
        at = 0
        while size := _CHUNK_RE.match(body, at):
            length = int(size[1], 16)
            if not length:
                break
            parts.append(body[size.end() : size.end() + length])
            at = size.end() + length + 2
        body = b"".join(parts)
    packing = _header(headers, "Content-Encoding").lower()
    if packing in ("gzip", "x-gzip", "deflate"):
        engine = zlib.decompressobj(47)
        out = bytearray()
        try:
            for at in range(0, len(body), _WINDOW >> 4):
                out += engine.decompress(body[at : at + (_WINDOW >> 4)], limit + 1 - len(out))
                if len(out) > limit or engine.eof:
                    break
        except zlib.error:
            pass
        return bytes(out)
    return b"" if packing not in ("", "identity") else body


def _read_page(page: _Page, place: str, read_payload: ReadPayload) -> Iterator[Found | Nothing]:
    told = False  # whether a report says that the record breaks off
    for found in read_payload(page.data, page.url, page.charset):
        locator = f"{place}:{found.locator}" if found.locator else place
        if isinstance(found, Nothing):
            reason = f"{found.reason}; {page.cut}" if page.cut and not found.locator else found.reason
            told = told or not found.locator
            yield Nothing(reason, locator)
            continue
        end = len(found.text)
        lost = [Defect(kind="truncated", span=Span(end, end), lost="unknown", note=page.cut)]
        told = told or found.payload is None
        yield msgspec.structs.replace(
            found,
            locator=locator,
            payload=page.data if found.payload is None else found.payload,
            witnesses=[*found.witnesses, *_witnesses(page)],
            defects=[*found.defects, *(lost if page.cut and found.payload is None else [])],
        )
    if page.cut and not told:
        yield Nothing(f"{page.cut}: what follows is lost", f"{place}:end")


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
