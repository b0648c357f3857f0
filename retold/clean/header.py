"""The header of a report: where it ends, which of its lines is the headline, what the others are."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from retold.clean import credits, photos, reporters, wire_lines
from retold.clean.captions import add_caption, is_labelled
from retold.clean.datelines import Found, find_dateline
from retold.clean.frame_lines import PUBLISHED_RE, agency_before, is_frame, is_masthead, name_all, take_frame
from retold.clean.lines import ends_sentence, folded, starts_lower
from retold.clean.outlets import by_name, host_of
from retold.clean.parts import DateFound, Part, Unit, Work
from retold.clean.place_lines import find_place_line
from retold.clean.stamps import find_dates

# date 2026-05-19 Marenia, Oskavia sign ... | Published: 2 May 2025 Police arrest ...
_GLUE_RE = re.compile(
    r"(?P<word>date|pubdate|datetime|timestamp|published|posted|updated|crawled|time)\s*[:=]?\s+(?=\d|[A-Z][a-z]{2,8}\.?\s\d)",
    re.IGNORECASE,
)
_TOLD_BLOCKS = 30  # of the body, where a headline's words are looked for
_LEAST_AGAIN = 0.25  # of a headline's longer words come again
_LONGEST_QUESTION = 140  # characters of a headline; guess
_LONGEST_STANDFIRST = 300  # characters
_LONGEST_HEADER = 900  # characters from a standfirst to who wrote the report
_SIGNED_WITHIN = 12  # blocks
# Fox News• : whose report an aggregator shows, above it or below its headline
_PROVIDER_RE = re.compile(r"([^\W\d_][\w.'’& -]{2,40}?)\s*[•·]")
_BEGINNING_RE = re.compile(r"(?<![a-z])[a-z]{4}")
_LONGER_RE = re.compile(r"([^\W\d_]{4})[^\W\d_]*")
_FIELD_NAME_RE = re.compile(r"(?:title|headline|heading|titel|subject|hl)\s*[:=]\s*(?=\S)", re.IGNORECASE)


def body_start(work: Work) -> int:
    """Where the header ends: the first block that is running text."""
    for n, part in enumerate(work.blocks):
        t = work.cut(part)
        if part.kind == "heading" or (work.known and folded(t) in work.known):
            continue
        if find_dateline(work.text, part.start, part.end) and (len(t) > 60 or ends_sentence(t)):
            return n
        if work.plain and (is_frame(t) or glue_at(work, part)):
            continue
        if work.plain and n and len(t) > 60 and photos.find_photo(t):
            return n
        if work.plain and n and len(t) > 40 and n + 1 < len(work.blocks) and starts_lower(work.cut(work.blocks[n + 1])):
            return n  # a sentence that a page's end cut in two
        width = _width(t)
        # Where others say what the headline is, a first line that is another sentence is none.
        if work.known and work.plain and not n and width >= 25 and ends_sentence(t) and not is_frame(t):
            return n
        if width >= 140 or (width >= 25 and ends_sentence(t) and n) or (width > 70 and ends_sentence(t)):
            if wire_lines.is_note(t) or reporters.find_reporting(t) or credits.find_credits(t):
                continue
            if not n and work.plain and t[-1] == "?" and len(t) < _LONGEST_QUESTION and len(work.blocks) > 2:
                continue  # a headline that asks
            if work.plain and len(t) < _LONGEST_STANDFIRST and _is_signed_below(work, n):
                continue  # a standfirst, or the words of a picture
            return n
    return len(work.blocks)


def _width(t: str) -> float:
    """The length of a line as Latin script would have it: a Chinese character says as much as two letters and a half."""
    if t.isascii() or max(t) < "\u3040":
        return len(t)
    return len(t) + 1.5 * sum("\u3040" <= c <= "\u30ff" or "\u3400" <= c <= "\u9fff" for c in t)


def _is_signed_below(work: Work, n: int) -> bool:
    """Whether a line that names who wrote the report stands a few blocks below: what is above it is still the header.

    A few, or several that are short, as a page's buttons and their messages are, where the line names an agency or a day too.
    """
    used = 0
    dated = False
    for away, part in enumerate(work.blocks[n + 1 : n + 1 + _SIGNED_WITHIN]):
        t = work.cut(part)
        used += len(t)
        if used > _LONGEST_HEADER:
            return False
        if len(t) > 160:
            continue
        named = credits.find_byline(t)
        dates = find_dates(t) if len(t) < 100 else []
        dated = dated or bool(dates)
        if not named and dates:
            named = agency_before(t, dates)
        if any(name.kind == "by" and name.role == "author" for name in named) and (
            away < 3 or dated or any(name.kind == "agency" for name in named)
        ):
            return True
    return False


def _is_running(work: Work, part: Part) -> bool:
    return ends_sentence(work.cut(part)) and part.end - part.start >= 25


def _signs(work: Work, header: Sequence[Part]) -> set[Part]:
    """The lines that are a name alone and stand beside a line that is an agency's alone."""
    cuts = [work.cut(part) for part in header]
    agencies = [len(found) == 1 for found in map(credits.find_agency_byline, cuts)]
    return {
        part
        for n, (part, t) in enumerate(zip(header, cuts))
        if n and any(agencies[m] for m in (n - 1, n + 1) if m < len(cuts)) and credits.is_person_line(t)
    }


