"""Fragments: stretches of two reports that say the same in other words.

A fragment is a sentence, or a piece of a very long one, as a vector of word keys weighted by their rarity in the
pair. Two that are alike enough are a *seed*; seeds that stand near one another on both sides make a *patch*. The ideas are those
of Sanchez-Perez, Sidorov & Gelbukh, "A winning approach to text alignment for text reuse detection at PAN
2014": tf-isf vectors, cosine and Dice thresholds, growing with a gap that shrinks until both ends of the patch are alike,
another, wider search for summaries. Ours are the inverted index in the place of all against all, integer weights
(sums that do not depend on their order), one patch a place, and what tells a digest from a passage.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from retold.settings import Settings

# A key in more fragments of a report than this proposes no seed; it still counts in the likeness of those that rarer keys propose.
_HOLDERS_MAX = 40

# Seeds are proposed by their rarer keys alone, which must carry this share of the likeness asked for.
_RARE_SHARE = 0.5

# Weights are integers: logarithms in so many parts, fine enough to order words, and sums are exact.
_PARTS = 64

# A border is moved at most so many times: past that the patch would wander.
_WIDEN_MAX = 4

Weigh = Callable[[str], int]


class Fragment(NamedTuple):
    """Words [start, end) of a report, and how often each key is in them."""

    start: int
    end: int
    keys: Mapping[str, int]


class Fragments:
    """A report's fragments in order, and where each key is found."""

    def __init__(self, fragments: Sequence[Fragment]) -> None:
        self.all = fragments
        self.holders: dict[str, list[int]] = defaultdict(list)
        for n, fragment in enumerate(fragments):
            for key in fragment.keys:
                self.holders[key].append(n)

    def words(self, first: int, last: int) -> int:
        """How many words stand from fragment `first` to `last`, inclusive."""
        return self.all[last].end - self.all[first].start

    def keys(self, first: int, last: int) -> Mapping[str, int]:
        """The keys from fragment `first` to `last`, inclusive."""
        if first == last:
            return self.all[first].keys
        found: Counter[str] = Counter()
        for fragment in self.all[first : last + 1]:
            found.update(fragment.keys)
        return found


class Seed(NamedTuple):
    """Two fragments alike: their numbers, and cosine and Dice of their keys."""

    left: int
    right: int
    cosine: float
    dice: float

    def at(self, side: int) -> int:
        """The fragment on `side`: 0 left, 1 right."""
        return self.right if side else self.left


class Patch(NamedTuple):
    """Fragments [left_first..left_last] and [right_first..right_last], inclusive, that say the same."""

    left_first: int
    left_last: int
    right_first: int
    right_last: int
    cosine: float
    digest: bool = False  # one side condenses what is scattered over the other

    def place(self, side: int) -> range:
        """The fragments on `side`: 0 left, 1 right."""
        if side:
            return range(self.right_first, self.right_last + 1)
        return range(self.left_first, self.left_last + 1)


