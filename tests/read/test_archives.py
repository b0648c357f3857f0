from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import json
import lzma
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.read import read_sources
from retold.read.forms import read_bytes
from retold.read.found import Found
from retold.settings import DEFAULTS, with_changes
from tests.read.conftest import Read

FERRY = "Ferries sail again. The line to Sandholm was closed for a year."
PAGE = f"<html><body><article><h1>Ferry back</h1><p>{FERRY * 3}</p></article></body></html>"


def zipped(**members: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_member_without_a_name_is_read() -> None:
    """The soak's: `ZipInfo.is_dir` looks at the last letter of a name that has none."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), FERRY)
        archive.writestr("b.txt", FERRY)
    found = list(read_bytes(out.getvalue(), "x.zip", DEFAULTS))
    assert [f.locator for f in found] == ["member 1", "b.txt"]


def tarred(**members: str | bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in members.items():
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_each_member_is_a_report_with_the_member_as_its_place(read: Read, pack) -> None:  # type: ignore[no-untyped-def]
    sources, skipped = read(pack(**{"b/wire.txt": FERRY, "a.html": PAGE, "empty.txt": ""}), "pile.bin")
    assert sorted((s.locator, s.media_type) for s in sources) == [("a.html", "text/html"), ("b/wire.txt", "text/plain")]
    assert {s.sha256 for s in sources} == {hashlib.sha256(t.encode()).hexdigest() for t in (FERRY, PAGE)}
    assert [(s.locator, s.reason) for s in skipped] == [("empty.txt", "empty")]


def test_rows_in_a_member_keep_both_places(read: Read) -> None:
    sources, skipped = read(zipped(**{"pile.jsonl": json.dumps({"id": "r7", "text": FERRY}) + "\n{broken\n"}))
    assert [s.locator for s in sources] == ["pile.jsonl:r7"] and sources[0].row_id == "r7"
    assert [s.locator for s in skipped] == ["pile.jsonl:line 2"]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_file_is_read_as_what_it_was(read: Read, pack) -> None:  # type: ignore[no-untyped-def]
    assert [(s.text, s.locator) for s in read(pack(FERRY.encode()), "wire.txt.gz")[0]] == [(FERRY, "")]
    tar = tarred(**{"one.txt": FERRY, "two.txt": "Another report."})
    assert [s.locator for s in read(pack(tar), "pile.tgz")[0]] == ["one.txt", "two.txt"]
    assert read(pack(FERRY.encode()) + pack(b" Second part."))[0][0].text == FERRY + " Second part."


def test_an_archive_in_an_archive_is_read_and_one_deeper_is_not(read: Read) -> None:
    inner = zipped(**{"wire.txt": FERRY})
    assert [s.locator for s in read(zipped(**{"inner.zip": inner}))[0]] == ["inner.zip:wire.txt"]
    sources, skipped = read(zipped(**{"outer.zip": zipped(**{"inner.zip": inner})}))
    assert not sources and skipped[0].reason.startswith("not read: archive in an archive")


def test_a_truncated_gzip_gives_what_is_left_and_says_so(read: Read) -> None:
    text = "".join(f"Ferry number {n} sailed at {n * 37 % 60} past the hour. " for n in range(400))
    sources, skipped = read(gzip.compress(text.encode())[:-400])
    assert text.startswith(sources[0].text) and len(sources[0].text) > 1000
    assert [d.kind for d in sources[0].defects] == ["truncated"]
    assert "truncated or broken gzip archive" in skipped[0].reason


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_truncated_archive_is_skipped_with_its_reason(read: Read, pack) -> None:  # type: ignore[no-untyped-def]
    noise = bytes(range(256)) * 40
    whole = pack(**{"a.txt": FERRY, "b.bin": noise})
    _, skipped = read(whole[:6000] if pack is tarred else whole[: len(whole) * 2 // 3])
    assert any("truncated or broken" in s.reason for s in skipped)


def test_a_zip_bomb_is_skipped_and_the_other_members_are_read(read: Read) -> None:
    tight = with_changes(DEFAULTS, ["read_max_bytes=20000000"])
    bomb = zipped(**{"bomb.txt": b"A" * 30_000_000, "wire.txt": FERRY})
    sources, skipped = read(bomb, settings=tight)
    assert [s.locator for s in sources] == ["wire.txt"]
    assert "read_archive_ratio" in skipped[0].reason
    _, skipped = read(gzip.compress(b"A" * 30_000_000), settings=tight)
    assert "read_archive_ratio" in skipped[0].reason
    _, skipped = read(gzip.compress(tarred(**{"bomb.txt": b"A" * 30_000_000})), settings=tight)
    assert any("read_archive_ratio" in s.reason for s in skipped)


def test_limits_in_all_by_member_and_by_number_hold(read: Read) -> None:
    pile = zipped(**{f"{n}.txt": f"{FERRY} {n}" for n in range(9)})
    sources, skipped = read(pile, settings=with_changes(DEFAULTS, ["read_archive_members=4"]))
    assert len(sources) == 4 and "read_archive_members" in skipped[-1].reason
    sources, skipped = read(pile, settings=with_changes(DEFAULTS, ["read_archive_bytes=200"]))
    assert len(sources) == 3 and "read_archive_bytes" in skipped[-1].reason
    sources, skipped = read(zipped(a=FERRY, b=FERRY * 20), settings=with_changes(DEFAULTS, ["read_max_bytes=1000"]))
    assert len(sources) == 1 and "read_max_bytes" in skipped[-1].reason


def test_a_members_name_leads_nowhere(read: Read, tmp_path: Path) -> None:
    before = sorted(tmp_path.parent.rglob("*"))
    names = ["../../evil.txt", "/etc/passwd", "C:\\evil.txt"]
    for pack in (zipped, tarred):
        assert sorted(s.locator for s in read(pack(**dict.fromkeys(names, FERRY)))[0]) == sorted(
            n.replace("/etc", "/etc") for n in names
        )
    assert sorted(p for p in tmp_path.parent.rglob("*") if p.name != "report.txt") == [
        p for p in before if p.name != "report.txt"
    ]


def test_links_and_devices_in_a_tar_are_no_reports(read: Read) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in [("link", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("dev", tarfile.CHRTYPE)]:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    sources, skipped = read(out.getvalue())
    assert not sources and {s.reason for s in skipped} == {"not a regular file"}


def test_an_encrypted_member_is_skipped_by_name(read: Read) -> None:
    data = bytearray(zipped(**{"wire.txt": FERRY}))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    data[6] |= 1
    assert [(s.locator, s.reason) for s in read(bytes(data))[1]] == [("wire.txt", "encrypted")]


def test_what_packing_programs_add_is_passed_over(read: Read) -> None:
    sources, skipped = read(zipped(**{"a.txt": FERRY, "__MACOSX/._a.txt": b"\0\5", ".DS_Store": b"\0\1"}))
    assert len(sources) == 1 and not skipped


def test_order_of_members_changes_no_id(tmp_path: Path) -> None:
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"
    one.write_bytes(zipped(a=FERRY, b="Other."))
    two.write_bytes(zipped(b="Other.", a=FERRY))
    ids = [[s.source_id for s in read_sources([str(p)], DEFAULTS)[0]] for p in (one, two)]
    assert ids[0] == ids[1]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["zip", "tar", "gzip", "bzip2", "xz", "tgz"]),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=6),
    st.floats(0, 1),
)
def test_damaged_archives_never_raise(form: str, changes: list[tuple[float, int]], cut: float) -> None:
    data = bytearray(
        {
            "zip": lambda: zipped(a=FERRY, b=PAGE),
            "tar": lambda: tarred(a=FERRY, b=PAGE),
            "gzip": lambda: gzip.compress(FERRY.encode() * 9),
            "bzip2": lambda: bz2.compress(FERRY.encode() * 9),
            "xz": lambda: lzma.compress(FERRY.encode() * 9),
            "tgz": lambda: gzip.compress(tarred(a=FERRY, b=PAGE)),
        }[form]()
    )
    for place, byte in changes:
        data[int(place * len(data))] = byte
    if cut < 0.5:
        del data[int(cut * 2 * len(data)) :]
    for found in read_bytes(bytes(data), "x", DEFAULTS):
        assert not isinstance(found, Found) or found.text.strip()


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([b"PK\x03\x04", b"\x1f\x8b\x08\0", b"BZh9", b"\xfd7zXZ\0", b"PAR1"]), st.binary(max_size=600))
def test_random_bytes_after_a_magic_never_raise(magic: bytes, rest: bytes) -> None:
    list(read_bytes(magic + rest, "x", DEFAULTS))
    list(read_bytes(b"name".ljust(257, b"\0") + b"ustar\x0000" + rest, "x", DEFAULTS))
    list(read_bytes(gzip.compress(rest) + magic, "x", DEFAULTS))
    list(read_bytes(zlib.compress(rest), "x", DEFAULTS))
