"""A repaired text taken apart: headline, captions, notes and paragraphs, and the fields of its frame."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from retold import kinds
from retold.clean import credits, lines
from retold.clean.datelines import Found, find_dateline
from retold.clean.lines import ends_sentence, folded, starts_lower
from retold.clean.loops import GAP
from retold.clean.outlets import by_name, host_of
from retold.clean.stamps import Ago, Shown, find_ago, find_dates


class Part(msgspec.Struct, frozen=True, gc=False, order=True):
    """A line or block of the text under repair, [start, end), and what its form says it is."""

    start: int
    end: int
    kind: str = "text"
    level: int = 0


class Unit(msgspec.Struct, frozen=True, gc=False, order=True):
    """A stretch of Report.text: its role, and its pieces in the text under repair, which are read as one.

    `joins` are the texts set between pieces: " ", or "" where a word was broken.
    """

    role: kinds.SentenceRole
    pieces: list[tuple[int, int]]
    joins: list[str] = []


class DateFound(msgspec.Struct, frozen=True, gc=False, order=True):
    """A date of the frame, by the role its words give it; None where they give none."""

    role: str | None
    shown: Shown
    why: str


class Parts:
    """What the text was taken apart into; places count in the text under repair."""

    def __init__(self) -> None:
        self.headline: tuple[int, int] | None = None
        self.units: list[Unit] = []
        self.dateline: Found | None = None
        self.dates: list[DateFound] = []
        self.ago: Ago | None = None
        self.named: list[credits.Named] = []
        self.fields: list[tuple[int, int]] = []  # stretches that are a field and nothing else
        self.dropped: list[tuple[int, int, str]] = []
        self.outlets: list[tuple[int, int, str]] = []
        self.slug: credits.Slug | None = None
        self.stated: list[tuple[int, int, str]] = []  # fields of the front matter
        self.glued: list[tuple[int, int]] = []
        self.split: list[tuple[int, int]] = []  # the second halves of sentences cut in two
        self.doubled: list[tuple[tuple[int, int], tuple[int, int]]] = []  # again, first
        self.truncated: tuple[int, int] | None = None  # the last words of a text that stops in mid-sentence


_PRINTED_RE = re.compile(
    r"(?:document|print|export)\s*(?:ed)?\s*date|print(?:ed)?(?:\s+on|\s+at)?\b|export(?:ed)?\b|download(?:ed)?\b|load-date|generated\b",
    re.IGNORECASE,
)
_SCRAPED_RE = re.compile(r"retrieved|accessed|crawled|fetched|scraped|archived|captured|snapshot", re.IGNORECASE)
_MODIFIED_RE = re.compile(
    r"updated?|modified|last\s+(?:edit|change|revis)\w*|revised|aktualisiert|stand|mis\s+à\s+jour|actualizad[oa]|aggiornato|atualizado|обновлено",
    re.IGNORECASE,
)
_PUBLISHED_RE = re.compile(
    r"publi\w+|posted|released?|issued|first\s+published|created|erschienen|veröffentlicht|опубликовано|date|time|tx|datum|fecha|data|on air|filed|uploaded|added",
    re.IGNORECASE,
)
_WEEKDAY_RE = re.compile(
    r"\b(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b\.?,?|"
    r"\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|"
    r"miércoles|jueves|viernes|sábado|domingo)\b,?",
    re.IGNORECASE,
)
_FILLER_RE = re.compile(r"\b(?:on|at|by|in|the|of|am|le|el|um|den|and|local\s+time|ist|cst|hrs?|uhr)\b", re.IGNORECASE)
_SEPARATOR_RE = re.compile(r"\s+[-–—|·•/]\s+|\s{3,}|\s*[|·•]\s*")
# date 2025-09-02 Xi, Putin laud ... | Published: 2 May 2025 Police arrest ...
_GLUE_RE = re.compile(
    r"(?P<word>date|pubdate|datetime|timestamp|published|posted|updated|crawled|time)\s*[:=]?\s+(?=\d|[A-Z][a-z]{2,8}\.?\s\d)",
    re.IGNORECASE,
)
_FIELD_NAME_RE = re.compile(r"(?:title|headline|heading|titel|subject|hl)\s*[:=]\s*(?=\S)", re.IGNORECASE)
# Posted by Ines on 11 June 2026 in Recalls If you bought ...
_POSTED_RE = re.compile(
    r"(?:posted|published|written|submitted|uploaded)\s+by\s+(?P<name>[^\W\d_][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,3})\s+on\s+(?=\d|[A-Z])",
    re.IGNORECASE,
)
_CATEGORY_RE = re.compile(r",?\s+(?:in|under)\s+(?P<names>[A-Z][\w&-]*(?:,?\s(?:&\s|and\s)?[A-Z][\w&-]*)*)(?=\s)")
_CAPTION_HEAD_RE = re.compile(
    r"(?:file\s+)?(?:photo|picture|image|caption|foto)s?\s*(?:shows\b|\d\s*)?[:–—-]\s+", re.IGNORECASE
)
# "This photo taken on ... shows" and "In this image ..." open captions in wire copy.
_CAPTION_OPEN_RE = re.compile(
    r"(?:(?:this|an?|the|in\s+this|undated)\s+(?:\w+\s+){0,2}(?:photo|picture|image|photograph|handout|screengrab)(?:\s+\w+){0,6}?\s+"
    r"(?:shows?|taken|provided|released)|\w+\s+are\s+seen\s+in\s+this)",
    re.IGNORECASE,
)
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
_NEVER_LAST = frozenset(
    [
        "The",
        "A",
        "An",
        "He",
        "She",
        "It",
        "They",
        "His",
        "Her",
        "Its",
        "Their",
        "And",
        "But",
        "Both",
        "No",
        "About",
        "In",
        "Who",
    ]
)
_TRUNCATED_CHARS = 40  # a last paragraph shorter than this is a signature or a button
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
    return _Taker(text, blocks, plain, known, as_of).take()


class _Taker:
    def __init__(
        self, text: str, blocks: Sequence[Part], plain: bool, known: Sequence[str], as_of: date | None
    ) -> None:
        self.text = text
        self.blocks = list(blocks)
        self.plain = plain
        self.known = {folded(k) for k in known if k}
        self.as_of = as_of
        self.parts = Parts()

    def cut(self, part: Part) -> str:
        return self.text[part.start : part.end]

    def take(self) -> Parts:
        self.drop_furniture()
        body = self.body_start()
        header, rest = self.blocks[:body], self.blocks[body:]
        if len(header) > _HEADER_LINES:
            header, rest = header[:_HEADER_LINES], header[_HEADER_LINES:] + rest
        self.take_header(header)
        self.take_body(rest)
        self.mark_doubled()
        self.mark_truncated()
        return self.parts

    def take_front_matter(self) -> None:
        """Take Markdown's front matter ("---", lines of "key: value", "---"), and comments with what dates they hold."""
        blocks = self.blocks
        if end := lines.front_matter_end([self.cut(b) for b in blocks[:41]]):
            for b in blocks[1:end]:
                m = lines.KEY_RE.match(self.cut(b))
                field = _KEYS.get(m["key"].casefold()) if m else None
                if m and field and (value := m["value"].strip().strip("\"'")):
                    at = b.start + self.cut(b).find(value)
                    self.parts.stated.append((at, at + len(value), field))
            for b in blocks[: end + 1]:
                self.parts.dropped.append((b.start, b.end, "front matter"))
            blocks = blocks[end + 1 :]
        kept = []
        for b in blocks:
            t = self.cut(b)
            if t.startswith("<!--") and t.endswith("-->"):
                self.parts.dropped.append((b.start, b.end, "comment"))
                for d in find_dates(self.text, b.start, b.end):
                    if d.year:
                        self.parts.dates.append(DateFound("published", d, "in a comment"))
            else:
                kept.append(b)
        self.blocks = kept

    def drop_furniture(self) -> None:
        """Leave out page numbers, running heads, links and buttons, and the form's own rules."""
        if not self.plain:
            return
        self.take_front_matter()
        as_lines = [lines.Line(b.start, b.end, 0, n) for n, b in enumerate(self.blocks)]
        reasons = lines.find_furniture(self.text, as_lines)
        for n, reason in sorted(reasons.items()):
            self.parts.dropped.append((self.blocks[n].start, self.blocks[n].end, reason))
        self.blocks = [b for n, b in enumerate(self.blocks) if n not in reasons]

    def body_start(self) -> int:
        """Where the header ends: the first block that is running text."""
        for n, part in enumerate(self.blocks):
            t = self.cut(part)
            if part.kind == "heading" or (self.known and folded(t) in self.known):
                continue
            if find_dateline(self.text, part.start, part.end) and len(t) > 60:
                return n
            if self.plain and (self.is_frame(t) or self.glue_at(part)):
                continue
            if self.plain and n and len(t) > 60 and credits.find_photo(t):
                return n
            if (
                self.plain
                and n
                and len(t) > 40
                and n + 1 < len(self.blocks)
                and starts_lower(self.cut(self.blocks[n + 1]))
            ):
                return n  # a sentence that a page's end cut in two
            if len(t) >= 140 or (len(t) >= 25 and ends_sentence(t) and n) or (len(t) > 70 and ends_sentence(t)):
                if credits.is_note(t) or credits.find_reporting(t) or credits.find_credits(t):
                    continue
                return n
        return len(self.blocks)

    def is_frame(self, t: str) -> bool:
        """Whether a line is a date line, byline, credit or slug, by its form alone."""
        return bool(
            credits.find_slug(t)
            or credits.find_byline(t)
            or credits.find_credits(t)
            or credits.is_note(t)
            or (len(t) < 120 and (found := find_dates(t)) and self.residue(t, found)[1])
        )

    # ------------------------------------------------------------------ header

    def take_header(self, header: Sequence[Part]) -> None:
        free: list[Part] = []
        for part in header:
            if part.kind == "caption":
                self.add_caption(part)
            elif not self.take_frame(part, header=True):
                free.append(self.unglued(part))
        chosen = self.choose_headline(free)
        seen = chosen is None
        for part in free:
            if part is chosen:
                seen = True
                self.parts.headline = (part.start, part.end)
                self.parts.units.insert(0, Unit("headline", [(part.start, part.end)]))
                continue
            t = self.cut(part)
            if host_of(t) or (not seen and self.is_masthead(t)) or (by_name(t.strip("*_ ")) is not None):
                self.parts.outlets.append((part.start, part.end, t.strip("*_ ")))
                self.parts.fields.append((part.start, part.end))
            elif not seen and self.plain:
                self.parts.dropped.append((part.start, part.end, "above the headline"))
            elif seen and self.plain and len(t.split()) <= 3 and not ends_sentence(t):
                self.parts.dropped.append((part.start, part.end, "label in the header"))
            else:
                self.parts.units.append(Unit("subhead", [(part.start, part.end)]))

    def unglued(self, part: Part) -> Part:
        """The part without a date or field name that extraction glued to its head."""
        glue = self.glue_at(part)
        if glue is None:
            return part
        stop, body, found = glue
        if found:
            self.parts.dates.append(found)
        self.parts.glued.append((part.start, stop))
        self.parts.fields.append((part.start, stop))
        return msgspec.structs.replace(part, start=body)

    def glue_at(self, part: Part) -> tuple[int, int, DateFound | None] | None:
        """Where metadata glued to the head of a line ends, where the line begins, and its date."""
        m = _GLUE_RE.match(self.text, part.start, part.end)
        if m:
            found = find_dates(self.text, m.end(), min(part.end, m.end() + 40))
            if found and found[0].start == m.end():
                stop = found[0].end
                rest = self.text[stop : part.end]
                body = rest.lstrip(" ,;:|-–—")
                if len(body.split()) >= 3 and body[0].isupper() and not _PUBLISHED_RE.match(body):
                    word = m["word"].casefold()
                    role = (
                        "published"
                        if word in ("published", "posted")
                        else "modified"
                        if word == "updated"
                        else "scraped"
                    )
                    return stop, part.end - len(body), DateFound(role, found[0], f'"{word}" glued to the headline')
        m = _FIELD_NAME_RE.match(self.text, part.start, part.end)
        if m:
            return m.start() + len(m.group().rstrip()), m.end(), None
        return None

    def is_masthead(self, t: str) -> bool:
        """Whether a line above the headline reads as an outlet's name: few words, all with capitals."""
        words = [w for w in re.findall(r"[^\W\d_][\w'’.-]*", t) if len(w) > 3 or w[0].isupper()]
        return 1 <= len(words) <= 7 and all(w[0].isupper() for w in words) and not ends_sentence(t)

    def choose_headline(self, free: Sequence[Part]) -> Part | None:
        """The line that is the headline.

        A site's name may be set as a heading ("## Rahbar International"), a department may stand above the
        headline, a standfirst below it: so headings come first, then lines of four words and more, then place.
        """
        best: tuple[float, Part] | None = None
        many = any(len(self.cut(p).split()) >= 4 for p in free)
        for n, part in enumerate(free):
            t = self.cut(part).strip("*_ ")
            if not any(c.isalpha() for c in t) or host_of(t):
                continue
            words = t.split()
            score = -0.3 * n
            if folded(t) in self.known:
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
            if ends_sentence(t) and t.endswith((".", ";", ":")):
                score -= 1
            if best is None or score > best[0]:
                best = (score, part)
        if best is None or (best[0] < -3 and len(free) > 1):
            return None
        return best[1]

    # ------------------------------------------------------------------ frame

    def take_frame(self, part: Part, header: bool) -> bool:
        """Take a line that is a field of the frame; False where it is text."""
        t = self.cut(part)
        if len(t) > 500 or (self.known and folded(t) in self.known):
            return False
        p = self.parts
        if credits.is_note(t):
            p.units.append(Unit("note", [(part.start, part.end)]))
            return True
        if slug := credits.find_slug(t):
            p.slug = p.slug or msgspec.structs.replace(slug, start=part.start, end=part.end)
            p.named.append(credits.Named(part.start, part.start + slug.end, slug.agency, "agency"))
            p.dates += [
                DateFound("published", d, "agency header line") for d in find_dates(self.text, part.start, part.end)
            ]
            p.fields.append((part.start, part.end))
            return True
        if reporting := credits.find_reporting(t):
            self.name_all(reporting, part)
            return True
        if header and self.take_date_line(part):
            return True
        if not header and len(t) < 100 and (found := find_dates(t)) and self.residue(t, found)[1] and self.roles_of(t):
            return self.take_date_line(part)
        found_credits = credits.find_credits(t)
        if found_credits and (header or len(t) < 160):
            self.name_all(found_credits, part)
            return True
        if header and part.kind != "heading" and (byline := credits.find_byline(t)):
            self.name_all(byline, part)
            return True
        return header and self.as_of_line(part)

    def as_of_line(self, part: Part) -> bool:
        t = self.cut(part)
        if len(t) > 60:
            return False
        ago = find_ago(t, self.as_of)
        if not ago:
            return False
        beside = _FILLER_RE.sub("", _PUBLISHED_RE.sub("", t[: ago.start] + t[ago.end :]))
        if len(beside.strip(" ,.:|-–—")) > 2:
            return False
        self.parts.ago = ago._replace(start=part.start + ago.start, end=part.start + ago.end)
        self.parts.fields.append((part.start, part.end))
        return True

    def name_all(self, named: Sequence[credits.Named], part: Part) -> None:
        self.parts.named += [
            msgspec.structs.replace(n, start=n.start + part.start, end=n.end + part.start) for n in named
        ]
        self.parts.fields.append((part.start, part.end))

    def roles_of(self, t: str) -> list[tuple[int, str]]:
        """The words of a line that give its dates a role: place -> role, in order."""
        out: dict[int, str] = {}
        for role, pattern in (
            ("published", _PUBLISHED_RE),
            ("modified", _MODIFIED_RE),
            ("scraped", _SCRAPED_RE),
            ("printed", _PRINTED_RE),
        ):
            for m in pattern.finditer(t):
                out[m.start()] = role
        # "Document Date": the word "Date" inside gives no role of its own.
        printed = [m.span() for m in _PRINTED_RE.finditer(t)]
        return sorted(
            (at, role) for at, role in out.items() if role == "printed" or not any(a < at < b for a, b in printed)
        )

    def residue(self, t: str, found: Sequence[Shown]) -> tuple[str, bool]:
        """What a line says beside its dates, and whether that is so little that it is a date line."""
        rest = t
        for d in reversed(found):
            rest = rest[: d.start] + "  |  " + rest[d.end :]
        for pattern in (_PRINTED_RE, _SCRAPED_RE, _MODIFIED_RE, _PUBLISHED_RE, _WEEKDAY_RE, _FILLER_RE):
            rest = pattern.sub(" ", rest)
        bare = " ".join(re.sub(r"[\W_]+", " ", rest).split())
        return rest, len(bare) <= 6

    def take_date_line(self, part: Part) -> bool:
        """Take a line that is dates and little else: a date line, a masthead with a date, a dated byline."""
        t = self.cut(part)
        if len(t) > 160:
            return False
        found = find_dates(t)
        if not found:
            return False
        _, only = self.residue(t, found)
        outlet: tuple[int, int] | None = None
        named: list[credits.Named] = []
        placed = False
        if not only:
            bare = t.strip("*_ ")
            lead = t.find(bare)
            # Sunday 15 February 2026, by Dan Arkle
            by = re.search(r"\b[Bb]y\s+(?=[A-ZÀ-Þ])", bare)
            if by:
                named = [
                    msgspec.structs.replace(n, start=n.start + lead + by.start(), end=n.end + lead + by.start())
                    for n in credits.find_byline(bare[by.start() :])
                ]
                left = _SEPARATOR_RE.sub(" ", self.residue(bare[: by.start()], find_dates(bare[: by.start()]))[0])
                if not named or len(left.strip(" ,.|")) > 6:
                    named = []
            if not named:
                # RADIO X - English service - 06.05.2026 12:55 | The Evening Chronicle      Thursday, May 7, 2026
                before = t[: found[0].start]
                cells = [c.strip(" ,:*_") for c in _SEPARATOR_RE.split(before) if c.strip(" ,:*_")]
                cells = [c for c in cells if _PUBLISHED_RE.sub("", _WEEKDAY_RE.sub("", c)).strip(" ,:")]
                after = t[found[-1].end :].strip(" ,.*_|-–—)")
                if cells and _SEPARATOR_RE.search(before) and len(after.split()) <= 2 and self.is_masthead(cells[0]):
                    at = t.find(cells[0])
                    outlet = (at, at + len(cells[0]))
                # Gothenburg, 9 June 2026, 09:00 CEST: a place and a day on a line of their own
                elif (
                    len(cells) == 1
                    and not after
                    and re.fullmatch(r"\s*[*_]*(?:[A-ZÀ-Þ][\w.'’-]*[ ,]*){1,4}", before)
                    and before.rstrip().endswith(",")
                    and found[0].year
                ):
                    placed = True
                else:
                    return False
        p = self.parts
        roles = self.roles_of(t)
        for d in found:
            role = next((r for at, r in reversed(roles) if at < d.start), None)
            why = f'"{t[: d.start].strip(" *_:|-")[-40:]}"' if role else "a date on a line of its own"
            if outlet and role is None:
                role, why = "published", "beside the outlet's name"
            if placed:
                role, why = "published", "place and day on a line of their own"
            p.dates.append(DateFound(role, d._replace(start=d.start + part.start, end=d.end + part.start), why))
        if outlet:
            p.outlets.append((part.start + outlet[0], part.start + outlet[1], t[outlet[0] : outlet[1]]))
        p.named += [msgspec.structs.replace(n, start=n.start + part.start, end=n.end + part.start) for n in named]
        p.fields.append((part.start, part.end))
        return True

    def add_caption(self, part: Part) -> None:
        photo = credits.find_photo(self.cut(part))
        end = part.end
        if photo:
            at, named = photo
            self.parts.named += [
                msgspec.structs.replace(n, start=n.start + part.start, end=n.end + part.start) for n in named
            ]
            self.parts.fields.append((part.start + at, part.end))
            end = part.start + len(self.cut(part)[:at].rstrip())
        if end > part.start:
            self.parts.units.append(Unit("caption", [(part.start, end)]))
            self.parts.dates += [
                DateFound("caption", d, "in a caption") for d in find_dates(self.text, part.start, end)
            ]

    # ------------------------------------------------------------------ body

    def take_body(self, body: Sequence[Part]) -> None:
        if not body:
            return
        body = self.without_signoff(list(body))
        started = False  # whether a paragraph of the story itself was seen
        seen = 0
        last = len(body) - 1
        for n, part in enumerate(body):
            t = self.cut(part)
            if part.kind == "caption" or (not started and self.is_caption(part, body[n + 1 : n + 2])):
                self.add_caption(part)
                continue
            if part.kind == "heading":
                self.parts.units.append(Unit("subhead", [(part.start, part.end)]))
                continue
            if (not seen or n >= last - 3 or len(t) < 200) and self.take_frame(part, header=False):
                continue
            if self.plain and seen and n >= last - 2 and len(t) < 80 and (byline := credits.find_byline(t)):
                self.name_all(byline, part)
                continue
            if seen < 3 and self.parts.dateline is None:
                part = self.without_posted(part) if seen == 0 else part
                part = self.without_dateline(part)
            if started and self.is_caption_marked(t):
                self.add_caption(part)
                continue
            if n >= last - 2:
                part = self.without_tail_credit(part)
            if part.start >= part.end:
                continue
            t = self.cut(part)
            if self.plain and len(t.split()) <= 2 and len(t) < 30 and t[0].islower() and not ends_sentence(t):
                self.parts.dropped.append((part.start, part.end, "a word on a line of its own"))
                continue
            if started and self.is_subhead(t, body[n + 1 : n + 2]):
                self.parts.units.append(Unit("subhead", [(part.start, part.end)]))
                continue
            seen += 1
            started = True
            if not self.join_split(part):
                self.parts.units.append(Unit("body", [(part.start, part.end)]))

    def without_signoff(self, body: list[Part]) -> list[Part]:
        """The body without the agency's sign-off at its end: "(APS) tv/mh/rk 141332Z" | "LN/rf" | "MNX"."""
        if not self.plain:
            return body
        agency = self.parts.slug.agency if self.parts.slug else None
        if agency is None:
            dateline = next((d for p in body[:3] if (d := find_dateline(self.text, p.start, p.end))), None)
            agency = dateline.agency if dateline else None
        last = len(body) - 1
        while last > 0:
            t = self.cut(body[last])
            # "(Reporting by ...; editing by ...)" may stand below it.
            if len(t) > 50 and credits.find_reporting(t):
                last -= 1
                continue
            sign = credits.find_signoff(t, agency) if len(t) <= 50 else None
            if sign is None:
                break
            part = body.pop(last)
            last -= 1
            self.parts.named.append(
                credits.Named(part.start + sign.start, part.start + sign.end, sign.agency, "agency")
            )
            self.parts.fields.append((part.start, part.end))
        return body

    def is_caption(self, part: Part, following: Sequence[Part]) -> bool:
        """Whether a paragraph above the story is a caption: it closes with a photo credit, or opens as captions do."""
        t = self.cut(part)
        if find_dateline(self.text, part.start, part.end):
            return False
        if credits.find_photo(t):
            return bool(following)
        return bool(following) and bool(_CAPTION_HEAD_RE.match(t) or _CAPTION_OPEN_RE.match(t)) and len(t) < 700

    def is_caption_marked(self, t: str) -> bool:
        return len(t) < 700 and credits.find_photo(t) is not None

    def is_subhead(self, t: str, following: Sequence[Part]) -> bool:
        """Whether a short line between paragraphs is a heading."""
        return (
            3 <= len(t) <= 70
            and not ends_sentence(t)
            and t[-1] not in ",-–—"
            and t[0].isupper()
            and len(t.split()) <= 9
            and bool(following)
            and len(self.cut(following[0])) > 1.5 * len(t)
            and not starts_lower(self.cut(following[0]))
        )

    def without_posted(self, part: Part) -> Part:
        """The paragraph without a blog's "Posted by X on DATE in CATEGORY" that extraction glued to its head."""
        m = _POSTED_RE.match(self.text, part.start, part.end)
        if not m:
            return part
        found = find_dates(self.text, m.end(), min(part.end, m.end() + 40))
        if not found or found[0].start > m.end() + 12:
            return part
        end = found[0].end
        category = _CATEGORY_RE.match(self.text, end, part.end)
        if category:
            names = category["names"].split()
            after = self.text[category.end() : part.end].lstrip()
            # The last capitalised word begins the story where a small letter follows: "in Recalls If you ..."
            if after[:1].islower() and len(names) > 1:
                names.pop()
            end = (
                category.start("names") + len(" ".join(names))
                if not after[:1].islower() or len(category["names"].split()) > 1
                else end
            )
        body = end
        while body < part.end and self.text[body] in " ,.;:|–—-\t\n":
            body += 1
        if body >= part.end:
            return part
        self.parts.dates.append(DateFound("published", found[0], '"posted"'))
        self.parts.named.append(credits.Named(m.start("name"), m.end("name"), m["name"], "by"))
        self.parts.fields.append((part.start, end))
        self.parts.glued.append((part.start, end))
        return msgspec.structs.replace(part, start=body)

    def without_dateline(self, part: Part) -> Part:
        found = find_dateline(self.text, part.start, part.end)
        if not found:
            return part
        p = self.parts
        p.dateline = found
        p.fields.append((found.start, found.end))
        if found.agency and found.agency_at:
            p.named.append(credits.Named(*found.agency_at, found.agency, "agency"))
        return msgspec.structs.replace(part, start=found.body)

    def without_tail_credit(self, part: Part) -> Part:
        """The paragraph without a bracketed credit at its end: "... on Friday. (Reuters)"."""
        t = self.cut(part)
        tail = t[-200:]
        m = re.search(r"(?<=[.!?\"'”’])\s*([(\[][^()\[\]]{2,150}[)\]])\.?$", tail)
        if not m:
            return part
        at = len(t) - len(tail) + m.start(1)
        named = credits.find_credits(m[1]) or credits.find_reporting(m[1])
        if not named and (photo := credits.find_photo(m[1])):
            named = photo[1]
        if not named:
            return part
        self.parts.named += [
            msgspec.structs.replace(n, start=n.start + part.start + at, end=n.end + part.start + at) for n in named
        ]
        self.parts.fields.append((part.start + at, part.end))
        return msgspec.structs.replace(part, end=part.start + len(t[:at].rstrip()))

    def join_split(self, part: Part) -> bool:
        """Join a paragraph to the one before, where the one stops in mid-sentence and the other goes on with it."""
        units = self.parts.units
        if not units or units[-1].role != "body" or not self.plain:
            return False
        start, end = units[-1].pieces[-1]
        before, here = self.text[start:end].removesuffix(GAP).rstrip(), self.cut(part)
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
            self.parts.dropped.append((end, end + 1, "hyphen at a page's end"))
        unit = units[-1]
        unit.pieces[-1] = (start, end)
        unit.pieces.append((part.start, part.end))
        units[-1] = msgspec.structs.replace(unit, joins=[join]) if not unit.joins else unit
        if unit.joins:
            unit.joins.append(join)
        self.parts.split.append((part.start, part.end))
        return True

    def mark_truncated(self) -> None:
        """Mark the end of a text that stops in mid-sentence, as all its other paragraphs do not."""
        body = [u for u in self.parts.units if u.role == "body"]
        if len(body) < 3 or self.parts.units[-1] is not body[-1]:
            return
        start, end = body[-1].pieces[-1]
        last = self.text[start:end].rstrip()
        if len(last) < _TRUNCATED_CHARS or ends_sentence(last) or last[-1] in ")]":
            return
        # A list's items and a poem's lines end without stops; a name or a capital at the end closes a signature.
        if not all(ends_sentence(self.text[slice(*u.pieces[-1])]) for u in body[:-1]):
            return
        word = re.search(r"[^\W\d_]+[,-]?$", last)
        # "The" and its like close nothing; another capital may be a name that closes a signature.
        if word and (word.group()[0].islower() or word.group() in _NEVER_LAST):
            self.parts.truncated = (start + max(0, len(last) - 60), start + len(last))

    def mark_doubled(self) -> None:
        """Leave out a paragraph that stands in the text a second time, and say so."""
        seen: dict[str, tuple[int, int]] = {}
        kept: list[Unit] = []
        for unit in self.parts.units:
            start, end = unit.pieces[0][0], unit.pieces[-1][1]
            if unit.role in ("body", "caption") and end - start >= 80:
                key = self.text[start:end] if len(unit.pieces) == 1 else ""
                key = " ".join(key.split()).casefold()
                if key and key in seen:
                    self.parts.doubled.append(((start, end), seen[key]))
                    self.parts.dropped.append((start, end, "the same paragraph again"))
                    continue
                seen.setdefault(key, (start, end))
            kept.append(unit)
        self.parts.units = kept
