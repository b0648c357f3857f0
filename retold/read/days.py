"""The day of publication that a page states outside its fields: in its address, in its markup for machines, in its text.

Each is a weaker witness than a field that says so, and is asked only where none does; `why` says which it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from retold.kinds import Span, Witness
from retold.read.lines import ISO_RE, is_modified, shown_dates
from retold.read.page import Element, Page
from retold.read.regions import role_of

# /2013/08/07/ | /2020-01-06-markets | /2019/nov/07/ | -20200106.html
_PATH_RE = re.compile(
    r"""
    [/_-] (?P<y>(?:19|20)\d\d) (?P<sep>[/_-]) (?P<m>0?[1-9]|1[0-2]|[a-z]{3}) (?P=sep) (?P<d>0?[1-9]|[12]\d|3[01]) (?=[/_.?\#-]|$)
    | [/_-] (?P<y2>(?:19|20)\d\d) (?P<m2>0[1-9]|1[0-2]) (?P<d2>0[1-9]|[12]\d|3[01]) (?=[/_.?\#T-]|$)
    """,
    re.VERBOSE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATED_ATTRIBUTES = ("datetime", "content", "title", "data-date", "data-datetime", "data-published", "data-time")
# An archive writes its own time in front of the address that it keeps.
_KEPT_RE = re.compile(r".*(?=https?:)", re.DOTALL)


def address_days(page: Page, witnesses: Sequence[Witness]) -> Iterator[Witness]:
    """The day in the page's own address, of each place that gives the address."""
    for witness in witnesses:
        if witness.field != "url" or witness.span is None:
            continue
        raw = page.text[witness.span.start : witness.span.end]
        kept = _KEPT_RE.match(raw)
        match = _PATH_RE.search(raw, kept.end() if kept else 0)
        if match is None:
            continue
        which = "" if match["y"] else "2"
        month = match["m" + which]
        number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month) if month.isdigit() else 0
        day = _day(int(match["y" + which]), number, int(match["d" + which]))
        if day:
            start = witness.span.start + match.start("y" + which)
            span = Span(start, witness.span.start + match.end("d" + which))
            yield Witness(field="published", value=day.isoformat(), span=span, where="meta", why="address of the page")
            return


def marked_days(page: Page, start: int, end: int) -> Iterator[Witness]:
    """The dates that elements between two places of the page state for machines, whether they show one or not."""
    for element in page.elements:
        if element.start < start or element.start >= end or not _may_date(element):
            continue
        for name in _DATED_ATTRIBUTES:
            stated = element.attribute(name)
            if stated and ISO_RE.match(stated.value):
                named = " ".join(element.get(a) for a in ("class", "itemprop", "property", "id"))
                # WordPress calls the time of publication "updated", too: alone it is no proof of an update.
                field = "modified" if is_modified(named) and "published" in page.text[start:end] else "published"
                why = f"{element.tag} {name}"
                yield Witness(field=field, value=stated.value, span=stated.span, where="meta", why=why)
                break


def _may_date(element: Element) -> bool:
    if element.tag == "time":
        return True
    if element.tag not in ("span", "div", "p", "abbr", "a", "meta", "li", "small"):
        return False
    named = " ".join(element.get(a) for a in ("class", "itemprop", "property", "id"))
    return bool(named.strip()) and role_of(named) == "date"


_TEASER_WORDS = 80  # of a page in a list of pages; guess, twice the longest met


_TEASERS = 8  # links to itself that are looked at on a page; guess


def teaser_days(page: Page, witnesses: Sequence[Witness], left: Sequence[tuple[int, int]]) -> Iterator[Witness]:
    """The day shown beside a link to the page itself: lists of the latest reports hold the one that they stand beside.

    Args:
        page: the page.
        witnesses: what it says of itself, its address among it.
        left: the stretches of text that are neither the article's nor another field's.
    """
    own = {_path(w.value) for w in witnesses if w.field == "url"} - {""}
    if not own:
        return
    links_here = (e for e in page.elements if e.tag == "a" and _path(e.get("href")) in own)
    for link in islice(links_here, _TEASERS):
        for around in page.ancestors(link.number, most=4):
            if around.words > _TEASER_WORDS:
                break
            within = page.within(around.number)
            links = [e for e in page.elements[within.start : within.stop] if e.tag == "a" and e.get("href")]
            if any(_path(e.get("href")) not in own for e in links):
                break
            pieces = [(start, end) for start, end in left if around.start <= start < around.end]
            found = [shown for start, end in pieces for shown in shown_dates(page.text, start, end)]
            if len(found) == 1 and (day := found[0][2]) is not None:
                start, end, _ = found[0]
                why = "beside a link to this page"
                yield Witness(field="published", value=day.isoformat(), span=Span(start, end), where="visible", why=why)
                return
            if found:
                break


def _path(address: str) -> str:
    """The path of an address, which tells a page from others of its site; "" of a site's front page."""
    bare = re.sub(r"^[a-z]+://[^/]*", "", address.strip(), flags=re.IGNORECASE).split("#")[0].split("?")[0]
    return bare.rstrip("/") if len(bare) > 5 and bare.startswith("/") else ""


def guessed_day(page: Page, free: Sequence[tuple[int, int]]) -> Witness | None:
    """What htmldate makes of a page, placed where the page shows that day; None where it shows it nowhere.

    Args:
        page: the page.
        free: the stretches of text that are neither the article's nor another field's, best first.
    """
    import htmldate

    try:
        found = htmldate.find_date(page.text, original_date=True, extensive_search=False)
    except (ValueError, TypeError, AssertionError, RecursionError, LookupError):
        return None
    if not found:
        return None
    for start, end in free:
        for at, until, day in shown_dates(page.text, start, end):
            if day and day.isoformat() == found:
                why = "htmldate: no field and no line says it"
                return Witness(field="published", value=found, span=Span(at, until), where="visible", why=why)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
