"""A web page -> the running text of its article, with every character of the page accounted for.

Each character that is not white space is in exactly one of: a segment of the running text, a witness with a
span, or `dropped`. The headline stands in the running text as the heading of level 1; date lines, bylines and
the site's name are witnesses of where="visible" and stand in no block.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

import msgspec

from retold.kinds import Block, Dropped, Segment, Span, Witness
from retold.read.article import Article, Placed, choose
from retold.read.days import address_days, guessed_day, marked_days, teaser_days
from retold.read.extracting import Extractor
from retold.read.fields import read_fields
from retold.read.found import Found, Nothing
from retold.read.page import Page, Piece, TooManyTags, scan, unescaped
from retold.read.titles import Titles, headlines, letters, names
from retold.settings import Settings

_WHITE_RE = re.compile(r"\s+")
_WORDS_RE = re.compile(r"\S++(?: (?=\S)\S++)*+")


def read_html(text: str, settings: Settings) -> Found | Nothing:
    """The article of a page, or why there is none."""
    if len(text) > settings.read_html_max_chars:
        return Nothing(f"page of more than {settings.read_html_max_chars} characters (read_html_max_chars)")
    try:
        page = scan(text, settings.read_html_max_tags)
    except TooManyTags:
        return Nothing(f"page of more than {settings.read_html_max_tags} tags (read_html_max_tags)")
    witnesses = read_fields(page)
    tame = page.depth <= settings.read_html_max_depth and page.tags <= settings.read_html_extract_tags
    article = choose(page, Extractor(page, asked=tame), Titles(witnesses), settings.read_article_words)
    if article is None:
        return Nothing("page without article text")
    running = _Running(text)
    for block in article.blocks:
        running.add(block)
    shown = [running.text()[b.start : b.end] for b in running.blocks if b.kind == "heading" and b.level == 1][:1]
    witnesses = _split_titles(witnesses, text, shown)
    witnesses += article.fields
    witnesses += _weak_days(page, article, running, witnesses)
    witnesses = sorted(witnesses, key=lambda w: (w.span or Span(0, 0), w.field))
    return Found(
        text=text,
        running=running.text(),
        segments=running.segments,
        blocks=running.blocks,
        media_type="text/html",
        witnesses=witnesses,
        dropped=_dropped(page, article, running.segments, witnesses),
    )


def _weak_days(page: Page, article: Article, running: _Running, witnesses: list[Witness]) -> list[Witness]:
    """The day that the address states; and where no field and no line says one, what the markup or htmldate says."""
    found = list(address_days(page, witnesses))
    if any(w.field == "published" and w.value.strip() for w in [*witnesses, *found]):
        return found
    starts = [s.source_start for s in running.segments if s.source_end > s.source_start]
    taken = {w.span for w in witnesses}
    # The markup from just above the headline on, down to the article's end.
    marked = list(marked_days(page, max(0, starts[0] - 2000), max(starts) + 500)) if starts else []
    found += [w for w in marked if w.span not in taken][:4]
    if not any(w.field == "published" for w in found):
        found += teaser_days(page, witnesses, [(piece.start, piece.end) for piece, _ in article.left])
    if not any(w.field == "published" for w in found):
        free = sorted(
            (abs(piece.start - starts[0]), piece.start, piece.end)
            for piece, reason in article.left
            if reason not in ("related", "navigation", "aside", "comments")
        )
        guess = guessed_day(page, [(start, end) for _, start, end in free])
        found += [guess] if guess else []
    return found


def _split_titles(witnesses: list[Witness], page: str, shown: Sequence[str]) -> list[Witness]:
    """The witnesses, a title "Headline | Outlet" being two where its first part is what the page or another title says."""
    said = [letters(t) for t in [*shown, *(w.value for w in witnesses if w.field == "headline" and w.why != "title")]]
    outlets = {letters(w.value) for w in witnesses if w.field == "publisher"}
    out = []
    for witness in witnesses:
        if witness.why != "title" or witness.span is None:
            out.append(witness)
            continue
        start = witness.span.start
        raw = page[start : witness.span.end]
        parts = {letters(html.unescape(t)): (t, at) for t, at in headlines(raw)}
        value, at = next((parts[t] for t in said if t in parts), (raw, len(raw)))
        span = Span(start, start + len(value))
        out.append(msgspec.structs.replace(witness, value=html.unescape(value), span=span))
        # Of several names ("Tech | Metro News") the outlet's is that which the page gives as such, if it does.
        behind = names(raw, at)
        outlet = next((p for p in behind if letters(html.unescape(raw[p.start : p.end])) in outlets), None)
        if outlet is not None or len(behind) == 1:
            outlet = outlet or behind[0]
            name, where = html.unescape(raw[outlet.start : outlet.end]), Span(start + outlet.start, start + outlet.end)
            out.append(Witness(field="publisher", value=name, span=where, where="meta", why="end of the title"))
    return out


class _Running:
    """The running text as it grows, block by block, with the segments that lead back to the page."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.parts: list[str] = []
        self.length = 0
        self.segments: list[Segment] = []
        self.blocks: list[Block] = []

    def text(self) -> str:
        return "".join(self.parts)

    def add(self, block: Placed) -> None:
        """Append the block after a blank line; white space is one space, a line break one newline."""
        stretches = self.stretches(block.pieces)
        if not stretches:
            return
        if self.blocks:
            at = self.segments[-1].source_end
            self.put("\n\n", at, at, "join")
        start = self.length
        for shown, source_start, source_end, op in stretches:
            self.put(shown, source_start, source_end, op)
        self.blocks.append(Block(start=start, end=self.length, kind=block.kind, level=block.level))

    def stretches(self, pieces: list[Piece]) -> list[tuple[str, int, int, Any]]:
        out: list[tuple[str, int, int, Any]] = []
        source = self.source
        white: tuple[int, int] | None = None  # the first white space since the last word
        line_break = False
        for piece in pieces:
            if piece.start == piece.end:
                line_break = bool(out)
                continue
            for start, end, reads in unescaped(source, piece.start, piece.end):
                if end - start != len(reads) or not source.startswith(reads, start):
                    self.space(out, white, line_break, start)
                    white, line_break = None, False
                    out.append((reads, start, end, "unescape"))
                    continue
                at = start
                while at < end:
                    # Words with one space between are copied as they stand.
                    match = _WHITE_RE.match(source, at, end)
                    if match:
                        white = white or match.span()
                        at = match.end()
                        continue
                    self.space(out, white, line_break, at)
                    white, line_break = None, False
                    stop = _WORDS_RE.match(source, at, end).end()  # type: ignore[union-attr]
                    out.append((source[at:stop], at, stop, "copy"))
                    at = stop
        return out

    def space(self, out: list[Any], white: tuple[int, int] | None, line_break: bool, at: int) -> None:
        if not out:
            return
        if line_break:
            out.append(("\n", at, at, "join"))
        elif white is not None:
            plain = self.source[white[0] : white[1]] == " "
            out.append((" ", white[0], white[1], "copy" if plain else "unwrap"))

    def put(self, shown: str, source_start: int, source_end: int, op: Any) -> None:
        self.parts.append(shown)
        start = self.length
        self.length += len(shown)
        last = self.segments[-1] if self.segments else None
        if op == "copy" and last and last.op == "copy" and last.source_end == source_start:
            self.segments[-1] = Segment(last.text_start, self.length, last.source_start, source_end, "copy")
        else:
            self.segments.append(Segment(start, self.length, source_start, source_end, op))


