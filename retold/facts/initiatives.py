"""Initiatives: named plans and programmes, with acronym, rank, author, aim and the members of their list."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from retold import kinds
from retold.facts.gazetteer import ordinary, peoples, word_set
from retold.facts.names import Names
from retold.facts.reading import Reading
from retold.kinds import Span
from retold.words import fold, stop_words

HEADS = "Initiative|Initiatives|Plan|Programme|Program|Strategy|Pact|Scheme|Roadmap|Agenda|Compact|Framework|Blueprint|Vision|Deal"
_HEAD_WORDS = tuple(HEADS.split("|"))
ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)

# What proposes an initiative; the author stands before, or after "by".
_PROPOSED = (
    "proposed|launched|unveiled|introduced|announced|presented|initiated|championed|advanced|tabled|outlined|"
    "put forward|put forth|set out|came up with|laid out"
)
# Lists that are an initiative's own: "five principles of the GGI".
_PARTS = word_set(
    "principles pillars goals points priorities steps measures areas actions commitments elements proposals tenets aims"
)


@cache
def _name_re() -> re.Pattern[str]:
    word = r"[A-ZÀ-Þ][\w-]*(?:['’]s?)?"
    return re.compile(
        rf"(?<![\w’'-])(?P<name>(?:{word}\s+(?:(?:of|and|for|on|to)\s+(?:the\s+)?)?){{1,7}}?(?:{HEADS})(?:\s+(?:{HEADS}))?"
        r"(?:\s+for\s+(?:the\s+)?[A-ZÀ-Þ][\w-]*(?:\s+(?:and\s+)?[A-ZÀ-Þ][\w-]*){0,3})?(?:\s+20\d\d)?)\b(?!\s+[A-ZÀ-Þ])"
        r"(?P<brackets>\s*\((?:the\s+)?[\"“]?(?P<letters>[A-Z][A-Za-z&]{1,9})[\"”]?\))?"
    )


@cache
def _rank_re() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:the|its|his|her|their|a)\s+(?P<rank>{'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))\s+[^.;,:]{{0,60}}?"
        rf"\b(?:{HEADS.lower()}|proposals?)s?\b"
    )


@cache
def _aim_re() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:aimed at|aims? (?:to|at)|aiming (?:to|at)|designed to|meant to|intended to|seeks? to|seeking to|"
        r"(?:the )?(?:aim|goal|purpose|objective)s? of [^.;]{0,60}? (?:is|are|was|were) to)\s+(?P<aim>[^.;]{8,300})"
    )


@cache
def _by_re() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_PROPOSED})\s+(?:earlier\s+|first\s+|jointly\s+)?by\s+(?P<who>[^.;,]{{2,80}})")


@cache
def _following_re() -> re.Pattern[str]:
    return re.compile(r"\b(?:following|after|alongside|along with|building on|in addition to|preceded by)\b")


@cache
def _pronoun_by_re() -> re.Pattern[str]:
    return re.compile(
        rf"\s*,?\s*(?:which\s+|that\s+)?(?:he|she|they)\s+(?:has\s+|have\s+|had\s+)?(?:just|recently|first|earlier|newly)?\s*(?:{_PROPOSED})\b"
    )


@cache
def _subject_re() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{_PROPOSED})\s+(?:his|her|its|their|the|a|an)\s+(?:own\s+|new\s+|newly\s+|launched\s+|proposed\s+|so-called\s+|"
        r"ambitious\s+|long-awaited\s+|flagship\s+|landmark\s+)*$"
    )


class _Named:
    """An initiative being gathered."""

    def __init__(self, name: str, span: Span, letters: str | None) -> None:
        self.name, self.span, self.letters = name, span, letters
        self.by: str | None = None
        self.rank: int | None = None
        self.aim: str | None = None
        self.members: list[kinds.Labelled] = []
        self.count: int | None = None
        self.mentions: list[int] = []
        self.here: list[int] = []  # those of the sentence being read


def find_initiatives(reading: Reading, names: Names, lists: list[kinds.ListFact]) -> list[kinds.Initiative]:
    """The named initiatives of the report, each once, spans in text, in order of appearance."""
    found = _find_named(reading, names)
    if not found:
        return []
    _find_mentions(reading, found)
    for sentence in reading.sentences:
        here = []
        for entry in found:
            lo, hi = bisect_left(entry.mentions, sentence.start), bisect_left(entry.mentions, sentence.end)
            entry.here = entry.mentions[lo:hi]
            if entry.here:
                here.append(entry)
        if here:
            _find_author(reading, names, sentence, here)
            _find_rank(reading, names, sentence, here)
            _find_aim(reading, sentence, here)
    _give_lists(reading, found, lists)
    return [
        kinds.Initiative(
            name=n.name,
            acronym=n.letters,
            by=n.by,
            rank=n.rank,
            name_span=n.span,
            aim=n.aim,
            members=n.members,
            stated_count=n.count,
        )
        for n in found
    ]


def _find_named(reading: Reading, names: Names) -> list[_Named]:
    found: dict[str, _Named] = {}
    for sentence in reading.sentences:
        if sentence.role == "headline":
            continue
        shown = reading.text[sentence.start : sentence.end]
        named = any(head in shown for head in _HEAD_WORDS)  # else the pattern need not be tried, nor even made
        for match in _name_re().finditer(reading.text, sentence.start, sentence.end) if named else ():
            start = match.start("name")
            text = match["name"]
            owner = None
            genitive = list(re.finditer(r"['’]s\s+", text))
            if genitive:
                owner = text[: genitive[-1].start()]
                start += genitive[-1].end()
                text = text[genitive[-1].end() :]
            words = text.split()
            # "Speaking of the Global ... Initiative": the capital is the sentence's, not the name's.
            opening = re.match(r"(\S+)\s+(?:of|for|on|to)\s+(?:the\s+)?", text)
            if opening and start == sentence.start and opening[1].lower() in ordinary():
                start += opening.end()
                words = reading.text[start : match.end("name")].split()
            while len(words) > 1 and (
                words[0].lower() in stop_words() or fold(words[0]) in peoples() or words[0] == "New"
            ):
                start += reading.text[start : match.end()].index(words[1], len(words[0]))
                words = words[1:]
            if (
                words
                and start == sentence.start
                and len(words) == 2
                and words[0].lower() in ("senior", "current", "former")
            ):
                continue
            if len(words) < 2 or all(w.lower() in stop_words() for w in words[:-1]):
                continue
            name = " ".join(words)
            entry = found.setdefault(fold(name), _Named(name, Span(start, match.end()), None))
            if match["letters"] and not entry.letters:
                entry.letters = match["letters"]
                entry.span = Span(start, match.end())
            if owner and not entry.by:
                entry.by = names.canonical(owner, start)
        operation = "Operation" in shown
        for match in _operation_re().finditer(reading.text, sentence.start, sentence.end) if operation else ():
            name = " ".join(match["name"].split())
            found.setdefault(fold(name), _Named(name, Span(*match.span("name")), None))
    bodies = {fold(o.name) for o in names.organisations}
    return [entry for folded, entry in found.items() if folded not in bodies]


# An operation is an initiative where the report calls it one: "Operation Long Trunk, a joint campaign that ...".
@cache
def _operation_re() -> re.Pattern[str]:
    return re.compile(
        r"(?P<name>\bOperation(?:\s+[A-ZÀ-Þ][\w'’-]*){1,3}),\s+(?:an?|the|its|their)\s+(?:[\w-]+\s+){0,3}"
        r"(?:campaign|drive|programme|program|initiative|scheme|effort|project)\b"
    )


def _find_mentions(reading: Reading, found: list[_Named]) -> None:
    """Where each initiative is mentioned, by name or letters."""
    by_surface = {n.name: n for n in found} | {n.letters: n for n in found if n.letters}
    firsts: dict[str, list[str]] = {}
    for surface in sorted(by_surface, key=len, reverse=True):
        firsts.setdefault(surface.split()[0], []).append(surface)
    for word in re.finditer(r"[^\W_]+(?:-[^\W_]+)*", reading.text):
        for surface in firsts.get(word.group(), ()):
            if reading.text.startswith(surface, word.start()):
                by_surface[surface].mentions.append(word.start())
                break
    for entry in found:
        if not entry.mentions:
            entry.mentions.append(entry.span.start)


def _find_author(reading: Reading, names: Names, sentence: kinds.Sentence, here: list[_Named]) -> None:
    text = reading.text
    for entry in here:
        if entry.by:
            continue
        for at in entry.here:
            before = text[max(sentence.start, at - 120) : at]
            owned = re.search(r"(?P<who>[A-ZÀ-Þ][\w-]*(?:\s[A-ZÀ-Þ][\w-]*)*)['’]s?\s+(?:[a-z-]+\s+){0,3}$", before)
            if owned and (who := names.canonical(owned["who"], at)):
                entry.by = who
                break
            end = at + len(entry.letters if entry.letters and text.startswith(entry.letters, at) else entry.name)
            if entry.span.start == at:
                end = entry.span.end
            if _pronoun_by_re().match(text, end, sentence.end):
                people = [m for m in names.mentions_in(end, sentence.end) if m.kind == "person"]
                entry.by = people[0].name if people else _last_person(names, at)
                break
            if _subject_re().search(before):
                subject = [
                    m for m in names.mentions_in(sentence.start, at) if m.kind != "place" or m.start == sentence.start
                ]
                entry.by = subject[0].name if subject else _last_person(names, at)
                break
            by = _by_re().search(text, end, min(sentence.end, end + 160))
            if by and not any(end < m < by.start() for n in here for m in n.here if n is not entry):
                said = names.mentions_in(by.start("who"), by.end("who"))
                if said:
                    entry.by = said[0].name
                    break


def _last_person(names: Names, at: int) -> str | None:
    people = [m for m in names.mentions_in(max(0, at - 2000), at) if m.kind == "person"]
    return people[-1].name if people else None


def _find_rank(reading: Reading, names: Names, sentence: kinds.Sentence, here: list[_Named]) -> None:
    match = _rank_re().search(reading.text, sentence.start, sentence.end)
    if match is None:
        return
    before = [n for n in here if any(sentence.start <= m < match.start() for m in n.here)]
    if not before:
        return
    ranked = before[-1] if len(before) == 1 else max(before, key=lambda n: max(m for m in n.here if m < match.start()))
    shown = match["rank"]
    ranked.rank = ORDINALS.index(shown) + 1 if shown in ORDINALS else int(re.sub(r"\D", "", shown))
    by = _by_re().search(reading.text, match.start(), sentence.end)
    author = None
    if by:
        said = names.mentions_in(by.start("who"), by.end("who"))
        author = said[0].name if said else None
    elif re.search(r"\b(?:his|her|their|its)\b", reading.text[match.start() - 4 : match.end()]):
        author = ranked.by or _last_person(names, match.start())
    if author is None:
        return
    ranked.by = ranked.by or author
    # "... the fourth initiative proposed by X, following A, B and C": those are X's too.
    following = _following_re().search(reading.text, match.end(), sentence.end)
    if following:
        for entry in here:
            if any(following.end() <= m < sentence.end for m in entry.here):
                entry.by = entry.by or author


def _find_aim(reading: Reading, sentence: kinds.Sentence, here: list[_Named]) -> None:
    match = _aim_re().search(reading.text, sentence.start, sentence.end)
    if match is None:
        return
    before = [n for n in here if any(sentence.start <= m < match.start() for m in n.here)] or here[:1]
    entry = max(before, key=lambda n: max([m for m in n.here if m < match.start()], default=0))
    if entry.aim is None:
        aim = re.split(r",\s+(?:he|she|they|it|[A-Z]\w+)\s+(?:said|added|noted|told)\b", match["aim"])[0]
        entry.aim = " ".join(aim.split()).rstrip(' ,"”')


def _give_lists(reading: Reading, found: list[_Named], lists: list[kinds.ListFact]) -> None:
    """Gives the lists of principles and the like to the initiative that they are stated of."""
    numbers = {s.sentence_id: n for n, s in enumerate(reading.sentences)}
    for fact in lists:
        if fact.of is None or not fact.members:
            continue
        head = fact.of.split(" of ")[0].split()[-1].lower()
        if head not in _PARTS:
            continue
        start = fact.members[0].span.start
        owner = next((n for n in found if n.name in fact.of or (n.letters and n.letters in fact.of.split())), None)
        if owner is None and fact.stated_count is not None:
            sentence = reading.sentence_at(start)
            number = numbers[sentence.sentence_id] if sentence else 0
            near = reading.sentences[max(0, number - 3)].start
            recent = [n for n in found if bisect_left(n.mentions, near) < bisect_left(n.mentions, start)]
            owner = max(recent, key=lambda n: (len(n.mentions), -n.span.start)) if recent else None
        if owner is not None and not owner.members:
            owner.members, owner.count = fact.members, fact.stated_count
