"""Sentences: where they begin and end in running text.

Own rules and a terminator class per script; no library splits news without swallowing quotations or
joining over blank lines. A wrong split costs little: reuse is traced in words, sentences are for display.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from retold.data import read_data
from retold.words import fold

# What may close a sentence after its terminator, and what may open the next one before its first letter.
CLOSERS = "\"'”’»›)]）」』】"
OPENERS = "\"'“‘«‹([（「『【„¿¡"
_FULL_WIDTH = "。！？｡"  # no space follows these


@cache
def _stop_re() -> re.Pattern[str]:
    closers = re.escape(CLOSERS)
    return re.compile(
        rf"""
        [{_FULL_WIDTH}]+[{closers}]*                              # Chinese, Japanese
        | (?:[.!?…؟۔।॥]+|\.\ \.\ \.)[{closers}]*(?:\ [”»])?(?=\s)  # what a space must follow; French sets one before »
        """,
        re.VERBOSE,
    )


# What such a stop begins with, looked for first: a search for one set of characters is quick, and "5.93" is passed by.
_MARK_RE = re.compile(rf"[.!?…؟۔।॥{_FULL_WIDTH}](?:(?<=[{_FULL_WIDTH}])|(?=[\s.!?…؟۔।॥{re.escape(CLOSERS)}]))")


@cache
def _break_re() -> re.Pattern[str]:
    return re.compile(r"\n[^\S\n]*\n")


# "Why now?" Torv asked. | "We won!" the coach told reporters.
@cache
def _cue_re() -> re.Pattern[str]:
    return re.compile(
        r"(?:[^\W\d_][\w.'’-]*\s+){1,4}?(?:said|says|asked|asks|told|tells|added|adds|wrote|replied|shouted|cried|tweeted|"
        r"recalled|joked|wondered|exclaimed)\b"
    )


# Names that end in a mark which ends no sentence.
_MARKED_NAMES = frozenset({"yahoo", "jeopardy", "chips", "yum", "joomla"})
_ABBREVIATIONS = ("abbreviations_number.txt", "abbreviations_final.txt", "abbreviations.txt")


@cache
def _listed(name: str) -> frozenset[str]:
    text = read_data(name)
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The sentences of text[start:end], half-open, without outer white space.

    A blank line ends a sentence; a single line break does not.
    """
    end = len(text) if end is None else end
    out: list[tuple[int, int]] = []
    at = start
    for gap in _break_re().finditer(text, start, end):
        _split_paragraph(text, at, gap.start(), out)
        at = gap.end()
    _split_paragraph(text, at, end, out)
    return out


def _split_paragraph(text: str, start: int, end: int, out: list[tuple[int, int]]) -> None:
    at = done = start
    match_stop = _stop_re().match
    for mark in _MARK_RE.finditer(text, start, end):
        here = mark.start()
        stop = match_stop(text, here, end) if here >= done else None
        if stop is None:
            continue
        done = stop.end()
        if here > at and _ends_sentence(text, start, at, here, done, end):
            _add_trimmed(text, at, done, out)
            at = done
    _add_trimmed(text, at, end, out)


def _add_trimmed(text: str, start: int, end: int, out: list[tuple[int, int]]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        out.append((start, end))


def _ends_sentence(text: str, paragraph: int, sentence: int, stop: int, stop_end: int, end: int) -> bool:
    """Whether the mark at text[stop:stop_end] ends a sentence."""
    mark = text[stop]
    if mark in _FULL_WIDTH:
        return True
    at = stop_end
    while at < end and text[at].isspace():
        at += 1
    first = at
    while first < end and first < at + 3 and text[first] in OPENERS:
        first += 1
    if first >= end:
        return True
    begins = text[first]
    if begins.islower():
        return False
    run = stop_end - stop
    closed = run > 1 and text[stop_end - 1] in CLOSERS
    if mark in "!?":
        before = _word_before(text, stop, sentence)
        if not closed and fold(before) in _MARKED_NAMES and not _starts(_word_at(text, first, end)):
            return False
        # "Why now?" Torv asked. A name and a cue go on with the sentence that the quotation opened.
        return not (closed and first == at and _cue_re().match(text, first, min(end, first + 60)))
    if mark != ".":
        return True  # an ellipsis before a capital; the marks of Arabic, Urdu and Hindi
    if begins in ",;:-–—)":
        return False
    if run > 1 and text[stop + 1] == ".":  # "...": goes on unless a sentence clearly begins
        return not text[stop - 1].isspace() or _starts(_word_at(text, first, end))
    if closed:
        # "(the U.S.)" and "(Reuters.)" close a bracket; a quotation or bracket closed after a stop ends.
        return not (text[stop_end - 1] in ")]" and _is_short(_word_before(text, stop, sentence)))
    before = _word_before(text, stop, sentence)
    return _is_plain(before) or _stop_ends(text, paragraph, stop, before, _word_at(text, first, end), begins)


@lru_cache(maxsize=65536)
def _is_plain(word: str) -> bool:
    """Whether a full stop after `word` is no part of it: it is no abbreviation, initial or number."""
    key = _abbreviation_key(word)
    return not (
        (len(key) == 1 and key.isalpha())
        or any(key in _listed(name) for name in _ABBREVIATIONS)
        or ("." in key and _is_short(key))
        or key.isdigit()
    )


def _abbreviation_key(word: str) -> str:
    return word.casefold().lstrip("(\"'“‘").replace("’", "'")


def _stop_ends(text: str, paragraph: int, stop: int, before: str, after: str, begins: str) -> bool:
    """Whether a single full stop ends a sentence, where it may belong to the word before it."""
    key = _abbreviation_key(before)
    if len(key) == 1 and key.isalpha():
        starts = _starts(after)
        # J. Smith, George W. Bush; but "of plan B. The" and "than I. He".
        return (starts or before == "I") and not (starts and before == "I" and len(after) == 1)
    if key in _listed("abbreviations_number.txt") and begins.isdigit():
        return False
    if key in _listed("abbreviations_final.txt"):
        return _starts(after) and not begins.isdigit()
    if key in _listed("abbreviations.txt"):
        return False
    if "." in key and _is_short(key):  # an abbreviation with inner stops that no list has
        return _starts(after)
    # 3. The third item of a list
    return not (key.isdigit() and stop - paragraph < 8 and text[paragraph:stop].strip() == before)


def _starts(word: str) -> bool:
    """Whether `word` is one that opens sentences oftener than it goes on with them."""
    return fold(word) in _listed("sentence_starters.txt")


def is_abbreviation(word: str) -> bool:
    """Whether `word`, without its last stop, is an abbreviation of news English."""
    key = word.casefold()
    return key in _listed("abbreviations.txt") or key in _listed("abbreviations_final.txt")


def _is_short(word: str) -> bool:
    """Whether `word` has inner stops as abbreviations do: u.n | ph.d"""
    return "." in word and all(len(part) <= 3 and part.isalpha() for part in word.strip("(\"'“‘").split("."))


_WORD_RE = re.compile(r"(?:[^\W_]|['’]){1,24}")
_PARTED_RE = re.compile(r"[—–/(\[:]")


def _word_before(text: str, stop: int, floor: int) -> str:
    """What stands between the last white space, dash or bracket and `stop`, 24 characters at most."""
    near = text[max(floor, stop - 24) : stop]
    if not near or near[-1].isspace():
        return ""
    last = near.rsplit(None, 1)[-1]
    return last if last.isalnum() else _PARTED_RE.split(last)[-1]


def _word_at(text: str, start: int, end: int) -> str:
    found = _WORD_RE.match(text, start, end)
    return found.group() if found else ""
