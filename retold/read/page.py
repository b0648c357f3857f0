"""The raw text of a web page -> its elements and its blocks of text, each with its place.

A scanner of our own, because no parser of HTML says where in the file a piece of text stood. It reads
tags, comments and the elements whose content is no text; it mends what is commonly unclosed (p, li, td).
It keeps a stack and does not recurse, so that depth costs nothing, and looks at no character twice.
"""

from __future__ import annotations

import bisect
import html
import re
from collections.abc import Iterator, Mapping, Set
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from retold.kinds import Span

# `=` is what lets a quote hold a ">"; a quote elsewhere is a stray character, as browsers read it. All
# repeats are possessive: no page makes this backtrack.
_TAG_RE = re.compile(r"""<(/?+)([a-zA-Z][^\s/>]*+)((?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+)>""")
_ATTRIBUTE_RE = re.compile(r"""([^\s=/"'<>]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++)))?+""")
_ENTITY_RE = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,8}|#[0-9]{1,9}|[a-zA-Z][a-zA-Z0-9]{1,31});?")

# Content that is no text of the page; the reason under which it is accounted for.
_RAW = {
    "script": "script",
    "style": "style",
    "noscript": "script",
    "template": "script",
    "textarea": "form",
    "svg": "picture",
    "math": "formula",
    "iframe": "embedded",
    "object": "embedded",
    "xmp": "markup",
    "title": "title",
}


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VOID = _names("area base br col embed hr img input link meta param source track wbr")
_INLINE = _names(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q rb rp rt ruby s samp
    small span strike strong sub sup time tt u var wbr nobr input"""
)
# What an opening tag closes when its writer did not: the innermost of these, within the boundary.
_CLOSES = {
    "li": ({"li", "p"}, {"ul", "ol", "menu"}),
    "dt": ({"dt", "dd", "p"}, {"dl"}),
    "dd": ({"dt", "dd", "p"}, {"dl"}),
    "tr": ({"tr", "td", "th", "p"}, {"table", "tbody", "thead", "tfoot"}),
    "td": ({"td", "th", "p"}, {"tr", "table"}),
    "th": ({"td", "th", "p"}, {"tr", "table"}),
    "option": ({"option"}, {"select"}),
}
_AROUND_P = _names("td th table li div article section body")
_CLOSES_P = _names(
    """address article aside blockquote center details dir div dl fieldset figcaption figure footer form h1 h2 h3 h4
    h5 h6 header hr main menu nav ol p pre section table ul"""
)


class Element:
    """An element of the page: its tag, attributes and place; `parent` is a number, -1 at the root."""

    __slots__ = ("_raw", "_raw_start", "end", "number", "parent", "start", "tag", "words")

    def __init__(self, number: int, tag: str, parent: int, start: int, raw: str, raw_start: int) -> None:
        self.number = number
        self.tag = tag
        self.parent = parent
        self.start = start  # of the opening tag
        self.end = -1  # of the closing tag
        self.words = 0  # words of text in it, at any depth
        self._raw = raw
        self._raw_start = raw_start

    @property
    def values(self) -> Mapping[str, str]:
        """The attributes, unescaped, by lower-case name."""
        return _values(self._raw) if self._raw else _NO_VALUES

    def get(self, name: str) -> str:
        """The value of an attribute; "" where it has none."""
        return self.values.get(name, "")

    def attribute(self, name: str) -> Attribute | None:
        """An attribute with its place; the first of a name counts, as in browsers."""
        if name not in self.values:
            return None
        for match in _ATTRIBUTE_RE.finditer(self._raw):
            if match.group(1).lower() == name:
                break
        group = match.lastindex or 1
        start, end = match.span(group) if group > 1 else (match.end(), match.end())
        return Attribute(self.get(name), Span(self._raw_start + start, self._raw_start + end))


class Attribute(NamedTuple):
    """The value of an attribute, unescaped, and where it stands without its quotes."""

    value: str
    span: Span


class Piece(NamedTuple):
    """A stretch of text of a block, the element that it stands directly in, and whether it is in a link."""

    start: int
    end: int
    element: int
    linked: bool


class TextBlock:
    """Text that no block-level tag interrupts. A piece with start == end is a line break."""

    __slots__ = ("element", "pieces")

    def __init__(self, element: int) -> None:
        self.element = element  # the block-level element it stands in
        self.pieces: list[Piece] = []


class Page:
    """A page taken apart: elements, blocks of text in page order, and what is no text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.elements: list[Element] = []
        self.blocks: list[TextBlock] = []
        self.metas: list[Element] = []  # meta and link elements
        self.scripts: list[tuple[Element, Span]] = []  # script elements with their content
        self.title: Span | None = None
        self.aside: list[tuple[Span, str]] = []  # comments, scripts, styles: place and reason
        self.depth = 0
        self.tags = 0

    @cached_property
    def body_words(self) -> int:
        """The words of text on the whole page."""
        return sum(e.words for e in self.elements if e.parent == -1)

    def ancestors(self, number: int, most: int = 64) -> Iterator[Element]:
        """The element itself and what it stands in, innermost first."""
        while number >= 0 and most:
            element = self.elements[number]
            yield element
            number = element.parent
            most -= 1

    def within(self, number: int) -> range:
        """The numbers of the element and of all in it; of -1 all, text outside of any element included."""
        if number < 0:
            return range(-1, len(self.elements))
        end = self.elements[number].end
        last = bisect.bisect_left(self.elements, end, lo=number, key=lambda e: e.start)
        return range(number, last)


class TooManyTags(Exception):
    """A page with more tags than any article has."""


_NO_VALUES: Mapping[str, str] = {}


# Many elements of a page are written alike ("<li class=item>").
@lru_cache(maxsize=4096)
def _values(raw: str) -> Mapping[str, str]:
    """The attributes in the inside of a tag, unescaped, by lower-case name; the first of a name counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE_RE.findall(raw):
        value = double or single or bare
        found.setdefault(name.lower(), html.unescape(value) if "&" in value else value)
    return found


def unescaped(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Text [start, end) as stretches (start, end, what it reads as): copied ones and single entities."""
    at = start
    if text.find("&", start, end) < 0:
        if start < end:
            yield start, end, text[start:end]
        return
    for match in _ENTITY_RE.finditer(text, start, end):
        raw = match.group()
        value = html.unescape(raw)
        if value == raw:
            continue
        if value.endswith(";") and not raw.startswith("&#") and len(value) > 1:
            continue  # "&notit;" reads as "¬it;": a name within a name, which no writer means
        if at < match.start():
            yield at, match.start(), text[at : match.start()]
        yield match.start(), match.end(), value
        at = match.end()
    if at < end:
        yield at, end, text[at:end]


def shown(text: str, start: int, end: int) -> str:
    """What text [start, end) reads as."""
    raw = text[start:end]
    return "".join(part for _, _, part in unescaped(text, start, end)) if "&" in raw else raw


def scan(text: str, max_tags: int) -> Page:
    """The page taken apart.

    Raises:
        TooManyTags: more than `max_tags`.
    """
    return _Scanner(text, max_tags).run()


class _Scanner:
    def __init__(self, text: str, max_tags: int) -> None:
        self.page = Page(text)
        self.text = text
        self.max_tags = max_tags
        self.open: list[Element] = []
        self.count: dict[str, int] = {}  # open elements by tag
        self.block: TextBlock | None = None
        self.unclosed: set[str] = set()  # raw elements that nothing further down closes

    def run(self) -> Page:
        text, at = self.text, 0
        page, match_tag, find = self.page, _TAG_RE.match, self.text.find
        last_close = text.rfind(">")
        comment_open = True  # whether an unclosed comment has not yet been met
        while at < len(text):
            opening = find("<", at)
            if opening < 0 or opening > last_close:
                self.add_text(at, len(text))
                break
            if opening > at:
                self.add_text(at, opening)
            if text[opening + 1] in "!?":
                if text.startswith("--", opening + 2):
                    end = find("-->", opening + 4) if comment_open else -1
                    comment_open = end >= 0
                    at = end + 3 if comment_open else find(">", opening) + 1
                    page.aside.append((Span(opening, at), "comment"))
                else:
                    at = find(">", opening) + 1
                    page.aside.append((Span(opening, at), "markup"))
                continue
            match = match_tag(text, opening)
            if match is None:
                self.add_text(opening, opening + 1)
                at = opening + 1
                continue
            page.tags += 1
            if page.tags > self.max_tags:
                raise TooManyTags
            closing, name, raw = match.groups()
            if closing:
                at = match.end()
                self.close_tag(name.lower(), at)
            else:
                at = self.open_tag(name.lower(), raw, opening, match.end())
        while self.open:
            self.pop(len(text))
        return self.page

    def add_text(self, start: int, end: int) -> None:
        words = len(self.text[start:end].split())
        block = self.block
        if block is None:
            if not words:
                return
            owner = next((e.number for e in reversed(self.open) if e.tag not in _INLINE), -1)
            block = self.block = TextBlock(owner)
            self.page.blocks.append(block)
        number = -1
        if self.open:
            number = self.open[-1].number
            self.open[-1].words += words
        pieces = block.pieces
        if pieces and pieces[-1].end == start and pieces[-1].element == number and pieces[-1].start < start:
            pieces[-1] = pieces[-1]._replace(end=end)  # a "<" that opens no tag
        else:
            pieces.append(Piece(start, end, number, self.count.get("a", 0) > 0))

    def open_tag(self, name: str, raw: str, start: int, end: int) -> int:
        """Take the tag text[start:end], whose attributes are `raw`; where to read on."""
        page = self.page
        inline = name in _INLINE
        if not inline:
            if name in _CLOSES_P and self.count.get("p"):
                self.close_until({"p"}, _AROUND_P, start)
            if name in _CLOSES:
                self.close_until(*_CLOSES[name], start)
        # The attributes stand just before the ">".
        parent = self.open[-1].number if self.open else -1
        element = Element(len(page.elements), name, parent, start, raw, end - 1 - len(raw))
        page.elements.append(element)
        # A custom element in a paragraph ("<x-source>") is part of its text; elsewhere it may be anything.
        if not inline and name != "br" and not ("-" in name and self.count.get("p")):
            self.block = None
        if name in _VOID:
            if name == "br" and self.block is not None:
                self.block.pieces.append(Piece(end, end, element.number, False))
            elif name in ("meta", "link"):
                page.metas.append(element)
            element.end = end
            return end
        if name in _RAW:
            if name in ("svg", "iframe") and raw.endswith("/"):
                element.end = end
                return end
            return self.raw_text(element, name, end)
        if name == "path" and raw.endswith("/"):
            element.end = end
            return end
        self.open.append(element)
        self.count[name] = self.count.get(name, 0) + 1
        if len(self.open) > page.depth:
            page.depth = len(self.open)
        return end

    def raw_text(self, element: Element, name: str, start: int) -> int:
        """The end of an element whose content is no text. An unclosed one is taken as empty."""
        closing = _closing_re(name).search(self.text, start) if name not in self.unclosed else None
        end = self.text.find(">", closing.end()) + 1 if closing else 0
        if closing is None or not end:
            self.unclosed.add(name)
            element.end = start
            return start
        element.end = end
        content = Span(start, closing.start())
        if name == "script":
            self.page.scripts.append((element, content))
        if name == "title" and self.page.title is None:
            self.page.title = content
        self.page.aside.append((Span(element.start, end), _RAW[name]))
        return end

    def close_tag(self, name: str, end: int) -> None:
        inline = name in _INLINE
        if not inline and not ("-" in name and self.count.get("p")):
            self.block = None
        if not self.count.get(name):
            return
        if inline and self.open[-1].tag != name and not any(e.tag == name for e in self.open[-12:]):
            return  # </b> of a <b> outside this cell
        while self.open:
            if self.pop(end).tag == name:
                break

    def close_until(self, tags: Set[str], within: Set[str], at: int) -> None:
        """Close the outermost open element of `tags` that no element of `within` separates from the tag at `at`."""
        target = -1
        for place in range(len(self.open) - 1, max(-1, len(self.open) - 64), -1):
            tag = self.open[place].tag
            if tag in within:
                break
            if tag in tags:
                target = place
        if target >= 0:
            while len(self.open) > target:
                self.pop(at)
            self.block = None

    def pop(self, end: int) -> Element:
        element = self.open.pop()
        element.end = end
        self.count[element.tag] -= 1
        if self.open:
            self.open[-1].words += element.words
        return element


@cache
def _closing_re(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
