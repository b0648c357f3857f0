"""Who and where: a name spelt otherwise, another title, another subject of the same verb, another place in a slot."""

from __future__ import annotations

from collections.abc import Iterator

from retold import kinds
from retold.record import lexicon
from retold.record.comparing import Finding, Place, Severity, Sheet, Side, Unit, W, became, same, shown
from retold.record.countries import are_one
from retold.record.frames import is_past
from retold.record.lexicon import word_set
from retold.words import fold, read_tokens, split_words, stem

_SLOT_WORDS = word_set("to in at from near into outside inside")


def compare_names(sheet: Sheet) -> Iterator[Finding]:
    """Names, titles, subjects and places that differ."""
    yield from _names(sheet)
    yield from _titles(sheet)
    yield from _appositions(sheet)
    yield from _crossed_slots(sheet)
    for unit in sheet.units:
        if unit.headline:
            continue
        yield from _spellings(sheet, unit)
        yield from _slots(sheet, unit)
        yield from _subjects(sheet, unit)
        yield from _places(sheet, unit)
        yield from _settings(sheet, unit)


# ---------------------------------------------------------------- names


def _near(left: str, right: str) -> bool:
    """Whether two names differ by one letter, or two behind the same first one, the longer ones only."""
    if left == right or min(len(left), len(right)) < 4 or abs(len(left) - len(right)) > 2:
        return False
    limit = 1 if max(len(left), len(right)) < 7 or left[0] != right[0] else 2
    if _swapped(left, right):
        return True
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1] <= limit


def _swapped(left: str, right: str) -> bool:
    """Whether two neighbouring letters changed places: "Grieg", "Greig"."""
    at = [n for n, (a, b) in enumerate(zip(left, right)) if a != b]
    return (
        len(left) == len(right)
        and len(at) == 2
        and at[1] == at[0] + 1
        and left[at[0]] == right[at[1]]
        and left[at[1]] == right[at[0]]
    )


def _titled(side: Side, person: kinds.Person, place: Place) -> Place:
    """The mention of a person with his title, where that stands right before or behind it."""
    at = side.sentence_at(place[0])
    if at is None:
        return place
    told = {fold(w.text) for title in person.titles for w in split_words(title)}
    words = side.words(at)
    first = next((n for n, w in enumerate(words) if w.start >= place[0]), None)
    last = max((n for n, w in enumerate(words) if w.end <= place[1]), default=None)
    if first is None or last is None or not told:
        return place
    n = first
    # "The finance chief, Mara Lind": one comma may stand between.
    while (
        n
        and first - n < LONGEST_TITLE
        and words[n - 1].folded in told
        and (
            not side.parts(words[n - 1], words[n])
            or (n == first and side.text[words[n - 1].end : words[n].start].strip() == ",")
        )
    ):
        n -= 1
    m = last + 1
    while (
        m < len(words)
        and m - last <= LONGEST_TITLE
        and words[m].folded in told | {"the", "a", "an", "its", "his", "her"}
    ):
        m += 1
    if n < first:
        return words[n].start, place[1]
    return (place[0], words[m - 1].end) if m > last + 2 or (m == last + 2 and words[last + 1].content) else place


LONGEST_TITLE = 10  # words


def _mention(side: Side, person: kinds.Person) -> Place | None:
    places = [p for p in map(side.place, person.mentions) if p is not None and side.sentence_at(p[0]) is not None]
    full = [p for p in places if " " in side.cut(p)]
    return next(iter(full or places), None)


