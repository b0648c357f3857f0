"""What a corpus run takes in: every form that holds many reports, odd rows, and files that are not what their name says."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

pytest.importorskip("numba", reason='a corpus run needs the extra "scale"')

import pyarrow as pa
from pyarrow import parquet

from retold import corpus
from retold.errors import InputError, UsageError
from tests.corpus import made

ROWS = made.make(60, seed=21)


def lines(rows) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def warc(rows, packed: bool = False) -> bytes:
    """A crawl of pages, one for each row, with the request and a picture that crawlers bring home; records packed singly."""
    out = b""
    for row in rows:
        paragraphs = "".join(f"<p>{p}</p>" for p in row["text"].split("\n\n"))
        page = f"<html><head><title>{row['title']}</title></head><body><article>{paragraphs}</article></body></html>"
        for kind, media, body in (
            ("request", "", b""),
            ("response", "image/png", b"\x89PNG\r\n"),
            ("response", "text/html; charset=utf-8", page.encode()),
        ):
            block = f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
            if kind == "request":
                block = b"GET / HTTP/1.1\r\nHost: post.example\r\n\r\n"
            record = (
                (
                    f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://post.example/{row['id']}\r\n"
                    f"WARC-Date: 2026-03-09T05:06:07Z\r\nWARC-Record-ID: <urn:uuid:{kind}-{media[:4]}-{row['id']}>\r\n"
                    f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
                ).encode()
                + block
                + b"\r\n\r\n"
            )
            out += gzip.compress(record, mtime=0) if packed else record
    return out


def run(path: Path, out: Path, until: str = "passages") -> corpus.Summary:
    return corpus.run([str(path)], str(out), until=until, workers=1)


def table(out: Path, name: str) -> list[dict]:
    return parquet.read_table(out / name, partitioning=None).to_pylist()


def named_pairs(out: Path) -> set[frozenset]:
    name = {r["report_id"]: r["source_id"] for r in table(out, "reports")}
    return {frozenset((name[p["left_id"]], name[p["right_id"]])) for p in table(out, "pairs")}


@pytest.fixture(scope="module")
def wanted(tmp_path_factory) -> set[frozenset]:
    """The pairs in JSON lines."""
    folder = tmp_path_factory.mktemp("wanted")
    run(made.write(folder / "in.jsonl", ROWS), folder / "out")
    return named_pairs(folder / "out")


@pytest.mark.parametrize("form", ["rows.jsonl.gz", "rows.ndjson", "rows.json", "rows.parquet", "rows.zip", "rows.csv"])
def test_rows_give_the_same_pairs_in_whatever_form_they_come(form, wanted, tmp_path):
    path = tmp_path / form
    if form.endswith(".gz"):
        path.write_bytes(gzip.compress(lines(ROWS)))
    elif form.endswith(".json"):
        path.write_text(json.dumps(ROWS))
    elif form.endswith(".parquet"):
        parquet.write_table(pa.Table.from_pylist(ROWS), path, row_group_size=7)
    elif form.endswith(".zip"):
        import zipfile

        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a/rows.jsonl", lines(ROWS[:30]))
            archive.writestr("b/rows.jsonl", lines(ROWS[30:]))
    elif form.endswith(".csv"):
        import csv

        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(ROWS[0]))
            writer.writeheader()
            writer.writerows(ROWS)
    else:
        path.write_bytes(lines(ROWS))
    summary = run(path, tmp_path / "out")
    assert summary.rows["reports"] == len(ROWS)
    assert named_pairs(tmp_path / "out") == wanted and wanted
    outlets = [r["outlet"] for r in table(tmp_path / "out", "reports")]
    assert outlets == [r["outlet"] for r in ROWS]


@pytest.mark.parametrize("packed", [False, True])
def test_a_crawl_is_read_page_by_page(packed, tmp_path):
    pytest.importorskip("fastwarc")
    path = tmp_path / ("crawl.warc.gz" if packed else "crawl.warc")
    path.write_bytes(warc(ROWS[:30], packed))
    summary = run(path, tmp_path / "out")
    assert summary.rows["reports"] == 30
    reports = table(tmp_path / "out", "reports")
    assert sorted(r["url"] for r in reports) == sorted(f"http://post.example/{r['id']}" for r in ROWS[:30])
    of_url = {r["report_id"]: r["url"].rsplit("/", 1)[1] for r in reports}
    found = {frozenset((of_url[p["left_id"]], of_url[p["right_id"]])) for p in table(tmp_path / "out", "pairs")}
    # What was taken is found as in rows, where the page's text was found.
    planted = {frozenset((r["id"], r["parent"])) for r in ROWS[:30] if r["parent"]}
    assert len(planted & found) >= len(planted) - 1 > 0
    assert len({r["locator"] for r in reports}) == 30


def test_a_crawl_that_breaks_off_gives_what_came_before_and_says_where(tmp_path):
    pytest.importorskip("fastwarc")
    whole = warc(ROWS[:10])
    (tmp_path / "crawl.warc").write_bytes(whole[: whole.rindex(b"HTTP/1.1 200 OK") + 5])
    summary = run(tmp_path / "crawl.warc", tmp_path / "out")
    assert summary.rows["reports"] == 9
    (skipped,) = table(tmp_path / "out", "skipped")
    assert skipped["reason"] == "truncated record" and int(skipped["locator"]) > 0.8 * len(whole)


def test_a_parquet_file_that_is_cut_is_skipped_with_its_reason_and_the_others_are_read(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    parquet.write_table(pa.Table.from_pylist(ROWS[:20]), folder / "good.parquet")
    data = (folder / "good.parquet").read_bytes()
    (folder / "cut.parquet").write_bytes(data[: len(data) // 2])
    parquet.write_table(pa.table({"number": [1, 2]}), folder / "numbers.parquet")
    (folder / "empty.jsonl").write_bytes(b"")
    (folder / "note.jsonl.zst").write_bytes(b"\x28\xb5\x2f\xfd" + bytes(40))
    summary = run(folder, tmp_path / "out")
    assert summary.rows["reports"] == 20
    reasons = {Path(s["path"]).name: s["reason"] for s in table(tmp_path / "out", "skipped")}
    assert "broken Parquet" in reasons["cut.parquet"]
    assert "text column" in reasons["numbers.parquet"]
    assert "zstandard" in reasons["note.jsonl.zst"]


def test_rows_with_one_id_are_two_reports(tmp_path):
    """Ids of rows come from whoever made the file; those of reports are from bytes and place, and never the same."""
    rows = [dict(ROWS[0], id="same"), dict(ROWS[1], id="same"), dict(ROWS[0], id="same"), dict(ROWS[0], id=None)]
    run(made.write(tmp_path / "in.jsonl", rows), tmp_path / "out")
    reports = table(tmp_path / "out", "reports")
    assert len({r["report_id"] for r in reports}) == 4
    assert [r["source_id"] for r in reports] == ["same", "same", "same", None]
    assert [r["copy_of"] for r in reports] == [None, None, reports[0]["report_id"], reports[0]["report_id"]]


@pytest.mark.parametrize("odd_first", [True, False])
def test_odd_rows_are_read_or_skipped_one_by_one_wherever_they_stand(odd_first, tmp_path):
    good = [json.dumps(r).encode() for r in ROWS[:20]]
    odd = [
        b'{"id": 7, "text": "a number for an id, and words enough to be a report of its own"}',
        b'{"id": "bytes", "text": "caf\xe9 is no UTF-8, and the row is read all the same with a sign for it"}',
        b'{"id": "list", "text": ["a text", "in two parts"]}',
        b'{"id": "nested", "text": {"body": "no"}}',
        b'{"id": "none", "text": null}',
        b'{"id": "zero", "text": "\\u0000\\u0001 control characters stand in it here and there \\u0007"}',
        b'{"id": "half", "text": "half \\ud83d a sign"}',
        b'{"id": "long", "text": "' + b"word " * 40_000 + b'"}',
        b'{"text": "no id at all but a text that stands by itself on its line"}',
        b'["not", "an", "object"]',
        b"42",
        b"not JSON",
        b'{"id": "cut", "text": "the line ends in the mid',
    ]
    data = [*odd, *good] if odd_first else [*good, *odd]
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"\r\n".join(data))
    summary = run(path, tmp_path / "out")
    skipped = {(s["locator"], s["reason"].split(":")[0]) for s in table(tmp_path / "out", "skipped")}
    first = 1 if odd_first else 21
    for at, reason in ((9, "not a JSON object"), (10, "not a JSON object"), (11, "broken JSON"), (12, "broken JSON")):
        assert (f"line {first + at}", reason) in skipped
    assert summary.rows["reports"] + len(skipped) == len(data)
    assert {"7", "bytes", "zero", "half", "long", *(r["id"] for r in ROWS[:20])} <= {
        r["source_id"] for r in table(tmp_path / "out", "reports")
    }


def test_forms_are_mixed_in_one_run_and_texts_in_them_are_found_again(tmp_path):
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.jsonl").write_bytes(lines(ROWS[:3]))
    (folder / "deep" / "b.jsonl.gz").write_bytes(gzip.compress(lines(ROWS[:3])))
    parquet.write_table(pa.Table.from_pylist(ROWS[:3]), folder / "deep" / "c.parquet")
    (folder / "d.txt").write_text(ROWS[0]["text"])
    summary = run(folder, tmp_path / "out")
    assert summary.rows["reports"] == 10
    first = [r["report_id"] for r in table(tmp_path / "out", "reports") if r["source_id"] in (ROWS[0]["id"], None)]
    pairs = {frozenset((p["left_id"], p["right_id"])) for p in table(tmp_path / "out", "pairs")}
    assert {frozenset((a, b)) for a in first for b in first if a < b} <= pairs


def test_standard_input_and_what_is_not_there_are_wrong_calls(tmp_path):
    for paths in (["-"], [str(tmp_path / "missing.jsonl")], [str(tmp_path / "none*.jsonl")]):
        with pytest.raises(UsageError):
            corpus.run(paths, str(tmp_path / "out"))
    (tmp_path / "empty.jsonl").write_bytes(b"\n\n")
    with pytest.raises(InputError):
        corpus.run([str(tmp_path / "empty.jsonl")], str(tmp_path / "out"))


@pytest.fixture(scope="module")
def finished(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("finished")
    run(made.write(folder / "in.jsonl", ROWS), folder / "out")
    return folder / "out"


@pytest.mark.parametrize("reader", ["duckdb", "pandas", "polars"])
def test_the_tables_are_read_as_they_are(reader, finished):
    """Reports joined to passages, as somebody would who has never seen Retold's code."""
    module = pytest.importorskip(reader, reason=f"{reader} is not installed: its reading is NOT tested")
    want = len(table(finished, "passages"))
    folders = finished / "passages", finished / "reports"
    if reader == "duckdb":
        query = "SELECT count(*) FROM '{}/*.parquet' p JOIN '{}/*.parquet' r ON p.left_id = r.report_id"
        assert module.sql(query.format(*folders)).fetchall() == [(want,)]
        return
    if reader == "pandas":
        passages, reports = (module.read_parquet(f) for f in folders)
        assert len(passages.merge(reports, left_on="left_id", right_on="report_id")) == want
        return
    passages, reports = (module.read_parquet(f / "*.parquet") for f in folders)
    assert passages.join(reports, left_on="left_id", right_on="report_id").height == want


def test_passages_have_what_passims_alignments_have(finished):
    """An id, a begin and an end on each side, in characters of the text that the row had: `s1, b1, e1, s2, b2, e2` there."""
    text = {row["id"]: row["text"] for row in ROWS}
    name = {r["report_id"]: r["source_id"] for r in table(finished, "reports")}
    for p in table(finished, "passages"):
        for side in ("left", "right"):
            span = text[name[p[f"{side}_id"]]][p[f"{side}_start"] : p[f"{side}_end"]]
            assert span and span == span.strip()
        assert 0 < p["score"] <= 1 and p["same_words"] > 0


if sys.platform == "linux":

    def test_a_name_that_is_no_utf8_is_shown_with_a_sign_for_what_is_not(tmp_path):
        import os

        folder = tmp_path / "in"
        folder.mkdir()
        with open(os.path.join(os.fsencode(folder), b"caf\xe9.jsonl"), "wb") as file:
            file.write(lines(ROWS[:3]))
        assert run(folder, tmp_path / "out").rows["reports"] == 3
        assert {Path(r["path"]).name for r in table(tmp_path / "out", "reports")} == {"caf\ufffd.jsonl"}
