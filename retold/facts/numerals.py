"""Numbers as news writes them: 2,740,000 | 18.5 mln | 4.5 lakh crore | twenty-one | half a million | a third | 80th."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal

import msgspec

from retold import data
from retold.facts.gazetteer import word_set

# Digits with the marks that group them, initials (U.S., p.m.), words with their apostrophes, and any
# other sign alone. "18.5m" is two tokens that touch, "m²" one.
# The first choice is only speed: a plain word, which the rest would read the same.
_TOKEN_RE = re.compile(
    r"[A-Za-z]{2,}+(?![\w'’])|\d+(?:[.,]\d+)*|(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\s\w]|_"
)

_SMALL = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {word: 10 * (n + 2) for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())}
_ORDINALS = {
    word: n + 1
    for n, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()
    )
} | {word[:-1] + "ieth": value for word, value in _TENS.items()}
_ORDINALS |= {"hundredth": 100, "thousandth": 1000}
_PARTS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4} | {
    word + s: value for word, value in _ORDINALS.items() if 3 <= value <= 10 or value == 100 for s in ("", "s")
}
_PLURAL_SCALES = {"tens", "dozens", "scores", "hundreds", "thousands", "millions", "billions", "trillions", "lakhs"}
# Words that a number can begin with.
NUMBER_WORDS = frozenset({*_SMALL, *_TENS, *_ORDINALS, *_PLURAL_SCALES, "a", "an", "half", "several", "few"})
# What may follow "a third" where it is a share and not the next of a row ("a third round").
_AFTER_SHARE = word_set("of . , ; : ) more less higher lower fewer from to since this last in on as and ? !")
_AFTER_HALF = word_set("of the a an its his her their our all that these those")

# Numbers beyond this are no figures of a news report but damage; they would also read as infinity.
_LARGEST = 1e30


class Token(msgspec.Struct, frozen=True, gc=False, order=True):
    """A word (`alpha`), a run of `digits` or a sign; `glued` where no white space stands before it."""

    start: int
    end: int
    text: str
    low: str
    glued: bool
    alpha: bool
    digits: bool
    capital: bool


class Number(msgspec.Struct, frozen=True, gc=False, order=True):
    """A number read: its value, and the index of the token after it.

    `value` is None where the words name a size only ("dozens"). `scaled` where a scale word stood in it.
    """

    value: float | None
    end: int
    form: Literal["digits", "words", "fraction", "ordinal", "vague"]
    scaled: bool = False


@cache
def read_lines(folder: str, name: str) -> tuple[str, ...]:
    """The lines of a word list under retold/data, without comments and blanks."""
    return tuple(data.read_lines(f"{folder}/{name}"))


@cache
def scales() -> dict[str, float]:
    """Scale word or abbreviation -> what it multiplies by (data/quantities/scales.txt)."""
    pairs = (line.split() for line in read_lines("quantities", "scales.txt"))
    return {word: float(value) for value, *words in pairs for word in words}


def tokens_of(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of text[start:end], places counting in `text`."""
    out: list[Token] = []
    last = -1
    for match in _TOKEN_RE.finditer(text, start, len(text) if end is None else end):
        word = match[0]
        begin, stop = match.span()
        lower, alpha, digits, capital = _looks(word)
        out.append(Token(begin, stop, word, lower, begin == last, alpha, digits, capital))
        last = stop
    return out


@lru_cache(maxsize=16384)
def _looks(word: str) -> tuple[str, bool, bool, bool]:
    """A word in lower case, and whether it is alphabetic, digits, capitalised."""
    first = word[0]
    alpha = first.isalpha()
    return word.lower().replace("’", "'"), alpha, not alpha and first.isdecimal(), first.isupper()


def low(tokens: Sequence[Token], at: int) -> str:
    """The token at `at` in lower case; "" where there is none."""
    if at < 0:
        return ""
    try:
        return tokens[at].low
    except IndexError:
        return ""