def _names(sheet: Sheet) -> Iterator[Finding]:
    """A person of the child who differs from one of the parent by a letter or two, or by the first name."""
    mine, theirs = sheet.child.folded, sheet.parent.folded
    for person in sheet.child.facts.people:
        parts = [fold(w.text) for w in split_words(person.name)]
        here = _mention(sheet.child, person)
        if not parts or here is None or all(p in theirs for p in parts):
            continue
        for other in sheet.parent.facts.people:
            names = [fold(w.text) for w in split_words(other.name)]
            there = _mention(sheet.parent, other)
            if not names or there is None or all(n in mine for n in names):
                continue
            differing = [(a, b) for a, b in zip(parts, names) if a != b]
            if len(parts) != len(names) or len(differing) != 1:
                continue
            a, b = differing[0]
            last_same = parts[-1] == names[-1] and len(parts) > 1
            # "Bob" for "Robert" and "Will" for "William" are one man; "Nigel" for "Neville" is another.
            apart = not a.startswith(b[:1]) or (min(len(a), len(b)) > 4 and a[:3] != b[:3])
            last_agrees = parts[-1] == names[-1] and len(parts) > 1 and apart
            # A sentence that has the family name twice tells of two: "President Ruiz and Carla Ruiz".
            if last_agrees and _bearers(sheet, parts[-1], here, there) > 1:
                continue
            linked = sheet.parent_of.get(sheet.child.sentence_at(here[0]) or 0, set())
            alike = _near(a, b) or (last_same and _near(a + "--", b + "--"))
            aligned = sheet.parent.sentence_at(there[0]) in linked
            first_agrees = (
                parts[0] == names[0] and len(parts) > 1 and len(parts[0]) > 2 and a not in theirs and b not in mine
            )
            if alike or (last_agrees and aligned) or (first_agrees and aligned and not _kindred(a, b)):
                # "Yusuf" and "Youssef": a given name out of another script, written by ear twice.
                spelt = last_same and a != b and _consonants(a) == _consonants(b)
                why = became(sheet, there, here, "Another name")
                yield Finding("name_changed", [here], [there], why, "low" if spelt else None)


def _bearers(sheet: Sheet, last: str, here: Place, there: Place) -> int:
    """How often a family name stands in either of two sentences."""
    found = 0
    for side, place in ((sheet.child, here), (sheet.parent, there)):
        at = side.sentence_at(place[0])
        words = side.words(at) if at is not None else []
        found = max(found, sum(w.folded == last for w in words))
    return found


def _kindred(left: str, right: str) -> bool:
    """Whether one family name is a form of the other: "Petrov", "Petrova", "Petrov-Lind"."""
    return left.startswith(right[:4]) and (left in right or right in left)


