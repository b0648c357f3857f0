"""Photo credits: a line of its own, or what closes a caption."""

from __future__ import annotations

import itertools
import re
from functools import cache

from retold.clean.credits import Named, is_person_line, trimmed
from retold.clean.outlets import by_name, is_agency
from retold.clean.photo_labels import find_labelled, find_labelled_tail


# (Xinhua/Li Wei) | (AP Photo/Jane Doe) | (Photo by Jane Doe/AFP) | REUTERS/Jane Doe | [Photo: Reuters] | (Xinhua Photo)
@cache
def _photo_re() -> re.Pattern[str]:
    return re.compile(
        r"""
        (?P<open>[(\[])?\s*(?:
          (?:photos?|pictures?|images?|pic|photograph|video|foto|credit)\s*(?:credit)?\s*(?:by|:|courtesy\s+of|/|from)\s*(?P<by>[^()\[\]\n]{2,80})
        | (?P<agency>[A-Z][\w.&-]*(?:\s[A-Z][\w.&-]*){0,3}?)\s?(?:photos?|pictures?|images?|pool)?\s?/\s?(?P<who>[^()\[\]/\n]{2,60}(?:/[^()\[\]/\n]{2,40})?)
        | (?P<agency2>[A-Z][\w.&-]*(?:\s[A-Z][\w.&-]*){0,2}?)\s(?:file\s)?(?:photos?|pictures?|images?)
        )\s*(?(open)[)\]])\.?\s*$
        """,
        re.VERBOSE | re.IGNORECASE,
    )


_PHOTO_TAIL_RE = re.compile(r"\s+(?:photos?|pool|file)$", re.IGNORECASE)
_PHOTO_LABEL_RE = re.compile(
    r"(?:file\s+)?(?:photos?|pictures?|images?|fotos?|bild(?:er)?|fotografía|imagen|imagem|credits?|crédits?|créditos?)\s*(?:credits?\s*)?(?:[:：]|by\b)\s*|(?:image|picture|photo)\s+(?:copyright|source)\s*[:,]?\s+",
    re.IGNORECASE,
)


def find_photo_line(text: str) -> list[Named]:
    """Whom a line that is a photo credit and nothing else names: "JON PELL/AFP/Getty Images" | "Jon Pell, AP Photo".

    Where no word announces it, its last name must be one of the table, and stand behind another's.
    """
    if named := find_labelled(text):
        return named
    line = text.strip(" *_()[]")
    if not 5 <= len(line) <= 120:
        return []
    lead = text.find(line)
    label = _PHOTO_LABEL_RE.match(line)
    if not label and "/" not in line:
        return []
    start = label.end() if label else 0
    parted = [m.span() for m in re.finditer(r"\s*,\s*|\s+via\s+|/" if label else r"\s+via\s+|/", line[start:])]
    ends = [(0, 0), *parted, (len(line) - start, len(line) - start)]
    spans = [trimmed(line, start + a, start + b) for (_, a), (b, _) in itertools.pairwise(ends)]
    spans = [(lo, hi - len(m.group()) if (m := _PHOTO_TAIL_RE.search(line, lo, hi)) else hi) for lo, hi in spans]
    names = [line[lo:hi] for lo, hi in spans]
    if not names or not all(names):
        return []
    if label and len(names) == 1 and " copyright " in f" {label.group().casefold()} ":  # Image copyright Harbour Trust
        return [Named(lead + spans[0][0], lead + spans[0][1], names[0], "photo")]
    if label and len(names) == 1 and is_person_line(names[0]):  # Photo by Jane Doe
        return [Named(lead + spans[0][0], lead + spans[0][1], names[0], "by", "photographer")]
    last = by_name(names[-1]) or (by_name(names[0]) if label else None)
    if last is None or (len(names) < 2 and not label):
        return []
    if not (last.agency or "images" in last.name.casefold()) or any(
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


# A credit that a word announces, without brackets, closes a caption; what is longer may be a paragraph that it was glued to.
_LONGEST_CAPTION = 250


def find_photo(text: str, caption: bool = False) -> tuple[int, list[Named]] | None:
    """Where the photo credit that closes a paragraph begins, and whom it names; None where there is none.

    Args:
        text: the paragraph.
        caption: that it is a caption is known by other signs.

    Without brackets the agency must be a known one in capitals ("REUTERS/Jane Doe"): "and/or" closes no caption.
    """
    if (caption or len(text) <= _LONGEST_CAPTION) and (labelled := find_labelled_tail(text, caption)):
        return labelled
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
            lo, hi = trimmed(text, lo, lo + len(part))
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
        if m["who"] and m["open"] and not (is_agency(m[agency]) or text[_bare(text, *m.span("who"))[0]].isupper()):
            return None
        places = [m.span(agency)]
        if m["who"]:
            places += [(m.start("who") + p.start(), m.start("who") + p.end()) for p in re.finditer(r"[^/]+", m["who"])]
        # "AFP/Jon Pell" and "Jon Pell/AFP/Getty Images": the table tells which is which; where it knows none, the first
        # is who has the picture.
        known = {(lo, hi) for lo, hi in places if _has_pictures(text[slice(*_bare(text, lo, hi))])}
        if not known and len(places) > 1:  # Fred Scheib/SIPA : of names nobody knows, a person's has two words
            people = {p for p in places if is_person_line(text[slice(*_bare(text, *p))])}
            known = set(places) - people if 0 < len(people) < len(places) else known
        known = known or {places[0]}
        for place in places:
            lo, hi = _bare(text, *place)
            if lo < hi:
                kind, role = ("photo", "author") if place in known else ("by", "photographer")
                out.append(Named(lo, hi, text[lo:hi], kind, role))
    return m.start(), out


def _bare(text: str, lo: int, hi: int) -> tuple[int, int]:
    """The span without white space and "for the": "Jon Pell/for The Post"."""
    lo, hi = trimmed(text, lo, hi)
    for word in ("for ", "via "):
        if text.startswith(word, lo):
            lo += len(word)
    return lo, hi


def _has_pictures(name: str) -> bool:
    """Whether `name` is an agency or an outlet, which has pictures, and no person."""
    return by_name(name) is not None or is_agency(name) or "images" in name.casefold().split()
