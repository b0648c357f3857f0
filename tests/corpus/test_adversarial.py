"""Corpora made to choke a search for shared text: each is found out, and asks for no more work than its size allows.

Work is counted, not timed: pairs that are looked at, pairs that are aligned, passages. `python -m bench.odd` times the same
corpora at full size beside ordinary ones.
"""

from __future__ import annotations

import pytest

pytest.importorskip("numba", reason='a corpus run needs the extra "scale"')

from pyarrow import parquet

from retold import corpus
from retold.align import bulk as align_bulk
from retold.match import bulk as match_bulk
from tests.corpus import adversarial, made

REPORTS = 300
# Pairs for each report that may be looked at: a mark in many reports pairs each with as many as one in a hundred would.
MOST_PAIRS = 60


@pytest.fixture
def work(monkeypatch):
    """What is counted while a run is made: pairs looked at, and pairs aligned."""
    counted = {"candidates": 0, "aligned": 0}
    share_marks, find_passages = match_bulk._share_marks, align_bulk.find_passages

    def share(*args, **options):
        found = share_marks(*args, **options)
        counted["candidates"] += len(found[0])
        return found

    def align(texts, pairs, **options):
        counted["aligned"] += pairs.num_rows
        return find_passages(texts, pairs, **options)

    monkeypatch.setattr(match_bulk, "_share_marks", share)
    monkeypatch.setattr(align_bulk, "find_passages", align)
    return counted


@pytest.mark.parametrize("name", sorted(adversarial.CORPORA))
def test_no_more_pairs_are_looked_at_than_so_many_for_each_report(name, work, tmp_path):
    rows = adversarial.CORPORA[name](REPORTS)
    summary = corpus.run([str(made.write(tmp_path / "odd.jsonl", rows))], str(tmp_path / "out"), until="passages")
    reports = summary.rows["reports"]
    assert work["candidates"] <= MOST_PAIRS * reports
    assert work["aligned"] == summary.rows["pairs"] <= MOST_PAIRS * reports
    assert summary.rows["passages"] <= 4 * max(reports, summary.rows["pairs"])


@pytest.mark.parametrize("name", ["copies", "near copies", "twice", "misread"])
def test_what_went_everywhere_is_found_everywhere(name, tmp_path):
    """However often it was said: no report that has a copy is left without a passage."""
    rows = adversarial.CORPORA[name](REPORTS)
    corpus.run([str(made.write(tmp_path / "odd.jsonl", rows))], str(tmp_path / "out"), until="passages")
    passages = parquet.read_table(tmp_path / "out" / "passages", partitioning=None)
    told = set(passages.column("left_id").to_pylist()) | set(passages.column("right_id").to_pylist())
    assert len(told) == len(rows)


def test_one_report_that_holds_all_others_is_paired_with_each(tmp_path):
    rows = adversarial.collection(REPORTS)
    summary = corpus.run([str(made.write(tmp_path / "odd.jsonl", rows))], str(tmp_path / "out"), until="passages")
    assert summary.rows["pairs"] == summary.rows["passages"] == REPORTS


def test_rows_without_text_are_skipped_each_with_its_reason(tmp_path):
    rows = adversarial.empty(REPORTS)
    summary = corpus.run([str(made.write(tmp_path / "odd.jsonl", rows))], str(tmp_path / "out"), until="passages")
    skipped = parquet.read_table(tmp_path / "out" / "skipped", partitioning=None).to_pylist()
    assert summary.rows["reports"] == 1
    assert len(skipped) == REPORTS and {s["reason"] for s in skipped} == {"empty text"}


@pytest.mark.xfail(
    strict=True, reason="runs with one figure in them are rare enough to pair a filled form with most others"
)
def test_fillings_of_one_form_ask_for_no_more_the_more_there_are(work, tmp_path):
    """Tables of the weather in words: of 500 each is paired with 40 others, of 2,000 with 120."""
    rows = adversarial.forms(1500)
    corpus.run([str(made.write(tmp_path / "odd.jsonl", rows))], str(tmp_path / "out"), until="pairs")
    assert work["candidates"] <= MOST_PAIRS * len(rows)