def take_header(work: Work, header: Sequence[Part]) -> None:
    free: list[Part] = []
    signs = _signs(work, header) if work.plain else set()
    for n, part in enumerate(header):
        if (
            part.kind == "caption"
            or is_labelled(work.cut(part))
            or (n and work.plain and photos.find_photo_line(work.cut(header[n - 1])) and _is_running(work, part))
            or (n and work.plain and (photo := photos.find_photo(work.cut(part))) and photo[0])
        ):
            add_caption(work, part)
        elif part in signs:
            name_all(work, [credits.Named(0, part.end - part.start, work.cut(part), "by")], part)
        elif not take_frame(work, part, header=True):
            free.append(unglued(work, part))
    chosen = choose_headline(work, free, work.blocks[len(header) :])
    seen = chosen is None
    for part in free:
        if part is chosen:
            seen = True
            work.parts.headline = (part.start, part.end)
            work.parts.units.insert(0, Unit("headline", [(part.start, part.end)]))
            continue
        t = work.cut(part)
        if chosen is not None and work.plain and folded(t) == folded(work.cut(chosen)):
            work.parts.dropped.append((part.start, part.end, "the headline again"))
        elif work.plain and (provider := _PROVIDER_RE.fullmatch(t)):
            end = part.start + provider.end(1)
            work.parts.outlets.append((part.start, end, provider[1]))
            work.parts.fields.append((part.start, part.end))
        elif host_of(t) or (not seen and is_masthead(t)) or (by_name(t.strip("*_ ")) is not None):
            work.parts.outlets.append((part.start, part.end, t.strip("*_ ")))
            work.parts.fields.append((part.start, part.end))
        elif seen and part is header[-1] and (place := _place_above(work, part, work.blocks[len(header) :])):
            work.parts.dateline = place
            work.parts.fields.append((part.start, part.end))
        elif not seen and work.plain:
            work.parts.dropped.append((part.start, part.end, "above the headline"))
        elif seen and work.plain and len(t.split()) <= 3 and not ends_sentence(t):
            work.parts.dropped.append((part.start, part.end, "label in the header"))
        else:
            work.parts.units.append(Unit("subhead", [(part.start, part.end)]))


def _place_above(work: Work, part: Part, body: Sequence[Part]) -> Found | None:
    """The dateline that the last line above the story is; None where the story has its own, or does not speak of the place."""
    if not body or body[0].kind in ("heading", "caption") or find_dateline(work.text, body[0].start, body[0].end):
        return None
    story = work.text[body[0].start : body[min(len(body), 6) - 1].end]
    place = find_place_line(work.cut(part), story)
    if place is None:
        return None
    start, end = part.start + place[0], part.start + place[1]
    return Found(start, end, body[0].start, work.text[start:end], None, None, None)


