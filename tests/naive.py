"""What the kernels do, said slowly in plain Python: the property tests hold the two equal."""

from __future__ import annotations

import math
from functools import cache
from itertools import combinations

from retold.kernels import folding
from retold.kernels.folding import ALONE, IGNORED, WORD

fold_letter, kind_of = cache(folding.fold_letter), cache(folding.kind_of)

ALL = (1 << 64) - 1
MIX, STEP, LAST = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xBF58476D1CE4E5B9
NGRAM = 5


def hash_word(folded: bytes) -> int:
    value = 0
    for at in range(0, len(folded), 8):
        value = ((value ^ int.from_bytes(folded[at : at + 8], "little")) * MIX) & ALL
        value ^= value >> 32
    return value


def read_words(text: str) -> list[tuple[int, int, int]]:
    """(hash, start, end) of each word."""
    out: list[tuple[int, int, int]] = []
    word, start, end = "", -1, 0
    for at, letter in enumerate([*text, " "]):
        kind = kind_of(letter)
        if kind == IGNORED:
            continue
        if start >= 0 and kind != WORD:
            out.append((hash_word(word.encode()), start, end))
            start = -1
        if kind == ALONE:
            out.append((hash_word(fold_letter(letter).encode()), at, at + 1))
        elif kind == WORD:
            if start < 0:
                word, start = "", at
            word += fold_letter(letter)
            end = at + 1
    return out


def find_ngrams(hashes: list[int]) -> list[int]:
    out = []
    for at in range(max(1, len(hashes) - NGRAM + 1) if hashes else 0):
        value = 0
        for word in hashes[at : at + NGRAM]:
            value = (value * STEP + word) & ALL
        value = ((value ^ (value >> 32)) * LAST) & ALL
        out.append(value ^ (value >> 29))
    return out


def winnow(ngrams: list[int], window: int) -> list[int]:
    """The places of the least n-gram of each window, the last of equals."""
    chosen: list[int] = []
    for end in range(min(window, len(ngrams)), len(ngrams) + 1):
        places = range(max(0, end - window), end)
        best = min(places, key=lambda n: (ngrams[n], -n), default=None)
        if best is not None and best not in chosen:
            chosen.append(best)
    return chosen


def marks(ngrams: list[int], window: int) -> list[int]:
    """The n-grams that winnowing chose, what is said over and over once."""
    chosen = [ngrams[place] for place in winnow(ngrams, window)]
    return [gram for n, gram in enumerate(chosen) if n == 0 or gram != chosen[n - 1]]


def find_candidates(texts: list[str], settings) -> dict[tuple[int, int], int]:
    """{(one, other): n-grams in common} of the pairs, by place; the copies of a large family with its first only."""
    hashes = [[word for word, _, _ in read_words(text)] for text in texts]
    ngrams = [find_ngrams(words) for words in hashes]
    first: dict[tuple[int, ...], int] = {}
    families: dict[int, list[int]] = {}
    for n, words in enumerate(hashes):
        families.setdefault(first.setdefault(tuple(words), n), []).append(n)
    folded = {n: one for one, family in families.items() if len(family) > settings.match_family_max for n in family[1:]}
    low = max(1, len(texts).bit_length())
    lists: dict[int, set[int]] = {}
    held_marks = []
    for grams in ngrams:
        held_marks.append(len(marks(grams, settings.match_window)))
    for n, grams in enumerate(ngrams):
        for place in winnow(grams, settings.match_window) if n not in folded else ():
            lists.setdefault(grams[place] >> low, set()).add(n)
    floor = max(1, round(16 * (math.log2(max(1, len(texts))) - math.log2(settings.match_lone_mark))))
    cap = settings.match_mark_cap
    weight: dict[tuple[int, int], int] = {}
    count: dict[tuple[int, int], int] = {}
    for holders in lists.values():
        held = sorted(holders)
        reach = len(held) if len(held) <= cap else cap * cap // (2 * len(held)) + 1
        rarity = max(1, round(16 * math.log2(len(texts) / len(held))))
        for i, j in combinations(range(len(held)), 2):
            if j - i <= reach and len(held) > 1:
                pair = held[i], held[j]
                weight[pair] = weight.get(pair, 0) + rarity
                count[pair] = count.get(pair, 0) + 1
    sets = [{gram >> 32 for gram in grams} for grams in ngrams]
    found = {}
    for (i, j), total in weight.items():
        shared = len(sets[i] & sets[j])
        least = min(len(sets[i]), len(sets[j]))
        many = 2 * count[i, j] >= min(held_marks[i], held_marks[j])
        alike = shared >= settings.match_shared_ngrams or shared >= least * settings.match_copied_runs
        if (total >= floor or many) and shared and alike:
            found[i, j] = shared
    for n, one in folded.items():
        if sets[n]:
            found[one, n] = len(sets[n])
    return found


