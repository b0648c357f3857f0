"""Corpora that a search for shared text may choke on, each with an ordinary one of as many bytes beside it."""

from __future__ import annotations

import json
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


def ordinary_file(size: int) -> Rows:
    """The same, as many bytes as a file of JSON lines."""
    rows: Rows = []
    chance = random.Random(9)
    held = 0
    while held < size:
        rows.append(made.report(chance, len(rows), rows))
        held += len(json.dumps(rows[-1], ensure_ascii=False).encode()) + 1
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


def two_words(count: int) -> Rows:
    """Reports of two words in turn, each begun elsewhere: every place is like every other."""
    return _rows([" ".join(["tick", "tock"][(n + k) % 2] for k in range(100 + n % 50)) for n in range(count)])


def twice(count: int) -> Rows:
    """Every report twice."""
    texts = _texts(count // 2, 5)
    return _rows([*texts, *texts])


def empty(count: int) -> Rows:
    """Rows without a text, and at last one with."""
    return _rows([("", " ", "\n\n", "\u3000")[n % 4] for n in range(count)] + _texts(1, 6))


def ticker(count: int) -> Rows:
    """A live page kept each time that it grew by a sentence, over and over: each report holds those before it."""
    chance = random.Random(7)
    texts: list[str] = []
    for n in range(count):
        said = made.sentence(chance)
        texts.append(said if n % 50 == 0 else f"{said} {texts[-1]}")
    return _rows(texts)


def notice(count: int) -> Rows:
    """A hundred words of notice under every report."""
    chance = random.Random(8)
    shared = " ".join(made.sentence(chance) for _ in range(6))
    return _rows([f"{text} {shared}" for text in _texts(count, 9)])


def forms(count: int) -> Rows:
    """One form filled with other figures each time."""
    chance = random.Random(10)
    form = "The {} station measured {} degrees at {} o'clock with a wind of {} knots from the {} and {} millimetres of rain."
    return _rows(
        [
            " ".join(form.format(*(chance.randrange(1000) for _ in range(6))) for _ in range(8)).strip()
            for _ in range(count)
        ]
    )


def blankless(count: int) -> Rows:
    """A script without blanks, a fifth of the reports taken from others."""
    chance = random.Random(11)
    texts: list[str] = []
    for _ in range(count):
        if texts and chance.random() < 0.2:
            own = chance.choice(texts)[chance.randrange(40) :]
        else:
            own = "".join(chr(0x4E00 + int(1500 * chance.random() ** 2)) for _ in range(250))
        texts.append(own)
    return _rows(texts)


def misread(count: int) -> Rows:
    """Ten readings of each report, a letter in thirty read wrongly in each."""
    chance = random.Random(12)
    out: list[str] = []
    for text in _texts(max(1, count // 10), 13):
        for _ in range(10):
            out.append("".join(chance.choice("eoclnrit1l0 ") if chance.random() < 1 / 30 else c for c in text))
    return _rows(out)


def giant(count: int) -> Rows:
    """One report as long as `count` others together, and a few that took from it."""
    text = " ".join(_texts(count, 14))
    return _rows([text, *(text[n * 5000 : n * 5000 + 600] for n in range(min(20, count // 10)))])


CORPORA = {
    "copies": copies,
    "near copies": near_copies,
    "phrase": phrase,
    "notice": notice,
    "collection": collection,
    "giant": giant,
    "one word": one_word,
    "two words": two_words,
    "twice": twice,
    "empty": empty,
    "ticker": ticker,
    "forms": forms,
    "blankless": blankless,
    "misread": misread,
}
