"""Which sentences of a source speak for a claim, and which of their words answer the claim's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import msgspec

from retold.record.claim_words import Part, broader_kinds, member_kinds, near_groups, part_of
from retold.record.comparing import Side, W
from retold.terms import FIGURE_BITS, word_bits

# How sure two words are one: the word itself, an equivalent, a near synonym, a word that begins alike.
SAME, EQUAL, NEAR, ALIKE = 1.0, 0.95, 0.7, 0.5
_BEGINNING = 5  # letters: "negotiate", "negotiations"
EVIDENCE_MOST = 3  # sentences
_PLACES_MOST = 60  # of one key in the source that are looked at


class Told(msgspec.Struct, frozen=True, gc=False, order=True):
    """A word of a claim or a source: what it is, how rare, and all under which it may be met."""

    word: W
    part: Part
    bits: float
    keys: frozenset[str]  # the word itself or what stands for it
    near: frozenset[str]  # groups of near synonyms
    place: int  # among all words of its report
    kinds: frozenset[tuple[str, str]] = frozenset()  # of which kind it is, and which one: vehicles, van


def rivals(left: Told, right: Told) -> bool:
    """Whether two words are of one kind and not the same of it: van and lorry, second and third."""
    if not left.kinds or not right.kinds or left.keys & right.keys or left.near & right.near:
        return False
    mine = {member for _, member in left.kinds}
    theirs = {member for _, member in right.kinds}
    return mine.isdisjoint(theirs) and bool({k for k, _ in left.kinds} & {k for k, _ in right.kinds})


def is_cased(side: Side) -> bool:
    """Whether a report writes names with capitals: one content word in forty inside its sentences at least."""
    inner = [w for n in range(min(len(side.sentences), 50)) for w in side.words(n)[1:] if w.content]
    return 40 * sum(w.text[:1].isupper() for w in inner) >= len(inner)


def told_words(side: Side, sentence: int, first: int = 0, cased: bool = True, source: bool = False) -> list[Told]:
    """The words of a sentence; `first` is the place of its first one, `cased` whether names have capitals.

    A broader word may stand for a source's narrower one, never the other way: of a source the members are told.
    """
    words = side.words(sentence)
    near = near_groups(words)
    kinds = member_kinds(words)
    found = []
    for n, w in enumerate(words):
        strong = frozenset((w.stem, *(k for k in w.keys if k[:1] != "~"))) if w.content else frozenset((w.folded,))
        if w.kind == "number":
            strong |= _joined(side, words, n)
            near[n] |= _counted(w.folded)
        bits = 0.0 if not w.content else FIGURE_BITS if w.kind == "number" else max(word_bits(w.stem), 1.0)
        of = {kind for kind, _ in kinds[n]} if source else set(broader_kinds(w))
        groups = near[n] | of if w.content else frozenset()
        found.append(Told(w, part_of(words, n, cased), bits, strong, groups, first + n, kinds[n]))
    return found


def _joined(side: Side, words: Sequence[W], n: int) -> frozenset[str]:
    """What a figure is that was torn at its comma: "235, 000" is 235,000."""
    for first, second in ((n - 1, n), (n, n + 1)):
        if first >= 0 and second < len(words) and words[first].text.isdigit() and words[second].text.isdigit():
            between = side.text[words[first].end : words[second].start]
            if between == ", " and len(words[second].text) == 3 and len(words[first].text) <= 3:
                return frozenset((f"{words[first].text},{words[second].text}", words[first].text + words[second].text))
    return frozenset()


def _counted(folded: str) -> frozenset[str]:
    """The count in a figure with letters after it: the 300th goal is 300 goals, the 60s are the 1960s."""
    found = re.fullmatch(r"(\d+)(?:st|nd|rd|th|s|am|pm)?", folded)
    if not found:
        return frozenset()
    digits = found.group(1)
    return frozenset((f"n{digits[2:] if len(digits) == 4 and folded.endswith('s') else digits}",))


def beginning(word: W) -> str:
    """The letters under which words of one family are met; empty for short ones, figures and names in capitals."""
    return word.stem[:_BEGINNING] if len(word.stem) >= _BEGINNING and word.kind != "number" else ""


class SourceIndex:
    """A source report as the place to look a claim's words up in."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.sentences: list[list[Told]] = []
        self.keys: dict[str, list[int]] = {}
        self.groups: dict[str, list[int]] = {}
        self.beginnings: dict[str, list[int]] = {}
        self.words: list[Told] = []
        self.cased = is_cased(side)
        for n in range(len(side.sentences)):
            told = told_words(side, n, len(self.words), self.cased, source=True)
            self.sentences.append(told)
            self.words += told
        for t in self.words:
            if not t.word.content:
                continue
            for k in t.keys:
                self.keys.setdefault(k, []).append(t.place)
            for g in t.near:
                self.groups.setdefault(g, []).append(t.place)
            begins = beginning(t.word)
            if begins:
                self.beginnings.setdefault(begins, []).append(t.place)

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """Every three neighbours of a sentence, folded."""
        return frozenset(
            (a.word.folded, b.word.folded, c.word.folded) for s in self.sentences for a, b, c in zip(s, s[1:], s[2:])
        )

    @cached_property
    def folded(self) -> frozenset[str]:
        """Every word, folded."""
        return frozenset(t.word.folded for t in self.words)

    def places(self, t: Told) -> dict[int, float]:
        """Where in the source a word like `t` stands, and how sure it is the same."""
        found: dict[int, float] = {}
        for sure, table, wanted in (
            (ALIKE, self.beginnings, (beginning(t.word),)),
            (NEAR, self.groups, t.near),
            (EQUAL, self.keys, t.keys),
        ):
            for k in wanted:
                for place in table.get(k, ())[:_PLACES_MOST]:
                    found[place] = (
                        SAME if self.words[place].word.stem == t.word.stem else max(sure, found.get(place, 0))
                    )
        return found


