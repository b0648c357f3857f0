"""Who is named as author or as where a report came from: bylines and credit lines."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from retold.clean.credit_leads import ANY_AGENCY, BETWEEN_RE, are_agencies, find_led_credit
from retold.clean.outlets import DOMAIN_RE, by_name, is_agency


class Named(msgspec.Struct, frozen=True, gc=False, order=True):
    """A name at text [start, end): `kind` of a credit, or "by" with the author's `role`."""

    start: int
    end: int
    name: str
    kind: str
    role: str = "author"


_NAME = r"[^\W\d_][\w.'’&*-]*(?:\s+(?:de|del|da|di|do|dos|das|du|des|della|van|von|der|bin|al|el|la|le|of|the|and|for|&)\s+[^\W\d_][\w.'’&-]*|\s+[^\W\d_a-zà-ÿ][\w.'’&-]*)*"


# Forms in which a line, or its end, names where the report came from: kind, words of which one stands in the line (they
# spare the compiling of what cannot match), pattern. The name is the group; `known` are names that must be agencies',
# where a form's words alone prove nothing.
_CREDIT_FORMS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "republished",
        ("publish", "appear", "posted", "ran ", "run ", "reprint", "reproduc", "syndicat"),
        r"(?:(?:this|the)\s+(?:article|story|report|piece|item|text)\s+)?(?:was\s+|has\s+been\s+|is\s+)?"
        r"(?:(?:originally|first|previously)\s+(?:published|appeared|posted|run|ran)|re-?published|reprinted|reproduced|syndicated|"
        r"cross-?posted)\s+"
        r"(?:with\s+(?:the\s+)?permission\s+)?(?:by|in|on|at|from|of|courtesy\s+of)\s+(?P<name>(?:[^.;()\n]|\.(?=\w)){2,60})",
    ),
    # This report by The Canadian Press was first published March 4.
    (
        "republished",
        ("published",),
        r"(?:this|the)\s+(?:article|story|report|item)\s+by\s+(?P<name>(?:[^.;()\n]|\.(?=\w)){2,50}?)\s+"
        r"(?:was|has\s+been)\s+(?:first|originally)\s+published\b.*",
    ),
    (
        "compiled",
        (" from ",),
        r"(?:compiled|rewritten|adapted|edited)\s+(?:by\s+[^,;.\n]{2,40}?\s+)?from\s+(?P<name>[^.;()\n]{2,60}?)"
        r"(?:\s+(?:reports?|copy|files?|inputs?|stories|agencies))?\s*\.?$",
    ),
    (
        "compiled",
        ("with",),
        r"with\s+(?P<name>(?:news\s+)?agency|agencies['’]?|agency['’]s)\s+(?:inputs?|reports?|copy)",
    ),
    (
        "compiled",
        (" from ", " by ", " of "),
        r"(?:(?:with|additional|further|contains|includes|using)\s+|(?=inputs?\s+from))"
        r"(?:(?:additional|some|further)\s+)?"
        r"(?:inputs?|material|reporting|files?|contributions?|information|reports?|copy|content|input|agency\s+inputs)\s+"
        r"(?:from|by|of)\s+(?P<name>(?:[^.;()\n]|\.(?=\w)){2,60})",
    ),
    # (With PTI inputs) | With AFP reports
    (
        "compiled",
        ("with", "using", "including"),
        r"(?:with|including|using)\s+(?P<known>[^;()\n]{2,40}?)\s+(?:inputs?|reports?|copy|files|feeds?|material)",
    ),
    # Based on reporting by AP, dpa, and Reuters
    (
        "compiled",
        ("based on",),
        r"(?:this\s+\w+\s+is\s+)?(?:partly\s+)?based\s+on\s+(?:(?:an?|the)\s+)?(?:reporting|reports?|stor(?:y|ies)|material|copy|information)\s+"
        r"(?:by|from|of)\s+(?P<name>(?:[^.;()\n]|\.(?=\w)){2,80})",
    ),
    # Based on an AFP report
    (
        "compiled",
        ("based on",),
        r"(?:this\s+\w+\s+is\s+)?(?:partly\s+)?based\s+on\s+(?:an?|the)\s+(?P<known>[^.;()\n]{2,40}?)\s+(?:report|story|article|dispatch)",
    ),
    # Material from the Associated Press was used in this report.
    (
        "compiled",
        (" in this ", " in the "),
        r"(?:some\s+)?(?:material|information|reporting|copy|content|files?)\s+from\s+(?P<name>(?:[^.;()\n]|\.(?=\w)){2,60}?)\s+"
        r"(?:was|were|is|are)\s+(?:also\s+)?(?:used|included)\s+in\s+(?:this|the)\s+\w+",
    ),
    # Information from: Vale Tribune, http://example.org
    (
        "compiled",
        ("information from:",),
        r"information\s+from:\s*(?P<name>[^,;()\n]{2,60}),\s*(?:https?://|www\.)\S+",
    ),
    # mhd/rk (dpa, AFP) : who wrote it, in small letters, and what from
    ("compiled", ("(",), r"[a-zäöü]{2,4}(?:/[a-zäöü]{2,4}){0,3}\s*\((?P<known>[^()\n]{2,60})\)?"),
    (
        "agency",
        (" feed",),
        r"(?:[^.;()\n]{3,160}\b(?:and|but)\s+)?"  # This story has not been edited by our staff and
        r"(?:this\s+(?:story|article|report|copy)\s+)?(?:(?:has\s+been|was|is)\s+)?(?:auto-?)?(?:published|generated|sourced|taken)\s+"
        r"(?:directly\s+)?from\s+(?:an?|the)\s+(?P<name>(?:[\w.-]+\s){0,2}?agency|syndicated)\s+feed.*",
    ),
    # (c)2026 Vale Tribune. Distributed by Tribune Content Agency, LLC.
    (
        "agency",
        ("distributed by",),
        r"(?:(?:©|\(c\)|copyright)[^\n]{2,80}?\.\s+(?:visit[^\n]{2,80}?\.\s+)?)?distributed\s+by\s+"
        r"(?:the\s+)?(?P<known>[^.,;()\n]{2,50}?)(?:,?\s+(?:LLC|Inc|Ltd))?\.?$",
    ),
    (
        "agency",
        ("on behalf of",),
        r"distributed\s+by\s+(?:the\s+)?(?P<name>[^.,;()\n]{2,40}?)\s+on\s+behalf\s+of\s+[^\n]{2,120}",
    ),
    (
        "republished",
        (" from ", "by ", "courtesy"),
        r"(?:this\s+)?(?:(?:partner|sponsored|syndicated)\s+)?(?:content|copy|story|article|report)\s+"
        r"(?:is\s+|was\s+|comes\s+)?(?:from|provided\s+by|supplied\s+by|courtesy\s+of)\s+(?P<name>(?:[^.;()\n]|\.(?=\w)){2,60})$",
    ),
    (
        "republished",
        ("original",),
        r"read\s+(?:the\s+)?(?:(?:full|complete)\s+)?original\s+(?:article|story|report|version|text)\s+(?:here\s+)?(?:on|at|in|from)\s+"
        r"(?P<name>(?:[^.;()\n]|\.(?=\w)){2,50})",
    ),
    (
        "agency",
        ("source", "credit", "agenc", "via", "courtesy", "text", "quelle", "fuente", "fonte", "источник", "来源"),
        r"(?:news\s+)?(?:sources?|credits?|agency|agencies|via|courtesy(?:\s+of)?|text|quelle|fuente|fonte|источник|来源)"
        r"(?:\s*[:：–—-]\s*|\s+)(?P<name>(?:[^.;()\n]|\.(?=\w)){2,50})",
    ),
)