def cut(sentences: Iterable[Sequence[str]], settings: Settings) -> list[Fragment]:
    """The fragments of a report, from the keys of its words, sentence by sentence.

    A sentence of a few words is read with the next; a very long one (lists, pages without stops) in equal pieces.
    """
    out: list[Fragment] = []
    longest = settings.align_fragment_longest
    at = start = 0
    waiting: list[str] = []

    def put() -> None:
        nonlocal start
        if waiting:
            out.append(Fragment(start, start + len(waiting), Counter(waiting)))
            start += len(waiting)
            waiting.clear()

    for words in sentences:
        at += len(words)
        if len(words) > longest:
            put()
            size = -(-len(words) // -(-len(words) // longest))
            for n in range(0, len(words), size):
                waiting.extend(words[n : n + size])
                put()
            continue
        waiting.extend(words)
        if len(waiting) >= settings.align_fragment_shortest:
            put()
    put()
    return out


def rarity(left: Fragments, right: Fragments) -> Weigh:
    """How telling a key is in this pair, by how few of its fragments hold it."""
    total = len(left.all) + len(right.all) + 1

    by_held: dict[int, int] = {}  # the keys of a pair are held by a few numbers of fragments, over and over

    @cache
    def weight(key: str) -> int:
        held = len(left.holders.get(key, ())) + len(right.holders.get(key, ()))
        found = by_held.get(held)
        if found is None:
            found = by_held[held] = round(_PARTS * math.log(total / max(1, held)))
        return found

    return weight


def _square(keys: Mapping[str, int], weight: Weigh) -> int:
    return sum([(n * weight(k)) ** 2 for k, n in keys.items()])


def cosine(left: Mapping[str, int], right: Mapping[str, int], weight: Weigh) -> float:
    """How alike two bags of keys are, 0..1."""
    if len(right) < len(left):
        left, right = right, left
    dot = sum(n * right[k] * weight(k) ** 2 for k, n in left.items() if k in right)
    return dot / math.sqrt(_square(left, weight) * _square(right, weight)) if dot else 0.0


def contained(part: Mapping[str, int], whole: Mapping[str, int], weight: Weigh) -> float:
    """The share of the weight of `part`'s distinct keys that `whole` has."""
    total = sum(weight(k) for k in part)
    return sum(weight(k) for k in part if k in whole) / total if total else 0.0


def find_seeds(left: Fragments, right: Fragments, weight: Weigh, floor: float, dice_floor: float) -> list[Seed]:
    """The fragments of the two sides that are alike by cosine and by Dice, in the order of `left`.

    Work is bounded: each word of `left` looks at no more than `_HOLDERS_MAX` fragments of `right`.
    `naive_seeds` in the tests says the same all against all.
    """
    lengths: dict[int, float] = {}

    def length(number: int) -> float:
        if number not in lengths:
            lengths[number] = math.sqrt(_square(right.all[number].keys, weight))
        return lengths[number]

    out: list[Seed] = []
    for i, fragment in enumerate(left.all):
        rare: dict[int, int] = defaultdict(int)
        for key, n in fragment.keys.items():
            holders = right.holders.get(key, ())
            if 0 < len(holders) <= _HOLDERS_MAX:
                worth = n * weight(key) ** 2
                for j in holders:
                    rare[j] += worth * right.all[j].keys[key]
        if not rare:
            continue
        mine = math.sqrt(_square(fragment.keys, weight))
        for j in sorted(rare):
            bound = mine * length(j)
            if not rare[j] or rare[j] < _RARE_SHARE * floor * bound:
                continue
            other = right.all[j].keys
            shared = [k for k in fragment.keys if k in other]
            dice = 2 * len(shared) / (len(fragment.keys) + len(other))
            if dice < dice_floor:
                continue
            alike = sum(fragment.keys[k] * other[k] * weight(k) ** 2 for k in shared) / bound
            if alike >= floor:
                out.append(Seed(i, j, alike, dice))
    return out


def grouped(seeds: Sequence[Seed], left_gap: int, right_gap: int) -> list[list[Seed]]:
    """`seeds` in groups that have no gap longer than these, in fragments, on either side.

    A group without a gap on one side may have one on the other, and parted there, one on the first again: groups are
    parted by turns until neither side parts them.
    """
    out: list[list[Seed]] = []
    todo: list[tuple[Sequence[Seed], int, int]] = [(seeds, 0, 0)] if seeds else []
    while todo:
        group, side, whole = todo.pop()
        gap = right_gap if side else left_gap
        ordered = sorted(group, key=lambda s: (s.at(side), s))
        parts = [[ordered[0]]]
        for seed in ordered[1:]:
            if seed.at(side) - parts[-1][-1].at(side) - 1 > gap:
                parts.append([])
            parts[-1].append(seed)
        if len(parts) == 1 and whole:
            out.append(sorted(parts[0]))
        else:
            todo.extend((part, 1 - side, 1) for part in parts)
    return sorted(out)


def _extent(seeds: Sequence[Seed], side: int = 0) -> tuple[int, int, int, int]:
    """First and last fragment on `side`, first and last on the other."""
    here, there = [s.at(side) for s in seeds], [s.at(1 - side) for s in seeds]
    return min(here), max(here), min(there), max(there)


def find_patches(left: Fragments, right: Fragments, settings: Settings) -> list[Patch]:
    """The stretches that say the same, sorted; where two claim the same place, the more alike one is there."""
    weight = rarity(left, right)
    loose = find_seeds(left, right, weight, settings.align_digest_cosine, settings.align_digest_dice)
    firm = [s for s in loose if s.cosine >= settings.align_seed_cosine and s.dice >= settings.align_seed_dice]
    close = _undisputed(_close(left, right, firm, weight, settings), settings)
    wide = _undisputed(_digests(left, right, loose, close, weight, settings), settings)
    taken: dict[int, list[Patch]] = defaultdict(list)
    for patch in wide:
        for n in patch.place(0):
            taken[n].append(patch)
    out = list(wide)
    for patch in close:
        rivals = {w for n in patch.place(0) for w in taken.get(n, ())}
        if not any(w.right_first <= patch.right_last and patch.right_first <= w.right_last for w in rivals):
            out.append(_widened(left, right, patch, weight, settings))
    return sorted(out)


def _close(left: Fragments, right: Fragments, seeds: Sequence[Seed], weight: Weigh, settings: Settings) -> list[Patch]:
    """Patches grown from seeds that stand close together on both sides."""
    out: list[Patch] = []
    todo = [(seeds, settings.align_patch_gap)]
    while todo:
        some, gap = todo.pop()
        for group in grouped(some, gap, gap):
            a, b, c, d = _extent(group)
            alike = round(cosine(left.keys(a, b), right.keys(c, d), weight), 4)
            if alike < settings.align_patch_cosine:
                if gap:
                    todo.append((group, gap - 1))
            elif len(group) > 1 or alike >= settings.align_patch_single:
                out.append(Patch(a, b, c, d, alike))
    return out


def _digests(
    left: Fragments,
    right: Fragments,
    seeds: Sequence[Seed],
    close: Sequence[Patch],
    weight: Weigh,
    settings: Settings,
) -> list[Patch]:
    """Patches in which a few sentences condense what is scattered over the other side."""
    # A patch that is about as long here as there says where its words come from: no digest.
    equal = []
    for patch in close:
        here, there = left.words(*patch[:2]), right.words(*patch[2:4])
        alike_long = max(here, there) < settings.align_digest_equal * min(here, there)
        if alike_long and min(len(patch.place(0)), len(patch.place(1))) > 1:
            equal.append(patch)
    near, far = settings.align_digest_gap, settings.align_digest_far
    out: list[Patch] = []
    for side, short, long in ((0, left, right), (1, right, left)):
        homes: dict[int, list[int]] = defaultdict(list)  # fragment of the short side -> patches that it is in
        for n, p in enumerate(equal):
            for at in p.place(side):
                homes[at].append(n)
        for group in grouped(seeds, far if side else near, near if side else far):
            a, b, c, d = _extent(group, side)
            best: dict[int, Seed] = {}
            for seed in group:
                at = seed.at(side)
                if at not in best or seed.cosine > best[at].cosine:
                    best[at] = seed
            if (
                min(len(best), len({s.at(1 - side) for s in group})) < settings.align_digest_fragments
                or long.words(c, d) < settings.align_digest_ratio * short.words(a, b)
                or len(best) < settings.align_digest_dense * (b - a + 1)
            ):
                continue
            digest, digested = short.keys(a, b), long.keys(c, d)
            alike = round(cosine(digest, digested, weight), 4)
            if (
                alike < settings.align_patch_cosine
                or contained(digest, digested, weight) < settings.align_digest_contained
            ):
                continue
            shares: Counter[int] = Counter()
            for at, seed in best.items():
                for n in homes.get(at, ()):
                    if seed.at(1 - side) in equal[n].place(1 - side):
                        shares[n] += round(10_000 * seed.cosine**2)
            told = sum(round(10_000 * s.cosine**2) for s in best.values())
            if max(shares.values(), default=0) > settings.align_digest_explained * told:
                continue
            if long.words(c, d) >= settings.align_digest_whole * long.words(0, len(long.all) - 1):
                c, d = 0, len(long.all) - 1
            out.append(Patch(c, d, a, b, alike, True) if side else Patch(a, b, c, d, alike, True))
    return out


def _undisputed(patches: Sequence[Patch], settings: Settings) -> list[Patch]:
    """The best of `patches`, no two largely in the same place of either report."""
    kept: list[Patch] = []
    taken: tuple[set[int], set[int]] = set(), set()
    for patch in sorted(patches, key=lambda p: (-p.cosine, p)):
        places = patch.place(0), patch.place(1)
        if all(
            sum(n in gone for n in place) <= settings.align_patch_overlap * len(place)
            for place, gone in zip(places, taken)
        ):
            kept.append(patch)
            for place, gone in zip(places, taken):
                gone.update(place)
    return kept


def _widened(left: Fragments, right: Fragments, patch: Patch, weight: Weigh, settings: Settings) -> Patch:
    """`patch` with the fragments at its borders whose words are mostly in the other side of it."""
    a, b, c, d = patch[:4]
    for _ in range(_WIDEN_MAX):
        before = a, b, c, d
        there = right.keys(max(0, c - 1), min(len(right.all) - 1, d + 1))
        a -= a > 0 and contained(left.all[a - 1].keys, there, weight) >= settings.align_patch_border
        b += b + 1 < len(left.all) and contained(left.all[b + 1].keys, there, weight) >= settings.align_patch_border
        here = left.keys(max(0, a - 1), min(len(left.all) - 1, b + 1))
        c -= c > 0 and contained(right.all[c - 1].keys, here, weight) >= settings.align_patch_border
        d += d + 1 < len(right.all) and contained(right.all[d + 1].keys, here, weight) >= settings.align_patch_border
        if (a, b, c, d) == before:
            break
    return patch._replace(left_first=a, left_last=b, right_first=c, right_last=d)
