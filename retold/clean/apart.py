"""A repaired text taken apart, in order: furniture, header, body, endings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from retold.clean import credits, lines
from retold.clean.body import take_body
from retold.clean.endings import mark_doubled, mark_truncated
from retold.clean.frame_lines import name_all
from retold.clean.header import body_start, take_header
from retold.clean.parts import DateFound, Part, Parts, Work
from retold.clean.stamps import find_dates

_KEYS = {
    "title": "headline",
    "headline": "headline",
    "date": "published",
    "published": "published",
    "pubdate": "published",
    "modified": "modified",
    "updated": "modified",
    "lastmod": "modified",
    "author": "author",
    "byline": "author",
    "url": "url",
    "link": "url",
    "canonical": "url",
    "source": "publisher",
    "outlet": "publisher",
    "publisher": "publisher",
    "site": "publisher",
    "lang": "language",
    "language": "language",
}
_HEADER_LINES = 40  # a header longer than this is a list, and its first line is the headline


def take_apart(text: str, blocks: Sequence[Part], plain: bool, known: Sequence[str], as_of: date | None) -> Parts:
    """The parts of `text`.

    Args:
        text: the text under repair.
        blocks: its lines or blocks, in order, white space outside.
        plain: a text form, whose lines may be page furniture; the blocks of a web page are the article already.
        known: what other witnesses say is the headline.
        as_of: the day from which "6 hours ago" counts.
    """
    work = Work(text, blocks, plain, known, as_of)
    drop_furniture(work)
    body = body_start(work)
    header, rest = work.blocks[:body], work.blocks[body:]
    if len(header) > _HEADER_LINES:
        header, rest = header[:_HEADER_LINES], header[_HEADER_LINES:] + rest
    take_header(work, header)
    take_body(work, rest)
    mark_doubled(work)
    mark_truncated(work)
    return work.parts


def drop_furniture(work: Work) -> None:
    """Leave out page numbers, running heads, links and buttons, and the form's own rules."""
    if not work.plain:
        return
    take_front_matter(work)
    as_lines = [lines.Line(b.start, b.end, 0, n) for n, b in enumerate(work.blocks)]
    reasons = lines.find_furniture(work.text, as_lines)
    for n, reason in sorted(reasons.items()):
        part = work.blocks[n]
        if named := credits.find_copyright(work.cut(part)):
            name_all(work, named, part)
        else:
            work.parts.dropped.append((part.start, part.end, reason))
    work.blocks = [b for n, b in enumerate(work.blocks) if n not in reasons]


def take_front_matter(work: Work) -> None:
    """Take Markdown's front matter ("---", lines of "key: value", "---"), and comments with what dates they hold."""
    blocks = work.blocks
    if end := lines.front_matter_end([work.cut(b) for b in blocks[:41]]):
        for b in blocks[1:end]:
            m = lines.KEY_RE.match(work.cut(b))
            field = _KEYS.get(m["key"].casefold()) if m else None
            if m and field and (value := m["value"].strip().strip("\"'")):
                at = b.start + work.cut(b).find(value)
                work.parts.stated.append((at, at + len(value), field))
        for b in blocks[: end + 1]:
            work.parts.dropped.append((b.start, b.end, "front matter"))
        blocks = blocks[end + 1 :]
    kept = []
    for b in blocks:
        t = work.cut(b)
        if t.startswith("<!--") and t.endswith("-->"):
            work.parts.dropped.append((b.start, b.end, "comment"))
            for d in find_dates(work.text, b.start, b.end):
                if d.year:
                    work.parts.dates.append(DateFound("published", d, "in a comment"))
        else:
            kept.append(b)
    work.blocks = kept
