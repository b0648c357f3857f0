"""Exports of news databases (Nexis, Factiva, ProQuest): many reports in one text, each with its fields.

The text is cut where these databases part their documents. Of each document the field lines become witnesses
with their place (outlet, date, byline, headline), what only counts or codes is dropped with the reason, and
what is left is the report. The three are told by the lines that only they write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from retold.kinds import Block, Dropped, Segment, Span, Witness
from retold.read.found import Found, Nothing

# 3 of 120 DOCUMENTS | Document 3 of 120 | 3 of 120
_NUMBERED_RE = re.compile(
    r"^[ \t]*(?:document[ \t]+(?P<a>\d{1,6})[ \t]+of[ \t]+\d{1,6}|(?P<b>\d{1,6})[ \t]+of[ \t]+\d{1,6}[ \t]+documents?)[ \t]*\r?$",
    re.IGNORECASE | re.MULTILINE,
)
_END_RE = re.compile(r"^[ \t]*end of document[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
# Document SAND000020260304em3400012
_FACTIVA_END_RE = re.compile(
    r"^[ \t]*document[ \t]+(?P<id>[A-Z][A-Z0-9]{3,9}\d{8,}[a-z0-9]{6,})[ \t]*\r?$", re.MULTILINE | re.IGNORECASE
)
# ____________________________________________________________
_RULE_RE = re.compile(r"^[ \t]*_{20,}[ \t]*\r?$", re.MULTILINE)
_FACTIVA_TAG_RE = re.compile(
    r"^(?P<tag>SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPD|IPC|PUB|AN|VOL|CLM|ART)(?:[ \t]+|\r?$)",
    re.MULTILINE,
)
# BYLINE: By Lena Quist | Publication date: Mar 4, 2026
_FIELD_RE = re.compile(
    r"^[ \t]*(?P<name>[A-Za-z][A-Za-z /()-]{1,38}?)[ \t]*:[ \t]*(?P<value>[^\r\n]*?)[ \t]*\r?$", re.MULTILINE
)
_DAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?[ ])?"
    r"(?:(?:january|february|march|april|may|june|july|august|september|october|november|december)[ ]+\d{1,2},?[ ]+\d{4}"
    r"|\d{1,2}[ ]+(?:january|february|march|april|may|june|july|august|september|october|november|december)[ ]+\d{4})"
)
_DATE_LINE_RE = re.compile(
    rf"^[ \t]*(?P<date>{_DAY})(?:[ ]+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day))?(?P<rest>[ ,]+[^\r\n]{{0,60}})?[ \t]*\r?$",
    re.IGNORECASE | re.MULTILINE,
)

_FIELDS = {
    "headline": "headline",
    "title": "headline",
    "byline": "author",
    "author": "author",
    "publication title": "publisher",
    "publication": "publisher",
    "pub-date": "published",
    "publication date": "published",
    "dateline": "dateline",
    "load-date": "scraped",  # the day the database took it in
    "language": "language",
    "language of publication": "language",
    "section": "section",
    "document url": "url",
    "url": "url",
}
_FACTIVA_FIELDS = {
    "HD": "headline",
    "BY": "author",
    "SN": "publisher",
    "PD": "published",
    "LA": "language",
    "SE": "section",
}
_BODY_FIELDS = frozenset({"body", "full text", "text"})
_LANGUAGES = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "portuguese": "pt", "italian": "it", "dutch": "nl",
    "russian": "ru", "chinese": "zh", "arabic": "ar", "japanese": "ja", "korean": "ko", "turkish": "tr", "polish": "pl",
    "swedish": "sv", "danish": "da", "norwegian": "no", "finnish": "fi", "ukrainian": "uk", "persian": "fa", "hindi": "hi",
}  # fmt: skip
_NOBODY = frozenset({"anonymous", "none", "unknown", "n/a", "not available"})
# What these databases write beside them: a line that begins with one of these names is theirs, not the report's.
_CODES = frozenset(
    ["length", "dateline", "graphic", "publication-type", "subject", "organization", "organisation", "company", "person", "city", "state", "country", "region", "industry", "ticker", "journal-code", "type", "pages", "page", "edition", "copyright", "correction", "highlight", "series", "column", "publisher", "issn", "classification", "location", "people", "accession", "number", "first", "page", "document", "type", "document-type", "publication", "year", "publication", "subject", "country", "of", "publication", "place", "of", "publication", "proquest", "document", "id", "source", "type", "database", "last", "updated", "links", "identifier", "/", "keyword", "identifier", "keyword", "company", "/", "organization", "volume", "issue", "publication", "info", "publication", "information", "geographic", "words", "load-date", "acc-no", "update"]
) | {
    "publication-type", "publication type", "journal code", "first page", "document type", "publication year", "publication subject",
    "country of publication", "place of publication", "proquest document id", "source type", "last updated", "identifier / keyword",
    "company / organization", "company / entity", "number of pages", "accession number", "publication info", "word count",
    "source attribution", "credit", "supplement", "dissertation/thesis number",
}  # fmt: skip
_COPYRIGHT_RE = re.compile(
    r"^[ \t]*(?:copyright\b|©|\(c\)[ \t]|all rights reserved)[^\r\n]*$", re.IGNORECASE | re.MULTILINE
)
# What stands on a line alone: the name of a part of the document, and ProQuest's links.
_BARE_RE = re.compile(
    r"^[ \t]*(?:Body|Classification|Notes|Full text|Abstract|Details|ProQuest document link|Link to document|"
    r"Table of contents|None available\.?)[ \t]*\r?$",
    re.MULTILINE,
)
_EDITION_RE = re.compile(r"(?:[\w ]{1,40} )?edition(?: \d+)?", re.IGNORECASE)
_LEAST = 2  # parts before a text is an export: one line "End of Document" can stand in any file
_FIELD_CHARS = 300


class _Part(NamedTuple):
    """One document: its stretch of the text, and the line that opened or closed it."""

    start: int
    end: int
    marks: list[Span]
    number: str


def find_parts(text: str) -> list[_Part]:
    """The documents of an export; none where the text is no export."""
    for cut in (_cut_numbered, _cut_ended, _cut_factiva, _cut_ruled):
        parts = cut(text)
        if parts:
            return parts
    return []


def is_export(text: str) -> bool:
    """True where the text is several documents of a news database."""
    head = text[:200_000]
    marked = any(r.search(head) for r in (_NUMBERED_RE, _END_RE, _FACTIVA_END_RE, _RULE_RE))
    return marked and bool(find_parts(text))


def read_export(text: str, media_type: str = "text/plain") -> Iterator[Found | Nothing]:
    """A report for each document; the locator is its number in the export."""
    parts = find_parts(text)
    for part in parts:
        locator = f"document {part.number}"
        whole = text[part.start : part.end]
        found = _read_part(whole, [Span(m.start - part.start, m.end - part.start) for m in part.marks], media_type)
        if isinstance(found, Nothing):
            yield Nothing(found.reason, locator)
        else:
            yield Found(
                text=whole,
                running=found.running,
                segments=found.segments,
                blocks=found.blocks,
                media_type=media_type,
                witnesses=found.witnesses,
                dropped=found.dropped,
                locator=locator,
                payload=whole.encode("utf-8", "replace"),
            )


# ---------------------------------------------------------------- cutting


def _cut_numbered(text: str) -> list[_Part]:
    """By "3 of 120 DOCUMENTS" and "Document 3 of 120", which open a document."""
    opens = list(_NUMBERED_RE.finditer(text))
    # A list of contents before the documents counts them too: its lines follow each other closely.
    opens = [m for n, m in enumerate(opens) if n + 1 == len(opens) or opens[n + 1].start() - m.end() > 120]
    fields = sum(1 for m in _FIELD_RE.finditer(text) if m["name"].lower() in _FIELDS or m["name"].lower() in _CODES)
    if not opens or (len(opens) < _LEAST and fields < 2):
        return []
    ends = [m.start() for m in opens[1:]] + [len(text)]
    parts = []
    for number, (mark, end) in enumerate(zip(opens, ends)):
        closing = [Span(m.start(), m.end()) for m in _END_RE.finditer(text, mark.end(), end)]
        closing += [Span(m.start(), m.end()) for m in _RULE_RE.finditer(text, mark.end(), end)]
        shown = mark["a"] or mark["b"] or str(number + 1)
        parts.append(_Part(mark.start(), end, [Span(mark.start(), mark.end()), *closing], shown))
    return parts


def _cut_ended(text: str) -> list[_Part]:
    """By "End of Document", which closes one."""
    marks = list(_END_RE.finditer(text))
    fields = sum(1 for m in _FIELD_RE.finditer(text) if m["name"].lower() in ("length", "byline", "load-date", "body"))
    fields += len(re.findall(r"^[ \t]*Body[ \t]*\r?$", text, re.MULTILINE))
    if not marks or fields < 1:
        return []
    return _closed(marks, text)


def _cut_factiva(text: str) -> list[_Part]:
    """By "Document SAND000020260304em3400012", which closes one."""
    marks = list(_FACTIVA_END_RE.finditer(text))
    return _closed(marks, text) if marks else []


def _closed(marks: list[re.Match[str]], text: str) -> list[_Part]:
    starts = [0] + [m.end() for m in marks]
    parts: list[_Part] = []
    for number, (start, mark) in enumerate(zip(starts, marks), 1):
        parts.append(_Part(start, mark.end(), [Span(mark.start(), mark.end())], str(number)))
    if text[starts[-1] :].strip() and len(text) - starts[-1] > 600:
        parts.append(_Part(starts[-1], len(text), [], str(len(marks) + 1)))
    return parts


def _cut_ruled(text: str) -> list[_Part]:
    """By lines of underscores between documents that all have the fields of a database."""
    marks = list(_RULE_RE.finditer(text))
    if len(marks) < _LEAST - 1:
        return []
    starts = [0] + [m.end() for m in marks]
    ends = [m.start() for m in marks] + [len(text)]
    parts: list[_Part] = []
    for start, end, mark in zip(starts, ends, [*marks, None]):
        whole = text[start:end]
        known = [m["name"].lower() for m in _FIELD_RE.finditer(whole)]
        if len([n for n in known if n in _FIELDS or n in _CODES]) >= 3:
            marked = [Span(mark.start(), mark.end())] if mark else []
            parts.append(_Part(start, mark.end() if mark else end, marked, str(len(parts) + 1)))
    return parts if len(parts) >= _LEAST else []


# ---------------------------------------------------------------- one document


class _Taken(NamedTuple):
    """What was taken out of a document: witnesses and what was dropped."""

    witnesses: list[Witness]
    dropped: list[Dropped]


def _read_part(text: str, marks: list[Span], media_type: str) -> Found | Nothing:
    taken = _Taken([], [Dropped(span=span, reason="mark between documents") for span in marks])
    if len(_FACTIVA_TAG_RE.findall(text)) >= 3 and re.search(r"^(?:HD|LP|TD)\b", text, re.MULTILINE):
        body = _take_tags(text, taken)
    else:
        body = _take_lines(text, taken)
    covered = sorted([d.span for d in taken.dropped] + [w.span for w in taken.witnesses if w.span is not None])
    running, segments = _left(text, covered, body)
    if body:
        placed = sorted([*covered, *body])
        for span, after in zip([Span(0, 0), *placed], [*placed, Span(len(text), len(text))]):
            rest = _trimmed(text, span.end, after.start) if span.end < after.start else span
            if span.end <= rest.start < rest.end:
                taken.dropped.append(Dropped(span=rest, reason="outside the fields"))
    if not any(c.isalnum() for c in running):
        return Nothing("document without a text")
    return Found(
        text=text,
        running=running,
        segments=segments,
        blocks=[Block(start=0, end=len(running), kind="text")],
        media_type=media_type,
        witnesses=sorted(taken.witnesses, key=lambda w: w.span or Span(0, 0)),
        dropped=sorted(taken.dropped, key=lambda d: d.span),
    )


def _take_tags(text: str, taken: _Taken) -> list[Span]:
    """Factiva's two-letter fields; the stretches of the body, headline first."""
    tags = list(_FACTIVA_TAG_RE.finditer(text))
    head: list[Span] = []
    body: list[Span] = []
    marked = [d.span.start for d in taken.dropped]
    for tag, end in zip(tags, [t.start() for t in tags[1:]] + [len(text)]):
        end = min([end] + [m for m in marked if m > tag.start()])
        name = tag["tag"].upper()
        span = _trimmed(text, tag.end(), end)
        if name in ("HD", "LP", "TD"):
            taken.dropped.append(Dropped(span=Span(tag.start("tag"), tag.end("tag")), reason="field name"))
            if span.start < span.end:
                (head if name == "HD" else body).append(span)
            if name == "HD" and span.start < span.end:
                value = " ".join(text[span.start : span.end].split())
                taken.witnesses.append(Witness(field="headline", value=value, where="text", why="HD"))
        elif name in _FACTIVA_FIELDS and span.start < span.end and span.end - span.start <= _FIELD_CHARS:
            value = " ".join(text[span.start : span.end].split())
            taken.dropped.append(Dropped(span=Span(tag.start("tag"), tag.end("tag")), reason="field name"))
            taken.witnesses.append(
                Witness(
                    field=_FACTIVA_FIELDS[name],
                    value=_reading(_FACTIVA_FIELDS[name], value),
                    span=span,
                    where="text",
                    why=name,
                )
            )
        else:
            whole = _trimmed(text, tag.start(), end)
            taken.dropped.append(Dropped(span=whole, reason="field of the database"))
    return head[:1] + body if head else body