# How the forms above begin, but for those with a sign " feed" or "(", which may stand behind anything: a line that is a credit
# and nothing else begins so, and nearly all lines do not.
_OPENINGS = (
    "this", "the", "was", "has", "is", "original", "first", "previous", "republish", "re-publish", "reprint", "reproduc",
    "syndicat", "cross", "compiled", "rewritten", "adapted", "edited", "with", "additional", "further", "contains", "includ",
    "using", "input", "partly", "based", "some", "material", "information", "report", "copy", "content", "file", "©",
    "distributed", "partner", "sponsored", "story", "article", "read", "news", "source", "credit", "agenc", "via", "courtesy",
    "text", "quelle", "fuente", "fonte", "источник", "来源",
)  # fmt: skip
_SIGNS = sorted({sign for _, signs, _ in _CREDIT_FORMS for sign in signs})
_LONGEST_CREDIT = 400  # characters: what is longer is a paragraph


@cache
def _credit_re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _byline_re() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?:written|reported|story|words|text|report|edited|compiled|posted)\s+)?(?:by|von|por|par|door|av|di(?=\s[A-Z]))\s*:?\s+(?P<names>.{2,120})",
        re.IGNORECASE,
    )


@cache
def _desk_re() -> re.Pattern[str]:
    return re.compile(
        r"(?:from\s+our\s+[\w\s-]{3,40}|(?:our|a|the)?\s*(?:[\w']+\s+){0,3}(?:staff(?:\s+(?:reporters?|writers?))?|desk|newsroom|bureau|"
        r"correspondents?|reporters?|web\s+desk|news\s+desk|editorial\s+team))",
        re.IGNORECASE,
    )


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ":,;-–—*_("):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:-–—*_)"):
        end -= 1
    return start, end


