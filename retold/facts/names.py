"""Names of a report and what a later mention means: "Xi", "the SCO", "the ministry", "the two sides"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache

import msgspec

from retold import kinds
from retold.facts.capitals import PARTICLES
from retold.facts.gazetteer import (
    acronyms,
    given_names,
    groups,
    no_names,
    ordinary,
    organisation_heads,
    peoples,
    places,
    titles,
    word_set,
)
from retold.words import fold

SAY = word_set(
    "said says say told tells added adds noted notes stressed stresses insisted argued warned claimed claims announced "
    "declared explained replied confirmed denied acknowledged admitted recalled wrote tweeted testified urged called "
    "reported stated observed remarked predicted suggested highlighted underscored underlined emphasized emphasised "
    "pledged vowed promised asked hailed praised criticised criticized believes thinks hopes"
)


class Mention(msgspec.Struct, frozen=True, gc=False, order=True):
    """A name as it stands in the text."""

    start: int
    end: int
    name: str
    kind: str  # person | organisation | place


class Names:
    """The names of a report, spans in text, and what a later mention means.

    `canonical` and `members` take the offset `at` of the mention where it is known: of two people with one
    surname it is the one named last before it.
    """

    def __init__(
        self, people: list[kinds.Person], organisations: list[kinds.Organisation], places: list[kinds.Place]
    ) -> None:
        self.people = people
        self.organisations = organisations
        self.places = places

    @cached_property
    def mentions(self) -> list[Mention]:
        """All mentions, in text order."""
        found = [Mention(s.start, s.end, p.name, "person") for p in self.people for s in p.mentions]
        found += [Mention(s.start, s.end, o.name, "organisation") for o in self.organisations for s in o.mentions]
        found += [Mention(s.start, s.end, p.name, "place") for p in self.places for s in p.mentions]
        return sorted(found)

    @cached_property
    def _starts(self) -> list[int]:
        return [m.start for m in self.mentions]

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """The mentions that begin in text [start, end), in order."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    @cached_property
    def _first(self) -> dict[str, int]:
        first: dict[str, int] = {}
        for mention in self.mentions:
            first.setdefault(mention.name, mention.start)
        return first

    @cached_property
    def _index(self) -> dict[str, list[str]]:
        """Folded surface -> names that it may mean, the surest first."""
        index: dict[str, list[str]] = {}

        def add(surface: str, name: str) -> None:
            known = index.setdefault(fold(surface), [])
            if name not in known:
                known.append(name)

        for person in self.people:
            add(person.name, person.name)
        for organisation in self.organisations:
            add(organisation.name, organisation.name)
            if organisation.acronym:
                add(organisation.acronym, organisation.name)
        for place in self.places:
            add(place.name, place.name)
        for person in self.people:
            for short in short_person(person.name):
                add(short, person.name)
        for organisation in self.organisations:
            for short in short_organisation(organisation.name, organisation.type):
                add(short, organisation.name)
        return index

    @cached_property
    def _roles(self) -> dict[str, list[str]]:
        """Last word of a title, or type of an organisation -> the names that have it, in order of appearance."""
        roles: dict[str, list[str]] = {}
        for person in self.people:
            for title in person.titles:
                head = title_head(title)
                if head and person.name not in roles.setdefault(head, []):
                    roles[head].append(person.name)
        for organisation in self.organisations:
            words = {fold(organisation.name.split()[-1])} if organisation.name else set()
            words |= {(organisation.type or "").split(" ")[-1]}
            if (organisation.type or "") in ("company", "bank", "news agency", "newspaper", "force"):
                words |= {"company", "firm"} if organisation.type == "company" else {str(organisation.type)}
            for word in sorted(words - {""}):
                roles.setdefault(word, []).append(organisation.name)
        return roles

    def canonical(self, surface: str, at: int | None = None) -> str | None:
        """The fullest name the report gives for `surface` ("Xi", "the SCO", "President Xi"); None for no name known."""
        words = surface.strip(' ,.;:"“”()').split()
        if words and words[0].lower() in ("the", "a", "an", "its", "their"):
            words = words[1:]
        plain = _plain(" ".join(words))
        found = self._index.get(fold(plain))
        if found:
            return self._nearest(found, at)
        if plain[:1].isupper():
            for known in (places().get(fold(plain)), acronyms().get(plain)):
                if known:
                    return known.name
            first, _, rest = plain.partition(" ")
            if rest and first in acronyms() and (found := self._index.get(fold(f"{acronyms()[first].name} {rest}"))):
                return self._nearest(found, at)
        # "President Xi", "Chinese President Xi Jinping": the longest tail that is a name.
        for cut in range(1, min(len(words), 8)):
            if not words[cut][:1].isupper():
                continue
            found = self._index.get(fold(_plain(" ".join(words[cut:]))))
            if found and any(w.lower() in titles() for w in words[:cut]):
                return self._nearest(found, at)
        # "the president", "the ministry", "Chile's customs service": a role that one name has.
        head = title_head(plain.lower())
        candidates = self._roles.get(head or "", []) if words and not words[-1][:1].isupper() else []
        if at is not None:
            candidates = [n for n in candidates if self._first.get(n, 0) <= at]
        return candidates[0] if len(candidates) == 1 else None

    def members(self, phrase: str, at: int | None = None) -> list[str]:
        """The names that a group means ("the two sides", "both presidents", "the leaders"); empty where it is not clear."""
        text = _bare_group(phrase)
        if text in (
            "sides",
            "countries",
            "nations",
            "states",
            "governments",
            "neighbours",
            "neighbors",
            "delegations",
            "parties",
        ):
            return self.two_countries
        leaders = text in (
            "leaders",
            "heads state",
            "presidents",
            "prime ministers",
            "statesmen",
            "heads government",
            "men",
            "ministers",
            "foreign ministers",
        )
        if not leaders:
            return []
        head = text.rsplit(" ", 1)[-1].removesuffix("s")
        wanted = (
            groups("names/titles.txt")["leader"]
            if text in ("leaders", "heads state", "heads government", "statesmen", "men")
            else {head}
        )
        found = [
            p
            for p in self.people
            if any(title_head(t) in wanted or any(t.lower().endswith(w) for w in wanted) for t in p.titles)
            and (at is None or self._first.get(p.name, 0) <= at)
        ]
        found.sort(key=lambda p: self._first.get(p.name, 0))
        return [p.name for p in found[:2]] if len(found) >= 2 else []

    @cached_property
    def countries(self) -> frozenset[str]:
        """The countries named."""
        return frozenset(p.name for p in self.places if p.type == "country")

    @cached_property
    def two_countries(self) -> list[str]:
        """The two countries that the report is between; empty unless two stand out."""
        weight: dict[str, int] = {}
        first: dict[str, int] = {}
        for place in self.places:
            if place.type == "country":
                weight[place.name] = 2 * len(place.mentions)
                first[place.name] = self._first.get(place.name, 0)
        for person in self.people:
            for title in person.titles:
                for word in title.split():
                    country = peoples().get(fold(word))
                    if country:
                        weight[country] = weight.get(country, 0) + 2
                        first.setdefault(country, self._first.get(person.name, 0))
        ranked = sorted(weight, key=lambda n: (-weight[n], first[n], n))
        if len(ranked) < 2 or (len(ranked) > 2 and weight[ranked[2]] * 2 > weight[ranked[1]]):
            return []
        return sorted(ranked[:2], key=lambda n: (first[n], n))

    def gender(self, name: str) -> str | None:
        """ "man" or "woman" as title or given name say; None where they do not."""
        for person in self.people:
            if person.name == name:
                known = groups("names/titles.txt")
                for title in person.titles:
                    words = set(title.lower().split())
                    for gender in ("woman", "man"):
                        if words & known[gender]:
                            return gender
                return given_names().get(fold(person.name.split()[0]))
        return None

    def kind(self, name: str) -> str | None:
        """Whether `name`, as `canonical` gives it, is a person, organisation or place."""
        for kind, known in (("person", self.people), ("organisation", self.organisations), ("place", self.places)):
            if any(entry.name == name for entry in known):
                return kind
        return None

    def _nearest(self, names: list[str], at: int | None) -> str:
        if len(names) == 1 or at is None:
            return names[0]
        before = [n for n in names if self._first.get(n, 0) <= at]
        return max(before, key=lambda n: self._last_before(n, at)) if before else names[0]

    def _last_before(self, name: str, at: int) -> int:
        place = bisect_right(self._starts, at)
        for mention in reversed(self.mentions[max(0, place - 200) : place]):
            if mention.name == name:
                return mention.start
        return self._first.get(name, 0)


