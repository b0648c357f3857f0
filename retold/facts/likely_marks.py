"""What the learnt reader sees of a clause: a few strings for each token, general words and shapes and never a name."""

from __future__ import annotations

from functools import cached_property
from zlib import crc32

from retold.facts.clauses import BREAKS, DASHES, Clause
from retold.facts.cues import Lexicon

_NOT_A_NAME = (
    "determiner",
    "pronoun",
    "preposition",
    "subordinator",
    "conjunction",
    "auxiliary",
    "adverb",
    "month",
    "weekday",
    "role",
)
_SIZES = (0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 45, 70)


def hashed(feature: str) -> int:
    """The number that stands for `feature` in the file of weights: CRC-32, the same on every machine."""
    return crc32(feature.encode("utf-8", "surrogatepass"))


def size_of(count: int) -> str:
    """`count` as one of a few sizes, so that rare lengths share a weight with their neighbours."""
    size = abs(count)
    found = next((n for n, limit in enumerate(_SIZES) if size <= limit), len(_SIZES))
    return f"-{found}" if count < 0 else str(found)


class Marks:
    """One clause, each of its tokens as a word (a name is "X", a number "0"), as a kind of word, and as a stem."""

    def __init__(self, clause: Clause, words: Lexicon, headline: bool) -> None:
        self.c = clause
        self.words = words
        self.headline = headline
        self.size = clause.size
        lists = words.lists
        self._not_names = frozenset().union(*(lists[n] for n in _NOT_A_NAME))
        self.form = [self._form(k) for k in range(self.size)]
        self.kind = [self._kind(k) for k in range(self.size)]
        self.breaks = [0]
        self.commas = [0]
        for k in range(self.size):
            outside = clause.quoted[k] < 0
            self.breaks.append(self.breaks[-1] + (outside and clause.raw[k] in BREAKS and clause.raw[k] != ","))
            self.commas.append(self.commas[-1] + (outside and clause.raw[k] == ","))
        self.verbs = [0]
        for k in range(self.size):
            word = clause.low[k]
            # inside quotations `Clause.verbs` knows none
            verb = clause.verbs[k] or (clause.quoted[k] >= 0 and (word in words.finite or "'" in word or "’" in word))
            self.verbs.append(self.verbs[-1] + verb)

    def _form(self, k: int) -> str:
        raw, low = self.c.raw[k], self.c.low[k]
        if raw[0].isdigit():
            return "0"
        if raw[0].isupper() and low not in self._not_names:
            opens = k == 0 or self.c.raw[k - 1] in BREAKS or self.c.opens_quote(k)
            return low if opens and low in self.words.verbal else "X"
        return low

    def _kind(self, k: int) -> str:
        c, low, lists = self.c, self.c.low[k], self.words.lists
        if not low[0].isalnum():
            return "“" if c.raw[k] in ('"', "“", "”", "''", "``") else c.raw[k]
        if self.form[k] in ("0", "X"):
            return self.form[k]
        if low in c.pronouns or low in c.auxiliaries or low in c.subordinators:
            return low
        for name, short in (
            ("determiner", "D"),
            ("preposition", "P"),
            ("adverb", "A"),
            ("role", "R"),
            ("announcing", "N"),
        ):
            if low in lists[name]:
                return short
        if c.verbs[k]:
            return "V"
        if low in self.words.cues:
            return "C"
        for end in ("ing", "ed", "ly", "s"):
            if low.endswith(end):
                return end
        return "n"

    @cached_property
    def stems(self) -> list[str]:
        return [self._stem(k) for k in range(self.size)]

    def _stem(self, k: int) -> str:
        word = self.form[k]
        cues = self.words.cues.get(word)
        if cues:
            return cues[-1].lemma
        for end in ("ies", "ing", "ed", "es", "s", "e"):
            if word.endswith(end) and len(word) > len(end) + 2:
                return word[: -len(end)]
        return word

    def word(self, k: int) -> str:
        """The token at `k` as a word; "^" before the clause and "$" after it."""
        return self.form[k] if 0 <= k < self.size else "^" if k < 0 else "$"

    def sort(self, k: int) -> str:
        """The kind of word at `k`; "^" before the clause and "$" after it."""
        return self.kind[k] if 0 <= k < self.size else "^" if k < 0 else "$"

    def quotes(self, k: int) -> str:
        """How token `k` stands to quotations: opens, closes, inside, outside."""
        c = self.c
        if not 0 <= k < self.size or c.quoted[k] < 0:
            return "o"
        return "(" if c.opens_quote(k) else ")" if c.closes_quote(k) else "i"

    def is_dash(self, k: int) -> bool:
        return 0 <= k < self.size and self.c.raw[k] in DASHES

    def actor_left(self, k: int) -> str:
        """The kind of word that stands before token `k` and its auxiliaries and adverbs."""
        at = self.c.skip_back(k) - 1
        return self.sort(at)
