from __future__ import annotations

import hashlib
import io
import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from retold.read import read_sources
from retold.settings import DEFAULTS, with_changes
from tests.read.conftest import Read


def _write(folder: Path, **files: str | bytes) -> list[str]:
    for name, content in files.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return [str(folder / name) for name in files]


def test_identical_files_keep_their_own_ids_and_point_to_the_first(tmp_path: Path) -> None:
    paths = _write(tmp_path, b="Same words.", a="Same words.", c="Same words.", d="Other words.")
    sources, _ = read_sources(paths, DEFAULTS)
    assert [Path(s.path).name for s in sources] == ["a", "b", "c", "d"]
    first = sources[0].source_id
    assert [s.copy_of for s in sources] == [None, first, first, None]
    assert len({s.source_id for s in sources}) == 4
    assert {len(s.source_id) for s in sources} == {16}


def test_the_id_of_a_report_depends_on_its_bytes_and_not_on_its_name(tmp_path: Path) -> None:
    one, two = _write(tmp_path, one="Same words.", two="Same words.")
    assert read_sources([one], DEFAULTS)[0][0].source_id == read_sources([two], DEFAULTS)[0][0].source_id


def test_the_order_of_paths_changes_nothing(tmp_path: Path) -> None:
    paths = _write(tmp_path, a="Same words.", b="Same words.", c="Other.", d="")
    assert read_sources(paths, DEFAULTS) == read_sources(paths[::-1], DEFAULTS)


def test_rows_with_the_same_text_are_copies_with_their_own_ids(tmp_path: Path) -> None:
    rows = [{"id": "x", "text": "Same."}, {"id": "y", "text": "Same."}, {"id": "x", "text": "Same."}]
    paths = _write(tmp_path, **{"pile.jsonl": "\n".join(map(json.dumps, rows))})
    sources, _ = read_sources(paths, DEFAULTS)
    assert len({s.source_id for s in sources}) == 3
    assert [s.copy_of for s in sources] == [None, sources[0].source_id, sources[0].source_id]
    assert sources[0].sha256 == hashlib.sha256(b"Same.").hexdigest()


def test_ten_thousand_copies_are_read_once_and_told_apart(tmp_path: Path) -> None:
    page = (
        "<html><body><article><h1>Ferry back</h1><p>"
        + "The ferry sailed at noon. " * 20
        + "</p></article></body></html>"
    )
    for number in range(10_000):
        os.link(tmp_path / "00000.html", tmp_path / f"{number:05}.html") if number else (
            tmp_path / "00000.html"
        ).write_text(page)
    sources, skipped = read_sources([str(tmp_path)], DEFAULTS)
    assert len({s.source_id for s in sources}) == 10_000 and not skipped
    assert {s.copy_of for s in sources[1:]} == {sources[0].source_id}
    assert all(s.running is sources[0].running for s in sources)


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_sources(["-"], DEFAULTS, stdin=b"A ferry sailed.")[0][0].path == "-"
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"A ferry sailed.")))
    assert read_sources(["-"], DEFAULTS)[0][0].text == "A ferry sailed."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t\x00 ", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"\x00" * 500, "empty"),
        (bytes(range(256)) * 20, "binary data"),
        (b"%PDF-1.7\n%\xe2\xe3", "broken PDF"),
        (b"PK\x03\x04rest", "truncated or broken ZIP archive"),
        (b"\x1f\x8b\x08rest", "truncated or broken gzip archive"),
        (b"\x89PNG\r\n\x1a\n", "not read: picture"),
        (b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"></feed>', "feed without an entry"),
    ],
)
def test_what_holds_no_text_is_skipped_with_its_reason(read: Read, content: bytes, reason: str) -> None:
    sources, skipped = read(content)
    assert sources == []
    assert [s.reason for s in skipped] == [reason]


def test_bytes_that_no_charset_fits_are_skipped(read: Read) -> None:
    sources, skipped = read(b"\xef\xbb\xbf" + b"word \xff\xfe\xfd \xc0\xc1" * 50)
    assert sources == [] and skipped[0].reason.startswith("not decodable")


def test_a_few_nuls_are_damage_and_no_reason_to_skip(read: Read) -> None:
    sources, _ = read(b"The ferry\x00 sailed at noon. " * 5)
    assert "\x00" in sources[0].text


def test_a_file_above_the_limit_is_skipped_unread(read: Read) -> None:
    _, skipped = read("x" * 101, settings=with_changes(DEFAULTS, ["read_max_bytes=100"]))
    assert skipped[0].reason == "larger than 100 bytes (read_max_bytes)"
    _, skipped = read_sources(["-"], with_changes(DEFAULTS, ["read_max_bytes=100"]), stdin=b"x" * 101)
    assert skipped[0].reason == "larger than 100 bytes (read_max_bytes)"


def test_a_file_that_may_not_be_read_is_skipped_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import builtins

    paths = _write(tmp_path, a="One.", b="Two.")
    real = builtins.open

    def guarded(path, *rest, **more):  # type: ignore[no-untyped-def]
        if str(path) == paths[0]:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *rest, **more)

    # Root may read everything, and tests run as root in containers: so the refusal is made here.
    monkeypatch.setattr(builtins, "open", guarded)
    sources, skipped = read_sources(paths, DEFAULTS)
    assert [s.text for s in sources] == ["Two."]
    assert [(s.path, s.reason) for s in skipped] == [(paths[0], "cannot be opened: permission denied")]


def test_a_line_of_a_megabyte_is_a_report(read: Read) -> None:
    sources, _ = read("The ferry sailed and " * 50_000)
    assert len(sources[0].running) == 1_050_000


def test_right_to_left_overrides_and_crlf_stay_as_they_are(read: Read) -> None:
    content = "He said \u202eyltcaxe\u202c that.\r\n\r\nAnd left.\r\n"
    assert read(content)[0][0].running == content


def test_an_arc_file_is_named_as_a_form_that_is_not_read(read: Read) -> None:
    data = b"filedesc://a.arc 0.0.0.0 20050301000000 text/plain 76\n1 0 Archive\nURL IP-address\n\n<p>Ferries sail again.</p>"
    sources, skipped = read(data, "crawl.arc")
    assert not sources and skipped[0].reason == "not read: ARC file, which WARC replaced"
