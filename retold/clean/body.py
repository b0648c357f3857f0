"""The body of a report: its paragraphs, without the dateline, credits and signs set into them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from retold.clean import credits, photos, reporters, wire_lines
from retold.clean.captions import add_caption, is_caption, is_caption_marked, is_labelled
from retold.clean.datelines import find_dateline
from retold.clean.frame_lines import name_all, take_frame
from retold.clean.lines import ends_sentence, starts_lower
from retold.clean.loops import GAP
from retold.clean.parts import DateFound, Part, Unit, Work
from retold.clean.stamps import find_dates
from retold.clean.task_lines import find_tasks

# Posted by Ines on 11 June 2026 in Recalls If you bought ...
_POSTED_RE = re.compile(
    r"(?:posted|published|written|submitted|uploaded)\s+by\s+(?P<name>[^\W\d_][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,3})\s+on\s+(?=\d|[A-Z])",
    re.IGNORECASE,
)
_TAIL_TASKS_RE = re.compile(
    r"(?<=[.!?\"'”’])\s+((?:(?:Additional\s)?(?:Reporting|Writing|Editing|Compiled)|Report(?:age|e)|Bericht)\s(?:by|de|von)\s[^.!?]{3,150}\.?)$"
)
_TAIL_CONTRIBUTED_RE = re.compile(
    r"(?<=[.!?\"'”’])\s+([A-Z][^.!?\n]{5,250}\scontributed(?:\sto\s(?:this|the)\s(?:report|story|article))?\.)$"
)
_IN_OPENING_RE = re.compile(r"[(（]([记記]者[^()（）]{2,30})[)）]")
_CATEGORY_RE = re.compile(r",?\s+(?:in|under)\s+(?P<names>[A-Z][\w&-]*(?:,?\s(?:&\s|and\s)?[A-Z][\w&-]*)*)(?=\s)")


def take_body(work: Work, body: Sequence[Part]) -> None:
    if not body:
        return
    body = without_signoff(work, list(body))
    started = False  # whether a paragraph of the story itself was seen
    seen = 0
    last = len(body) - 1
    for n, part in enumerate(body):
        t = work.cut(part)
        if part.kind == "caption" or is_labelled(t) or (not started and is_caption(work, part, body[n + 1 : n + 2])):
            add_caption(work, part)
            continue
        if part.kind == "heading":
            work.parts.units.append(Unit("subhead", [(part.start, part.end)]))
            continue
        # A caption may stand between the headline and who wrote the report: "By Dana Orlow | Sunday, 15 July 2018".
        if not started and work.plain and len(t) < 160 and not ends_sentence(t) and take_frame(work, part, header=True):
            continue
        if (not seen or n >= last - 3 or len(t) < 200) and take_frame(work, part, header=False):
            continue
        if work.plain and seen and n >= last - 2 and len(t) < 80 and (byline := credits.find_byline(t)):
            name_all(work, byline, part)
            continue
        if seen < 3 and work.parts.dateline is None:
            part = without_posted(work, part) if seen == 0 else part
            part = without_dateline(work, part)
        if started and is_caption_marked(t):
            add_caption(work, part)
            continue
        if n >= last - 2:
            part = without_tail_credit(work, part)
        if part.start >= part.end:
            continue
        t = work.cut(part)
        if work.plain and len(t.split()) <= 2 and len(t) < 30 and t[0].islower() and not ends_sentence(t):
            work.parts.dropped.append((part.start, part.end, "a word on a line of its own"))
            continue
        if started and is_subhead(work, t, body[n + 1 : n + 2]):
            work.parts.units.append(Unit("subhead", [(part.start, part.end)]))
            continue
        seen += 1
        started = True
        if not join_split(work, part):
            work.parts.units.append(Unit("body", [(part.start, part.end)]))


def without_signoff(work: Work, body: list[Part]) -> list[Part]:
    """The body without the agency's sign-off at its end: "(APS) tv/mh/rk 141332Z" | "LN/rf" | "MNX"."""
    if not work.plain:
        return body
    agency = work.parts.slug.agency if work.parts.slug else None
    if agency is None:
        dateline = next((d for p in body[:3] if (d := find_dateline(work.text, p.start, p.end))), None)
        agency = dateline.agency if dateline else None
    last = len(body) - 1
    while last > 0:
        t = work.cut(body[last])
        # "(Reporting by ...; editing by ...)" may stand below it.
        if len(t) > 50 and reporters.find_reporting(t):
            last -= 1
            continue
        sign = wire_lines.find_signoff(t, agency) if len(t) <= 50 else None
        if sign is None:
            break
        part = body.pop(last)
        last -= 1
        work.parts.named.append(credits.Named(part.start + sign.start, part.start + sign.end, sign.agency, "agency"))
        work.parts.fields.append((part.start, part.end))
    return body


