"""Which blocks of a page are its article, which state a field of it, and why each other one is neither.

trafilatura says which text it would extract; its words are found again in the page's blocks, and each
block is taken or left as a whole. What it loses around a short article (the standfirst, the date line, the
byline, the credit line, the note of a correction) is placed by where it stands and what its markup calls it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from retold.kinds import Span, Witness
from retold.read.blocks import MAX_FIELD_WORDS, WORD_RE, Block, BlockKind, count_words, find_kind
from retold.read.extracting import Extractor
from retold.read.lines import (
    BYLINE_RE,
    CONTROLS_RE,
    CREDIT_RE,
    ISO_RE,
    PLEA_RE,
    POINTER_RE,
    has_date,
    is_byline,
    is_controls,
    is_date_line,
    is_modified,
    without_by,
)
from retold.read.page import Page, Piece, TextBlock
from retold.read.regions import Regions
from retold.read.shares import mark_shares
from retold.read.splitting import split_fields, split_headline
from retold.read.titles import Titles

_SIBLING_WORDS = 20  # of a paragraph that is taken for the place it stands in; guess, shorter ones may be anything
_END_BLOCKS = 8  # of a body at either end; guess, a list of teasers that an extractor takes for text is short
_HEADING_BLOCKS = 12  # between a heading for search engines and the one for readers; guess, a trail of links and a date


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


def choose(page: Page, extractor: Extractor, titles: Titles, least_words: int) -> Article | None:
    """The article of `page`; None where the page has no run of prose of `least_words`.

    Args:
        page: the page taken apart.
        extractor: says which text trafilatura would extract.
        titles: what the page's head calls it.
        least_words: what a body must have.
    """
    regions = Regions(page)
    blocks = [part for block in page.blocks for part in split_fields(page, block, regions)]
    for block in blocks:
        block.reason = regions.reason(block.element)
        block.role = regions.role(block.pieces[0].element if block.pieces else block.element, block.size)
        block.kind, block.level = find_kind(page, block)
    blocks = [part for block in blocks for part in split_headline(page, block, titles, regions)]
    extracted = _extracted(extractor, blocks)
    if extracted:
        mark_shares(extracted.split("\n"), blocks)
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
    body = _with_siblings(page, blocks, _without_echoes(page, blocks, body))
    return _Choice(page, blocks, body, titles).run()


def _extracted(extractor: Extractor, blocks: Sequence[Block]) -> str | None:
    """trafilatura's text, with its second opinions only where its own rules leave half of the page's prose."""
    extracted = extractor.quick()
    prose = sum(b.size for b in blocks if b.is_prose)
    if count_words(extracted or "") * 2 < prose:
        return extractor.thorough()
    return extracted


def _find_body(blocks: Sequence[Block], least_words: int) -> list[int]:
    """The numbers of the blocks of running text: what trafilatura extracts, else what looks like prose."""
    extracted = [n for n, b in enumerate(blocks) if b.share >= 0.5 and b.reason is None and b.link_share < 0.6]
    for body in (extracted, [n for n, b in enumerate(blocks) if b.is_prose]):
        if any(blocks[n].size >= least_words for n in body):
            return body
    return []


def _without_echoes(page: Page, blocks: Sequence[Block], body: list[int]) -> list[int]:
    """The body without what stands a second time away from the rest of it: an article's first paragraph in a teaser.

    Where only the one in the teaser was found, the article's own takes its place. Teasers stand above an article or
    below it, so only so many blocks at its ends are looked at.
    """
    said = {n: f" {' '.join(b.keys)} " for n, b in enumerate(blocks) if b.is_prose}
    whole = "\n".join(said.values())
    prose = [n for n in body if n in said]
    echoes = {n for n in {*prose[:_END_BLOCKS], *prose[-_END_BLOCKS:]} if whole.count(said[n]) > 1}
    rest = [(blocks[n].element, blocks[n].size) for n in body if n not in echoes]
    if not echoes or not rest:
        return body
    within = page.within(_container(page, rest))
    inside = {n: words for n, words in said.items() if blocks[n].element in within}
    found = set(body)
    for n in echoes - inside.keys():
        own = [m for m, words in inside.items() if said[n] in words]
        if own:
            found.discard(n)
            found.add(own[0])
    return sorted(found)


def _with_siblings(page: Page, blocks: Sequence[Block], body: list[int]) -> list[int]:
    """The body with the paragraphs of prose that stand in the page just as its own do, though none was extracted.

    An advertisement between two chunks of an article ends it for an extractor. Another article further down, which
    stands there just the same, has a headline of its own, or an element.
    """

    def place(number: int) -> tuple[str, ...]:
        chain = list(page.ancestors(blocks[number].element, most=3))
        return tuple(f"{e.tag} {e.get('class')}" for e in chain)

    def home(number: int) -> int:
        chain = page.ancestors(blocks[number].element)
        return next((e.number for e in chain if e.tag in ("article", "main") or e.get("role") == "main"), -1)

    own = [n for n in body if blocks[n].size >= _SIBLING_WORDS and blocks[n].kind == "paragraph"]
    shapes = Counter(place(n) for n in own)
    first, last = min(body), max(body)
    found = set(body)
    homes = {home(n) for n in own[:1]}
    for number in range(first, len(blocks)):
        block = blocks[number]
        if number > last and block.level == 1:
            break
        if (
            number not in found
            and block.kind == "paragraph"
            and block.size >= _SIBLING_WORDS
            and block.link_share < 0.3
            and block.reason is None
            and shapes[place(number)] >= 3
            and any(c.strip() for e in place(number) for c in e.split(" ")[1:])
            and home(number) in homes
        ):
            found.add(number)
    return sorted(found)


class _Choice:
    def __init__(self, page: Page, blocks: list[Block], body: list[int], titles: Titles) -> None:
        self.page = page
        self.blocks = blocks
        self.body = set(body)
        self.container = _container(page, [(blocks[n].element, blocks[n].size) for n in body])
        self.titles = titles
        self.headline = self.find_headline()
        prose = [
            n
            for n in body
            if n != self.headline
            and blocks[n].kind != "heading"
            and blocks[n].size >= 5
            and not is_date_line(blocks[n].text, beside=6 if blocks[n].size <= 12 else 1)
            and not is_byline(blocks[n].text)
            and not self.heads_links(n, blocks[n])
        ]
        first = prose or body
        self.first = (
            min(first) if self.headline is None else min((n for n in first if n > self.headline), default=min(first))
        )
        self.last = max(body)
        self.shapes = Counter(self.shape(n) for n in prose)
        within = page.within(self.container)
        self.inside = [b.element in within for b in blocks]

    def shape(self, number: int) -> tuple[str, str]:
        """Tag and class of the element that a block stands in: paragraphs of one body look alike."""
        place = self.blocks[number].element
        if place < 0:
            return "", ""
        element = self.page.elements[place]
        return element.tag, element.get("class")

    def find_headline(self) -> int | None:
        """The block that is the article's headline: what the head calls it, else the nearest h1 above the body."""
        text = [n for n in self.body if self.blocks[n].kind != "heading" and self.blocks[n].role != "section"]
        start = min(text, default=min(self.body))
        total = sum(self.blocks[n].size for n in self.body)
        titles = [frozenset(WORD_RE.findall(t.casefold())) for t in self.titles.values]
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
            likeness = max((len(keys & t) / len(keys | t) for t in titles), default=0.0)
            inside = max((len(keys & t) / len(keys) for t in titles), default=0.0) if len(keys) >= 4 else 0.0
            likeness = round(max(likeness, inside * 0.9), 3)
            if likeness < 0.5 and (block.level != 1 or block.reason in ("masthead", "navigation", "footer")):
                continue
            if likeness < 0.5 and (number > start or block.role == "publisher"):
                continue
            # A heading in a list of links that repeats the headline stands in another place; the lowest level wins.
            rank = (likeness if likeness >= 0.5 else 0.0, -(block.level or 4), -abs(number - start))
            if best is None or rank > best[0:3]:
                best, found = rank, number
        return None if best is None else self.for_readers(found, start)

    def for_readers(self, found: int, start: int) -> int:
        """The heading below `found`, above the body, that a title states which is believed before any that states `found`."""
        best = self.titles.rank(self.blocks[found].text)
        for number in range(found + 1, min(start, found + _HEADING_BLOCKS)):
            block = self.blocks[number]
            if block.level not in (1, 2, 3) or block.link_share > 0.5 or block.reason not in (None, "masthead"):
                continue
            rank = self.titles.rank(block.text)
            if rank is not None and (best is None or rank < best):
                found, best = number, rank
        return found

    def run(self) -> Article:
        blocks: list[Placed] = []
        fields: list[tuple[Witness, Block | None]] = []
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

    def dated(self, shown: Witness, block: Block, left: list[tuple[Piece, str]]) -> list[tuple[Witness, Block | None]]:
        """A shown date, and before it what its element states for machines, in stretches that do not overlap."""
        stated = self.machine_date(block)
        if stated is None or stated.span is None:
            return [(shown, block)]
        # "Published: <time datetime=...>19 May</time>": the label stands before the attribute, and goes.
        at = stated.span.end
        before = [p for p in block.pieces if p.start < at]
        behind = Block(self.page, TextBlock(block.element), [p for p in block.pieces if p.start >= at])
        if not behind.text:
            return [(shown, block)]
        left += [(piece, "label of a date") for piece in before if piece.start < piece.end]
        return [(stated, None), (msgspec.structs.replace(shown, value=behind.text), behind)]

    def spanned(self, witness: Witness, block: Block | None) -> Witness:
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

    def place(self, number: int, block: Block) -> Placed | Witness | str:
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
            or is_date_line(block.text)
        ):
            # Between headline and body a date is the article's, whatever the box is called that it stands in.
            framing = self.headline is not None and self.headline - 3 <= number < self.first and self.is_dated(block)
            framing = framing or self.is_loosely_dated(number, block)
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
            if POINTER_RE.match(block.text) and (block.linked or block.size <= 6):
                return "pointer to another page"
            if block.size <= 6 and CONTROLS_RE.fullmatch(block.text):
                return "controls"
            if number >= self.first and self.heads_links(number, block):
                return "related"
            if number >= self.last_but(4) and block.size <= 40 and PLEA_RE.match(block.text):
                return "plea to the reader"
            return self.taken(block)
        if block.link_share > 0.5 and block.size >= 2:
            return "links"
        if is_controls(block.text):
            return "controls"
        if POINTER_RE.match(block.text):
            return "pointer to another page"
        if number < self.first:
            return self.in_front(number, block, near)
        if number < self.last:
            return self.in_middle(number, block)
        return self.behind(number, block)

    def as_field(self, number: int, block: Block, near: bool) -> Witness | None:
        if block.size > MAX_FIELD_WORDS:
            return None
        if self.is_loosely_dated(number, block):
            field = "modified" if is_modified(block.text) else "published"
            return Witness(field=field, value=block.text, where="visible", why="date line")
        in_frame = (
            number < self.first or number > self.last or not block.text.rstrip().endswith((".", "!", "?", "”", '"'))
        )
        if in_frame and self.is_dated(block) and (near or self.is_close(number, block)):
            field = "modified" if is_modified(block.text) else "published"
            return Witness(field=field, value=block.text, where="visible", why="date line")
        if near and in_frame:
            if block.role == "author" and number not in self.body:
                return Witness(field="author", value=without_by(block.text), where="visible", why="marked as byline")
            if block.role == "author" and BYLINE_RE.match(block.text):
                return Witness(field="author", value=without_by(block.text), where="visible", why="marked as byline")
            if number < self.first and is_byline(block.text):
                return Witness(field="author", value=without_by(block.text), where="visible", why="byline")
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

    def is_dated(self, block: Block) -> bool:
        """True of a date line, and of a date that the markup calls one."""
        if block.role == "date" and (has_date(block.text) or self.machine_date(block)):
            return True
        if self.is_fact(block):
            return False
        return is_date_line(block.text)

    def is_fact(self, block: Block) -> bool:
        """True in a list of facts about a person, where a day is that of a birth."""
        return any(e.tag == "dd" for e in self.page.ancestors(block.element, most=4))

    def is_loosely_dated(self, number: int, block: Block) -> bool:
        """True of a short line around the headline that holds a date: "1. Februar 2022, Daniel Dillenburg"."""
        return (
            self.headline is not None
            and self.headline - 2 <= number < self.first
            and number != self.headline
            and block.kind in ("paragraph", "item", "cell")
            and block.role != "standfirst"
            and not block.text.rstrip().endswith((".", "!", "?", "”", '"'))
            and is_date_line(block.text, beside=6)
            and not self.is_fact(block)
        )

    def is_close(self, number: int, block: Block) -> bool:
        """True of a date outside the article's element that stands so near its headline that it is the article's."""
        if self.headline is None:
            return block.role == "date" and number < self.first
        return 0 < self.headline - number <= (16 if block.role == "date" else 4)

    def machine_date(self, block: Block) -> Witness | None:
        """The date that a `time` element, or a title beside a shown date, states for machines."""
        for piece in block.pieces:
            for element in self.page.ancestors(piece.element, most=3):
                for name in ("datetime", "title", "content"):
                    stated = element.attribute(name)
                    if stated and (name == "datetime" or ISO_RE.match(stated.value)) and stated.value.strip():
                        names = " ".join(element.get(a) for a in ("class", "itemprop"))
                        field = "modified" if is_modified(names + " " + block.text) else "published"
                        why = f"{element.tag} {name}"
                        return Witness(field=field, value=stated.value, span=stated.span, where="meta", why=why)
        return None

    def taken(self, block: Block) -> Placed:
        if block.role == "standfirst" and block.kind == "paragraph":
            return Placed(block.pieces, "heading", 2)
        return Placed(block.pieces, block.kind, block.level)

    def last_but(self, count: int) -> int:
        """The number of the block of the body that `count` others follow."""
        return sorted(self.body)[-count - 1 :][0]

    def heads_links(self, number: int, block: Block) -> bool:
        """True of a short line that only links follow: the heading of a list of other pages."""
        if block.size > 6:
            return False
        following = self.blocks[number + 1 : number + 3]
        return bool(following) and all(b.link_share > 0.6 for b in following)

    def in_front(self, number: int, block: Block, near: bool) -> Placed | str:
        if self.headline is None:
            return "above the body" if not self.inside[number] or block.size < 8 else self.taken(block)
        if number < self.headline:
            return "above the headline"
        if block.role in ("standfirst", "intro", "caption") or block.kind == "caption":
            return self.taken(block)
        if near and block.size >= 5 and block.link_share < 0.3:
            return self.taken(block)
        if near and CREDIT_RE.search(block.text):
            return self.taken(block)
        return "beside the article" if not near else "between headline and body"

    def in_middle(self, number: int, block: Block) -> Placed | str:
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
        if CREDIT_RE.search(block.text):
            return self.taken(block)
        return "not part of the running text"

    def behind(self, number: int, block: Block) -> Placed | str:
        # Behind the body only what says where the report came from or what was mended in it.
        gap = number - self.last
        if (self.inside[number] or gap <= 3) and gap <= 12 and block.size <= 120:
            if CREDIT_RE.search(block.text) and block.link_share < 0.5:
                return self.taken(block)
            if self.inside[number] and self.shapes[self.shape(number)] >= 3 and block.size >= 4 and gap <= 2:
                return self.taken(block)
        return "below the article"


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
