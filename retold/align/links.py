"""Links: which sentence of one report says what which sentence of another says; no direction."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import msgspec
import pyarrow as pa

from retold import kinds
from retold.align.weighing import KINDRED_STRENGTH, Weighed, shown, weigh
from retold.settings import Settings
from retold.tables import rows, to_table

# Roles that stand beside the body: they may be linked, but do not take a body sentence's place.
_BESIDE = frozenset({"headline", "subhead", "caption", "note"})

# A sentence merges two others, seldom three; four is a summary that no link explains better.
_COUNTERPARTS_MAX = 4


# So many of the best are tried as second sources; only in a report of hundreds of like sentences are there more.
_CANDIDATES_MAX = 24

# A key in more of a story's sentences proposes no counterparts: two that share no rarer one are not linked,
# since a doubtful link needs a telling word anyhow.
_POSTINGS_MAX = 300


class _Scored(msgspec.Struct, frozen=True, gc=False, order=True):
    """How far one sentence covers another: strength by token of the covered one, and the share of its mass."""

    strengths: tuple[float, ...]
    cover: float


class _Choice(msgspec.Struct, frozen=True, gc=False, order=True):
    other: int  # place of the sentence in the other report
    rank: int


class _Side(msgspec.Struct, frozen=True, gc=False, order=True):
    """One report of a pair: its sentences by number, their places, and how many hold each key."""

    report: kinds.Report
    numbers: list[int]
    places: dict[int, list[int]]
    holders: Mapping[str, int]


class _Story:
    """The distinct sentences of a story, weighed once, and what each pair of them has in common."""

    def __init__(self, reports: Sequence[kinds.Report], floor: float) -> None:
        self.ids: dict[str, int] = {}
        for report in reports:
            for s in report.sentences:
                self.ids.setdefault(shown(report, s), len(self.ids))
        self.weighed = weigh(list(self.ids), [r.text for r in reports])
        self.keysets = [frozenset(k for keys in w.keys for k in keys) for w in self.weighed]
        self._reach: list[frozenset[int]] = []
        self._scored: dict[tuple[int, int], _Scored] = {}
        self._floor = floor
        self._near: dict[int, dict[int, float]] = {}
        # Key -> the sentences that hold it, each with the weight of its tokens that have the key.
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._worth: list[dict[str, float]] = []
        for n, weighed in enumerate(self.weighed):
            worth: dict[str, float] = defaultdict(float)
            for keys, weight in zip(weighed.keys, weighed.weights):
                for k in keys:
                    worth[k] += weight * (KINDRED_STRENGTH if k[:1] == "~" else 1.0)
            self._worth.append(worth)
            for k, weight in worth.items():
                self._postings[k].append((n, weight))
        # What a sentence may share with another by keys that propose no counterparts.
        common = {k for k, found in self._postings.items() if len(found) > _POSTINGS_MAX}
        self._slack = [math.fsum(w for k, w in worth.items() if k in common) for worth in self._worth]

    def side(self, report: kinds.Report) -> _Side:
        """`report` as one side of its pairs."""
        numbers = [self.ids[shown(report, s)] for s in report.sentences]
        places: dict[int, list[int]] = defaultdict(list)
        for place, n in enumerate(numbers):
            places[n].append(place)
        holders: Counter[str] = Counter()
        for n in places:
            holders.update(self.keysets[n])
        return _Side(report, numbers, dict(places), holders)

    def confine(self, sides: Mapping[str, _Side], pairs: Sequence[kinds.Pair]) -> None:
        """Lets `near` look only at sentences of reports that are paired with one of the sentence's own."""
        partners: dict[str, set[str]] = {}
        for pair in pairs:
            partners.setdefault(pair.left_id, set()).add(pair.right_id)
            partners.setdefault(pair.right_id, set()).add(pair.left_id)
        beside = {i: frozenset().union(*(sides[o].places for o in others)) for i, others in partners.items()}
        reach: list[frozenset[int]] = [frozenset()] * len(self.ids)
        for i, theirs in beside.items():
            for n in sides[i].places:
                reach[n] = reach[n] | theirs if reach[n] else theirs
        self._reach = reach

    def near(self, n: int) -> dict[int, float]:
        """The sentences within reach that come to the floor against sentence `n`, with their scores."""
        if n not in self._near:
            here: dict[int, float] = {}
            there: dict[int, float] = {}
            for k, weight in self._worth[n].items():
                if len(self._postings[k]) <= _POSTINGS_MAX:
                    for m, other in self._postings[k]:
                        here[m] = here.get(m, 0.0) + weight
                        there[m] = there.get(m, 0.0) + other
            least = self._floor**2 * self.weighed[n].mass * 0.999999
            slack = self._slack[n]
            found = {}
            for m in sorted(here.keys() & self._reach[n]):
                if (here[m] + slack) * (there[m] + self._slack[m]) >= least * self.weighed[m].mass:
                    score = self._near[m].get(n, 0.0) if m in self._near else self.score(n, m)
                    if score >= self._floor:
                        found[m] = score
            self._near[n] = found
        return self._near[n]

    def score(self, left: int, right: int) -> float:
        """How far the two cover one another, 0..1: the geometric mean, since a long sentence covers any short one."""
        cover = self.scored(left, right).cover
        return round(math.sqrt(cover * self.scored(right, left).cover), 6) if cover else 0.0

    def scored(self, left: int, right: int) -> _Scored:
        """How far sentence `right` covers sentence `left`."""
        found = self._scored.get((left, right))
        if found is None:
            found = self._scored[left, right] = _cover(self.weighed[left], self.keysets[right])
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
    covered = math.fsum([s * w for s, w in zip(strengths, left.weights) if s])
    return _Scored(tuple(strengths), covered / left.mass if left.mass else 0.0)


