"""Passages: spans that two reports share, wherever they stand, word for word or in other words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import pyarrow as pa

from retold import kinds
from retold.align.fragments import Fragments, Patch, cut, find_patches
from retold.align.runs import Run, ngram_places, shared_runs
from retold.settings import Settings
from retold.spans import OffsetMap
from retold.tables import rows, to_table
from retold.words import read_tokens

# Scripts that write no blanks between words: there a word is a character.
_UNSPACED = ("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"), ("\u3040", "\u30ff"), ("\u3400", "\u9fff")


class _Shared(NamedTuple):
    """A passage in words: half-open on both sides, and how many words of it are the same."""

    left_start: int
    left_end: int
    right_start: int
    right_end: int
    same: int
    sentences: bool = False  # told in other words: it begins and ends where sentences do


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
        for shared in _shared(left, right, settings):
            left_span = left.span(shared.left_start, shared.left_end, shared.sentences)
            right_span = right.span(shared.right_start, shared.right_end, shared.sentences)
            if left_span is None or right_span is None:
                continue
            longer = max(shared.left_end - shared.left_start, shared.right_end - shared.right_start)
            found.append(
                kinds.Passage(
                    left_id=pair.left_id,
                    right_id=pair.right_id,
                    left_span=left_span,
                    right_span=right_span,
                    score=round(shared.same / longer, 4),
                    same_words=shared.same,
                )
            )
    return to_table(kinds.Passage, found)


class _Read:
    """A report as words, with its n-grams by place and its fragments, and the way back to the source."""

    def __init__(self, report: kinds.Report, settings: Settings) -> None:
        self._offsets = OffsetMap(report.segments)
        self._spans: list[tuple[int, int]] = []
        self._begin: dict[int, int] = {}  # first word of a sentence -> where the sentence begins
        self._end: dict[int, int] = {}  # word after its last -> where it ends, with its stop and marks
        self.words: list[str] = []
        sentences: list[list[str]] = []
        for s in report.sentences:
            keys: list[str] = []
            for token in read_tokens(report.text, s.start, s.end):
                if _unspaced(report.text[token.start]):
                    for at in range(token.start, token.end):
                        self._spans.append((at, at + 1))
                        self.words.append(report.text[at])
                        # One character is in every sentence: two are nearly a word.
                        keys.append(report.text[at : min(at + 2, token.end)])
                else:
                    self._spans.append((token.start, token.end))
                    self.words.append(token.key)
                    keys.append(token.key)
            if keys:
                self._begin[len(self.words) - len(keys)] = s.start
                self._end[len(self.words)] = s.end
            sentences.append(keys)
        self.places = ngram_places(self.words, settings.align_passage_ngram)
        self.fragments = Fragments(cut(sentences, settings))

    def span(self, start: int, end: int, sentences: bool) -> kinds.Span | None:
        """Words [start, end) in the source, with the marks about them where `sentences` begin and end there."""
        first, last = self._spans[start][0], self._spans[end - 1][1]
        if sentences:
            first, last = self._begin.get(start, first), self._end.get(end, last)
        return self._offsets.hull(first, last)


def _unspaced(letter: str) -> bool:
    return letter > "\u0dff" and any(lo <= letter <= hi for lo, hi in _UNSPACED)


def _shared(left: _Read, right: _Read, settings: Settings) -> list[_Shared]:
    """What two reports share, sorted.

    Where they share a stretch word for word the runs say where it begins and ends; where they
    share it in other words, the patches do, at the ends of sentences. A run within a patch is part of it.
    """
    runs = [
        run
        for run in shared_runs(left.words, right.words, left.places, right.places, settings)
        if run.same >= min(settings.align_passage_words, len(left.words), len(right.words))
    ]
    out: list[_Shared] = []
    inside: set[Run] = set()
    for patch in find_patches(left.fragments, right.fragments, settings):
        there = _of_patch(left, right, patch)
        length = min(there.left_end - there.left_start, there.right_end - there.right_start)
        within = _within(runs, there)
        if patch.digest:
            verbatim = max((run.same for run in within), default=0) >= settings.align_digest_verbatim * length
        else:
            verbatim = sum(run.same for run in within) >= settings.align_patch_verbatim * length
        if not verbatim and length >= settings.align_patch_words:
            out.append(there)
            inside.update(within)
    out.extend(_Shared(*run) for run in runs if run not in inside)
    for side in (0, 2):
        out = _gathered(out, side, len((left, right)[side // 2].words), settings)
    return sorted(out)


def _gathered(shared: Sequence[_Shared], side: int, words: int, settings: Settings) -> list[_Shared]:
    """`shared` with what is one digest made of pieces put together: pieces that follow close on one another on `side`
    (0 left, 2 right), in the order of the other, where they stand scattered.

    Only where they are a smaller part of their report: a report that is a whole abridged one shares pieces with
    its parent, and what was dropped between them is no part of a passage.
    """
    other = 2 - side
    out: list[_Shared] = []
    group: list[_Shared] = []

    def close() -> None:
        if len(group) > 1:
            start, end = group[0][side], group[-1][side + 1]
            there, to = group[0][other], group[-1][other + 1]
            scattered = to - there >= settings.align_digest_scatter * (end - start)
            if scattered and end - start <= settings.align_digest_share * words:
                here = (start, end, there, to) if side == 0 else (there, to, start, end)
                group[:] = [_Shared(*here, sum(p.same for p in group), any(p.sentences for p in group))]
        out.extend(group)
        group.clear()

    for piece in sorted(shared, key=lambda p: (p[side], p)):
        if group:
            last = group[-1]
            near = 0 <= piece[side] - last[side + 1] <= settings.align_digest_seam
            if not near or piece[other] < last[other + 1]:
                close()
        group.append(piece)
    close()
    return out


def _of_patch(left: _Read, right: _Read, patch: Patch) -> _Shared:
    """A patch in words."""
    start, end = left.fragments.all[patch.left_first].start, left.fragments.all[patch.left_last].end
    there, to = right.fragments.all[patch.right_first].start, right.fragments.all[patch.right_last].end
    same = Counter(left.words[start:end]) & Counter(right.words[there:to])
    return _Shared(start, end, there, to, same.total(), sentences=True)


def _within(runs: Sequence[Run], shared: _Shared) -> list[Run]:
    """The runs that meet `shared` on both sides. No run is in another: sorted by start they are sorted by end."""
    first = bisect_right(runs, shared.left_start, key=lambda r: r.left_end)
    last = bisect_left(runs, shared.left_end, key=lambda r: r.left_start)
    return [r for r in runs[first:last] if r.right_start < shared.right_end and shared.right_start < r.right_end]