def _spellings(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A capitalised word that differs by a letter or two from one in its place."""
    mine, theirs = {w.folded for w in unit.cw}, {w.folded for w in unit.pw}
    for c in unit.cw:
        if c.kind != "name" or c.folded in theirs or len(c.folded) < 5 or c.text.isupper() or c.folded in _CALENDAR:
            continue
        for p in unit.pw:
            if p.kind != "name" or p.folded in mine or same(c, p) > 1 or not _near(c.folded, p.folded):
                continue
            if c.folded in sheet.parent.folded and p.folded in sheet.child.folded:
                continue  # both reports know both
            if c.folded.startswith(p.folded) or p.folded.startswith(c.folded) or _inflected(c.folded, p.folded):
                continue
            people = c.folded in sheet.child.last_names and p.folded in sheet.parent.last_names
            if not people and not _same_neighbour(unit, c, p):
                continue  # the city and a newspaper named after it
            child, parent = (c.start, c.end), (p.start, p.end)
            # Names come through other scripts in several spellings: other vowels alone are no other name.
            severity: Severity = "low" if _consonants(c.folded) == _consonants(p.folded) else "medium"
            why = became(sheet, parent, child, "A name is spelt otherwise")
            yield Finding("name_changed", [child], [parent], why, severity)


def _same_neighbour(unit: Unit, c: W, p: W) -> bool:
    """Whether the word before or behind two names is the same, or both begin or end their sentences."""
    i, j = unit.cw.index(c), unit.pw.index(p)
    for step in (-1, 1):
        words = []
        for row, at in ((unit.cw, i), (unit.pw, j)):
            inside = 0 <= at + step < len(row) and row[at + step].sentence == row[at].sentence
            words.append(row[at + step] if inside else None)
        one, other = words
        if one is other or (one is not None and other is not None and (one.folded == other.folded or same(one, other))):
            return True
    return False


_CALENDAR = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december"
)


def _after(words: list[W], at: int) -> str:
    """The folded word after one in its sentence; empty at the end."""
    return words[at + 1].folded if at + 1 < len(words) and words[at + 1].sentence == words[at].sentence else ""


Slot = tuple[W, W]  # a name of the child and the name of the parent that stands between the same neighbours


def _crossed_slots(sheet: Sheet) -> Iterator[Finding]:
    """Two names each of which stands where the other stood, sentences apart: "shares of A fell ... rival B gained"."""
    found: list[Slot] = []
    for unit in sheet.units:
        if unit.headline:
            continue
        by_left = {
            (unit.pw[j - 1].folded, _after(unit.pw, j)): unit.pw[j]
            for j in range(len(unit.pw) - 1, 0, -1)
            if unit.pw[j].kind == "name" and unit.pw[j - 1].sentence == unit.pw[j].sentence
        }
        for i in range(1, len(unit.cw)):
            c, left = unit.cw[i], unit.cw[i - 1]
            p = by_left.get((left.folded, _after(unit.cw, i)))
            if c.kind != "name" or p is None or same(c, p) or i in unit.pairs or c.folded in _CALENDAR:
                continue
            if left.sentence == c.sentence and _after(unit.cw, i):
                found.append((c, p))
    for n, (c, p) in enumerate(found):
        for d, q in found[n + 1 :]:
            if same(c, q) >= 2 and same(d, p) >= 2 and c.sentence != d.sentence:
                child, parent = [(c.start, c.end), (d.start, d.end)], [(p.start, p.end), (q.start, q.end)]
                why = became(sheet, parent[0], child[0], "Two names changed places")
                yield Finding("name_changed", child, parent, why)
                return


def _slots(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A name between the same neighbours as another name, where neither report has the other's."""
    places = sheet.child.place_words | sheet.parent.place_words
    by_left = {(unit.pw[j - 1].folded, j) for j in range(1, len(unit.pw)) if unit.pw[j].kind == "name"}
    named = frozenset(w.folded for w in sheet.child.all_words if w.kind == "name") if by_left else frozenset()
    for i in range(1, len(unit.cw)):
        c = unit.cw[i]
        if c.kind != "name" or i in unit.pairs or c.folded in _CALENDAR or sheet.parent.has(c) or c.text.isupper():
            continue
        left, right = unit.cw[i - 1], _after(unit.cw, i)
        for folded, j in sorted(by_left):
            p = unit.pw[j]
            # The child may have the word and not the name: "the High Court", and a "higher" price.
            if folded != left.folded or j in unit.back or p.folded in named or (sheet.child.has(p) and not right):
                continue
            if (
                _after(unit.pw, j) != right
                or (unit.pairs.get(i - 2, j - 2) != j - 2 and unit.pairs.get(i + 1) != j + 1)
                or same(c, p)
                or p.sentence != unit.pw[j - 1].sentence
            ):
                continue
            child, parent = (c.start, c.end), (p.start, p.end)
            people = c.folded in sheet.child.last_names and p.folded in sheet.parent.last_names
            before = unit.cw[max(0, i - 5) : i]
            located = bool({c.folded, p.folded} & places) and not people
            if located and are_one(sheet, c, p):
                continue
            taking_part = located and (
                any(w.folded in _ENVOYS and w.clause == c.clause for w in before) or _is_of_envoys(unit.cw, i)
            )
            kind: kinds.DiscrepancyType = (
                "participant_changed" if taking_part else "location_changed" if located else "name_changed"
            )
            why = became(sheet, parent, child, "Another name in the same place")
            spelt = _consonants(c.folded) == _consonants(p.folded)
            yield Finding(kind, [child], [parent], why, "low" if spelt else "medium")
            break


_ENVOYS = word_set(
    "ambassador ambassadors minister ministers president presidents leader leaders delegate delegates delegation delegations "
    "representatives envoys envoy officials diplomats premiers chancellors kings teams players"
)


def _is_of_envoys(words: list[W], at: int) -> bool:
    """Whether a name ends a list behind "the ministers of": "of Estonia, Latvia and Lithuania"."""
    n = at - 1
    while n > 0 and (words[n].kind == "name" or words[n].folded in ("and", "of", "the")):
        n -= 1
    return n >= 0 and words[n].sentence == words[at].sentence and words[n].folded in _ENVOYS


def _inflected(left: str, right: str) -> bool:
    """Whether two words differ by an ending of nations or a plural: "Polish", "Poland's"."""
    shorter, longer = sorted((left, right), key=len)
    return longer.endswith(("s", "n", "an", "ian", "ese", "i", "ish")) and longer.startswith(shorter[:-1])


_BY_EAR = {"q": "k", "c": "k", "w": "v", "z": "s", "j": "g"}


def _consonants(name: str) -> str:
    # Scripts that are written out by ear: "Qasim" and "Kassem", "Volkov" and "Wolkow".
    found = [_BY_EAR.get(c, c) for c in name.replace("ph", "f").replace("ck", "k") if c not in "aeiouyh"]
    return "".join(c for n, c in enumerate(found) if n == 0 or c != found[n - 1])


# ---------------------------------------------------------------- titles


def _title_keys(titles: list[str]) -> set[str]:
    found: set[str] = set()
    for title in titles:
        for token in read_tokens("x " + title)[1:]:
            if token.kind != "function":
                found |= {token.key, *token.others, stem(token.key)}
        found |= {stem(fold(w.text)) for w in split_words(title)}
        found |= {stem(x) for w in split_words(title) for x in _SHORT_TITLES.get(fold(w.text), "").split()}
    return found


_SHORT_TITLES = {
    "sen": "senator", "rep": "representative", "gov": "governor", "gen": "general", "col": "colonel", "capt": "captain",
    "lt": "lieutenant", "sgt": "sergeant", "maj": "major", "prof": "professor", "dr": "doctor", "pm": "prime minister",
    "premier": "prime minister", "ceo": "chief executive", "cfo": "chief financial", "coo": "chief operating", "insp": "inspector",
    "supt": "superintendent", "adm": "admiral", "cmdr": "commander", "amb": "ambassador", "det": "detective", "rev": "reverend",
    "vp": "vice president", "mp": "lawmaker",
}  # fmt: skip
# Words for an office that leave open which it is.
_LOOSE_OFFICES = word_set(
    "envoy official leader chief head boss politician lawmaker expert analyst diplomat negotiator executive researcher scientist "
    "academic scholar player athlete officer specialist representative aide author writer activist campaigner critic veteran "
    "resident witness man woman father mother husband wife candidate member founder star"
)


_RANKS = word_set(
    "president premier chancellor minister deputy governor mayor senator judge justice general colonel captain chairman "
    "chairwoman director secretary ambassador spokesman spokeswoman analyst economist professor doctor coach captain "
    "executive chief commissioner treasurer manager founder owner trustee councillor sheriff superintendent inspector"
)


_BELOW = word_set("deputy vice acting former interim assistant ex")
_PORTFOLIOS = word_set(
    "prime foreign finance defense defence interior health education trade justice economy economic agriculture deputy vice "
    "environment energy transport culture sport sports labor labour employment housing home internal external european "
    "treasury planning budget fisheries forestry mines mining water tourism youth women family social welfare information "
    "communications digital science research technology infrastructure works commerce industry development oil petroleum "
    "executive operating financial marketing technical medical scientific legal editorial sporting "
    "immigration migration police city regional land security climate religious children pensions"
)


def _titles(sheet: Sheet) -> Iterator[Finding]:
    for person in sheet.child.facts.people:
        if not person.titles:
            continue
        for other in sheet.parent.facts.people:
            if not other.titles or fold(person.name) != fold(other.name):
                continue
            mine, theirs = _title_keys(person.titles), _title_keys(other.titles)
            ranks, portfolios = {stem(r) for r in _RANKS}, {stem(r) for r in _PORTFOLIOS}
            calling = _calling(sheet, person, other)
            if mine == theirs or not (calling or (mine & ranks and theirs & ranks)):
                continue
            # Whoever is "former president" and "President" in one report may be either in the other.
            each = [[_title_keys([t]) for t in p.titles] for p in (person, other)]
            if any(a == b for a in each[0] for b in each[1]):
                continue
            below = bool((mine ^ theirs) & {stem(w) for w in _BELOW})
            # One title of two, or a shorter form of it, is no other office.
            if (mine <= theirs or theirs <= mine) and not below:
                continue
            if below or calling:
                pass  # a deputy is not the head, whatever else agrees
            elif mine & theirs & ranks and not ((mine - theirs) & portfolios and (theirs - mine) & portfolios):
                continue
            # "President of the club" and "chairman of the club": only the words that differ can be synonyms.
            if not below and any(
                set(lexicon.groups(a)) & set(lexicon.groups(b)) for a in mine - theirs for b in theirs - mine
            ):
                continue
            here, there = _titled_mention(sheet.child, person), _titled_mention(sheet.parent, other)
            if here is not None and there is not None:
                why = f"Another office: {', '.join(other.titles)} in the one, {', '.join(person.titles)} in the other."
                # "A spokeswoman for the minister, Jill Orr," may be read as either.
                speaks = any("spokes" in t.casefold() for t in (*person.titles, *other.titles))
                yield Finding("title_changed", [here], [there], why, "low" if speaks else None)


def _titled_mention(side: Side, person: kinds.Person) -> Place | None:
    """A mention of the person with a title where there is one, else any."""
    places = [p for p in map(side.place, person.mentions) if p is not None and side.sentence_at(p[0]) is not None]
    titled = [t for p in places if (t := _titled(side, person, p)) != p]
    return titled[0] if titled else _mention(side, person)


def _calling(sheet: Sheet, person: kinds.Person, other: kinds.Person) -> bool:
    """Whether the nouns of two titles differ, and neither report has the other's: "retired surgeon", "retired judge"."""
    if len(person.titles) != 1 or len(other.titles) != 1:
        return False
    one, two = (split_words(titles[0])[-1:] for titles in (person.titles, other.titles))
    if not one or not two or person.titles[0][:1].isupper() != other.titles[0][:1].isupper():
        return False
    left, right = fold(one[0].text), fold(two[0].text)
    if (left in _LOOSE_OFFICES and len(split_words(person.titles[0])) == 1) or (
        right in _LOOSE_OFFICES and len(split_words(other.titles[0])) == 1
    ):
        return False
    keys = _title_keys([one[0].text]), _title_keys([two[0].text])
    if keys[0] & keys[1] or set(lexicon.groups(one[0].text)) & set(lexicon.groups(two[0].text)):
        return False
    return left not in sheet.parent.folded and right not in sheet.child.folded and stem(left) != stem(right)


_ROLE_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "ant", "ent", "eer", "ess")
_ROLES = word_set(
    "judge chief head king queen prince princess coach captain pilot nurse general colonel sergeant chef clerk monk priest "
    "bishop imam rabbi widow trustee principal mayor aide guide guard cook spy scout critic architect attorney secretary "
    "magistrate official executive"
)


