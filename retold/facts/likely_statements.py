"""The learnt reader: for each token of a clause how likely it heads a cue, then what is told and who tells it.

The rules of `attribution` speak first; where they found a statement is a feature like others, so that this
reader drops some of theirs, moves the borders of others and adds what no rule knows. Its weights come from
lab/statements/fit_statements.py. It counts whatever annotators of attribution count, attitudes and thoughts as
much as words, and so serves the breadth "wide" alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate
from typing import NamedTuple
from zlib import crc32

from retold.data import read_lines
from retold.facts.attribution import Found
from retold.facts.clauses import Clause, Phrase
from retold.facts.cues import Lexicon
from retold.facts.likely_cues import cue_texts, may_head
from retold.facts.likely_marks import Marks
from retold.facts.likely_sources import none_texts, source_texts, sources
from retold.facts.likely_spans import (
    FAR,
    Side,
    end_texts,
    left_side,
    nothing_texts,
    pair_texts,
    right_side,
    start_texts,
)
from retold.facts.speakers import Speakers

Stretch = tuple[int, int]

# A token less likely the head of a cue is not looked at further; a guess that costs nothing at the cut-off below.
WORTH_A_LOOK = 0.12
# A longer clause, in tokens, is no sentence and no quotation of a speech: what the rules say of it stands.
LONGEST = 1500
# The most likely spans among which the one is chosen that most of the others agree with.
CHOICES = 12
# How much the likelihood of a span itself counts beside that of the spans it agrees with: where borders are in doubt
# it is better to have half of what was told than all of something else.
OWN = 0.7
# The most likely borders that are tried with each other.
BORDERS = 6


class Choice(NamedTuple):
    """A span of one side, and how much of the likelihood is on spans like it; None for nothing there."""

    span: Stretch | None
    sure: float
    nothing: float


class Candidate(NamedTuple):
    """A cue that may be one, the likeliest content and source, and what the rules found there."""

    head: int
    sure: float
    content: list[Stretch]
    source: Stretch | None
    rule: Found | None


class LikelyReader:
    """Reads clauses with `weights`: hashed features to log-odds.

    Args:
        cut_off: the least chance a statement must have.
    """

    def __init__(self, weights: dict[int, float], cut_off: float) -> None:
        self.weights = weights
        self.cut_off = cut_off

    def weigh(self, texts: Iterable[str]) -> float:
        """The sum of the weights of `texts`."""
        get = self.weights.get
        return sum([get(crc32(t.encode("utf-8", "surrogatepass")), 0.0) for t in texts])

    def reread(
        self, clause: Clause, found: list[Found], words: Lexicon, speakers: Speakers, headline: bool
    ) -> list[Found]:
        """The statements of `clause`, `found` being what the rules say they are."""
        if clause.size > LONGEST:
            return found
        ranked = self.rank(clause, found, words, speakers, headline)
        return [f for sure, _, f in sorted(ranked, key=lambda item: item[1]) if sure >= self.cut_off]

    def rank(
        self, clause: Clause, found: list[Found], words: Lexicon, speakers: Speakers, headline: bool
    ) -> list[tuple[float, int, Found]]:
        """The same below the cut-off too: how sure each statement is, and where its cue is."""
        marks = Marks(clause, words, headline)
        seen = self.candidates(marks, found)
        return [(item.sure, item.head, self._found(marks, item, speakers)) for item in _unlike(seen)]

    def candidates(self, marks: Marks, found: list[Found]) -> list[Candidate]:
        """The cues of a clause that are worth a look, with content and source."""
        rules = {k: f for f in reversed(found) for k in range(*f.cue)}
        out = []
        for k, texts in asked(marks, found):
            chance = _chance(self.weigh(texts))
            if chance < WORTH_A_LOOK:
                continue
            sure, content = self.content(marks, k, rules.get(k))
            if content:
                source = self.source(marks, k, content, rules.get(k))
                out.append(Candidate(k, chance * sure, content, source, rules.get(k)))
        return out

    # ------------------------------------------------------------ what is told

    def content(self, m: Marks, head: int, rule: Found | None) -> tuple[float, list[Stretch]]:
        """What the cue at `head` tells, and how sure that is."""
        on_left, on_right = sides(rule, head)
        before, after = left_side(m, head, on_left), right_side(m, head, on_right)
        left = self.choose(m, before, [nothing_texts(m, before, False)])[0]
        alone, beside = self.choose(m, after, [nothing_texts(m, after, False), nothing_texts(m, after, True)])
        some, more = 1.0 - left.nothing, 1.0 - beside.nothing
        options = [
            (left.nothing * (1.0 - alone.nothing) * alone.sure, (None, alone.span)),
            (some * beside.nothing * left.sure, (left.span, None)),
            (some * more * min(left.sure, beside.sure), (left.span, beside.span)),
        ]
        sure, spans = max(options, key=lambda option: option[0])
        return sure, [s for s in spans if s is not None]

    def choose(self, m: Marks, side: Side, nothing: list[list[str]]) -> list[Choice]:
        """The span of `side` with which most of the likely ones agree, against each of `nothing`."""
        starts = self._best([(self.weigh(start_texts(m, side, s)), s) for s in side.starts])
        ends = self._best([(self.weigh(end_texts(m, side, e)), e) for e in side.ends])
        scored = [
            (at_start + at_end + self.weigh(pair_texts(m, side, s, e)), (s, e))
            for at_start, s in starts
            for at_end, e in ends
            if s < e <= s + FAR
        ]
        return [_choose(scored, self.weigh(texts)) for texts in nothing]

    def _best(self, weighed: list[tuple[float, int]]) -> list[tuple[float, int]]:
        return sorted(weighed, key=lambda w: (-w[0], w[1]))[:BORDERS]

    # ------------------------------------------------------------ who tells it

    def source(self, m: Marks, head: int, content: list[Stretch], rule: Found | None) -> Stretch | None:
        """Who the cue at `head` belongs to; None where nobody is named."""
        given = rule.source if rule else None
        scored = [(self.weigh(source_texts(m, head, content, s, given)), s) for s in sources(m, head, content, given)]
        best = _choose(scored, self.weigh(none_texts(m, head, content, given)))
        return best.span if best.nothing < 0.5 else None

    def _found(self, m: Marks, item: Candidate, speakers: Speakers) -> Found:
        rule, source = item.rule, item.source
        if rule is not None and rule.source == source:
            return rule._replace(content=item.content)
        cues = m.words.cues.get(m.c.low[item.head])
        speaker: tuple[str, ...] = ()
        kind, sex = "person", ""
        if source is not None:
            speaker, kind, sex = speakers.resolve(m.c, Phrase(source, source))
        place = (
            "source" if m.form[item.head] == "according" else "after" if item.content[0][0] < item.head else "before"
        )
        return Found(
            cue=rule.cue if rule else (item.head, item.head + 1),
            cue_class=cues[0].cue_class if cues else "neutral",
            speaker=speaker,
            source=source,
            content=item.content,
            place=place,
            kind=kind,
            sex=sex,
        )


def sides(rule: Found | None, head: int) -> tuple[Stretch | None, Stretch | None]:
    """What a rule took for content to the left and to the right of the cue at `head`."""
    if rule is None:
        return None, None
    left = [s for s in rule.content if s[1] <= head and s[0] < s[1]]
    right = [s for s in rule.content if s[0] > head and s[0] < s[1]]
    return (left[0] if left else None), (right[0] if right else None)


def alike(left: Stretch, right: Stretch) -> bool:
    """Whether two spans share half of what either has."""
    both = min(left[1], right[1]) - max(left[0], right[0])
    return both * 2 >= max(left[1], right[1]) - min(left[0], right[0])


def _choose(scored: list[tuple[float, Stretch]], none: float) -> Choice:
    if not scored:
        return Choice(None, 0.0, 1.0)
    top = max(none, max(scored)[0])
    chances = sorted(((math.exp(score - top), span) for score, span in scored), key=lambda c: (-c[0], c[1]))
    nothing = math.exp(none - top)
    spans = sum(c for c, _ in chances)
    near = [c for c in chances[: 2 * CHOICES] if c[0] > 0.01 * chances[0][0]]
    best, mass, merit = chances[0][1], 0.0, -1.0
    for chance, span in near[:CHOICES]:
        agreed = sum(c for c, other in near if alike(span, other))
        if agreed + OWN * chance > merit + 1e-9:
            best, mass, merit = span, agreed, agreed + OWN * chance
    return Choice(best, mass / spans, nothing / (nothing + spans))


def _chance(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


def asked(m: Marks, found: list[Found]) -> Iterator[tuple[int, list[str]]]:
    """The tokens that may head a cue, each with what speaks for it, `found` being what the rules say."""
    places = {k: f.place for f in reversed(found) for k in range(*f.cue)}
    opened = [0] * (m.size + 1)
    for lo, hi in [stretch for f in found for stretch in f.content]:
        opened[lo] += 1
        opened[max(lo, hi)] -= 1
    told = list(accumulate(opened))
    for k in range(m.size):
        if may_head(m, k):
            yield k, cue_texts(m, k, places, told[k] > 0)


def _unlike(seen: list[Candidate]) -> list[Candidate]:
    """`seen` in order, without the less likely of two neighbouring cues that tell the same."""
    kept: list[Candidate] = []
    for item in seen:
        rival = next((n for n in range(len(kept) - 1, max(-1, len(kept) - 5), -1) if _same(kept[n], item)), None)
        if rival is None:
            kept.append(item)
        elif kept[rival].sure < item.sure:
            kept[rival] = item
    return kept


def _same(left: Candidate, right: Candidate) -> bool:
    return (
        abs(left.head - right.head) <= 4
        and len(left.content) == len(right.content)
        and all(alike(a, b) for a, b in zip(left.content, right.content, strict=True))
    )


def likely_reader(cut_off: float) -> LikelyReader:
    """The reader with the weights that come with the program."""
    return LikelyReader(_weights(), cut_off)


@cache
def _weights() -> dict[int, float]:
    """Hashed feature -> log-odds, from the file of weights."""
    weights: dict[int, float] = {}
    for line in read_lines("statements/en_weights.txt"):
        feature, hundredths = line.split()
        weights[int(feature, 36)] = int(hundredths) / 100
    return weights
