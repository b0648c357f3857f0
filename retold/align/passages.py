"""Passages: spans that two reports share, wherever they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import pyarrow as pa

from retold import kinds
from retold.settings import Settings
from retold.spans import OffsetMap
from retold.tables import rows, to_table
from retold.words import read_tokens

# A shared n-gram in more places than this on one side ("the two sides said that") begins no passage:
# what stands around it begins one, or there is none.
_PLACES_MAX = 32

# Scripts that write no blanks between words: there a word is a character.
_UNSPACED = ("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"), ("\u3040", "\u30ff"), ("\u3400", "\u9fff")


class Run(NamedTuple):
    """A shared stretch in words: half-open on both sides, and how many words in it are the same."""

    left_start: int
    left_end: int
    right_start: int
    right_end: int
    same: int


def find_passages(reports: pa.Table, pairs: pa.Table, *, settings: Settings) -> pa.Table:
    """The passages of each pair, from the reports and pairs of one story."""
    by_id = {r.report_id: r for r in rows(kinds.Report, reports)}
    read: dict[str, _Read] = {}
    found: list[kinds.Passage] = []
    for pair in sorted(rows(kinds.Pair, pairs), key=lambda p: (p.left_id, p.right_id)):
        for side in (pair.left_id, pair.right_id):
            if side not in read:
                read[side] = _Read(by_id[side], settings)
        left, right = read[pair.left_id], read[pair.right_id]
        for run in shared_runs(left.words, right.words, left.places, right.places, settings):
            left_span = left.span(run.left_start, run.left_end)
            right_span = right.span(run.right_start, run.right_end)
            if left_span is None or right_span is None:
                continue
            longer = max(run.left_end - run.left_start, run.right_end - run.right_start)
            found.append(
                kinds.Passage(
                    left_id=pair.left_id,
                    right_id=pair.right_id,
                    left_span=left_span,
                    right_span=right_span,
                    score=round(run.same / longer, 4),
                    same_words=run.same,
                )
            )
    return to_table(kinds.Passage, found)


class _Read:
    """A report as words, with its n-grams by place, and the way back to the source."""

    def __init__(self, report: kinds.Report, settings: Settings) -> None:
        self._offsets = OffsetMap(report.segments)
        self._spans: list[tuple[int, int]] = []
        self.words: list[str] = []
        for token in (t for s in report.sentences for t in read_tokens(report.text, s.start, s.end)):
            if _unspaced(report.text[token.start]):
                for at in range(token.start, token.end):
                    self._spans.append((at, at + 1))
                    self.words.append(report.text[at])
            else:
                self._spans.append((token.start, token.end))
                self.words.append(token.key)
        self.places = ngram_places(self.words, settings.align_passage_ngram)

    def span(self, start: int, end: int) -> kinds.Span | None:
        """Words [start, end) in the source."""
        return self._offsets.hull(self._spans[start][0], self._spans[end - 1][1])


def _unspaced(letter: str) -> bool:
    return letter > "\u0dff" and any(lo <= letter <= hi for lo, hi in _UNSPACED)


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
