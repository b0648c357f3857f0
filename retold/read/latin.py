"""The charset of undeclared text in Latin letters, by which language it is and which letters that language has.

Bytes alone do not say whether 0xB3 is a Polish letter or a small three. The words that need no such byte say
which language it is, and a language has letters of its own, each as often as it has it: what the bytes are in one charset
must be these. Where two charsets explain them about as well, none is told.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from typing import NamedTuple

from retold.data import read_data

_SAMPLE = 200_000  # bytes looked at
_WORD_RE = re.compile(rb"(?<![a-zA-Z\x80-\xff])[a-z]{1,7}(?![a-zA-Z\x80-\xff])")
_INSIDE_RE = re.compile(rb"(?<=[a-z\x80-\xff])[\x80-\xff](?=[a-z\x80-\xff])")
_ALONE_RE = re.compile(rb"(?<![a-zA-Z\x80-\xff])[\x80-\xff](?![a-zA-Z\x80-\xff])")
_HIGH_RE = re.compile(rb"[\x80-\xff]")
_LETTER_RE = re.compile(rb"[a-zA-Z]")

# Chances of a character that is no letter of the language, in ten thousand letters: the marks that news is set with,
# other signs, and letters that only names from elsewhere have.
_MARKS = dict.fromkeys("„“”‘’‚«»–—…\xa0", 12.0) | dict.fromkeys("€£°§©®·•½¼¾²³´‹›™±×", 1.0)
_SIGN, _OTHER_LETTER, _IMPOSSIBLE = 0.02, 0.05, 1e-9
_CAPITAL = 0.05  # of a letter, as a capital
_WORD = 2.0  # what a frequent word speaks for its language, as a logarithm
_MOST_OF_A_WORD = 12  # of so many short words one at most is the same
_INSIDE = 5.0  # against a sign or a capital between two small letters, as a logarithm
_ALONE = 4.0  # against a letter with no other beside it, as a logarithm
# How much rarer undeclared text is in a charset than in Windows-1252, as a logarithm; guess.
_RARER = {"cp1252": 0.0, "cp1250": 2.0, "cp1254": 3.0, "iso8859_2": 3.0, "iso8859_15": 4.0, "cp1257": 4.0}
_RAREST = 5.0
_ENOUGH = 3.0  # by how much the best must be ahead of what reads otherwise, as a logarithm: twenty to one; guess
_ODD = math.log(2e-5)  # a byte that costs more than this on average is explained by nothing


class _Language(NamedTuple):
    charsets: tuple[str, ...]
    letters: dict[str, float]
    plain: float  # the chance of a letter of ASCII, as a logarithm
    words: frozenset[bytes]


@cache
def _languages() -> tuple[_Language, ...]:
    out = []
    for line in read_data("read/latin_letters.txt").splitlines():
        if line.startswith("#"):
            continue
        head, _, words = line.partition(" | ")
        _, charsets, *letters = head.split()
        often = {item[0]: float(item[1:]) for item in letters}
        plain = math.log(1 - sum(often.values()) / 1e4)
        out.append(
            _Language(
                tuple(charsets.split(",")), often, plain, frozenset(w.encode() for w in words.split() if w.isascii())
            )
        )
    return tuple(out)


class Guess(NamedTuple):
    """A charset, and another that explains the bytes about as well; None where none does."""

    charset: str
    rival: str | None


def guess_latin(data: bytes) -> Guess | None:
    """The charset of text in Latin letters, without markup; None where no language explains its bytes."""
    data = data[:_SAMPLE]
    words = Counter(_WORD_RE.findall(data))
    most = 2 + words.total() // _MOST_OF_A_WORD  # a drawing is "l" and "v" by the hundred
    # Each word once: a menu of two hundred points says no more of the language than one of five.
    data = b" ".join(sorted(set(data.split())))
    high = Counter(_HIGH_RE.findall(data))
    if not high:
        return None
    inside, alone = Counter(_INSIDE_RE.findall(data)), Counter(_ALONE_RE.findall(data))
    letters = len(_LETTER_RE.findall(data))
    # Of each way to read the bytes, the best that a language says of it.
    best: dict[str, tuple[float, float, str]] = {}
    for language in _languages():
        spoken = _WORD * sum(min(words[w], most) for w in language.words) + letters * language.plain
        for charset in language.charsets:
            shown = _shown(charset)
            cost = sum(
                n * _chance(language, shown[byte[0]])
                - inside[byte] * _against(shown[byte[0]])
                - alone[byte] * _ALONE * shown[byte[0]].isalpha()
                for byte, n in high.items()
            )
            reading = "".join(shown[byte[0]] for byte in sorted(high))
            score = spoken + cost
            before = best.get(reading)
            # The charset of a reading is the commonest that gives it, whatever the language.
            common = charset if before is None else min(charset, before[2], key=_rarer)
            best[reading] = max((score, cost, common), (*before[:2], common)) if before else (score, cost, common)
    ranked = sorted(best.values(), key=lambda s: (_rarer(s[2])[0] - s[0], s[2]))
    score, cost, charset = ranked[0]
    score -= _rarer(charset)[0]
    if cost < _ODD * high.total():
        return None
    rival = ranked[1] if len(ranked) > 1 else None
    near = rival is not None and score - rival[0] + _rarer(rival[2])[0] < _ENOUGH
    return Guess(charset, rival[2] if rival and near else None)


def _rarer(charset: str) -> tuple[float, str]:
    return _RARER.get(charset, _RAREST), charset


@cache
def _shown(charset: str) -> list[str]:
    """What each byte is in a charset."""
    return [bytes([n]).decode(charset, "replace") for n in range(256)]


@cache
def _marks() -> dict[str, float]:
    return {c: math.log(n / 1e4) for c, n in _MARKS.items()}


def _chance(language: _Language, shown: str) -> float:
    """How likely a character is in a language, as a logarithm."""
    if often := language.letters.get(shown):
        return math.log(often / 1e4)
    if (small := language.letters.get(shown.lower())) and len(shown.lower()) == 1:
        return math.log(small * _CAPITAL / 1e4)
    if shown in _marks():
        return _marks()[shown]
    if shown == "\ufffd" or "\x80" <= shown < "\xa0":
        return math.log(_IMPOSSIBLE)
    return math.log((_OTHER_LETTER if shown.isalpha() else _SIGN) / 1e4)


def _against(shown: str) -> float:
    """What speaks against a character between two small letters, as a logarithm."""
    return 0.0 if shown.islower() or shown in "’´·" else _INSIDE