def _beginnings(text: str) -> frozenset[str]:
    """The first letters of the longer words of `text`: so many that "strikes" and "striking" are one."""
    if text.isascii():
        return frozenset(_BEGINNING_RE.findall(text.lower()))
    return frozenset(map(str.casefold, set(_LONGER_RE.findall(text))))


def unglued(work: Work, part: Part) -> Part:
    """The part without a date or field name that extraction glued to its head."""
    glue = glue_at(work, part)
    if glue is None:
        return part
    stop, body, found = glue
    if found:
        work.parts.dates.append(found)
    work.parts.glued.append((part.start, stop))
    work.parts.fields.append((part.start, stop))
    return msgspec.structs.replace(part, start=body)


def glue_at(work: Work, part: Part) -> tuple[int, int, DateFound | None] | None:
    """Where metadata glued to the head of a line ends, where the line begins, and its date."""
    m = _GLUE_RE.match(work.text, part.start, part.end)
    if m:
        found = find_dates(work.text, m.end(), min(part.end, m.end() + 40))
        if found and found[0].start == m.end():
            stop = found[0].end
            rest = work.text[stop : part.end]
            body = rest.lstrip(" ,;:|-–—")
            if len(body.split()) >= 3 and body[0].isupper() and not PUBLISHED_RE.match(body):
                word = m["word"].casefold()
                role = (
                    "published" if word in ("published", "posted") else "modified" if word == "updated" else "scraped"
                )
                return stop, part.end - len(body), DateFound(role, found[0], f'"{word}" glued to the headline')
    m = _FIELD_NAME_RE.match(work.text, part.start, part.end)
    if m:
        return m.start() + len(m.group().rstrip()), m.end(), None
    return None


def choose_headline(work: Work, free: Sequence[Part], body: Sequence[Part]) -> Part | None:
    """The line that is the headline.

    A site's name may be set as a heading ("## Rahbar International"), a department may stand above the
    headline, a standfirst below it: so headings come first, then lines of four words and more, then place.
    In the text of a page a headline's words come again in what is told below; those of a notice or a button do not.
    """
    weighed = work.plain and len(free) > 1  # of one candidate the words below decide nothing
    told = _beginnings(" ".join(work.cut(p) for p in body[:_TOLD_BLOCKS])) if weighed else frozenset()
    best: tuple[float, Part] | None = None
    many = any(len(work.cut(p).split()) >= 4 for p in free)
    for n, part in enumerate(free):
        t = work.cut(part).strip("*_ ")
        if not any(c.isalpha() for c in t) or host_of(t) or (work.plain and _PROVIDER_RE.fullmatch(t)):
            continue
        words = t.split()
        if len(words) < 4 and sum(map(str.isalpha, t)) < 0.5 * len(t.replace(" ", "")):
            continue  # a clock
        score = -0.3 * n
        if folded(t) in work.known:
            score += 10
        if part.kind == "heading":
            score += 3 + (0.5 if part.level == 1 else 0)
        if 4 <= len(words) <= 30 or (len(words) < 4 and len(t) >= 12 and not t.isascii()):
            score += 2
        elif many:
            score -= 2
        if t.isupper() and len(free) > 1:
            score -= 1.5
        if by_name(t) or len(t) > 250:
            score -= 6
        if told and part.kind != "heading" and t.isascii() and (mine := _beginnings(t)):
            again = len(mine & told) / len(mine)
            score += 0.5 * again - (2 if again < _LEAST_AGAIN and len(free) > 1 else 0)
        if t[0] in "([" and t[-1] in ")]":
            score -= 2  # who made a picture
        if ends_sentence(t) and t.endswith((".", ";", ":", "。")):
            score -= 1
        if best is None or score > best[0]:
            best = (score, part)
    if best is None or (best[0] < -3 and (len(free) > 1 or by_name(work.cut(best[1]).strip("*_ ")))):
        return None
    return best[1]
