"""What a sum of money is: the noun before "rose to", "worth" or "of", the subject of "will cost"."""

from __future__ import annotations

from collections.abc import Sequence

from retold.facts.gazetteer import calendar, ordinary, word_set
from retold.facts.numerals import NUMBER_WORDS, Token, low

MAX_BACK = 24  # tokens that are looked back from a sum
MAX_NOUN = 5  # words of the noun phrase

_ARTICLES = word_set("a an the its their his her our this that these those some any no each every")
_MOVES = word_set(
    "rose fell climbed grew increased dropped declined dipped slipped surged soared jumped doubled tripled reached totaled totalled "
    "amounted stood hit exceeded topped surpassed averaged rising falling totaling totalling amounting was were is are came comes come amounts stands"
)
_COSTS = word_set("cost costs costing")
_WORTH = word_set("worth valued estimated priced costed assessed")
_BETWEEN_MOVES = word_set(
    "to by at from up down almost nearly about around some over more than less fewer least most roughly approximately only just "
    "further as much high low in the region of estimated year or would will could may might should can is are was were be been has "
    "have had to expected likely set also now already then together year-on-year percent % , a an record new"
)
_AUXILIARY = word_set(
    "will would could can may might should is are was were be been has have had to expected likely set also now"
)
_ENDS = word_set(
    "in on at by from to during as with for and or but between among after before since until over under that which who whom while "
    "said says told when if because where than so into through about against also not did do does had has have is are was were"
)
_CLAUSES = word_set("that which who said says and but while as when where if because")
_NO_SUBJECTS = word_set(
    "it they he she we you i this that which who total totals sum amount number figure one all both more part value"
)
_NO_HEADS = word_set(
    "hundreds thousands millions billions tens dozens total sum amount maximum minimum some most part average"
)


def named_by(tokens: Sequence[Token], start: int) -> tuple[int, int] | None:
    """The tokens of the noun that the sum beginning at token `start` is a sum of; None where the sentence names none."""
    before = low(tokens, start - 1)
    if before == "of":
        return _noun(tokens, start - 1)
    at = start
    if before == "at" and low(tokens, start - 2) in _WORTH:
        at = start - 2
        while low(tokens, at - 1) in _AUXILIARY or low(tokens, at - 1) == ",":
            at -= 1
        return _noun(tokens, at)
    if before == "worth":
        return _noun(tokens, start - 1 - (low(tokens, start - 2) == ","))
    floor = max(0, start - MAX_BACK)
    while at > floor:
        word = low(tokens, at - 1)
        if word in _COSTS or (word in _MOVES and word not in _AUXILIARY):
            return _subject(tokens, at - 1)
        if word in ("was", "were", "is", "are") and at == start:
            return _subject(tokens, at - 1)
        if word not in _BETWEEN_MOVES and not tokens[at - 1].digits and word not in NUMBER_WORDS and word != ".":
            return None
        at -= 1
    return None


def _noun(tokens: Sequence[Token], end: int) -> tuple[int, int] | None:
    """The noun phrase that ends before token `end`, without its article."""
    at = end
    while at > 0 and end - at < MAX_NOUN and tokens[at - 1].alpha:
        word = tokens[at - 1].low
        if word in _ENDS or word in _ARTICLES or word in NUMBER_WORDS or tokens[at - 1].text in calendar():
            break
        if at < end and _ends_in_verb(word):
            break
        at -= 1
    return _checked(tokens, at, end)


def _ends_in_verb(word: str) -> bool:
    return len(word) > 4 and word.endswith(("ed", "ing")) and word in ordinary()


def _subject(tokens: Sequence[Token], verb: int) -> tuple[int, int] | None:
    """The head of the subject of the verb at token `verb`, with the words before it."""
    end = verb
    while end > 0 and low(tokens, end - 1) in _AUXILIARY:
        end -= 1
    at = end
    while at > 0 and end - at < MAX_BACK and (tokens[at - 1].alpha or tokens[at - 1].text in "-'’"):
        word = tokens[at - 1].low
        # "trade between A and B rose": the "and" of a pair is inside.
        pair = word == "and" and any(low(tokens, n) in ("between", "of") for n in range(max(0, at - 6), at - 1))
        if word in _CLAUSES and not pair:
            break
        at -= 1
    stop = at
    while stop < end and (stop == at or tokens[stop].low not in _ENDS or tokens[stop].low == "the"):
        stop += 1
    while at < stop and tokens[at].low in _ARTICLES:
        at += 1
    return _checked(tokens, at, stop)


def _checked(tokens: Sequence[Token], lo: int, hi: int) -> tuple[int, int] | None:
    words = [tokens[n].low for n in range(lo, hi)]
    if not words or len(words) > MAX_NOUN + 2 or words[0] in _NO_SUBJECTS or words[-1] in _NO_HEADS:
        return None
    if words[0] in _ENDS or tokens[lo].text in calendar() or any(tokens[n].digits for n in range(lo, hi)):
        return None
    # A name alone earns, pays or loses the sum: "Aldmoor hit 2 billion" names nothing that the sum is.
    opening = hi == 1 and tokens[0].low in ordinary()
    return (lo, hi) if opening or tokens[hi - 1].text.islower() else None
