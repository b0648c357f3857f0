"""Of many undecided pairs, those are set side by side that hold all of them together."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from retold.align.collation import _spanning

NAMES = "abcdefgh"
PAIRS = st.dictionaries(st.sampled_from(list(combinations(NAMES, 2))), st.integers(1, 5))


def groups(pairs) -> set[frozenset[str]]:
    found = {n: {n} for n in NAMES}
    for left, right in pairs:
        both = found[left] | found[right]
        for n in both:
            found[n] = both
    return {frozenset(g) for g in found.values()}


@given(PAIRS)
def test_what_was_together_stays_together_with_one_pair_less_than_reports(aside):
    kept = _spanning(aside)
    assert set(kept) <= aside.keys()
    assert groups(kept) == groups(aside)
    assert len(kept) == sum(len(g) - 1 for g in groups(aside))


def test_the_pairs_with_most_links_are_kept():
    assert _spanning({("a", "b"): 1, ("a", "c"): 5, ("b", "c"): 5}) == [("a", "c"), ("b", "c")]
