"""A report as matching sees it: its terms by weight, what only its own event would name, and its runs of words."""

from __future__ import annotations

import hashlib
import math
import re
from array import array
from collections.abc import Set
from functools import lru_cache

import msgspec

from retold import kinds
from retold.terms import ROUND_FIGURE_BITS, UNLISTED_BITS, Term, find_terms
from retold.words import fold, split_words

NGRAM = 5  # words; shorter runs are phrases of the trade, longer ones miss light rewriting
SHORT_SENTENCE = 8  # words; a shorter sentence can be the same by chance
LEAD_TERMS = 40  # terms from the top (headline and lead) that tell what the report is about
NAME_BITS = 9.0


class SentenceTerms(msgspec.Struct, frozen=True, gc=False, order=True, array_like=True):
    """A sentence: a key that equals where its words are the same, its words counted, its plain words and figures."""

    key: int
    words: int
    frame: dict[str, float]  # its plain words, with their bits
    figures: dict[str, float]
    mass: float  # bits of the frame


class Signature(msgspec.Struct, frozen=True, gc=False, order=True, array_like=True):
    """What matching keeps of a report.

    `weights` is term -> (bits, times met, is it a name or figure, is it in the lead). `names` are keys of
    names: words with a capital inside a sentence that the report nowhere writes small.
    """

    report_id: str
    folded: str  # equal for reports whose words are the same
    outlet: str | None
    day: str | None
    sentences: list[SentenceTerms]
    weights: dict[str, tuple[float, int, bool, bool]]
    names: frozenset[str]
    ngrams: frozenset[int]
    noted: bool  # a note or a slug says that it updates or corrects an earlier report
    telling: list[dict[str, float]]  # for each sentence, names and figures that only a report of this event has

    def of(self, report: kinds.Report) -> Signature:
        """The same words in another report."""
        return msgspec.structs.replace(
            self,
            report_id=report.report_id,
            outlet=report.outlet,
            day=report.published[:10] if report.published else None,
        )


def sign(report: kinds.Report) -> Signature:
    """The signature of `report`."""
    sentences: list[SentenceTerms] = []
    told: list[list[Term]] = []
    capital: set[str] = set()
    small: set[str] = set()
    running: list[int] = []
    counted: dict[str, list[float]] = {}
    met = 0
    for sentence in report.sentences:
        text = report.text[sentence.start : sentence.end]
        split = split_words(text)
        words = [_number(w.text) for w in split]
        running += words
        terms = find_terms(text, split)
        sentences.append(_sentence_terms(words, terms))
        told.append(terms)
        written = [t for t in terms if not t.figure and t.end - t.start > 3]
        # A headline in title case says nothing about which of its words are names.
        titled = len(written) > 2 and sum(text[t.start].isupper() for t in written) > 0.7 * len(written)
        for term in terms:
            if not term.figure:
                if not text[term.start].isupper():
                    small.add(term.key)
                elif term.name and not titled and term.start > 0:
                    capital.add(term.key)
            entry = counted.get(term.key)
            if entry is None:
                entry = counted[term.key] = [term.bits, 0, met < LEAD_TERMS]
            entry[1] += 1
            met += 1
    names = frozenset(capital - small)
    figures = {key for s in sentences for key in s.figures}
    weights = {
        key: (bits, int(times), key in names or key in figures, bool(lead))
        for key, (bits, times, lead) in counted.items()
    }
    packed = array("q", running)
    return Signature(
        report_id=report.report_id,
        folded=hashlib.blake2b(packed.tobytes(), digest_size=8).hexdigest(),
        outlet=report.outlet,
        day=report.published[:10] if report.published else None,
        sentences=sentences,
        weights=weights,
        names=names,
        # Whole numbers hash to the same in every process.
        ngrams=frozenset(map(hash, zip(*(running[n:] for n in range(NGRAM))))),
        noted=any(_says_so(report.text[s.start : s.end], s.role) for s in report.sentences),
        telling=[_telling(terms, names) for terms in told],
    )


def _sentence_terms(words: list[int], terms: list[Term]) -> SentenceTerms:
    frame = {t.key: t.bits for t in terms if not t.figure}
    figures = {t.key: t.bits for t in terms if t.figure}
    return SentenceTerms(hash(tuple(words)), len(words), frame, figures, math.fsum(frame.values()))


@lru_cache(maxsize=131072)
def _number(word: str) -> int:
    """A number for a word as written, the same for all its spellings that fold to one."""
    digest = hashlib.blake2b(fold(word).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


# "UPDATE 1-Toll rises", "CORRECTED:", "(Updates with minister)", "Correction: an earlier version ..."
_SLUG_RE = re.compile(
    r"\W*(?:UPDATED?\b(?:\s*\d+)?|CORRECT(?:ED|ION)|REFILE|RECASTS|CLARIFIED|WRAPUP\b(?:\s*\d+)?)\s*[-:–—]", re.I
)
_NOTE_RE = re.compile(
    r"\b(?:updat(?:es|ed|ing)|correct(?:s|ed|ing|ion)|recasts|refiles?|clarif(?:ies|ied|ication)|adds)\b", re.I
)


def _says_so(text: str, role: str) -> bool:
    """Whether a sentence says that its report updates or corrects an earlier one."""
    if role == "note":
        return bool(_NOTE_RE.search(text[:200]))
    return role == "headline" and bool(_SLUG_RE.match(text))


def specifics(signature: Signature, without: Set[int]) -> dict[str, float]:
    """The names and figures that only a report of this event would carry, with their bits.

    Args:
        without: keys of sentences to leave out: background that an outlet puts under every report of a kind.
    """
    found: dict[str, float] = {}
    for sentence, telling in zip(signature.sentences, signature.telling, strict=True):
        if telling and sentence.key not in without:
            found.update(telling)
    return found


def _telling(terms: list[Term], names: frozenset[str]) -> dict[str, float]:
    figures = {t.key: t.bits for t in terms if t.figure and t.bits > ROUND_FIGURE_BITS}
    least = min(NAME_BITS, UNLISTED_BITS)
    return figures | {t.key: t.bits for t in terms if not t.figure and t.key in names and t.bits >= least}