def _role(side: Side, person: kinds.Person) -> tuple[W, list[W]] | None:
    """The noun of what the report says a person is ("a retired surgeon", "the school's principal"), and the words before it."""
    for place in (p for p in map(side.place, person.mentions) if p is not None):
        at = side.sentence_at(place[0])
        if at is None:
            continue
        words = side.words(at)
        after = next((n for n, w in enumerate(words) if w.start >= place[1]), None)
        if after is None or "," not in side.text[place[1] : words[after].start]:
            continue
        if words[after].folded not in ("a", "an", "the", "its", "his", "her", "their"):
            continue
        found: list[W] = []
        for n in range(after + 1, min(len(words), after + 7)):
            if not words[n].content or (found and side.parts(words[n - 1], words[n])):
                break
            found.append(words[n])
        if found and (found[-1].folded in _ROLES or found[-1].folded.endswith(_ROLE_ENDINGS)):
            return found[-1], found[:-1]
    return None


def _appositions(sheet: Sheet) -> Iterator[Finding]:
    """ "Bruno Adair, a retired surgeon," -> "Bruno Adair, a retired judge,": neither report has the other's noun."""
    theirs = {fold(split_words(p.name)[-1].text): p for p in sheet.parent.facts.people if split_words(p.name)}
    for person in sheet.child.facts.people:
        words = split_words(person.name)
        other = theirs.get(fold(words[-1].text)) if words else None
        if other is None:
            continue
        mine, before = _role(sheet.child, person), _role(sheet.parent, other)
        if mine is None or before is None:
            continue
        (c, own), (p, others) = mine, before
        if same(c, p) or sheet.parent.has(c) or sheet.child.has(p):
            continue
        child, parent = ([*own, c][0].start, c.end), ([*others, p][0].start, p.end)
        yield Finding("title_changed", [child], [parent], became(sheet, parent, child, "Another office or calling"))


