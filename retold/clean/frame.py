"""The frame's fields resolved: which date is which, which outlet and headline are believed, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from retold import kinds
from retold.clean.datelines import Found
from retold.clean.draft import Draft
from retold.clean.outlets import by_domain, by_name, host_of
from retold.clean.parts import DateFound, Parts
from retold.clean.stamps import Shown, day_of, iso_value

_PUBLISHED_FIELDS = frozenset({"published", "date", "datePublished", "date_published"})
_MODIFIED_FIELDS = frozenset({"modified", "updated", "dateModified", "date_modified"})
OUTLET_FIELDS = ("outlet", "publisher", "site_name", "series")
HEADLINE_FIELDS = ("headline", "title")
_TRUST = {"user": 0, "json-ld": 1, "meta": 2, "visible": 3, "text": 3, "file": 4}
# A day later than this after the dateline is no publication of that dateline's story.
_DATELINE_DAYS = 6


def _by_trust(witnesses: Sequence[kinds.Witness], fields: Sequence[str] | frozenset[str]) -> list[kinds.Witness]:
    found = [w for w in witnesses if w.field in fields and w.value.strip()]
    return sorted(found, key=lambda w: (not w.chosen, _TRUST[w.where]))


def resolve_dates(
    parts: Parts, draft: Draft, witnesses: Sequence[kinds.Witness]
) -> tuple[list[kinds.ReportDate], str | None, str | None]:
    """Every date of the frame with its role, the day or time of publication, and the dateline's date.

    A print stamp is never the day of publication. Two witnesses that disagree are both kept; one is chosen, and says why.
    """
    stated: list[tuple[int, kinds.ReportDate]] = []
    for w in [*_by_trust(witnesses, _PUBLISHED_FIELDS), *_by_trust(witnesses, _MODIFIED_FIELDS)]:
        value = iso_value(w.value)
        if value:
            role: kinds.DateRole = "published" if w.field in _PUBLISHED_FIELDS else "modified"
            stated.append(
                (_TRUST[w.where], kinds.ReportDate(role=role, value=value, shown=w.value, span=w.span, why=w.where))
            )
    explicit = [day for _, d in stated if d.role == "published" and (day := day_of(d.value))]
    explicit += [day for d in parts.dates if d.role == "published" and (day := day_of(d.shown.iso()))]
    printed = {d.shown.iso()[:10] for d in parts.dates if d.role == "printed"}
    line = parts.dateline
    for found in parts.dates:
        given, why = _role(found, explicit, printed, line)
        at = found.shown
        stated.append(
            (
                3 if found.role else 4,
                kinds.ReportDate(
                    role=given,
                    value=at.iso(),
                    shown=draft.text[at.start : at.end],
                    span=draft.outer(at.start, at.end),
                    why=why,
                ),
            )
        )
    if parts.ago and parts.ago.day:
        stated.append(
            (
                3,
                kinds.ReportDate(
                    role="published",
                    value=parts.ago.day,
                    shown=draft.text[parts.ago.start : parts.ago.end],
                    span=draft.outer(parts.ago.start, parts.ago.end),
                    why="counted back from --as-of",
                ),
            )
        )
    candidates = sorted(
        (rank, n) for n, (rank, d) in enumerate(stated) if d.role == "published" and day_of(d.value) is not None
    )
    chosen = candidates[0][1] if candidates else None
    dates = [msgspec.structs.replace(d, chosen=n == chosen) for n, (_, d) in enumerate(stated)]
    published = stated[chosen][1].value if chosen is not None else None
    dateline_date = None
    if line and line.date:
        anchor = day_of(published) or next(
            (day for _, d in stated if d.role == "scraped" and (day := day_of(d.value))), None
        )
        year, why = _year_of(line.date, anchor, draft.text)
        dateline_date = line.date.iso(year)
        dates.append(
            kinds.ReportDate(
                role="dateline",
                value=dateline_date,
                shown=draft.text[line.date.start : line.date.end],
                span=draft.outer(line.date.start, line.date.end),
                chosen=published is None and bool(year),
                why=why,
            )
        )
        if published is None and year:
            published = dateline_date
    if published is None:
        # A scraper's date is all there is: better than none, and says so.
        for n, d in enumerate(dates):
            if d.role == "scraped" and day_of(d.value):
                dates[n] = msgspec.structs.replace(d, chosen=True)
                published = d.value
                break
    return sorted(dates, key=lambda d: (d.span or kinds.Span(0, 0), d.role)), published, dateline_date


def _role(
    found: DateFound, explicit: Sequence[date], printed: set[str], line: Found | None
) -> tuple[kinds.DateRole, str]:
    """The role of a date, and why: a bare date is publication unless something contradicts it."""
    if found.role in ("published", "modified", "printed", "scraped", "caption"):
        return found.role, found.why  # type: ignore[return-value]
    day = day_of(found.shown.iso())
    if found.shown.iso()[:10] in printed:
        return "printed", "the day of the print stamp"
    if day and explicit and min(abs(day - e) for e in explicit) > timedelta(days=1):
        return "printed", "contradicts the publication line"
    if day and line and line.date:
        filed = _nearest(line.date, day)
        if filed and day - filed > timedelta(days=_DATELINE_DAYS):
            return "printed", "contradicts the dateline"
    return "published", found.why


def _nearest(shown: Shown, anchor: date) -> date | None:
    """The day that `shown` is in the year that brings it nearest to `anchor`."""
    years = [shown.year] if shown.year else [anchor.year - 1, anchor.year, anchor.year + 1]
    days = [day for y in years if (day := day_of(shown.iso(y)))]
    return min(days, key=lambda d: (abs(d - anchor), d), default=None)


def _year_of(shown: Shown, anchor: date | None, text: str) -> tuple[int | None, str]:
    """The year of a dateline's date, and how it is known."""
    if shown.year:
        return shown.year, "dateline"
    if anchor:
        near = _nearest(shown, anchor)
        if near:
            return near.year, "dateline; the year is that of the publication date"
    # No date of publication: a weekday in the first sentences and the years that the text speaks of can tell.
    head = text[shown.end : shown.end + 600]
    weekday = re.search(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", head)
    years = {int(y) for y in re.findall(r"(?<![\d,.])(20[0-4]\d|19[5-9]\d)(?!\d|[,.]\d)", text)}
    if weekday and years:
        wanted = ["Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"].index(weekday[1])
        # What happened "on Thursday" is filed on that day, or on the next.
        for late in (0, 1):
            fitting = [
                y
                for y in sorted(years)
                if y >= max(years) - 1 and (day := day_of(shown.iso(y))) and (day.weekday() - wanted) % 7 == late
            ]
            if len(fitting) == 1:
                return fitting[0], "dateline; the year is inferred from the weekday and the years in the text"
    return None, "dateline; no year is shown"


def resolve_outlet(
    parts: Parts, draft: Draft, witnesses: Sequence[kinds.Witness]
) -> tuple[str | None, str | None, list[kinds.Witness]]:
    """The outlet, its address, and what states either."""
    found: list[kinds.Witness] = []
    name: str | None = None
    url = next((w.value for w in _by_trust(witnesses, ("url", "canonical"))), None)
    # What a page's structured data calls the publisher is often the company; what it shows is the outlet.
    stated = sorted(
        _by_trust(witnesses, OUTLET_FIELDS), key=lambda w: (not w.chosen and w.where != "user", w.where == "json-ld")
    )
    if stated:
        name = stated[0].value.strip()
    for start, end, value in parts.outlets:
        domain = host_of(value)
        shown = name is None and domain is None
        if shown:
            name = value.title() if value.isupper() and len(value) > 5 and len(value.split()) > 1 else value
        found.append(
            kinds.Witness(
                field="outlet",
                value=value,
                span=draft.outer(start, end),
                where="text",
                chosen=shown,
                why="address in the header" if domain else "name above or beside the headline",
            )
        )
    if name is None:
        host = (host_of(url) if url else None) or next((h for _, _, v in parts.outlets if (h := host_of(v))), None)
        if host:
            known = by_domain(host)
            name = known.name if known else host
    if name is None and parts.slug:
        known = by_name(parts.slug.agency)
        name = known.name if known else parts.slug.agency
    if name:
        known = by_name(name) or (by_domain(h) if (h := host_of(name)) else None)
        name = known.name if known else name
    return name, url, found
