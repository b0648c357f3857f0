"""The language of a text, guessed cheaply: by script, and among Latin letters by function words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from retold.data import read_data
from retold.words import fold

_SCRIPTS = (
    ("ja", "\u3040", "\u30ff"),
    ("ko", "\uac00", "\ud7af"),
    ("zh", "\u4e00", "\u9fff"),
    ("ar", "\u0600", "\u06ff"),
    ("hi", "\u0900", "\u097f"),
    ("bn", "\u0980", "\u09ff"),
    ("ta", "\u0b80", "\u0bff"),
    ("th", "\u0e00", "\u0e7f"),
    ("he", "\u0590", "\u05ff"),
    ("el", "\u0370", "\u03ff"),
    ("ru", "\u0400", "\u04ff"),
    ("hy", "\u0530", "\u058f"),
    ("ka", "\u10a0", "\u10ff"),
)
_SAMPLE = 2500  # characters read; guess, 400 words
_WORDS = re.compile(r"[^\W\d_]+")
_BEYOND_LATIN_RE = re.compile(r"[^\W\d_\x00-\u036f]")


@cache
def _function_words() -> list[tuple[str, frozenset[str]]]:
    text = read_data("clean/languages.txt")
    lines = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return [(words[0], frozenset(words[1:])) for words in lines]


@cache
def _longest_function_word() -> int:
    return max(len(word) for _, words in _function_words() for word in words)


@cache
def _languages() -> tuple[str, ...]:
    return tuple(code for code, _ in _function_words())


@cache
def _languages_of() -> dict[str, list[str]]:
    """Function word -> the codes of the languages that have it."""
    out: dict[str, list[str]] = {}
    for code, words in _function_words():
        for word in words:
            out.setdefault(word, []).append(code)
    return out


def _by_script(sample: str) -> Counter[str]:
    """The letters of each script that is not Latin, by the code of the language that it stands for."""
    out: Counter[str] = Counter()
    for letter, count in Counter(_BEYOND_LATIN_RE.findall(sample)).items():
        for code, first, last in _SCRIPTS:
            if first <= letter <= last:
                out[code] += count
    return out


def guess_language(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text`; None where nothing decides."""
    sample = text[:_SAMPLE]
    if not sample.isascii():
        counts = _by_script(sample)
        letters = sum(map(str.isalpha, sample)) if counts else 0
        if counts and counts.most_common(1)[0][1] * 3 > letters:
            code = "ja" if counts["ja"] * 10 > letters else counts.most_common(1)[0][0]
            return _among(code, sample)
    found = Counter(_WORDS.findall(sample))
    total = found.total()
    in_language = dict.fromkeys(_languages(), 0)
    longest, languages_of = _longest_function_word(), _languages_of()
    for word, count in found.items():
        if len(word) > longest:
            continue
        for code in languages_of.get(word.lower() if word.isascii() else fold(word), ()):
            in_language[code] += count
    scores = sorted(((count, code) for code, count in in_language.items()), key=lambda s: (-s[0], s[1]))
    best = scores[0]
    # A tenth of running text is function words; a headline of names has none, and none is no evidence.
    if best[0] < 2 or best[0] * 12 < total or best[0] == scores[1][0]:
        return None
    return best[1]


def _among(code: str, sample: str) -> str:
    if code == "ar":  # letters that Arabic lacks: Urdu's retroflexes and great ye, then Persian's
        if any(c in "ٹڈڑںےہھ" for c in sample):
            return "ur"
        return "fa" if any(c in "پچژگ" for c in sample) else "ar"
    if code == "ru" and any(c in "іїєґІЇЄҐ" for c in sample):
        return "uk"
    return code