def parse_digits(text: str) -> float | None:
    """The value of a run of digits with its marks; None where the marks make no number.

    2,740,000 | 1,76,000 | 1.200.000 | 1.234,56 | 18,5. A single stop is a decimal point: "1.200" is 1.2.
    """
    commas, stops = text.count(","), text.count(".")
    if commas and stops:
        mark = "," if text.rfind(",") > text.rfind(".") else "."
        other = "." if mark == "," else ","
        whole, _, part = text.rpartition(mark)
        if mark in whole or not _grouped(whole, other):
            return None
        text = whole.replace(other, "") + "." + part
    elif commas:
        if _grouped(text, ","):
            text = text.replace(",", "")
        elif (commas == 1 and not text.startswith("0") and len(text.partition(",")[2]) <= 2) or (
            text.startswith("0,") and commas == 1
        ):
            text = text.replace(",", ".")
        else:
            return None
    elif stops > 1:
        if not _grouped(text, "."):
            return None
        text = text.replace(".", "")
    if len(text) > 40:
        return None
    value = float(text)
    return value if value < _LARGEST else None


def _grouped(text: str, mark: str) -> bool:
    """Whether `text` is digits grouped by thousands, or the Indian way by lakhs and crores."""
    first, *rest = text.split(mark)
    if not rest:
        return True
    if not 1 <= len(first) <= 3 or len(rest[-1]) != 3 or (first[0] == "0" and len(first) > 1):
        return False
    sizes = {len(group) for group in rest[:-1]}
    return sizes <= {3} or (sizes <= {2} and len(first) <= 2)


def read_number(tokens: Sequence[Token], at: int) -> Number | None:
    """The number that begins at token `at`; None where none does."""
    token = tokens[at]
    if token.digits:
        return _read_digits(tokens, at)
    if token.low == "." and at + 1 < len(tokens) and tokens[at + 1].digits and tokens[at + 1].glued and not token.glued:
        value = parse_digits(tokens[at + 1].text) if tokens[at + 1].text.isdecimal() else None
        if value is None:
            return None
        return Number(value / 10 ** len(tokens[at + 1].text), at + 2, "digits")
    if len(token.text) == 1 and _vulgar(token.text) is not None:
        return _scaled(tokens, Number(_vulgar(token.text), at + 1, "fraction"))
    return _read_words(tokens, at) if token.alpha else None


def _vulgar(char: str) -> float | None:
    value = unicodedata.numeric(char, None) if unicodedata.category(char) == "No" else None
    return value if value is not None and 0 < value < 1 else None


def _read_digits(tokens: Sequence[Token], at: int) -> Number | None:
    text, end = tokens[at].text, at + 1
    # 2 000 000: thousands set apart by a space, or by the thin and hard spaces that typesetters use
    while end < len(tokens) and len(text.lstrip("0")) < 30 and len(tokens[end].text) == 3 and tokens[end].digits:
        if end == at + 1 and (len(text) > 3 or not text.isdecimal()):
            break
        if tokens[end].start != tokens[end - 1].end + 1 or tokens[end].text != "000":
            break
        text += tokens[end].text
        end += 1
    value = parse_digits(text)
    if value is None:
        return None
    if low(tokens, end) in ("st", "nd", "rd", "th") and tokens[end].glued:
        return Number(value, end + 1, "ordinal")
    form: Literal["digits", "fraction"] = "digits"
    if _slash(tokens, end) and value == int(value):
        # 1/16; what is more than one (24/7, 50/50) or a date by name (9/11) is no fraction
        below = parse_digits(tokens[end + 1].text)
        if below and value < below <= 1000 and (value, below) != (9, 11) and not _slash(tokens, end + 2):
            value, end, form = value / below, end + 2, "fraction"
    elif end + 2 < len(tokens) and tokens[end].digits and _slash(tokens, end + 1) and not tokens[end].glued:
        above, below = parse_digits(tokens[end].text), parse_digits(tokens[end + 2].text)
        if above and below and above < below <= 64:
            value, end = value + above / below, end + 3
    elif end < len(tokens) and tokens[end].glued and len(tokens[end].text) == 1:
        part = _vulgar(tokens[end].text)
        if part is not None:
            value, end = value + part, end + 1
    return _scaled(tokens, Number(value, end, form))


