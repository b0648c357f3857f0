"""Agreements: what was signed or reached, how many, by whom, over which fields."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

import msgspec

from retold import kinds
from retold.facts.gazetteer import calendar, word_set
from retold.facts.lists import COUNTS, read_members
from retold.facts.names import Names
from retold.facts.reading import Reading
from retold.kinds import Span

NOUNS = word_set(
    "agreement agreements document documents memorandum memorandums memoranda mou mous treaty treaties accord accords deal deals "
    "contract contracts pact pacts protocol protocols declaration declarations communique communiqué communiques convention "
    "conventions arrangement arrangements compact compacts charter settlement truce ceasefire cease-fire armistice understanding "
    "understandings statement statements letter letters partnership partnerships instrument instruments merger mergers takeover "
    "takeovers lease leases"
)
# Signing makes an agreement of any of them; with "reached" and the like only of the surer ones.
_LOOSE = word_set(
    "statement statements letter letters document documents partnership partnerships charter instrument instruments understanding"
)
_SIGN = word_set("signed inked initialled initialed")
_MAKE = word_set("concluded reached struck clinched sealed finalised finalized ratified brokered closed made")
# What a body adopts and thereby agrees on; it adopts laws and budgets by itself.
_ADOPTED = word_set(
    "charter declaration communique communiqué convention treaty protocol pact accord agreement compact statement declarations treaties"
)
# "have agreed to merge": what is agreed, by the verb that says it.
_AGREED_ACTS = {
    "merge": "merger", "combine": "merger", "buy": "purchase", "acquire": "purchase", "purchase": "purchase", "sell": "sale",
    "cooperate": "cooperation agreement", "co-operate": "cooperation agreement",
}  # fmt: skip
_AGREED = word_set("agreed")
_AT_A_SIGNING = word_set("witnessed attended oversaw saw presided marked after following followed included brought")
_HELD = word_set("contracts agreements deals")
_NOT_DONE = word_set(
    "will would could can may might should must to not never refused declined failed expected plan plans planned hope hopes hoped "
    "want wants ready without yet before if unless until nor"
)
_DETERMINERS = word_set("a an the this that its their his her these those several some many")
# What parts a verb from an agreement that is not its object: "concluded talks on a trade deal".
_PHRASE_ENDS = word_set(
    "for with by from after at that and in into who which on about talks round negotiations visit off up"
)
_AUXILIARY = word_set("was were been has have had being also then later jointly finally on")
_BOUNDS: tuple[tuple[str, kinds.Bound], ...] = (
    ("more than", "more_than"), ("over", "more_than"), ("at least", "at_least"), ("no fewer than", "at_least"),
    ("about", "approximately"), ("around", "approximately"), ("some", "approximately"), ("nearly", "nearly"),
    ("almost", "nearly"), ("up to", "up_to"), ("fewer than", "less_than"), ("less than", "less_than"),
)  # fmt: skip
_TENS = {"one": 1, "dozen": 12, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100} | COUNTS
_WORD_RE = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


@cache
def _verb_re() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{'|'.join(sorted(_SIGN | _MAKE | _AGREED | {'adopted', 'has', 'have', 'holds', 'hold', 'signing'}))})\b"
    )


def find_agreements(
    reading: Reading, names: Names, quantities: list[kinds.Quantity], lists: list[kinds.ListFact]
) -> list[kinds.Agreement]:
    """What the report says was signed or agreed, spans in text, in text order; what is only planned is left out."""
    found: list[kinds.Agreement] = []
    heads: dict[str, int] = {}  # noun of an agreement -> the first of that noun
    for sentence in reading.sentences:
        if sentence.role in ("headline", "subhead"):
            continue
        for match in _verb_re().finditer(reading.text, sentence.start, sentence.end):
            made = _read(reading, names, quantities, lists, sentence, match)
            if made is not None:
                if found and made.count is None and _told_before(reading.text, made, found[-1], sentence, match):
                    heads.setdefault(_head(made), len(found) - 1)
                earlier = heads.get(_head(made)) if made.count is None else None
                if earlier is None:
                    heads.setdefault(_head(made), len(found))
                    found.append(made)
                else:
                    # "signed the agreement": the one already told, now with who signed it.
                    first = found[earlier]
                    signatories = list(dict.fromkeys([*first.signatories, *made.signatories]))
                    found[earlier] = msgspec.structs.replace(
                        first, signatories=signatories, fields=first.fields or made.fields
                    )
                break
    return [_with_fields(reading, lists, a) if not a.fields else a for a in found]


def _told_before(
    text: str, made: kinds.Agreement, last: kinds.Agreement, sentence: kinds.Sentence, verb: re.Match[str]
) -> bool:
    """Whether "The six-point accord, brokered by Qatar, ..." speaks of the agreement told just before by another noun."""
    opening = text[sentence.start : sentence.start + 40].lower()
    near = sentence.start - last.span.end < 400 and last.count in (None, 1)
    return near and opening.startswith(("the ", "this ")) and made.what.split()[0].lower() in opening


def _head(agreement: kinds.Agreement) -> str:
    return agreement.what.split(" of ")[0].split()[-1].lower()


def _with_fields(reading: Reading, lists: list[kinds.ListFact], agreement: kinds.Agreement) -> kinds.Agreement:
    """`agreement` with the list of a sentence soon after: "It covers ports, tides and towage." """
    first = bisect_left(reading.sentences, agreement.span.end, key=lambda s: s.start)
    after = reading.sentences[first : first + 3]
    for fact in _lists_in(lists, after[0].start, after[-1].end) if after else []:
        start = fact.members[0].span.start
        lead = re.search(r"(\S+)\s+(?:covers|covered|includes|included)\s+$", reading.text[max(0, start - 60) : start])
        if lead and (
            lead[1].lower() in ("it", "they", "which", _head(agreement)) or _head(agreement) in (fact.of or "")
        ):
            return msgspec.structs.replace(agreement, fields=fact.members)
    return agreement


def _read(
    reading: Reading,
    names: Names,
    quantities: list[kinds.Quantity],
    lists: list[kinds.ListFact],
    sentence: kinds.Sentence,
    verb: re.Match[str],
) -> kinds.Agreement | None:
    text = reading.text
    before = list(_WORD_RE.finditer(text, max(sentence.start, verb.start() - 160), verb.start()))
    if any(m.group().lower() in _NOT_DONE and not m.group().isupper() for m in before[-3:]):
        return None
    said = verb.group()
    loose = said in _SIGN
    stop = min(sentence.end, verb.end() + 160)
    act = _agreed_act(text, verb.end(), stop) if said in _AGREED else None
    passive = False
    if act is not None:
        what, count, bound = act[0], None, None
        lo, hi = act[1], act[2]
    elif said == "signing":
        of = re.compile(r"\s+of(?=\s)").match(text, verb.end(), stop)
        if of is None or not any(m.group().lower() in _AT_A_SIGNING for m in before[-5:]):
            return None
        noun = _object(text, of.end(), stop, True)
        if noun is None:
            return None
        lo, hi = noun
        what, count, bound = _what(text, lo, hi)
        passive = True  # who witnesses a signing need not have signed
    elif said in ("has", "have", "holds", "hold"):
        held = _held(text, verb.end(), stop)
        if held is None:
            return None
        lo, hi = held
        what, count, bound = _what(text, lo, hi)
    else:
        start = verb.end()
        if said in _AGREED:
            on = re.compile(r"\s+(?:on|upon)(?=\s)").match(text, start, stop)
            start = on.end() if on else start
        noun = _object(text, start, stop, loose or said == "adopted")
        if noun is None and said not in _AGREED:
            noun, passive = _passive(text, before, loose or said == "adopted"), True
        if noun is not None and said in _AGREED and text[noun[0] : noun[1]].endswith(("contract", "contracts")):
            return None  # a player's or a worker's terms
        if noun is None or (said == "adopted" and text[noun[0] : noun[1]].split()[-1].lower() not in _ADOPTED):
            return None
        lo, hi = noun
        what, count, bound = _what(text, lo, hi)
    for quantity in quantities[bisect_left(quantities, lo, key=lambda q: q.span.start) :][:6]:
        if lo <= quantity.span.start and quantity.span.end <= hi and count is not None and quantity.value == count:
            bound = quantity.bound
    signatories: list[str] = []
    parties: list[str] = []
    if not passive:
        signatories, parties = _signatories(text, names, sentence.start, verb.start())
    after = max(hi, verb.end())
    parties = _between(text, names, after, sentence.end) or _with(text, names, after, sentence.end, parties)
    if not parties and passive:
        parties = names.two_countries
    return kinds.Agreement(
        what=what,
        count=count,
        bound=bound if count is not None else None,
        parties=parties,
        signatories=signatories,
        span=Span(sentence.start, sentence.end),
        fields=_fields(text, lists, lo, after, sentence.end),
    )


def _agreed_act(text: str, start: int, end: int) -> tuple[str, int, int] | None:
    """What is agreed in "agreed to merge", with the offsets of the verb; a person is not bought so in the news."""
    match = re.compile(r"\s+to\s+(?P<verb>[a-z-]+)\b").match(text, start, end)
    if match is None or match["verb"] not in _AGREED_ACTS:
        return None
    return _AGREED_ACTS[match["verb"]], match.start("verb"), match.end("verb")


def _held(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The contracts in "has launch contracts with nine customers"."""
    match = re.compile(r"\s+(?P<what>(?:[a-z][a-z-]+\s+){0,3}(?P<noun>[a-z]+))\s+with\s").match(text, start, end)
    if match is None or match["noun"] not in _HELD or re.search(r"\b(?:no|been|to|not|any)\b", match["what"]):
        return None
    return match.start("what"), match.end("what")


