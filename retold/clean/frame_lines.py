"""Lines that are a field of the frame: date lines, bylines, credits, slugs, notes of an update."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from retold.clean import credits, photos, reporters, wire_lines
from retold.clean.lines import ends_sentence, folded
from retold.clean.outlets import by_name
from retold.clean.parts import DateFound, Part, Unit, Work
from retold.clean.photo_labels import find_labelled
from retold.clean.stamps import Shown, find_ago, find_dates

_PRINTED_RE = re.compile(
    r"(?:document|print|export)\s*(?:ed)?\s*date|print(?:ed)?(?:\s+on|\s+at)?\b|export(?:ed)?\b|download(?:ed)?\b|load-date|generated\b",
    re.IGNORECASE,
)
_SCRAPED_RE = re.compile(r"retrieved|accessed|crawled|fetched|scraped|archived|captured|snapshot", re.IGNORECASE)
_MODIFIED_RE = re.compile(
    r"updated?|modified|last\s+(?:edit|change|revis)\w*|revised|aktualisiert|stand|mis\s+à\s+jour|actualizad[oa]|aggiornato|atualizado|обновлено",
    re.IGNORECASE,
)
PUBLISHED_RE = re.compile(
    r"(?<![^\W\d_])(?:publi\w+|posted|released?|issued|first\s+published|created|erschienen|veröffentlicht|опубликовано|date|time|tx|datum|fecha|data|on air|filed|uploaded|added)",
    re.IGNORECASE,
)
_WEEKDAY_RE = re.compile(
    r"\b(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b\.?,?|"
    r"\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|"
    r"miércoles|jueves|viernes|sábado|domingo)\b,?",
    re.IGNORECASE,
)
_LAST_WEEKDAY_RE = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?$", re.IGNORECASE)
_FILLER_RE = re.compile(
    r"\b(?:originally|first|last|on|at|by|in|the|of|am|le|el|um|den|and|local\s+time|ist|cst|hrs?|uhr)\b", re.IGNORECASE
)
_SEPARATOR_RE = re.compile(r"\s+[-–—|·•/]\s+|\s{3,}|\s*[|·•]\s*")


def is_frame(t: str) -> bool:
    """Whether a line is a date line, byline, credit or slug, by its form alone."""
    return bool(
        wire_lines.find_slug(t)
        or photos.find_photo_line(t)
        or credits.find_byline(t)
        or credits.find_credits(t)
        or wire_lines.is_note(t)
        or (len(t) < 160 and (found := find_dates(t)) and (residue(t, found)[1] or agency_before(t, found)))
    )


def take_frame(work: Work, part: Part, header: bool) -> bool:
    """Take a line that is a field of the frame; False where it is text."""
    t = work.cut(part)
    if len(t) > 500 or (work.known and folded(t) in work.known):
        return False
    p = work.parts
    if wire_lines.is_note(t) and not (len(t) < 100 and (days := find_dates(t)) and residue(t, days)[1]):
        p.units.append(Unit("note", [(part.start, part.end)]))
        return True
    if slug := wire_lines.find_slug(t):
        p.slug = p.slug or msgspec.structs.replace(slug, start=part.start, end=part.end)
        p.named.append(credits.Named(part.start, part.start + slug.end, slug.agency, "agency"))
        p.dates += [
            DateFound("published", d, "agency header line") for d in find_dates(work.text, part.start, part.end)
        ]
        p.fields.append((part.start, part.end))
        return True
    if reporting := reporters.find_reporting(t):
        name_all(work, reporting, part)
        return True
    if header and take_date_line(work, part):
        return True
    if not header and len(t) < 100 and (found := find_dates(t)) and residue(t, found)[1] and roles_of(t):
        return take_date_line(work, part)
    found_credits = credits.find_credits(t) or credits.find_copyright(t)
    if found_credits and (header or len(t) < 160):
        name_all(work, found_credits, part)
        return True
    if photo := photos.find_photo_line(t) if header or work.plain else find_labelled(t):
        name_all(work, photo, part)
        return True
    if header and part.kind != "heading" and (byline := credits.find_byline(t)):
        name_all(work, byline, part)
        return True
    return header and as_of_line(work, part)


def as_of_line(work: Work, part: Part) -> bool:
    t = work.cut(part)
    if len(t) > 60:
        return False
    ago = find_ago(t, work.as_of)
    if not ago:
        return False
    beside = _FILLER_RE.sub("", PUBLISHED_RE.sub("", t[: ago.start] + t[ago.end :]))
    if len(beside.strip(" ,.:|-–—")) > 2:
        return False
    work.parts.ago = ago._replace(start=part.start + ago.start, end=part.start + ago.end)
    work.parts.fields.append((part.start, part.end))
    return True


def name_all(work: Work, named: Sequence[credits.Named], part: Part) -> None:
    work.parts.named += [msgspec.structs.replace(n, start=n.start + part.start, end=n.end + part.start) for n in named]
    work.parts.fields.append((part.start, part.end))


def roles_of(t: str) -> list[tuple[int, str]]:
    """The words of a line that give its dates a role: place -> role, in order."""
    out: dict[int, str] = {}
    for role, pattern in (
        ("published", PUBLISHED_RE),
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


def residue(t: str, found: Sequence[Shown]) -> tuple[str, bool]:
    """What a line says beside its dates, and whether that is so little that it is a date line."""
    rest = t
    for d in reversed(found):
        rest = rest[: d.start] + "  |  " + rest[d.end :]
    for pattern in (_PRINTED_RE, _SCRAPED_RE, _MODIFIED_RE, PUBLISHED_RE, _WEEKDAY_RE, _FILLER_RE):
        rest = pattern.sub(" ", rest)
    bare = " ".join(re.sub(r"[\W_]+", " ", rest).split())
    return rest, len(bare) <= 6


def take_date_line(work: Work, part: Part) -> bool:
    """Take a line that is dates and little else: a date line, a masthead with a date, a dated byline."""
    t = work.cut(part)
    if len(t) > 160:
        return False
    found = find_dates(t)
    if not found:
        return False
    _, only = residue(t, found)
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
            left = _SEPARATOR_RE.sub(" ", residue(bare[: by.start()], find_dates(bare[: by.start()]))[0])
            if not named or len(left.strip(" ,.|")) > 6:
                named = []
        if not named:
            named = agency_before(t, found)
        if not named:
            # RADIO X - English service - 06.05.2026 12:55 | The Evening Chronicle      Thursday, May 7, 2026
            before = t[: found[0].start]
            cells = [c.strip(" ,:*_") for c in _SEPARATOR_RE.split(before) if c.strip(" ,:*_")]
            cells = [c for c in cells if PUBLISHED_RE.sub("", _WEEKDAY_RE.sub("", c)).strip(" ,:")]
            after = t[found[-1].end :].strip(" ,.*_|-–—)")
            # CBS News July 15, 2018, 2:09 PM
            named_alone = len(cells) == 1 and not after and by_name(cells[0]) is not None
            parted = _SEPARATOR_RE.search(before) and len(after.split()) <= 2
            if named_alone or (cells and parted and is_masthead(cells[0])):
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
    p = work.parts
    roles = roles_of(t) or _role_above(work, part)
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


def agency_before(t: str, found: Sequence[Shown]) -> list[credits.Named]:
    """The people and the agency that stand before the dates of a line which says nothing else, offsets in `t`.

    Dana Orlow, Reuters Published 6:18 a.m. ET March 16, 2026 | The Associated Press | Monday, March 16, 2026, 9:06 a.m.
    """
    ends = [found[0].start, *(at for at, _ in roles_of(t) if at)]
    before = t[: min(ends)].rstrip(" ,|–—-")
    if m := _LAST_WEEKDAY_RE.search(before):
        before = before[: m.start()].rstrip(" ,|–—-")
    rest = t[len(before) :]
    moved = [d._replace(start=d.start - len(before), end=d.end - len(before)) for d in found]
    return credits.find_agency_byline(before) if before and residue(rest, moved)[1] else []


def _role_above(work: Work, part: Part) -> list[tuple[int, str]]:
    """The role that a line of its own above a date gives it: "Updated"."""
    above = work.text[max(0, part.start - 40) : part.start].rstrip()
    label = above.rpartition("\n")[2].strip(" *_:")
    roles = roles_of(label) if 0 < len(label) <= 20 else []
    return [(-1, roles[-1][1])] if roles and residue(label, [])[1] else []


def is_masthead(t: str) -> bool:
    """Whether a line above the headline reads as an outlet's name: few words, all with capitals, no clock and no label."""
    if ":" in t or sum(map(str.isdigit, t)) > 2:
        return False
    words = [w for w in re.findall(r"[^\W\d_][\w'’.-]*", t) if len(w) > 3 or w[0].isupper()]
    return 1 <= len(words) <= 7 and all(w[0].isupper() for w in words) and not ends_sentence(t)
