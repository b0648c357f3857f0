"""Signatures and comparisons of a batch of reports as tables: what the worker processes of a corpus run do.

They are the functions that a trace signs and compares by; nothing here knows the other reports.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from threading import Lock
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa

from retold import kinds
from retold.kernels import signing as kernels
from retold.kernels.texts import Array
from retold.match.pairs import Scale, sign_all
from retold.match.signature import LEAD_TERMS, NGRAM, Signature, is_noted, specifics
from retold.match.signed import SIGNED as signed_schema
from retold.match.signed import day_number
from retold.match.vocabulary import Vocabulary
from retold.settings import Settings
from retold.terms import read_figure
from retold.words import Word

# A report's terms as numbers, and all that a comparison needs of it as bytes.
SIGNED = pa.schema(
    [
        pa.field("report_id", pa.string()),
        pa.field("folded", pa.string()),
        pa.field("keys", pa.list_(pa.int64())),
        pa.field("bits", pa.list_(pa.float32())),
        pa.field("times", pa.list_(pa.int32())),
        pa.field("flags", pa.list_(pa.int8())),
        pa.field("signature", pa.large_binary()),
    ]
)
MARKED, LEAD, SPECIFIC = 1, 2, 4  # flags

ALIKE = pa.schema(
    [
        pa.field("left_id", pa.string()),
        pa.field("right_id", pa.string()),
        pa.field("score", pa.float64()),
        pa.field("shared_ngrams", pa.int64()),
        pa.field("containment", pa.float64()),
        pa.field("names", pa.float64()),
        pa.field("figures", pa.int64()),
        pa.field("specific", pa.int64()),
        pa.field("near_miss", pa.bool_()),
        pa.field("undated", pa.float64()),
        pa.field("why", pa.string()),
    ]
)


@lru_cache(maxsize=131072)
def term_number(key: str) -> int:
    """A number for a term's key, the same in every process."""
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def sign_many(reports: Sequence[kinds.Report]) -> pa.Table:
    """The signatures of `reports`, a row of `SIGNED` each."""
    encode = msgspec.msgpack.Encoder().encode
    named: list[tuple[str, str]] = []
    packed: list[bytes] = []
    ends = array("i", [0])
    keys, bits, times, flags = array("q"), array("f"), array("i"), array("b")
    for signature in sign_all(reports):
        named.append((signature.report_id, signature.folded))
        packed.append(encode(signature))
        special = specifics(signature, set())
        keys.extend(map(term_number, signature.weights))
        for key, (rarity, count, marked, lead) in signature.weights.items():
            bits.append(rarity)
            times.append(count)
            flags.append(MARKED * marked + LEAD * lead + SPECIFIC * (key in special))
        ends.append(len(keys))
    offsets = pa.array(np.frombuffer(ends, np.int32))
    lists = [
        pa.ListArray.from_arrays(offsets, pa.array(np.frombuffer(values, kind)))
        for values, kind in ((keys, np.int64), (bits, np.float32), (times, np.int32), (flags, np.int8))
    ]
    ids, folds = ([row[n] for row in named] for n in (0, 1))
    return pa.table(
        [pa.array(ids, pa.string()), pa.array(folds, pa.string()), *lists, pa.array(packed, pa.large_binary())],
        schema=SIGNED,
    )


# Characters that are signed in one go: what a kernel works in stays small whatever the batch.
_CODES_AT_ONCE = 1 << 18
# Words as written that a process holds; past these it begins anew.
_WORDS_HELD = 1 << 17
_vocabularies = [Vocabulary()]
_lock = Lock()


def sign_table(reports: Sequence[kinds.Report]) -> pa.Table:
    """The signatures of `reports`, a row of `signed.SIGNED` each: what `signature.sign` keeps of each, by kernels."""
    with _lock:
        signed = [_sign_batch(some) for some in _batches(reports)]
    return pa.concat_tables(signed or [signed_schema.empty_table()]).combine_chunks()


def _batches(reports: Sequence[kinds.Report]) -> Iterator[Sequence[kinds.Report]]:
    first = held = 0
    for n, report in enumerate(reports):
        if n > first and held + len(report.text) > _CODES_AT_ONCE:
            yield reports[first:n]
            first, held = n, 0
        held += len(report.text)
    if first < len(reports):
        yield reports[first:]


def _sign_batch(reports: Sequence[kinds.Report]) -> pa.Table:
    if len(_vocabularies[0]) > _WORDS_HELD:
        _vocabularies[0] = Vocabulary()
    vocabulary = _vocabularies[0]
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
    return pa.table([columns[name] for name in signed_schema.names], schema=signed_schema)


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


def compare_part(
    signatures: Sequence[bytes], terms: np.ndarray, bits: np.ndarray, pairs: np.ndarray, settings: Settings
) -> pa.Table:
    """The pairs that are alike enough, as rows of `ALIKE`.

    Args:
        signatures: of the reports of the part.
        terms, bits: the numbers of all their terms, sorted, and the rarities of these.
        pairs: the two sides of each pair by place in `signatures`, the one with the lesser id first.
    """
    decode = msgspec.msgpack.Decoder(Signature).decode
    read = [decode(s) for s in signatures]
    scale = Scale(bits_of_terms(read, terms, bits), settings)
    columns: dict[str, list[object]] = {name: [] for name in ALIKE.names}
    for one, other in pairs.tolist():
        left, right = read[one], read[other]
        alike = scale.compare_near(left, right)
        if alike is None:
            continue
        columns["left_id"].append(left.report_id)
        columns["right_id"].append(right.report_id)
        for name in ALIKE.names[2:]:
            columns[name].append(getattr(alike, name))
    return pa.table([pa.array(columns[f.name], f.type) for f in ALIKE], schema=ALIKE)


def bits_of_terms(signatures: Sequence[Signature], terms: np.ndarray, bits: np.ndarray) -> dict[str, float]:
    """The rarities of the terms of `signatures`, from those of the numbers of terms."""
    keys = sorted({key for s in signatures for key in s.weights})
    places = np.searchsorted(terms, np.fromiter(map(term_number, keys), np.int64, len(keys)))
    return dict(zip(keys, bits[places].tolist()))
