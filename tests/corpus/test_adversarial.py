"""Corpora made to choke a search for shared text: each is found out, and takes no longer than three ordinary ones."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

pytest.importorskip("numba", reason='a corpus run needs the extra "scale"')

from pyarrow import parquet

from retold import corpus
from tests.corpus import adversarial, made

REPORTS = 1000


def timed(rows: adversarial.Rows, folder: Path, name: str) -> tuple[float, list[str]]:
    """(seconds of CPU, the story of each report)."""
    path = made.write(folder / f"{name}.jsonl", rows)
    best, out = 1e9, folder / name
    for turn in range(2):
        began = time.process_time()
        corpus.run([str(path)], f"{out}{turn}", workers=1)
        best = min(best, time.process_time() - began)
    return best, parquet.read_table(f"{out}0/stories", partitioning=None).column("story_id").to_pylist()


@pytest.mark.parametrize("name", sorted(adversarial.CORPORA))
def test_it_takes_no_longer_than_three_ordinary_corpora_of_as_many_bytes(name, tmp_path):
    rows = adversarial.CORPORA[name](REPORTS)
    timed(adversarial.ordinary(10_000), tmp_path, "warm")
    seconds, stories = timed(rows, tmp_path, "odd")
    ordinary, _ = timed(adversarial.ordinary(sum(len(r["text"]) for r in rows)), tmp_path, "ordinary")
    assert seconds <= 3 * max(ordinary, 0.1)
    # What went everywhere is one story; a sentence under every report makes none. One common word said over and over names
    # nothing: reports of it are copies of each other, or alone.
    if name in ("copies", "near copies"):
        assert len(set(stories)) == 1
    elif name == "phrase":
        assert len(set(stories)) == len(rows)
