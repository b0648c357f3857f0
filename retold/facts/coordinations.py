"""Coordinations: three or more alike things in a row that no word announces, "the sheds, a crane and two barges".

Read from the "and" outwards. The first member goes back to its article or number, a preposition or a verb; the
last one ends at a verb, a preposition or a mark. Where a verb stands inside, clauses are joined and not things:
"prices fell, demand rose and shops closed" gives nothing.
"""

from __future__ import annotations

import re

import msgspec

from retold.facts.gazetteer import calendar, given_names, ordinary, word_set
from retold.words import fold

MAX_WORDS = 9  # words of a member; a longer stretch is prose
MAX_BACK = 260  # words that are looked back from an "and"

_WORD_RE = re.compile(r"(?:[$€£]\s?)?[^\W_]+(?:['’.,-][^\W_]+)*(?:['’](?=\s))?%?")
_INNER_GAP = frozenset((" ", "\n", "-", " & ", " “", "” ", ' "', '" '))

_NUMBERS = word_set("one two three four five six seven eight nine ten eleven twelve dozens hundreds thousands")
_ARTICLES = word_set("a an the its their his her our some several many more both all no new")
_INDEFINITE = word_set("a an")
_PREPOSITIONS = word_set(
    "in on at by from to during as with under following amid via despite according through into over for about against "
    "between among across after before since until near towards toward around behind within without per like off onto "
    "upon beyond of regarding concerning than plus including called named named"
)
_CLAUSE = word_set(
    "is are was were be been being has have had having will would can could may might shall should must do does did said says "
    "say told tell tells added noted which who whom whose that while whereas when where because although though but if unless "
    "he she they it we i you there this these those not also then so yet nor only who's it's how why what both either neither "
    "meanwhile however just now again already still never even more most well"
)
_BE = word_set("is are was were be been being become became becomes remain remains remained seemed more so as very")
# Verbs of the news in forms that no ending gives away; those that are commoner as nouns are left out.
_VERBS = word_set(
    "hit cut put set let shut quit cost hurt wants want need needs says say include includes sells sell runs get gets give gives "
    "go goes grow grows keep keeps lose loses makes make remain remains rent rents seek seeks send sends take takes face faces "
    "offer offers bring brings provide provides supply supplies join joins met meet meets serve serves produce produces require "
    "requires allow allows become becomes begin begins affect affects contain contains carry carries announce expect expects live "
    "lives lie lies operate operates own owns represent represents receive receives recommend recommends propose proposes"
)
# Irregular pasts and participles that are no noun as well.
_PAST = word_set(
    "arisen arose ate awoke beaten became began begun bent bitten bled blew blown borne bought broke broken brought burnt came "
    "caught chose chosen clung crept dealt died dies dug drank drew drawn driven drove eaten fallen fell fled flew flown flung "
    "forbade forbidden foresaw foreseen forgave forgiven forgot forgotten fought found froze frozen gave given gone got gotten grew "
    "grown heard held hid hidden hung kept knelt knew known laid lain leapt learnt led left lent lit lost made meant met misled "
    "overcame overtaken overthrew overthrown overtook paid proven ran rang rebuilt repaid ridden risen rode rose sang sank sat saw "
    "seen sent shaken shone shook showed shown shrank shrunk slept slew slid sold sought sped spent spilt spoke spoken sprang sprung "
    "spun stole stolen stood stricken strove struck stuck stung sung sunk swam swept swollen swore sworn swum swung taken taught "
    "threw thrown told took tore torn undergone understood undertaken undertook underwent upheld went wept withdrew withdrawn "
    "withheld withstood woke woken won wore worn wove woven written wrote"
)
# Verbs that open what is to be done: "to train nurses, test wells and share data".
_INFINITIVES = word_set(
    "accept add adopt allow appoint ban block boost bring build buy carry catch change check clean clear close collect create cut "
    "deepen defend deliver develop drill drop encourage end enforce ensure expand extend fight find finish fit fix free fund give grant "
    "grow guard halt help hire hold improve increase install invest invite join keep launch lay lease lift limit link lower "
    "maintain make map mark measure mend merge modernise modernize monitor move offer open oppose pay phase plant prevent produce "
    "promote protect provide publish put raise rebuild reduce reform release remove renew repair repay replace require rescue "
    "restore review safeguard save scrap sell send set share shield shorten show shut simplify speed spend stop store strengthen study "
    "halve double triple quadruple abolish accelerate address advance aim align approve arrange assess assist attract audit "
    "balance boost bring broaden calm capture cater combat compensate complete comply conduct connect conserve consider consolidate "
    "construct contain contribute control convert cool coordinate co-ordinate correct counter cover curb deal decide declare decrease "
    "dedicate demolish deploy design destroy detect devise direct discourage discuss dismantle distribute diversify divert draft "
    "ease educate eliminate embed empower enable enact engage enhance enlarge enrich equip establish evacuate evaluate examine exchange "
    "exempt explain explore export extract facilitate feed file finance focus follow foster freeze fulfil fulfill further generate "
    "grant guarantee harmonise harmonize hand heal host house hunt identify impose inform inspect install insulate insure integrate "
    "intensify introduce investigate involve issue kill leave lend lengthen lobby locate lock lose manage meet minimise minimize mobilise "
    "mobilize modify negotiate notify nurture obtain operate order organise organize outlaw overhaul oversee pave pilot plan pool prepare "
    "preserve prioritise prioritize probe process procure prohibit prosecute provide purchase push quit ratify reach reallocate recognise "
    "recognize recover recruit recycle redesign redirect redistribute refurbish regulate relocate reopen repeal report resettle reshape "
    "resolve restart restrict resume retain retrain return revise revive reward run sack scale screen search secure seek separate serve "
    "settle shape shelter shift shrink shut slash slow solve speed stabilise stabilize staff standardise standardize start stem stimulate "
    "streamline submit subsidise subsidize sue suspend sustain switch tackle target tax teach track transfer transform transport treat "
    "turn unite update urge vaccinate verify visit vote warn watch weaken welcome win "
    "supply support take teach test tighten trace track trade train treat upgrade use widen withdraw work"
)
# Nouns that take a preposition of their own, so that it belongs to the member: "a ban on drones".
_TAKES = {
    "on": word_set("ban bans limit limits tax taxes curb curbs cap caps attack attacks report work research duty duties levy levies tariff tariffs rules restrictions spending"),
    "in": word_set("rise rises fall cut cuts increase increases drop drops decline growth coverage improvement improvements trade investment investments training"),
    "to": word_set("end link links access damage aid threat threats change changes damages repairs improvements visits exports"),
    "for": word_set("aid help support funds funding money training homes rooms space food shelter care demand need rules places pay standards tests"),
    "from": word_set("demand orders pressure competition protection aid exports imports emissions"),
    "with": word_set("trade ties talks links relations"),
    "between": word_set("ties trade links cooperation"),
}  # fmt: skip