def grow(left: list[int], right: list[int], i: int, j: int, step: int, miss: int, slack: int) -> tuple[int, int]:
    best = worth = far = same = best_same = n = 0
    while 0 <= i < len(left) and 0 <= j < len(right):
        n += 1
        if left[i] == right[j]:
            worth, same = worth + 100, same + 1
            if worth >= best:
                best, far, best_same = worth, n, same
        else:
            worth -= miss
            if worth < best - slack:
                break
        i, j = i + step, j + step
    return far, best_same


def find_stretches(owner: str, other: str, settings) -> list[tuple[int, int, int, int, int]]:
    """(owner start, end, other start, end in code points, same words) of each stretch that two texts share, sorted."""
    left_words, right_words = read_words(owner), read_words(other)
    left, right = [w for w, _, _ in left_words], [w for w, _, _ in right_words]
    if not left or not right:
        return []
    seed, miss, slack = (
        settings.align_bulk_seed,
        round(100 * settings.align_bulk_miss),
        round(100 * settings.align_bulk_slack),
    )
    places: dict[tuple[int, ...], list[int]] = {}
    for at in range(len(left) - seed + 1):
        places.setdefault(tuple(left[at : at + seed]), []).append(at)
    seeds = [(0, 0)] if left[0] == right[0] else []
    if left[-1] == right[-1]:
        seeds.append((len(left) - 1, len(right) - 1))
    for j in range(len(right) - seed + 1):
        there = places.get(tuple(right[j : j + seed]), [])
        seeds += [(i, j) for i in there] if len(there) <= settings.align_bulk_places else []
    reached: dict[int, int] = {}
    whole = min(settings.align_bulk_words, len(left), len(right))
    found: list[list[int]] = []
    for i, j in seeds:
        if reached.get(i - j, 0) > j:
            continue
        after, same_after = grow(left, right, i, j, 1, miss, slack)
        before, same_before = grow(left, right, i - 1, j - 1, -1, miss, slack)
        reached[i - j] = j + max(after, 1)
        same = same_after + same_before
        if same >= seed or same >= whole:
            found.append([i - before, i + after, j - before, j + after, same])
    found = unnested(joined(found, settings))
    return sorted(
        (left_words[a][1], left_words[b - 1][2], right_words[c][1], right_words[d - 1][2], same)
        for a, b, c, d, same in found
        if same >= whole and 100 * same >= round(100 * settings.align_bulk_density) * max(b - a, d - c)
    )


def joined(found: list[list[int]], settings) -> list[list[int]]:
    ordered = sorted(found, key=lambda s: (s[0], -s[1]))
    gone: set[int] = set()
    gap = settings.align_passage_gap_words
    for n, one in enumerate(ordered):
        grown = n not in gone
        while grown:
            grown = False
            for k in range(n + 1, min(len(ordered), n + 33)):
                two = ordered[k]
                if k in gone:
                    continue
                across, down = two[0] - one[1], two[2] - one[3]
                if across > gap:
                    break
                near = -gap <= across and -gap <= down <= gap and abs(across - down) <= settings.align_bulk_drift
                if near and two[1] > one[1] and two[3] > one[3]:
                    lap = max(0, -across, -down)
                    one[1], one[3], one[4] = two[1], two[3], one[4] + max(0, two[4] - lap)
                    gone.add(k)
                    grown = True
    # In the order that they were found in: equal ones are told apart by it.
    kept = {id(s) for n, s in enumerate(ordered) if n not in gone}
    return [s for s in found if id(s) in kept]


def unnested(found: list[list[int]]) -> list[list[int]]:
    for side in (0, 2):
        end, kept = -1, set()
        for one in sorted(found, key=lambda s: (s[side], -s[side + 1])):
            if one[side + 1] > end:
                kept.add(id(one))
                end = one[side + 1]
        found = [s for s in found if id(s) in kept]
    return found