# ---------------------------------------------------------------- subjects

_KINDS = (
    "parties",
    "leaders",
    "ministers",
    "forces",
    "helpers",
    "judges",
    "lawmakers",
    "toilers",
    "rebels",
    "accusers",
    "defenders",
)


def _kind(word: W) -> str | None:
    return next((k for k in _KINDS if lexicon.is_a(k, word.text)), None)


def _subject(words: list[W], verb: int, text: str) -> int | None:
    """The head of what stands right before a verb, auxiliaries and adverbs passed over."""
    for n in range(verb - 1, max(-1, verb - 5), -1):
        w = words[n]
        if w.sentence != words[verb].sentence or any(c in ',;:—()"“”' for c in text[w.end : words[n + 1].start]):
            return None
        if w.folded in ("has", "have", "had", "will", "would", "also", "jointly", "then", "later", "both"):
            continue
        return n if w.content and not _is_governed(words, n, text) else None
    return None


_GOVERNING = word_set("with for to by from between against about over on in at after before")


def _is_governed(words: list[W], at: int, text: str) -> bool:
    """Whether a name ends what a preposition begins: "the meeting with President Ruiz began"."""
    if words[at].kind != "name":
        return False
    n = at
    while n and words[n - 1].sentence == words[at].sentence and words[n - 1].kind in ("name", "word"):
        if any(c in ',;:—()"“”' for c in text[words[n - 1].end : words[n].start]) or is_past(words[n - 1]):
            return False
        n -= 1
    return n > 0 and words[n - 1].sentence == words[at].sentence and words[n - 1].folded in _GOVERNING