def is_subhead(work: Work, t: str, following: Sequence[Part]) -> bool:
    """Whether a short line between paragraphs is a heading."""
    return (
        3 <= len(t) <= 70
        and not ends_sentence(t)
        and t[-1] not in ",-–—"
        and t[0].isupper()
        and len(t.split()) <= 9
        and bool(following)
        and len(work.cut(following[0])) > 1.5 * len(t)
        and not starts_lower(work.cut(following[0]))
    )


def without_posted(work: Work, part: Part) -> Part:
    """The paragraph without a blog's "Posted by X on DATE in CATEGORY" that extraction glued to its head."""
    m = _POSTED_RE.match(work.text, part.start, part.end)
    if not m:
        return part
    found = find_dates(work.text, m.end(), min(part.end, m.end() + 40))
    if not found or found[0].start > m.end() + 12:
        return part
    end = found[0].end
    category = _CATEGORY_RE.match(work.text, end, part.end)
    if category:
        names = category["names"].split()
        after = work.text[category.end() : part.end].lstrip()
        # The last capitalised word begins the story where a small letter follows: "in Recalls If you ..."
        if after[:1].islower() and len(names) > 1:
            names.pop()
        end = (
            category.start("names") + len(" ".join(names))
            if not after[:1].islower() or len(category["names"].split()) > 1
            else end
        )
    body = end
    while body < part.end and work.text[body] in " ,.;:|–—-\t\n":
        body += 1
    if body >= part.end:
        return part
    work.parts.dates.append(DateFound("published", found[0], '"posted"'))
    work.parts.named.append(credits.Named(m.start("name"), m.end("name"), m["name"], "by"))
    work.parts.fields.append((part.start, end))
    work.parts.glued.append((part.start, end))
    return msgspec.structs.replace(part, start=body)


def without_dateline(work: Work, part: Part) -> Part:
    found = find_dateline(work.text, part.start, part.end)
    if not found:
        return part
    p = work.parts
    p.dateline = found
    p.fields.append((found.start, found.end))
    if found.agency and found.agency_at:
        p.named.append(credits.Named(*found.agency_at, found.agency, "agency"))
    # 新华社凯斯特林9月2日电（记者王芳 李明）
    opening = work.text[found.start : found.end]
    if "\u4e00" <= opening.strip("（( ")[:1] <= "\u9fff" and (inside := _IN_OPENING_RE.search(opening)):
        named = find_tasks(inside[1])
        at = found.start + inside.start(1)
        p.named += [msgspec.structs.replace(n, start=n.start + at, end=n.end + at) for n in named]
    return msgspec.structs.replace(part, start=found.body)


def without_tail_credit(work: Work, part: Part) -> Part:
    """The paragraph without a bracketed credit at its end: "... on Friday. (Reuters)"."""
    t = work.cut(part)
    tail = t[-200:]
    m = None
    if any(c in ")]）】］" for c in tail[-2:]):
        m = re.search(r"(?<=[.!?\"'”’»。！？])\s*([(\[（【［][^()\[\]（）【】［］]{2,150}[)\]）】］])\.?$", tail)
    # An aggregator sets Reuters' last line behind the last sentence, without brackets.
    m = m or _TAIL_TASKS_RE.search(tail) or _TAIL_CONTRIBUTED_RE.search(t[-320:])
    tail = t[-320:] if m and m.string != tail else tail
    if not m:
        return part
    at = len(t) - len(tail) + m.start(1)
    named = credits.find_credits(m[1]) or reporters.find_reporting(m[1])
    if not named and (photo := photos.find_photo(m[1])):
        named = photo[1]
    if not named:
        return part
    work.parts.named += [
        msgspec.structs.replace(n, start=n.start + part.start + at, end=n.end + part.start + at) for n in named
    ]
    work.parts.fields.append((part.start + at, part.end))
    return msgspec.structs.replace(part, end=part.start + len(t[:at].rstrip()))


def join_split(work: Work, part: Part) -> bool:
    """Join a paragraph to the one before, where the one stops in mid-sentence and the other goes on with it."""
    units = work.parts.units
    if not units or units[-1].role != "body" or not work.plain:
        return False
    start, end = units[-1].pieces[-1]
    before, here = work.text[start:end].removesuffix(GAP).rstrip(), work.cut(part)
    if not starts_lower(here) or not here[0].isalpha() or before.rstrip()[-1:] in ".!?:;。！？":
        return False
    if ends_sentence(before) or len(before) < 5:
        return False
    # "today", "share": a word on a line of its own is a button oftener than half a sentence.
    if len(here.split()) < 4 and not ends_sentence(here):
        return False
    join = " "
    if before[-1] in "-‐" and before[-2:-1].isalpha():
        join = ""
        end = start + len(before) - 1
        work.parts.dropped.append((end, end + 1, "hyphen at a page's end"))
    unit = units[-1]
    unit.pieces[-1] = (start, end)
    unit.pieces.append((part.start, part.end))
    units[-1] = msgspec.structs.replace(unit, joins=[join]) if not unit.joins else unit
    if unit.joins:
        unit.joins.append(join)
    work.parts.split.append((part.start, part.end))
    return True
