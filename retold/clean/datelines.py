"""Datelines: the place, date and agency that open a story."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from retold.clean.agency_forms import find_opening
from retold.clean.outlets import by_domain, by_name, host_of, is_agency
from retold.clean.stamps import Shown, find_dates
from retold.data import read_data


class Found(msgspec.Struct, frozen=True, gc=False, order=True):
    """A dateline at text [start, end), dash included; `body` is where the story begins."""

    start: int
    end: int
    body: int
    place: str | None
    date: Shown | None
    agency: str | None
    agency_at: tuple[int, int] | None


# A dateline opens a story with the place it was filed from:
#
#     KESTRIN, Sept. 2 (Xinhua) -- Two ports agreed ...
#     MOSCOW, September 2. /TASS/. Russian ...
#     DHAKA, 24 June: Flooding ...          WASHINGTON (AP) — ...          Beijing, September 2 — Chinese ...
#
# A place in mixed case needs a date or an agency beside it ("Lagos - Fuel queues" is missed: "Breaking - ..." is
# commoner). The head is cut at the first sign that can close a dateline, and only then looked into.
_HEAD_CHARS = 110
# Capitals alone ("RADIO X - English service") open a story only where a paragraph follows.
_BARE_STORY_CHARS = 50
_DASHES = ("--", "—", "–", "-", ".-", ".–", ".—")
# Capitals beside a day that name no agency: a zone's clock, a note of the desk.
_SHORT_AGENCY_RE = re.compile(
    r"(?!(?:GMT|UTC|EST|EDT|CET|CEST|BST|IST|PST|PDT|UPDATE|LEAD|CORR|URGENT|LIVE|NOON)\b)[A-Z]{2,8}"
)
_WEEKDAY_RE = re.compile(r",?\s*(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b,?")
_TORN_RE = re.compile(r"\s{2,}\S")
_OPENS_STORY = "\"'“‘«„([ "


@cache
def _close_re() -> re.Pattern[str]:
    return re.compile(
        r"""
        (?<=\))\s?\.\s?[-–—]\s* | \.[-–—]\s+ | (?<=\))\.\s+(?=[A-ZÀ-Þ]) | \s*(?:--+|—|–|―)\s* | \s+[-‐‑_]\s+ | (?<=\))\s*[-‐‑]\s+ | /\s*[-‐‑.:]+\s+   # dashes; /TASS/. and /PRNewswire/ --
        | :\s+ | (?<=\))\s*:?\s+(?=[A-Z"“])
        """,
        re.VERBOSE,
    )


# What every close has: nearly all paragraphs are without, and searched for it in one go.
_CLOSE_SIGN_RE = re.compile(r"[-‐‑_—–―:)/](?:(?<![-‐‑_])|(?=[-\s]))")


@cache
def _agency_re() -> re.Pattern[str]:
    # "(dpa/lno)" is a desk of an agency, "/TASS/" an agency between its own marks.
    inner = r"[^\W\d_][^()\[\]\n]{0,39}?"
    return re.compile(rf"\(\s*({inner})\s*\)|\[\s*({inner})\s*\]|/\s*([^\W\d_][^()\[\]/\n]{{0,39}}?)\s*/")


@cache
def _place_re() -> re.Pattern[str]:
    capital = "[A-ZÀ-ÖØ-ÞĀ-ſ]"
    word = rf"(?:{capital}[\w.'’]*|{capital}['’][A-Z]\w+)"
    inner = r"(?:[\s/-](?:de|del|da|do|dos|la|le|el|al|en|sur|an|am|of|the|upon|and|"
    return re.compile(rf"{word}{inner}{word}))*(?:\s?,\s?{word}(?:[\s-]{word})*){{0,2}}")


@cache
def _not_places() -> frozenset[str]:
    text = read_data("clean/not_places.txt")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


def find_dateline(text: str, start: int, end: int) -> Found | None:
    """The dateline at the head of the paragraph text[start:end]; None where there is none."""
    if end - start < 12:
        return None
    head = text[start : min(end, start + _HEAD_CHARS)]
    if own := find_opening(head):
        at = own.agency_at and (start + own.agency_at[0], start + own.agency_at[1])
        shown = own.date and own.date._replace(start=start + own.date.start, end=start + own.date.end)
        return Found(start, start + own.end, start + own.body, own.place, shown, own.agency, at)
    if not (head[0].isalnum() or head[0] in "([") or not _CLOSE_SIGN_RE.search(head):
        return None
    for close in _close_re().finditer(head):
        if close.start() == 0:
            continue
        found = _read_head(head, close)
        if found and not (found.date or found.agency):
            story = text[start + close.end() : end].lstrip(_OPENS_STORY)
            if len(story) < _BARE_STORY_CHARS or story[:1].islower():
                return None
        if found:
            return msgspec.structs.replace(
                found,
                start=start,
                end=start + len(head[: close.end()].rstrip()),
                body=start + close.end(),
                date=found.date and found.date._replace(start=start + found.date.start, end=start + found.date.end),
                agency_at=found.agency_at and (start + found.agency_at[0], start + found.agency_at[1]),
            )
        if close.start() > 80:
            return None
    return None


def _read_head(head: str, close: re.Match[str]) -> Found | None:
    """The dateline that head[:close] is, offsets in `head`; None where it is none."""
    inside = head[: close.start()] + ("/" if close.group().startswith("/") else "")
    colon = close.group().startswith(":")
    agency = None
    agency_at = None
    rest = inside
    for m in _agency_re().finditer(inside) if "(" in inside or "[" in inside or "/" in inside else ():
        at = m.lastindex or 1
        name = m[at].strip()
        if not find_dates(name):
            agency, agency_at = name, (m.start(at), m.start(at) + len(name))
            rest = inside[: m.start()] + " " * (m.end() - m.start()) + inside[m.end() :]
    dates = find_dates(rest)
    shown = dates[0] if dates else None
    if shown:
        rest = rest[: shown.start] + " " * (shown.end - shown.start) + rest[shown.end :]
    # PORT SELWYN, March 9, Kyodo - : an agency that is known needs no brackets.
    if shown and agency is None and rest.rstrip(" ,.")[:1]:
        tail = rest[shown.end :]
        name = tail.strip(" ,.")
        # "KESTRIN, Mar 04, BNS - ": so does one that its form tells, beside a place in capitals.
        by_form = _SHORT_AGENCY_RE.fullmatch(name) and head[:2].isupper() and not colon
        if name and (((outlet := by_name(name)) and outlet.agency) or by_form):
            at = shown.end + tail.index(name)
            agency, agency_at = name, (at, at + len(name))
            rest = rest[: shown.end]
    if len(dates) > 1 and dates[1].month != dates[0].month:
        return None
    place_text = rest.strip(" ,.;\t")
    # A weekday beside the date: "SANTIAGO, Thursday, March 12".
    if "day" in place_text:
        place_text = _WEEKDAY_RE.sub("", place_text).strip(" ,.")
    if _TORN_RE.search(place_text):  # words on both sides of the date: a sentence, not a dateline
        return None
    place = place_text or None
    if place is None:
        # "(Reuters) - Fuel queues ...": no place, but an agency that is known.
        # "March 9 (Reuters) - Selwyn Fisheries said ...": the briefs of an agency.
        # "(CNN) - ": an outlet's own copy, as the stations that take it set it.
        if agency and (is_agency(agency) or by_name(agency)) and not colon:
            return Found(0, 0, 0, None, shown, agency, agency_at)
        return None
    # AKIPRESS.COM - : the outlet's own address
    if host_of(place):
        return Found(0, 0, 0, None, shown, place, None) if (site := by_domain(place)) and site.agency else None
    if len(place) > 60 or not _place_re().fullmatch(place):
        return None
    capitals = place.upper() == place and any(c.isalpha() for c in place)
    if head[0].isdigit() and not (capitals or agency):
        return None
    words = place.casefold().replace(",", " ").split()
    if words[0] in _not_places() or (len(words) == 1 and words[0] in _not_places()):
        return None
    if agency and not shown:
        # KYIV, Ukraine (AP) — ...; "Volodymyr Zelensky (left) - ..." is none.
        if not (is_agency(agency) or (words and place.split(",")[0].isupper() and agency[0].isupper())):
            return None
        return Found(0, 0, 0, place, shown, agency, agency_at)
    if shown:
        if colon and not (capitals or agency):
            return None
        if shown.start and head[: shown.start].rstrip()[-1:] not in ",.)/" and not capitals:
            return None
        return Found(0, 0, 0, place, shown, agency, agency_at)
    first = place.split(",")[0]
    if not (first.isupper() and len(first) >= 4 and len(words) <= 4) or by_name(place):
        return None
    # NEW DELHI: | WASHINGTON — ; a hyphen alone is no proof ("COVID-19 - ...")
    return Found(0, 0, 0, place, None, None, None) if colon or close.group().strip() in _DASHES else None
