"""Which blocks of a page are its article, which state a field of it, and why each other one is neither.

trafilatura says which text it would extract; its words are found again in the page's blocks, and each
block is taken or left as a whole. What it loses around a short article (the standfirst, the date line, the
byline, the credit line, the note of a correction) is placed by where it stands and what its markup calls it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

import msgspec

from retold.kinds import Span, Witness
from retold.read.page import Element, Page, Piece, TextBlock, unescaped

_WORD_RE = re.compile(r"\w+")
# Scripts that write no spaces: two characters count as a word.
_UNSPACED_RE = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
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

_MONTH = (
    r"jan\w*|feb\w*|mar\w{0,5}|apr\w*|may|mai|mayo|maio|jun\w*|jul\w*|aug\w*|ago\w*|sep\w*|set\w*|oct\w*|okt\w*|out\w*"
    r"|nov\w*|dec\w*|dez\w*|dic\w*|avril|août|févr\w*|déc\w*|märz|gen\w*|mag\w*|giu\w*|lug\w*|ott\w*|ene\w*|abr\w*"
)
_DATE_RE = re.compile(
    rf"""
    \b(?:19|20)\d\d-\d\d-\d\d\b                                  # 2026-02-14
    | \b\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?(?:\d{{4}}|\d\d)\b    # 14. 2. 2026 | 14/02/26
    | \b\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:de\s)?(?:{_MONTH})\.?,?\s(?:de\s)?(?:19|20)\d\d\b     # 14 Feb 2026
    | \b(?:{_MONTH})\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d\b        # Feb. 14, 2026
    | \b(?:19|20)\d\d\s?年\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日
    | \b(?:\d{{1,3}}|an?|one|two|three)\s(?:sec|min|hour|hr|day|week|month|year)\w*\sago\b
    | \b(?:yesterday|today)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MODIFIED_RE = re.compile(
    r"\b(?:updated?|modified|revised|aktualisiert|modifié|actualizado|aggiornato)\b", re.IGNORECASE
)
_BYLINE_RE = re.compile(
    r"(?i:by|words by|written by|reporting by|von|par|por|di)\s+(?:the\s+)?[A-ZÀ-ÞĀ-Ž][^.!?]{2,}|(?i:from (?:our|a)) [\w\s-]{3,60}",
    re.UNICODE,
)
_BY_RE = re.compile(r"(?:by|words by|written by|reporting by|von|par|por)\s+(?=\S)", re.IGNORECASE)
# What leads over from a name to a date, and the place where the date begins.
_ON_RE = re.compile(r"[\s,|·]+(?:on|am|le|el|il|at)?\s*$")
_DATE_START_RE = re.compile(rf"(?<=\s)(?={_DATE_RE.pattern})", re.VERBOSE | re.IGNORECASE)
_ISO_RE = re.compile(r"\s*(?:19|20)\d\d-\d\d-\d\d")
# A line that says where the report came from, or what was mended in it.
_CREDIT_RE = re.compile(
    r"""
    ^ [(\[—–-]* \s* (?: sources? \b | with \s (?:inputs|material|files|reporting|additional|agenc) | reporting \s by
      | additional \s reporting | compiled \s (?:by|from) | edited \s by | editing \s by | written \s by | agenc(?:y|ies) \b | via \b
      | partner \s content | republished | reproduced | originally \s published | first \s (?:published|appeared)
      | this \s (?:article|story|report|piece|version|post|page) | an \s earlier \s version | correct(?:ion|ed|s) \b | clarification
      | editor[’']?s? \s note | updated? \b | note \s to | copyright \s \(c\) | courtesy \b | credit | photo | translated | quelle | fuente | fonte
      | \( \s* [A-Z]{2,} )
    | \b (?: contributed \s to \s this | for \s this \s (?:article|story|report) | syndicated )
    | [(\[/] \s* (?:Sources?:? \s)? [A-Z][\w .&-]{1,30} [)\]/] \.? $
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CONTROLS_RE = re.compile(
    r"""
    (?: \d+ \s (?: shares? | comments? | views? | min(?:ute)?s? \s read ) | share | tweet | e?mail | print | save | listen | copy \s link | follow | comments?
      | advertisement | ad | read \s more | more | whatsapp | facebook | twitter | x | linkedin | telegram | reddit | pinterest | bookmark
      | subscribe | sign \s (?:in|up) | log \s in | back \s to \s top | scroll \s to \s continue | story \s continues \s below .* | continue \s reading
      | loading | close | menu | search | play | pause | mute | next | previous | gallery | video | watch | photos? | image | resize \s text | font \s size | a\+ | a- | skip .* ) [\s·|,./•:-]*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_POINTER_RE = re.compile(
    r"(?:read|see|watch|listen)\s+(?:also|more|next|too)\b|also\s+read\b|related(?:\s+\w+)?:|more\s+(?:on|from)\b|recommended|don[’']t miss|most read|trending|you (?:may|might) also",
    re.IGNORECASE,
)

# Between two fields on one line.
_SEPARATOR_RE = re.compile(r"(?:\s|&nbsp;)(?:[|•·]|&middot;|&bull;|&#124;)(?=\s|&nbsp;)")

_MAX_FIELD_WORDS = 25
_NGRAM_WORDS = 4
_MAX_CANDIDATES = 16


BlockKind = Literal["heading", "paragraph", "item", "quote", "caption", "cell"]


class Placed(NamedTuple):
    """A block that was taken: its pieces, kind and level."""

    pieces: list[Piece]
    kind: BlockKind
    level: int


class Article(NamedTuple):
    """The outcome for a page: blocks taken, fields seen, and a reason for each other piece of text."""

    blocks: list[Placed]
    fields: list[Witness]
    left: list[tuple[Piece, str]]


class _Block:
    """A block with what the choice needs to know of it."""

    __slots__ = ("element", "keys", "kind", "level", "linked", "pieces", "reason", "role", "share", "size", "text")

    def __init__(self, page: Page, block: TextBlock, pieces: list[Piece]) -> None:
        self.element = block.element
        self.pieces = pieces
        parts, linked = [], 0
        for piece in pieces:
            part = "".join(shown for _, _, shown in unescaped(page.text, piece.start, piece.end)) or "\n"
            parts.append(part)
            if piece.linked:
                linked += _size(part)
        self.text = " ".join("".join(parts).split())
        self.keys = tuple(_WORD_RE.findall(self.text.casefold()))
        self.size = _size(self.text)
        self.linked = linked
        self.kind: BlockKind = "paragraph"
        self.level = 0
        self.reason: str | None = None
        self.role: str | None = None
        self.share = 0.0  # of its words that trafilatura extracts

    @property
    def link_share(self) -> float:
        return self.linked / self.size if self.size else 0.0

    @property
    def is_prose(self) -> bool:
        return self.size >= 8 and self.link_share < 0.4 and self.reason is None


def _size(text: str) -> int:
    """The words of `text`; where a script writes no spaces, two characters count as one."""
    words = len(_WORD_RE.findall(text))
    return words + len(_UNSPACED_RE.findall(text)) // 2


def choose(page: Page, extracted: str | None, titles: Sequence[str], least_words: int) -> Article | None:
    """The article of `page`; None where the page has no run of prose of `least_words`.

    Args:
        page: the page taken apart.
        extracted: trafilatura's text, a line a block; None where it gave nothing or was not asked.
        titles: what the page's head calls it.
        least_words: what a body must have.
    """
    regions = _Regions(page)
    blocks = [part for block in page.blocks for part in _split_fields(page, block, regions)]
    for block in blocks:
        block.reason = regions.reason(block.element)
        block.role = regions.role(block.pieces[0].element if block.pieces else block.element, block.size)
        block.kind, block.level = _kind(page, block)
    if extracted:
        _mark_shares(extracted.split("\n"), blocks)
        regions.hear(blocks)
        for block in blocks:
            block.reason = regions.reason(block.element)
    body = _find_body(blocks, least_words)
    if not body:
        # A class name may have hidden all there is ("isPaywall" on the teaser that the page gives).
        regions.by_class = False
        regions.hear(blocks)
        for block in blocks:
            block.reason = regions.reason(block.element)
        body = _find_body(blocks, least_words)
    if not body:
        return None
    return _Choice(page, blocks, body, titles).run()


def _find_body(blocks: Sequence[_Block], least_words: int) -> list[int]:
    """The numbers of the blocks of running text: what trafilatura extracts, else what looks like prose."""
    extracted = [n for n, b in enumerate(blocks) if b.share >= 0.5 and b.reason is None and b.link_share < 0.6]
    for body in (extracted, [n for n, b in enumerate(blocks) if b.is_prose]):
        if any(blocks[n].size >= least_words for n in body):
            return body
    return []


class _Choice:
    def __init__(self, page: Page, blocks: list[_Block], body: list[int], titles: Sequence[str]) -> None:
        self.page = page
        self.blocks = blocks
        self.body = set(body)
        self.container = _container(page, [(blocks[n].element, blocks[n].size) for n in body])
        self.titles = [frozenset(_WORD_RE.findall(t.casefold())) for t in titles if t.strip()]
        self.headline = self.find_headline()
        prose = [
            n
            for n in body
            if n != self.headline
            and blocks[n].kind != "heading"
            and blocks[n].size >= 5
            and not _is_date_line(blocks[n].text)
            and not _is_byline(blocks[n])
        ]
        first = prose or body
        self.first = (
            min(first) if self.headline is None else min((n for n in first if n > self.headline), default=min(first))
        )
        self.last = max(body)
        self.shapes = Counter(self.shape(n) for n in prose)
        self.inside = [
            any(e.number == self.container for e in page.ancestors(b.element)) or self.container < 0 for b in blocks
        ]

    def shape(self, number: int) -> tuple[str, str]:
        """Tag and class of the element that a block stands in: paragraphs of one body look alike."""
        place = self.blocks[number].element
        if place < 0:
            return "", ""
        element = self.page.elements[place]
        return element.tag, element.get("class")

    def find_headline(self) -> int | None:
        """The block that is the article's headline: what the head calls it, else the nearest h1 above the body."""
        start = min((n for n in self.body if self.blocks[n].kind != "heading"), default=min(self.body))
        total = sum(self.blocks[n].size for n in self.body)
        best: tuple[float, int, int] | None = None
        for number, block in enumerate(self.blocks):
            if block.size == 0 or block.size > 60 or (number > start and block.level != 1):
                continue
            # What is extracted above a headline is a teaser or two; below the body stands another report's.
            if number > start and sum(self.blocks[n].size for n in self.body if n < number) > total * 0.3:
                continue
            named = block.level in (1, 2, 3) or block.role == "headline"
            if not named:
                continue
            keys = frozenset(block.keys)
            likeness = max((len(keys & t) / len(keys | t) for t in self.titles), default=0.0)
            inside = max((len(keys & t) / len(keys) for t in self.titles), default=0.0) if len(keys) >= 4 else 0.0
            likeness = round(max(likeness, inside * 0.9), 3)
            if likeness < 0.5 and (block.level != 1 or block.reason in ("masthead", "navigation", "footer")):
                continue
            if likeness < 0.5 and (number > start or block.role == "publisher"):
                continue
            # A heading in a list of links that repeats the headline stands in another place; the lowest level wins.
            rank = (likeness if likeness >= 0.5 else 0.0, -(block.level or 4), -abs(number - start))
            if best is None or rank > best[0:3]:
                best, found = rank, number
        return None if best is None else found

    def run(self) -> Article:
        blocks: list[Placed] = []
        fields: list[tuple[Witness, _Block | None]] = []
        left: list[tuple[Piece, str]] = []
        for number, block in enumerate(self.blocks):
            verdict = self.place(number, block)
            if isinstance(verdict, Placed):
                blocks.append(verdict)
            elif isinstance(verdict, Witness):
                fields += self.dated(verdict, block, left) if verdict.why == "date line" else [(verdict, block)]
            else:
                left += [(piece, verdict) for piece in block.pieces if piece.start < piece.end]
        seen = {w.span: w for w in (self.spanned(witness, block) for witness, block in fields)}
        return Article(blocks, list(seen.values()), left)

    def dated(
        self, shown: Witness, block: _Block, left: list[tuple[Piece, str]]
    ) -> list[tuple[Witness, _Block | None]]:
        """A shown date, and before it what its element states for machines, in stretches that do not overlap."""
        stated = self.machine_date(block)
        if stated is None or stated.span is None:
            return [(shown, block)]
        # "Published: <time datetime=...>19 May</time>": the label stands before the attribute, and goes.
        at = stated.span.end
        before = [p for p in block.pieces if p.start < at]
        behind = _Block(self.page, TextBlock(block.element), [p for p in block.pieces if p.start >= at])
        if not behind.text:
            return [(shown, block)]
        left += [(piece, "label of a date") for piece in before if piece.start < piece.end]
        return [(stated, None), (msgspec.structs.replace(shown, value=behind.text), behind)]

    def spanned(self, witness: Witness, block: _Block | None) -> Witness:
        if block is None:
            return witness
        text = self.page.text
        pieces = [p for p in block.pieces if text[p.start : p.end].strip()]
        start, end = pieces[0].start, pieces[-1].end
        while text[start].isspace():
            start += 1
        while text[end - 1].isspace():
            end -= 1
        return msgspec.structs.replace(witness, span=Span(start, end))

    def place(self, number: int, block: _Block) -> Placed | Witness | str:
        """What becomes of a block: taken, a field, or the reason why neither."""
        if number == self.headline:
            return Placed(block.pieces, "heading", 1)
        if not block.keys:
            return block.reason or ("markup" if not self.inside[number] else "marks without words")
        near = self.inside[number] or (self.headline is not None and self.headline < number < self.first)
        if block.role == "publisher" and block.size <= 8:
            return Witness(field="publisher", value=block.text, where="visible", why="marked as the site's name")
        if (
            number not in self.body
            or block.role in ("date", "author")
            or number < self.first
            or _is_date_line(block.text)
        ):
            # Between headline and body a date is the article's, whatever the box is called that it stands in.
            framing = self.headline is not None and self.headline - 3 <= number < self.first and self.is_dated(block)
            if block.reason is not None and block.reason != "masthead" and not framing:
                return block.reason
            field = self.as_field(number, block, near)
            if field is not None:
                return field
        if block.reason is not None:
            return block.reason
        if number in self.body:
            if self.headline is not None and number < self.headline and not (self.inside[number] and block.size >= 8):
                return "above the headline"
            if _POINTER_RE.match(block.text) and (block.linked or block.size <= 6):
                return "pointer to another page"
            if block.size <= 6 and _CONTROLS_RE.fullmatch(block.text):
                return "controls"
            if self.heads_links(number, block):
                return "related"
            return self.taken(block)
        if block.link_share > 0.5 and block.size >= 2:
            return "links"
        if _is_controls(block.text):
            return "controls"
        if _POINTER_RE.match(block.text):
            return "pointer to another page"
        if number < self.first:
            return self.in_front(number, block, near)
        if number < self.last:
            return self.in_middle(number, block)
        return self.behind(number, block)

    def as_field(self, number: int, block: _Block, near: bool) -> Witness | None:
        if block.size > _MAX_FIELD_WORDS:
            return None
        in_frame = (
            number < self.first or number > self.last or not block.text.rstrip().endswith((".", "!", "?", "”", '"'))
        )
        if in_frame and self.is_dated(block) and (near or self.is_close(number, block)):
            field = "modified" if _MODIFIED_RE.search(block.text) else "published"
            return Witness(field=field, value=block.text, where="visible", why="date line")
        if near and in_frame:
            if block.role == "author" and number not in self.body:
                return Witness(field="author", value=_without_by(block.text), where="visible", why="marked as byline")
            if block.role == "author" and _BYLINE_RE.match(block.text):
                return Witness(field="author", value=_without_by(block.text), where="visible", why="marked as byline")
            if number < self.first and _is_byline(block):
                return Witness(field="author", value=_without_by(block.text), where="visible", why="byline")
            if block.role == "section" and number < self.first:
                return Witness(field="section", value=block.text, where="visible", why="marked as section")
            if (
                self.headline is not None
                and number < self.headline
                and block.size <= 5
                and self.inside[number]
                and not block.linked
            ):
                return Witness(field="kicker", value=block.text, where="visible", why="stands above the headline")
        return None

    def is_dated(self, block: _Block) -> bool:
        """True of a date line, and of a date that the markup calls one."""
        if block.role == "date" and (_DATE_RE.search(block.text) or self.machine_date(block)):
            return True
        return _is_date_line(block.text)

    def is_close(self, number: int, block: _Block) -> bool:
        """True of a date outside the article's element that stands so near its headline that it is the article's."""
        if self.headline is None:
            return block.role == "date" and number < self.first
        return 0 < self.headline - number <= (16 if block.role == "date" else 4)

    def machine_date(self, block: _Block) -> Witness | None:
        """The date that a `time` element, or a title beside a shown date, states for machines."""
        for piece in block.pieces:
            for element in self.page.ancestors(piece.element, most=3):
                for name in ("datetime", "title", "content"):
                    stated = element.attributes.get(name)
                    if stated and (name == "datetime" or _ISO_RE.match(stated.value)) and stated.value.strip():
                        names = " ".join(element.get(a) for a in ("class", "itemprop"))
                        field = "modified" if _MODIFIED_RE.search(names + " " + block.text) else "published"
                        why = f"{element.tag} {name}"
                        return Witness(field=field, value=stated.value, span=stated.span, where="meta", why=why)
        return None

    def taken(self, block: _Block) -> Placed:
        if block.role == "standfirst" and block.kind == "paragraph":
            return Placed(block.pieces, "heading", 2)
        return Placed(block.pieces, block.kind, block.level)

    def heads_links(self, number: int, block: _Block) -> bool:
        """True of a short line that only links follow: the heading of a list of other pages."""
        if block.size > 6 or number < self.first:
            return False
        following = self.blocks[number + 1 : number + 3]
        return bool(following) and all(b.link_share > 0.6 for b in following)

    def in_front(self, number: int, block: _Block, near: bool) -> Placed | str:
        if self.headline is None:
            return "above the body" if not self.inside[number] or block.size < 8 else self.taken(block)
        if number < self.headline:
            return "above the headline"
        if block.role in ("standfirst", "intro", "caption") or block.kind == "caption":
            return self.taken(block)
        if near and block.size >= 5 and block.link_share < 0.3:
            return self.taken(block)
        if near and _CREDIT_RE.search(block.text):
            return self.taken(block)
        return "beside the article" if not near else "between headline and body"

    def in_middle(self, number: int, block: _Block) -> Placed | str:
        if not self.inside[number]:
            return "beside the article"
        if block.kind == "caption" or block.role in ("caption", "credit"):
            return self.taken(block)
        if self.shapes[self.shape(number)] >= 2 and block.kind != "item" and block.link_share < 0.4:
            return self.taken(block)
        if block.kind == "quote" and block.size >= 4:
            return self.taken(block)
        if block.kind == "heading" and number + 1 in self.body and block.link_share == 0:
            return self.taken(block)
        if _CREDIT_RE.search(block.text):
            return self.taken(block)
        return "not part of the running text"

    def behind(self, number: int, block: _Block) -> Placed | str:
        # Behind the body only what says where the report came from or what was mended in it.
        gap = number - self.last
        if (self.inside[number] or gap <= 3) and gap <= 12 and block.size <= 120:
            if _CREDIT_RE.search(block.text) and block.link_share < 0.5:
                return self.taken(block)
            if self.inside[number] and self.shapes[self.shape(number)] >= 3 and block.size >= 4 and gap <= 2:
                return self.taken(block)
        return "below the article"


class _Regions:
    """What the markup around a block says of it: reasons to leave it, and roles."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.words = max(1, page.body_words)
        self.by_class = True  # whether class names count
        self._reasons: dict[int, str | None] = {-1: None}
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

    def hear(self, blocks: Sequence[_Block]) -> None:
        """Take note of what trafilatura extracts: a class name alone does not outweigh it."""
        for block in blocks:
            if block.share >= 0.5 and block.size >= 8 and block.link_share < 0.4:
                for element in self.page.ancestors(block.element):
                    self._extracted[element.number] += block.size
        self._reasons = {-1: None}

    def own_reason(self, element: Element) -> str | None:
        if element.tag in _ALWAYS_OUT:
            return _ALWAYS_OUT[element.tag]
        if "hidden" in element.attributes or "display:none" in element.get("style").replace(" ", "").lower():
            return "hidden"
        found = _USUALLY_OUT.get(element.tag) or _ROLES_OUT.get(element.get("role").lower())
        if found is None and self.by_class and element.tag not in ("html", "body", "main", "article", "p", "h1", "tr"):
            found = _region_of(element.get("class") + " " + element.get("id"))
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
            if element.tag in ("body", "html", "main", "article"):
                return None
            if element.tag == "time":
                return "date"
            if element.tag == "figcaption":
                return "caption"
            if element.words > 120:
                return None
            named = _role_of(" ".join(element.get(a) for a in ("class", "itemprop", "rel", "id", "data-testid")))
            if named and (size <= _MAX_FIELD_WORDS or named in ("standfirst", "intro", "caption")):
                return named
        return None


@cache
def _vocabulary(name: str) -> dict[str, str]:
    text = resources.files("retold").joinpath("data", "read", name).read_text(encoding="utf-8")
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


@cache
def _region_of(names: str) -> str | None:
    return _named(names, _vocabulary("regions.txt"))


@cache
def _role_of(names: str) -> str | None:
    return _named(names, _vocabulary("roles.txt"))


def _split_fields(page: Page, block: TextBlock, regions: _Regions) -> list[_Block]:
    """A block, in parts where it is a line of fields side by side: a date, a byline, a share button."""
    whole = _Block(page, block, block.pieces)
    by_role = _split_by_role(page, block, whole, regions)
    return by_role if len(by_role) > 1 else _split_listed(page, block, whole) or by_role


def _split_by_role(page: Page, block: TextBlock, whole: _Block, regions: _Regions) -> list[_Block]:
    # A headline stays whole, whatever its parts are called ("Kicker: headline").
    headed = any(e.tag in ("h1", "h2", "h3") for e in page.ancestors(block.element, most=3))
    if whole.size > 30 or len(block.pieces) < 2 or headed:
        return [whole]
    roles = [regions.role(p.element, whole.size) for p in block.pieces]
    regions_of = [
        _region_of(page.elements[p.element].get("class")) if p.element not in (block.element, -1) else None
        for p in block.pieces
    ]
    marks = [role or region for role, region in zip(roles, regions_of)]
    if len(set(marks)) < 2:
        return [whole]
    unmarked = sum(_size(page.text[p.start : p.end]) for p, mark in zip(block.pieces, marks) if mark is None)
    if unmarked > 12 or whole.text.rstrip().endswith((".", "?", "!")):
        return [whole]
    parts: list[_Block] = []
    group: list[Piece] = []
    current: str | None = None
    for piece, mark in zip(block.pieces, marks):
        blank = not page.text[piece.start : piece.end].strip()
        if group and mark != current and not blank:
            parts.append(_Block(page, block, group))
            group = []
        if not blank:
            current = mark
        group.append(piece)
    parts.append(_Block(page, block, group))
    return parts


def _split_listed(page: Page, block: TextBlock, whole: _Block) -> list[_Block]:
    """The parts of "NEW DELHI BUREAU | Updated: 19 November 2019": only where one of them is a date line."""
    if whole.size > _MAX_FIELD_WORDS or not _DATE_RE.search(whole.text):
        return []
    # "By Lena Quist on 19 May 2026" is cut before the date, "Bureau | 19 May 2026" at the mark between.
    at_mark = any(_SEPARATOR_RE.search(page.text, p.start, p.end) for p in block.pieces)
    if not at_mark and not (whole.size <= 15 and _BY_RE.match(whole.text)):
        return []
    cut: list[list[Piece]] = [[]]
    for piece in block.pieces:
        at = piece.start
        for match in (_SEPARATOR_RE if at_mark else _DATE_START_RE).finditer(page.text, piece.start, piece.end):
            cut[-1].append(piece._replace(start=at, end=match.start()))
            cut += [[piece._replace(start=match.start(), end=match.end())], []]
            at = match.end()
        cut[-1].append(piece._replace(start=at))
    parts = [_Block(page, block, pieces) for pieces in cut]
    if len(parts) < 2 or not any(_is_date_line(part.text) for part in parts):
        return []
    return [part for part in parts if part.text]


def _kind(page: Page, block: _Block) -> tuple[BlockKind, int]:
    for element in page.ancestors(block.element, most=6):
        tag = element.tag
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            return "heading", int(tag[1])
        if tag in ("figcaption", "caption") or (block.role == "caption" and block.size <= 80):
            return "caption", 0
        if tag in ("li", "dd", "dt"):
            return "item", 0
        if tag == "blockquote":
            return "quote", 0
        if tag in ("td", "th"):
            # A cell that holds a paragraph's worth lays out the page; it is no cell of a table.
            return ("cell", 0) if element.words <= 20 else ("paragraph", 0)
        if tag in ("article", "section", "main", "body"):
            break
    return "paragraph", 0


def _container(page: Page, weights: list[tuple[int, int]]) -> int:
    """The innermost element that holds nearly all of the weight."""
    total = sum(weight for _, weight in weights)
    held: Counter[int] = Counter()
    for place, weight in weights:
        for element in page.ancestors(place):
            held[element.number] += weight
    # Numbers grow inwards, so the highest that holds enough is the innermost. Not the paragraph itself:
    # of a page with one paragraph the container is what that stands in.
    enough = [
        n
        for n, weight in held.items()
        if weight >= total * 0.85 and page.elements[n].tag not in ("p", "h1", "h2", "li")
    ]
    return max(enough, default=-1)


def _is_date_line(text: str) -> bool:
    """True where a line is a date and what stands beside one."""
    if len(text) > 120 or not _DATE_RE.search(text):
        return False
    rest = _DATE_RE.sub(" ", text)
    words = [w for w in re.findall(r"[^\W\d_]+", rest.casefold()) if w not in _vocabulary("beside_dates.txt")]
    return len(words) <= 1


def _without_by(text: str) -> str:
    return _ON_RE.sub("", _BY_RE.sub("", text)) or text


def _is_byline(block: _Block) -> bool:
    return block.size <= 15 and _BYLINE_RE.fullmatch(block.text) is not None


def _is_controls(text: str) -> bool:
    at = 0
    while at < len(text):
        match = _CONTROLS_RE.match(text, at)
        if match is None or match.end() == at:
            return False
        at = match.end()
    return True


def _mark_shares(lines: Sequence[str], blocks: list[_Block]) -> None:
    """Set for each block the share of its words that is in `lines`, which follow the page's order.

    A line that is exactly a block goes to that block, the next one down where several are the same (a
    headline stands again in lists of links). The others are found by runs of words, the longest run first
    and on a tie the next one down: so a phrase that stands twice on the page goes where its neighbours are.
    """
    covered = [0] * len(blocks)
    exact: dict[tuple[str, ...], list[int]] = {}
    for number, block in enumerate(blocks):
        if block.keys:
            exact.setdefault(block.keys, []).append(number)
    rest: list[tuple[tuple[str, ...], int]] = []
    taken: set[int] = set()
    pointer = 0
    for line in lines:
        keys = tuple(_WORD_RE.findall(line.casefold()))
        if not keys:
            continue
        places = [n for n in exact.get(keys, ()) if n not in taken]
        if not places:
            rest.append((keys, pointer))
            continue
        number = min(places, key=lambda n: (blocks[n].reason is not None, n < pointer, abs(n - pointer)))
        taken.add(number)
        covered[number] = len(blocks[number].keys)
        pointer = number
    if rest:
        _cover_runs(rest, blocks, covered)
    for number, block in enumerate(blocks):
        block.share = round(covered[number] / len(block.keys), 3) if block.keys else 0.0


def _cover_runs(rest: list[tuple[tuple[str, ...], int]], blocks: list[_Block], covered: list[int]) -> None:
    words = [(key, number) for number, block in enumerate(blocks) for key in block.keys]
    first_of: dict[int, int] = {}
    index: dict[tuple[str, ...], list[int]] = {}
    keys_only = [key for key, _ in words]
    for at, (_, number) in enumerate(words):
        first_of.setdefault(number, at)
        gram = tuple(keys_only[at : at + _NGRAM_WORDS])
        places = index.setdefault(gram, [])
        if len(places) < 256:
            places.append(at)
    used = [covered[number] > 0 for _, number in words]
    for keys, block_pointer in rest:
        pointer = first_of.get(block_pointer, 0)
        at = 0
        while at < len(keys):
            places = index.get(keys[at : at + _NGRAM_WORDS], [])
            near = sorted(places, key=lambda p: (p < pointer, abs(p - pointer)))[:_MAX_CANDIDATES]
            best, length = -1, 0
            for place in near:
                run = 0
                limit = min(len(keys) - at, len(words) - place)
                while run < limit and keys_only[place + run] == keys[at + run] and not used[place + run]:
                    run += 1
                if run > length:
                    best, length = place, run
            if length == 0:
                at += 1
                continue
            for place in range(best, best + length):
                used[place] = True
                covered[words[place][1]] += 1
            pointer = best + length
            at += length
