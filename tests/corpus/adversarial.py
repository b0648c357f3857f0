"""Corpora that a search for shared text may choke on, each with an ordinary one of as many bytes beside it."""

from __future__ import annotations

import random

from tests.corpus import made

Rows = list[dict[str, str]]


def _rows(texts: list[str]) -> Rows:
    return [{"id": f"r{n:06d}", "text": text} for n, text in enumerate(texts)]


def _texts(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [" ".join(made.sentence(chance) for _ in range(10)) for _ in range(count)]


def ordinary(size: int) -> Rows:
    """About `size` bytes of reports, some of them taken from others."""
    rows: Rows = []
    chance = random.Random(9)
    held = 0
    while held < size:
        rows.append(made.report(chance, len(rows), rows))
        held += len(rows[-1]["text"])
    return rows


def copies(count: int) -> Rows:
    """One report, `count` times."""
    return _rows(_texts(1, 1) * count)


def near_copies(count: int) -> Rows:
    """One report, `count` times, with another word in each."""
    words = _texts(1, 2)[0].split()
    return _rows([" ".join([*words[: n % len(words)], f"word{n}", *words[n % len(words) + 1 :]]) for n in range(count)])


def phrase(count: int) -> Rows:
    """A sentence that stands in every report."""
    shared = "Subscribe to our letter and never miss a story from the valleys and the coast again this year."
    return _rows([f"{text} {shared}" for text in _texts(count, 3)])


def collection(count: int) -> Rows:
    """`count` reports, and one that holds them all."""
    texts = _texts(count, 4)
    return _rows([*texts, " ".join(texts)])


def one_word(count: int) -> Rows:
    """Reports of one word said over and over."""
    return _rows(["again " * (150 + n % 50) for n in range(count)])


CORPORA = {
    "copies": copies,
    "near copies": near_copies,
    "phrase": phrase,
    "collection": collection,
    "one word": one_word,
}