def find_credits(text: str, whole: bool = True) -> list[Named]:
    """The outlets and agencies that a line names as where it came from, offsets in `text`.

    Args:
        text: a line, brackets and all.
        whole: the line must be a credit and nothing else; otherwise a credit may stand anywhere in it.
    """
    bare = text.strip().strip("()[]*_ （）［］【】")
    lead = text.find(bare) if bare else 0
    # "(Reuters)" alone on a line
    if (
        whole
        and bare
        and len(bare) <= 40
        and text.strip()[:1] in "(["
        and text.strip()[-1:] in ")]"
        and ((is_agency(bare) and not bare.casefold().startswith("with ")) or re.fullmatch(r"[A-Z]{2,6}", bare))
    ):
        return [Named(lead, lead + len(bare), bare, "agency")]
    if whole and (led := find_led_credit(bare)):
        return _names(text, lead + led[0], lead + led[1], led[2])
    if whole and len(bare) > _LONGEST_CREDIT:
        return []
    key = bare[:_LONGEST_CREDIT].casefold()
    if whole and not (key.startswith(_OPENINGS) or " feed" in key or "(" in key):
        return []
    present = {sign for sign in _SIGNS if sign in key}
    for kind, signs, form in _CREDIT_FORMS if present else ():
        if present.isdisjoint(signs):
            continue
        m = _credit_re(form).match(bare) if whole else _credit_re(form).search(bare)
        if not m:
            continue
        if whole and kind != "agency" and bare[m.end() :].strip(" .)") and len(bare) - m.end() > 60:
            continue
        # What a form's words alone do not prove, names of agencies do, where nothing else is said.
        if known := m.groupdict().get("known"):
            if (
                (whole or kind == "compiled")
                and not bare[m.end() :].strip(" .)")
                and (are_agencies(known) or is_agency(known))
            ):
                return _names(text, lead + m.start("known"), lead + m.end("known"), kind)
            continue
        # "Material from the old pier was used in ...": a name has a capital, or is an agency's.
        name = m["name"].removeprefix("the ")
        if kind == "compiled" and name.islower() and not (is_agency(name) or is_agency(name.split()[0])):
            continue
        if kind == "agency":
            if not whole or m.end() < len(bare.rstrip(" .")):
                continue
            if " feed" in m.group():
                at = lead + m.start("name")
                return [Named(at, at + len(m["name"]), m["name"], kind)]
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
    start, end = trimmed(m.string, *m.span("name"))
    known = by_name(m.string[start:end])
    at = text.find(m.string)
    return [Named(at + start, at + end, m.string[start:end], "agency")] if known and known.agency else []