@lru_cache(maxsize=4096)
def _bare_group(phrase: str) -> str:
    """The words of a group in lower case, without those that only count or point."""
    words = [w.lower() for w in re.findall(r"[^\W\d_]+", phrase)]
    return " ".join(w for w in words if w not in ("the", "two", "both", "all", "of", "these", "their"))


def _plain(surface: str) -> str:
    """`surface` without a genitive at its end."""
    for mark in ("'s", "’s", "'", "’"):
        if surface.endswith(mark):
            return surface[: -len(mark)]
    return surface


@lru_cache(maxsize=4096)
def title_head(title: str) -> str | None:
    """The noun of a title: "head of the Fruit Council" -> "head", "Chinese President" -> "president"."""
    before = re.split(r"\s+(?:of|in|at|for|from|to|with|on|who|and)\s+", title.strip())[0]
    words = before.lower().split()
    return words[-1] if words else None


def short_person(name: str) -> list[str]:
    """What a later mention may call a person: surname (with its particles), or the first name, which in China is the surname."""
    words = name.split()
    if len(words) < 2:
        return []
    shorts = [words[-1]]
    at = len(words) - 1
    while at > 1 and words[at - 1].lower() in PARTICLES:
        at -= 1
    if at < len(words) - 1:
        shorts.insert(0, " ".join(words[at:]))
    shorts.append(words[0])
    return [s for s in shorts if len(s) > 1]


LEGAL_FORMS = word_set(
    "ltd inc corp plc limited corporation company co llc gmbh ag ab as asa aps oy oyj lda ltda kg kgaa se bv nv srl sarl sa sas "
    "spa s.p.a pte pty bhd kk kft jsc pjsc ooo a/s"
)
_PUBLIC = frozenset(
    ("ministry", "government agency", "court", "parliament", "council", "intergovernmental", "regulator")
)


def short_organisation(name: str, type: str | None) -> list[str]:
    """What a later mention may call an organisation: its first words, where these are no ordinary words or places."""
    words = name.rstrip(".").split()
    if len(words) < 2:
        return []
    shorts = []
    if words[-1].lower().rstrip(".") in LEGAL_FORMS:
        shorts.append(" ".join(words[:-1]))
    first = fold(words[0])
    # "Aldmoor" for Aldmoor Foods, but no "Commerce" for the Commerce Department.
    if (
        type not in _PUBLIC
        and first not in ordinary()
        and first not in places()
        and first not in peoples()
        and words[0] not in no_names()
        and first not in organisation_heads()
        and first not in titles()
        and first not in groups("names/place_words.txt")["last"]
        and first not in given_names()
        and words[1].lower() not in ("of", "for")
        and len(first) > 2
    ):
        shorts.append(words[0])
    return [s for s in shorts if s != name]
