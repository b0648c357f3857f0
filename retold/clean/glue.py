"""Fields that extraction set one behind the other without a space, each on a line of its own again.

    Category: ,Pacific - ,BriefsShow on website: Click HerePublished on August 21, 2026Document Date: Sat, Aug 22 2026

What shows a joint is a capital right after a small letter, a digit or a bracket, where a label begins (data/clean/labels.txt)
that its colon, a day or a word like "on" follows. So a camel-cased name is none, and a sentence that begins right
after the last one's stop is the business of `fix_glued_words`.
"""

from __future__ import annotations

import re
from functools import cache

from retold.clean.draft import Change, Edit
from retold.data import read_data
from retold.words import fold

# Capitals are looked for first, since they are rarer than what may stand before one.
_CAPITAL_RE = re.compile(r"[A-ZÀ-ÞА-Я](?=[^\W\d_])")
_BEFORE_RE = re.compile(r"[^\W_A-ZÀ-ÞА-Я][)\]”’\"]?$")
_WORD_RE = re.compile(r"[^\W\d_]+\s?")
_AFTER_LABEL_RE = re.compile(r"[:：]|(?<=\s)(?:(?:on|at|am|le|el|il|em|in)\s|\d|[A-Z][a-z]{2,8}\.?\s\d)")
_LONGEST_LINE = 600  # characters; a longer line is a paragraph
_LABEL_WORDS = 3
_LINE_RE = re.compile(r"[^\n]+")


@cache
def _labels() -> frozenset[str]:
    text = read_data("clean/labels.txt")
    return frozenset(fold(line.strip()) for line in text.splitlines() if line and not line.startswith("#"))


def joints(text: str, start: int, end: int) -> list[int]:
    """Where in the line text[start:end] a label stands right behind the field before it."""
    if end - start > _LONGEST_LINE:
        return []
    found = []
    for m in _CAPITAL_RE.finditer(text, start + 1, end):
        at = joint = m.start()
        if text[at - 1].isspace() or not _BEFORE_RE.search(text, max(start, at - 2), at):
            continue
        for _ in range(_LABEL_WORDS):
            word = _WORD_RE.match(text, at, end)
            if word is None:
                break
            at = word.end()
            if _AFTER_LABEL_RE.match(text, at, end) and fold(text[joint:at].strip()) in _labels():
                found.append(joint)
                break
    return found


def split_glued_fields(text: str) -> list[Change]:
    """A line break before each field that stands right behind another; where one was nobody knows, so it is a defect too."""
    out = []
    note = "a field set right behind the one before it"
    for line in _LINE_RE.finditer(text):
        places = joints(text, line.start(), line.end())
        for start, end in zip(places, [*places[1:], line.end()]):
            out.append(Change("metadata_glue", start, end, [Edit(start, start, "\n", "join")], defect=True, note=note))
    return out
