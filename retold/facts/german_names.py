"""Who a German surface is: "der Bundesminister Carl Weber", "Weber", "er" to the name that stands on record."""

from __future__ import annotations

import re
from functools import cached_property

from retold.facts.cues import Lexicon

_RUN_RE = re.compile(
    r"[A-ZÄÖÜÀ-Þ][\w’'-]*(?:[ \t]+(?:(?:(?:von|van|zu)(?:[ \t]+de[rnm])?|de|al|bin|di|da|el)[ \t]+)?(?:[A-Z]\.[ \t]*)*[A-ZÄÖÜÀ-Þ][\w’'-]*)+"
)
_ARTICLE_RE = re.compile(
    r"^(?:auch|selbst|de[rmsn]|die|das|eine[nmrs]?|ein|seine[nmrs]?|sein|ihre[nmrs]?|ihr)\s+", re.IGNORECASE
)
# How many earlier speakers are looked through for "er" or "sie".
MEMORY = 8


class GermanSpeakers:
    """Who has spoken so far in one report."""

    def __init__(self, text: str, words: Lexicon) -> None:
        self.text = text
        self.lists = words.lists
        self.stack: list[tuple[str, str]] = []  # name, sex

    @cached_property
    def full(self) -> dict[str, str]:
        """Last word of a name -> the name, of the people whom the report names in full."""
        given = self.lists["name-he"] | self.lists["name-she"]
        found: dict[str, str] = {}
        for match in _RUN_RE.finditer(self.text):
            titled = any(self.is_role(word) for word in match.group().split()[:-2])
            parts = self._without_roles(match.group().split())
            if 2 <= len(parts) <= 4 and (titled or parts[0].lower().split("-")[0] in given):
                found.setdefault(parts[-1], " ".join(parts))
        return found

    def is_role(self, word: str) -> bool:
        """Whether `word` is an office or a trade: "Minister", "CDU-Fraktionschef"."""
        low = word.lower().strip(".,")
        return low in self.lists["role"] or any(low.endswith(end) for end in self.lists["role-ending"])

    def _without_roles(self, parts: list[str]) -> list[str]:
        cut = max((n + 1 for n, word in enumerate(parts) if self.is_role(word)), default=0)
        return parts[cut:] or parts

    def resolve(self, surface: str) -> list[str]:
        """The name of the speaker at `surface`, one; empty where a pronoun has nobody to stand for."""
        surface = " ".join(surface.split()).strip(" ,.:;–-")
        low = surface.lower()
        if low in ("er", "sie", "dieser", "diese", "ihm", "ihr", "es", "man", "wir", "ich", "der", "die"):
            return self._recall(low)
        bare = self._owner(re.sub(r"\s*\([^()]*\)", "", surface))
        for part in reversed(re.split(r"\s*,\s*", bare)):
            name = self._person(part)
            if name:
                return self._see(name, part)
        head = _ARTICLE_RE.sub("", re.split(r"\s*,\s*", bare)[0]).strip('"„“”»« ')
        return self._see(head or surface, surface)

    def _owner(self, surface: str) -> str:
        """Whose words: "Angaben der Polizei" are the police's."""
        words = surface.split()
        for n, word in enumerate(words[:6]):
            if word.lower() in self.lists["announcing"] | self.lists["nach-noun"] and n + 1 < len(words):
                rest = words[n + 1 :]
                if rest[0].lower() in self.lists["genitive"] or rest[0].lower() in ("von", "vom"):
                    rest = rest[1:]
                    if rest and rest[0].lower() in ("der", "dem", "des"):
                        rest = rest[1:]
                quoted = re.search(r"[„»\"]([^„“”»«\"]{2,60})[“”«\"]", surface)  # "Bericht der Zeitung „Kurier“"
                return quoted.group(1) if quoted else " ".join(rest) or surface
        return surface

    def _person(self, part: str) -> str | None:
        """The person named at the end of `part`, or its one surname that is known."""
        words = part.split()
        tail: list[str] = []
        for word in reversed(words):
            if not word[:1].isupper() and word.lower() not in ("von", "van", "de", "zu", "al", "bin"):
                break
            tail.insert(0, word)
        names = self._without_roles(tail)
        while names and names[0].lower() in self.lists["determiner"]:
            names.pop(0)
        if not names or self.is_role(names[-1]):
            return None
        full = self.full.get(names[-1]) or self.full.get(names[-1].removesuffix("s"))
        if full:
            return full
        titled = len(names) < len(tail)
        if 2 <= len(names) <= 4 and (titled or len(tail) == len(words)):
            return " ".join(names)
        return None

    def _see(self, name: str, surface: str) -> list[str]:
        first = name.split()[0].lower()
        sex = "er" if first in self.lists["name-he"] else "sie" if first in self.lists["name-she"] else ""
        opening = surface.split()[0].lower() if surface.split() else ""
        if not sex and opening in ("die", "eine"):
            sex = "sie"
        elif not sex and opening in ("der", "ein"):
            sex = "er"
        self.stack.append((name, sex))
        del self.stack[:-MEMORY]
        return [name]

    def _recall(self, pronoun: str) -> list[str]:
        wanted = {"er": "er", "sie": "sie", "der": "er", "dieser": "er", "die": "sie", "diese": "sie"}.get(pronoun, "")
        for name, sex in reversed(self.stack):
            if not wanted or sex in ("", wanted):
                return [name]
        return []