def link_sentences(reports: pa.Table, pairs: pa.Table, *, settings: Settings) -> pa.Table:
    """The links of each pair, from the reports and pairs of one story."""
    found = sorted(rows(kinds.Report, reports), key=lambda r: r.report_id)
    story = _Story(found, settings.align_link_floor)
    sides = {r.report_id: story.side(r) for r in found}
    wanted = sorted(rows(kinds.Pair, pairs), key=lambda p: (p.left_id, p.right_id))
    story.confine(sides, wanted)
    links: list[kinds.Link] = []
    for pair in wanted:
        links += _link_pair(story, sides[pair.left_id], sides[pair.right_id], settings)
    return to_table(kinds.Link, links)


def _link_pair(story: _Story, left: _Side, right: _Side, settings: Settings) -> list[kinds.Link]:
    ranks: dict[tuple[int, int], list[int]] = {}
    for side, (one, other) in enumerate(((left, right), (right, left))):
        for n, choices in enumerate(_choose(story, one, other, settings)):
            for choice in choices:
                place = (n, choice.other) if side == 0 else (choice.other, n)
                ranks.setdefault(place, [0, 0])[side] = choice.rank
    out = []
    for (i, j), (left_rank, right_rank) in sorted(ranks.items()):
        there = story.scored(left.numbers[i], right.numbers[j]).cover
        back = story.scored(right.numbers[j], left.numbers[i]).cover
        out.append(
            kinds.Link(
                left_id=left.report.report_id,
                right_id=right.report.report_id,
                left_sentence=left.report.sentences[i].sentence_id,
                right_sentence=right.report.sentences[j].sentence_id,
                left_rank=left_rank,
                right_rank=right_rank,
                left_cover=round(min(there, 1.0), 4),
                right_cover=round(min(back, 1.0), 4),
                score=round(min(math.sqrt(there * back), 1.0), 4),
            )
        )
    return out


def _choose(story: _Story, one: _Side, other: _Side, settings: Settings) -> list[list[_Choice]]:
    """For each sentence of `one` its counterparts in `other`, best first."""
    found = [_counterparts(story, n, here, one, other, settings) for here, n in enumerate(one.numbers)]
    for here, place in _cut_off(story, one, other, found, settings):
        found[here].append(_Choice(place, 1))
    return found


