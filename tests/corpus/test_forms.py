"""The small form of the search, all reports in one step of plain Python, and the large one give the same tables.

Once for the kernels, against their twins, and once for the two products: a trace and a corpus run.
"""

from __future__ import annotations

import os

import msgspec
import pytest

pytest.importorskip("numba", reason='a corpus run needs the extra "scale"')

from pyarrow import parquet

from retold import corpus, kinds, match, pipeline
from retold.settings import DEFAULTS
from retold.tables import rows, to_table
from tests import naive
from tests.corpus import made

# 3000 in `make soak`.
REPORTS = int(os.environ.get("RETOLD_FORMS_REPORTS", "250"))


def test_kernels_and_plain_python_give_the_same_pairs_and_passages(tmp_path):
    made_rows = made.make(REPORTS, seed=11)
    for row in made_rows:
        row["outlet"] = ""  # no boilerplate of an outlet: that needs the whole pile in both forms
    corpus.run([str(made.write(tmp_path / "in.jsonl", made_rows))], str(tmp_path / "out"), until="passages")

    def table(name):
        return parquet.read_table(tmp_path / "out" / name, partitioning=None).to_pylist()

    place = {r["report_id"]: n for n, r in enumerate(table("reports"))}
    texts = [r["text"] for r in made_rows]
    pairs = naive.find_candidates(texts, DEFAULTS)
    got = {tuple(sorted((place[p["left_id"]], place[p["right_id"]]))): p["shared_ngrams"] for p in table("pairs")}
    assert got == pairs

    want = set()
    ids = list(place)
    for one, other in pairs:
        left, right = (one, other) if ids[one] < ids[other] else (other, one)
        # The longer text is the owner; of two as long, the left one.
        swap = len(texts[left].encode()) < len(texts[right].encode())
        owner, guest = (right, left) if swap else (left, right)
        for o1, o2, g1, g2, same in naive.find_stretches(texts[owner], texts[guest], DEFAULTS):
            spans = (g1, g2, o1, o2) if swap else (o1, o2, g1, g2)
            want.add((left, right, *spans, same))
    names = ("left_start", "left_end", "right_start", "right_end", "same_words")
    assert {(place[p["left_id"]], place[p["right_id"]], *(p[n] for n in names)) for p in table("passages")} == want


# Cleaning finds nothing to do in the one kind of text; of the other a trace takes datelines, credits and line breaks off.
PRODUCTS = {"running": False, "repaired": True}


@pytest.mark.parametrize("how", sorted(PRODUCTS))
def test_a_corpus_run_finds_the_pairs_and_the_stories_of_a_trace(how, tmp_path):
    """The two products, `find_pairs` of a trace and a whole run, on reports that share names and figures, words, or both."""
    settings = msgspec.structs.replace(DEFAULTS, corpus_text=how)
    rows_in = made.told(max(200, REPORTS), seed=5, framed=PRODUCTS[how])
    path = str(made.write(tmp_path / "in.jsonl", rows_in))
    recovered = pipeline.recover([path], settings)
    texts = {r["id"]: r["text"] for r in rows_in}
    plain = {r.source_id for r in rows(kinds.Report, recovered.reports) if r.text == texts[r.source_id]}
    if how == "running":
        # Chance makes a text now and then that looks broken: "by by by".
        assert len(plain) >= 0.98 * len(rows_in)
        rows_in = [r for r in rows_in if r["id"] in plain]
        path = str(made.write(tmp_path / "in.jsonl", rows_in))
        recovered = pipeline.recover([path], settings)
    else:
        assert len(plain) < 0.8 * len(rows_in)
    corpus.run([path], str(tmp_path / "out"), settings=settings, workers=1)

    pairs = match.find_pairs(recovered.reports, to_table(kinds.ReportFacts, []), settings=settings)
    stories = match.group_stories(recovered.reports, pairs, settings=settings)

    def table(name):
        return parquet.read_table(tmp_path / "out" / name, partitioning=None)

    assert table("kin").to_pylist() == pairs.to_pylist()
    assert table("stories").to_pylist() == stories.to_pylist()
    # It says something: there are stories that share no words, and reports that are alone.
    by_words = {(p["left_id"], p["right_id"]) for p in table("pairs").to_pylist()}
    by_names = [p for p in pairs.to_pylist() if p["same_story"] and (p["left_id"], p["right_id"]) not in by_words]
    assert len(by_names) > 20
    assert 1 < len(set(stories.column("story_id").to_pylist())) < len(rows_in)
