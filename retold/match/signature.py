"""A report as matching sees it: its terms by weight, what only its own event would name, and its runs of words."""

from __future__ import annotations

import hashlib
import re
from array import array
from collections import Counter
from collections.abc import Set
from functools import lru_cache

import msgspec

from retold import kinds
from retold.terms import ROUND_FIGURE_BITS, UNLISTED_BITS, figure_bits, known_word, opens, read_figure
from retold.words import WORD_RE, Word, fold, split_words

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
    capital: set[str] = set()
    small: set[str] = set()
    running: list[int] = []
    met: list[str] = []  # the keys of all terms in order,
    rarities: list[float] = []  # and their bits
    for sentence in report.sentences:
        text = report.text[sentence.start : sentence.end]
        words = WORD_RE.findall(text)
        numbers = list(map(_number, words))
        running += numbers
        keys, bits, figures, named = _read_terms(text, words, small)
        met += keys
        rarities += bits
        capital.update(named)
        if figures:
            apart = set(figures)
            frame = {k: b for n, (k, b) in enumerate(zip(keys, bits)) if n not in apart}
        else:
            frame = dict(zip(keys, bits))
        counts = {keys[n]: bits[n] for n in figures}
        sentences.append(SentenceTerms(hash(tuple(numbers)), len(words), frame, counts, sum(frame.values())))
    names = frozenset(capital - small)
    marked = names.union(*(s.figures for s in sentences))
    lead = frozenset(met[:LEAD_TERMS])
    bits_of = dict(zip(reversed(met), reversed(rarities)))  # as it was first met
    weights = {key: (bits_of[key], times, key in marked, key in lead) for key, times in Counter(met).items()}
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
        noted=is_noted(report),
        telling=[_telling(s, names) for s in sentences],
    )


def _read_terms(text: str, words: list[str], small: set[str]) -> tuple[list[str], list[float], list[int], list[str]]:
    """(keys and bits of the terms of a sentence, which of them are figures, keys of names); `small` is given the keys written small.

    The terms of `find_terms`, without an object for each: signing is most of what a corpus run does with a report.
    """
    keys: list[str] = []
    bits: list[float] = []
    figures: list[int] = []
    names: list[str] = []
    listed: list[tuple[str, int]] = []  # with a capital, but a word of the list: where it stands in `words`
    written = capitals = 0
    split: list[Word] | None = None
    skip = 0
    for at, known in enumerate(map(known_word, words)):
        if at < skip:
            continue
        if known is None:
            split = split_words(text) if split is None else split
            value, _, used = read_figure(text, split, at)
            figures.append(len(keys))
            keys.append(value)
            bits.append(figure_bits(value))
            skip = at + used
            continue
        key, rarity, upper, unlisted, long = known
        if rarity <= 0:
            continue
        keys.append(key)
        bits.append(rarity)
        written += long
        if upper:
            capitals += long
            if not unlisted:
                listed.append((key, at))
            elif at or not text.startswith(words[0]):
                names.append(key)
        else:
            small.add(key)
    # A headline in title case says nothing about which of its words are names.
    if written > 2 and capitals > 0.7 * written:
        return keys, bits, figures, []
    if listed:
        starts = [m.start() for m in WORD_RE.finditer(text)] if split is None else [w.start for w in split]
        names += [key for key, at in listed if starts[at] > 0 and not opens(text, starts[at])]
    return keys, bits, figures, names


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


def is_noted(report: kinds.Report) -> bool:
    """Whether a note or a slug of `report` says that it updates or corrects an earlier one."""
    return any(
        s.role in ("note", "headline") and _says_so(report.text[s.start : s.end], s.role) for s in report.sentences
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


def _telling(sentence: SentenceTerms, names: frozenset[str]) -> dict[str, float]:
    figures = {k: bits for k, bits in sentence.figures.items() if bits > ROUND_FIGURE_BITS}
    if names.isdisjoint(sentence.frame):
        return figures
    least = min(NAME_BITS, UNLISTED_BITS)
    return figures | {k: bits for k, bits in sentence.frame.items() if k in names and bits >= least}
