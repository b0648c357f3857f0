"""A dateline on a line of its own: a place between headline and story, which the story then speaks of."""

from __future__ import annotations

import re
from functools import cache

from retold.clean.outlets import by_name
from retold.data import read_data

_LONGEST = 40  # characters of a place
_LOOKED_AT = 3000  # characters of the story
_PLACE_RE = re.compile(
    r"[^\W\d_a-zà-ÿ][\w.'’-]*(?:[ -](?:de|del|da|do|la|le|el|al|sur|am|upon|[^\W\d_a-zà-ÿ][\w.'’-]*)){0,3}(?:, [^\W\d_a-zà-ÿ][\w.'’ -]*)?"
)
# "London" above a story may be the section of the page. It is where the story was filed if the story itself is there: "in
# London", not "London said" or "in London Transport".
_THERE = "in|near|outside|around|across|en|à|em|i|w|we|v|ve|в|во|te"


@cache
def _no_datelines() -> frozenset[str]:
    """Countries and parts of the world: what a section is called, and no place where a report is filed."""
    out: set[str] = set()
    for line in read_data("names/countries.txt").splitlines():
        cells = line.split("|")
        if not line.startswith("#") and len(cells) > 3:
            out.update(n.strip().casefold() for n in (cells[0], *cells[3].split(",")))
    for line in read_data("names/places.txt").splitlines():
        if line.startswith("region:"):
            out.update(n.strip().casefold() for n in line.partition(":")[2].split(","))
    # A city that is its own state files reports.
    return frozenset(out - {"singapore", "hong kong", "macau", "luxembourg", "monaco", "vatican", "djibouti", "panama"})


def find_place_line(line: str, story: str) -> tuple[int, int] | None:
    """Where in `line` the place stands that it is and nothing else; None where the story does not bear it out."""
    name = line.strip(" *_.:,–—-\t")
    if not 3 <= len(name) <= _LONGEST or not _PLACE_RE.fullmatch(name) or by_name(name):
        return None
    first = name.partition(",")[0]
    if first.casefold() in _no_datelines():
        return None
    # KESTRIN is Kestrin where the story says it.
    form = r"[ -]".join(re.escape(w) for w in re.split(r"[ -]", first))
    there = re.compile(
        rf"(?<!\w)(?i:{_THERE}) (?:the (?:city|town|village|port) of )?(?P<name>(?i:{form}))(?![\w’'-]*\w)(?! [^\W\d_a-zà-ÿ])"
    )
    for m in there.finditer(story[:_LOOKED_AT]):
        if m["name"][0].isupper() and not m["name"][1:2].isupper():
            start = line.index(name)
            return start, start + len(name)
    return None
