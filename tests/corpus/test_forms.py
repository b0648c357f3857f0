"""The small form of the search, all reports in one step of plain Python, and the large one give the same tables."""

from __future__ import annotations

import os
from collections import defaultdict

import pytest

pytest.importorskip("numba", reason='a corpus run needs the extra "scale"')

from pyarrow import parquet

from retold import corpus
from retold.settings import DEFAULTS
from tests import naive
from tests.corpus import made

# 3000 in `make soak`.
REPORTS = int(os.environ.get("RETOLD_FORMS_REPORTS", "250"))


def test_both_forms_give_the_same_pairs_passages_and_stories(tmp_path):
    rows = made.make(REPORTS, seed=11)
    for row in rows:
        row["outlet"] = ""  # no boilerplate of an outlet: that needs the whole pile in both forms
    corpus.run([str(made.write(tmp_path / "in.jsonl", rows))], str(tmp_path / "out"))

    def table(name):
        return parquet.read_table(tmp_path / "out" / name, partitioning=None).to_pylist()

    place = {r["report_id"]: n for n, r in enumerate(table("reports"))}
    texts = [r["text"] for r in rows]
    pairs = naive.find_candidates(texts, DEFAULTS)
    got = {tuple(sorted((place[p["left_id"]], place[p["right_id"]]))): p["shared_ngrams"] for p in table("pairs")}
    assert got == pairs

    want, covered = set(), defaultdict(int)
    boilerplate = {
        (place[p["left_id"]], place[p["right_id"]], p["left_start"], p["right_start"])
        for p in table("passages")
        if p["boilerplate"]
    }
    words = [len(naive.read_words(text)) for text in texts]
    ids = list(place)
    for one, other in pairs:
        left, right = (one, other) if ids[one] < ids[other] else (other, one)
        # The longer text is the owner; of two as long, the left one.
        swap = len(texts[left].encode()) < len(texts[right].encode())
        owner, guest = (right, left) if swap else (left, right)
        for o1, o2, g1, g2, same in naive.find_stretches(texts[owner], texts[guest], DEFAULTS):
            spans = (g1, g2, o1, o2) if swap else (o1, o2, g1, g2)
            want.add((left, right, *spans, same))
            if (left, right, spans[0], spans[2]) not in boilerplate:
                covered[left, right] += same
    names = ("left_start", "left_end", "right_start", "right_end", "same_words")
    assert {(place[p["left_id"]], place[p["right_id"]], *(p[n] for n in names)) for p in table("passages")} == want

    root = list(range(len(texts)))

    def find(n):
        while root[n] != n:
            n = root[n]
        return n

    for (left, right), same in covered.items():
        least = min(words[left], words[right])
        if same >= DEFAULTS.match_bulk_words and same >= DEFAULTS.match_bulk_story * least:
            a, b = sorted((find(left), find(right)))
            root[b] = a
    groups = defaultdict(set)
    for row in table("stories"):
        groups[row["story_id"]].add(place[row["report_id"]])
    expected = defaultdict(set)
    for n in range(len(texts)):
        expected[find(n)].add(n)
    assert sorted(map(sorted, groups.values())) == sorted(map(sorted, expected.values()))