def _take_lines(text: str, taken: _Taken) -> list[Span]:
    """The fields that stand as "NAME: value"; those above the body without a name (outlet, date) too."""
    busy = [d.span for d in taken.dropped]

    def free(start: int, end: int) -> bool:
        return all(end <= s.start or start >= s.end for s in busy)

    names = {" ".join(m["name"].lower().split()) for m in _FIELD_RE.finditer(text)}
    for match in _FIELD_RE.finditer(text):
        name = " ".join(match["name"].lower().split())
        start, end = match.start("name"), match.end("value")
        if not free(start, end):
            continue
        value = match["value"]
        if name == "abstract" and "full text" in names:
            span = Span(start, _paragraph_end(text, end))
            taken.dropped.append(Dropped(span=span, reason="abstract of the database"))
            busy.append(span)
        elif name in _BODY_FIELDS or name == "abstract":
            span = Span(start, match.start("value") if value else end)
            span = _trimmed(text, span.start, span.end)
            taken.dropped.append(Dropped(span=span, reason="field name"))
            busy.append(span)
        elif name in _FIELDS and value and len(value) <= _FIELD_CHARS and value.lower() not in _NOBODY:
            label = _trimmed(text, start, match.start("value"))
            span = Span(match.start("value"), end)
            taken.dropped.append(Dropped(span=label, reason="field name"))
            taken.witnesses.append(
                Witness(
                    field=_FIELDS[name],
                    value=_reading(_FIELDS[name], value),
                    span=span,
                    where="text",
                    why=match["name"],
                )
            )
            busy += [label, span]
        elif name in _CODES or name in _FIELDS:
            span = Span(start, _value_end(text, end))
            taken.dropped.append(Dropped(span=span, reason="field of the database"))
            busy.append(span)
    for match in _COPYRIGHT_RE.finditer(text):
        if free(match.start(), match.end()):
            span = _trimmed(text, match.start(), match.end())
            taken.dropped.append(Dropped(span=span, reason="copyright line"))
            busy.append(span)
    for bare in _BARE_RE.finditer(text):
        if free(bare.start(), bare.end()):
            span = _trimmed(text, bare.start(), bare.end())
            taken.dropped.append(Dropped(span=span, reason="field name"))
            busy.append(span)
    _take_head(text, taken, busy)
    return []


