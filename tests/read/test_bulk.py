"""Many reports as tables: what is read at once is what is read row by row."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("numba", reason='a corpus run needs the extra "scale"')

import pyarrow as pa

from retold.read import bulk
from retold.settings import DEFAULTS

ROWS = [
    {"id": "a", "text": "The ferry sailed on Monday.", "title": "Ferry sails"},
    {"id": "b", "text": "The ferry sailed on Monday."},  # a copy
    {"id": "a", "text": "The ferry sailed on Monday."},  # the same bytes at the same place, and so twice
    {"id": "a", "text": "The ferry sailed on Monday."},
    {"id": "", "text": "“Été”, he said."},
    {"text": "No id, and so its line."},
    {"id": "blank", "text": " \n\u3000"},
    {"id": "ü", "text": "  The quay is closed.", "date": "2021-03-04"},
    {"id": "empty", "text": ""},
    {"id": "emoji", "text": "😀"},
]


def tables(path, batch_bytes):
    batches = list(bulk.stream_batches([str(path)], DEFAULTS, batch_bytes))
    skipped = [(s.locator, s.reason) for batch in batches for s in batch.skipped]
    return [pa.concat_tables([getattr(b, name) for b in batches]).to_pylist() for name in ("reports", "texts")], skipped


@pytest.mark.parametrize("batch_bytes", [64, 1 << 20])
def test_rows_read_at_once_are_those_read_one_by_one(tmp_path, monkeypatch, batch_bytes):
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), encoding="utf-8")
    quick = tables(path, batch_bytes)
    calls = []
    monkeypatch.setattr(bulk, "_parse_quick", lambda *given: calls.append(given))
    assert tables(path, batch_bytes) == quick
    assert calls
    reports = quick[0][0]
    assert len({r["report_id"] for r in reports}) == len(reports) == len(ROWS) - 2
    assert [r["copy_of"] for r in reports[1:4]] == [reports[0]["report_id"]] * 3


def test_a_broken_line_sends_its_batch_through_the_slow_reader_only(tmp_path):
    path = tmp_path / "rows.jsonl"
    lines = [json.dumps({"id": str(n), "text": f"The ferry sailed on day {n}."}) for n in range(40)]
    path.write_text("\n".join([*lines[:20], "{broken", *lines[20:]]) + "\n", encoding="utf-8")
    (reports, _), skipped = tables(path, 200)
    assert [r["source_id"] for r in reports] == [str(n) for n in range(40)]
    assert [locator for locator, _ in skipped] == ["line 21"]