class _Token(msgspec.Struct, frozen=True, gc=False):
    start: int
    end: int
    text: str
    low: str


def _verbal(word: str) -> bool:
    """Whether the word is a finite verb rather than anything else."""
    return word in _CLAUSE or word in _PAST or word in _VERBS


def _participle(word: str) -> bool:
    return len(word) > 4 and word.endswith("ed") and word not in ("hundred", "indeed", "speed", "breed", "seed")


def _gerund(word: str) -> bool:
    return (
        len(word) > 5 and word.endswith("ing") and word not in ("evening", "morning", "building", "during", "nothing")
    )


def find_coordinations(text: str, start: int, end: int) -> list[list[tuple[int, int]]]:
    """The members of every coordination of three or more in the sentence [start, end), in text order."""
    shown = text[start:end]
    if "," not in shown or (
        " and " not in shown and " or " not in shown and "\nand " not in shown and " and\n" not in shown
    ):
        return []
    if shown.index(",") > max(shown.rfind("and"), shown.rfind("or")):
        return []  # every comma stands behind the last "and"
    tokens = [_Token(*m.span(), m[0], m[0].lower()) for m in _WORD_RE.finditer(text, start, end)]
    found: list[list[tuple[int, int]]] = []
    floor = 0
    for at, token in enumerate(tokens):
        if token.text in ("and", "or") and at > floor:
            read = _read(text, tokens, floor, at, end)
            if read is not None:
                members, stop = read
                found.append([(tokens[lo].start, _end(text, tokens[hi - 1])) for lo, hi in members])
                floor = stop
    return found


def _end(text: str, token: _Token) -> int:
    return token.end - (text[token.end - 1] in "'’" and not token.text.endswith(("s'", "s’")))


def _gap(text: str, tokens: list[_Token], at: int) -> str:
    """What stands before token `at`."""
    return text[tokens[at - 1].end : tokens[at].start]


