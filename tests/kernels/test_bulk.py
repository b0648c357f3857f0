"""Pairs and passages of the large form: equal to tests/naive.py, whatever the reports."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

np = pytest.importorskip("numpy")
pytest.importorskip("numba")

import msgspec  # noqa: E402
import pyarrow as pa  # noqa: E402

from retold import kinds  # noqa: E402
from retold.align import bulk as align_bulk  # noqa: E402
from retold.kernels import sharing  # noqa: E402
from retold.match import bulk as match_bulk  # noqa: E402
from retold.settings import DEFAULTS  # noqa: E402
from retold.tables import to_table  # noqa: E402
from tests import naive  # noqa: E402
from tests.kernels.test_words import CASES  # noqa: E402

VOCABULARY = (
    "harbour ferry quay tide captain crew storm route minister fare island bridge winter ticket été 港 口".split()
)


def table(texts: list[str]) -> pa.Table:
    return to_table(kinds.CorpusText, [kinds.CorpusText(report_id=f"{n:05d}", text=t) for n, t in enumerate(texts)])


def kernel_pairs(texts: list[str], changed=DEFAULTS, batch: int = 7, workers: int = 1) -> dict[tuple[int, int], int]:
    whole = table(texts)
    prints = match_bulk.Prints()
    for at in range(0, len(texts), batch):
        prints.add(match_bulk.fingerprint(whole.slice(at, batch), settings=changed))
    pairs, _ = match_bulk.find_candidates(whole.column("report_id"), prints, settings=changed, workers=workers)
    columns = (pairs.table().column(n).to_pylist() for n in ("left_id", "right_id", "shared_ngrams"))
    return {(int(left), int(right)): shared for left, right, shared in zip(*columns)}


def pile(chance: random.Random, reports: int) -> list[str]:
    """Reports that share stretches, copies among them, and one that holds others whole."""
    texts: list[str] = []
    for _ in range(reports):
        kind = chance.randrange(6)
        words = [chance.choice(VOCABULARY) + chance.choice(("", "s", "ed")) for _ in range(chance.randrange(60))]
        if texts and kind < 3:
            source = chance.choice(texts).split(" ")
            start = chance.randrange(len(source) + 1)
            words[len(words) // 2 : len(words) // 2] = source[start : start + chance.randrange(1, 60)]
        elif texts and kind == 3:
            words = chance.choice(texts).split(" ")
        elif texts and kind == 4:
            words = [w if chance.random() > 0.1 else "changed" for w in chance.choice(texts).split(" ")]
        texts.append(" ".join(words))
    if reports > 4:
        texts[-1] = " ".join(texts[:4])
    return texts


@settings(max_examples=max(20, CASES // 6), deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 25), st.sampled_from([1, 3, 64]), st.sampled_from([2, 5, 100]))
def test_pairs_are_those_of_the_slow_twin(seed, reports, family, cap):
    changed = msgspec.structs.replace(DEFAULTS, match_family_max=family, match_mark_cap=cap)
    texts = pile(random.Random(seed), reports)
    if texts:
        assert kernel_pairs(texts, changed) == naive.find_candidates(texts, changed)


@settings(max_examples=max(20, CASES // 3), deadline=None)
@given(st.integers(0, 2**32))
def test_passages_are_those_of_the_slow_twin(seed):
    texts = pile(random.Random(seed), 6)
    pairs = [(a, b) for a in range(len(texts)) for b in range(a + 1, len(texts))]
    rows = [pair_of(f"{a:05d}", f"{b:05d}") for a, b in pairs]
    found = align_bulk.find_passages(table(texts), to_table(kinds.Pair, rows), settings=DEFAULTS)
    names = ("left_id", "right_id", "left_start", "left_end", "right_start", "right_end", "same_words")
    got = sorted(zip(*(found.column(n).to_pylist() for n in names)))
    want = []
    for a, b in pairs:
        swap = len(texts[a].encode()) < len(texts[b].encode())
        owner, other = (texts[b], texts[a]) if swap else (texts[a], texts[b])
        for o1, o2, t1, t2, same in naive.find_stretches(owner, other, DEFAULTS):
            left, right = ((t1, t2), (o1, o2)) if swap else ((o1, o2), (t1, t2))
            want.append((f"{a:05d}", f"{b:05d}", *left, *right, same))
    assert got == sorted(want)


def pair_of(left: str, right: str) -> kinds.Pair:
    return kinds.Pair(
        left_id=left, right_id=right, shared_ngrams=0, containment=0, names=0, figures=0, same_story=True, why=""
    )


def test_threads_and_batches_do_not_change_the_pairs():
    texts = pile(random.Random(5), 400)
    assert kernel_pairs(texts, batch=400) == kernel_pairs(texts, batch=13, workers=2)


@settings(max_examples=CASES // 3, deadline=None)
@given(st.lists(st.integers(0, 2**64 - 1) | st.sampled_from([0, 1 << 63, 2**64 - 1]), max_size=40), st.integers(0, 40))
def test_marks_noted_apart_and_put_together_are_those_noted_in_a_row(marks, cut):
    given_ = np.array(marks, np.uint64)
    whole, one, two = (np.zeros(64, np.uint64) for _ in range(3))
    sharing.note_marks(given_, whole)
    sharing.note_marks(given_[:cut], one)
    sharing.note_marks(given_[cut:], two)
    sharing.add_noted(one, two)
    assert one.tolist() == whole.tolist()


def test_a_copy_is_one_passage_from_its_first_word_to_its_last():
    text = "The harbour office said on Monday that the ferry would sail again in spring. " * 3
    found = align_bulk.find_passages(
        table([text, text]), to_table(kinds.Pair, [pair_of("00000", "00001")]), settings=DEFAULTS
    ).to_pylist()
    assert [(p["left_start"], p["left_end"], p["score"]) for p in found] == [(0, len(text) - 2, 1.0)]


def test_a_moved_paragraph_is_a_passage_of_its_own():
    one, two = (
        "A storm tore the harbour wall open on Friday night and sank three boats.",
        "Insurers put the damage at four million crowns and expect more claims.",
    )
    found = align_bulk.find_passages(
        table([f"{one} {two}", f"{two} {one}"]), to_table(kinds.Pair, [pair_of("00000", "00001")]), settings=DEFAULTS
    ).to_pylist()
    assert len(found) == 2
    assert {p["right_start"] for p in found} == {0, len(two) + 1}
