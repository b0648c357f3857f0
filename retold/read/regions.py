"""What the markup around a text says of it: why it is not the article's, or which part of a report it is.

Class names are read word by word against data/read/regions.txt and roles.txt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

from retold.data import read_data
from retold.read.blocks import MAX_FIELD_WORDS, Block
from retold.read.page import Element, Page

_NAME_PART_RE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

# Elements whose text is never a report's.
_ALWAYS_OUT = {
    "nav": "navigation",
    "select": "form",
    "option": "form",
    "button": "controls",
    "datalist": "form",
    "audio": "embedded",
    "video": "embedded",
    "canvas": "embedded",
    "dialog": "controls",
}
# Elements that are out unless they hold the article, as they do on some pages.
_USUALLY_OUT = {"aside": "aside", "footer": "footer", "form": "form", "header": "masthead", "menu": "navigation"}
_ROLES_OUT = {
    "navigation": "navigation",
    "complementary": "aside",
    "contentinfo": "footer",
    "banner": "masthead",
    "search": "form",
    "dialog": "controls",
    "alert": "controls",
}


_ROLE_NAMES = ("class", "itemprop", "rel", "id", "data-testid")


class Regions:
    """What the markup around a block says of it: reasons to leave it, and roles."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.words = max(1, page.body_words)
        self.by_class = True  # whether class names count
        self._reasons: dict[int, str | None] = {-1: None}
        self._roles: dict[int, str | None] = {}
        self._extracted: Counter[int] = Counter()  # words of prose in an element that trafilatura extracts
        self.has_h1: set[int] = set()
        for element in page.elements:
            if element.tag == "h1":
                self.has_h1.update(e.number for e in page.ancestors(element.parent))

    def reason(self, number: int) -> str | None:
        """Why text in an element is not the article's, by the nearest region that says so."""
        chain: list[Element] = []
        at = number
        while at not in self._reasons:
            element = self.page.elements[at]
            chain.append(element)
            at = element.parent
        known = self._reasons[at]
        for element in reversed(chain):
            known = known or self.own_reason(element)
            self._reasons[element.number] = known
        return known

    def hear(self, blocks: Sequence[Block]) -> None:
        """Take note of what trafilatura extracts: a class name alone does not outweigh it."""
        for block in blocks:
            if block.share >= 0.5 and block.size >= 8 and block.link_share < 0.4:
                for element in self.page.ancestors(block.element):
                    self._extracted[element.number] += block.size
        self._reasons = {-1: None}

    def own_reason(self, element: Element) -> str | None:
        if element.tag in _ALWAYS_OUT:
            return _ALWAYS_OUT[element.tag]
        stated = element.values
        if "hidden" in stated or ("style" in stated and "display:none" in stated["style"].replace(" ", "").lower()):
            # Pages hide their whole body until a script has run.
            return None if element.words > self.words * 0.4 else "hidden"
        found = _USUALLY_OUT.get(element.tag) or ("role" in stated and _ROLES_OUT.get(stated["role"].lower())) or None
        if found is None and self.by_class and element.tag not in ("html", "body", "main", "article", "p", "h1", "tr"):
            found = region_of(stated.get("class", "") + " " + stated.get("id", "")) if stated else None
            # "no-share post", "sharingContainer", "isPaywall": names that articles bear as well.
            if found and self._extracted[element.number] * 2 > max(element.words, 50):
                return None
        if found is None:
            return None
        # "content-with-sidebar" holds the article; so may a <form> around a whole page.
        if element.words > self.words * 0.4:
            return None
        if element.number in self.has_h1 and found in ("masthead", "aside", "footer"):
            return None
        if element.tag in ("header", "footer") and any(
            e.tag == "article" or e.tag == "blockquote" for e in self.page.ancestors(element.parent)
        ):
            return None
        return found

    def role(self, number: int, size: int) -> str | None:
        """The part of a report that the markup says a short text is."""
        for element in self.page.ancestors(number, most=4):
            tag = element.tag
            if tag in ("body", "html", "main", "article"):
                return None
            if tag == "time":
                return "date"
            if tag == "figcaption":
                return "caption"
            if element.words > 120:
                return None
            named = self.own_role(element)
            if named and (size <= MAX_FIELD_WORDS or named in ("standfirst", "intro", "caption")):
                return named
        return None

    def own_role(self, element: Element) -> str | None:
        """What the names of one element call its text; looked up once, since many blocks stand in it."""
        known = self._roles.get(element.number, "")
        if known != "":
            return known
        stated = element.values
        names = " ".join([stated[name] for name in _ROLE_NAMES if name in stated])
        self._roles[element.number] = found = role_of(names) if names else None
        return found


@cache
def vocabulary(name: str) -> dict[str, str]:
    text = read_data(f"read/{name}")
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            meaning, *words = line.split()
            for word in words:
                found.setdefault(word, meaning)
    return found


def _named(names: str, vocabulary: dict[str, str]) -> str | None:
    """What the first telling part of class names says: whole names before their parts."""
    if not names.strip():
        return None
    for name in names.lower().split():
        plain = name.replace("-", "").replace("_", "")
        if name in vocabulary or plain in vocabulary:
            return vocabulary.get(name) or vocabulary[plain]
    for part in _NAME_PART_RE.findall(names):
        if part.lower() in vocabulary:
            return vocabulary[part.lower()]
    return None


@lru_cache(maxsize=65536)
def region_of(names: str) -> str | None:
    return _named(names, vocabulary("regions.txt"))


@lru_cache(maxsize=65536)
def role_of(names: str) -> str | None:
    return _named(names, vocabulary("roles.txt"))