def _dropped(page: Page, article: Article, segments: list[Segment], witnesses: list[Witness]) -> list[Dropped]:
    """All else of the page, each stretch with its reason; white space inside a stretch goes with it."""
    text = page.text
    covered = sorted(
        [(s.source_start, s.source_end) for s in segments if s.source_end > s.source_start]
        + [(w.span.start, w.span.end) for w in witnesses if w.span is not None]
    )
    labels = sorted(
        [(span.start, span.end, reason) for span, reason in page.aside]
        + [(piece.start, piece.end, reason) for piece, reason in article.left]
    )
    out: list[Dropped] = []

    def drop(start: int, end: int, reason: str) -> None:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            return
        if out and out[-1].reason == reason and not text[out[-1].span.end : start].strip():
            out[-1] = Dropped(span=Span(out[-1].span.start, end), reason=reason)
        else:
            out.append(Dropped(span=Span(start, end), reason=reason))

    place = 0

    def label(start: int, end: int) -> None:
        """Drop [start, end), which nothing covers, by the labels in it; what has none is markup."""
        nonlocal place
        at = start
        while place < len(labels) and labels[place][1] <= start:
            place += 1
        here = place
        while here < len(labels) and labels[here][0] < end:
            lo, hi, reason = labels[here]
            if lo > at:
                drop(at, lo, "markup")
            drop(max(lo, at), min(hi, end), reason)
            at = max(at, min(hi, end))
            here += 1
        if at < end:
            drop(at, end, "markup")

    at = 0
    for start, end in covered:
        if start > at:
            label(at, start)
        at = max(at, end)
    if at < len(text):
        label(at, len(text))
    return _coarser(out, text)


def _coarser(dropped: list[Dropped], text: str) -> list[Dropped]:
    """The same in fewer stretches: markup between two stretches of one reason goes with them."""

    def touch(left: Dropped, right: Dropped) -> bool:
        return not text[left.span.end : right.span.start].strip()

    out: list[Dropped] = []
    for item in dropped:
        if (
            len(out) >= 2
            and out[-1].reason == "markup"
            and out[-2].reason == item.reason
            and touch(out[-2], out[-1])
            and touch(out[-1], item)
        ):
            out[-2:] = [Dropped(span=Span(out[-2].span.start, item.span.end), reason=item.reason)]
        else:
            out.append(item)
    return out