def _take_head(text: str, taken: _Taken, busy: list[Span]) -> None:
    """Nexis sets outlet, date and headline above the fields, each on a line without a name."""
    fields = {w.field for w in taken.witnesses}
    lines = []
    for match in re.finditer(r"[^\r\n]+", text[:4000]):
        span = _trimmed(text, match.start(), match.end())
        if span.start < span.end and all(span.end <= b.start or span.start >= b.end for b in busy):
            lines.append(span)
        if len(lines) == 8:
            break
    dated = next((n for n, s in enumerate(lines) if _DATE_LINE_RE.fullmatch(text[s.start : s.end])), None)
    if dated is None:
        return
    at = lines[dated].start
    shown = _DATE_LINE_RE.fullmatch(text[at : lines[dated].end])
    if "published" not in fields and shown is not None:
        span = Span(at + shown.start("date"), at + shown.end("date"))
        taken.witnesses.append(
            Witness(
                field="published", value=text[span.start : span.end], span=span, where="text", why="line of the date"
            )
        )
        rest = _trimmed(text, span.end, lines[dated].end)
        if rest.start < rest.end:
            taken.dropped.append(Dropped(span=rest, reason="line of the date"))
    for span in lines[dated + 1 : dated + 2]:
        if _EDITION_RE.fullmatch(text[span.start : span.end]):
            taken.dropped.append(Dropped(span=span, reason="edition"))
    # Above the date stands the outlet, in the newer exports below the headline: the line next to it.
    if "publisher" not in fields and dated >= 1:
        span = lines[dated - 1]
        if span.end - span.start <= 80 and not re.search(r"[.!?]$", text[span.start : span.end]):
            value = re.sub(r"\s*\([^)]*\)$", "", text[span.start : span.end])
            taken.witnesses.append(
                Witness(field="publisher", value=value, span=span, where="text", why="line above the date")
            )


