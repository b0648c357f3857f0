"""Bounds that stand apart from their figure or length of time: "limited to 3 percent", "25 years or more"."""

from __future__ import annotations

from itertools import pairwise

from retold.record.comparing import Place, Side
from retold.record.lexicon import word_set

BEFORE, BEHIND = 5, 5  # words: how far from its figure a bound may stand

_LIMITING = word_set(
    "limit limits limited limiting cap caps capped capping ceiling restrict restricted maximum minimum longer shorter exceed "
    "exceeds exceeding exceeded beyond within"
)
_OR = word_set("more less fewer longer shorter over above under below older younger so beyond")


def is_bounded_apart(side: Side, sentence: int, place: Place) -> bool:
    """Whether a word that limits stands before a figure at `place`, or "or more", "at most" behind it."""
    words = side.words(sentence)
    before = [w.folded for w in words if w.end <= place[0]][-BEFORE:]
    behind = [w.folded for w in words if w.start >= place[1]][:BEHIND]
    return not _LIMITING.isdisjoint(before) or any(
        (a == "or" and b in _OR) or (a == "at" and b in ("most", "least")) for a, b in pairwise(behind)
    )
