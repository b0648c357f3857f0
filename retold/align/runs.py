"""Runs: stretches of words that two reports have in common word for word, wherever they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from retold.settings import Settings

# A shared n-gram in more places than this on one side ("the two sides said that") begins no passage:
# what stands around it begins one, or there is none.
_PLACES_MAX = 32


class Run(NamedTuple):
    """A shared stretch in words: half-open on both sides, and how many words in it are the same."""

    left_start: int
    left_end: int
    right_start: int
    right_end: int
    same: int


def ngram_places(words: Sequence[str], n: int) -> dict[tuple[str, ...], list[int]]:
    """Each n-gram of `words` with the places where it begins."""
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(words) - n + 1):
        found[tuple(words[at : at + n])].append(at)
    return dict(found)


def shared_runs(
    left: Sequence[str],
    right: Sequence[str],
    left_places: dict[tuple[str, ...], list[int]],
    right_places: dict[tuple[str, ...], list[int]],
    settings: Settings,
) -> list[Run]:
    """The stretches that `left` and `right` share, in the order of `left`; none inside another.

    Exact runs are grown from shared n-grams along their diagonal, then runs near one another on nearly the same diagonal
    are joined across what differs: a changed word does not end a passage, an inserted sentence does.
    """
    n = settings.align_passage_ngram
    reached: dict[int, int] = {}  # diagonal -> end in left of the last run on it
    exact: list[Run] = []
    for at in range(len(left) - n + 1):
        gram = tuple(left[at : at + n])
        there = right_places.get(gram)
        if at == 0 and there and there[0] == 0:
            there = [0]  # two copies are one passage, whatever they repeat
        elif there is None or len(there) > _PLACES_MAX or len(left_places[gram]) > _PLACES_MAX:
            continue
        for place in there:
            diagonal = place - at
            if reached.get(diagonal, -1) > at:
                continue
            i0, j0 = at, place
            floor = reached.get(diagonal, 0)
            while i0 > floor and j0 > 0 and left[i0 - 1] == right[j0 - 1]:
                i0, j0 = i0 - 1, j0 - 1
            i1, j1 = at + n, place + n
            while i1 < len(left) and j1 < len(right) and left[i1] == right[j1]:
                i1, j1 = i1 + 1, j1 + 1
            reached[diagonal] = i1
            exact.append(Run(i0, i1, j0, j1, i1 - i0))
    return _unnested(_joined(sorted(exact), settings.align_passage_gap_words))


def _joined(runs: Sequence[Run], gap: int) -> list[Run]:
    """`runs` with those put together that follow one another on both sides within `gap` words."""
    out: list[Run] = []
    open_from = 0
    for run in runs:
        while open_from < len(out) and out[open_from].left_end + gap < run.left_start:
            open_from += 1
        best = -1
        for n in range(len(out) - 1, open_from - 1, -1):
            last = out[n]
            if (
                0 <= run.left_start - last.left_end <= gap
                and 0 <= run.right_start - last.right_end <= gap
                and (best < 0 or last.same > out[best].same)
            ):
                best = n
            if len(out) - n > _PLACES_MAX:
                break
        if best < 0:
            out.append(run)
        else:
            last = out[best]
            out[best] = Run(last.left_start, run.left_end, last.right_start, run.right_end, last.same + run.same)
    return sorted(out)


def _unnested(runs: Sequence[Run]) -> list[Run]:
    """`runs` without those that lie inside a longer one on either side: a phrase of a passage found again."""
    kept: list[Run] = []
    for side in (0, 2):
        ordered = sorted(runs, key=lambda r: (r[side], -r[side + 1], -r.same, r))
        kept = []
        end = -1
        for run in ordered:
            if run[side + 1] > end:
                kept.append(run)
                end = run[side + 1]
        runs = kept
    return sorted(kept)