_BREAK_RE = re.compile(r"\s*\n\s*")
_NEXT_LINE_RE = re.compile(r"\r?\n(?:[ \t]*\r?\n)?([^\r\n]*)")
_LIST_LINES = 40


def _value_end(text: str, end: int) -> int:
    """Where a list of codes ends that goes on over lines: each but the last has a semicolon."""
    for _ in range(_LIST_LINES):
        match = _NEXT_LINE_RE.match(text, end)
        line = text[text.rfind("\n", 0, end) + 1 : end].rstrip()
        if not match or not match[1].strip() or not line.endswith(";") or _FIELD_RE.match(match[1]):
            break
        end = match.start(1) + len(match[1].rstrip())
    return end


def _paragraph_end(text: str, end: int) -> int:
    blank = re.compile(r"\r?\n[ \t]*\r?\n").search(text, end)
    return _trimmed(text, end, blank.start() if blank else len(text)).end if blank else end


def _reading(field: str, value: str) -> str:
    """A field's value as the rest of Retold says it."""
    if field == "author":
        return _in_order(value)
    if field == "language":
        return _LANGUAGES.get(value.lower().split(";")[0].strip(), value)
    return value


def _in_order(name: str) -> str:
    """ "Quist, Lena" as a reader would say it."""
    match = re.fullmatch(r"([\w'’-]+(?: [\w'’-]+)?), ([\w'’.-]+(?: [\w'’.-]+)?)", name)
    return f"{match[2]} {match[1]}" if match else name