def _object(text: str, start: int, end: int, loose: bool) -> tuple[int, int] | None:
    """The noun phrase after the verb that is an agreement: from its number or article to its noun."""
    words = list(_WORD_RE.finditer(text, start, end))[:14]
    for n, match in enumerate(words):
        low = match.group().lower()
        if n and re.search(r"[,;:.()]", text[words[n - 1].end() : match.start()]):
            return None
        if low in NOUNS and (loose or low not in _LOOSE):
            hi = match.end()
            tail = re.match(
                r"\s+of\s+(?:understanding|intent|cooperation|co-operation|association|friendship)\b",
                text[hi : hi + 40],
            )
            if tail:
                hi += tail.end()
            elif (
                n + 1 < len(words) and words[n + 1].group().lower() in NOUNS and text[hi : words[n + 1].start()] == " "
            ):
                continue
            return words[0].start(), hi
        if low in _PHRASE_ENDS:
            return None
    return None


def _passive(text: str, before: list[re.Match[str]], loose: bool) -> tuple[int, int] | None:
    """The noun phrase that was signed: "A memorandum signed at the meeting", "two accords were signed"."""
    at = len(before)
    while at and before[at - 1].group().lower() in _AUXILIARY:
        at -= 1
    for n in range(at - 1, max(-1, at - 6), -1):
        low = before[n].group().lower()
        if low in NOUNS and (loose or low not in _LOOSE):
            if re.search(r"[,;:]", text[before[n].end() : before[at - 1].start()]):
                return None
            if n + 1 < at and before[n + 1].group().lower() not in ("of", "on", "between", "with", "in", "for", "to"):
                return None
            lo = n
            while lo > 0 and n - lo < 7:
                left = before[lo - 1]
                if re.search(
                    r"[,;:.]", text[left.end() : before[lo].start()]
                ) or left.group().lower() in _PHRASE_ENDS | {"said", "when"}:
                    break
                lo -= 1
                if left.group().lower() in _DETERMINERS:
                    break
            return before[lo].start(), before[n].end()
    return None


