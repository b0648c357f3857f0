"""Who does a thing and to whom it is done, as the words around a verb show it."""

from __future__ import annotations

from collections.abc import Sequence

from retold.record.comparing import Place, Side, W
from retold.record.lexicon import word_set

REACH = 6  # words: how far behind its verb or preposition a thing may stand
SUBJECT_REACH = 4  # words: how far before its verb the one who does it may stand

_PASSIVE = word_set("was were is are been being be got gets by")
_HELPERS = word_set("has have had also will would did then")
_DETERMINERS = word_set("the a an its his her their our some all two three both")


def find_doer(side: Side, words: Sequence[W], verb: int) -> int | None:
    """The head of the noun right before an active verb; None in a passive, and where nobody is seen."""
    for n in range(verb - 1, max(-1, verb - 1 - SUBJECT_REACH), -1):
        w = words[n]
        if w.sentence != words[verb].sentence or side.parts(w, words[n + 1]) or w.folded in _PASSIVE:
            return None
        if w.content and not w.folded.endswith("ly"):
            return n
        if w.folded not in _HELPERS:
            return None
    return None


def find_objects(side: Side, words: Sequence[W], verb: int, through: frozenset[str] = frozenset()) -> list[int]:
    """The content words of the noun right behind a verb, articles passed over; none where a preposition comes first.

    `through`: prepositions behind which the noun may go on.
    """
    found: list[int] = []
    for n in range(verb + 1, min(len(words), verb + REACH)):
        w = words[n]
        if w.sentence != words[verb].sentence or side.parts(words[n - 1], w):
            break
        if w.content:
            found.append(n)
        elif w.folded not in _DETERMINERS and not (found and w.folded in through):
            break
    return found


def hull_of(words: Sequence[W], left: int, right: int) -> Place:
    """From the first of two words to the end of the other."""
    return words[min(left, right)].start, words[max(left, right)].end
