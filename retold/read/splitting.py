"""A line of fields side by side -> a block for each: a date, a byline, a share button."""

from __future__ import annotations

from retold.read.blocks import MAX_FIELD_WORDS, Block, count_words
from retold.read.lines import BY_RE, DATE_RE, DATE_START_RE, SEPARATOR_RE, is_date_line
from retold.read.page import Page, Piece, TextBlock
from retold.read.regions import Regions, region_of


def split_fields(page: Page, block: TextBlock, regions: Regions) -> list[Block]:
    """A block, in parts where it is a line of fields side by side: a date, a byline, a share button."""
    whole = Block(page, block, block.pieces)
    by_role = _split_by_role(page, block, whole, regions)
    return by_role if len(by_role) > 1 else _split_listed(page, block, whole) or by_role


def _split_by_role(page: Page, block: TextBlock, whole: Block, regions: Regions) -> list[Block]:
    # A headline stays whole, whatever its parts are called ("Kicker: headline").
    headed = any(e.tag in ("h1", "h2", "h3") for e in page.ancestors(block.element, most=3))
    if whole.size > 30 or len(block.pieces) < 2 or headed:
        return [whole]
    roles = [regions.role(p.element, whole.size) for p in block.pieces]
    regions_of = [
        region_of(page.elements[p.element].get("class")) if p.element not in (block.element, -1) else None
        for p in block.pieces
    ]
    marks = [role or region for role, region in zip(roles, regions_of)]
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
    if whole.size > MAX_FIELD_WORDS or not DATE_RE.search(whole.text):
        return []
    # "By Lena Quist on 19 May 2026" is cut before the date, "Bureau | 19 May 2026" at the mark between.
    at_mark = any(SEPARATOR_RE.search(page.text, p.start, p.end) for p in block.pieces)
    if not at_mark and not (whole.size <= 15 and BY_RE.match(whole.text)):
        return []
    cut: list[list[Piece]] = [[]]
    for piece in block.pieces:
        at = piece.start
        for match in (SEPARATOR_RE if at_mark else DATE_START_RE).finditer(page.text, piece.start, piece.end):
            cut[-1].append(piece._replace(start=at, end=match.start()))
            cut += [[piece._replace(start=match.start(), end=match.end())], []]
            at = match.end()
        cut[-1].append(piece._replace(start=at))
    parts = [Block(page, block, pieces) for pieces in cut]
    if len(parts) < 2 or not any(is_date_line(part.text) for part in parts):
        return []
    return [part for part in parts if part.text]
