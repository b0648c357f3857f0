"""Weighing: the sentences of a story as tokens, each with the weight that its rarity gives it."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from retold import kinds
from retold.words import Token, common_words, key, learn_acronyms, read_tokens, split_words, stop_words

# A story of two reports has some forty sentences, too few to tell "also" from "Kestrin": the common words
# stand in a background of so many sentences more.
_BACKGROUND_SENTENCES = 200

# Figures are what a rewriter keeps when every word around them changes; names come next.
_KIND_WEIGHT = {"number": 1.15, "name": 1.1, "word": 1.0, "function": 0.0}

# Kindred words ("stressed" for "said") speak for a link less than the word itself.
KINDRED_STRENGTH = 0.6

# Two spellings of one word share most of their letter triples: "Kestrin", "Kestren".
_SPELLING_SHARE = 0.6
_SPELLING_LETTERS = 6

# A figure with its digits in another order is most often that figure miswritten: "186 million", "168 million".
_SLIP_DIGITS = 3


class Weighed(msgspec.Struct, frozen=True, gc=False, order=True):
    """A sentence's content: its tokens that are no function words, the keys of each, and their weights."""

    tokens: tuple[Token, ...]
    keys: tuple[tuple[str, ...], ...]
    weights: tuple[float, ...]
    mass: float
    names: frozenset[str]


def weigh(texts: Sequence[str], wholes: Iterable[str]) -> list[Weighed]:
    """Each of `texts` (distinct sentences of a story) weighed; acronyms are learnt from `wholes`, its reports."""
    acronyms = _Acronyms(wholes)
    read = [acronyms.marked(read_tokens(text)) for text in texts]
    read = [[t for t in tokens if t.kind != "function"] for tokens in read]
    twins = _spelling_twins({t.key for tokens in read for t in tokens if t.kind in ("word", "name")})
    keyed = [[(t.key, *t.others, *twins.get(t.key, ()), *_digits(t)) for t in tokens] for tokens in read]
    holders: Counter[str] = Counter()
    for keys in keyed:
        holders.update({k[0] for k in keys})
    background = common_words()
    total = len(texts) + _BACKGROUND_SENTENCES

    def rarity(token: Token) -> float:
        common = background.get(token.key, 0.0) * _BACKGROUND_SENTENCES
        return math.log((total + 1) / (holders[token.key] + common + 0.5)) * _KIND_WEIGHT[token.kind]

    out = []
    for tokens, keys in zip(read, keyed):
        weights = tuple(round(rarity(t), 4) for t in tokens)
        names = frozenset(t.key for t in tokens if t.kind == "name")
        out.append(Weighed(tuple(tokens), tuple(keys), weights, round(math.fsum(weights), 4), names))
    return out


class _Acronyms:
    """The acronyms that a story's reports explain, and how to mark tokens that stand for one."""

    def __init__(self, wholes: Iterable[str]) -> None:
        learnt: dict[str, str] = {}
        for whole in wholes:
            for acronym, name in learn_acronyms(whole).items():
                if acronym not in learnt or name < learnt[acronym]:
                    learnt[acronym] = name
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for acronym, name in sorted(learnt.items()):
            stems = tuple(key(w.text) for w in split_words(name) if w.text.casefold() not in stop_words())
            if len(stems) > 1:
                self._phrases[stems[0]].append((stems, key(acronym)))

    def marked(self, tokens: list[Token]) -> list[Token]:
        """`tokens`, those of a spelt-out name with its acronym among their further keys."""
        if not self._phrases:
            return tokens
        content = [n for n, t in enumerate(tokens) if t.kind != "function"]
        out = list(tokens)
        for at, n in enumerate(content):
            for stems, acronym in self._phrases.get(tokens[n].key, ()):
                places = content[at : at + len(stems)]
                if tuple(tokens[p].key for p in places) == stems:
                    for p in places:
                        out[p] = msgspec.structs.replace(out[p], others=(*out[p].others, acronym))
        return out


def _digits(token: Token) -> tuple[str, ...]:
    """The key that a figure shares with those of the same digits in another order; none for short or round ones."""
    if token.kind != "number":
        return ()
    digits = sorted(c for c in token.key if c.isdigit() and c != "0")
    return (f"~{'.' in token.key}{''.join(digits)}",) if len(digits) >= _SLIP_DIGITS and len(set(digits)) > 1 else ()


def _trigrams(word: str) -> set[str]:
    return {word[n : n + 3] for n in range(len(word) - 2)}


def _spelling_twins(vocabulary: set[str]) -> dict[str, tuple[str, ...]]:
    """Key -> further keys that it shares with other spellings of the word in `vocabulary`."""
    buckets: dict[str, list[str]] = defaultdict(list)
    for word in sorted(vocabulary):
        if len(word) >= _SPELLING_LETTERS and word.isalpha():
            buckets[word[:2]].append(word)
    twins: dict[str, list[str]] = defaultdict(list)
    for words in buckets.values():
        if len(words) > 200:  # a very large story: the rescue is not worth its square
            continue
        grams = [_trigrams(w) for w in words]
        for i, left in enumerate(words):
            for j in range(i + 1, len(words)):
                right = words[j]
                if abs(len(left) - len(right)) > 2:
                    continue
                if 2 * len(grams[i] & grams[j]) >= _SPELLING_SHARE * 1.25 * (len(grams[i]) + len(grams[j])):
                    shared = f"{left}={right}"
                    twins[left].append(shared)
                    twins[right].append(shared)
    return {w: tuple(k) for w, k in twins.items()}


def shown(report: kinds.Report, sentence: kinds.Sentence) -> str:
    """The sentence's letters, white space made one blank."""
    return re.sub(r"\s+", " ", report.text[sentence.start : sentence.end])
