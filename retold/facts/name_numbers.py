"""Numbers that count nothing because they are part of a name: G20, Flight 370, 358 El Brillo Way, 555-0134."""

from __future__ import annotations

from collections.abc import Sequence

from retold.facts.gazetteer import word_set
from retold.facts.hedges import hedges
from retold.facts.numerals import Number, Token, low
from retold.facts.units import (
    Phrase,
    currency_before,
    is_stop,
)

# Words before a number that make it a name or an address: "Flight 370", "Article 5", "Boeing 737".
_LABELS = word_set(
    "flight category article section chapter page pages room channel highway route interstate phase level grade tier resolution "
    "title rule verse psalm gate terminal platform pier runway track lane exit junction unit apartment apt suite box bus "
    "figure table appendix annex clause paragraph amendment volume vol part episode season version windows iphone "
    "galaxy boeing airbus apollo formula class type model mark mk group stage round game week day step item lot number "
    "proposition measure district ward precinct zone area sector block building hall warehouse store studio hole "
    "radio fm psalm opus symphony catch studio area camp"
)
_STREETS = word_set("street st avenue ave road rd lane way boulevard blvd drive square place court terrace plaza")
_SMALL_LABELS = word_set(
    "page number chapter article section channel room flight route highway category phase level grade day "
    "week round stage game lane gate"
)
_NUMERIC_PREFIXES = word_set("to minus magnitude us non mid under over")


def in_an_address(tokens: Sequence[Token], end: int) -> bool:
    """Whether a street follows the number: 358 El Brillo Way, 16-18 Industrial Avenue."""
    for at in range(end, min(len(tokens), end + 6)):
        token = tokens[at]
        if token.low in _STREETS and token.capital and at > end:
            return True
        if not (token.capital or token.digits or token.text in "-–" or token.low in ("th", "st", "nd", "rd")):
            return False
    return False


def all_capitals(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Whether every word of a phrase is written as a name."""
    return all(t.capital for t in tokens[phrase.start : phrase.end] if t.alpha)


def touches_a_word(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether digits touch letters around them: G20, 3D, A320, 5G."""
    after = end < len(tokens) and tokens[end].glued and (tokens[end].alpha or tokens[end].text in "_@#")
    return after or (at > 0 and tokens[at].glued and (tokens[at - 1].alpha or tokens[at - 1].text in "_@#&="))


def in_a_name(tokens: Sequence[Token], at: int, number: Number) -> bool:
    """Whether the digits are part of a name, an address, a phone number or a link: G20, COVID-19, /12, 555-0134."""
    token = tokens[at]
    if not token.digits:
        return False
    if at and token.glued:
        before = tokens[at - 1]
        if before.alpha and currency_before(tokens, at) is None:
            return True
        if before.text in "#@_/\\+=&" and currency_before(tokens, at) is None:
            return True
        if before.text in "-−" and before.glued and at >= 3 and tokens[at - 2].digits and tokens[at - 3].text in "×^":
            return True  # the exponent in 1.99×10−30
        if before.text in "-‐‑–." and at >= 2 and before.glued:
            head = tokens[at - 2]
            if head.alpha and head.low not in _NUMERIC_PREFIXES and not head.low.endswith(("magnitude",)):
                return not (before.text == "–" or (before.text == "." and len(head.text) > 3))
    if len(token.text) > 1 and token.text[0] == "0" and token.text.isdecimal():
        return True
    end = at + 1
    if low(tokens, end) in ("'", "’") and tokens[end].glued and low(tokens, end + 1) == "s" and tokens[end + 1].glued:
        return True  # the iPhone 14's screen
    # 555-0134, 020-7946-0958: two hyphens, or groups that no range has
    groups = 1
    while (
        groups <= 2
        and end + 1 < len(tokens)
        and tokens[end].text in "-"
        and tokens[end].glued
        and tokens[end + 1].glued
        and tokens[end + 1].digits
    ):
        groups += 1
        if len(tokens[end + 1].text) > 1 and tokens[end + 1].text[0] == "0" and tokens[end + 1].text.isdecimal():
            return True
        end += 2
    if groups > 2:
        return True
    # page/12, 24/7, 12@host; a fraction has been read as one
    joint = end < len(tokens) and tokens[end].text in "/@_\\:" and tokens[end].glued and number.form != "fraction"
    return joint and end + 1 < len(tokens) and tokens[end + 1].glued and tokens[end + 1].text.isalnum()


def after_a_name(tokens: Sequence[Token], at: int, shouted: bool) -> bool:
    """Whether the word before digits makes them a name: "Flight 370", "Big 12", "Boeing 737".

    A capital before a number is a name, unless it begins the sentence or all words of a headline have capitals.
    """
    if at == 0 or tokens[at - 1].text in "([":
        return False
    before = tokens[at - 1]
    if before.text == "&" or (at >= 2 and before.text == "." and tokens[at - 2].text in ("No", "Art", "Sec", "Rev")):
        return True
    if not before.alpha:
        return False
    if before.low in _LABELS and (before.capital or before.low in _SMALL_LABELS):
        return True
    letters = before.text.isupper() and len(before.text) > 2 and any(t.alpha and not t.text.isupper() for t in tokens)
    if (shouted and not letters) or at == 1:
        return False
    return (
        any(c.isupper() for c in before.text)
        and not is_stop(before.low)
        and before.low not in hedges()
        and before.text not in ("I",)
    )
