"""Capitalised runs: the stretches of a report that may be names, before anybody asks whose."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from retold.facts.gazetteer import (
    calendar,
    given_names,
    ordinary,
    organisation_heads,
    peoples,
    places,
    titles,
    word_set,
)
from retold.facts.reading import Reading
from retold.words import fold

# Hyphens and full stops part tokens; what joins them again is decided run by run, since
# "Jean-Claude" is one name and "China-Russia" two.
# The first choice is only speed: a plain word, which the rest would read the same.
TOKEN_RE = re.compile(r"[A-Za-z]{2,}+(?![\w'’&])|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W\d_]+|&[^\W\d_]+)*")

ABBREVIATIONS = word_set(
    "mr mrs ms dr prof rev hon gen lt col maj capt sgt cpl adm sen rep gov st mt ft jr sr ltd inc corp co"
)
PARTICLES = word_set(
    "de da do dos das del della di du la le van von der den ter ten bin ibn binti al el ul ud zu af av"
)
# Signs after which a capital says nothing.
_OPENING_SIGNS = frozenset(("“", '"', ":", "•"))
CONNECTORS = frozenset(("of", "for", "on", "and", "the", "against", "&"))
_INSIDE_NAMES = PARTICLES | CONNECTORS
# Nouns whose genitive stands inside a name: People's Bank, Women's World Cup, King's College.
INNER_POSSESSIVE = word_set(
    "people women men children workers farmers teachers students king queen prince citizens veterans"
)


class Token(msgspec.Struct, frozen=True, gc=False, order=True):
    """A word of the text without its genitive, and how it stands."""

    start: int
    end: int
    text: str
    capital: bool
    first: bool  # opens its sentence, or a quotation in it
    sentence: int
    possessive: bool
    shouting: bool  # in a headline where every word has a capital: its capitals say nothing


def read_tokens(reading: Reading) -> list[Token]:
    """The tokens of the report, in order."""
    found: list[Token] = []
    text = reading.text
    for number, sentence in enumerate(reading.sentences):
        raw = list(TOKEN_RE.finditer(text, sentence.start, sentence.end))
        words = [m[0] for m in raw]
        shouting = _shouting(words, sentence.role in ("headline", "subhead"))
        first = True
        for match, shown in zip(raw, words):
            start = match.start()
            word, capital, possessive = _looks(shown)
            if not first:
                before = text[start - 1]
                first = (text[start - 2] if before == " " else before) in _OPENING_SIGNS
            found.append(Token(start, start + len(word), word, capital, first, number, possessive, shouting))
            first = False
    return found


@lru_cache(maxsize=16384)
def _looks(word: str) -> tuple[str, bool, bool]:
    """A word without its genitive, whether it has a capital, and whether a genitive was cut off."""
    possessive = len(word) > 2 and word[-1] in "sS" and word[-2] in "'’"
    return word[:-2] if possessive else word, word[0].isupper(), possessive


def _shouting(words: list[str], headline: bool) -> bool:
    """Whether the sentence capitalises its ordinary words: all of it in capitals, or a title-cased headline."""
    if not headline and not any(w.isupper() and len(w) > 3 for w in words[:4]):
        return False
    long = [w for w in words if len(w) > 3 and w.isalpha()]
    if len(long) < 3:
        return bool(long) and headline and all(w[0].isupper() for w in long) and len(words) > 2
    if sum(w.isupper() for w in long) > 0.7 * len(long):
        return True
    common = [w for w in long if w.lower() in ordinary()]
    return headline and len(common) >= 2 and sum(w[0].isupper() for w in common) > 0.6 * len(common)


def find_runs(tokens: list[Token], text: str) -> list[tuple[int, int]]:
    """The capitalised runs as half-open ranges of `tokens`, left to right, none overlapping; shouted ones left out."""
    runs: list[tuple[int, int]] = []
    end, count = 0, len(tokens)
    for at in [at for at, token in enumerate(tokens) if token.capital or token.text in ("al", "el")]:
        token = tokens[at]
        if at < end or token.shouting or (token.text in calendar() and not _calendar_name(tokens, at)):
            continue
        starts = token.capital or (
            at + 1 < count and tokens[at + 1].capital and text[token.end : tokens[at + 1].start] == "-"
        )
        if starts:
            end = _run_end(tokens, text, at)
            runs.append((at, end))
    return runs


def _calendar_name(tokens: list[Token], at: int) -> bool:
    """Whether a month's name here is a given name: "April Jones"."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return (
        tokens[at].text in ("April", "June", "August", "May", "Jan", "Mar")
        and after is not None
        and after.capital
        and after.text.isalpha()
        and after.text.lower() not in ordinary()
        and tokens[at].sentence == after.sentence
        and after.start == tokens[at].end + 1
    )