def _cut_off(
    story: _Story, one: _Side, other: _Side, found: Sequence[Sequence[_Choice]], settings: Settings
) -> list[tuple[int, int]]:
    """Counterparts for sentences that have none: the neighbour's, where they were cut off the same sentence.

    "The player has agreed a four-year contract." from a lead of thirty words shares too little with it to be
    linked by that alone. Taking any sentence that the order expects was tried: four links of six were wrong.
    """
    body = [n for n, s in enumerate(one.report.sentences) if s.role not in _BESIDE]
    out = []
    for at, here in enumerate(body):
        if found[here]:
            continue
        n = one.numbers[here]
        around = [found[b][0].other for b in (*body[max(0, at - 1) : at], *body[at + 1 : at + 2]) if found[b]]
        for place in around:
            m = other.numbers[place]
            if story.scored(n, m).cover >= settings.align_link_cut_off and _telling(story, n, m, other):
                out.append((here, place))
                break
    return out


def _counterparts(story: _Story, n: int, here: int, one: _Side, other: _Side, settings: Settings) -> list[_Choice]:
    near = story.near(n)
    beside = one.report.sentences[here].role in _BESIDE
    scored = []
    for m in near if len(near) <= len(other.places) else sorted(other.places):
        score = near.get(m, 0.0)
        if not score or m not in other.places:
            continue
        doubtful = score < settings.align_link_sure
        if doubtful and not _telling(story, n, m, other):
            continue
        for place in other.places[m]:
            aside = other.report.sentences[place].role in _BESIDE and not beside
            if not (doubtful and aside):
                scored.append((aside, -score, abs(place - here), place, m))
    if not scored:
        return []
    scored.sort()
    del scored[_CANDIDATES_MAX:]
    _, _, _, place, first = scored[0]
    chosen = [_Choice(place, 1)]
    taken = {first}
    left_over = [1 - s for s in story.scored(n, first).strengths]
    while len(chosen) < _COUNTERPARTS_MAX:
        best: tuple[bool, float, int, int, int] | None = None
        for aside, _, distance, place, m in scored:
            if m in taken:
                continue
            gain = _gain(story, n, m, left_over, aside, other, settings)
            if gain > 0 and (best is None or (aside, -gain, distance, place) < best[:4]):
                best = (aside, -gain, distance, place, m)
        if best is None:
            break
        chosen.append(_Choice(best[3], len(chosen) + 1))
        taken.add(best[4])
        left_over = [r * (1 - s) for r, s in zip(left_over, story.scored(n, best[4]).strengths)]
    return chosen


def _telling(story: _Story, n: int, m: int, other: _Side) -> bool:
    """Whether the two share a word that is no name and that hardly any other sentence of the report of `m` has."""
    weighed = story.weighed[n]
    return any(
        strength == 1.0 and token.kind == "word" and min(other.holders[k] for k in keys if k in story.keysets[m]) <= 2
        for strength, token, keys in zip(story.scored(n, m).strengths, weighed.tokens, weighed.keys)
    )


def _gain(
    story: _Story, n: int, m: int, left_over: Sequence[float], aside: bool, other: _Side, settings: Settings
) -> float:
    """What sentence `m` adds to the cover of sentence `n`, as a share of its mass; 0 where that is no second source.

    A word speaks for `m` by as much as `m` alone of the other report has it: "bilateral relations" may come
    from anywhere in a report of a state visit, "Moscow" from the one sentence that names it. Two such words
    are asked for, or one name or figure of a caption, which is where a place often comes from.
    """
    weighed = story.weighed[n]
    strengths = story.scored(n, m).strengths
    uncovered = gain = 0.0
    telling: set[str] = set()
    names = 0
    for rest, strength, weight, keys, token in zip(left_over, strengths, weighed.weights, weighed.keys, weighed.tokens):
        uncovered += rest * weight
        if not strength or not rest:
            continue
        holders = min((other.holders[k] for k in keys if k in story.keysets[m]), default=1)
        gain += rest * weight * strength / holders
        if strength == 1.0 and rest > 0.5 and holders <= 2 and token.key not in telling:
            telling.add(token.key)
            names += token.kind in ("name", "number")
    enough = len(telling) > 1 or (aside and names > 0)
    if not enough or gain < settings.align_second_cover * uncovered or gain < settings.align_second_gain * weighed.mass:
        return 0.0
    return round(gain, 6)
