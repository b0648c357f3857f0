"""Speakers: the surface of a source ("he", "the agency's head, Dora Velm") to the names that stand on record."""

from __future__ import annotations

import itertools
import re
from functools import cached_property, lru_cache

from retold.facts.clauses import CONTRACTED, Clause, Phrase
from retold.facts.cues import Lexicon
from retold.facts.names import Names
from retold.facts.reading import Reading

_NAME_RE = re.compile(
    r"(?:[A-ZÀ-Þ][\w’'&.-]*|\b(?:de|la|van|von|al|bin|der|den|da|dos|el|del|di|du|le|ben|abu|ibn)\b)"
    r"(?:[ \t]+(?:[A-ZÀ-Þ][\w’'&.-]*|(?:de|la|van|von|al|bin|der|den|da|dos|el|del|di|du|le|ben|abu|ibn)\b))*"
)
_POSSESSIVE_RE = re.compile(r"^(.*?\w)(?:['’]s|(?<=s)['’])\s+(.+)$", re.S)
_FROM_RE = re.compile(r"^.*?\b(?:from|by|of|released by|published by|issued by)\s+(?:the\s+)?(.+)$", re.S)
_SHARE_RE = re.compile(
    r"(?:[A-Za-z]+\s+){0,2}[\w-]+\s+(?:in|out of|of)\s+(?:every\s+)?(?:\d+|two|three|four|five|ten)\s", re.IGNORECASE
)
_BELONGING_RE = re.compile(r"\s+(?:of|with|from|at|for)\s")
_PARTICIPLE_RE = re.compile(r"\s+(?:involved|based|accused|charged|concerned)$")
HE, SHE, THEY, IT = "he", "she", "they", "it"
# How many earlier speakers and subjects are looked through for "he": beyond that a reader has forgotten them too.
MEMORY = 12

# "a document seen by the agency" is a document: how it came to be known says nothing of whose it is.
_GIVEN_OUT_RE = re.compile(r"\s+(?:seen|obtained|reviewed|viewed|released|published|issued)\b.*$")


