"""Differ: which words of one token sequence stand, in order, in another."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

# Above so many cells the exact comparison gives way to anchors: words that both sides have once.
_CELLS_MAX = 250_000


def increasing(values: Sequence[int]) -> list[int]:
    """The places of a longest strictly increasing subsequence of `values`, the earliest of the equally long."""
    tails: list[int] = []
    tail_places: list[int] = []
    before = [-1] * len(values)
    for place, value in enumerate(values):
        at = bisect_left(tails, value)
        before[place] = tail_places[at - 1] if at else -1
        if at == len(tails):
            tails.append(value)
            tail_places.append(place)
        else:
            tails[at], tail_places[at] = value, place
    out: list[int] = []
    place = tail_places[-1] if tail_places else -1
    while place >= 0:
        out.append(place)
        place = before[place]
    return out[::-1]


def common(left: Sequence[str], right: Sequence[str], weights: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of places with equal keys, increasing on both sides, of the greatest weight together.

    Args:
        left: keys of one side.
        right: keys of the other.
        weights: what keeping a key of `left` is worth: a name or a figure more than "the", so that
            a shared function word never costs a shared content word.

    Beyond 250,000 cells the sides are first cut at keys that both have exactly once, and a stretch that is
    still too long between two cuts is left unpaired but for its equal ends.
    """
    pairs: list[tuple[int, int]] = []
    lo = 0
    while lo < min(len(left), len(right)) and left[lo] == right[lo]:
        pairs.append((lo, lo))
        lo += 1
    back: list[tuple[int, int]] = []
    i, j = len(left), len(right)
    while i > lo and j > lo and left[i - 1] == right[j - 1]:
        i, j = i - 1, j - 1
        back.append((i, j))
    if (i - lo) * (j - lo) <= _CELLS_MAX:
        pairs += _exact(left, right, weights, lo, i, lo, j)
    else:
        pairs += _anchored(left, right, weights, lo, i, lo, j)
    return pairs + back[::-1]


def _anchored(
    left: Sequence[str], right: Sequence[str], weights: Sequence[int], i0: int, i1: int, j0: int, j1: int
) -> list[tuple[int, int]]:
    once_left = Counter(left[i0:i1])
    once_right = Counter(right[j0:j1])
    place = {right[j]: j for j in range(j0, j1) if once_right[right[j]] == 1}
    met = [(i, place[left[i]]) for i in range(i0, i1) if once_left[left[i]] == 1 and left[i] in place]
    anchors = [met[n] for n in increasing([j for _, j in met])]
    out: list[tuple[int, int]] = []
    i, j = i0, j0
    for a, b in [*anchors, (i1, j1)]:
        while i < a and j < b and left[i] == right[j]:
            out.append((i, j))
            i, j = i + 1, j + 1
        if (a - i) * (b - j) <= _CELLS_MAX:
            out += _exact(left, right, weights, i, a, j, b)
        if a < i1:
            out.append((a, b))
        i, j = a + 1, b + 1
    return out


def _exact(
    left: Sequence[str], right: Sequence[str], weights: Sequence[int], i0: int, i1: int, j0: int, j1: int
) -> list[tuple[int, int]]:
    """Needleman and Wunsch (1970) with a price of nothing for gaps; an unbroken run is worth a little more."""
    n, m = i1 - i0, j1 - j0
    if not n or not m:
        return []
    # best[i][j]: the greatest weight of left[i0+i:i1] against right[j0+j:j1].
    best = [[0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        row, below, key = best[i], best[i + 1], left[i0 + i]
        worth = 4 * weights[i0 + i]
        for j in range(m - 1, -1, -1):
            most = below[j] if below[j] >= row[j + 1] else row[j + 1]
            if key == right[j0 + j]:
                run = 1 if i + 1 < n and j + 1 < m and left[i0 + i + 1] == right[j0 + j + 1] else 0
                if below[j + 1] + worth + run >= most:
                    most = below[j + 1] + worth + run
            row[j] = most
    out = []
    i = j = 0
    while i < n and j < m:
        if left[i0 + i] == right[j0 + j]:
            run = 1 if i + 1 < n and j + 1 < m and left[i0 + i + 1] == right[j0 + j + 1] else 0
            if best[i][j] == best[i + 1][j + 1] + 4 * weights[i0 + i] + run:
                out.append((i0 + i, j0 + j))
                i, j = i + 1, j + 1
                continue
        if best[i][j] == best[i][j + 1]:
            j += 1
        else:
            i += 1
    return out