def _read(text: str, tokens: list[_Token], floor: int, at: int, end: int) -> tuple[list[tuple[int, int]], int] | None:
    """The token ranges of the members joined by the "and" at `at`, and the token after the last; None for no list."""
    if at + 1 >= len(tokens) or _gap(text, tokens, at + 1) not in (" ", "\n", " “", ' "'):
        return None
    chunks, opened = _chunks(text, tokens, floor, at)
    if len(chunks) < 2:
        return None
    middle = chunks[1:]
    if not all(_member(tokens, lo, hi) for lo, hi in middle):
        return None
    stop = _last(text, tokens, at + 1, [tokens[n].low for lo, hi in chunks for n in range(lo, hi)], middle)
    if stop <= at + 1 or not _member(tokens, at + 1, stop):
        return None
    rest = [*middle, (at + 1, stop)]
    first = _first(text, tokens, *chunks[0], rest, opened)
    members = rest if first is None else [first, *rest]
    if len(members) < 3 or not _alike(tokens, members, stop):
        return None
    return members, stop


def _chunks(text: str, tokens: list[_Token], floor: int, at: int) -> tuple[list[tuple[int, int]], bool]:
    """What commas part before the "and" at `at`, up to the first stronger mark or what can be no member.

    True with it: the first chunk begins where the sentence does, or after a mark.
    """
    chunks: list[tuple[int, int]] = []
    hi = lo = at
    if _gap(text, tokens, at).strip() not in (",", ""):
        return [], False
    while lo > floor and at - lo < MAX_BACK:
        lo -= 1
        if not chunks and (tokens[lo].text in ("and", "or") or at - lo > MAX_WORDS):
            return [], False  # no comma close enough
        gap = _gap(text, tokens, lo) if lo else "."
        if lo > floor and gap in _INNER_GAP:
            continue
        chunks.insert(0, (lo, hi))
        if gap.strip() != "," or lo <= floor:
            return chunks, True
        if len(chunks) > 1 and not _member(tokens, lo, hi):
            return chunks, False
        hi = lo
    return chunks, False


def _member(tokens: list[_Token], lo: int, hi: int) -> bool:
    """Whether the words can be one thing."""
    words = [t.low for t in tokens[lo:hi]]
    if not 0 < len(words) <= MAX_WORDS or any(t.text in calendar() for t in tokens[lo:hi]):
        return False
    if words[0] in _PREPOSITIONS or words[-1] in _PREPOSITIONS or words[-1] in _ARTICLES or "and" in words:
        return False
    for n, word in enumerate(words):
        # "a broken radar" breaks nothing.
        adjective = 0 < n < len(words) - 1 and word in _PAST and words[n - 1] in _ARTICLES
        if _verbal(word) and word not in _INFINITIVES and not adjective and not (n == 0 and word in ("more", "both")):
            return False
    if _participle(words[0]) and (len(words) == 1 or words[1] in _PREPOSITIONS or words[1] in _ARTICLES):
        return False
    if len(words) > 1 and _participle(words[-1]):
        return False
    if len(words) > 1 and (words[0][0].isdigit() or words[0] in _NUMBERS) and words[1] in _PREPOSITIONS:
        return False  # "11 by drowning, five by lightning": the rest of a clause each
    if words[0].endswith("ly") and (len(words) == 1 or words[1] in _PREPOSITIONS):
        return False
    if len(words) == 1 and (words[0].isdigit() or words[0] in _NUMBERS or words[0] in ("others", "more", "so", "too")):
        return False
    return not re.fullmatch(r"\d{4}|\d{1,3}", words[-1]) or len(words) > 1


def _last(text: str, tokens: list[_Token], at: int, earlier: list[str], middle: list[tuple[int, int]]) -> int:
    """The token after the last member, which begins at `at`."""
    named = all(_named(tokens, *m) for m in middle) and _named(tokens, at, at + 1)
    doing = all(tokens[lo].low in _INFINITIVES or _gerund(tokens[lo].low) for lo, hi in middle if hi - lo > 1)
    doing = doing and any(hi - lo > 1 for lo, hi in middle)
    stop = at
    while stop < len(tokens) and stop - at <= MAX_WORDS:
        low = tokens[stop].low
        if stop > at:
            if _gap(text, tokens, stop) not in _INNER_GAP:
                break
            if low in ("and", "or") or tokens[stop].text in calendar():
                break
            belongs = low in earlier or low == "of" or doing or takes(tokens[stop - 1].low, low)
            if low in _PREPOSITIONS and not belongs:
                break
            article = tokens[at].text[0].islower() and stop == at + 1
            inner = low in ("of", "the", "de", "del", "la", "for")
            if named and tokens[stop].text[0].islower() and not inner and not article:
                break
            opens = tokens[stop - 1].low in _ARTICLES or tokens[stop - 1].low in _NUMBERS
            if ((_verbal(low) and low not in _INFINITIVES) or _participle(low)) and not opens:
                break
        stop += 1
    while stop > at and (tokens[stop - 1].low in _PREPOSITIONS or tokens[stop - 1].low in _ARTICLES):
        stop -= 1
    return stop


