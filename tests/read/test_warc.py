from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold import kinds
from retold.clean import recover_one
from retold.read import stream_sources
from retold.read.forms import read_bytes
from retold.settings import DEFAULTS, with_changes
from tests.read.conftest import Read, stated

pytest.importorskip("fastwarc")

FERRY = "Ferries sail again between Sandholm and the mainland after a year without a boat, the council said."


def page(text: str = FERRY) -> bytes:
    return f"<html><head><title>Ferry back</title></head><body><article><h1>Ferry back</h1><p>{text}</p></article></body></html>".encode()


def answer(body: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def record(block: bytes, kind: str = "response", url: str = "http://post.example/ferry", more: str = "") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-03-09T05:06:07Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{len(block):012}>\r\n{more}"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_each_captured_page_is_a_report_by_the_offset_of_its_record(read: Read, pack) -> None:  # type: ignore[no-untyped-def]
    records = [
        pack(record(b"software: x\r\n", "warcinfo")),
        pack(record(b"GET / HTTP/1.1\r\n\r\n", "request")),
        pack(record(answer(page()))),
        pack(record(answer(page(FERRY * 2)), url="http://gazette.example/a")),
    ]
    sources, skipped = read(b"".join(records), "crawl.warc.gz")
    offsets = [str(sum(map(len, records[:n]))) for n in (2, 3)]
    assert [s.locator for s in sources] == offsets and not skipped
    assert stated(sources[0], "url") == ["http://post.example/ferry"]
    assert stated(sources[0], "scraped") == ["2026-03-09T05:06:07Z"] and not stated(sources[0], "published")
    assert {w.where for w in sources[0].witnesses if w.field in ("url", "scraped")} == {"file"}
    assert sources[0].text == page().decode() and sources[0].media_type == "text/html"


def test_packed_and_chunked_answers_are_unpacked(read: Read) -> None:
    packed = gzip.compress(page())
    chunked = b"".join(b"%x\r\n%b\r\n" % (len(c), c) for c in (page()[:50], page()[50:])) + b"0\r\n\r\n"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    data = record(answer(packed, more="Content-Encoding: gzip\r\n")) + record(head + chunked)
    assert [s.text for s in read(data)[0]] == [page().decode()] * 2


def test_the_charset_that_was_sent_is_used(read: Read) -> None:
    body = (
        "<html><body><article><h1>Мост</h1><p>"
        + "Мост снова открыт, сообщили в мэрии города. " * 3
        + "</p></article></body></html>"
    )
    source = read(record(answer(body.encode("koi8-r"), "text/html; charset=koi8-r")))[0][0]
    assert source.text == body and source.charset == "koi8-r"


def test_what_is_no_report_is_passed_over_or_says_why(read: Read) -> None:
    data = (
        record(answer(b"\x89PNG\r\n", "image/png"))
        + record(answer(page(), status="404 Not Found"))
        + record(b"HTTP/1.1 200 OK\r\n\r\n", "revisit", more="WARC-Refers-To-Date: 2026-01-02T03:04:05Z\r\n")
        + record(answer(page()))
    )
    sources, skipped = read(data)
    assert len(sources) == 1
    assert [s.reason for s in skipped] == [
        "answered 404",
        "revisit: the same as http://post.example/ferry of 2026-01-02T03:04:05Z",
    ]
    assert all(s.locator.isdigit() for s in skipped)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_another_address_with_the_same_payload_is_a_copy_of_its_own(read: Read, pack) -> None:  # type: ignore[no-untyped-def]
    digest = "WARC-Payload-Digest: sha1:3EF4GAGYZVXHJIZQPRDWFVMZ2YQ6EXAM\r\n"
    again = digest + "WARC-Refers-To-Target-URI: http://post.example/ferry\r\n"
    bare = b"HTTP/1.1 200 OK\r\n\r\n"
    data = (
        pack(record(answer(page()), more=digest))
        + pack(record(bare, "revisit", url="http://copy.example/boat", more=again))
        + pack(record(bare, "revisit", more=again))
        + pack(record(answer(page(FERRY * 2))))
    )
    sources, skipped = read(data)
    assert [stated(s, "url") for s in sources] == [
        ["http://post.example/ferry"],
        ["http://copy.example/boat"],
        ["http://post.example/ferry"],
    ]
    assert sources[1].copy_of == sources[0].source_id and sources[1].source_id != sources[0].source_id
    assert [s.reason for s in skipped] == ["revisit: the same as http://post.example/ferry"]


def test_the_day_of_the_capture_is_a_date_of_that_role_and_not_of_publication(read: Read) -> None:
    report = recover_one(read(record(answer(page())))[0][0], DEFAULTS)
    assert [(d.role, d.value) for d in report.dates] == [("scraped", "2026-03-09T05:06:07Z")]
    assert report.published is None


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_broken_record_is_skipped_with_its_offset_and_the_next_is_read(read: Read, pack) -> None:  # type: ignore[no-untyped-def]
    first, third = pack(record(answer(page()))), pack(record(answer(page(FERRY * 2))))
    whole = bytearray(pack(record(answer(page(FERRY * 3)))))
    second = (
        whole.replace(b"WARC/1.0\r\nWARC-Type", b"WARC/1.0\r\nWARC Type without a colon") if pack is bytes else whole
    )
    if pack is not bytes:
        for n in range(40, 60):
            second[n] ^= 0xFF
    sources, skipped = read(first + bytes(second) + third)
    texts = [s.text for s in sources]
    assert page().decode() in texts and page(FERRY * 2).decode() in texts
    if pack is not bytes:
        assert [s.locator for s in skipped] == [str(len(first))] and "broken record" in skipped[0].reason


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_truncated_file_gives_what_is_left_and_says_so(read: Read, pack) -> None:  # type: ignore[no-untyped-def]
    many = "".join(f"Ferry {n} sailed at {n * 37 % 60} past the hour. " for n in range(400))
    sources, _ = read((pack(record(answer(page()))) + pack(record(answer(page(many)))))[:-300])
    assert [[d.kind for d in s.defects] for s in sources] == [[], ["truncated"]]


LONG = "".join(f"Ferry {n} sailed at {n * 37 % 60} past the hour. " for n in range(400))
BEFORE, BEHIND = page(FERRY * 2), page(FERRY * 3)


def chunked(body: bytes) -> bytes:
    parts = [body[n : n + 1000] for n in range(0, len(body), 1000)]
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"".join(b"%x\r\n%b\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"


def packed(body: bytes) -> bytes:
    return answer(gzip.compress(body), more="Content-Encoding: gzip\r\n")


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("send", [answer, chunked, packed])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_record_that_breaks_off_takes_nothing_of_the_next_and_says_how_much_is_there(  # type: ignore[no-untyped-def]
    read: Read, pack, send, share: float
) -> None:
    cut = pack(record(send(page(LONG))))
    cut = cut[: max(int(len(cut) * share), len(pack(record(send(b"")))) + 250)]
    sources, skipped = read(
        pack(record(answer(BEFORE))) + cut + pack(record(answer(BEHIND))) + pack(record(answer(BEFORE)))
    )
    assert [s.text for s in sources[:1] + sources[2:]] == [t.decode() for t in (BEFORE, BEHIND, BEFORE)] and not skipped
    assert page(LONG).decode().startswith(sources[1].text)
    assert [d.kind for d in sources[1].defects] == ["truncated"]
    assert "the record breaks off here: " in (sources[1].defects[0].note or "")
    assert [s.defects for s in sources[:1] + sources[2:]] == [[]] * 3


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("bytes_left", [30, 60, 120, 180, 240])
def test_a_record_cut_in_its_header_is_told_and_the_next_is_read(read: Read, pack, bytes_left: int) -> None:  # type: ignore[no-untyped-def]
    first, second = pack(record(answer(BEFORE))), pack(record(answer(page(LONG))))[:bytes_left]
    sources, skipped = read(first + second + pack(record(answer(BEHIND))))
    assert [s.text for s in sources if s.text in (BEFORE.decode(), BEHIND.decode())] == [
        BEFORE.decode(),
        BEHIND.decode(),
    ]
    told = [s.locator for s in skipped] + [s.locator for s in sources if s.defects]
    assert told == [str(len(first))]
    assert stated(sources[-1], "url") == ["http://post.example/ferry"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_what_closes_a_record_may_be_missing_and_nothing_is_lost(read: Read, pack) -> None:  # type: ignore[no-untyped-def]
    sources, skipped = read(pack(record(answer(BEFORE)))[:-3] + pack(record(answer(BEHIND))))
    assert [s.text for s in sources] == [BEFORE.decode(), BEHIND.decode()] and not skipped
    assert not any(s.defects for s in sources)


def test_a_file_that_ends_in_the_header_of_a_packed_record_says_so(read: Read) -> None:
    first = gzip.compress(record(answer(BEFORE)))
    sources, skipped = read(first + gzip.compress(record(answer(BEHIND)))[:12])
    assert len(sources) == 1 and [(s.locator, s.reason) for s in skipped] == [(str(len(first)), "truncated record")]


def test_a_page_that_shows_how_a_record_looks_is_no_record(read: Read) -> None:
    shown = page(FERRY + "<pre>" + record(answer(BEHIND)).decode() + "</pre>" + LONG)
    sources, skipped = read(record(answer(shown)) + record(answer(BEFORE)))
    assert [s.text for s in sources] == [shown.decode(), BEFORE.decode()] and not skipped
    assert not any(s.defects for s in sources)


def test_an_answer_shorter_than_the_server_said_is_cut(read: Read) -> None:
    whole = answer(page(LONG))
    source = read(record(whole[:-3000]))[0][0]
    length = len(page(LONG))
    assert [d.note for d in source.defects] == [f"the answer breaks off here: {length - 3000} of {length} bytes"]


def test_the_crawler_says_that_it_cut(read: Read) -> None:
    data = record(answer(page(LONG)).replace(b"Content-Length", b"X-Length")[:-3000], more="WARC-Truncated: length\r\n")
    assert [d.note for d in read(data)[0][0].defects] == ["the crawler cut the record here (WARC-Truncated: length)"]


def test_a_bomb_in_an_answer_is_skipped(read: Read) -> None:
    bomb = gzip.compress(b"A" * 3_000_000)
    data = record(answer(bomb, more="Content-Encoding: gzip\r\n")) + record(answer(page()))
    sources, skipped = read(data, settings=with_changes(DEFAULTS, ["read_max_bytes=1000000"]))
    assert len(sources) == 1 and "read_max_bytes" in skipped[0].reason


def test_a_long_file_is_streamed(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc"
    path.write_bytes(b"".join(record(answer(page(f"{FERRY} {n}"))) for n in range(200)))
    found: Iterator[kinds.Source | kinds.Skipped] = stream_sources([str(path)], DEFAULTS)
    assert next(found).locator == "0"


@settings(max_examples=80, deadline=None)
@given(
    st.booleans(),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4)), max_size=6),
    st.floats(0, 1),
)
def test_damaged_files_never_raise(packed: bool, changes: list[tuple[float, bytes]], cut: float) -> None:
    pack = gzip.compress if packed else bytes
    data = bytearray(b"".join(pack(record(answer(page(FERRY * n)))) for n in range(1, 4)))
    for place, new in changes:
        at = int(place * len(data))
        data[at : at + len(new)] = new
    if cut < 0.5:
        del data[int(cut * 2 * len(data)) :]
    list(read_bytes(bytes(data), "x", DEFAULTS))
    list(read_bytes(b"WARC/1.0\r\n" + bytes(data[::-1]), "x", DEFAULTS))
    assert io.BytesIO(data)
