"""Links: which sentence of one report says what which sentence of another says; no direction."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import pyarrow as pa

from retold import kinds
from retold.align.weighing import KINDRED_STRENGTH, Weighed, shown, weigh
from retold.settings import Settings
from retold.tables import rows, to_table

# Where a sentence may be two that were merged: each part is looked for on its own as well.
_CLAUSE_RE = re.compile(
    r";|--|[—–]"
    r"|,\s+(?=(?:noting|adding|saying|stressing|calling|citing|while|and|but|with|which|who|where|after|as|aimed|ruling)\b)"
    r"|\s(?=(?:while|whereas|as well as|alongside|after|and that|but that|because|although|when)\b)"
)

# Roles that stand beside the body: they may be linked, but do not take a body sentence's place.
_BESIDE = frozenset({"headline", "subhead", "caption", "note"})

# A key in more sentences than this proposes no counterparts: a sentence that has no rarer key in common
# with another says nothing that could link them.
_POSTINGS_MAX = 400


class _Scored(NamedTuple):
    """How far two sentences cover one another: strength by token of the left one, and the sums."""

    strengths: tuple[float, ...]
    covered: float
    cover: float


class _Story:
    """The distinct sentences of a story, weighed once, and what each pair of them has in common."""

    def __init__(self, reports: Sequence[kinds.Report]) -> None:
        self.ids: dict[str, int] = {}
        self.of: dict[str, list[int]] = {}
        for report in reports:
            texts = [shown(report, s) for s in report.sentences]
            self.of[report.report_id] = [self.ids.setdefault(t, len(self.ids)) for t in texts]
        self.texts = list(self.ids)
        self.weighed = weigh(self.texts, [r.text for r in reports])
        self._keysets = [frozenset(k for keys in w.keys for k in keys) for w in self.weighed]
        self._scored: dict[tuple[int, int], _Scored] = {}
        self._near: dict[int, list[int]] = {}
        self._postings: dict[str, list[int]] = defaultdict(list)
        for n, keys in enumerate(self._keysets):
            for k in sorted(keys):
                self._postings[k].append(n)

    def near(self, n: int) -> list[int]:
        """The sentences that have a key in common with sentence `n`."""
        if n not in self._near:
            found: set[int] = set()
            for k in self._keysets[n]:
                if len(self._postings[k]) <= _POSTINGS_MAX:
                    found.update(self._postings[k])
            found.add(n)
            self._near[n] = sorted(found)
        return self._near[n]

    def scored(self, left: int, right: int) -> _Scored:
        """How far sentence `right` covers sentence `left`."""
        found = self._scored.get((left, right))
        if found is None:
            found = self._scored[left, right] = _cover(self.weighed[left], self._keysets[right])
        return found


def _cover(left: Weighed, right: frozenset[str]) -> _Scored:
    strengths = []
    for keys in left.keys:
        if keys[0] in right:
            strengths.append(1.0)
        else:
            best = 0.0
            for k in keys[1:]:
                if k in right:
                    best = max(best, KINDRED_STRENGTH if k[:1] == "~" else 1.0)
            strengths.append(best)
    covered = math.fsum(s * w for s, w in zip(strengths, left.weights))
    return _Scored(tuple(strengths), covered, covered / left.mass if left.mass else 0.0)


class _Choice(NamedTuple):
    other: int  # place of the sentence in the other report
    rank: int


def link_sentences(reports: pa.Table, pairs: pa.Table, *, settings: Settings) -> pa.Table:
    """The links of each pair, from the reports and pairs of one story."""
    found = sorted(rows(kinds.Report, reports), key=lambda r: r.report_id)
    by_id = {r.report_id: r for r in found}
    story = _Story(found)
    links: list[kinds.Link] = []
    for pair in sorted(rows(kinds.Pair, pairs), key=lambda p: (p.left_id, p.right_id)):
        links += _link_pair(story, by_id[pair.left_id], by_id[pair.right_id], settings)
    return to_table(kinds.Link, links)


def _link_pair(story: _Story, left: kinds.Report, right: kinds.Report, settings: Settings) -> list[kinds.Link]:
    ranks: dict[tuple[int, int], list[int]] = {}
    for side, (one, other) in enumerate(((left, right), (right, left))):
        for n, choices in enumerate(_choose(story, one, other, settings)):
            for choice in choices:
                place = (n, choice.other) if side == 0 else (choice.other, n)
                ranks.setdefault(place, [0, 0])[side] = choice.rank
    out = []
    for (i, j), (left_rank, right_rank) in sorted(ranks.items()):
        a, b = story.of[left.report_id][i], story.of[right.report_id][j]
        there, back = story.scored(a, b).cover, story.scored(b, a).cover
        out.append(
            kinds.Link(
                left_id=left.report_id,
                right_id=right.report_id,
                left_sentence=left.sentences[i].sentence_id,
                right_sentence=right.sentences[j].sentence_id,
                left_rank=left_rank,
                right_rank=right_rank,
                left_cover=round(min(there, 1.0), 4),
                right_cover=round(min(back, 1.0), 4),
                score=round(min(math.sqrt(there * back), 1.0), 4),
            )
        )
    return out


def _choose(story: _Story, one: kinds.Report, other: kinds.Report, settings: Settings) -> list[list[_Choice]]:
    """For each sentence of `one` its counterparts in `other`, best first."""
    places: dict[int, list[int]] = defaultdict(list)
    for place, n in enumerate(story.of[other.report_id]):
        places[n].append(place)
    out = []
    for here, n in enumerate(story.of[one.report_id]):
        near = story.near(n)
        candidates = [m for m in near if m in places] if len(near) <= len(places) else _meet(places, near)
        beside = one.sentences[here].role in _BESIDE
        out.append(_counterparts(story, n, here, candidates, places, other, beside, settings))
    return out


def _meet(places: dict[int, list[int]], near: list[int]) -> list[int]:
    wanted = set(near)
    return sorted(m for m in places if m in wanted)


def _counterparts(
    story: _Story,
    n: int,
    here: int,
    candidates: Sequence[int],
    places: dict[int, list[int]],
    other: kinds.Report,
    beside: bool,
    settings: Settings,
) -> list[_Choice]:
    weighed = story.weighed[n]
    scored = []
    for m in candidates:
        there, back = story.scored(n, m), story.scored(m, n)
        score = math.sqrt(there.cover * back.cover)
        if not _enough(weighed, there, back, score, settings):
            continue
        for place in places[m]:
            aside = other.sentences[place].role in _BESIDE
            scored.append((aside and not beside, -round(score, 6), abs(place - here), place, m))
    scored.sort()
    if not scored:
        return []
    aside, _, _, place, m = scored[0]
    chosen = [_Choice(place, 1)]
    left_over = [w * (1 - s) for w, s in zip(weighed.weights, story.scored(n, m).strengths)]
    taken = {m}
    while len(chosen) < 4:
        uncovered = math.fsum(left_over)
        if uncovered <= 0:
            break
        best: tuple[float, int, int, int] | None = None
        for _, _negative, distance, place, m in scored:
            if m in taken:
                continue
            gain = math.fsum(w * s for w, s in zip(left_over, story.scored(n, m).strengths))
            if best is None or (-gain, distance, place) < best[:3]:
                best = (-gain, distance, place, m)
        if best is None or -best[0] < settings.align_second_cover * uncovered:
            break
        chosen.append(_Choice(best[2], len(chosen) + 1))
        taken.add(best[3])
        left_over = [w * (1 - s) for w, s in zip(left_over, story.scored(n, best[3]).strengths)]
    return chosen


def _enough(weighed: Weighed, there: _Scored, back: _Scored, score: float, settings: Settings) -> bool:
    return score >= settings.align_link_floor