def takes(noun: str, preposition: str) -> bool:
    """Whether the noun goes on with the preposition: "a ban on drones"."""
    return noun in _TAKES.get(preposition, frozenset())


def _named(tokens: list[_Token], lo: int, hi: int) -> bool:
    at = lo + 1 if tokens[lo].low == "the" and lo + 1 < len(tokens) else lo
    return tokens[at].text[0].isupper()


def _first(
    text: str, tokens: list[_Token], lo: int, hi: int, rest: list[tuple[int, int]], opened: bool
) -> tuple[int, int] | None:
    """The first member: the end of the chunk [lo, hi), back to its article, a preposition or a verb."""
    second = tokens[rest[0][0]]
    words = [t.low for t in tokens[lo:hi]]
    long = rest[0][1] - rest[0][0] > 1
    if long and second.low in _INFINITIVES and not tokens[rest[0][1] - 1].text[0].isupper():
        for n in range(hi - 2, max(lo - 1, hi - MAX_WORDS - 6), -1):
            if tokens[n].low == "to" and tokens[n + 1].low in _INFINITIVES:
                return n + 1, hi
    if long and _gerund(second.low) and all(_gerund(tokens[a].low) for a, _ in rest):
        for n in range(lo, hi):
            if _gerund(tokens[n].low):
                return n, hi
        return None  # "tore through the coast, killing ..., snapping ... and leaving ..."
    opening = words[0] in _PREPOSITIONS and opened and lo == 0 and not any(map(_verbal, words))
    if opening and len(rest) < 3 and not _same_shape(tokens, lo + 1, hi, rest):
        return None
    if tokens[hi - 1].text in calendar() or re.fullmatch(r"\d{4}", tokens[hi - 1].text):
        return None
    at = hi
    gerunds = all(_gerund(tokens[a].low) for a, _ in rest)
    while at > lo:
        low = tokens[at - 1].low
        if low in _PREPOSITIONS and low != "of":
            before = tokens[at - 2].low if at - 2 >= lo else ""
            if (
                at < hi
                and takes(before, low)
                and not any(tokens[n].low == low for a, b in rest for n in range(a, b))
                and _marked(tokens, rest)
            ):
                at -= 1
                continue
            break
        if low == "of":
            # "a box of coins, a hat and two coats": but "thefts of copper, cables and wire".
            named = at < hi and at - 2 >= lo and tokens[at].text[0].isupper() and tokens[at - 2].text[0].isupper()
            if at < hi and ((_marked(tokens, rest) and _countable(tokens, lo, at - 1)) or named):
                at -= 1
                continue
            break
        if low in ("and", "or") or (_verbal(low) and not (low in _INFINITIVES and at == hi)):
            break
        if low in _ARTICLES or low in _NUMBERS or low[0].isdigit() or low[0] in "$€£":
            at -= 1
            break
        if _participle(low) and at - 2 >= lo:
            before = tokens[at - 2].low
            if at == hi or not (before in _PREPOSITIONS or before in _ARTICLES or before in _NUMBERS):
                break
        if _gerund(low) and not gerunds and at < hi:
            break
        if hi - at >= MAX_WORDS:
            return None
        at -= 1
    at = _after_plain_verb(tokens, at, hi)
    if at >= hi or not _member(tokens, at, hi):
        return None
    return at, hi


def _marked(tokens: list[_Token], members: list[tuple[int, int]]) -> bool:
    """Whether the members have articles or numbers of their own."""
    return all(_opens(tokens[lo]) for lo, _ in members)


def _opens(token: _Token) -> bool:
    return token.low in _ARTICLES or token.low in _NUMBERS or token.text[0].isdigit() or token.text[0] in "$€£"


def _countable(tokens: list[_Token], lo: int, at: int) -> bool:
    """Whether an article or number opens the phrase that ends before token `at`."""
    return any(_opens(tokens[n]) for n in range(max(lo, at - 4), at))


