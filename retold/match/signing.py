"""The signatures of a batch of reports as a table, by kernels: what `signature.sign` keeps of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Any

import numpy as np
import pyarrow as pa

from retold import kinds
from retold.kernels import signing as kernels
from retold.kernels.texts import Array
from retold.match.signature import LEAD_TERMS, NGRAM, is_noted
from retold.match.signed import SIGNED, day_number, term_number
from retold.match.vocabulary import Vocabulary
from retold.terms import read_figure
from retold.words import Word

# Characters that are signed in one go: what a kernel works in stays small whatever the batch.
_CODES_AT_ONCE = 1 << 18
# Words as written that a process holds; past these it begins anew.
_WORDS_HELD = 1 << 17
# Held for all calls of a process, since most words come again; one call at a time has it.
_vocabulary = Vocabulary()
_lock = Lock()


def sign_many(reports: Sequence[kinds.Report]) -> pa.Table:
    """The signatures of `reports`, a row of `signed.SIGNED` each: what `signature.sign` keeps of each, by kernels."""
    signed = []
    with _lock:
        try:
            for some in _batches(reports):
                if len(_vocabulary) > _WORDS_HELD:
                    _vocabulary.clear()
                signed.append(_sign_batch(some, _vocabulary))
        except BaseException:
            _vocabulary.clear()  # some words may have a number and nothing else yet
            raise
    return pa.concat_tables(signed or [SIGNED.empty_table()]).combine_chunks()


def _batches(reports: Sequence[kinds.Report]) -> Iterator[Sequence[kinds.Report]]:
    first = held = 0
    for n, report in enumerate(reports):
        if n > first and held + len(report.text) > _CODES_AT_ONCE:
            yield reports[first:n]
            first, held = n, 0
        held += len(report.text)
    if first < len(reports):
        yield reports[first:]


def _sign_batch(reports: Sequence[kinds.Report], vocabulary: Vocabulary) -> pa.Table:
    text = "".join([r.text for r in reports])
    sentences = _sentences(reports, text)
    words = kernels.find_words(sentences)
    numbers = vocabulary.number(text, words)
    runs = kernels.sum_words(sentences, words, numbers, vocabulary.words, NGRAM)
    doubtful = kernels.find_doubtful(sentences, words, numbers, vocabulary.words)
    _read_figures(doubtful.tolist(), text, sentences, words, numbers, vocabulary)
    terms = kernels.read_terms(
        sentences, words, numbers, vocabulary.words, vocabulary.terms, vocabulary.place_of, LEAD_TERMS
    )
    counts = np.diff(words.sentence_ends, prepend=0).astype(np.int32)
    columns = {
        "report_id": pa.array([r.report_id for r in reports], pa.string()),
        "folded": pa.array(runs.folded),
        "outlet": pa.array([None if r.outlet is None else term_number(r.outlet) for r in reports], pa.int64()),
        "day": pa.array([day_number(r.published[:10]) if r.published else None for r in reports], pa.int32()),
        "noted": pa.array([is_noted(r) for r in reports], pa.bool_()),
        "keys": _lists(terms.keys, terms.key_ends),
        "bits": _lists(terms.bits, terms.key_ends),
        "times": _lists(terms.times, terms.key_ends),
        "flags": _lists(terms.flags, terms.key_ends),
        "sentence_keys": _lists(runs.sentence_keys, sentences.report_ends),
        "sentence_words": _lists(counts, sentences.report_ends),
        "sentence_ends": _lists(terms.sentence_ends, sentences.report_ends),
        "places": _lists(terms.places, terms.place_ends),
        "ngrams": _lists(runs.ngrams, runs.ngram_ends),
    }
    return pa.table([columns[name] for name in SIGNED.names], schema=SIGNED)


def _lists(values: Array, ends: Array) -> pa.ListArray:
    offsets = np.zeros(len(ends) + 1, np.int32)
    offsets[1:] = ends
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(values))


def _sentences(reports: Sequence[kinds.Report], text: str) -> kernels.Sentences:
    """The sentences of `reports`, by their places in `text`, where the texts of the reports stand one after another."""
    counts = np.array([len(r.sentences) for r in reports], np.int64)
    texts = np.cumsum([0, *(len(r.text) for r in reports)])
    bases, limits = np.repeat(texts[:-1], counts), np.repeat(texts[1:], counts)
    starts = np.array([s.start for r in reports for s in r.sentences], np.int64)
    ends = np.array([s.end for r in reports for s in r.sentences], np.int64)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return kernels.Sentences(
        codes, np.minimum(starts + bases, limits), np.minimum(ends + bases, limits), np.cumsum(counts)
    )


class _SentenceWords(Sequence[Word]):
    """The words of one sentence, of which few are looked at."""

    def __init__(self, text: str, words: kernels.Words, first: int, last: int, start: int) -> None:
        self._text, self._words, self._first, self._count, self._start = text, words, first, last - first, start

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, at: Any) -> Any:
        start, end = (int(places[self._first + at]) - self._start for places in (self._words.starts, self._words.ends))
        return Word(start, end, self._text[start:end])


def _read_figures(
    doubtful: Sequence[int],
    text: str,
    sentences: kernels.Sentences,
    words: kernels.Words,
    numbers: Array,
    vocabulary: Vocabulary,
) -> None:
    """Reads the figures that hang on what follows them, and says in `numbers` what they are."""
    last = until = 0
    for place, sentence in zip(doubtful, np.searchsorted(words.sentence_ends, doubtful, "right").tolist()):
        if place < until:
            continue  # part of the figure before it
        if place >= last:
            first = int(words.sentence_ends[sentence - 1]) if sentence else 0
            last, start = int(words.sentence_ends[sentence]), int(sentences.starts[sentence])
            own = text[start : int(sentences.ends[sentence])]
            read = _SentenceWords(own, words, first, last, start)
        value, _, used = read_figure(own, read, place - first)
        until = place + used
        numbers[place] = -2 - vocabulary.term(value)
        numbers[place + 1 : until] = -1
    vocabulary.settle()
