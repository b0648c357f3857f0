"""The frame's fields resolved: which date is which, which outlet and headline are believed, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone

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
    stated: list[tuple[float, kinds.ReportDate]] = []
    for w in [*_by_trust(witnesses, _PUBLISHED_FIELDS), *_by_trust(witnesses, _MODIFIED_FIELDS)]:
        value = iso_value(w.value)
        if value:
            role: kinds.DateRole = "published" if w.field in _PUBLISHED_FIELDS else "modified"
            stated.append(
                (_trust(w), kinds.ReportDate(role=role, value=value, shown=w.value, span=w.span, why=_said(w)))
            )
    # When the page was fetched, when the PDF was made: witnesses from beside the report.
    apart: list[kinds.DateRole] = ["scraped", "printed"]
    stated += [
        (
            _TRUST["file"],
            kinds.ReportDate(role=role, value=value, shown=w.value, span=w.span, why=f"{w.where}: {w.why}"),
        )
        for role in apart
        for w in _by_trust(witnesses, [role])
        if (value := iso_value(w.value))
    ]
    beside = {d.why for _, d in stated if d.role in apart}
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
    dates = [d for _, d in stated]
    if chosen is not None:
        chosen, value, why = _in_own_time(dates, [n for _, n in candidates])
        dates[chosen] = msgspec.structs.replace(dates[chosen], chosen=True, value=value, why=why)
    published = dates[chosen].value if chosen is not None else None
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
    # The day of a change, or a date that a scraper set into the text, is all there is: better than none, and says so.
    # When a crawler fetched the page says nothing of when it was published.
    for role, why in (("modified", "no day of publication is stated, only that of a change"), ("scraped", "")):
        for n, d in enumerate(dates):
            if published is None and d.role == role and day_of(d.value) and d.why not in beside:
                dates[n] = msgspec.structs.replace(d, chosen=True, why=f"{d.why}; {why}" if why else d.why)
                published = d.value
    return sorted(dates, key=lambda d: (d.span or kinds.Span(0, 0), d.role)), published, dateline_date


# Names of meta elements that do not say whose date they give: systems that make pages put the last change there, or now.
_VAGUE_METAS = frozenset(
    f"meta {name}"
    for name in ("date", "dc.date", "dcterms.date", "dc.date.created", "og:article:published_time", "created")
)


def _trust(w: kinds.Witness) -> float:
    """How far down a witness of a date stands: a page's address and a library's guess speak where nothing else does."""
    if w.why.startswith("address"):
        return _TRUST["text"] + 0.5
    if w.why in _VAGUE_METAS:
        return _TRUST["visible"] + 0.2
    if w.why.startswith("htmldate"):
        return _TRUST["file"] + 1
    # What the page says of itself as a web page, or as a thing of another kind, after what it says as an article.
    return _TRUST[w.where] + (0.5 if w.why.startswith(("WebPage", "ItemPage", "CollectionPage")) else 0)


def _said(w: kinds.Witness) -> str:
    return f"{w.where}: {w.why}" if w.why.startswith(("address", "htmldate")) else w.where


def _in_own_time(dates: Sequence[kinds.ReportDate], ranked: Sequence[int]) -> tuple[int, str, str]:
    """The date that is believed, its value and why: the first, or where that is in UTC one that tells the outlet's own day.

    "2019-10-18T22:04Z" and "19 Oct 2019 00:04 +0200" are one instant, and the paper's day is the 19th. So it is where
    the page shows "19 October 2019", or an address has /20191019/: the instant stays, since lineage needs it, and is
    told in the time of a zone where it is that day.
    """
    first = dates[ranked[0]]
    at = _instant(first.value)
    if at is None or at.utcoffset():
        return ranked[0], first.value, first.why
    for n in ranked[1:]:
        other = _instant(dates[n].value)
        if other and other.utcoffset() and abs(other - at) < timedelta(minutes=2):
            why = "the same instant as stated in UTC, in the outlet's own time"
            return n, dates[n].value, f"{dates[n].why}; {why}"
    elsewhere = [d for d in dates if (when := _instant(d.value)) is None or when.utcoffset()]
    if any(d.value[:10] == first.value[:10] for d in elsewhere):
        return ranked[0], first.value, first.why
    overwritten = any(d.role == "modified" and _instant(d.value) == at for d in dates)
    for n in ranked[1:]:
        local = _local(dates[n].value)
        if local is None:
            continue
        if zone := _zone_of(at, local, day_only=len(dates[n].value) <= 10):
            why = f'in the outlet\'s own time, by "{dates[n].shown.strip()}"'
            return ranked[0], at.astimezone(zone).isoformat(), f"{first.why}; {why}"
        # What changes a report may put the time of the change in place of that of publication; the page still shows it.
        if overwritten and len(dates[n].value) > 10 and timedelta(0) < at.replace(tzinfo=None) - local < _OVERWRITTEN:
            return n, dates[n].value, f"{dates[n].why}; what is stated is the time of the last change"
    return ranked[0], first.value, first.why


_OVERWRITTEN = timedelta(days=7)  # a report is seldom changed later; guess
_EAST_HOURS, _WEST_HOURS = 14, 12  # of UTC, the farthest zones
# A day alone fits some zone or other: of these, where news is made, the farthest are Auckland and Los Angeles.
_EAST_DAY_HOURS, _WEST_DAY_HOURS = 13, 8


def _local(value: str) -> datetime | None:
    """A day or time that is told without its zone."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return None if found.tzinfo else found


def _zone_of(at: datetime, local: datetime, day_only: bool) -> timezone | None:
    """The zone in which the instant `at` is `local`; of a day alone the nearest to UTC; None where there is none."""
    plain = at.replace(tzinfo=None)
    if day_only:
        days = (local.date() - plain.date()).days
        hours = (
            range(1, _EAST_DAY_HOURS + 1)
            if days == 1
            else range(-1, -_WEST_DAY_HOURS - 1, -1)
            if days == -1
            else range(0)
        )
        fitting = (h for h in hours if (plain + timedelta(hours=h)).date() == local.date())
        return next((timezone(timedelta(hours=h)) for h in fitting), None)
    half_hours = round((local - plain) / timedelta(minutes=30))
    if abs(local - plain - timedelta(minutes=30) * half_hours) > timedelta(minutes=1) or not half_hours:
        return None
    return timezone(timedelta(minutes=30) * half_hours) if -_WEST_HOURS <= half_hours / 2 <= _EAST_HOURS else None


def _instant(value: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo else None


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
    """The year of a dateline's date, and how it is known.

    Without a date of publication it is the latest year, or the one before, that the text speaks of, if the weekday of
    its first sentences falls on that day in just that year. "The next day" was tried too and made "jobs by 2032" the
    year of filing. What is inferred so is a doubtful clock to lineage.
    """
    if shown.year:
        return shown.year, "dateline"
    if anchor:
        near = _nearest(shown, anchor)
        if near:
            return near.year, "dateline; the year is that of the publication date"
    weekday = re.search(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", text[shown.end : shown.end + 600])
    years = {int(y) for y in re.findall(r"(?<![\d,.])(20[0-4]\d|19[5-9]\d)(?!\d|[,.]\d)", text)}
    if weekday and years:
        wanted = ["Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"].index(weekday[1])
        latest = sorted(y for y in years if y >= max(years) - 1)
        fitting = [y for y in latest if (day := day_of(shown.iso(y))) and day.weekday() == wanted]
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