def _left(text: str, covered: list[Span], order: list[Span]) -> tuple[str, list[Segment]]:
    """What is not covered, as running text: the stretches of `order`, else all that is left, a blank line between."""
    stretches = order
    if not order:
        at, stretches = 0, []
        for span in [*covered, Span(len(text), len(text))]:
            if span.start > at:
                left = _trimmed(text, at, span.start)
                if left.start < left.end:
                    stretches.append(left)
            at = max(at, span.end)
    parts: list[str] = []
    segments: list[Segment] = []
    length = 0
    for span in stretches:
        if parts:
            parts.append("\n\n")
            stands = segments[-1].source_end
            segments.append(Segment(length, length + 2, stands, stands, "join"))
            length += 2
        at = span.start
        # A headline over two lines is one line; only the first stretch of tagged fields is one.
        breaks = list(_BREAK_RE.finditer(text, span.start, span.end)) if order and span == order[0] else []
        for gap in [*breaks, None]:
            end = gap.start() if gap else span.end
            parts.append(text[at:end])
            segments.append(Segment(length, length + end - at, at, end, "copy"))
            length += end - at
            if gap:
                parts.append(" ")
                segments.append(Segment(length, length + 1, gap.start(), gap.end(), "unwrap"))
                length, at = length + 1, gap.end()
    return "".join(parts), segments


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
