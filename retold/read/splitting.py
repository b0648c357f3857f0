"""A line of fields side by side -> a block for each: a date, a byline, a share button."""

from __future__ import annotations

import re

from retold.read.blocks import MAX_FIELD_WORDS, Block, count_words
from retold.read.lines import BY_RE, SEPARATOR_RE, has_date, is_date_line, label_starts, shown_dates
from retold.read.page import Page, Piece, TextBlock
from retold.read.regions import Regions, region_of
from retold.read.titles import Titles

_MARK_RE = re.compile(r"[\s:|·•–—-]*+")
_HEADING_PIECES = 16  # of one heading that are looked at, each run of them; guess, a kicker has one


def split_fields(page: Page, block: TextBlock, regions: Regions) -> list[Block]:
    """A block, in parts where it is a line of fields side by side: a date, a byline, a share button."""
    whole = Block(page, block, block.pieces)
    by_role = _split_by_role(page, block, whole, regions)
    return by_role if len(by_role) > 1 else _split_listed(page, block, whole) or by_role


def split_headline(page: Page, block: Block, titles: Titles, regions: Regions) -> list[Block]:
    """A heading that is more than the headline, in its parts: a kicker before it, a standfirst after it.

    What the page's head calls the headline decides: "<h1><span>Premier League</span> Late goal wins derby</h1>"; and
    where that says nothing, what the markup calls the parts.
    """
    pieces = block.pieces
    if block.level not in (1, 2) or len(pieces) < 2 or block.size > 60:
        return [block]
    best = titles.rank(block.text)
    found: tuple[int, int] | None = None
    for start in range(min(len(pieces), _HEADING_PIECES)):
        for end in range(start + 1, min(len(pieces), _HEADING_PIECES) + 1):
            if start == 0 and end == len(pieces):
                continue
            core = _part(page, block, pieces[start:end])
            rank = titles.rank(core.text) if len(core.keys) >= 3 else None
            if rank is not None and (best is None or rank < best):
                best, found = rank, (start, end)
    if found is None and best is None:
        roles = [regions.own_role(page.elements[p.element]) if p.element >= 0 else None for p in pieces]
        if roles.count("headline") == 1 and "section" in roles[: roles.index("headline")]:
            start = roles.index("headline")
            found = start, start + 1
    return [block] if found is None else _parts_of_heading(page, block, *found)


def _parts_of_heading(page: Page, block: Block, start: int, end: int) -> list[Block]:
    """The kicker, headline and standfirst of a heading; the mark between kicker and headline goes with the kicker."""
    pieces = block.pieces
    first = pieces[start]
    mark = _MARK_RE.match(page.text, first.start, first.end)
    at = mark.end() if mark else first.start
    before = _part(page, block, [*pieces[:start], first._replace(end=at)])
    core = _part(page, block, [first._replace(start=at), *pieces[start + 1 : end]])
    after = _part(page, block, pieces[end:])
    core.role = "headline"
    before.kind, before.level, before.role = "paragraph", 0, "section"
    after.kind, after.level, after.role = "paragraph", 0, "standfirst"
    return [part for part in (before, core, after) if part.text]


def _part(page: Page, block: Block, pieces: list[Piece]) -> Block:
    whole = TextBlock(block.element)
    part = Block(page, whole, pieces)
    part.kind, part.level, part.reason, part.role = block.kind, block.level, block.reason, block.role
    return part


def _split_by_role(page: Page, block: TextBlock, whole: Block, regions: Regions) -> list[Block]:
    if whole.size > 30 or len(block.pieces) < 2:
        return [whole]
    # A headline stays whole, whatever its parts are called ("Kicker: headline").
    if any(e.tag in ("h1", "h2", "h3") for e in page.ancestors(block.element, most=3)):
        return [whole]
    roles = [regions.role(p.element, whole.size) for p in block.pieces]
    regions_of = [
        region_of(page.elements[p.element].get("class")) if p.element not in (block.element, -1) else None
        for p in block.pieces
    ]
    marks = [role or region for role, region in zip(roles, regions_of)]
    # Two dates side by side, each in its own element, are two fields.
    marks = [
        f"date {p.element}" if p.element >= 0 and page.elements[p.element].tag == "time" else mark
        for p, mark in zip(block.pieces, marks)
    ]
    if len(set(marks)) < 2:
        return [whole]
    unmarked = sum(count_words(page.text[p.start : p.end]) for p, mark in zip(block.pieces, marks) if mark is None)
    if unmarked > 12 or whole.text.rstrip().endswith((".", "?", "!")):
        return [whole]
    parts: list[Block] = []
    group: list[Piece] = []
    current: str | None = None
    for piece, mark in zip(block.pieces, marks):
        blank = not page.text[piece.start : piece.end].strip()
        if group and mark != current and not blank:
            parts.append(Block(page, block, group))
            group = []
        if not blank:
            current = mark
        group.append(piece)
    parts.append(Block(page, block, group))
    return parts


def _split_listed(page: Page, block: TextBlock, whole: Block) -> list[Block]:
    """The parts of "NEW DELHI BUREAU | Updated: 19 November 2019": only where one of them is a date line."""
    if whole.size > MAX_FIELD_WORDS or not has_date(whole.text):
        return []
    # "By Lena Quist on 19 May 2026" is cut before the date, "Bureau | 19 May 2026" at the mark between, and
    # "3 May 2026, updated 5 May 2026" before the second label.
    at_mark = any(SEPARATOR_RE.search(page.text, p.start, p.end) for p in block.pieces)
    by_date = not at_mark and whole.size <= 15 and BY_RE.match(whole.text) is not None
    cut: list[list[Piece]] = [[]]
    for piece in block.pieces:
        at = piece.start
        for start, end in sorted(_cuts(page, piece, at_mark, by_date)):
            if start < at:
                continue
            cut[-1].append(piece._replace(start=at, end=start))
            cut += [[piece._replace(start=start, end=end)], []]
            at = end
        cut[-1].append(piece._replace(start=at))
    parts = [Block(page, block, pieces) for pieces in cut]
    if len(parts) < 2 or not any(is_date_line(part.text) for part in parts):
        return []
    return [part for part in parts if part.text]


def _cuts(page: Page, piece: Piece, at_mark: bool, by_date: bool) -> list[tuple[int, int]]:
    """Where a piece is cut: the marks between fields, a date after a name, a label after a date."""
    if at_mark:
        return [m.span() for m in SEPARATOR_RE.finditer(page.text, piece.start, piece.end)]
    if by_date:
        starts = [s for s, _, _ in shown_dates(page.text, piece.start, piece.end)]
        return [(s, s) for s in starts if s and page.text[s - 1].isspace()]
    return [(s, s) for s in label_starts(page.text, piece.start, piece.end)]
