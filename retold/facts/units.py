"""What a figure counts: currencies by sign and word, measures, people, and the noun of anything else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from retold.facts.gazetteer import word_set
from retold.facts.numerals import Token, low, read_lines

# The longest noun phrase that is still read as what is counted: "20 bilateral cooperation documents".
_LONGEST_PHRASE = 7

_IRREGULAR = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "feet": "foot", "teeth": "tooth",
    "mice": "mouse", "geese": "goose", "lives": "life", "wives": "wife", "knives": "knife", "wolves": "wolf",
    "halves": "half", "leaves": "leaf", "thieves": "thief", "shelves": "shelf", "calves": "calf", "crises": "crisis",
    "analyses": "analysis", "bases": "base", "criteria": "criterion", "phenomena": "phenomenon", "media": "medium",
    "houses": "house", "horses": "horse", "cases": "case", "buses": "bus", "gases": "gas", "viruses": "virus",
    "bonuses": "bonus", "campuses": "campus", "censuses": "census", "lenses": "lens", "movies": "movie",
    "series": "series", "species": "species", "aircraft": "aircraft", "police": "police", "cattle": "cattle",
    "shoes": "shoe", "heroes": "hero", "potatoes": "potato", "tomatoes": "tomato", "volcanoes": "volcano",
    "ties": "tie", "caches": "cache", "axes": "axe", "statuses": "status", "businesses": "business",
}  # fmt: skip
_UNCHANGED = word_set(
    "series species aircraft spacecraft sheep fish deer police cattle staff crew personnel headquarters"
)
# Adjectives that a noun may follow ("two lower bids") or none ("25 cheaper than").
_COMPARATIVES = word_set(
    "cheaper dearer higher lower bigger larger smaller longer shorter faster slower better worse younger older heavier "
    "lighter stronger weaker earlier later hotter colder"
)
# Plural in form, singular in number.
_NO_PLURAL = ("ss", "us", "is", "ics")


_NATIONAL_COINS = word_set(
    "peso pesos dinar dinars rial rials riyal riyals shilling shillings crown crowns krona kronor sterling"
)
_SHORT_CURRENCIES = word_set("rs rp kn tk dh dhs ksh tsh ush")
_WORDS_AS_COINS = word_set("won lei sum dong real buck quid dram sol")
_WON_AGAINST = word_set("the a by in at their his her its")


class Unit(msgspec.Struct, frozen=True, gc=False, order=True):
    """A unit read at a token: its name, the index of the token after it, and what to multiply the figure by."""

    name: str
    end: int
    factor: float = 1.0
    money: bool = False


class Phrase(msgspec.Struct, frozen=True, gc=False, order=True):
    """A noun phrase after a figure: the singular of its head, and tokens [start, end)."""

    head: str
    start: int
    end: int


def _split(words: str) -> list[str]:
    """Words between blanks, where a blank after a backslash is part of the word."""
    return [w.replace("\\ ", " ") for w in re.findall(r"(?:\\ |\S)+", words)]


@cache
def _currencies() -> tuple[dict[str, str], dict[str, str]]:
    """ISO code by what stands before a figure, and by what stands after it."""
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for line in read_lines("quantities", "currencies.txt"):
        code, _, rest = line.partition(":")
        signs, _, words = rest.partition("|")
        for sign in _split(signs):
            before.setdefault(sign, code)
        for word in _split(words):
            after.setdefault(word, code)
            after.setdefault(word + "s", code)
    return before, after


@cache
def _measures() -> dict[str, str]:
    """Name of the unit by what stands for it."""
    found: dict[str, str] = {}
    for line in read_lines("quantities", "units.txt"):
        name, _, words = line.partition(": ")
        found.setdefault(name, name)
        for word in _split(words):
            found.setdefault(word, name)
    return found


def currency_words() -> dict[str, str]:
    """ISO code by the words that stand after a figure: "euros", "swiss francs"."""
    return _currencies()[1]


def measure_words() -> dict[str, str]:
    """Name of the unit by the words or letters that stand for it."""
    return _measures()


@cache
def _stops() -> frozenset[str]:
    return frozenset(word for line in read_lines("quantities", "stops.txt") for word in line.split())


@cache
def _people() -> frozenset[str]:
    return frozenset(word.lower() for line in read_lines("quantities", "people.txt") for word in line.split())


def is_currency(unit: str | None) -> bool:
    """Whether the unit is money: "USD"."""
    return unit is not None and unit[:3] in _codes()


@cache
def _codes() -> frozenset[str]:
    """The codes of the currencies that words name."""
    return frozenset(_currencies()[0].values())


def is_person(noun: str) -> bool:
    """Whether a singular noun in lower case counts people."""
    if noun in _people():
        return True
    return (
        noun.endswith(("man", "woman", "person"))
        and len(noun) > 5
        and noun not in ("german", "roman", "human", "talisman")
    )


def is_stop(word: str) -> bool:
    """Whether a word ends the noun phrase after a figure."""
    return word in _stops()


def singular(noun: str) -> str:
    """The singular of an English noun in lower case, as far as its ending tells."""
    if noun in _UNCHANGED:
        return noun
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if noun.endswith("women"):
        return noun[:-2] + "an"
    if noun.endswith("men") and len(noun) > 4 and noun not in ("specimen", "regimen", "abdomen", "women"):
        return noun[:-2] + "an"
    if noun.endswith("people"):
        return noun[:-6] + "person"
    if not noun.endswith("s") or noun.endswith(_NO_PLURAL) or len(noun) < 4:
        return noun
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("ches", "shes", "sses", "xes", "zes")):
        return noun[:-2]
    return noun[:-1]


def is_plural(noun: str) -> bool:
    """Whether a word in lower case looks like a plural noun."""
    return noun in _IRREGULAR or noun in _UNCHANGED or singular(noun) != noun


def currency_before(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """The ISO code of the currency sign that ends right before token `at`, and the index where it begins.

    $5 | US$5 | $US5 | A $5 | Rs 20 | EUR50m | Y=590 | $-50.8bn (the minus is the caller's).
    """
    before, _ = _currencies()
    first = at - 1
    if first < 0:
        return None
    sign = tokens[first]
    if sign.text == "." and sign.glued and first >= 1 and low(tokens, first - 1) in ("rs", "rp", "fr", "sh", "k"):
        first -= 1
        sign = tokens[first]
    if sign.text == "=" and first >= 1 and tokens[first - 1].text == "Y" and tokens[first].glued:
        return "JPY", first - 1
    joined = sign.low
    if not sign.alpha and sign.text in "$€£¥₹₽₩₺₴₦₱₪฿₫৳₸₾₮₵₼₿":
        # letters that touch the sign, or stand before it in capitals: US$, A$, NZ $
        if first >= 1 and tokens[first - 1].alpha and tokens[first - 1].text.isupper():
            letters = tokens[first - 1].low.replace(".", "")
            if letters + joined in before and (sign.glued or len(letters) <= 2):
                return before[letters + joined], first - 1
        return before.get(joined, "USD"), first
    if sign.alpha and sign.text[0].isupper():
        touching = at < len(tokens) and tokens[at].glued
        if first >= 1 and tokens[first - 1].text in "$£" and sign.glued and tokens[first - 1].text + joined in before:
            return before[tokens[first - 1].text + joined], first - 1
        if joined in before and joined.isalpha():
            code = before[joined]
            # one letter (R450) only where it touches; three capitals or Rs, Rp also with a blank
            if len(joined) == 1:
                return (code, first) if touching and sign.text.isupper() else None
            if sign.text.isupper() or joined in _SHORT_CURRENCIES:
                return code, first
    return None


def money_after(tokens: Sequence[Token], at: int, scaled: bool) -> Unit | None:
    """The currency that stands at `at` after a figure: euros | U.S. dollars | -euro | yuan | EUR.

    "pounds" are money where the figure has a scale word ("2 million pounds"), else weight.
    """
    at = _after_hyphen(tokens, at)
    _, after = _currencies()
    for size in (3, 2, 1):
        if at + size > len(tokens):
            continue
        words = [tokens[at + n].low for n in range(size)]
        name = " ".join(words)
        code = after.get(name)
        if code is None:
            continue
        if size == 1:
            shown = tokens[at].text
            if name == "real" and not scaled:
                return None
            if name in _WORDS_AS_COINS and (not shown.islower()):
                return None
            if name == "won" and (low(tokens, at + 1) in _WON_AGAINST or not scaled):
                return None
            if len(name) <= 3 and name in _currencies()[0] and not (shown.isupper() or shown == name == "yen"):
                return None
        return Unit(code, at + size, money=True)
    if low(tokens, at) in ("pound", "pounds") and scaled:
        return Unit("GBP", at + 1, money=True)
    if low(tokens, at) in _NATIONAL_COINS:
        return Unit(singular(low(tokens, at)), at + 1, money=True)
    if at < len(tokens) and tokens[at].text in ("€", "£", "$", "¥", "₹") and tokens[at].glued:
        return Unit(_currencies()[0][tokens[at].text], at + 1, money=True)
    if at and at < len(tokens) and tokens[at].text == "p" and tokens[at].glued and tokens[at - 1].digits:
        return Unit("pence", at + 1)
    if low(tokens, at) in ("cent", "cents", "pence") and low(tokens, at - 1) != "per":
        return Unit("pence" if low(tokens, at) == "pence" else "cent", at + 1)
    return None


def _after_hyphen(tokens: Sequence[Token], at: int) -> int:
    if at + 1 < len(tokens) and tokens[at].text in "-‐‑" and tokens[at].glued and tokens[at + 1].glued:
        return at + 1
    return at


def share_after(tokens: Sequence[Token], at: int) -> Unit | None:
    """percent | percentage points | basis points at `at`; basis points become hundredths of a percentage point."""
    at = _after_hyphen(tokens, at)
    word, after = low(tokens, at), low(tokens, at + 1)
    if word == "%":
        if after in ("point", "points", "pts"):
            return Unit("percentage point", at + 2)
        return Unit("percent", at + 1)
    if word == "percentage":
        step = _after_hyphen(tokens, at + 1)
        if low(tokens, step) in ("point", "points"):
            return Unit("percentage point", step + 1)
        return None
    if word in ("percent", "pct"):
        return Unit("percent", at + 1)
    if word in ("pc", "pp", "ppt", "ppts") and at and tokens[at - 1].digits:
        return Unit("percent" if word == "pc" else "percentage point", at + 1)
    if word == "per" and after == "cent":
        return Unit("percent", at + 2)
    if word == "basis":
        step = _after_hyphen(tokens, at + 1)
        if low(tokens, step) in ("point", "points"):
            return Unit("percentage point", step + 1, factor=0.01)
    if word in ("bp", "bps") and at and tokens[at - 1].digits:
        return Unit("percentage point", at + 1, factor=0.01)
    return None


def measure_after(tokens: Sequence[Token], at: int) -> Unit | None:
    """A measure at `at`: km | square metres | -hectare | miles per hour | °C."""
    at = _after_hyphen(tokens, at)
    if at >= len(tokens):
        return None
    if tokens[at].text == "°":
        letter = low(tokens, at + 1)
        if letter in ("c", "f"):
            return Unit("celsius" if letter == "c" else "fahrenheit", at + 2)
        return Unit("degree", at + 1)
    if tokens[at].text == '"' and tokens[at].glued:
        return None
    if tokens[at].text in ("″", "′") and tokens[at].glued:
        return Unit("inch" if tokens[at].text == "″" else "foot", at + 1)
    measures = _measures()
    word = tokens[at].low
    for size in (3, 2):
        if at + size <= len(tokens):
            name = measures.get(" ".join(tokens[at + n].low for n in range(size)))
            if name is not None:
                return _rated(tokens, Unit(name, at + size))
    if low(tokens, at + 1) in ("/", "-") and at + 2 < len(tokens) and tokens[at + 1].glued and tokens[at + 2].glued:
        for size in (3, 5):
            name = measures.get("".join(tokens[at + n].low for n in range(size) if at + n < len(tokens)))
            if name is not None:
                return Unit(name, at + size)
    name = {"Nm": "newton metre", "W": "watt", "V": "volt"}.get(tokens[at].text) or measures.get(word)
    if name is None:
        return None
    # m² and km2 are tokenised as letters and a digit: "km" + "2"
    if at + 1 < len(tokens) and tokens[at + 1].text == "2" and tokens[at + 1].glued and word in ("km", "m", "cm"):
        return Unit({"km": "square kilometre", "m": "square metre", "cm": "square centimetre"}[word], at + 2)
    # Short abbreviations count right after digits only; "in", "us" and the like are words.
    if len(word) <= 2 and word != "w" and not (at and tokens[at - 1].digits):
        return None
    if word in ("mt", "mp", "pt", "min", "sec", "hr") and tokens[at].capital:
        return None
    return _rated(tokens, Unit(name, at + 1))


def _rated(tokens: Sequence[Token], unit: Unit) -> Unit:
    """`unit`, with the measure that it is a rate over where a stroke joins one: kV/cm."""
    at = unit.end
    if low(tokens, at) == "/" and tokens[at].glued and at + 1 < len(tokens) and tokens[at + 1].glued:
        over = _measures().get(tokens[at + 1].low)
        if over is not None:
            return Unit(f"{unit.name} per {over}", at + 2)
    return unit


def phrase_after(tokens: Sequence[Token], at: int, ranked: bool = False, single: bool = False) -> Phrase | None:
    """The noun phrase at `at`: what is counted. None where the words after the figure name nothing.

    The head is the first plural that no other noun follows, which leaves out what comes before it
    ("bilateral cooperation *documents*") and stops before a verb ("*farmers* protested"). After an ordinal
    (`ranked`) the noun is singular, and a word in -ing may be it ("the fourth *signing*"); after "one"
    (`single`) what looks like a plural is the verb ("one *proposal* asks").
    """
    at = _after_hyphen(tokens, at)
    if low(tokens, at) in ("more", "further", "fewer", "less") and _noun_follows(tokens, at + 1):
        at += 1
    end = at
    last_plural = None
    hyphened = at > 0 and tokens[at - 1].text in "-‐‑" and at < len(tokens) and tokens[at].glued
    while end < len(tokens) and end - at < _LONGEST_PHRASE:
        token = tokens[end]
        if not token.alpha:
            hyphen = token.text in "-‐‑" and token.glued and end > at
            # "63,000 Model 3 sedans", "two new 737 Max jets": a model's number is part of the name
            model = token.digits and end > at and not token.glued and last_plural is None
            if (
                (hyphen or model)
                and end + 1 < len(tokens)
                and tokens[end + 1].alpha
                and tokens[end + 1].glued == hyphen
            ):
                end += 1
                continue
            break
        word = token.low
        if word in _stops() and not (end > at and tokens[end - 1].text == "-"):
            break
        if single and end > at and word.endswith("s") and is_plural(word):
            break
        if word in _COMPARATIVES and not _noun_follows(tokens, end + 1):
            break
        if word.endswith("'s") or word.endswith("s'"):
            break
        if (
            end > at
            and last_plural is None
            and not (ranked and word.endswith("ing"))
            and word.endswith(("ed", "ing"))
            and not hyphened
            and not _noun_follows(tokens, end + 1)
        ):
            break
        if last_plural is not None and (word.endswith(("ed", "ing")) or not is_plural(word)):
            # "farmers protested" ends here; "sales managers" goes on, because its last word is plural again
            follow = low(tokens, end + 1)
            if not (is_plural(follow) and follow not in _stops()) or word.endswith(("ed", "ing")):
                break
        if is_plural(word):
            last_plural = end
        end += 1
        if hyphened:
            break
    while end > at and not tokens[end - 1].alpha:
        end -= 1
    if end <= at:
        return None
    if last_plural is not None:
        end = last_plural + 1
    elif not hyphened:
        joined = _joined_plural(tokens, end)
        if joined is not None:
            end = joined
        elif not _singular_head(tokens, at, end, ranked):
            return None
    head = singular(tokens[end - 1].low)
    return Phrase(head, at, end)


def _noun_follows(tokens: Sequence[Token], at: int) -> bool:
    """Whether a noun that a participle could belong to stands at `at`: "12 newly built homes", not "proposed by"."""
    return at < len(tokens) and tokens[at].alpha and tokens[at].low not in _stops()


def _joined_plural(tokens: Sequence[Token], at: int) -> int | None:
    """The end of "and physical sales" at `at`, whose noun the words before share: "2.7m digital and physical sales"."""
    if low(tokens, at) not in ("and", "or"):
        return None
    for end in range(at + 1, min(at + 5, len(tokens))):
        token = tokens[end]
        if token.text in "-‐‑" and token.glued:
            continue
        if not token.alpha or token.low in _stops() or token.capital:
            return None
        if is_plural(token.low):
            return end + 1
    return None


def _singular_head(tokens: Sequence[Token], at: int, end: int, ranked: bool) -> bool:
    """Whether a phrase without a plural counts something: "14 aircraft", "one hand", not "11 drowned"."""
    last = tokens[end - 1].low
    return (
        not last.endswith(("ed", "ly")) and len(last) > 1 and (ranked or not (last.endswith("ing") and end == at + 1))
    )