def _slash(tokens: Sequence[Token], at: int) -> bool:
    return (
        at + 1 < len(tokens)
        and tokens[at].text in "/⁄"
        and tokens[at].glued
        and tokens[at + 1].glued
        and tokens[at + 1].text.isdecimal()
    )


def _scaled(tokens: Sequence[Token], number: Number) -> Number:
    """`number` with the scale words after it: 18.5 mln | 2.3bn | 640-million | 4.5 lakh crore | 10k."""
    value, end, scaled = number.value, number.end, number.scaled
    while value is not None and end < len(tokens):
        at = end
        if tokens[at].text in "-‐‑" and tokens[at].glued and at + 1 < len(tokens) and tokens[at + 1].glued:
            at += 1
        word = tokens[at]
        factor = scales().get(word.low)
        if factor is None or value * factor >= _LARGEST:
            break
        # One letter counts only where it touches the digits, and "m" may be metres: the caller decides.
        if len(word.low) == 1 and (not word.glued or word.low != "k" or at != end):
            break
        value, end, scaled = _exact(value * factor), at + 1, True
    return msgspec.structs.replace(number, value=value, end=end, scaled=scaled)


def _exact(value: float) -> float:
    """`value` without the last digits that multiplying made up: 2.74e9, not 2740000000.0000005."""
    return float(f"{value:.12g}") if math.isfinite(value) else value


def multiplied(number: Number, factor: float, end: int) -> Number:
    """`number` times `factor`, read up to `end`."""
    return msgspec.structs.replace(number, value=_exact((number.value or 0.0) * factor), end=end, scaled=True)


def _word_value(word: str) -> float | None:
    if word in _SMALL:
        return float(_SMALL[word])
    return float(_TENS[word]) if word in _TENS else None


def _joined(tokens: Sequence[Token], at: int) -> int:
    """The token after a hyphen inside a compound at `at`, or `at`."""
    if at + 1 < len(tokens) and tokens[at].text in "-‐‑" and tokens[at].glued and tokens[at + 1].glued:
        return at + 1
    return at


