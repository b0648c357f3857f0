"""Terms: the words, names and figures that two retellings share when they share facts, and how rare each is.

A rarity is in bits: a term of 9 bits stands in one report of 512. It comes from a list of common news words
(data/news_words.txt), so that two files are weighed as soberly as two hundred.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

import msgspec

from retold.data import read_data
from retold.words import Word, fold, split_words, stem, stop_words

UNLISTED_BITS = 9.5  # a word in no list: rarer than one report in 512
SMALL_FIGURE_BITS = 2.5  # one to twelve: in every second report, but two that agree still say something
ROUND_FIGURE_BITS = 4.5  # thirteen to a hundred, and years
FIGURE_BITS = 8.0  # 244.8, 48600, 10:40

_ONE_TO_NINE = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
    *("sixteen", "seventeen", "eighteen", "nineteen"),
)
_ONES = {word: n for n, word in enumerate(("zero", *_ONE_TO_NINE, *_TEENS))}
_TENS_WORDS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TENS = {word: 10 * n for n, word in enumerate(_TENS_WORDS, 2)}
_CLOCK_RE = re.compile(r"[:.](\d\d)\b")
_TIME_RE = re.compile(r"\d{1,2}\.\d\d")
_HALF_RE = re.compile(r"\s?[ap]\.?m\b")
_YEAR_RE = re.compile(r"(?:1[5-9]|20)\d\d")


class Term(msgspec.Struct, frozen=True, gc=False, order=True):
    """A term: its place in the text that was split, its key, its rarity in bits, and what it looks like."""

    start: int
    end: int
    key: str
    bits: float
    name: bool
    figure: bool


@cache
def _common() -> dict[str, float]:
    text = read_data("news_words.txt")
    found: dict[str, float] = {}
    for line in reversed(text.splitlines()):  # of a stem given twice, the first line holds
        if line and not line.startswith("#"):
            band, *stems = line.split()
            found.update(dict.fromkeys(stems, float(band)))
    return found


@lru_cache(maxsize=65536)
def word_bits(stemmed: str) -> float:
    """How rare a stemmed word is in the news, in bits; 0 for function words."""
    return 0.0 if stemmed in _function_stems() else _common().get(stemmed, UNLISTED_BITS)


@cache
def _function_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in stop_words())


def figure_bits(value: str) -> float:
    """How rare a figure is, by its look: small and round ones are met everywhere."""
    if value.isdecimal():
        if len(value) <= 2 and int(value) <= 12:
            return SMALL_FIGURE_BITS
        # Of thousands of digits Python makes no number.
        if _YEAR_RE.fullmatch(value) or (len(value) < 20 and int(value) <= 100):
            return ROUND_FIGURE_BITS
    return FIGURE_BITS


@lru_cache(maxsize=131072)
def known_word(word: str) -> tuple[str, float, bool, bool, bool] | None:
    """(key, bits, has a capital, is in no list, is longer than three) of a word as written; None for what begins a figure.

    What `find_terms` needs of a word whatever stands around it, for those who read very many.
    """
    plain = None if word[0].isdigit() else _plain(word)
    return None if plain is None else (*plain, word[0].isupper(), plain[1] >= UNLISTED_BITS, len(word) > 3)


@lru_cache(maxsize=131072)
def _plain(word: str) -> tuple[str, float] | None:
    """(key, bits) of a word as written; None for one that may begin a number in words."""
    return plain_term(fold(word))


def plain_term(folded: str) -> tuple[str, float] | None:
    """(key, bits) of a folded word; None for one that may begin a number in words.

    0 bits for a function word, a mark that folds to nothing (ﾞ), and what is a number but no digit (½): keys of figures
    alone begin with one.
    """
    if folded in _ONES or folded in _TENS or folded == "dozen":
        return None
    key = stem(folded)
    return key, 0.0 if not key or key[0].isdigit() else word_bits(key)


def find_terms(text: str, words: Sequence[Word] | None = None) -> list[Term]:
    """The terms of `text` in order; function words are left out. `words` are those of the text, where they are at hand.

    A figure has the same key in digits and in words (64, sixty-four), a time of day in both its
    spellings (4:25, 4.25 a.m.). A name is a word with a capital that does not open a sentence, or one
    that opens a sentence and is in no list of common words.
    """
    words = split_words(text) if words is None else words
    found: list[Term] = []
    at = 0
    while at < len(words):
        word = words[at]
        plain = None if word.text[0].isdigit() else _plain(word.text)
        if plain is None:
            value, end, used = read_figure(text, words, at)
            found.append(Term(word.start, end, value, figure_bits(value), False, True))
            at += used
            continue
        key, bits = plain
        if bits > 0:
            capital = word.text[0].isupper()
            name = capital and (bits >= UNLISTED_BITS or not opens(text, word.start))
            found.append(Term(word.start, word.end, key, bits, name, False))
        at += 1
    return found


def read_figure(text: str, words: Sequence[Word], at: int) -> tuple[str, int, int]:
    """(key, where it ends, how many words it takes) of the figure that begins with the word `at`, in digits or in words."""
    word = words[at]
    if not word.text[0].isdigit():
        number, used = _number(text, words, at)
        return str(number), words[at + used - 1].end, used
    end, value = word.end, read_digits(word.text)
    clock = _CLOCK_RE.match(text, end)
    if clock and len(value) <= 2 and text[end] == ":" and at + 1 < len(words):
        return f"{value}:{clock.group(1)}", clock.end(), 2
    if may_be_time(value) and _HALF_RE.match(text[end : end + 5]):
        value = value.replace(".", ":")
    return value, end, 1


def _number(text: str, words: Sequence[Word], at: int) -> tuple[int, int]:
    """The value of the number in words that begins at `at`, and how many words it takes."""
    total, used = 0, 0
    while at + used < len(words):
        word = words[at + used].text.casefold()
        if used and re.search(r"[^\s-]", text[words[at + used - 1].end : words[at + used].start]):
            break
        if word in _TENS and total % 100 == 0:
            total += _TENS[word]
        elif word in _ONES and (total % 10 == 0 if total % 100 >= 20 else total % 100 == 0) and not (total == 0 < used):
            total += _ONES[word]
        elif word == "hundred" and 0 < total < 20:
            total *= 100
        elif word == "dozen":
            total = max(total, 1) * 12
            used += 1
            break
        elif not (word == "and" and total >= 100 and _goes_on(words, at + used + 1)):
            break
        used += 1
    return total, max(used, 1)


def read_digits(word: str) -> str:
    """The key of a figure in digits where no time is made of it: 2,740,000 -> 2740000."""
    return word.replace(",", "")


def goes_on(folded: str) -> bool:
    """Whether a number in words that another word begins may go on with a word of this folded form."""
    return folded in _ONES or folded in _TENS or folded in ("hundred", "dozen")


def may_be_time(value: str) -> bool:
    """Whether a figure is a time of day where "a.m." follows it: 4.25."""
    return _TIME_RE.fullmatch(value) is not None


def _goes_on(words: Sequence[Word], at: int) -> bool:
    return at < len(words) and (words[at].text.casefold() in _ONES or words[at].text.casefold() in _TENS)


def opens(text: str, start: int) -> bool:
    """Whether the word at `start` opens a sentence, a quotation or a line."""
    before = text[max(0, start - 4) : start].rstrip(" \t\"'“”‘’(")
    return not before or before[-1] in ".!?:\n"
