"""Lines that an agency sets around its copy: slugs above, sign-offs below, notes of an update or a correction."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from retold.clean.outlets import by_name


class Slug(msgspec.Struct, frozen=True, gc=False, order=True):
    """An agency's own header or sign-off line: who, which story, at what place in the text."""

    start: int
    end: int
    agency: str
    slug: str | None


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