class Answer(msgspec.Struct, frozen=True, gc=False, order=True):
    """What answers a claim's sentence: evidence sentences, best first, and word for word who answers whom."""

    words: list[Told]
    evidence: list[int]
    pairs: dict[int, int]  # index in `words` -> place in the source
    sure: dict[int, float]  # index in `words` -> how sure its answer is
    places: list[dict[int, float]]  # for each word all places in the source that are like it


def answer(source: SourceIndex, words: Sequence[Told]) -> Answer:
    """The evidence for a claim's words."""
    places = [source.places(t) if t.word.content else {} for t in words]
    by_sentence: dict[int, dict[int, float]] = {}
    for n, found in enumerate(places):
        for place, sure in found.items():
            best = by_sentence.setdefault(source.words[place].word.sentence, {})
            best[n] = max(best.get(n, 0.0), sure)
    mass = sum(t.bits for t in words) or 1.0
    left = {n: 1.0 for n, t in enumerate(words) if t.bits}
    chosen: list[int] = []
    # Words that stand together in the source speak for its sentence more than the same ones strewn about.
    runs = {s: _run_share(words, best) for s, best in by_sentence.items()}
    while len(chosen) < EVIDENCE_MOST:
        scored = []
        for s, best in by_sentence.items():
            if s not in chosen:
                gain = sum(max(0.0, sure - (1 - left[n])) * words[n].bits for n, sure in best.items()) / mass
                scored.append((-round(gain + 0.1 * runs[s], 6), s, gain))
        if not scored:
            break
        _, s, gain = min(scored)
        if chosen and gain < 0.1:
            break
        chosen.append(s)
        for n, sure in by_sentence[s].items():
            left[n] = min(left[n], 1 - sure)
    pairs, kept = _pair(source, words, places, chosen)
    return Answer(list(words), chosen, pairs, kept, places)


def _run_share(words: Sequence[Told], best: dict[int, float]) -> float:
    content = [n for n, t in enumerate(words) if t.bits]
    together = sum(1 for a, b in pairwise(content) if a in best and b in best)
    return together / max(1, len(content) - 1)


def _pair(
    source: SourceIndex, words: Sequence[Told], places: Sequence[dict[int, float]], evidence: Sequence[int]
) -> tuple[dict[int, int], dict[int, float]]:
    """Word for word who answers whom in the evidence, one to one: surest first, those with like neighbours before others."""
    rank = {s: n for n, s in enumerate(evidence)}
    scored = []
    for n, found in enumerate(places):
        for place, sure in found.items():
            sentence = source.words[place].word.sentence
            if sentence not in rank:
                continue
            beside = 0
            for step in (-2, -1, 1, 2):
                if 0 <= n + step < len(words):
                    near = places[n + step]
                    beside += any(place + d in near for d in (step - 1, step, step + 1))
            scored.append((-round(sure * 3 + beside * 0.5 - 0.4 * rank[sentence], 6), n, place, sure))
    pairs: dict[int, int] = {}
    kept: dict[int, float] = {}
    taken: set[int] = set()
    for _, n, place, sure in sorted(scored):
        if n not in pairs and place not in taken:
            pairs[n], kept[n] = place, sure
            taken.add(place)
    return pairs, kept
