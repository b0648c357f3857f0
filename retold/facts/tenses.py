"""The tense of the clause in which a date stands: past, future, or neither shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal

from retold.facts.numerals import Token, low, read_lines

Tense = Literal["past", "future", ""]

# How far a verb is looked for: longer clauses exist, but past this the nearest verb is seldom the one.
_REACH = 40
_FUTURE_BEFORE = frozenset(("by", "until", "till"))
# Words in -ed that are no past tense, and adjectives that mostly stand before a noun.
_NOT_PAST = frozenset(
    "need needed need-be hundred red bed shed seed feed breed speed weed indeed united exceed proceed succeed agreed-upon "
    "unprecedented so-called armed sacred naked limited advanced estimated alleged related".split()
)
_CLAUSE_ENDS = frozenset(";:—")


@cache
def _verbs() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    part: set[str] = set()
    for line in read_lines("dates", "verbs.txt"):
        if line.startswith("["):
            part = found.setdefault(line.strip("[]"), set())
        else:
            part.update(line.split())
    return {name: frozenset(words) for name, words in found.items()}


def tense_at(tokens: Sequence[Token], start: int, end: int, headline: bool = False) -> Tense:
    """The tense of the clause around tokens [start, end), which are a date.

    The nearest verb before the date decides ("said he *would visit* on Thursday"), and where the clause has
    none there, the nearest after it ("on Thursday *will* open"). In a headline an infinitive is the future.
    """
    before = low(tokens, start - 1)
    if before == "on":
        before = low(tokens, start - 2)
    if before in _FUTURE_BEFORE:
        # "by Saturday" is a deadline, unless it is told as over: "by Saturday the water had fallen"
        return (
            "past" if _look(tokens, start, end, headline) == "past" and _told_as_over(tokens, start, end) else "future"
        )
    return _look(tokens, start, end, headline)


def _told_as_over(tokens: Sequence[Token], start: int, end: int) -> bool:
    window = range(max(0, start - _REACH), min(len(tokens), end + _REACH))
    words = {tokens[i].low for i in window}
    return bool(words & {"had", "was", "were"}) and not words & _verbs()["future"]


def _look(tokens: Sequence[Token], start: int, end: int, headline: bool) -> Tense:
    for at in range(start - 1, max(-1, start - 1 - _REACH), -1):
        if tokens[at].text in _CLAUSE_ENDS:
            break
        found = _tense_of(tokens, at, headline)
        if found:
            return found
    for at in range(end, min(len(tokens), end + _REACH)):
        if tokens[at].text in _CLAUSE_ENDS:
            break
        found = _tense_of(tokens, at, headline)
        if found:
            return found
    return ""


def _tense_of(tokens: Sequence[Token], at: int, headline: bool) -> Tense:
    word = tokens[at].low
    verbs = _verbs()
    if word in ("rule", "ruled", "ruling", "rules") and low(tokens, at + 1) == "out":
        return "future"  # what is ruled out, or not, is still to come
    if word in verbs["future"]:
        after = low(tokens, at + 1)
        if word == "due" and after == "to" and low(tokens, at + 2) in ("the", "a", "an", "its", "their"):
            return ""
        if word in ("set", "due", "expected", "planned", "scheduled", "slated", "going", "poised"):
            if after in ("to", "for", "on", "in", "next", "this") or (word != "set" and word != "going"):
                # "had been due to meet on Monday" is told afterwards
                back = {low(tokens, i) for i in range(at - 3, at)}
                return "past" if back & {"had"} or (word == "expected" and back & {"than", "as"}) else "future"
            return "past" if word == "set" else ""
        return "future"
    if word in verbs["past"]:
        if word in ("has", "have", "been", "read", "set", "put", "cut", "hit", "let", "cost", "quit", "shut"):
            # A base form after "will", "to" or "would" is none; "has" before "to" is an obligation.
            back = {low(tokens, i) for i in range(at - 3, at)}
            if back & (verbs["future"] | {"to", "can", "could", "may", "must", "should", "might"}):
                return ""
            if word in ("has", "have") and low(tokens, at + 1) == "to":
                return "future"
        return "past"
    if word.endswith("ed") and len(word) > 4 and word not in _NOT_PAST and tokens[at].alpha and not tokens[at].capital:
        # "a proposed law", "the planned visit": a participle after an article is no verb of the clause
        if low(tokens, at - 1) in ("a", "an", "the", "to", "be", "of", "its", "their", "his", "her") or (
            low(tokens, at - 1) == "-"
        ):
            return ""
        return "past"
    if word in verbs["timetable"]:
        return "future"
    if word in ("is", "are") and low(tokens, at + 1) == "to":
        return "future"
    if headline and word == "to" and at + 1 < len(tokens) and tokens[at + 1].alpha:
        return "future"
    return ""