def _names(text: str, start: int, end: int, kind: str) -> list[Named]:
    """The names of a list "Reuters, AP and AFP", each with the same kind."""
    lo, hi = trimmed(text, start, end)
    lo += 4 * text[lo : lo + 4].casefold().startswith("the ")
    if by_name(text[lo:hi]):
        return [Named(lo, hi, text[lo:hi], _kind(text[lo:hi], kind))]
    # "AP news wire": the agency, and a word for what it sends
    if (sent := _SENT_RE.search(text, lo, hi)) and (by_name(text[lo : sent.start()])):
        return [Named(lo, sent.start(), text[lo : sent.start()], kind)]
    if address := DOMAIN_RE.match(text, lo, hi):
        return [Named(*address.span(1), address[1], kind)]
    out = []
    at = start
    for m in [*BETWEEN_RE.finditer(text[start:end]), None]:
        stop = end if m is None else start + m.start()
        lo, hi = trimmed(text, at, stop)
        lo += 4 if text.startswith("the ", lo) else 0
        # "The Marrow Post on March 3", "... and is republished with permission": a name ends where small words begin.
        if kind == "republished" and (proper := re.match(_NAME, text[lo:hi])):
            hi = lo + proper.end() if text[lo].isupper() else lo
        name = text[lo:hi]
        if name and name[0].isalpha():
            out.append(Named(lo, hi, name, _kind(name, kind)))
        if m is not None:
            at = start + m.end()
    return out


def _kind(name: str, kind: str) -> str:
    """An outlet that is no agency was republished, whatever word names it as the source."""
    return "republished" if kind == "agency" and not is_agency(name) and by_name(name) else kind


_SENT_RE = re.compile(r"\s+(?:news\s?wires?|wires?|feeds?|news\s+feeds?|copy|staff)$", re.IGNORECASE)

# One to three people, in capitals or with them: DANA ORLOW | Dana Orlow and Piet Vam
PERSON = r"[A-ZÀ-Þ][\w.'’-]*(?:\s+(?:(?:de|del|da|di|van|von|der|bin|al|el|la|le)\s+)?[A-ZÀ-Þ][\w.'’-]*){1,3}"


@cache
def _people_re() -> re.Pattern[str]:
    return re.compile(rf"{PERSON}(?:(?:\s*,\s*|\s+and\s+|\s*,\s*and\s+|\s+&\s+){PERSON}){{0,2}}")


def split_people(text: str) -> list[Named]:
    """The people of "Dana Orlow, Piet Vam and Ann Lest", offsets in `text`; empty where the names are not two or more people's."""
    # Behind a comma alone may stand where somebody is: "Dana Orlow, Lower Vale".
    if not re.search(r"\s(?:and|&)\s", text) or not _people_re().fullmatch(text):
        return []
    spans = [trimmed(text, m.start(), m.end()) for m in re.finditer(r"(?:(?!\s*,\s*|\s+and\s+|\s+&\s+).)+", text)]
    spans = [(lo + 4 * text.startswith("and ", lo), hi) for lo, hi in spans]
    return [Named(lo, hi, text[lo:hi], "by") for lo, hi in spans] if len(spans) > 1 else []


def is_person_line(text: str) -> bool:
    """Whether a line could be one person's name and nothing else."""
    return len(text) <= 40 and re.fullmatch(PERSON, text) is not None and by_name(text) is None


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
    if line.casefold() in ANY_AGENCY:
        return [Named(lead, lead + len(line), line, "agency")]
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
        named = [trimmed(line, m.start(), m.end()) for m in people]
        named = [(lo + 4 * line.startswith("and ", lo), hi) for lo, hi in named]
        return [*(Named(lead + lo, lead + hi, line[lo:hi], "by") for lo, hi in named), agency]
    return []


_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun today yesterday updated "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche "
    "lunes martes miércoles jueves viernes sábado domingo".split()
)


def find_byline(text: str) -> list[Named]:
    """Authors and agencies of a byline, offsets in `text`; empty where the line is none."""
    line = text.strip()
    if len(line) > 160:
        return []
    if len(line) < 4:  # AP | ANI
        return find_agency_byline(text) if line.isupper() else []
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
            lo, hi = trimmed(names, part.start(), part.end())
            name = re.sub(r"^and\s+", "", names[lo:hi])
            lo = hi - len(name)
            if not name:
                continue
            both = find_agency_byline(name)
            if len(both) > 1:
                out += [Named(at + lo + b.start, at + lo + b.end, b.name, b.kind) for b in both]
            elif any(c.isdigit() for c in name) or name.casefold().rstrip(".,") in _DAYS:
                continue  # a day or a clock
            elif out and (known := by_name(name)) and not known.agency:  # By Dana Orlow, CNN
                out.append(Named(at + lo, at + hi, name, "republished"))
            elif is_agency(name) or name.casefold() in ANY_AGENCY:
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
