"""The kernels that group reports: equal to plain Python, whatever the pairs."""

from __future__ import annotations

import os
import random

import msgspec
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.kernels import nearest as kernels
from retold.match.stories import SCORE_PARTS, least_average, link_piece
from retold.settings import DEFAULTS

CASES = int(os.environ.get("RETOLD_KERNEL_CASES", "150"))


def columns(rows, width):
    return np.array(rows, np.int64).reshape(-1, width).T.astype(np.int32)


def groups_of(pieces, changed):
    """What the kernel makes of pieces of (reports, scores of pairs), as lists of places."""
    ends = np.cumsum([size for size, _ in pieces]).astype(np.int64)
    pair_ends = np.cumsum([len(scores) for _, scores in pieces]).astype(np.int64)
    rows = [(a, b, round(SCORE_PARTS * s)) for _, scores in pieces for (a, b), s in scores.items()]
    left, right, scores = (np.ascontiguousarray(c) for c in columns(rows, 3))
    given_settings = (least_average(changed), changed.match_nearest)
    found = kernels.link_pieces(ends, pair_ends, left, right, scores, *given_settings)
    groups = []
    for (size, _), end in zip(pieces, ends.tolist()):
        held: dict[int, list[int]] = {}
        for n, first in enumerate(found[end - size : end].tolist()):
            held.setdefault(first, []).append(n)
        assert all(first == members[0] for first, members in held.items())
        groups.append(sorted(held.values()))
    return groups


@st.composite
def piece(draw):
    size = draw(st.integers(1, 14))
    every = [(a, b) for b in range(size) for a in range(b)]
    kept = draw(st.lists(st.sampled_from(every), unique=True)) if every else []
    # Few different scores, so that many are equal.
    few = draw(st.sampled_from([[0.3, 0.5], [0.16, 0.25, 0.2501, 1.0], [n / 10_000 for n in range(1500, 10_001, 97)]]))
    return size, {pair: draw(st.sampled_from(few)) for pair in sorted(kept)}


@settings(max_examples=CASES, deadline=None)
@given(st.lists(piece(), max_size=5), st.sampled_from([1, 2, 16]))
def test_pieces_are_linked_as_python_links_them(pieces, nearest):
    changed = msgspec.structs.replace(DEFAULTS, match_nearest=nearest)
    want = []
    for size, scores in pieces:
        ids = [f"{n:02d}" for n in range(size)]
        named = {(ids[a], ids[b]): s for (a, b), s in scores.items()}
        want.append([[int(i) for i in group] for group in link_piece(ids, named, changed)])
    assert groups_of(pieces, changed) == want


def test_a_large_piece_is_linked_as_python_links_it():
    chance = random.Random(3)
    size = 400
    ids = [f"{n:03d}" for n in range(size)]
    scores = {}
    for n in range(size):
        for _ in range(12):
            other = (n + chance.choice((1, 2, 3, 5, 90, chance.randrange(size)))) % size
            if other != n:
                scores[min(n, other), max(n, other)] = round(chance.uniform(0.15, 0.9), chance.choice((1, 4)))
    want = link_piece(ids, {(ids[a], ids[b]): s for (a, b), s in scores.items()}, DEFAULTS)
    assert groups_of([(3, {}), (size, scores), (1, {})], DEFAULTS)[1] == [[int(i) for i in g] for g in want]
    assert 1 < max(map(len, want)) < size


@settings(max_examples=CASES, deadline=None)
@given(st.integers(1, 30), st.data())
def test_pairs_unite_places_under_the_least(count, data):
    place = st.integers(0, count - 1)
    pairs = data.draw(st.lists(st.tuples(place, place), max_size=40))
    left, right = (np.ascontiguousarray(c) for c in columns(pairs, 2))
    want = list(range(count))
    for _ in want:
        for a, b in pairs:
            want[a] = want[b] = min(want[a], want[b])
    assert kernels.unite(left, right, count).tolist() == want


@settings(max_examples=CASES, deadline=None)
@given(st.integers(1, 30), st.data())
def test_neighbours_stand_together_each_once(count, data):
    place = st.integers(0, count - 1)
    pairs = [(a, b) for a, b in data.draw(st.lists(st.tuples(place, place), max_size=40)) if a < b]
    left, right = (np.ascontiguousarray(c) for c in columns(pairs, 2))
    order = kernels.in_neighbourhoods(left, right, count).tolist()
    near = [[b for a, b in pairs if a == n] + [a for a, b in pairs if b == n] for n in range(count)]
    want: list[int] = []
    for start in range(count):
        waiting = [start] if start not in want else []
        while waiting:
            at = waiting.pop(0)
            if at not in want:
                want.append(at)
                waiting += near[at]
    assert sorted(order) == list(range(count))
    # The same neighbourhoods one after another, each from its least report on.
    assert order == want


@settings(max_examples=CASES, deadline=None)
@given(st.lists(st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 3), unique=True, max_size=12), max_size=12))
def test_terms_are_counted_by_the_reports_that_hold_them(reports):
    terms = kernels.Terms()
    want: dict[int, int] = {}
    for start in range(0, len(reports), 4):
        some = reports[start : start + 4]
        keys = np.array([k for r in some for k in r], np.int64)
        ends = np.cumsum([len(r) for r in some]).astype(np.int64)
        numbers = np.array([-1 if (start + n) % 3 == 2 else start + n for n in range(len(some))], np.int64)
        terms.count(keys, (keys % 7).astype(np.float32), ends, numbers)
        for number, report in zip(numbers.tolist(), some):
            for key in report if number >= 0 else []:
                want[key] = want.get(key, 0) + 1
    terms.close()
    assert dict(zip(terms.keys.tolist(), terms.times.tolist())) == want
    assert terms.bits.tolist() == [k % 7 for k in terms.keys.tolist()]
    asked = np.array([*want, 12345], np.int64)
    found = terms.find(asked)
    assert terms.keys[found[:-1]].tolist() == list(want)
    assert 12345 in want or found[-1] == -1


def test_a_term_met_thousands_of_times_is_damped_like_any_other():
    times = np.array([1, 2, 4095, 4096, 5_000_000, 4096], np.int32)
    places, table = kernels.damp(times)
    assert table[places].tolist() == [1 + float(np.log2(n)) for n in times.tolist()]
