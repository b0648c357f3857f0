"""Who is named as author or as where a report came from: bylines, credit lines, agency slugs, update notes."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from retold.clean.outlets import by_name, is_agency


class Named(msgspec.Struct, frozen=True, gc=False, order=True):
    """A name at text [start, end): `kind` of a credit, or "by" with the author's `role`."""

    start: int
    end: int
    name: str
    kind: str
    role: str = "author"


class Slug(msgspec.Struct, frozen=True, gc=False, order=True):
    """An agency's own header or sign-off line: who, which story, at what place in the text."""

    start: int
    end: int
    agency: str
    slug: str | None


_NAME = r"[^\W\d_][\w.'’&*-]*(?:\s+(?:de|del|da|di|van|von|der|bin|al|el|la|le|of|the|and|for|&)\s+[^\W\d_][\w.'’&-]*|\s+[^\W\d_a-zà-ÿ][\w.'’&-]*)*"


@cache
def _credit_res() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Forms in which a line, or its end, names where the report came from; the name is the group."""
    flags = re.IGNORECASE
    return (
        (
            "republished",
            re.compile(
                r"(?:(?:this|the)\s+(?:article|story|report|piece|item|text)\s+)?(?:was\s+|has\s+been\s+|is\s+)?"
                r"(?:(?:originally|first|previously)\s+(?:published|appeared|posted|run|ran)|re-?published|reprinted|reproduced|syndicated|"
                r"cross-?posted)\s+"
                r"(?:with\s+(?:the\s+)?permission\s+)?(?:by|in|on|at|from|of|courtesy\s+of)\s+(?P<name>[^.;()\n]{2,60})",
                flags,
            ),
        ),
        (
            "compiled",
            re.compile(
                r"(?:with|additional|further|contains|includes|using)\s+(?:(?:additional|some|further)\s+)?"
                r"(?:inputs?|material|reporting|files?|contributions?|information|reports?|copy|content|input|agency\s+inputs)\s+"
                r"(?:from|by|of)\s+(?P<name>[^.;()\n]{2,60})",
                flags,
            ),
        ),
        (
            "republished",
            re.compile(
                r"(?:this\s+)?(?:(?:partner|sponsored|syndicated)\s+)?(?:content|copy|story|article|report)\s+"
                r"(?:is\s+|was\s+|comes\s+)?(?:from|provided\s+by|supplied\s+by|courtesy\s+of)\s+(?P<name>[^.;()\n]{2,60})$",
                flags,
            ),
        ),
        (
            "agency",
            re.compile(
                r"(?:news\s+)?(?:sources?|credits?|agency|agencies|via|courtesy(?:\s+of)?|text|quelle|fuente|fonte|источник|来源)"
                r"(?:\s*[:：–—-]\s*|\s+)(?P<name>[^.;()\n]{2,50})",
                flags,
            ),
        ),
    )


@cache
def _byline_re() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?:written|reported|story|words|text|report|edited|compiled|posted)\s+)?(?:by|von|por|par|door|av)\s*:?\s+(?P<names>.{2,120})",
        re.IGNORECASE,
    )


@cache
def _desk_re() -> re.Pattern[str]:
    return re.compile(
        r"(?:from\s+our\s+[\w\s-]{3,40}|(?:our|a|the)?\s*(?:[\w']+\s+){0,3}(?:staff(?:\s+(?:reporters?|writers?))?|desk|newsroom|bureau|"
        r"correspondents?|reporters?|web\s+desk|news\s+desk|editorial\s+team))",
        re.IGNORECASE,
    )


# (Reporting by Jane Doe and John Roe; Editing by Ann Lee)
@cache
def _reporting_re() -> re.Pattern[str]:
    return re.compile(
        r"[(\[]?\s*(?:(?:additional\s+)?(?:reporting|writing|compiled|translation|edited|editing|research|graphics?)\s+(?:by|in)\s+[^()]{3,400})[)\]]?\.?",
        re.IGNORECASE,
    )


@cache
def _note_re() -> re.Pattern[str]:
    return re.compile(
        r"""
        [(\[]\s*(?:updates?|updated|adds?|added|corrects?|corrected|correcting|recasts?|refiles?|refiled|clarifies|fixes|repeats|rewrites|
            changes|removes|deletes|releads|writethru|(?:eds?|editor'?s?)\s*(?:note)?\s*:)\b[^()\[\]]{3,300}(?:\([^()]*\)[^()]*)?[)\]]\.?
        | (?:correction|clarification|editor['’]?s?\s+note|update(?:d)?|corrected|refile|note\s+to\s+editors|eds?)\s*(?:\([^()]{1,40}\)\s*)?[:–—]\s*.{8,}
        | (?:this|an?|the)\s+(?:article|story|report|version|earlier\s+version|previous\s+version|item|headline)\b.{0,60}?\b
            (?:was|has\s+been|is)\s+(?:amended|corrected|updated|clarified|revised|changed)\b.{3,}
        | an\s+(?:earlier|previous)\s+version\s+of\s+(?:this|the)\b.{8,}
        """,
        re.IGNORECASE | re.VERBOSE | re.DOTALL,
    )


# APS0131 4 1332Z 14FEB26 SI-ACCIDENT/2NDLEAD | MNX-NS-011 CITY-TRAM 17-09-26 0920Z | LN 22-04-2026 14:05 CULTURE CRIME
@cache
def _slug_re() -> re.Pattern[str]:
    return re.compile(r"(?P<agency>[A-Z]{2,8})(?:-[A-Z]{2,3})?[-]?\d{0,5}\s[A-Z0-9 /:().,-]{8,90}")


# (APS) tv/mh/rk 141332Z | LN/rf | MNX | (Xinhua) | -ends-
@cache
def _signoff_re() -> re.Pattern[str]:
    return re.compile(
        r"[(\[]?(?P<agency>[A-Z][A-Za-z]{1,15})[)\]]?(?P<rest>(?:/[a-z]{2,4}|\s+[a-z]{1,4}(?:/[a-z]{1,4}){1,4}|\s+[a-z]{2})?(?:\s+\d{4,6}Z?)?)",
    )


_NOTE_HEADS = ("update", "add", "correct", "recast", "refile", "clarif", "fix", "repeat", "rewrit", "chang", "remov", "delet", "relead",
    "writethru", "ed", "note to")  # fmt: skip


def is_note(text: str) -> bool:
    """Whether a line tells of an update or a correction of the report itself."""
    if not 12 < len(text) < 600:
        return False
    # A cheap look first: most lines are no notes, and the pattern is dear to compile.
    head = text[:40].casefold().lstrip("([")
    if not head.startswith(_NOTE_HEADS) and not any(
        w in text for w in ("amended", "corrected", "updated", "clarified", "version")
    ):
        return False
    return bool(_note_re().fullmatch(text))


def find_slug(text: str) -> Slug | None:
    """What an agency's header line says; None where `text` is none. It holds a clock or a day, and capitals only."""
    m = _slug_re().fullmatch(text)
    if not m or not re.search(r"\d{4}Z|\d\d:\d\d|\d{1,2}[A-Z]{3}\d\d", text):
        return None
    words = [
        w
        for w in text.split()[1:]
        if re.fullmatch(r"[A-Z][A-Z/-]*[A-Z0-9/-]*", w) and not re.fullmatch(r"\d*Z|\d\d[A-Z]{3}\d\d", w)
    ]
    return Slug(0, len(m["agency"]), m["agency"], " ".join(words) or None)


def find_signoff(text: str, agency: str | None) -> Slug | None:
    """What a line at the end of agency copy says: "(APS) gd/rk 022015Z" | "LN/rf" | "MNX" of the agency named above."""
    m = _signoff_re().fullmatch(text)
    if not m:
        return None
    known = by_name(m["agency"])
    if m["rest"].strip() or text[0] in "([" or (agency and m["agency"].casefold() == agency.casefold()):
        if not (
            known
            or (agency and agency.casefold() == m["agency"].casefold())
            or m["rest"].strip()
            or m["agency"].isupper()
        ):
            return None
        return Slug(m.start("agency"), m.end("agency"), m["agency"], None)
    return None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ":,;-–—*_("):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:-–—*_)"):
        end -= 1
    return start, end


# One of these is in every credit; looking for them first spares the patterns, which are dear to compile.
_CREDIT_WORDS = (
    "publish", "appear", "posted", " ran ", " run ", "reprint", "reproduc", "syndicat", "content", "copy", "story", "article",
    "report", "input", "material", "file", "contribution", "information", "source", "credit", "agenc", "via", "courtesy", "text",
    "quelle", "fuente", "fonte", "источник", "来源",
)  # fmt: skip


def find_credits(text: str, whole: bool = True) -> list[Named]:
    """The outlets and agencies that a line names as where it came from, offsets in `text`.

    Args:
        text: a line, brackets and all.
        whole: the line must be a credit and nothing else; otherwise a credit may stand anywhere in it.
    """
    bare = text.strip().strip("()[]*_ ")
    lead = text.find(bare) if bare else 0
    # "(Reuters)" alone on a line
    if (
        whole
        and bare
        and len(bare) <= 40
        and text.strip()[:1] in "(["
        and text.strip()[-1:] in ")]"
        and (is_agency(bare) or re.fullmatch(r"[A-Z]{2,6}", bare))
    ):
        return [Named(lead, lead + len(bare), bare, "agency")]
    key = bare[:400].casefold()
    if not any(w in key for w in _CREDIT_WORDS):
        return []
    for kind, pattern in _credit_res():
        m = pattern.match(bare) if whole else pattern.search(bare)
        if not m:
            continue
        if whole and kind != "agency" and bare[m.end() :].strip(" .)") and len(bare) - m.end() > 60:
            continue
        if kind == "agency":
            if not whole or m.end() < len(bare.rstrip(" .")):
                continue
            name = m["name"].strip()
            separated = not re.fullmatch(r"\w+\s+\S.*", bare[: m.end("name")]) or re.match(
                r"[^\s:：–—-]+\s*[:：–—-]", bare
            )
            # "Sources Xinhua" without a colon: only what looks like a name.
            if not separated and not (is_agency(name) or re.fullmatch(_NAME, name)):
                continue
            if len(name.split()) > 6:
                continue
        return _names(text, lead + m.start("name"), lead + m.end("name"), kind)
    return []


# © 2026 AFP | Copyright 2026 The Associated Press. All rights reserved. | (c) Copyright Thomson Reuters 2026
@cache
def _copyright_re() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?:©|\(c\)|copyright|\(copyright\)),?\s*){1,2}(?:by\s+)?(?:(?:19|20)\d\d,?\s+)?(?:by\s+)?(?:the\s+)?(?P<name>[^.,;()|©\n\d]{2,50})",
        re.IGNORECASE,
    )


def find_copyright(text: str) -> list[Named]:
    """The agency that a line of copyright names, offsets in `text`: the copy is the agency's. A site's own is no credit."""
    if len(text) > 400 or not any(sign in text[:20].casefold() for sign in ("©", "(c)", "copyright")):
        return []
    m = _copyright_re().match(text.strip())
    if not m:
        return []
    start, end = _trimmed(m.string, *m.span("name"))
    known = by_name(m.string[start:end])
    at = text.find(m.string)
    return [Named(at + start, at + end, m.string[start:end], "agency")] if known and known.agency else []


def _names(text: str, start: int, end: int, kind: str) -> list[Named]:
    """The names of a list "Reuters, AP and AFP", each with the same kind."""
    out = []
    at = start
    for m in [*re.finditer(r"\s*(?:,\s*(?:and\s+)?|;|\s+and\s+|\s+&\s+|/|\+)\s*", text[start:end]), None]:
        stop = end if m is None else start + m.start()
        lo, hi = _trimmed(text, at, stop)
        lo += 4 if text.startswith("the ", lo) else 0
        name = text[lo:hi]
        if name and name[0].isalpha():
            which = kind
            if kind == "agency" and not is_agency(name) and by_name(name):
                which = "republished"
            out.append(Named(lo, hi, name, which))
        if m is not None:
            at = start + m.end()
    return out


# One to three people, in capitals or with them: DANA ORLOW | Dana Orlow and Piet Vam
_PERSON = r"[A-ZÀ-Þ][\w.'’-]*(?:\s+(?:(?:de|del|da|di|van|von|der|bin|al|el|la|le)\s+)?[A-ZÀ-Þ][\w.'’-]*){1,3}"


@cache
def _people_re() -> re.Pattern[str]:
    return re.compile(rf"{_PERSON}(?:(?:\s*,\s*|\s+and\s+|\s*,\s*and\s+|\s+&\s+){_PERSON}){{0,2}}")


def is_person_line(text: str) -> bool:
    """Whether a line could be one person's name and nothing else."""
    return len(text) <= 40 and re.fullmatch(_PERSON, text) is not None and by_name(text) is None


_CELL_RE = re.compile(r"\s+[|–—-]\s+")
_BETWEEN = re.compile(r"\s*[,|/•·–—-]\s*|\s+(?:for|of|with)\s+(?:the\s+)?|\s+(?:the\s+)?", re.IGNORECASE)


def find_agency_byline(text: str) -> list[Named]:
    """People with the agency they write for, offsets in `text`, as sites set them without a "by".

    "Dana Orlow, Associated Press" | "DANA ORLOW Associated Press" | "Dana Orlow and Piet Vam | AP" | "The Associated Press".
    Empty where the line is anything else; the agency must be one of the table.
    """
    line = text.strip(" *_()[]|,–—-")
    if not 2 <= len(line) <= 120:
        return []
    lead = text.find(line)
    words = list(re.finditer(r"\S+", line))
    for n in range(max(0, len(words) - 4), len(words)):
        at = words[n].start()
        known = by_name(line[at:])
        if not known or not known.agency or (n and line[at:].startswith("the ")):
            continue
        agency = Named(lead + at, lead + len(line), line[at:], "agency")
        if n == 0:
            return [agency]
        stop = next((m.start() for m in _BETWEEN.finditer(line) if m.end() == at), None)
        if stop is None or not _people_re().fullmatch(line, 0, stop):
            return []
        people = re.finditer(r"(?:(?!\s*,\s*|\s+and\s+|\s+&\s+).)+", line[:stop])
        named = [_trimmed(line, m.start(), m.end()) for m in people]
        named = [(lo + 4 * line.startswith("and ", lo), hi) for lo, hi in named]
        return [*(Named(lead + lo, lead + hi, line[lo:hi], "by") for lo, hi in named), agency]
    return []


def find_byline(text: str) -> list[Named]:
    """Authors and agencies of a byline, offsets in `text`; empty where the line is none."""
    line = text.strip()
    if not 4 <= len(line) <= 160:
        return []
    lead = text.find(line)
    bare = line.strip("*_()[] ")
    lead += line.find(bare)
    out: list[Named] = []
    # The Associated Press — By DANA ORLOW - Associated Press
    cell = _CELL_RE.search(bare)
    if cell and (agency := find_agency_byline(bare[: cell.start()])) and (rest := find_byline(bare[cell.end() :])):
        found = [*((lead, n) for n in agency), *((lead + cell.end(), n) for n in rest)]
        return [msgspec.structs.replace(n, start=at + n.start, end=at + n.end) for at, n in found]
    m = _byline_re().fullmatch(bare)
    if (m and not bare.endswith((".", "?", "!"))) or (m and len(bare) < 50 and bare.istitle()):
        names, at = m["names"], lead + m.start("names")
        credit = find_credits(names, whole=False)
        if credit:
            out += [Named(at + c.start, at + c.end, c.name, c.kind) for c in credit]
            names = names[: re.search(r"[;,(]|\badditional\b|\bwith\b|$", names).start()]  # type: ignore[union-attr]
        if not names[:1].isupper() and not _desk_re().fullmatch(names.strip()):
            return out
        for part in re.finditer(r"(?:(?!\s+and\s+|,|;|\||\s+[–—-]\s+|\s+in\s+[A-Z]|\s+&\s+).)+", names):
            lo, hi = _trimmed(names, part.start(), part.end())
            name = re.sub(r"^and\s+", "", names[lo:hi])
            lo = hi - len(name)
            if not name:
                continue
            both = find_agency_byline(name)
            if len(both) > 1:
                out += [Named(at + lo + b.start, at + lo + b.end, b.name, b.kind) for b in both]
            elif is_agency(name) or name.casefold() in ("agencies", "news agencies", "wire services"):
                out.append(Named(at + lo, at + hi, name, "agency"))
            elif ((name[0].isupper() and len(name.split()) <= 6) or _desk_re().fullmatch(name)) and not (
                out and _is_role(name)
            ):
                out.append(Named(at + lo, at + hi, name, "by", "staff" if _desk_re().fullmatch(name) else "author"))
        return out
    own = re.fullmatch(
        r"[Ff]rom\s+(?:our|a)\s+(?:\w+\s+)?correspondents?\s+in\s+[^,.]{3,40}(?:,\s*(?P<name>[^,.]{3,40}))?", bare
    )
    if own:
        start, end = own.span("name") if own["name"] else (0, len(bare))
        role = "correspondent" if own["name"] else "staff"
        return [Named(lead + start, lead + end, bare[start:end], "by", role)]
    if len(bare) <= 60 and not bare.endswith((".", "!", "?", ":")) and _desk_re().fullmatch(bare):
        return [Named(lead, lead + len(bare), bare, "by", "staff")]
    return find_agency_byline(text)


_ROLES = re.compile(
    r"(?:\w+\s+){0,4}(?:editor|reporter|correspondent|writer|columnist|bureau chief|producer|desk|staff|contributor|analyst)s?",
    re.IGNORECASE,
)


def _is_role(name: str) -> bool:
    return bool(_ROLES.fullmatch(name))


def find_reporting(text: str) -> list[Named]:
    """The people of "(Reporting by X and Y; editing by Z)", offsets in `text`; empty where the line is none."""
    line = text.strip()
    if len(line) > 500 or not _reporting_re().fullmatch(line):
        return []
    out = []
    for part in re.finditer(
        r"(?P<task>reporting|writing|compiled|translation|edited|editing|research|graphics?)\s+(?:by|in)\s+(?P<names>[^;()]+)",
        text,
        re.IGNORECASE,
    ):
        role = {"editing": "editor", "edited": "editor", "translation": "translator", "writing": "author"}.get(
            part["task"].casefold(), "reporter"
        )
        names, at = part["names"], part.start("names")
        for m in re.finditer(r"(?:(?!\s+and\s+|,|\s+in\s+[A-Z]).)+", names):
            lo, hi = _trimmed(names, m.start(), m.end())
            if names.startswith("in ", lo):
                continue  # where they reported from: "Ann Lee in Kestrin"
            name = names[lo:hi].removeprefix("and ").lstrip()
            if name and name[0].isupper():
                out.append(Named(at + hi - len(name), at + hi, name, "by", role))
    return out


# (Xinhua/Li Wei) | (AP Photo/Jane Doe) | (Photo by Jane Doe/AFP) | REUTERS/Jane Doe | [Photo: Reuters] | (Xinhua Photo)
@cache
def _photo_re() -> re.Pattern[str]:
    return re.compile(
        r"""
        (?P<open>[(\[])?\s*(?:
          (?:photos?|pictures?|images?|pic|photograph|video|foto|credit)\s*(?:credit)?\s*(?:by|:|courtesy\s+of|/|from)\s*(?P<by>[^()\[\]\n]{2,80})
        | (?P<agency>[A-Z][\w.&-]*(?:\s[A-Z][\w.&-]*){0,2}?)\s?(?:photos?|pictures?|images?|pool)?\s?/\s?(?P<who>[^()\[\]/\n]{2,60}(?:/[^()\[\]/\n]{2,40})?)
        | (?P<agency2>[A-Z][\w.&-]*(?:\s[A-Z][\w.&-]*){0,2}?)\s(?:file\s)?(?:photos?|pictures?|images?)
        )\s*(?(open)[)\]])\.?\s*$
        """,
        re.VERBOSE | re.IGNORECASE,
    )


_PHOTO_LABEL_RE = re.compile(
    r"(?:file\s+)?(?:photos?|pictures?|images?|credits?)\s*(?:credits?\s*)?(?::|by\b)\s*", re.IGNORECASE
)


def find_photo_line(text: str) -> list[Named]:
    """Whom a line that is a photo credit and nothing else names: "JON PELL/AFP/Getty Images" | "Jon Pell, AP Photo".

    Its last name must be one of the table, and stand behind another's.
    """
    line = text.strip(" *_()[]")
    if not 5 <= len(line) <= 120:
        return []
    lead = text.find(line)
    label = _PHOTO_LABEL_RE.match(line)
    if not label and "/" not in line:
        return []
    start = label.end() if label else 0
    cells = [m.span() for m in re.finditer(r"(?:(?!,|\s+via\s+|/).)+" if label else r"[^/]+", line[start:])]
    spans = [_trimmed(line, start + lo, start + hi) for lo, hi in cells]
    names = [line[lo:hi] for lo, hi in spans]
    if not names or not all(names):
        return []
    last = by_name(names[-1])
    if last is None or (len(names) < 2 and not label):
        return []
    if not (last.agency or "images" in names[-1].casefold()) or any(
        len(n.split()) > 5 or n.endswith(".") for n in names
    ):
        return []
    return [
        Named(lead + lo, lead + hi, name, "photo")
        if by_name(name) or is_agency(name)
        else Named(lead + lo, lead + hi, name, "by", "photographer")
        for (lo, hi), name in zip(spans, names)
        if by_name(name) or len(name.split()) >= 2
    ]


def find_photo(text: str) -> tuple[int, list[Named]] | None:
    """Where the photo credit that closes a paragraph begins, and whom it names; None where there is none.

    Without brackets the agency must be a known one in capitals ("REUTERS/Jane Doe"): "and/or" closes no caption.
    """
    if "/" not in text[-160:] and text.rstrip(". ")[-1:] not in ")]":
        return None
    tail_at = max(0, len(text) - 160)
    opener = max(text.rfind("(", tail_at), text.rfind("[", tail_at))
    m = _photo_re().match(text, opener) if opener >= 0 else None
    if m is None:
        loose = re.search(
            r"(?:^|[.!?]\s+|\s{2,})((?:[A-Z][A-Z]+(?: PHOTO| IMAGES)?|AP Photo|Getty Images)/[^./\n]{2,60}\.?)$",
            text[tail_at:],
        )
        if loose:
            m = _photo_re().match(text, tail_at + loose.start(1))
    if m is None:
        return None
    out = []
    if m["by"]:
        parts = re.split(r"\s?/\s?|\s+via\s+|,\s*", m["by"])
        at = m.start("by")
        for part in parts:
            lo = text.find(part, at)
            lo, hi = _trimmed(text, lo, lo + len(part))
            if hi > lo:
                name = text[lo:hi]
                out.append(
                    Named(lo, hi, name, "photo")
                    if is_agency(name) or by_name(name)
                    else Named(lo, hi, name, "by", "photographer")
                )
            at = hi
    else:
        agency = "agency" if m["agency"] else "agency2"
        if not (m["open"] or by_name(m[agency])):
            return None
        if m["who"] and m["open"] and not (is_agency(m[agency]) or m["who"].strip()[0].isupper()):
            return None
        out.append(Named(m.start(agency), m.end(agency), m[agency], "photo"))
        if m["who"]:
            lo, hi = _trimmed(text, m.start("who"), m.end("who"))
            out.append(Named(lo, hi, text[lo:hi], "by", "photographer"))
    return m.start(), out
