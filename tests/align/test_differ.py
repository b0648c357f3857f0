"""Words that stand in order on both sides."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from retold.align import differ

KEYS = st.lists(st.sampled_from("abcd"), max_size=7)


def naive_increasing(values: list[int]) -> int:
    """The length of a longest increasing subsequence, by trying all."""
    for size in range(len(values), 0, -1):
        if any(all(a < b for a, b in pairwise(c)) for c in combinations(values, size)):
            return size
    return 0


def naive_common(left: list[str], right: list[str]) -> int:
    """The length of a longest common subsequence, by its definition."""
    if not left or not right:
        return 0
    if left[0] == right[0]:
        return 1 + naive_common(left[1:], right[1:])
    return max(naive_common(left[1:], right), naive_common(left, right[1:]))


@given(st.lists(st.integers(0, 9), max_size=9))
def test_increasing_is_as_long_as_the_naive_one(values: list[int]):
    found = differ.increasing(values)
    assert [values[n] for n in found] == sorted({values[n] for n in found})
    assert len(found) == naive_increasing(values)


@settings(deadline=None)
@given(KEYS, KEYS)
def test_common_is_as_long_as_the_naive_one(left: list[str], right: list[str]):
    found = differ.common(left, right, [1] * len(left))
    assert all(left[i] == right[j] for i, j in found)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(found))
    assert len(found) == naive_common(left, right)


def test_a_content_word_is_kept_before_a_function_word():
    assert differ.common(["the", "harbour"], ["harbour", "the"], [1, 3]) == [(1, 0)]


def test_very_long_sides_are_compared_by_anchors():
    left = [str(n) for n in range(4000)]
    right = ["x", *left[:2000], "y", *left[2000:]]
    assert len(differ.common(left, right, [1] * len(left))) == 4000