def _run_end(tokens: list[Token], text: str, at: int) -> int:
    headed = tokens[at].text.lower() in organisation_heads()
    end = at + 1
    while end < len(tokens):
        step = _next_joined(tokens, text, at, end, headed)
        if step == end:
            break
        headed = headed or any(t.text.lower() in organisation_heads() for t in tokens[end:step])
        end = step
    return end


def _next_joined(tokens: list[Token], text: str, at: int, end: int, headed: bool) -> int:
    """Where the run [at, end) reaches when one more capitalised word, with what leads to it, is joined; `end` if none."""
    left, right = tokens[end - 1], tokens[end]
    if right.sentence != left.sentence:
        return end
    gap = text[left.end : right.start]
    if left.possessive:
        gap = gap[2:]
        if gap == " " and right.capital and left.text.lower() in INNER_POSSESSIVE:
            return end + 1
        return end
    if right.capital:
        if right.text in calendar() and not (
            right.text in ("May", "March", "April") and fold(left.text) in given_names()
        ):
            return end
        if gap in (" ", "\n"):
            return end + 1 if not _two_countries(left, right) else end
        if gap == "-":
            return end if _two_countries(left, right) else end + 1
        if gap == ". " and (left.text.lower() in ABBREVIATIONS or len(left.text) == 1):
            return end + 1
        if gap in ("' ", "’ ") and (left.text.lower() in ordinary() or right.text.lower() in organisation_heads()):
            return end + 1
        if gap == " & " or (gap == "/" and left.text == "A" and right.text == "S"):
            return end + 1
        return end
    if gap not in (" ", "\n", "-"):
        return end
    if gap == "-":
        # "Co-operation" joins; "U.S.-led", "Covid-hit" do not.
        return end + 1 if left.text == "Co" else end
    low = right.text
    stop = min(end + 3, len(tokens))
    reach = end
    while reach < stop and tokens[reach].text in _INSIDE_NAMES and tokens[reach].sentence == left.sentence:
        reach += 1
    if reach == end or reach >= len(tokens) or not tokens[reach].capital or tokens[reach].sentence != left.sentence:
        return end
    if tokens[reach].text in calendar():
        return end
    between = [t.text for t in tokens[end:reach]]
    if any(
        text[a.end : b.start] not in (" ", "-", "\n") for a, b in zip(tokens[end:reach], tokens[end + 1 : reach + 1])
    ):
        return end
    if all(w in PARTICLES for w in between):
        return reach + 1
    if between[0] in ("of", "for", "on", "against") and between[1:] in ([], ["the"]):
        joins = headed or left.text.lower() in OF_HEADS or (between[0] == "of" and _title_of(tokens, at, end))
        return reach + 1 if joins and (between[0] != "on" or headed) else end
    if low == "and" and len(between) == 1:
        return reach + 1 if _one_name(tokens, at, end, reach, headed) else end
    return end


# Heads that take "of" and are no organisation: Great Hall of the People, War of Resistance, Strait of Hormuz.
OF_HEADS = word_set(
    "hall house palace gulf strait bay sea port cape isle isles republic kingdom state states union war battle university bank court church cathedral museum "
    "duke duchess prince bishop archbishop secretary minister ministry department line treaty declaration board rock temple mount university"
    " democratic commonwealth emirate sultanate province city"
)


def _title_of(tokens: list[Token], at: int, end: int) -> bool:
    """Whether the run so far is a title that takes "of": Secretary of State, Minister of Finance."""
    return tokens[end - 1].text.lower() in ("secretary", "minister", "chief", "head")


def _one_name(tokens: list[Token], at: int, end: int, reach: int, headed: bool) -> bool:
    """Whether "and" stands inside one name: "Ministry of Science and Technology", "Food and Drug Administration"."""
    left, right = tokens[end - 1].text.lower(), tokens[reach].text.lower()
    if left not in ordinary() or right not in ordinary() or right in titles() or left in titles():
        return False
    if fold(left) in places() or fold(right) in places() or fold(right) in peoples():
        return False
    if headed and any(t.text in ("of", "for", "on") for t in tokens[at:end]):
        return True
    if end - at > 2:
        return False
    after = reach + 1
    while (
        after < len(tokens)
        and after < reach + 4
        and tokens[after].capital
        and tokens[after].start == tokens[after - 1].end + 1
    ):
        if tokens[after].text.lower() in organisation_heads():
            return True
        after += 1
    return False


def _two_countries(left: Token, right: Token) -> bool:
    """Whether two neighbours are two countries ("China-Russia", "Franco-German") and not one name."""

    def country(token: Token) -> bool:
        word = fold(token.text)
        return word in peoples() or (word in places() and places()[word].type == "country")

    return country(left) and country(right)
