"""What a run holds in memory follows from `--memory`, and the tables do not."""

from __future__ import annotations

import random

import pytest

pytest.importorskip("numba", reason='a corpus run needs the extra "scale"')

import numpy as np
import pyarrow as pa

from bench import growing
from bench.scale import Cost
from retold import corpus, kinds
from retold.engines.run import Kept, Spool
from retold.kernels.ids import Places
from retold.kernels.texts import text_bytes
from retold.match import bulk as match_bulk
from retold.match import prints as match_prints
from retold.settings import DEFAULTS
from retold.tables import to_table
from tests.corpus import made


def texts_of(rows) -> pa.Table:
    return to_table(
        kinds.CorpusText, [kinds.CorpusText(report_id=f"{n:016x}", text=r["text"]) for n, r in enumerate(rows)]
    )


def found(texts, prints, batch=37):
    for at in range(0, texts.num_rows, batch):
        prints.add(match_bulk.fingerprint(texts.slice(at, batch), settings=DEFAULTS))
    pairs, capped = match_bulk.find_candidates(texts.column("report_id"), prints, settings=DEFAULTS, workers=2)
    return pairs.table(), capped


@pytest.mark.parametrize("memory", [0, 1 << 12, 1 << 15, 1 << 30])
def test_fingerprints_on_disk_give_the_pairs_of_those_in_memory(memory, tmp_path, monkeypatch):
    """With so little that marks are sorted in many ranges and n-grams held two small blocks at a time."""
    texts = texts_of(made.make(300, seed=4))
    want = found(texts, match_prints.Prints())
    monkeypatch.setattr(match_prints, "_LEAST_PART", 1 << 10)
    prints = match_prints.Prints(str(tmp_path / "prints"), memory)
    assert found(texts, prints) == want
    assert want[0].num_rows > 100
    if memory == 1 << 12:
        assert prints.mark_ranges() > 16


def test_pairs_become_a_table_a_part_at_a_time():
    texts = texts_of(made.make(120, seed=5))
    prints = match_prints.Prints()
    prints.add(match_bulk.fingerprint(texts, settings=DEFAULTS))
    pairs, _ = match_bulk.find_candidates(texts.column("report_id"), prints, settings=DEFAULTS)
    parts = [pairs.table(start, 7) for start in range(0, len(pairs), 7)]
    assert pa.concat_tables(parts).equals(pairs.table())


def test_rows_are_taken_from_a_spool_without_reading_all_of_it(tmp_path):
    texts = texts_of(made.make(50, seed=6))
    spool = Spool(str(tmp_path / "texts.arrow"))
    for at in range(0, 50, 8):
        spool.add(texts.slice(at, 8))
    spool.close()
    kept = Kept(str(tmp_path / "texts.arrow"))
    assert len(kept) == 50
    for rows in ([], [0], [7, 8], [3, 9, 31, 49], list(range(50))):
        assert kept.take(np.array(rows, np.int64)).equals(texts.take(pa.array(rows, pa.int64())))


def test_ids_are_sought_as_numbers_and_any_other_id_as_it_is():
    chance = random.Random(1)
    hexes = [f"{chance.getrandbits(64):016x}" for _ in range(200)]
    for ids in (hexes, [*hexes, "AB" * 8, "ab" * 8], ["c", "a", "b"], [" " * 16, "0" * 16]):
        column = pa.chunked_array([ids[:1], [], ids[1:]], pa.string())
        wanted = [chance.choice(ids) for _ in range(20)]
        assert [ids[n] for n in Places(column).of(pa.array(wanted)).tolist()] == wanted
        with pytest.raises(KeyError):
            Places(column).of(pa.array(["nobody"]))
    assert len(Places(pa.chunked_array([], pa.string())).of(pa.array([], pa.string()))) == 0


def test_texts_in_chunks_are_the_bytes_of_one_text_after_another():
    whole = pa.table({"text": pa.array(["", "Fähre", "", "two words", "港"])})
    want = text_bytes(whole)
    chunked = pa.table({"text": pa.chunked_array([whole["text"].chunk(0)[n : n + 2] for n in (0, 2, 4)])})
    for got in (text_bytes(chunked), text_bytes(pa.concat_tables([whole.slice(0, 3), whole.slice(3)]))):
        assert all((a == b).all() for a, b in zip(want, got))
    data, offsets = want
    assert bytes(data[offsets[1] : offsets[2]]).decode() == "Fähre"
    assert not data[offsets[-1] :].any()


@pytest.mark.parametrize("memory", ["1kB", "10MB", "64 MB"])
def test_less_memory_than_a_process_takes_is_the_least_there_is_and_the_same_tables(memory, tmp_path):
    """A run needs some 200 MB for itself: under that it takes what it must."""
    path = made.write(tmp_path / "in.jsonl", made.make(150, seed=8))
    want = corpus.run([str(path)], str(tmp_path / "plenty"), until="passages", workers=1)
    got = corpus.run([str(path)], str(tmp_path / "little"), until="passages", memory=memory, workers=3)
    assert got.rows == want.rows and got.capped == want.capped
    for part in sorted((tmp_path / "plenty").rglob("*.parquet")):
        other = tmp_path / "little" / part.relative_to(tmp_path / "plenty")
        assert other.read_bytes() == part.read_bytes()


def test_the_bench_says_what_a_report_and_a_pair_cost_beyond_start_up():
    start = Cost(1.0, 1.0, 100.0)
    runs = [
        growing.Run(1000, "1GB", Cost(2.0, 2.0, 300.0), 100),
        growing.Run(4000, "1GB", Cost(9.0, 9.0, 1200.0), 800),
    ]
    lines, above = growing.rows_of(runs, start)
    assert "| 1,000 | 1GB | 2.00 | 1.000 | 1.00 | 10.000 | 1.00 | 300 | 0.31 |" in lines
    assert "| 4,000 | 1GB | 9.00 | 2.000 | 2.00 | 10.000 | 1.00 | 1200 | 1.26 |" in lines
    assert len(above) == 2
    assert growing.rows_of(runs[:1], start)[1] == []


def test_the_bench_measures_a_run(tmp_path):
    corpus_file = made.write(tmp_path / "in.jsonl", made.make(40))
    run = growing.measure(corpus_file, 40, "500MB", "pairs", 1)
    assert run.pairs > 0 and run.took.cpu > 0 and 20 < run.took.megabytes < 2000
