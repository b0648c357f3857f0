"""The tense of the clause in which a date stands: past, future, or neither shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal

from retold.facts.numerals import Token, low, read_lines

Tense = Literal["past", "future", ""]
Sign = Literal["past", "future", "", "end"]

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


def tense_signs(tokens: Sequence[Token], headline: bool = False) -> list[Sign]:
    """What each token says of the tense: past, future, nothing, or the end of a clause.

    In a headline an infinitive is the future.
    """
    return ["end" if t.text in _CLAUSE_ENDS else _tense_of(tokens, at, headline) for at, t in enumerate(tokens)]


def tense_at(tokens: Sequence[Token], signs: Sequence[Sign], start: int, end: int) -> Tense:
    """The tense of the clause around tokens [start, end), which are a date; `signs` from tense_signs.

    The nearest verb before the date decides ("said he *would visit* on Thursday"), and where the clause has
    none there, the nearest after it ("on Thursday *will* open").
    """
    before = low(tokens, start - 1)
    if before == "on":
        before = low(tokens, start - 2)
    if before in _FUTURE_BEFORE:
        # "by Saturday" is a deadline, unless it is told as over: "by Saturday the water had fallen"
        around = range(max(0, start - _REACH), min(len(tokens), end + _REACH))
        over = any(tokens[i].low in ("had", "was", "were") for i in around)
        return "past" if over and not any(signs[i] == "future" for i in around) else "future"
    return _nearest(signs, range(start - 1, max(-1, start - 1 - _REACH), -1)) or _nearest(
        signs, range(end, min(len(tokens), end + _REACH))
    )


def _nearest(signs: Sequence[Sign], places: range) -> Tense:
    for at in places:
        sign = signs[at]
        if sign == "end":
            return ""
        if sign:
            return sign
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
        # "will be held", "to be sold", "is found": the verb before says when
        if low(tokens, at - 1) in ("be", "being", "is", "are") or low(tokens, at - 2) == "be":
            return ""
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