def _subjects(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    for i, j in sorted(unit.pairs.items()):
        c, p = unit.cw[i], unit.pw[j]
        if same(c, p) < 2 or not (is_past(c) and is_past(p)) or c.kind != "word":
            continue
        a, b = _subject(unit.cw, i, sheet.child.text), _subject(unit.pw, j, sheet.parent.text)
        if a is None or b is None or same(unit.cw[a], unit.pw[b]):
            continue
        one, other = _kind(unit.pw[b]), _kind(unit.cw[a])
        if one and other and one != other:
            child, parent = (unit.cw[a].start, c.end), (unit.pw[b].start, p.end)
            if lexicon.is_a("cue", c.text):
                why = became(sheet, parent, child, "Another one says it")
                yield Finding("attribution_shifted", [child], [parent], why)
                continue
            yield Finding("agent_changed", [child], [parent], became(sheet, parent, child, "Another one does it"))
            continue
        people = sheet.child.last_names & sheet.parent.last_names
        if unit.cw[a].folded in people and unit.pw[b].folded in people and unit.cw[a].folded != unit.pw[b].folded:
            if lexicon.is_a("cue", c.text):
                continue
            child, parent = (unit.cw[a].start, c.end), (unit.pw[b].start, p.end)
            why = became(sheet, parent, child, "Another one does it")
            yield Finding("agent_changed", [child], [parent], why, "high")


# ---------------------------------------------------------------- places


def _places(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """Another place after the same word and preposition: "a visit to Peru" -> "a visit to Lima"."""
    known = sheet.child.place_words | sheet.parent.place_words
    for i, w in enumerate(unit.cw[:-2]):
        if i not in unit.pairs or not w.content or unit.cw[i + 1].folded not in _SLOT_WORDS:
            continue
        j = unit.pairs[i]
        if j + 2 >= len(unit.pw) or not _same_preposition(unit.pw[j + 1].folded, unit.cw[i + 1].folded):
            continue
        c, p = unit.cw[i + 2], unit.pw[j + 2]
        if c.folded not in known or p.folded not in known or same(c, p) or c.sentence != w.sentence:
            continue
        if are_one(sheet, c, p):
            continue
        if p.folded in {x.folded for x in unit.cw} or unit.pw[j].sentence != p.sentence:
            continue
        child, parent = (w.start, c.end), (unit.pw[j].start, p.end)
        yield Finding("location_changed", [child], [parent], became(sheet, parent, child, "Another place"))


def _same_preposition(left: str, right: str) -> bool:
    return left == right or {left, right} <= {"in", "at", "near", "inside"}


_EVENTS = word_set(
    "summit conference forum congress games championship championships cup festival expo exhibition fair tournament olympics "
    "ceremony convention"
)


def _settings(sheet: Sheet, unit: Unit) -> Iterator[Finding]:
    """A place put right behind an event that no sentence of the parent puts there: "the Summit in Lima"."""
    known = sheet.child.place_words | sheet.parent.place_words
    for i, w in enumerate(unit.cw):
        if w.folded not in ("in", "at") or i + 1 >= len(unit.cw) or unit.cw[i + 1].folded not in known:
            continue
        place = unit.cw[i + 1]
        before = [x for x in unit.cw[max(0, i - 3) : i] if x.clause == w.clause]
        event = next((x for x in reversed(before) if x.folded in _EVENTS and x.kind == "name"), None)
        if event is None or any(x.kind != "number" for x in before if x.start > event.start):
            continue
        told = [
            n
            for n in range(len(sheet.parent.sentences))
            if any(x.folded == event.folded and x.kind == "name" for x in sheet.parent.words(n))
        ]
        if not told or any(same(place, x) for n in told for x in sheet.parent.words(n)):
            continue
        told.sort(key=lambda n: (n not in unit.parent_at, sheet.parent.sentences[n].role == "caption", n))
        said = next(x for x in sheet.parent.words(told[0]) if x.folded == event.folded)
        child, parent = (event.start, place.end), (said.start, said.end)
        why = f"{shown(sheet.child.cut(child))}: no sentence of the parent that names the event puts it there."
        yield Finding("location_changed", [child], [parent], why)