def _same_shape(tokens: list[_Token], lo: int, hi: int, rest: list[tuple[int, int]]) -> bool:
    """Whether the words after a preposition that opens the sentence are like the members that follow."""
    return (lo < hi and tokens[lo].text[0].isupper() and all(_named(tokens, *m) for m in rest)) or (
        hi - lo == 1 and tokens[lo].text.islower() and all(b - a == 1 and tokens[a].text.islower() for a, b in rest)
    )


def _after_plain_verb(tokens: list[_Token], at: int, hi: int) -> int:
    """Where the first member begins once subject and verb are left out: "The plan offers tax breaks, ..."."""
    # "which also promises smaller classes"
    if at and hi - at > 1 and tokens[at - 1].low in _BEFORE_VERBS:
        low = tokens[at].low
        if low.endswith("s") and not low.endswith(("ss", "us")) and (_doable(low[:-1]) or _doable(low[:-2])):
            return at + 1
    if any(t.text[0].isupper() for t in tokens[at + 1 : hi]):
        return at
    for n in range(hi - 2, at, -1):
        low, before = tokens[n].low, tokens[n - 1].low
        if n - at >= 1 and low.endswith("s") and not low.endswith(("ss", "us", "'s", "’s", "is")) and _doable(low[:-1]):
            return n + 1
        if n - at >= 1 and before.endswith("s") and _doable(low) and low in _VERBS:
            return n + 1
    return at


_BEFORE_VERBS = word_set("which who that also then now it he she already still often usually")


def _doable(base: str) -> bool:
    """Whether ordinary English has the past and the participle of the word: "offer", "offered", "offering"."""
    stem = base.removesuffix("e")
    known = ordinary()
    return (stem + "ed" in known) and (stem + "ing" in known)


def opens_a_deed(word: str) -> bool:
    """Whether a member that begins with this word is something to be done: "train nurses"."""
    return word.lower() in _INFINITIVES or word.lower() in _VERBS


def _alike(tokens: list[_Token], members: list[tuple[int, int]], stop: int) -> bool:
    """Whether the members are things of one kind, and not clauses, adjectives or a name with what explains it."""
    opened = [_opens(tokens[lo]) for lo, _ in members]
    first = tokens[members[0][0]].low
    words = [hi - lo for lo, hi in members]
    named = [_named(tokens, *m) for m in members]
    # "the mayor, a lawyer and father": one is said to be the other.
    if len(members) == 3 and first == "the" and tokens[members[1][0]].low in ("a", "an") and not opened[2]:
        return False
    # "a small, cheap and easy fix"
    if first in _INDEFINITE and words[0] == 2 and not any(opened[1:]) and not named[1]:
        return False
    if members[0][0] == 0 and not named[1] and not (words[0] > 1 and tokens[1].text[0].isupper()):
        named[0] = named[1]
    if any(named) and not all(named):
        # "Ann Lee, the mayor, and her deputy": a name is explained, not listed. A name that ends with an ordinary word
        # is a thing's: "Ashcombe Library, the swimming pool and the bus".
        opened = [o or (named[n] and _thing(tokens, *members[n])) for n, o in enumerate(opened)]
        loose = [n for n, m in enumerate(members) if named[n] and not opened[n] and words[n] > 1]
        if loose or not all(named[n] is False or opened[n] or words[n] == 1 for n in range(len(members))):
            return False
        if len(members) == 3 and not all(opened):
            return False
    # "was faster, cheaper and safer": after "be" only things with an article, a number or a plural.
    before = tokens[members[0][0] - 1].low if members[0][0] else ""
    if before in _BE and not any(opened) and not any(_plural(tokens[hi - 1].low) for _, hi in members):
        return False
    plain = [tokens[lo].low for lo, hi in members if hi - lo == 1]
    return len(plain) < 2 or not all(w in _ADJECTIVES for w in plain[:-1])


def _thing(tokens: list[_Token], lo: int, hi: int) -> bool:
    """Whether a name is rather a thing's than somebody's: its last word is ordinary, its first no given name."""
    return tokens[hi - 1].low in ordinary() and fold(tokens[lo].text) not in given_names()


def _plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "ous"))


_ADJECTIVES = word_set(
    "big small large good bad new old young fast slow quick cheap safe easy hard free fair open clear strong weak rich poor long "
    "short high low wide deep warm cold hot dry wet clean dirty calm quiet loud happy sad angry tired hungry thirsty sick healthy "
    "red blue green white black yellow simple stable secure peaceful prosperous inclusive open political economic social military "
    "cultural local national regional global public private legal financial medical northern southern eastern western"
)