def _what(text: str, lo: int, hi: int) -> tuple[str, float | None, kinds.Bound | None]:
    """The agreement's name without its number, the number, and how the number is bounded."""
    phrase = " ".join(text[lo:hi].split())
    bound: kinds.Bound | None = None
    for words, kind in _BOUNDS:
        if phrase.lower().startswith(words + " "):
            phrase, bound = phrase[len(words) + 1 :], kind
            break
    first, _, rest = phrase.partition(" ")
    low = first.lower()
    if low.replace(",", "").isdecimal() and rest:
        return rest, float(low.replace(",", "")), bound or "exact"
    if low in _TENS and rest:
        return rest, float(_TENS[low]), bound or "exact"
    if low in ("a", "an") and rest:
        again, _, tail = rest.partition(" ")
        if again == "dozen":
            return tail, 12.0, bound or "exact"
        return rest, 1.0, bound or "exact"
    if low in _DETERMINERS and rest:
        return rest, None, None
    return phrase, None, None


def _signatories(text: str, names: Names, start: int, end: int) -> tuple[list[str], list[str]]:
    """Who signed, as named or described, and the parties that follow from it."""
    words = list(_WORD_RE.finditer(text, max(start, end - 160), end))
    while words and words[-1].group().lower() in _AUXILIARY:
        words.pop()
    while words and words[-1].group() in calendar():
        words.pop()
        while words and words[-1].group().lower() in _AUXILIARY:
            words.pop()
    # "X and her counterpart, Y, signed": the commas set off a name and part no clauses.
    appositive = bool(words) and "," in text[words[-1].end() : end]
    lo = len(words)
    while lo > 0:
        gap = text[words[lo - 1].end() : words[lo].start() if lo < len(words) else end]
        if re.search(r"[;:\"“”(]", gap) or ("," in gap and lo < len(words) and not appositive):
            break
        if words[lo - 1].group().lower() in ("said", "that", "after", "when", "as", "where", "while", "which"):
            break
        lo -= 1
    if lo == len(words):
        return [], []
    span = (words[lo].start(), words[-1].end())
    phrase = " ".join(text[span[0] : span[1]].split())
    members = names.members(phrase, span[0])
    if members:
        return [_uncapital(phrase)], names.two_countries or members
    said = [
        m
        for m in names.mentions_in(*span)
        if m.kind != "place" or not any(o.kind == "person" for o in names.mentions_in(*span))
    ]
    if said:
        ordered = list(dict.fromkeys(m.name for m in said))
        return ordered, ordered
    return ([_uncapital(phrase)], []) if len(words) - lo <= 6 else ([], [])