def _read_words(tokens: Sequence[Token], at: int) -> Number | None:
    word = tokens[at].low
    if word in _PLURAL_SCALES:
        return _read_vague(tokens, at)
    if word in ("several", "few") and low(tokens, at + 1) in ("hundred", "thousand", "million", "billion", "dozen"):
        return Number(None, at + 2, "vague")
    if word == "half":
        return _read_half(tokens, at)
    if word in _ORDINALS:
        return Number(float(_ORDINALS[word]), at + 1, "ordinal")
    if word in ("a", "an"):
        return _read_article(tokens, at)
    if _word_value(word) is None:
        return None
    total, current, end = 0.0, 0.0, at
    scaled = False
    while end < len(tokens):
        step = _joined(tokens, end) if end > at else end
        if step == end and end > at and low(tokens, end) == "and" and (scaled or current >= 100):
            after = low(tokens, end + 1)
            if _word_value(after) is None or not ((current >= 100 and current % 100 == 0) or current == 0):
                break
            # "a hundred and five", but "two thousand and three hundred" were two figures before they were one
            if low(tokens, end + 2) in ("hundred", "thousand", "million"):
                break
            step = end + 1
        word = low(tokens, step)
        value = _word_value(word)
        if value is not None:
            room = current % 100
            if room and not (room >= 20 and room % 10 == 0 and 0 < value < 10):
                break
            current += value
        elif word == "hundred" and 0 < current < 100:
            current *= 100
        elif word in _ORDINALS and end > at and current % 100 >= 20 and current % 10 == 0 and _ORDINALS[word] < 10:
            return Number(total + current + _ORDINALS[word], step + 1, "ordinal")
        elif len(word) > 1 and word in scales() and current:
            if total and scales()[word] > total:
                break
            total, current, scaled = total + current * scales()[word], 0.0, True
        else:
            break
        end = step + 1
    value = total + current
    # two and a half (million); one-and-a-half
    at_and = _joined(tokens, end)
    if value < 100 and low(tokens, at_and) == "and":
        at_a = _joined(tokens, at_and + 1)
        at_half = _joined(tokens, at_a + 1)
        if low(tokens, at_a) == "a" and low(tokens, at_half) in ("half", "quarter"):
            value += 0.5 if low(tokens, at_half) == "half" else 0.25
            return _scaled(tokens, Number(value, at_half + 1, "words"))
    # two-thirds | three quarters of
    part = _joined(tokens, end)
    if 0 < value < 20 and not scaled and low(tokens, part) in _PARTS:
        below = _PARTS[low(tokens, part)]
        after = low(tokens, part + 1)
        plural = low(tokens, part).endswith("s")
        if value < below and plural == (value > 1) and (part > end or after in ("of", "majority")):
            return Number(value / below, part + 1, "fraction")
        if value == 1 and not plural and (after in _AFTER_SHARE or not after):
            return Number(value / below, part + 1, "fraction")
    return Number(_exact(value), end, "words", scaled)


def _read_article(tokens: Sequence[Token], at: int) -> Number | None:
    """a dozen | a hundred and five | a million | a third of | a few hundred."""
    word = low(tokens, at + 1)
    if word in _PARTS and not word.endswith("s") and (low(tokens, at + 2) in _AFTER_SHARE or at + 2 >= len(tokens)):
        if word == "quarter" and low(tokens, at + 2) != "of":
            return None
        return Number(1 / _PARTS[word], at + 2, "fraction")
    if word in ("few", "several", "couple"):
        skip = at + 3 if low(tokens, at + 2) == "of" else at + 2
        if low(tokens, skip) in ("hundred", "thousand", "million", "billion", "dozen"):
            return Number(None, skip + 1, "vague")
        return None
    if word == "half" and low(tokens, at + 2) in scales():
        return _scaled(tokens, Number(0.5, at + 2, "words"))
    if word == "hundred" or (len(word) > 2 and word in scales()):
        one = _scaled(tokens, Number(1.0, at + 1, "words"))
        if low(tokens, one.end) == "and" and _word_value(low(tokens, one.end + 1)) is not None and one.value == 100:
            rest = _read_words(tokens, one.end + 1)
            if rest and rest.form == "words" and rest.value is not None and rest.value < 100:
                return Number(one.value + rest.value, rest.end, "words", True)
        return one
    return None


def _read_half(tokens: Sequence[Token], at: int) -> Number | None:
    """half a million | half a dozen | half-million | half of | half the."""
    end = _joined(tokens, at + 1)
    if low(tokens, end) in ("a", "an"):
        end = _joined(tokens, end + 1)
    if len(low(tokens, end)) > 2 and low(tokens, end) in scales():
        return _scaled(tokens, Number(0.5, end, "words"))
    if low(tokens, at + 1) in _AFTER_HALF:
        return Number(0.5, at + 1, "fraction")
    return None


def _read_vague(tokens: Sequence[Token], at: int) -> Number | None:
    """hundreds of | tens of thousands | dozens were."""
    end = at + 1
    while low(tokens, end) == "of" and low(tokens, end + 1) in _PLURAL_SCALES:
        end += 2
    if low(tokens, end) == "of" or end > at + 1:
        return Number(None, end, "vague")
    if tokens[at].low != "scores" and low(tokens, end) in ("more", "are", "were", "have", "had", "died", "dead"):
        return Number(None, end, "vague")
    return None
