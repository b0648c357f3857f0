"""The words of many sentences and the terms of many reports: `loops.signing` with the room that it works in."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import numpy as np

from retold.kernels import machine
from retold.kernels.flags import DIGIT, LETTER
from retold.kernels.texts import Array

_LETTERS_RE, _DIGITS_RE = re.compile(r"[^\W\d_]+"), re.compile(r"\d+")


class Sentences(NamedTuple):
    """The sentences of many reports, report after report."""

    codes: Array  # uint32, the code points of the texts
    starts: Array  # int64, of each sentence in `codes`
    ends: Array
    report_ends: Array  # int64, of each report where its sentences end


class Words(NamedTuple):
    """The words of sentences, one after another."""

    starts: Array  # int32, in the code points
    ends: Array
    hashes: Array  # uint64, equal where they are written with the same characters
    sentence_ends: Array  # int64, of each sentence where its words end


class Runs(NamedTuple):
    """The runs of words of reports."""

    folded: Array  # int64, of each report, equal where all its words are
    sentence_keys: Array  # int64, of each sentence the same
    ngrams: Array  # int64, of each report its distinct runs of some words, rising
    ngram_ends: Array  # of each report where its n-grams end


class WordTable(NamedTuple):
    """What a kernel knows of a word, by its number."""

    forms: Array  # uint64, equal for words that fold to one
    terms: Array  # int32, -1 of function words
    bits: Array  # float32
    flags: Array  # uint16, those of a word


class TermTable(NamedTuple):
    """What a kernel knows of a term, by its number."""

    keys: Array  # int64
    flags: Array  # uint8, that it has wherever it stands
    figure_bits: Array  # float32, where it stands as a figure
    figure_flags: Array  # uint8, the same


class Terms(NamedTuple):
    """The terms of reports, as the columns of these names in `match.signed`."""

    keys: Array
    bits: Array
    times: Array
    flags: Array
    key_ends: Array  # int64, of each report where its terms end
    places: Array
    place_ends: Array  # int64, of each report where its places end
    sentence_ends: Array


def find_words(sentences: Sentences) -> Words:
    """The words of `sentences`, those of `retold.words.WORD_RE`."""
    room = int(np.maximum(sentences.ends - sentences.starts, 0).sum())
    starts, ends, hashes = np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.uint64)
    stops = np.empty(len(sentences.starts), np.int64)
    count = machine.run(
        *("signing", "find_words", sentences.codes, _kinds_for(sentences.codes), sentences.starts, sentences.ends),
        *(starts, ends, hashes, stops),
    )
    return Words(starts[:count], ends[:count], hashes[:count], stops)


def _kinds_for(codes: Array) -> Array:
    return _kinds(0x110000 if codes.max(initial=0) >= 0x10000 else 0x10000)


@cache
def _kinds(size: int) -> Array:
    """Of each code point below `size` whether it is a digit, a letter or none to the patterns of words."""
    every = np.arange(size, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    kinds = np.zeros(size, np.uint8)
    for kind, pattern in ((LETTER, _LETTERS_RE), (DIGIT, _DIGITS_RE)):
        for found in pattern.finditer(every):
            kinds[found.start() : found.end()] = kind
    return kinds


class Numbers:
    """A number for each word, in the order in which they are first met; `hashes` tells what was met.

    What is held grows with the words that are met, and is let go of by making another.
    """

    def __init__(self) -> None:
        self._known = np.zeros(1, np.int64)
        self._make(1 << 12)

    def __len__(self) -> int:
        return int(self._known[0])

    def of(self, hashes: Array) -> tuple[Array, Array]:
        """(the numbers of words, for each number that is new a place in `hashes` where it is met)."""
        before, done = len(self), 0
        numbers = np.empty(len(hashes), np.int32)
        while True:
            done = self._add(hashes, done, numbers)
            if done == len(hashes):
                return numbers, self._places[before : len(self)].copy()
            self._grow()

    def _add(self, hashes: Array, first: int, numbers: Array) -> int:
        return machine.run(
            *("signing", "number_words", hashes, first, self._slots, self._hashes, self._known),
            *(numbers, self._places),
        )

    def _make(self, size: int) -> None:
        self._slots = np.full(2 * size, -1, np.int32)
        self._hashes, self._places = np.empty(size, np.uint64), np.empty(size, np.int32)

    def _grow(self) -> None:
        hashes, places = self._hashes, self._places
        self._make(4 * len(hashes))
        self._known[0] = 0
        self._add(hashes, 0, np.empty(len(hashes), np.int32))
        self._places[: len(places)] = places


def find_doubtful(sentences: Sentences, words: Words, numbers: Array, table: WordTable) -> Array:
    """Where among the words a figure begins that hangs on what follows it."""
    places = np.empty(len(numbers), np.int32)
    count = machine.run(
        *("signing", "find_doubtful", sentences.codes, numbers, words.ends, sentences.ends, words.sentence_ends),
        *(table.flags, places),
    )
    return places[:count].copy()


def sum_words(sentences: Sentences, words: Words, numbers: Array, table: WordTable, ngram: int) -> Runs:
    """The runs of `ngram` words, and what is equal where words are."""
    reports, longest = len(sentences.report_ends), _longest(sentences, words)
    made = Runs(
        np.empty(reports, np.int64),
        np.empty(len(sentences.starts), np.int64),
        np.empty(len(numbers), np.int64),
        np.empty(reports, np.int64),
    )
    scratch = (np.empty(longest, kind) for kind in (np.uint64, np.int64, np.int32, np.int32))
    count = machine.run(
        *("signing", "sum_words", numbers, table.forms, words.sentence_ends, sentences.report_ends, ngram, *made),
        *scratch,
        _heads(longest),
    )
    return made._replace(ngrams=made.ngrams[:count].copy())


def read_terms(
    sentences: Sentences, words: Words, numbers: Array, table: WordTable, terms: TermTable, place_of: Array, lead: int
) -> Terms:
    """The terms of the reports.

    Args:
        numbers: of the words; -1 where one is part of the figure before it, of a figure that was read -2 less its term.
        place_of: int32, -1 for each term; so it is left.
        lead: how many terms from the top are the lead.
    """
    reports, room, longest = len(sentences.report_ends), len(numbers), _longest(sentences, words)
    made = Terms(
        np.empty(room, np.int64),
        np.empty(room, np.float32),
        np.empty(room, np.int32),
        np.empty(room, np.int8),
        np.empty(reports, np.int64),
        np.empty(room, np.int32),
        np.empty(reports, np.int64),
        np.empty(len(sentences.starts), np.int32),
    )
    kinds = (np.int32, np.int64, np.float32, np.int32, np.uint8, np.int64, np.int32, np.int32, np.int32, np.int32)
    count = machine.run(
        *("signing", "read_terms", sentences.codes, sentences.starts, words.starts, numbers, words.sentence_ends),
        *(sentences.report_ends, table.terms, table.bits, table.flags, *terms, lead, *made, place_of),
        *(np.empty(longest, kind) for kind in kinds),
        _heads(longest),
    )
    placed = int(made.place_ends[-1]) if reports else 0
    kept = {name: getattr(made, name)[:count].copy() for name in ("keys", "bits", "times", "flags")}
    return made._replace(**kept, places=made.places[:placed].copy())


def _heads(longest: int) -> Array:
    return np.empty(2 * longest + 2, np.int32)


def _longest(sentences: Sentences, words: Words) -> int:
    """How many words the report with most of them has."""
    ends = np.concatenate([[0], words.sentence_ends])[np.concatenate([[0], sentences.report_ends])]
    return int(np.diff(ends).max(initial=0))