def _uncapital(phrase: str) -> str:
    """`phrase` without the capital that only the sentence gave it: "The two sides" -> "the two sides"."""
    first = phrase.split()[0].lower()
    return phrase[0].lower() + phrase[1:] if first in _DETERMINERS or first in ("both", "all") else phrase


def _between(text: str, names: Names, start: int, end: int) -> list[str]:
    match = re.compile(r"\bbetween\s+").search(text, start, min(end, start + 120))
    if match is None:
        return []
    said = list(dict.fromkeys(m.name for m in names.mentions_in(match.end(), min(end, match.end() + 120))))
    return said[:2] if len(said) >= 2 else []


def _with(text: str, names: Names, start: int, end: int, parties: list[str]) -> list[str]:
    """The parties with the one that "with" adds."""
    match = re.compile(r"\bwith\s+(?:the\s+)?").match(text, start + 1, end) or re.compile(
        r"\s+with\s+(?:the\s+)?"
    ).match(text, start, end)
    if match is None:
        return parties
    said = names.mentions_in(match.end(), min(end, match.end() + 60))
    return list(dict.fromkeys([*parties, said[0].name])) if said else parties


def _lists_in(lists: list[kinds.ListFact], start: int, end: int) -> list[kinds.ListFact]:
    """The lists, which come in text order, whose first member begins in text [start, end)."""
    lo, hi = (bisect_left(lists, at, key=lambda f: f.members[0].span.start) for at in (start, end))
    return lists[lo:hi]


def _fields(text: str, lists: list[kinds.ListFact], lo: int, start: int, end: int) -> list[kinds.Labelled]:
    """The fields: the list stated of the agreement in the sentence, or what stands after "on" and "in the fields of"."""
    head = text[lo:start].split()[-1].lower() if text[lo:start].split() else ""
    for fact in _lists_in(lists, start, end):
        if fact.of is not None:
            of = fact.of.lower().split(" of ")[0].split()
            if of and (of[-1] in NOUNS or of[-1] == head or of[-1] in ("fields", "areas", "sectors", "subject")):
                return fact.members
    match = re.compile(r"\s+(?:on|in|concerning|regarding|for)\s+(?:the\s+(?:fields?|areas?|sectors?)\s+of\s+)?").match(
        text, start, end
    )
    if match is None:
        return []
    members = read_members(text, match.end(), end)
    small = [
        m for m in members if len(m.label.split()) <= 5 and not m.label[:1].isupper() and not m.label[:1].isdigit()
    ]
    return small if len(small) == len(members) else []
