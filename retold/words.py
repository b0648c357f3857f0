"""Words of a text with their places, and the keys under which two words count as the same."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple

# A word is letters and digits, with what may stand inside one: 2,740,000 | 8.6 | U.S. | year-end |
# Peru's. The hyphen does not join here ("China-Russia" is two words), because retellings set and
# drop hyphens freely; what needs the compound joins neighbours itself.
WORD_RE = re.compile(r"\d+(?:[.,]\d+)*|(?:[A-Za-z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")


class Word(NamedTuple):
    """A word: its place in the text that was split, and its letters."""

    start: int
    end: int
    text: str


def split_words(text: str) -> list[Word]:
    """The words of `text`, in order."""
    return [Word(m.start(), m.end(), m.group()) for m in WORD_RE.finditer(text)]


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """`word` without case, accents, possessive or inner stops: what two spellings have in common."""
    word = word.casefold().replace("’", "'")
    word = word.removesuffix("'s")
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    if word[:1].isalpha():
        return word.replace(".", "").replace("'", "")
    return word


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a folded English word (Porter 2)."""
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """The key of a word as written: folded, newsroom equivalents made one, stemmed."""
    folded = fold(word)
    return equivalents().get(folded) or stem(folded)


@cache
def stop_words() -> frozenset[str]:
    """Folded words that carry no content of their own."""
    return frozenset(_lines("stop_words.txt"))


@cache
def equivalents() -> dict[str, str]:
    """Folded word -> the stem that stands for its group of newsroom equivalents (data/equivalents.txt).

    A line of the file is a group of words that one newsroom writes for another's: said, told, added.
    Only words whose meaning does not differ enough for a sub-editor to care are there.
    """
    found: dict[str, str] = {}
    for line in _lines("equivalents.txt"):
        group = line.split()
        for word in group:
            found.setdefault(word, stem(group[0]))
    return found


def _lines(name: str) -> list[str]:
    text = resources.files("retold").joinpath("data", name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