class Speakers:
    """Who has spoken or acted so far in one report, and who a surface is."""

    def __init__(self, reading: Reading, names: Names, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.names = names
        self.text = reading.text
        self.stack: list[tuple[tuple[str, ...], str, str]] = []  # names, kind (person, body, several), sex
        self.sex: dict[str, str] = {}
        self.people = {p.name for p in names.people}
        self.bodies = {o.name for o in names.organisations} | {p.name for p in names.places}
        self.at = 0  # text offset of the surface in hand

    @cached_property
    def full(self) -> dict[str, str]:
        """Last word of a name -> the fullest name in the text that ends in it: for names that `names` does not know."""
        return full_names(self.text, self.lexicon)

    def see(self, found: tuple[str, ...], kind: str, sex: str = "") -> None:
        """Notes that `found` spoke or acted."""
        if not found:
            return
        self.stack.append((found, kind, sex or self.sex.get(found[0], "") if len(found) == 1 else ""))
        del self.stack[:-MEMORY]

    def recall(self, pronoun: str) -> tuple[tuple[str, ...], str, str] | None:
        """Who `pronoun` is: the last one who spoke or acted and agrees with it."""
        for entry in reversed(self.stack):
            found, kind, sex = entry
            if pronoun in (HE, SHE):
                if kind == "person" and sex in ("", pronoun):
                    if not sex:
                        self.sex[found[0]] = pronoun
                    return found, kind, pronoun
            elif pronoun == IT:
                if kind == "body":
                    return entry
            elif kind in ("several", "body"):
                return entry
        if pronoun == THEY:
            return self.stack[-1] if self.stack else None
        return None

    def resolve(self, clause: Clause, phrase: Phrase) -> tuple[tuple[str, ...], str, str]:
        """The names behind `phrase`, whether they are a person, a body or several, and the sex where it shows."""
        lo, hi = phrase.core
        words = [w.replace("’", "'").split("'")[0] if w in CONTRACTED else w for w in clause.low[lo:hi]]
        self.at = clause.starts[lo]
        if len(words) == 1 and words[0] in ("he", "she", "it", "they", "his", "her"):
            pronoun = {"his": HE, "her": SHE}.get(words[0], words[0])
            known = self.recall(pronoun)
            if known is not None:
                return known
            return ((clause.raw[lo],), "person" if pronoun in (HE, SHE) else "body", pronoun)
        surface = clause.text[clause.starts[lo] : clause.ends[hi - 1]]
        group = self.names.members(surface, self.at)
        if group:
            return tuple(group), "several", ""
        parts = self._parts(clause, lo, hi)
        if len(parts) > 1:
            found: list[str] = []
            for part in parts:
                for name in self._one(part)[0]:
                    if name not in found:
                        found.append(name)
            return tuple(found), "several", ""
        return self._one(surface)

    def _parts(self, clause: Clause, lo: int, hi: int) -> list[str]:
        """The members of "Paula Arendt and Tomas Relk"; one where the whole is one name or description."""
        cuts = [k for k in range(lo + 1, hi - 1) if clause.low[k] in ("and", "&") or clause.raw[k] == ","]
        if not any(clause.low[k] == "and" for k in cuts):
            return [clause.text[clause.starts[lo] : clause.ends[hi - 1]]]
        whole = clause.text[clause.starts[lo] : clause.ends[hi - 1]]
        edges = [lo, *list(cuts), hi]
        parts = []
        for n, (a, b) in enumerate(itertools.pairwise(edges)):
            a = a + 1 if n else a
            if a < b:
                parts.append(clause.text[clause.starts[a] : clause.ends[b - 1]])
        # "Ministry of Trade and Industry" is one; each member must hold a person's name, or a known one.
        if len(parts) == 2 and all(part.isalpha() and part[0].isupper() for part in parts):
            return parts
        if all(self._is_person(part) or self.names.canonical(strip_article(part), self.at) for part in parts):
            return parts
        return [whole]

    def _is_person(self, surface: str) -> bool:
        name = self._longest(surface)
        return bool(name) and (name in self.people or " " in name or self.full.get(name.split()[-1], name) != name)

    def _longest(self, surface: str) -> str:
        """The last run of capitalised words in `surface`, without title words of the start."""
        runs = [m.group() for m in _NAME_RE.finditer(surface) if not m.group().islower()]
        return clean_name(runs[-1], self.lexicon) if runs else ""

    def _one(self, surface: str) -> tuple[tuple[str, ...], str, str]:
        """One speaker by surface."""
        surface = " ".join(surface.split()).strip(" ,;:-–—\"“”'‘’.")
        unbracketed = re.sub(r"\s*\([^)]*\)\s*", " ", surface) if "(" in surface else surface
        bare = strip_article(unbracketed.strip())
        lists = self.lexicon.lists
        words = bare.lower().split()
        if not words:
            return ((), "body", "")
        last = words[-1].strip("'’.,")
        if (
            len(words) > 1
            and words[0] in ("officials", "members", "representatives", "leaders")
            and words[1] in ("from", "of")
        ):
            return ((bare,), "several", "")
        named = len(words) > 1 and bare.split()[-1][:1].isupper()  # "the Geological Survey" is no document
        document = (last in lists["announcing"] and not named) or any(
            w in lists["announcing"]
            and n + 1 < len(words)
            and words[n + 1]
            in ("from", "by", "of", "released", "published", "issued", "compiled", "collected", "seen", "obtained")
            for n, w in enumerate(words)
        )
        if document:
            bare = _GIVEN_OUT_RE.sub("", bare)
            return ((self._owner(bare) or bare,), "body", "")
        person = _BELONGING_RE.split(bare, maxsplit=1)[0]
        if person != bare and self.is_person(person):
            return self._one(person)  # "Inspector Otto Lehm of the Judicial Police"
        if _SHARE_RE.match(bare):
            return ((bare,), "several", "")  # "four out of 10 voters in the north"
        described = head_of(bare)
        first, *rest = described.split()
        if described != bare and (first.islower() or first.lower() in lists["role"]) and all(w.islower() for w in rest):
            return ((bare,), self._kind(described, described.split()), "")  # "a councillor in Vila Brandt"
        direct = self.names.canonical(bare, self.at) or self.names.canonical(surface, self.at)
        if direct:
            return self._known(bare if direct == "The " + bare else direct, words)
        head = head_of(bare).split()
        if any(w[:1].isupper() for w in head[1:]) or (head[0][:1].isupper() and words[0] not in lists["role"]):
            bare = head_of(bare)
            words = bare.lower().split() or words
        if words[-1] in self.lexicon.lists["described-body"] | self.lexicon.lists["generic-body"]:
            body = self._described(words[-1])
            if body and not any(c.isupper() for c in " ".join(bare.split()[1:])) and " of " not in bare:
                return ((body,), "body", "")
        possessive = _POSSESSIVE_RE.match(bare)
        run = self._longest(possessive.group(2) if possessive else bare)
        if run and not bare.endswith(run):
            run = ""  # "the Gothenburg company" is no Gothenburg
        if run and not (possessive and not any(c.isupper() for c in possessive.group(2))):
            known = self.names.canonical(run, self.at)
            if known:
                return self._known(known, words)
            tail = run.split()[-1]
            full = self.full.get(tail)
            if full and full != run and set(fold_words(run)) <= set(fold_words(full)):
                return self._known(full, words)
            if run != bare and bare.endswith(run) and (" " in run or full):
                return self._known(run, words)
            if (run == bare or bare.startswith(run + " ")) and run == bare:
                return self._known(run, words)
        return ((bare,), self._kind(bare, words), self._sex_of(bare, words))

    def is_person(self, surface: str) -> bool:
        """Whether `surface` is a person whom the report names: in full here, or with the full name elsewhere."""
        name = self._longest(surface)
        if not name:
            return False
        known = self.names.canonical(name)
        if self.names.people:
            return known is not None and known in self.people
        return name in self.full.values() or name in self.full

    def _described(self, head: str) -> str | None:
        """The body that "the club" or "the bank" is: the last that bears the word, else the last that acted."""
        bodies = [found[0] for found, kind, _ in reversed(self.stack) if kind == "body" and found]
        named = [o.name for o in self.names.organisations if head in o.name.lower().split()]
        for body in [*bodies, *(named if len(named) == 1 else [])]:
            if head in body.lower().split() and " " in body:
                return body
        if head in self.lexicon.lists["generic-body"]:
            for body in bodies:
                if body[:1].isupper() and body.split()[-1][:1].isupper():
                    return body
            organisations = sorted((o.mentions[0].start, o.name) for o in self.names.organisations if o.mentions)
            if organisations and organisations[0][0] < self.at:
                return organisations[0][1]
        return None

    def _owner(self, bare: str) -> str | None:
        """Whose data: "Chilean customs data", "figures from the bank", "the ministry's statement"."""
        words = bare.split()
        lists = self.lexicon.lists
        given = _FROM_RE.match(bare)
        if given and words[-1].lower() not in lists["announcing"]:
            owner = strip_article(given.group(1))
            return self.names.canonical(owner, self.at) or owner
        while words and words[-1].lower().strip("'’") in lists["announcing"]:
            words.pop()
        if len(words) == 1 and words[0].lower() in self.lexicon.lists["unowned"]:
            return None  # "preliminary figures" are nobody's by name
        owner = re.sub(r"['’]s?$", "", " ".join(words))
        if not owner:
            return None
        return self.names.canonical(owner, self.at) or owner

    def _known(self, name: str, words: list[str]) -> tuple[tuple[str, ...], str, str]:
        kind = "person" if name in self.people else "body" if name in self.bodies else self._kind(name, words)
        return ((name,), kind, self._sex_of(name, words))

    def _kind(self, name: str, words: list[str]) -> str:
        lists = self.lexicon.lists
        if name in self.people or name in self.full.values():
            return "person"
        last = words[-1] if words else ""
        if last in self.lexicon.lists["body"]:
            return "body"
        if last in lists["role"]:
            return "several" if (last.endswith("s") and not last.endswith("ss")) or last == "police" else "person"
        parts = name.split()
        if (
            2 <= len(parts) <= 4
            and all(p[:1].isupper() or p in self.lexicon.lists["particle"] for p in parts)
            and parts[-1].lower() not in self.lexicon.lists["body"]
        ):
            first = parts[0].lower()
            if first in lists["name-he"] or first in lists["name-she"]:
                return "person"
            return "person" if not parts[-1].isupper() else "body"
        if last.endswith("s") and name[:1].islower():
            return "several"
        return (
            "body"
            if len(parts) == 1 and name.isupper()
            else "person"
            if len(parts) == 1 and name[:1].isupper()
            else "body"
        )

    def _sex_of(self, name: str, words: list[str]) -> str:
        known = self.sex.get(name)
        if known:
            return known
        lists = self.lexicon.lists
        sex = {"man": HE, "woman": SHE}.get(self.names.gender(name) or "", "")
        for word in words:
            word = word.strip(".,")
            if word in lists["relation-he"]:
                sex = HE
            elif word in lists["relation-she"]:
                sex = SHE
        if not sex and name:
            first = name.split()[0].lower()
            he, she = first in lists["name-he"], first in lists["name-she"]
            if he != she and " " in name:
                sex = HE if he else SHE
        if sex:
            self.sex[name] = sex
        return sex


@lru_cache(maxsize=4096)
def head_of(surface: str) -> str:
    """`surface` without what hangs on it: "the High Court in Dublin" is "the High Court"."""
    head = re.split(r",?\s+(?:in|at|from|with|who|which|whose|for|on)\s", surface, maxsplit=1)[0]
    return _PARTICIPLE_RE.sub("", head) or surface


@lru_cache(maxsize=4096)
def strip_article(surface: str) -> str:
    """`surface` without the article before it."""
    return re.sub(r"^(?:the|a|an|The|A|An)\s+", "", surface)


def fold_words(name: str) -> list[str]:
    """The words of a name, lower case."""
    return name.lower().split()


def clean_name(run: str, lexicon: Lexicon) -> str:
    """`run` without titles before the name: "Deputy Trade Minister Marta Sorel" is "Marta Sorel"."""
    words = run.split()
    while len(words) > 1 and words[0].lower() in lexicon.openings:
        words.pop(0)  # "On Tuesday Rivo Motors": capitals of the sentence and the day, not of the name
    roles = lexicon.lists["role"]
    cut = 0
    for n, word in enumerate(words):
        low = word.lower().strip(".,")
        if low in roles or low in lexicon.lists["title"] or low.endswith(("'s", "’s")):
            cut = n + 1
    if cut < len(words):
        words = words[cut:]
    while (
        words
        and words[0] in lexicon.lists["particle"]
        and len(words) > 1
        and words[0] not in ("al", "de", "van", "von", "bin", "el", "da", "di", "du", "la", "le")
    ):
        words = words[1:]
    name = " ".join(words)
    return (re.sub(r"['’]s$", "", name) if name.endswith("s") else name).strip(".,")


def full_names(text: str, lexicon: Lexicon) -> dict[str, str]:
    """Last word of a name -> the latest fullest name in `text` that ends in it."""
    found: dict[str, str] = {}
    for match in _NAME_RE.finditer(text):
        run = match.group()
        if " " not in run:
            continue
        name = clean_name(strip_article(run), lexicon)
        parts = name.split()
        if not 2 <= len(parts) <= 5 or not parts[0][0].isupper() or not parts[-1][0].isupper():
            continue
        last = parts[-1]
        if (
            last.lower() in lexicon.lists["body"]
            or last.lower() in lexicon.lists["month"]
            or last.lower() in lexicon.lists["weekday"]
        ):
            continue
        found.setdefault(last, name)
    return found
