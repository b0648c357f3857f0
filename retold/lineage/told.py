"""A report as this room reads it: sentences with their words, terms and quotations, ready to be set against others."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from retold import kinds
from retold.kinds import Span
from retold.lineage.lexicon import words_of
from retold.spans import OffsetMap
from retold.terms import Term, find_terms
from retold.words import Word, fold, split_words

RUN = 4  # words; a run this long in common is wording, a shorter one a phrase of the language
QUOTE_WORDS = 4  # a quotation of fewer words is a term, not an utterance
COUPLE_WORDS = 3  # words from one figure to the next within a score or a vote
_QUOTE_RE = re.compile(r"[\"“„«]([^\"“”„«»]{3,2000})[\"”“»]")


class Said(NamedTuple):
    """A sentence: where it stands, its words folded, its terms; `quoted` are offsets in the sentence."""

    sentence_id: str
    number: int
    role: str
    start: int
    spans: list[Span]
    text: str
    words: list[Word]
    folded: list[str]
    terms: list[Term]
    keys: frozenset[str]
    plain: list[Term]  # terms outside quotations
    opens: list[bool]  # for each word, whether it is outside quotations
    couples: frozenset[tuple[str, str]]
    quoted: list[tuple[int, int]]
    bits: float
    plain_bits: float  # of terms outside quotations

    def in_quote(self, place: int) -> bool:
        """Whether the offset `place` in the sentence is inside a quotation."""
        return any(lo <= place < hi for lo, hi in self.quoted)


class Told:
    """A report opened for lineage."""

    def __init__(self, report: kinds.Report) -> None:
        self.report = report
        self.report_id = report.report_id
        posted = _posted(report)
        self.said = [_said(report, n, s, s.paragraph in posted) for n, s in enumerate(report.sentences)]
        self.by_id = {s.sentence_id: s for s in self.said}
        self.notes = [s for s in self.said if s.role == "note"]
        self.body = [s for s in self.said if s.role not in ("note", "caption")]
        self._places = OffsetMap(report.segments)
        self._open_runs: dict[int, dict[int, int]] = {}
        self._marks: dict[tuple[int, str], list[Word]] = {}

    @cached_property
    def bits(self) -> float:
        """The report's information outside quotations, in bits."""
        return sum(s.plain_bits for s in self.body)

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every term of the report."""
        return frozenset(k for s in self.said for k in s.keys)

    @cached_property
    def figures(self) -> frozenset[str]:
        """Every figure of the report."""
        return frozenset(t.key for s in self.said for t in s.terms if t.figure)

    @cached_property
    def grams(self) -> frozenset[str]:
        """The words of its sentences two by two, and its telling words: the finest that two retellings can share."""
        pairs = {f"{a} {b}" for s in self.body if s.role != "headline" for a, b in pairwise(s.folded)}
        return frozenset(pairs | {t.key for s in self.body for t in s.terms})

    @cached_property
    def runs(self) -> dict[tuple[str, ...], int]:
        """Runs of words outside quotations -> the number of the first sentence that has it."""
        found: dict[tuple[str, ...], int] = {}
        for s in self.body:
            for n in range(len(s.folded) - RUN + 1):
                if s.opens[n]:
                    found.setdefault(tuple(s.folded[n : n + RUN]), s.number)
        return found

    @cached_property
    def sentence_texts(self) -> dict[str, Said]:
        """Sentences by their words, for those long enough not to be the same by chance."""
        return {" ".join(s.folded): s for s in self.body if len(s.folded) >= 2 * RUN}

    @cached_property
    def quotations(self) -> list[tuple[Said, int, int, list[str]]]:
        """Quotations of some length: sentence, offsets in it, folded words."""
        found = []
        for s in self.said:
            for lo, hi in s.quoted:
                words = [f for w, f in zip(s.words, s.folded) if lo <= w.start < hi]
                if len(words) >= QUOTE_WORDS:
                    found.append((s, lo, hi, words))
        return found

    def open_runs(self, said: Said) -> dict[int, int]:
        """The words of one of its sentences in runs outside quotations, by their start, with their end."""
        found = self._open_runs.get(said.number)
        if found is None:
            at = [n for n in range(len(said.folded) - RUN + 1) if said.opens[n]]
            found = {w.start: w.end for n in at for w in said.words[n : n + RUN]}
            self._open_runs[said.number] = found
        return found

    def marks(self, said: Said, name: str) -> list[Word]:
        """The words of one of its sentences that stand in the list `name`: hedges, conditions, bounds, cues."""
        found = self._marks.get((said.number, name))
        if found is None:
            listed = words_of(name)
            found = self._marks[said.number, name] = [w for w, f in zip(said.words, said.folded) if f in listed]
        return found

    def span(self, said: Said, start: int, end: int) -> list[Span]:
        """The source behind offsets [start, end) of a sentence, as a list for evidence; empty where there is none."""
        place = self._places.hull(said.start + start, said.start + end)
        return [] if place is None else [place]


# What somebody posted for all to read, set in whole into a page, without quotation marks:
#
#     Heading to Karvala. See you all there!
#     — Ilona Raitio (@iraitio) July 16, 2018
#
# Whoever shows it has it from there and not from each other. Posts whose signature the page left out are missed.
_SIGNATURE_RE = re.compile(r"\(@\w{2,30}\)\s*(?:on\s+)?(?:[A-Z][a-z]+\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]+ \d{4})")
_POST_WORDS = 90  # a longer paragraph is more than a post
_SIGNATURE_WORDS = 14  # a paragraph no longer than this is a signature alone, and signs the one before it


def _posted(report: kinds.Report) -> frozenset[int]:
    """The paragraphs that are, or end in, a post with its signature."""
    if "(@" not in report.text:
        return frozenset()
    words: dict[int, int] = {}
    signed: dict[int, None] = {}
    for sentence in report.sentences:
        text = report.text[sentence.start : sentence.end]
        words[sentence.paragraph] = words.get(sentence.paragraph, 0) + len(text.split())
        if _SIGNATURE_RE.search(text) or (text.lstrip()[:1] in "—–-" and "(@" in text):
            signed[sentence.paragraph] = None
    order = sorted(words)
    before = {p: order[n - 1] for n, p in enumerate(order) if n}
    alone = {before[p] for p in signed if p in before and words[p] <= _SIGNATURE_WORDS}
    return frozenset(p for p in {*signed, *alone} if words[p] <= _POST_WORDS)


def _said(report: kinds.Report, number: int, sentence: kinds.Sentence, posted: bool) -> Said:
    text = report.text[sentence.start : sentence.end]
    words = split_words(text)
    terms = find_terms(text)
    quoted = [(0, len(text))] if posted else [(m.start(1), m.end(1)) for m in _QUOTE_RE.finditer(text)]
    plain = [t for t in terms if not any(lo <= t.start < hi for lo, hi in quoted)]
    return Said(
        sentence_id=sentence.sentence_id,
        number=number,
        role=sentence.role,
        start=sentence.start,
        spans=list(sentence.spans),
        text=text,
        words=words,
        folded=[fold(w.text) for w in words],
        terms=terms,
        keys=frozenset(t.key for t in terms),
        plain=plain,
        opens=[not any(lo <= w.start < hi for lo, hi in quoted) for w in words],
        couples=_couples(words, terms),
        quoted=quoted,
        bits=sum(t.bits for t in terms),
        plain_bits=sum(t.bits for t in plain),
    )


def _couples(words: list[Word], terms: list[Term]) -> frozenset[tuple[str, str]]:
    """Figures that stand close together, two by two: 9-6, nine votes to five."""
    figures = {t.start: t.key for t in terms if t.figure}
    places = [(n, figures[w.start]) for n, w in enumerate(words) if w.start in figures]
    return frozenset((one, other) for (n, one), (m, other) in pairwise(places) if m - n <= COUPLE_WORDS)
